"""Everything that leaves the room as one set of statements, and the counts it must not give away.

The years of a run are modelled together: cells of questions by role and tenure, their sums over all
roles, headline rates, and the comparisons of headlines. All other figures (changes, intervals,
p-values, bands of charts) follow from these.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Protocol, TypeVar

from selfcheck_analysis.disclosure import means
from selfcheck_analysis.disclosure.attack.knowledge import Row, Witnesses
from selfcheck_analysis.disclosure.attack.statements import Statement, Survey, Target
from selfcheck_analysis.disclosure.cells import Cell, CellKey, cells_of_question, statement
from selfcheck_analysis.disclosure.policy import Rules
from selfcheck_analysis.disclosure.unknowns import Group, Unknowns, add_year
from selfcheck_analysis.questionnaire import Questionnaire
from selfcheck_analysis.rates import MEANS, YearFigures
from selfcheck_analysis.rounding import percent_of
from selfcheck_analysis.terms import ALL_ROLES, ANSWERED_TENURES, HEADLINE, State, Tenure

MOST_UNIONS = 500
"""More small groups of one question taken together are not protected as one."""

ALL = str(Tenure.ALL)


class HasSize(Protocol):
    """People of whom `n` answered."""

    @property
    def n(self) -> int:
        """How many answered."""


Sized = TypeVar("Sized", bound=HasSize)


@dataclass(frozen=True)
class Year:
    """One year as delivered and as reported, and which of its figures are released.

    `merged` maps the roles that are reported as part of a group to it. Of a year that is not
    `whole`, only what a trend shows is released: all tenures of the headlines and focus questions.
    `asked_only` says that of a conditional question only the answers of those asked are counted,
    beside the answer that their condition names.
    """

    delivered: YearFigures
    reported: YearFigures
    merged: Mapping[str, str]
    whole: bool = True
    asked_only: bool = True

    @property
    def roles(self) -> dict[str, str]:
        """The role or group under which each role is reported."""
        ids = [role.id for role in self.delivered.questionnaire.roles]
        return {role: self.merged.get(role, role) for role in ids}


@dataclass
class ReleaseSet:
    """The statements and targets of a release, as they are put together.

    Attributes
    ----------
    cells : dict of CellKey to Cell
        Every cell of a question that anybody answered.
    headlines : dict of CellKey to State
        `SHOWN` where the rules allow it; whether it is shown is chosen.
    """

    rules: Rules
    unknowns: Unknowns = field(default_factory=Unknowns)
    cells: dict[CellKey, Cell] = field(default_factory=dict)
    headlines: dict[CellKey, State] = field(default_factory=dict)
    statements: list[Statement] = field(default_factory=list)
    targets: list[Target] = field(default_factory=list)
    n_people: dict[CellKey, int] = field(default_factory=dict)
    behind: dict[CellKey, dict[str, tuple[Group, ...]]] = field(default_factory=dict)
    forms: dict[int, Questionnaire] = field(default_factory=dict)
    linked: dict[int, set[str]] = field(default_factory=dict)

    def add_year(self, year: Year, focus: Collection[str]) -> None:
        """Add one year's unknowns, cells, headlines and targets."""
        form = year.delivered.questionnaire
        self.forms[form.fiscal_year] = form
        conditional = {q.id: q.asked_if.question for q in form.questions if q.asked_if is not None}
        self.linked[form.fiscal_year] = {*conditional, *conditional.values()}
        groups = add_year(self.unknowns, year.delivered, year.asked_only)
        by_question: dict[str, list[Group]] = {}
        for group in groups:
            by_question.setdefault(group.question, []).append(group)
        for question, of_question in by_question.items():
            self._add_cells(year, question, of_question, question in focus)
            self.targets += self._small_unions(of_question)
        self._add_headlines(year, groups)
        self.targets += self._persons(year, groups)

    def survey(self, extra_facts: Iterable[Row] = (), extra: Iterable[Target] = ()) -> Survey:
        """Return all of it, ready to be attacked."""
        return Survey(
            tuple(self.unknowns.highs),
            Witnesses(self.unknowns.truth),
            (*self.unknowns.facts, *extra_facts),
            tuple(self.statements),
            (*self.targets, *extra),
        )

    def mean(self, key: CellKey, questions: Collection[str] | None = None) -> means.Mean | None:
        """Return the mean of a group's headline, over some of its questions or over all."""
        behind = [
            self._asked(key, question, groups)
            for question, groups in self.behind[key].items()
            if questions is None or question in questions
        ]
        return means.mean_of(behind, self.unknowns, self.rules.headline_rate)

    def _asked(self, key: CellKey, question: str, groups: tuple[Group, ...]) -> means.Asked:
        """Say of a conditional question how many can have been asked, as is shown at the finest."""
        year, _, role, tenure = key
        form = self.forms[year]
        linked = question in self.linked[year]
        cell = self.cells.get((year, question, role, tenure))
        reach = _reach(cell, groups)
        asked_if = form.question(question).asked_if
        if asked_if is None:
            return means.Asked(linked, reach, groups)
        condition = self.cells.get((year, asked_if.question, role, tenure))
        anybody = any(group.anybody is not None for group in groups)
        if anybody or condition is None or condition.states[0].hidden:
            given = self.unknowns.given(groups)[0]
            most = sum(self.unknowns.highs[column] for column in given)
            return means.Asked(linked, reach, groups, most)
        if condition.states[0] is State.SHOWN and asked_if.situation is None:
            return means.Asked(linked, reach, groups, condition=condition)
        proper = asked_if.answer == form.question(asked_if.question).proper_answer
        fewest, most = _reach(condition, condition.groups)
        gave_it = most if proper else condition.n - fewest
        return means.Asked(linked, reach, groups, max(gave_it, sum(g.n for g in groups)))

    def _add_cells(self, year: Year, question: str, groups: list[Group], focus: bool) -> None:
        fiscal_year = year.delivered.questionnaire.fiscal_year
        tenures = tuple(map(str, Tenure)) if year.whole else (ALL,)
        for cell in cells_of_question(
            fiscal_year, question, groups, year.roles, focus, self.rules.policy, tenures
        ):
            self.cells[cell.key] = cell
            printed = year.whole or cell.key[2] == ALL_ROLES
            if cell.states[0].hidden or not printed:
                continue
            self.statements.append(statement(cell, self.unknowns))
            if cell.states[0] is State.BAND:
                form = self.unknowns.proper(cell.groups)
                enough = self.rules.policy.min_values.value
                self.targets.append(Target(("band", *cell.key), form, enough))

    def _small_unions(self, groups: Sequence[Group]) -> Iterator[Target]:
        """Yield the unions of groups that are smaller than may be shown."""
        policy = self.rules.policy
        small = [group for group in groups if 0 < group.n < policy.min_base.value]
        for union in islice(unions(small, policy.min_base.value), MOST_UNIONS):
            n = sum(group.n for group in union)
            names = tuple((group.role, group.tenure) for group in union)
            key = ("count", union[0].year, union[0].question, *names)
            enough = min(policy.min_values.value, n + 1)
            yield Target(key, self.unknowns.proper(union), enough)

    def _persons(self, year: Year, groups: Sequence[Group]) -> Iterator[Target]:
        """Yield the proper answers of small groups to all questions together."""
        limit = self.rules.policy.min_base.value
        people = year.delivered.people
        small = people[(people["n_people"] > 0) & (people["n_people"] < limit)]
        for person in small.itertuples(index=False):
            tenures = ANSWERED_TENURES if person.tenure == ALL else (person.tenure,)
            own = [
                group
                for group in groups
                if group.role == person.role and group.tenure in tenures and not group.conditional
            ]
            form = self.unknowns.proper(own)
            enough = min(self.rules.policy.min_values.value, sum(g.n for g in own) + 1)
            if own:
                key = ("all answers", own[0].year, person.role, person.tenure)
                yield Target(key, form, enough, couples=True)

    def _add_headlines(self, year: Year, groups: Sequence[Group]) -> None:
        limit = self.rules.policy.min_base.value
        mean = MEANS[self.rules.headline_rate]
        counts = dict(tuple(year.reported.counts.groupby(["role", "tenure"])))
        for person in year.reported.people.itertuples(index=False):
            fiscal_year = year.delivered.questionnaire.fiscal_year
            key = (fiscal_year, HEADLINE, str(person.role), str(person.tenure))
            n_people = self.n_people[key] = int(person.n_people)
            self.behind[key] = _behind(key, year.roles, groups)
            if n_people == 0:
                self.headlines[key] = State.ABSENT
                continue
            self.headlines[key] = State.SHOWN if n_people >= limit else State.HIDDEN_SMALL
            rate = mean(counts[person.role, person.tenure])
            if rate is None or n_people < limit or not (year.whole or person.tenure == ALL):
                continue
            own = self.mean(key)
            if own is not None:
                printed = means.headline(key, n_people, percent_of(rate), own, self.unknowns)
                self.statements.append(printed)


def unions(groups: Sequence[Sized], limit: int) -> Iterator[tuple[Sized, ...]]:
    """Yield the sets of groups smaller than `limit` together, those of few groups first."""
    ordered = sorted(groups, key=lambda group: group.n)
    found: list[tuple[int, ...]] = [(place,) for place in range(len(ordered))]
    while found:
        yield from (tuple(ordered[place] for place in union) for union in found)
        found = [
            (*union, place)
            for union in found
            for place in range(union[-1] + 1, len(ordered))
            if sum(ordered[member].n for member in union) + ordered[place].n < limit
        ]


def _behind(
    key: CellKey, roles: Mapping[str, str], groups: Sequence[Group]
) -> dict[str, tuple[Group, ...]]:
    """Return the groups behind each question of one headline."""
    _, _, role, tenure = key
    behind: dict[str, tuple[Group, ...]] = {}
    for group in groups:
        if roles[group.role] == role and tenure in (group.tenure, ALL):
            behind[group.question] = (*behind.get(group.question, ()), group)
    return behind


def _reach(cell: Cell | None, groups: Sequence[Group]) -> tuple[int, int]:
    """Return the fewest and most proper answers by the finest that is shown."""
    if cell is None or cell.states[0].hidden:
        return 0, sum(group.n for group in groups)
    band = cell.bands[0]
    return (cell.x, cell.x) if band is None else (band.fewest, band.most)
