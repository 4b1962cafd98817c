"""Comparisons: columns, outcomes, families and verdicts."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from statsmodels.stats.multitest import multipletests

from selfcheck_analysis.change import changes, compare_counts
from tests.small_figures import counted_year, label


def one(x_last, n_last, x_this, n_this, alpha=0.05):
    frame = pd.DataFrame(
        {"x_last": [x_last], "n_last": [n_last], "x_this": [x_this], "n_this": [n_this]}
    )
    return compare_counts(frame, alpha).iloc[0]


def year(p_a, q_a, p_b, fiscal_year=2023, c_a=((0, 0), (0, 0)), **changed):
    cells = {("p", "a"): p_a, ("c", "a"): c_a, ("q", "a"): q_a, ("p", "b"): p_b}
    people = {"a": (p_a[0][1], p_a[1][1]), "b": (p_b[0][1], p_b[1][1])}
    return counted_year(cells, people, fiscal_year, **changed)


def test_compare__change_is_this_year_minus_last_with_newcombes_interval():
    # Newcombe 1998, table II example (a), method 10: 56/70 - 48/80 is .0524 to .3339
    row = one(48, 80, 56, 70)
    assert row["change"] == pytest.approx(56 / 70 - 48 / 80)
    assert (row["low"], row["high"]) == pytest.approx((0.0524, 0.3339), abs=5e-5)


def test_compare__p_is_boschlooss_and_mid_p_fishers():
    # 7/34 against 1/34: Boschloo .03846392, Fisher mid-p .0297 (Fagerland et al. 2017, table 4.4)
    row = one(7, 34, 1, 34)
    assert row["p"] == pytest.approx(0.03846392, abs=5e-9)
    assert row["mid_p"] == pytest.approx(0.0297, abs=5e-5)


@pytest.mark.parametrize(
    ("counts", "outcome"),
    [
        ((0, 0, 3, 5), "not_tested_no_answers"),
        ((3, 5, 0, 0), "not_tested_no_answers"),
        ((2, 2, 0, 2), "not_testable_at_this_size"),  # smallest p of 2 v 2 is .125
        ((30, 30, 40, 40), "no_change_to_test"),
        ((0, 30, 0, 40), "no_change_to_test"),
    ],
)
def test_compare__what_no_test_can_decide_is_named(counts, outcome):
    assert one(*counts)["outcome"] == outcome


def test_compare__an_ordinary_pair_is_left_to_the_test():
    assert pd.isna(one(20, 30, 25, 30)["outcome"])


def test_compare__a_group_without_answers_has_missing_figures_not_zeros():
    row = one(0, 0, 3, 5)
    assert row[["rate_last", "change", "low", "high", "p"]].isna().all()
    assert row["rate_this"] == pytest.approx(0.6)


def test_compare__an_empty_frame_stays_empty():
    empty = pd.DataFrame(
        {c: pd.Series(dtype=int) for c in ("x_last", "n_last", "x_this", "n_this")}
    )
    assert compare_counts(empty).empty


def test_compare__impossible_counts_are_refused():
    with pytest.raises(ValueError, match="6"):
        one(6, 5, 1, 5)


def test_compare__input_is_not_changed():
    frame = pd.DataFrame({"x_last": [1], "n_last": [5], "x_this": [2], "n_this": [5]})
    before = frame.copy()
    compare_counts(frame)
    pd.testing.assert_frame_equal(frame, before)


FALL = (((10, 40), (20, 60)), ((5, 40), (6, 60)), ((3, 10), (5, 20)))
HIGH = (((38, 40), (58, 60)), ((5, 40), (6, 60)), ((9, 10), (19, 20)))


def test_changes__focus_questions_come_over_everyone_asked_first():
    compared = changes(year(*FALL), year(*HIGH, fiscal_year=2022), 0.05)
    first = compared.iloc[0]
    assert (first["role"], first["question"], first["family"]) == ("all_roles", "p", "focus")
    everyone = compared[(compared["role"] == "all_roles") & (compared["tenure"] == "all")].iloc[0]
    # last year 38 + 58 + 9 + 19 = 124 of 130, this year 10 + 20 + 3 + 5 = 38 of 130
    assert tuple(everyone[["x_last", "n_last", "x_this", "n_this"]]) == (124, 130, 38, 130)
    assert everyone["verdict"] == "fell"


def test_changes__holm_over_the_focus_family_and_bh_over_screening():
    compared = changes(year(*FALL), year(*HIGH, fiscal_year=2022), 0.05)
    for family, method in (("focus", "holm"), ("screening", "fdr_bh")):
        rows = compared[(compared["family"] == family) & compared["p_adjusted"].notna()]
        assert len(rows) > 1
        expected = multipletests(rows["p"], method=method)[1]
        np.testing.assert_allclose(rows["p_adjusted"], expected)


def test_changes__groups_too_small_to_test_do_not_weigh_on_their_family():
    small = (((1, 2), (20, 60)), ((5, 40), (6, 60)), ((0, 0), (5, 20)))
    compared = changes(year(*small), year(*HIGH, fiscal_year=2022), 0.05)
    rows = compared.set_index(["role", "question", "tenure"])
    assert rows.loc[("b", "p", "first_year"), "verdict"] == "not_tested_no_answers"
    assert pd.isna(rows.loc[("b", "p", "first_year"), "p_adjusted"])


def test_changes__same_rates_are_not_called_unchanged():
    compared = changes(year(*HIGH), year(*HIGH, fiscal_year=2022), 0.05)
    tested = compared[compared["n_this"] > 0]
    assert set(tested["verdict"]) == {"not_shown_to_have_changed"}


def test_changes__a_question_that_changed_meaning_is_not_comparable():
    declared = [{"question": "p", "kind": "meaning", "comparable": False, "note": label("new")}]
    compared = changes(year(*FALL, changes=declared), year(*HIGH, fiscal_year=2022), 0.05)
    verdicts = compared[compared["question"] == "p"]
    assert set(verdicts["verdict"]) == {"not_comparable"}
    assert verdicts["p_adjusted"].isna().all()


def test_changes__a_question_new_this_year_has_no_last_year():
    last = year(*HIGH, fiscal_year=2022)
    last = replace(last, counts=last.counts[last.counts["question"] != "q"])
    compared = changes(year(*FALL), last, 0.05)
    new = compared[compared["question"] == "q"]
    assert (new["n_last"] == 0).all()
    assert set(new["verdict"]) == {"not_tested_no_answers"}


def test_changes__rose_and_fell_follow_the_sign():
    up = changes(year(*HIGH), year(*FALL, fiscal_year=2022), 0.05)
    down = changes(year(*FALL), year(*HIGH, fiscal_year=2022), 0.05)
    pick = [("all_roles", "p", "all")]
    key = ["role", "question", "tenure"]
    assert up.set_index(key).loc[pick, "verdict"].tolist() == ["rose"]
    assert down.set_index(key).loc[pick, "verdict"].tolist() == ["fell"]
