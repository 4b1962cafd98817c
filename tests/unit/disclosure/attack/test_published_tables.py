"""Tables from print whose best or failed protection is known."""

from __future__ import annotations

from itertools import product

import pandas as pd
import pytest

from selfcheck_analysis.disclosure.attack.choice import choose
from selfcheck_analysis.disclosure.attack.statements import Statement, Target
from selfcheck_analysis.disclosure.audit import audited
from selfcheck_analysis.disclosure.unknowns import Unknowns
from selfcheck_analysis.problems import ProblemsError
from tests.small_surveys import attacked, exactly, survey_of


def table_survey(counts, *, totals_known, protected, n_values):
    """Return the survey of a table that is released with its margins, and its unknowns.

    Every cell is an unknown up to the grand total, and a statement that is worth its count; so
    are the margins unless they are known. `protected` maps places to their names.
    """
    rows, columns = len(counts), len(counts[0])
    places = list(product(range(rows), range(columns)))
    true = tuple(counts[r][c] for r, c in places)
    number = {place: column for column, place in enumerate(places)}
    lines = {("row", r): [number[r, c] for c in range(columns)] for r in range(rows)}
    lines |= {("column", c): [number[r, c] for r in range(rows)] for c in range(columns)}
    lines["all", 0] = list(number.values())
    margins = {line: exactly(own, true) for line, own in lines.items()}
    sayings = {place: exactly([column], true) for place, column in number.items()}
    sayings |= {} if totals_known else margins
    statements = [Statement(key, ((row,), ()), (0.0, row.low)) for key, row in sayings.items()]
    targets = [
        Target(("count", 0, name, "table"), {number[place]: 1}, n_values)
        for place, name in protected.items()
    ]
    facts = list(margins.values()) if totals_known else []
    highs = (sum(true),) * len(true)
    unknowns = Unknowns(list(highs), list(true), facts)
    return survey_of(highs, true, statements, targets, facts), unknowns


def hidden(survey, levels):
    return [s.wordings[0][0].low for s in survey.statements if levels[s.key]]


# The table of Fischetti and Salazar by which solvers are checked: with the primary cell 8 and every
# cell weighing its count, the optimum is {8, 22, 17, 12}, of weight 59; margins are published.
FISCHETTI_SALAZAR = [[20, 50, 10], [8, 19, 22], [17, 32, 12]]


def test_fischetti_salazar__the_optimum_hides_four_cells_of_weight_59():
    survey, unknowns = table_survey(
        FISCHETTI_SALAZAR, totals_known=True, protected={(1, 0): "8"}, n_values=3
    )
    levels = choose(survey)
    assert hidden(survey, levels) == [8, 22, 17, 12]
    assert sum(hidden(survey, levels)) == 59
    audit = audited(survey, attacked(survey, levels), unknowns)
    # 8 + 22 = 30 and 17 + 12 = 29 by rows, 8 + 17 = 25 and 22 + 12 = 34 by columns: 8 is x, 17 is
    # 25 - x, 22 is 30 - x, 12 is 4 + x, none below nought
    assert audit[["smallest", "largest"]].to_numpy().tolist() == [[0, 25]]


@pytest.mark.parametrize("shown", [8, 22, 17, 12])
def test_fischetti_salazar__showing_any_of_the_four_makes_the_audit_refuse(shown):
    survey, unknowns = table_survey(
        FISCHETTI_SALAZAR, totals_known=True, protected={(1, 0): "8"}, n_values=3
    )
    levels = choose(survey)
    [key] = [s.key for s in survey.statements if s.wordings[0][0].low == shown]
    with pytest.raises(ProblemsError):
        audited(survey, attacked(survey, levels | {key: 0}), unknowns)


# A table that was published in the United Kingdom: the total of a group is 622, what is shown of it
# adds up to 620, and one cell is hidden: it is 2.
def test_one_hidden_cell__is_found_and_the_audit_refuses():
    # how the 620 was spread over cells is not told, and of no account
    true = (2, 310, 310)
    total = Statement("total", ((exactly([0, 1, 2], true),), ()), (0.0, 622.0))
    cells = [Statement(n, ((exactly([n], true),), ()), (0.0, true[n])) for n in range(3)]
    target = Target(("count", 0, "hidden", "group"), {0: 1}, 3)
    survey = survey_of((622,) * 3, true, [total, *cells], [target])
    unknowns = Unknowns([622] * 3, list(true))
    one_hidden = {"total": 0, 0: 1, 1: 0, 2: 0}
    assert survey.knowledge(one_hidden).bounds({0: 1}) == (2, 2)
    with pytest.raises(ProblemsError) as refused:
        audited(survey, attacked(survey, one_hidden), unknowns)
    assert [problem.code for problem in refused.value.problems] == ["release_unsafe"]
    levels = choose(survey)
    assert sum(levels.values()) == 2  # one more has to go
    assert audited(survey, attacked(survey, levels), unknowns)["safe"].all()


# A Japanese ministry's example of a small cell: rows 59 = 11 + 12 + 36, 1302 = 2 + 305 + 995 and
# 115 = 26 + 55 + 34; totals 39, 372, 1065 and 1476. Hiding the 2 alone leaves it recoverable.
MINISTRY = [[11, 12, 36], [2, 305, 995], [26, 55, 34]]
SMALL = {(1, 0): "2"}


def test_ministry__the_table_is_the_one_in_print():
    table = pd.DataFrame(MINISTRY)
    assert table.sum(axis="columns").tolist() == [59, 1302, 115]
    assert table.sum().tolist() == [39, 372, 1065]
    assert table.to_numpy().sum() == 1476


@pytest.mark.parametrize("totals_known", [True, False])
def test_ministry__hiding_the_two_alone_leaves_it_recoverable(totals_known):
    survey, unknowns = table_survey(
        MINISTRY, totals_known=totals_known, protected=SMALL, n_values=3
    )
    alone = {s.key: int(s.key == (1, 0)) for s in survey.statements}
    assert survey.knowledge(alone).bounds(survey.targets[0].form) == (2, 2)
    with pytest.raises(ProblemsError):
        audited(survey, attacked(survey, alone), unknowns)


@pytest.mark.parametrize("totals_known", [True, False])
def test_ministry__is_mended_at_the_least_loss(totals_known):
    survey, unknowns = table_survey(
        MINISTRY, totals_known=totals_known, protected=SMALL, n_values=3
    )
    levels = choose(survey)
    # With the 2 another number of its row and one of its column have to go, and the one at their
    # corner: 305, 11 and 12 make 330 with it; 305, 26 and 55 make 388, 39, 305 and 372 (where
    # totals can go as well) 718, and whatever goes without 305 has 995 or 1302 in its place.
    assert sorted(hidden(survey, levels)) == [2, 11, 12, 305]
    assert audited(survey, attacked(survey, levels), unknowns)["safe"].all()
