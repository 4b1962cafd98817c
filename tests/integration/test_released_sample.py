"""The whole shipped sample as released, looked at from outside: what a hidden row may not say.

Nothing here asks the package what it meant to hide. Everything follows from the released tables
alone, as somebody with the CSV files would read them.
"""

from __future__ import annotations

import pandas as pd
import pytest

from selfcheck_analysis.analysis import analyse
from selfcheck_analysis.params import read_params
from tests.project_copy import copy_project, copy_year, set_param

CLASSES = {"<0.01", "<0.05", "≥0.05"}
HIDDEN = ("hidden_", "merged_")
EVERYONE = "all_roles"
TENURES = ("first_year", "second_year_plus", "all")
MIN_BASE, P_EXACT_MIN_BASE = 10, 100

# What a row says of itself before any answer is known: which group, which question, which form.
IDENTITY = {
    "role",
    "question",
    "tenure",
    "family",
    "n_questions",
    "fiscal_year",
    "stretch",
    "state",
}
JUDGED = {"verdict", "reason", "note"}
BASES = {
    "changes": ("n_last", "n_this"),
    "headline_changes": ("n_last", "n_this"),
    "contrasts": ("n_later", "n_first"),
}
COMPARED = [*BASES, "composition", "trend", "trend_tests"]


@pytest.fixture(scope="module", params=["juki_net", "info_nws"])
def tables(request, tmp_path_factory) -> dict[str, pd.DataFrame]:
    """The released tables of one programme.

    So that there is a trend as well, the year before the shipped two is made a copy of the first;
    no table but those of the trend depends on it.
    """
    programme = request.param
    project = copy_project(tmp_path_factory.mktemp("released"))
    copy_year(project, programme, 2022, 2021)
    set_param(project, programme, "trend_from", "2021")
    release = analyse(project, read_params(project, programme, 2023)).release
    return {name: release.frame(name) for name in release.tables}


def is_hidden(frame: pd.DataFrame) -> pd.Series:
    return frame["state"].str.startswith(HIDDEN)


def shown_cells(tables) -> dict[tuple[str, str, str, int], bool]:
    """Return whether each (role, question, tenure, year) is shown in the tables of rates.

    Last year's cells by role are printed with the changes only, which show both years or none.
    """
    rates, focus, changes = (tables[n] for n in ("rates_by_question", "focus_answers", "changes"))
    shown = {
        (row.role, row.question, row.tenure, 2023): row.state == "shown"
        for row in rates.itertuples()
    }
    shown |= {
        (EVERYONE, row.question, row.tenure, row.fiscal_year): row.state == "shown"
        for row in focus.itertuples()
    }
    shown |= {
        (row.role, row.question, row.tenure, 2022): row.state == "shown"
        for row in changes.itertuples()
        if row.role != EVERYONE
    }
    return shown


@pytest.mark.parametrize("name", COMPARED)
def test_hidden_rows__have_no_figure_verdict_reason_or_note(tables, name):
    frame = tables[name]
    hidden = frame[is_hidden(frame)]
    assert hidden[[c for c in frame if c not in IDENTITY]].isna().all(axis=None)


@pytest.mark.parametrize("name", COMPARED)
def test_rows_that_are_not_shown__have_no_figure(tables, name):
    frame = tables[name]
    others = frame[~frame["state"].isin(["shown", "band"])]
    assert others[[c for c in frame if c not in IDENTITY | JUDGED]].isna().all(axis=None)


@pytest.mark.parametrize("name", COMPARED)
def test_rows_with_a_band__have_bases_and_ends_and_nothing_of_the_difference(tables, name):
    frame = tables[name]
    banded = frame[frame["state"] == "band"]
    ends = [c for c in frame if c.endswith("_percent")]
    named = {*BASES.get(name, ()), *ends, "first_fiscal_year", "n_years", "n_answers"}
    others = [c for c in frame if c not in IDENTITY | JUDGED | named]
    assert banded[others].isna().all(axis=None)
    for side in {c.removesuffix("low_percent") for c in ends if c.endswith("low_percent")}:
        low, high = banded[f"{side}low_percent"], banded[f"{side}high_percent"]
        figure = banded[f"{side}percent" if side else "rate_percent"]
        assert ((low % 5 == 0) & (high % 5 == 0) & (low < high) | figure.notna()).all()
        assert (low.isna() == high.isna()).all()


@pytest.mark.parametrize("name", ["changes", "headline_changes", "contrasts", "composition"])
def test_tables__have_hidden_and_shown_rows(tables, name):
    # Or else the tests above would look at nothing.
    assert is_hidden(tables[name]).any()
    some = tables[name]["state"].isin(["shown", "band"])
    assert some.any()


@pytest.mark.parametrize("name", BASES)
def test_bases__are_never_below_the_smallest_that_is_shown(tables, name):
    bases = tables[name][list(BASES[name])].stack().dropna()
    assert (bases >= MIN_BASE).all()


@pytest.mark.parametrize("name", BASES)
def test_p__of_a_small_base_is_one_of_three_classes(tables, name):
    frame = tables[name]
    small = (frame[list(BASES[name])] < P_EXACT_MIN_BASE).fillna(False).any(axis="columns")
    for column in ("p", "p_adjusted"):
        assert set(frame.loc[small, column].dropna()) <= CLASSES
    assert frame.loc[small, "p"].notna().any()


def test_p__of_screening_and_within_a_role_is_always_a_class(tables):
    for name in ("changes", "contrasts"):
        frame = tables[name]
        screening = frame.loc[frame["family"] == "screening", "p_adjusted"]
        assert set(screening.dropna()) <= CLASSES
    assert set(tables["changes"]["p_role"].dropna()) <= CLASSES
    assert set(tables["trend_tests"]["p_adjusted"].dropna()) <= CLASSES


def headline_comparisons(tables) -> list[tuple[pd.DataFrame, list[str]]]:
    """Return the printed comparisons of headlines, each with the columns of its bases."""
    contrasts = tables["contrasts"].query("question == 'headline'")
    frames = {"headline_changes": tables["headline_changes"], "contrasts": contrasts}
    return [(frame, list(BASES[name])) for name, frame in frames.items()]


def test_p__of_headlines_is_always_a_class(tables):
    for frame, _ in headline_comparisons(tables):
        assert set(frame["p"].dropna()) | set(frame["p_adjusted"].dropna()) <= CLASSES
        assert frame["p"].notna().any()
    trends = tables["trend_tests"].query("question == 'headline'")
    assert set(trends["p"].dropna()) <= CLASSES


def test_headlines__of_small_groups_come_without_what_tells_how_slips_hang_together(tables):
    for frame, bases in headline_comparisons(tables):
        small = (frame[bases] < P_EXACT_MIN_BASE).fillna(False).any(axis="columns")
        spread = ["low_points", "high_points", "detectable_points"]
        assert frame.loc[small, spread].isna().all(axis=None)
        assert not frame.loc[small, "note"].fillna("").any()
        assert small.any()


def test_p__of_a_split_is_a_class_where_one_of_its_groups_is_small(tables):
    changes = tables["changes"].set_index(["role", "question", "tenure"])
    for row in tables["composition"].query("state == 'shown'").itertuples():
        groups = [(row.role, row.question, tenure) for tenure in TENURES[:2]]
        bases = [changes.loc[group, base] for group in groups for base in BASES["changes"]]
        if min(bases) < P_EXACT_MIN_BASE:
            assert row.cmh_p in CLASSES or pd.isna(row.cmh_p)


def test_p__of_a_trend_is_a_class_where_one_of_its_years_is_small(tables):
    rates, tests = tables["trend"], tables["trend_tests"]
    fewest = rates.groupby(["role", "question"])["n_answers"].min()
    for row in tests.query("state == 'shown'").itertuples():
        if fewest[(row.role, row.question)] < P_EXACT_MIN_BASE:
            assert row.p in CLASSES


def test_changes__are_shown_only_where_this_years_rate_is(tables):
    shown = shown_cells(tables)
    for row in tables["changes"].query("state == 'shown'").itertuples():
        assert shown[(row.role, row.question, row.tenure, 2023)]


def test_headline_changes__are_shown_only_where_both_headlines_are(tables):
    rates = tables["rates_by_role"].set_index(["role", "tenure", "fiscal_year"])["state"]
    for row in tables["headline_changes"].query("state == 'shown'").itertuples():
        assert {rates[(row.role, row.tenure, year)] for year in (2022, 2023)} == {"shown"}


def test_contrasts__are_shown_only_where_both_tenures_are(tables):
    shown = shown_cells(tables)
    rates = tables["rates_by_role"].query("fiscal_year == 2023").set_index(["role", "tenure"])
    for row in tables["contrasts"].query("state == 'shown'").itertuples():
        for tenure in TENURES[:2]:
            if row.question == "headline":
                assert rates.loc[(row.role, tenure), "state"] == "shown"
            else:
                assert shown[(row.role, row.question, tenure, 2023)]


def test_composition__is_shown_only_where_all_six_cells_are(tables):
    shown = shown_cells(tables)
    split = tables["composition"].query("state == 'shown'")
    for row in split.itertuples():
        cells = [(row.role, row.question, t, y) for t in TENURES for y in (2022, 2023)]
        assert all(shown[cell] for cell in cells)


def test_trend_tests__are_shown_only_where_every_year_is(tables):
    rates = tables["trend"].set_index(["role", "question", "fiscal_year"])["state"]
    for row in tables["trend_tests"].query("state == 'shown'").itertuples():
        first = int(row.first_fiscal_year)
        years = range(first, first + int(row.n_years))
        assert {rates[(row.role, row.question, year)] for year in years} == {"shown"}


def test_conditional_questions__not_shown_have_one_and_the_same_state(tables):
    # These two follow "seen a terminal left logged in": how many were asked is what was answered.
    follow_ups = ("prompted_colleague_to_log_off", "logged_off_unattended_terminal")
    for name in (
        "rates_by_question",
        "changes",
        "contrasts",
        "composition",
        "trend",
        "trend_tests",
    ):
        frame = tables[name]
        states = set(frame.loc[frame["question"].isin(follow_ups), "state"])
        assert states <= {"shown", "band", "absent_group", "hidden_conditional"}


def test_families__add_up_to_the_rows_of_the_tables(tables):
    families = tables["families"].set_index(["comparison", "family"])
    parts = families.drop(columns=["n_comparisons", "n_flagged"])
    assert (parts.sum(axis="columns") == families["n_comparisons"]).all()
    assert (families["n_flagged"] <= families["n_tested"]).all()
    changes, contrasts = tables["changes"], tables["contrasts"]
    for family, rows in changes.groupby("family"):
        assert families.loc[("years", family), "n_comparisons"] == len(rows)
        untold = is_hidden(rows) | (rows["state"] == "band")
        assert families.loc[("years", family), "n_hidden"] == untold.sum()
    for family, rows in contrasts.groupby("family"):
        assert families.loc[("tenures", family), "n_comparisons"] == len(rows)
        told = rows[rows["state"] != "band"]
        flagged = told["verdict"].isin(["rose", "fell"]).sum()
        assert families.loc[("tenures", family), "n_flagged"] == flagged
    headlines = families.loc[("years", "headline"), "n_comparisons"]
    assert headlines == len(tables["headline_changes"])
