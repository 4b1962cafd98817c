"""Tables of counts by section that are exhibited."""

from __future__ import annotations

import numpy as np
import pytest

from selfcheck_analysis.disclosure.sections.tables import n_distinct, near_tables, table_with

N = np.array([[2, 5], [1, 4], [3, 0]])
X = np.array([[2, 3], [0, 4], [3, 0]])
POINTS = np.array([[5, 7], [4, 7], [5, 9]])


def test_near_tables__lie_within_the_answers_and_come_to_a_point():
    tables = near_tables(N, X, POINTS)
    assert ((tables >= 0) & (tables <= N)).all()
    sums = {tuple(table) for table in tables.sum(axis=1)}
    assert sums == set(map(tuple, POINTS))


def test_near_tables__hold_the_true_one_and_differ():
    tables = near_tables(N, X, POINTS)
    assert (tables == X).all(axis=(1, 2)).sum() == 1
    assert len(np.unique(tables, axis=0)) == len(tables) > 5


@pytest.mark.parametrize(("value", "there"), [(0, True), (1, True), (2, False)])
def test_table_with__finds_a_table_if_there_is_one(value, there):
    # 7 of the second group: 5 and 4 people; the second section is told 3 to 5 of its 5
    mask = np.zeros((3, 2), dtype=bool)
    mask[1, 0] = True  # one person
    told = [(0, 7), (3, 5), (0, 3)]
    table = table_with(N, np.array([5, 7]), told, mask, value)
    assert (table is not None) == there
    if table is not None:
        assert table[mask].sum() == value
        assert table.sum(axis=0).tolist() == [5, 7]
        assert 3 <= table[1].sum() <= 5


def test_n_distinct__counts_no_more_than_it_is_asked():
    values = np.array([[0, 1, 2], [0, 2, 1], [0, 1, 0]])
    assert n_distinct(values, 2).tolist() == [1, 2, 2]
    assert n_distinct(values, 5).tolist() == [1, 2, 3]
