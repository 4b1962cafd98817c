"""Where the columns of a delivered sheet are."""

import pytest

from selfcheck_analysis.notice import SYNTHETIC_NOTICE
from selfcheck_analysis.problems import Place
from selfcheck_analysis.questionnaire import Questionnaire
from selfcheck_analysis.responses.files.sheets import Sheet, holds_anything
from selfcheck_analysis.responses.headings import Reading
from selfcheck_analysis.responses.layout import HEADER_WITHIN_ROWS, recognise
from selfcheck_analysis.responses.scoring import score_sheet
from selfcheck_analysis.words import Words
from tests.small_project import (
    HEADER,
    LOCKS,
    REMARKS,
    SAW,
    SEALS,
    SPOKE,
    codes,
    demo_questionnaire,
    form_values,
    person,
)

FORMS = demo_questionnaire()
PLACE = Place("a.xlsx", "回答")


def sheet(*rows):
    """Return a sheet whose rows count from 1."""
    return Sheet("回答", tuple((i, tuple(row)) for i, row in enumerate(rows, start=1)))


def layout_of(*rows, forms=FORMS):
    layout, problems = recognise(sheet(*rows), Reading(forms), PLACE.file)
    assert all(problem.text(Words(language)) for problem in problems for language in ("ja", "en"))
    return layout, problems


def columns(layout):
    """Return the position of every field that has one column."""
    return {name: position for name, there in layout.fields.items() for position in there}


def positions(layout):
    """Return the positions of role, tenure and the questions."""
    where = columns(layout)
    return where.pop("role"), where.pop("tenure"), where


def rows_of(layout):
    """Return the numbers of the rows below the header that hold anything."""
    filled = {number for number, cells in layout.sheet.rows if holds_anything(cells)}
    return [int(n) for block in layout.blocks() for n in block.numbers if int(n) in filled]


def test_recognise__finds_every_column_of_the_form_as_sent_out():
    layout, problems = layout_of(HEADER, person())
    assert problems == []
    questions = {"locks": 2, "saw": 3, "spoke": 4, "reported": 5, "seals": 6, "remarks": 7}
    assert positions(layout) == (0, 1, questions)
    assert layout.headings == tuple(HEADER)
    assert rows_of(layout) == [2]


def test_recognise__columns_may_stand_in_any_order():
    layout, problems = layout_of(HEADER[::-1], person()[::-1])
    assert problems == []
    assert [columns(layout)[name] for name in ("role", "tenure", "locks")] == [7, 6, 5]


@pytest.mark.parametrize(
    "heading",
    [
        LOCKS,
        f"問1 {LOCKS}",
        f"問１．{LOCKS}",
        f"Q1: {LOCKS}",
        f" {LOCKS[:5]}\n{LOCKS[5:]} ",  # broken over two lines in the cell
        "locks",
        "locks in English",
        "Q1 LOCKS IN ENGLISH",
    ],
)
def test_recognise__a_question_is_known_by_id_or_label_with_or_without_number(heading):
    layout, problems = layout_of(["区分", "従事年数", heading])
    assert problems == []
    assert positions(layout)[2] == {"locks": 2}


@pytest.mark.parametrize(
    ("role", "tenure"), [("区分", "従事年数"), ("role", "tenure"), ("区　分", "従事\n年数")]
)
def test_recognise__role_and_tenure_are_known_in_both_languages(role, tenure):
    layout, problems = layout_of([LOCKS, tenure, role])
    assert problems == []
    assert positions(layout) == (2, 1, {"locks": 0})


def test_recognise__rows_keep_their_numbers_under_titles_and_between_blank_rows():
    blank = [""] * 8
    layout, problems = layout_of(
        ["令和５年度 自己点検"], blank, HEADER, person(), ["", "　", "\u200b"], person()
    )
    assert problems == []
    assert rows_of(layout) == [4, 6]


def test_recognise__the_header_may_stand_in_the_last_row_looked_at():
    titles = [["題名"]] * (HEADER_WITHIN_ROWS - 1)
    layout, _ = layout_of(*titles, HEADER, person())
    assert rows_of(layout) == [21]
    layout, problems = layout_of(["題名"], *titles, HEADER, person())
    assert layout is None
    assert codes(problems) == ["sheet_without_header"]


@pytest.mark.parametrize(
    "rows",
    [
        [],
        [["題名"]],
        [["区分"], ["従事年数"], person()],  # not in one row
        [person(), person()],
    ],
)
def test_recognise__a_sheet_without_header_is_a_problem_of_the_sheet(rows):
    layout, problems = layout_of(*rows)
    assert layout is None
    assert codes(problems) == ["sheet_without_header"]
    assert problems[0].place == PLACE
    assert str(HEADER_WITHIN_ROWS) in problems[0].found(Words("ja"))


@pytest.mark.parametrize(
    ("header", "code"),
    [
        (["区分", *HEADER[2:]], "header_without_tenure"),
        (["従事年数", *HEADER[2:]], "header_without_role"),
    ],
)
def test_recognise__a_header_that_lacks_something_is_named_by_its_row(header, code):
    layout, problems = layout_of(["題名"], header, person())
    assert layout is None
    assert [(p.code, p.place.row) for p in problems] == [(code, 2)]


def test_recognise__an_unknown_column_is_named_with_the_nearest_question():
    misspelt = SAW.replace("見かけた", "みかけた")
    layout, problems = layout_of(["題名"], ["区分", "従事年数", LOCKS, f"問2 {misspelt}", "天気"])
    assert positions(layout)[2] == {"locks": 2}
    assert codes(problems) == ["column_unknown"] * 2
    assert problems[0].place == Place("a.xlsx", "回答", 2, f"問2 {misspelt}")
    assert problems[0].values["near"] == SAW
    assert problems[1].values["near"] == "-"


def test_recognise__the_place_of_a_broken_heading_is_one_line():
    _, problems = layout_of(["区分", "従事年数", "貸出\r\n端末"])
    assert problems[0].place.column == "貸出 端末"
    assert "\n" not in problems[0].text(Words("ja"))


def test_recognise__of_two_columns_for_one_question_the_first_is_used():
    layout, problems = layout_of(["区分", "従事年数", LOCKS, f"問9 {LOCKS}", "区分", SPOKE])
    assert positions(layout)[2] == {"locks": 2, "spoke": 5}
    assert columns(layout)["role"] == 0
    assert [(p.code, p.place.column) for p in problems] == [
        ("column_twice", f"問9 {LOCKS}"),
        ("column_twice", "区分"),
    ]


def column_faults(layout):
    """Return the faults of columns that are found while the rows are read."""
    result = score_sheet(layout, Reading(FORMS), PLACE.file)
    return [p for p in result.problems.problems() if p.code == "column_without_heading"]


def test_recognise__something_under_a_blank_heading_is_a_problem_of_its_column():
    layout, _ = layout_of(["区分", "従事年数", "", " ", LOCKS], ["a", "b", "", "x", "はい"])
    assert positions(layout)[2] == {"locks": 4}
    assert [problem.place.column for problem in column_faults(layout)] == ["D"]


@pytest.mark.parametrize(
    ("position", "letters"), [(2, "C"), (25, "Z"), (26, "AA"), (51, "AZ"), (52, "BA"), (702, "AAA")]
)
def test_recognise__a_column_without_heading_is_named_as_in_excel(position, letters):
    header = ["区分", "従事年数"] + [""] * (position - 1)
    row = ["a", "b"] + [""] * (position - 2) + ["x"]
    [problem] = column_faults(layout_of(header, row)[0])
    assert problem.place.column == letters


def test_recognise__blank_columns_between_are_no_problem():
    layout, problems = layout_of(
        ["", "区分", "", "従事年数", LOCKS, ""], ["", "a", "", "b", "はい"]
    )
    assert problems == column_faults(layout) == []
    assert positions(layout) == (1, 3, {"locks": 4})


@pytest.mark.parametrize(
    "title",
    [
        [SYNTHETIC_NOTICE],
        ["", SYNTHETIC_NOTICE, ""],
        SYNTHETIC_NOTICE.split(","),  # saved as CSV by something that does not quote
        [f"注意：{SYNTHETIC_NOTICE}"],
    ],
)
def test_recognise__the_notice_above_the_header_marks_synthetic_people(title):
    layout, problems = layout_of(title, HEADER, person())
    assert layout.synthetic
    assert problems == []


@pytest.mark.parametrize(
    "rows", [[HEADER, person()], [["合成データ"], HEADER], [HEADER, [SYNTHETIC_NOTICE]]]
)
def test_recognise__other_titles_and_answers_mark_nobody_synthetic(rows):
    layout, _ = layout_of(*rows)
    assert not layout.synthetic


def test_recognise__a_question_called_like_the_role_column_does_not_take_its_place():
    values = form_values()
    values["questions"][0]["label"] = {"ja": "区分", "en": "Tenure"}
    forms = Questionnaire.model_validate(values)
    layout, problems = layout_of(["区分", "従事年数", SEALS], forms=forms)
    assert positions(layout) == (0, 1, {"seals": 2})
    assert problems == []


def test_recognise__a_header_alone_has_no_rows():
    layout, problems = layout_of(HEADER)
    assert rows_of(layout) == []
    assert problems == []


def test_recognise__a_repeated_header_is_a_row_like_any_other():
    layout, _ = layout_of(HEADER, person(), HEADER, person(REMARKS="x"))
    assert rows_of(layout) == [2, 3, 4]


def test_count__counts_rows_that_hold_anything():
    rows = [["題名", ""], ["", ""], ["　", "\u200b\ufeff"], [""], [], ["", "0"]]
    assert sheet(*rows).count() == 2


def test_small_project__names_its_free_text_column():
    assert HEADER[-1] == REMARKS  # the tests of scoring and intake rely on it
