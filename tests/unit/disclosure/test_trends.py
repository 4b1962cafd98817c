"""Rates of several years in print: stretches, and tests only where every year is shown."""

from __future__ import annotations

from functools import cache

import pandas as pd
import pytest

from selfcheck_analysis.change.trends import trends
from selfcheck_analysis.disclosure.bands import Band
from selfcheck_analysis.disclosure.policy import Rules
from selfcheck_analysis.disclosure.states import Side, all_shown
from selfcheck_analysis.disclosure.trends import trend, trend_tests
from selfcheck_analysis.released import COLUMNS
from selfcheck_analysis.terms import ALL_ROLES, HEADLINE, State
from selfcheck_analysis.trend import cochran_armitage
from tests.small_figures import counted_year, label, small_params, thresholds
from tests.small_release import chosen

RULES = Rules(thresholds(), "macro")
NEW_MEANING = [{"question": "p", "kind": "meaning", "comparable": False, "note": label("new")}]
ROLES = [{"id": "a", "label": label("A"), "headcount": 120, "form": {1: "p", 2: "c"}}]
QUESTIONS = [
    {"id": "p", "label": label("p"), "proper_answer": "yes", "focus_item": 1},
    {
        **{"id": "c", "label": label("c"), "proper_answer": "yes", "focus_item": 1},
        "asked_if": {"question": "p", "answer": "no"},
    },
]
BAND = Band(90, 92, 75, 80)
PROPER = {2019: 80, 2020: 84, 2021: 86, 2022: 90, 2023: 96}
"""Proper answers to p of 120 people; those who said no are asked c, and half of them do it."""


def one_year(fiscal_year, c=None, n=120, **changed):
    """Count a year of n people, 120 of them or fewer, without first-year staff."""
    x = min(PROPER[fiscal_year], n)
    asked = n - x
    cells = {("p", "a"): ((0, 0), (x, n)), ("c", "a"): ((0, 0), c or (asked // 2, asked))}
    form = {"questions": QUESTIONS, "roles": ROLES} | changed
    return counted_year(cells, {"a": (0, n)}, fiscal_year, **form)


def printed(years, hidden=(), rules=RULES, roles=("a",), bands=()):
    """Print trend and tests of counted years; `hidden` and `bands` hold (year, question)."""
    tested = trends(years, ["p", "c"], roles, "macro", 0.05, 10)
    sides = {}
    for year, figures in years.items():
        shown = all_shown(figures)
        own = {}
        for of_year, question in (*hidden, *bands):
            if of_year == year:
                key = (question, "a" if question == HEADLINE else ALL_ROLES, "all")
                shown.states[key] = State.HIDDEN_PROTECTS
                if (year, question) in bands:
                    shown.states[key], own[key] = State.BAND, BAND
        sides[year] = Side(figures, shown.states, own)
    return trend(tested, sides, rules), trend_tests(tested, sides, rules).set_index("question")


@cache
def of_years(*fiscal_years):
    return printed({year: one_year(year) for year in fiscal_years})


def points(frame, question, *columns):
    rows = frame[frame["question"] == question]
    return rows[list(columns)].values.tolist()


def test_trend__three_years_are_one_stretch():
    rates, tests = of_years(2021, 2022, 2023)
    # 86/120 = 71.67, 90/120 = 75, 96/120 = 80
    columns = ("fiscal_year", "stretch", "n_answers", "rate_percent", "state")
    assert points(rates, "p", *columns) == [
        [2021, 1, 120, 72, "shown"],
        [2022, 1, 120, 75, "shown"],
        [2023, 1, 120, 80, "shown"],
    ]
    assert tests.loc["p", ["first_fiscal_year", "n_years"]].tolist() == [2021, 3]
    assert tests.loc["p", "p"] == f"{cochran_armitage([86, 90, 96], [120] * 3):.3f}"
    assert tests.loc["p", "role"] == ALL_ROLES


def test_trend__headlines_are_the_means_over_all_questions_of_the_year():
    rates, tests = of_years(2021, 2022, 2023)
    # (86/120 + 17/34) / 2 = 60.83, (75 + 50) / 2 = 62.5, (80 + 50) / 2
    assert points(rates, HEADLINE, "fiscal_year", "n_answers", "rate_percent") == [
        [2021, 120, 61],
        [2022, 120, 63],
        [2023, 120, 65],
    ]
    assert tests.loc[HEADLINE, "role"] == "a"
    assert tests.loc[HEADLINE, "p"] in ("<0.01", "<0.05", "≥0.05")  # of 120 people


def test_trend__four_years_are_tested_together():
    rates, tests = of_years(2020, 2021, 2022, 2023)
    assert len(points(rates, "p", "stretch")) == 4
    assert tests.loc["p", ["first_fiscal_year", "n_years"]].tolist() == [2020, 4]


def test_trend__a_gap_begins_a_new_stretch():
    rates, tests = of_years(2019, 2021, 2022, 2023)
    assert points(rates, "p", "fiscal_year", "stretch") == [
        *([2019, 1], [2021, 2], [2022, 2], [2023, 2])
    ]
    assert tests.loc["p", ["first_fiscal_year", "n_years", "state"]].tolist() == [2021, 3, "shown"]


def test_trend__a_gap_near_the_end_leaves_too_few_years():
    rates, tests = of_years(2019, 2020, 2022, 2023)
    assert points(rates, "p", "stretch") == [[1], [1], [2], [2]]
    assert tests.loc["p", ["n_years", "verdict", "reason"]].tolist() == [
        *(2, "not_tested_no_answers", "fewer_than_three_years_in_a_row")
    ]
    assert tests.loc["p", ["p", "p_adjusted"]].isna().all()


def test_trend__a_declared_change_of_meaning_begins_a_new_stretch():
    years = {year: one_year(year) for year in (2019, 2020)}
    years |= {2021: one_year(2021, changes=NEW_MEANING), 2022: one_year(2022)}
    rates, tests = printed(years)
    assert points(rates, "p", "fiscal_year", "stretch") == [
        *([2019, 1], [2020, 1], [2021, 2], [2022, 2])
    ]
    assert tests.loc["p", "reason"] == "fewer_than_three_years_in_a_row"
    # A headline is that of the form, whatever it asks: its line goes on.
    assert points(rates, HEADLINE, "stretch") == [[1]] * 4


def test_trend__the_question_c_is_shown_as_any_other():
    rates, tests = of_years(2021, 2022, 2023)
    # 34, 30 and 24 people were asked, half of them did it
    assert points(rates, "c", "n_answers", "rate_percent") == [[34, 50], [30, 50], [24, 50]]
    assert tests.loc["c", "p"] == "≥0.05"


@pytest.mark.parametrize("year", [2021, 2022, 2023])
@pytest.mark.parametrize("question", ["p", HEADLINE])
def test_trend_tests__a_hidden_year_hides_the_test(year, question):
    years = {y: one_year(y) for y in (2021, 2022, 2023)}
    rates, tests = printed(years, hidden=[(year, question)])
    row = tests.loc[question]
    assert row["state"] == "hidden_protects_another_cell"
    assert row.drop(["role", "state"]).isna().all()
    shown = rates[(rates["question"] == question) & (rates["fiscal_year"] == year)]
    assert shown[["n_answers", "rate_percent"]].isna().all(axis=None)
    assert shown["state"].tolist() == ["hidden_protects_another_cell"]
    assert (rates["state"] != "shown").sum() == 1


def test_trend_tests__a_year_hidden_before_the_tested_stretch_does_no_harm():
    years = {y: one_year(y) for y in (2019, 2021, 2022, 2023)}
    _, tests = printed(years, hidden=[(2019, "p")])
    assert tests.loc["p", "state"] == "shown"


def chosen_and_printed(years):
    """Print trend and tests of the focus questions with the states that are chosen for them."""
    settings = {"focus_family": ["p", "c"], "headline_family": ["a"], "trend_from": 2019}
    sides = chosen(years, small_params(**settings)).protected.sides
    tested = trends(years, ["p", "c"], (), "macro", 0.05, 10)
    return trend(tested, sides, RULES), trend_tests(tested, sides, RULES).set_index("question")


@pytest.mark.parametrize("gone", [2019, 2021, 2023])
def test_trend__nobody_asked_looks_like_a_few_asked(gone):
    # Whoever was asked c said no to p: nobody, or 4, in one of the years.
    few, nobody = (
        chosen_and_printed(
            {year: one_year(year, asked if year == gone else None) for year in PROPER}
        )
        for asked in ((2, 4), (0, 0))
    )
    for one, other in zip(few, nobody, strict=True):
        pd.testing.assert_frame_equal(one, other)
    assert few[1].loc["c", "state"] == "hidden_conditional"
    states = few[0][few[0]["question"] == "c"].set_index("fiscal_year")["state"]
    assert states[gone] == "hidden_conditional"
    assert len(states) == 5


def test_trend__a_band_has_its_base_and_its_ends_and_no_rate():
    rates, _ = printed({y: one_year(y) for y in (2021, 2022, 2023)}, bands=[(2022, "p")])
    columns = ["fiscal_year", "n_answers", "low_percent", "high_percent", "state"]
    [banded] = [row for row in points(rates, "p", *columns) if row[-1] == "band"]
    assert banded == [2022, 120, 75, 80, "band"]
    missing = rates.set_index(["question", "fiscal_year"])[["rate_percent", "low_percent"]].isna()
    assert missing.loc[("p", 2022)].tolist() == [True, False]
    assert (missing.drop(index=("p", 2022)) == [False, True]).all(axis=None)


def test_trend_tests__a_band_leaves_the_stretch_and_neither_p_nor_verdict():
    _, tests = printed({y: one_year(y) for y in (2021, 2022, 2023)}, bands=[(2022, "p")])
    row = tests.loc["p"]
    assert row[["state", "first_fiscal_year", "n_years"]].tolist() == ["band", 2021, 3]
    assert row[["p", "p_adjusted", "verdict", "reason"]].isna().all()


def test_trend__a_series_that_nobody_ever_answered_has_no_row_and_no_figures():
    role = {"id": "b", "label": label("B"), "headcount": 5, "form": {1: "p"}}
    years = {
        year: counted_year(
            {("p", "a"): ((0, 0), (60, 120)), ("p", "b"): ((0, 0), (0, 0))},
            {"a": (0, 120), "b": (0, 0)},
            year,
            questions=QUESTIONS[:1],
            roles=[ROLES[0] | {"form": {1: "p"}}, role],
        )
        for year in (2021, 2022, 2023)
    }
    tested = trends(years, ["p"], ["a", "b"], "macro", 0.05, 10)
    sides = {year: all_shown(figures) for year, figures in years.items()}
    rates, tests = trend(tested, sides, RULES), trend_tests(tested, sides, RULES)
    assert set(rates["role"]) == {ALL_ROLES, "a"}
    of_b = tests.set_index("role").loc["b"]
    assert of_b["state"] == "no_answers"
    assert of_b[["p", "p_adjusted", "first_fiscal_year", "n_years"]].isna().all()


def test_trend_tests__p_is_a_class_where_the_smallest_year_is_below_the_base():
    years = {y: one_year(y) for y in (2021, 2022)} | {2023: one_year(2023, n=99)}
    _, tests = printed(years)
    # 96 of 99 this year, after 86 and 90 of 120
    assert tests.loc["p", "p"] == "<0.01"
    fine = Rules(thresholds(p_exact_min_base=99), "macro")
    assert printed(years, rules=fine)[1].loc["p", "p"] == "<0.001"


def test_trend_tests__the_adjusted_p_is_always_a_class():
    _, tests = of_years(2019, 2020, 2021, 2022, 2023)
    assert set(tests["p_adjusted"]) <= {"<0.01", "<0.05", "≥0.05"}
    assert tests["p_adjusted"].notna().all()


def test_trend__two_years_give_empty_tables():
    rates, tests = printed({year: one_year(year) for year in (2022, 2023)})
    assert rates.empty
    assert tests.empty
    assert tuple(rates) == COLUMNS["trend"]
    assert {*tests, "question"} == set(COLUMNS["trend_tests"])


def test_trend__whole_numbers_stay_whole_where_some_are_missing():
    years = {y: one_year(y) for y in (2021, 2022, 2023)}
    rates, tests = printed(years, hidden=[(2022, "p")])
    for column in ("first_fiscal_year", "n_years"):
        assert str(tests[column].dtype) == "Int64"
    assert str(rates["rate_percent"].dtype) == "Int64"
