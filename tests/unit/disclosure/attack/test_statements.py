"""Surveys: what is known by what is said, and that it can be taken apart."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from selfcheck_analysis.disclosure.attack.grouping import together
from selfcheck_analysis.disclosure.attack.knowledge import Knowledge
from selfcheck_analysis.disclosure.attack.statements import Statement, Target
from tests.small_surveys import all_levels, exactly, survey_of, tried_bounds, within
from tests.unit.disclosure.attack.test_choice import drawn_survey

TRUE, HIGHS = (2, 1, 3, 0), (4, 4, 4, 4)
ONE = Statement("one", ((exactly([0], TRUE),), (within([0], TRUE, 1, 1),), ()), (0.0, 1.0, 2.0))
PAIR = Statement("pair", ((exactly([0, 1], TRUE),), ()), (0.0, 1.0))
APART = Statement("apart", ((exactly([2], TRUE),), ()), (0.0, 1.0))
COUPLING = Statement("mean", ((exactly([0, 1, 2], TRUE),), ()), (0.0, 1.0), couples=True)
TARGETS = [Target("first", {0: 1}, 3), Target("third", {2: 1}, 3)]


def target_survey(*statements, targets=TARGETS):
    return survey_of(HIGHS, TRUE, statements, targets)


def test_knowledge__is_what_the_chosen_wordings_tell():
    survey = target_survey(ONE, PAIR)
    bounds = [
        survey.knowledge({"one": one, "pair": pair}).bounds({0: 1})
        for one, pair in ((0, 1), (1, 1), (2, 1), (2, 0))
    ]
    # exact; 2 - 1 to 2 + 1; nothing; by the sum 3, the first is at most 3
    assert bounds == [(2, 2), (1, 3), (0, 4), (0, 3)]


def test_unsafe__are_the_targets_with_too_few_values():
    survey = target_survey(ONE, APART)
    names = [
        [target.key for target in survey.unsafe({"one": one, "apart": apart})]
        for one, apart in ((0, 0), (1, 0), (0, 1), (2, 1))
    ]
    assert names == [["first", "third"], ["third"], ["first"], []]


@pytest.mark.parametrize("seed", range(6))
def test_unsafe__agrees_with_all_values_for_every_choice(seed):
    survey = drawn_survey([seed, 100])
    for levels in list(all_levels(survey.statements))[:60]:
        rows = [*survey.facts]
        for statement in survey.statements:
            rows += statement.wordings[levels[statement.key]]
        expected = []
        for target in survey.targets:
            low, high = tried_bounds(survey.highs, rows, target.form)
            expected += [target] if high - low + 1 < target.n_values else []
        assert survey.unsafe(levels) == expected


@pytest.mark.parametrize("seed", range(6))
def test_parts__know_of_their_targets_what_the_whole_knows(seed):
    stream = np.random.default_rng(seed)
    survey = drawn_survey([seed, 200])
    levels = {s.key: int(stream.integers(0, len(s.wordings))) for s in survey.statements}
    whole = survey.knowledge(levels)
    bounds = {target.key: whole.bounds(target.form) for target in survey.targets}
    found = {
        target.key: part.knowledge(levels).bounds(target.form)
        for part in survey.parts()
        for target in part.targets
    }
    assert found == bounds


@pytest.mark.parametrize("seed", range(6))
def test_around__knows_of_a_target_what_the_whole_knows(seed):
    stream = np.random.default_rng(seed)
    survey = drawn_survey([seed, 300])
    levels = {s.key: int(stream.integers(0, len(s.wordings))) for s in survey.statements}
    for target in survey.targets:
        near = survey.around(target, levels)
        [own] = near.targets
        for coarser in (levels, {s.key: s.silent for s in survey.statements}):
            expected = survey.knowledge(coarser).bounds(target.form)
            assert near.knowledge(coarser).bounds(own.form) == expected


def test_parts__leave_out_what_has_no_target():
    survey = target_survey(ONE, PAIR, APART, targets=TARGETS[:1])
    [part] = survey.parts()
    assert [statement.key for statement in part.statements] == ["one", "pair"]
    assert part.highs == HIGHS[:2]


def test_parts__are_one_where_a_statement_couples_them():
    survey = target_survey(ONE, APART, COUPLING)
    assert len(list(survey.parts())) == 1
    assert len(list(survey.uncoupled().parts())) == 2


def test_uncoupled__leaves_out_what_couples():
    targets = [TARGETS[0], replace(TARGETS[1], couples=True)]
    uncoupled = target_survey(ONE, COUPLING, targets=targets).uncoupled()
    assert [statement.key for statement in uncoupled.statements] == ["one"]
    assert [target.key for target in uncoupled.targets] == ["first"]


def test_around__leaves_out_what_is_apart_as_it_is_said():
    # said finely, the sum ties the second to the first; silent, nothing does
    survey = target_survey(ONE, PAIR, APART)
    fine = survey.around(TARGETS[0], {"one": 0, "pair": 0, "apart": 0})
    assert {statement.key for statement in fine.statements} == {"one", "pair"}
    silent = survey.around(TARGETS[0], {"one": 0, "pair": 1, "apart": 0})
    assert {statement.key for statement in silent.statements} == {"one"}


def test_statement__names_the_unknowns_of_any_wording():
    assert list(PAIR.columns()) == [0, 1]
    assert (ONE.silent, PAIR.silent) == (2, 1)


def test_together__joins_sets_that_share_an_item():
    leader = together([(1, 2), (3,), (4, 5), (5, 2), ()])
    assert leader[1] == leader[2] == leader[4] == leader[5] != leader[3]
    assert set(leader) == {1, 2, 3, 4, 5}


def test_knowledge__of_no_statement_is_that_of_the_facts():
    survey = survey_of(HIGHS, TRUE, [], TARGETS, [exactly([0, 1], TRUE)])
    assert survey.knowledge({}).bounds({0: 1}) == (0, 3)
    assert Knowledge(HIGHS, []).bounds({0: 1}) == (0, 4)
