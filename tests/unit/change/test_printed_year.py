"""Counts of this year against every table that fits last year's print."""

from __future__ import annotations

from functools import cache

import numpy as np
import pandas as pd
import pytest
from statsmodels.stats.multitest import multipletests

from selfcheck_analysis.change import printed_year as module
from selfcheck_analysis.change.counts import compare_counts
from selfcheck_analysis.change.printed_year import AgainstPrint, against_print
from selfcheck_analysis.exact import boschloo
from selfcheck_analysis.questionnaire import Answer
from selfcheck_analysis.terms import ALL_ROLES, InTables, Tenure
from tests.small_figures import counted_year, label
from tests.small_print import ONE_TABLE, SIZES, last_year, p_block

FIRST, LATER, EVERYONE = Tenure
CELLS = {
    ("p", "a"): ((30, 36), (50, 56)),
    ("c", "a"): ((0, 0), (0, 0)),
    ("q", "a"): ((36, 36), (50, 56)),
    ("p", "b"): ((4, 4), (4, 4)),
}
PEOPLE = {"a": (36, 56), "b": (4, 4)}
FINE = {"first_year": (34, 40), "second_year_plus": (54, 60), "all": (88, 100)}
"""Proper answers to p of everyone this year: 30 + 4 of 36 + 4, and 50 + 4 of 56 + 4."""


def this_year(cells=CELLS, **changed):
    return counted_year(cells, PEOPLE, **changed)


def compared(*blocks, focus=("p",), alpha=0.05, this=None) -> pd.DataFrame:
    found = against_print(this or this_year(), last_year(*blocks), list(focus), alpha)
    return found.questions.set_index(["question", "tenure"])


def test_one_table__gives_the_figures_of_a_comparison_of_counts():
    found = compared(ONE_TABLE)
    last = {"first_year": (38, 40), "second_year_plus": (58, 60), "all": (96, 100)}
    counts = [(*last[tenure], *FINE[tenure]) for tenure in FINE]
    exact = compare_counts(pd.DataFrame(counts, columns=["x_last", "n_last", "x_this", "n_this"]))
    for side in ("low", "high"):
        np.testing.assert_allclose(found[f"p_{side}"].astype(float), exact["p"], rtol=1e-9)
        np.testing.assert_allclose(found[f"change_{side}"].astype(float), exact["change"])
        adjusted = multipletests(exact["p"], method="holm")[1]
        np.testing.assert_allclose(found[f"p_adjusted_{side}"].astype(float), adjusted, rtol=1e-9)
    assert found["n_tables"].tolist() == [1, 1, 1]
    assert found[["x_this", "n_this"]].values.tolist() == [list(FINE[tenure]) for tenure in FINE]


def many_tables():
    """Solve a print of 100 to 110 people, which fits some thirty tables."""
    return last_year(p_block(88, 99, 96), people=(100, 110))


def tables_of(last):
    """Return (proper, answers) of the three tenures for every table that fits."""
    block = last.tables(ALL_ROLES, "p").tables
    return [
        ((y1, n1), (y2, n2), (y1 + y2, n1 + n2))
        for n1, y1, n2, y2 in zip(*(values.tolist() for values in block.arrays()), strict=True)
    ]


@cache
def p_of_every_table():
    """Return one row per table: Boschloo's p of the three tenures against this year's counts."""
    return np.array(
        [
            [
                float(boschloo(x, n, *FINE[tenure]))
                for tenure, (x, n) in zip(FINE, table, strict=True)
            ]
            for table in tables_of(many_tables())
        ]
    )


@cache
def ranges(alpha=0.05):
    found = against_print(this_year(), many_tables(), ["p"], alpha).questions
    return found.set_index("tenure")


def test_ranges__are_the_smallest_and_largest_over_every_table():
    found, p = ranges(), p_of_every_table()
    assert len(p) > 20
    np.testing.assert_allclose(found["p_low"].astype(float), p.min(axis=0), rtol=1e-9)
    np.testing.assert_allclose(found["p_high"].astype(float), p.max(axis=0), rtol=1e-9)
    assert found["n_tables"].tolist() == [len(p)] * 3
    assert found["n_significant"].tolist() == (p <= 0.05).sum(axis=0).tolist()
    changes = np.array(
        [
            [FINE[t][0] / FINE[t][1] - x / n for t, (x, n) in zip(FINE, table, strict=True)]
            for table in tables_of(many_tables())
        ]
    )
    np.testing.assert_allclose(found["change_low"].astype(float), changes.min(axis=0))
    np.testing.assert_allclose(found["change_high"].astype(float), changes.max(axis=0))


def test_ranges__name_the_counts_that_give_the_ends_of_the_change():
    for tenure, row in ranges().iterrows():
        x, n = FINE[tenure]
        for side in ("low", "high"):
            change = x / n - row[f"x_last_{side}"] / row[f"n_last_{side}"]
            assert change == pytest.approx(row[f"change_{side}"], abs=1e-12)
        bases = [table[list(FINE).index(tenure)][1] for table in tables_of(many_tables())]
        assert row["n_last_smallest"] == min(bases)


def test_adjusted_p__of_every_table_lies_within_its_bounds():
    # Holm by statsmodels, table by table: the tenures of a table belong together.
    found = ranges()
    low, high = (found[f"p_adjusted_{side}"].to_numpy(float) for side in ("low", "high"))
    adjusted = np.array([multipletests(p, method="holm")[1] for p in p_of_every_table()])
    assert (adjusted >= low * (1 - 1e-9)).all()
    assert (adjusted <= high * (1 + 1e-9)).all()
    # and they are no wider than Holm of all ends together
    for bounds, p in (
        (low, p_of_every_table().min(axis=0)),
        (high, p_of_every_table().max(axis=0)),
    ):
        np.testing.assert_allclose(bounds, multipletests(p, method="holm")[1], rtol=1e-9)


@pytest.mark.parametrize("alpha", [0.001, 0.02, 0.05, 0.1, 0.2, 0.4])
def test_verdict__is_that_of_every_table_or_of_none(alpha):
    # What is said of a comparison holds in each table, whatever Holm makes of its tenures.
    found = ranges(alpha)
    adjusted = np.array([multipletests(p, method="holm")[1] for p in p_of_every_table()])
    for place, verdict in enumerate(found["verdict"]):
        significant = adjusted[:, place] <= alpha
        if verdict == "not_shown_to_have_changed_in_any_table":
            assert not significant.any()
        elif verdict in ("fell_in_every_table", "rose_in_every_table"):
            assert significant.all()
        else:
            assert verdict == "undecided"


def test_verdict__of_the_test_above_is_not_always_the_same():
    verdicts = {
        verdict
        for alpha in (0.001, 0.02, 0.05, 0.1, 0.2, 0.4)
        for verdict in ranges(alpha)["verdict"]
    }
    assert verdicts >= {"not_shown_to_have_changed_in_any_table", "undecided"}


def test_verdict__a_fall_in_every_table_is_called_one_and_a_rise_too():
    low = {("p", "a"): ((10, 36), (20, 56)), **{key: CELLS[key] for key in list(CELLS)[1:]}}
    fell = compared(p_block(95, 97, 96), this=this_year(low))["verdict"]
    assert set(fell) == {"fell_in_every_table"}
    rose = compared(p_block(15, 20, 18))["verdict"]
    assert set(rose) == {"rose_in_every_table"}


def test_verdict__all_alike_is_said_only_where_it_is_so_in_every_table():
    alike = {("p", "a"): ((36, 36), (56, 56)), **{key: CELLS[key] for key in list(CELLS)[1:]}}
    # Of up to 199 answers 100 % can only be all of them; of 200 or more it can be all but one.
    found = compared(p_block(100, 100, 100, sizes=SIZES), this=this_year(alike))
    assert set(found["verdict"]) == {"all_alike_in_every_table"}
    assert found["p_adjusted_low"].tolist() == [1, 1, 1]
    last = last_year(p_block(100, 100, 100), people=(250, 260))
    found = against_print(this_year(alike), last, ["p"], 0.05).questions.set_index("tenure")
    assert found.loc["all", "verdict"] == "not_shown_to_have_changed_in_any_table"


NOTHING = ["n_tables", "change_low", "p_low", "p_high", "p_adjusted_low", "p_adjusted_high"]


def test_print_that_contradicts_itself__is_not_compared_and_leaves_the_family():
    # 1 % yes beside 100 % no: impossible below 200 answers.
    impossible = p_block((95, 5), (1, 100), (96, 4), sizes=SIZES)
    beside = p_block((100, 0), (88, 12), (93, 7), question="q", role="a", sizes=SIZES)
    found = compared(impossible, beside, focus=("p", "q"))
    assert set(found.loc["p", "verdict"]) == {"print_contradicts_itself"}
    assert found.loc["p", NOTHING].isna().all(axis=None)
    alone = compared(beside, focus=("q",))
    # Holm over the three comparisons that have a p, not over six
    pd.testing.assert_frame_equal(found.loc["q"][NOTHING], alone.loc["q"][NOTHING])
    assert alone["p_low"].notna().all()


def test_question__not_printed_or_declared_otherwise_is_not_compared():
    assert set(compared(p_block(95, 97, 96, question="q", role="a"))["verdict"]) == {"not_printed"}
    declared = [{"question": "p", "kind": "meaning", "comparable": False, "note": label("new")}]
    found = compared(ONE_TABLE, this=this_year(changes=declared))
    assert set(found["verdict"]) == {"not_comparable"}
    assert found[NOTHING].isna().all(axis=None)


def test_tenure__that_nobody_answers_this_year_or_printed_blank_is_not_compared():
    later_only = {key: ((0, 0), later) for key, (_, later) in CELLS.items()}
    found = compared(ONE_TABLE, this=counted_year(later_only, {"a": (0, 56), "b": (0, 4)}))
    assert found.loc[("p", "first_year"), "verdict"] == "nobody_answered"
    assert found.loc[("p", "all"), "n_tables"] == 1
    found = compared(p_block(None, 97, 97))
    assert found.loc[("p", "first_year"), "verdict"] == "nobody_answered"
    assert pd.notna(found.loc[("p", "all"), "p_low"])


def test_proper_answer__of_the_print_says_which_share_is_compared():
    turned = p_block((5, 95), (3, 97), (4, 96), sizes=SIZES, proper_answer=Answer.NO)
    pd.testing.assert_frame_equal(compared(turned), compared(ONE_TABLE))


@pytest.mark.parametrize("role", [ALL_ROLES, ""])
def test_everyone__is_printed_under_all_roles_or_under_none(role):
    found = against_print(this_year(), last_year(p_block(95, 97, 96, role=role)), ["p"], 0.05)
    assert found.blocks["p"].key.role == role


def test_everyone__is_not_one_of_several_roles_but_the_only_one_that_is_asked():
    last = last_year(p_block(95, 97, 96, role="a"), p_block(90, 91, 91, role="a", question="q"))
    found = against_print(this_year(), last, ["p", "q"], 0.05)
    assert list(found.blocks) == ["q"]  # both roles are asked p


def test_too_many_tables__leave_a_comparison_open_and_weigh_on_its_family(monkeypatch):
    def counts_of(year, block, tenure):
        return InTables.TOO_MANY if tenure is EVERYONE else known(year, block, tenure)

    before, known = compared(ONE_TABLE), module.counts_of
    monkeypatch.setattr(module, "counts_of", counts_of)
    found = compared(ONE_TABLE)
    assert found.loc[("p", "all"), "verdict"] == "too_many_tables"
    assert found.loc[("p", "all"), NOTHING].isna().all()
    others = found.drop(index=("p", "all"))
    # Its p may be the smallest of all, or 1: the others' bounds must hold in both cases.
    assert (others["p_adjusted_low"] <= before.loc[others.index, "p_adjusted_low"]).all()
    p = before.loc[others.index, "p_low"].to_numpy(float)
    worst = multipletests([*p, 1.0], method="holm")[1][:2]
    np.testing.assert_allclose(others["p_adjusted_high"].to_numpy(float), worst, rtol=1e-9)


def test_family__may_be_empty():
    assert compared(ONE_TABLE, focus=()).empty


def test_frames__are_what_is_kept_in_the_room():
    found = against_print(this_year(), last_year(ONE_TABLE), ["p"], 0.05)
    assert isinstance(found, AgainstPrint)
    assert list(found.frames()) == ["questions_with_print"]
