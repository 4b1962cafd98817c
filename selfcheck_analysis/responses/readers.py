"""Read one delivered file into sheets of text cells, recognised from its content."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from selfcheck_analysis.problems import Phrase, Place, Problem, ProblemsError
from selfcheck_analysis.responses.workbook_scan import SheetScan, scan_workbook

ENCODINGS = ("utf-8-sig", "cp932")
"""Tried in this order, strictly; cp932 and not shift_jis, which lacks characters of Windows."""

MOST_CELLS = 5_000_000
"""A sheet that reaches further holds a stray cell far out; reading it would fill the memory."""

_ZIP_SIGNATURE = b"PK\x03\x04"
_OLE_SIGNATURE = b"\xd0\xcf\x11\xe0"  # xls, and xlsx behind a password


@dataclass(frozen=True)
class Sheet:
    """The cells of one sheet as text; `name` is empty for a CSV file.

    `rows` pairs the number by which Excel shows a row (from 1) with the row's cells.
    """

    name: str
    rows: tuple[tuple[int, tuple[str, ...]], ...]


def read_sheets(path: Path, shown_as: str) -> list[Sheet]:
    """Read a CSV (UTF-8 or cp932, comma or tab) or xlsx file.

    Raises
    ------
    ProblemsError
        The file is neither, is damaged or cannot be opened.
    """
    try:
        content = path.read_bytes()
    except OSError:  # open in another program, without permission, or a link to nowhere
        raise ProblemsError([Problem("file_not_opened", Place(shown_as))]) from None
    if content.startswith(_OLE_SIGNATURE):
        raise _unreadable(shown_as, "old_or_locked")
    if content.startswith(_ZIP_SIGNATURE):
        return list(_workbook(content, shown_as))
    return [Sheet("", _delimited(_decoded(content, shown_as), shown_as))]


def _workbook(content: bytes, shown_as: str) -> Iterator[Sheet]:
    from python_calamine import CalamineWorkbook

    try:
        scans = scan_workbook(content)
        _refuse_stray_cells(scans, shown_as)
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(content))
        grids = {
            name: workbook.get_sheet_by_name(name).to_python(skip_empty_area=False)
            for name in workbook.sheet_names
        }
    except ProblemsError:
        raise
    except Exception:  # the readers raise many types, one of them from Rust
        raise _unreadable(shown_as, "damaged") from None
    for name, grid in grids.items():
        errors = scans.get(name, SheetScan()).errors
        yield Sheet(
            name,
            tuple(
                (i, tuple(errors.get((i, j)) or _text(cell) for j, cell in enumerate(row, start=1)))
                for i, row in enumerate(grid, start=1)
            ),
        )


def _refuse_stray_cells(scans: dict[str, SheetScan], shown_as: str) -> None:
    for name, scan in scans.items():
        if scan.last_row * scan.last_column > MOST_CELLS:
            place = Place(shown_as, name, scan.last_row)
            raise ProblemsError([Problem("sheet_too_large", place)])


def _text(cell: object) -> str:
    """Write a cell as its reader sees it: whole numbers without a decimal point."""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell)


def _decoded(content: bytes, shown_as: str) -> str:
    if b"\x00" in content:
        raise _unreadable(shown_as, "not_text")
    for encoding in ENCODINGS:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise _unreadable(shown_as, "encoding")


def _delimited(text: str, shown_as: str) -> tuple[tuple[int, tuple[str, ...]], ...]:
    """Return the records numbered as Excel numbers rows: a quoted line break begins no new one."""
    # A quotation mark that is never closed swallows every person after it; strict reading
    # refuses it. Cells may be of any length.
    csv.field_size_limit(max(csv.field_size_limit(), len(text)))
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text), strict=True)
    rows: list[tuple[int, tuple[str, ...]]] = []
    try:
        for number, cells in enumerate(reader, start=1):
            rows.append((number, tuple(cells)))
    except csv.Error:
        place = Place(shown_as, row=len(rows) + 1)
        raise ProblemsError([Problem("file_quotes", place)]) from None
    return tuple(rows)


def _delimiter(text: str) -> str:
    """Return comma or tab, whichever cuts more rows of the file into the same number of cells."""

    def rows_alike(delimiter: str) -> tuple[int, int]:
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
        widths = Counter(map(len, reader))
        return max(((rows, width) for width, rows in widths.items() if width > 1), default=(0, 0))

    return max((",", "\t"), key=rows_alike)


def _unreadable(shown_as: str, cause: str) -> ProblemsError:
    values = {"cause": Phrase(f"cause.{cause}")}
    return ProblemsError([Problem("file_unreadable", Place(shown_as), values)])
