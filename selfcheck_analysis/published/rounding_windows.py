"""Which whole counts print as a percent: the rounding of a printed figure, turned round.

A count y of n prints as a percent when y / n lies in a window around it. Whether it does is decided
in whole numbers, so that no tie depends on a float.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

Integers = NDArray[np.int64]

LARGEST_GROUP = 1_000
"""Up to here a group is looked for of which nothing but percents is printed."""


class Rounding(StrEnum):
    """How a printed percent was rounded."""

    HALF_UP = "half_up"  # 四捨五入
    HALF_EVEN = "half_even"
    DOWN = "down"  # 切捨て
    UP = "up"  # 切上げ
    UNKNOWN = "unknown"  # to the nearest; a tie may have gone either way


class Window(NamedTuple):
    """`low * n + low_open <= scale * y <= high * n - high_open`, all of it whole numbers."""

    low: int
    low_open: int
    high: int
    high_open: int
    scale: int


@dataclass(frozen=True)
class Precision:
    """How finely percents are printed: decimals (0 for whole percents), and the rounding rule."""

    decimals: int = 0
    rounding: Rounding = Rounding.HALF_UP

    @property
    def hundred(self) -> int:
        """One hundred percent, in units of the last printed decimal."""
        return 100 * 10**self.decimals

    def window(self, units: int) -> Window:
        """Return which shares print as a figure.

        Parameters
        ----------
        units : int
            The printed percent in units of its last decimal: 425 for 42.5 with one decimal.
        """
        below, above = {Rounding.DOWN: (0, 2), Rounding.UP: (2, 0)}.get(self.rounding, (1, 1))
        ties = {
            Rounding.HALF_UP: (0, 1),
            Rounding.HALF_EVEN: (units % 2, units % 2),
            Rounding.DOWN: (0, 1),
            Rounding.UP: (1, 0),
            Rounding.UNKNOWN: (0, 0),
        }[self.rounding]
        return Window(2 * units - below, ties[0], 2 * units + above, ties[1], 2 * self.hundred)

    def text(self, units: int) -> str:
        """Return a figure as it is printed, without the sign of percent.

        Examples
        --------
        >>> Precision(1).text(425), Precision().text(42)
        ('42.5', '42')
        """
        whole, part = divmod(units, 10**self.decimals)
        return f"{whole}.{part:0{self.decimals}d}" if self.decimals else str(whole)


WHOLE_PERCENT = Precision()
"""Whole percents, rounded half up: what Japanese offices print."""


class PrintedRow(NamedTuple):
    """The printed share of a group, in units of the last decimal, and its complement.

    None stands for a figure that is not printed, or not believed.
    """

    percent: int | None
    complement_percent: int | None = None


def count_bounds(
    n: Integers, row: PrintedRow, precision: Precision = WHOLE_PERCENT
) -> tuple[Integers, Integers]:
    """Return the smallest and largest count that prints as a row, for many sizes of group at once.

    Parameters
    ----------
    n : ndarray of int
        Answers given, 0 or more. Nobody prints a blank only: a printed figure then leaves none.
    row : PrintedRow
    precision : Precision

    Returns
    -------
    tuple of ndarray of int
        In the shape of `n`. Where the smallest is above the largest, no count prints so.
    """
    low, high = np.zeros_like(n), n.copy()
    if row.percent is not None:
        low, high = _bounds_of(n, precision.window(row.percent))
    if row.complement_percent is not None:
        others_low, others_high = _bounds_of(n, precision.window(row.complement_percent))
        low, high = np.maximum(low, n - others_high), np.minimum(high, n - others_low)
    return low, high


def _bounds_of(n: Integers, window: Window) -> tuple[Integers, Integers]:
    low = -((-(window.low * n + window.low_open)) // window.scale)
    high = (window.high * n - window.high_open) // window.scale
    return np.maximum(low, 0), np.where(n > 0, np.minimum(high, n), -1)


def feasible_counts(
    n: int,
    percent: int,
    complement_percent: int | None = None,
    precision: Precision = WHOLE_PERCENT,
) -> range:
    """Return every count of `n` answers that prints as `percent`, as a range.

    Parameters
    ----------
    n : int
        Answers given.
    percent : int
        The printed share, in units of its last decimal.
    complement_percent : int, optional
        The printed share of all other answers (いいえ beside はい); both must hold.
    precision : Precision

    Returns
    -------
    range
        Empty where the print is impossible.

    Raises
    ------
    ValueError
        When nobody answered.

    Examples
    --------
    >>> list(feasible_counts(126, 90))
    [113, 114]
    >>> list(feasible_counts(185, 1, 100)), list(feasible_counts(200, 1, 100))
    ([], [1])
    """
    if n < 1:
        raise ValueError(f"found n = {n}, expected at least one answer; a blank has no counts")
    bounds = count_bounds(np.array([n]), PrintedRow(percent, complement_percent), precision)
    low, high = (int(bound[0]) for bound in bounds)
    return range(low, max(low, high + 1))


def prints_as(y: int, n: int, percent: int, precision: Precision = WHOLE_PERCENT) -> bool:
    """Tell whether `y` of `n` prints as `percent`, in units of the last decimal.

    Raises
    ------
    ValueError
        When nobody answered (`n` below 1), or `y` is not between 0 and `n`.

    Examples
    --------
    >>> prints_as(1, 8, 13), prints_as(1, 8, 12)  # 12.5 is a tie and goes up
    (True, False)
    """
    if n < 1 or not 0 <= y <= n:
        raise ValueError(f"found {y} of {n}, expected 0 <= y <= n and at least one answer")
    return y in feasible_counts(n, percent, precision=precision)


def printed_units(y: Integers, n: Integers, precision: Precision = WHOLE_PERCENT) -> Integers:
    """Return what counts print as, in units of the last decimal; a doubtful tie goes up.

    Examples
    --------
    >>> printed_units(np.array([1, 2]), np.array([8, 3])).tolist()
    [13, 67]
    """
    whole, rest = np.divmod(precision.hundred * y, n)
    if precision.rounding is Rounding.DOWN:
        return np.asarray(whole)
    if precision.rounding is Rounding.UP:
        return np.asarray(whole + (rest > 0))
    tie = whole % 2 == 1 if precision.rounding is Rounding.HALF_EVEN else np.True_
    return np.asarray(whole + ((2 * rest > n) | ((2 * rest == n) & tie)))


def smallest_group(
    row: PrintedRow, precision: Precision = WHOLE_PERCENT, largest: int = LARGEST_GROUP
) -> int | None:
    """Return the smallest number of answers that a row can be the print of; None up to `largest`.

    Examples
    --------
    >>> smallest_group(PrintedRow(1, 100))
    200
    """
    low, high = count_bounds(np.arange(1, largest + 1), row, precision)
    fits: Any = np.flatnonzero(low <= high)
    return int(fits[0]) + 1 if len(fits) else None
