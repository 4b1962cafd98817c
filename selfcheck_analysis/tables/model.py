"""A printed table: cells with their roles, as HTML and as plain text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Literal

from selfcheck_analysis.display import HtmlBlock
from selfcheck_analysis.templating import render

Kind = Literal["text", "prose", "figure", "mark", "code"]
Scope = Literal["", "row", "rowgroup", "col", "colgroup"]


@dataclass(frozen=True)
class Cell:
    """One cell.

    Parameters
    ----------
    text : str
    kind : {"text", "prose", "figure", "mark", "code"}
        Prose wants room and wraps; figures stand right; a mark stands for a figure that is not
        there; code may break anywhere.
    scope : str
        What a header cell heads; empty for a data cell.
    footnote : str
        A mark behind the text.
    reason : str
        What a mark, or a footnote, says.
    notes : sequence of (str, str)
        Further words in the text to explain, each with what it means.
    detail : str
        A smaller second line.
    strong : bool
        Set in bold.
    """

    text: str
    kind: Kind = "text"
    scope: Scope = ""
    footnote: str = ""
    reason: str = ""
    detail: str = ""
    strong: bool = False
    notes: Sequence[tuple[str, str]] = ()
    rowspan: int = 1
    colspan: int = 1

    def read(self) -> str:
        """Return the cell in one line."""
        return f"{self.text}{self.footnote} {self.detail}".strip()


Row = Sequence[Cell]


@dataclass(frozen=True)
class Table:
    """Header rows, groups of body rows, and totals under a caption.

    `opening` sentences stand above the caption; `columns` are the spans of the column groups that
    `scope="colgroup"` cells head; `notes` stand above the marks' reasons, `footnotes` below the
    table; a `wide` table is printed on a sheet turned sideways.
    """

    caption: str
    head: Sequence[Row]
    bodies: Sequence[Sequence[Row]]
    foot: Sequence[Row] = ()
    columns: Sequence[int] = ()
    notes: Sequence[str] = field(default=())
    opening: Sequence[str] = ()
    footnotes: Sequence[str] = ()
    wide: bool = False

    def block(self, language: str) -> HtmlBlock:
        """Return the table as a display block."""
        return HtmlBlock(html=self.html(language), plain=self.plain(language), table=self)

    def html(self, language: str) -> str:
        """Return the table as HTML, with everything escaped."""
        return render("table.html.j2", table=self, marks=self.marks(language))

    def all_notes(self, language: str) -> list[str]:
        """Return the notes, then the reason of every mark that occurs."""
        return [*self.notes, *self.marks(language)]

    def marks(self, language: str) -> list[str]:
        """Return the reason of every mark that occurs, like beside like."""
        colon = "：" if language == "ja" else ": "
        rows = [row for body in (*self.bodies, self.foot) for row in body]
        cells = [cell for row in rows for cell in row]
        marks = {(cell.footnote or cell.text, cell.reason) for cell in cells if cell.reason}
        reasons = sorted(marks | {note for cell in cells for note in cell.notes})
        return [f"{text}{colon}{reason}" for text, reason in reasons]

    def plain(self, language: str) -> str:
        """Return the table as lines of text."""
        rows = grid([*self.head, *(row for body in self.bodies for row in body), *self.foot])
        # A cell that spans columns is read once; one that spans rows belongs to each of them.
        read = [[next(cells).read() for _, cells in groupby(row, key=id)] for row in rows]
        lines = [" | ".join(texts) for texts in read]
        above = [*self.opening, self.caption, *self.all_notes(language)]
        return "\n".join([*above, *lines, *self.footnotes])


def grid(rows: Sequence[Row]) -> list[list[Cell]]:
    """Lay cells out on a grid, each repeated over the rows and columns it spans.

    Examples
    --------
    >>> wide, tall = Cell("w", colspan=2), Cell("t", rowspan=2)
    >>> [[c.text for c in r] for r in grid([[tall, wide], [Cell("a"), Cell("b")]])]
    [['t', 'w', 'w'], ['t', 'a', 'b']]
    """
    laid: list[dict[int, Cell]] = [{} for _ in rows]
    for number, row in enumerate(rows):
        column = 0
        for cell in row:
            while column in laid[number]:
                column += 1
            for line in laid[number : number + cell.rowspan]:
                line.update(dict.fromkeys(range(column, column + cell.colspan), cell))
    return [[line[column] for column in sorted(line)] for line in laid]
