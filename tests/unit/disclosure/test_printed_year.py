"""Last year's print beside this year in print: public on one side, guarded on the other."""

from __future__ import annotations

from functools import cache

import pandas as pd
import pytest

from selfcheck_analysis.change.printed_year import AgainstPrint, against_print
from selfcheck_analysis.change.year import compare_years
from selfcheck_analysis.disclosure.bands import Band
from selfcheck_analysis.disclosure.policy import Rules
from selfcheck_analysis.disclosure.printed_year import printed_changes
from selfcheck_analysis.disclosure.release import open_release, release, save_release
from selfcheck_analysis.disclosure.states import Side
from selfcheck_analysis.published import Precision
from selfcheck_analysis.questionnaire import Answer
from selfcheck_analysis.responses.intake import Intake
from selfcheck_analysis.terms import ALL_ROLES, HEADLINE, State
from tests.small_figures import counted_year, label, small_params, thresholds
from tests.small_print import ONE_TABLE, last_year, p_block

RULES = Rules(thresholds(), "macro")
YEAR = counted_year({("p", "a"): ((0, 20), (10, 40))}, {"a": (20, 40)})
PUBLIC = {"role", "question", "tenure", "family", "last_percent", "state"}
FIGURES = [
    *("n_this", "this_percent", "low_change_points", "high_change_points", "n_tables"),
    *("significant_percent", "p_low", "p_high", "p_adjusted_low", "p_adjusted_high"),
]


def row(**changed):
    """One comparison as it is computed: 84 of 120 this year, 96 or 97 of 120 to 122 last year."""
    values = {
        **{"role": ALL_ROLES, "question": "p", "tenure": "all", "family": "focus"},
        **{"x_this": 84, "n_this": 120, "n_tables": 50, "n_significant": 19},
        **{"n_last_smallest": 120, "change_low": -0.1, "change_high": -0.09},
        **{"x_last_low": 96, "n_last_low": 120, "x_last_high": 97, "n_last_high": 122},
        **{"p_low": 0.0271, "p_high": 0.1244, "p_adjusted_low": 0.0542, "p_adjusted_high": 0.2488},
        **{"direction": -1, "verdict": "not_shown_to_have_changed_in_any_table"},
    }
    return values | changed


def printed(*rows, block=ONE_TABLE, states=None):
    """Print comparisons; `states` are those of this year's cells, row by row.

    A band holds the 84 of 120 and two more.
    """
    rows = rows or (row(),)
    states = states or [State.SHOWN] * len(rows)
    keys = [(r["question"], r["role"], r["tenure"]) for r in rows]
    blocks = {} if block is None else {r["question"]: block for r in rows}
    against = AgainstPrint(last_year(), blocks, pd.DataFrame(rows))
    by_key = dict(zip(keys, states, strict=True))
    bands = {key: Band(84, 86, 70, 75) for key in keys if by_key[key] is State.BAND}
    return printed_changes(against, Side(YEAR, by_key, bands), RULES)


@pytest.mark.parametrize("state", list(State))
def test_printed_changes__have_figures_only_where_this_year_is_shown(state):
    frame = printed(states=[state])
    assert frame["last_percent"].tolist() == ["96"]
    assert frame[FIGURES].notna().all(axis=None) == (state is State.SHOWN)
    figures = [name for name in FIGURES if state is not State.BAND or name != "n_this"]
    assert frame[figures].isna().all(axis=None) == (state is not State.SHOWN)
    assert frame["verdict"].isna().item() == (state.hidden or state is State.BAND)
    assert frame["state"].tolist() == [state]
    ends = frame[["this_low_percent", "this_high_percent"]]
    assert ends.notna().all(axis=None) == (state is State.BAND)
    assert ends.isna().all(axis=None) == (state is not State.BAND)


def test_printed_changes__of_a_band_print_its_ends_and_base():
    shown = printed(states=[State.BAND]).iloc[0]
    names = ["n_this", "last_percent", "this_low_percent", "this_high_percent"]
    assert shown[names].tolist() == [120, "96", 70, 75]


def test_printed_changes__round_the_ends_from_the_counts_that_give_them():
    # this year 84/120 = 70 %; 70 - 80 = -10, and 70 - 100 x 97/122 = -9.51 -> -10
    shown = printed().iloc[0]
    assert shown[["low_change_points", "high_change_points"]].tolist() == [-10, -10]
    # 1 of 8 is 12.5 points below 2 of 8: a tie goes away from nought, whatever the float says
    tie = printed(row(x_this=1, n_this=8, x_last_low=2, n_last_low=8, change_low=-0.1249)).iloc[0]
    assert tie["low_change_points"] == -13


@pytest.mark.parametrize(
    ("n_this", "n_last", "texts", "share"),
    [
        (100, 100, ["0.027", "0.124", "0.054", "0.249"], "38"),  # 19 of 50
        (99, 100, ["<0.05", "≥0.05", "≥0.05", "≥0.05"], None),
        (100, 99, ["<0.05", "≥0.05", "≥0.05", "≥0.05"], None),
    ],
)
def test_printed_changes__p_is_a_class_where_either_year_may_be_below_the_base(
    n_this, n_last, texts, share
):
    # A share of tables says how many p lie below alpha, which is finer than a class.
    shown = printed(row(n_this=n_this, n_last_smallest=n_last)).iloc[0]
    assert shown[["p_low", "p_high", "p_adjusted_low", "p_adjusted_high"]].tolist() == texts
    assert shown["significant_percent"] == share or pd.isna(shown["significant_percent"])


@pytest.mark.parametrize(
    ("n_significant", "text"),
    [(0, "0"), (1, "<1"), (5, "1"), (500, "50"), (999, ">99"), (1000, "100")],
)
def test_printed_changes__only_none_of_the_tables_is_nought_and_only_all_are_a_hundred(
    n_significant, text
):
    # 1 of 1000 would print 0, and 999 of 1000 would print 100; 5 of 1000 is half a percent, up
    shown = printed(row(n_tables=1000, n_significant=n_significant))
    assert shown["significant_percent"].tolist() == [text]


@pytest.mark.parametrize(
    ("state", "verdict", "text"),
    [
        (State.SHOWN, "undecided", "0.054"),
        (State.HIDDEN_SMALL, "undecided", "≥0.05"),
        (State.HIDDEN_PROTECTS, "all_alike_in_every_table", "≥0.05"),
        (State.BAND, "undecided", "≥0.05"),
        # without p, and so without a part in what the others are adjusted for
        (State.HIDDEN_SMALL, "not_printed", "0.054"),
        (State.ABSENT, "nobody_answered", "0.054"),
        # whether it had one would tell how many were asked
        (State.HIDDEN_CONDITIONAL, "nobody_answered", "≥0.05"),
    ],
)
def test_printed_changes__adjusted_p_is_a_class_where_part_of_the_family_is_hidden(
    state, verdict, text
):
    other = row(question="q", verdict=verdict)
    frame = printed(row(), other, states=[State.SHOWN, state])
    assert frame.loc[0, "p_adjusted_low"] == text
    assert frame.loc[0, "p_low"] == "0.027"


def test_printed_changes__without_a_comparison_print_both_rates_and_the_verdict():
    nothing = dict.fromkeys(["n_tables", "n_significant", "n_last_smallest", "change_low"])
    frame = printed(row(verdict="print_contradicts_itself", **nothing))
    shown = frame.iloc[0]
    assert shown[["n_this", "last_percent", "this_percent"]].tolist() == [120, "96", 70]
    assert shown["verdict"] == "print_contradicts_itself"
    assert shown[FIGURES[2:]].isna().all()


def test_printed_percent__is_that_of_proper_answers_as_printed():
    # 42.5 in units of one decimal is 425; what is not printed is the rest of a hundred
    decimal = {"precision": Precision(1)}
    no = {"proper_answer": Answer.NO}
    for block, text in (
        (p_block(425, 425, 425, **decimal), "42.5"),
        (p_block(420, 420, 420, **decimal), "42.0"),
        (p_block((7, 94), (7, 94), (7, 94), **no), "94"),
        (p_block(7, 7, 7, **no), "93"),
        (p_block(None, 7, None), None),
        (None, None),
    ):
        found = printed(block=block)["last_percent"].item()
        assert found == text or (text is None and pd.isna(found))


def test_printed_changes__without_a_print_have_no_row():
    frame = printed_changes(None, Side(YEAR, {}), RULES)
    assert frame.empty
    assert {"last_percent", "p_low", "verdict"} <= set(frame)


# A whole release: role a of 36 and 56 people; role b of 4 and 4, whose figures are hidden, and who
# are in no sum over roles. Who said no to p was asked c: twelve of all, of whom five did it.
CELLS = {
    ("p", "a"): ((30, 36), (50, 56)),
    ("c", "a"): ((2, 6), (3, 6)),
    ("q", "a"): ((32, 36), (50, 56)),
    ("q", "b"): ((4, 4), (4, 4)),
}
ROLES = [
    {"id": "a", "label": label("A"), "headcount": 92, "form": {1: "p", 2: "c", 3: "q"}},
    {"id": "b", "label": label("B"), "headcount": 8, "form": {1: "q"}},
]
THIS = counted_year(CELLS, {"a": (36, 56), "b": (4, 4)}, roles=ROLES)
INTAKE = Intake(
    people={},
    questionnaire=THIS.questionnaire,
    deliveries=pd.DataFrame(
        [("one.csv", 100, 100, 0, 0, False)],
        columns=["file", "delivered", "used", "set_aside", "answers_set_aside", "synthetic"],
    ),
    problems=(),
)
HEADLINES = [
    p_block(914, 951, 937, role="a", question=HEADLINE, questions=3, precision=Precision(1)),
    p_block(None, 100, 100, role="b", question=HEADLINE, questions=1),
]


@cache
def released(last_year_known="printed"):
    params = small_params(last_year=last_year_known)
    years = {2023: THIS}
    against = None
    if last_year_known == "printed":
        against = against_print(THIS, last_year(ONE_TABLE, *HEADLINES), ["p"], 0.05)
    compared = compare_years(years, params, 10)
    return release(params, thresholds(), INTAKE, years, compared, against)[0]


def test_release__says_where_last_year_comes_from_and_keeps_it(tmp_path):
    save_release(released(), tmp_path)
    again = open_release(tmp_path)
    assert (again.last_year, again.last_year_source) == (2022, "printed")
    assert again.last_year_is_printed
    for name in ("rates_by_role", "focus_answers", "printed_changes", "printed_headlines"):
        pd.testing.assert_frame_equal(again.frame(name), released().frame(name))
    none = released("none")
    assert (none.last_year, none.last_year_source) == (None, "none")
    assert none.frame("printed_changes").empty
    assert none.frame("printed_headlines").empty


def test_release__rates_by_role_have_last_years_print_below_this_years():
    frame = released().frame("rates_by_role")
    last = frame[frame["fiscal_year"] == 2022]
    assert last[["role", "tenure", "rate_percent", "state"]].fillna("").values.tolist() == [
        ["a", "first_year", "91.4", "shown"],
        ["a", "second_year_plus", "95.1", "shown"],
        ["a", "all", "93.7", "shown"],
        ["b", "first_year", "", "absent_group"],
        ["b", "second_year_plus", "100", "shown"],
        ["b", "all", "100", "shown"],
    ]
    assert last["n_people"].isna().all()


def test_release__focus_answers_have_last_years_print_below_this_years():
    frame = released().frame("focus_answers")
    last = frame[frame["fiscal_year"] == 2022].set_index("tenure")
    assert last[["yes_percent", "no_percent"]].values.tolist() == [
        ["95", "5"],
        ["97", "3"],
        ["96", "4"],
    ]
    assert last["n_answers"].isna().all()
    assert set(last["focus_item"]) == {1}


def test_release__headlines_stand_beside_each_other_and_cannot_be_told():
    frame = released().frame("printed_headlines").set_index(["role", "tenure"])
    # role a, all: p 80/92, c 5/12, q 82/92: mean of .8696, .4167, .8913 = .7258 -> 73
    assert frame.loc[("a", "all"), ["last_percent", "this_percent"]].tolist() == ["93.7", 73]
    assert frame.loc[("a", "all"), "verdict"] == "cannot_be_bounded_without_persons"
    hidden = frame.loc["b"]
    assert hidden["last_percent"].fillna("").tolist() == ["", "100", "100"]
    assert hidden[["this_percent", "verdict"]].isna().all(axis=None)
    assert not (hidden["state"] == "shown").any()


def test_release__a_role_that_is_not_printed_has_no_row_of_last_year():
    against = against_print(THIS, last_year(ONE_TABLE, HEADLINES[0]), ["p"], 0.05)
    params, years = small_params(last_year="printed"), {2023: THIS}
    compared = compare_years(years, params, 10)
    found, _ = release(params, thresholds(), INTAKE, years, compared, against)
    rates = found.frame("rates_by_role")
    assert set(rates.loc[rates["fiscal_year"] == 2022, "role"]) == {"a"}
    headlines = found.frame("printed_headlines").set_index("role")
    assert headlines.loc["b", "last_percent"].isna().all()


def without_print(frame, name):
    """Return the rows of this year, with percents as numbers."""
    frame = frame[frame["fiscal_year"] == 2023] if "fiscal_year" in frame else frame
    percents = [c for c in frame if c.endswith("_percent")]
    return frame.assign(**{c: pd.to_numeric(frame[c]).astype("Int64") for c in percents})


@pytest.mark.parametrize(
    "name", ["rates_by_role", "rates_by_question", "focus_answers", "contrasts", "families"]
)
def test_release__a_print_of_last_year_shows_nothing_of_this_year_that_was_hidden(name):
    printed, none = (without_print(released(it).frame(name), name) for it in ("printed", "none"))
    pd.testing.assert_frame_equal(printed.reset_index(drop=True), none.reset_index(drop=True))


def test_release__comparisons_with_the_print_show_no_cell_that_is_hidden_elsewhere():
    found = released()
    answers = found.frame("focus_answers").query("fiscal_year == 2023")
    states = answers.set_index(["question", "tenure"])["state"]
    for row in found.frame("printed_changes").itertuples():
        assert row.state == states[(row.question, row.tenure)]
    rates = found.frame("rates_by_role").query("fiscal_year == 2023")
    rates = rates.set_index(["role", "tenure"])
    for row in found.frame("printed_headlines").itertuples():
        assert row.state == rates.loc[(row.role, row.tenure), "state"]
        printed, shown = row.this_percent, rates.loc[(row.role, row.tenure), "rate_percent"]
        assert (pd.isna(printed) and pd.isna(shown)) or printed == int(shown)


@pytest.mark.parametrize("name", ["printed_changes", "printed_headlines"])
def test_release__rows_that_are_hidden_hold_nothing_but_what_was_printed(name):
    frame = released().frame(name)
    hidden = frame[frame["state"].str.startswith("hidden_")]
    assert hidden[[c for c in frame if c not in PUBLIC]].isna().all(axis=None)


def test_release__some_rows_are_hidden_and_some_are_shown():
    # Or else the tests above would look at nothing.
    cells = {**CELLS, ("p", "a"): ((3, 4), (50, 56)), ("c", "a"): ((0, 1), (3, 6))}
    cells[("q", "a")] = ((3, 4), (50, 56))
    few = counted_year(cells, {"a": (4, 56), "b": (4, 4)}, roles=ROLES)
    against = against_print(few, last_year(ONE_TABLE, *HEADLINES), ["p"], 0.05)
    params, years = small_params(last_year="printed"), {2023: few}
    compared = compare_years(years, params, 10)
    found, _ = release(params, thresholds(), INTAKE, years, compared, against)
    states = set(found.frame("printed_changes")["state"])
    assert "shown" in states
    assert any(state.startswith("hidden_") for state in states)
    hidden = found.frame("printed_changes").query("state != 'shown'")
    assert hidden[FIGURES].isna().all(axis=None)
    assert hidden["verdict"].isna().all()
    assert hidden["last_percent"].notna().all()
