"""The questionnaire's linter: what a well-typed file can still get wrong."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from selfcheck_analysis.declaration_lint import stale, undeclared
from selfcheck_analysis.normalise import normal
from selfcheck_analysis.problems import Phrase, Place, Problem
from selfcheck_analysis.questionnaire import (
    ChangeKind,
    FormChange,
    Kind,
    Question,
    Questionnaire,
    Role,
)

_FIRST_MONTH = 4
"""April, in which a fiscal year begins."""

_NEVER_COMPARABLE = (ChangeKind.ANSWER_KIND, ChangeKind.ADDED, ChangeKind.DROPPED)
"""What only one of the years asks or counts, whatever the words of the question."""


def lint(
    questionnaire: Questionnaire, last_year: Questionnaire | None = None, file: str = ""
) -> list[Problem]:
    """Return every fault of one year's forms.

    Parameters
    ----------
    questionnaire : Questionnaire
    last_year : Questionnaire, optional
        Last year's forms; with them, every difference must be declared, and everything that is
        declared must be a difference.
    file : str
        How messages name the file.

    Returns
    -------
    list of Problem
        Empty when the file is sound.
    """
    checks = [
        _survey(questionnaire, file),
        _duplicates(questionnaire, file),
        _questions(questionnaire, file),
        _roles(questionnaire, file),
        _declarations(questionnaire, file),
    ]
    if last_year is not None:
        checks.append(undeclared(questionnaire, last_year, file))
        checks.append(stale(questionnaire, last_year, file))
    return [problem for check in checks for problem in check]


def _survey(questionnaire: Questionnaire, file: str) -> Iterator[Problem]:
    """Refuse days outside the fiscal year, as a copy of last year's file has them."""
    survey, year = questionnaire.survey, questionnaire.fiscal_year
    for key, day in (("opens", survey.opens), ("closes", survey.closes)):
        if day.year - (day.month < _FIRST_MONTH) != year:
            values = {"day": day.isoformat(), "first": f"{year}-04-01", "last": f"{year + 1}-03-31"}
            yield Problem("survey_outside_year", Place(file, column=f"survey.{key}"), values)
    if survey.closes < survey.opens:
        values = {"opens": survey.opens.isoformat(), "closes": survey.closes.isoformat()}
        yield Problem("survey_closes_first", Place(file, column="survey.closes"), values)


def _duplicates(questionnaire: Questionnaire, file: str) -> Iterator[Problem]:
    once = {question.id: question for question in questionnaire.questions}
    for what, ids in {
        "questions": [question.id for question in questionnaire.questions],
        "roles": [role.id for role in questionnaire.roles],
        "focus_items": [str(item.id) for item in questionnaire.focus_items],
        "sections": [name for section in questionnaire.sections for name in section.names()],
        "labels": [name for question in once.values() for name in _headings(question)],
    }.items():
        for value, times in Counter(ids).items():
            if times > 1:
                values = {"id": value, "times": times}
                yield Problem("form_duplicate_id", Place(file, column=what), values)


def _headings(question: Question) -> list[str]:
    """Return what a delivered column of the question may be called, as headings are compared."""
    return sorted({normal(name) for name in (question.id, question.label.ja, question.label.en)})


def _questions(questionnaire: Questionnaire, file: str) -> Iterator[Problem]:
    known = {question.id: question for question in questionnaire.questions}
    items = {item.id for item in questionnaire.focus_items}
    asked = {question_id for role in questionnaire.roles for question_id in role.form.values()}
    for question in questionnaire.questions:
        place = Place(file, column=f"questions.{question.id}")
        if question.kind is Kind.YES_NO and question.proper_answer is None:
            yield Problem("form_no_proper_answer", place, {"id": question.id})
        if question.kind is Kind.FREE_TEXT and question.proper_answer is not None:
            yield Problem("form_free_text_scored", place, {"id": question.id})
        if question.focus_item is not None and question.focus_item not in items:
            yield Problem("form_unknown_focus", place, {"item": question.focus_item})
        if normal(question.label.ja)[:1].isdigit():
            yield Problem("form_label_number", place, {"id": question.id})
        if question.id not in asked:
            yield Problem("form_never_asked", place, {"id": question.id})
        yield from _condition(question, known, place)


def _condition(question: Question, known: dict[str, Question], place: Place) -> Iterator[Problem]:
    if question.asked_if is None:
        return
    parent = known.get(question.asked_if.question)
    values = {"id": question.id, "parent": question.asked_if.question}
    if parent is None:
        yield Problem("form_unknown_condition", place, values)
    elif parent.kind is not Kind.YES_NO:
        yield Problem("form_condition_free_text", place, values)


def _roles(questionnaire: Questionnaire, file: str) -> Iterator[Problem]:
    known = {question.id: question for question in questionnaire.questions}
    for role in questionnaire.roles:
        place = Place(file, column=f"roles.{role.id}")
        ids = list(role.form.values())
        if not any(known[i].kind is Kind.YES_NO for i in ids if i in known):
            yield Problem("form_role_without_questions", place, {"role": role.id})
        for question_id, times in Counter(ids).items():
            if question_id not in known:
                yield Problem("form_unknown_question", place, {"id": question_id})
            if times > 1:
                yield Problem("form_asked_twice", place, {"id": question_id, "times": times})
        yield from _order(role, known, place)


def _order(role: Role, known: dict[str, Question], place: Place) -> Iterator[Problem]:
    """Refuse a condition that stands no earlier on the form than the question it opens."""
    before: set[str] = set()
    for question_id in role.form.values():
        question = known.get(question_id)
        condition = question.asked_if if question is not None else None
        parent = condition.question if condition is not None else None
        if parent in known and parent not in before:
            values = {"id": question_id, "parent": parent}
            yield Problem("form_condition_later", place, values)
        before.add(question_id)


def _declarations(questionnaire: Questionnaire, file: str) -> Iterator[Problem]:
    known = {question.id for question in questionnaire.questions}
    declared = Counter((it.question, it.kind, it.role) for it in questionnaire.changes)
    for change in questionnaire.changes:
        place = Place(file, column=f"changes.{change.question}")
        values = {"id": change.question, "kind": str(change.kind)}
        if (change.kind != "dropped" or change.role) and change.question not in known:
            yield Problem("form_unknown_question", place, {"id": change.question})
        if change.kind == "meaning" and change.comparable:
            yield Problem("form_meaning_comparable", place, {"id": change.question})
        if change.kind in _NEVER_COMPARABLE and change.role is None and change.comparable:
            yield _one_year_comparable(change, place)
        if change.role is not None and change.kind not in ("added", "dropped"):
            yield Problem("form_change_of_role", place, values)
    for (id_, kind, _), times in declared.items():
        if times > 1:
            place = Place(file, column=f"changes.{id_}")
            twice = {"id": id_, "kind": str(kind), "times": times}
            yield Problem("form_declared_twice", place, twice)


def _one_year_comparable(change: FormChange, place: Place) -> Problem:
    values = {"id": change.question, "kind": Phrase(f"forms.kind.{change.kind}")}
    return Problem("form_one_year_comparable", place, values)
