"""Workbooks (xlsx, xls, ods) as sheets of text."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from zipfile import ZipFile

from selfcheck_analysis.problems import Phrase, Place, Problem, ProblemsError
from selfcheck_analysis.responses.archives import DamagedArchiveError
from selfcheck_analysis.responses.sheets import Row, Sheet
from selfcheck_analysis.responses.workbook_scan import SheetScan, scan_workbook

if TYPE_CHECKING:
    from python_calamine import CalamineSheet


@dataclass(frozen=True, eq=False)
class _Cells:
    """The rows of a sheet as its reader sees them, from A1 on."""

    sheet: CalamineSheet
    errors: dict[tuple[int, int], str] = field(default_factory=dict)

    def __iter__(self) -> Iterator[Row]:
        start = self.sheet.start
        if start is None:  # an empty sheet
            return
        before = ("",) * start[1]
        broken = {row for row, _ in self.errors}
        for number, cells in enumerate(self.sheet.iter_rows(), start=1):
            texts = (*before, *(c if type(c) is str else _text(c) for c in cells))
            if number in broken:
                places = enumerate(texts, start=1)
                texts = tuple(self.errors.get((number, i)) or text for i, text in places)
            yield number, texts


def read_workbook(content: bytes, shown_as: str, archive: ZipFile | None) -> list[Sheet]:
    """Return the sheets of a workbook; without `archive` it is of the older kind, xls.

    Formulas are not computed: a cell is the value that was saved with it.

    Raises
    ------
    ProblemsError
        The file is damaged, locked or too large.
    """
    from python_calamine import CalamineWorkbook, SheetVisibleEnum

    try:
        scans = {} if archive is None else scan_workbook(archive)
        _refuse_stray_cells(scans, shown_as)
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(content))
        return [
            Sheet(
                about.name,
                _Cells(
                    _opened(workbook.get_sheet_by_name(about.name), shown_as),
                    scans.get(about.name, SheetScan()).errors,
                ),
                hidden=about.visible != SheetVisibleEnum.Visible,
            )
            for about in workbook.sheets_metadata
        ]
    except ProblemsError:
        raise
    except DamagedArchiveError as error:
        raise unreadable(shown_as, error.cause) from None
    except BaseException as error:  # the reader raises many types; Rust's panic is no Exception
        if isinstance(error, (KeyboardInterrupt, SystemExit, MemoryError)):
            raise
        raise unreadable(shown_as, "damaged") from None


def unreadable(shown_as: str, cause: str) -> ProblemsError:
    """Return the fault of a file that cannot be read."""
    values = {"cause": Phrase(f"cause.{cause}")}
    return ProblemsError([Problem("file_unreadable", Place(shown_as), values)])


def _opened(sheet: CalamineSheet, shown_as: str) -> CalamineSheet:
    """Refuse a sheet of a kind that was not scanned and reaches far."""
    reach = SheetScan(last_row=sheet.total_height, last_column=sheet.total_width)
    if reach.too_large:
        place = Place(shown_as, sheet.name, sheet.total_height)
        raise ProblemsError([Problem("sheet_too_large", place)])
    return sheet


def _refuse_stray_cells(scans: dict[str, SheetScan], shown_as: str) -> None:
    for name, scan in scans.items():
        if scan.too_large:
            place = Place(shown_as, name, scan.last_row)
            raise ProblemsError([Problem("sheet_too_large", place)])


def _text(cell: object) -> str:
    """Write a cell as its reader sees it: whole numbers without a decimal point."""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell)
