"""Where the columns of a delivered sheet are."""

import pytest

from selfcheck_analysis.notice import SYNTHETIC_NOTICE
from selfcheck_analysis.problems import Place
from selfcheck_analysis.questionnaire import Questionnaire
from selfcheck_analysis.responses.layout import HEADER_WITHIN_ROWS, filled_rows, recognise
from selfcheck_analysis.responses.readers import Sheet
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
    layout, problems = recognise(sheet(*rows), forms, PLACE)
    assert all(problem.text(Words(language)) for problem in problems for language in ("ja", "en"))
    return layout, problems


def test_recognise__finds_every_column_of_the_form_as_sent_out():
    layout, problems = layout_of(HEADER, person())
    assert problems == []
    assert (layout.role, layout.tenure) == (0, 1)
    positions = {"locks": 2, "saw": 3, "spoke": 4, "reported": 5, "seals": 6, "remarks": 7}
    assert layout.questions == positions
    assert layout.headings == tuple(HEADER)
    assert layout.rows == ((2, tuple(person())),)


def test_recognise__columns_may_stand_in_any_order():
    layout, problems = layout_of(HEADER[::-1], person()[::-1])
    assert problems == []
    assert (layout.role, layout.tenure, layout.questions["locks"]) == (7, 6, 5)


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
    assert layout.questions == {"locks": 2}


@pytest.mark.parametrize(
    ("role", "tenure"), [("区分", "従事年数"), ("role", "tenure"), ("区　分", "従事\n年数")]
)
def test_recognise__role_and_tenure_are_known_in_both_languages(role, tenure):
    layout, problems = layout_of([LOCKS, tenure, role])
    assert problems == []
    assert (layout.role, layout.tenure, layout.questions) == (2, 1, {"locks": 0})


def test_recognise__rows_keep_their_numbers_under_titles_and_between_blank_rows():
    blank = [""] * 8
    layout, problems = layout_of(
        ["令和５年度 自己点検"], blank, HEADER, person(), ["", "　", "\u200b"], person()
    )
    assert problems == []
    assert [number for number, _ in layout.rows] == [4, 6]


def test_recognise__the_header_may_stand_in_the_last_row_looked_at():
    titles = [["題名"]] * (HEADER_WITHIN_ROWS - 1)
    layout, _ = layout_of(*titles, HEADER, person())
    assert layout.rows == ((21, tuple(person())),)
    layout, problems = layout_of(["題名"], *titles, HEADER, person())
    assert layout is None
    assert codes(problems) == ["sheet_without_header"]


@pytest.mark.parametrize(
    "rows",
    [
        [],
        [["題名"]],
        [["区分", *HEADER[2:]], person()],
        [["従事年数", *HEADER[2:]], person()],
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


def test_recognise__an_unknown_column_is_named_with_the_nearest_question():
    misspelt = SAW.replace("見かけた", "みかけた")
    layout, problems = layout_of(["題名"], ["区分", "従事年数", LOCKS, f"問2 {misspelt}", "日時"])
    assert layout.questions == {"locks": 2}
    assert codes(problems) == ["column_unknown"] * 2
    assert problems[0].place == Place("a.xlsx", "回答", 2, f"問2 {misspelt}")
    assert problems[0].values["near"] == SAW
    assert problems[1].values["near"] == "-"


def test_recognise__the_place_of_a_broken_heading_is_one_line():
    _, problems = layout_of(["区分", "従事年数", "送信\r\n日時"])
    assert problems[0].place.column == "送信 日時"
    assert "\n" not in problems[0].text(Words("ja"))


def test_recognise__of_two_columns_for_one_question_the_first_is_used():
    layout, problems = layout_of(["区分", "従事年数", LOCKS, f"問9 {LOCKS}", "区分", SPOKE])
    assert layout.questions == {"locks": 2, "spoke": 5}
    assert layout.role == 0
    assert [(p.code, p.place.column) for p in problems] == [
        ("column_twice", f"問9 {LOCKS}"),
        ("column_twice", "区分"),
    ]


def test_recognise__something_under_a_blank_heading_is_a_problem_of_its_column():
    layout, problems = layout_of(["区分", "従事年数", "", " ", LOCKS], ["a", "b", "", "x", "はい"])
    assert layout.questions == {"locks": 4}
    assert [(p.code, p.place.column) for p in problems] == [("column_without_heading", "D")]


@pytest.mark.parametrize(
    ("position", "letters"), [(2, "C"), (25, "Z"), (26, "AA"), (51, "AZ"), (52, "BA"), (702, "AAA")]
)
def test_recognise__a_column_without_heading_is_named_as_in_excel(position, letters):
    header = ["区分", "従事年数"] + [""] * (position - 1)
    row = ["a", "b"] + [""] * (position - 2) + ["x"]
    _, [problem] = layout_of(header, row)
    assert problem.place.column == letters


def test_recognise__blank_columns_between_are_no_problem():
    layout, problems = layout_of(
        ["", "区分", "", "従事年数", LOCKS, ""], ["", "a", "", "b", "はい"]
    )
    assert problems == []
    assert (layout.role, layout.tenure, layout.questions) == (1, 3, {"locks": 4})


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
    assert (layout.role, layout.tenure, layout.questions) == (0, 1, {"seals": 2})
    assert problems == []


def test_recognise__a_header_alone_has_no_rows():
    layout, problems = layout_of(HEADER)
    assert layout.rows == ()
    assert problems == []


def test_recognise__a_repeated_header_is_a_row_like_any_other():
    layout, _ = layout_of(HEADER, person(), HEADER, person(REMARKS="x"))
    assert [number for number, _ in layout.rows] == [2, 3, 4]


def test_filled_rows__counts_rows_that_hold_anything():
    rows = [["題名", ""], ["", ""], ["　", "\u200b\ufeff"], [""], [], ["", "0"]]
    assert filled_rows(sheet(*rows)) == 2


def test_small_project__names_its_free_text_column():
    assert HEADER[-1] == REMARKS  # the tests of scoring and intake rely on it
