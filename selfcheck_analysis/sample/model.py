"""The integer programme: columns, rows and costs.

Columns stand in this order: the proper answers of every cell; for every target whether it is
missed (0 or 1); then for every step of `STEPS` the moves up and the moves down from the draw.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array, hstack, vstack

from selfcheck_analysis.sample.draw import random_stream
from selfcheck_analysis.sample.targets import Cell, Target

Array = np.ndarray[Any, np.dtype[Any]]

STEPS = ((1, 1), (2, 3), (np.inf, 9))
"""Width and price of each move away from the draw: many small moves before one big one."""

LEAST_WEIGHT = 10_000
"""Distinct weights from here on: no cell is much dearer to move than another."""

RELEASE = 2
"""A missed target's proportion, between 0 and 1, may be anything: more than its whole range."""


@dataclass(frozen=True)
class Model:
    """Counts between `lowest` and `highest` of every cell, near `drawn`, under the targets."""

    lowest: Mapping[Cell, int]
    highest: Mapping[Cell, int]
    drawn: Mapping[Cell, int]
    targets: Sequence[Target]

    @property
    def n_cells(self) -> int:
        """How many cells there are."""
        return len(self.drawn)

    @property
    def n_integral(self) -> int:
        """How many columns are whole numbers; the moves follow from them."""
        return self.n_cells + len(self.targets)

    @property
    def misses_cost(self) -> Array:
        """One for every missed target."""
        return np.repeat(
            [0, 1, 0], [self.n_cells, len(self.targets), 2 * len(STEPS) * self.n_cells]
        ).astype(float)

    @property
    def distance_cost(self) -> Array:
        """The weighted distance from the draw."""
        weights = LEAST_WEIGHT + random_stream(0).permutation(2 * self.n_cells)
        moves = [price * weights for _, price in STEPS]
        return np.concatenate([np.zeros(self.n_integral), *moves])

    def optimum(self, cost: Array, most_misses: int) -> Array:
        """Return the columns of least cost that miss at most so many targets.

        Raises
        ------
        RuntimeError
            There are none, or the solver gave up.
        """
        rows = [*self._rows(), LinearConstraint(self.misses_cost[None, :], 0, most_misses)]
        result = milp(
            cost,
            integrality=(np.arange(len(cost)) < self.n_integral).astype(int),
            bounds=self._bounds(),
            constraints=rows,
            options={"mip_rel_gap": 0},
        )
        if result.status != 0:
            raise RuntimeError(
                f"found no counts that print as published ({result.message}); choose other "
                "first-year numbers or bases in selfcheck_analysis/sample/plan.py, or other "
                "headcounts in the questionnaire of a year that prints none"
            )
        return np.asarray(result.x)

    def _bounds(self) -> Bounds:
        widths = np.repeat([width for width, _ in STEPS], 2 * self.n_cells)
        low = [*self.lowest.values(), *np.zeros(len(self.targets) + len(widths))]
        high = [*self.highest.values(), *np.ones(len(self.targets)), *widths]
        return Bounds(np.array(low, dtype=float), np.array(high, dtype=float))

    def _rows(self) -> list[LinearConstraint]:
        figures = self._figures()
        missed = RELEASE * csr_array(np.eye(len(self.targets)))
        unmoved = csr_array((len(self.targets), 2 * len(STEPS) * self.n_cells))
        low = np.array([float(target.low - target.offset) for target in self.targets])
        high = np.array([float(target.high - target.offset) for target in self.targets])
        return [
            LinearConstraint(hstack([figures, missed, unmoved], format="csr"), low, np.inf),
            LinearConstraint(hstack([figures, -missed, unmoved], format="csr"), -np.inf, high),
            self._moves(),
        ]

    def _figures(self) -> csr_array:
        """One row per target: its weights on the cells."""
        position = {cell: column for column, cell in enumerate(self.drawn)}
        blocks = []
        for target in self.targets:
            row = np.zeros(self.n_cells)
            for cell, weight in target.weights.items():
                row[position[cell]] = float(weight)
            blocks.append(csr_array(row[None, :]))
        return csr_array(vstack(blocks))

    def _moves(self) -> LinearConstraint:
        """Each count is the drawn one plus the moves up minus the moves down."""
        one = csr_array(np.eye(self.n_cells))
        none = csr_array((self.n_cells, len(self.targets)))
        drawn = np.array(list(self.drawn.values()), dtype=float)
        matrix = hstack([one, none, *[-one, one] * len(STEPS)], format="csr")
        return LinearConstraint(matrix, drawn, drawn)
