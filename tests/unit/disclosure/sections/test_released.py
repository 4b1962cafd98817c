"""The released table of sections."""

from __future__ import annotations

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


def test_scan__holds_figures_of_a_section_to_that_section():
    tables = {"section_rates": ReleasedTable(_SEAL, "section_rates", table(True).reset_index())}
    release = fake_publication().release
    figures = Figures.of_release(type(release)(**vars(release) | {"tables": tables}))
    of_p = {("role", "a"), ("question", "p"), ("tenure", "all")}
    # 16 of 32 are 50 %, 17 of 32 are 53 %
    assert figures.has_row(frozenset({*of_p, ("section", "tax")}), [32, 50])
    assert not figures.has_row(frozenset({*of_p, ("section", "tax")}), [32, 53])
    assert 53 in figures.of(frozenset({*of_p, ("section", "housing")}))
    assert 53 not in figures.of(frozenset({*of_p, ("section", "tax")}))
