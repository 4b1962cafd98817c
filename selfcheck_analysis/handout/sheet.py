"""One printed table on one sheet: caption, notes, head, rows, footnotes, ready for A4."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from math import ceil
from typing import TYPE_CHECKING, Any

from selfcheck_analysis.handout.cell_values import Value, value_of
from selfcheck_analysis.handout.widths import columns_of, text_width
from selfcheck_analysis.tables.model import Cell, Table, grid
from selfcheck_analysis.words import Language

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

FONT = "BIZ UDPゴシック"
A4 = 9
Widths = Sequence[int]
"""Of the columns of a sheet, in half-width characters."""

LINE = 14.5
"""The height of a line, in points."""

_UPRIGHT, _WIDEST = 95, 60
"""So many half-width characters fit upright on A4; no column is wider than the second."""

_PADDING, _NARROWEST_SHEET = 2, 70
_COMMENT = {"x_scale": 2, "y_scale": 0.8}
_HEAD, _GROUP, _SOFT = "#E7ECF3", "#F3F5F7", "#52606D"


class Formats:
    """The formats of a workbook, each made once."""

    def __init__(self, book: Any) -> None:
        self._book = book
        self._made: dict[tuple[tuple[str, Any], ...], Format] = {}

    def of(self, **settings: Any) -> Format:
        """Return the format with these settings, in our font."""
        key = tuple(sorted(settings.items()))
        if key not in self._made:
            base = {"font_name": FONT, "font_size": 10, "valign": "vcenter"}
            self._made[key] = self._book.add_format(base | settings)
        return self._made[key]


def write_table(
    sheet: Worksheet, table: Table, formats: Formats, language: Language, back: tuple[str, str]
) -> None:
    """Write a table onto an empty sheet.

    Parameters
    ----------
    sheet : Worksheet
    table : Table
    formats : Formats
    language : {"ja", "en"}
    back : (str, str)
        The text of the link above the table, and the place that it leads to.
    """
    widths = _widths(table)
    _set_up(sheet, table, widths)
    sheet.write_string(0, 0, table.caption, formats.of(bold=True, font_size=12))
    sheet.write_url(1, 0, back[1], formats.of(font_color="#0B5CAD", underline=1), back[0])
    above = [*table.opening, *table.all_notes(language)]
    top = _write_lines(sheet, 2, above, widths, formats) + 1
    _write_head(sheet, top, table, formats, widths)
    first = top + len(table.head)
    sheet.freeze_panes(first, 0)
    sheet.repeat_rows(top, first - 1)
    end = _write_body(sheet, first, table, formats, widths)
    _write_lines(sheet, end + 1, table.footnotes, widths, formats)


def print_setup(sheet: Worksheet, *, landscape: bool = False) -> None:
    """Set a sheet up for A4: as wide as the paper, with page numbers."""
    sheet.set_paper(A4)
    if landscape:
        sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.7)
    sheet.set_footer("&C&P / &N")
    sheet.hide_gridlines(2)


def _widths(table: Table) -> list[int]:
    """Return the widths of the columns, together at least as wide as a line of notes needs."""
    widths = [min(column.width, _WIDEST) + _PADDING for column in columns_of(table)]
    lacking = _NARROWEST_SHEET - sum(widths)
    if lacking > 0:
        widths[0] += min(lacking, _WIDEST - widths[0]) if widths[0] < _WIDEST else 0
    return widths


def _set_up(sheet: Worksheet, table: Table, widths: Widths) -> None:
    print_setup(sheet, landscape=table.wide or sum(widths) > _UPRIGHT)
    for number, width in enumerate(widths):
        sheet.set_column(number, number, width)


def _write_lines(
    sheet: Worksheet, row: int, lines: Sequence[str], widths: Widths, formats: Formats
) -> int:
    """Write sentences over the whole width, each on a row as high as it needs; return the next."""
    total = sum(widths)
    form = formats.of(text_wrap=True, font_color=_SOFT)
    for line in lines:
        if len(widths) > 1:
            sheet.merge_range(row, 0, row, len(widths) - 1, "", form)
        sheet.write_string(row, 0, line, form)
        sheet.set_row(row, LINE * _lines(line, total))
        row += 1
    return row


def _lines(value: Value | str, width: int) -> int:
    """Return how many lines a text takes in a column; letters are not all of one width."""
    text = value if isinstance(value, str) else str(value.written)
    return sum(max(1, ceil(text_width(line) / (width * 0.95))) for line in text.split("\n"))


def _set_height(
    sheet: Worksheet, row: int, cells: Sequence[Cell], values: Sequence[Value], widths: Widths
) -> None:
    """Make a row as high as its cells need: not every program does so when it opens a file."""
    if cells[0].colspan == len(cells):
        needed = [_lines(values[0], sum(widths))]
    else:
        needed = [
            ceil(_lines(value, width) / cell.rowspan)
            if cell.scope == "col"
            else _lines(value, width)
            for cell, value, width in zip(cells, values, widths, strict=True)
            if cell.colspan == 1
        ]
    sheet.set_row(row, LINE * max(needed, default=1))


def _write_head(sheet: Worksheet, top: int, table: Table, formats: Formats, widths: Widths) -> None:
    for number, cells in enumerate(grid(table.head)):
        values = [value_of(cell) for cell in cells]
        _set_height(sheet, top + number, cells, values, widths)
        for column, (cell, value) in enumerate(zip(cells, values, strict=True)):
            if _first(table.head, cells, number, column):
                centred = cell.scope == "colgroup" or cell.kind == "figure"
                align = "center" if centred else "left"
                form = formats.of(bold=True, border=1, bg_color=_HEAD, text_wrap=True, align=align)
                _write_over(sheet, top + number, column, cell, str(value.written), form)


def _first(rows: Sequence[Any], cells: Sequence[Cell], number: int, column: int) -> bool:
    """Tell whether a place on the grid is the upper left corner of its cell."""
    left = column == 0 or cells[column - 1] is not cells[column]
    return left and any(cell is cells[column] for cell in rows[number])


def _write_over(
    sheet: Worksheet, row: int, column: int, cell: Cell, text: str, form: Format
) -> None:
    """Write a text into a cell, merged with all that it spans."""
    if cell.rowspan > 1 or cell.colspan > 1:
        last = (row + cell.rowspan - 1, column + cell.colspan - 1)
        sheet.merge_range(row, column, *last, "", form)
    sheet.write_string(row, column, text, form)


def _write_body(sheet: Worksheet, row: int, table: Table, formats: Formats, widths: Widths) -> int:
    """Write the rows from `row` on, and return the row after them.

    Only lines over the whole table are merged: a label that heads several rows, and a mark that
    stands for several figures, is written into each, so that every row can be read by itself.
    """
    for rows, foot in [*((body, False) for body in table.bodies), (table.foot, True)]:
        for number, cells in enumerate(grid(rows)):
            own = [_first(rows, cells, number, column) for column in range(len(cells))]
            values = [
                value_of(cell if first else replace(cell, detail=""))
                for cell, first in zip(cells, own, strict=True)
            ]
            _set_height(sheet, row, cells, values, widths)
            if cells[0].colspan == len(cells) > 1:
                _write_line(sheet, row, cells[0], formats)
            else:
                for column, (cell, value) in enumerate(zip(cells, values, strict=True)):
                    form = _form(formats, cell, value, own=own[column], foot=foot)
                    _write_cell(sheet, row, column, value, form)
                    if own[column] and cell.reason:
                        sheet.write_comment(row, column, cell.reason, _COMMENT)
            row += 1
    return row


def _write_line(sheet: Worksheet, row: int, cell: Cell, formats: Formats) -> None:
    group = cell.scope == "rowgroup"
    settings = {"bg_color": _GROUP} if group else {"font_color": _SOFT}
    form = formats.of(bold=group, border=1, text_wrap=True, **settings)
    text = str(value_of(cell).written)
    _write_over(sheet, row, 0, cell, text, form)


def _form(formats: Formats, cell: Cell, value: Value, *, own: bool, foot: bool) -> Format:
    """Return the format of a cell; what is repeated from the row above stands back."""
    settings: dict[str, Any] = {"border": 1, "num_format": value.number_format}
    if cell.kind in ("figure", "mark"):
        settings["align"] = "right" if cell.kind == "figure" else "center"
    else:
        settings["text_wrap"] = True
    if foot or cell.strong:
        settings["bold"] = True
    if not own or cell.kind == "mark":
        settings["font_color"] = _SOFT
    return formats.of(**settings)


def _write_cell(sheet: Worksheet, row: int, column: int, value: Value, form: Format) -> None:
    if isinstance(value.written, float):
        sheet.write_number(row, column, value.written, form)
    else:
        sheet.write_string(row, column, value.written, form)
