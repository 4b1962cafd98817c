"""The same persons delivered twice stop the run, in whatever format; chance does not."""

import pytest

from selfcheck_analysis.problems import ProblemsError
from tests.small_project import (
    CHIEF,
    HEADER,
    codes,
    csv_bytes,
    person,
    table,
    xlsx_bytes,
)

PEOPLE = [person(), person(tenure="1年目", LOCKS="いいえ"), person(CHIEF), person(SEALS="")]
STAMPED = ["ID", "開始時刻", *HEADER]


def stamped(*people, first=1, clock="2023/11/20 09:{:02}:30"):
    """Return an export with a time a minute for each person, the first at minute `first`."""
    rows = [[str(i), clock.format(i), *p] for i, p in enumerate(people, start=first)]
    return csv_bytes([STAMPED, *rows])


def refused(take, **files):
    with pytest.raises(ProblemsError) as caught:
        take(**files)
    return [(p.code, p.place.file, *p.values.values()) for p in caught.value.problems]


def test_same_rows__in_another_format_and_order(take):
    files = {"a_csv": table(*PEOPLE), "b_xlsx": xlsx_bytes({"回答": [HEADER, *PEOPLE[::-1]]})}
    assert refused(take, **files) == [("rows_delivered_twice", "b.xlsx", "a.csv")]


def test_same_rows__in_other_words(take):
    other = [[cell.replace("はい", "○").replace("いいえ", "×") for cell in p] for p in PEOPLE]
    files = {"a_csv": table(*PEOPLE), "b_csv": table(*other)}
    assert refused(take, **files) == [("rows_delivered_twice", "b.csv", "a.csv")]


def test_same_rows__one_sheet_of_a_workbook(take):
    sheets = {"東": [HEADER, *PEOPLE[::-1]], "西": [HEADER, person(LOCKS="いいえ"), person(CHIEF)]}
    files = {"a_csv": table(*PEOPLE), "b_xlsx": xlsx_bytes(sheets)}
    assert refused(take, **files) == [("rows_delivered_twice", "b.xlsx", "a.csv")]


@pytest.mark.parametrize("above", [["課名", "東課"], ["課名：東課"]])
def test_same_rows__sections_named_above_the_header_are_two(take, above):
    east, west = (csv_bytes([a, HEADER, *PEOPLE]) for a in (above, ["課名", "西課"]))
    assert take(a_csv=east, b_csv=west).problems == ()


@pytest.mark.parametrize("above", [["課名", "東課"], ["令和５年度 自己点検"]])
def test_same_rows__another_title_makes_no_other_delivery(take, above):
    files = {"a_csv": table(*PEOPLE), "b_csv": csv_bytes([above, HEADER, *PEOPLE])}
    assert refused(take, **files) == [("rows_delivered_twice", "b.csv", "a.csv")]


def test_same_rows__sections_named_in_a_column_are_two(take):
    files = {
        f"{name}_csv": csv_bytes([["課名", *HEADER], *([name, *p] for p in PEOPLE)])
        for name in ("a", "b")
    }
    assert take(**files).problems == ()


@pytest.mark.parametrize(
    "change",
    [
        lambda people: people[:-1],
        lambda people: [*people, person()],
        lambda people: [*people[:-1], person(SEALS="", LOCKS="いいえ")],
        lambda people: [*people[:-1], person(SEALS="", REMARKS="一言")],
    ],
)
def test_same_rows__another_person_makes_another_delivery(take, change):
    assert take(a_csv=table(*PEOPLE), b_csv=table(*change(PEOPLE))).problems == ()


def test_same_rows__two_persons_may_well_answer_alike(take):
    files = {"a_csv": table(*PEOPLE[:2]), "b_csv": csv_bytes([HEADER, *PEOPLE[1::-1]])}
    intake = take(**files)
    assert codes(intake.problems) == []
    assert [n.place.file for n in intake.notes if n.code == "rows_perhaps_twice"] == ["b.csv"]


def test_same_rows__an_earlier_export_of_the_same_form(take):
    later = stamped(*PEOPLE, person(CHIEF, SEALS="いいえ"), person())
    files = {"a_csv": stamped(*PEOPLE), "b_csv": later}
    assert refused(take, **files) == [("rows_delivered_twice", "b.csv", "a.csv")]


@pytest.mark.parametrize("clock", ["2023/11/20 9:{:02}", "2023-11-20 09:{:02}:59"])
def test_same_rows__times_are_the_same_to_the_minute(take, clock):
    files = {"a_csv": stamped(*PEOPLE), "b_csv": stamped(*PEOPLE, clock=clock)}
    assert refused(take, **files) == [("rows_delivered_twice", "b.csv", "a.csv")]


def test_same_rows__twelve_hours_and_twenty_four(take):
    evening = stamped(*PEOPLE, clock="2023/11/20 21:{:02}:30")
    twelve = stamped(*PEOPLE, clock="2023/11/20 9:{:02}:30 午後 GMT+9")
    morning = stamped(*PEOPLE, clock="2023/11/20 9:{:02}:30 午前 GMT+9")
    assert refused(take, a_csv=evening, b_csv=twelve)
    assert take(a_csv=evening, b_csv=morning).problems == ()


def test_same_rows__the_same_answers_at_other_times_are_other_persons(take):
    files = {"a_csv": stamped(*PEOPLE), "b_csv": stamped(*PEOPLE, first=30)}
    assert take(**files).problems == ()


def test_same_rows__blank_times_are_no_times(take):
    blank = csv_bytes([STAMPED, *(["1", "", *p] for p in (*PEOPLE, person(LOCKS="")))])
    assert take(a_csv=stamped(*PEOPLE), b_csv=blank).problems == ()


@pytest.mark.parametrize(
    ("content", "code", "n"),
    [
        (table(*PEOPLE, PEOPLE[0], PEOPLE[0]), "rows_alike", 2),
        (stamped(*PEOPLE, PEOPLE[0]), None, 0),
        (csv_bytes([STAMPED, *[["1", "2023/11/20 9:00", *PEOPLE[0]]] * 3]), "rows_repeated", 2),
    ],
)
def test_repeated_rows__are_noted_and_counted_all_the_same(take, content, code, n):
    intake = take(a_csv=content)
    assert intake.problems == ()
    notes = [(note.code, note.values["n"]) for note in intake.notes]
    assert notes == ([(code, n)] if code else [])
    assert intake.deliveries["used"].sum() == intake.answers["person"].nunique()
