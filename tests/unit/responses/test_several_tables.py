"""Several tables on one sheet, and persons above a header: nobody is lost, nobody misread."""

import pytest

from tests.small_project import (
    CHIEF,
    HEADER,
    LOCKS,
    SEALS,
    STAFF,
    codes,
    counts,
    csv_bytes,
    person,
    places,
    table,
    xlsx_bytes,
)

CHIEFS = ["区分", "従事年数", LOCKS, SEALS]
TURNED = ["区分", "従事年数", SEALS, LOCKS]
WITHOUT_ROLE = HEADER[1:]


def said(intake):
    """Return role, question and answer of all answers given."""
    given = intake.answers.dropna(subset=["answer"])
    return sorted(given[["role", "question", "answer"]].itertuples(index=False, name=None))


def chief(locks, seals):
    return [("chief", "locks", locks), ("chief", "seals", seals)]


STAFF_SAID = [("staff", "locks", "yes"), ("staff", "saw", "no"), ("staff", "seals", "yes")]


@pytest.mark.parametrize("blank", [[], [[]], [[], ["係長の回答"]]])
@pytest.mark.parametrize("write", ["csv", "xlsx"])
def test_tables__one_below_the_other_each_with_its_own_columns(take, blank, write):
    rows = [CHIEFS, [CHIEF, "1年目", "いいえ", "はい"], *blank, HEADER, person()]
    content = csv_bytes(rows) if write == "csv" else xlsx_bytes({"a": rows})
    intake = take(**{f"a_{write}": content})
    assert said(intake) == sorted([*chief("no", "yes"), *STAFF_SAID])
    # A title between the tables stands below the first one, where it is no person's row.
    assert codes(intake.problems) == ["role_unknown", "tenure_missing"] * (len(blank) - 1 > 0)
    assert counts(intake, f"a.{write}")[1] == 2


def test_tables__the_second_in_another_order_is_read_by_its_own_header(take):
    rows = [HEADER, person(), person(), [], TURNED, [CHIEF, "２年目以上", "はい", "いいえ"]]
    intake = take(a_csv=csv_bytes(rows))
    assert intake.problems == ()
    assert [a for a in said(intake) if a[0] == "chief"] == chief("no", "yes")


def test_tables__a_repeated_header_is_nobodys_row(take):
    intake = take(a_csv=csv_bytes([HEADER, person(), HEADER, person(CHIEF)]))
    assert intake.problems == ()
    assert counts(intake) == [2, 2, 0, 0]


@pytest.mark.parametrize("again", [[WITHOUT_ROLE], []])
@pytest.mark.parametrize("stated", [["区分：係長"], ["区分", "係長"], ["", "区分：係長"]])
def test_tables__a_role_stated_anew_is_that_of_the_rows_below(take, stated, again):
    one = ["２年目以上", "はい", "", "", "", "いいえ", ""]
    rows = [[f"区分：{STAFF}"], WITHOUT_ROLE, person()[1:], stated, *again, one]
    intake = take(a_csv=csv_bytes(rows))
    assert codes(intake.problems) == []
    assert said(intake) == sorted([*STAFF_SAID, *chief("yes", "no")])


def test_tables__sections_stated_between_are_told_apart(take):
    rows = [["課名", "東課"], HEADER, person(), ["課名", "西課"], HEADER, person(CHIEF)]
    intake = take(a_csv=csv_bytes(rows))
    assert intake.problems == ()
    assert intake.sheets["section"].tolist() == ["東課", "西課"]


@pytest.mark.parametrize("cell", ["区分", "従事年数", LOCKS, "区分：係長", "課名", "ID"])
@pytest.mark.parametrize("position", [0, 1, 2, 7])
def test_tables__a_heading_in_one_cell_of_a_person_makes_no_table(take, cell, position):
    odd = person()
    odd[position] = cell
    intake = take(a_csv=table(person(), odd, person(CHIEF), person()))
    assert counts(intake)[0] == 4
    assert counts(intake)[1] == 4 - (position < 2)
    assert intake.answers["role"].nunique() == 2


def test_tables__more_than_a_hundred_are_set_aside_with_their_rows(take):
    rows = [row for _ in range(103) for row in (HEADER, person())]
    intake = take(a_csv=csv_bytes(rows))
    assert codes(intake.problems) == ["tables_too_many"]
    delivered, used, set_aside, _ = counts(intake)
    assert (used, delivered) == (100, 100 + set_aside)
    assert set_aside >= 3


# Above the header


def test_header__persons_above_it_are_set_aside_with_their_place(take):
    rows = [["区 名", "年数", LOCKS, SEALS], [CHIEF, "1年目", "はい", "はい"], [], HEADER, person()]
    intake = take(a_csv=csv_bytes(rows))
    assert places(intake) == [("row_above_header", "a.csv", 2, "")]
    assert counts(intake) == [2, 1, 1, 0]


def test_header__is_the_first_even_where_a_later_one_knows_more(take):
    rows = [["区分", "従事年数", "鍵"], [CHIEF, "1年目", "はい"], [], HEADER, person()]
    intake = take(a_csv=csv_bytes(rows))
    assert sorted(set(codes(intake.problems))) == ["column_missing", "column_unknown"]
    assert counts(intake) == [2, 2, 0, 0]


# A role that is stated


@pytest.mark.parametrize(
    ("stated", "sheet"), [("主査", CHIEF), ("主査", "回答"), (STAFF, CHIEF), (CHIEF, STAFF)]
)
def test_role__stated_unknown_or_against_the_sheets_name_is_not_overridden(take, stated, sheet):
    rows = [[f"区分：{stated}"], WITHOUT_ROLE, person()[1:]]
    intake = take(a_xlsx=xlsx_bytes({sheet: rows}))
    assert places(intake) == [("role_stated_unknown", "a.xlsx", 1, "")]
    assert intake.answers.empty
    assert counts(intake, "a.xlsx")[1] == 0


@pytest.mark.parametrize("titles", [[], [["令和５年度"]], [[f"区分：{CHIEF}"]]])
def test_role__of_a_sheets_name(take, titles):
    rows = [*titles, ["従事年数", LOCKS, SEALS], ["1年目", "はい", "いいえ"]]
    intake = take(a_xlsx=xlsx_bytes({CHIEF: rows}))
    assert intake.problems == ()
    assert said(intake) == chief("yes", "no")


def test_role__of_a_column_is_not_overridden_by_what_is_stated(take):
    intake = take(a_xlsx=xlsx_bytes({CHIEF: [[f"区分：{CHIEF}"], HEADER, person()]}))
    assert said(intake) == STAFF_SAID


# Rows and cells that tell two things


def test_totals__a_first_cell_does_not_turn_a_person_into_a_total(take):
    header = HEADER[::-1]
    rows = [person(REMARKS="合計")[::-1], person(CHIEF, REMARKS="計")[::-1], ["計", "", "", "2"]]
    intake = take(a_csv=csv_bytes([header, *rows]))
    assert counts(intake)[1] == 2
    assert [n.place.row for n in intake.notes if n.code == "row_of_totals"] == [4]


@pytest.mark.parametrize("cell", ["はい" + " " * 2000 + "いいえ", " " * 2000 + "いいえ"])
def test_cell__longer_than_any_word_is_no_word(take, cell):
    intake = take(a_csv=table(person(LOCKS=cell)))
    assert codes(intake.problems) == ["answer_unknown"]


def test_row__of_delimiters_alone_is_no_person_however_long(take):
    content = table(person()) + b"," * 20 + b"\r\n"
    assert counts(take(a_csv=content)) == [1, 1, 0, 0]


def test_transposed__a_cell_too_many_leaves_its_question_out(take):
    people = [person(), person(tenure="1年目", LOCKS="いいえ"), person()]
    rows = [list(row) for row in zip(*[HEADER, *people], strict=True)]
    rows[2].insert(2, "はい")  # moves the answers of everybody after
    intake = take(a_csv=csv_bytes(rows))
    assert ("row_too_long", "a.csv", 3, "") in places(intake)
    locks = intake.answers[intake.answers["question"] == "locks"]
    assert set(locks["status"]) == {"not_delivered"}
    assert len(locks) == 3


@pytest.mark.parametrize("heading", ["設問", "質問", "項目", f"設問［{LOCKS}］", "ID[はい]"])
def test_column__that_could_hold_answers_is_never_dropped_silently(take, heading):
    intake = take(a_csv=csv_bytes([[*HEADER, heading], [*person(), "はい"]]))
    assert codes(intake.problems) == ["column_unknown"]


@pytest.mark.parametrize("heading", [f"【していない】{LOCKS}", f"【重要】{LOCKS}"])
def test_heading__only_a_number_may_stand_in_front(take, heading):
    header = [heading if name == LOCKS else name for name in HEADER]
    intake = take(a_csv=csv_bytes([header, person()]))
    assert sorted(codes(intake.problems)) == ["column_missing", "column_unknown"]


# What sheets are not, and answers that are numbers


@pytest.mark.parametrize("name", ["記入例", "見本", "例"])
def test_sheet__of_examples_is_nobodys(take, name):
    intake = take(a_xlsx=xlsx_bytes({"回答": [HEADER, person()], name: [HEADER, person()]}))
    assert counts(intake, "a.xlsx") == [1, 1, 0, 0]
    assert [n.place.sheet for n in intake.notes if n.code == "sheet_of_examples"] == [name]


@pytest.mark.parametrize(
    ("words", "coded"), [("12", True), ("10", False), ("1１", False), ("22", False)]
)
def test_answers__as_one_and_two_are_called_what_they_are(take, words, coded):
    people = [person(LOCKS=word, SAW="いいえ") for word in words]
    assert ("answers_coded" in codes(take(a_csv=table(*people)).problems)) is coded


def test_workbook__with_many_answers_names_its_words_more_often_than_it_has_letters(take):
    # `count` of the shared texts is how often they are used, and may exceed the bytes of the list.
    people = [person(tenure="1年目" if i % 2 else "２年目以上") for i in range(800)]
    assert counts(take(a_xlsx=xlsx_bytes({"回答": [HEADER, *people]})), "a.xlsx")[1] == 800
