"""The same view from confidential figures and from the release; what is hidden stays hidden."""

import pandas as pd
import pytest

from selfcheck_analysis.terms import ALL_ROLES, State
from selfcheck_analysis.workbench.opened_release import OpenedRelease
from selfcheck_analysis.workbench.views import (
    QUESTION_COLUMNS,
    ROLE_COLUMNS,
    TENURES,
    confidential_view,
    pair_view,
    released_view,
)
from tests.factories import fake_publication, fake_thresholds, first_year, printed_last_year

FIGURES = ["last", "this", "change", "low", "high", "detectable", "n_last", "n_this"]


def opened(**changes):
    pub = fake_publication("en", **changes)
    return OpenedRelease(pub.release, pub.questionnaire, pub.words)


@pytest.fixture
def released():
    return released_view(opened(), 2022)


def row(view, role, question, tenure="all"):
    frame = view.questions.set_index(["role", "question", "tenure"])
    return frame.loc[(role, question, tenure)]


@pytest.mark.parametrize("against", [2022, TENURES])
def test_views__have_the_same_columns(year, against):
    for view in (confidential_view(year, against), released_view(opened(), against)):
        assert list(view.questions.columns) == QUESTION_COLUMNS
        assert list(view.roles.columns) == ROLE_COLUMNS
        assert len(view.questions)
        assert len(view.roles)


def test_confidential_view__prints_counts_with_a_decimal(year):
    view = confidential_view(year, 2022)
    found = row(view, ALL_ROLES, "no_unattended_terminal_seen")
    # 228/266 = 85.71 %, 228/258 = 88.37 %; 2.66 points
    assert found[["last", "this", "change"]].tolist() == [85.7, 88.4, 2.7]
    assert found["n_this"] == 258
    assert view.sides == ("FY2022", "FY2023")


def test_confidential_view__gives_a_role_all_questions_of_its_form(year):
    view = confidential_view(year, 2022)
    for role in view.form.roles:
        of_role = view.questions[view.questions["role"] == role.id]
        asked = [question.id for question in view.form.counted(role)]
        assert of_role["question"].drop_duplicates().tolist() == asked
    alone = "knows_contact_tree_location"  # which one role is asked, and so stands over everyone
    own = row(view, "citizens_division_staff", alone)
    assert own[FIGURES].tolist() == row(view, ALL_ROLES, alone)[FIGURES].tolist()


def test_confidential_view__draws_no_change_of_what_is_not_comparable(year):
    frame = confidential_view(year, 2022).questions
    declared = frame[frame["verdict"] == "not_comparable"]
    assert len(declared)
    assert declared[["change", "low", "high", "detectable"]].isna().all(axis=None)


def test_confidential_view__without_another_year_has_rates_alone(year):
    view = confidential_view(year, None)
    assert view.sides == ("", "FY2023")
    assert view.questions["this"].notna().any()
    assert view.questions[["last", "change"]].isna().all(axis=None)


def test_confidential_view__of_tenures_has_headlines_of_both(year):
    view = confidential_view(year, TENURES)
    rates = year.rates(by=["role", "tenure"]).set_index(["role", "tenure"])["macro_rate"]
    found = view.roles.set_index("role").loc["other_departments"]
    for side, tenure in (("this", "first_year"), ("last", "second_year_plus")):
        assert abs(found[side] - 100 * rates[("other_departments", tenure)]) < 0.051


def test_pair_view__names_both_groups(year):
    view = pair_view(year, 2022, "other_departments", "all", "others", "first_year")
    assert view.sides == (
        "All other roles, First year, FY2022",
        "Other departments that use Juki-net, All, FY2023",
    )
    assert view.verdicts == "verdict"
    assert not view.released


def test_released_view__has_no_figure_that_the_release_has_not(released):
    frame = opened().release.frame("changes").set_index(["role", "question", "tenure"])
    for found in released.questions.to_dict("records"):
        key = (found["role"], found["question"], found["tenure"])
        table = frame.loc[key if key in frame.index else (ALL_ROLES, *key[1:])]
        for side in ("last", "this"):
            assert str(found[side]) == str(table[f"{side}_percent"])
        for name in ("change", "low", "high", "detectable"):
            assert str(found[name]) == str(table[f"{name}_points"])


def test_released_view__hidden_rows_have_a_reason_and_nothing_else(released):
    hidden = released.questions[[State(s).hidden for s in released.questions["state"]]]
    assert len(hidden)
    assert hidden[[*FIGURES, "verdict"]].isna().all(axis=None)


def test_released_view__hidden_headlines_have_a_reason(released):
    hidden = released.roles[released.roles["role"] == "section_leads"]
    assert hidden[["last", "this"]].isna().all(axis=None)
    assert set(hidden["state_this"]) == {"absent_group", "hidden_small_base"}


def test_released_view__of_tenures_takes_the_contrasts():
    view = released_view(opened(), TENURES)
    frame = opened().release.frame("contrasts")
    shown = frame[frame["first_percent"].notna() & (frame["question"] != "headline")].iloc[0]
    found = row(view, shown["role"], shown["question"])
    assert (found["this"], found["last"]) == (shown["first_percent"], shown["later_percent"])
    assert view.verdicts == "contrast_verdict"


@pytest.mark.parametrize("changes", [first_year(), printed_last_year()])
def test_released_view__without_comparisons_has_this_year_s_rates(changes):
    view = released_view(opened(**changes), None)
    assert view.questions["this"].tolist() == [99]  # the one rate by question of the release
    assert pd.isna(view.questions["change"]).all()


def test_released_view__of_what_nothing_protects_stays_in_the_room():
    view = released_view(opened(thresholds=fake_thresholds(internal_only=True)), 2022)
    assert not view.released
    assert released_view(opened(), 2022).released
