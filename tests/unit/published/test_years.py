"""Printed years as a whole: groups solved together, and the tables of comparisons."""

from importlib import import_module
from itertools import product

import pytest
from hypothesis import assume, given, settings

from selfcheck_analysis.published import (
    Counts,
    Opening,
    Print,
    PrintProgramme,
    Span,
    compare,
    compare_printed_years,
    contrast,
    contrast_printed_tenures,
    feasible,
    is_possible,
    printed_year,
)
from selfcheck_analysis.published.years import COLUMNS, counts_of
from selfcheck_analysis.questionnaire import Answer
from selfcheck_analysis.terms import ALL_ROLES, InTables, Tenure
from tests.oracle_print import solve
from tests.printed_groups import (
    PROGRAMME,
    as_set,
    asked,
    headline,
    people,
    print_of,
    printed_block,
    shipped,
    shipped_part,
)
from tests.printed_roles import drawn_roles

FIRST, LATER, EVERYONE = Tenure
STAFF, OFFICERS = "citizens_division_staff", "resident_info_officers"
CONTACT, PROMPTED = "knows_contact_tree_location", "prompted_colleague_to_log_off"
P_ENDS = ["p_low", "p_high", "fisher_low", "fisher_high"]


def years(printed, programme=PROGRAMME):
    return [printed_year(printed, programme, year) for year in (2022, 2023)]


def two_years(*blocks, **headcounts):
    """Print each block in both years."""
    both = [block(year) for year in (2022, 2023) for block in blocks]
    return years(print_of(both, **headcounts))


def the_row(table, **cells):
    for column, value in cells.items():
        table = table[table[column] == value]
    (row,) = table.to_dict("records")
    return row


@pytest.fixture(scope="module")
def staff():
    return years(shipped_part(STAFF, OFFICERS))


# Groups of one year


def test_printed_year__solves_each_group_by_itself(staff):
    for year in staff:
        for group in year.groups:
            expected = {question: found.count for question, found in feasible(group).of.items()}
            assert {q: found.count for q, found in year.of[group.role].of.items()} == expected
    assert [group.role for group in staff[1].groups] == [STAFF, OFFICERS]


def test_printed_year__finds_blocks_by_role_and_by_question(staff):
    year = staff[1]
    assert year.find("headline") == [STAFF, OFFICERS]
    assert year.find(CONTACT) == [STAFF]
    assert year.tables(STAFF, CONTACT).count == 4  # test_enumeration.py
    assert year.tables(OFFICERS, CONTACT) is None
    assert year.tables("nobody", CONTACT) is None
    assert [block.key.question for block in year.blocks()].count("headline") == 2


def test_printed_year__of_another_programme_is_empty():
    empty = printed_year(shipped_part(STAFF), "info_nws", 2023)
    assert (empty.groups, empty.blocks()) == ((), [])


@settings(deadline=None, max_examples=150)
@given(drawn_roles(shared=False))
def test_printed_year__counts_everyone_as_the_sum_over_the_roles(drawn):
    groups = {group.role: group for group in drawn.groups}
    splits = {
        role: {(t[0], t[2]) for t in own_tables(group).values() for t in t}
        for role, group in groups.items()
    }
    roles = [role for role in groups if role != ALL_ROLES]
    together = [
        chosen
        for chosen in product(*(splits[role] for role in roles))
        if tuple(map(sum, zip(*chosen, strict=True))) in splits[ALL_ROLES]
    ]
    allowed = {role: {chosen[place] for chosen in together} for place, role in enumerate(roles)}
    allowed[ALL_ROLES] = {tuple(map(sum, zip(*chosen, strict=True))) for chosen in together}
    year = printed_year(drawn.printed, PROGRAMME, 2023)
    for role, group in groups.items():
        # What contradicts itself ties nobody else.
        tied = all(splits.values())
        expected = solve(map(asked, group.nodes), people(group), allowed[role] if tied else None)
        assert {q: as_set(found) for q, found in year.of[role].of.items()} == expected


def own_tables(group):
    return solve(map(asked, group.nodes), people(group))


@settings(deadline=None, max_examples=25)
@given(drawn_roles(shared=False))
def test_printed_year__with_sums_over_roles_has_the_bounds_of_the_integer_programme(drawn):
    year = printed_year(drawn.printed, PROGRAMME, 2023)
    assume(all(map(is_possible, drawn.groups)))
    programme = PrintProgramme(drawn.groups)
    for group in year.groups:
        ((question, found),) = year.of[group.role].of.items()
        assert programme.possible == bool(found.count)
        bounds = programme.bounds(group.role, question, FIRST)
        if found.count:
            counted = found.tables.counted_first
            assert bounds == (found.n_first, Span(int(counted.min()), int(counted.max())))
        else:
            assert bounds is None


def test_printed_year__keeps_more_tables_than_fit_where_answers_are_tied_too():
    # Each role by itself: 50 % of even numbers, whichever they are; that the answers of both make
    # up everyone's is left out.
    blocks = [printed_block("q", 50, 50, 50, role=role) for role in ("a", "b", ALL_ROLES)]
    year = printed_year(print_of(blocks, a=4, b=8), PROGRAMME, 2023)
    assert {role: as_set(found.of["q"]) for role, found in year.of.items()} == {
        "a": {(2, 1, 2, 1)},
        "b": {(2, 1, 6, 3), (4, 2, 4, 2), (6, 3, 2, 1)},
        ALL_ROLES: {(4, 2, 8, 4), (6, 3, 6, 3), (8, 4, 4, 2)},
    }


def test_printed_year__a_role_that_contradicts_itself_spoils_no_other():
    blocks = [
        printed_block("q", (60, 45), 50, 55, role="a"),
        printed_block("q", 50, 50, 50, role="b"),
        printed_block("w", 50, 50, 50, role=ALL_ROLES),
    ]
    year = printed_year(print_of(blocks, a=4, b=8, all_roles=12), PROGRAMME, 2023)
    assert not year.of["a"].possible
    assert year.of["b"].possible
    assert year.of[ALL_ROLES].possible


def test_printed_year__ties_nothing_where_a_role_is_missing():
    # 3 of 4 in one role and nobody in the other do not make 50 % of everyone, but a third role may.
    blocks = [
        printed_block("q", None, 75, 75, role="a"),
        printed_block("w", 50, 50, 50, role=ALL_ROLES),
    ]
    printed = print_of(blocks, a=4, b=8)
    assert printed_year(printed, PROGRAMME, 2023).tables(ALL_ROLES, "w").count > 0


# Comparisons


def test_compare_printed_years__has_a_row_for_every_question_and_tenure_of_both_years(staff):
    table = compare_printed_years(*staff)
    assert list(table.columns) == COLUMNS
    rows = [(STAFF, CONTACT), (STAFF, "knows_to_report_and_record"), (STAFF, "headline")]
    rows.append((OFFICERS, "headline"))
    assert table[["role", "question", "tenure"]].to_records(index=False).tolist() == [
        (*row, str(tenure)) for row in rows for tenure in Tenure
    ]


def test_compare_printed_years__holds_the_ranges_of_each_comparison(staff):
    table = compare_printed_years(*staff)
    last, this = (year.tables(STAFF, CONTACT).tables for year in staff)
    for tenure in Tenure:
        row = the_row(table, question=CONTACT, tenure=str(tenure))
        found = compare(*(Counts.of(side, tenure, Answer.YES) for side in (last, this)))
        ends = [*found.boschloo, *found.fisher]
        assert [row[name] for name in P_ENDS] == [end.value for end in ends]
        assert [row["change_low"], row["change_high"]] == [end.value for end in found.change]
        assert row["n_tables"] == found.n_tables == 144 * 4
        assert row["significant_share"] == pytest.approx(float(found.significant))
        assert (row["verdict"], row["direction"]) == (str(found.verdict), -1)
        assert row["complete"]


def test_compare_printed_years__names_the_tables_at_the_ends(staff):
    row = the_row(compare_printed_years(*staff), question=CONTACT, tenure="all")
    # test_comparison.py: .027 to .192 over the totals of last year
    assert row["tables_at_p_low"] == "137/142 → 113/126"
    assert row["tables_at_p_high"] == "107/112 → 114/126"
    alike = the_row(
        compare_printed_years(*staff), question="knows_to_report_and_record", tenure="all"
    )
    # 101 to 151 persons last year, all at 100 %: three are named
    assert alike["tables_at_p_low"].startswith("101/101 → 126/126; 102/102 → 126/126; ")
    assert alike["tables_at_p_low"].endswith("; +48")


def test_compare_printed_years__cannot_bound_headline_rates(staff):
    table = compare_printed_years(*staff)
    headlines = table[table["question"] == "headline"]
    assert set(headlines["verdict"]) == {InTables.NOT_BOUNDED}
    assert headlines[P_ENDS].isna().all(axis=None)


def test_compare_printed_years__says_where_the_print_contradicts_itself():
    table = compare_printed_years(*years(shipped(), "info_nws"))
    questions = table[table["role"] == ""]
    assert len(questions) == 2 * 3
    assert set(questions["verdict"]) == {InTables.CONTRADICTORY}


def test_compare_printed_years__reads_the_change_of_proper_answers():
    # 20 % fewer say yes; where no is proper that is a rise.
    def block(question, proper):
        return lambda year: printed_block(
            question, None, 80 if year == 2022 else 60, 80 if year == 2022 else 60,
            year=year, proper_answer=proper,
        )  # fmt: skip

    table = compare_printed_years(
        *two_years(block("done", Answer.YES), block("seen", Answer.NO), staff=(100, 100))
    )
    rows = {q: the_row(table, question=q, tenure="all") for q in ("done", "seen")}
    assert (rows["done"]["direction"], rows["seen"]["direction"]) == (-1, 1)
    assert rows["done"]["change_low"] == pytest.approx(-rows["seen"]["change_high"])
    assert rows["done"]["p_low"] == pytest.approx(rows["seen"]["p_low"])


def test_compare_printed_years__names_a_tenure_without_anybody():
    last, this = two_years(
        lambda year: printed_block("q", None if year == 2022 else 50, 50, 50, year=year), staff=20
    )
    table = compare_printed_years(last, this)
    assert the_row(table, tenure="first_year")["verdict"] == InTables.NOBODY
    assert the_row(table, tenure="all")["verdict"] == InTables.NONE
    table = compare_printed_years(this, last)
    assert the_row(table, tenure="first_year")["verdict"] == InTables.NOBODY


def test_compare_printed_years__leaves_out_what_one_year_does_not_print():
    last, this = years(
        print_of(
            [
                printed_block("old", 50, 50, 50, year=2022),
                printed_block("moved", 50, 50, 50, role="chiefs", year=2022),
                printed_block("kept", 50, 50, 50, year=2022),
                printed_block("kept", 50, 50, 50),
                printed_block("moved", 50, 50, 50),
                printed_block("new", 50, 50, 50),
            ],
            staff=10,
        )
    )
    assert set(compare_printed_years(last, this)["question"]) == {"kept"}


def test_compare_printed_years__says_where_there_are_too_many_tables(monkeypatch):
    monkeypatch.setattr(import_module("selfcheck_analysis.published.feasible"), "MOST_SPLITS", 0)
    last, this = two_years(lambda year: printed_block("q", 50, 50, 50, year=year), staff=10)
    assert last.of == {"staff": None}
    assert set(compare_printed_years(last, this)["verdict"]) == {InTables.TOO_MANY}
    assert set(contrast_printed_tenures(this)["verdict"]) == {InTables.TOO_MANY}


def test_compare_printed_years__keeps_to_the_threshold(staff):
    strict = compare_printed_years(*staff, alpha=0.001)
    assert the_row(strict, question=CONTACT, tenure="all")["verdict"] == InTables.NONE
    loose = compare_printed_years(*staff, alpha=0.2)
    assert the_row(loose, question=CONTACT, tenure="all")["verdict"] == InTables.EVERY


def test_contrast_printed_tenures__holds_first_year_staff_against_the_others(staff):
    table = contrast_printed_tenures(staff[1])
    assert list(table.columns) == [column for column in COLUMNS if column != "tenure"]
    # The officers have no first-year staff.
    assert set(table["role"]) == {STAFF}
    row = the_row(table, question=CONTACT)
    found = contrast(staff[1].tables(STAFF, CONTACT).tables, Answer.YES)
    assert [row[name] for name in P_ENDS] == [end.value for end in (*found.boschloo, *found.fisher)]
    assert (row["n_tables"], row["verdict"], row["direction"]) == (4, InTables.EVERY, -1)
    # The later staff first: test_comparison.py
    assert row["tables_at_p_high"] == "92/97 → 22/29"
    assert the_row(table, question="headline")["verdict"] == InTables.NOT_BOUNDED


def test_counts_of__the_handouts_conditional_question(staff):
    # The decline of later staff from 96 to 83 %, jointly with the question that opens it.
    last, this = years(shipped_part(""))
    sides = [counts_of(year, year.groups[0].block(PROMPTED), LATER) for year in (last, this)]
    found = compare(*sides)
    assert (found.verdict, found.direction) == (InTables.NONE, -1)


def test_counts_of__a_conditional_question_that_the_whole_print_leaves_no_room_for():
    opening = Opening("parent", Answer.NO)
    blocks = [
        printed_block("parent", None, 95, 95),
        printed_block("child", None, 33, 33, asked_if=opening),
    ]
    year = printed_year(print_of(blocks, staff=20), PROGRAMME, 2023)
    assert counts_of(year, blocks[1], EVERYONE) is InTables.CONTRADICTORY
    assert counts_of(year, blocks[1], FIRST) is InTables.NOBODY


def test_printed_year__of_a_headline_too_large_to_lay_out_still_has_its_questions(monkeypatch):
    monkeypatch.setattr(import_module("selfcheck_analysis.published.feasible"), "MOST_TABLES", 100)
    blocks = (headline(97, 98, 98, questions=20), printed_block("q", 76, 95, 90))
    year = printed_year(
        Print(blocks, {(PROGRAMME, 2023, "staff"): Span(126, 126)}), PROGRAMME, 2023
    )
    assert year.tables("staff", "headline").tables is None
    assert year.tables("staff", "q").count == 4
