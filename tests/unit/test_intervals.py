"""Wilson's and Newcombe's intervals."""

import subprocess
import sys
from math import hypot, sqrt
from statistics import NormalDist

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from selfcheck_analysis.intervals import newcombe, wilson

FOUR_DIGITS = 5e-5
"""Half of the last digit that the sources print."""

groups = st.integers(1, 300).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))


@pytest.mark.parametrize(
    ("x", "n", "low", "high"),
    [
        # Newcombe 1998, Statistics in Medicine 17:857, score method without correction
        (81, 263, 0.2553, 0.3662),
        (0, 20, 0.0, 0.1611),
        # (2x + z^2 -+ z sqrt(z^2 + 4 x (n - x) / n)) / (2 (n + z^2)), z = 1.959964, z^2 = 3.841459:
        # (29.841459 -+ 1.959964 sqrt(13.591459)) / 39.682918
        (13, 16, 0.5699, 0.9341),
    ],
)
def test_wilson__meets_published_values(x, n, low, high):
    assert wilson(x, n) == pytest.approx((low, high), abs=FOUR_DIGITS)


@given(groups, st.sampled_from([0.5, 0.9, 0.95, 0.99]))
@settings(deadline=None)  # the first call loads statsmodels
def test_wilson__bounds_solve_the_score_equation(group, level):
    x, n = group
    low, high = wilson(x, n, level)
    z = NormalDist().inv_cdf((1 + level) / 2)
    for bound in (low, high):
        if 0 < bound < 1:
            # |x/n - p| = z sqrt(p (1 - p) / n): a rate at the edge of rejection
            assert abs(x / n - bound) == pytest.approx(z * sqrt(bound * (1 - bound) / n), abs=1e-9)
    assert 0 <= low <= x / n <= high <= 1


@pytest.mark.parametrize("n", [1, 2, 13, 126, 258])
def test_wilson__is_exact_at_both_ends_and_keeps_a_width(n):
    z_squared = NormalDist().inv_cdf(0.975) ** 2
    assert wilson(0, n).low == 0
    assert wilson(n, n).high == 1
    assert wilson(0, n).high == pytest.approx(z_squared / (n + z_squared))
    assert wilson(n, n).low == pytest.approx(n / (n + z_squared))


@pytest.mark.parametrize(
    ("table", "low", "high"),
    [
        # Newcombe 1998, Statistics in Medicine 17:873, method 10
        ((56, 70, 48, 80), 0.0524, 0.3339),
        ((6, 7, 2, 7), 0.0582, 0.8062),
        ((0, 10, 0, 20), -0.1611, 0.2775),
        ((10, 10, 0, 20), 0.6791, 1.0),
        # squaring and adding the Wilson bounds, as the next test does
        ((7, 34, 1, 34), 0.0189, 0.3404),
        ((26, 34, 87, 92), -0.3485, -0.0515),
    ],
)
def test_newcombe__meets_published_values(table, low, high):
    assert newcombe(*table) == pytest.approx((low, high), abs=FOUR_DIGITS)


@given(groups, groups, st.sampled_from([0.9, 0.95]))
@settings(deadline=None)
def test_newcombe__squares_and_adds_the_wilson_bounds(first, second, level):
    p1, p2 = first[0] / first[1], second[0] / second[1]
    low1, high1 = wilson(*first, level)
    low2, high2 = wilson(*second, level)
    low, high = newcombe(*first, *second, level)
    assert low == pytest.approx(p1 - p2 - hypot(p1 - low1, high2 - p2), abs=1e-12)
    assert high == pytest.approx(p1 - p2 + hypot(high1 - p1, p2 - low2), abs=1e-12)
    assert -1 <= low <= p1 - p2 <= high <= 1


@given(groups, groups)
@settings(deadline=None, max_examples=30)
def test_newcombe__turns_round_with_the_groups(first, second):
    low, high = newcombe(*first, *second)
    assert newcombe(*second, *first) == pytest.approx((-high, -low), abs=1e-12)


def test_newcombe__has_a_width_where_nothing_differs():
    low, high = newcombe(126, 126, 98, 98)
    assert low < 0 < high


def test_intervals__take_arrays_of_any_shape():
    x, n = np.array([[0, 81], [13, 5]]), np.array([[20, 263], [16, 5]])
    low, high = wilson(x, n)
    assert low.shape == high.shape == (2, 2)
    assert low[1, 0] == wilson(13, 16).low
    low, high = newcombe(x, n, 3, 7)
    assert low.shape == high.shape == (2, 2)
    assert high[0, 1] == pytest.approx(newcombe(81, 263, 3, 7).high, abs=1e-15)
    assert isinstance(newcombe(pd.Series([1, 2]), 5, 1, 5).low, np.ndarray)
    assert wilson([], []).low.shape == (0,)
    assert newcombe([], [], [], []).low.shape == (0,)
    assert type(wilson(np.int64(3), 4).low) is float
    assert type(newcombe(3, 4, 1, 4).high) is float


def test_intervals__widen_with_the_level():
    assert wilson(5, 9, 0.9).high < wilson(5, 9, 0.95).high < wilson(5, 9, 0.99).high


def test_intervals__refuse_impossible_counts():
    with pytest.raises(ValueError, match=r"n = 0: a group nobody answered .* has no rate"):
        wilson(0, 0)
    with pytest.raises(ValueError, match=r"x2\[1\] = 8: there cannot be more proper answers"):
        newcombe(1, 5, [7, 8], 7)


@pytest.mark.parametrize("level", [0, 1, 95, float("nan")])
def test_intervals__refuse_a_level_that_is_no_proportion(level):
    with pytest.raises(ValueError, match="must lie between 0 and 1, for example"):
        wilson(1, 2, level)
    with pytest.raises(ValueError, match="must lie between 0 and 1, for example"):
        newcombe(1, 2, 1, 2, level)


def test_intervals__load_statsmodels_only_when_asked():
    code = "import sys, selfcheck_analysis.intervals; sys.exit('statsmodels' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
