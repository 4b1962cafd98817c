"""Headline rates and their comparisons as statements: means over the questions of a group.

A headline tells, within the rounding of a whole percent, what the questions behind it come to
together. A conditional question weighs by how many were asked it, which is unknown: for every
number there is a column that is 1 if it is the one, so that the mean stays linear.

In a mean over many questions, the conditional ones and their conditions are bounded apart from
the rest, which would take long to solve together: for the rest they are taken to be known, which is
more than anybody can know; for them the rest is one count for every base, free within its bounds.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from math import inf

from selfcheck_analysis.disclosure.attack.knowledge import OPEN, Form, Row, weighted
from selfcheck_analysis.disclosure.attack.statements import Statement
from selfcheck_analysis.disclosure.cells import TENURE_SHARE, Cell, CellKey
from selfcheck_analysis.disclosure.unknowns import Group, OfGroups, Unknowns
from selfcheck_analysis.rounding import change_points, percent_of
from selfcheck_analysis.terms import Tenure

MOST_TOGETHER = 25
"""Means over more questions than this are taken apart."""

HEADLINE_TIMES = 10
"""How many times more a headline is worth than one question of the group."""

MEANS_SHARE = 0.25
"""What is lost of a comparison of headlines when the two means are left out, as a share of it."""


@dataclass(frozen=True)
class Asked(OfGroups):
    """One question behind a headline, with the undivided groups that were asked it.

    Attributes
    ----------
    linked : bool
        Whether it is conditional, or the condition of another.
    reach : tuple of int
        The fewest and most proper answers by what is shown of it at the finest.
    groups : tuple of Group
    most : int
        The largest number that can have been asked a conditional question.
    condition : Cell or None
        The cell of the condition, where it tells how many were asked.
    """

    linked: bool
    reach: tuple[int, int]
    groups: tuple[Group, ...]
    most: int = 0
    condition: Cell | None = None

    @property
    def counted(self) -> bool:
        """Whether it is known how many answered."""
        return not self.groups[0].conditional or self.condition is not None


@dataclass
class Part:
    """Questions that are bounded together: `total` over `known` + `number` of rates."""

    total: dict[int, float] = field(default_factory=dict)
    number: dict[int, float] = field(default_factory=dict)
    known: int = 0
    rows: list[Row] = field(default_factory=list)
    asked: list[Asked] = field(default_factory=list)

    def add(self, asked: Asked, unknowns: Unknowns, pooled: bool) -> None:
        """Add the rate (or the answers) of one question."""
        self.asked.append(asked)
        proper = unknowns.proper(asked.groups)
        if asked.condition is not None:
            told = unknowns.proper(asked.condition.groups)
            self.rows.append(Row.of(told, asked.condition.x, asked.condition.x))
        if asked.counted and asked.n:
            self.total |= dict.fromkeys(proper, 100.0 if pooled else 100.0 / asked.n)
            self.known += asked.n if pooled else 1
        elif not asked.counted and pooled:
            self.total |= dict.fromkeys(proper, 100.0)
            self.number |= unknowns.given(asked.groups)[0]
        elif not asked.counted:
            rate, nobody, rows = _rate_of_unknown(asked, unknowns)
            self.total |= rate
            self.number[nobody] = -1.0
            self.known += 1
            self.rows += rows

    def true(self, unknowns: Unknowns) -> tuple[float, float]:
        """Return the true total and the true number of rates."""
        return unknowns.value(self.total), self.known + unknowns.value(self.number)


@dataclass(frozen=True)
class Mean:
    """A mean in percent: the totals of its parts over their numbers of rates (or of answers)."""

    parts: tuple[Part, ...]
    pooled: bool

    @property
    def known(self) -> int:
        """How many rates (or answers) are known to count."""
        return sum(part.known for part in self.parts)

    def printed_as(self, percent: int, unknowns: Unknowns) -> tuple[Row, ...]:
        """Return what is known when the mean is printed as a whole percent."""
        rows: list[Row] = []
        for part in self.parts:
            rows += part.rows
            rest = [other for other in self.parts if other is not part]
            total, told, known = dict(part.total), 0.0, float(part.known)
            for other in rest:
                true, number = other.true(unknowns)
                known += number
                if _linked(other):
                    told += true
                else:
                    total |= _by_base(other, unknowns, self.pooled)
            at_least = weighted((1, total), (-(percent - 0.5), part.number))
            below = weighted((1, total), (-(percent + 0.5), part.number))
            lowest, highest = ((percent + half) * known - told for half in (-0.5, 0.5))
            room = unknowns.value(at_least) - lowest, highest - unknowns.value(below)
            rows.append(Row.of(at_least, lowest + _inside(room[0]), inf))
            rows.append(Row.of(below, -inf, highest - _inside(room[1])))
        return tuple(rows)


def _inside(room: float) -> float:
    """Return how far inside a bound is kept: never beyond what is true."""
    return max(0.0, min(OPEN, room / 2))


def _by_base(part: Part, unknowns: Unknowns, pooled: bool) -> dict[int, float]:
    """Return the total of a part with one unknown for all its questions of the same base."""
    reach: dict[int, list[tuple[int, int, int]]] = {}
    for asked in part.asked:
        if asked.n:
            reach.setdefault(asked.n, []).append((*asked.reach, asked.x))
    total = {}
    first = part.asked[0].groups[0]
    who = "+".join(f"{group.role}/{group.tenure}" for group in part.asked[0].groups)
    what = "+".join(asked.groups[0].question for asked in part.asked)
    for n, of_base in reach.items():
        fewest, most, true = (sum(values) for values in zip(*of_base, strict=True))
        name = ("together", first.year, what, who, n)
        column = unknowns.add(name, most, true)
        unknowns.facts.append(Row.of({column: 1}, fewest, most))
        total[column] = 100.0 if pooled else 100.0 / n
    return total


def mean_of(questions: Sequence[Asked], unknowns: Unknowns, kind: str) -> Mean | None:
    """Return the mean over some questions; None where nobody can have answered any.

    Parameters
    ----------
    questions : sequence of Asked
    unknowns : Unknowns
        Gets the columns that single out how many were asked a conditional question.
    kind : {"macro", "pooled"}
    """
    pooled = kind == "pooled"
    together = len(questions) <= MOST_TOGETHER
    parts = {False: Part(), True: Part()}
    for asked in questions:
        parts[asked.linked and not together].add(asked, unknowns, pooled)
    used = tuple(part for part in parts.values() if part.total)
    return Mean(used, pooled) if used else None


def _rate_of_unknown(asked: Asked, unknowns: Unknowns) -> tuple[Form, int, list[Row]]:
    """Return 100 x proper / given as a form, the column that is 1 if nobody was asked, and rows.

    One column for every number of answers, 1 for the true one; one for the proper answers of each,
    0 but for the true one.
    """
    given = unknowns.given(asked.groups)[0]
    first, tag = asked.groups[0], "+".join(f"{g.role}/{g.tenure}" for g in asked.groups)
    one: dict[int, float] = {}
    number: dict[int, float] = dict.fromkeys(given, -1.0)
    of_each: dict[int, float] = dict.fromkeys(unknowns.proper(asked.groups), -1.0)
    rate: dict[int, float] = {}
    rows = []
    for n in range(asked.most + 1):
        is_it = int(n == asked.n)
        chosen = unknowns.add(("is", first.year, first.question, tag, n), 1, is_it)
        one[chosen], number[chosen] = 1.0, float(n)
        if n:
            name = ("proper of", first.year, first.question, tag, n)
            own = unknowns.add(name, n, asked.x * is_it)
            of_each[own], rate[own] = 1.0, 100.0 / n
            rows.append(Row.of({chosen: n, own: -1}, 0, n))
    rows += [Row.of(one, 1, 1), Row.of(number, 0, 0), Row.of(of_each, 0, 0)]
    return rate, next(iter(one)), rows


def headline(
    key: CellKey, n_people: int, percent: int, mean: Mean, unknowns: Unknowns
) -> Statement:
    """Return what a printed headline tells."""
    return Statement(
        key,
        (mean.printed_as(percent, unknowns), ()),
        (0.0, _worth(key[3], n_people)),
        couples=True,
        yields=True,
        dear=key[3] == Tenure.ALL,
    )


@dataclass(frozen=True)
class Compared:
    """One comparison of two headlines over the questions that everybody is asked on both sides.

    `rates` are the two means as proportions, last and this; `interval` its printed ends in points.
    """

    key: tuple[str, str, str]
    needs: tuple[CellKey, CellKey]
    means: tuple[Mean, Mean]
    rates: tuple[Fraction, Fraction]
    interval: tuple[int, int] | None
    n_people: int


def comparison(compared: Compared, unknowns: Unknowns) -> Statement:
    """Return what a printed comparison of headlines tells: with its means, without, or nothing."""
    change = _change(compared, unknowns)
    both = [
        row
        for mean, rate in zip(compared.means, compared.rates, strict=True)
        for row in mean.printed_as(percent_of(rate), unknowns)
    ]
    worth = _worth(compared.key[2], compared.n_people)
    return Statement(
        compared.key,
        ((*both, *change), change, ()),
        (0.0, MEANS_SHARE * worth, worth),
        needs=compared.needs,
        couples=True,
        yields=True,
    )


def _change(compared: Compared, unknowns: Unknowns) -> tuple[Row, ...]:
    """Return what the printed difference and its interval tell.

    Each part of each side is bounded as if all the rest was known: more than anybody can know.
    """
    last, this = compared.rates
    difference, points = float(100 * (this - last)), change_points(this, last)
    rows = []
    for mean, sign in zip(compared.means, (-1, 1), strict=True):
        for part in mean.parts:
            form = weighted((sign / mean.known, part.total))
            true = unknowns.value(form)
            others = difference - true
            low, high = points - 0.5 - others, points + 0.5 - others  # half up, away from nought
            low, high = low + _inside(true - low), high - _inside(high - true)
            rows.append(Row.of(form, low, high))
            if compared.interval is not None and max(map(abs, compared.interval)) < 100:
                # else it may have been cut off; the difference stands amid two rounded ends
                middle = sum(compared.interval) / 2 - others
                rows.append(Row.of(form, min(middle - 0.5, true), max(middle + 0.5, true)))
    return tuple(rows)


def _linked(part: Part) -> bool:
    """Tell whether a part holds the conditional questions and conditions of a mean taken apart."""
    return all(asked.linked for asked in part.asked)


def _worth(tenure: str, n_people: int) -> float:
    return HEADLINE_TIMES * n_people * (1 if tenure == Tenure.ALL else TENURE_SHARE)
