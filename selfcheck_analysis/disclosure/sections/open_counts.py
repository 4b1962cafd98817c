"""How open the counts by section are left by tables that fit the print."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from selfcheck_analysis.disclosure.policy import Policy
from selfcheck_analysis.disclosure.sections.divided import Divided
from selfcheck_analysis.disclosure.sections.known import Known
from selfcheck_analysis.disclosure.sections.protected import Protectee, protectees
from selfcheck_analysis.disclosure.sections.tables import (
    Interval,
    Tables,
    n_distinct,
    near_tables,
    table_with,
)


class OpenCounts:
    """The protected counts of one role and question, with the tables that were found.

    Parameters
    ----------
    divided : Divided
    known : Known
    policy : Policy

    Attributes
    ----------
    counts : list of Protectee
        None is to keep more values than it can have by what else is said.
    """

    def __init__(self, divided: Divided, known: Known, policy: Policy) -> None:
        self.divided, self.known = divided, known
        self.counts = [self._attainable(own) for own in protectees(divided, policy)]
        self.tables = near_tables(divided.n, divided.x, known.points)

    def reach(self, section: int, places: Sequence[int] | None = None) -> Interval:
        """Return the smallest and largest count that a section can have by what else is said.

        `places` are those of some of its groups; without them it is all of it.
        """
        mask = np.zeros(self.divided.n.shape, dtype=bool)
        mask[section, slice(None) if places is None else places] = True
        return _reach(self.divided, self.known, mask)

    def fitting(self, told: Sequence[Interval]) -> Tables:
        """Return the tables that fit what is told of every section."""
        low, high = np.array(told).T
        totals = self.tables.sum(axis=2)
        return self.tables[((totals >= low) & (totals <= high)).all(axis=1)]

    def values(self, told: Sequence[Interval], counts: Sequence[Protectee]) -> NDArray[np.int64]:
        """Return the values of some counts: tables that fit what is told x counts."""
        tables = self.fitting(told)
        masks = np.array([count.mask for count in counts]).reshape(len(counts), self.divided.n.size)
        return tables.reshape(len(tables), self.divided.n.size) @ masks.T

    def all_open(self, told: Sequence[Interval]) -> bool:
        """Tell whether every count keeps its values; tables that are lacking are looked for."""
        enough = np.array([count.enough for count in self.counts], dtype=np.int64)
        found = n_distinct(self.values(told, self.counts), int(enough.max(initial=0)))
        lacking = np.flatnonzero(found < enough)
        return all(self._opened(self.counts[place], told) for place in lacking)

    def _opened(self, count: Protectee, told: Sequence[Interval]) -> bool:
        """Look for tables with the values that a count lacks, those near the true one first."""
        seen = set(map(int, self.values(told, [count])[:, 0]))
        true = int(self.divided.x[count.mask].sum())
        low, high = _reach(self.divided, self.known, count.mask)
        for value in sorted(range(low, high + 1), key=lambda value: abs(value - true)):
            if len(seen) >= count.enough:
                break
            table = None if value in seen else self._table(count, value, told)
            if table is not None:
                self.tables = np.concatenate([self.tables, table[None]])
                seen.add(value)
        return len(seen) >= count.enough

    def _table(
        self, count: Protectee, value: int, told: Sequence[Interval]
    ) -> NDArray[np.int64] | None:
        tables = (
            table_with(self.divided.n, point, told, count.mask, value)
            for point in self.known.points
        )
        return next((table for table in tables if table is not None), None)

    def _attainable(self, own: Protectee) -> Protectee:
        low, high = _reach(self.divided, self.known, own.mask)
        return replace(own, enough=min(own.enough, high - low + 1))


def _reach(divided: Divided, known: Known, mask: NDArray[np.bool_]) -> Interval:
    """Bound a count by what is said of the role, whatever the sections are like."""
    own = np.where(mask, divided.n, 0).sum(axis=0)
    others = divided.n.sum(axis=0) - own
    ends = [known.bounds[place,] for place in range(len(own))]
    low = sum(max(0, least - int(o)) for (least, _), o in zip(ends, others, strict=True))
    high = sum(min(int(n), most) for (_, most), n in zip(ends, own, strict=True))
    least, most = known.bounds[tuple(range(len(own)))]
    return max(low, least - int(others.sum())), min(high, most)
