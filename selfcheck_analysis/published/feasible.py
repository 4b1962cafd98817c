"""All tables that fit a group's blocks together: same persons, and conditions that open questions.

Given the numbers of first-year and of later persons, the questions that everyone answers are
independent of each other, so a split of the persons is possible when each of them has a table for
it. A conditional question is answered by at most those who gave the opening answer.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np

from selfcheck_analysis.published.blocks import Block, Group, Node, Span
from selfcheck_analysis.published.enumeration import (
    MOST_TABLES,
    Mask,
    Polygons,
    Tables,
    polygons,
    splits,
)
from selfcheck_analysis.published.rounding_windows import Integers
from selfcheck_analysis.terms import Tenure

MOST_SPLITS = 700_000
"""More ways to part a group in two than this are left to the integer programme."""

_MOST_KEPT = 128
"""Of the largest group that is enumerated these are 90 MB."""


class TooLarge(Exception):  # noqa: N818 - not a fault: the integer programme takes over
    """There are too many tables to lay out."""


@dataclass(frozen=True)
class BlockTables:
    """What fits one block together with all others of its group.

    Attributes
    ----------
    block : Block
    count : int
        How many tables there are.
    tables : Tables or None
        All of them; None where they are only counted (a headline rate of many persons).
    n_first, n_later, n_all : Span or None
        Answers given, smallest and largest over all tables; None where there is no table.
    """

    block: Block
    count: int
    tables: Tables | None
    n_first: Span | None
    n_later: Span | None
    n_all: Span | None


@dataclass(frozen=True)
class Feasible:
    """All tables of one group: the possible splits of its persons, and what fits every block.

    `of` maps every question to its `BlockTables`, laid out when they are asked for.
    """

    group: Group
    n_first: Integers
    n_later: Integers
    of: Mapping[str, BlockTables]

    @property
    def possible(self) -> bool:
        """True where everything printed can hold together."""
        return len(self.n_first) > 0

    def share_of_first(self) -> tuple[float, float]:
        """Return the smallest and largest share (0-1) of first-year persons."""
        share = self.n_first / (self.n_first + self.n_later)
        return float(share.min()), float(share.max())


def feasible(group: Group, allowed: Mask | None = None) -> Feasible:
    """Find every table that fits a group.

    Parameters
    ----------
    group : Group
    allowed : ndarray of bool, optional
        Which numbers of first-year (row) and later persons (column) are possible for reasons
        outside the group, such as sums over roles; without it all are.

    Returns
    -------
    Feasible
        With no split and no table where the print contradicts itself.

    Raises
    ------
    TooLarge
        The group is so large that the integer programme has to take over (`programme`).
    """
    n_first, n_later = possible_splits(group, allowed)
    return Feasible(group, n_first, n_later, _TablesOf(group, n_first, n_later))


def is_possible(group: Group) -> bool:
    """Tell whether everything printed of a group can hold together.

    Raises
    ------
    TooLarge
        As `feasible`.
    """
    if n_splits(group.headcount) > MOST_SPLITS:
        raise TooLarge
    fits = np.ones(n_splits(group.headcount), dtype=bool)
    for node in group.nodes:
        fits = fits & _fits_of_headcount(node, group.headcount)
        if not fits.any():
            return False
    return True


class _TablesOf(Mapping[str, BlockTables]):
    """What fits every question; only those asked for last are kept, for they may be large."""

    def __init__(self, group: Group, n_first: Integers, n_later: Integers) -> None:
        self._node_of = {b.key.question: node for node in group.nodes for b in node.walk()}
        self._splits = n_first, n_later
        self._solve = lru_cache(maxsize=2)(self._solved)

    def __getitem__(self, question: str) -> BlockTables:
        return self._solve(self._node_of[question])[question]

    def __iter__(self) -> Iterator[str]:
        return iter(self._node_of)

    def __len__(self) -> int:
        return len(self._node_of)

    def _solved(self, node: Node) -> dict[str, BlockTables]:
        return dict(_solved(node, *self._splits))


def n_splits(headcount: Span) -> int:
    """Count the ways to part each possible number of persons into the two tenures."""
    low, high = headcount
    return (high + 1) * (high + 2) // 2 - low * (low + 1) // 2


@lru_cache(maxsize=_MOST_KEPT)
def _fits_of_headcount(node: Node, headcount: Span) -> Mask:
    """As `_fits`, for all splits; kept, for the search for repairs asks again and again."""
    return _fits(node, *splits(headcount))


def possible_splits(group: Group, allowed: Mask | None = None) -> tuple[Integers, Integers]:
    """Return the splits of the group's persons for which every question has a table."""
    if n_splits(group.headcount) > MOST_SPLITS:
        raise TooLarge
    n_first, n_later = splits(group.headcount)
    if allowed is not None:
        inside = (n_first < allowed.shape[0]) & (n_later < allowed.shape[1])
        n_first, n_later = n_first[inside], n_later[inside]
        there = allowed[n_first, n_later]
        n_first, n_later = n_first[there], n_later[there]
    for node in group.nodes:
        fits = _fits(node, n_first, n_later)
        n_first, n_later = n_first[fits], n_later[fits]
    return n_first, n_later


def as_grid(n_first: Integers, n_later: Integers) -> Mask:
    """Return the splits as a table of truth values: first-year persons down, later ones across."""
    size = (int(n_first.max(initial=0)) + 1, int(n_later.max(initial=0)) + 1)
    grid = np.zeros(size, dtype=bool)
    grid[n_first, n_later] = True
    return grid


def _fits(node: Node, n_first: Integers, n_later: Integers) -> Mask:
    """Tell for every split whether the question and those that it opens have a table."""
    if node.own_base:
        return _room(_answered(node), n_first, n_later)
    found = polygons(node.block, n_first, n_later)
    if not node.children:
        return found.possible
    tables = _with_children(node, found)
    grid = as_grid(tables.n_first, tables.n_later)
    inside = (n_first < grid.shape[0]) & (n_later < grid.shape[1])
    fits = np.zeros(len(n_first), dtype=bool)
    fits[inside] = grid[n_first[inside], n_later[inside]]
    return fits


def _laid_out(found: Polygons) -> Tables:
    if found.count() > MOST_TABLES:
        raise TooLarge
    return found.tables()


def _with_children(node: Node, found: Polygons) -> Tables:
    """Lay out the tables of a question that leave room for every question that they open."""
    tables = _laid_out(found)
    for child in node.children:
        first, later = _opened(child, tables)
        tables = tables.where(_room(child, first, later))
    return tables


def _answered(node: Node) -> Node:
    """Return a question as those answer it who do."""
    return replace(node, own_base=False)


def _room(node: Node, most_first: Integers, most_later: Integers) -> Mask:
    """Tell where a question has a table with at most so many answers."""
    bases = _bases(node, _highest(most_first), _highest(most_later))
    room = np.logical_or.accumulate(np.logical_or.accumulate(bases, axis=0), axis=1)
    return np.asarray(room[most_first, most_later])


def _opened(child: Node, tables: Tables) -> tuple[Integers, Integers]:
    """Return how many persons of each tenure a conditional question may have been asked of."""
    if child.block.asked_if is None:
        raise ValueError(f"{child.block.key} stands below a question but has no condition")
    return tables.opened(child.block.asked_if.answer)


def _bases(node: Node, most_first: int, most_later: int) -> Mask:
    """Return which numbers of answers a conditional question can have, up to the most."""
    n_first, n_later = (
        values.ravel() for values in np.indices((most_first + 1, most_later + 1), dtype=np.int64)
    )
    return _fits(node, n_first, n_later).reshape(most_first + 1, most_later + 1)


def _solved(node: Node, n_first: Integers, n_later: Integers) -> Iterator[tuple[str, BlockTables]]:
    """Yield what fits a question, given the splits of those who answer it, then its children."""
    if node.own_base:
        yield from _solved(_answered(node), *_bases_within(_answered(node), n_first, n_later))
        return
    found = polygons(node.block, n_first, n_later)
    if not node.children:
        yield node.block.key.question, _summary(node.block, found)
        return
    tables = _with_children(node, found)
    yield node.block.key.question, _of_tables(node.block, tables)
    for child in node.children:
        first, later = _opened(child, tables)
        yield from _solved(child, *_bases_within(child, first, later))


def _bases_within(
    node: Node, most_first: Integers, most_later: Integers
) -> tuple[Integers, Integers]:
    """Return which numbers of answers a question can have, at most those of some table."""
    bases = _bases(node, _highest(most_first), _highest(most_later))
    n_first, n_later = np.nonzero(bases & _below(as_grid(most_first, most_later)))
    return n_first.astype(np.int64), n_later.astype(np.int64)


def _below(grid: Mask) -> Mask:
    """Return every place that has a true one at or beyond it in both directions."""
    turned = grid[::-1, ::-1]
    spread = np.logical_or.accumulate(np.logical_or.accumulate(turned, axis=0), axis=1)
    return np.asarray(spread[::-1, ::-1])


def _highest(values: Integers) -> int:
    return int(values.max(initial=0))


def _summary(block: Block, found: Polygons) -> BlockTables:
    """Lay a block's tables out where they are few, else count them."""
    count = found.count()
    if count <= MOST_TABLES:
        return _of_tables(block, found.tables())
    there = found.possible
    sizes = found.n_first[there], found.n_later[there]
    return BlockTables(block, count, None, *map(_span, (*sizes, sizes[0] + sizes[1])))


def _of_tables(block: Block, tables: Tables) -> BlockTables:
    spans = (_span(tables.counts(tenure)[1]) for tenure in Tenure)
    return BlockTables(block, len(tables), tables, *spans)


def _span(values: Integers) -> Span | None:
    return Span(int(values.min()), int(values.max())) if len(values) else None
