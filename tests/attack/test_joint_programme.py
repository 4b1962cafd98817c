"""The attack against every combination of counts, listed and printed in exact fractions."""

from __future__ import annotations

from fractions import Fraction
from functools import cache
from itertools import product

import numpy as np
import pandas as pd
import pytest

from tests.attack.joint_programme import Knowledge, Programme, Survey, narrowed, weighted
from tests.attack.released_statements import add_conditions, add_counts, know, say_percent
from tests.small_figures import small_questionnaire

# Role a is asked p, q, and c of those who said no to p; role b is asked p. Nobody is new.
LATER = "second_year_plus"
ASKED = [("a", "p"), ("a", "c"), ("a", "q"), ("b", "p")]
BASES = {2022: (6, 2, 120, 2), 2023: (7, 3, 130, 2)}
SURVEY = Survey(
    {year: small_questionnaire(year) for year in BASES},
    {
        (year, role, LATER, question): base
        for year, bases in BASES.items()
        for (role, question), base in zip(ASKED, bases, strict=True)
    },
)
RATES = ["rates_by_role", "focus_answers"]
KNOWN = ["rates", "difference", "means"]
"""Headline of a and p over both roles; beside them the comparison of a, without and with means."""


def half_up(value):
    """Round by integers: ties away from nought."""
    return int((abs(value) * 2 + 1) // 2 * (1 if value >= 0 else -1))


def rates_of(year, counts):
    return [Fraction(100 * x, n) for x, n in zip(counts, BASES[year], strict=True)]


def printed_rates(year, counts):
    """Print the headline of a, which is over p, c and q, and p over both roles."""
    everyone = Fraction(100 * (counts[0] + counts[3]), BASES[year][0] + BASES[year][3])
    headline = sum(rates_of(year, counts)[:3]) / 3
    return half_up(headline), half_up(everyone), half_up(100 - everyone)


def means(pair):
    """Return the means of a over p and q, which everybody is asked, of both years."""
    rates = [rates_of(year, counts) for year, counts in zip(BASES, pair, strict=True)]
    return [(p + q) / 2 for p, _, q, _ in rates]


def printed_comparison(pair):
    """Print both means, their difference, and an interval of 4.3 points to either side."""
    last, this = means(pair)
    step, half = this - last, Fraction(43, 10)
    return [half_up(x) for x in (last, this, step, step - half, step + half)]


def prints_alike(pair, printed, known):
    """Tell whether two years print so, their difference being the middle of the interval."""
    last, this = means(pair)
    found = [half_up(x) for x in (last, this, this - last)]
    in_middle = abs(this - last - Fraction(printed[3] + printed[4], 2)) <= Fraction(1, 2)
    return in_middle and found[2] == printed[2] and (known != "means" or found == printed[:3])


@cache
def possible_years(truth):
    """Return, for each year, the counts that print the same rates and that the forms allow."""
    return [
        [
            counts
            for counts in product(*(range(n + 1) for n in bases))
            # whoever was asked c said no to p
            if counts[0] + bases[1] <= bases[0]
            and printed_rates(year, counts) == printed_rates(year, true)
        ]
        for (year, bases), true in zip(BASES.items(), truth, strict=True)
    ]


def limits(truth, known):
    """Return the smallest and largest count of every group over all pairs that print the same."""
    printed = printed_comparison(truth)
    pairs = product(*possible_years(truth))
    possible = [p + q for p, q in pairs if known == "rates" or prints_alike((p, q), printed, known)]
    return list(zip(np.min(possible, axis=0), np.max(possible, axis=0), strict=True))


def knowledge(truth, known):
    """Return what the tables say; those that print rates and one that compares headlines."""
    rates = pd.DataFrame(
        [(year, *printed_rates(year, x)) for year, x in zip(BASES, truth, strict=True)],
        columns=["fiscal_year", "rate_percent", "yes_percent", "no_percent"],
    ).assign(role="a", question="p", tenure=LATER, state="shown")
    names = ["last_percent", "this_percent", "change_points", "low_points", "high_points"]
    compared = pd.DataFrame([printed_comparison(truth)], columns=names)
    compared = compared.assign(role="a", tenure=LATER, n_questions=2, state="shown")
    if known == "difference":
        compared = compared.assign(last_percent=pd.NA, this_percent=pd.NA)
    tables = {"rates_by_role": rates, "focus_answers": rates, "headline_changes": compared}
    found = know(SURVEY, tables, RATES if known == "rates" else list(tables))
    add_conditions(found)
    return found


def drawn(seed):
    """Draw the counts of both years, most answers being proper."""
    stream = np.random.default_rng(seed)
    years = []
    for bases in BASES.values():
        p, *others = (int(stream.binomial(n, 0.8)) for n in bases)
        years.append((min(p, bases[0] - bases[1]), *others))
    return tuple(years)


@pytest.mark.parametrize("known", KNOWN)
@pytest.mark.parametrize("seed", range(4))
def test_limits__are_those_of_every_combination_that_prints_the_same(seed, known):
    truth = drawn(seed)
    programme = Programme(knowledge(truth, known))
    assert [programme.limits(group) for group in SURVEY.bases] == limits(truth, known)


@pytest.mark.parametrize("known", KNOWN[1:])
@pytest.mark.parametrize("seed", range(4))
def test_narrowed__are_those_with_too_few_values_in_all_combinations(seed, known):
    truth = drawn(seed)
    programme = Programme(knowledge(truth, known))
    found = {one.group: one.limits for one in narrowed(programme, SURVEY.bases)}
    expected = zip(SURVEY.bases.items(), limits(truth, known), strict=True)
    assert found == {
        group: (low, high)
        for (group, base), (low, high) in expected
        if high - low + 1 < min(3, base + 1)
    }


@pytest.mark.parametrize("printed", [-4, -1, 0, 1, 4, 50, 100])
def test_limits__stop_at_the_tie_that_is_rounded_to_another_figure(printed):
    # An answer of 200 is half a point; 100 were proper last year, so that the change is x/2 - 50.
    last, this = [(year, "b", LATER, "p") for year in BASES]
    survey = Survey(SURVEY.forms, {last: 200, this: 200})
    for of_change, shift in ((False, 0), (True, 50)):
        known = Knowledge(survey)
        known.add(survey.proper(last), 100, 100)
        minus_last = (-1.0 if of_change else 0.0, survey.rate(last))
        say_percent(known, weighted((1.0, survey.rate(this)), minus_last), printed)
        alike = [x for x in range(201) if half_up(Fraction(x, 2) - shift) == printed]
        if alike:
            assert Programme(known).limits(this) == (min(alike), max(alike))


def test_limits__of_what_is_shown_and_known_are_one_number():
    truth = drawn(0)
    known = knowledge(truth, "rates")
    add_counts(known, dict(zip(SURVEY.bases, truth[0] + truth[1], strict=True)))
    count = truth[0][0] + truth[0][3]
    assert Programme(known).limits((2022, "all_roles", LATER, "p")) == (count, count)


def test_counts__that_contradict_what_is_known_are_named():
    truth = drawn(0)
    known = knowledge(truth, "means")
    true = dict(zip(SURVEY.bases, truth[0] + truth[1], strict=True))
    assert known.contradictions(true) == []
    # an answer to q is .28 points of the headline (100 / 120 / 3): eight are more than two points
    assert known.contradictions(true | {(2022, "a", LATER, "q"): truth[0][2] - 8})


def test_knowledge__that_cannot_be_true_is_an_error():
    known = knowledge(drawn(0), "rates")
    known.add(SURVEY.proper((2022, "b", LATER, "p")), 3, 3)  # of two
    with pytest.raises(AssertionError, match="cannot be true all at once"):
        Programme(known).look_around()
