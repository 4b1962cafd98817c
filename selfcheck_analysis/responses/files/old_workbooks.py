"""Workbooks of Excel 95 to 2003 (xls) as sheets of text."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from typing import TYPE_CHECKING

from selfcheck_analysis.responses.files.compound_files import stream_of
from selfcheck_analysis.responses.files.old_workbook_scan import checked_records
from selfcheck_analysis.responses.files.sheets import Row, Sheet
from selfcheck_analysis.responses.files.workbook_scan import refuse_stray_cells
from selfcheck_analysis.responses.files.workbook_text import cell_text

if TYPE_CHECKING:
    import xlrd

_VISIBLE = 0


@dataclass(frozen=True, eq=False)
class _Cells:
    """The rows of a sheet as its reader sees them, from A1 on."""

    sheet: xlrd.sheet.Sheet
    dates_from: int

    def __iter__(self) -> Iterator[Row]:
        for number in range(self.sheet.nrows):
            cells = zip(self.sheet.row_types(number), self.sheet.row_values(number), strict=True)
            yield number + 1, tuple(self._text(kind, value) for kind, value in cells)

    def _text(self, kind: int, value: object) -> str:
        import xlrd

        if kind == xlrd.XL_CELL_ERROR:
            return str(xlrd.error_text_from_code.get(value, "#ERROR"))
        if kind == xlrd.XL_CELL_BOOLEAN:
            return str(bool(value))
        if kind == xlrd.XL_CELL_DATE and isinstance(value, float):
            return cell_text(_moment(value, self.dates_from))
        return cell_text(value)


def read_old_workbook(content: bytes, shown_as: str) -> list[Sheet]:
    """Return the sheets of an xls file; a formula is the value that was saved with it.

    Raises
    ------
    ProblemsError
        A sheet is too large.
    DamagedArchiveError
        The file is locked or damaged. (Other exceptions say that it is damaged, too.)
    """
    import xlrd

    records, scans = checked_records(stream_of(content, "Workbook", "Book"))
    book = xlrd.open_workbook(
        file_contents=records, logfile=io.StringIO(), on_demand=True, ragged_rows=True
    )
    named = zip(scans, book.sheet_names(), strict=True)
    refuse_stray_cells([replace(scan, name=name) for scan, name in named], shown_as)
    return [
        Sheet(sheet.name, _Cells(sheet, book.datemode), hidden=sheet.visibility != _VISIBLE)
        for sheet in book
    ]


def _moment(value: float, dates_from: int) -> datetime | date | time | float:
    """Return a number that is formatted as a date in the way of the reader of newer workbooks."""
    import xlrd

    if value < 0:
        return value
    moment: datetime = xlrd.xldate_as_datetime(value, dates_from)
    if value < 1:
        return moment.time()
    return moment.date() if value.is_integer() else moment
