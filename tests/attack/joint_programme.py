"""All that an outsider knows of the hidden counts, as one integer linear programme.

Unknown is the number of proper answers to every question in every undivided group: one fiscal
year, one role, one tenure. Whatever is known bounds a weighted sum of these numbers. The smallest
and the largest value that a hidden count can have are then found by a solver (HiGHS): nothing of
what the package does to protect them is used here.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array

from selfcheck_analysis.questionnaire import Questionnaire

EVERYONE = "all_roles"
TENURES = ("first_year", "second_year_plus")
ALL = "all"
ENOUGH_VALUES = 3
N_DIRECTIONS = 40
TOLERANCE = 1e-6
"""Of the solver, for bounds and for whole numbers."""

Group = tuple[int, str, str, str]
"""(fiscal year, role or all_roles, tenure or all, question)."""

Sum = dict[int, float]
"""A weighted sum of the unknowns: place of the unknown to its weight."""


@dataclass(frozen=True)
class Survey:
    """What is known before anything is released: both years' forms, and every base.

    `bases` maps the undivided groups to their answers; those without answers are left out.
    `merged` maps roles to the group under which they are printed. `printed` are the conditional
    groups whose base is in print; the rates of others, of which nobody knows how many were asked,
    are unknowns of their own (`free`) from 0 to 100, unless it is None.
    """

    forms: Mapping[int, Questionnaire]
    bases: Mapping[Group, int]
    merged: Mapping[str, str] = field(default_factory=dict)
    printed: Collection[Group] | None = None
    free: dict[Group, int] = field(default_factory=dict)

    @cached_property
    def unknowns(self) -> dict[Group, int]:
        """The place of every undivided group."""
        return {group: place for place, group in enumerate(self.bases)}

    @cached_property
    def sizes(self) -> list[int]:
        """The answers of every undivided group, by its place."""
        return list(self.bases.values())

    def places(self, group: Group) -> tuple[int, ...]:
        """Return the places of the undivided groups that a group is the sum of."""
        year, role, tenure, question = group
        roles = self.roles(year) if role == EVERYONE else self.members(year, role)
        tenures = TENURES if tenure == ALL else (tenure,)
        parts = [(year, one, part, question) for one in roles for part in tenures]
        return tuple(self.unknowns[part] for part in parts if part in self.unknowns)

    def roles(self, year: int) -> list[str]:
        """Return the roles that deliver."""
        return [role.id for role in self.forms[year].roles]

    def members(self, year: int, role: str) -> list[str]:
        """Return the roles that are printed as one, or the role itself."""
        return [one for one in self.roles(year) if role in (one, self.merged.get(one))]

    def base(self, group: Group) -> int:
        """Return how many answered."""
        return sum(self.sizes[place] for place in self.places(group))

    def proper(self, group: Group) -> Sum:
        """Return the number of proper answers of a group."""
        return dict.fromkeys(self.places(group), 1.0)

    def rate(self, group: Group) -> Sum:
        """Return the rate of a group in percent."""
        return dict.fromkeys(self.places(group), 100 / self.base(group))

    def is_free(self, group: Group) -> bool:
        """Tell whether a group's base is not in print, and its rate so an unknown of its own."""
        conditional = group[3] in self.conditional(group[0])
        return self.printed is not None and conditional and group not in self.printed

    def free_rate(self, group: Group) -> Sum:
        """Return the rate of a group, in percent, as an unknown of its own."""
        place = self.free.setdefault(group, len(self.bases) + len(self.free))
        return {place: 1.0}

    def mean(self, year: int, role: str, tenure: str, questions: Sequence[str]) -> Sum:
        """Return the macro mean of the questions that the group answered, in percent."""
        groups = [(year, role, tenure, question) for question in questions]
        rates = [
            self.free_rate(group) if self.is_free(group) else self.rate(group)
            for group in groups
            if self.places(group)
        ]
        return weighted(*((1 / len(rates), rate) for rate in rates))

    def counted(self, year: int, role: str) -> list[str]:
        """Return the questions that are counted of the form of a role, or of any of a group's."""
        form = self.forms[year]
        forms = [form.counted(form.role(one)) for one in self.members(year, role)]
        return list(dict.fromkeys(question.id for own in forms for question in own))

    def conditional(self, year: int) -> set[str]:
        """Return the questions that not everybody is asked."""
        return {q.id for q in self.forms[year].questions if q.asked_if is not None}


def weighted(*parts: tuple[float, Sum]) -> Sum:
    """Add sums up, each times a number."""
    total: Sum = {}
    for times, part in parts:
        for place, weight in part.items():
            total[place] = total.get(place, 0.0) + times * weight
    return total


@dataclass
class Knowledge:
    """Bounds of sums, (sum, lowest, highest), and the places of every count shown or banded."""

    survey: Survey
    bounds: list[tuple[Sum, float, float]] = field(default_factory=list)
    shown: set[tuple[int, ...]] = field(default_factory=set)
    banded: set[tuple[int, ...]] = field(default_factory=set)

    def add(self, known: Sum, low: float, high: float) -> None:
        """Add that a sum lies between two bounds, both included."""
        self.bounds.append((known, low, high))

    def contradictions(self, proper: Mapping[Group, int]) -> list[tuple[Sum, float, float]]:
        """Return what does not hold for these numbers of proper answers."""
        counts: list[float] = [proper[group] for group in self.survey.bases]
        for group in self.survey.free:
            of_group = sum(counts[place] for place in self.survey.places(group))
            counts.append(100 * of_group / self.survey.base(group))
        return [
            (known, low, high)
            for known, low, high in self.bounds
            # 1e-9: sums of some hundred fractions in floats
            if not low - 1e-9 <= sum(w * counts[i] for i, w in known.items()) <= high + 1e-9
        ]


class Programme:
    """The integer programme over everything that is known."""

    def __init__(self, knowledge: Knowledge) -> None:
        """Put the bounds into one matrix, one row each."""
        self.survey, self.shown = knowledge.survey, frozenset(knowledge.shown)
        self.n_counts = len(self.survey.sizes)
        self.n_unknowns = self.n_counts + len(self.survey.free)
        self._highs = [*self.survey.sizes, *[100] * len(self.survey.free)]
        sums, low, high = zip(*knowledge.bounds, strict=True)
        rows = np.repeat(np.arange(len(sums)), [len(known) for known in sums])
        columns = [place for known in sums for place in known]
        weights = [weight for known in sums for weight in known.values()]
        matrix = csr_array((weights, (rows, columns)), shape=(len(sums), self.n_unknowns))
        self._constraints = LinearConstraint(matrix, low, high)
        self._solutions: list[NDArray[np.int64]] = []

    def limits(self, group: Group, *, whole: bool = True) -> tuple[int, int]:
        """Return the smallest and the largest number of proper answers that a group can have.

        Fractions of answers instead of whole ones are faster, and never give narrower limits.
        """
        objective = np.zeros(self.n_unknowns)
        objective[list(self.survey.places(group))] = 1
        low, high = self._smallest(objective, whole), -self._smallest(-objective, whole)
        return int(np.ceil(low - TOLERANCE)), int(np.floor(high + TOLERANCE))

    def n_possible(self, group: Group, *, whole: bool = True) -> int:
        """Count the values from the smallest to the largest."""
        low, high = self.limits(group, whole=whole)
        return high - low + 1

    def look_around(self) -> None:
        """Find solutions far apart from each other, in directions drawn at random."""
        stream = np.random.default_rng(1)
        for direction in stream.normal(size=(N_DIRECTIONS, self.n_unknowns)):
            self._smallest(direction, whole=True)

    def n_witnessed(self, group: Group) -> int:
        """Count the values from the smallest to the largest in the solutions found so far."""
        counts = np.array(self._solutions)[:, list(self.survey.places(group))].sum(axis=1)
        return int(counts.max() - counts.min()) + 1

    def _smallest(self, objective: NDArray[np.float64], whole: bool) -> float:
        found = milp(
            objective,
            integrality=int(whole) * (np.arange(self.n_unknowns) < self.n_counts),
            bounds=Bounds(0, self._highs),
            constraints=self._constraints,
        )
        if not found.success:
            raise AssertionError(f"what is known cannot be true all at once: {found.message}")
        if whole:
            self._solutions.append(np.rint(found.x[: self.n_counts]).astype(np.int64))
        return float(found.fun)


def protected(survey: Survey, shown: Iterable[tuple[int, ...]], min_base: int) -> Iterator[Group]:
    """Yield the groups that are smaller than may be shown, each once: roles, groups, everyone."""
    passed = set(shown)
    for year, form in survey.forms.items():
        groups = survey.merged.values()
        roles = [*survey.roles(year), *dict.fromkeys(groups), EVERYONE]
        for question in form.questions:
            for group in [(year, r, t, question.id) for r in roles for t in (*TENURES, ALL)]:
                places = survey.places(group)
                if places and survey.base(group) < min_base and places not in passed:
                    passed.add(places)
                    yield group


@dataclass(frozen=True)
class Narrowed:
    """A count that is left too few values: its base, and the smallest and largest value."""

    group: Group
    base: int
    limits: tuple[int, int]


def narrowed(programme: Programme, groups: Iterable[Group]) -> list[Narrowed]:
    """Return the counts that are left fewer than three values, and fewer than all they can have.

    Few need programmes of their own: a count that takes three values in solutions found for
    others is safe.
    """
    found = []
    programme.look_around()
    for group in groups:
        base = programme.survey.base(group)
        enough = min(ENOUGH_VALUES, base + 1)
        if programme.n_witnessed(group) < enough and programme.n_possible(group) < enough:
            found.append(Narrowed(group, base, programme.limits(group)))
    return found
