"""The sheet of cells that every kind of file becomes, and its rows in blocks of columns.

Cells are text. A block holds some of a sheet's rows column by column, each column as its
different words and, for every row, which of them it holds: what a word means is looked up
once, however many persons gave it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import islice

import numpy as np
from numpy.typing import NDArray

from selfcheck_analysis.responses.vocabulary import comparable

Row = tuple[int, tuple[str, ...]]
"""The number by which Excel shows a row (from 1), and its cells."""

BLOCK_ROWS = 1_000
"""Rows that are turned into columns together where they come one by one."""


@dataclass(frozen=True, eq=False)
class Column:
    """One column of a block: its different words, and for each row the position of its word."""

    words: Sequence[str]
    index: NDArray[np.int32]

    @classmethod
    def of(cls, cells: Iterable[str]) -> Column:
        """Gather the words of a column, given cell by cell."""
        positions: dict[str, int] = {}
        index = [positions.setdefault(cell, len(positions)) for cell in cells]
        return cls(list(positions), np.array(index, dtype=np.int32))

    def look_up(self, meaning: Callable[[str], int], dtype: type[np.generic]) -> NDArray:  # type: ignore[type-arg]
        """Return for each row what its word means."""
        meanings = np.array([meaning(word) for word in self.words], dtype=dtype)
        return meanings[self.index] if len(meanings) else np.zeros(0, dtype)


@dataclass(frozen=True, eq=False)
class Block:
    """Some rows of a sheet.

    Attributes
    ----------
    numbers : ndarray of int
        The numbers of the rows, as Excel shows them.
    too_long : ndarray of bool
        Rows with more cells than the header has, unless all of them are blank.
    surplus : ndarray of bool
        Rows of which something stands beyond the header's last cell.
    column : callable
        Position (from 0) to `Column`, made once; cells that a row lacks are empty.
    """

    numbers: NDArray[np.int64]
    too_long: NDArray[np.bool_]
    surplus: NDArray[np.bool_]
    column: Callable[[int], Column]

    def __len__(self) -> int:
        return len(self.numbers)


@dataclass(frozen=True, eq=False)
class Sheet:
    """The cells of one sheet as text; `name` is empty for a file without sheets.

    `hidden` sheets are those that Excel does not show. `transposed` sheets had their rows and
    columns exchanged: numbers are those of columns.
    """

    name: str
    source: Iterable[Row]
    hidden: bool = False
    transposed: bool = False

    @cached_property
    def rows(self) -> tuple[Row, ...]:
        """All rows."""
        return tuple(self.source)

    def first(self, count: int) -> tuple[Row, ...]:
        """Return the first rows, `count` at most."""
        return tuple(islice(self.source, count))

    def below(self, number: int) -> Sheet:
        """Return the sheet from row `number` on, as a sheet of its own; rows keep their numbers."""
        return Sheet(self.name, _From(self.source, number), self.hidden, self.transposed)

    def blocks(self, after: int, width: int) -> Iterator[Block]:
        """Yield the rows below row number `after` under a header of `width` cells."""
        rows = (row for row in self.source if row[0] > after)
        yield from in_blocks(rows, width)

    def count(self) -> int:
        """Count the rows that hold anything at all."""
        return sum(holds_anything(cells) for _, cells in self.source)


def holds_anything(cells: Iterable[str]) -> bool:
    """Tell whether any cell shows anything; spaces and unseen characters do not."""
    return any(bool(cell) and not cell.isspace() and bool(comparable(cell)) for cell in cells)


@dataclass(frozen=True, eq=False)
class _From:
    """The rows of a sheet from one on."""

    source: Iterable[Row]
    number: int

    def __iter__(self) -> Iterator[Row]:
        return (row for row in self.source if row[0] >= self.number)


def in_blocks(rows: Iterator[Row], width: int) -> Iterator[Block]:
    """Yield rows in blocks."""
    while some := list(islice(rows, BLOCK_ROWS)):
        yield _block(some, width)


def _block(rows: list[Row], width: int) -> Block:
    surplus = [len(cells) > width and holds_anything(cells[width:]) for _, cells in rows]
    too_long = [len(cells) > width and holds_anything(cells) for _, cells in rows]
    padding = ("",) * width
    full = [cells if len(cells) >= width else (*cells, *padding)[:width] for _, cells in rows]
    columns = list(zip(*full, strict=False))  # as wide as the narrowest, which is the header
    return Block(
        numbers=np.array([number for number, _ in rows], dtype=np.int64),
        too_long=np.array(too_long, dtype=bool),
        surplus=np.array(surplus, dtype=bool),
        column=cache(lambda position: Column.of(columns[position])),
    )


def transpose(sheet: Sheet) -> Sheet:
    """Exchange rows and columns: the rows of the result are numbered as the columns were."""
    width = max((len(cells) for _, cells in sheet.rows), default=0)
    full = [(*cells, *("",) * (width - len(cells))) for _, cells in sheet.rows]
    numbered = tuple(enumerate(zip(*full, strict=True), start=1))
    return Sheet(sheet.name, numbered, sheet.hidden, transposed=not sheet.transposed)
