"""Status and answer of every person's every question, and what is set aside."""

from typing import NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from selfcheck_analysis.problems import Place
from selfcheck_analysis.responses.files.sheets import Sheet
from selfcheck_analysis.responses.headings import Reading
from selfcheck_analysis.responses.layout import recognise
from selfcheck_analysis.responses.people import ANSWER, STATUS, Cell
from selfcheck_analysis.responses.scoring import score_sheet
from selfcheck_analysis.terms import ANSWERED_TENURES, Status
from selfcheck_analysis.words import Words
from tests.small_project import (
    CHIEF,
    HEADER,
    LOCKS,
    REPORTED,
    SAW,
    SEALS,
    SPOKE,
    STAFF,
    codes,
    demo_questionnaire,
    person,
)

FORMS = demo_questionnaire()
PLACE = Place("a.xlsx", "回答")
STAFF_QUESTIONS = ["locks", "saw", "spoke", "reported", "seals"]
CHIEF_QUESTIONS = ["locks", "seals"]


class Person(NamedTuple):
    """One person, with (question, status, answer) of every counted question."""

    role: str
    tenure: str
    answers: tuple


class Scored(NamedTuple):
    """What a sheet gave, person by person in the order of roles and rows."""

    people: list
    problems: list
    rows_set_aside: int
    answers_set_aside: int
    delivered: int
    notes: list


def scored_sheet(sheet, contradictions="only_if_asked"):
    layout, problems = recognise(sheet, Reading(FORMS), "a.xlsx")
    assert problems == []
    result = score_sheet(layout, Reading(FORMS, contradictions=contradictions), "a.xlsx")
    problems, notes = result.problems.problems(), result.notes.problems()
    assert all(p.text(Words(language)) for p in problems + notes for language in ("ja", "en"))
    people = [
        person_of(role, tenure, cells)
        for role in result.people.cells
        for tenures, matrix in zip(
            result.people.tenures[role], result.people.cells[role], strict=True
        )
        for tenure, cells in zip(tenures, matrix, strict=True)
    ]
    return Scored(
        people, problems, result.rows_set_aside, result.answers_set_aside, result.delivered, notes
    )


def person_of(role, tenure, cells):
    questions = FORMS.counted(FORMS.role(role))
    answers = tuple(
        (question.id, STATUS[Cell(cell)], ANSWER.get(Cell(cell)))
        for question, cell in zip(questions, cells, strict=True)
    )
    return Person(role, str(ANSWERED_TENURES[tenure]), answers)


def scored(*rows, header=HEADER, contradictions="only_if_asked"):
    """Score rows under the header, which stands in row 3 below a title and a blank row."""
    numbered = enumerate([["題名"], [""], header, *rows], start=1)
    sheet = Sheet("回答", tuple((i, tuple(row)) for i, row in numbered))
    return scored_sheet(sheet, contradictions)


def answers_of(*row, **kwargs):
    """Return {question: (status, answer)} of one person, and the codes of the problems."""
    result = scored(*row, **kwargs)
    [one] = result.people
    return {q: (status, answer) for q, status, answer in one.answers}, codes(result.problems)


def test_score_sheet__a_sound_row_is_a_person_with_every_counted_question():
    result = scored(person(REMARKS="書いたこと"))
    [one] = result.people
    assert (one.role, one.tenure) == ("staff", "second_year_plus")
    assert one.answers == (
        ("locks", Status.ANSWERED, "yes"),
        ("saw", Status.ANSWERED, "no"),
        ("spoke", Status.NOT_ASKED, None),
        ("reported", Status.NOT_ASKED, None),
        ("seals", Status.ANSWERED, "yes"),
    )
    assert (result.problems, result.rows_set_aside, result.answers_set_aside) == ([], 0, 0)


def test_score_sheet__a_person_is_asked_the_questions_of_the_own_form_only():
    given, problems = answers_of(person(CHIEF))
    assert list(given) == CHIEF_QUESTIONS
    assert problems == []


@pytest.mark.parametrize(
    ("tenure", "meant"),
    [("1年目", "first_year"), ("１ 年目", "first_year"), ("２年目以上", "second_year_plus")],
)
def test_score_sheet__tenure_is_read_in_any_width(tenure, meant):
    assert scored(person(tenure=tenure)).people[0].tenure == meant


@pytest.mark.parametrize("role", [STAFF, "staff", "Staff", " 一般 職員"])
def test_score_sheet__a_role_is_known_by_id_or_label(role):
    row = [role, *person()[1:]]
    assert scored(row).people[0].role == "staff"


# The follow-ups of `saw`: what is asked of whom, and what a blank means there.
@pytest.mark.parametrize(
    ("saw", "spoke", "reported", "expected_spoke", "expected_reported", "problems"),
    [
        ("はい", "はい", "いいえ", ("answered", "yes"), ("answered", "no"), []),
        # `spoke` names a situation that need not have arisen; `reported` does not.
        ("はい", "", "", ("not_asked", None), ("no_answer", None), []),
        ("はい", "　", "\u200b", ("not_asked", None), ("no_answer", None), []),
        ("はい", "?", "?", ("invalid", None), ("invalid", None), ["answer_unknown"] * 2),
        ("いいえ", "", "", ("not_asked", None), ("not_asked", None), []),
        ("いいえ", "はい", "", ("not_asked", None), ("not_asked", None), ["answer_not_asked"]),
        ("いいえ", "?", "", ("not_asked", None), ("not_asked", None), ["answer_not_asked"]),
        ("", "", "", ("not_asked", None), ("not_asked", None), []),
        ("", "はい", "はい", ("not_asked", None), ("not_asked", None), ["answer_not_asked"] * 2),
        (
            *("?", "はい", ""),
            *(("not_asked", None), ("not_asked", None)),
            ["answer_unknown", "answer_not_asked"],
        ),
    ],
)
def test_score_sheet__conditional_questions(
    saw, spoke, reported, expected_spoke, expected_reported, problems
):
    given, found = answers_of(person(SAW=saw, SPOKE=spoke, REPORTED=reported))
    assert given["spoke"] == expected_spoke
    assert given["reported"] == expected_reported
    assert found == problems
    # Nothing of this touches the person's other answers.
    assert given["locks"] == given["seals"] == ("answered", "yes")


def test_score_sheet__blank_invalid_not_asked_and_not_delivered_are_four_things():
    header = [name for name in HEADER if name != SEALS]
    row = [STAFF, "1年目", "", "はい", "かも", "", ""]
    result = scored(row, header=header)
    statuses = {question: status for question, status, _ in result.people[0].answers}
    assert statuses == {
        "locks": Status.NO_ANSWER,
        "saw": Status.ANSWERED,
        "spoke": Status.INVALID,
        "reported": Status.NO_ANSWER,
        "seals": Status.NOT_DELIVERED,
    }
    assert codes(result.problems) == ["answer_unknown", "column_missing"]


def test_score_sheet__who_was_asked_a_follow_up_is_not_known_without_its_question():
    header = [name for name in HEADER if name != SAW]
    row = [STAFF, "1年目", "はい", "はい", "", "はい", ""]
    result = scored(row, header=header)
    statuses = {question: status for question, status, _ in result.people[0].answers}
    assert {statuses[q] for q in ("saw", "spoke", "reported")} == {Status.NOT_DELIVERED}
    assert sorted(codes(result.problems)) == ["answer_not_asked", "column_missing"]
    assert result.answers_set_aside == 1


def test_score_sheet__an_unknown_answer_is_set_aside_alone_and_by_its_place():
    result = scored(person(LOCKS="たぶん"), person())
    assert len(result.people) == 2
    assert (result.rows_set_aside, result.answers_set_aside) == (0, 1)
    [problem] = result.problems
    assert problem.code == "answer_unknown"
    assert problem.place == Place("a.xlsx", "回答", 4, LOCKS)


@pytest.mark.parametrize(
    ("role", "tenure", "faults"),
    [
        ("課長", "1年目", [("role_unknown", "区分")]),
        ("", "1年目", [("role_missing", "区分")]),
        (STAFF, "3年目", [("tenure_unknown", "従事年数")]),
        (STAFF, "", [("tenure_missing", "従事年数")]),
        (STAFF, "全体", [("tenure_unknown", "従事年数")]),  # printed, but nobody's tenure
        ("#N/A", "\u3000", [("role_unknown", "区分"), ("tenure_missing", "従事年数")]),
    ],
)
def test_score_sheet__a_row_without_role_or_tenure_is_set_aside_once(role, tenure, faults):
    broken = [role, tenure, *person(LOCKS="?")[2:]]
    result = scored(person(), broken, person())
    assert len(result.people) == 2
    assert (result.rows_set_aside, result.answers_set_aside) == (1, 0)
    assert [(p.code, p.place.column) for p in result.problems] == faults
    assert {p.place.row for p in result.problems} == {5}


def test_score_sheet__an_answer_that_is_not_on_the_roles_form_is_set_aside_alone():
    result = scored(person(CHIEF, SAW="いいえ"))
    assert len(result.people) == 1
    assert (result.rows_set_aside, result.answers_set_aside) == (0, 1)
    assert [(p.code, p.place.column) for p in result.problems] == [("answer_not_on_form", SAW)]


def test_score_sheet__free_text_of_a_role_that_is_asked_for_it_is_no_fault():
    assert scored(person(REMARKS="はい、いいえ")).problems == []


@pytest.mark.parametrize("remarks", ["書いた", ""])
def test_score_sheet__a_row_longer_than_its_header_is_set_aside(remarks):
    # An unquoted comma shifts every cell after it, and the last one may well be blank.
    shifted = person(REMARKS=remarks)
    shifted[2:2] = ["はい"]
    result = scored(shifted, person())
    assert (len(result.people), result.rows_set_aside) == (1, 1)
    assert [(p.code, p.place.row) for p in result.problems] == [("row_too_long", 4)]


def test_score_sheet__cells_that_a_row_lacks_are_blank():
    given, problems = answers_of(person()[:3])
    assert given["locks"] == ("answered", "yes")
    assert given["seals"] == ("no_answer", None)
    assert problems == []


def test_score_sheet__a_missing_column_is_reported_once_for_every_form_that_has_it():
    header = [name for name in HEADER if name not in (SEALS, SPOKE)]
    rows = [[STAFF, "1年目", "はい", "いいえ", "", ""], [CHIEF, "1年目", "はい", "", "", ""]] * 2
    result = scored(*rows, header=header)
    assert len(result.people) == 4
    missing = [p for p in result.problems if p.code == "column_missing"]
    assert {(p.values["role"], p.values["number"], p.values["label"]) for p in missing} == {
        (STAFF, "2-1", SPOKE),
        (STAFF, "3", SEALS),
        (CHIEF, "2", SEALS),
    }
    assert len(missing) == len(result.problems) == 3
    assert {p.place for p in missing} == {PLACE}


def test_score_sheet__the_column_of_free_text_may_be_left_out():
    result = scored(person()[:-1], header=HEADER[:-1])
    assert result.problems == []


def test_score_sheet__a_column_on_nobodys_form_is_not_missed():
    header = [name for name in HEADER if name != REPORTED]
    result = scored(["係長", "1年目", "はい", "", "", "はい", ""], header=header)
    assert result.problems == []


WORDS = ["", "　", "はい", "いいえ", "yes", STAFF, CHIEF, "1年目", "２年目以上", "=1+1", "①㈱髙"]
CELLS = st.one_of(
    st.sampled_from(WORDS),
    st.text(max_size=12),
    st.text("はいえ\u200b\u3000\n\"',;=+-@\t\U0001f600\ue000\x07", max_size=6),
)


@settings(max_examples=120, deadline=None)
@given(st.lists(st.lists(CELLS, min_size=1, max_size=10), max_size=6))
def test_score_sheet__whatever_the_cells_hold_every_row_is_used_or_set_aside(rows):
    sheet = Sheet("", tuple(enumerate([tuple(HEADER), *map(tuple, rows)], start=1)))
    result = scored_sheet(sheet)
    filled = Sheet("", tuple(enumerate(map(tuple, rows), start=2))).count()
    assert result.delivered == len(result.people) + result.rows_set_aside == filled
    asked = {"staff": STAFF_QUESTIONS, "chief": CHIEF_QUESTIONS}
    for one in result.people:
        assert [question for question, _, _ in one.answers] == asked[one.role]
        for _, status, answer in one.answers:
            assert (answer is not None) == (status is Status.ANSWERED)
    # A row that is set aside says why; so does every answer that is.
    of_rows = ("role_unknown", "role_missing", "tenure_unknown", "tenure_missing", "row_too_long")
    broken = {p.place.row for p in result.problems if p.code in of_rows}
    assert len(broken) == result.rows_set_aside
    of_answers = ("answer_unknown", "answer_not_asked", "answer_not_on_form")
    assert codes(result.problems).count("column_missing") == 0
    assert sum(p.code in of_answers for p in result.problems) == result.answers_set_aside
    invalid = sum(s is Status.INVALID for one in result.people for _, s, _ in one.answers)
    assert codes(result.problems).count("answer_unknown") == invalid


@settings(max_examples=60, deadline=None)
@given(st.text("秘密のことば", min_size=3, max_size=9), st.integers(0, len(HEADER) - 1))
def test_score_sheet__no_problem_repeats_what_stands_in_a_cell(word, position):
    secret = f"〔{word}〕"
    row = person()
    row[position] = secret
    result = scored(row)
    assert result.problems or position == len(HEADER) - 1  # free text is no fault
    for problem in result.problems:
        assert all(secret not in problem.text(Words(language)) for language in ("ja", "en"))
        assert secret not in repr(problem)
    assert secret not in repr(result.people)
