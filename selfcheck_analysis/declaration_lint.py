"""Whether a year's forms declare what differs from last year's: all of it, and nothing else."""

from __future__ import annotations

from collections.abc import Iterator

from selfcheck_analysis.form_differences import (
    ONE_YEAR,
    Move,
    QuestionDifference,
    RoleDifference,
    moves,
    question_differences,
    reuses,
    reworded_in,
    role_differences,
)
from selfcheck_analysis.problems import Phrase, Place, Problem
from selfcheck_analysis.questionnaire import (
    ChangeKind,
    FormChange,
    Questionnaire,
    Renumbered,
    ReusedNumber,
    RoleChange,
)

_UNDECLARED = {
    ChangeKind.ADDED: "form_added",
    ChangeKind.DROPPED: "form_dropped",
    ChangeKind.REWORDED: "form_reworded",
    ChangeKind.PROPER_ANSWER: "form_proper_answer_turned",
    ChangeKind.CONDITION: "form_condition_changed",
    ChangeKind.ANSWER_KIND: "form_answer_kind_changed",
}
_OPEN_NOTE = "note: {ja: , en: }"
"""What a proposed line leaves to be filled in; left empty, the file is refused."""


def undeclared(this: Questionnaire, last: Questionnaire, file: str) -> Iterator[Problem]:
    """Yield one problem for each difference from last year's forms that is not declared.

    The focus items are the themes of a year: that they change needs no declaration.
    """
    for difference in question_differences(last, this):
        if not any(map(difference.covered_by, this.changes)):
            yield _of_question(difference, this, last, file)
    yield from _of_numbers(this, last, file)
    declared = {(change.role, change.kind) for change in this.role_changes}
    for role in role_differences(last, this):
        if (role.role, role.kind) not in declared:
            yield _of_role(role, file)


def stale(this: Questionnaire, last: Questionnaire, file: str) -> Iterator[Problem]:
    """Yield one problem for each declaration of something that did not change since last year."""
    differences = question_differences(last, this)
    for change in this.changes:
        if not any(difference.covered_by(change) for difference in differences):
            yield _stale(file, f"changes.{change.question}", "changes", _change_line(change))
    reused = {(it.role, it.number, it.was, it.now) for it in reuses(last, this)}
    for number in this.reused_numbers:
        if (number.role, str(number.number), number.was, number.now) not in reused:
            place = f"reused_numbers.{number.role}.{number.number}"
            yield _stale(file, place, "reused_numbers", _reused_line(number))
    moved = {(it.role, it.question, it.was, it.now) for it in moves(last, this)}
    for move in this.renumbered:
        if (move.role, move.question, str(move.was), str(move.now)) not in moved:
            place = f"renumbered.{move.role}.{move.question}"
            yield _stale(file, place, "renumbered", _move_line(move))
    roles = {(it.role, it.kind) for it in role_differences(last, this)}
    for role in this.role_changes:
        if (role.role, role.kind) not in roles:
            yield _stale(file, f"role_changes.{role.role}", "role_changes", _role_line(role))


def _of_question(
    difference: QuestionDifference, this: Questionnaire, last: Questionnaire, file: str
) -> Problem:
    """Say which difference is not declared, and the line that would declare it."""
    line = "- {" + _change_line(difference, _proposal(difference)) + "}"
    values: dict[str, object] = {"id": difference.question, "line": line}
    if difference.role is not None:
        place = Place(file, column=f"roles.{difference.role}.form")
        values |= {"role": difference.role}
        return Problem(f"{_UNDECLARED[difference.kind]}_in_role", place, values)
    if difference.kind not in ONE_YEAR:
        values |= _what_changed(difference, this, last)
    at = "changes" if difference.kind is ChangeKind.DROPPED else f"questions.{difference.question}"
    return Problem(_UNDECLARED[difference.kind], Place(file, column=at), values)


def _proposal(difference: QuestionDifference) -> str:
    """Return the open part of a proposed line; only a new wording is taken to be comparable.

    A question that one role's form gained or lost is comparable as to the other roles.
    """
    kind = difference.kind
    comparable = kind is ChangeKind.REWORDED or difference.role is not None
    return f"comparable: {str(comparable).lower()}, {_OPEN_NOTE}"


def _what_changed(
    difference: QuestionDifference, this: Questionnaire, last: Questionnaire
) -> dict[str, object]:
    old, new = (form.question(difference.question) for form in (last, this))
    if difference.kind is ChangeKind.REWORDED:
        languages = reworded_in(old.label, new.label)
        return {
            "languages": Phrase(f"forms.languages.{'_'.join(languages)}"),
            "was": old.label.text(languages[0]),
            "now": new.label.text(languages[0]),
        }
    if difference.kind is ChangeKind.PROPER_ANSWER:
        return {"was": str(old.proper_answer), "now": str(new.proper_answer)}
    if difference.kind is ChangeKind.ANSWER_KIND:
        return {"was": str(old.kind), "now": str(new.kind)}
    return {}


def _of_numbers(this: Questionnaire, last: Questionnaire, file: str) -> Iterator[Problem]:
    declared = {(it.role, str(it.number), it.was, it.now) for it in this.reused_numbers}
    reused = reuses(last, this)
    for it in reused:
        if (it.role, it.number, it.was, it.now) not in declared:
            place = Place(file, column=f"roles.{it.role}.form.{it.number}")
            values = {"number": it.number, "was": it.was, "now": it.now, "role": it.role}
            yield Problem("form_reused_number", place, values)
    said = {(it.role, it.question, str(it.was), str(it.now)) for it in this.renumbered}
    told_by_reuse = {(it.role, it.number) for it in reused}
    for move in moves(last, this):
        known = (move.role, move.question, move.was, move.now) in said
        if not known and (move.role, move.now) not in told_by_reuse:
            place = Place(file, column=f"roles.{move.role}.form.{move.now}")
            line = "- {" + _move_line(move) + "}"
            values = {"id": move.question, "was": move.was, "now": move.now, "line": line}
            yield Problem("form_renumbered", place, values)


def _of_role(role: RoleDifference, file: str) -> Problem:
    line = "- {" + _role_line(role, _OPEN_NOTE) + "}"
    place = Place(file, column=f"roles.{role.role}")
    kind = Phrase(f"forms.role_kind.{role.kind}")
    return Problem("form_role_changed", place, {"role": role.role, "kind": kind, "line": line})


def _stale(file: str, column: str, section: str, line: str) -> Problem:
    values = {"section": section, "line": line}
    return Problem("form_stale_declaration", Place(file, column=column), values)


def _change_line(change: FormChange | QuestionDifference, rest: str = "") -> str:
    role = [] if change.role is None else [f"role: {change.role}"]
    parts = [f"question: {change.question}", f"kind: {change.kind}", *role, rest]
    return ", ".join(filter(None, parts))


def _reused_line(it: ReusedNumber) -> str:
    return f"role: {it.role}, number: {it.number}, was: {it.was}, now: {it.now}"


def _move_line(it: Renumbered | Move) -> str:
    return f"role: {it.role}, question: {it.question}, was: {it.was}, now: {it.now}"


def _role_line(it: RoleChange | RoleDifference, rest: str = "") -> str:
    return ", ".join(filter(None, [f"role: {it.role}", f"kind: {it.kind}", rest]))
