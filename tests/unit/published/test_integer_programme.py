from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from selfcheck_analysis.published.integer_programme import IntegerProgramme, Unsolved

WEIGHTS = st.integers(-3, 3)


@st.composite
def small_programmes(draw):
    """Draw up to three columns of a few values each, and up to four rows between bounds."""
    columns = []
    for _ in range(draw(st.integers(1, 3))):
        low = draw(st.integers(-3, 3))
        columns.append((low, low + draw(st.integers(0, 4))))
    form = st.tuples(*(WEIGHTS for _ in columns))
    bound = st.none() | st.integers(-8, 8)
    rows = draw(st.lists(st.tuples(form, bound, bound), max_size=4))
    return columns, rows, draw(form)


@settings(deadline=None, max_examples=150)
@given(small_programmes())
def test_extreme__is_the_smallest_and_largest_of_all_solutions(case):
    columns, rows, form = case
    programme = IntegerProgramme()
    numbers = [programme.column(low, high) for low, high in columns]
    for weights, low, high in rows:
        programme.row(
            dict(zip(numbers, map(float, weights), strict=True)),
            -np.inf if low is None else low,
            np.inf if high is None else high,
        )
    values = [
        value(form, point)
        for point in product(*(range(low, high + 1) for low, high in columns))
        if all(
            (low is None or low <= value(weights, point))
            and (high is None or value(weights, point) <= high)
            for weights, low, high in rows
        )
    ]
    found = programme.extreme(dict(zip(numbers, map(float, form), strict=True)))
    assert found == ((min(values), max(values)) if values else None)


def value(weights, point):
    return sum(w * x for w, x in zip(weights, point, strict=True))


def test_minimum__of_the_table_of_fischetti_and_salazar():
    # 20 50 10 / 8 19 22 / 17 32 12 with its 8 protected: hiding a cell costs its count, and in
    # every row and column with a hidden cell another one has to be hidden. The least is 59.
    counts = [[20, 50, 10], [8, 19, 22], [17, 32, 12]]
    programme = IntegerProgramme()
    hidden = [[programme.column(0, 1) for _ in row] for row in counts]
    programme.row({hidden[1][0]: 1.0}, low=1)
    for line in [*hidden, *map(list, zip(*hidden, strict=True))]:
        for cell in line:
            others = {other: 1.0 for other in line if other != cell}
            programme.row({**others, cell: -1.0}, low=0)
    cost = {
        cell: float(count)
        for cells, row in zip(hidden, counts, strict=True)
        for cell, count in zip(cells, row, strict=True)
    }
    found = programme.minimum(cost)
    chosen = {counts[i][j] for i, j in product(range(3), repeat=2) if found[hidden[i][j]] > 0.5}
    assert chosen == {8, 22, 17, 12}
    assert sum(chosen) == 59


def test_a_column_that_need_not_be_whole_is_bounded_by_its_rows():
    programme = IntegerProgramme()
    share, whole = programme.column(0, 10, integral=False), programme.column(0, 10)
    programme.row({share: 2.0, whole: -1.0}, 0, 0)
    programme.row({whole: 1.0}, low=3)
    # Half of the smallest whole number. 1e-6: the solver's tolerance.
    assert programme.minimum({share: 1.0})[share] == pytest.approx(1.5, abs=1e-6)


def test_rows_and_columns_added_after_a_solution_count():
    programme = IntegerProgramme()
    first = programme.column(0, 10)
    assert programme.extreme({first: 1.0}) == (0, 10)
    second = programme.column(0, 2)
    programme.row({first: 1.0, second: 1.0}, low=11)
    assert programme.extreme({first: 1.0}) == (9, 10)
    programme.row({first: 1.0}, high=8)
    assert programme.extreme({first: 1.0}) is None
    assert programme.minimum({}) is None


def test_minimum__says_where_the_solver_gave_up():
    programme = IntegerProgramme()
    free = programme.column(-np.inf, np.inf)
    with pytest.raises(Unsolved, match="unbounded"):
        programme.minimum({free: 1.0})
