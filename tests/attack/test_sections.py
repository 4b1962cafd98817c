"""What sections are told of themselves, attacked by every table of counts by section.

Beside all that is printed of the roles an outsider knows who is of which section. A count keeps the
values it needs, or those that it has where nothing is told of sections.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from functools import cache

import numpy as np
import pytest

from selfcheck_analysis.disclosure.audit import UnsafeReleaseError
from selfcheck_analysis.disclosure.sections import choice, open_counts, shown
from tests.attack.divided_surveys import (
    LATE,
    NOBODYS,
    answered,
    drawn_divided,
    one_role,
    protectees_by_section,
    without_the_late,
)
from tests.attack.every_table import TooManyTablesError, every_table, possible_values
from tests.attack.random_surveys import protectees

CASES, A_CASE = range(5), 8


def drawn_sections(seed):
    """Draw one role: two to four sections, at times one of a single person, some people of none."""
    stream = np.random.default_rng([seed, 9])
    names = ["s", "t", "u", NOBODYS][: int(stream.choice([2, 3, 4]))]
    sizes = {name: (int(stream.integers(0, 3)), int(stream.integers(0, 6))) for name in names}
    sizes["s"] = (int(stream.integers(0, 4)), int(stream.integers(3, 7)))
    likely = float(stream.choice([0.5, 0.8, 0.95]))
    return one_role(seed, sizes, likely, questions=2 if seed % 4 == 0 else 1)


def lost(survey, *prints):
    """Return the counts that what is told of sections leaves too few values."""
    base, wholes = (every_table(print_) for print_ in prints)
    for whole in wholes:
        truth = [survey.true(group) for group in whole.groups]
        assert (whole.counts == truth).all(axis=1).any()
    of_roles = [(why, survey._all_parts(gs), n) for why, gs, n in protectees(survey.survey)]
    return [
        (why, groups, needed)
        for why, groups, needed in [*of_roles, *protectees_by_section(survey)]
        if len(possible_values(wholes, groups)) < min(needed, len(possible_values(base, groups)))
    ]


def lost_of(survey):
    released = survey.released()
    return lost(survey, *(survey.printed(released, of_sections) for of_sections in (False, True)))


@cache
def told(case):
    """Return the surveys of a case in which sections are told something, and their releases.

    Left out are the few that have too many tables to write down.
    """
    found = []
    for seed in range(case * A_CASE, (case + 1) * A_CASE):
        survey = drawn_sections(seed)
        released = survey.released()
        with suppress(TooManyTablesError):
            every_table(survey.printed(released, of_sections=False))
            if list(survey.section_cells(released)):
                found.append((survey, released))
    assert len(found) >= A_CASE / 4
    return found


@pytest.mark.parametrize("case", CASES)
def test_sections__are_told_nothing_that_closes_a_count(case):
    for survey, released in told(case):
        prints = (survey.printed(released, of_sections) for of_sections in (False, True))
        assert lost(survey, *prints) == [], survey


SEVERAL_ROLES = (5, 24, 25, 34, 35, 47, 52, 54, 56, 74, 89, 93, 105, 108)
"""Of the surveys of several roles or two years, some in which sections are told something."""


@pytest.mark.parametrize("seed", SEVERAL_ROLES)
def test_sections__are_told_nothing_that_closes_a_count_of_several_roles(seed):
    survey = drawn_divided(seed)
    released = survey.released()
    assert list(survey.section_cells(released))
    prints = (survey.printed(released, of_sections) for of_sections in (False, True))
    assert lost(survey, *prints) == []


def test_sections__are_told_figures_and_bands():
    cells = [cell for case in CASES for s, r in told(case) for cell in s.section_cells(r)]
    assert sum(cell.low == cell.high for cell in cells) > 5
    assert sum(cell.low < cell.high for cell in cells) > 20


@pytest.mark.parametrize("case", CASES)
def test_audit__never_finds_a_count_by_section_more_open_than_it_is(case):
    for survey, released in told(case):
        wholes = every_table(survey.printed(released))
        audit = released.protected.audit
        for row in audit[audit["kind"] == "section"].itertuples():
            parts = [part.split("/") for part in row.group.split(" + ")]
            groups = [
                (2023, row.question, f"{role}@{'' if name == '-' else name}", tenure)
                for name, role, tenure in parts
            ]
            values = possible_values(wholes, groups)
            assert min(values) <= row.smallest <= row.true <= row.largest <= max(values)
            assert row.possible <= len(values)


def test_all_but_one__are_told_what_leaves_the_one_open():
    # ten of a section and one of another: the figure of the ten would tell the answer of the one
    # beside the role's
    for unlike in ({"s": (0, 4), "t": (0, 0)}, {"s": (0, 4), "t": (0, 1)}):
        survey = answered(unlike, {"s": (0, 10), "t": (0, 1)})
        released = survey.released()
        wholes = every_table(survey.printed(released))
        assert len(possible_values(wholes, [(2023, "p", "a@t", "second_year_plus")])) == 2


ROLE_HAS_THREE = answered({"s": (0, 3), "t": (0, 0)}, {"s": (1, 6), "t": (3, 5)})
"""Twelve of fifteen: the role is printed as a band, one to three unlike; of s it is a figure."""


def role_has(survey):
    """Return how many of the role can have answered properly for all that is printed."""
    wholes = every_table(survey.printed(survey.released()))
    return possible_values(wholes, list(survey.counted))


def test_sections__are_told_nothing_that_narrows_the_band_of_their_role():
    assert role_has(ROLE_HAS_THREE) == {12, 13, 14}


def test_sections__would_if_the_role_was_not_looked_at(monkeypatch):
    monkeypatch.setattr(choice, "_quiet", lambda divided, known, told: True)
    assert role_has(ROLE_HAS_THREE) == {12}


def test_sections__would_close_counts_if_theirs_were_not_looked_at(monkeypatch):
    monkeypatch.setattr(open_counts.OpenCounts, "all_open", lambda self, told: True)
    monkeypatch.setattr(shown, "refuse_unsafe", lambda audit: None)
    assert any(lost_of(drawn_sections(seed)) for seed in range(20))


def test_audit__refuses_what_closes_a_count(monkeypatch):
    monkeypatch.setattr(open_counts.OpenCounts, "all_open", lambda self, told: True)
    refused = 0
    for seed in range(20):
        try:
            assert lost_of(drawn_sections(seed)) == []
        except UnsafeReleaseError:
            refused += 1
    assert refused


def late(seed):
    """Draw one role, one or two of whom come late."""
    stream = np.random.default_rng([seed, 10])
    sizes = {
        "s": (int(stream.integers(0, 3)), int(stream.integers(3, 6))),
        "t": (int(stream.integers(0, 2)), int(stream.integers(1, 5))),
    }
    come = {f"s{LATE}": (0, int(stream.choice([1, 1, 2])))}
    return one_role(seed, sizes | come, float(stream.choice([0.6, 0.9])))


def both_prints(survey, of_sections):
    """Put together what is printed before some came and after."""
    before = without_the_late(survey)
    first = before.released()
    second = survey.released(earlier=(first.protected.said,))
    last = survey.printed(second, of_sections)
    return replace(last, said=(*before.printed(first, of_sections).said, *last.said))


@pytest.mark.parametrize("seed", range(16))
def test_two_releases__leave_every_count_its_values(seed):
    survey = late(seed)
    assert lost(survey, both_prints(survey, False), both_prints(survey, True)) == []


@pytest.mark.parametrize("seed", range(16))
def test_two_releases__leave_the_answers_of_those_who_came_open(seed):
    survey = late(seed)
    group = (2023, "p", f"a@s{LATE}", "second_year_plus")
    n = survey.counted.get(group, (0, 0))[0]
    if n:
        wholes = every_table(both_prints(survey, True))
        assert len(possible_values(wholes, [group])) >= min(3, n + 1)


def named_by(survey, place):
    """Return a survey whose sections are named by one sign of their names."""
    names = {k: tuple(name[place] for name in own) for k, own in survey.sections.items()}
    return replace(survey, sections=names)


def divided_anew(unlike, sizes):
    """Release sections A and B, then the same people as C and D; return both with what is told.

    Of each release there is the survey by all four parts: its print, and what sections are told.
    """
    own = {name: [(0, count[name]) for count in (unlike, sizes)] for name in sizes}
    survey = answered(
        {name: u for name, (u, _) in own.items()}, {n: s for n, (_, s) in own.items()}
    )
    survey = replace(
        survey,
        survey=replace(survey.survey, policies=replace(survey.survey.policies, band_minority=1)),
    )
    surveys = [named_by(survey, place) for place in (0, 1)]
    first = surveys[0].released()
    second = surveys[1].released(earlier=(first.protected.said,))
    told = [
        replace(cell, groups=tuple(g for g in survey.counted if g[2][2 + place] in names))
        for place, released in enumerate((first, second))
        for cell in surveys[place].section_cells(released)
        for names in [{group[2][2] for group in cell.groups}]
    ]
    whole = survey.printed(second, of_sections=False)
    return survey, surveys, (first, second), replace(whole, said=(*whole.said, *told))


DIVIDED_ANEW = [
    # one person of B is of C then, one of A of D; the others stay together
    ({"AC": 0, "BC": 1, "BD": 4}, {"AC": 4, "BC": 1, "BD": 7}, "BC"),
    ({"AC": 4, "AD": 1, "BC": 0, "BD": 0}, {"AC": 7, "AD": 1, "BC": 2, "BD": 5}, "AD"),
]


@pytest.mark.parametrize(("unlike", "sizes", "moved"), DIVIDED_ANEW)
def test_two_releases__leave_open_who_is_of_another_section_under_new_names(unlike, sizes, moved):
    survey, _, (first, second), both = divided_anew(unlike, sizes)
    assert any(not state.hidden for state, _ in first.protected.sections.values())
    assert all(state.hidden for state, _ in second.protected.sections.values())
    moved_one = (2023, "p", f"a@{moved}", "second_year_plus")
    assert survey.counted[moved_one][0] == 1
    assert possible_values(every_table(both), [moved_one]) == {0, 1}


@pytest.mark.parametrize(("unlike", "sizes", "moved"), DIVIDED_ANEW)
def test_sections__under_new_names_would_be_told_if_nothing_was_before(unlike, sizes, moved):
    _, surveys, _, _ = divided_anew(unlike, sizes)
    assert list(surveys[1].section_cells(surveys[1].released()))


def test_two_releases__tell_the_section_that_stayed_the_same_where_another_was_divided():
    # s and t, then s as it was and t as two
    survey = answered(
        {"ss": (0, 4), "tu": (0, 3), "tv": (0, 3)}, {"ss": (0, 9), "tu": (0, 7), "tv": (0, 8)}
    )
    whole, anew = named_by(survey, 0), named_by(survey, 1)
    first = whole.released()
    second = anew.released(earlier=(first.protected.said,))
    assert not first.protected.sections["s", "a", "p"][0].hidden
    assert second.protected.sections["s", "a", "p"] == first.protected.sections["s", "a", "p"]
    for told, release in ((False, second), (True, anew.released())):  # beside nothing one is told
        states = [release.protected.sections[name, "a", "p"][0] for name in ("u", "v")]
        assert any(not state.hidden for state in states) is told


def test_two_releases__tell_sections_the_same_where_nobody_came():
    survey = drawn_sections(1)
    first = survey.released()
    second = survey.released(earlier=(first.protected.said,))
    assert list(survey.section_cells(first))
    assert second.protected.sections == first.protected.sections


def test_two_releases__of_the_same_tell_the_same_to_those_that_come_after():
    survey = drawn_sections(1)
    first = survey.released().protected.said
    assert survey.released(earlier=(first,)).protected.said == first
