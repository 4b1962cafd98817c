"""Half up on exact fractions."""

from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from selfcheck_analysis.rounding import change_points, percent, percent_of, round_half_up

proportions = st.fractions(min_value=0, max_value=1, max_denominator=10_000)
fractions = st.fractions(min_value=-1000, max_value=1000, max_denominator=10_000)


@pytest.mark.parametrize(
    ("value", "decimals", "printed"),
    [
        (Fraction(1, 2), 0, "1"),  # Python's round gives 0
        (Fraction(5, 2), 0, "3"),  # Python's round gives 2
        (Fraction(-1, 2), 0, "-1"),
        (Fraction(-5, 2), 0, "-3"),
        (Fraction(-49, 100), 0, "0"),  # never "-0"
        (Fraction(1, 8), 2, "0.13"),  # 0.125
        (Fraction(-1, 8), 2, "-0.13"),
        (Fraction(1005, 1000), 2, "1.01"),  # the float 1.005 lies below the tie
        (7, 0, "7"),
        (42, 1, "42.0"),  # zeros are kept
        (Fraction(1, 3), 40, "0." + "3" * 40),  # beyond the 28 digits of decimal's context
    ],
)
def test_round_half_up__ties_go_away_from_zero(value, decimals, printed):
    assert str(round_half_up(value, decimals)) == printed


@given(fractions, st.integers(0, 4))
def test_round_half_up__is_the_nearest_and_at_a_tie_the_farther_from_zero(value, decimals):
    units = Fraction(round_half_up(value, decimals)) * 10**decimals
    assert units.denominator == 1
    # In integers: twice the distance, times the denominator, against the denominator.
    exact = value * 10**decimals
    distance = 2 * abs(exact.numerator - int(units) * exact.denominator)
    assert distance <= exact.denominator
    if distance == exact.denominator:
        assert abs(units) > abs(exact)


@given(st.decimals(-1000, 1000, places=4), st.integers(0, 3))
def test_round_half_up__agrees_with_decimal(value, decimals):
    expected = value.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
    assert Fraction(round_half_up(Fraction(value), decimals)) == Fraction(expected)


@given(st.integers(1, 3000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_percent__agrees_with_the_integer_formula(counts):
    y, n = counts
    # floor(100 y / n + 1 / 2) = floor((200 y + n) / 2 n)
    assert percent(y, n) == (200 * y + n) // (2 * n)
    assert isinstance(percent(y, n), int)


def test_percent__prints_the_parts_of_565():
    # 18.23, 29.38, 31.15, 16.99, 4.25: rounded one by one they add up to 99, not 100
    parts = [percent(y, 565) for y in (103, 166, 176, 96, 24)]
    assert parts == [18, 29, 31, 17, 4]
    assert sum(parts) == 99
    assert percent(269, 565) == 48  # 47.61, though 18 + 29 = 47


def test_percent__keeps_one_decimal():
    # 849 / 2000 = 42.45 %, a tie in the first decimal; half to even would print 42.4
    assert str(percent(849, 2000, 1)) == "42.5"
    assert str(percent(1, 2, 1)) == "50.0"


def test_percent__takes_the_integers_of_numpy_without_overflow():
    # 200 * 100 = 20,000 does not fit into 8 bits; 100 of 120 = 83.3
    assert percent(np.int8(100), np.int8(120)) == 83
    assert type(percent(np.int64(1), np.int64(2))) is int


@pytest.mark.parametrize(
    ("numerator", "denominator", "rule"),
    [
        (0, 0, "no percentage of nobody"),
        (1, -2, "no percentage of nobody"),
        (3, 2, "between 0 and the denominator 2"),
        (-1, 2, "between 0 and the denominator 2"),
    ],
)
def test_percent__refuses_impossible_counts(numerator, denominator, rule):
    with pytest.raises(ValueError, match=rule):
        percent(numerator, denominator)


def test_change_points__is_rounded_from_the_unrounded_rates():
    last, this = Fraction("0.58495"), Fraction("0.52952")
    assert (percent_of(last), percent_of(this)) == (58, 53)
    # 52.952 - 58.495 = -5.543, though 53 - 58 = -5
    assert change_points(this, last) == -6


def test_change_points__may_differ_from_the_printed_rates():
    # 75.4 and 74.6 print 75 and 75, their difference -0.8 prints -1
    last, this = Fraction("0.754"), Fraction("0.746")
    assert (percent_of(last), percent_of(this), change_points(this, last)) == (75, 75, -1)
    assert str(change_points(this, last, 1)) == "-0.8"


@given(proportions, proportions)
def test_change_points__has_no_preferred_direction(this, last):
    assert change_points(this, last) == -change_points(last, this)
    # Two half points at most separate it from the difference of the printed rates.
    assert abs(change_points(this, last) - (percent_of(this) - percent_of(last))) <= 1


@pytest.mark.parametrize(
    "call",
    [
        lambda: round_half_up(0.5),
        lambda: round_half_up(np.float64(0.5)),
        lambda: percent(1.0, 2),
        lambda: percent(1, 2.0),
        lambda: percent_of(0.5),
        lambda: change_points(0.5, Fraction(1, 2)),
        lambda: change_points(Fraction(1, 2), 0.5),
    ],
)
def test_rounding__refuses_floats_and_says_why(call):
    with pytest.raises(TypeError, match="is a float and has lost on which side of a tie"):
        call()


@pytest.mark.parametrize("value", [Decimal("42.5"), "42.5", None, np.float32(0.5)])
def test_rounding__refuses_what_is_not_exact_or_already_rounded(value):
    with pytest.raises(TypeError, match="give an int or a Fraction"):
        round_half_up(value)


@pytest.mark.parametrize("rate", [Fraction(95), 2, Fraction(-1, 100)])
def test_percent_of__refuses_what_is_no_proportion(rate):
    with pytest.raises(ValueError, match="proportion from 0 to 1; divide a percentage by 100"):
        percent_of(rate)
    with pytest.raises(ValueError, match="proportion from 0 to 1"):
        change_points(Fraction(1, 2), rate)


def test_round_half_up__refuses_negative_decimals():
    with pytest.raises(ValueError, match="0 or more, found -1"):
        round_half_up(15, -1)
