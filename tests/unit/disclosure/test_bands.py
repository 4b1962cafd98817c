"""Bands: for which numbers one is printed, and that it holds enough of them."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from selfcheck_analysis.disclosure.bands import Band, minority_band, wide_band
from tests.small_figures import thresholds

POLICY = thresholds()


def high(n, most_unlike, low_percent, fewest_unlike=1):
    return Band(n - most_unlike, n - fewest_unlike, low_percent, 100)


@pytest.mark.parametrize(
    ("unlike", "expected"),
    [
        (0, None),  # 100 % is shown
        # one to three of 60, so that three numbers fit: 57/60 is 95 %
        *((unlike, high(60, 3, 95)) for unlike in (1, 2, 3)),
        (4, None),
    ],
)
def test_minority_band__of_one_or_two_reaches_to_three(unlike, expected):
    assert minority_band(60, 60 - unlike, POLICY, small_inside=False) == expected


@pytest.mark.parametrize(
    ("unlike", "expected"),
    [
        # none to two of 60: three numbers fit without the third; 58/60 is 96.67 %, five by five 95
        *((unlike, high(60, 2, 95, fewest_unlike=0)) for unlike in (0, 1, 2)),
        (3, None),
    ],
)
def test_minority_band__beside_a_small_group_not_even_all_alike_is_shown(unlike, expected):
    assert minority_band(60, 60 - unlike, POLICY, small_inside=True) == expected


def test_minority_band__all_alike_is_a_band_where_the_policy_does_not_show_it():
    strict = thresholds(all_alike_shown=False)
    assert minority_band(60, 60, strict, small_inside=False) == high(60, 2, 95, fewest_unlike=0)


@pytest.mark.parametrize("small_inside", [True, False])
@pytest.mark.parametrize(
    # 2/24 is 8.33 %, and in steps of five 10 % or less; nobody at all is never shown
    ("x", "expected"),
    [*((x, Band(0, 2, 0, 10)) for x in (0, 1, 2)), (3, None), (4, None)],
)
def test_minority_band__of_few_proper_answers_begins_with_none(x, expected, small_inside):
    assert minority_band(24, x, POLICY, small_inside) == expected


@pytest.mark.parametrize(
    ("changed", "unlike"),
    [
        ({"band_minority": 4}, 4),
        ({"band_minority": 1, "min_values": 5}, 5),  # 1 to 5 are five numbers
        ({"band_minority": 4, "min_values": 3}, 4),
    ],
)
def test_minority_band__holds_the_minority_and_as_many_numbers_as_have_to_be(changed, unlike):
    policy = thresholds(**changed)
    assert minority_band(50, 50 - unlike, policy, small_inside=False) is not None
    assert minority_band(50, 50 - unlike - 1, policy, small_inside=False) is None


def test_minority_band__an_internal_policy_prints_none():
    internal = thresholds(internal_only=True, band_minority=0, min_values=1)
    assert not any(minority_band(20, x, internal, small_inside=True) for x in range(21))


def test_minority_band__ends_lie_outside_the_numbers_by_less_than_a_step():
    # 10/13 is 76.92 % and 2/13 15.38 %
    assert minority_band(13, 11, POLICY, small_inside=False) == Band(10, 12, 75, 100)
    assert minority_band(13, 1, POLICY, small_inside=False) == Band(0, 2, 0, 20)


@given(
    st.integers(3, 200),
    st.integers(1, 6),
    st.integers(3, 6),
    st.booleans(),
    st.booleans(),
)
def test_minority_band__stands_for_exactly_the_numbers_that_print_it(
    n, minority, enough, all_alike, small_inside
):
    # Or else whoever knows the policy could leave some of its numbers out.
    policy = thresholds(band_minority=minority, min_values=enough, all_alike_shown=all_alike)
    printed = {x: minority_band(n, x, policy, small_inside) for x in range(n + 1)}
    for band in {band for band in printed.values() if band is not None}:
        own = [x for x, other in printed.items() if other == band]
        assert own == list(range(band.fewest, band.most + 1))
        assert band.low_percent * n <= 100 * band.fewest
        assert band.high_percent * n >= 100 * band.most
        assert len(own) >= enough or n < 2 * max(minority, enough) + 1


@pytest.mark.parametrize(
    ("n", "x", "expected"),
    [
        # of 24, 90 to 100 % would hold no number but 22 to 24, which are a minority's; fifths hold
        # 15 to 19 and so on, but the last one none but those; a quarter leaves 18 to 20
        (24, 14, Band(12, 17, 50, 75)),
        (24, 18, Band(18, 20, 75, 100)),
        (24, 5, Band(3, 5, 0, 25)),  # 0 to 2 print a minority's band, 0 to 15 %
        (13, 7, Band(7, 9, 50, 100)),  # 10 to 12 print 75 to 100 %
        (126, 94, Band(89, 94, 70, 75)),  # 70 % of 126 is 88.2, 75 % is 94.5
        (126, 121, Band(120, 125, 95, 100)),  # 123 to 125 print these ends too; 126 prints 100 %
        (60, 45, Band(45, 47, 75, 80)),
    ],
)
def test_wide_band__holds_the_numbers_that_print_its_ends(n, x, expected):
    assert wide_band(n, x, POLICY, small_inside=False) == expected


def test_wide_band__of_too_few_answers_there_is_none():
    # of ten, half the numbers without a minority's are 3 and 4, or 5 and 6
    assert wide_band(10, 5, POLICY, small_inside=False) is None


@settings(deadline=None)  # every number of a hundred and fifty is printed in every width
@given(st.integers(1, 150), st.integers(3, 8), st.integers(1, 4), st.booleans(), st.booleans())
def test_wide_band__stands_for_all_that_print_alike_and_nothing_else(
    n, enough, minority, alike_shown, small_inside
):
    policy = thresholds(min_values=enough, band_minority=minority, all_alike_shown=alike_shown)
    for x in range(n + 1):
        band = wide_band(n, x, policy, small_inside)
        if band is None:
            continue
        assert band.fewest <= x <= band.most
        assert band.most - band.fewest + 1 >= enough
        for other in range(band.fewest, band.most + 1):
            printed = minority_band(n, other, policy, small_inside)
            printed = printed or wide_band(n, other, policy, small_inside)
            assert (printed.low_percent, printed.high_percent) == (
                band.low_percent,
                band.high_percent,
            )


def test_turned__changes_the_ends_over_and_keeps_the_numbers():
    assert Band(57, 59, 95, 100).turned() == Band(57, 59, 0, 5)
    assert Band(7, 9, 50, 75).turned() == Band(7, 9, 25, 50)
    band = Band(89, 94, 70, 75)
    assert band.turned().turned() == band
