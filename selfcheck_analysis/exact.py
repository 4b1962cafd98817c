"""Exact tests that compare the rates of two independent groups, and what they can detect.

Boschloo's test decides; Fisher's mid-p is shown beside it. Everywhere x of n means x proper
answers among n answers; arguments may be arrays and are broadcast.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable
from fractions import Fraction
from functools import lru_cache

import numpy as np
from numpy.typing import ArrayLike, NDArray

from selfcheck_analysis.binomial_mixture import Floats, binomial, largest_probability
from selfcheck_analysis.counts_check import checked_two_groups
from selfcheck_analysis.hypergeometric import TIE, Integers, fisher_p_values

_LARGEST_TOTAL = 4000
"""Above this the tables of Boschloo's test outgrow the memory of an office PC."""


def boschloo(x1: ArrayLike, n1: ArrayLike, x2: ArrayLike, n2: ArrayLike) -> float | Floats:
    """Return the two-sided p-value of Boschloo's unconditional exact test.

    Model: x1 and x2 are independent binomial counts. Null hypothesis: both groups have the same
    rate, whatever it is; alternative: the rates differ. Outcomes are ordered by their two-sided
    Fisher p-value ("minlike"); p is the largest probability, over the common rate, of an outcome
    whose Fisher p-value is no larger than the observed one. It keeps the level and never exceeds
    Fisher's p-value. All or nothing proper in both groups gives 1.

    Parameters
    ----------
    x1, n1, x2, n2 : array_like of int
        Proper answers and answers given in each group; broadcast.

    Returns
    -------
    float or ndarray
        p-values in the shape of the counts, exact to 1e-8.

    Raises
    ------
    ValueError
        When a count is impossible, a group is empty (see `counts_check`), or both groups together
        have more than 4,000 answers.

    References
    ----------
    Boschloo, R. D. (1970). Raised conditional level of significance for the 2 x 2-table when
    testing the equality of two probabilities. Statistica Neerlandica 24, 1-9.
    doi:10.1111/j.1467-9574.1970.tb00104.x
    Lydersen, S., Fagerland, M. W. and Laake, P. (2009). Recommended tests for association in
    2 x 2 tables. Statistics in Medicine 28, 1159-1175. doi:10.1002/sim.3531

    Examples
    --------
    >>> round(boschloo(7, 15, 12, 15), 8)
    0.06821831
    """
    return _for_each_size(_boschloo, x1, n1, x2, n2)


def fisher_exact(x1: ArrayLike, n1: ArrayLike, x2: ArrayLike, n2: ArrayLike) -> float | Floats:
    """Return the two-sided p-value of Fisher's exact test.

    Given the number of proper answers in both groups together, p is the probability of all tables
    no more likely than the observed one ("minlike"), if the rates do not differ.

    Parameters
    ----------
    x1, n1, x2, n2 : array_like of int
        Proper answers and answers given in each group; broadcast.

    Returns
    -------
    float or ndarray
        p-values in the shape of the counts.

    Raises
    ------
    ValueError
        When a count is impossible or a group is empty (see `counts_check`).

    References
    ----------
    Fagerland, M. W., Lydersen, S. and Laake, P. (2017). Statistical analysis of contingency
    tables. CRC Press, chapter 4. doi:10.1201/9781315374116

    Examples
    --------
    >>> round(fisher_exact(3, 4, 1, 4), 4)  # 34 / 70
    0.4857
    """
    return _for_each_size(_fisher, x1, n1, x2, n2)


def fisher_midp(x1: ArrayLike, n1: ArrayLike, x2: ArrayLike, n2: ArrayLike) -> float | Floats:
    """Return the two-sided mid-p-value of Fisher's exact test.

    Fisher's p-value less half the probability of all tables exactly as likely as the observed one.
    Less cautious than an exact test: it may exceed the level slightly. All or nothing proper in
    both groups leaves one possible table and gives 0.5.

    Parameters
    ----------
    x1, n1, x2, n2 : array_like of int
        Proper answers and answers given in each group; broadcast.

    Returns
    -------
    float or ndarray
        Mid-p-values in the shape of the counts.

    Raises
    ------
    ValueError
        When a count is impossible or a group is empty (see `counts_check`).

    References
    ----------
    Fagerland, M. W., Lydersen, S. and Laake, P. (2017). Statistical analysis of contingency
    tables. CRC Press, chapter 4. doi:10.1201/9781315374116

    Examples
    --------
    >>> round(fisher_midp(3, 4, 1, 4), 4)  # 34 / 70 - 32 / 140
    0.2571
    """
    return _for_each_size(_midp, x1, n1, x2, n2)


def smallest_attainable_p(n1: int, n2: int) -> float:
    """Return the smallest two-sided Boschloo p-value any outcome of these group sizes can have.

    Where it exceeds the level, no outcome could be significant and the pair is not testable.

    Raises
    ------
    ValueError
        As `boschloo`.

    Examples
    --------
    >>> round(smallest_attainable_p(2, 2), 6)
    0.125
    """
    table = _fisher_table(*_sizes(n1, n2))
    return float(_boschloo_at(table, np.array([table.min()]))[0])


def smallest_detectable_change(
    n1: int, n2: int, alpha: float = 0.05, power: float = 0.80, *, baseline: float | Fraction
) -> float | None:
    """Return the smallest drop from a baseline rate that Boschloo's test would probably find.

    Drops of whole percentage points are tried in order, and at last the drop to 0, with the exact
    power of the two-sided test.

    Parameters
    ----------
    n1 : int
        Answers in the group that has the baseline rate (last year).
    n2 : int
        Answers in the group whose rate has dropped (this year).
    alpha : float
        Level of the test.
    power : float
        Probability with which the drop is to be significant.
    baseline : float or Fraction
        The rate before the drop, a proportion.

    Returns
    -------
    float or None
        The drop as a proportion (0.12 for 12 points), or None when not even a drop to 0 is
        significant with that probability.

    Raises
    ------
    ValueError
        As `boschloo`, or when alpha, power or baseline is no proportion.

    Examples
    --------
    >>> smallest_detectable_change(126, 126, baseline=0.95)
    0.12
    """
    for name, value in {"alpha": alpha, "power": power}.items():
        if not 0 < value < 1:
            raise ValueError(f"{name} = {value!r} must lie between 0 and 1")
    if not 0 <= baseline <= 1:
        raise ValueError(f"baseline = {baseline!r} must be a proportion from 0 to 1, not a percent")
    n1, n2 = _sizes(n1, n2)
    rate = float(baseline)
    points = np.arange(1, 101) / 100
    drops = np.append(points[points < rate - 1e-9], rate)
    before, after = binomial(n1, np.array(rate)), binomial(n2, rate - drops)
    chance = after @ (before @ _significant(n1, n2, alpha))
    found = drops[chance >= power]
    return float(found[0]) if found.size else None


def _for_each_size(
    p_values: Callable[[Integers, int, Integers, int], Floats],
    x1: ArrayLike,
    n1: ArrayLike,
    x2: ArrayLike,
    n2: ArrayLike,
) -> float | Floats:
    """Check the counts and hand them to `p_values`, all with the same n1 and n2 at once."""
    counts = checked_two_groups(x1, n1, x2, n2)
    first, n_first, second, n_second = (array.ravel() for array in counts)
    p = np.empty(first.size)
    for size in set(zip(n_first.tolist(), n_second.tolist(), strict=True)):
        same = (n_first == size[0]) & (n_second == size[1])
        p[same] = p_values(first[same], size[0], second[same], size[1])
    shape = counts[0].shape
    return p.reshape(shape) if shape else float(p[0])


def _boschloo(x1: Integers, n1: int, x2: Integers, n2: int) -> Floats:
    table = _fisher_table(n1, n2)
    observed, place = np.unique(table[x1 + x2, x1], return_inverse=True)
    return _boschloo_at(table, observed)[place]


def _fisher(x1: Integers, n1: int, x2: Integers, n2: int) -> Floats:
    totals, row = np.unique(x1 + x2, return_inverse=True)
    p, _ = fisher_p_values(n1, n2, totals)
    return p[row, x1]


def _midp(x1: Integers, n1: int, x2: Integers, n2: int) -> Floats:
    totals, row = np.unique(x1 + x2, return_inverse=True)
    p, p_without_ties = fisher_p_values(n1, n2, totals)
    return (p[row, x1] + p_without_ties[row, x1]) / 2


def _boschloo_at(table: Floats, observed: Floats) -> Floats:
    """Return Boschloo's p-value for each observed Fisher p-value of the table."""
    # On a diagonal, the outcomes up to an attained Fisher p-value have just that probability.
    weights = [np.where(table <= p * TIE, table, 0).max(axis=1) for p in observed]
    return np.minimum(largest_probability(np.array(weights)), observed)


def _significant(n1: int, n2: int, alpha: float) -> NDArray[np.bool_]:
    """Return for every outcome [x1, x2] whether Boschloo's test rejects at this level."""
    x1, x2 = np.ogrid[: n1 + 1, : n2 + 1]
    return _fisher_table(n1, n2)[x1 + x2, x1] <= _critical_fisher_p(n1, n2, alpha) * TIE


@lru_cache(maxsize=256)
def _critical_fisher_p(n1: int, n2: int, alpha: float) -> float:
    """Return the largest Fisher p-value whose Boschloo p-value is at most alpha, -1 for none."""
    table = _fisher_table(n1, n2)
    attained = np.unique(table[np.isfinite(table)])
    # Boschloo's p-value grows with Fisher's, so the last significant one is found by halving.
    count = bisect_right(attained, alpha * TIE, key=lambda p: _boschloo_at(table, np.array([p]))[0])
    return float(attained[count - 1]) if count else -1.0


@lru_cache(maxsize=16)
def _fisher_table(n1: int, n2: int) -> Floats:
    """Return Fisher's p-value of every outcome: row x1 + x2, column x1; inf where impossible."""
    if n1 + n2 > _LARGEST_TOTAL:
        raise ValueError(
            f"n1 + n2 = {n1} + {n2}: Boschloo's test handles up to {_LARGEST_TOTAL} answers in "
            "both groups together; use fisher_midp, which hardly differs at this size"
        )
    return fisher_p_values(n1, n2, np.arange(n1 + n2 + 1))[0]


def _sizes(n1: int, n2: int) -> tuple[int, int]:
    _, first, _, second = checked_two_groups(0, n1, 0, n2)
    return int(first), int(second)
