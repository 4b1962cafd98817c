"""Workbooks (xlsx, xls, ods) as sheets of text."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from itertools import islice
from typing import TYPE_CHECKING
from zipfile import ZipFile

from selfcheck_analysis.normalise import shown
from selfcheck_analysis.problems import Phrase, Place, Problem, ProblemsError
from selfcheck_analysis.responses.files.archives import DamagedArchiveError
from selfcheck_analysis.responses.files.old_workbooks import read_old_workbook
from selfcheck_analysis.responses.files.quiet import errors_unsaid
from selfcheck_analysis.responses.files.sheet_xml import SheetScan
from selfcheck_analysis.responses.files.sheets import BLOCK_ROWS, Row, Sheet
from selfcheck_analysis.responses.files.workbook_scan import refuse_stray_cells, scan_workbook
from selfcheck_analysis.responses.files.workbook_text import cell_text, sheet_names

if TYPE_CHECKING:
    from python_calamine import CalamineSheet, CalamineWorkbook


@dataclass(frozen=True, eq=False)
class _Cells:
    """The rows of a sheet as its reader sees them, from A1 on."""

    sheet: CalamineSheet
    errors: dict[int, dict[int, str]]

    def __iter__(self) -> Iterator[Row]:
        number = 0
        for number, texts in enumerate(self._read(), start=1):
            yield number, self._corrected(number, texts) if number in self.errors else texts
        for later in range(number + 1, max(self.errors, default=0) + 1):
            yield later, self._corrected(later, ())

    def _read(self) -> Iterator[tuple[str, ...]]:
        start = self.sheet.start
        if start is None:  # an empty sheet
            return
        before = ("",) * start[1]
        for cells in self.sheet.iter_rows():
            yield (*before, *(c if type(c) is str else cell_text(c) for c in cells))

    def _corrected(self, number: int, texts: tuple[str, ...]) -> tuple[str, ...]:
        """Put the error values into a row, also where the reader sees its end before them."""
        errors = self.errors.get(number, {})
        cells = [*texts, *[""] * (max(errors, default=0) - len(texts))]
        for column, error in errors.items():
            cells[column - 1] = error
        return tuple(cells)


@dataclass(frozen=True, eq=False)
class _Guarded:
    """Rows of which a reader may find only now that they cannot be read."""

    rows: Iterable[Row]
    shown_as: str

    def __iter__(self) -> Iterator[Row]:
        with _guarded(self.shown_as):
            rows = iter(self.rows)
        while True:
            with _guarded(self.shown_as):
                some = list(islice(rows, BLOCK_ROWS))
            if not some:
                return
            yield from some


def read_workbook(content: bytes, shown_as: str, archive: ZipFile | None) -> list[Sheet]:
    """Return the sheets of a workbook; without `archive` it is of the older kind, xls.

    Formulas are not computed: a cell is the value that was saved with it. Names of sheets are as
    messages show them.

    Raises
    ------
    ProblemsError
        The file is damaged, locked or too large; also while the rows of a sheet are read.
    """
    with _guarded(shown_as):
        if archive is None:
            sheets = read_old_workbook(content, shown_as)
        else:
            scans = scan_workbook(archive)
            refuse_stray_cells(scans, shown_as)
            sheets = list(_sheets(content, scans))
    names = sheet_names(sheet.name for sheet in sheets)
    return [
        replace(sheet, name=name, source=_Guarded(sheet.source, shown_as))
        for sheet, name in zip(sheets, names, strict=True)
    ]


def unreadable(shown_as: str, cause: str) -> ProblemsError:
    """Return the fault of a file that cannot be read."""
    values = {"cause": Phrase(f"cause.{cause}")}
    return ProblemsError([Problem("file_unreadable", Place(shown_as), values)])


@contextmanager
def _guarded(shown_as: str) -> Iterator[None]:
    """Turn whatever a reader of workbooks raises into a fault of the file."""
    try:
        with errors_unsaid():
            yield
    except (ProblemsError, KeyboardInterrupt, SystemExit, MemoryError):
        raise
    except DamagedArchiveError as error:
        raise unreadable(shown_as, error.cause) from None
    except BaseException:  # the readers raise many types; Rust's panic is no Exception
        raise unreadable(shown_as, "damaged") from None


def _sheets(content: bytes, scans: list[SheetScan]) -> Iterator[Sheet]:
    from python_calamine import CalamineWorkbook, SheetVisibleEnum

    workbook = CalamineWorkbook.from_filelike(io.BytesIO(content))
    _refuse_other_sheets(workbook, scans)
    for position, (about, scan) in enumerate(zip(workbook.sheets_metadata, scans, strict=True)):
        sheet = workbook.get_sheet_by_index(position)
        hidden = about.visible != SheetVisibleEnum.Visible
        yield Sheet(about.name, _Cells(sheet, scan.errors), hidden)


def _refuse_other_sheets(workbook: CalamineWorkbook, scans: list[SheetScan]) -> None:
    """Refuse sheets that were not scanned, and two of one name, of which one is read twice."""
    names = workbook.sheet_names
    scanned = [shown(scan.name) for scan in scans]
    if len(set(names)) < len(names) or [shown(name) for name in names] != scanned:
        raise DamagedArchiveError("damaged")
