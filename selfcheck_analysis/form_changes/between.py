"""What differs between the forms of two fiscal years, with all that the years between declare."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from selfcheck_analysis.form_differences import (
    QuestionDifference,
    moves,
    numbers_of,
    question_differences,
    reworded_in,
    role_differences,
)
from selfcheck_analysis.questionnaire import (
    ChangeKind,
    FormChange,
    Kind,
    Label,
    Question,
    Questionnaire,
    RoleChange,
    RoleChangeKind,
)

FOCUS_ITEM = "focus_item"
RENUMBERED = "renumbered"
IN_ROLE = "_in_role"
"""Behind the kind of a change that is one of some roles' forms only."""


class Comparison(StrEnum):
    """Whether the answers of the two years may be set against each other."""

    COMPARABLE = "comparable"
    NOT_COMPARABLE = "not_comparable"
    ONE_YEAR = "one_year"
    NOT_COUNTED = "not_counted"
    NOT_DECLARED = "not_declared"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Declared:
    """A declaration and the fiscal year whose forms make it."""

    fiscal_year: int
    change: FormChange | RoleChange


@dataclass(frozen=True)
class Numbers:
    """The printed numbers of a question on a role's forms; None where it is not asked."""

    role: str
    before: str | None
    after: str | None


@dataclass(frozen=True)
class ChangedQuestion:
    """A question that differs: as it was, as it is, how it differs, and what is declared."""

    id: str
    before: Question | None
    after: Question | None
    kinds: tuple[str, ...]
    declared: tuple[Declared, ...]
    comparison: Comparison
    numbers: tuple[Numbers, ...]
    undeclared: bool
    """True where a difference that is to be declared is not."""

    def kinds_on(self, numbers: Numbers) -> tuple[str, ...]:
        """Return how the question differs on the forms of one role."""
        before, after = numbers.before, numbers.after
        not_here = {RENUMBERED} if before == after or None in (before, after) else set()
        not_here |= {f"{ChangeKind.ADDED}{IN_ROLE}"} if before is not None else set()
        not_here |= {f"{ChangeKind.DROPPED}{IN_ROLE}"} if after is not None else set()
        return tuple(kind for kind in self.kinds if kind not in not_here)

    @property
    def asked(self) -> Question:
        """The question as the later of its years asks it."""
        question = self.after or self.before
        if question is None:
            raise ValueError(f"{self.id} is asked in neither year")
        return question


@dataclass(frozen=True)
class ChangedRole:
    """A role that is new, dropped or renamed, with its names."""

    id: str
    kind: RoleChangeKind
    before: Label | None
    after: Label | None
    declared: tuple[Declared, ...]

    @property
    def undeclared(self) -> bool:
        """True where no year says why."""
        return not self.declared


@dataclass(frozen=True)
class FormChanges:
    """All differences of one programme's forms; `missing` are years between without a file."""

    first: Questionnaire
    last: Questionnaire
    missing: tuple[int, ...]
    questions: tuple[ChangedQuestion, ...]
    roles: tuple[ChangedRole, ...]

    @property
    def common_roles(self) -> list[str]:
        """The roles of both years, in the order of the later."""
        before = {role.id for role in self.first.roles}
        return [role.id for role in self.last.roles if role.id in before]

    def of_role(self, role: str) -> list[tuple[ChangedQuestion, Numbers]]:
        """Return the questions of a role's forms that differ, in the order of the later form."""
        found = [
            (question, numbers)
            for question in self.questions
            for numbers in question.numbers
            if numbers.role == role and question.kinds_on(numbers)
        ]
        asked = [q for form in (self.last, self.first) for q in numbers_of(form, role)]
        return sorted(found, key=lambda pair: asked.index(pair[0].id))

    def n_same(self, role: str) -> int:
        """Count the questions of the later form of a role that do not differ."""
        changed = {question.id for question, _ in self.of_role(role)}
        return len(set(numbers_of(self.last, role)) - changed)


def form_changes(forms: Mapping[int, Questionnaire]) -> FormChanges:
    """Compare the forms of the first and the last of some fiscal years.

    Parameters
    ----------
    forms : mapping of int to Questionnaire
        By fiscal year, two or more of one programme; those in between are read for what they
        declare. A year in between that is not there is named as missing.

    Returns
    -------
    FormChanges
        Questions in the order of the later forms, then the dropped ones.
    """
    years = sorted(forms)
    first, last = forms[years[0]], forms[years[-1]]
    missing = tuple(year for year in range(years[0] + 1, years[-1]) if year not in forms)
    later = [forms[year] for year in years[1:]]
    questions = tuple(_changed_questions(first, last, later, incomplete=bool(missing)))
    return FormChanges(first, last, missing, questions, tuple(_changed_roles(first, last, later)))


def _changed_questions(
    first: Questionnaire, last: Questionnaire, later: Sequence[Questionnaire], incomplete: bool
) -> Iterator[ChangedQuestion]:
    differences = question_differences(first, last)
    moved = {move.question for move in moves(first, last)}
    before, after = ({q.id: q for q in form.questions} for form in (first, last))
    for id_ in dict.fromkeys([*after, *before]):
        own = [difference for difference in differences if difference.question == id_]
        declared = [
            Declared(form.fiscal_year, it)
            for form in later
            for it in form.changes
            if it.question == id_
        ]
        pair = (before.get(id_), after.get(id_))
        kinds = _kinds(own, declared, _focus_changed(first, last, pair), id_ in moved)
        if kinds:
            silent = _undeclared(own, declared)
            comparison = _comparison(pair, declared, silent, incomplete)
            numbers = tuple(_numbers(first, last, id_))
            yield ChangedQuestion(id_, *pair, kinds, tuple(declared), comparison, numbers, silent)


def _undeclared(own: Sequence[QuestionDifference], declared: Sequence[Declared]) -> bool:
    changes = [it.change for it in declared if isinstance(it.change, FormChange)]
    return not all(any(map(difference.covered_by, changes)) for difference in own)


def _kinds(
    own: Sequence[QuestionDifference], declared: Sequence[Declared], focus: bool, moved: bool
) -> tuple[str, ...]:
    """Return how a question differs, what was only declared first, each kind once."""
    said = [_kind(it.change) for it in declared if isinstance(it.change, FormChange)]
    if own:  # else it may have changed and changed back
        said = [kind for kind in said if kind == ChangeKind.MEANING]
    more = [FOCUS_ITEM] * focus + [RENUMBERED] * moved
    return tuple(dict.fromkeys([*said, *map(_kind, own), *more]))


def _kind(change: FormChange | QuestionDifference) -> str:
    return f"{change.kind}{IN_ROLE if change.role else ''}"


def _focus_changed(
    first: Questionnaire, last: Questionnaire, pair: tuple[Question | None, Question | None]
) -> bool:
    """Tell whether a question of both years belongs to another theme; their ids are a year's."""
    if None in pair:
        return False
    old, new = (focus_label(form, it) for form, it in zip((first, last), pair, strict=True))
    if old is None or new is None:
        return old is not new
    return bool(reworded_in(old, new))


def focus_label(form: Questionnaire, question: Question | None) -> Label | None:
    """Return the name of the focus item of a question, if it has one."""
    item = question.focus_item if question is not None else None
    return next((it.label for it in form.focus_items if it.id == item), None)


def _comparison(
    pair: tuple[Question | None, Question | None],
    declared: Sequence[Declared],
    undeclared: bool,
    incomplete: bool,
) -> Comparison:
    """Decide in this order: asked in both years, counted, declared, and nothing left unsaid."""
    asked = [question for question in pair if question is not None]
    changes = [it.change for it in declared if isinstance(it.change, FormChange)]
    if len(asked) == 1:
        return Comparison.ONE_YEAR
    counted = [question.kind is Kind.YES_NO for question in asked]
    if not any(counted):
        return Comparison.NOT_COUNTED
    if not all(counted) or not all(change.comparable for change in changes):
        return Comparison.NOT_COMPARABLE
    if undeclared:
        return Comparison.NOT_DECLARED
    return Comparison.UNKNOWN if incomplete else Comparison.COMPARABLE


def _numbers(first: Questionnaire, last: Questionnaire, question: str) -> Iterator[Numbers]:
    roles = [role.id for form in (last, first) for role in form.roles]
    for role in dict.fromkeys(roles):
        before, after = (numbers_of(form, role).get(question) for form in (first, last))
        if before is not None or after is not None:
            yield Numbers(role, before, after)


def _changed_roles(
    first: Questionnaire, last: Questionnaire, later: Sequence[Questionnaire]
) -> Iterator[ChangedRole]:
    before, after = ({role.id: role.label for role in form.roles} for form in (first, last))
    for it in role_differences(first, last):
        declared = tuple(
            Declared(form.fiscal_year, change)
            for form in later
            for change in form.role_changes
            if change.role == it.role
        )
        yield ChangedRole(it.role, it.kind, before.get(it.role), after.get(it.role), declared)
