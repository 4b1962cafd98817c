"""Ranks beside a brute-force oracle: every whole percent that can stand behind every band."""

from itertools import pairwise, product
from types import SimpleNamespace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from selfcheck_analysis.feedback.places import rest_cell
from selfcheck_analysis.feedback.ranking import Rated, head_of, ranked, weakest_and_strongest
from selfcheck_analysis.figures import Band
from selfcheck_analysis.questionnaire import Answer
from tests.unit.feedback.generated import generated

EXACT = st.integers(90, 96).map(lambda n: (n, n, False))
BANDS = st.tuples(st.integers(90, 94), st.integers(1, 3)).map(lambda b: (b[0], b[0] + b[1], True))


def rated(ends):
    """Return rates of questions a, b, c …; an end is (low, high, whether it is a band)."""
    return [
        Rated("r", chr(ord("a") + n), band=Band(low, high))
        if band
        else Rated("r", chr(ord("a") + n), percent=low)
        for n, (low, high, band) in enumerate(ends)
    ]


ANY_RATES = st.lists(EXACT | BANDS, min_size=1, max_size=5).map(rated)


def worlds(rates):
    """Return every way to fill the bands in with whole percents, each as a list in order."""
    return list(product(*(range(int(r.low), int(r.high) + 1) for r in rates)))


def rank_in(world, number, strongest):
    """Return the competition rank: one more than those that are strictly ahead."""
    own = world[number]
    return 1 + sum(other > own if strongest else other < own for other in world)


@settings(deadline=None, max_examples=150)
@given(ANY_RATES, st.booleans())
def test_ranks__are_the_first_and_last_of_all_that_fit(rates, strongest):
    found = {it.rated: (it.first, it.last) for it in ranked(rates, strongest=strongest)}
    for number, rate in enumerate(rates):
        possible = [rank_in(world, number, strongest) for world in worlds(rates)]
        assert found[rate] == (min(possible), max(possible))


@settings(deadline=None, max_examples=150)
@given(ANY_RATES, st.booleans())
def test_ranking__keeps_what_prints_alike_together_and_never_turns_an_order_round(rates, strongest):
    order = [it.rated for it in ranked(rates, strongest=strongest)]
    assert sorted(order, key=rates.index) == rates
    alike = [rate.alike for rate in order]
    assert len([a for a, b in pairwise(alike) if a != b]) == len(set(alike)) - 1
    for place, rate in enumerate(order):
        for later in order[place + 1 :]:
            if strongest:
                assert not later.low > rate.high
            else:
                assert not later.high < rate.low


@settings(deadline=None, max_examples=150)
@given(ANY_RATES)
def test_ties__are_exact_rates_that_print_alike(rates):
    exact = [rate.percent for rate in rates if rate.band is None]
    for it in ranked(rates):
        assert it.tied == (it.rated.band is None and exact.count(it.rated.percent) > 1)


@settings(deadline=None, max_examples=150)
@given(ANY_RATES, st.integers(1, 4), st.integers(1, 4))
def test_weak_questions__are_below_the_best_whatever_stands_behind_the_bands(rates, n, m):
    weak, strong = weakest_and_strongest(rates, n, m)
    for it in (*weak.rows, *weak.rest):
        number = rates.index(it.rated)
        assert all(world[number] < max(world) for world in worlds(rates))
    named = [it.rated for it in (*weak.rows, *weak.rest, *strong.rows, *strong.rest)]
    assert len(named) == len(set(named))
    assert len(weak.rows) <= n
    assert len(strong.rows) <= m
    assert strong.rows or strong.rest


@settings(deadline=None, max_examples=150)
@given(ANY_RATES, st.integers(1, 4))
def test_head__never_parts_ties(rates, most):
    head = head_of(ranked(rates), most)
    listed, rest = ({it.rated.alike for it in part} for part in (head.rows, head.rest))
    left = {rate.alike for rate in rates} - listed - rest
    everything = [it.rated for it in (*head.rows, *head.rest)]
    assert not listed & rest
    assert len(rest) <= 1
    assert len(everything) + sum(rate.alike in left for rate in rates) == len(rates)


def test_ranks__of_a_list_by_hand():
    # 87 may stand behind the band; 90 surely stands behind 87, and before or behind the band.
    found = ranked(rated([(87, 87, False), (90, 90, False), (80, 100, True), (90, 90, False)]))
    assert [(it.rated.question, it.first, it.last, it.tied) for it in found] == [
        ("a", 1, 2, False),
        ("c", 1, 4, False),
        ("b", 2, 3, True),
        ("d", 2, 3, True),
    ]


def test_rates_that_are_all_alike__have_no_weak_one():
    weak, strong = weakest_and_strongest(rated([(90, 100, True)] * 3), 5, 2)
    assert not weak.rows
    assert not weak.rest
    assert [it.rated.question for it in strong.rest] == ["a", "b", "c"]


@pytest.mark.parametrize("values", [{}, {"percent": 90, "band": Band(90, 100)}])
def test_rate__is_a_percent_or_a_band(values):
    with pytest.raises(ValueError, match="either a percent or a band"):
        Rated("r", "q", **values)


@pytest.mark.parametrize("language", ["ja", "en"])
def test_rest__says_where_no_is_the_proper_answer(language):
    pub = generated(0, language)
    asked = next(q for q in pub.questionnaire.questions if q.proper_answer is Answer.NO)
    named = rest_cell(pub, [SimpleNamespace(question=asked.id)], colspan=3).text
    note = pub.words("asked.proper", answer=pub.words("answer.no"))
    assert pub.question(asked.id) in named
    assert note in named
