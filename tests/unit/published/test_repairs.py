"""The smallest sets of wrong figures, against every subset tried by the oracle."""

from importlib import import_module
from itertools import combinations
from unittest import mock

import pytest
from hypothesis import assume, given, settings

from selfcheck_analysis.published import Span, blocks, smallest_repairs
from selfcheck_analysis.published.blocks import Node, Opening, PrintedCell, PrintedHeadcount
from selfcheck_analysis.published.repairs import MOST_CHANGED, contradiction
from selfcheck_analysis.questionnaire import Answer
from selfcheck_analysis.terms import Tenure
from tests.oracle_print import solve
from tests.printed_groups import (
    Choices,
    asked,
    drawn_groups,
    headline,
    people,
    printed_block,
    printed_group,
    shipped_group,
    units,
)

MISPRINTED = Choices(
    largest=7, times=(1, 1, 1, 2), misprints=(True,), headcounts=("known", "known", "range")
)
SMALL_SLIP = 9
"""So many persons there may be instead of fewer than half as many (50 are too many to try)."""

FIRST, LATER, EVERYONE = Tenure
YES, NO = Answer


def oracle(group, dropped=()):
    """Return all tables where some figures are not believed."""
    cells = {
        (f.block.question, list(Tenure).index(f.tenure), list(Answer).index(f.answer))
        for f in dropped
        if isinstance(f, PrintedCell)
    }
    doubted = any(isinstance(figure, PrintedHeadcount) for figure in dropped)
    most = max(2 * group.headcount.high, SMALL_SLIP)
    sizes = range(1, most + 1) if doubted else people(group)
    return solve([asked(node).without(cells) for node in group.nodes], sizes)


def possible(group, dropped):
    return all(oracle(group, dropped).values())


def fits(group, figures):
    """Return what each figure of a set would print, smallest and largest over all tables."""
    found = oracle(group, figures)
    values = {}
    for figure in figures:
        if isinstance(figure, PrintedHeadcount):
            node = group.nodes[0].block
            numbers = [(t[0] + t[2]) // node.questions for t in found[node.key.question]]
        else:
            block = group.block(figure.block.question)
            numbers = []
            for n1, y1, n2, y2 in found[figure.block.question]:
                n, y = {FIRST: (n1, y1), LATER: (n2, y2)}.get(figure.tenure, (n1 + n2, y1 + y2))
                share = y if figure.answer is YES else n - y
                numbers.append(units(share, n, block.precision)[-1])  # a doubtful tie goes up
        values[figure] = Span(min(numbers), max(numbers))
    return values


@settings(deadline=None, max_examples=120)
@given(drawn_groups(MISPRINTED))
def test_smallest_repairs__are_all_smallest_sets_of_figures(drawn):
    group = drawn.group
    assume(not possible(group, ()))
    expected = []
    for size in range(1, MOST_CHANGED + 1):
        expected = [f for f in combinations(group.figures, size) if possible(group, f)]
        if expected:
            break
    with mock.patch.object(blocks, "_SMALL_SLIP", SMALL_SLIP):
        found = smallest_repairs(group)
    assert [repair.figures for repair in found] == expected
    assert [dict(repair.fits) for repair in found] == [fits(group, f) for f in expected]


@settings(deadline=None, max_examples=120)
@given(drawn_groups(MISPRINTED))
def test_contradiction__is_one_of_which_no_figure_can_be_left_out(drawn):
    group = drawn.group
    with mock.patch.object(blocks, "_SMALL_SLIP", SMALL_SLIP):
        found = contradiction(group)
    others = [figure for figure in group.figures if figure not in found]
    # Blanks alone can contradict each other; then there is no figure to doubt.
    assert bool(found) == (not possible(group, ()) and possible(group, group.figures))
    if found:
        assert not possible(group, others)
        # The questions that it is about could hold together if any one of them were different.
        about = {figure.block for figure in found if isinstance(figure, PrintedCell)}
        nodes = [node for node in group.nodes if about & {block.key for block in node.walk()}]
        among = group.only(nodes or group.nodes)
        assert all(possible(among, [*others, figure]) for figure in found)


def q7_and_q15(year):
    group = shipped_group("info_nws", year, "")
    q7, q15 = group.nodes
    return group, q7, q15


def test_smallest_repairs__of_q7_in_2023_are_two_candidates():
    group, q7, _ = q7_and_q15(2023)
    later = [
        PrintedCell(q7.block.key, LATER, answer) for answer in (YES, NO)
    ]  # yes 1 % with no 100 % takes 200 people; there are at most 185
    assert [(r.figures, dict(r.fits)) for r in smallest_repairs(group.only([q7]))] == [
        ((later[0],), {later[0]: Span(0, 0)}),
        ((later[1],), {later[1]: Span(99, 99)}),
    ]
    assert contradiction(group.only([q7])) == later


def test_smallest_repairs__of_q7_with_q15_in_2023_leave_one_candidate():
    # Without the yes of 1 %, no 100 % of at most 185 later staff means that none of them said yes:
    # all who did are first-year staff, 2.5 % of these at the most and 1.5 % of everybody at the
    # least, so that more than 60 % are in their first year. By Q15 (91/96/95 %) at most 40 % are:
    # 91.5 s + 96.5 (1 - s) >= 94.5.
    group, q7, _ = q7_and_q15(2023)
    cell = PrintedCell(q7.block.key, LATER, NO)
    assert [(r.figures, dict(r.fits)) for r in smallest_repairs(group)] == [
        ((cell,), {cell: Span(99, 99)})
    ]


def test_smallest_repairs__of_q7_and_q15_in_2022_are_the_six_rows():
    group, q7, q15 = q7_and_q15(2022)
    rows = [
        (PrintedCell(node.block.key, tenure, YES), PrintedCell(node.block.key, tenure, NO))
        for node in (q7, q15)
        for tenure in Tenure
    ]
    assert [repair.figures for repair in smallest_repairs(group)] == rows
    # By itself each question is possible.
    assert smallest_repairs(group.only([q7])) == smallest_repairs(group.only([q15])) == []


def test_smallest_repairs__may_be_the_headcount():
    # A third of 4 persons in all: 3 and its multiples print 33.
    group = printed_group(printed_block("q", None, 33, 33), people=4)
    headcount = PrintedHeadcount("juki_net", 2023, "staff")
    (repair,) = smallest_repairs(group)
    assert repair.figures == (headcount,)
    # Up to 50 persons: 49 are 16/49 (32.65), and 50 would print 32 or 34.
    assert repair.fits[headcount] == Span(3, 49)


def test_smallest_repairs__of_a_conditional_question_may_be_its_parent():
    # 95 % of 20 leaves one person; a third takes three.
    child = printed_block("child", None, 33, 33, asked_if=Opening("parent", NO))
    parent = printed_block("parent", None, 95, 95)
    group = printed_group(Node(parent, (Node(child),)), people=(20, 20), printed=False)
    found = smallest_repairs(group)
    cells = [block.cells for block in (parent, child)]
    assert [repair.figures for repair in found] == [tuple(cells[0]), tuple(cells[1])]
    # 3 of 20 have to say no at the least.
    assert found[0].fits == dict.fromkeys(cells[0], Span(0, 85))


def test_smallest_repairs__are_not_looked_for_beyond_the_most():
    group, *_ = q7_and_q15(2022)
    assert smallest_repairs(group, most=1) == []
    assert len(smallest_repairs(group, most=2)) == 6


@pytest.mark.parametrize("name", ["MOST_SPLITS", "MOST_TABLES"])
def test_smallest_repairs__of_groups_too_large_to_lay_out_come_without_values(name, monkeypatch):
    child = printed_block("child", None, 33, 33, asked_if=Opening("parent", NO))
    parent = printed_block("parent", None, 95, 95)
    group = printed_group(Node(parent, (Node(child),)), people=(20, 20), printed=False)
    expected = [repair.figures for repair in smallest_repairs(group)]
    monkeypatch.setattr(import_module("selfcheck_analysis.published.feasible"), name, 0)
    found = smallest_repairs(group)
    assert [repair.figures for repair in found] == expected
    assert [dict(repair.fits) for repair in found] == [{}, {}]


def test_smallest_repairs__where_a_headline_is_only_counted_come_without_its_values(monkeypatch):
    # 100 and 99 % are not 50 % of everybody, and any of the three may be the wrong one.
    group = printed_group(headline(100, 99, 50, questions=20), people=(30, 30), printed=False)
    with_values = smallest_repairs(group)
    assert [list(repair.fits) for repair in with_values] == [[f] for f in group.figures]
    monkeypatch.setattr(import_module("selfcheck_analysis.published.feasible"), "MOST_TABLES", 0)
    without = smallest_repairs(group)
    assert [repair.figures for repair in without] == [repair.figures for repair in with_values]
    assert [dict(repair.fits) for repair in without] == [{}, {}, {}]


def test_smallest_repairs__where_blanks_contradict_each_other_there_is_no_figure_to_doubt():
    blank_first, blank_later = printed_block("a", None, 50, 50), printed_block("b", 50, None, 50)
    group = printed_group(blank_first, blank_later, people=(1, 20), printed=False)
    assert not possible(group, ())
    assert contradiction(group) == smallest_repairs(group) == []
