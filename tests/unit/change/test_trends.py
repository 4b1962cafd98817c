"""Trends over counted years: where the line breaks, what is tested, which family."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import numpy as np
import pytest
from statsmodels.stats.multitest import multipletests

from selfcheck_analysis.change.trends import trends
from selfcheck_analysis.permutation import headline_trend
from selfcheck_analysis.terms import ALL_ROLES, HEADLINE
from selfcheck_analysis.trend import cochran_armitage
from tests.small_figures import counted_year, label

QUESTIONS = [
    {"id": "p", "label": label("p"), "proper_answer": "yes", "focus_item": 1},
    {"id": "q", "label": label("q"), "proper_answer": "yes", "focus_item": 1},
]
ROLES = [
    {"id": "a", "label": label("A"), "headcount": 90, "form": {1: "p", 2: "q"}},
    {"id": "b", "label": label("B"), "headcount": 40, "form": {1: "p"}},
]
NEW_MEANING = [{"question": "p", "kind": "meaning", "comparable": False, "note": label("new")}]
# Proper answers of 30 first-year staff and 60 others of role a, of 40 others of role b.
P = {2019: (10, 30, 20), 2020: (12, 33, 22), 2021: (14, 36, 24), 2022: (17, 40, 25)}
P |= {2023: (20, 45, 30)}


def one_year(fiscal_year, **changed):
    """Role a answers p and q, role b p alone; p rises from year to year and q stands still."""
    first, later, of_b = P[fiscal_year]
    cells = {
        ("p", "a"): ((first, 30), (later, 60)),
        ("q", "a"): ((15, 30), (50, 60)),
        ("p", "b"): ((0, 0), (of_b, 40)),
    }
    values = {"questions": QUESTIONS, "roles": ROLES} | changed
    return counted_year(cells, {"a": (30, 60), "b": (0, 40)}, fiscal_year, **values)


def trends_of(*fiscal_years, mean="macro", **changed):
    """Test the years; `y2021=...` gives that year's form what is named."""
    years = {y: one_year(y, **changed.get(f"y{y}", {})) for y in fiscal_years}
    frame = trends(years, ["p", "q"], ["a", "b"], mean, 0.05, 10)
    return frame.set_index(["role", "question"])


@cache
def three_years():
    return trends_of(2021, 2022, 2023)


def p_of_everyone(*years):
    """Proper answers to p and answers given over both roles."""
    return [sum(P[year]) for year in years], [130] * len(years)


def test_trends__two_years_are_none():
    assert trends({y: one_year(y) for y in (2022, 2023)}, ["p"], ["a"], "macro", 0.05, 10) is None
    assert trends({}, ["p"], ["a"], "macro", 0.05, 10) is None


def test_trends__come_for_every_focus_question_and_every_role():
    assert three_years().index.tolist() == [
        *((ALL_ROLES, "p"), (ALL_ROLES, "q"), ("a", HEADLINE), ("b", HEADLINE))
    ]
    assert three_years()["family"].tolist() == ["focus", "focus", "headline", "headline"]


def test_trends__of_a_focus_question_are_cochran_and_armitages_over_everyone():
    row = three_years().loc[(ALL_ROLES, "p")]
    x, n = p_of_everyone(2021, 2022, 2023)
    assert (x, n) == ([74, 82, 95], [130] * 3)
    assert row["p"] == cochran_armitage(x, n)


def test_trends__of_a_headline_relabel_the_people_of_all_years():
    years = {year: one_year(year) for year in (2021, 2022, 2023)}
    for role in ("a", "b"):
        people = {year: figures.respondents[role] for year, figures in years.items()}
        assert three_years().loc[(role, HEADLINE), "p"] == headline_trend(people, mean="macro")


def test_trends__the_mean_asked_for_is_tested():
    pooled = trends_of(2021, 2022, 2023, mean="pooled")
    people = {year: one_year(year).respondents["a"] for year in (2021, 2022, 2023)}
    row = pooled.loc[("a", HEADLINE)]
    assert row["p"] == headline_trend(people, mean="pooled")
    # p and q of 90 people each: (50 + 65) / 180 and (65 + 65) / 180
    assert row[["rate_last", "rate_this"]].tolist() == pytest.approx([115 / 180, 130 / 180])


def test_trends__name_both_ends_and_the_rise_of_a_year():
    row = three_years().loc[(ALL_ROLES, "p")]
    assert row[["n_last", "n_this", "smallest_base"]].tolist() == [130, 130, 130]
    assert row[["rate_last", "rate_this"]].tolist() == pytest.approx([74 / 130, 95 / 130])
    # The slope of three equal years is half the way from the first to the last.
    assert row["change"] == pytest.approx((95 - 74) / 130 / 2)
    assert row[["verdict", "reason"]].tolist() == ["rose", "adjusted_p_at_most_alpha"]
    people = three_years().loc[("a", HEADLINE)]
    assert people[["n_last", "n_this", "smallest_base"]].tolist() == [90, 90, 90]


def test_trends__the_rise_weighs_years_by_their_answers_as_the_test_does():
    # Five people of the last year pull the plain line down, not the weighted one.
    counts = {2021: (40, 100), 2022: (60, 100), 2023: (1, 5)}
    form = {"questions": QUESTIONS[:1], "roles": [ROLES[0] | {"form": {1: "p"}}]}
    years = {
        y: counted_year({("p", "a"): ((0, 0), (x, n))}, {"a": (0, n)}, y, **form)
        for y, (x, n) in counts.items()
    }
    found = trends(years, ["p"], ["a"], "macro", 0.05, 10).set_index("question")["change"]
    n = np.array([100, 100, 5])
    rates = np.array([0.4, 0.6, 0.2])
    weighted, _ = np.polyfit(range(3), rates, 1, w=np.sqrt(n))
    plain, _ = np.polyfit(range(3), rates, 1)
    assert plain < 0 < weighted
    assert found["p"] == pytest.approx(weighted)
    assert found[HEADLINE] == pytest.approx(plain)  # a headline's years count alike


def test_trends__a_fall_is_called_one():
    backwards = {2021: one_year(2023), 2022: one_year(2022), 2023: one_year(2021)}
    row = trends(backwards, ["p"], [], "macro", 0.05, 10).iloc[0]
    assert row["verdict"] == "fell"
    assert row["change"] < 0


def test_trends__are_adjusted_by_holm_within_their_family():
    for _, rows in three_years().groupby("family"):
        assert len(rows) == 2
        expected = multipletests(rows["p"], method="holm")[1]
        np.testing.assert_allclose(rows["p_adjusted"], expected)


def test_trends__a_missing_year_begins_a_new_stretch_and_the_last_one_is_tested():
    found = trends_of(2019, 2021, 2022, 2023)
    for role, question in found.index:
        assert found.loc[(role, question), "stretches"] == [[2019], [2021, 2022, 2023]]
    assert found.loc[(ALL_ROLES, "p"), "p"] == three_years().loc[(ALL_ROLES, "p"), "p"]
    assert found.loc[("a", HEADLINE), "p"] == three_years().loc[("a", HEADLINE), "p"]


def test_trends__too_few_years_after_a_gap_are_not_tested():
    found = trends_of(2019, 2020, 2022, 2023)
    assert found["p"].isna().all()
    assert set(found["verdict"]) == {"not_tested_no_answers"}
    assert set(found["reason"]) == {"fewer_than_three_years_in_a_row"}


def test_trends__five_years_are_tested_together():
    row = trends_of(2019, 2020, 2021, 2022, 2023).loc[(ALL_ROLES, "p")]
    assert row["stretches"] == [[2019, 2020, 2021, 2022, 2023]]
    assert row["p"] == cochran_armitage(*p_of_everyone(2019, 2020, 2021, 2022, 2023))


def test_trends__a_change_of_meaning_breaks_the_line_of_its_question_alone():
    found = trends_of(2019, 2020, 2021, 2022, 2023, y2021={"changes": NEW_MEANING})
    assert found.loc[(ALL_ROLES, "p"), "stretches"] == [[2019, 2020], [2021, 2022, 2023]]
    assert found.loc[(ALL_ROLES, "p"), "p"] == cochran_armitage(*p_of_everyone(2021, 2022, 2023))
    assert found.loc[(ALL_ROLES, "q"), "stretches"] == [[2019, 2020, 2021, 2022, 2023]]


def test_trends__a_headline_is_tested_over_the_questions_that_all_its_years_ask_alike():
    # p has a new meaning in the middle: role a keeps q, role b has nothing left.
    found = trends_of(2021, 2022, 2023, y2022={"changes": NEW_MEANING})
    people = {y: one_year(y).respondents["a"].only(["q"]) for y in (2021, 2022, 2023)}
    of_a, of_b = found.loc[("a", HEADLINE)], found.loc[("b", HEADLINE)]
    assert of_a["p"] == headline_trend(people, mean="macro") == 1  # q stands still
    assert of_a[["rate_last", "rate_this"]].tolist() == pytest.approx([65 / 90] * 2)
    assert of_b[["verdict", "reason"]].tolist() == ["not_comparable", "no_common_question"]
    assert np.isnan(of_b["p"])


def test_trends__a_change_of_meaning_in_the_first_year_of_a_stretch_does_no_harm():
    found = trends_of(2021, 2022, 2023, y2021={"changes": NEW_MEANING})
    assert found.loc[("a", HEADLINE), "p"] == three_years().loc[("a", HEADLINE), "p"]
    assert found.loc[(ALL_ROLES, "p"), "stretches"] == [[2021, 2022, 2023]]


def test_trends__a_year_in_which_nobody_answered_breaks_the_line():
    years = {y: one_year(y) for y in (2019, 2021, 2022, 2023)}
    cells = {("p", "a"): ((0, 0), (0, 0)), ("q", "a"): ((0, 0), (9, 60))}
    cells |= {("p", "b"): ((0, 0), (0, 0))}
    form = {"questions": QUESTIONS, "roles": ROLES}
    empty = counted_year(cells, {"a": (0, 60), "b": (0, 0)}, 2020, **form)
    years = dict(sorted((years | {2020: empty}).items()))
    found = trends(years, ["p", "q"], ["a", "b"], "macro", 0.05, 10).set_index(["role", "question"])
    assert found.loc[(ALL_ROLES, "p"), "stretches"] == [[2019], [2021, 2022, 2023]]
    assert found.loc[(ALL_ROLES, "q"), "stretches"] == [[2019, 2020, 2021, 2022, 2023]]
    assert found.loc[("b", HEADLINE), "stretches"] == [[2019], [2021, 2022, 2023]]


def test_trends__a_role_that_is_new_has_the_years_since_then():
    without_b = {"roles": ROLES[:1]}
    years = {y: one_year(y) for y in (2021, 2022, 2023)}
    cells = {("p", "a"): ((10, 30), (30, 60)), ("q", "a"): ((15, 30), (50, 60))}
    before = counted_year(cells, {"a": (30, 60)}, 2020, questions=QUESTIONS, **without_b)
    found = trends({2020: before, **years}, ["p"], ["a", "b"], "macro", 0.05, 10)
    assert found.set_index("role").loc["b", "stretches"] == [[2021, 2022, 2023]]


def test_trends__a_series_nobody_ever_answered_has_no_stretch():
    cells = {("p", "a"): ((1, 2), (3, 4)), ("p", "b"): ((0, 0), (0, 0))}
    form = {"questions": QUESTIONS[:1], "roles": [ROLES[0] | {"form": {1: "p"}}, ROLES[1]]}
    years = {y: counted_year(cells, {"a": (2, 4), "b": (0, 0)}, y, **form) for y in P}
    row = trends(years, ["p"], ["a", "b"], "macro", 0.05, 10).set_index("role").loc["b"]
    assert row["stretches"] == []
    assert row[["verdict", "smallest_base"]].tolist() == ["not_tested_no_answers", 0]


@pytest.mark.parametrize("x", [0, 40])
def test_trends__all_alike_in_every_year_need_no_test(x):
    cells = {("p", "a"): ((0, 0), (x, 40))}
    form = {"questions": QUESTIONS[:1], "roles": [ROLES[0] | {"form": {1: "p"}}]}
    years = {y: counted_year(cells, {"a": (0, 40)}, y, **form) for y in (2021, 2022, 2023)}
    found = trends(years, ["p"], ["a"], "macro", 0.05, 10)
    assert set(found["verdict"]) == {"no_change_to_test"}
    assert found["p"].tolist() == [1, 1]
    assert found["decided_by"].tolist() == [x / 40] * 2


@pytest.mark.parametrize("years", [(2021, 2022, 2023), (2021,), (2022,), (2023,)])
def test_trends__of_headlines_leave_out_what_a_year_did_not_ask_everybody(years):
    follows = [QUESTIONS[0], QUESTIONS[1] | {"asked_if": {"question": "p", "answer": "no"}}]
    changed = {f"y{y}": {"questions": follows} for y in years}
    found = trends_of(2021, 2022, 2023, **changed)
    people = {y: one_year(y).respondents["a"].only(["p"]) for y in (2021, 2022, 2023)}
    assert found.loc[("a", HEADLINE), "p"] == headline_trend(people, mean="macro")
    assert found.loc[("a", HEADLINE), "rate_this"] == pytest.approx(65 / 90)


@pytest.mark.parametrize("min_stratum", [30, 31])
def test_trends__of_headlines_merge_small_tenures(min_stratum):
    years = {y: one_year(y) for y in (2021, 2022, 2023)}
    found = trends(years, ["p"], ["a"], "macro", 0.05, min_stratum).set_index("question")
    people = {y: figures.respondents["a"] for y, figures in years.items()}
    expected = headline_trend(people, mean="macro", merge_below=min_stratum)
    assert found.loc[HEADLINE, "p"] == expected
    apart = headline_trend(people, mean="macro")
    assert (expected == apart) == (min_stratum == 30)


@pytest.mark.parametrize("of_year", [2021, 2023])
def test_headlines__of_a_role_tallied_in_any_year_of_the_trend_need_persons(of_year):
    years = {year: one_year(year) for year in (2021, 2022, 2023)}
    years[of_year] = without_persons(years[of_year], "a")
    found = trends(years, ["p", "q"], ["a", "b"], "macro", 0.05, 10).set_index(["role", "question"])
    of_a = found.loc[("a", HEADLINE)]
    assert of_a["verdict"] == "not_computable_without_persons"
    assert of_a["reason"] == "needs_persons_where_tallied"
    assert of_a[["p", "p_adjusted"]].isna().all()
    assert of_a["stretches"] == [[2021, 2022, 2023]]
    # questions go on from counts, and other roles by themselves
    expected = three_years()
    assert found.loc[(ALL_ROLES, "p"), "p"] == expected.loc[(ALL_ROLES, "p"), "p"]
    assert found.loc[("b", HEADLINE), "p"] == expected.loc[("b", HEADLINE), "p"]


def test_headlines__of_a_role_tallied_before_the_last_stretch_are_tested():
    years = {year: one_year(year) for year in (2019, 2021, 2022, 2023)}
    years[2019] = without_persons(years[2019], "a")
    found = trends(years, ["p", "q"], ["a", "b"], "macro", 0.05, 10).set_index(["role", "question"])
    assert found.loc[("a", HEADLINE), "stretches"] == [[2019], [2021, 2022, 2023]]
    assert found.loc[("a", HEADLINE), "p"] == three_years().loc[("a", HEADLINE), "p"]


def without_persons(year, role):
    of_persons = {other: own for other, own in year.respondents.items() if other != role}
    return replace(year, respondents=of_persons, tallied=frozenset({role}))
