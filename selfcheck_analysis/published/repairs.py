"""The smallest sets of printed figures whose change would make a print possible.

Every such set has a figure in common with every contradiction. So one contradiction is looked for
(figures that cannot hold together, but could if any one of them were different), each of its
figures is taken back in turn, and so on with what then still contradicts itself.

References
----------
Reiter, R. (1987). A theory of diagnosis from first principles. Artificial Intelligence 32, 57-95.
doi:10.1016/0004-3702(87)90062-2
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from selfcheck_analysis.published.blocks import (
    Block,
    Group,
    Node,
    Printed,
    PrintedCell,
    PrintedHeadcount,
    Span,
)
from selfcheck_analysis.published.enumeration import Tables
from selfcheck_analysis.published.feasible import (
    Feasible,
    TooLarge,
    feasible,
    is_possible,
    n_splits,
)
from selfcheck_analysis.published.programme import PrintProgramme
from selfcheck_analysis.published.rounding_windows import Integers, printed_units
from selfcheck_analysis.questionnaire import Answer

MOST_WORK = 100_000_000
"""Sets of figures that are tried at a time, times the splits of the group: some ten seconds."""

MOST_CHANGED = 3
"""Larger sets are not looked for: so many wrong figures name no candidate any more."""


@dataclass(frozen=True)
class Repair:
    """One smallest set of figures, and between which values each would fit.

    `fits` maps every figure to its smallest and largest possible value: percents in units of their
    last decimal, a headcount in persons. It is empty where the tables are too many to lay out.
    """

    figures: tuple[Printed, ...]
    fits: Mapping[Printed, Span]


def smallest_repairs(group: Group, most: int = MOST_CHANGED) -> list[Repair]:
    """Return all smallest sets of figures that would have to be different.

    Parameters
    ----------
    group : Group
        Whose print contradicts itself.
    most : int
        Figures in a set, at most.

    Returns
    -------
    list of Repair
        All of the same size, candidates every one of them: which figure is the wrong one cannot be
        told from the print. Empty where nothing contradicts itself, where it takes more, and where
        there are too many sets to try.
    """
    order = {figure: place for place, figure in enumerate(group.figures)}
    taken_back: set[frozenset[Printed]] = {frozenset()}
    if holds_together(group):
        return []
    for _ in range(most):
        tried = {
            figures | {figure}
            for figures in taken_back
            for figure in contradiction(group.without(figures))
        }
        if len(tried) * n_splits(group.headcount) > MOST_WORK:
            return []
        found = {figures for figures in tried if holds_together(group.without(figures))}
        if found:
            sets = (tuple(sorted(figures, key=order.__getitem__)) for figures in found)
            ordered = sorted(sets, key=lambda figures: [order[figure] for figure in figures])
            return [Repair(figures, _values(group, figures)) for figures in ordered]
        taken_back = tried
    return []


def contradiction(group: Group) -> list[Printed]:
    """Return figures that cannot hold together, none of which can be left out.

    Empty where everything printed can hold together, and where no figure is to blame: blank rows
    and printed numbers of answers are taken for right.
    """
    if holds_together(group) or not holds_together(group.without(group.figures)):
        return []
    group = group.only(_conflicting(group))
    left_out: list[Printed] = []
    for figure in group.figures:
        if not holds_together(group.without([*left_out, figure])):
            left_out.append(figure)
    return [figure for figure in group.figures if figure not in left_out]


def _conflicting(group: Group) -> list[Node]:
    """Return questions that cannot hold together, none of which can be left out."""
    needed = list(group.nodes)
    for node in group.nodes:
        rest = [other for other in needed if other is not node]
        if not holds_together(group.only(rest)):
            needed = rest
    return needed


def holds_together(group: Group) -> bool:
    """Tell whether everything printed of a group can be true, however large the group is."""
    try:
        return is_possible(group)
    except TooLarge:
        return PrintProgramme([group]).possible


def _values(group: Group, figures: tuple[Printed, ...]) -> dict[Printed, Span]:
    """Return between which values every figure of a repair would fit."""
    try:
        found = feasible(group.without(figures))
    except TooLarge:
        return {}
    values = {}
    for figure in figures:
        span = (
            _headcounts(found) if isinstance(figure, PrintedHeadcount) else _prints(found, figure)
        )
        if span is not None:
            values[figure] = span
    return values


def _headcounts(found: Feasible) -> Span:
    people = found.n_first + found.n_later
    return Span(int(people.min()), int(people.max()))


def _prints(found: Feasible, figure: PrintedCell) -> Span | None:
    """Return the smallest and largest percent that a cell prints over all tables."""
    of_block = found.of[figure.block.question]
    if of_block.tables is None:
        return None
    units = _units(of_block.block, of_block.tables, figure)
    return Span(int(units.min()), int(units.max()))


def _units(block: Block, tables: Tables, figure: PrintedCell) -> Integers:
    counted, n = tables.counts(figure.tenure)
    share = counted if figure.answer is Answer.YES else n - counted
    return printed_units(share, n, block.precision)
