"""Hold a finished table against the released one, cell by cell."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from itertools import zip_longest

from selfcheck_analysis.disclosure.scan.pieces import Pieces, whole
from selfcheck_analysis.problems import Place, Problem
from selfcheck_analysis.released import Release
from selfcheck_analysis.spreadsheets import as_text


def table_pieces(text: str, file: str, name: str, release: Release) -> Pieces:
    """Yield the text of a table, and one problem for each cell that is not the released one."""
    yield whole(file, text)
    if name not in release.tables:
        yield Problem("scan_not_of_release", Place(file))
        return
    frame = release.frame(name)
    expected = list(csv.reader(io.StringIO(frame.to_csv(index=False))))
    found = list(csv.reader(io.StringIO(text)))
    for number, (cells, released) in enumerate(zip_longest(found, expected), start=1):
        yield from _differences(cells, released, Place(file, row=number), expected[0])


def _differences(
    cells: list[str] | None, released: list[str] | None, place: Place, columns: list[str]
) -> Iterator[Problem]:
    if cells is None or released is None or len(cells) != len(released):
        yield Problem("scan_table_differs", place)
        return
    for column, cell, value in zip(columns, cells, released, strict=True):
        if cell not in (value, as_text(value)):
            yield Problem("scan_table_differs", Place(place.file, row=place.row, column=column))
