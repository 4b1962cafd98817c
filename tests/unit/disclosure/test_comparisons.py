"""Comparisons in print: both sides shown or nothing, and no p finer than it may be."""

from __future__ import annotations

from fractions import Fraction
from functools import cache
from itertools import product

import pandas as pd
import pytest

from selfcheck_analysis.change.year import compare_years
from selfcheck_analysis.disclosure.bands import Band
from selfcheck_analysis.disclosure.comparisons import (
    Headlines,
    changes,
    contrasts,
    headline_changes,
)
from selfcheck_analysis.disclosure.policy import Rules
from selfcheck_analysis.disclosure.printed import p_text
from selfcheck_analysis.disclosure.protection import Protected, comparable_headlines
from selfcheck_analysis.disclosure.release_set import Year
from selfcheck_analysis.disclosure.states import Side, all_shown
from selfcheck_analysis.rounding import change_points, percent_of
from selfcheck_analysis.terms import ALL_ROLES, HEADLINE, State
from tests.small_figures import counted_year, label, small_params, thresholds
from tests.small_release import chosen

RULES = Rules(thresholds(), "macro")
NAMED = ["role", "question", "tenure", "family", "n_questions", "state"]
JUDGED = ["verdict", "reason", "note"]
RATES = ["n_last", "n_this", "last_percent", "this_percent"]
ENDS = [f"{side}_{end}_percent" for side in ("last", "this") for end in ("low", "high")]
ALPHA = 0.05
YEAR = counted_year({("p", "a"): ((0, 20), (10, 40))}, {"a": (20, 40)})


def row(**changed):
    """One comparison as it is computed: 96 of 120 last year, 84 of 120 this year."""
    values = {
        **{"role": ALL_ROLES, "question": "p", "tenure": "all", "family": "focus"},
        **{"x_last": 96, "n_last": 120, "x_this": 84, "n_this": 120},
        **{"change": -0.1, "low": -0.21, "high": 0.011, "detectable": -0.15},
        **{"p": 0.0764, "p_adjusted": 0.1528, "p_role": 0.2},
        **{"verdict": "not_shown_to_have_changed", "reason": "adjusted_p_above_alpha", "note": ""},
    }
    return values | changed


def printed(*rows, this=State.SHOWN, last=State.SHOWN, hidden=(), rules=RULES):
    """Print comparisons; `hidden` maps a question to the state of its cell this year.

    A band holds the number of proper answers and two more.
    """
    keys = [(r["question"], r["role"], r["tenure"]) for r in rows]
    values = dict(zip(keys, rows, strict=True))
    now = {key: dict(hidden).get(key[0], this) for key in keys}
    before = dict.fromkeys(keys, last)
    sides = [
        Side(YEAR, states, {k: band(values[k], year) for k in keys if states[k] is State.BAND})
        for year, states in (("this", now), ("last", before))
    ]
    return changes(pd.DataFrame(rows), *sides, rules, ALPHA)


def band(row, year):
    x = row[f"x_{year}"]
    return Band(x, x + 2, x // 5 * 5, x // 5 * 5 + 5)


def figures_of(frame):
    return frame.drop(columns=[c for c in (*NAMED, *JUDGED, *ENDS) if c in frame])


@pytest.mark.parametrize(("this", "last"), list(product(State, State)))
def test_changes__print_figures_only_where_both_years_are_shown(this, last):
    frame = printed(row(note="interval_without_zero_by_another_method"), this=this, last=last)
    both = this is last is State.SHOWN
    with_band = {this, last} in ({State.BAND}, {State.BAND, State.SHOWN})
    beside = ["n_last", "n_this", "last_percent", "this_percent"] if with_band else []
    figures = figures_of(frame).drop(columns=beside)
    assert figures.notna().all(axis=None) == both
    assert figures.isna().all(axis=None) != both
    assert (frame["state"] == "shown").all() == both
    assert (frame["state"] == "band").all() == with_band
    assert frame[ENDS].notna().any(axis=None) == with_band


@pytest.mark.parametrize(
    ("this", "last"), [(State.BAND, State.SHOWN), (State.SHOWN, State.BAND), (State.BAND,) * 2]
)
def test_changes__of_a_band_print_its_ends_and_the_figure_beside_it(this, last):
    shown = printed(row(), this=this, last=last).iloc[0]
    assert shown[["n_last", "n_this"]].tolist() == [120, 120]
    # 96/120 = 80 % and 84/120 = 70 %; the bands are those of `band`
    for side, state, percent, ends in (
        ("last", last, 80, [95, 100]),
        ("this", this, 70, [80, 85]),
    ):
        printed_ends = shown[[f"{side}_low_percent", f"{side}_high_percent"]]
        if state is State.BAND:
            assert pd.isna(shown[f"{side}_percent"])
            assert printed_ends.tolist() == ends
        else:
            assert shown[f"{side}_percent"] == percent
            assert printed_ends.isna().all()


@pytest.mark.parametrize(("this", "last"), list(product(State, State)))
def test_changes__a_hidden_side_takes_verdict_reason_and_note_with_it(this, last):
    # 20 of 120 after 96 is a fall for every number of a band
    noted = row(x_this=20, high=-0.011, note="interval_without_zero_by_another_method")
    frame = printed(noted, this=this, last=last)
    hidden = frame["state"].map(lambda state: State(state).hidden)
    assert frame.loc[hidden, JUDGED].isna().all(axis=None)
    assert frame.loc[~hidden, JUDGED].notna().all(axis=None)
    assert hidden.item() == (this.hidden or last.hidden)


@pytest.mark.parametrize("hidden", [state for state in State if state.hidden])
@pytest.mark.parametrize("other", list(State))
def test_changes__a_hidden_side_is_the_reason_that_is_named(hidden, other):
    assert State(printed(row(), this=hidden, last=other)["state"].item()).hidden
    assert State(printed(row(), this=other, last=hidden)["state"].item()).hidden


def test_changes__percents_and_points_are_rounded_from_the_counts():
    # 96/120 = 80 %, 83/120 = 69.17 %: 69, and the change -10.83 is -11
    shown = printed(row(x_this=83, low=-0.2149, high=-0.0151, detectable=-0.12)).iloc[0]
    names = [*RATES, "change_points", "low_points", "high_points", "detectable_points"]
    assert shown[names].tolist() == [120, 120, 80, 69, -11, -21, -2, -12]


def test_changes__nothing_detectable_is_blank():
    shown = printed(row(detectable=float("nan")))
    assert shown["detectable_points"].isna().all()
    assert shown["state"].tolist() == ["shown"]


@pytest.mark.parametrize(
    ("n_last", "n_this", "text"),
    [(100, 100, "0.076"), (99, 100, "≥0.05"), (100, 99, "≥0.05"), (99, 99, "≥0.05")],
)
def test_changes__p_is_a_class_where_either_year_is_below_the_base(n_last, n_this, text):
    frame = printed(row(x_last=50, n_last=n_last, x_this=50, n_this=n_this))
    assert frame["p"].tolist() == [text]


@pytest.mark.parametrize(
    ("p", "fine", "coarse"),
    [
        # three decimals half up; the classes by p itself, never by what is printed
        (1.0, "1.000", "≥0.05"),
        (0.0505, "0.051", "≥0.05"),
        (0.05, "0.050", "<0.05"),  # called significant, so not the class above
        (0.0499, "0.050", "<0.05"),
        (0.01, "0.010", "<0.01"),
        (0.0099, "0.010", "<0.01"),
        (0.001, "0.001", "<0.01"),
        (0.000999, "<0.001", "<0.01"),
        (float("nan"), None, None),
    ],
)
def test_p_text__has_three_decimals_or_one_of_three_classes(p, fine, coarse):
    assert (p_text(p, coarse=False), p_text(p, coarse=True)) == (fine, coarse)


def family_of(hidden_verdict, state=State.HIDDEN_SMALL, family="focus"):
    """Print two comparisons of one family, the second with a state of its own."""
    second = row(question="q", family=family, verdict=hidden_verdict)
    frame = printed(row(family=family), second, hidden={"q": state})
    return frame.set_index("question").loc["p", ["p", "p_adjusted"]].tolist()


@pytest.mark.parametrize(
    "verdict", ["rose", "fell", "not_shown_to_have_changed", "no_change_to_test"]
)
def test_changes__holms_p_is_a_class_where_a_tested_comparison_of_the_family_is_hidden(verdict):
    assert family_of(verdict) == ["0.076", "≥0.05"]
    assert family_of(verdict, State.SHOWN) == ["0.076", "0.153"]


@pytest.mark.parametrize(
    "verdict", ["not_comparable", "not_tested_no_answers", "not_testable_at_this_size"]
)
def test_changes__what_was_not_tested_may_be_hidden_without_harm(verdict):
    assert family_of(verdict) == ["0.076", "0.153"]


def test_changes__holms_p_is_a_class_where_one_of_the_family_is_a_band():
    assert family_of("not_shown_to_have_changed", State.BAND) == ["0.076", "≥0.05"]


@pytest.mark.parametrize("verdict", ["not_tested_no_answers", "not_testable_at_this_size", "fell"])
def test_changes__whether_a_hidden_conditional_question_was_tested_is_not_told(verdict):
    # Nobody asked, a few or enough for a test: holms_p must look the same beside it.
    assert family_of(verdict, State.HIDDEN_CONDITIONAL) == ["0.076", "≥0.05"]


def test_changes__a_hidden_comparison_of_another_family_does_no_harm():
    other = row(question="q", family="screening", role="a")
    frame = printed(row(), other, hidden={"q": State.HIDDEN_SMALL})
    assert frame["p_adjusted"].tolist()[0] == "0.153"


def test_changes__screening_and_the_p_within_a_role_are_always_classes():
    frame = printed(row(family="screening", p_adjusted=0.04, p_role=0.0004), row(p_role=0.06))
    assert frame["p"].tolist() == ["0.076", "0.076"]
    assert frame["p_adjusted"].tolist() == ["<0.05", "0.153"]
    assert frame["p_role"].tolist() == ["<0.01", "≥0.05"]


@pytest.mark.parametrize(
    ("verdict", "note", "low", "high", "said"),
    [
        # -0.4 points print as 0, -0.5 as -1 (half up, away from nought)
        ("fell", "", -0.1, -0.004, "interval_touches_zero_by_rounding"),
        ("fell", "", -0.1, -0.005, ""),
        ("rose", "", 0.004, 0.1, "interval_touches_zero_by_rounding"),
        ("rose", "", 0.006, 0.1, ""),
        (
            *("fell", "interval_with_zero_by_another_method", -0.1, 0.01),
            "interval_with_zero_by_another_method",
        ),
        # a contradiction that is not seen in print needs no word
        ("not_shown_to_have_changed", "interval_without_zero_by_another_method", -0.1, -0.004, ""),
        (
            *("not_shown_to_have_changed", "interval_without_zero_by_another_method"),
            *(-0.1, -0.006, "interval_without_zero_by_another_method"),
        ),
        ("not_shown_to_have_changed", "", -0.1, 0.004, ""),
    ],
)
def test_changes__a_note_stands_where_verdict_and_printed_interval_part(
    verdict, note, low, high, said
):
    frame = printed(row(verdict=verdict, note=note, low=low, high=high))
    assert frame["note"].tolist() == [said]


def test_changes__what_is_not_comparable_prints_the_two_rates_only():
    declared = row(verdict="not_comparable", reason="declared_not_comparable", p_adjusted=None)
    frame = printed(declared)
    assert frame[RATES].iloc[0].tolist() == [120, 120, 80, 70]
    assert figures_of(frame).drop(columns=RATES).isna().all(axis=None)
    assert frame[["verdict", "reason", "state"]].iloc[0].tolist() == [
        *("not_comparable", "declared_not_comparable", "shown")
    ]


# A role of 40 people without first-year staff. Two questions, none of them a focus question.
ROLES = [{"id": "a", "label": label("A"), "headcount": 40, "form": {1: "p", 2: "q"}}]
QUESTIONS = [{"id": id_, "label": label(id_), "proper_answer": "yes"} for id_ in ("p", "q")]
NEW_MEANING = [{"question": "q", "kind": "meaning", "comparable": False, "note": label("new")}]
PARAMS = small_params(focus_family=[], headline_family=["a"])


def later(fiscal_year, p, q, n_people=40, **changed):
    return counted_year(
        {("p", "a"): ((0, 0), p), ("q", "a"): ((0, 0), q)},
        {"a": (0, n_people)},
        fiscal_year,
        **{"questions": QUESTIONS, "roles": ROLES, "focus_items": []} | changed,
    )


FALL = later(2022, (38, 40), (39, 40)), later(2023, (20, 40), (20, 40))


def headlines_of(years, rules=RULES, params=PARAMS, said=None):
    """Compare years and say every comparison of headlines as `said` tells, else at its finest."""
    compared = compare_years(years, params, rules.policy.min_base.value)
    modelled = {number: Year(year, year, {}) for number, year in years.items()}
    found = comparable_headlines(modelled, compared, rules)
    return compared, Headlines.of(found, Protected({}, said or {}))


def headlines(this, last, rules=RULES, said=None):
    """Print the comparison of role a with everything shown but what `said` tells."""
    compared, known = headlines_of({2022: last, 2023: this}, rules, said=said)
    sides = [all_shown(year) for year in (this, last)]
    return headline_changes(compared.headlines, *sides, known, rules).set_index("tenure")


def test_headline_changes__percents_are_exact_means_over_the_questions_both_years_share():
    # p 23/40 is 57.5 %, which a float holds as 57.499...; q has a new meaning and is left out.
    # With it the means would be (57.5 + 100) / 2 and (80 + 100) / 2.
    this = later(2023, (23, 40), (40, 40), changes=NEW_MEANING)
    shown = headlines(this, later(2022, (32, 40), (40, 40))).loc["all"]
    names = ["n_questions", *RATES, "change_points", "state"]
    # 57.5 - 80 = -22.5, half up and away from nought
    assert shown[names].tolist() == [1, 40, 40, 80, 58, -23, "shown"]


def test_headline_changes__are_pooled_where_the_headline_is():
    # p 30/40 and q 10/20: pooled 40/60, macro (.75 + .5) / 2
    both = later(2023, (30, 40), (10, 20)), later(2022, (30, 40), (10, 20))
    shown = {
        rate: headlines(*both, Rules(thresholds(), rate)).loc["all", "this_percent"]
        for rate in ("macro", "pooled")
    }
    assert shown == {"macro": 63, "pooled": 67}


def test_headline_changes__p_is_a_class_whatever_the_base():
    both = later(2023, (300, 400), (100, 200), 400), later(2022, (300, 400), (100, 200), 400)
    row = headlines(*both).loc["all"]
    assert row[["n_last", "p", "p_adjusted"]].tolist() == [400, "≥0.05", "≥0.05"]


def test_headline_changes__how_slips_hang_together_is_shown_of_large_groups_only():
    spread = ["low_points", "high_points", "detectable_points"]
    both = later(2023, (30, 40), (20, 40)), later(2022, (38, 40), (30, 40))
    for base, shown in ((40, True), (41, False)):
        row = headlines(*both, Rules(thresholds(p_exact_min_base=base), "macro")).loc["all"]
        assert row[spread].notna().all() == shown
        assert row[spread].isna().all() != shown
        assert row["change_points"] == -23  # (75 + 50) / 2 - (95 + 75) / 2 = -22.5


def test_headline_changes__without_an_interval_there_is_no_note_on_it():
    compared, known = headlines_of({2022: FALL[0], 2023: FALL[1]})
    noted = compared.headlines.assign(note="interval_without_zero_for_one_test_alone")
    for base, note in ((40, "interval_without_zero_for_one_test_alone"), (41, "")):
        rules = Rules(thresholds(p_exact_min_base=base), "macro")
        frame = headline_changes(noted, all_shown(FALL[1]), all_shown(FALL[0]), known, rules)
        assert frame.set_index("tenure").loc["all", "note"] == note


@pytest.mark.parametrize(
    ("wording", "state", "with_means"),
    [(0, "shown", True), (1, "shown", False), (2, "hidden_protects_another_cell", False)],
)
def test_headline_changes__are_said_as_was_chosen(wording, state, with_means):
    row = headlines(*FALL[::-1], said={("change", "a", "all"): wording}).loc["all"]
    assert row["state"] == state
    assert row[["last_percent", "this_percent"]].notna().all() == with_means
    assert row[["last_percent", "this_percent"]].isna().all() != with_means
    figures = row[["n_last", "n_this", "change_points", "p", "verdict"]]
    assert figures.notna().all() == (state == "shown")
    assert figures.isna().all() != (state == "shown")


@pytest.mark.parametrize("state", [state for state in State if state.hidden])
@pytest.mark.parametrize("year", [0, 1])
def test_headline_changes__need_both_years_to_be_shown(state, year):
    compared, known = headlines_of({2022: FALL[0], 2023: FALL[1]})
    sides = [all_shown(FALL[1]), all_shown(FALL[0])]
    sides[year].states[(HEADLINE, "a", "all")] = state
    row = headline_changes(compared.headlines, *sides, known, RULES).set_index("tenure").loc["all"]
    assert row["state"] == str(state)
    assert row[[*RATES, "change_points", "p", *JUDGED]].isna().all()


# Only four of the forty answered q.
FEW = ((30, 40), (2, 4)), ((31, 40), (2, 4))


def mean(counts, bases, questions, rate):
    """Return the mean over some questions, by their place."""
    if rate == "pooled":
        return Fraction(sum(counts[q] for q in questions), sum(bases[q] for q in questions))
    return sum(Fraction(counts[q], bases[q]) for q in questions) / len(questions)


def possible(sides, comparison, bases, shared, rate):
    """List the numbers of both questions, last year and this, that fit all that is printed."""
    fitting = []
    for side in sides:
        counts = side.year.counts.query("tenure == 'all'").set_index("question")["n_proper"]
        true = (int(counts["p"]), int(counts["q"]))
        known = [side.states[(question, "a", "all")] == "shown" for question in ("p", "q")]
        said = side.states[(HEADLINE, "a", "all")] == "shown"
        printed_mean = percent_of(mean(true, bases, (0, 1), rate))
        fitting.append(
            [
                pair
                for pair in product(range(bases[0] + 1), range(bases[1] + 1))
                if all(p == t for p, t, shown in zip(pair, true, known, strict=True) if shown)
                and not (said and percent_of(mean(pair, bases, (0, 1), rate)) != printed_mean)
            ]
        )
    fits = set()
    for this, last in product(*fitting):
        rates = [mean(pair, bases, shared, rate) for pair in (last, this)]
        found = [*map(percent_of, rates), change_points(rates[1], rates[0])]
        printed_there = comparison[["last_percent", "this_percent", "change_points"]]
        if all(pd.isna(was) or was == is_ for was, is_ in zip(printed_there, found, strict=True)):
            fits.add((last, this))
    return fits


@pytest.mark.parametrize("declared", [[], NEW_MEANING])
def test_headline_changes__and_all_beside_them_leave_a_hidden_question_three_numbers(declared):
    # Beside the headline of p and q, the mean over p alone tells q, and so does the count of p.
    this, last = later(2023, *FEW[0], changes=declared), later(2022, *FEW[1])
    found = chosen({2022: last, 2023: this}, PARAMS)
    frame = headline_changes(found.compared.headlines, *found.sides, found.headlines, RULES)
    comparison = frame.set_index("tenure").loc["all"]
    assert found.sides[0].states[("q", "a", "all")] == "hidden_small_base"
    shared = (0,) if declared else (0, 1)
    fits = possible(found.sides, comparison, (40, 4), shared, "macro")
    for year in (0, 1):
        assert len({pair[year][1] for pair in fits}) >= 3
    # Or else the oracle above would find nothing whatever is printed:
    everything = [all_shown(side.year) for side in found.sides]
    for side in everything:
        side.states[("q", "a", "all")] = State.HIDDEN_SMALL
    known = Headlines.of(found.headlines.compared.values(), Protected({}))
    frame = headline_changes(found.compared.headlines, *everything, known, RULES)
    fits = possible(everything, frame.set_index("tenure").loc["all"], (40, 4), shared, "macro")
    assert len({pair[0][1] for pair in fits}) == 1


def test_headline_changes__of_large_groups_are_shown_as_pooled_means_beside_a_small_question():
    # q has nine answers. In the pooled mean of 609 answers a point is six of them, whatever p is;
    # in the macro mean q has half the weight, and one answer of nine is five points.
    this, last = (later(year, (500, 600), (5, 9), n_people=600) for year in (2023, 2022))
    shown = {}
    for rate in ("macro", "pooled"):
        rules = Rules(thresholds(), rate)
        found = chosen({2022: last, 2023: this}, PARAMS, rules)
        states = found.sides[0].states
        beside = states[("p", "a", "all")], states[(HEADLINE, "a", "all")]
        shown[rate] = set(beside) == {State.SHOWN}
    assert shown == {"macro": False, "pooled": True}


def test_headline_changes__a_role_without_a_common_question_has_its_verdict_and_no_figure():
    everything = [NEW_MEANING[0], NEW_MEANING[0] | {"question": "p"}]
    this = later(2023, (30, 40), (10, 20), changes=everything)
    frame = headlines(this, later(2022, (30, 40), (10, 20)))
    assert frame.loc["all", ["verdict", "reason", "n_questions"]].tolist() == [
        *("not_comparable", "no_common_question", 0)
    ]
    assert figures_of(frame).isna().all(axis=None)


def test_headline_changes__a_group_too_few_of_which_answered_is_hidden():
    # Ten people, but one of them handed in a blank sheet.
    this = later(2023, (9, 9), (8, 9), n_people=10)
    frame = headlines(this, later(2022, (9, 10), (9, 10), n_people=10))
    assert frame.loc["all", "state"] == "hidden_small_base"
    assert figures_of(frame).isna().all(axis=None)


def test_headline_changes__an_absent_tenure_is_named_and_not_hidden():
    frame = headlines(later(2023, (30, 40), (10, 20)), later(2022, (30, 40), (10, 20)))
    absent = frame.loc["first_year"]
    assert absent[["state", "verdict", "reason"]].tolist() == [
        *("absent_group", "not_tested_no_answers", "no_answers")
    ]


# First-year staff and others of a role that both questions are asked of.
BOTH = counted_year(
    {("p", "a"): ((15, 20), (58, 60)), ("q", "a"): ((20, 20), (45, 60))},
    {"a": (20, 60)},
    questions=QUESTIONS,
    roles=ROLES,
    focus_items=[],
)


@cache
def tenures_compared():
    return headlines_of({2023: BOTH}, params=small_params(**NO_LAST_YEAR))


def contrasts_with(states=None, bands=None, said=None):
    """Print the contrasts with everything shown but some cells and comparisons."""
    compared, known = tenures_compared()
    side = Side(BOTH, all_shown(BOTH).states | (states or {}), bands or {})
    known = Headlines(known.compared, said or {})
    return contrasts(compared.contrasts, side, known, RULES, ALPHA).set_index("question")


NO_LAST_YEAR = {"last_year": "none", "focus_family": [], "headline_family": ["a"]}


def test_contrasts__call_the_sides_later_and_first():
    frame = contrasts_with()
    names = ["n_later", "n_first", "later_percent", "first_percent", "change_points"]
    # p: 58/60 = 96.67, 15/20 = 75, change -21.67; headline (.9667 + .75) / 2 = 85.83 and
    # (.75 + 1) / 2 = 87.5, change 1.67
    assert frame.loc["p", names].tolist() == [60, 20, 97, 75, -22]
    assert frame.loc[HEADLINE, names].tolist() == [60, 20, 86, 88, 2]
    assert not {"n_last", "n_this", "last_percent", "this_percent"} & set(frame)


def test_contrasts__come_for_every_question_and_every_headline_once():
    frame = contrasts_with().reset_index()
    assert frame[["role", "question", "family"]].values.tolist() == [
        *(["a", "p", "screening"], ["a", "q", "screening"], ["a", HEADLINE, "headline"])
    ]


@pytest.mark.parametrize("tenure", ["first_year", "second_year_plus"])
@pytest.mark.parametrize("question", ["p", HEADLINE])
def test_contrasts__need_both_tenures_to_be_shown(tenure, question):
    frame = contrasts_with({(question, "a", tenure): State.HIDDEN_PROTECTS})
    assert frame.loc[question, "state"] == "hidden_protects_another_cell"
    assert figures_of(frame.loc[[question]]).isna().all(axis=None)
    assert frame.loc[question, JUDGED].isna().all()
    others = figures_of(frame.drop(index=question)).drop(columns=CONTRAST_ENDS)
    spread = ["low_points", "high_points", "detectable_points"]  # of headlines of 100 or more only
    assert others.drop(columns=spread).notna().all(axis=None)


CONTRAST_ENDS = [f"{side}_{end}_percent" for side in ("later", "first") for end in ("low", "high")]


def test_contrasts__of_a_band_print_its_ends_and_the_figure_beside_it():
    # p of the first year is 15 of 20: a band of 13 to 15; of the others 58 of 60
    key = ("p", "a", "first_year")
    frame = contrasts_with({key: State.BAND}, {key: Band(13, 15, 65, 80)})
    row = frame.loc["p"]
    names = ["n_later", "n_first", "later_percent", "first_low_percent", "first_high_percent"]
    assert row[[*names, "state"]].tolist() == [60, 20, 97, 65, 80, "band"]
    nothing = ["first_percent", "later_low_percent", "later_high_percent", "change_points"]
    nothing += ["low_points", "high_points", "p", "p_adjusted", "detectable_points"]
    assert row[nothing].isna().all()
    assert frame.loc[["q", HEADLINE], CONTRAST_ENDS].isna().all(axis=None)


@pytest.mark.parametrize(
    ("wording", "state", "with_means"),
    [(0, "shown", True), (1, "shown", False), (2, "hidden_protects_another_cell", False)],
)
def test_contrasts__of_headlines_are_said_as_was_chosen(wording, state, with_means):
    row = contrasts_with(said={("contrast", "a", ""): wording}).loc[HEADLINE]
    assert row["state"] == state
    assert row[["later_percent", "first_percent"]].notna().all() == with_means
    assert row[["later_percent", "first_percent"]].isna().all() != with_means
    assert pd.notna(row["change_points"]) == (state == "shown")


def with_follow_up(p, c):
    """Two tenures of 300 people who were asked p, and some of them c; no focus question."""
    follows = QUESTIONS[0] | {"id": "c", "asked_if": {"question": "p", "answer": "no"}}
    return counted_year(
        {("p", "a"): p, ("c", "a"): c},
        {"a": (300, 300)},
        questions=[QUESTIONS[0], follows | {"label": label("c")}],
        roles=[ROLES[0] | {"form": {1: "p", 2: "c"}}],
        focus_items=[],
    )


def test_headline_comparisons__print_means_over_what_everybody_is_asked():
    # c by itself would move the headlines by 45 points.
    p = ((150, 300), (240, 300))
    this = with_follow_up(p, ((60, 150), (30, 60)))
    compared, known = headlines_of({2023: this}, params=small_params(**NO_LAST_YEAR))
    contrast = contrasts(compared.contrasts, all_shown(this), known, RULES, ALPHA)
    row = contrast.set_index("question").loc[HEADLINE]
    assert row[["later_percent", "first_percent", "change_points"]].tolist() == [80, 50, -30]
    last = counted_year(
        {("p", "a"): p, ("c", "a"): ((140, 150), (55, 60))},
        {"a": (300, 300)},
        2022,
        questions=[question.model_dump() for question in this.questionnaire.questions],
        roles=[ROLES[0] | {"form": {1: "p", 2: "c"}}],
        focus_items=[],
    )
    shown = headlines(this, last)
    assert shown["n_questions"].tolist() == [1, 1, 1]
    assert shown["this_percent"].tolist() == shown["last_percent"].tolist() == [50, 80, 65]


def test_in_a_first_year_there_are_contrasts_but_no_changes():
    compared, known = tenures_compared()
    assert compared.questions is compared.headlines is compared.composition is None
    assert changes(None, all_shown(BOTH), None, RULES, ALPHA).empty
    assert headline_changes(None, all_shown(BOTH), None, known, RULES).empty
    assert len(contrasts(compared.contrasts, all_shown(BOTH), known, RULES, ALPHA)) == 3


def test_rates_are_exact_where_a_float_would_round_the_other_way():
    # 23/40 = .575, and 100 * .575 is 57.49999999999999 in floats
    assert Fraction(23, 40) * 100 == Fraction(115, 2)
    shown = printed(row(x_this=23, n_this=40, x_last=20, n_last=40))
    assert shown["this_percent"].tolist() == [58]
