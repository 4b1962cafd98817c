"""The door: what it lets through, in which form, and what nobody else can make."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from pathlib import Path

import pandas as pd
import pytest

import selfcheck_analysis
from selfcheck_analysis.change.year import compare_years
from selfcheck_analysis.disclosure.merging import roles_to_merge, with_groups
from selfcheck_analysis.disclosure.policy import read_policy
from selfcheck_analysis.disclosure.release import open_release, release, save_release
from selfcheck_analysis.paths import Project
from selfcheck_analysis.problems import Place, Problem
from selfcheck_analysis.released import COLUMNS, ReleasedTable
from selfcheck_analysis.responses.intake import Intake
from selfcheck_analysis.terms import HEADLINE
from tests.small_figures import counted_year, label, small_params, thresholds
from tests.small_release import chosen

POLICY = read_policy(Project.current(), "standard")
INTERNAL = read_policy(Project.current(), "as_printed_by_the_ward")
INTAKE = Intake(
    people={},
    questionnaire=None,
    deliveries=pd.DataFrame([("one.csv", 60, 59, 1, 0, True)], columns=list(COLUMNS["deliveries"])),
    problems=(Problem("tenure_missing", Place("one.csv", row=3)),),
    faults={"tenure_missing": 1},
)
# Role a: 25 first-year and 35 later people; role b: 2 and 9. Question c was asked of 4 people.
PEOPLE = {"a": (25, 35), "b": (2, 9)}
# Groups of 20 and more, of whom at least five answered unlike the others: nothing to protect.
MANY = {"a": (40, 60), "b": (20, 40)}


def year(fiscal_year=2023, p=((24, 25), (30, 35)), c=((1, 1), (2, 3)), **changed):
    cells = {
        ("p", "a"): p,
        ("c", "a"): c,
        ("q", "a"): ((25, 25), (35, 35)),
        ("p", "b"): ((2, 2), (8, 9)),
    }
    return counted_year(cells, PEOPLE, fiscal_year, **changed)


def large_year(
    fiscal_year=2023,
    p=((28, 40), (40, 60)),
    c=((6, 12), (12, 20)),
    p_b=((15, 20), (30, 40)),
    **changed,
):
    cells = {
        ("p", "a"): p,
        ("c", "a"): c,
        ("q", "a"): ((30, 40), (45, 60)),
        ("p", "b"): p_b,
    }
    return counted_year(cells, MANY, fiscal_year, **changed)


def released(this=None, last=None, policy=POLICY, **params):
    years = {2022: last or year(2022), 2023: this or year()}
    settings = small_params(**params)
    compared = compare_years(years, settings, policy.min_base.value)
    return release(settings, policy, INTAKE, years, compared)[0]


@cache
def standard():
    """The same two years without any change; what comes out of it is copied."""
    return released()


@cache
def few():
    """Four first-year answers of role a and two of b: the first year of everyone is hidden."""
    return released(this=year(p=((3, 4), (30, 35))))


@cache
def large():
    """A rise over everybody from 103 to 113 of 160, nothing of which has to be protected."""
    before = {"p": ((26, 40), (34, 60)), "c": ((7, 14), (13, 26)), "p_b": ((14, 20), (29, 40))}
    last = large_year(2022, **before)
    return released(this=large_year(), last=last)


def rows(frame, **wanted):
    for column, value in wanted.items():
        frame = frame[frame[column] == value]
    return frame


def test_release__every_table_has_its_declared_columns():
    tables = standard().tables
    assert set(tables) == set(COLUMNS)
    for name, table in tables.items():
        assert tuple(table.frame.columns) == COLUMNS[name]


def test_release__headline_is_the_rounded_macro_mean():
    # role a, 全体: p 68/100, c 18/32, q 75/100: mean of .68, .5625, .75 = .66417 -> 66
    row = rows(large().frame("rates_by_role"), role="a", tenure="all", fiscal_year=2023)
    assert row["rate_percent"].tolist() == [66]


def test_release__headline_is_the_pooled_mean_when_asked_for():
    # 68 + 18 + 75 = 161 of 100 + 32 + 100 = 232 answers: 69.40 -> 69
    frame = released(large_year(), large_year(2022), headline_rate="pooled").frame("rates_by_role")
    assert rows(frame, role="a", tenure="all", fiscal_year=2023)["rate_percent"].tolist() == [69]


def test_release__small_groups_have_no_figures_but_a_reason():
    frame = standard().frame("rates_by_role")
    hidden = rows(frame, role="b", fiscal_year=2023).set_index("tenure")
    assert hidden.loc["first_year", "state"] == "hidden_small_base"
    assert hidden.loc["second_year_plus", "state"] == "hidden_small_base"
    # Of its 11 persons one answered improperly: the headline is that of p, which is no figure.
    assert hidden.loc["all", "state"] == "hidden_protects_another_cell"
    assert hidden[["rate_percent", "n_people"]].isna().all(axis=None)


FOLLOWING = [*("change_points", "low_points", "high_points", "detectable_points", "rate_percent")]
FOLLOWING += [*("yes_percent", "no_percent", "p", "p_adjusted", "p_role")]


@pytest.mark.parametrize(
    "table",
    [
        *("rates_by_role", "rates_by_question", "focus_answers"),
        *("changes", "headline_changes", "contrasts", "composition"),
    ],
)
def test_release__no_figure_stands_in_a_cell_that_is_not_shown(table):
    frame = few().frame(table)
    figures = [c for c in frame if str(c).endswith(("_percent", "_points"))]
    counted = ("n_answers", "n_people", "n_last", "n_this", "n_first", "n_later")
    tested = ("p", "p_adjusted", "p_role", "cmh_p", "against_both")
    figures += [c for c in (*counted, *tested) if c in frame]
    neither = ~frame["state"].isin(["shown", "band"])
    assert frame.loc[neither, figures].isna().all(axis=None)
    assert neither.any()
    ends = [c for c in frame if str(c).endswith(("low_percent", "high_percent"))]
    assert frame.loc[frame["state"] != "band", ends].isna().all(axis=None)
    banded = frame[frame["state"] == "band"]
    assert banded[[c for c in FOLLOWING if c in frame]].isna().all(axis=None)
    assert banded[ends].notna().any(axis=None) == bool(len(banded) and ends)


@cache
def few_slips():
    """One of 40 first-year people slipped and one of 60 others, after many last year."""
    return released(large_year(p=((39, 40), (59, 60)), c=((0, 1), (1, 1))), large_year(2022))


def test_release__a_change_to_a_band_has_the_figure_of_last_year_and_a_certain_verdict():
    # 68 of 100 last year; this year 1, 2 or 3 slips of 100, from 95 % on in steps of five
    frame = rows(few_slips().frame("changes"), role="a", question="p", tenure="all")
    figures = ["n_last", "n_this", "last_percent", "this_low_percent", "this_high_percent"]
    assert frame[[*figures, "verdict"]].values.tolist() == [[100, 100, 68, 95, 100, "rose"]]
    nothing = ["this_percent", "last_low_percent", "change_points", "low_points", "high_points"]
    nothing += ["detectable_points", "p", "p_adjusted", "p_role"]
    assert frame[nothing].isna().all(axis=None)
    assert frame["state"].tolist() == ["band"]


def test_release__something_is_withheld_where_the_headline_gives_a_question_away():
    # Question c (4 answers) is hidden. With the headline and the other two questions shown,
    # c = 3 x .88333 - .9 - 1 would follow.
    result = standard()
    frame = result.frame("rates_by_question")
    assert set(rows(frame, role="a", question="c")["state"]) == {"hidden_conditional"}
    others = rows(frame, role="a", tenure="all").set_index("question")["state"]
    headline = rows(result.frame("rates_by_role"), role="a", tenure="all", fiscal_year=2023)
    assert {others["p"], others["q"], *headline["state"]} != {"shown"}


def test_release__a_minority_of_one_is_a_band():
    # 24 of 25 and 2 of 2 first-year people; 0 to 2 of 27 answered improperly, for b is small
    frame = standard().frame("focus_answers")
    row = rows(frame, question="p", tenure="first_year", fiscal_year=2023)
    figures = ["n_answers", "yes_low_percent", "yes_high_percent", "state"]
    assert row[figures].values.tolist() == [[27, 90, 100, "band"]]


def test_release__everything_is_shown_where_there_is_nothing_to_protect():
    for table in ("rates_by_role", "rates_by_question", "focus_answers", "changes", "contrasts"):
        assert set(large().frame(table)["state"]) == {"shown"}
    frame = large().frame("rates_by_question")
    p_all = rows(frame, role="a", question="p", tenure="all")
    assert p_all[["n_answers", "rate_percent"]].values.tolist() == [[100, 68]]


def test_release__focus_answers_print_yes_and_no():
    # p over everyone: 68 + 45 = 113 of 160 answered properly (yes): 70.625 and 29.375
    frame = large().frame("focus_answers")
    row = rows(frame, question="p", tenure="all", fiscal_year=2023)
    assert row[["n_answers", "yes_percent", "no_percent"]].values.tolist() == [[160, 71, 29]]


WITH_PROPER_NO = [
    {"id": "p", "label": label("p"), "proper_answer": "no", "focus_item": 1},
    {"id": "c", "label": label("c"), "proper_answer": "yes"},
    {"id": "q", "label": label("q"), "proper_answer": "no"},
]


def test_release__a_proper_no_turns_the_focus_percents_round():
    both = (large_year(questions=WITH_PROPER_NO), large_year(2022, questions=WITH_PROPER_NO))
    frame = released(*both).frame("focus_answers")
    row = rows(frame, question="p", tenure="all", fiscal_year=2023)
    assert row[["yes_percent", "no_percent"]].values.tolist() == [[29, 71]]


def test_release__a_proper_no_turns_the_ends_of_a_band_round():
    frame = released(year(questions=WITH_PROPER_NO), year(2022)).frame("focus_answers")
    row = rows(frame, question="p", tenure="first_year", fiscal_year=2023)
    figures = ["yes_low_percent", "yes_high_percent", "state"]
    assert row[figures].values.tolist() == [[0, 10, "band"]]


def test_release__points_are_rounded_from_unrounded_rates():
    # last year 103/160 = 64.375, this year 113/160 = 70.625: change 6.25 -> 6; printed 64 and 71
    row = rows(large().frame("changes"), role="all_roles", tenure="all").iloc[0]
    figures = ["n_last", "n_this", "last_percent", "this_percent", "change_points"]
    assert row[figures].tolist() == [160, 160, 64, 71, 6]


def test_release__p_is_a_class_below_the_exact_base():
    frame = large().frame("changes")
    small = frame[["n_last", "n_this"]].min(axis="columns") < 100
    assert set(frame.loc[small, "p"]) <= {"<0.01", "<0.05", "≥0.05"}
    assert small.any()
    assert not set(frame.loc[~small, "p"]) <= {"<0.01", "<0.05", "≥0.05"}


def test_release__set_aside_counts_reasons_without_places():
    frame = standard().frame("set_aside")
    assert frame.to_dict("records") == [{"code": "tenure_missing", "count": 1}]


def test_release__a_first_year_has_no_changes():
    params, years = small_params(last_year="none"), {2023: year()}
    result, _ = release(params, POLICY, INTAKE, years, compare_years(years, params, 10))
    for name in ("changes", "headline_changes", "composition", "trend", "trend_tests"):
        assert result.frame(name).empty
        assert tuple(result.frame(name)) == COLUMNS[name]
    assert not result.frame("contrasts").empty
    assert set(result.frame("families")["comparison"]) == {"tenures"}
    assert result.last_year is None
    assert set(result.frame("rates_by_role")["fiscal_year"]) == {2023}


def test_release__cell_states_add_up():
    result = standard()
    counted = result.frame("cell_states").groupby("table")["count"].sum()
    for table, count in counted.items():
        assert count == len(result.frame(table))


def test_saved_release__comes_back_equal(tmp_path):
    result = standard()
    save_release(result, tmp_path)
    again = open_release(tmp_path)
    assert replace(again, tables={}) == replace(result, tables={})
    for name in COLUMNS:
        pd.testing.assert_frame_equal(again.frame(name), result.frame(name))


def test_saved_release__a_changed_table_is_refused(tmp_path):
    save_release(standard(), tmp_path)
    path = tmp_path / "rates_by_role.parquet"
    pd.read_parquet(path).assign(rate_percent=100).to_parquet(path)
    with pytest.raises(ValueError, match="rates_by_role"):
        open_release(tmp_path)


def test_released_table__cannot_be_made_outside_the_door():
    with pytest.raises(PermissionError, match="release"):
        ReleasedTable(object(), "set_aside", pd.DataFrame(columns=["code", "count"]))


def test_released_table__its_frame_is_a_copy():
    result = standard()
    mine = result.frame("set_aside")
    mine["count"] = 99
    assert result.frame("set_aside")["count"].tolist() == [1]


def test_seal__is_used_by_the_door_alone():
    package = Path(selfcheck_analysis.__file__).parent
    users = {
        path.relative_to(package).as_posix()
        for path in package.rglob("*.py")
        if "_SEAL" in path.read_text(encoding="utf-8")
    }
    assert users == {"released.py", "disclosure/release.py"}


@pytest.mark.parametrize("asked", [((0, 0), (0, 0)), ((1, 1), (2, 3)), ((0, 2), (1, 12))])
def test_states__of_a_conditional_question_do_not_tell_how_many_were_asked(asked):
    # Whoever was asked c said no to p: nobody, a few or many must all look the same.
    states = states_of(year(c=asked))
    tenures = ("first_year", "second_year_plus")
    assert {states[("c", "a", tenure)] for tenure in tenures} == {"hidden_conditional"}


def states_of(this):
    return chosen({2023: this}).sides[0].states


def test_states__a_question_nobody_answered_has_no_answers():
    questions = [
        {"id": "p", "label": label("p"), "proper_answer": "yes", "focus_item": 1},
        {"id": "c", "label": label("c"), "proper_answer": "yes"},
        {"id": "q", "label": label("q"), "proper_answer": "no"},
    ]
    states = states_of(year(c=((0, 0), (0, 0)), questions=questions))
    assert states[("c", "a", "first_year")] == "no_answers"


def test_states__a_group_of_nobody_is_absent():
    absent = counted_year(
        {("p", "b"): ((0, 0), (8, 12))},
        {"b": (0, 12)},
        questions=[{"id": "p", "label": label("p"), "proper_answer": "yes"}],
        focus_items=[],
        roles=[{"id": "b", "label": label("B"), "headcount": 12, "form": {1: "p"}}],
    )
    params = small_params(last_year="none", focus_family=[], headline_family=["b"])
    states = chosen({2023: absent}, params).sides[0].states
    assert states[("p", "b", "first_year")] == states[(HEADLINE, "b", "first_year")]
    assert states[("p", "b", "first_year")] == "absent_group"
    assert states[("p", "b", "all")] == "shown"


def test_release__names_policy_thresholds_and_that_it_was_checked():
    result = standard()
    assert (result.policy_name, result.checked, result.internal_only) == ("standard", True, False)
    assert (result.min_base, result.p_exact_min_base) == (10, 100)
    assert result.thresholds == POLICY.sentences()
    assert result.merged_roles == {}


def test_release__under_an_internal_policy_shows_all_and_is_not_called_checked():
    result = released(policy=INTERNAL)
    assert (result.checked, result.internal_only) == (False, True)
    for table in ("rates_by_role", "rates_by_question", "focus_answers", "changes", "contrasts"):
        assert set(result.frame(table)["state"]) == {"shown"}
    row = rows(result.frame("rates_by_question"), role="b", question="p", tenure="first_year")
    assert row[["n_answers", "rate_percent"]].values.tolist() == [[2, 100]]


def test_release__hands_back_what_was_chosen_with_its_audit():
    years, params = {2023: year()}, small_params(last_year="none")
    compared = compare_years(years, params, 10)
    result, protected = release(params, POLICY, INTAKE, years, compared)
    assert protected.audit["safe"].all()
    assert len(protected.audit)
    printed = result.frame("rates_by_question").set_index(["question", "role", "tenure"])["state"]
    assert printed.to_dict().items() <= protected.sides[2023].states.items()
    internal = release(params, INTERNAL, INTAKE, years, compared)[1]
    assert internal.audit is internal.said is None


def test_release__reports_small_roles_under_their_group():
    # Role b has 11 people.
    both = {"roles": {"a": "both", "b": "both"}, "groups": {"both": label("both")}}
    policy = thresholds(**both, min_base=12)
    delivered = year()
    merged = roles_to_merge(policy, [delivered])
    form = with_groups(delivered.questionnaire, merged, policy)
    # p of both roles together, 26 of 27 and 38 of 44; c and q of role a alone
    counts = {
        ("p", "both"): ((26, 27), (38, 44)),
        ("c", "both"): ((1, 1), (2, 3)),
        ("q", "both"): ((25, 25), (35, 35)),
    }
    roles = [role.model_dump() for role in form.roles]
    reported = counted_year(counts, {"both": (27, 44)}, roles=roles)
    params = small_params(last_year="none", headline_family=["both"])
    compared = compare_years({2023: reported}, params, 12)
    result, _ = release(
        params,
        policy,
        INTAKE,
        {2023: reported},
        compared,
        delivered={2023: delivered},
        merged=merged,
    )
    assert result.merged_roles == {"both": [label("A"), label("B")]}
    assert set(result.frame("rates_by_question")["role"]) == {"both"}
    headcounts = result.frame("response_rates").set_index("role")["headcount"]
    assert headcounts.to_dict() == {"both": 4, "all_roles": 4}
