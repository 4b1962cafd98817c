"""Score the rows of one sheet: status and proper/improper of every person's every answer."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from selfcheck_analysis.normalise import normal
from selfcheck_analysis.problems import Place, Problem
from selfcheck_analysis.questionnaire import Answer, Kind, Question, Questionnaire, Role
from selfcheck_analysis.responses.layout import Layout, on_one_line
from selfcheck_analysis.responses.vocabulary import known_words
from selfcheck_analysis.terms import Status


@dataclass(frozen=True)
class Scored:
    """One person: role, tenure, and (question, status, answer) of every counted question."""

    role: str
    tenure: str
    answers: tuple[tuple[str, Status, Answer | None], ...]


@dataclass
class SheetResult:
    """What a sheet gave: the persons used, and a problem for everything set aside."""

    people: list[Scored] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    rows_set_aside: int = 0
    answers_set_aside: int = 0


def score_sheet(layout: Layout, questionnaire: Questionnaire, place: Place) -> SheetResult:
    """Score every row of a sheet.

    A row without a known role or tenure is set aside, and one with more cells than there are
    headings: a comma too many has moved its answers under other questions.
    """
    result = SheetResult()
    roles_seen: dict[str, Role] = {}
    for number, cells in layout.rows:
        at = Place(place.file, place.sheet, number)
        if len(cells) > len(layout.headings):
            result.problems.append(Problem("row_too_long", at))
            result.rows_set_aside += 1
            continue
        role, tenure, faults = _who(layout, cells, questionnaire, at)
        result.problems.extend(faults)
        if role is None or tenure is None:
            result.rows_set_aside += 1
            continue
        roles_seen[role.id] = role
        person, faults = _person(layout, cells, questionnaire, role, tenure, at)
        result.people.append(person)
        result.problems.extend(faults)
        result.answers_set_aside += len(faults)
    result.problems.extend(_missing_columns(layout, questionnaire, roles_seen, place))
    return result


def _who(
    layout: Layout, cells: tuple[str, ...], questionnaire: Questionnaire, at: Place
) -> tuple[Role | None, str | None, list[Problem]]:
    """Read role and tenure; what stands there is not repeated in the message."""
    problems = []
    roles = {
        normal(name): role
        for role in questionnaire.roles
        for name in (role.id, role.label.ja, role.label.en)
    }
    found = {"role": _cell(cells, layout.role), "tenure": _cell(cells, layout.tenure)}
    role = roles.get(found["role"])
    tenure = known_words("tenure").get(found["tenure"])
    for what, meaning in (("role", role), ("tenure", tenure)):
        if meaning is None:
            code = f"{what}_unknown" if found[what] else f"{what}_missing"
            column = on_one_line(layout.headings[layout.role if what == "role" else layout.tenure])
            problems.append(Problem(code, Place(at.file, at.sheet, at.row, column)))
    return role, tenure, problems


def _person(
    layout: Layout,
    cells: tuple[str, ...],
    questionnaire: Questionnaire,
    role: Role,
    tenure: str,
    at: Place,
) -> tuple[Scored, list[Problem]]:
    given: dict[str, Answer | None] = {}
    answers, problems = [], []
    for question in questionnaire.counted(role):
        status, answer, code = _answer(question, layout, cells, given)
        given[question.id] = answer
        answers.append((question.id, status, answer))
        if code:
            problems.append(_answer_problem(code, question.id, layout, at))
    for question_id, code in _not_on_form(layout, cells, questionnaire, role):
        problems.append(_answer_problem(code, question_id, layout, at))
    return Scored(role.id, tenure, tuple(answers)), problems


def _answer_problem(code: str, question_id: str, layout: Layout, at: Place) -> Problem:
    heading = on_one_line(layout.headings[layout.questions[question_id]])
    return Problem(code, Place(at.file, at.sheet, at.row, heading))


def _answer(
    question: Question, layout: Layout, cells: tuple[str, ...], given: dict[str, Answer | None]
) -> tuple[Status, Answer | None, str]:
    """Return the status, the answer, and the code of a fault if there is one.

    A conditional question counts only for those whose condition holds. One left blank by such
    a person is a missing answer, except where the form names a situation that need not have
    arisen: then it was not asked.
    """
    if question.id not in layout.questions:
        return Status.NOT_DELIVERED, None, ""
    word = _cell(cells, layout.questions[question.id])
    condition = question.asked_if
    if condition is not None and given.get(condition.question) != condition.answer:
        return Status.NOT_ASKED, None, "answer_not_asked" if word else ""
    if not word:
        may_not_apply = condition is not None and condition.situation is not None
        return (Status.NOT_ASKED if may_not_apply else Status.NO_ANSWER), None, ""
    answer = known_words("answer").get(word)
    if answer is None:
        return Status.INVALID, None, "answer_unknown"
    return Status.ANSWERED, Answer(answer), ""


def _not_on_form(
    layout: Layout, cells: tuple[str, ...], questionnaire: Questionnaire, role: Role
) -> Iterator[tuple[str, str]]:
    asked = set(role.form.values())
    for question_id, position in layout.questions.items():
        if question_id not in asked and _cell(cells, position):
            yield question_id, "answer_not_on_form"


def _missing_columns(
    layout: Layout, questionnaire: Questionnaire, roles: dict[str, Role], place: Place
) -> Iterator[Problem]:
    for role in roles.values():
        for number, question in questionnaire.form(role):
            if question.kind is Kind.YES_NO and question.id not in layout.questions:
                values = {"number": number, "label": question.label.ja, "role": role.label.ja}
                yield Problem("column_missing", place, values)


def _cell(cells: tuple[str, ...], position: int) -> str:
    return normal(cells[position]) if position < len(cells) else ""
