from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from selfcheck_analysis.published import (
    Precision,
    PrintedRow,
    Rounding,
    feasible_counts,
    prints_as,
)
from selfcheck_analysis.published.rounding_windows import (
    count_bounds,
    printed_units,
    smallest_group,
)
from selfcheck_analysis.rounding import percent_of
from tests.oracle_print import printed
from tests.printed_groups import units

precisions = st.builds(Precision, st.integers(0, 3), st.sampled_from(Rounding))


@st.composite
def printed_rows(draw):
    precision = draw(precisions)
    figures = st.none() | st.integers(0, precision.hundred)
    return precision, PrintedRow(draw(figures), draw(figures))


@pytest.mark.parametrize(
    ("y", "n", "percent"),
    [
        (1, 8, 13),  # 12.5 goes up
        (7, 8, 88),  # 87.5 goes up
        (1, 200, 1),  # 0.5 goes up
        (199, 200, 100),  # 99.5 goes up
        (1, 201, 0),  # 0.4975
        (0, 3, 0),
        (3, 3, 100),
        # Five answers of 565 persons, which add up to 99 %, and a count that prints 48 (47.61).
        (103, 565, 18),  # 18.23
        (166, 565, 29),  # 29.38
        (176, 565, 31),  # 31.15
        (96, 565, 17),  # 16.99
        (24, 565, 4),  # 4.25
        (269, 565, 48),
    ],
)
def test_prints_as__rounds_half_up(y, n, percent):
    assert [p for p in range(101) if prints_as(y, n, p)] == [percent]


@pytest.mark.parametrize(
    ("rounding", "one_of_8", "three_of_8", "one_of_3", "two_of_3"),
    # 12.5, 37.5, 33.33 and 66.67 %
    [
        ("half_up", [13], [38], [33], [67]),
        ("half_even", [12], [38], [33], [67]),
        ("down", [12], [37], [33], [66]),
        ("up", [13], [38], [34], [67]),
        ("unknown", [12, 13], [37, 38], [33], [67]),
    ],
)
def test_prints_as__follows_the_rule(rounding, one_of_8, three_of_8, one_of_3, two_of_3):
    precision = Precision(0, Rounding(rounding))
    found = [
        [p for p in range(101) if prints_as(y, n, p, precision)]
        for y, n in ((1, 8), (3, 8), (1, 3), (2, 3))
    ]
    assert found == [one_of_8, three_of_8, one_of_3, two_of_3]


def test_prints_as__to_one_decimal():
    # 849 of 2000 is 42.45, a tie.
    assert prints_as(849, 2000, 425, Precision(1))
    assert prints_as(849, 2000, 424, Precision(1, Rounding.HALF_EVEN))


def test_prints_as__is_the_rounding_of_every_released_figure():
    for n in range(1, 61):
        for y in range(n + 1):
            assert prints_as(y, n, percent_of(Fraction(y, n)))


@pytest.mark.parametrize(("y", "n"), [(0, 0), (-1, 4), (5, 4)])
def test_prints_as__refuses_counts_that_are_none(y, n):
    with pytest.raises(ValueError, match=f"found {y} of {n}, expected 0 <= y <= n"):
        prints_as(y, n, 50)


@given(precisions, st.integers(1, 400), st.data())
def test_prints_as__agrees_with_the_oracle(precision, n, data):
    y = data.draw(st.integers(0, n))
    right = units(y, n, precision)
    near = {u + step for u in right for step in (-2, -1, 0, 1, 2)} - {-2, -1}
    found = [u for u in sorted(near) if prints_as(y, n, u, precision)]
    assert found == list(right)


@given(printed_rows(), st.integers(1, 300))
def test_count_bounds__hold_exactly_the_counts_that_print_so(case, n):
    precision, row = case
    expected = [
        y
        for y in range(n + 1)
        if all(
            u is None or u in units(share, n, precision)
            for u, share in zip(row, (y, n - y), strict=True)
        )
    ]
    (low,), (high,) = count_bounds(np.array([n]), row, precision)
    assert list(range(low, high + 1)) == expected


@pytest.mark.parametrize("rounding", Rounding)
def test_count_bounds__nobody_prints_a_blank_only(rounding):
    nobody, precision = np.array([0]), Precision(0, rounding)
    for row in (PrintedRow(0), PrintedRow(50), PrintedRow(100), PrintedRow(None, 0)):
        low, high = count_bounds(nobody, row, precision)
        assert low > high
    low, high = count_bounds(nobody, PrintedRow(None), precision)
    assert (low, high) == (0, 0)


def test_feasible_counts__yes_1_and_no_100_takes_200_people():
    # yes >= 0.5 % and no >= 99.5 % leaves only the tie 0.5 / 99.5: n / 200 persons.
    assert [n for n in range(1, 401) if feasible_counts(n, 1, 100)] == [200, 400]


def test_feasible_counts__of_nobody_are_refused():
    with pytest.raises(ValueError, match="found n = 0, expected at least one answer"):
        feasible_counts(0, 100)


@given(precisions, st.integers(1, 400), st.data())
def test_printed_units__agree_with_the_oracle_and_take_a_doubtful_tie_up(precision, n, data):
    y = data.draw(st.integers(0, n))
    assert printed_units(np.array(y), np.array(n), precision) == max(units(y, n, precision))


@given(precisions, st.data())
def test_text__is_what_stands_on_paper(precision, data):
    y = data.draw(st.integers(0, 97))
    (highest,) = units(y, 97, precision)[-1:]  # 97 is a prime: nothing but 0 and 100 % ties
    rule = str(precision.rounding)
    assert precision.text(highest) in printed(y, 97, precision.decimals, rule)


def test_smallest_group__of_a_contradictory_row():
    assert smallest_group(PrintedRow(1, 100)) == 200
    assert smallest_group(PrintedRow(1, 100), largest=199) is None
    # Yes and no of one group sum to 99 to 101 when rounded to the nearest.
    assert smallest_group(PrintedRow(40, 50)) is None


@given(st.integers(0, 100), st.none() | st.integers(0, 100))
def test_smallest_group__is_the_first_with_a_count(yes, no):
    precision = Precision()
    sizes = [
        n
        for n in range(1, 101)  # 100 persons print every percent
        if any(
            yes in units(y, n, precision) and (no is None or no in units(n - y, n, precision))
            for y in range(n + 1)
        )
    ]
    assert smallest_group(PrintedRow(yes, no), largest=100) == (sizes[0] if sizes else None)
