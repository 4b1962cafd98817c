"""The printed figures as conditions on the counts of proper answers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import NamedTuple

from selfcheck_analysis.paths import Project
from selfcheck_analysis.published import (
    FocusAnswers,
    RoleRate,
    feasible_counts,
    read_focus_answers,
    read_role_rates,
)
from selfcheck_analysis.questionnaire import Answer, Question, Questionnaire
from selfcheck_analysis.rounding import percent_of
from selfcheck_analysis.sample import plan
from selfcheck_analysis.terms import ANSWERED_TENURES, Tenure

MARGIN = Fraction(1, 5000)
"""How far from a rounding tie a mean of rates keeps (0.02 points), so that floats agree too."""


class Cell(NamedTuple):
    """One question answered by one role's persons of one tenure."""

    role: str
    question: str
    tenure: Tenure


@dataclass(frozen=True)
class Target:
    """One printed percent, and the linear form of proper answers that it is the print of.

    The figure is `offset + sum(weights[cell] * n_proper[cell])`, a proportion; it prints as
    published when it lies between `low` and `high`, both included.
    """

    table: str
    name: str
    tenure: Tenure
    figure: str
    printed: int
    offset: Fraction
    weights: Mapping[Cell, Fraction]
    low: Fraction
    high: Fraction

    def computed(self, n_proper: Mapping[Cell, int]) -> int:
        """Return the percent that these counts print."""
        terms = (weight * n_proper[cell] for cell, weight in self.weights.items())
        return percent_of(sum(terms, self.offset))

    def prints(self, n_proper: Mapping[Cell, int]) -> bool:
        """Tell whether these counts print the published percent."""
        return self.computed(n_proper) == self.printed


def answers_of(questionnaire: Questionnaire) -> dict[Cell, int]:
    """Return how many answers every counted question gets, in the order of the forms.

    Everyone answers every question of the own form; a follow-up question only those to whom its
    situation happened. Nobody leaves an answer out.
    """
    run = plan.Run(questionnaire.programme, questionnaire.fiscal_year)
    answers = {}
    for role in questionnaire.roles:
        sizes = plan.tenure_sizes(run, role.id, role.headcount)
        for question in questionnaire.counted(role):
            for tenure in ANSWERED_TENURES:
                conditional = question.asked_if is not None
                answers[Cell(role.id, question.id, tenure)] = (
                    plan.asked(run, question.id, role.id, tenure) if conditional else sizes[tenure]
                )
    return answers


def targets_of(
    project: Project, questionnaire: Questionnaire, answers: Mapping[Cell, int]
) -> list[Target]:
    """Return every printed figure of one programme and fiscal year."""
    key = (questionnaire.programme, questionnaire.fiscal_year)
    rates = [
        _rate_target(row, row.rate_percent, answers)
        for row in read_role_rates(project)
        if (row.programme, row.fiscal_year) == key and row.rate_percent is not None
    ]
    focus = [
        target
        for row in read_focus_answers(project)
        if (row.programme, row.fiscal_year) == key
        for target in _focus_targets(row, questionnaire.question(row.question), answers)
    ]
    return rates + focus


def _rate_target(row: RoleRate, printed: int, answers: Mapping[Cell, int]) -> Target:
    """Take the mean over the answered questions of proper answers / answers."""
    by_question: dict[str, dict[Cell, int]] = {}
    for cell, n_answers in _chosen(answers, row.tenure):
        if cell.role == row.role:
            by_question.setdefault(cell.question, {})[cell] = n_answers
    weights = {
        cell: Fraction(1, sum(cells.values()) * len(by_question))
        for cells in by_question.values()
        for cell in cells
    }
    return Target(
        "role_rates",
        row.role,
        row.tenure,
        "rate",
        printed,
        Fraction(0),
        weights,
        low=Fraction(2 * printed - 1, 200) + MARGIN,
        high=Fraction(2 * printed + 1, 200) - MARGIN,
    )


def _focus_targets(
    row: FocusAnswers, question: Question, answers: Mapping[Cell, int]
) -> Iterator[Target]:
    """Take the shares of はい and of いいえ among everyone asked, whatever their role."""
    cells = [cell for cell, _ in _chosen(answers, row.tenure) if cell.question == question.id]
    n_answers = sum(answers[cell] for cell in cells)
    for answer, printed in ((Answer.YES, row.yes_percent), (Answer.NO, row.no_percent)):
        is_proper = answer == question.proper_answer
        sign = 1 if is_proper else -1
        counts = feasible_counts(n_answers, printed)
        yield Target(
            "focus_questions",
            question.id,
            row.tenure,
            str(answer),
            printed,
            Fraction(0 if is_proper else 1),
            {cell: Fraction(sign, n_answers) for cell in cells},
            low=Fraction(counts.start, n_answers),
            high=Fraction(counts.stop - 1, n_answers),
        )


def _chosen(answers: Mapping[Cell, int], tenure: Tenure) -> Iterator[tuple[Cell, int]]:
    """Yield the cells with answers that a row of the print covers."""
    for cell, n_answers in answers.items():
        if n_answers and tenure in (cell.tenure, Tenure.ALL):
            yield cell, n_answers
