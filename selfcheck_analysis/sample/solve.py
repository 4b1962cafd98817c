"""The counts of the sample: the ones closest to a random draw that print as published.

Two integer programmes in a row. The first finds how many printed figures must be missed at
least (0 where the print does not contradict itself). The second keeps to that number and moves
the drawn counts as little as possible. Its weights are distinct random integers, which make the
optimum unique except with small probability (the isolation lemma; Mulmuley, Vazirani & Vazirani
1987, doi:10.1007/BF02579206), so that the counts do not depend on the solver's path.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from selfcheck_analysis.paths import Project
from selfcheck_analysis.questionnaire import Questionnaire, read_questionnaire
from selfcheck_analysis.sample import plan
from selfcheck_analysis.sample.draw import draw_proper
from selfcheck_analysis.sample.model import Model
from selfcheck_analysis.sample.targets import Cell, Target, answers_of, targets_of

if TYPE_CHECKING:
    import pandas as pd

COLUMNS = ["programme", "fiscal_year", "role", "question", "tenure", "n_answers", "n_proper"]


@dataclass(frozen=True)
class Solution:
    """Counts of one programme and fiscal year, beside the printed figures that they aim at."""

    questionnaire: Questionnaire
    answers: Mapping[Cell, int]
    proper: Mapping[Cell, int]
    targets: tuple[Target, ...]

    @property
    def missed(self) -> list[Target]:
        """The printed figures that the counts do not print."""
        return [target for target in self.targets if not target.prints(self.proper)]


def solve(project: Project, questionnaire: Questionnaire) -> Solution:
    """Find the counts of one programme and fiscal year.

    Raises
    ------
    RuntimeError
        No counts fit the assumptions of `plan`.
    """
    answers = answers_of(questionnaire)
    targets = targets_of(project, questionnaire, answers)
    drawn = draw_proper(questionnaire, answers, targets)
    lowest, highest = _limits(questionnaire, answers)
    model = Model(lowest, highest, drawn, targets)
    model.miss_at_most(model.fewest_misses())
    return Solution(questionnaire, answers, model.nearest(), tuple(targets))


def solve_counts(
    project: Project, programmes: list[str] | None = None, years: list[int] | None = None
) -> pd.DataFrame:
    """Return the counts behind the sample.

    Parameters
    ----------
    project : Project
    programmes : list of str, optional
    years : list of int, optional
        Fiscal years; without them all that the sample has.

    Returns
    -------
    DataFrame
        One row = role x question x tenure (the two that a person can have): programme,
        fiscal_year, role, question, tenure (str), n_answers, n_proper.

    Raises
    ------
    RuntimeError
        No counts fit the assumptions of `plan`.
    """
    import pandas as pd

    rows = [
        (*run, cell.role, cell.question, str(cell.tenure), n_answers, solution.proper[cell])
        for run in plan.runs(programmes, years)
        for solution in [solve(project, read_questionnaire(project, *run))]
        for cell, n_answers in solution.answers.items()
    ]
    return pd.DataFrame(rows, columns=COLUMNS)


def _limits(
    questionnaire: Questionnaire, answers: Mapping[Cell, int]
) -> tuple[dict[Cell, int], dict[Cell, int]]:
    """Return the least and most proper answers of every cell.

    A follow-up question is answered only by persons who gave the answer that opens it, so there
    must be as many of them.
    """
    lowest, highest = dict.fromkeys(answers, 0), dict(answers)
    for cell, n_answers in answers.items():
        condition = questionnaire.question(cell.question).asked_if
        if condition is None:
            continue
        opener = Cell(cell.role, condition.question, cell.tenure)
        if condition.answer == questionnaire.question(condition.question).proper_answer:
            lowest[opener] = max(lowest[opener], n_answers)
        else:
            highest[opener] = min(highest[opener], answers[opener] - n_answers)
    return lowest, highest
