"""Every whole-number table that prints as one block, by enumeration over arrays.

A table says how many persons of each tenure answered, and how many of the answers are counted (yes;
of a headline rate, proper). For given numbers of persons the counts form a small polygon: each
count between two bounds, and their sum between two bounds.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from selfcheck_analysis.published.blocks import Block, BlockKey, Span
from selfcheck_analysis.published.rounding_windows import Integers, PrintedRow, count_bounds
from selfcheck_analysis.questionnaire import Answer
from selfcheck_analysis.terms import Tenure

Mask = NDArray[np.bool_]

MOST_TABLES = 3_000_000
"""More tables than this are not laid out (four whole numbers each); they are still counted."""


class FeasibleTable(NamedTuple):
    """Whole counts that print as published: answers in each tenure, and how many are counted."""

    n_first: int
    counted_first: int
    n_later: int
    counted_later: int


@dataclass(frozen=True)
class Tables:
    """Tables of one block as four arrays of one length: one place = one table.

    Answers given (`n_first`, `n_later`) and answers counted, in the unit of the block: persons for
    a question, answers for a headline rate.
    """

    n_first: Integers
    counted_first: Integers
    n_later: Integers
    counted_later: Integers

    def __len__(self) -> int:
        return len(self.n_first)

    def where(self, mask: Mask) -> Tables:
        """Return some of the tables."""
        return Tables(*(values[mask] for values in self.arrays()))

    def arrays(self) -> tuple[Integers, Integers, Integers, Integers]:
        """Return the four arrays in order."""
        return self.n_first, self.counted_first, self.n_later, self.counted_later

    def rows(self) -> list[FeasibleTable]:
        """Return the tables one by one, in ascending order of headcount and counts."""
        order = np.lexsort(
            (self.counted_later, self.counted_first, self.n_first, self.n_first + self.n_later)
        )
        return [FeasibleTable(*map(int, row)) for row in np.column_stack(self.arrays())[order]]

    def counts(self, tenure: Tenure) -> tuple[Integers, Integers]:
        """Return the counted answers and the answers of one tenure, or of all."""
        if tenure is Tenure.FIRST_YEAR:
            return self.counted_first, self.n_first
        if tenure is Tenure.SECOND_YEAR_PLUS:
            return self.counted_later, self.n_later
        return self.counted_first + self.counted_later, self.n_first + self.n_later

    def opened(self, answer: Answer) -> tuple[Integers, Integers]:
        """Return how many of each tenure gave an answer."""
        if answer is Answer.YES:
            return self.counted_first, self.counted_later
        return self.n_first - self.counted_first, self.n_later - self.counted_later


@dataclass(frozen=True)
class Polygons:
    """The bounds of the counts of one block, for many splits of its persons at once."""

    n_first: Integers
    n_later: Integers
    first: tuple[Integers, Integers]
    later: tuple[Integers, Integers]
    total: tuple[Integers, Integers]

    @property
    def possible(self) -> Mask:
        """For each split, whether there is a table."""
        low = np.maximum(self.first[0] + self.later[0], self.total[0])
        high = np.minimum(self.first[1] + self.later[1], self.total[1])
        some = (self.first[0] <= self.first[1]) & (self.later[0] <= self.later[1])
        return np.asarray(some & (low <= high))

    def lines(self) -> tuple[Integers, Integers, Integers, Integers]:
        """Return one place per split and counted_first: both, and the bounds of counted_later."""
        lowest = np.maximum(self.first[0], self.total[0] - self.later[1])
        highest = np.minimum(self.first[1], self.total[1] - self.later[0])
        width = np.where(self.possible, highest - lowest + 1, 0)
        split = np.repeat(np.arange(len(width)), width)
        counted = lowest[split] + _run(width)
        low = np.maximum(self.later[0][split], self.total[0][split] - counted)
        high = np.minimum(self.later[1][split], self.total[1][split] - counted)
        return split, counted, low, high

    def count(self) -> int:
        """Count the tables without laying them out.

        Pairs of a first and a later count are counted by their sum: those of at most the largest
        total less those below the smallest, each by inclusion and exclusion.
        """
        there = self.possible
        first, later = (high[there] - low[there] for low, high in (self.first, self.later))
        least = self.first[0][there] + self.later[0][there]

        def up_to(total: Integers) -> Integers:
            rest = total[there] - least
            return (
                _pairs(rest + 2)
                - _pairs(rest - first + 1)
                - _pairs(rest - later + 1)
                + _pairs(rest - first - later)
            )

        return int((up_to(self.total[1]) - up_to(self.total[0] - 1)).sum())

    def tables(self) -> Tables:
        """Lay all tables out."""
        split, counted, low, high = self.lines()
        width = np.maximum(high - low + 1, 0)
        line = np.repeat(np.arange(len(width)), width)
        return Tables(
            self.n_first[split[line]],
            counted[line],
            self.n_later[split[line]],
            low[line] + _run(width),
        )


def _pairs(of: Integers) -> Integers:
    """Return in how many ways two things are chosen of so many; of none or fewer in none."""
    some = np.maximum(of, 0)
    return some * (some - 1) // 2


def _run(width: Integers) -> Integers:
    """Count up from 0 within every stretch of the given widths."""
    return np.arange(width.sum()) - np.repeat(np.cumsum(width) - width, width)


def splits(headcount: Span) -> tuple[Integers, Integers]:
    """Return every way to part each possible number of persons into the two tenures."""
    people = np.arange(headcount.low, headcount.high + 1)
    n_first = _run(people + 1)
    return n_first, np.repeat(people, people + 1) - n_first


def polygons(block: Block, n_first: Integers, n_later: Integers) -> Polygons:
    """Return the counts that print as a block, for each split of the persons who answered.

    Parameters
    ----------
    block : Block
    n_first, n_later : ndarray of int
        Persons of each tenure. A tenure whose row is blank has nobody, one that is printed
        somebody; otherwise there is no count.
    """
    sizes = [n_first * block.questions, n_later * block.questions]
    sizes.append(sizes[0] + sizes[1])
    bounds = [
        _bounds(block, row, n, size, withheld)
        for row, n, size, withheld in zip(
            block.rows, sizes, block.sizes, block.withheld, strict=True
        )
    ]
    return Polygons(sizes[0], sizes[1], *bounds)


def _bounds(
    block: Block, row: PrintedRow | None, n: Integers, size: Span | None, withheld: bool
) -> tuple[Integers, Integers]:
    if row is None:
        return np.zeros_like(n), np.where(n == 0, 0, -1)
    low, high = count_bounds(n, row, block.precision)
    allowed = (n > 0) | withheld
    if size is not None:
        allowed &= (n >= size.low * block.questions) & (n <= size.high * block.questions)
    return low, np.where(allowed, high, -1)


def feasible_tables(
    first_year: PrintedRow | None,
    later: PrintedRow | None,
    everyone: PrintedRow,
    headcount: int | Iterable[int],
    questions: int = 1,
) -> list[FeasibleTable]:
    """Return every table of whole counts that prints as one published block, by enumeration.

    Parameters
    ----------
    first_year, later, everyone : PrintedRow
        The three rows of the block, in whole percents rounded half up. None for a tenure without a
        printed figure: nobody has it.
    headcount : int or iterable of int
        Persons asked, or the headcounts that are possible.
    questions : int
        Questions that everyone answered and that the percent was taken over; the counts of the
        tables are then answers, not persons.

    Returns
    -------
    list of FeasibleTable
        In ascending order of headcount and counts; empty where the print contradicts itself.

    Examples
    --------
    >>> feasible_tables(PrintedRow(50), PrintedRow(100), PrintedRow(67), 3)
    [FeasibleTable(n_first=2, counted_first=1, n_later=1, counted_later=1)]
    """
    rows = (first_year, later, everyone)
    block = Block(BlockKey("", 0, "", ""), rows, questions=questions)
    people = [headcount] if isinstance(headcount, int) else sorted(set(headcount))
    return [
        table
        for number in people
        for table in polygons(block, *splits(Span(number, number))).tables().rows()
    ]
