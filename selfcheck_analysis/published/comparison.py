"""Two years, or two tenures, of which at least one is known only from print.

What is printed fits many tables, and each of them gives a change and p-values of its own. Reported
is the range over all of them, and whether the verdict would be the same in every one.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from tqdm import tqdm

from selfcheck_analysis.exact import LARGEST_TOTAL, boschloo, fisher_exact
from selfcheck_analysis.published.bounds import lower_bound
from selfcheck_analysis.published.enumeration import Mask, Tables
from selfcheck_analysis.published.rounding_windows import Integers
from selfcheck_analysis.questionnaire import Answer
from selfcheck_analysis.terms import InTables, Tenure

Floats = NDArray[np.float64]

MOST_PAIRS = 1_000_000
"""Above so many pairs of counts only the change is bounded."""

MOST_OUTCOMES = 40_000_000
"""Boschloo's test looks at every outcome of a pair of group sizes. Above so many outcomes, some six
seconds of work, it is computed only for tables of which bounds do not tell whether they differ."""

MOST_FISHER_SIZES = 60_000
"""Above so many pairs of group sizes only the change is bounded; and where both sides together have
more answers than the exact tests have room for."""

SECONDS_UNTIL_PROGRESS = 2
_TIE = 1e-9
_CHUNK = 200


@dataclass(frozen=True)
class Counts:
    """The possible counts of one side: one place = one pair of proper answers and answers given.

    `weight` is the number of tables that have it.
    """

    x: Integers
    n: Integers
    weight: Integers

    @classmethod
    def exact(cls, x: int, n: int) -> Counts:
        """Return the counts of a side that is known from its answers."""
        return cls(np.array([x]), np.array([n]), np.array([1]))

    @classmethod
    def of(cls, tables: Tables, tenure: Tenure, proper_answer: Answer) -> Counts:
        """Gather one tenure's counts over all tables of a question."""
        counted, n = tables.counts(tenure)
        x = counted if proper_answer is Answer.YES else n - counted
        base = int(n.max(initial=0)) + 1
        keys, weight = np.unique(n * base + x, return_counts=True)
        return cls(keys % base, keys // base, weight)


class Pair(NamedTuple):
    """One table of a comparison: proper answers and answers given on both sides."""

    x_last: int
    n_last: int
    x_this: int
    n_this: int

    def text(self) -> str:
        """Return both sides as fractions."""
        return f"{self.x_last}/{self.n_last} → {self.x_this}/{self.n_this}"


class End(NamedTuple):
    """One end of a range, and the tables that attain it."""

    value: float
    tables: tuple[Pair, ...]


@dataclass(frozen=True)
class PrintedComparison:
    """What can be said of a comparison over all tables that fit the print.

    Attributes
    ----------
    n_tables : int
        How many tables there are: pairs of one of each side, or tables of one block.
    change : tuple of End
        Smallest and largest change (a proportion; this less last, or first-year less later).
    boschloo, fisher : tuple of End or None
        Smallest and largest two-sided p; None where it was not computed.
    significant : Fraction or None
        The share of tables with a p (Boschloo) of at most alpha.
    verdict : InTables
    direction : int
        1 where the rate is higher this year in every table, -1 where it is lower, else 0.
    complete : bool
        False where Boschloo's p was not computed for every table: both ends are then bounds, the
        largest being Fisher's, and the smallest (see `bounds.lower_bound`) without tables.
    """

    n_tables: int
    change: tuple[End, End] | None
    boschloo: tuple[End, End] | None
    fisher: tuple[End, End] | None
    significant: Fraction | None
    verdict: InTables
    direction: int
    complete: bool


def compare(last: Counts, this: Counts, alpha: float = 0.05) -> PrintedComparison:
    """Compare two independent sides over every pair of their possible counts.

    Parameters
    ----------
    last, this : Counts
        Either may be known exactly.
    alpha : float
        Threshold of significance.

    References
    ----------
    Boschloo (1970), doi:10.1111/j.1467-9574.1970.tb00104.x. That its p never exceeds Fisher's is
    what the largest p rests on where there are too many tables.

    Examples
    --------
    >>> this = Counts(np.array([113, 114]), np.array([126, 126]), np.array([2, 2]))
    >>> found = compare(Counts.exact(121, 126), this)
    >>> f"{found.boschloo[0].value:.3f} {found.boschloo[1].value:.3f} {found.verdict}"
    '0.068 0.109 in_none'
    """
    if len(last.x) * len(this.x) > MOST_PAIRS:
        if not (_all_alike(last) and _all_alike(this)):
            return _bounded(last, this)
        last, this = _merged(last), _merged(this)  # whatever the sizes, there is nothing to test
    place_last, place_this = (
        places.ravel() for places in np.indices((len(last.x), len(this.x)), dtype=np.int64)
    )
    pairs = np.column_stack(
        [last.x[place_last], last.n[place_last], this.x[place_this], this.n[place_this]]
    )
    return _over(pairs, last.weight[place_last] * this.weight[place_this], alpha)


def _all_alike(side: Counts) -> bool:
    return bool(len(side.x) and (side.n > 0).all() and (side.x == side.n).all())


def _merged(side: Counts) -> Counts:
    """Return a side as if it had its first counts in every table."""
    return Counts(side.x[:1], side.n[:1], side.weight.sum(keepdims=True))


def _bounded(last: Counts, this: Counts) -> PrintedComparison:
    """Bound the change alone."""
    rates = [side.x / side.n for side in (last, this)]
    places = [(int(rate.argmin()), int(rate.argmax())) for rate in rates]
    ends = [_pair(last, places[0][1 - side], this, places[1][side]) for side in (0, 1)]
    change = tuple(End(p.x_this / p.n_this - p.x_last / p.n_last, (p,)) for p in ends)
    signs = {int(np.sign(p.x_this * p.n_last - p.x_last * p.n_this)) for p in ends}
    return PrintedComparison(
        n_tables=int(last.weight.sum()) * int(this.weight.sum()),
        change=(change[0], change[1]),
        boschloo=None,
        fisher=None,
        significant=None,
        verdict=InTables.TOO_MANY,
        direction=signs.pop() if len(signs) == 1 else 0,
        complete=False,
    )


def _pair(last: Counts, of_last: int, this: Counts, of_this: int) -> Pair:
    sides = (last.x[of_last], last.n[of_last], this.x[of_this], this.n[of_this])
    return Pair(*map(int, sides))


def contrast(tables: Tables, proper_answer: Answer, alpha: float = 0.05) -> PrintedComparison:
    """Compare first-year with later staff within one year, over every table of a question.

    "Last" stands for the later staff, "this" for the first-year staff.
    """
    x_first, x_later = tables.opened(proper_answer)
    pairs = np.column_stack([x_later, tables.n_later, x_first, tables.n_first])
    return _over(pairs, np.ones(len(pairs), dtype=np.int64), alpha)


def _over(pairs: Integers, weight: Integers, alpha: float) -> PrintedComparison:
    """Range over tables: one row = one pair (x_last, n_last, x_this, n_this)."""
    some = (pairs[:, 1] > 0) & (pairs[:, 3] > 0)
    n_tables = int(weight.sum())
    if not len(pairs):
        return PrintedComparison(0, None, None, None, None, InTables.CONTRADICTORY, 0, True)
    if not some.all():
        return PrintedComparison(n_tables, None, None, None, None, InTables.NOBODY, 0, True)
    change = pairs[:, 2] / pairs[:, 3] - pairs[:, 0] / pairs[:, 1]
    direction = _direction(pairs)
    change_ends = _ends(change, pairs)
    sizes = _sizes(pairs[_open_to_test(pairs)])
    if len(sizes) > MOST_FISHER_SIZES or sizes.sum(axis=1).max(initial=0) > LARGEST_TOTAL:
        verdict = InTables.TOO_MANY
        return PrintedComparison(
            n_tables, change_ends, None, None, None, verdict, direction, complete=False
        )
    fisher = _p_values(fisher_exact, pairs)
    low, high = _boschloo(pairs, fisher, alpha)
    complete = bool((low == high).all())
    ends = _ends(low, pairs)[0], _ends(high, pairs)[1]
    if not complete:
        ends = End(ends[0].value, ()), ends[1]
    threshold = alpha * (1 + _TIE)
    surely, possibly = high <= threshold, low <= threshold
    decided = bool((surely == possibly).all())
    return PrintedComparison(
        n_tables,
        change_ends,
        ends,
        _ends(fisher, pairs),
        Fraction(int(weight[surely].sum()), n_tables) if decided else None,
        _verdict(surely, possibly),
        direction,
        complete,
    )


def _boschloo(pairs: Integers, fisher: Floats, alpha: float) -> tuple[Floats, Floats]:
    """Return Boschloo's p of every pair, or bounds of it where there are too many to compute."""
    if _work(pairs) <= MOST_OUTCOMES:
        p = _p_values(boschloo, pairs)
        return p, p
    low, high = lower_bound(pairs, fisher), fisher.copy()
    doubtful = (low <= alpha) & (high > alpha)
    if _work(pairs[doubtful]) <= MOST_OUTCOMES:
        low[doubtful] = high[doubtful] = _p_values(boschloo, pairs[doubtful])
    return low, high


def _work(pairs: Integers) -> int:
    """Count the outcomes that Boschloo's test looks at."""
    return int(_sizes(pairs[_open_to_test(pairs)]).prod(axis=1).sum())


def _sizes(pairs: Integers) -> Integers:
    """Return the different pairs of group sizes."""
    n_last, n_this = pairs[:, 1], pairs[:, 3]
    base = int(n_this.max(initial=0)) + 1
    keys = np.unique(n_last * base + n_this)
    return np.column_stack([keys // base, keys % base])


def _verdict(surely: Mask, possibly: Mask) -> InTables:
    """Judge by which tables are significant surely, and which may be."""
    if surely.all():
        return InTables.EVERY
    if not possibly.any():
        return InTables.NONE
    if surely.any() and not possibly.all():
        return InTables.UNDECIDED
    return InTables.TOO_MANY


def _direction(pairs: Integers) -> int:
    """Return the sign of the change where it is the same in every table, in whole numbers."""
    signs = np.unique(np.sign(pairs[:, 2] * pairs[:, 1] - pairs[:, 0] * pairs[:, 3]))
    return int(signs[0]) if len(signs) == 1 else 0


def _p_values(test: object, pairs: Integers) -> Floats:
    """Return a test's p of every pair; all alike on both sides needs no test and gives 1."""
    p = np.ones(len(pairs))
    for rows in _by_size(pairs, np.flatnonzero(_open_to_test(pairs))):
        p[rows] = test(*pairs[rows].T)  # type: ignore[operator]
    return p


def _open_to_test(pairs: Integers) -> Mask:
    """Tell which pairs are not all alike on both sides."""
    total, n = pairs[:, 0] + pairs[:, 2], pairs[:, 1] + pairs[:, 3]
    return np.asarray((total > 0) & (total < n))


def _by_size(pairs: Integers, rows: Integers) -> Iterator[Integers]:
    """Yield rows in chunks that share group sizes, and show progress where it takes long."""
    order = rows[np.lexsort((pairs[rows, 3], pairs[rows, 1]))]
    chunks = [order[start : start + _CHUNK] for start in range(0, len(order), _CHUNK)]
    yield from tqdm(chunks, delay=SECONDS_UNTIL_PROGRESS, leave=False, disable=None)


def _ends(values: Floats, pairs: Integers) -> tuple[End, End]:
    return tuple(  # type: ignore[return-value]
        _end(values, pairs, extreme) for extreme in (values.min(), values.max())
    )


def _end(values: Floats, pairs: Integers, extreme: float) -> End:
    there = np.abs(values - extreme) <= _TIE * abs(extreme)
    return End(float(extreme), tuple(Pair(*map(int, row)) for row in pairs[there]))
