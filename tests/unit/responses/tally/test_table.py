"""Counts of paper forms: what is a table of them, where it ends, and what of it can be used."""

import pytest

from selfcheck_analysis.responses.files.sheets import Sheet
from selfcheck_analysis.responses.headings import Reading
from selfcheck_analysis.responses.mappings import DeliveryMapping
from selfcheck_analysis.responses.tally.table import read_tally, recognise_tally
from selfcheck_analysis.words import LANGUAGES, Words
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

FIRST, LATER = "１年目", "２年目以上"
H = ["設問", f"{FIRST} はい", f"{FIRST} いいえ", f"{LATER} はい", f"{LATER} いいえ"]
LONG = ["区分", "従事年数", "設問", "はい", "いいえ"]
OF_CHIEF = [f"区分：{CHIEF}"]
CHIEFS = [[LOCKS, 3, 1, 7, 2], [SEALS, 4, 0, 9, 0]]
READ = {
    ("chief", "first_year", "locks"): (3, 1),
    ("chief", "second_year_plus", "locks"): (7, 2),
    ("chief", "first_year", "seals"): (4, 0),
    ("chief", "second_year_plus", "seals"): (9, 0),
}
"""What the rows of `CHIEFS` say."""
NOTHING_DELIVERED = ["tally_missing"] * 2
"""Of a group of chiefs of whom nothing but their number is known."""


def reading(**values):
    return Reading(demo_questionnaire(), **values)


def sheet_of(rows, name=""):
    cells = ((number, tuple(map(str, row))) for number, row in enumerate(rows, start=1))
    return Sheet(name, tuple(cells))


def tables(rows, name="", read=None):
    """Read the tables of a sheet one below the other, as whoever takes files in does."""
    sheet, results = sheet_of(rows, name), []
    while (layout := recognise_tally(sheet, read or reading())) is not None:
        results.append(read_tally(layout, read or reading(), "a.csv"))
        rest = results[-1].rest
        if not rest:
            break
        assert rest > layout.header
        sheet = Sheet(name, tuple(row for row in sheet.source if row[0] >= rest))
    return results


def table(rows, name=""):
    (only,) = tables(rows, name)
    return only


def answered(*results):
    """Return {(role, tenure, question): (yes, no)} of what is used."""
    found = {}
    for result in results:
        given = result.tallies.answers.query("status == 'answered'")
        for row in given.itertuples():
            place = (row.role, row.tenure, row.question)
            assert found.setdefault(place, {}).setdefault(row.answer, row.n) == row.n
    return {place: (n.get("yes", 0), n.get("no", 0)) for place, n in found.items()}


def people(result):
    return result.tallies.people.set_index(["role", "tenure"])["n_people"].to_dict()


def faults(result):
    """Return code, row and column of every problem."""
    return [(p.code, p.place.row, p.place.column) for p in result.problems.listed]


def found(result):
    return codes(result.problems.listed)


# What is a table of counts


@pytest.mark.parametrize("word", ["設問", "質問", "項目"])
@pytest.mark.parametrize("columns", [0, 3])
def test_recognise_tally__persons_are_no_counts(word, columns):
    header = [*HEADER[:columns], "設問", *HEADER[columns:]]
    first = person(LOCKS="はい", SAW="いいえ")
    answers = [*first[:columns], "", *first[columns:-1], word]
    assert recognise_tally(sheet_of([header, answers]), reading()) is None


@pytest.mark.parametrize("names", [[STAFF, FIRST], [STAFF, ""], ["", FIRST], ["", ""]])
def test_recognise_tally__persons_under_unknown_questions_are_no_counts(names):
    header = ["区分", "従事年数", "項目", "鍵を掛けている", "端末を見た"]
    assert recognise_tally(sheet_of([header, [*names, "", "はい", "いいえ"]]), reading()) is None


def test_recognise_tally__persons_of_a_mapped_export_are_no_counts():
    export = {
        "name": {"ja": "様式", "en": "form"},
        "recognised_by": ["受付ID"],
        "questions": {"locks": "設問Ａ", "saw": "設問Ｂ"},
    }
    mapping = DeliveryMapping.model_validate({"exports": [export]})
    rows = [["受付ID", "従事年数", "設問Ａ", "設問Ｂ", "天気"], ["1", "", "はい", "いいえ", "設問"]]
    assert recognise_tally(sheet_of(rows), reading(mapping=mapping)) is None


def test_recognise_tally__no_cell_of_a_person_becomes_a_heading():
    rows = [H, [LOCKS, "himitsu", "いいえ", 1, "はい"]]
    result = table([OF_CHIEF, *rows])
    texts = [p.text(Words(language)) for p in result.problems.listed for language in LANGUAGES]
    assert found(result)[:3] == ["tally_not_a_count"] * 3
    assert not any("himitsu" in text for text in texts)


@pytest.mark.parametrize(
    "titles",
    [
        [OF_CHIEF],
        [["課名：東課"], OF_CHIEF],
        [["自己点検　集計表"], ["課名", "東課"], ["区分", CHIEF]],
        [[CHIEF]],
        [OF_CHIEF, []],
    ],
)
def test_recognise_tally__what_stands_directly_above_the_header_is_a_title(titles):
    result = table([*titles, H, *CHIEFS])
    assert found(result) == []
    assert answered(result) == READ
    assert people(result) == {("chief", "first_year"): 4, ("chief", "second_year_plus"): 9}


def test_recognise_tally__a_title_above_a_header_of_two_rows():
    upper, lower = ["設問", FIRST, "", LATER, ""], ["", *["はい", "いいえ"] * 2]
    layout = recognise_tally(sheet_of([["課名：東課"], OF_CHIEF, upper, lower, *CHIEFS]), reading())
    assert (layout.header, layout.role, layout.section) == (4, "chief", "東課")
    assert layout.headings == (
        "設問",
        *(f"{t} {a}" for t in (FIRST, LATER) for a in ("はい", "いいえ")),
    )


# Columns


@pytest.mark.parametrize("heading", ["２年目 はい", "2年目以降・はい", "再任用 はい"])
def test_read_tally__counts_under_a_heading_that_is_not_understood_stop_the_sheet(heading):
    result = table([OF_CHIEF, [*H[:3], heading, H[4]], *CHIEFS])
    assert ("column_unknown", 2, heading) in faults(result)
    assert found(result) == ["column_unknown", "tally_not_used"]
    assert result.tallies.people.empty
    assert result.answers_set_aside == 3 + 1 + 7 + 2 + 4 + 0 + 9 + 0


def test_read_tally__a_tenure_that_is_not_understood_stops_a_header_of_two_rows():
    upper, lower = ["設問", FIRST, "", "２年目", ""], ["", *["はい", "いいえ"] * 2]
    result = table([OF_CHIEF, upper, lower, *CHIEFS])
    assert found(result) == ["column_unknown", "column_unknown", "tally_not_used"]
    assert (result.delivered, result.answers_set_aside) == (0, 26)


def test_read_tally__another_heading_that_is_not_understood_is_reported_and_left_out():
    result = table([OF_CHIEF, [*H, "天気"], [*CHIEFS[0], "himitsu"], CHIEFS[1]])
    assert faults(result) == [("column_unknown", 2, "天気")]
    assert answered(result) == READ


def test_read_tally__the_same_count_in_two_columns_stops_the_sheet():
    result = table([OF_CHIEF, [*H, H[1]], *([*row, 0] for row in CHIEFS)])
    assert faults(result) == [("column_twice", 2, H[1]), ("tally_not_used", 2, "")]
    assert result.problems.listed[0].values == {"id": "first_year/yes"}
    assert (answered(result), result.answers_set_aside) == ({}, 26)


def test_read_tally__columns_of_totals_are_noted_and_left_out():
    result = table([OF_CHIEF, [*H, "計 はい", "合計（いいえ）", "合計"], [*CHIEFS[0], 10, 3, 13]])
    assert codes(result.notes.listed) == ["column_of_totals"] * 3
    assert answered(result) == {place: n for place, n in READ.items() if place[2] == "locks"}


def test_read_tally__people_of_a_sheet_that_is_not_used_are_set_aside():
    header = [*LONG, "人数", "はい"]
    rows = [[CHIEF, FIRST, LOCKS, 3, 1, 5, 3], [CHIEF, LATER, LOCKS, 7, 2, 9, 7]]
    result = table([header, *rows])
    assert (result.delivered, result.set_aside) == (14, 14)
    assert result.answers_set_aside == 3 + 1 + 3 + 7 + 2 + 7


def test_read_tally__columns_beyond_the_two_hundredth_are_read():
    far = [f"天気{number}" for number in range(200)]
    result = table([OF_CHIEF, [H[0], *far, *H[1:]], [LOCKS, *[""] * 200, 3, 1, 7, 2]])
    assert answered(result)["chief", "second_year_plus", "locks"] == (7, 2)


# Where a table ends


def test_read_tally__a_header_in_another_order_begins_another_table():
    swapped = [H[0], H[2], H[1], H[4], H[3]]
    rows = [OF_CHIEF, H, CHIEFS[0], [], OF_CHIEF, swapped, [SEALS, 0, 4, 0, 9]]
    first, second = tables(rows)
    assert (first.rest, second.rest) == (5, 0)
    assert answered(first, second) == READ


def test_read_tally__without_a_role_of_its_own_another_table_is_not_guessed_at():
    swapped = [H[0], H[2], H[1], H[4], H[3]]
    first, second = tables([OF_CHIEF, H, CHIEFS[0], swapped, [SEALS, 0, 4, 0, 9]])
    assert first.rest == 4
    assert found(second) == ["tally_without_role"]
    assert second.answers_set_aside == 13


@pytest.mark.parametrize(
    "header",
    [
        [H[0], H[2], H[1], H[4], H[3], "天気"],
        ["項目", *H[1:]],
        LONG,
        HEADER,
        ["", "いいえ", "はい", "いいえ", "はい"],
    ],
)
def test_read_tally__any_header_ends_a_table(header):
    layout = recognise_tally(sheet_of([OF_CHIEF, H, CHIEFS[0], header, CHIEFS[1]]), reading())
    result = read_tally(layout, reading(), "a.csv")
    assert result.rest == 4
    assert {question for _, _, question in answered(result)} == {"locks"}


def test_read_tally__titles_belong_to_the_table_below_them():
    rows = [OF_CHIEF, H, *CHIEFS, ["集計表（続き）"], ["課名：西課"], [f"区分：{STAFF}"], H]
    first, second = tables([*rows, [SAW, 1, 2, 0, 4]])
    assert first.rest == 5
    assert found(first) == []
    assert answered(second) == {
        ("staff", "first_year", "saw"): (1, 2),
        ("staff", "second_year_plus", "saw"): (0, 4),
    }


def test_read_tally__a_role_alone_begins_another_table():
    first, second = tables([[STAFF], H, [SAW, 1, 2, 0, 4], [], [CHIEF], H, *CHIEFS], "集計")
    assert first.rest == 5
    assert answered(second) == READ


def test_read_tally__a_role_stated_between_rows_is_theirs():
    rows = [H, [f"区分：{STAFF}"], [LOCKS, 1, 0, 2, 0], OF_CHIEF, *CHIEFS]
    result = table(rows)
    assert result.rest == 0
    assert answered(result) == READ | {
        ("staff", "first_year", "locks"): (1, 0),
        ("staff", "second_year_plus", "locks"): (2, 0),
    }


def test_read_tally__the_same_header_again_changes_nothing():
    result = table([OF_CHIEF, H, CHIEFS[0], [], H, CHIEFS[1]])
    assert result.rest == 0
    assert answered(result) == READ


@pytest.mark.parametrize("cells", [["○", "×", "○", "×"], ["", "", "", ""]])
def test_read_tally__a_question_without_numbers_is_no_header(cells):
    result = table([OF_CHIEF, H, CHIEFS[0], [SEALS, *cells]])
    assert result.rest == 0
    assert set(found(result)) <= {"tally_not_a_count", "tally_missing"}


def test_read_tally__all_rows_are_read():
    empty = [[]] * 6_000
    assert answered(table([OF_CHIEF, H, CHIEFS[0], *empty, CHIEFS[1]])) == READ
    totals = [["合計", 1, 1, 1, 1]] * 6_000
    assert answered(table([OF_CHIEF, H, CHIEFS[0], *totals, CHIEFS[1]])) == READ


# Groups of people


@pytest.mark.parametrize(
    ("header", "row"),
    [
        ([*LONG, "人数"], [CHIEF, FIRST, LOCKS, "", "", 7]),
        ([*LONG, "人数"], [CHIEF, FIRST, "人数", "", "", 7]),
        (LONG, [CHIEF, FIRST, "人数", 7, ""]),
    ],
)
def test_read_tally__people_without_counts_are_a_group(header, row):
    result = table([header, row])
    assert people(result) == {("chief", "first_year"): 7}
    assert found(result) == NOTHING_DELIVERED
    assert (result.delivered, result.set_aside) == (7, 0)


def test_read_tally__a_group_that_nobody_counts_is_none():
    result = table(
        [OF_CHIEF, H, [LOCKS, 3, 1, "", ""], [SEALS, 4, 0, "", ""], ["人数", 4, "", "", ""]]
    )
    assert people(result) == {("chief", "first_year"): 4}
    assert found(result) == []


@pytest.mark.parametrize("between", [["合計", "", "", 4, 1], []])
def test_read_tally__merged_cells_end_at_totals_and_blank_rows(between):
    rows = [[CHIEF, FIRST, LOCKS, 3, 1], between, ["", "", SEALS, 4, 0]]
    result = table([LONG, *rows])
    assert faults(result)[:2] == [("role_missing", 4, "区分"), ("tenure_missing", 4, "従事年数")]
    assert answered(result) == {("chief", "first_year", "locks"): (3, 1)}
    assert result.answers_set_aside == 4


def test_read_tally__a_merged_cell_ends_where_one_left_of_it_does():
    rows = [[STAFF, FIRST, LOCKS, 3, 1], [CHIEF, "", LOCKS, 4, 0], ["", FIRST, SEALS, 4, 0]]
    result = table([LONG, *rows])
    assert faults(result)[0] == ("tenure_missing", 3, "従事年数")
    assert ("chief", "first_year", "locks") not in answered(result)
    assert answered(result)["chief", "first_year", "seals"] == (4, 0)


def test_read_tally__role_and_tenure_in_a_row_of_their_own_are_those_of_the_rows_below():
    rows = [[CHIEF], ["", FIRST], ["", "", LOCKS, 3, 1], ["", "", SEALS, 4, 0]]
    result = table([LONG, *rows])
    assert found(result) == []
    assert answered(result) == {p: n for p, n in READ.items() if p[1] == "first_year"}


def test_read_tally__counts_given_twice_are_both_left_out():
    rows = [*CHIEFS, [LOCKS, 2, 2, 7, 2], [LOCKS, 1, 0, "", ""]]
    result = table([OF_CHIEF, H, *rows])
    assert faults(result) == [("tally_twice", row, "設問") for row in (3, 5, 6, 3, 5)]
    assert answered(result) == {place: n for place, n in READ.items() if place[2] == "seals"}
    assert result.answers_set_aside == (3 + 1) + (2 + 2) + (1 + 0) + 2 * (7 + 2)


def test_read_tally__two_sections_are_no_repetition():
    rows = [["東課", CHIEF, FIRST, SEALS, 3, 1], ["西課", CHIEF, FIRST, SEALS, 2, 2]]
    result = table([["課名", *LONG], *rows])
    assert answered(result) == {("chief", "first_year", "seals"): (5, 3)}
    assert people(result) == {("chief", "first_year"): 8}


@pytest.mark.parametrize("counts", [(3, 1, 2), (5, 1, 0), (0, 0, 6)])
def test_read_tally__more_answers_and_blanks_than_people_are_reported(counts):
    rows = [[CHIEF, FIRST, LOCKS, *counts, 5], [CHIEF, FIRST, SEALS, 4, 0, 1, 5]]
    result = table([[*LONG, "無回答", "人数"], *rows])
    assert found(result) == ["tally_above_people"]
    assert answered(result) == {("chief", "first_year", "seals"): (4, 0)}
    assert result.answers_set_aside == sum(counts[:2])


# Above the header


def test_read_tally__rows_above_the_header_are_lost_with_a_word():
    above = [[CHIEF, FIRST, LOCKS, 3, 1], ["", FIRST, SEALS, 4, 0], ["従事年数", FIRST], []]
    result = table([*above, LONG, [CHIEF, LATER, LOCKS, 7, 2], [CHIEF, LATER, SEALS, 9, 0]])
    assert faults(result) == [("row_above_header", 1, ""), ("row_above_header", 2, "")]
    assert answered(result) == {p: n for p, n in READ.items() if p[1] == "second_year_plus"}


def test_read_tally__counts_above_the_header_are_lost_with_a_word():
    result = table([OF_CHIEF, [LOCKS, 3, 1, 7, 2], [], H, CHIEFS[1]])
    assert faults(result)[0] == ("row_above_header", 2, "")


@pytest.mark.parametrize(
    ("titles", "name", "row"),
    [
        ([["区分：himitsu"]], CHIEF, 1),
        ([["区分：himitsu"]], "", 1),
        ([["課名：東課"], OF_CHIEF], STAFF, 2),
        ([OF_CHIEF, ["区分", STAFF]], "", 2),
        ([[CHIEF]], STAFF, 1),
    ],
)
def test_read_tally__a_role_that_is_unclear_is_not_overridden(titles, name, row):
    result = table([*titles, [], H, *CHIEFS], name)
    assert faults(result) == [("tally_role_unclear", row, "")]
    assert "himitsu" not in result.problems.listed[0].text(Words("ja"))
    assert (answered(result), result.answers_set_aside) == ({}, 26)


def test_read_tally__a_role_between_rows_that_is_unclear_is_not_overridden():
    result = table([OF_CHIEF, H, CHIEFS[0], ["区分：課長"], CHIEFS[1]], CHIEF)
    assert faults(result)[0] == ("tally_role_unclear", 4, "")
    assert {question for _, _, question in answered(result)} == {"locks"}
    assert result.answers_set_aside == 13


def test_read_tally__the_role_of_the_sheets_name():
    assert answered(table([H, *CHIEFS], CHIEF)) == READ
    assert answered(table([OF_CHIEF, H, *CHIEFS], CHIEF)) == READ


# People that are set aside


@pytest.mark.parametrize(
    ("rows", "answers"),
    [
        ([["部長", FIRST, LOCKS, 3, 1, 4], ["部長", FIRST, SEALS, 4, 0, 4]], 8),
        ([[CHIEF, FIRST, LOCKS, 3, 1, 4], [CHIEF, FIRST, LOCKS, 2, 2, 4]], 8),
        ([[CHIEF, FIRST, LOCKS, 30, 1, 4]], 31),
        ([[CHIEF, FIRST, LOCKS, 3, "himitsu", 4]], 3),
        ([[CHIEF, FIRST, LOCKS, 3, "", 4]], 3),
        ([[CHIEF, FIRST, SAW, 3, 1, 4]], 4),  # chiefs are not asked it
        ([[CHIEF, FIRST, "himitsu", 3, 1, 4]], 4),
    ],
)
def test_read_tally__people_of_whom_no_count_is_used_are_set_aside(rows, answers):
    result = table([[*LONG, "人数"], *rows, [CHIEF, LATER, LOCKS, 7, 2, 9]])
    assert (result.delivered, result.set_aside) == (4 + 9, 4)
    assert people(result) == {("chief", "second_year_plus"): 9}
    assert result.answers_set_aside == answers


def test_read_tally__every_row_that_is_dropped_is_counted():
    rows = [[LOCKS, 3, 1, 7, 2], ["himitsu", 1, 1, 1, 1], [SAW, 2, 2, 2, 2], [SEALS, 4, "", 9, 0]]
    result = table([OF_CHIEF, H, *rows])
    dropped = ["tally_question_unknown", "answer_not_on_form", "tally_count_missing"]
    assert found(result) == dropped
    assert result.answers_set_aside == 4 + 8 + 4


def test_read_tally__contradictions_are_set_aside_by_the_rule():
    rows = [[SAW, 1, 3, 0, 0], [SPOKE, 1, 1, 0, 0], [REPORTED, 1, 0, 0, 0], [LOCKS, 4, 0, 0, 0]]
    (dropped,) = tables([[f"区分：{STAFF}"], H, *rows])
    (kept,) = tables([[f"区分：{STAFF}"], H, *rows], read=reading(contradictions="keep"))
    assert "tally_above_asked" in found(dropped)
    assert dropped.answers_set_aside == 2
    assert codes(kept.notes.listed) == ["tally_kept"]
    assert answered(kept)["staff", "first_year", "spoke"] == (1, 1)


def test_read_tally__says_every_fault_in_both_languages():
    result = table([OF_CHIEF, [*H[:3], "２年目 はい", H[4], "計"], *CHIEFS], STAFF)
    told = [*result.problems.listed, *result.notes.listed]
    assert {"tally_role_unclear", "tally_not_used", "column_of_totals"} <= set(codes(told))
    for problem in told:
        for language in LANGUAGES:
            assert problem.text(Words(language))
            assert Words(language).has(f"reason.{problem.code}")
