"""A printed table as a table of Word: real cells, head rows repeated on every page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from selfcheck_analysis.handout.widths import Column, columns_of, shared_out
from selfcheck_analysis.handout.word_styles import CELL, NOTE, TEXT_WIDTH, element
from selfcheck_analysis.tables.model import Cell, Row, Table
from selfcheck_analysis.words import Language

if TYPE_CHECKING:
    from docx.document import Document

SHORT = 12
"""A table of so few rows is not parted between two pages."""

_HEAD, _GROUP = "E7ECF3", "F3F5F7"
_PADDING = 3
"""Of a cell, in half-width characters."""

_CHARACTER = 1.6
"""The width of a half-width character of a cell, in millimetres."""


def add_table(document: Document, table: Table, language: Language) -> None:
    """Add caption, notes, the table and its footnotes."""
    for text in table.opening:
        document.add_paragraph(text)
    document.add_paragraph(table.caption, style="Caption")
    for note in table.all_notes(language):
        document.add_paragraph(note, style=NOTE).paragraph_format.keep_with_next = True
    _add_cells(document, table)
    for text in table.footnotes:
        document.add_paragraph(text, style=NOTE)


def _add_cells(document: Document, table: Table) -> None:
    from docx.shared import Mm

    body = [*(row for rows in table.bodies for row in rows), *table.foot]
    rows: list[Row] = [*table.head, *body]
    columns = [Column(column.width + _PADDING, column.breakable) for column in columns_of(table)]
    widths = shared_out(columns, TEXT_WIDTH, _CHARACTER)
    made = document.add_table(rows=len(rows), cols=len(widths), style="Table Grid")
    made.autofit = False
    made._tbl.tblPr.append(element("w:tblCaption", val=table.caption))
    lines = list(made.rows)
    grid = [list(line.cells) for line in lines]
    for column, width in zip(made.columns, widths, strict=True):
        column.width = Mm(width)
    for line, cells in zip(lines, grid, strict=True):
        line._tr.get_or_add_trPr().append(element("w:cantSplit"))
        for cell, width in zip(cells, widths, strict=True):
            cell.width = Mm(width)
    for line in lines[: len(table.head)]:
        line._tr.get_or_add_trPr().append(element("w:tblHeader"))
    together = len(body) <= SHORT
    for row, column, cell in _placed(rows):
        at = grid[row][column]
        if cell.rowspan > 1 or cell.colspan > 1:
            at = at.merge(grid[row + cell.rowspan - 1][column + cell.colspan - 1])
        _fill(at, cell, head=row < len(table.head))
        if row < len(table.head) or (together and row + cell.rowspan < len(rows)):
            for paragraph in at.paragraphs:
                paragraph.paragraph_format.keep_with_next = True


def _placed(rows: Sequence[Row]) -> Iterator[tuple[int, int, Cell]]:
    """Yield every cell with the row and column of its upper left corner."""
    taken: set[tuple[int, int]] = set()
    for number, row in enumerate(rows):
        column = 0
        for cell in row:
            while (number, column) in taken:
                column += 1
            yield number, column, cell
            taken |= {
                (number + down, column + right)
                for down in range(cell.rowspan)
                for right in range(cell.colspan)
            }


def _fill(at: Any, cell: Cell, *, head: bool) -> None:
    """Write a cell: its text, and its smaller second line."""
    from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Pt

    paragraph = at.paragraphs[0]
    paragraph.style = CELL
    run = paragraph.add_run(cell.text + cell.footnote)
    run.bold = head or cell.strong or (cell.scope == "rowgroup" and cell.colspan > 1)
    if cell.detail:
        run.add_break()
        paragraph.add_run(cell.detail).font.size = Pt(8)
    if cell.scope == "colgroup" or (head and cell.kind == "figure"):
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    elif cell.kind in ("figure", "mark"):
        across = cell.colspan > 1
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER if across else WD_ALIGN_PARAGRAPH.RIGHT
    at.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
    if head or (cell.scope == "rowgroup" and cell.colspan > 1):
        fill = _HEAD if head else _GROUP
        at._tc.get_or_add_tcPr().append(element("w:shd", val="clear", color="auto", fill=fill))
