"""What a file made to harm is, and what is allowed to happen."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Literal

from tests.deliveries.archives import Entry, with_parts
from tests.deliveries.grid import Grid, some_people
from tests.deliveries.text import text_bytes
from tests.deliveries.workbooks import xlsx
from tests.small_project import HEADER

Allowed = Literal["refused", "neutralised"]

MEGABYTE = 2**20
SHEET, WORKBOOK, STRINGS = "xl/worksheets/sheet1.xml", "xl/workbook.xml", "xl/sharedStrings.xml"
RELATIONS = "xl/_rels/workbook.xml.rels"


@dataclass(frozen=True)
class Hostile:
    """One file and what is allowed to happen.

    Refused: nothing of the file is used, and it is said why. Neutralised: it may be used or set
    aside in part, nothing in it runs, and what is written down of it holds no live formula and no
    live markup. Either way in bounded time and memory, and without an exception.
    """

    file: str
    content: Callable[[], bytes]
    allowed: Allowed


class Files(dict[str, Hostile]):
    """Hostile files by name, which is the file's without its ending."""

    def refused(self, file: str, content: Callable[[], bytes]) -> None:
        """Add a file of which nothing may be used."""
        self._add(Hostile(file, content, "refused"))

    def neutralised(self, file: str, content: Callable[[], bytes]) -> None:
        """Add a file that may be used once it can do no harm, or refused."""
        self._add(Hostile(file, content, "neutralised"))

    def _add(self, hostile: Hostile) -> None:
        name = hostile.file.split(".")[0]
        if name in self:
            raise ValueError(f"{name} is there already")
        self[name] = hostile


def quoted(*rows: Iterable[str]) -> bytes:
    """Write a CSV file in which everything is quoted."""
    return text_bytes([list(row) for row in rows], quoting="all")


def workbook() -> bytes:
    """Write a sound workbook."""
    return xlsx({"回答": Grid([HEADER, *some_people()])})


def workbook_with(parts: dict[str, Entry | bytes | None]) -> bytes:
    """Put other parts into a sound workbook."""
    return with_parts(workbook(), parts)


def text_rows(rows: Iterable[Iterable[str]]) -> str:
    """Return rows of a sheet as XML, their cells holding text as it is."""
    said = ""
    for number, row in enumerate(rows, start=1):
        cells = "".join(
            f'<c r="{chr(ord("A") + column)}{number}" t="str"><v>{cell}</v></c>'
            for column, cell in enumerate(row)
        )
        said += f'<row r="{number}">{cells}</row>'
    return said
