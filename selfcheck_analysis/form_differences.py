"""What differs between two years' forms of one programme, whether it is declared or not."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from selfcheck_analysis.normalise import normal
from selfcheck_analysis.questionnaire import (
    ChangeKind,
    Condition,
    FormChange,
    Label,
    Question,
    Questionnaire,
    RoleChangeKind,
)
from selfcheck_analysis.words import LANGUAGES, Language


@dataclass(frozen=True)
class QuestionDifference:
    """One way in which a question differs; with a `role`, on the form of that role alone."""

    kind: ChangeKind
    question: str
    role: str | None = None

    def covered_by(self, change: FormChange) -> bool:
        """Tell whether a declaration is about this difference."""
        same = (change.question, change.role) == (self.question, self.role)
        means_all = change.kind is ChangeKind.MEANING and self.kind not in ONE_YEAR
        return same and (change.kind is self.kind or means_all)


@dataclass(frozen=True)
class Move:
    """A question that stands under another printed number of a role's form."""

    role: str
    question: str
    was: str
    now: str


@dataclass(frozen=True)
class Reuse:
    """A printed number of a role's form that stands for another question."""

    role: str
    number: str
    was: str
    now: str


@dataclass(frozen=True)
class RoleDifference:
    """A role that is new, is no longer asked, or has another name."""

    kind: RoleChangeKind
    role: str


ONE_YEAR = (ChangeKind.ADDED, ChangeKind.DROPPED)
"""The kinds of a question that only one of the years asks."""


def question_differences(last: Questionnaire, this: Questionnaire) -> list[QuestionDifference]:
    """Return every difference of questions, this year's first in their order.

    What both years ask but one role's form asks in one of them only bears that role; the
    questions of a role that is new or dropped are no difference of their own.
    """
    before, now = ({q.id: q for q in form.questions} for form in (last, this))
    found = []
    for id_ in dict.fromkeys([*now, *before]):
        if id_ in before and id_ in now:
            found += [QuestionDifference(kind, id_) for kind in _kinds(before[id_], now[id_])]
            found += _of_roles(last, this, id_)
        else:
            kind = ChangeKind.ADDED if id_ in now else ChangeKind.DROPPED
            found.append(QuestionDifference(kind, id_))
    return found


def reworded_in(last: Label, this: Label) -> list[Language]:
    """Return the languages in which a text is not the same to a reader."""
    return [it for it in LANGUAGES if normal(last.text(it)) != normal(this.text(it))]


def moves(last: Questionnaire, this: Questionnaire) -> list[Move]:
    """Return every question that both years' forms of a role ask under different numbers."""
    found = []
    for role in _common_roles(last, this):
        was = numbers_of(last, role)
        for question, number in numbers_of(this, role).items():
            if was.get(question, number) != number:
                found.append(Move(role, question, was[question], number))
    return found


def reuses(last: Questionnaire, this: Questionnaire) -> list[Reuse]:
    """Return every number of a role's form that stood for another question last year."""
    found = []
    for role in _common_roles(last, this):
        was = {number: question for question, number in numbers_of(last, role).items()}
        for question, number in numbers_of(this, role).items():
            if was.get(number, question) != question:
                found.append(Reuse(role, number, was[number], question))
    return found


def role_differences(last: Questionnaire, this: Questionnaire) -> list[RoleDifference]:
    """Return every role that is new, dropped or renamed, this year's first in their order."""
    before, now = ({role.id: role.label for role in form.roles} for form in (last, this))
    found = []
    for id_ in dict.fromkeys([*now, *before]):
        if id_ not in before:
            found.append(RoleDifference(RoleChangeKind.ADDED, id_))
        elif id_ not in now:
            found.append(RoleDifference(RoleChangeKind.DROPPED, id_))
        elif reworded_in(before[id_], now[id_]):
            found.append(RoleDifference(RoleChangeKind.RENAMED, id_))
    return found


def numbers_of(form: Questionnaire, role_id: str) -> dict[str, str]:
    """Return the printed number of every question on a role's form; none without the role."""
    roles = [role for role in form.roles if role.id == role_id]
    return {question: str(number) for role in roles for number, question in role.form.items()}


def _kinds(last: Question, this: Question) -> Iterator[ChangeKind]:
    if reworded_in(last.label, this.label):
        yield ChangeKind.REWORDED
    if last.kind is not this.kind:
        yield ChangeKind.ANSWER_KIND
    elif last.proper_answer not in (None, this.proper_answer):
        yield ChangeKind.PROPER_ANSWER
    if not _same_condition(last.asked_if, this.asked_if):
        yield ChangeKind.CONDITION


def _same_condition(last: Condition | None, this: Condition | None) -> bool:
    if last is None or this is None:
        return last is this
    if (last.question, last.answer) != (this.question, this.answer):
        return False
    if last.situation is None or this.situation is None:
        return last.situation is this.situation
    return not reworded_in(last.situation, this.situation)


def _of_roles(
    last: Questionnaire, this: Questionnaire, question: str
) -> Iterator[QuestionDifference]:
    for role in _common_roles(last, this):
        asked = [question in numbers_of(form, role) for form in (last, this)]
        if asked == [False, True]:
            yield QuestionDifference(ChangeKind.ADDED, question, role)
        elif asked == [True, False]:
            yield QuestionDifference(ChangeKind.DROPPED, question, role)


def _common_roles(last: Questionnaire, this: Questionnaire) -> list[str]:
    before = {role.id for role in last.roles}
    return [role.id for role in this.roles if role.id in before]
