"""Every check of the audit on prints made for it, and no false alarm on prints that are true."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given, settings

from selfcheck_analysis.published.audit import Code, Severity, audit
from selfcheck_analysis.published.audit.findings import CONTRADICTIONS
from selfcheck_analysis.published.blocks import (
    Opening,
    PrintedCell,
    PrintedHeadcount,
    Reach,
    Span,
)
from selfcheck_analysis.published.reading import Print
from selfcheck_analysis.published.repairs import holds_together
from selfcheck_analysis.published.rounding_windows import Precision, Rounding
from selfcheck_analysis.questionnaire import Answer
from selfcheck_analysis.terms import ALL_ROLES, Tenure
from tests.printed_groups import (
    PROGRAMME,
    ROLE,
    YEAR,
    Choices,
    drawn_groups,
    headline,
    print_of,
    printed_block,
)


def codes(found: Print, **options) -> list[Code]:
    return [finding.code for finding in audit(found, **options).findings]


def the(found: Print, code: Code):
    [finding] = [finding for finding in audit(found).findings if finding.code == code]
    return finding


def test_audit__yes_and_no_that_never_fit():
    # 60 + 45 = 105: yes 59.5 to 60.5, no 45 leaves 54.5 to 55.5.
    found = print_of([printed_block("q", (60, 45), (50, 50), (55, 45))], staff=40)
    finding = the(found, Code.PAIR_NEVER)
    assert finding.values["sum"] == "105"
    assert finding.values["no_shares"] == ("54.5", True, "55.5", False)
    assert finding.severity is Severity.IMPOSSIBLE


def test_audit__an_overall_outside_its_parts():
    found = print_of([printed_block("q", 76, 95, 97)], staff=126)
    finding = the(found, Code.OVERALL_OUTSIDE)
    assert [finding.values[n] for n in ("all", "low", "high")] == ["97", "76", "95"]
    # The overall figure, or that of either tenure; not the headcount.
    repaired = {repair.figures for repair in finding.repairs}
    assert all(len(figures) == 1 for figures in repaired)
    assert {figures[0].tenure for figures in repaired} == set(Tenure)


def test_audit__an_overall_beside_its_parts_where_a_tie_may_go_either_way():
    # 1 of 8 is 12.5 %, which an unknown rule may print as 12 in one row and as 13 in the other.
    unknown = Precision(0, Rounding.UNKNOWN)
    found = print_of([printed_block("q", 12, None, 13, precision=unknown)], staff=8)
    assert codes(found) == [Code.ONE_TABLE]
    # Of 9 persons there is no tie; and a rule that is known takes every tie the same way.
    found = print_of([printed_block("q", 12, None, 13, precision=unknown)], staff=9)
    assert codes(found) == [Code.NO_TABLE_OF_RANGE]
    found = print_of([printed_block("q", 12, None, 13)], staff=8)
    assert Code.OVERALL_OUTSIDE in codes(found)


def test_audit__rows_that_need_more_persons_than_there_are():
    # One person is not in both tenures, whatever the percents; and asks nothing of the other block.
    both = printed_block("parent", 0, 0, 0)
    child = printed_block("child", None, 0, 0, asked_if=Opening("parent", Answer.NO))
    for other in (child, headline(None, 0, 0, questions=2)):
        found = codes(print_of([both, other], staff=1))
        assert found[0] is Code.NO_TABLE_OF_RANGE
        assert Code.CONDITIONAL_BASE not in found


def test_audit__a_block_that_no_numbers_print__names_the_nearest_sums():
    # 12 persons: half of the first year and all of the later make 12 less half the first year, at
    # the least 7 of 12 (10 and 2 persons); 50 % are 6.
    found = print_of([printed_block("q", 50, 100, 50)], staff=12)
    finding = the(found, Code.NO_TABLE)
    names = ("n", "low", "high", "near")
    assert [finding.values[name] for name in names] == [12, 6, 6, "7"]
    everything = {figure for repair in finding.repairs for figure in repair.figures}
    assert PrintedCell(finding.blocks[0], Tenure.ALL, Answer.YES) in everything


def test_audit__a_headcount_may_be_the_wrong_figure():
    # A third of each tenure: multiples of three persons, or twelve and more.
    found = print_of([printed_block("q", 33, 33, 33)], staff=10)
    finding = the(found, Code.NO_TABLE_OF_RANGE)
    own = PrintedHeadcount(PROGRAMME, YEAR, ROLE)
    [repair] = [repair for repair in finding.repairs if own in repair.figures]
    assert repair.fits[own].low == 6


def test_audit__a_block_that_no_number_of_a_range_prints():
    found = print_of([printed_block("q", 50, 100, 70)], staff=(2, 4))
    assert codes(found) == [Code.NO_TABLE_OF_RANGE]


def test_audit__a_conditional_question_that_needs_more_than_were_opened():
    # 90 % yes of 20 leaves 2 who said no; 33 % with 67 % takes three.
    found = print_of(
        [
            printed_block("parent", None, 90, 90),
            printed_block("child", None, 33, 33, asked_if=Opening("parent", Answer.NO)),
        ],
        staff=20,
    )
    finding = the(found, Code.CONDITIONAL_BASE)
    assert [finding.values[n] for n in ("least", "most")] == [3, 2]
    assert codes(found).count(Code.CONDITIONAL_BASE) == 1


def test_audit__a_conditional_question_that_fits_only_other_parents():
    # 10 of 20 said no, five in each tenure; 17 % is 1 of 6 in one tenure alone.
    found = print_of(
        [
            printed_block("parent", 50, 50, 50, sizes=(Span(10, 10), Span(10, 10), None)),
            printed_block("child", None, 17, 17, asked_if=Opening("parent", Answer.NO)),
        ],
        staff=20,
    )
    assert codes(found) == [Code.CONDITIONAL_JOINTLY]


def test_audit__questions_of_the_same_persons_that_share_no_split():
    # Of 10 persons: 1 of 4 and 6 of 6 make 7 of 10; 1 of 2 and 8 of 8 make 9 of 10.
    found = print_of(
        [printed_block("one", 25, 100, 70), printed_block("other", 50, 100, 90)], staff=10
    )
    finding = the(found, Code.SAME_PERSONS)
    assert float(finding.values["one_low"]) == float(finding.values["one_high"]) == 40
    assert float(finding.values["other_low"]) == float(finding.values["other_high"]) == 20


def test_audit__three_questions_of_which_only_all_together_conflict():
    # 12 persons. 50 % in both tenures takes even numbers: one has 4 or 6 in their first year, one
    # 6 or 8; 25 % takes multiples of four, 4 or 8. Any two share a number, all three none.
    even, four = ((50, 50), (50, 50), (50, 50)), ((25, 75), (25, 75), (25, 75))
    blocks = [
        printed_block("one", *even, sizes=(Span(4, 6), None, None)),
        printed_block("two", *even, sizes=(Span(6, 8), None, None)),
        printed_block("three", *four),
    ]
    assert Code.SAME_PERSONS_JOINTLY in codes(print_of(blocks, staff=12))
    for left_out in blocks:
        rest = [block for block in blocks if block is not left_out]
        assert Code.SAME_PERSONS_JOINTLY not in codes(print_of(rest, staff=12))


def test_audit__a_group_that_is_not_named_and_larger_than_any():
    # 1 % of both tenures is at least one of 67 (1.49) each: 134 persons or more.
    unnamed = printed_block("q", 1, 1, 1, role="")
    finding = the(print_of([unnamed], a=100, b=80), Code.BASE_NOT_PRINTED)
    assert [finding.values[n] for n in ("first", "later", "least", "headcount")] == [
        67,
        67,
        134,
        100,
    ]
    assert codes(print_of([unnamed], a=140, b=80)) == []


def test_audit__rows_copied_between_groups_and_questions_but_not_what_everybody_prints():
    twice = [printed_block("q", 76, 95, 90, role=role) for role in ("a", "b")]
    assert Code.COPIED_BETWEEN_GROUPS in codes(print_of(twice, a=200, b=300))
    two_figures = [printed_block("q", 97, 98, 98, role=role) for role in ("a", "b")]
    assert codes(print_of(two_figures, a=200, b=300)) == []
    nearly_all = [printed_block("q", 76, 95, 90, role=role) for role in ("a", ALL_ROLES)]
    assert Code.COPIED_BETWEEN_GROUPS not in codes(print_of(nearly_all, a=299, all_roles=300))
    same = [printed_block(name, 76, 95, 90) for name in ("q", "r")]
    assert Code.COPIED_BETWEEN_QUESTIONS in codes(print_of(same, staff=126))
    alike = [printed_block("q", 100, 100, 100, role=role) for role in ("a", "b")]
    level = [printed_block("q", 90, 90, 90, role=role) for role in ("a", "b")]
    for blocks in (alike, level):
        assert codes(print_of(blocks, a=200, b=300)) == []


def test_audit__a_row_of_last_year_is_remarkable_only_where_chance_seldom_repeats_it():
    def two_years(people, *figures, **more):
        blocks = [printed_block("q", *figures, year=year, **more) for year in (YEAR - 1, YEAR)]
        headcounts = {(PROGRAMME, year, ROLE): Span(people, people) for year in (YEAR - 1, YEAR)}
        return Print(tuple(blocks), headcounts)

    # About 30 and 96 of 126 at 76 and 95 %: each count has a probability near 1/6, both 1/36.
    assert codes(two_years(126, 76, 95, 90)).count(Code.COPIED_BETWEEN_YEARS) == 1
    # Whole percents of 12 persons: 1 of 2 and 9 of 10 come again in every fifth year.
    assert Code.COPIED_BETWEEN_YEARS not in codes(two_years(12, 50, 90, 83))


def test_audit__headcounts_that_exceed_or_miss_the_total():
    blocks = [
        printed_block("q", 76, 95, 90, role="a"),
        printed_block("r", 80, 91, 88, role=ALL_ROLES),
    ]
    above = the(print_of(blocks, a=126, b=98, all_roles=200), Code.HEADCOUNTS_ABOVE_TOTAL)
    assert [str(above.values[n]) for n in ("terms", "sum", "total")] == ["126+98", "224", "200"]
    assert above.severity is Severity.IMPOSSIBLE
    below = the(print_of(blocks, a=126, b=98, all_roles=258), Code.HEADCOUNTS_BELOW_TOTAL)
    assert below.severity is Severity.DOUBTFUL
    assert not {*codes(print_of(blocks, a=126, b=98, all_roles=224))} & {
        Code.HEADCOUNTS_ABOVE_TOTAL,
        Code.HEADCOUNTS_BELOW_TOTAL,
    }


def test_audit__roles_whose_figures_do_not_add_up_to_everyones():
    # Both roles print nobody, everyone prints half: each by itself is possible.
    blocks = [
        printed_block("q", None, 0, 0, role="a"),
        printed_block("q", None, 0, 0, role="b"),
        printed_block("q", None, 50, 50, role=ALL_ROLES),
    ]
    assert Code.SUM_OVER_ROLES in codes(print_of(blocks, a=20, b=20, all_roles=40))
    blocks[2] = printed_block("q", None, 0, 0, role=ALL_ROLES)
    assert Code.SUM_OVER_ROLES not in codes(print_of(blocks, a=20, b=20, all_roles=40))


def test_audit__numbers_of_answers():
    sizes = (Span(10, 10), Span(20, 20), Span(31, 31))
    found = codes(print_of([printed_block("q", 50, 50, 50, sizes=sizes)], staff=30))
    assert {Code.ANSWERS_ABOVE_HEADCOUNT, Code.ANSWERS_DO_NOT_ADD_UP} <= set(found)


def test_audit__answers_of_a_small_group_of_many_tables():
    # 40 persons, 97.5 % = 39 of 40: at most 2 new ones, all of them yes, for 1 in 5 would show.
    block = printed_block(
        "q",
        1000,
        974,
        975,
        precision=Precision(1, Rounding.HALF_UP),
        sizes=(Span(1, 2), None, None),
    )
    found = print_of([block], staff=40)
    assert {Code.ONE_TABLE, Code.ONE_TABLE_SHOWN, Code.SMALL_GROUP} & set(codes(found))


def test_audit__reads_nothing_off_a_group_whose_number_is_not_printed():
    rows = headline(None, 100, 100, questions=43)
    assert codes(print_of([rows], staff=2)) == [Code.ALL_ANSWERS]
    assert codes(print_of([rows])) == []


def test_audit__the_smallest_base_says_which_groups_are_small():
    rows = printed_block("q", None, 100, 100)
    assert codes(print_of([rows], staff=12), min_base=13) == [Code.ALL_ANSWERS]
    found = audit(print_of([rows], staff=12), min_base=12)
    assert found.findings == ()
    assert [(block.key.question, tenure) for block, tenure in found.unanimous] == [
        ("q", Tenure.ALL)
    ]


def test_audit__how_far_an_unprinted_headcount_may_lie_off_decides():
    # 1 % with 100 % takes 200 persons; 170 are printed the year after.
    rows = printed_block("q", None, (1, 100), (1, 100), year=YEAR - 1)
    found = Print((rows,), {(PROGRAMME, YEAR, ROLE): Span(170, 170)})
    assert codes(found, reach=Reach(percent=20)) == []  # up to 204
    assert Code.PAIR in codes(found, reach=Reach(percent=10))  # up to 187


TRUE_PRINTS = Choices(misprints=(False,), largest=40)
MISPRINTS = Choices(misprints=(True,), largest=20, headcounts=("known",))


@settings(deadline=None, max_examples=400)
@given(drawn=drawn_groups(TRUE_PRINTS))
def test_audit__a_true_print_is_never_called_impossible(drawn):
    group = drawn.group
    blocks = tuple(group.blocks)
    headcounts = {(PROGRAMME, YEAR, ROLE): group.headcount}
    grave = [f for f in audit(Print(blocks, headcounts)).findings if f.code in CONTRADICTIONS]
    assert grave == []


@settings(deadline=None, max_examples=100)
@given(drawn=drawn_groups(MISPRINTS))
def test_audit__every_contradiction_is_reported(drawn):
    group = drawn.group
    found = audit(Print(tuple(group.blocks), {(PROGRAMME, YEAR, ROLE): group.headcount}))
    grave = any(finding.code in CONTRADICTIONS for finding in found.findings)
    assert grave == (not holds_together(group))


def test_audit__a_mean_is_believed_only_where_its_questions_have_one_base():
    # 98 % of 2 x 16 answers would be 31.2 to 31.5, no whole number; with conditional questions
    # among the 16 the mean could be one of other fractions.
    mean = headline(None, 98, 98, questions=16)
    assert codes(print_of([mean], staff=2)) == [Code.NO_TABLE_OF_RANGE]
    assert codes(print_of([replace(mean, same_base=False)], staff=2)) == []
    # 100 % of both persons' answers are all of them, whatever the bases.
    mean = headline(None, 100, 100, questions=16, same_base=False)
    assert codes(print_of([mean], staff=2)) == [Code.ALL_ANSWERS]


def test_audit__fewer_answers_than_persons_are_a_base_of_their_own():
    # 90 of 100 persons answered: 20 and 70 of them, 5 and 35 said yes.
    sizes = (Span(20, 20), Span(70, 70), Span(90, 90))
    found = print_of([printed_block("q", 25, 50, 44, sizes=sizes)], staff=100)
    assert Severity.IMPOSSIBLE not in {finding.severity for finding in audit(found).findings}


def test_audit__figures_that_are_not_printed_bind_nobody():
    block = printed_block("q", (None, None), (None, None), 90)
    withheld = replace(block, withheld=(True, True, False))
    assert codes(print_of([withheld], staff=126)) == []


def test_audit__a_condition_on_a_condition_fits_the_persons_who_came_so_far():
    # 100 persons: 27 of 30 and 61 of 70 yes; of those who said no 1 of 3 and 3 of 9; of these 1 of
    # 2 and 3 of 6.
    found = print_of(
        [
            printed_block("q1", 90, 87, 88),
            printed_block("q2", 33, 33, 33, asked_if=Opening("q1", Answer.NO)),
            printed_block("q3", 50, 50, 50, asked_if=Opening("q2", Answer.NO)),
        ],
        staff=100,
    )
    assert Severity.IMPOSSIBLE not in {finding.severity for finding in audit(found).findings}


def test_audit__a_block_that_nothing_can_mend_is_reported_once():
    # 10 + 20 answers are not 40, whatever the percents are.
    sizes = (Span(10, 10), Span(20, 20), Span(40, 40))
    found = codes(print_of([printed_block("q", 50, 50, 50, sizes=sizes)], staff=100))
    assert sorted(found) == sorted([Code.ANSWERS_DO_NOT_ADD_UP, Code.NO_TABLE_OF_RANGE])


def test_audit__persons_of_an_unnamed_group_may_be_several_groups():
    blocks = [
        printed_block("one", 25, 100, 70, role=""),
        printed_block("two", 50, 100, 90, role=""),
    ]
    finding = the(print_of(blocks, staff=10), Code.SAME_PERSONS)
    assert finding.severity is Severity.DOUBTFUL
