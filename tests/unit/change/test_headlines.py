"""Headlines of two years and of two tenures: which questions, whose p, which family."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import numpy as np
import pandas as pd
import pytest
from statsmodels.stats.multitest import multipletests

from selfcheck_analysis import permutation
from selfcheck_analysis.change.headlines import (
    headline_changes,
    headline_changes_of_all_questions,
    headline_contrasts,
)
from tests.small_figures import counted_year, label

QUESTIONS = [{"id": id_, "label": label(id_), "proper_answer": "yes"} for id_ in ("p", "q", "r")]
ROLES = [
    {"id": "a", "label": label("A"), "headcount": 90, "form": {1: "p", 2: "q", 3: "r"}},
    {"id": "b", "label": label("B"), "headcount": 40, "form": {1: "q"}},
]
FORM = {"questions": QUESTIONS, "roles": ROLES, "focus_items": []}
NEW_MEANING = [{"question": "q", "kind": "meaning", "comparable": False, "note": label("new")}]
PEOPLE = {"a": (30, 60), "b": (0, 40)}
TENURES = ["first_year", "second_year_plus", "all"]


def year(fiscal_year, p, q=((25, 30), (55, 60)), r=((30, 30), (60, 60)), **changed):
    cells = {("p", "a"): p, ("q", "a"): q, ("r", "a"): r, ("q", "b"): ((0, 0), (36, 40))}
    return counted_year(cells, PEOPLE, fiscal_year, **FORM | changed)


LAST = year(2022, ((28, 30), (57, 60)))
THIS = year(2023, ((12, 30), (50, 60)), ((26, 30), (56, 60)))


def changes(this, last, mean="macro", alpha=0.05):
    headlines, questions = headline_changes(this, last, ["a", "b"], mean, alpha, 10)
    by_question = questions.set_index(["role", "tenure", "question"])["p_role"]
    return headlines.set_index(["role", "tenure"]), by_question


@cache
def two_years():
    return changes(THIS, LAST)


def test_headlines__come_for_every_role_and_tenure():
    headlines, _ = two_years()
    assert headlines.index.tolist() == [(role, tenure) for role in ("a", "b") for tenure in TENURES]
    assert set(headlines["question"]) == {"headline"}
    assert set(headlines["family"]) == {"headline"}
    assert headlines["n_questions"].tolist() == [3, 3, 3, 1, 1, 1]


@pytest.mark.parametrize("mean", ["macro", "pooled"])
def test_headlines__figures_are_those_of_relabelled_respondents(mean):
    headlines, _ = changes(THIS, LAST, mean)
    expected = permutation.headline_changes(
        LAST.respondents["a"], THIS.respondents["a"], mean=mean
    ).set_index("tenure")
    for name in ("n_last", "n_this", "rate_last", "rate_this", "change", "low", "high", "p"):
        found = headlines.loc["a", name]
        pd.testing.assert_series_equal(found, expected[name], check_index_type=False)


def test_headlines__rates_are_means_over_the_questions():
    row = two_years()[0].loc[("a", "all")]
    # last year p 85/90, q 80/90, r 90/90; this year 62/90, 82/90, 90/90
    assert row["rate_last"] == pytest.approx((85 + 80 + 90) / 270)
    assert row["rate_this"] == pytest.approx((62 + 82 + 90) / 270)
    assert row["verdict"] == "fell"


def test_headlines__are_compared_over_common_questions_only():
    this = year(2023, ((12, 30), (50, 60)), ((0, 30), (0, 60)), changes=NEW_MEANING)
    headlines, questions = changes(this, LAST)
    common = [LAST.respondents["a"].only(["p", "r"]), this.respondents["a"].only(["p", "r"])]
    expected = permutation.headline_changes(*common, mean="macro").set_index("tenure")
    assert headlines.loc["a", "p"].tolist() == expected["p"].tolist()
    assert headlines.loc[("a", "all"), "rate_this"] == pytest.approx((62 + 90) / 180)
    assert headlines.loc["a", "n_questions"].tolist() == [2, 2, 2]
    assert set(questions.loc["a"].reset_index()["question"]) == {"p", "r"}


def test_headlines__a_role_without_a_common_question_is_not_comparable():
    this = year(2023, ((12, 30), (50, 60)), changes=NEW_MEANING)
    of_b = changes(this, LAST)[0].loc["b"]
    assert set(of_b["verdict"]) == {"not_comparable"}
    assert set(of_b["reason"]) == {"no_common_question"}
    assert set(of_b["n_questions"]) == {0}
    figures = ["rate_last", "rate_this", "change", "low", "high", "p", "p_adjusted", "detectable"]
    assert of_b[figures].isna().all(axis=None)
    assert of_b["n_this"].tolist() == [0, 40, 40]


def test_headlines__a_role_that_last_year_did_not_have_is_not_comparable():
    cells = {("p", "a"): ((28, 30), (57, 60)), ("q", "a"): ((25, 30), (55, 60))}
    cells |= {("r", "a"): ((30, 30), (60, 60))}
    without_b = counted_year(cells, {"a": (30, 60)}, 2022, **FORM | {"roles": ROLES[:1]})
    headlines, questions = changes(THIS, without_b)
    assert set(headlines.loc["b", "reason"]) == {"no_common_question"}
    assert set(questions.reset_index()["role"]) == {"a"}
    # and it does not weigh on the family of the others
    expected = multipletests(headlines.loc["a", "p"], method="holm")[1]
    np.testing.assert_allclose(headlines.loc["a", "p_adjusted"], expected)


def test_headlines__without_any_common_question_nothing_is_adjusted_within_roles():
    everything = [NEW_MEANING[0] | {"question": question} for question in ("p", "q", "r")]
    headlines, questions = changes(year(2023, ((12, 30), (50, 60)), changes=everything), LAST)
    assert set(headlines["verdict"]) == {"not_comparable"}
    assert questions.empty


def test_headlines__an_absent_tenure_is_not_tested():
    row = two_years()[0].loc[("b", "first_year")]
    assert row[["verdict", "reason"]].tolist() == ["not_tested_no_answers", "no_answers"]
    assert row[["detectable_reason", "n_last", "n_this"]].tolist() == ["no_answers", 0, 0]
    assert row[["p", "change", "detectable"]].isna().all()


def test_headlines__are_adjusted_by_holm_over_all_roles_and_tenures():
    headlines, _ = two_years()
    tested = headlines[headlines["p_adjusted"].notna()]
    assert len(tested) == 5
    np.testing.assert_allclose(tested["p_adjusted"], multipletests(tested["p"], method="holm")[1])


def test_headlines__all_alike_in_both_years_need_no_test():
    alike = {"q": ((30, 30), (60, 60)), "r": ((30, 30), (60, 60))}
    this, last = (year(y, ((30, 30), (60, 60)), **alike) for y in (2023, 2022))
    row = changes(this, last)[0].loc[("a", "all")]
    assert row[["verdict", "reason"]].tolist() == ["no_change_to_test", "all_answered_alike"]
    assert row[["p", "decided_by", "decided_against"]].tolist() == [1, 1, 1]


def test_headlines__a_size_that_no_outcome_makes_significant_is_not_testable():
    # 2 v 2 people can be shared out in six ways: no p is below 2/6.
    cells = {("q", "b"): ((0, 0), (1, 2))}
    form = FORM | {"roles": ROLES[1:]}
    this, last = (counted_year(cells, {"b": (0, 2)}, y, **form) for y in (2023, 2022))
    headlines, _ = headline_changes(this, last, ["b"], "macro", 0.05, 10)
    row = headlines.set_index("tenure").loc["all"]
    assert row["verdict"] == "not_testable_at_this_size"
    assert row[["decided_by", "decided_against"]].tolist() == pytest.approx([2 / 6, 0.05])


def test_headlines__detectable_is_a_drop_from_a_high_rate_and_a_rise_from_a_low_one():
    low = ((2, 30), (3, 60))
    this, last = (year(y, low, low, low) for y in (2023, 2022))
    assert two_years()[0].loc[("a", "all"), "detectable"] < 0
    row = changes(this, last)[0].loc[("a", "all")]
    assert row["detectable"] > 0
    people = [figures.respondents["a"] for figures in (last, this)]
    expected = permutation.headline_changes(*people, mean="macro").set_index("tenure")
    assert row["detectable"] == expected.loc["all", "detectable"]


def test_headlines__what_is_larger_than_the_room_is_not_detectable():
    # Of 4 v 4 people, half of them proper: the change to be found is larger than one half.
    cells = {("q", "b"): ((0, 0), (2, 4))}
    form = FORM | {"roles": ROLES[1:]}
    this, last = (counted_year(cells, {"b": (0, 4)}, y, **form) for y in (2023, 2022))
    row = headline_changes(this, last, ["b"], "macro", 0.05, 10)[0].set_index("tenure").loc["all"]
    assert np.isnan(row["detectable"])
    assert row["detectable_reason"] == "no_change_is_found_with_this_probability"


def test_questions_of_a_role__are_adjusted_by_max_t_within_the_tenure():
    _, by_question = two_years()
    expected = permutation.max_t(LAST.respondents["a"], THIS.respondents["a"])
    found = by_question.loc["a"]
    for row in expected.itertuples():
        p = found[(row.tenure, row.question)]
        assert p == row.p_adjusted or (np.isnan(p) and np.isnan(row.p_adjusted))


def test_contrasts__compare_the_first_year_staff_with_the_others():
    contrasts = headline_contrasts(THIS, ["a", "b"], "macro", 0.05).set_index("role")
    people = THIS.respondents["a"]
    first, later = (people.of(tenure) for tenure in ("first_year", "second_year_plus"))
    expected = permutation.headline_contrast(first, later, mean="macro").iloc[0]
    row = contrasts.loc["a"]
    for name in ("n_last", "n_this", "rate_last", "rate_this", "change", "low", "high", "p"):
        assert row[name] == expected[name]
    # first year p 12/30, q 26/30, r 30/30, the others 50, 56 and 60 of 60
    assert row["change"] == pytest.approx((12 + 26 + 30) / 90 - (50 + 56 + 60) / 180)
    assert row["n_questions"] == 3
    assert "tenure" not in contrasts


def test_contrasts__of_a_role_without_first_year_staff_are_not_tested():
    row = headline_contrasts(THIS, ["a", "b"], "macro", 0.05).set_index("role").loc["b"]
    assert row[["verdict", "reason"]].tolist() == ["not_tested_no_answers", "no_answers"]


# r is asked of those alone who said no to q: 4 of the first year and 4 others, 8 last year.
FOLLOWS = [
    *QUESTIONS[:2],
    QUESTIONS[2] | {"asked_if": {"question": "q", "answer": "no"}},
]


def conditional(fiscal_year, r):
    return year(fiscal_year, ((28, 30), (50, 60)), ((26, 30), (56, 60)), r, questions=FOLLOWS)


CONDITIONAL = conditional(2023, ((0, 4), (1, 4))), conditional(2022, ((4, 4), (4, 4)))


def test_headlines__leave_out_what_not_everybody_is_asked():
    headlines, questions = changes(*CONDITIONAL)
    assert headlines.loc["a", "n_questions"].tolist() == [2, 2, 2]
    assert headlines.loc["a", "change"].tolist() == [0, 0, 0]
    assert set(questions.loc["a"].reset_index()["question"]) == {"p", "q"}
    contrasts = headline_contrasts(CONDITIONAL[0], ["a"], "macro", 0.05)
    assert contrasts["n_questions"].tolist() == [2]
    # first year 28/30 and 26/30, the others 50/60 and 56/60
    assert contrasts["change"].tolist() == pytest.approx([(28 + 26) / 60 - (50 + 56) / 120])


def test_headlines_of_all_questions__hold_the_conditional_ones():
    this, last = CONDITIONAL
    found = headline_changes_of_all_questions(this, last, ["a", "b"], "macro", 0.05)
    of_a = found[found["role"] == "a"].set_index("tenure")
    people = [figures.respondents["a"] for figures in (last, this)]
    expected = permutation.headline_changes(*people, mean="macro").set_index("tenure")
    assert of_a["p"].tolist() == expected["p"].tolist()
    assert of_a["n_questions"].tolist() == [3, 3, 3]
    assert of_a.loc["all", "change"] == pytest.approx((1 / 8 - 1) / 3)


def test_headlines_of_all_questions__are_those_of_the_others_where_all_are_unconditional():
    found = headline_changes_of_all_questions(THIS, LAST, ["a", "b"], "macro", 0.05)
    released, _ = headline_changes(THIS, LAST, ["a", "b"], "macro", 0.05, 10)
    pd.testing.assert_frame_equal(found, released)


def test_headlines_of_all_questions__know_a_role_without_a_common_question():
    this = year(2023, ((12, 30), (50, 60)), changes=NEW_MEANING)
    found = headline_changes_of_all_questions(this, LAST, ["b"], "macro", 0.05)
    assert set(found["reason"]) == {"no_common_question"}


@pytest.mark.parametrize(("min_stratum", "merged"), [(30, False), (31, True)])
def test_headlines__a_small_tenure_is_no_stratum_of_its_own(min_stratum, merged):
    headlines, _ = headline_changes(THIS, LAST, ["a"], "macro", 0.05, min_stratum)
    p = headlines.set_index("tenure")["p"]
    both = [figures.respondents["a"] for figures in (LAST, THIS)]
    # Everybody in one tenure: nothing is left to relabel within.
    together = [replace(people, tenure=np.full(len(people), "second_year_plus")) for people in both]
    apart = permutation.headline_changes(*both, mean="macro").set_index("tenure")["p"]
    assert p["first_year"] == apart["first_year"]
    assert p["second_year_plus"] == apart["second_year_plus"]
    if merged:
        one = permutation.headline_changes(*together, mean="macro").set_index("tenure")["p"]
        # Drawn from another seed: two samples of 9,999 relabellings, within four standard errors.
        assert p["all"] == pytest.approx(one["all"], abs=4 * np.sqrt(2 * one["all"] / 9999))
    assert (p["all"] != apart["all"]) == merged


def tallied(year, *roles):
    """Return a year as if some people of these roles had been tallied by hand."""
    of_persons = {role: own for role, own in year.respondents.items() if role not in roles}
    return replace(year, respondents=of_persons, tallied=frozenset(roles))


NO_FIGURES = ["rate_last", "rate_this", "change", "low", "high", "p", "p_adjusted", "detectable"]


@pytest.mark.parametrize(
    ("this", "last"), [(tallied(THIS, "a"), LAST), (THIS, tallied(LAST, "a"))], ids=["this", "last"]
)
def test_headlines__of_a_role_tallied_in_either_year_need_persons(this, last):
    headlines, by_question = changes(this, last)
    of_a = headlines.loc["a"]
    assert set(of_a["verdict"]) == {"not_computable_without_persons"}
    assert set(of_a["reason"]) == {"needs_persons_where_tallied"}
    assert of_a[NO_FIGURES].isna().all(axis=None)
    assert of_a[["n_last", "n_this"]].values.tolist() == [[30, 30], [60, 60], [90, 90]]
    assert set(by_question.index.get_level_values("role")) == {"b"}


def test_headlines__of_other_roles_are_adjusted_among_themselves():
    headlines, _ = changes(tallied(THIS, "a"), LAST)
    alone, _ = headline_changes(THIS, LAST, ["b"], "macro", 0.05, 10)
    columns = ["p", "p_adjusted", "verdict", "reason"]
    expected = alone.set_index("tenure")[columns]
    pd.testing.assert_frame_equal(headlines.loc["b"][columns], expected)


def test_headlines__of_no_role_with_persons_are_all_without_figures():
    found, questions = headline_changes(
        tallied(THIS, "a", "b"), LAST, ["a", "b"], "macro", 0.05, 10
    )
    some = found[found["n_this"] > 0]
    assert set(some["reason"]) == {"needs_persons_where_tallied"}
    assert set(found[found["n_this"] == 0]["reason"]) == {"no_answers"}  # b has no first year
    assert questions.empty


def test_headlines_of_all_questions__of_a_tallied_role_need_persons():
    found = headline_changes_of_all_questions(
        tallied(THIS, "a"), LAST, ["a", "b"], "macro", 0.05
    ).set_index(["role", "tenure"])
    assert set(found.loc["a", "reason"]) == {"needs_persons_where_tallied"}
    assert found.loc["a"][NO_FIGURES].isna().all(axis=None)
    assert found.loc[("b", "all"), "p"] <= 1


def test_contrasts__of_a_tallied_role_need_persons():
    found = headline_contrasts(tallied(THIS, "a"), ["a", "b"], "macro", 0.05).set_index("role")
    assert found.loc["a", "reason"] == "needs_persons_where_tallied"
    assert found.loc["a", NO_FIGURES].isna().all()
    # "last" stands for the 60 others
    assert found.loc["a", ["n_last", "n_this"]].tolist() == [60, 30]
    assert found.loc["b", "reason"] == "no_answers"
