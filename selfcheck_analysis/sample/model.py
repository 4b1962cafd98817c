"""The integer programme of the sample: counts near a draw, under the printed figures."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import numpy as np
from numpy.typing import NDArray

from selfcheck_analysis.published.integer_programme import Columns, IntegerProgramme, Unsolved
from selfcheck_analysis.sample.draw import random_stream
from selfcheck_analysis.sample.targets import Cell, Target

STEPS = ((1, 1), (2, 3), (np.inf, 9))
"""Width and price of each move away from the draw: many small moves before one big one."""

LEAST_WEIGHT = 10_000
"""Distinct weights from here on: no cell is much dearer to move than another."""

RELEASE = 2
"""A missed target's proportion, between 0 and 1, may be anything: more than its whole range."""


class Model:
    """Counts between bounds, near a draw, that hit or miss the targets.

    Parameters
    ----------
    lowest, highest : mapping of Cell to int
        The least and most proper answers of every cell.
    drawn : mapping of Cell to int
    targets : iterable of Target
    """

    def __init__(
        self,
        lowest: Mapping[Cell, int],
        highest: Mapping[Cell, int],
        drawn: Mapping[Cell, int],
        targets: Iterable[Target],
    ) -> None:
        self._programme = IntegerProgramme()
        self._proper = {cell: self._programme.column(lowest[cell], highest[cell]) for cell in drawn}
        self._misses = {self._add_target(target): 1.0 for target in targets}
        self._distance: dict[int, float] = {}
        self._add_moves(drawn)

    def fewest_misses(self) -> int:
        """Return how many targets must be missed at least.

        Raises
        ------
        RuntimeError
            There are no counts, or the solver gave up.
        """
        columns = self._optimum(self._misses)
        return sum(round(float(columns[missed])) for missed in self._misses)

    def miss_at_most(self, most: int) -> None:
        """Demand that no more targets are missed."""
        self._programme.row(self._misses, high=most)

    def nearest(self) -> dict[Cell, int]:
        """Return the counts at the least weighted distance from the draw.

        Raises
        ------
        RuntimeError
            There are none, or the solver gave up.
        """
        columns = self._optimum(self._distance)
        return {cell: round(float(columns[column])) for cell, column in self._proper.items()}

    def _add_target(self, target: Target) -> int:
        """Add the rows of a target, and return the column that says whether it is missed."""
        missed = self._programme.column(0, 1)
        form = {self._proper[cell]: float(weight) for cell, weight in target.weights.items()}
        low, high = float(target.low - target.offset), float(target.high - target.offset)
        self._programme.row({**form, missed: RELEASE}, low=low)
        self._programme.row({**form, missed: -RELEASE}, high=high)
        return missed

    def _add_moves(self, drawn: Mapping[Cell, int]) -> None:
        """Make each count the drawn one plus the moves up minus the moves down."""
        weights = LEAST_WEIGHT + random_stream(0).permutation(2 * len(drawn))
        for (cell, start), up, down in zip(drawn.items(), *np.split(weights, 2), strict=True):
            moves = {}
            for width, price in STEPS:
                for sign, weight in ((-1, up), (1, down)):
                    move = self._programme.column(0, width, integral=False)
                    moves[move] = sign
                    self._distance[move] = float(price * weight)
            self._programme.row({self._proper[cell]: 1, **moves}, start, start)

    def _optimum(self, cost: Columns) -> NDArray[np.float64]:
        """Return the columns of least cost."""
        columns, why = None, "the conditions contradict each other"
        try:
            columns = self._programme.minimum(cost)
        except Unsolved as error:
            why = str(error)
        if columns is None:
            raise RuntimeError(
                f"found no counts that print as published ({why}); choose other first-year "
                "numbers or bases in selfcheck_analysis/sample/plan.py, or other headcounts in "
                "the questionnaire of a year that prints none"
            )
        return columns
