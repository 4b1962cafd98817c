"""The XML of sheets, gone through cell by cell in the way of the reader of workbooks.

Names are compared with their prefixes where that reader does so, and without where it does not:
what it sees must be seen here too.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Protocol
from xml.parsers import expat

from selfcheck_analysis.responses.files.archives import MOST_UNPACKED, DamagedArchiveError

MOST_CELLS = 5_000_000
"""A sheet that reaches further holds a stray cell far out; reading it would fill the memory."""

NO_VALUE = "#FORMULA"
"""A formula without a saved value: what it would give is not known."""

_PLACE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})", re.IGNORECASE)
_ODS_VALUES = (
    *("office:value", "office:string-value", "office:boolean-value"),
    *("office:date-value", "office:time-value", "table:formula"),
)
_ODS_CELLS = ("table:table-cell", "table:covered-table-cell")
_LIKE_ERRORS = ("#", "Err:")
"""How the text of an error value begins, where a program does not mark it as one."""


@dataclass
class SheetScan:
    """One sheet's error values, such as "#N/A", by row and column from 1, and its last filled cell.

    The reader gives an error value as an empty cell; it would pass for a question left blank.
    The last row and column may be given too high where they are low enough not to matter.
    """

    name: str = ""
    errors: dict[int, dict[int, str]] = field(default_factory=dict)
    last_row: int = 0
    last_column: int = 0

    @property
    def reach(self) -> int:
        """How many cells lie between A1 and the last filled ones."""
        return self.last_row * self.last_column

    @property
    def too_large(self) -> bool:
        """True where the sheet reaches further than a table of answers does."""
        return self.reach > MOST_CELLS

    def fill(self, row: int, column: int) -> None:
        """Note a filled cell."""
        self.last_row = max(self.last_row, row)
        self.last_column = max(self.last_column, column)


class _Sheets(Protocol):
    def start(self, tag: str, attributes: dict[str, str]) -> None: ...

    def end(self, tag: str) -> None: ...

    def text(self, said: str) -> None: ...


def _go_through(xml: bytes, sheets: _Sheets) -> None:
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler = sheets.start
    parser.EndElementHandler = sheets.end
    parser.CharacterDataHandler = sheets.text
    try:
        parser.Parse(xml, True)
    except (expat.ExpatError, ValueError, KeyError) as error:
        if isinstance(error, DamagedArchiveError):
            raise
        raise DamagedArchiveError("damaged") from None


def scan_xlsx(name: str, xml: bytes) -> SheetScan:
    """Go through a sheet of an xlsx file."""
    sheet = _Xlsx(SheetScan(name))
    _go_through(xml, sheet)
    return sheet.scan


@dataclass
class _Xlsx:
    """A cell or row without a place of its own stands next to the one before."""

    scan: SheetScan
    row: int = 1
    column: int = 1
    place: tuple[int, int] | None = None
    kind: str = ""
    tags: set[str] = field(default_factory=set)
    said: str = ""
    tag: str = ""

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        self.tag = _local(tag)
        if self.tag == "row":
            self.row = int(attributes.get("r", self.row))
        elif self.tag == "c":
            self._start_cell(attributes)
        elif self.place:
            self.tags.add(self.tag)

    def _start_cell(self, attributes: Mapping[str, str]) -> None:
        self.place = _place(attributes["r"]) if "r" in attributes else (self.row, self.column)
        self.column = self.place[1]
        self.kind, self.tags, self.said = attributes.get("t", ""), set(), ""

    def text(self, said: str) -> None:
        if self.tag in ("v", "t"):
            self.said += said

    def end(self, tag: str) -> None:
        self.tag = ""
        tag = _local(tag)
        if tag == "row":
            self.row, self.column = self.row + 1, 1
        elif tag == "c" and self.place:
            self._end_cell(*self.place)
            self.column, self.place = self.column + 1, None

    def _end_cell(self, row: int, column: int) -> None:
        if not self.tags:
            return
        self.scan.fill(row, column)
        if error := self._error():
            self.scan.errors.setdefault(row, {})[column] = error

    def _error(self) -> str:
        if self.kind == "e":
            return self.said or "#ERROR"
        empty_text = self.kind == "str" and "v" in self.tags  # so Excel writes a result of ""
        return NO_VALUE if "f" in self.tags and not self.said and not empty_text else ""


def _local(tag: str) -> str:
    return tag.rpartition(":")[2]


def _place(text: str) -> tuple[int, int]:
    place = _PLACE.fullmatch(text)
    if place is None:
        raise DamagedArchiveError("damaged")
    return int(place[2]), column_number(place[1])


def column_number(letters: str) -> int:
    """Return a column's number from 1.

    Examples
    --------
    >>> column_number("AB")
    28
    """
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - ord("A") + 1
    return number


def scan_ods(xml: bytes) -> list[SheetScan]:
    """Go through all sheets of an ods file, in which a cell or a row may stand for many like it."""
    sheets = _Ods()
    _go_through(xml, sheets)
    return sheets.scans


@dataclass
class _Ods:
    """What is repeated weighs as often: the reader copies its text."""

    scans: list[SheetScan] = field(default_factory=list)
    open: list[str] = field(default_factory=list)
    row: int = 0
    rows: int = 1
    column: int = 0
    cells: int = 1
    attributes: Mapping[str, str] = field(default_factory=dict)
    texts: list[str] = field(default_factory=list)
    holds_more: bool = False
    row_errors: dict[int, str] = field(default_factory=dict)
    weight: int = 0

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        begin = self._beginning(tag, attributes)
        if begin is None:
            self._inside_cell(tag, attributes)
            return
        kind = "cell" if tag in _ODS_CELLS else tag
        if kind in self.open:
            raise DamagedArchiveError("damaged")  # nothing of a sheet stands in its own like
        self.open.append(kind)
        begin(attributes)

    def _beginning(
        self, tag: str, attributes: Mapping[str, str]
    ) -> Callable[[Mapping[str, str]], None] | None:
        """Return what a tag begins that the reader reads; it passes over sheets without a name."""
        if tag == "table:table" and ("table:name" in attributes or self.open):
            return self._begin_sheet
        if tag == "table:table-row" and self.open:
            return self._begin_row
        return self._begin_cell if tag in _ODS_CELLS and len(self.open) > 1 else None

    def _begin_sheet(self, attributes: Mapping[str, str]) -> None:
        self.scans.append(SheetScan(attributes["table:name"]))
        self.row = 0

    def _begin_row(self, attributes: Mapping[str, str]) -> None:
        self.rows = _times(attributes, "table:number-rows-repeated")
        self.row += self.rows
        self.column, self.row_errors = 0, {}

    def _begin_cell(self, attributes: Mapping[str, str]) -> None:
        self.cells = _times(attributes, "table:number-columns-repeated")
        self.column += self.cells
        self.attributes, self.texts, self.holds_more = attributes, [], False

    def _inside_cell(self, tag: str, attributes: Mapping[str, str]) -> None:
        self.holds_more = True
        if tag == "text:s":
            self.weight += _times(attributes, "text:c")  # so many spaces
            self._weigh(0)

    def text(self, said: str) -> None:
        if len(self.open) > 2:
            self.texts.append(said)

    def end(self, tag: str) -> None:
        kind = "cell" if tag in _ODS_CELLS else tag
        if not self.open or kind != self.open[-1]:
            return
        self.open.pop()
        if kind == "cell":
            self._end_cell()
        elif tag == "table:table-row" and self.row_errors:
            first = self.row - self.rows + 1
            within = range(first, min(self.row, first + MOST_CELLS) + 1)
            self.scans[-1].errors.update(dict.fromkeys(within, self.row_errors))

    def _end_cell(self) -> None:
        values = [self.attributes[name] for name in _ODS_VALUES if name in self.attributes]
        kind = self.attributes.get("office:value-type", "")
        if not (values or kind == "string" or self.holds_more):
            return
        self.scans[-1].fill(self.row, self.column)
        said = "".join(self.texts)
        self._weigh(len(said) + sum(map(len, values)))
        if error := self._error(said, kind):
            within = range(max(self.column - self.cells, 0), min(self.column, MOST_CELLS))
            self.row_errors.update((column + 1, error) for column in within)

    def _weigh(self, characters: int) -> None:
        self.weight += characters * self.rows * self.cells
        if self.weight > MOST_UNPACKED:
            raise DamagedArchiveError("too_large")

    def _error(self, said: str, kind: str) -> str:
        if self.attributes.get("calcext:value-type") == "error":
            return said or "#ERROR"
        if "table:formula" not in self.attributes:
            return ""
        if said.startswith(_LIKE_ERRORS):
            return said
        return "" if kind or self.holds_more else NO_VALUE


def _times(attributes: Mapping[str, str], name: str) -> int:
    times = int(attributes.get(name, "1"))
    if times < 0:
        raise DamagedArchiveError("damaged")
    return times
