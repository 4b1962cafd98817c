"""A bound below Boschloo's p that costs little, where there are more tables than can be tested."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from selfcheck_analysis.published.rounding_windows import Integers

Floats = NDArray[np.float64]

_DEVIATIONS = 4
_CHUNK = 20_000


def lower_bound(pairs: Integers, fisher: Floats) -> Floats:
    """Return a number that Boschloo's p is never below, for many tables at once.

    Boschloo's p is the largest probability, over the common rate, of an outcome whose Fisher p is
    at most the observed one, f. Given the total s, such outcomes have the largest attainable Fisher
    p that is at most f, and that is less than two outcomes' probability below f. So at any rate,
    here the observed one, the probability is at least the mean over s of f - 2 max P(outcome | s).

    Parameters
    ----------
    pairs : ndarray of int, shape (k, 4)
        One row = x_last, n_last, x_this, n_this.
    fisher : ndarray, shape (k,)
        Their two-sided Fisher p.

    Returns
    -------
    ndarray, shape (k,)
        Between 0 and Boschloo's p; 1 where all or none are proper on both sides.

    Examples
    --------
    >>> bound = lower_bound(np.array([[254, 297, 223, 252]]), np.array([0.3208]))
    >>> bool(0.1 < bound[0] < 0.3042)  # Boschloo's p
    True
    """
    bounds = [
        _lower_bound(pairs[start : start + _CHUNK], fisher[start : start + _CHUNK])
        for start in range(0, len(pairs), _CHUNK)
    ]
    return np.concatenate(bounds) if bounds else np.empty(0)


def _lower_bound(pairs: Integers, fisher: Floats) -> Floats:
    from scipy.special import gammaln

    n1, n2 = pairs[:, 1:2], pairs[:, 3:4]
    n, observed = n1 + n2, pairs[:, 0:1] + pairs[:, 2:3]
    log_factorial = gammaln(np.arange(int(n.max()) + 2) + 1.0)
    rate = np.clip(observed / n, 0.5 / n, 1 - 0.5 / n)  # any rate gives a bound
    reach = np.ceil(_DEVIATIONS * np.sqrt(n * rate * (1 - rate))).astype(np.int64)
    step = np.arange(-int(reach.max()), int(reach.max()) + 1)
    total = observed + step
    there = (np.abs(step) <= reach) & (total > 0) & (total < n)
    total = np.where(there, total, 1)
    mode = (total + 1) * (n1 + 1) // (n + 2)
    choose = _Choose(log_factorial)
    of_total = choose(n, total)
    largest = np.exp(choose(n1, mode) + choose(n2, total - mode) - of_total)
    log_rates = total * np.log(rate) + (n - total) * np.log1p(-rate)
    weight = np.where(there, np.exp(of_total + log_rates), 0)
    bound = (weight * np.maximum(fisher[:, None] - 2 * largest, 0)).sum(axis=1)
    alike = ((observed == 0) | (observed == n))[:, 0]
    return np.where(alike, 1.0, bound)


class _Choose:
    """Logarithms of binomial coefficients from a table of logarithms of factorials."""

    def __init__(self, log_factorial: Floats) -> None:
        self._log_factorial = log_factorial

    def __call__(self, n: Integers, k: Integers) -> Floats:
        table = self._log_factorial
        return np.asarray(table[n] - table[k] - table[n - k])
