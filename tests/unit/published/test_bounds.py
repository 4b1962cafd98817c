"""The cheap bound, against the exact test that it bounds."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from selfcheck_analysis.exact import boschloo, fisher_exact
from selfcheck_analysis.published import bounds
from selfcheck_analysis.published.bounds import lower_bound
from tests.unit.exact import oracle

ROUNDING = 1e-9
"""The oracle's p falls short by so much at most; ours is a maximum to 1e-11."""


def bound_of(*pairs):
    pairs = np.array(pairs)
    return lower_bound(pairs, np.asarray(fisher_exact(*pairs.T)))


@st.composite
def pairs(draw, largest):
    n1, n2 = draw(st.integers(1, largest)), draw(st.integers(1, largest))
    return draw(st.integers(0, n1)), n1, draw(st.integers(0, n2)), n2


@settings(deadline=None, max_examples=40)
@given(st.integers(1, 7), st.integers(1, 7))
def test_lower_bound__is_below_the_p_of_every_outcome(n1, n2):
    outcomes = [(x1, x2) for x1 in range(n1 + 1) for x2 in range(n2 + 1)]
    bound = bound_of(*((x1, n1, x2, n2) for x1, x2 in outcomes))
    p = oracle.boschloo(n1, n2, outcomes)
    assert (bound >= 0).all()
    assert (bound <= p * (1 + ROUNDING)).all()


@settings(deadline=None, max_examples=300)
@given(pairs(largest=150))
def test_lower_bound__is_below_the_p_of_larger_groups(pair):
    (bound,) = bound_of(pair)
    assert 0 <= bound <= boschloo(*pair) * (1 + ROUNDING)


def test_lower_bound__of_the_same_answer_on_both_sides_is_1():
    assert bound_of((0, 4, 0, 9), (4, 4, 9, 9), (0, 1, 0, 1)).tolist() == [1, 1, 1]


def test_lower_bound__of_a_table_does_not_depend_on_those_beside_it(monkeypatch):
    tables = [(254, 297, 223, 252), (3, 4, 1, 4), (107, 112, 114, 126), (9, 9, 0, 8)]
    together = bound_of(*tables)
    # 1e-12: sums of at most a few hundred floats
    assert together == pytest.approx([bound_of(table)[0] for table in tables], rel=1e-12)
    monkeypatch.setattr(bounds, "_CHUNK", 1)
    assert bound_of(*tables) == pytest.approx(together, rel=1e-12)


def test_lower_bound__tells_that_the_handouts_large_groups_do_not_differ():
    # Unattended terminals 2022 and 2023, everyone: p is .304 at the least (Boschloo).
    (bound,) = bound_of((254, 297, 223, 252))
    assert boschloo(254, 297, 223, 252) == pytest.approx(0.304, abs=5e-4)
    assert bound > 0.1


def test_lower_bound__of_no_tables():
    assert len(lower_bound(np.empty((0, 4), dtype=int), np.empty(0))) == 0
