"""Tables of counts by section that give the same print: shown one by one, nothing is estimated.

What stays possible is not bounded here but exhibited. Most tables differ from the true one in few
places: some proper answers are moved from one section to another within a group, or round a square
of two sections and two groups, and beside the true counts of the role stand others that fit all
that is said. Where these show too few values of a count, a table is looked for by integer programme
(`table_with`). There are more tables; so a count is never held for more open than it is.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from itertools import combinations, permutations

import numpy as np
from numpy.typing import NDArray

from selfcheck_analysis.published.integer_programme import IntegerProgramme, Unsolved

MOST_MOVED = 2
"""So many answers at most are moved at once."""

Tables = NDArray[np.int64]
"""Tables x sections x groups."""

Interval = tuple[int, int]
"""The fewest and most proper answers of a section that are told; of nothing told, all there are."""


def near_tables(n: NDArray[np.int64], x: NDArray[np.int64], points: NDArray[np.int64]) -> Tables:
    """Return tables between 0 and `n` that are near the true one, which is among them.

    Parameters
    ----------
    n, x : ndarray
        Answers and true proper answers, sections x groups.
    points : ndarray
        The sums over the sections that a table may have, the true ones first.
    """
    found = []
    for point in points:
        starts = _starts(n, x, point)
        moved = starts[:1] + _moves(*n.shape)
        found += [starts, moved[((moved >= 0) & (moved <= n)).all(axis=(1, 2))]]
    return np.unique(np.concatenate(found), axis=0)


def table_with(
    n: NDArray[np.int64],
    point: NDArray[np.int64],
    told: Sequence[Interval],
    mask: NDArray[np.bool_],
    value: int,
) -> NDArray[np.int64] | None:
    """Return a table in which the counts under a mask come to a value; None where none is found.

    Its sums over the sections are those of the point, and it fits what is told of every section.
    """
    programme = IntegerProgramme()
    columns = np.array([[programme.column(0, int(most)) for most in own] for own in n])
    for place, whole in enumerate(point):
        programme.row(dict.fromkeys(map(int, columns[:, place]), 1.0), int(whole), int(whole))
    for section, (low, high) in enumerate(told):
        programme.row(dict.fromkeys(map(int, columns[section]), 1.0), low, high)
    programme.row(dict.fromkeys(map(int, columns[mask]), 1.0), value, value)
    try:
        found = programme.minimum({})
    except Unsolved:
        return None
    return None if found is None else np.rint(found).astype(np.int64)[columns]


def _starts(n: NDArray[np.int64], x: NDArray[np.int64], point: NDArray[np.int64]) -> Tables:
    """Return tables with the sums of a point: what is more or less than true begins at one section.

    What has no room there goes on to the next.
    """
    tables = []
    for first in range(len(n)):
        order = [(first + step) % len(n) for step in range(len(n))]
        table = x.copy()
        for place, change in enumerate(point - x.sum(axis=0)):
            left = int(change)
            for section in order:
                low, high = -table[section, place], n[section, place] - table[section, place]
                step = min(max(left, low), high)
                table[section, place] += step
                left -= step
        tables.append(table)
    return np.array(tables)


@lru_cache(maxsize=16)
def _moves(n_sections: int, n_groups: int) -> Tables:
    """Return the moves between sections that keep every sum over the sections."""
    moves = []
    for one, other in permutations(range(n_sections), 2):
        for place in range(n_groups):
            move = np.zeros((n_sections, n_groups), dtype=np.int64)
            move[one, place], move[other, place] = 1, -1
            moves.append(move)
        for place, square in combinations(range(n_groups), 2):
            move = np.zeros((n_sections, n_groups), dtype=np.int64)
            move[one, place], move[other, place] = 1, -1
            move[one, square], move[other, square] = -1, 1
            moves.append(move)
    times = np.arange(1, MOST_MOVED + 1)[:, None, None, None]
    return (times * np.array(moves)).reshape(-1, n_sections, n_groups)


def n_distinct(values: NDArray[np.int64], most: int) -> NDArray[np.int64]:
    """Count the different values of every column, up to `most`.

    Examples
    --------
    >>> n_distinct(np.array([[1, 4], [1, 6], [1, 5]]), 2).tolist()
    [1, 2]
    """
    rest = values.astype(np.float32)
    count = np.zeros(values.shape[1], dtype=np.int64)
    for _ in range(most):
        least = rest.min(axis=0, initial=np.inf)
        count += np.isfinite(least)
        rest = np.where(rest > least, rest, np.float32(np.inf))
    return count
