"""The cells in which two editions of a table differ."""

import pytest

from selfcheck_analysis.compare_runs.tables import CellChange, compare_tables
from selfcheck_analysis.released import COLUMNS
from tests.factories import fake_tables

NEW, OLD = ("new", "role"), ("old", "role")


def row(role, rate="97", state="shown", **more):
    return {"role": role, "rate_percent": rate, "state": state, **more}


def key(role):
    return (("role", role),)


def test_tables__that_are_alike_do_not_differ():
    found = compare_tables("rates", [row("a"), row("b")], [row("b"), row("a")])
    assert not found.differs


def test_cells__are_named_by_row_and_column_with_both_texts():
    found = compare_tables("rates", [row("a"), row("b")], [row("a"), row("b", "96")])
    assert found.cells == (CellChange(key("b"), "rate_percent", "97", "96"),)


def test_cells__are_compared_as_texts():
    # As numbers these would be alike; what is printed is not.
    assert compare_tables("rates", [row("a", "0.10")], [row("a", "0.1")]).differs


def test_states__are_counted_from_and_to():
    a = [row("a"), row("b"), row("c")]
    b = [row("a", "", "hidden"), row("b", "", "hidden"), row("c")]
    found = compare_tables("rates", a, b)
    assert found.states == {("shown", "hidden"): 2}
    assert len(found.cells) == 4  # two rates and two states


def test_rows__that_one_has_alone_are_named():
    found = compare_tables("rates", [row("a"), row("b")], [row("a"), row("c")])
    assert (found.only_a, found.only_b) == ((key("b"),), (key("c"),))
    assert found.cells == ()


def test_rows__about_the_same_are_told_apart_by_number():
    found = compare_tables("rates", [row("a", "1"), row("a", "2")], [row("a", "1"), row("a", "3")])
    assert found.cells == (CellChange((*key("a"), ("#", "2")), "rate_percent", "2", "3"),)


def test_rows__of_different_sections_are_not_paired():
    def rows(**rates):
        return [row("a", rate, section=name, question="q") for name, rate in rates.items()]

    found = compare_tables("section_rates", rows(b="65", c="45"), rows(a="90", b="65", c="45"))
    assert found.only_b == ((("role", "a"), ("section", "a"), ("question", "q")),)
    assert (found.cells, found.only_a) == ((), ())


def test_columns__that_one_has_alone_are_named():
    found = compare_tables("rates", [row("a", n="1")], [row("a", p="1")])
    assert (found.columns_only_a, found.columns_only_b) == (("n",), ("p",))
    assert found.cells == ()


def test_tables__without_rows_have_no_columns_of_their_own():
    found = compare_tables("rates", [], [row("a")])
    assert (found.only_b, found.columns_only_b) == ((key("a"),), ())


def test_family__is_what_a_row_is_about_only_where_there_is_no_question():
    moved = [row("a", question="q", family=family) for family in ("focus", "screening")]
    assert len(compare_tables("changes", moved[:1], moved[1:]).cells) == 1
    counted = [{"comparison": "years", "family": family} for family in ("focus", "screening")]
    assert len(compare_tables("families", counted[:1], counted[1:]).only_a) == 1


@pytest.mark.parametrize("name", COLUMNS)
def test_released_tables__have_rows_that_are_told_apart_without_a_number(name):
    rows = [
        dict(zip(COLUMNS[name], map(str, cells), strict=True))
        for cells in fake_tables()[name].itertuples(index=False)
    ]
    found = compare_tables(name, rows, [])
    assert [key for key in found.only_a if any(column == "#" for column, _ in key)] == []
    assert len(found.only_a) == len(rows)
