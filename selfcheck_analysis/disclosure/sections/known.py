"""What the rest of a release tells of the counts of one role and question."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from selfcheck_analysis.disclosure.attack.knowledge import Form, Knowledge
from selfcheck_analysis.disclosure.sections.divided import Divided
from selfcheck_analysis.disclosure.unknowns import PROPER, Unknowns

Subset = tuple[int, ...]
"""Places of some of the undivided groups of a role, rising; never none."""


@dataclass(frozen=True, eq=False)
class Known:
    """What an outsider can work out of a role's counts before anything is said of sections.

    Attributes
    ----------
    bounds : dict of Subset to (int, int)
        The smallest and largest number of proper answers of some of its groups together.
    points : ndarray
        Counts of all its groups at once that fit everything said, one row each, the true ones
        first; there can be more.
    """

    bounds: dict[Subset, tuple[int, int]]
    points: NDArray[np.int64]


def known_of(divided: Divided, knowledge: Knowledge, unknowns: Unknowns) -> Known:
    """Bound the counts of a role by all that is said.

    Raises
    ------
    Unsolved
        The solver gave up.
    """
    columns = [unknowns.columns[group.name(PROPER)] for group in divided.groups]
    bounds, points = {}, [divided.x.sum(axis=0)]
    for subset in subsets(len(columns)):
        form = {columns[place]: 1.0 for place in subset}
        bounds[subset] = knowledge.bounds(form)
        points += _ends(knowledge, form, columns)
    for place in range(1, len(columns)):
        points += _ends(knowledge, {columns[0]: 1.0, columns[place]: -1.0}, columns)
    distinct = list(dict.fromkeys(tuple(map(int, point)) for point in points))
    return Known(bounds, np.array(distinct, dtype=np.int64))


def subsets(n: int) -> Iterator[Subset]:
    """Yield every set of so many places but the empty one."""
    for size in range(1, n + 1):
        yield from combinations(range(n), size)


def _ends(knowledge: Knowledge, form: Form, columns: Collection[int]) -> list[NDArray[np.int64]]:
    return [values[list(columns)] for values in knowledge.ends(form)]
