"""Outcomes in the order of Fisher's p-value."""

from math import comb

import numpy as np
import pytest

from selfcheck_analysis.exact import fisher_order as module
from selfcheck_analysis.exact.fisher_order import fisher_order

EXACT = 1e-12
"""Sums of a few floats, each with the error of some logarithms of factorials."""


def test_order__two_sided_of_four_and_four_with_total_four():
    # Fisher's tea tasting: 1, 16, 36, 16, 1 of 70 ways to get x1 = 0 to 4; p is 2, 34 and 70 of 70.
    odds = fisher_order(4, 4, two_sided=True).odds
    np.testing.assert_allclose(odds[4], [2 / 68, 34 / 36, np.inf, 34 / 36, 2 / 68], rtol=EXACT)


def test_order__one_sided_of_four_and_four_with_total_four():
    # p is 1, 17, 53, 69 and 70 of 70.
    odds = fisher_order(4, 4, two_sided=False).odds
    np.testing.assert_allclose(odds[4], [1 / 69, 17 / 53, 53 / 17, 69, np.inf], rtol=EXACT)


def test_order__marks_impossible_outcomes():
    # Groups of 2 and 1. Total 0: only x1 = 0; total 1: x1 = 0 or 1, one way against two; one-sided
    # total 3: only x1 = 2.
    two_sided = fisher_order(2, 1, two_sided=True).odds
    np.testing.assert_allclose(two_sided, [[np.inf, np.nan, np.nan], [0.5, np.inf, np.nan]])
    one_sided = fisher_order(2, 1, two_sided=False).odds
    np.testing.assert_array_equal(one_sided[3], [np.nan, np.nan, np.inf])


def test_order__keeps_the_digits_of_a_p_value_next_to_one():
    # 29/30 v 1/30: all but one of the C(60, 30) ways to have a total of 30 have x1 <= 29.
    odds = fisher_order(30, 30, two_sided=False).at(np.array(29), np.array(1))
    assert odds == pytest.approx(comb(60, 30) - 1, rel=EXACT)


def test_order__treats_mirror_images_as_ties_in_large_groups():
    order = fisher_order(450, 450, two_sided=True)
    x1 = np.arange(1, 450)
    # Equal groups: x1 and 450 - x1 are the same outcome with the groups exchanged.
    np.testing.assert_array_equal(order.at(x1, 450 - x1), order.at(450 - x1, x1))
    # Exchanging proper and improper answers
    np.testing.assert_array_equal(order.at(x1, 450 - x1), order.at(450 - x1, x1))
    np.testing.assert_array_equal(order.at(x1, x1 // 2), order.at(450 - x1, 450 - x1 // 2))


def test_weights__are_the_probability_of_what_is_at_least_as_extreme():
    order = fisher_order(2, 2, two_sided=True)
    # Totals 0 to 4. 2/2 v 0/2 and its mirror have Fisher's p 2/6 of total 2. All others have p = 1
    # and infinite odds, which nobody asks for.
    np.testing.assert_allclose(order.weights(np.array([0.5])), [[0, 0, 1 / 3, 0, 0]], rtol=EXACT)
    # Asking for several in ascending order is asking for each.
    order = fisher_order(5, 8, two_sided=False)
    odds = np.unique(order.odds[np.isfinite(order.odds)])
    together = order.weights(odds)
    alone = [order.weights(odds[i : i + 1])[0] for i in range(len(odds))]
    np.testing.assert_array_equal(together, alone)


def test_orders__are_kept_within_a_memory_that_an_office_pc_has():
    kept = module._usual_order.cache_parameters()["maxsize"]
    half = module._USUAL_TOTAL // 2
    largest = fisher_order(half, half, two_sided=False).odds.nbytes
    assert kept * largest <= 200e6
    few = module._large_order.cache_parameters()["maxsize"]
    half = module.LARGEST_TOTAL // 2
    assert few * (2 * half + 1) * (half + 1) * 8 <= 200e6  # bytes of a one-sided order
