"""Boschloo's and Fisher's tests against enumeration in exact rational arithmetic.

The oracle below shares nothing with the package: it lists every table, keeps probabilities as
`Fraction`, so that ties are ties, and searches the common rate on its own even grid.
"""

from collections import Counter
from fractions import Fraction
from functools import cache
from math import comb

import numpy as np
import pandas as pd
import pytest
import scipy.stats
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import minimize_scalar

from selfcheck_analysis.exact import (
    boschloo,
    fisher_exact,
    fisher_midp,
    smallest_attainable_p,
    smallest_detectable_change,
)


@cache
def ways_given_total(n1, n2, total):
    """Return in how many ways each x1 can come about when x1 + x2 = total."""
    possible = range(max(0, total - n2), min(n1, total) + 1)
    return {x1: comb(n1, x1) * comb(n2, total - x1) for x1 in possible}


def oracle_fisher(x1, n1, x2, n2):
    ways = ways_given_total(n1, n2, x1 + x2)
    extreme = sum(way for way in ways.values() if way <= ways[x1])
    return Fraction(extreme, comb(n1 + n2, x1 + x2))


def oracle_midp(x1, n1, x2, n2):
    ways = ways_given_total(n1, n2, x1 + x2)
    tied = sum(way for way in ways.values() if way == ways[x1])
    return oracle_fisher(x1, n1, x2, n2) - Fraction(tied, 2 * comb(n1 + n2, x1 + x2))


@cache
def oracle_tables(n1, n2):
    """Return (Fisher p, total, ways) of every table."""
    return [
        (oracle_fisher(x1, n1, total - x1, n2), total, way)
        for total in range(n1 + n2 + 1)
        for x1, way in ways_given_total(n1, n2, total).items()
    ]


@cache
def oracle_boschloo_at(fisher_p, n1, n2):
    if fisher_p == 1:
        return 1.0  # every table is in
    ways = Counter()
    for p, total, way in oracle_tables(n1, n2):
        if p <= fisher_p:
            ways[total] += way
    return largest_of_polynomial(ways, n1 + n2)


def largest_of_polynomial(ways, n):
    """Maximise sum of ways[s] pi^s (1 - pi)^(n - s) over pi."""
    s = np.array(list(ways))
    weights = np.array([float(Fraction(way, comb(n, total))) for total, way in ways.items()])

    def probability(rate):
        return float(weights @ scipy.stats.binom.pmf(s, n, rate))

    rates = np.linspace(0, 1, 801)
    values = weights @ scipy.stats.binom.pmf(s[:, None], n, rates)
    best = values.max()
    for i in range(1, 800):
        if values[i] >= max(values[i - 1], values[i + 1], 0.9 * values.max()):
            bounds = (rates[i - 1], rates[i + 1])
            found = minimize_scalar(
                lambda rate: -probability(rate),
                bounds=bounds,
                method="bounded",
                options={"xatol": 1e-9},
            )
            best = max(best, -found.fun)
    return best


def oracle_boschloo(x1, n1, x2, n2):
    return oracle_boschloo_at(oracle_fisher(x1, n1, x2, n2), n1, n2)


def one_by_one(counts):
    return list(zip(*(array.tolist() for array in counts), strict=True))


def random_tables(count, largest, seed):
    random = np.random.default_rng(seed)
    n1, n2 = random.integers(1, largest + 1, (2, count))
    return random.integers(0, n1 + 1), n1, random.integers(0, n2 + 1), n2


@st.composite
def tables(draw, largest=30):
    n1, n2 = draw(st.integers(1, largest)), draw(st.integers(1, largest))
    return draw(st.integers(0, n1)), n1, draw(st.integers(0, n2)), n2


# Fisher, Boschloo and mid-p to the digits at hand, computed by enumeration independently of this
# package; `test_reference_values__are_those_of_the_oracle` enumerates them once more.
REFERENCE = {
    (7, 15, 12, 15): (None, "0.06821831", None),
    (5, 15, 1, 11): (None, "0.1345005", None),
    # Survival in a trial of epinephrine: Perondi et al. 2004, NEJM 350:1722
    (7, 34, 1, 34): ("0.0544", "0.03846392", "0.0297"),
    # Fisher's tea tasting: 34/70 and 34/70 - 32/140. Boschloo, largest at pi = 1/2, where all 256
    # ways are equally likely: 34 of those with total 4, 8 with 3, 8 with 5, 12 with 2, 12 with 6
    # have a Fisher p of 34/70 or less: 74/256
    (3, 4, 1, 4): ("0.4857", "0.28906250", "0.2571"),
    (26, 34, 87, 92): ("0.006192", "0.004593", None),
    # Fisher 2/6; Boschloo max 2 pi^2 (1 - pi)^2 = 2/16
    (2, 2, 0, 2): ("0.3333", "0.125", None),
}


@pytest.mark.parametrize("table", REFERENCE)
def test_reference_values__are_met_to_their_printed_digits(table):
    computed = fisher_exact(*table), boschloo(*table), fisher_midp(*table)
    for value, printed in zip(computed, REFERENCE[table], strict=True):
        if printed is not None:
            half_a_digit = 0.5 * 10 ** -len(printed.removeprefix("0."))
            assert abs(value - float(printed)) <= half_a_digit


@pytest.mark.parametrize("table", REFERENCE)
def test_reference_values__are_those_of_the_oracle(table):
    assert boschloo(*table) == pytest.approx(oracle_boschloo(*table), abs=1e-8)
    assert fisher_exact(*table) == pytest.approx(float(oracle_fisher(*table)), abs=1e-12)
    assert fisher_midp(*table) == pytest.approx(float(oracle_midp(*table)), abs=1e-12)


def test_boschloo__agrees_with_the_oracle_on_small_tables():
    counts = random_tables(400, largest=12, seed=1)
    expected = [oracle_boschloo(*table) for table in one_by_one(counts)]
    np.testing.assert_allclose(boschloo(*counts), expected, atol=1e-8)


def test_boschloo__agrees_with_the_oracle_on_larger_tables():
    for table in [(38, 40, 31, 40), (92, 98, 80, 98), (12, 13, 165, 172), (118, 126, 107, 126)]:
        assert boschloo(*table) == pytest.approx(oracle_boschloo(*table), abs=1e-8)


def test_fisher__agrees_with_the_oracle_on_small_tables():
    counts = random_tables(400, largest=25, seed=2)
    each = one_by_one(counts)
    # 1e-12: sums of at most 26 floats
    np.testing.assert_allclose(
        fisher_exact(*counts), [float(oracle_fisher(*table)) for table in each], rtol=1e-12
    )
    np.testing.assert_allclose(
        fisher_midp(*counts), [float(oracle_midp(*table)) for table in each], rtol=1e-12
    )


def test_fisher_exact__agrees_with_scipy():
    counts = random_tables(200, largest=260, seed=3)
    expected = [
        scipy.stats.fisher_exact([[a, n - a], [b, m - b]]).pvalue
        for a, n, b, m in one_by_one(counts)
    ]
    np.testing.assert_allclose(fisher_exact(*counts), expected, rtol=1e-9, atol=1e-300)


@given(tables())
@settings(deadline=None)
def test_boschloo__never_exceeds_fisher_and_is_a_probability(table):
    assert 0 < boschloo(*table) <= fisher_exact(*table) <= 1
    assert 0 < fisher_midp(*table) < fisher_exact(*table)


@given(tables())
@settings(deadline=None)
def test_boschloo__has_no_preferred_group_and_no_preferred_answer(table):
    x1, n1, x2, n2 = table
    p = boschloo(*table)
    assert boschloo(x2, n2, x1, n1) == pytest.approx(p, rel=2e-8)
    assert boschloo(n1 - x1, n1, n2 - x2, n2) == pytest.approx(p, rel=2e-8)


@given(st.integers(1, 20), st.integers(1, 20), st.sampled_from([0.01, 0.05, 0.1]))
@settings(deadline=None, max_examples=40)
def test_boschloo__keeps_the_level(n1, n2, alpha):
    x1, x2 = np.ogrid[: n1 + 1, : n2 + 1]
    rejected = boschloo(x1, n1, x2, n2) <= alpha
    rates = np.linspace(0, 1, 1001)[:, None]
    first = scipy.stats.binom.pmf(np.arange(n1 + 1), n1, rates)
    second = scipy.stats.binom.pmf(np.arange(n2 + 1), n2, rates)
    false_alarms = np.einsum("ra,ab,rb->r", first, rejected, second)
    # 1e-8 is the accuracy of a p-value.
    assert false_alarms.max() <= alpha + 1e-8


@pytest.mark.parametrize(("x1", "x2"), [(126, 98), (0, 0)])
def test_boschloo__is_one_where_there_is_nothing_to_test(x1, x2):
    assert boschloo(x1, 126, x2, 98) == 1
    assert fisher_exact(x1, 126, x2, 98) == 1
    assert fisher_midp(x1, 126, x2, 98) == 0.5  # 1 less half of the only possible table


def test_boschloo__agrees_with_the_oracle_on_every_outcome_of_a_size():
    x1, x2 = np.ogrid[:14, :9]
    expected = [[oracle_boschloo(a, 13, b, 8) for b in range(9)] for a in range(14)]
    np.testing.assert_allclose(boschloo(x1, 13, x2, 8), expected, atol=1e-8)


@pytest.mark.parametrize("test", [boschloo, fisher_exact, fisher_midp])
def test_tests__take_arrays_of_any_shape(test):
    counts = random_tables(12, largest=9, seed=4)
    expected = [test(*table) for table in one_by_one(counts)]
    together = test(*(array.reshape(3, 4) for array in counts))
    assert together.shape == (3, 4)
    np.testing.assert_allclose(together.ravel(), expected, rtol=1e-12)
    np.testing.assert_array_equal(test(pd.Series([1, 2]), 9, 3, 7), test([1, 2], 9, 3, 7))
    assert test([], [], [], []).shape == (0,)
    assert type(test(np.int64(3), 4, 1, 4)) is float


@pytest.mark.parametrize("test", [boschloo, fisher_exact, fisher_midp])
def test_tests__refuse_impossible_counts(test):
    with pytest.raises(ValueError, match=r"n2 = 0: a group nobody answered cannot be tested"):
        test(3, 5, 0, 0)
    with pytest.raises(ValueError, match=r"x1\[1\] = 6: there cannot be more proper answers"):
        test([1, 6], 5, 1, 5)
    with pytest.raises(ValueError, match=r"x2 = nan: a count must be a whole number"):
        test(3, 5, float("nan"), 5)


def test_boschloo__refuses_groups_too_large_for_its_tables():
    with pytest.raises(ValueError, match="up to 4000 answers in both groups together"):
        boschloo(1, 3000, 2, 3000)


def test_smallest_attainable_p__of_two_and_two_is_an_eighth():
    # Only 2 v 0 and 0 v 2 are extreme: max 2 pi^2 (1 - pi)^2 = 1/8
    assert smallest_attainable_p(2, 2) == pytest.approx(0.125, abs=1e-8)


@pytest.mark.parametrize(("n1", "n2"), [(1, 1), (1, 9), (3, 3), (5, 2), (8, 13)])
def test_smallest_attainable_p__is_the_smallest_of_all_outcomes(n1, n2):
    x1, x2 = np.ogrid[: n1 + 1, : n2 + 1]
    assert smallest_attainable_p(n1, n2) == boschloo(x1, n1, x2, n2).min()


def test_smallest_attainable_p__refuses_an_empty_group():
    with pytest.raises(ValueError, match="n1 = 0: a group nobody answered"):
        smallest_attainable_p(0, 5)


def power(n1, n2, baseline, drop, alpha=0.05):
    """Return the chance of a significant outcome, adding up all outcomes."""
    x1, x2 = np.ogrid[: n1 + 1, : n2 + 1]
    chance = scipy.stats.binom.pmf(x1, n1, baseline) * scipy.stats.binom.pmf(
        x2, n2, max(baseline - drop, 0)
    )
    return chance[boschloo(x1, n1, x2, n2) <= alpha].sum()


# Whole points; each is confirmed by the next test's sum over all outcomes.
@pytest.mark.parametrize(("n", "points"), [(8, 66), (24, 33), (98, 13), (126, 12), (172, 9)])
def test_smallest_detectable_change__from_95_percent(n, points):
    assert smallest_detectable_change(n, n, baseline=0.95) == points / 100
    assert smallest_detectable_change(n, n, baseline=Fraction(19, 20)) == points / 100


@pytest.mark.parametrize(
    ("n1", "n2", "baseline"), [(8, 8, 0.95), (24, 24, 0.95), (10, 30, 0.9), (30, 10, 0.9)]
)
def test_smallest_detectable_change__is_the_first_point_with_enough_power(n1, n2, baseline):
    drop = smallest_detectable_change(n1, n2, baseline=baseline)
    points = round(drop * 100)
    assert power(n1, n2, baseline, drop) >= 0.80
    assert all(power(n1, n2, baseline, k / 100) < 0.80 for k in range(1, points))


def test_smallest_detectable_change__has_its_baseline_in_the_first_group():
    # Many answers at the steady 95 % and few after the drop, or the reverse, are not the same.
    assert smallest_detectable_change(100, 10, baseline=0.95) != smallest_detectable_change(
        10, 100, baseline=0.95
    )


def test_smallest_detectable_change__is_none_where_nothing_is_detectable():
    assert smallest_attainable_p(2, 2) > 0.05
    assert smallest_detectable_change(2, 2, baseline=0.95) is None
    assert smallest_detectable_change(126, 126, baseline=0.02) is None  # no room to drop
    assert smallest_detectable_change(126, 126, baseline=0) is None


def test_smallest_detectable_change__tries_the_drop_to_zero_last():
    # 3 v 3: only 3/3 v 0/3 and its mirror are significant, p = 2/64. The power for a drop from b
    # to c is b^3 (1 - c)^3 + (1 - b)^3 c^3.
    # From .9285 to .0085: .8005 * .9747 = .780. From .9285 to 0: .8005.
    assert smallest_detectable_change(3, 3, baseline=0.9285) == 0.9285
    # From .95 to .03: .8574 * .9127 = .783. From .95 to .02: .8574 * .9412 = .807.
    assert smallest_detectable_change(3, 3, baseline=0.95) == 0.93
    # From .92 to 0: .7787.
    assert smallest_detectable_change(3, 3, baseline=0.92) is None


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"baseline": 95}, "baseline = 95 must be a proportion from 0 to 1, not a percent"),
        ({"baseline": float("nan")}, "baseline = nan"),
        ({"baseline": 0.9, "alpha": 5}, "alpha = 5 must lie between 0 and 1"),
        ({"baseline": 0.9, "power": 80}, "power = 80 must lie between 0 and 1"),
    ],
)
def test_smallest_detectable_change__refuses_percents(wrong, message):
    with pytest.raises(ValueError, match=message):
        smallest_detectable_change(20, 20, **wrong)
