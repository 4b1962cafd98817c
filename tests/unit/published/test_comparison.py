"""Ranges over all tables, against plain loops with scipy and with the oracle of exact tests."""

from collections import Counter
from fractions import Fraction
from itertools import product

import numpy as np
import pytest
import scipy.stats
from hypothesis import given, settings
from hypothesis import strategies as st

from selfcheck_analysis.exact import boschloo
from selfcheck_analysis.published import Counts, Span, compare, comparison, contrast, feasible
from selfcheck_analysis.published.comparison import Pair
from selfcheck_analysis.published.enumeration import Tables
from selfcheck_analysis.questionnaire import Answer
from selfcheck_analysis.terms import InTables, Tenure
from tests.printed_groups import shipped_group
from tests.unit.exact import oracle

FIRST, LATER, EVERYONE = Tenure
CONTACT, PROMPTED = "knows_contact_tree_location", "prompted_colleague_to_log_off"
P_VALUE = 1e-8
"""The oracle's p falls short by one part in 1e9 at most, ours is a maximum to 1e-11."""


@st.composite
def sides(draw, largest=9, most=4):
    """Draw possible counts of one side, some of them behind several tables."""
    pairs = st.integers(1, largest).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))
    drawn = draw(st.lists(pairs, min_size=1, max_size=most, unique=True))
    weights = [draw(st.integers(1, 3)) for _ in drawn]
    x, n = zip(*drawn, strict=True)
    return Counts(np.array(x), np.array(n), np.array(weights))


def listed(counts):
    return list(zip(counts.x.tolist(), counts.n.tolist(), counts.weight.tolist(), strict=True))


def fisher_by_scipy(x1, n1, x2, n2):
    return scipy.stats.fisher_exact([[x1, x2], [n1 - x1, n2 - x2]]).pvalue


def boschloo_by_oracle(x1, n1, x2, n2):
    if x1 + x2 in (0, n1 + n2):
        return 1.0  # all alike on both sides
    return float(oracle.boschloo(n1, n2, [(x1, x2)])[0])


def expected_range(pairs, value):
    """Return the ends of a range and the tables that attain them."""
    values = {pair: value(*pair) for pair in pairs}
    low, high = min(values.values()), max(values.values())
    return [
        (end, {pair for pair, v in values.items() if v == pytest.approx(end, rel=P_VALUE, abs=0)})
        for end in (low, high)
    ]


def assert_range(found, expected):
    for end, (value, tables) in zip(found, expected, strict=True):
        assert end.value == pytest.approx(value, rel=P_VALUE, abs=1e-12)  # 1e-12: a change of 0
        assert {tuple(table) for table in end.tables} == tables
        assert len(end.tables) == len(tables)


def assert_all_of(found, weighted, alpha):
    """Compare with plain loops; `weighted` maps (x_last, n_last, x_this, n_this) to tables."""
    change = {p: p[2] / p[3] - p[0] / p[1] for p in weighted}
    exact = [Fraction(x2, n2) - Fraction(x1, n1) for x1, n1, x2, n2 in weighted]
    p = {pair: boschloo_by_oracle(*pair) for pair in weighted}
    significant = sum(w for pair, w in weighted.items() if p[pair] <= alpha)
    total = sum(weighted.values())
    assert (found.n_tables, found.complete) == (total, True)
    assert_range(found.change, expected_range(weighted, lambda *pair: change[pair]))
    assert_range(found.fisher, expected_range(weighted, fisher_by_scipy))
    assert_range(found.boschloo, expected_range(weighted, lambda *pair: p[pair]))
    assert found.significant == Fraction(significant, total)
    verdict = {total: InTables.EVERY, 0: InTables.NONE}.get(significant, InTables.UNDECIDED)
    assert found.verdict is verdict
    rose, fell = all(c > 0 for c in exact), all(c < 0 for c in exact)
    assert found.direction == rose - fell


# No p of such small groups is this number, so none is taken for it by rounding.
ALPHAS = st.sampled_from([0.0501, 0.1003, 0.3007])


@settings(deadline=None, max_examples=60)
@given(sides(), sides(), ALPHAS)
def test_compare__ranges_over_every_pair_of_counts(last, this, alpha):
    weighted = {
        (x1, n1, x2, n2): w1 * w2
        for (x1, n1, w1), (x2, n2, w2) in product(*map(listed, (last, this)))
    }
    assert_all_of(compare(last, this, alpha), weighted, alpha)


@st.composite
def tables_of_two_tenures(draw):
    group = st.integers(1, 8).flatmap(lambda n: st.tuples(st.just(n), st.integers(0, n)))
    rows = draw(st.lists(st.tuples(group, group), min_size=1, max_size=8, unique=True))
    return [(*first, *later) for first, later in rows]


@settings(deadline=None, max_examples=40)
@given(tables_of_two_tenures(), st.sampled_from(Answer), ALPHAS)
def test_contrast__ranges_over_every_table(rows, proper_answer, alpha):
    weighted = Counter(
        (y2, n2, y1, n1) if proper_answer is Answer.YES else (n2 - y2, n2, n1 - y1, n1)
        for n1, y1, n2, y2 in rows
    )
    tables = Tables(*map(np.array, zip(*rows, strict=True)))
    assert_all_of(contrast(tables, proper_answer, alpha), weighted, alpha)


def test_counts__gather_what_several_tables_have_in_common():
    # Proper is to say no: 2 of 4 and 1 of 4 in all; the first two tables say the same of everyone.
    tables = Tables(*map(np.array, zip((1, 1, 3, 1), (2, 2, 2, 0), (2, 2, 2, 1), strict=True)))
    assert listed(Counts.of(tables, EVERYONE, Answer.NO)) == [(1, 4, 1), (2, 4, 2)]
    assert listed(Counts.of(tables, FIRST, Answer.YES)) == [(1, 1, 1), (2, 2, 2)]
    assert listed(Counts.exact(3, 9)) == [(3, 9, 1)]


def test_compare__a_side_without_tables_contradicts_itself():
    nothing = Counts(*(np.array([], dtype=int) for _ in range(3)))
    found = compare(nothing, Counts.exact(3, 9))
    assert (found.verdict, found.n_tables, found.boschloo) == (InTables.CONTRADICTORY, 0, None)


def test_compare__a_side_that_nobody_answered_is_not_tested():
    found = compare(Counts.exact(0, 0), Counts.exact(3, 9))
    assert (found.verdict, found.change, found.fisher) == (InTables.NOBODY, None, None)


def test_compare__the_same_answer_on_both_sides_gives_1():
    found = compare(Counts.exact(7, 7), Counts(np.array([8, 9]), np.array([8, 9]), np.ones(2, int)))
    assert [end.value for end in (*found.change, *found.fisher, *found.boschloo)] == [
        0,
        0,
        1,
        1,
        1,
        1,
    ]
    assert (found.verdict, found.direction) == (InTables.NONE, 0)


def test_pair__is_written_as_two_fractions():
    assert Pair(107, 112, 114, 126).text() == "107/112 → 114/126"


# Where not every table is tested


def compare_with(most_outcomes, *sides):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(comparison, "MOST_OUTCOMES", most_outcomes)
        return compare(*sides)


@settings(deadline=None, max_examples=100)
@given(sides(largest=30), sides(largest=30), ALPHAS, st.sampled_from([0, 100, 1_000]))
def test_compare__with_too_many_outcomes_claims_no_more_than_is_sure(last, this, alpha, most):
    complete = compare(last, this, alpha)
    found = compare_with(most, last, this, alpha)
    assert (found.n_tables, found.direction) == (complete.n_tables, complete.direction)
    assert (found.change, found.fisher) == (complete.change, complete.fisher)
    assert found.boschloo[0].value <= complete.boschloo[0].value * (1 + P_VALUE)
    assert found.boschloo[1].value >= complete.boschloo[1].value * (1 - P_VALUE)
    assert found.verdict in (complete.verdict, InTables.TOO_MANY)
    assert found.significant in (complete.significant, None)
    assert found.complete or not found.boschloo[0].tables
    if found.verdict is InTables.TOO_MANY:
        assert not found.complete


@pytest.mark.parametrize(
    ("this", "verdict", "p_ends"),
    [
        # 29 or 30 of 30 last year. Fisher's p of 12/30 is below 1e-5.
        ([10, 11, 12], InTables.EVERY, (0, 1e-5)),
        # 30/30 twice is 1 by any test.
        ([10, 11, 30], InTables.UNDECIDED, (0, 1)),
        # Fisher's p of 25/30 is .052 against 30/30 and .195 against 29/30; .05 may lie in between.
        ([25, 29, 30], InTables.TOO_MANY, (0, 1)),
    ],
)
def test_compare__with_too_many_outcomes_gives_a_verdict_only_where_it_is_sure(
    this, verdict, p_ends
):
    last = Counts(np.array([29, 30]), np.array([30, 30]), np.ones(2, int))
    found = compare_with(0, last, Counts(np.array(this), np.full(3, 30), np.ones(3, int)))
    assert (found.verdict, found.complete) == (verdict, False)
    assert p_ends[0] <= found.boschloo[0].value <= found.boschloo[1].value <= p_ends[1]
    assert found.boschloo[1] == found.fisher[1]


def test_compare__tests_the_doubtful_tables_alone_where_these_are_few_enough():
    # Of 200/300 against 200/300 the bounds tell that p is above .05, of 250/300 that it is below;
    # 32/40 is in doubt (Fisher .105, Boschloo .091) and has 300 x 40 outcomes.
    last = Counts.exact(200, 300)
    this = Counts(np.array([200, 250, 32]), np.array([300, 300, 40]), np.array([1, 2, 1]))
    assert compare_with(300 * 40 - 1, last, this).significant is None
    found, complete = compare_with(300 * 40, last, this), compare(last, this)
    assert not found.complete
    assert found.verdict is complete.verdict is InTables.UNDECIDED
    assert found.significant == complete.significant == Fraction(2, 4)


def test_compare__looks_at_all_outcomes_up_to_the_most():
    # Sizes 4 v 5 and 4 v 6: 44 outcomes; the pair 4 v 5 counts once though two counts have it.
    this = Counts(np.array([1, 2, 3]), np.array([5, 5, 6]), np.ones(3, int))
    assert compare_with(44, Counts.exact(4, 4), this).complete
    assert not compare_with(43, Counts.exact(4, 4), this).complete


def test_compare__with_too_many_sizes_bounds_the_change_only(monkeypatch):
    this = Counts(np.array([1, 2]), np.array([5, 6]), np.ones(2, int))
    monkeypatch.setattr(comparison, "MOST_FISHER_SIZES", 1)
    found = compare(Counts.exact(4, 4), this)
    assert (found.fisher, found.boschloo, found.significant) == (None, None, None)
    assert (found.verdict, found.direction, found.complete) == (InTables.TOO_MANY, -1, False)
    assert [end.value for end in found.change] == pytest.approx([1 / 5 - 1, 2 / 6 - 1])


@settings(deadline=None, max_examples=100)
@given(sides(), sides())
def test_compare__with_too_many_pairs_bounds_the_change_only(last, this):
    complete = compare(last, this)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(comparison, "MOST_PAIRS", 0)
        found = compare(last, this)
    assert found.n_tables == complete.n_tables
    assert found.direction == complete.direction
    for end, of_all in zip(found.change, complete.change, strict=True):
        assert end.value == of_all.value
        assert set(end.tables) <= set(of_all.tables)
    if all((side.x == side.n).all() for side in (last, this)):  # all proper whatever the sizes
        assert (found.verdict, found.boschloo[0].value) == (InTables.NONE, 1)
    else:
        assert (found.verdict, found.boschloo, found.fisher) == (InTables.TOO_MANY, None, None)
        assert not found.complete


def test_compare__beyond_the_room_of_the_exact_tests_bounds_the_change_only():
    found = compare(Counts.exact(1_500, 2_000), Counts.exact(1_800, 2_001))
    assert (found.boschloo, found.verdict) == (None, InTables.TOO_MANY)
    alike = compare(Counts.exact(2_000, 2_000), Counts.exact(2_001, 2_001))  # no test is needed
    assert (alike.boschloo[0].value, alike.verdict) == (1, InTables.NONE)


# The figures of the handout


def tables(year, role, question, persons=None):
    group = shipped_group("juki_net", year, role)
    return feasible(group.of(Span(persons, persons)) if persons else group).of[question].tables


def changed(last, this, tenure=EVERYONE):
    return compare(*(Counts.of(side, tenure, Answer.YES) for side in (last, this)))


def rounded(ends):
    return tuple(float(f"{end.value:.2g}") for end in ends)


def test_contact_list__of_126_people_in_both_years_is_significant_in_no_table():
    role = "citizens_division_staff"
    last, this = (tables(year, role, CONTACT, 126) for year in (2022, 2023))
    found = changed(last, this)
    # 121 of 126 is 96.0 %, and 120 (95.2) and 122 (96.8) print otherwise; 113 or 114 this year.
    pairs = {(121, 126, x, 126) for x in (113, 114)}
    assert {tuple(t) for end in found.boschloo for t in end.tables} == pairs
    assert_range(found.boschloo, expected_range(pairs, lambda *p: float(boschloo(*p))))
    assert_range(found.fisher, expected_range(pairs, fisher_by_scipy))
    assert rounded(found.boschloo) == (0.068, 0.11)
    assert f"{found.boschloo[1].value:.3f}" == "0.109"
    assert (found.verdict, found.direction) == (InTables.NONE, -1)


def test_contact_list__with_last_years_total_free_is_undecided():
    role = "citizens_division_staff"
    last, this = (tables(year, role, CONTACT) for year in (2022, 2023))
    assert (last.counts(EVERYONE)[1].min(), last.counts(EVERYONE)[1].max()) == (101, 151)
    found = changed(last, this)
    assert rounded(found.boschloo) == (0.027, 0.19)
    assert f"{found.boschloo[1].value:.3f}" == "0.192"
    assert (found.verdict, found.direction, found.complete) == (InTables.UNDECIDED, -1, True)
    # The same by a plain loop over the tables of both years.
    weighted = Counter(
        (int(x1), int(n1), int(x2), int(n2))
        for (x1, n1), (x2, n2) in product(
            *(zip(*side.counts(EVERYONE), strict=True) for side in (last, this))
        )
    )
    x1, n1, x2, n2 = np.array(list(weighted)).T
    p = dict(zip(weighted, np.asarray(boschloo(x1, n1, x2, n2)).tolist(), strict=True))
    assert_range(found.boschloo, expected_range(weighted, lambda *pair: p[pair]))
    assert found.n_tables == weighted.total() == 144 * 4
    significant = sum(w for pair, w in weighted.items() if p[pair] <= 0.05)
    assert found.significant == Fraction(significant, 144 * 4)


def test_contact_list__first_year_staff_differ_from_the_others_in_every_table():
    four = tables(2023, "citizens_division_staff", CONTACT)
    found = contrast(four, Answer.YES)
    pairs = [(y2, n2, y1, n1) for n1, y1, n2, y2 in four.rows()]
    assert_range(found.boschloo, expected_range(pairs, lambda *p: float(boschloo(*p))))
    assert_range(found.fisher, expected_range(pairs, fisher_by_scipy))
    assert rounded(found.boschloo) == (0.0018, 0.0053)
    assert (found.n_tables, found.verdict, found.direction) == (4, InTables.EVERY, -1)


def test_prompted_colleague__of_later_staff_fell_significantly_in_no_table():
    # 96 to 83 %. They were asked because they saw a terminal, among at most 317 and 258 people.
    last, this = (tables(year, "", PROMPTED) for year in (2022, 2023))
    found = changed(last, this, LATER)
    # Later staff this year 10/12 (83.3), 15/18 (83.3) or 19/23 (82.6), last year 23/24 (95.8) to
    # 26/27 (96.3).
    later = ({(t.counted_later, t.n_later) for t in side.rows()} for side in (last, this))
    pairs = {(*before, *after) for before, after in product(*later)}
    this_year = ((10, 12), (15, 18), (19, 23))
    assert pairs == {(n - 1, n, x, m) for n in (24, 25, 26, 27) for x, m in this_year}
    assert_range(found.boschloo, expected_range(pairs, lambda *p: float(boschloo(*p))))
    assert (found.verdict, found.direction, found.complete) == (InTables.NONE, -1, True)
    assert found.boschloo[0].value > 0.14
