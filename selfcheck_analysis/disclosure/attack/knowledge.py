"""What an outsider knows, and the smallest and largest value that a sum of counts can have.

Unknown are whole numbers between 0 and a bound: answers of groups that nobody may look into. Known
are linear rows over them. Bounds of a sum come from an integer programme (HiGHS); before it,
rows are used to narrow the single unknowns, rows that then say nothing are left out, and what
hangs together in no row any more is solved apart.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import floor

import numpy as np
from numpy.typing import ArrayLike, NDArray

from selfcheck_analysis.published.integer_programme import IntegerProgramme, Unsolved

TOLERANCE = 1e-6
"""Of the solver. An excluded bound is kept further away than this."""

OPEN = 1e-3
"""How far inside a bound of fractions is kept at most, in the units of the row.

It takes a little from what an outsider holds for possible, and so never from the protection."""

SLACK = 5e-4
"""By how much solutions, once they are whole, may miss a row of fractions: less than `OPEN`."""

MOST_ROUNDS = 50
"""Narrowing that goes on for longer is left to the solver."""

MOST_WITNESSES = 400
"""More solutions than this are not kept."""

Form = Mapping[int, float]
"""A weighted sum of unknowns: number of the unknown to its weight."""


class ContradictionError(Exception):
    """What is known cannot be true all at once."""


@dataclass(frozen=True)
class Row:
    """A weighted sum of unknowns that is known to lie between two bounds, both included."""

    columns: tuple[int, ...]
    weights: tuple[float, ...]
    low: float
    high: float

    @classmethod
    def of(cls, form: Form, low: float, high: float) -> Row:
        """Return the row of a form."""
        columns = sorted(column for column, weight in form.items() if weight)
        return cls(tuple(columns), tuple(form[column] for column in columns), low, high)

    def value(self, values: Sequence[int]) -> float:
        """Return what the sum comes to."""
        return sum(w * values[c] for c, w in zip(self.columns, self.weights, strict=True))

    def holds(self, values: Sequence[int], slack: float = TOLERANCE) -> bool:
        """Tell whether the sum lies between the bounds, or misses them by no more than `slack`."""
        return self.low - slack <= self.value(values) <= self.high + slack


class Witnesses:
    """Values of all unknowns that came up as solutions; many satisfy what is known later, too.

    Parameters
    ----------
    true : array_like of int
        The true values, which satisfy everything that is ever known.
    """

    def __init__(self, true: ArrayLike) -> None:
        self._found = np.atleast_2d(np.asarray(true, dtype=np.int64))

    def add(self, values: NDArray[np.int64]) -> None:
        """Keep one more; the oldest but the true ones are given up for the newest."""
        self._found = np.vstack([self._found[:1], self._found[1:][-MOST_WITNESSES:], values])

    def satisfying(self, rows: Sequence[Row]) -> NDArray[np.int64]:
        """Return those that satisfy all rows, one below the other, the true values first."""
        holding = np.ones(len(self._found), dtype=bool)
        for row in rows:
            value = self._found[:, row.columns] @ np.array(row.weights)
            holding &= (value >= row.low - TOLERANCE) & (value <= row.high + TOLERANCE)
        return self._found[holding]

    def of(self, columns: Sequence[int]) -> Witnesses:
        """Return the values of some of the unknowns."""
        part = Witnesses(self._found[0, list(columns)])
        part._found = self._found[:, list(columns)]
        return part


class Knowledge:
    """The unknowns and the rows over them, ready to be asked for bounds.

    Parameters
    ----------
    highs : sequence of int
        The largest value of every unknown; the smallest is 0.
    rows : iterable of Row
    witnesses : Witnesses, optional
        Values found before, which can save asking the solver; what is found is added to them.

    Raises
    ------
    ContradictionError
        No values satisfy the rows (not always noticed here: see `bounds`).
    """

    def __init__(
        self, highs: Sequence[int], rows: Iterable[Row], witnesses: Witnesses | None = None
    ) -> None:
        self._low = [0] * len(highs)
        self._high = list(highs)
        rows = [row for row in rows if row.columns]
        self._narrow(rows)
        self._parts = _parts(self._low, self._high, rows)
        self._witnesses = witnesses
        self._seen = [] if witnesses is None else list(witnesses.satisfying(rows))

    def bounds(self, form: Form) -> tuple[int, int]:
        """Return the smallest and largest value of a sum with whole weights.

        Raises
        ------
        ContradictionError
            No values satisfy the rows.
        Unsolved
            The solver gave up.
        """
        low = high = round(sum(weight * self._low[column] for column, weight in form.items()))
        for part, own in self._split(form):
            smallest, largest = part.bounds(own)
            low, high = low + smallest, high + largest
            if part.rows:
                self._remember(part, _solver(part).found[own])
        return low, high

    def ends(self, form: Form) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Return values of all unknowns with which a sum is smallest, and others: largest.

        Needs the witnesses, from whose true values everything else is taken.

        Raises
        ------
        ContradictionError, Unsolved
            As `bounds`.
        """
        smallest, largest = self._seen[0].copy(), self._seen[0].copy()
        for part, own in self._split(form):
            places = [(c, local) for c, (other, local) in self._parts.items() if other is part]
            for values, solution in zip((smallest, largest), part.ends(own), strict=True):
                for column, local in places:
                    values[column] = self._low[column] + solution[local]
        return smallest, largest

    def n_possible(self, form: Form, most: int) -> int:
        """Count the values that a sum can have, up to `most`; those between its ends are tried.

        Raises
        ------
        ContradictionError, Unsolved
            As `bounds`.
        """
        if self._n_seen(form) >= most:
            return most
        possible = 1
        for part, own in self._split(form):
            possible += part.n_possible(own, most) - 1
            if part.rows:
                self._remember(part, _solver(part).solutions_of(own))
        return min(most, possible)

    def has_values(self, form: Form, n: int) -> bool:
        """Tell whether at least so many values of a sum are possible."""
        return self.n_possible(form, n) >= n

    def _n_seen(self, form: Form) -> int:
        """Count the different values of a form among the witnesses."""
        weights = np.array(list(form.values()))
        return len({round(float(values[list(form)] @ weights)) for values in self._seen})

    def _remember(self, part: _Part, solutions: Iterable[tuple[int, ...]]) -> None:
        """Add the solutions of one part, what is apart from it being as it was."""
        if self._witnesses is None:
            return
        places = [(c, local) for c, (other, local) in self._parts.items() if other is part]
        for solution in solutions:
            values = self._seen[0].copy()
            for column, local in places:
                values[column] = self._low[column] + solution[local]
            self._seen.append(values)
            self._witnesses.add(values)

    def _split(self, form: Form) -> Iterator[tuple[_Part, tuple[tuple[int, float], ...]]]:
        """Yield the parts that a form has a share in, with that share by local number."""
        shares: dict[int, dict[int, float]] = {}
        for column, weight in form.items():
            if column in self._parts:
                part, local = self._parts[column]
                shares.setdefault(id(part), {})[local] = weight
        by_id = {id(part): part for part, _ in self._parts.values()}
        for identity, share in shares.items():
            yield by_id[identity], tuple(sorted(share.items()))

    def _narrow(self, rows: Sequence[Row]) -> None:
        """Narrow the single unknowns by every row until nothing moves any more."""
        touching: dict[int, list[int]] = {}
        for number, row in enumerate(rows):
            for column in row.columns:
                touching.setdefault(column, []).append(number)
        waiting, times = list(range(len(rows))), [0] * len(rows)
        queued = set(waiting)
        while waiting:
            number = waiting.pop()
            queued.discard(number)
            times[number] += 1
            if times[number] > MOST_ROUNDS:
                continue
            for column in self._narrowed_by(rows[number]):
                again = [other for other in touching[column] if other not in queued]
                waiting += again
                queued.update(again)

    def _narrowed_by(self, row: Row) -> list[int]:
        """Narrow the unknowns of one row and return those that moved."""
        least, most = _activity(row, self._low, self._high)
        if least > row.high + TOLERANCE or most < row.low - TOLERANCE:
            raise ContradictionError("a row cannot hold")
        moved = []
        for column, weight in zip(row.columns, row.weights, strict=True):
            low, high = self._low[column], self._high[column]
            if low == high:
                continue
            room_up, room_down = row.high - least, most - row.low
            step = abs(weight)
            reach = floor(min((room_up + TOLERANCE) / step, high - low))
            back = floor(min((room_down + TOLERANCE) / step, high - low))
            new = (low, low + reach) if weight > 0 else (high - reach, high)
            other = (high - back, high) if weight > 0 else (low, low + back)
            narrower = max(new[0], other[0]), min(new[1], other[1])
            if narrower[0] > narrower[1]:
                raise ContradictionError("an unknown has no value left")
            if narrower != (low, high):
                up, down = narrower[0] - low, high - narrower[1]
                least += weight * (up if weight > 0 else -down)
                most -= weight * (down if weight > 0 else -up)
                self._low[column], self._high[column] = narrower
                moved.append(column)
        return moved


def weighted(*parts: tuple[float, Form]) -> dict[int, float]:
    """Add forms up, each times a number."""
    total: dict[int, float] = {}
    for times, form in parts:
        for column, weight in form.items():
            total[column] = total.get(column, 0.0) + times * weight
    return total


def _activity(row: Row, low: Sequence[int], high: Sequence[int]) -> tuple[float, float]:
    """Return the smallest and largest value of a row's sum by the bounds of its unknowns."""
    least = most = 0.0
    for column, weight in zip(row.columns, row.weights, strict=True):
        a, b = weight * low[column], weight * high[column]
        least, most = least + min(a, b), most + max(a, b)
    return least, most


@dataclass(frozen=True)
class _Part:
    """Unknowns that hang together, moved to begin at 0, and the rows that tie them."""

    highs: tuple[int, ...]
    rows: tuple[Row, ...]

    def bounds(self, form: tuple[tuple[int, float], ...]) -> tuple[int, int]:
        if not self.rows:
            low = sum(min(0, weight * self.highs[column]) for column, weight in form)
            high = sum(max(0, weight * self.highs[column]) for column, weight in form)
            return round(low), round(high)
        return _solved(self, form)

    def ends(self, form: tuple[tuple[int, float], ...]) -> tuple[tuple[int, ...], ...]:
        """Return its unknowns with which a sum is smallest, and with which it is largest."""
        if self.rows:
            _solved(self, form)
            return _solver(self).found[form]
        weights, places = dict(form), range(len(self.highs))
        return tuple(
            tuple(self.highs[p] if sign * weights.get(p, 0) > 0 else 0 for p in places)
            for sign in (-1, 1)
        )

    def n_possible(self, form: tuple[tuple[int, float], ...], most: int) -> int:
        low, high = self.bounds(form)
        if not self.rows:
            return min(most, high - low + 1)  # single counts, free of each other
        solver = _solver(self)
        seen = {_value(form, solution) for solution in solver.solutions}
        for value in range(low + 1, high):
            if len(seen) >= most:
                break
            if value not in seen and solver.reach(self, form, value):
                seen.add(value)
        return min(most, len(seen))


@dataclass
class _Solver:
    """The integer programme of one part, and the solutions with the ends of each form."""

    programme: IntegerProgramme
    found: dict[tuple[tuple[int, float], ...], tuple[tuple[int, ...], tuple[int, ...]]]
    solutions: list[tuple[int, ...]]

    def ends(self, part: _Part, form: tuple[tuple[int, float], ...]) -> None:
        """Find the two solutions in which a form is smallest and largest."""
        ends = []
        for sign in (1, -1):
            limit = sum(min(0, sign * weight * part.highs[column]) for column, weight in form)
            reached = [s for s in self.solutions if sign * _value(form, s) <= limit]
            ends.append(reached[0] if reached else self.solve(part, form, sign))
        self.found[form] = (ends[0], ends[1])

    def solutions_of(self, form: tuple[tuple[int, float], ...]) -> list[tuple[int, ...]]:
        """Return one solution for every value of a form that was found."""
        return list({_value(form, solution): solution for solution in self.solutions}.values())

    def reach(self, part: _Part, form: tuple[tuple[int, float], ...], value: int) -> bool:
        """Find a solution in which a form has one value; False where there is none."""
        fixed = _programme((*part.rows, Row.of(dict(form), value, value)), part.highs)
        columns = fixed.minimum({})
        if columns is None:
            return False
        self.solutions.append(_whole(part, columns))
        return True

    def solve(self, part: _Part, form: tuple[tuple[int, float], ...], sign: int) -> tuple[int, ...]:
        """Find a solution in which a form is smallest (`sign` 1) or largest (-1)."""
        # Whole numbers that differ by less than one are equal: the solver need not go on then.
        most = sum(abs(weight) * part.highs[column] for column, weight in form)
        cost = {column: sign * weight for column, weight in form}
        return self._solution(part, cost, relative_gap=0.9 / most)

    def _solution(self, part: _Part, cost: Form, relative_gap: float) -> tuple[int, ...]:
        columns = self.programme.minimum(cost, relative_gap)
        if columns is None:
            raise ContradictionError("no whole numbers satisfy the rows")
        solution = _whole(part, columns)
        self.solutions.append(solution)
        return solution


def _whole(part: _Part, columns: NDArray[np.float64]) -> tuple[int, ...]:
    """Return a solution in whole numbers; Unsolved where they do not satisfy the rows."""
    solution = tuple(round(value) for value in columns)
    if not all(row.holds(solution, SLACK) for row in part.rows):
        raise Unsolved("the solver's numbers do not satisfy the rows once they are whole")
    return solution


def _value(form: tuple[tuple[int, float], ...], solution: tuple[int, ...]) -> int:
    return round(sum(weight * solution[column] for column, weight in form))


def _solved(part: _Part, form: tuple[tuple[int, float], ...]) -> tuple[int, int]:
    """Solve one part; parts of equal shape are many, and solved once."""
    solver = _solver(part)
    if form not in solver.found:
        solver.ends(part, form)
    smallest, largest = (_value(form, solution) for solution in solver.found[form])
    return smallest, largest


@lru_cache(maxsize=2_000)
def _solver(part: _Part) -> _Solver:
    return _Solver(_programme(part.rows, part.highs), {}, [])


def _programme(rows: Iterable[Row], highs: Iterable[int]) -> IntegerProgramme:
    programme = IntegerProgramme()
    for high in highs:
        programme.column(0, high)
    for row in rows:
        programme.row(dict(zip(row.columns, row.weights, strict=True)), row.low, row.high)
    return programme


def _parts(
    low: Sequence[int], high: Sequence[int], rows: Sequence[Row]
) -> dict[int, tuple[_Part, int]]:
    """Return, for every unknown that is not settled, the part it belongs to and its place there."""
    free = {column for column in range(len(low)) if low[column] < high[column]}
    leader = {column: column for column in free}

    def found(column: int) -> int:
        while leader[column] != column:
            leader[column] = leader[leader[column]]
            column = leader[column]
        return column

    kept = []
    for row in rows:
        least, most = _activity(row, low, high)
        if least >= row.low - TOLERANCE and most <= row.high + TOLERANCE:
            continue  # says nothing that the single bounds do not say
        own = [column for column in row.columns if column in free]
        kept.append((own[0], row))
        for column in own[1:]:
            leader[found(column)] = found(own[0])
    members: dict[int, list[int]] = {}
    for column in sorted(free):
        members.setdefault(found(column), []).append(column)
    rows_of: dict[int, list[Row]] = {}
    for first, row in kept:
        rows_of.setdefault(found(first), []).append(row)
    places: dict[int, tuple[_Part, int]] = {}
    for name, columns in members.items():
        local = {column: place for place, column in enumerate(columns)}
        part = _Part(
            tuple(high[column] - low[column] for column in columns),
            tuple(_moved(row, local, low) for row in rows_of.get(name, ())),
        )
        places |= {column: (part, place) for column, place in local.items()}
    return places


def _moved(row: Row, local: Mapping[int, int], low: Sequence[int]) -> Row:
    """Return a row over the local unknowns; what is settled goes to the other side."""
    settled = sum(w * low[c] for c, w in zip(row.columns, row.weights, strict=True))
    pairs = [(local[c], w) for c, w in zip(row.columns, row.weights, strict=True) if c in local]
    columns, weights = zip(*pairs, strict=True)
    # 9 places: rows that are equal but for the rounding of floats are solved once
    return Row(columns, weights, round(row.low - settled, 9), round(row.high - settled, 9))
