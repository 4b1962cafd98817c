"""An outsider who writes down every table of counts that fits the print, and so misses nothing.

Nothing of the package is used. Known are the forms, every base (of a conditional question: that
everybody who was asked answered, not how many were; or, where anybody may have answered, how many
people there are), what is printed, and how figures are rounded.
Means are compared in whole numbers: a rate is a numerator over one common denominator.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from math import lcm

import numpy as np

MOST_TABLES = 200_000
"""More tables than this are not written down."""

Group = tuple[int, str, str, str]
"""(year, question, role, tenure): undivided, so that its proper answers are one number."""

ANSWERS_TO = "answers to "
"""Begins the question of a column that counts all answers, where nobody knows how many they are."""


MOST_COMMON = 20_000_000
"""200 x (4 x this)^2 is still a whole number of 63 bits; four questions are the most."""


class TooManyTablesError(Exception):
    """There are more tables than are written down."""


@dataclass(frozen=True)
class Follows:
    """A question that was asked of those who answered `question` properly, or improperly."""

    question: str
    proper: bool


@dataclass(frozen=True)
class Cell:
    """A printed count of proper answers, from `low` to `high`, and of how many answers."""

    groups: tuple[Group, ...]
    low: int
    high: int
    given: int


@dataclass(frozen=True)
class Mean:
    """A mean over questions: the groups that answered each, macro or pooled over all answers."""

    questions: tuple[tuple[Group, ...], ...]
    pooled: bool

    @property
    def groups(self) -> tuple[Group, ...]:
        """All groups behind it."""
        return tuple(group for groups in self.questions for group in groups)


@dataclass(frozen=True)
class Headline:
    """A mean printed as a whole percent."""

    mean: Mean
    percent: int

    @property
    def groups(self) -> tuple[Group, ...]:
        """All groups behind it."""
        return self.mean.groups


@dataclass(frozen=True)
class Difference:
    """The second mean less the first in whole points; the interval has it in its middle."""

    means: tuple[Mean, Mean]
    points: int
    interval: tuple[int, int] | None

    @property
    def groups(self) -> tuple[Group, ...]:
        """All groups behind it."""
        return tuple(group for mean in self.means for group in mean.groups)


@dataclass(frozen=True)
class Print:
    """All that is known.

    Attributes
    ----------
    bases : mapping of Group to int
        How many answered the questions that everybody is asked.
    follows : mapping of (year, question) to Follows
        The conditional questions.
    groups : tuple of Group
        All of them, a conditional question's after those of its condition.
    said : tuple of Cell, Headline and Difference
    anybody : mapping of Group to int
        The people of those who may have answered a conditional question whether asked it or not.
    """

    bases: Mapping[Group, int]
    follows: Mapping[tuple[int, str], Follows]
    groups: tuple[Group, ...]
    said: tuple[Cell | Headline | Difference, ...]
    anybody: Mapping[Group, int] = field(default_factory=dict)

    def condition(self, group: Group) -> Group | None:
        """Return the same people and the question that a conditional one follows."""
        follows = None if group in self.anybody else self.follows.get(group[:2])
        return follows and (group[0], follows.question, *group[2:])

    @cached_property
    def common(self) -> int:
        """The least number that every possible number of answers to a question divides."""
        numbers = {1}
        for groups in {q for said in self.said for mean in _means(said) for q in mean.questions}:
            most = sum(self.most(group) for group in groups)
            known = all(group in self.bases for group in groups)
            numbers |= {most} if known else set(range(1, most + 1))
        common = lcm(*(numbers - {0}))
        if common > MOST_COMMON:
            raise TooManyTablesError
        return common

    def most(self, group: Group) -> int:
        """Return how many can have answered."""
        return self.anybody.get(group, self.bases.get(self.condition(group) or group, 0))


def _answers(group: Group) -> Group:
    """Name the number of answers where it is a column of its own."""
    return (group[0], f"{ANSWERS_TO}{group[1]}", *group[2:])


class Tables:
    """All tables over some groups: one row a table, one column a group."""

    def __init__(self, print_: Print, groups: Sequence[Group], counts: np.ndarray) -> None:
        self.print, self.groups, self.counts = print_, list(groups), counts

    def column(self, group: Group) -> np.ndarray:
        """Return the proper answers of a group."""
        return self.counts[:, self.groups.index(group)]

    def given(self, group: Group) -> np.ndarray:
        """Return how many answered."""
        if group in self.print.anybody:
            return self.column(_answers(group))
        condition = self.print.condition(group)
        if condition is None:
            return np.full(len(self.counts), self.print.bases[group])
        proper = self.column(condition)
        asked_of_proper = self.print.follows[group[:2]].proper
        return proper if asked_of_proper else self.print.bases[condition] - proper

    def proper(self, groups: Iterable[Group]) -> np.ndarray:
        """Return the proper answers of some groups together."""
        return sum((self.column(group) for group in groups), np.zeros(len(self.counts), int))

    def with_group(self, group: Group) -> Tables:
        """Write every number of proper answers of one more group beside every table."""
        if group not in self.print.anybody:
            return self._with_column(group, self.given(group))
        people = np.full(len(self.counts), self.print.anybody[group])
        tables = self._with_column(_answers(group), people)
        return tables._with_column(group, tables.given(group))

    def _with_column(self, group: Group, most: np.ndarray) -> Tables:
        times = most + 1
        if times.sum() > MOST_TABLES:
            raise TooManyTablesError
        ends = np.cumsum(times)
        new = np.arange(ends[-1] if len(ends) else 0) - np.repeat(ends - times, times)
        old = np.repeat(self.counts, times, axis=0)
        return Tables(self.print, [*self.groups, group], np.column_stack([old, new]))

    def beside(self, other: Tables) -> Tables:
        """Write every table of another kind beside every table."""
        n, m = len(self.counts), len(other.counts)
        if n * m > MOST_TABLES:
            raise TooManyTablesError
        both = [np.repeat(self.counts, m, axis=0), np.tile(other.counts, (n, 1))]
        return Tables(self.print, [*self.groups, *other.groups], np.hstack(both))

    def fitting(self, said: Cell | Headline | Difference) -> Tables:
        """Strike out the tables that would have been printed otherwise."""
        if isinstance(said, Cell):
            kept = self._fits_cell(said)
        elif isinstance(said, Headline):
            kept = self._fits_headline(said)
        else:
            kept = self._fits_difference(said)
        return Tables(self.print, self.groups, self.counts[kept])

    def _fits_cell(self, cell: Cell) -> np.ndarray:
        proper = self.proper(cell.groups)
        given = sum(self.given(group) for group in cell.groups)
        return (proper >= cell.low) & (proper <= cell.high) & (given == cell.given)

    def _fits_headline(self, headline: Headline) -> np.ndarray:
        numerator, denominator = self.fraction(headline.mean)
        printed = (200 * numerator + denominator) // np.maximum(2 * denominator, 1)
        return (denominator > 0) & (printed == headline.percent)

    def _fits_difference(self, said: Difference) -> np.ndarray:
        (a, b), (c, d) = (self.fraction(mean) for mean in said.means)
        numerator, denominator = c * b - a * d, b * d
        size = (200 * abs(numerator) + denominator) // np.maximum(2 * denominator, 1)
        fits = (denominator > 0) & (np.sign(numerator) * size == said.points)
        if said.interval is not None:
            # twice the middle, in points, is the sum of the ends; both were rounded
            off = abs(200 * numerator - sum(said.interval) * denominator)
            fits &= off <= denominator
        return fits

    def fraction(self, mean: Mean) -> tuple[np.ndarray, np.ndarray]:
        """Return a mean as numerator and denominator; of nothing it is 0 over 0."""
        common = self.print.common
        numerator = np.zeros(len(self.counts), int)
        denominator = np.zeros(len(self.counts), int)
        for groups in mean.questions:
            proper = self.proper(groups)
            given = sum((self.given(group) for group in groups), np.zeros_like(proper))
            if mean.pooled:
                numerator, denominator = numerator + proper, denominator + given
            else:
                assert not np.any(common % np.maximum(given, 1))
                numerator = numerator + proper * (common // np.maximum(given, 1)) * (given > 0)
                denominator = denominator + common * (given > 0)
        return numerator, denominator


def every_table(print_: Print) -> list[Tables]:
    """Return all tables that fit the print, apart what nothing printed ties together.

    Raises
    ------
    TooManyTablesError
        There are too many to write down.
    """
    wholes = [_tables_of(print_, groups) for groups in _questions_apart(print_)]
    for said in sorted(print_.said, key=lambda said: len(said.groups)):
        if isinstance(said, Cell):
            continue
        tied = [w for w in wholes if set(said.groups) & set(w.groups)]
        wholes = [w for w in wholes if w not in tied]
        tied.sort(key=lambda whole: len(whole.counts))
        joined = tied[0]
        for other in tied[1:]:
            joined = joined.beside(other)
        wholes.append(joined.fitting(said))
    return wholes


def possible_values(wholes: Sequence[Tables], groups: Sequence[Group]) -> set[int]:
    """Return every value that the proper answers of some groups together can have."""
    values = {0}
    for whole in wholes:
        own = [group for group in groups if group in whole.groups]
        if own:
            found = {int(value) for value in np.unique(whole.proper(own))}
            values = {one + other for one in values for other in found}
    return values


def _means(said: Cell | Headline | Difference) -> tuple[Mean, ...]:
    if isinstance(said, Cell):
        return ()
    return (said.mean,) if isinstance(said, Headline) else said.means


def _questions_apart(print_: Print) -> list[list[Group]]:
    """Return the groups by year and question, a conditional one together with its condition."""
    apart: dict[tuple[int, str], list[Group]] = {}
    for group in print_.groups:
        top = group
        while top[:2] in print_.follows and not _apart(print_, top):
            top = (top[0], print_.follows[top[:2]].question, *top[2:])
        apart.setdefault(top[:2], []).append(group)
    return list(apart.values())


def _apart(print_: Print, group: Group) -> bool:
    """Tell whether nothing ties any group's answers to a question to those to its condition."""
    return all(other in print_.anybody for other in print_.groups if other[:2] == group[:2])


def _tables_of(print_: Print, groups: Sequence[Group]) -> Tables:
    """Write down the tables of one question, striking out as soon as a cell can be checked."""
    tables = Tables(print_, [], np.zeros((1, 0), dtype=np.int64))
    cells = [s for s in print_.said if isinstance(s, Cell) and set(s.groups) <= set(groups)]
    waiting = sorted(cells, key=lambda cell: len(cell.groups))
    for group in groups:
        tables = tables.with_group(group)
        ready = [cell for cell in waiting if set(cell.groups) <= set(tables.groups)]
        for cell in ready:
            tables = tables.fitting(cell)
            waiting.remove(cell)
    return tables
