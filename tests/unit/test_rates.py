"""Counts and means, each expected number worked out in a comment."""

from fractions import Fraction

import pandas as pd
import pytest

from selfcheck_analysis.rates import (
    counts_by_question,
    counts_of_everyone,
    macro_mean,
    people_by_role,
    pooled_mean,
    rate_by_role_tenure,
    year_figures,
)
from selfcheck_analysis.terms import Tenure
from tests.small_figures import small_questionnaire
from tests.tallied import tallied_of, without

# Role a: persons 0 and 1 are in their first year, person 2 is not; role b: only person 3.
# Question p is asked of both roles; c only of those whose p is "no"; q only of role a.
ANSWERS = pd.DataFrame(
    [
        (0, "a", "first_year", "p", "answered", True),
        (0, "a", "first_year", "c", "not_asked", None),
        (0, "a", "first_year", "q", "answered", True),
        (1, "a", "first_year", "p", "answered", False),
        (1, "a", "first_year", "c", "answered", False),
        (1, "a", "first_year", "q", "no_answer", None),
        (2, "a", "second_year_plus", "p", "answered", True),
        (2, "a", "second_year_plus", "c", "not_asked", None),
        (2, "a", "second_year_plus", "q", "invalid", None),
        (3, "b", "second_year_plus", "p", "answered", True),
    ],
    columns=["person", "role", "tenure", "question", "status", "proper"],
).astype({"proper": "boolean"})


@pytest.fixture
def questionnaire():
    return small_questionnaire()


@pytest.fixture
def counts(questionnaire):
    return counts_by_question(ANSWERS, questionnaire)


def cell(counts, question, role, tenure):
    row = counts.set_index(["question", "role", "tenure"]).loc[(question, role, tenure)]
    return int(row["n_answers"]), int(row["n_proper"])


def test_counts__only_given_answers_count(counts):
    assert cell(counts, "p", "a", "first_year") == (2, 1)
    assert cell(counts, "q", "a", "first_year") == (1, 1)  # person 1 gave no answer
    assert cell(counts, "q", "a", "second_year_plus") == (0, 0)  # invalid is no answer
    assert cell(counts, "c", "a", "all") == (1, 0)  # the conditional question's own base


def test_counts__all_is_counted_over_persons(counts):
    assert cell(counts, "p", "a", "all") == (3, 2)


def test_counts__groups_without_anybody_are_kept_as_zero(counts):
    assert cell(counts, "p", "b", "first_year") == (0, 0)


def test_counts__come_in_the_order_of_the_forms(counts):
    assert list(dict.fromkeys(zip(counts["role"], counts["question"], strict=True))) == [
        ("a", "p"),
        ("a", "c"),
        ("a", "q"),
        ("b", "p"),
    ]


def test_everyone__adds_the_roles_that_were_asked(counts):
    everyone = counts_of_everyone(counts, ["p"])
    assert cell(everyone, "p", "all_roles", "all") == (4, 3)


def test_people__are_counted_once(questionnaire):
    people = people_by_role(ANSWERS, questionnaire).set_index(["role", "tenure"])["n_people"]
    assert people[("a", "first_year")] == 2
    assert people[("a", "all")] == 3
    assert people[("b", "first_year")] == 0


def test_means__macro_weighs_questions_and_pooled_weighs_answers(counts):
    of_group = counts[(counts["role"] == "a") & (counts["tenure"] == "all")]
    # p 2/3, c 0/1, q 1/1: macro (2/3 + 0 + 1) / 3 = 5/9; pooled 3 of 5
    assert macro_mean(of_group) == Fraction(5, 9)
    assert pooled_mean(of_group) == Fraction(3, 5)


def test_means__without_answers_there_is_none():
    nothing = pd.DataFrame({"n_answers": [0], "n_proper": [0]})
    assert macro_mean(nothing) is None
    assert pooled_mean(nothing) is None


def test_rate_by_role_tenure__an_absent_group_is_missing_with_its_reason(counts, questionnaire):
    rates = rate_by_role_tenure(counts, people_by_role(ANSWERS, questionnaire))
    absent = rates.set_index(["role", "tenure"]).loc[("b", "first_year")]
    assert absent["reason"] == "absent_group"
    assert pd.isna(absent["macro_rate"])
    assert pd.isna(absent["pooled_rate"])


def test_rate_by_role_tenure__an_all_is_not_the_mean_of_the_tenures(counts, questionnaire):
    rates = rate_by_role_tenure(counts, people_by_role(ANSWERS, questionnaire))
    macro = rates.set_index(["role", "tenure"])["macro_rate"]
    # first year: p 1/2, c 0/1, q 1/1 -> 1/2; later: p 1/1 -> 1; all 5/9, not 3/4
    assert macro[("a", "first_year")] == pytest.approx(1 / 2)
    assert macro[("a", "second_year_plus")] == pytest.approx(1)
    assert macro[("a", "all")] == pytest.approx(5 / 9)


def test_year_figures__people_give_the_answers_that_are_counted(questionnaire):
    figures = year_figures(ANSWERS, questionnaire)
    for row in figures.counts.itertuples():
        people = figures.respondents[row.role].of(Tenure(row.tenure)).only([row.question])
        assert (people.answered.sum(), people.proper.sum()) == (row.n_answers, row.n_proper)
    for row in figures.people.itertuples():
        assert len(figures.respondents[row.role].of(Tenure(row.tenure))) == row.n_people


# Everybody of ANSWERS as they were delivered, with the word that each of them gave.
WORDS = {"p": "yes", "c": "yes", "q": "no"}
DELIVERED = ANSWERS.assign(
    answer=[
        None if pd.isna(proper) else WORDS[q] if proper else {"yes": "no", "no": "yes"}[WORDS[q]]
        for q, proper in zip(ANSWERS["question"], ANSWERS["proper"], strict=True)
    ]
)


@pytest.mark.parametrize("people", [[0], [1, 2], [0, 1, 2], [0, 1, 2, 3]])
def test_year_figures__of_tallied_people_are_those_of_the_same_people_as_persons(
    questionnaire, people
):
    tallies = tallied_of(DELIVERED, people)
    found = year_figures(without(DELIVERED, people), questionnaire, tallies)
    everybody = year_figures(DELIVERED, questionnaire)
    pd.testing.assert_frame_equal(found.counts, everybody.counts)
    pd.testing.assert_frame_equal(found.people, everybody.people)
    rates = rate_by_role_tenure(found.counts, found.people)
    pd.testing.assert_frame_equal(rates, rate_by_role_tenure(everybody.counts, everybody.people))


def test_year_figures__of_a_role_tallied_in_part_have_no_respondents(questionnaire):
    figures = year_figures(without(DELIVERED, [0]), questionnaire, tallied_of(DELIVERED, [0]))
    assert figures.tallied == {"a"}
    assert list(figures.respondents) == ["b"]
    assert (figures.n_people("a"), figures.n_people("b"), figures.n_people("c")) == (3, 1, 0)
    assert year_figures(DELIVERED, questionnaire).tallied == set()
