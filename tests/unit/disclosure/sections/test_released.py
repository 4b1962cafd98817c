"""The released table of sections."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import pandas as pd
import pytest

from selfcheck_analysis.disclosure.scan.figures import Figures
from selfcheck_analysis.disclosure.sections.printed import section_rates
from selfcheck_analysis.disclosure.states import all_shown
from selfcheck_analysis.released import _SEAL, COLUMNS, ReleasedTable
from selfcheck_analysis.section_rates import SECTION_COLUMNS, no_sections
from selfcheck_analysis.terms import State
from tests.factories import fake_publication
from tests.small_figures import counted_year, label, thresholds
from tests.small_release import chosen

SECTIONS = [{"id": name, "label": label(name)} for name in ("tax", "housing", "welfare")]
# section: (proper, answers) of first-year staff and of others to p; role b is one section's.
P = {"tax": ((6, 12), (10, 20)), "housing": ((6, 11), (11, 21)), "welfare": ((2, 2), (5, 6))}
CELLS = {
    ("p", "a"): ((14, 25), (26, 47)),
    ("c", "a"): ((0, 0), (0, 0)),
    ("q", "a"): ((25, 25), (47, 47)),
}
PEOPLE = {"a": (25, 47), "b": (12, 13)}
ALIKE = {name: tuple((n, n) for _, n in own) for name, own in P.items()}
PEOPLE_OF = {
    name: dict(zip(("first_year", "second_year_plus"), (n for _, n in own), strict=True))
    for name, own in P.items()
}
OF_ROLE_B = [("first_year", 12, 6), ("second_year_plus", 13, 7)]


def counts():
    """Return the counts by section: p is the condition of c, q has all alike."""
    rows = [
        (section, "a", question, tenure, PEOPLE_OF[section][tenure], n, x)
        for question, of_sections in (("p", P), ("c", {}), ("q", ALIKE))
        for section, own in of_sections.items()
        for tenure, (x, n) in zip(("first_year", "second_year_plus"), own, strict=True)
    ]
    rows += [("tax", "b", "p", tenure, n, n, x) for tenure, n, x in OF_ROLE_B]
    rows += [("tax", "a", "c", "first_year", 12, 0, 0)]
    return pd.DataFrame(rows, columns=list(SECTION_COLUMNS))


@cache
def table(internal=False):
    year = counted_year(CELLS | {("p", "b"): ((6, 12), (7, 13))}, PEOPLE, sections=SECTIONS)
    policy = thresholds(internal_only=internal)
    if internal:
        frame = section_rates(all_shown(year), counts(), {}, {}, policy)
    else:
        protected = chosen({2023: year}, sections=counts()).protected
        frame = section_rates(protected.sides[2023], counts(), {}, protected.sections, policy)
    return frame.set_index(["section", "role", "question"])


def test_section_rates__have_the_declared_columns_and_the_order_of_the_forms():
    frame = table().reset_index()
    assert list(frame) == list(COLUMNS["section_rates"])
    assert list(frame["section"].unique()) == ["tax", "housing", "welfare"]
    assert list(frame.loc[frame["section"] == "tax", "question"]) == ["p", "c", "q", "p"]


def test_section_rates__tell_nothing_of_conditional_questions_and_their_conditions():
    assert table().loc[("tax", "a", "c"), "state"] == State.HIDDEN_CONDITIONAL
    assert table().loc[("tax", "a", "p"), "state"] == State.HIDDEN_PROTECTS
    assert table().loc[("welfare", "a", "p"), "state"] == State.HIDDEN_SMALL


def states_of(changed):
    """Return the states by section of role a where nothing is told, from changed counts."""
    year = counted_year(CELLS | {("p", "b"): ((6, 12), (7, 13))}, PEOPLE, sections=SECTIONS)
    frame = counts()
    for (section, question), n in changed.items():
        own = (frame["section"] == section) & (frame["question"] == question)
        frame.loc[own, "n_answers"] = n
    side = replace(all_shown(year), states=dict.fromkeys(all_shown(year).states, State.SHOWN))
    table = section_rates(side, frame, {}, {}, thresholds())
    table = table[table["role"] == "a"]
    return table.groupby("section")["state"].unique().map(set).to_dict()


@pytest.mark.parametrize("n", [0, 2])
def test_section_rates__tell_by_their_reasons_nothing_of_single_answers(n):
    # welfare has 8 people, housing 32; what they left blank of one question shows nowhere
    found = states_of({("welfare", "q"): n, ("housing", "q"): n})
    assert found["welfare"] == {State.HIDDEN_SMALL}
    assert found["housing"] == {State.HIDDEN_PROTECTS}
    assert found == states_of({})


def test_section_rates__give_one_reason_whatever_the_choice_names():
    year = counted_year(CELLS | {("p", "b"): ((6, 12), (7, 13))}, PEOPLE, sections=SECTIONS)
    names = [("welfare", State.HIDDEN_PROTECTS), ("housing", State.HIDDEN_SMALL)]
    own = {(section, "a", "q"): (state, None) for section, state in names}
    table = section_rates(all_shown(year), counts(), {}, own, thresholds())
    table = table.set_index(["section", "question", "role"])["state"]
    assert table["welfare", "q", "a"] == State.HIDDEN_SMALL
    assert table["housing", "q", "a"] == State.HIDDEN_PROTECTS


def test_sections__of_a_role_that_was_tallied_in_part_are_told_nothing():
    year = counted_year(CELLS | {("p", "b"): ((6, 12), (7, 13))}, PEOPLE, sections=SECTIONS)
    by_hand = replace(year, tallied=frozenset({"a", "b"}))
    own = {"a": counts().query("role == 'a'"), "b": counts().query("role == 'b'")}
    own["b"] = own["b"].assign(**{name: own["b"][name] - 1 for name in ("n_people", "n_answers")})
    frame = pd.concat(own.values())  # of b two were counted by hand, of a all were persons
    protected = chosen({2023: by_hand}, sections=frame).protected
    table = section_rates(protected.sides[2023], frame, {}, protected.sections, thresholds())
    assert not table["state"].isin([State.SHOWN, State.BAND]).any()
    assert table[["n_answers", "rate_percent", "low_percent"]].isna().all(axis=None)


def test_section_rates__of_all_but_one_who_answered_nothing_are_not_those_of_the_role():
    # one person of b delivered a blank form: that nobody of another section answered is not told
    year = counted_year(
        CELLS | {("p", "b"): ((6, 12), (7, 13))}, PEOPLE | {"b": (12, 14)}, sections=SECTIONS
    )
    table = section_rates(all_shown(year), counts(), {}, {}, thresholds())
    assert set(table.loc[table["role"] == "b", "state"]) == {State.HIDDEN_PROTECTS}


def test_section_rates__of_a_whole_role_are_those_of_the_role():
    row = table().loc[("tax", "b", "p")]
    assert (row["state"], row["n_answers"], row["rate_percent"]) == (State.SHOWN, 25, 52)  # 13 / 25


def test_section_rates__are_figures_only_where_shown_and_ends_only_of_bands():
    frame = table()
    shown, band = (frame["state"] == state for state in (State.SHOWN, State.BAND))
    assert (frame["rate_percent"].notna() == shown).all()
    assert (frame["low_percent"].notna() == band).all()
    assert (frame["n_answers"].notna() == (shown | band)).all()


def test_section_rates__of_the_internal_policy_are_all_shown():
    frame = table(internal=True)
    assert frame.loc[("welfare", "a", "p"), ["n_answers", "rate_percent"]].tolist() == [
        8,
        88,
    ]  # 7 / 8
    assert frame.loc[("tax", "a", "p"), "rate_percent"] == 50  # 16 / 32
    assert frame.loc[("tax", "a", "c"), "state"] == State.NO_ANSWERS


def test_section_rates__of_no_section_are_an_empty_table():
    year = counted_year(CELLS | {("p", "b"): ((6, 12), (7, 13))}, PEOPLE)
    frame = section_rates(all_shown(year), no_sections(), {}, {}, thresholds())
    assert frame.empty
    assert list(frame) == list(COLUMNS["section_rates"])


def test_chosen__refuses_sections_with_more_answers_than_their_role():
    year = counted_year(CELLS | {("p", "b"): ((6, 12), (7, 13))}, PEOPLE, sections=SECTIONS)
    more = counts().replace({"n_answers": {20: 30}})
    with pytest.raises(ValueError, match="more answers than their role"):
        chosen({2023: year}, sections=more)


@pytest.mark.parametrize("empty", [True, False])
def test_written_tables__have_that_of_sections_if_there_are_any(empty):
    release = fake_publication().release
    frame = table().reset_index()
    own = ReleasedTable(_SEAL, "section_rates", frame.iloc[:0] if empty else frame)
    release = type(release)(**vars(release) | {"tables": {**release.tables, "section_rates": own}})
    assert ("section_rates" in release.written_tables) != empty


def _with_sections():
    release = fake_publication().release
    own = ReleasedTable(_SEAL, "section_rates", table(True).reset_index())
    return replace(release, tables={**release.tables, "section_rates": own})


def test_scan__holds_figures_of_a_section_to_that_section():
    figures = Figures.of_release(_with_sections())
    of_p = {("role", "a"), ("question", "p"), ("tenure", "all")}
    # 16 of 32 are 50 %, 17 of 32 are 53 %
    assert figures.has_row(frozenset({*of_p, ("section", "tax")}), [32, 50])
    assert not figures.has_row(frozenset({*of_p, ("section", "tax")}), [32, 53])
    assert not figures.has_row(frozenset(of_p), [32, 50])
    assert 53 in figures.of(frozenset({*of_p, ("section", "housing")}))
    assert 53 not in figures.of(frozenset({*of_p, ("section", "tax")}))


def test_scan__takes_no_figure_of_a_section_for_the_roles_or_for_anybodys():
    figures = Figures.of_release(_with_sections())
    # of tax 16 of 32 are 50 %; of welfare 7 of 8 are 88 %
    assert 50 not in figures.of(frozenset({("role", "a"), ("question", "p")}))
    assert 50 not in figures.of(frozenset({("question", "p")}))
    assert not {32, 53} & figures.all


def test_scan__holds_what_names_a_section_alone_to_that_section():
    figures = Figures.of_release(_with_sections())
    assert {32, 50} <= figures.of(frozenset({("section", "tax")}))
    assert 53 not in figures.of(frozenset({("section", "tax")}))  # housing's
    assert 97 not in figures.of(frozenset({("section", "tax")}))  # a role's
    assert 97 in figures.of(frozenset({("section", "tax"), ("role", "counter_staff")}))
