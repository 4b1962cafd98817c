"""The order in which an unconditional test calls outcomes extreme: by Fisher's p-value.

Fisher p-values are kept as odds p / (1 - p). Near p = 1 they keep the digits that tell one-sided
p-values apart; elsewhere they are as good as p itself. Outcomes whose odds agree to a relative
1e-9 are ties.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from selfcheck_analysis.counts_check import place
from selfcheck_analysis.exact.binomial_mixture import Floats
from selfcheck_analysis.exact.hypergeometric import TIE, Integers, hypergeometric

LARGEST_TOTAL = 4000
"""Above this the tables outgrow the memory of an office PC."""

_USUAL_TOTAL = 600
"""Two years of one survey. An order this large takes 0.7 MB, one of 4,000 answers 32 MB; twice
that where it is one-sided."""


@dataclass(frozen=True)
class FisherOrder:
    """Every outcome of two groups, with the odds of its Fisher p-value.

    Attributes
    ----------
    n1, n2 : int
        Sizes of the groups.
    odds : ndarray
        Row = x1 + x2, column = x1; NaN where the outcome is impossible. Two-sided p-values do not
        change when proper and improper answers are exchanged, so that only the totals up to
        (n1 + n2) / 2 are kept.
    """

    n1: int
    n2: int
    odds: Floats

    def at(self, x1: Integers, x2: Integers) -> Floats:
        """Return the odds of outcomes."""
        total, n = x1 + x2, self.n1 + self.n2
        mirrored = total >= len(self.odds)
        return self.odds[np.where(mirrored, n - total, total), np.where(mirrored, self.n1 - x1, x1)]

    def weights(self, observed: Floats) -> Floats:
        """Return how probable, given the total, an outcome up to the observed odds is.

        Parameters
        ----------
        observed : ndarray, shape (k,)
            Finite odds in ascending order.

        Returns
        -------
        ndarray, shape (k, n1 + n2 + 1)
            Row = one of the observed odds, column = x1 + x2.
        """
        ceilings = observed * TIE
        total, x1 = np.nonzero(self.odds <= ceilings[-1])
        odds = self.odds[total, x1]
        highest = np.zeros((len(observed), len(self.odds)))
        cell = np.searchsorted(ceilings, odds) * len(self.odds) + total
        np.maximum.at(highest.reshape(-1), cell, odds)
        np.maximum.accumulate(highest, axis=0, out=highest)
        # On a diagonal, the outcomes up to an attained Fisher p-value have just that probability.
        highest /= 1 + highest
        totals = np.arange(self.n1 + self.n2 + 1)
        return highest[:, np.where(totals < len(self.odds), totals, totals[::-1])]


def fisher_order(n1: int, n2: int, *, two_sided: bool) -> FisherOrder:
    """Return the outcomes of two groups in the order of their two-sided or "less" p-value."""
    kept = _usual_order if n1 + n2 <= _USUAL_TOTAL else _large_order
    return kept(n1, n2, two_sided)


def refuse_too_large(n1: Integers, n2: Integers) -> None:
    """Raise ValueError where two groups have too many answers for an unconditional test."""
    too_large = np.argwhere(n1 + n2 > LARGEST_TOTAL)
    if len(too_large):
        at = tuple(too_large[0].tolist())
        raise ValueError(
            f"{place('n1', at)} + {place('n2', at)} = {n1[at]} + {n2[at]}: Boschloo's test handles "
            f"up to {LARGEST_TOTAL} answers in both groups together; use fisher_midp, which "
            "hardly differs at this size"
        )


def _order(n1: int, n2: int, two_sided: bool) -> FisherOrder:
    n_totals = (n1 + n2) // 2 + 1 if two_sided else n1 + n2 + 1
    mass, possible = hypergeometric(n1, n2, np.arange(n_totals))
    odds = _minlike_odds(mass) if two_sided else _odds(mass)
    return FisherOrder(n1, n2, np.where(possible, odds, np.nan))


_usual_order = lru_cache(maxsize=128)(_order)
_large_order = lru_cache(maxsize=2)(_order)


def _odds(mass: Floats) -> Floats:
    """Return the odds, along each row, of a column up to this one."""
    up_to = mass.cumsum(axis=1)
    above = np.pad(mass[:, :0:-1].cumsum(axis=1)[:, ::-1], ((0, 0), (0, 1)))
    with np.errstate(divide="ignore", over="ignore"):  # infinite odds are what is meant
        return up_to / above


def _minlike_odds(mass: Floats) -> Floats:
    """Return the odds, along each row, of a column no more likely than this one."""
    order = mass.argsort(axis=1)
    ascending = np.take_along_axis(mass, order, axis=1)
    odds = _odds(ascending)
    # Ties share the odds of the last of them.
    odds[:, :-1][ascending[:, 1:] <= ascending[:, :-1] * TIE] = np.inf
    odds = np.minimum.accumulate(odds[:, ::-1], axis=1)[:, ::-1]
    in_place = np.empty_like(odds)
    np.put_along_axis(in_place, order, odds, axis=1)
    return in_place
