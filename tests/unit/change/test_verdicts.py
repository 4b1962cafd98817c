"""Families, adjustment, verdicts and notes, from p-values that are given."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from statsmodels.stats.multitest import multipletests

from selfcheck_analysis.change.verdicts import decide
from selfcheck_analysis.terms import Family, Reason

FOCUS, SCREENING = Family.FOCUS, Family.SCREENING


def measured(*p, **columns):
    """One comparison for each p: 50 answers in both years, a fall of ten points."""
    values = {
        "n_last": 50,
        "n_this": 50,
        "rate_last": 0.9,
        "rate_this": 0.8,
        "change": -0.1,
        "low": -0.2,
        "high": 0.05,
        "smallest_p": 1e-9,
        "settled": pd.NA,
    }
    return pd.DataFrame({**dict.fromkeys(["p"]), **values, **columns}, index=range(len(p))).assign(
        p=p
    )


def families(*names):
    return pd.Series(list(names))


def test_decide__focus_is_adjusted_by_holm_and_screening_by_benjamini_hochberg():
    p = [0.01, 0.03, 0.04, 0.01, 0.03, 0.04]
    decided = decide(measured(*p), 0.05, families(*[FOCUS] * 3, *[SCREENING] * 3))
    # Holm by hand: 3 x .01, 2 x .03, then no less: .03 .06 .06; BH: 3/1 x .01, 3/2 x .03, .04
    assert decided["p_adjusted"].tolist() == pytest.approx([0.03, 0.06, 0.06, 0.03, 0.04, 0.04])
    assert decided["verdict"].tolist() == [
        "fell",
        *["not_shown_to_have_changed"] * 2,
        *["fell"] * 3,
    ]


def test_decide__without_families_every_row_stands_by_itself():
    decided = decide(measured(0.04, 0.04, 0.04), 0.05)
    assert decided["p_adjusted"].tolist() == [0.04] * 3
    assert set(decided["verdict"]) == {"fell"}


def test_decide__the_sign_of_the_change_gives_the_direction():
    assert decide(measured(0.01, change=0.1), 0.05)["verdict"].tolist() == ["rose"]


def test_decide__what_cannot_reach_tarones_level_is_dropped_and_does_not_weigh():
    # Two of three can attain .05/2 (p* 1e-9), the third only .03: Tarone's K is 2, level .025.
    rows = measured(0.02, 0.5, 0.04, smallest_p=[1e-9, 1e-9, 0.03])
    decided = decide(rows, 0.05, families(FOCUS, FOCUS, FOCUS))
    assert decided["verdict"].tolist()[2] == "not_testable_at_this_size"
    assert decided.loc[2, ["decided_by", "decided_against"]].tolist() == [0.03, 0.025]
    assert decided["p_adjusted"].tolist()[:2] == pytest.approx([0.04, 0.5])  # Holm over two
    assert np.isnan(decided["p_adjusted"][2])


def test_decide__screening_drops_only_what_cannot_reach_alpha():
    rows = measured(0.02, 0.5, 0.04, 0.1, smallest_p=[1e-9, 1e-9, 0.03, 0.06])
    decided = decide(rows, 0.05, families(*[SCREENING] * 4))
    assert decided["reason"].tolist()[2:] == ["adjusted_p_above_alpha", "smallest_p_above_level"]


@pytest.mark.parametrize(
    ("settled", "verdict", "numbers"),
    [
        (Reason.NO_ANSWERS, "not_tested_no_answers", (50, 50)),
        (Reason.DECLARED, "not_comparable", None),
        (Reason.NO_COMMON_QUESTION, "not_comparable", None),
        (Reason.BROKEN_SERIES, "not_tested_no_answers", None),
        (Reason.NEEDS_PERSONS, "not_computable_without_persons", None),
        (Reason.ALL_ALIKE, "no_change_to_test", (0.9, 0.8)),
    ],
)
def test_decide__what_is_settled_needs_no_p(settled, verdict, numbers):
    row = decide(measured(0.001, settled=settled), 0.05).iloc[0]
    assert (row["verdict"], row["reason"]) == (verdict, str(settled))
    found = row[["decided_by", "decided_against"]]
    assert found.isna().all() if numbers is None else tuple(found) == numbers


def test_decide__too_small_a_size_comes_before_answers_all_alike():
    row = decide(measured(1.0, settled=Reason.ALL_ALIKE, smallest_p=0.2), 0.05).iloc[0]
    assert row["reason"] == "smallest_p_above_level"


@pytest.mark.parametrize(
    ("p", "low", "high", "note"),
    [
        (0.2, -0.2, 0.1, ""),
        (0.01, -0.2, -0.1, ""),
        (0.04, -0.2, -0.1, "interval_without_zero_for_one_test_alone"),  # adjusted .08
        (0.06, -0.2, -0.1, "interval_without_zero_by_another_method"),
        (0.01, -0.2, 0.0, "interval_with_zero_by_another_method"),
        (0.01, np.nan, np.nan, ""),  # no interval, nothing to contradict
    ],
)
def test_decide__a_note_says_why_interval_and_verdict_part_company(p, low, high, note):
    rows = measured(p, 0.9, low=low, high=high)
    assert decide(rows, 0.05, families(FOCUS, FOCUS)).iloc[0]["note"] == note


@given(st.lists(st.floats(1e-12, 1), min_size=1, max_size=20), st.sampled_from(list(Family)))
def test_decide__adjusting_never_lowers_p_and_keeps_the_order(p, family):
    decided = decide(measured(*p), 0.05, pd.Series([family] * len(p)))
    adjusted = decided["p_adjusted"].to_numpy()
    assert (adjusted >= np.array(p)).all()
    assert (np.diff(adjusted[np.argsort(p, kind="stable")]) >= 0).all()
    method = "fdr_bh" if family is SCREENING else "holm"
    np.testing.assert_allclose(adjusted, multipletests(p, method=method)[1])
