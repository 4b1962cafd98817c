"""A third year beside the shipped two: the trend, and a year of which there is nothing."""

from __future__ import annotations

import pandas as pd
import pytest

from selfcheck_analysis.analysis import Outcome, analyse
from selfcheck_analysis.paths import Project
from selfcheck_analysis.preflight import check_runs
from selfcheck_analysis.questionnaire import read_questionnaire
from selfcheck_analysis.terms import ALL_ROLES, HEADLINE
from selfcheck_analysis.trend import cochran_armitage
from tests.project_copy import copy_project, copy_year, set_param

PROGRAMMES = ("juki_net", "info_nws")


def run(project: Project, programme: str, trend_from: int) -> Outcome:
    """Check and analyse, without notebooks and pages."""
    set_param(project, programme, "trend_from", str(trend_from))
    [params] = check_runs(project, [(programme, 2023)])
    return analyse(project, params)


@pytest.fixture(scope="module")
def project(tmp_path_factory) -> Project:
    """The shipped project, and the year 2021 as a copy of 2022."""
    project = copy_project(tmp_path_factory.mktemp("three_years"))
    for programme in PROGRAMMES:
        copy_year(project, programme, 2022, 2021)
    return project


@pytest.fixture(scope="module", params=PROGRAMMES)
def finished(project, request) -> tuple[Project, str, Outcome]:
    return project, request.param, run(project, request.param, 2021)


def test_trend__holds_every_focus_question_and_every_headline(finished):
    project, programme, outcome = finished
    forms = read_questionnaire(project, programme, 2023)
    expected = [(ALL_ROLES, question.id) for question in forms.focus_questions()]
    roles = [role.id for role in forms.roles]
    if programme == "juki_net":  # roles of 2 and 8 people are reported together
        roles[:2] = ["residence_record_leads"]
    expected += [(role, HEADLINE) for role in roles]
    tests = outcome.release.frame("trend_tests")
    assert list(zip(tests["role"], tests["question"], strict=True)) == expected
    rates = outcome.release.frame("trend")
    assert set(rates["fiscal_year"]) == {2021, 2022, 2023}
    assert set(rates["stretch"]) == {1}
    shown = tests[tests["state"] == "shown"]
    assert len(shown) > 2
    assert (shown[["first_fiscal_year", "n_years"]] == [2021, 3]).all(axis=None)


def test_trend__rates_are_those_of_the_other_tables(finished):
    release = finished[2].release
    rates = release.frame("trend")
    focus = release.frame("focus_answers").query("tenure == 'all'")
    roles = release.frame("rates_by_role").query("tenure == 'all'")
    for row in rates.itertuples():
        year = max(row.fiscal_year, 2022)  # 2021 is a copy
        if row.question == HEADLINE:
            other = roles[(roles["role"] == row.role) & (roles["fiscal_year"] == year)].iloc[0]
            printed, n = {other["rate_percent"]}, other["n_people"]
        else:
            of_question = (focus["question"] == row.question) & (focus["fiscal_year"] == year)
            other = focus[of_question].iloc[0]
            printed, n = {other["yes_percent"], other["no_percent"]}, other["n_answers"]
        assert row.state == other["state"]
        if row.state == "shown":
            assert row.rate_percent in printed
            assert row.n_answers == n


def test_trend__p_of_focus_questions_is_that_of_the_counts(finished):
    project, programme, outcome = finished
    counts = pd.read_parquet(project.processed(programme, 2023) / "compared_questions.parquet")
    everyone = counts[(counts["role"] == ALL_ROLES) & (counts["tenure"] == "all")]
    tests = outcome.release.frame("trend_tests").set_index("question")
    n_fine = 0
    for row in everyone.itertuples():
        p, fewest = tests.loc[row.question, "p"], min(row.n_last, row.n_this)
        if fewest < 100 or tests.loc[row.question, "state"] != "shown":
            continue
        x, n = [row.x_last, row.x_last, row.x_this], [row.n_last, row.n_last, row.n_this]
        exact = cochran_armitage(x, n)
        # three decimals, or less than the smallest of them
        assert p == ("<0.001" if exact < 0.001 else f"{exact:.3f}")
        n_fine += 1
    assert n_fine > 0


def test_trend__every_computed_comparison_is_kept(finished):
    project, programme, outcome = finished
    folder = project.processed(programme, 2023)
    kept = pd.read_parquet(folder / "compared_trends.parquet")
    assert len(kept) == len(outcome.release.frame("trend_tests"))


@pytest.mark.parametrize("finished", ["info_nws"], indirect=True)
def test_trend__a_year_of_which_there_is_nothing_is_a_gap(finished):
    project, programme, outcome = finished
    later = run(project, programme, 2020).release
    for name in ("trend", "trend_tests"):
        pd.testing.assert_frame_equal(later.frame(name), outcome.release.frame(name))


def test_trend__a_gap_breaks_the_line_and_the_last_stretch_is_tested(tmp_path):
    project = copy_project(tmp_path)
    for year in (2021, 2019):
        copy_year(project, "info_nws", 2022, year)
    release = run(project, "info_nws", 2019).release
    rates, tests = release.frame("trend"), release.frame("trend_tests")
    assert set(zip(rates["fiscal_year"], rates["stretch"], strict=True)) == {
        *((2019, 1), (2021, 2), (2022, 2), (2023, 2))
    }
    shown = tests[tests["state"] == "shown"]
    assert (shown[["first_fiscal_year", "n_years"]] == [2021, 3]).all(axis=None)
    assert len(shown) > 2


def test_trend__too_short_after_a_gap_has_its_reason(tmp_path):
    project = copy_project(tmp_path)
    for year in (2020, 2019):
        copy_year(project, "info_nws", 2022, year)
    tests = run(project, "info_nws", 2019).release.frame("trend_tests")
    shown = tests[tests["state"] == "shown"]
    assert set(shown["reason"]) == {"fewer_than_three_years_in_a_row"}
    assert shown[["p", "p_adjusted"]].isna().all(axis=None)
