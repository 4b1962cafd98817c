"""Names of columns that only confidential tables have."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from pathlib import Path

from selfcheck_analysis.disclosure.scan.pieces import Form, Piece
from selfcheck_analysis.disclosure.scan.spellings import line_of, spellings
from selfcheck_analysis.problems import Place, Problem
from selfcheck_analysis.released import COLUMNS

CHART_WORDS = frozenset({"direction"})
"""Columns of confidential tables that are also keys of every chart (Vega-Lite)."""

RELEASE_FOLDER = "release"
"""The folder beside the confidential tables that holds the released ones."""


class ConfidentialColumns:
    """The names to look for.

    One that is written with an underscore is nothing else and is looked for everywhere. One of a
    single word, such as `person` or `status`, is also an ordinary word: it is looked for as the key
    of a record and as the whole of a cell. One that is a part of a released column's name (`low`
    of `low_points`) tells nothing.
    """

    def __init__(self, names: Iterable[str], known: Collection[str] = ()) -> None:
        released = {name for columns in COLUMNS.values() for name in columns} | set(COLUMNS)
        parts = {part for name in released for part in name.split("_")}
        known = {*known, *CHART_WORDS}
        self.names = frozenset(names) - released - parts - known
        self.plain = frozenset(name for name in self.names if "_" not in name)
        compound = sorted(self.names - self.plain, key=len, reverse=True)
        either = "|".join(map(re.escape, compound)) or "(?!)"
        self._compound = re.compile(rf"(?<![A-Za-z0-9_])(?:{either})(?![A-Za-z0-9_])")
        keys = "|".join(map(re.escape, sorted(self.plain))) or "(?!)"
        self._keys = re.compile(rf"""(["'])(?:{keys})\1\s*:""")

    def problems(self, piece: Piece) -> Iterator[Problem]:
        """Yield one problem for each place with such a name."""
        if piece.form is Form.WHOLE:
            yield from self._in_text(piece)
        for text in piece.texts:
            if text.strip() in self.plain and piece.form in (Form.ROW, Form.RECORD):
                yield Problem("scan_confidential_column", piece.place, {"name": text.strip()})

    def _in_text(self, piece: Piece) -> Iterator[Problem]:
        for spelling in spellings(piece.texts[0]):
            for pattern in (self._compound, self._keys):
                for found in pattern.finditer(spelling):
                    at = Place(
                        piece.place.file, piece.place.sheet, line_of(spelling, found.start())
                    )
                    name = found[0].strip("\"': \t\n")
                    yield Problem("scan_confidential_column", at, {"name": name})


def stored_columns(folders: Iterable[Path]) -> set[str]:
    """Return the column names of the confidential tables below `folders`."""
    import pyarrow.parquet as pq  # late: half a second that nothing else of the scan needs

    files = [
        path
        for folder in folders
        for path in folder.rglob("*.parquet")
        if RELEASE_FOLDER not in path.relative_to(folder).parts
    ]
    return {name for path in files for name in pq.read_schema(path).names}
