"""Bounds by integer programming, against the smallest and largest over all tables."""

from itertools import product

import pytest
from hypothesis import given, settings

from selfcheck_analysis.published import Opening, PrintProgramme, Span, feasible
from selfcheck_analysis.published.blocks import Node
from selfcheck_analysis.published.programme import Bounds, questions_of_everyone, tied
from selfcheck_analysis.questionnaire import Answer
from selfcheck_analysis.terms import ALL_ROLES, Tenure
from tests.oracle_print import solve
from tests.printed_groups import (
    Choices,
    asked,
    drawn_groups,
    headline,
    people,
    print_of,
    printed_block,
    printed_group,
    shipped,
)
from tests.printed_roles import drawn_roles

LARGER = Choices(
    largest=60, questions=(1, 2), times=(1, 1, 1, 20), decimals=(0, 0, 1, 2), headcounts=("range",)
)


def enumerated(tables, tenure):
    """Return the bounds over tables, from the oracle or the package."""
    n = [(t[0], t[2], t[0] + t[2])[list(Tenure).index(tenure)] for t in tables]
    counted = [(t[1], t[3], t[1] + t[3])[list(Tenure).index(tenure)] for t in tables]
    return Bounds(Span(min(n), max(n)), Span(min(counted), max(counted))) if n else None


def assert_bounds_are_those_of_all_tables(group):
    found, programme = feasible(group), PrintProgramme([group])
    assert programme.possible == found.possible
    for question, tables in found.of.items():
        for tenure in Tenure:
            expected = None
            if found.possible:
                counted, n = tables.tables.counts(tenure)
                ends = [(int(values.min()), int(values.max())) for values in (n, counted)]
                expected = Bounds(*(Span(*pair) for pair in ends))
            assert programme.bounds(group.role, question, tenure) == expected


@settings(deadline=None, max_examples=30)
@given(drawn_groups(LARGER))
def test_bounds__are_those_of_all_tables(drawn):
    assert_bounds_are_those_of_all_tables(drawn.group)


@pytest.mark.parametrize(
    "group", shipped().groups(), ids=lambda g: f"{g.programme}-{g.fiscal_year}-{g.role}"
)
def test_bounds__of_the_handout_are_those_of_all_tables(group):
    assert_bounds_are_those_of_all_tables(group)


@settings(deadline=None, max_examples=60)
@given(drawn_groups(Choices(largest=8)))
def test_bounds__are_those_of_the_oracle(drawn):
    group = drawn.group
    expected = solve(map(asked, group.nodes), people(group))
    programme = PrintProgramme([group])
    assert programme.possible == all(expected.values())
    question = group.blocks[-1].key.question
    assert programme.bounds(group.role, question, Tenure.ALL) == enumerated(
        expected[question], Tenure.ALL
    )


@settings(deadline=None, max_examples=40)
@given(drawn_roles(shared=True))
def test_bounds__where_answers_of_the_roles_add_up_to_everyones(drawn):
    whole, parts = drawn.groups[0], drawn.groups[1:]
    of_everyone = solve([asked(whole.nodes[0])], [whole.headcount.low])["q"]
    of_roles = [solve([asked(g.nodes[0])], [g.headcount.low])["q"] for g in parts]
    together = [
        tables
        for tables in product(*of_roles)
        if tuple(map(sum, zip(*tables, strict=True))) in of_everyone
    ]
    programme = PrintProgramme(drawn.groups)
    assert programme.possible == bool(together)
    by_role = list(zip(*together, strict=True)) or [()] * len(parts)
    for group, tables in zip(parts, by_role, strict=True):
        assert programme.bounds(group.role, "q", Tenure.ALL) == enumerated(tables, Tenure.ALL)
    sums = [tuple(map(sum, zip(*tables, strict=True))) for tables in together]
    for tenure in Tenure:
        assert programme.bounds(ALL_ROLES, "q", tenure) == enumerated(sums, tenure)


def test_bounds__in_the_unit_of_the_block():
    # One of 13 persons is in the first year (test_enumeration.py): 16 of 208 answers.
    programme = PrintProgramme([printed_group(headline(100, 95, 95, questions=16), people=13)])
    found = programme.bounds("staff", "headline", Tenure.FIRST_YEAR)
    assert found == Bounds(Span(16, 16), Span(16, 16))


def test_bounds__of_a_group_too_large_to_lay_out():
    # 20,000 persons at 50/50/50 %: a tenure has at least one person, who would print 0 or 100;
    # two persons print 50. Yes of everyone: 49.5 to below 50.5 %, 9900 to 10099.
    programme = PrintProgramme([printed_group(printed_block("q", 50, 50, 50), people=20_000)])
    found = programme.bounds("staff", "q", Tenure.ALL)
    assert found == Bounds(Span(20_000, 20_000), Span(9_900, 10_099))
    first = programme.bounds("staff", "q", Tenure.FIRST_YEAR)
    assert first.n == Span(2, 19_998)


def roles(*printed, **headcounts):
    blocks = [printed_block(question, 50, 50, 50, role=role) for role, question in printed]
    return print_of(blocks, **headcounts).groups()


def test_tied__everyone_to_roles_whose_printed_headcounts_add_up():
    asked_all = [("a", "q"), ("b", "q"), (ALL_ROLES, "q")]
    whole, parts = tied(roles(*asked_all, a=4, b=8, all_roles=12))
    assert (whole.role, [part.role for part in parts]) == (ALL_ROLES, ["a", "b"])
    # Not printed: the number of everyone is then the sum of the roles, but nowhere stated.
    whole, parts = tied(roles(*asked_all, a=4, b=8))
    assert (whole.role, [part.role for part in parts]) == (ALL_ROLES, ["a", "b"])


@pytest.mark.parametrize(
    ("printed", "headcounts"),
    [
        (["a", "b", ALL_ROLES], {"a": 4, "b": 8, "all_roles": 13}),  # somebody is missing
        (["a", "b", ALL_ROLES], {"a": 4, "b": (7, 8), "all_roles": 12}),
        (["a", "b", ALL_ROLES], {"a": 4, "all_roles": 12}),
        (["a", ALL_ROLES], {"a": 4, "b": 8, "all_roles": 12}),  # nothing is printed for b
        (["a", "b"], {"a": 4, "b": 8}),
        ([ALL_ROLES], {"all_roles": 12}),
        (["", ALL_ROLES], {"a": 4, "all_roles": 12}),
    ],
)
def test_tied__nothing_where_it_is_not_known_that_they_add_up(printed, headcounts):
    groups = roles(*((role, "q") for role in printed), **headcounts)
    assert tied(groups) == (None, [])
    assert questions_of_everyone(groups) == []


def test_questions_of_everyone__are_printed_for_every_role_and_for_all():
    shared = [(role, q) for role in ("a", "b", ALL_ROLES) for q in ("both", "headline")]
    groups = roles(*shared, ("a", "some"), (ALL_ROLES, "some"), a=4, b=8, all_roles=12)
    assert questions_of_everyone(groups) == ["both"]


def test_questions_of_everyone__are_no_conditional_ones():
    opening = Opening("parent", Answer.YES)
    blocks = [
        block
        for role in ("a", ALL_ROLES)
        for block in (
            printed_block("parent", 50, 50, 50, role=role),
            printed_block("child", 50, 50, 50, role=role, asked_if=opening),
        )
    ]
    groups = print_of(blocks, a=4, all_roles=4).groups()
    assert questions_of_everyone(groups) == ["parent"]


def test_bounds__below_a_question_whose_no_opens_another():
    # 40 % of 10 say yes, 2 of 5 in each tenure; of the 3 who say no, at most 3 are asked.
    child = printed_block("child", 33, 50, 40, asked_if=Opening("parent", Answer.NO))
    node = Node(printed_block("parent", 40, 40, 40), (Node(child),))
    programme = PrintProgramme([printed_group(node, people=10)])
    assert programme.bounds("staff", "child", Tenure.FIRST_YEAR).n == Span(3, 3)
    assert programme.bounds("staff", "child", Tenure.SECOND_YEAR_PLUS).n == Span(2, 2)
