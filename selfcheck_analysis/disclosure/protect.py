"""Which cells of one additive table may be shown, found by attacking it.

The table has one cell per role and tenure and their sums: 全体 of a role, a tenure over all
roles, and everyone. An outsider who sees some of these figures can add and subtract them. A
set of cells is safe when no sum that can be formed from what is shown belongs to a group of
fewer than `min_base` persons. As long as the attack succeeds, one more cell is hidden.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import product

import numpy as np
from numpy.typing import NDArray

from selfcheck_analysis.terms import ALL_ROLES, ANSWERED_TENURES, State, Tenure

Cell = tuple[str, str]
"""(role or all_roles, tenure)."""


class ReleaseRefusedError(Exception):
    """Protection failed; nothing may be released."""


@dataclass(frozen=True)
class _Table:
    """The elementary groups with their persons, and every cell as a sum of groups (0/1)."""

    groups: tuple[Cell, ...]
    sizes: NDArray[np.int_]
    cells: dict[Cell, NDArray[np.int_]]

    def base(self, cell: Cell) -> int:
        return int(self.cells[cell] @ self.sizes)


def protect(bases: Mapping[Cell, int], min_base: int, with_everyone: bool) -> dict[Cell, State]:
    """Return the state of every cell.

    Parameters
    ----------
    bases : mapping of (role, tenure) to int
        Answering persons of the two tenures of every role.
    min_base : int
        Groups smaller than this are not shown and must not be derivable.
    with_everyone : bool
        Whether the sums over all roles are released as well.

    Returns
    -------
    dict of (role, tenure) to State
        For both tenures and 全体 of every role and, if released, of "all_roles".

    Raises
    ------
    ReleaseRefusedError
        No set of cells was found that withstands the attack.
    """
    return dict(_protect(tuple(sorted(bases.items())), min_base, with_everyone))


@lru_cache(maxsize=4096)
def _protect(
    bases: tuple[tuple[Cell, int], ...], min_base: int, with_everyone: bool
) -> tuple[tuple[Cell, State], ...]:
    table = _table(bases, with_everyone)
    states = {cell: _first_state(table.base(cell), min_base) for cell in table.cells}
    while _leaks(table, states, min_base):
        shown = [cell for cell, state in states.items() if state is State.SHOWN]
        if not shown:
            raise ReleaseRefusedError("no protection found although nothing is shown any more")
        states[_best_to_hide(table, states, shown, min_base)] = State.HIDDEN_PROTECTS
    return tuple(states.items())


def derivable_small_groups(
    bases: Mapping[Cell, int], shown: set[Cell], min_base: int, with_everyone: bool
) -> int:
    """Count the groups below `min_base` whose figure follows from the `shown` cells.

    This is the attack by itself: every union of elementary groups smaller than `min_base` is
    tried for whether its sum is a linear combination of shown sums.
    """
    table = _table(tuple(sorted(bases.items())), with_everyone)
    states = {cell: State.SHOWN if cell in shown else State.HIDDEN_SMALL for cell in table.cells}
    return _leaks(table, states, min_base)


def _first_state(base: int, min_base: int) -> State:
    if base == 0:
        return State.ABSENT
    return State.HIDDEN_SMALL if base < min_base else State.SHOWN


def _table(bases: tuple[tuple[Cell, int], ...], with_everyone: bool) -> _Table:
    """Lay out the cells; groups of nobody are known to be nobody and need no column."""
    size = dict(bases)
    groups = tuple(cell for cell, base in bases if base > 0)
    roles = list(dict.fromkeys(role for (role, _), _ in bases))

    def members(role: str, tenure: Tenure) -> NDArray[np.int_]:
        return np.array(
            [role in (r, ALL_ROLES) and tenure in (t, Tenure.ALL) for r, t in groups], dtype=int
        )

    named = [*roles, ALL_ROLES] if with_everyone else roles
    tenures = (*ANSWERED_TENURES, Tenure.ALL)
    cells = {(role, str(tenure)): members(role, tenure) for role, tenure in product(named, tenures)}
    return _Table(groups, np.array([size[group] for group in groups], dtype=int), cells)


def _leaks(table: _Table, states: Mapping[Cell, State], min_base: int) -> int:
    """Count the small unions of groups that the shown cells determine.

    Rows of the shown cells span what can be derived. A union is derivable when the projection
    of its 0/1 vector onto the null space of the shown rows vanishes.
    """
    small = _small_unions(tuple(table.sizes), min_base)
    shown = [table.cells[cell] for cell, state in states.items() if state is State.SHOWN]
    if not len(small) or not shown:
        return 0
    residual = small @ _null_space(np.array(shown))
    return int((np.abs(residual).max(axis=1, initial=0.0) < 1e-9).sum())


def _null_space(rows: NDArray[np.int_]) -> NDArray[np.float64]:
    from scipy.linalg import null_space

    return null_space(rows.astype(float), rcond=1e-10)


@lru_cache(maxsize=1024)
def _small_unions(sizes: tuple[int, ...], min_base: int) -> NDArray[np.int_]:
    """Return every non-empty union of groups with fewer than `min_base` persons, as 0/1 rows."""
    unions: list[tuple[tuple[int, ...], int]] = [((), 0)]
    for size in sizes:
        taken = [((*row, 1), n + size) for row, n in unions if n + size < min_base]
        unions = [((*row, 0), n) for row, n in unions] + taken
    rows = [row for row, n in unions if n > 0]
    return np.array(rows, dtype=int).reshape(len(rows), len(sizes))


def _best_to_hide(
    table: _Table, states: Mapping[Cell, State], shown: list[Cell], min_base: int
) -> Cell:
    """Choose the least informative cell among those whose hiding stops something.

    Sums over all roles answer the focus questions and are given up last, then 全体 of a role;
    a smaller group goes before a larger one. Where no cell by itself stops anything, the
    least informative one is hidden and the attack is tried again.
    """
    now = _leaks(table, states, min_base)

    def cost(cell: Cell) -> tuple[bool, bool, bool, int, Cell]:
        left = _leaks(table, {**states, cell: State.HIDDEN_PROTECTS}, min_base)
        everyone, whole = cell[0] == ALL_ROLES, cell[1] == Tenure.ALL
        return left >= now, everyone, whole, table.base(cell), cell

    return min(shown, key=cost)
