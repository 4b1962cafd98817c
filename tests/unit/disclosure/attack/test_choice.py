"""The cheapest choice against every choice there is."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from selfcheck_analysis.disclosure.attack.choice import attainable, choose
from selfcheck_analysis.disclosure.attack.statements import Statement, Target
from tests.small_surveys import (
    all_levels,
    exactly,
    is_safe,
    least_loss,
    loss_of,
    random_rows,
    survey_of,
    within,
)

SEEDS, N_SURVEYS = range(10), 6
TRUE = (2, 1, 3)
HIGHS = (4, 4, 4)


def drawn_survey(seed):
    """Draw two to seven statements about up to four unknowns, and one to three targets."""
    stream = np.random.default_rng(seed)
    highs = tuple(int(high) for high in stream.integers(1, 5, stream.integers(2, 5)))
    true = tuple(int(stream.integers(0, high + 1)) for high in highs)
    statements = []
    for key in range(int(stream.integers(2, 8))):
        # a comparison needs headlines, which need nothing
        independent = [s.key for s in statements if not s.needs]
        needs = (int(stream.choice(independent)),) if key and stream.random() < 0.2 else ()
        statements.append(drawn_statement(stream, key, highs, true, needs))
    targets = []
    for key in range(int(stream.integers(1, 4))):
        columns = stream.choice(len(highs), int(stream.integers(1, 3)), replace=False)
        form = {int(column): 1 for column in columns}
        targets.append(Target(key, form, int(stream.integers(2, 4))))
    facts = list(random_rows(stream, highs, true, 1)) if stream.random() < 0.3 else []
    return survey_of(highs, true, statements, targets, facts)


def drawn_statement(stream, key, highs, true, needs):
    """Draw a sum that is told exactly, at times also within bounds, or not at all."""
    size = int(stream.integers(1, len(highs) + 1))
    columns = [int(column) for column in stream.choice(len(highs), size, replace=False)]
    wordings = [(exactly(columns, true),), ()]
    losses = [0.0, float(stream.integers(1, 30))]
    if stream.random() < 0.4:
        wordings.insert(1, (within(columns, true, *(int(n) for n in stream.integers(0, 3, 2))),))
        losses.insert(1, losses[-1] * float(stream.choice([0.25, 0.5])))
    return Statement(key, tuple(wordings), tuple(losses), needs)


@pytest.mark.parametrize("seed", SEEDS)
def test_choose__loses_no_more_than_the_best_of_all_choices(seed):
    chosen = []
    for number in range(N_SURVEYS):
        survey = drawn_survey([seed, number])
        levels = choose(survey)
        assert levels in list(all_levels(survey.statements))
        assert is_safe(survey, levels)
        # 1e-9: sums of a few floats
        assert loss_of(survey.statements, levels) == pytest.approx(least_loss(survey), abs=1e-9)
        chosen += levels.values()
    assert any(chosen)  # else nothing had to be said more coarsely


@pytest.mark.parametrize("seed", SEEDS)
def test_choose__is_safe_and_seldom_dearer_where_something_couples(seed):
    stream = np.random.default_rng(seed)
    dearer = []
    for number in range(N_SURVEYS):
        survey = drawn_survey([seed, number])
        coupling = stream.random(len(survey.statements)) < 0.4
        survey = replace(
            survey,
            statements=tuple(
                replace(statement, couples=bool(couples), yields=bool(stream.random() < 0.5))
                for statement, couples in zip(survey.statements, coupling, strict=True)
            ),
            targets=tuple(replace(t, couples=bool(stream.random() < 0.3)) for t in survey.targets),
        )
        levels = choose(survey)
        assert levels in list(all_levels(survey.statements))
        assert is_safe(survey, levels)
        least = least_loss(survey)
        assert loss_of(survey.statements, levels) >= least - 1e-9
        dearer.append(loss_of(survey.statements, levels) > least + 1e-9)
    assert sum(dearer) <= N_SURVEYS / 2


def three_values(column):
    return Target(column, {column: 1}, 3)


def test_choose__says_everything_where_nothing_is_protected():
    statement = Statement("all", ((exactly([0, 1], TRUE),), ()), (0.0, 1.0))
    assert choose(survey_of(HIGHS, TRUE, [statement], [])) == {"all": 0}


def test_choose__takes_the_middle_wording_where_it_is_enough():
    wordings = ((exactly([0], TRUE),), (within([0], TRUE, 1, 1),), ())
    statement = Statement("one", wordings, (0.0, 1.0, 2.0))
    assert choose(survey_of(HIGHS, TRUE, [statement], [three_values(0)])) == {"one": 1}


def test_choose__goes_past_a_middle_wording_that_is_too_fine():
    wordings = ((exactly([0], TRUE),), (within([0], TRUE, 0, 1),), ())
    statement = Statement("one", wordings, (0.0, 1.0, 2.0))
    assert choose(survey_of(HIGHS, TRUE, [statement], [three_values(0)])) == {"one": 2}


def test_choose__leaves_out_what_needs_what_is_left_out():
    # what tells the sum needs what tells the first, which has to go: 3 + 4, not 3
    first = Statement("first", ((exactly([0], TRUE),), ()), (0.0, 3.0))
    total = Statement("sum", ((exactly([0, 1], TRUE),), ()), (0.0, 4.0), needs=("first",))
    assert choose(survey_of(HIGHS, TRUE, [first, total], [three_values(0)])) == {
        "first": 1,
        "sum": 1,
    }


def test_choose__weighs_what_goes_with_what_is_left_out():
    # Total less second gives the first. The total is cheaper by itself (3 to 5), but not with the
    # third, which needs it (3 + 4).
    second = Statement("second", ((exactly([1], TRUE),), ()), (0.0, 5.0))
    total = Statement("total", ((exactly([0, 1], TRUE),), ()), (0.0, 3.0))
    third = Statement("third", ((exactly([2], TRUE),), ()), (0.0, 4.0), needs=("total",))
    survey = survey_of(HIGHS, TRUE, [second, total, third], [three_values(0)])
    assert choose(survey) == {"second": 1, "total": 0, "third": 0}
    alone = survey_of(HIGHS, TRUE, [second, total, replace(third, needs=())], [three_values(0)])
    assert choose(alone) == {"second": 0, "total": 1, "third": 0}


def test_choose__takes_one_that_mends_two():
    # either of 2 + 2 mends one target, the 3 mends both
    both = Statement("both", ((exactly([0, 1, 2], TRUE),), ()), (0.0, 3.0))
    pair = [
        Statement(name, ((exactly(columns, TRUE),), ()), (0.0, 2.0))
        for name, columns in (("left", [0, 1]), ("right", [1, 2]))
    ]
    survey = survey_of(HIGHS, TRUE, [both, *pair], [three_values(0), three_values(2)])
    assert choose(survey) == {"both": 1, "left": 0, "right": 0}


def test_attainable__asks_for_no_more_values_than_silence_leaves():
    targets = [three_values(0), Target("sum", {1: 1, 2: 1}, 3), Target("known", {2: 1}, 3)]
    facts = [within([1], TRUE, 0, 1), exactly([2], TRUE)]
    asked = attainable(survey_of(HIGHS, TRUE, [], targets, facts)).targets
    # 0 to 4; 1 or 2, and 3; 3 alone, which cannot be protected any more
    assert [(target.key, target.n_values) for target in asked] == [(0, 3), ("sum", 2)]
