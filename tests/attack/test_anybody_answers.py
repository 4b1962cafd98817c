"""Surveys in which people answered a question that they were not asked, attacked by every table.

Answers against a condition are kept, or some people were tallied by hand. An outsider then knows
how many people there are, and nothing of how many of them answered a conditional question.
"""

from __future__ import annotations

from functools import cache
from itertools import islice

import pytest

from selfcheck_analysis.disclosure import audit, unknowns
from tests.attack.every_table import TooManyTablesError, possible_values
from tests.attack.random_surveys import FOLLOW_UP, Released, drawn
from tests.attack.test_random_surveys import audited_groups, recovered, tables_of

CASES, A_CASE = range(8), 10
MOST_GROUPS = 8
LOOSE = ["keep", "tallied"]


def drawn_loose(case, loose, n=A_CASE):
    """Draw so many small surveys in which somebody answered the follow-up."""
    surveys = (drawn(seed, loose) for seed in range(case * 1000, case * 1000 + 1000))
    small = (
        survey
        for survey in surveys
        if sum(n > 0 for n in survey.bases.values()) <= MOST_GROUPS
        and any(n for group, n in survey.bases.items() if group[1] == FOLLOW_UP)
    )
    return list(islice(small, n))


def attacked_of(surveys):
    """Let surveys through the door and write down their tables, but of those that have too many."""
    for survey in surveys:
        released = Released.of(survey)
        try:
            yield survey, released, tables_of(released)
        except TooManyTablesError:
            continue


@cache
def attacked(case, loose):
    """Attack the surveys of one case; most of them are small enough."""
    found = list(attacked_of(drawn_loose(case, loose)))
    assert len(found) >= 0.7 * A_CASE
    return found


@pytest.mark.parametrize("loose", LOOSE)
@pytest.mark.parametrize("case", CASES)
def test_door__leaves_every_protected_count_its_values(case, loose):
    for survey, _, wholes in attacked(case, loose):
        assert recovered(survey, wholes) == [], survey


@pytest.mark.parametrize("loose", LOOSE)
@pytest.mark.parametrize("case", CASES)
def test_audit__never_finds_a_count_more_open_than_it_is(case, loose):
    for survey, released, wholes in attacked(case, loose):
        there = released.printed().groups
        for row in released.protected.audit.itertuples():
            groups = [group for group in audited_groups(row, survey) if group in there]
            values = possible_values(wholes, groups)
            assert min(values) <= row.smallest <= row.true <= row.largest <= max(values)


@pytest.mark.parametrize("loose", LOOSE)
def test_surveys__have_people_who_were_not_asked_and_answered(loose):
    against = 0
    for case in CASES:
        for survey in drawn_loose(case, loose):
            for (year, role, _), people in survey.answers.items():
                form = survey.forms[year]
                if FOLLOW_UP not in form.role(role).form.values():
                    continue
                condition = form.question(FOLLOW_UP).asked_if
                improper = condition.answer != "yes"
                against += sum(
                    FOLLOW_UP in person and person.get("p", improper) is improper is False
                    for person in people
                )
    assert against > 10


@pytest.mark.parametrize("loose", LOOSE)
def test_door__would_give_counts_away_if_only_those_asked_could_have_answered(loose, monkeypatch):
    monkeypatch.setattr(unknowns, "_anybody", lambda year, asked_only: {})
    monkeypatch.setattr(audit, "refuse_unsafe", lambda frame: None)
    surveys = (survey for case in CASES for survey in drawn_loose(case, loose))
    assert any(recovered(survey, wholes) for survey, _, wholes in attacked_of(surveys))
