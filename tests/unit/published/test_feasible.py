"""All tables of a group, against an oracle that tries every table."""

from importlib import import_module

import numpy as np
import pytest
from hypothesis import given, settings

from selfcheck_analysis.published import Opening, Span, feasible, is_possible
from selfcheck_analysis.published.blocks import Node
from selfcheck_analysis.published.feasible import TooLarge, as_grid, possible_splits
from selfcheck_analysis.questionnaire import Answer
from tests.oracle_print import solve
from tests.printed_groups import (
    Choices,
    as_set,
    asked,
    drawn_groups,
    headline,
    people,
    printed_block,
    printed_group,
    shipped_group,
)

# The package's name `feasible` is the function.
MODULE = import_module("selfcheck_analysis.published.feasible")
IF_NO = Opening("parent", Answer.NO)
ROUND_TRIP = Choices(
    largest=150,
    questions=(1, 2, 3),
    times=(1, 1, 1, 7, 20),
    decimals=(0, 0, 1, 2),
    misprints=(False,),
    headcounts=("known", "known", "range"),
)


@settings(deadline=None, max_examples=600)
@given(drawn_groups())
def test_feasible__finds_the_tables_of_the_oracle(drawn):
    group = drawn.group
    found = feasible(group)
    expected = solve(map(asked, group.nodes), people(group))
    assert {question: as_set(tables) for question, tables in found.of.items()} == expected
    assert found.possible == is_possible(group) == all(expected.values())


@settings(deadline=None, max_examples=200)
@given(drawn_groups(Choices(largest=8)), drawn_groups(Choices(largest=8)))
def test_feasible__keeps_to_the_splits_that_are_allowed(drawn, other):
    n_first, n_later = possible_splits(other.group)
    allowed = set(zip(n_first.tolist(), n_later.tolist(), strict=True))
    found = feasible(drawn.group, as_grid(n_first, n_later))
    expected = solve(map(asked, drawn.group.nodes), people(drawn.group), allowed)
    assert {question: as_set(tables) for question, tables in found.of.items()} == expected


@settings(deadline=None, max_examples=1200)
@given(drawn_groups(ROUND_TRIP))
def test_feasible__the_true_table_is_always_among_those_that_fit_its_print(drawn):
    found = feasible(drawn.group)
    for question, table in drawn.truth.items():
        tables = found.of[question].tables
        there = [values == value for values, value in zip(tables.arrays(), table, strict=True)]
        assert np.logical_and.reduce(there).sum() == 1


@settings(deadline=None, max_examples=200)
@given(drawn_groups())
def test_feasible__bounds_the_answers_given_over_all_tables(drawn):
    for found in feasible(drawn.group).of.values():
        rows = found.tables.rows()
        sizes = [(t.n_first, t.n_later, t.n_first + t.n_later) for t in rows]
        expected = [Span(min(n), max(n)) for n in zip(*sizes, strict=True)] or [None] * 3
        assert [found.n_first, found.n_later, found.n_all] == expected


def test_feasible__two_questions_of_the_same_persons_narrow_each_other():
    # 10 persons. 25 % of the first-year staff: 1 of 4 or 2 of 8; 33 %: 1 of 3, 2 of 6 or 3 of 9.
    quarter = printed_block("quarter", 25, (None, None), (None, None))
    third = printed_block("third", (None, None), 33, (None, None))
    found = feasible(printed_group(quarter, third, people=10))
    # 4 and 6; 8 first-year persons would leave 2 later ones, of whom no share prints 33.
    assert list(zip(found.n_first, found.n_later, strict=True)) == [(4, 6)]
    assert found.share_of_first() == (0.4, 0.4)


def test_feasible__a_conditional_question_is_answered_by_some_of_those_it_was_asked_of():
    # 6 of 10 say no: 3 of 5 in each tenure. 33 % of the first-year staff who were asked: 1 of 3;
    # 50 % of the later ones: 1 of 2 and not of 3; in all 2 of 5, 40 %.
    parent = printed_block("parent", 40, 40, 40)
    child = printed_block("child", 33, 50, 40, asked_if=IF_NO)
    found = feasible(printed_group(Node(parent, (Node(child),)), people=10))
    assert as_set(found.of["parent"]) == {(5, 2, 5, 2)}
    assert as_set(found.of["child"]) == {(3, 1, 2, 1)}


def test_feasible__a_conditional_question_narrows_its_parent():
    # 80 % of 20 is 16 and leaves 4 for the child, in whichever tenure; 14 % takes 7 persons.
    parent = printed_block("parent", (None, None), (None, None), 80)
    child = printed_block("child", 14, 0, (None, None), asked_if=IF_NO)
    node = Node(parent, (Node(child),))
    assert not is_possible(printed_group(node, people=20))
    # 80 % of 50 is 40 and leaves 10, one of whom at least is no first-year person.
    found = feasible(printed_group(node, people=50))
    no_first = {n1 - y1 for n1, y1, _, _ in as_set(found.of["parent"])}
    assert no_first == {7, 8, 9}
    # 1 of 7 is 14.3 %, 1 of 8 and of 9 print 13 and 11: one or two of those were not asked.
    assert {table[:2] for table in as_set(found.of["child"])} == {(7, 1)}


def test_feasible__several_conditional_questions_need_room_beside_each_other_only():
    # Each takes both who said no; they may be the same.
    parent = printed_block("parent", 50, 50, 50)
    children = [printed_block(f"child{i}", i, i, i, asked_if=IF_NO) for i in (0, 100)]
    found = feasible(printed_group(Node(parent, tuple(map(Node, children))), people=4))
    assert as_set(found.of["child0"]) == {(1, 0, 1, 0)}
    assert as_set(found.of["child100"]) == {(1, 1, 1, 1)}


def test_feasible__a_condition_within_a_condition():
    # 8 persons, 4 of each tenure, half say no; of those half again, who answer yes.
    parent = printed_block("parent", 50, 50, 50)
    child = printed_block("child", 50, 50, 50, asked_if=IF_NO)
    last = printed_block("last", 100, 100, 100, asked_if=Opening("child", Answer.YES))
    node = Node(parent, (Node(child, (Node(last),)),))
    group = printed_group(node, people=8)
    expected = solve([asked(node)], [8])
    assert {q: as_set(tables) for q, tables in feasible(group).of.items()} == expected
    assert expected["last"] == {(1, 1, 1, 1)}


def test_feasible__q7_of_2023_fits_nobody_and_takes_q15_with_it():
    found = feasible(shipped_group("info_nws", 2023, ""))
    assert not found.possible
    assert [(tables.count, tables.n_all) for tables in found.of.values()] == [(0, None)] * 2


def test_feasible__of_the_contact_list_are_four():
    found = feasible(shipped_group("juki_net", 2023, "citizens_division_staff"))
    # As in test_enumeration.py; the other question, 100 % everywhere, goes with each of them.
    contact, report = (
        found.of[q] for q in ("knows_contact_tree_location", "knows_to_report_and_record")
    )
    assert as_set(contact) == {
        (29, 22, 97, 92),
        (33, 25, 93, 88),
        (34, 26, 92, 87),
        (38, 29, 88, 84),
    }
    assert as_set(report) == {(n, n, 126 - n, 126 - n) for n in (29, 33, 34, 38)}
    assert found.share_of_first() == (29 / 126, 38 / 126)


def test_feasible__of_13_and_of_2_people_are_single_tables():
    shared = feasible(shipped_group("info_nws", 2023, "shared_terminal_divisions"))
    assert as_set(shared.of["headline"]) == {(16, 16, 192, 182)}
    # That all 43 questions were put to both is not said, so nothing else rests on their mean.
    group = shipped_group("juki_net", 2023, "resident_info_officers")
    assert group.nodes == ()
    officers = feasible(group.alone(group.means[0]))
    assert as_set(officers.of["headline"]) == {(0, 0, 86, 86)}  # 2 persons, 43 questions


@pytest.mark.parametrize("call", [feasible, is_possible, possible_splits])
def test_too_many_splits__are_left_to_the_integer_programme(call, monkeypatch):
    group = printed_group(printed_block("q", 50, 50, 50), people=(1, 4))
    # 2 + 3 + 4 + 5 ways to part 1 to 4 persons
    monkeypatch.setattr(MODULE, "MOST_SPLITS", 14)
    call(group)
    monkeypatch.setattr(MODULE, "MOST_SPLITS", 13)
    with pytest.raises(TooLarge):
        call(group)


def test_too_many_tables__of_a_question_are_counted_only(monkeypatch):
    block = headline(97, 98, 98, questions=20)
    group = printed_group(block, people=24)
    laid_out = feasible(group).of["headline"]
    monkeypatch.setattr(MODULE, "MOST_TABLES", laid_out.count)
    assert feasible(group).of["headline"].tables is not None
    monkeypatch.setattr(MODULE, "MOST_TABLES", laid_out.count - 1)
    counted = feasible(group).of["headline"]
    assert counted.tables is None
    assert (counted.count, counted.n_first, counted.n_later, counted.n_all) == (
        laid_out.count,
        laid_out.n_first,
        laid_out.n_later,
        laid_out.n_all,
    )


def test_too_many_tables__with_a_conditional_question_are_left_to_the_integer_programme(
    monkeypatch,
):
    child = printed_block("child", 33, 50, 40, asked_if=IF_NO)
    node = Node(printed_block("parent", 40, 40, 40), (Node(child),))
    monkeypatch.setattr(MODULE, "MOST_TABLES", 0)
    with pytest.raises(TooLarge):
        feasible(printed_group(node, people=10))


def test_feasible__a_question_below_another_has_to_say_for_whom():
    node = Node(printed_block("parent", 50, 50, 50), (Node(printed_block("child", 0, 0, 0)),))
    with pytest.raises(ValueError, match="stands below a question but has no condition"):
        feasible(printed_group(node, people=4))
