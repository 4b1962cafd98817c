import pytest

from selfcheck_analysis.published import Group, Opening, Reach, Span
from selfcheck_analysis.published.blocks import (
    NOT_PRINTED,
    Node,
    PrintedCell,
    PrintedHeadcount,
    groups,
    is_headline,
    role_headcounts,
)
from selfcheck_analysis.published.rounding_windows import LARGEST_GROUP, Precision, PrintedRow
from selfcheck_analysis.questionnaire import Answer
from selfcheck_analysis.terms import ALL_ROLES, Tenure
from tests.printed_groups import (
    PROGRAMME,
    headline,
    print_of,
    printed_block,
    printed_group,
    shipped,
)

FIRST, LATER, EVERYONE = Tenure
HALF = (50, 50)


def in_year(year, role="staff"):
    return printed_block("q", 50, 50, 50, role=role, year=year)


def headcount(blocks, headcounts, reach=None):
    (group,) = groups(blocks, headcounts, reach)
    return group.headcount


def test_span__adds_and_knows_when_it_is_one_number():
    assert Span(2, 3) + Span(10, 20) == Span(12, 23)
    assert Span(4, 4).known
    assert not Span(4, 5).known
    with pytest.raises(TypeError):
        Span(1, 2) + 3


@pytest.mark.parametrize(
    ("printed", "expected"),
    [
        (126, (101, 151)),  # 25.2 is 20 %, rounded towards the printed number
        (2, (1, 7)),  # 5 persons at the least, but somebody
        (25, (20, 30)),
        (30, (24, 36)),
    ],
)
def test_reach__is_a_fifth_but_five_persons(printed, expected):
    assert Reach().around(Span(printed, printed)) == expected


def test_reach__goes_out_from_both_bounds_of_a_printed_range():
    assert Reach(percent=10, least=1).around(Span(50, 70)) == (45, 77)


def test_groups__take_the_headcount_of_their_own_year():
    counts = {(PROGRAMME, 2023, "staff"): Span(126, 126)}
    (group,) = groups([in_year(2023)], counts)
    assert (group.headcount, group.printed) == ((126, 126), True)


def test_groups__without_a_headcount_reach_for_the_nearest_year_and_the_later_of_two():
    counts = {
        (PROGRAMME, year, "staff"): Span(n, n) for year, n in ((2018, 10), (2022, 20), (2024, 40))
    }
    assert headcount([in_year(2019)], counts) == (5, 15)
    assert headcount([in_year(2021)], counts) == (15, 25)
    assert headcount([in_year(2023)], counts) == (32, 48)
    assert headcount([in_year(2023)], counts, Reach(percent=50)) == (20, 60)


def test_groups__of_which_no_headcount_is_printed_may_have_any_number():
    counts = {(PROGRAMME, 2023, "other"): Span(5, 5), ("info_nws", 2023, "staff"): Span(9, 9)}
    assert headcount([in_year(2023)], counts) == (1, LARGEST_GROUP)
    assert headcount([in_year(2023)], counts, Reach(largest=300)) == (1, 300)


def test_groups__of_all_roles_are_the_sum_over_the_roles():
    roles = {(PROGRAMME, 2023, "staff"): Span(126, 126), (PROGRAMME, 2023, "chiefs"): Span(24, 24)}
    assert headcount([in_year(2023, ALL_ROLES)], roles) == (150, 150)
    # 101 to 151, and 19 to 29
    assert headcount([in_year(2022, ALL_ROLES)], roles) == (120, 180)
    printed = roles | {(PROGRAMME, 2023, ALL_ROLES): Span(149, 149)}
    assert headcount([in_year(2023, ALL_ROLES)], printed) == (149, 149)
    assert headcount([in_year(2023, ALL_ROLES)], {}) == (1, LARGEST_GROUP)


def test_groups__of_all_roles_may_lack_a_role_that_is_printed_only_later():
    roles = {(PROGRAMME, 2023, "staff"): Span(126, 126), (PROGRAMME, 2023, "new"): Span(40, 40)}
    blocks = [in_year(2022), in_year(2022, ALL_ROLES)]
    everyone = next(group for group in groups(blocks, roles) if group.role == ALL_ROLES)
    # staff alone: 101; with the new role 151 + 48
    assert everyone.headcount == (101, 199)


def test_groups__that_the_print_does_not_name_are_part_of_everyone():
    # 2 + 8 + 24 + 126 + 98 and 172 + 13 persons; 7 + 13 + 29 + 151 + 117 and 206 + 18 a year before
    unnamed = {
        (group.programme, group.fiscal_year): (group.headcount, group.printed)
        for group in shipped().groups()
        if group.role == NOT_PRINTED
    }
    assert unnamed == {
        ("juki_net", 2023): ((1, 258), False),
        ("info_nws", 2023): ((1, 185), False),
        ("juki_net", 2022): ((1, 317), False),
        ("info_nws", 2022): ((1, 224), False),
    }


def test_groups__are_gathered_by_role_and_year_with_conditions_below_their_parents():
    blocks = [
        printed_block("child", 0, 0, 0, asked_if=Opening("parent", Answer.NO)),
        in_year(2022),
        printed_block("parent", 50, 50, 50),
        printed_block("last", 0, 0, 0, asked_if=Opening("child", Answer.YES)),
        printed_block("q", 50, 50, 50, role="chiefs"),
    ]
    earlier, staff, chiefs = print_of(blocks).groups()
    assert [(g.fiscal_year, g.role) for g in (earlier, staff, chiefs)] == [
        (2022, "staff"),
        (2023, "staff"),
        (2023, "chiefs"),
    ]
    assert [node.block.key.question for node in staff.nodes] == ["parent"]
    assert [block.key.question for block in staff.blocks] == ["parent", "child", "last"]
    assert staff.block("last") is blocks[3]
    with pytest.raises(KeyError):
        staff.block("q")


def test_role_headcounts__are_the_named_roles_of_one_year():
    counts = {
        (PROGRAMME, 2023, role): Span(n, n)
        for role, n in (("staff", 9), ("chiefs", 3), (ALL_ROLES, 12), (NOT_PRINTED, 12))
    }
    counts[PROGRAMME, 2022, "staff"] = Span(8, 8)
    assert role_headcounts(counts, PROGRAMME, 2023) == {"staff": (9, 9), "chiefs": (3, 3)}


def test_block__cells_are_what_is_printed_in_order():
    block = printed_block("q", HALF, None, 50)
    assert [(cell.tenure, cell.answer) for cell in block.cells] == [
        (FIRST, Answer.YES),
        (FIRST, Answer.NO),
        (EVERYONE, Answer.YES),
    ]
    assert block.row(FIRST) == PrintedRow(50, 50)
    assert block.row(LATER) is None


def test_block__without_a_figure_still_has_the_group():
    block = printed_block("q", HALF, None, HALF)
    no_yes = block.without([PrintedCell(block.key, FIRST, Answer.YES)])
    assert no_yes.rows == (PrintedRow(None, 50), None, PrintedRow(50, 50))
    assert block.without(block.cells).rows == (PrintedRow(None), None, PrintedRow(None))
    elsewhere = block.key._replace(question="other")
    assert block.without([PrintedCell(elsewhere, FIRST, Answer.YES)]) == block


@pytest.mark.parametrize(
    ("rows", "decimals", "unanimous"),
    [
        (((100, 0), (0, 100), 100), 0, True),
        ((None, 100, 100), 0, True),
        ((100, 99, 100), 0, False),
        ((1000, 1000, 1000), 1, True),
        ((100, 100, 100), 1, False),  # 10.0 %
    ],
)
def test_block__unanimous_where_everything_is_0_or_100(rows, decimals, unanimous):
    assert printed_block("q", *rows, precision=Precision(decimals)).unanimous is unanimous


def test_is_headline():
    assert is_headline(headline(100, 95, 95, questions=16))
    assert not is_headline(printed_block("q", 100, 95, 95))


@pytest.fixture
def group() -> Group:
    child = printed_block("child", None, 100, 100, asked_if=Opening("parent", Answer.NO))
    parent = printed_block("parent", HALF, 50, 50)
    return printed_group(Node(parent, (Node(child),)), people=12)


def test_group__figures_are_its_cells_and_its_printed_headcount(group):
    own = PrintedHeadcount(PROGRAMME, 2023, "staff")
    parent, child = group.blocks
    assert group.figures == [*parent.cells, *child.cells, own]
    unprinted = printed_group(*group.nodes, people=(1, 12), printed=False)
    assert unprinted.figures == [*parent.cells, *child.cells]


def test_group__without_figures_of_a_conditional_question_or_its_headcount(group):
    own = PrintedHeadcount(PROGRAMME, 2023, "staff")
    _, child = group.blocks
    dropped = group.without(child.cells)
    assert dropped.block("child").rows == (None, PrintedRow(None), PrintedRow(None))
    assert dropped.block("parent") == group.block("parent")
    assert dropped.headcount == (12, 12)
    # Twice as many, but 50 for small groups.
    assert group.without([own]).headcount == (1, 50)
    assert group.of(Span(20, 26)).without([own]).headcount == (1, 52)
    assert group.without([own]).nodes == group.nodes


def test_group__of_another_number_or_with_some_of_its_questions(group):
    assert group.of(Span(1, 3)).headcount == (1, 3)
    assert group.only([]).blocks == []
