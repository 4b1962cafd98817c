"""Bounds against every value there is, and rows that contradict each other."""

from __future__ import annotations

import numpy as np
import pytest

from selfcheck_analysis.disclosure.attack.knowledge import (
    ContradictionError,
    Knowledge,
    Row,
    Witnesses,
    weighted,
)
from tests.small_surveys import random_rows, row, solutions, tried_bounds, tried_values

N_SYSTEMS, SEEDS = 15, range(8)


def drawn_system(seed):
    """Draw up to five unknowns, true values, rows that hold for them, and sums to ask for."""
    stream = np.random.default_rng(seed)
    highs = tuple(int(high) for high in stream.integers(0, 7, stream.integers(1, 6)))
    true = tuple(int(stream.integers(0, high + 1)) for high in highs)
    rows = list(random_rows(stream, highs, true, int(stream.integers(0, 6))))
    forms = [{column: 1} for column in range(len(highs))]
    forms.append(dict.fromkeys(range(len(highs)), 1))
    weights = stream.choice([-2, -1, 1, 3], len(highs))
    forms.append({column: int(weight) for column, weight in enumerate(weights)})
    return highs, true, rows, forms


@pytest.mark.parametrize("remembers", [True, False])
@pytest.mark.parametrize("seed", SEEDS)
def test_bounds__are_those_of_all_values_that_the_rows_allow(seed, remembers):
    for number in range(N_SYSTEMS):
        highs, true, rows, forms = drawn_system([seed, number])
        knowledge = Knowledge(highs, rows, Witnesses(true) if remembers else None)
        for form in forms:
            assert knowledge.bounds(form) == tried_bounds(highs, rows, form)


@pytest.mark.parametrize("seed", SEEDS)
def test_n_possible__counts_values_that_can_be_and_leaves_out_gaps(seed):
    for number in range(N_SYSTEMS):
        highs, true, rows, _ = drawn_system([seed, number])
        fresh = [Knowledge(highs, rows, Witnesses(true)), Knowledge(highs, rows)]
        for column in range(len(highs)):
            values = tried_values(highs, rows, {column: 1})
            for knowledge in fresh:
                for most in range(1, 5):
                    expected = min(most, len(values))
                    assert knowledge.n_possible({column: 1}, most) == expected
                    assert knowledge.has_values({column: 1}, most) is (len(values) >= most)


@pytest.mark.parametrize("seed", SEEDS)
def test_n_possible__of_a_sum_is_never_more_than_there_are(seed):
    for number in range(N_SYSTEMS):
        highs, true, rows, _ = drawn_system([seed, number])
        knowledge = Knowledge(highs, rows, Witnesses(true))
        form = dict.fromkeys(range(len(highs)), 1.0)
        assert knowledge.n_possible(form, 6) <= len(tried_values(highs, rows, form))


def test_n_possible__of_two_values_with_a_gap_between_is_two():
    # 0 or 2 of a group of three: the other count is twice it less nought or three
    rows = [Row.of({0: 1, 1: -2}, 0, 0)]
    knowledge = Knowledge([2, 1], rows)
    assert knowledge.bounds({0: 1}) == (0, 2)
    assert knowledge.n_possible({0: 1}, 3) == 2


@pytest.mark.parametrize("seed", SEEDS)
def test_rows__that_nothing_satisfies_are_a_contradiction(seed):
    stream = np.random.default_rng(seed)
    found = 0
    for number in range(N_SYSTEMS):
        highs, _, rows, forms = drawn_system([seed, number])
        bent = [
            # as if the truth was another one
            Row(r.columns, r.weights, r.low + shift, r.high + shift)
            for r, shift in zip(rows, stream.integers(-3, 4, len(rows)), strict=True)
        ]
        if solutions(highs, bent):
            assert Knowledge(highs, bent).bounds(forms[0]) == tried_bounds(highs, bent, forms[0])
            continue
        found += 1
        everything = dict.fromkeys(range(len(highs)), 1)
        with pytest.raises(ContradictionError):
            Knowledge(highs, bent).bounds(everything)
    assert found > 2  # else nothing was tried


def test_bounds__of_halves_that_no_whole_numbers_make():
    # 2a + 2b = 3 has solutions, but none in whole numbers
    with pytest.raises(ContradictionError):
        Knowledge((3, 3), [row({0: 2, 1: 2}, 3)]).bounds({0: 1})


def test_bounds__go_beyond_what_single_rows_tell():
    # a + b = 2, b + c = 2, a + c = 2: each can be 0 to 2 by any one row, and is 1
    rows = [row({0: 1, 1: 1}, 2), row({1: 1, 2: 1}, 2), row({0: 1, 2: 1}, 2)]
    knowledge = Knowledge((2, 2, 2), rows)
    assert [knowledge.bounds({column: 1}) for column in range(3)] == [(1, 1)] * 3


def test_bounds__of_what_no_row_is_about_are_those_of_each():
    knowledge = Knowledge((3, 4, 5), [row({0: 1}, 2)])
    assert knowledge.bounds({0: 1, 1: 1, 2: -1}) == (2 + 0 - 5, 2 + 4 - 0)


def test_row__leaves_out_what_weighs_nothing():
    assert Row.of({2: 1, 0: 3, 1: 0}, 0, 4) == Row((0, 2), (3, 1), 0, 4)
    assert Row.of({2: 1, 0: 3}, 0, 4).value((1, 9, 1)) == 4
    assert Row.of({2: 1, 0: 3}, 0, 4).holds((1, 9, 1))
    assert not Row.of({2: 1, 0: 3}, 0, 4).holds((1, 9, 2))


def test_weighted__adds_forms_up():
    assert weighted((2, {0: 1, 1: 3}), (-1, {1: 1, 2: 5})) == {0: 2, 1: 5, 2: -5}


def test_witnesses__are_those_that_satisfy_the_rows_the_true_ones_first():
    witnesses = Witnesses((1, 2))
    for values in ((3, 0), (0, 3), (2, 2)):
        witnesses.add(np.array(values))
    held = witnesses.satisfying([row({0: 1, 1: 1}, 3)])
    assert held.tolist() == [[1, 2], [3, 0], [0, 3]]
    assert witnesses.of([1]).satisfying([]).tolist() == [[2], [0], [3], [2]]
