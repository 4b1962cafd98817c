"""Outcomes of two groups given their total: the hypergeometric distribution and Fisher's p."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from selfcheck_analysis.binomial_mixture import Floats, log_choose

Integers = NDArray[np.int64]

TIE = 1 + 1e-9
"""Probabilities within this factor are one and the same up to the rounding of floats."""


def fisher_p_values(n1: int, n2: int, totals: Integers) -> tuple[Floats, Floats]:
    """Return the two-sided Fisher p-value of every outcome that has one of the totals.

    Parameters
    ----------
    n1, n2 : int
        Sizes of the two groups.
    totals : ndarray of int
        Successes in both groups together, x1 + x2.

    Returns
    -------
    tuple of ndarray
        Row = one of the totals, column = x1 from 0 to n1. First the probability of all outcomes
        at most as likely as this one, then of those that are less likely. Both are inf where the
        outcome is impossible.
    """
    mass, possible = _hypergeometric(n1, n2, totals)
    order = mass.argsort(axis=1)
    ascending = np.take_along_axis(mass, order, axis=1)
    up_to = ascending.cumsum(axis=1)
    up_to /= up_to[:, -1:]
    rises = ascending[:, 1:] > ascending[:, :-1] * TIE
    last_of_ties = np.pad(rises, ((0, 0), (0, 1)), constant_values=True)
    with_ties = np.where(last_of_ties, up_to, np.inf)[:, ::-1]
    with_ties = np.minimum.accumulate(with_ties, axis=1)[:, ::-1]
    below = np.pad(np.where(rises, up_to[:, :-1], 0.0), ((0, 0), (1, 0)))
    below = np.maximum.accumulate(below, axis=1)
    back = order.argsort(axis=1)
    p, p_without_ties = (np.take_along_axis(a, back, axis=1) for a in (with_ties, below))
    return np.where(possible, p, np.inf), np.where(possible, p_without_ties, np.inf)


def _hypergeometric(n1: int, n2: int, totals: Integers) -> tuple[Floats, NDArray[np.bool_]]:
    """Return the probability of x1 (column) given each total (row), and whether it can occur."""
    x1 = np.arange(n1 + 1)
    x2 = totals[:, None] - x1
    possible = (x2 >= 0) & (x2 <= n2)
    ways = log_choose(n1) + log_choose(n2)[x2.clip(0, n2)]
    log_mass = ways - log_choose(n1 + n2)[totals][:, None]
    return np.exp(np.where(possible, log_mass, -np.inf)), possible
