"""Fisher's p-value of every outcome with a given total."""

import numpy as np

from selfcheck_analysis.hypergeometric import fisher_p_values


def test_fisher_p_values__of_four_and_four_with_total_four():
    # Fisher's tea tasting: 1, 16, 36, 16, 1 of 70 ways to get x1 = 0 to 4
    p, less_likely = fisher_p_values(4, 4, np.array([4]))
    np.testing.assert_allclose(p[0] * 70, [2, 34, 70, 34, 2], rtol=1e-12)
    np.testing.assert_allclose(less_likely[0] * 70, [0, 2, 34, 2, 0], rtol=1e-12)


def test_fisher_p_values__marks_impossible_outcomes():
    # Groups of 2 and 1 with total 3: only x1 = 2 can occur. With total 0: only x1 = 0.
    p, _ = fisher_p_values(2, 1, np.array([3, 0]))
    assert p.tolist() == [[np.inf, np.inf, 1.0], [1.0, np.inf, np.inf]]


def test_fisher_p_values__treats_mirror_images_as_ties_in_large_groups():
    p, _ = fisher_p_values(900, 900, np.array([901]))
    # Equal groups: x1 and 901 - x1 are the same outcome with the groups exchanged.
    np.testing.assert_array_equal(p[0, 1:], p[0, 1:][::-1])
