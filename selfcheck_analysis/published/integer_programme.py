"""An integer programme that is put together column by column and row by row.

The one way to SciPy's solver (HiGHS) of this package: what is printed is bounded with it
(`programme`), and the sample's people are found with it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

TIME_LIMIT = 300
"""Seconds after which the solver gives up; what it is asked here takes parts of a second."""

Columns = Mapping[int, float]
"""A linear form: the weight of each column, by its number."""


class Unsolved(RuntimeError):  # noqa: N818 - what happened, not an error of the caller
    """The solver gave up before it could tell."""


class IntegerProgramme:
    """Columns between bounds under linear rows."""

    def __init__(self) -> None:
        self._columns: list[tuple[float, float, bool]] = []
        self._rows: list[tuple[Columns, float, float]] = []
        self._built: tuple[Any, Any, Any] | None = None

    def column(self, low: float, high: float, integral: bool = True) -> int:
        """Add an unknown between two bounds and return its number."""
        self._built = None
        self._columns.append((low, high, integral))
        return len(self._columns) - 1

    def row(self, weights: Columns, low: float = -np.inf, high: float = np.inf) -> None:
        """Demand that a linear form of the columns lies between two bounds."""
        self._built = None
        self._rows.append((dict(weights), low, high))

    def minimum(
        self, cost: Columns, relative_gap: float = 0.0
    ) -> np.ndarray[Any, np.dtype[Any]] | None:
        """Return the columns of least cost; None where the rows contradict each other.

        The solver may stop at columns whose cost is above the least one by no more than
        `relative_gap` times itself.

        Raises
        ------
        Unsolved
            The solver gave up.
        """
        from scipy.optimize import milp

        if self._built is None:
            self._built = self._build()
        integrality, bounds, constraints = self._built
        result = milp(
            _dense(cost, len(self._columns)),
            integrality=integrality,
            bounds=bounds,
            constraints=constraints,
            options={"mip_rel_gap": relative_gap, "time_limit": TIME_LIMIT},
        )
        if result.status == 2:  # infeasible
            return None
        if result.status != 0:
            raise Unsolved(str(result.message))
        return np.asarray(result.x)

    def extreme(self, form: Columns) -> tuple[int, int] | None:
        """Return the smallest and largest value of a form in whole columns and whole weights.

        None where the rows contradict each other.

        Raises
        ------
        Unsolved
            The solver gave up, or its columns do not satisfy the rows once they are whole.
        """
        found = []
        for sign in (1, -1):
            columns = self.minimum({column: sign * weight for column, weight in form.items()})
            if columns is None:
                return None
            whole = np.round(columns)
            self._check(whole)
            found.append(round(sum(weight * whole[column] for column, weight in form.items())))
        return found[0], found[1]

    def _check(self, whole: np.ndarray[Any, np.dtype[Any]]) -> None:
        """Refuse columns that hold only up to the solver's tolerance."""
        for weights, low, high in self._rows:
            value = sum(weight * whole[column] for column, weight in weights.items())
            if not low <= value <= high:
                raise Unsolved(f"a row came out as {value}, not between {low} and {high}")

    def _build(self) -> tuple[Any, Any, Any]:
        from scipy.optimize import Bounds, LinearConstraint
        from scipy.sparse import csr_array

        low, high, integral = (np.array(part) for part in zip(*self._columns, strict=True))
        if not self._rows:
            return integral.astype(int), Bounds(low, high), ()
        places = [
            (number, column, weight)
            for number, (weights, _, _) in enumerate(self._rows)
            for column, weight in weights.items()
        ]
        rows, columns, weights = zip(*places, strict=True)
        shape = (len(self._rows), len(self._columns))
        matrix = csr_array((np.array(weights, dtype=float), (rows, columns)), shape=shape)
        lows, highs = ([row[side] for row in self._rows] for side in (1, 2))
        return integral.astype(int), Bounds(low, high), LinearConstraint(matrix, lows, highs)


def _dense(weights: Columns, length: int) -> np.ndarray[Any, np.dtype[Any]]:
    values = np.zeros(length)
    for column, weight in weights.items():
        values[column] = weight
    return values
