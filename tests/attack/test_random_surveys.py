"""Hundreds of small surveys go through the door; every table that fits the print is written down.

Whoever does so knows all that anybody can know, whatever else they may think of.
"""

from __future__ import annotations

from functools import cache
from itertools import islice

import numpy as np
import pytest

from selfcheck_analysis.disclosure import audit, means
from selfcheck_analysis.disclosure.attack import kept
from tests.attack.every_table import TooManyTablesError, every_table, possible_values
from tests.attack.random_surveys import ALL, FOLLOW_UP, TENURES, Released, drawn, protectees

CASES, A_CASE = range(16), 20
MOST_GROUPS = 12
"""Surveys with more undivided groups take the solver seconds."""


def drawn_small(case, n=A_CASE):
    """Draw so many surveys that are small enough."""
    surveys = (drawn(seed) for seed in range(case * 1000, case * 1000 + 1000))
    small = (s for s in surveys if sum(n > 0 for n in s.bases.values()) <= MOST_GROUPS)
    return list(islice(small, n))


def tables_of(released):
    """Write down every table that fits the print; the true one always does."""
    wholes = every_table(released.printed())
    for whole in wholes:
        truth = [released.survey.true(group) for group in whole.groups]
        assert (whole.counts == truth).all(axis=1).any()
    return wholes


def recovered(survey, wholes):
    """Return the protected counts that are left too few values, and which."""
    possible = [
        (why, groups, sorted(possible_values(wholes, groups)), needed)
        for why, groups, needed in protectees(survey)
    ]
    return [found for found in possible if len(found[2]) < found[3]]


@cache
def attacked(case):
    """Let surveys through the door and write down their tables, but of those that have too many."""
    found = []
    for survey in drawn_small(case):
        released = Released.of(survey)
        try:
            found.append((survey, released, tables_of(released)))
        except TooManyTablesError:
            continue
    assert len(found) >= 0.9 * A_CASE
    return found


@pytest.mark.parametrize("case", CASES)
def test_door__leaves_every_protected_count_its_values(case):
    for survey, _, wholes in attacked(case):
        assert recovered(survey, wholes) == [], survey


@pytest.mark.parametrize("case", CASES)
def test_door__leaves_every_answer_of_single_persons_open(case):
    for survey, _, wholes in attacked(case):
        for group, n in survey.bases.items():
            # a conditional question may have been asked of others than the one who was
            assert n != 1 or len(possible_values(wholes, [group])) > 1


@pytest.mark.parametrize("case", range(20, 22))
def test_door__does_so_where_conditional_questions_are_bounded_apart(case, monkeypatch):
    # as in means over more than 25 questions
    monkeypatch.setattr(means, "MOST_TOGETHER", 0)
    for survey, _, wholes in attacked(case):
        assert recovered(survey, wholes) == [], survey


def audited_groups(row, survey):
    """Return the undivided groups of one row of an audit."""
    if row.kind == "count":
        parts = [part.split("/") for part in row.group.split(" + ")]
        return [(row.fiscal_year, row.question, *part) for part in parts]
    if row.kind == "band":
        return list(survey.groups(row.fiscal_year, row.question, *row.group.split(" + ")))
    role, tenure = row.question, row.group  # all answers
    form = survey.forms[row.fiscal_year]
    asked = [q for q in form.role(role).form.values() if form.question(q).asked_if is None]
    tenures = TENURES if tenure == ALL else [tenure]
    return [(row.fiscal_year, q, role, t) for q in asked for t in tenures]


@pytest.mark.parametrize("case", CASES)
def test_audit__never_finds_a_count_more_open_than_it_is(case):
    exact = 0
    for survey, released, wholes in attacked(case):
        conditional = any(question == FOLLOW_UP for _, question, _, _ in survey.bases)
        there = released.printed().groups
        for row in released.protected.audit.itertuples():
            groups = [group for group in audited_groups(row, survey) if group in there]
            values = possible_values(wholes, groups)
            assert min(values) <= row.smallest <= row.true <= row.largest <= max(values)
            if not conditional:
                # of these an outsider is taken to know nothing that is not in print
                assert (row.smallest, row.largest) == (min(values), max(values))
                exact += 1
    assert exact > 50


@pytest.mark.parametrize("case", range(30, 34))
def test_audit__refuses_every_choice_that_gives_a_count_away(case, monkeypatch):
    stream = np.random.default_rng(case)
    monkeypatch.setattr(kept, "choose", lambda survey: any_levels(survey, stream))
    monkeypatch.setattr(audit, "refuse_unsafe", lambda frame: None)  # it is looked at below
    outcomes = []
    for survey in drawn_small(case):
        released = Released.of(survey)
        try:
            gives_away = bool(recovered(survey, tables_of(released)))
        except TooManyTablesError:
            continue
        refused = not released.protected.audit["safe"].all()
        assert refused or not gives_away, survey
        outcomes.append((gives_away, refused))
    assert outcomes.count((True, True)) > 0.3 * A_CASE  # much is given away
    assert outcomes.count((False, True)) < 0.3 * A_CASE  # little is refused without need


def any_levels(survey, stream):
    """Choose wordings by chance, a comparison never without its headlines."""
    fineness = stream.choice([0.5, 0.8, 1.0])
    levels = {
        s.key: 0 if stream.random() < fineness else int(stream.integers(0, len(s.wordings)))
        for s in survey.statements
    }
    silent = {s.key: s.silent for s in survey.statements}
    for s in survey.statements:
        if any(levels[needed] == silent[needed] for needed in s.needs):
            levels[s.key] = s.silent
    return levels
