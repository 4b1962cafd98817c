"""Bands that are printed in place of a rate: which numbers of proper answers one stands for."""

from __future__ import annotations

from dataclasses import dataclass

from selfcheck_analysis.disclosure.policy import Policy

STEP = 5
"""Ends of bands are multiples of five percent."""

WIDTHS = (5, 10, 20, 25, 50)
"""The widths that a band can have, in percent points; the narrowest that holds enough is taken."""


@dataclass(frozen=True)
class Band:
    """The fewest and most proper answers of a band, and its ends as printed (percent)."""

    fewest: int
    most: int
    low_percent: int
    high_percent: int

    def turned(self) -> Band:
        """Return the band of the other answer, its ends turned round."""
        return Band(self.fewest, self.most, 100 - self.high_percent, 100 - self.low_percent)


def minority_band(n: int, x: int, policy: Policy, small_inside: bool) -> Band | None:
    """Return the band of a cell of which only a few answered unlike the others.

    Parameters
    ----------
    n, x : int
        Answers and proper answers.
    policy : Policy
    small_inside : bool
        Whether a group smaller than `min_base` is part of the cell: then not even 100 % is shown,
        which would tell what each of its members answered.

    Returns
    -------
    Band or None
        The numbers of proper answers that the band stands for, for somebody who knows the policy:
        all those for which this band would have been printed. None where the rate is shown.
    """
    minority, enough = policy.band_minority.value, policy.min_values.value
    if policy.internal_only.value:
        return None
    fewest_unlike = 1 if policy.all_alike_shown.value and not small_inside else 0
    most_unlike = min(n, max(minority, fewest_unlike + enough - 1))
    if fewest_unlike <= n - x <= most_unlike:
        fewest, most = n - most_unlike, n - fewest_unlike
        return Band(fewest, most, STEP * (100 * fewest // (STEP * n)), 100)
    most = min(n - most_unlike - 1, max(minority, enough - 1))  # not what the other band holds
    if x <= most:
        return Band(0, most, 0, -STEP * (-100 * most // (STEP * n)))
    return None


def wide_band(n: int, x: int, policy: Policy, small_inside: bool) -> Band | None:
    """Return the band that holds a rate among bands of one width; None where n is too small.

    Parameters as `minority_band`, which goes before: numbers for which it prints other ends are not
    among those that a band of these stands for. The narrowest width is taken that leaves enough
    numbers in every band, so that the width tells nothing of x.
    """
    for width in WIDTHS:
        bands = [_told(n, width * k, width, policy, small_inside) for k in range(100 // width)]
        there = [band for band in bands if band is not None]
        if all(band.most - band.fewest + 1 >= policy.min_values.value for band in there):
            return next((band for band in there if band.fewest <= x <= band.most), None)
    return None


def _told(n: int, low: int, width: int, policy: Policy, small_inside: bool) -> Band | None:
    """Return the band from `low` percent on; None where minority bands take all of it."""
    high = low + width
    fewest, most = -(-low * n // 100), n if high == 100 else -(-high * n // 100) - 1
    own = []
    for x in range(fewest, most + 1):
        minority = minority_band(n, x, policy, small_inside)
        alike = x == n and minority is None  # printed as 100 %
        if not alike and (minority is None or _ends(minority) == (low, high)):
            own.append(x)
    return Band(own[0], own[-1], low, high) if own else None


def _ends(band: Band) -> tuple[int, int]:
    return band.low_percent, band.high_percent
