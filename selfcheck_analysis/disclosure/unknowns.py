"""The counts that an outsider does not know, and what is known of them before anything is said.

One unknown is the number of proper answers of one undivided group (fiscal year, role as delivered,
tenure) to one question. How many answered is taken to be known, but for a conditional question: how
many were asked it is how many gave the answer that its condition names, and so an unknown too.

Of a role that was tallied by hand, and wherever more is done with answers against a condition than
leaving them out, nobody knows whether those who answered a conditional question were asked it:
anybody may have answered.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field

from selfcheck_analysis.disclosure.attack.knowledge import Form, Row
from selfcheck_analysis.questionnaire import Condition, Question
from selfcheck_analysis.rates import YearFigures
from selfcheck_analysis.terms import ANSWERED_TENURES

Name = tuple[str | int, ...]
"""What is counted ("proper", "given"), fiscal year, question, role, tenure, and whatever else."""

PROPER, GIVEN = "proper", "given"


@dataclass(frozen=True)
class Group:
    """One undivided group and its answers to one question (true counts).

    `anybody` is how many people there are, where each may have answered a conditional question
    whether or not its condition holds; None where only those asked can have.
    """

    year: int
    question: str
    role: str
    tenure: str
    n: int
    x: int
    conditional: bool
    anybody: int | None = None

    def name(self, counted: str) -> Name:
        """Name one of its unknowns."""
        return (counted, self.year, self.question, self.role, self.tenure)


class OfGroups:
    """Whatever several undivided groups answered together."""

    groups: tuple[Group, ...]

    @property
    def n(self) -> int:
        """How many answered."""
        return sum(group.n for group in self.groups)

    @property
    def x(self) -> int:
        """How many answered properly."""
        return sum(group.x for group in self.groups)


@dataclass
class Unknowns:
    """The unknowns with their largest and their true values, and the facts that tie them."""

    highs: list[int] = field(default_factory=list)
    truth: list[int] = field(default_factory=list)
    facts: list[Row] = field(default_factory=list)
    columns: dict[Name, int] = field(default_factory=dict)

    def add(self, name: Name, high: int, true: int) -> int:
        """Add an unknown between 0 and `high` and return its column; what has its name is it."""
        if name in self.columns:
            return self.columns[name]
        self.columns[name] = len(self.highs)
        self.highs.append(high)
        self.truth.append(true)
        return self.columns[name]

    def proper(self, groups: Collection[Group]) -> Form:
        """Return the number of proper answers of some groups together."""
        return {self.columns[group.name(PROPER)]: 1 for group in groups}

    def given(self, groups: Collection[Group]) -> tuple[Form, int]:
        """Return the number of answers of some groups: its unknown part, and its known one."""
        unknown = {self.columns[g.name(GIVEN)]: 1 for g in groups if g.conditional}
        return unknown, sum(group.n for group in groups if not group.conditional)

    def value(self, form: Form) -> float:
        """Return the true value of a sum."""
        return sum(weight * self.truth[column] for column, weight in form.items())


def groups_of(year: YearFigures, asked_only: bool = True) -> list[Group]:
    """Return every undivided group that was asked, or may have been asked, each question.

    Parameters
    ----------
    year : YearFigures
    asked_only : bool
        Whether of a conditional question only the answers of those asked are counted, beside the
        answer that their condition names.
    """
    fiscal_year = year.questionnaire.fiscal_year
    anybody = _anybody(year, asked_only)
    questions = {question.id: question for question in year.questionnaire.questions}
    counts = year.counts[year.counts["tenure"].isin(ANSWERED_TENURES)]
    answered = {
        (row.question, row.role, row.tenure): (int(row.n_answers), int(row.n_proper))
        for row in counts.itertuples(index=False)
    }
    found = []
    for (question, role, tenure), (n, x) in answered.items():
        conditional = questions[question].asked_if is not None
        people = anybody.get((role, tenure)) if conditional else None
        if people or _room(questions[question], role, tenure, answered):
            found.append(Group(fiscal_year, question, role, tenure, n, x, conditional, people))
    return found


def add_year(unknowns: Unknowns, year: YearFigures, asked_only: bool = True) -> list[Group]:
    """Add the unknowns of one year, and what ties the conditional ones to their condition.

    Parameters as `groups_of`, whose groups are returned.
    """
    groups = groups_of(year, asked_only)
    by_key = {(group.question, group.role, group.tenure): group for group in groups}
    for group in groups:
        if not group.conditional:
            unknowns.add(group.name(PROPER), group.n, group.x)
    questions = {question.id: question for question in year.questionnaire.questions}
    for group in _parents_first(groups, questions):
        condition = questions[group.question].asked_if
        parent = condition and by_key.get((condition.question, group.role, group.tenure))
        _add_conditional(unknowns, group, parent or group)
        if condition and parent:
            _tie(unknowns, group, parent, condition, questions[condition.question])
    return groups


def _anybody(year: YearFigures, asked_only: bool) -> dict[tuple[str, str], int]:
    """Return the people of the groups in which anybody may have answered a conditional question."""
    return {
        (str(row.role), str(row.tenure)): int(row.n_people)
        for row in year.people.itertuples(index=False)
        if not asked_only or row.role in year.tallied
    }


def _room(
    question: Question,
    role: str,
    tenure: str,
    answered: Mapping[tuple[str, str, str], tuple[int, int]],
) -> bool:
    """Tell whether anybody can have answered; whoever was asked a condition may have."""
    asked = [question.id] + ([] if question.asked_if is None else [question.asked_if.question])
    return any(answered.get((id_, role, tenure), (0, 0))[0] > 0 for id_ in asked)


def _parents_first(groups: list[Group], questions: Mapping[str, Question]) -> Iterator[Group]:
    """Yield the groups of conditional questions, each after those of its condition."""
    conditional = [group for group in groups if group.conditional]

    def depth(question: str) -> int:
        asked_if = questions[question].asked_if
        return 0 if asked_if is None else 1 + depth(asked_if.question)

    yield from sorted(conditional, key=lambda group: depth(group.question))


def _add_conditional(unknowns: Unknowns, group: Group, parent: Group) -> None:
    """Add how many were asked and how many of them answered properly."""
    high = max(parent.n, group.n, group.anybody or 0)
    given = unknowns.add(group.name(GIVEN), high, group.n)
    proper = unknowns.add(group.name(PROPER), high, group.x)
    unknowns.facts.append(Row.of({given: 1, proper: -1}, 0, high))


def _tie(
    unknowns: Unknowns, group: Group, parent: Group, condition: Condition, asked: Question
) -> None:
    """Add that whoever was asked gave the answer that the condition names.

    How many of those asked left it blank is taken to be known, unless the form leaves it to the
    respondent whether the question applied. Where anybody may have answered, it is known no better
    than between none and that many who were asked and left it blank, or who were not and answered:
    by itself this rules out no number of those who gave the answer, nor of those who answered.
    """
    proper = unknowns.columns[parent.name(PROPER)]
    if condition.answer == asked.proper_answer:
        form, known, gave = {proper: 1.0}, 0, parent.x
    elif parent.conditional:
        form = {unknowns.columns[parent.name(GIVEN)]: 1.0, proper: -1.0}
        known, gave = 0, parent.n - parent.x
    else:
        form, known, gave = {proper: -1.0}, parent.n, parent.n - parent.x
    blank = gave - group.n
    fewest, most = (min(0, blank), parent.n) if condition.situation else (blank, blank)
    if group.anybody is not None:
        fewest, most = min(0, fewest), max(0, most)
    form[unknowns.columns[group.name(GIVEN)]] = -1.0
    unknowns.facts.append(Row.of(form, fewest - known, most - known))
