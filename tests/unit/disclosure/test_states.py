"""The states of a year as a reader is told them."""

from __future__ import annotations

from itertools import permutations

import pytest

from selfcheck_analysis.disclosure.bands import Band
from selfcheck_analysis.disclosure.states import (
    all_shown,
    side,
    state_of_all,
    state_of_both,
)
from selfcheck_analysis.terms import ALL_ROLES, HEADLINE, State, Tenure
from tests.small_figures import counted_year

SHOWN, BAND = State.SHOWN, State.BAND
SMALL, PROTECTS = State.HIDDEN_SMALL, State.HIDDEN_PROTECTS
FIRST, LATER, ALL = map(str, Tenure)
ENDS = Band(57, 59, 95, 100)


def year(c=((6, 12), (10, 20)), people=(40, 60), b=((15, 20), (30, 40))):
    """Question c is conditional on p."""
    cells = {
        ("p", "a"): ((28, people[0]), (40, people[1])),
        ("c", "a"): c,
        ("q", "a"): ((30, people[0]), (45, people[1])),
        ("p", "b"): b,
    }
    return counted_year(cells, {"a": people, "b": (b[0][1], b[1][1])})


def chosen(question, first, later, whole, role="a"):
    """Choose the states of one question of one role."""
    states = dict(zip((FIRST, LATER, ALL), (first, later, whole), strict=True))
    return {(question, role, tenure): (state, None) for tenure, state in states.items()}


def told(question, first, later, whole, role="a", **changed):
    states = side(year(**changed), chosen(question, first, later, whole, role)).states
    return [states[(question, role, tenure)] for tenure in (FIRST, LATER, ALL)]


@pytest.mark.parametrize("question", ["q", HEADLINE])
@pytest.mark.parametrize("whole", [SHOWN, BAND])
def test_side__a_tenure_that_is_not_shown_beside_the_whole_is_merged_into_it(question, whole):
    merged = State.HIDDEN_MERGED
    assert told(question, PROTECTS, PROTECTS, whole) == [merged, merged, whole]
    assert told(question, PROTECTS, SHOWN, whole) == [merged, SHOWN, whole]


def test_side__a_small_tenure_is_called_small_and_the_other_merged():
    assert told("q", SMALL, PROTECTS, SHOWN) == [SMALL, State.HIDDEN_MERGED, SHOWN]


@pytest.mark.parametrize("whole", [SMALL, PROTECTS])
def test_side__where_the_whole_is_hidden_there_is_nothing_to_be_merged_into(whole):
    assert told("q", PROTECTS, PROTECTS, whole) == [PROTECTS, PROTECTS, whole]


def test_side__the_whole_of_one_role_merges_no_tenure_of_another():
    both = chosen("p", PROTECTS, PROTECTS, PROTECTS) | chosen("p", PROTECTS, SMALL, SHOWN, "b")
    states = side(year(), both).states
    assert states[("p", "a", FIRST)] is PROTECTS
    assert states[("p", "b", FIRST)] is State.HIDDEN_MERGED


@pytest.mark.parametrize("state", [SMALL, PROTECTS, State.NO_ANSWERS])
@pytest.mark.parametrize("whole", [SHOWN, PROTECTS, SMALL])
def test_side__whatever_hides_a_conditional_question_has_one_name(state, whole):
    told_of = told("c", state, state, whole)
    assert told_of[:2] == [State.HIDDEN_CONDITIONAL] * 2
    assert told_of[2] is (SHOWN if whole is SHOWN else State.HIDDEN_CONDITIONAL)


def test_side__a_conditional_question_that_nobody_was_asked_looks_hidden():
    states = side(year(c=((0, 0), (0, 0))), {}).states
    for role in ("a", ALL_ROLES):
        assert {states[("c", role, tenure)] for tenure in Tenure} == {State.HIDDEN_CONDITIONAL}


def test_side__a_conditional_question_of_nobody_is_absent():
    absent = year(people=(0, 60), c=((0, 0), (10, 20)))
    assert side(absent, {}).states[("c", "a", FIRST)] is State.ABSENT


@pytest.mark.parametrize("state", [SHOWN, BAND])
def test_side__what_is_shown_of_a_conditional_question_stays_shown(state):
    assert told("c", PROTECTS, state, state)[1:] == [state, state]


def test_side__nobody_is_absent_and_nobody_who_answered_has_no_answers():
    states = side(year(people=(0, 60), c=((0, 0), (0, 0)), b=((0, 0), (0, 0))), {}).states
    assert states[("q", "a", FIRST)] is states[(HEADLINE, "a", FIRST)] is State.ABSENT
    # Over all roles it is not said how many people there are.
    assert states[("p", ALL_ROLES, FIRST)] is State.NO_ANSWERS
    blank = counted_year({("p", "a"): ((0, 0), (0, 0))}, {"a": (3, 3)})
    assert side(blank, {}).states[("p", "a", FIRST)] is State.NO_ANSWERS


def test_side__keeps_the_bands_that_were_chosen():
    key, other = ("q", "a", LATER), ("q", "a", ALL)
    found = side(year(), {key: (BAND, ENDS), other: (SHOWN, None)})
    assert found.bands == {key: ENDS}
    assert found.states[key] is BAND


def test_all_shown__everything_there_is():
    found = all_shown(year(people=(0, 60), c=((0, 0), (10, 20))))
    assert found.states[("q", "a", LATER)] is found.states[("c", ALL_ROLES, ALL)] is SHOWN
    assert found.states[(HEADLINE, "a", ALL)] is SHOWN
    assert found.states[(HEADLINE, "a", FIRST)] is State.ABSENT
    assert not any(state.hidden for state in found.states.values())
    assert found.bands == {}
    # of every cell and headline, roles one by one and questions over all of them
    assert len(found.states) == 3 * (2 + 4 + 3)


def test_all_shown__nobody_asked_has_no_answers():
    assert all_shown(year(c=((0, 0), (0, 0)))).states[("c", "a", FIRST)] is State.NO_ANSWERS


def test_state_of_all__what_is_hidden_goes_first_then_what_is_not_there_then_a_band():
    hidden = [state for state in State if state.hidden]
    order = [*hidden, State.ABSENT, State.NO_ANSWERS, BAND, SHOWN]
    assert set(order) == set(State)
    for one, other in permutations(order, 2):
        assert state_of_all([one, other]) is min(one, other, key=order.index)
    assert state_of_all([]) is SHOWN


def test_state_of_both__a_cell_that_last_year_did_not_have_had_no_answers():
    key = ("q", "a", ALL)
    assert state_of_both({key: SHOWN}, {}, key) is State.NO_ANSWERS
    assert state_of_both({key: PROTECTS}, {}, key) is PROTECTS
    assert state_of_both({key: SHOWN}, {key: BAND}, key) is BAND
