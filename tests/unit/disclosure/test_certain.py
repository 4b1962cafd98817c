"""Verdicts beside bands, against every pair of numbers that the bands stand for."""

from __future__ import annotations

from itertools import product

import pandas as pd
import pytest

from selfcheck_analysis.change.counts import compare_counts
from selfcheck_analysis.disclosure.bands import Band
from selfcheck_analysis.disclosure.certain import certain_verdicts
from selfcheck_analysis.terms import Reason, State, Verdict

ALPHA = 0.05
UNCERTAIN = {"verdict": None, "reason": None, "note": None}


def band(fewest, most):
    return None if fewest == most else Band(fewest, most, 0, 100)


def row(last, this, n_last, n_this, family="focus", **judged):
    """One comparison; each side has the first number of its range as the true one."""
    judged = {"verdict": "not_shown_to_have_changed", "reason": "adjusted_p_above_alpha"} | judged
    counts = {"x_last": last[0], "n_last": n_last, "x_this": this[0], "n_this": n_this}
    return counts | {"family": family} | judged


def certain(last, this, n_last, n_this):
    """Judge one comparison by itself, whose sides have any number of two ranges."""
    [found] = certain_verdicts(
        [row(last, this, n_last, n_this)], [State.BAND], [(band(*last), band(*this))], ALPHA
    )
    return found


def verdicts(last, this, n_last, n_this, family=1):
    """Compare every pair of numbers as if it were known, at the level of a family (Bonferroni).

    Where all answered alike nothing is shown to have changed either.
    """
    pairs = product(range(last[0], last[1] + 1), range(this[0], this[1] + 1))
    frame = pd.DataFrame(
        [{"x_last": x, "n_last": n_last, "x_this": y, "n_this": n_this} for x, y in pairs]
    )
    found = set(compare_counts(frame, ALPHA / family)["verdict"])
    nothing = {Verdict.NO_CHANGE_TO_TEST, Verdict.NOT_SHOWN}
    return {Verdict.NOT_SHOWN if verdict in nothing else verdict for verdict in found}


RANGES = [
    # last year of n, this year of n: a band on one side, the other, both
    ((57, 59), (40, 40), 60, 60),
    ((57, 59), (50, 50), 60, 60),
    ((57, 59), (57, 59), 60, 60),
    ((57, 59), (53, 53), 60, 60),
    ((30, 30), (57, 59), 60, 60),
    ((10, 12), (6, 6), 13, 13),
    ((10, 12), (3, 3), 13, 13),
    ((0, 2), (10, 12), 13, 13),
    ((0, 2), (1, 1), 24, 30),
    ((0, 2), (7, 7), 24, 30),
    ((0, 4), (15, 19), 24, 24),
    ((10, 14), (10, 14), 24, 24),
    ((10, 14), (20, 24), 24, 24),
    ((95, 100), (110, 113), 126, 126),
    ((95, 100), (80, 80), 126, 126),
    ((95, 100), (89, 94), 126, 126),
]


@pytest.mark.parametrize(("last", "this", "n_last", "n_this"), RANGES)
def test_certain_verdicts__are_those_of_all_pairs_of_numbers_or_none(last, this, n_last, n_this):
    every = verdicts(last, this, n_last, n_this)
    found = certain(last, this, n_last, n_this)
    assert found["verdict"] == (every.pop() if len(every) == 1 else None)


def test_certain_verdicts__examples_hold_every_kind():
    found = {certain(*example)["verdict"] for example in RANGES}
    assert found == {Verdict.ROSE, Verdict.FELL, Verdict.NOT_SHOWN, None}


def test_certain_verdicts__name_the_reason_and_no_note():
    fell = certain((57, 59), (40, 40), 60, 60)
    assert fell == {"verdict": "fell", "reason": "adjusted_p_at_most_alpha", "note": ""}
    unclear = certain((57, 59), (57, 59), 60, 60)
    assert unclear == {
        **{"verdict": "not_shown_to_have_changed", "reason": "adjusted_p_above_alpha"},
        "note": "",
    }
    assert certain((57, 59), (53, 53), 60, 60) == UNCERTAIN


def test_certain_verdicts__do_not_depend_on_which_of_the_numbers_is_true():
    # 49 of 60 after 57 to 59
    found = []
    for true in (57, 58, 59):
        values = row((true, 0), (49, 49), 60, 60)
        both = (Band(57, 59, 95, 100), None)
        found += certain_verdicts([values], [State.BAND], [both], ALPHA)
    assert found == [found[0]] * 3


@pytest.mark.parametrize("n_family", [1, 2, 3, 10, 60])
def test_certain_verdicts__a_change_has_to_stand_the_number_of_comparisons(n_family):
    # By Bonferroni's bound, above which no adjusted p of Holm or of Benjamini and Hochberg lies.
    example = ((57, 59), (46, 46), 60, 60)
    every = verdicts(*example, family=n_family)
    others = [row((30, 0), (30, 30), 60, 60) for _ in range(n_family - 1)]
    found, *rest = certain_verdicts(
        [row(*example), *others],
        [State.BAND] + [State.SHOWN] * (n_family - 1),
        [(band(57, 59), None)] + [(None, None)] * (n_family - 1),
        ALPHA,
    )
    assert found["verdict"] == (Verdict.FELL if every == {Verdict.FELL} else None)
    assert rest == [{}] * (n_family - 1)  # they are printed as they are


def test_certain_verdicts__the_number_of_comparisons_decides_somewhere_above():
    example = ((57, 59), (46, 46), 60, 60)
    found = [verdicts(*example, family=n) == {Verdict.FELL} for n in (1, 2, 3, 10, 60)]
    assert found[0] is True
    assert found[-1] is False


def test_certain_verdicts__another_family_does_not_count():
    example = ((57, 59), (46, 46), 60, 60)
    rows = [row(*example)] + [row((30, 0), (30, 30), 60, 60, family="screening")] * 59
    states, bands = [State.BAND] + [State.SHOWN] * 59, [(band(57, 59), None)] + [(None, None)] * 59
    assert certain_verdicts(rows, states, bands, ALPHA)[0]["verdict"] == Verdict.FELL


@pytest.mark.parametrize(
    ("verdict", "reason"),
    [
        (Verdict.NOT_COMPARABLE, Reason.DECLARED),
        (Verdict.NOT_TESTED, Reason.NO_ANSWERS),
        (Verdict.NOT_TESTABLE, Reason.SMALLEST_P_ABOVE_LEVEL),
    ],
)
def test_certain_verdicts__what_no_answer_decides_is_said_as_it_is(verdict, reason):
    judged = row((10, 12), (3, 3), 13, 13, verdict=verdict, reason=reason)
    [found] = certain_verdicts([judged], [State.BAND], [(Band(10, 12, 75, 100), None)], ALPHA)
    assert found == {"verdict": verdict, "reason": reason, "note": ""}


@pytest.mark.parametrize("state", [state for state in State if state is not State.BAND])
def test_certain_verdicts__are_nothing_where_there_is_no_band(state):
    assert certain_verdicts([row((9, 9), (9, 9), 13, 13)], [state], [(None, None)], ALPHA) == [{}]
