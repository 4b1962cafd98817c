"""How wide the columns of a printed table are: figures stay whole, words and prose may wrap."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from unicodedata import east_asian_width

from selfcheck_analysis.tables.model import Cell, Table, grid

_NARROWEST, _WHOLE, _WIDEST_HEAD, _WIDEST_WORDS, _WIDEST_PROSE = 5, 12, 14, 24, 44
"""Of any column, of words that are not broken, of a head over columns, of words, and of prose."""

_BREAKABLE = ("prose", "text", "code")


@dataclass(frozen=True)
class Column:
    """The width that a column asks for, in half-width characters, and whether it may be less."""

    width: int
    breakable: bool


def text_width(text: str) -> int:
    """Return the width of the longest line of a text in half-width characters.

    Examples
    --------
    >>> text_width("端末ID"), text_width("a" + chr(10) + "端末")
    (6, 4)
    """
    return max(sum(2 if east_asian_width(c) in "WFA" else 1 for c in x) for x in text.split("\n"))


def columns_of(table: Table) -> list[Column]:
    """Return what every column of a table asks for; of cells that span several, heads count."""
    rows = grid([*table.head, *(row for body in table.bodies for row in body), *table.foot])
    columns = [_column(cells) for cells in zip(*rows, strict=True)]
    for cells in rows[: len(table.head)]:
        for at, cell in enumerate(cells):
            if cell.colspan > 1 and (at == 0 or cells[at - 1] is not cell):
                spanned = slice(at, at + cell.colspan)
                columns[spanned] = _widened(columns[spanned], cell)
    return columns


def shared_out(columns: Sequence[Column], total: float, unit: float) -> list[float]:
    """Divide `total` among columns.

    What may not be broken keeps its width, as long as the others are left a third of theirs. What
    is over is shared by the others in proportion; where something lacks, wide ones give more.

    Parameters
    ----------
    columns : sequence of Column
    total : float
    unit : float
        The width of a half-width character, in the unit of `total`.

    Examples
    --------
    >>> shared_out([Column(10, False), Column(30, True), Column(10, True)], 90, unit=1)
    [10.0, 60.0, 20.0]
    >>> shared_out([Column(10, False), Column(36, True), Column(9, True)], 40, unit=1)
    [10.0, 20.0, 10.0]
    >>> shared_out([Column(45, False), Column(55, True)], 60, unit=1)
    [27.0, 33.0]
    """
    wanted = [column.width * unit for column in columns]
    whole = sum(w for w, column in zip(wanted, columns, strict=True) if not column.breakable)
    wrapping, left = sum(wanted) - whole, total - whole
    if not wrapping or left < wrapping / 3:
        return [total * width / sum(wanted) for width in wanted]
    power = 1 if left >= wrapping else 0.5
    weights = [c.width**power if c.breakable else 0 for c in columns]
    return [
        left * weight / sum(weights) if column.breakable else float(width)
        for width, weight, column in zip(wanted, weights, columns, strict=True)
    ]


def _column(cells: Sequence[Cell]) -> Column:
    alone = [cell for cell in cells if cell.colspan == 1]
    width = max([_NARROWEST, *map(_wanted, alone)])
    wraps = any(cell.kind in _BREAKABLE for cell in alone) and width > _WHOLE
    return Column(width, breakable=wraps)


def _widened(columns: Sequence[Column], over: Cell) -> list[Column]:
    """Make columns wide enough together for the head over them."""
    lacking = min(text_width(over.text), _WIDEST_HEAD) - sum(column.width for column in columns)
    more = max(0, -(-lacking // len(columns)))
    return [replace(column, width=column.width + more) for column in columns]


def _wanted(cell: Cell) -> int:
    """Return the width that a cell asks for; a head over figures wraps like words."""
    widest = max(text_width(cell.text + cell.footnote), text_width(cell.detail))
    if cell.kind == "prose":
        return min(widest, _WIDEST_PROSE)
    if cell.kind in _BREAKABLE:
        return min(widest, _WIDEST_WORDS)
    return min(widest, _WHOLE) if cell.scope else widest
