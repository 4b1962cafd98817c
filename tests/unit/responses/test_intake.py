"""Everything delivered is used or set aside with its place, and nobody can be traced."""

import unicodedata

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from selfcheck_analysis.analysis import _error_table
from selfcheck_analysis.problems import Place
from selfcheck_analysis.responses.people import ANSWER_TYPES
from selfcheck_analysis.words import Words, catalogue
from tests.small_project import (
    CHIEF,
    HEADER,
    LOCKS,
    SAW,
    STAFF,
    THIS_YEAR,
    codes,
    counts,
    csv_bytes,
    person,
    places,
    table,
    xlsx_bytes,
)

modest = settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


def test_take_in__lays_sound_deliveries_out_in_long_form(take):
    intake = take(a_csv=table(person(SAW="はい", REPORTED="いいえ")), b_csv=table(person(CHIEF)))
    assert intake.problems == ()
    assert list(intake.answers.columns) == [*ANSWER_TYPES, "proper"]
    rows = intake.answers.astype(object).where(intake.answers.notna(), None)
    # Persons by role, then questions in the order of the form; `saw` is proper at no.
    assert [tuple(row) for row in rows.itertuples(index=False)] == [
        (0, "chief", "second_year_plus", "locks", "answered", "yes", True),
        (0, "chief", "second_year_plus", "seals", "answered", "yes", True),
        (1, "staff", "second_year_plus", "locks", "answered", "yes", True),
        (1, "staff", "second_year_plus", "saw", "answered", "yes", False),
        (1, "staff", "second_year_plus", "spoke", "not_asked", None, None),
        (1, "staff", "second_year_plus", "reported", "answered", "no", False),
        (1, "staff", "second_year_plus", "seals", "answered", "yes", True),
    ]


def test_take_in__reports_every_file_in_order_of_name(take):
    intake = take(b_csv=table(person()), a_csv=table(person(), person(CHIEF, tenure="")))
    assert list(intake.deliveries["file"]) == ["a.csv", "b.csv"]
    assert counts(intake) == [2, 1, 1, 0]
    assert counts(intake, "b.csv") == [1, 1, 0, 0]
    assert not intake.deliveries["synthetic"].any()


PEOPLE = [
    person(SAW="はい", SPOKE="はい", REPORTED="いいえ", REMARKS="①㈱髙 ～"),
    person(tenure="1年目", LOCKS="いいえ", SEALS=""),
    person(CHIEF, tenure="１年目", LOCKS="？"),
    person("課長"),
]


@pytest.mark.parametrize(
    "content",
    [
        csv_bytes([HEADER, *PEOPLE], "utf-8-sig"),
        csv_bytes([HEADER, *PEOPLE], "cp932"),
        csv_bytes([HEADER, *PEOPLE], "utf-8", "\t"),
        csv_bytes([HEADER, *PEOPLE], "cp932", "\t"),
        csv_bytes([["令和５年度"], [], HEADER, *PEOPLE[:2], [""] * 8, *PEOPLE[2:]], "cp932"),
        xlsx_bytes({"回答": [HEADER, *PEOPLE]}),
        xlsx_bytes({"回答": [HEADER, *PEOPLE]}, first_row=2, first_column=1),
        xlsx_bytes({"東": [HEADER, *PEOPLE[:2]], "空": [], "西": [HEADER, *PEOPLE[2:]]}),
    ],
    ids=["bom", "cp932", "tabs", "cp932 tabs", "titles and gaps", "xlsx", "xlsx at B3", "sheets"],
)
def test_take_in__the_same_people_give_the_same_answers_in_any_format(take, content):
    plain = take(a_csv=csv_bytes([HEADER, *PEOPLE]))
    other = take(a_csv=content)
    pd.testing.assert_frame_equal(plain.answers, other.answers)
    pd.testing.assert_frame_equal(plain.deliveries, other.deliveries)
    assert codes(plain.problems) == codes(other.problems) == ["answer_unknown", "role_unknown"]
    assert counts(plain) == [4, 3, 1, 1]


@pytest.mark.parametrize(
    ("content", "rows"),
    [
        # Rows as Excel numbers them: the header, two sound people, a broken role, a broken answer
        (csv_bytes([HEADER, *PEOPLE[:2], PEOPLE[3], PEOPLE[2]]), (4, 5)),
        (csv_bytes([["題"], [], HEADER, *PEOPLE[:2], [], PEOPLE[3], PEOPLE[2]]), (7, 8)),
        (
            csv_bytes([HEADER, PEOPLE[0], person(REMARKS="一\n二\r\n三"), PEOPLE[3], PEOPLE[2]]),
            (4, 5),
        ),
        (xlsx_bytes({"a": [HEADER, *PEOPLE[:2], PEOPLE[3], PEOPLE[2]]}, 2, 1), (6, 7)),
    ],
    ids=["plain", "titles and gaps", "line breaks in a cell", "xlsx at B3"],
)
def test_take_in__names_the_rows_that_a_reader_sees_in_excel(take, content, rows):
    assert places(take(a_csv=content)) == [
        ("role_unknown", "a.csv", rows[0], "区分"),
        ("answer_unknown", "a.csv", rows[1], LOCKS),
    ]


def test_take_in__names_the_sheet(take):
    sheets = {"東": [HEADER, person()], "西": [HEADER, person(tenure="")]}
    [problem] = take(a_xlsx=xlsx_bytes(sheets)).problems
    assert problem.place == Place("a.xlsx", "西", 2, "従事年数")


def test_take_in__a_person_with_several_faults_is_one_row_set_aside(take):
    broken = ["課長", "三年", *person(LOCKS="?")[2:]]
    intake = take(a_csv=table(broken, person()))
    assert counts(intake) == [2, 1, 1, 0]
    assert codes(intake.problems) == ["role_unknown", "tenure_unknown"]


def test_take_in__answers_set_aside_leave_the_person_in_use(take):
    intake = take(a_csv=table(person(LOCKS="?", SPOKE="はい"), person(CHIEF, SAW="はい")))
    assert counts(intake) == [2, 2, 0, 3]
    assert codes(intake.problems) == ["answer_unknown", "answer_not_asked", "answer_not_on_form"]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"\xd0\xcf\x11\xe0" + bytes(600), "file_unreadable"),
        (b"PK\x03\x04", "file_unreadable"),
        (table(person(), [STAFF, '"']).replace(b'""""', b'"'), "file_quotes"),
    ],
    ids=["xls", "no archive", "quotation mark"],
)
def test_take_in__an_unreadable_file_leaves_the_others_in_use(take, content, code):
    intake = take(a_csv=content, b_csv=table(person()))
    assert counts(intake) == [None] * 4
    assert counts(intake, "b.csv") == [1, 1, 0, 0]
    assert codes(intake.problems) == [code]


@pytest.mark.parametrize(
    "content",
    [b"", b"\n", csv_bytes([HEADER]), csv_bytes([HEADER, [""] * 8]), xlsx_bytes({"空": []})],
    ids=["no byte", "a line", "header", "header and blank row", "empty workbook"],
)
def test_take_in__a_file_without_people_is_reported(take, content):
    intake = take(a_csv=content, b_csv=table(person()))
    assert counts(intake) == [0, 0, 0, 0]
    assert places(intake) == [("file_empty", "a.csv", 0, "")]


def test_take_in__a_sheet_without_header_counts_as_set_aside(take):
    sheets = {"回答": [HEADER, person()], "記入要領": [["はい か いいえ"], [], ["空欄 可"]]}
    intake = take(a_xlsx=xlsx_bytes(sheets))
    assert counts(intake, "a.xlsx") == [3, 1, 2, 0]
    assert codes(intake.problems) == ["sheet_without_header"]
    assert intake.problems[0].place.sheet == "記入要領"


def test_take_in__nothing_usable_gives_an_empty_frame_of_the_same_types(take, tmp_path):
    some = take(a_csv=table(person())).answers
    none = take(a_csv=table(person("課長"))).answers
    assert none.empty
    assert list(none.dtypes) == list(some.dtypes)
    none.to_parquet(tmp_path / "none.parquet")
    pd.testing.assert_frame_equal(pd.read_parquet(tmp_path / "none.parquet"), none)


def test_take_in__answers_survive_parquet_as_plain_words(take, tmp_path):
    answers = take(a_csv=csv_bytes([HEADER, *PEOPLE])).answers
    answers.to_parquet(tmp_path / "answers.parquet")
    kept = pd.read_parquet(tmp_path / "answers.parquet")
    pd.testing.assert_frame_equal(kept, answers)
    assert set(kept["answer"].dropna()) == {"yes", "no"}
    assert {type(word) for word in kept["answer"].dropna()} == {str}


# Anonymity


@modest
@given(st.randoms(use_true_random=False))
def test_take_in__nothing_of_the_order_of_delivery_is_kept(take, random):
    kinds = [(locks, seals) for locks in ("はい", "いいえ", "") for seals in ("はい", "")]
    people = PEOPLE[:3] + [person(LOCKS=locks, SEALS=seals) for locks, seals in kinds]
    shuffled = list(people)
    random.shuffle(shuffled)
    cut = random.randrange(1, len(people))
    one = take(a_csv=table(*people)).answers
    other = take(z_csv=table(*shuffled[:cut]), b_xlsx=xlsx_bytes({"x": [HEADER, *shuffled[cut:]]}))
    # Whoever delivered first, and in which file: the frame is the same to the last cell.
    pd.testing.assert_frame_equal(one, other.answers)


def test_take_in__is_the_same_on_every_run(take):
    files = {"a_csv": table(*PEOPLE), "b_csv": table(person(), PEOPLE[0])}
    first, second = take(**files), take(**files)
    pd.testing.assert_frame_equal(first.answers, second.answers)
    assert first.problems == second.problems


SECRET = "秘密の自由記述〔東課〕"


def test_take_in__free_text_reaches_nothing(take):
    rows = [
        person(REMARKS=SECRET),
        person(CHIEF, REMARKS=SECRET),  # not on this role's form
        person(LOCKS=SECRET),
        person(tenure=SECRET),
        person(SECRET),
        [*person(), SECRET],
    ]
    sheets = {"回答": [HEADER, *rows[:5]], "他": [[SECRET]], "列": [[*HEADER, ""], rows[5]]}
    intake = take(a_csv=table(*rows, person()), b_xlsx=xlsx_bytes(sheets))
    assert set(codes(intake.problems)) == {
        "answer_not_on_form",
        "answer_unknown",
        "tenure_unknown",
        "role_unknown",
        "row_too_long",
        "sheet_without_header",
        "column_without_heading",
    }
    # The confidential error table is for the analyst's Excel; it holds places, not contents.
    for language in ("ja", "en"):
        errors = _error_table({THIS_YEAR: intake.problems}, Words(language))
        assert len(errors) == len(intake.problems)
        assert SECRET not in errors.to_csv()
    for kept in (intake.answers, intake.deliveries):
        assert SECRET not in kept.to_csv()
    assert SECRET not in repr(intake.problems)


INTAKE_CODES = [key.removeprefix("reason.") for key in catalogue() if key.startswith("reason.")]


def test_intake_codes__all_have_a_short_reason_to_be_counted_under():
    # Whatever take_in can report is counted on a page under its short name.
    assert set(INTAKE_CODES) >= {
        *("file_unreadable", "file_not_opened", "file_quotes", "file_empty", "sheet_too_large"),
        *("sheet_without_header", "column_unknown", "column_twice", "column_missing"),
        *("column_without_heading", "row_too_long", "role_unknown", "role_missing"),
        *("tenure_unknown", "tenure_missing", "answer_unknown", "answer_not_asked"),
        *("answer_not_on_form", "deliveries_mixed"),
    }


WORDS = ["", "はい", "いいえ", STAFF, CHIEF, "1年目", "２年目以上", "区分", "従事年数", LOCKS, SAW]
CELL = st.one_of(
    st.sampled_from([*WORDS, "=1+1", "@SUM(A1)", '"', "a,b", "一\n二", "\u200b", "\U0001f600"]),
    st.text(st.characters(exclude_characters="\x00", exclude_categories=["Cs"]), max_size=10),
    st.just("長" * 140_000),
)
ROW = st.one_of(
    st.lists(CELL, max_size=9),
    st.builds(lambda cells: [STAFF, "1年目", *cells], st.lists(CELL, max_size=7)),
    st.just(HEADER),
)


def adds_up(intake):
    """Check what must hold of every intake whatever was delivered."""
    files = intake.deliveries.dropna(subset=["delivered"])
    assert (files["delivered"] == files["used"] + files["set_aside"]).all()
    assert intake.answers["person"].nunique() == files["used"].sum()
    unreadable = set(intake.deliveries["file"]) - set(files["file"])
    with_problem = {problem.place.file for problem in intake.problems}
    assert unreadable <= with_problem
    assert set(files.loc[files["set_aside"] > 0, "file"]) <= with_problem
    for language in ("ja", "en"):
        table_of_errors = _error_table({THIS_YEAR: intake.problems}, Words(language))
        assert table_of_errors.map(lambda cell: cell is not None).all(axis=None)
        table_of_errors.to_csv().encode("utf-8-sig")
    assert {problem.code for problem in intake.problems} <= set(INTAKE_CODES)


@modest
@given(st.lists(ROW, min_size=1, max_size=6), st.sampled_from([",", "\t"]))
def test_take_in__any_cells_of_a_csv_add_up(take, rows, delimiter):
    intake = take(a_csv=csv_bytes([HEADER, *rows], delimiter=delimiter))
    adds_up(intake)
    # Every filled row under the header was delivered; nothing is swallowed.
    assert filled(rows) - 2 * headers(rows) <= counts(intake)[0] <= filled(rows)


@modest
@given(st.lists(ROW, min_size=1, max_size=6))
def test_take_in__any_cells_of_a_workbook_add_up(take, rows):
    rows = [[cell[:300] for cell in row] for row in rows]  # Excel holds 32,767 characters a cell
    intake = take(a_xlsx=xlsx_bytes({"回答": [HEADER, *rows]}))
    adds_up(intake)
    assert filled(rows) - 2 * headers(rows) <= counts(intake, "a.xlsx")[0] <= filled(rows)


def filled(rows):
    """Count the rows that hold anything."""
    return sum(any(not unseen(cell) for cell in row) for row in rows)


def headers(rows):
    """Count the rows that begin another table, whose header may be of two rows."""
    return sum({"区分", "従事年数"} <= {cell.strip() for cell in row} for row in rows)


def unseen(cell):
    """Tell whether a cell shows nothing: spaces, controls and zero-width characters alone."""
    return all(unicodedata.category(sign) in ("Zs", "Zl", "Zp", "Cc", "Cf") for sign in cell)


@modest
@given(st.binary(max_size=300), st.binary(max_size=300))
def test_take_in__arbitrary_bytes_add_up(take, one, other):
    intake = take(a_csv=table(person()), b_csv=b"#" + one, c_xlsx=b"PK\x03\x04" + other)
    adds_up(intake)
    assert counts(intake) == [1, 1, 0, 0]
