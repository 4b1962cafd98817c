"""The printed figures as conditions on the counts of proper answers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import NamedTuple

from selfcheck_analysis.paths import Project
from selfcheck_analysis.published import Block, feasible_counts, read_project_print
from selfcheck_analysis.published.blocks import NOT_PRINTED, is_headline
from selfcheck_analysis.published.rounding_windows import WHOLE_PERCENT
from selfcheck_analysis.questionnaire import Answer, Questionnaire
from selfcheck_analysis.rounding import percent_of
from selfcheck_analysis.sample import plan
from selfcheck_analysis.terms import ALL_ROLES, ANSWERED_TENURES, HEADLINE, Tenure

MARGIN = Fraction(1, 5000)
"""How far from a rounding tie a mean of rates keeps (0.02 points), so that floats agree too."""


class Cell(NamedTuple):
    """One question answered by one role's persons of one tenure."""

    role: str
    question: str
    tenure: Tenure


class Figure(NamedTuple):
    """One printed percent: the share of `answer` in a row of a block.

    A headline rate is of proper answers and stands under `Answer.YES`.
    """

    block: Block
    tenure: Tenure
    answer: Answer
    printed: int


@dataclass(frozen=True)
class Target:
    """A printed figure, and the linear form of proper answers that it is the print of.

    The form is `offset + sum(weights[cell] * n_proper[cell])`, a proportion; it prints as
    published when it lies between `low` and `high`, both included.
    """

    figure: Figure
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
        return self.computed(n_proper) == self.figure.printed


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
    """Return every printed figure of one programme and fiscal year, in order of print.

    Raises
    ------
    ProblemsError
        A printed table is faulty.
    ValueError
        A figure is not a whole percent rounded half up, as the sample's own tables print it.
    """
    return [
        _rate_target(figure, answers)
        if is_headline(figure.block)
        else _focus_target(figure, questionnaire, answers)
        for figure in _figures(project, questionnaire)
    ]


def _figures(project: Project, questionnaire: Questionnaire) -> Iterator[Figure]:
    printed = read_project_print(project)
    for block in printed.of(questionnaire.programme, questionnaire.fiscal_year):
        _refuse_other_precision(block)
        for tenure, row in zip(Tenure, block.rows, strict=True):
            for answer, percent in zip(Answer, row or (None, None), strict=True):
                if percent is not None:
                    yield Figure(block, tenure, answer, percent)


def _refuse_other_precision(block: Block) -> None:
    found, source = block.precision, block.sources[0]
    if found != WHOLE_PERCENT:
        raise ValueError(
            f"{source.file}, row {source.row}: found decimals {found.decimals} and rounding "
            f"{found.rounding}, expected {WHOLE_PERCENT.decimals} and {WHOLE_PERCENT.rounding}, "
            "as the tables of the sample print; take the file out of data/published"
        )


def _rate_target(figure: Figure, answers: Mapping[Cell, int]) -> Target:
    """Take the mean over the answered questions of proper answers / answers."""
    by_question: dict[str, dict[Cell, int]] = {}
    for cell, n_answers in _covered(figure, answers):
        by_question.setdefault(cell.question, {})[cell] = n_answers
    weights = {
        cell: Fraction(1, sum(cells.values()) * len(by_question))
        for cells in by_question.values()
        for cell in cells
    }
    window = WHOLE_PERCENT.window(figure.printed)
    return Target(
        figure,
        Fraction(0),
        weights,
        low=Fraction(window.low, window.scale) + MARGIN,
        high=Fraction(window.high, window.scale) - MARGIN,
    )


def _focus_target(
    figure: Figure, questionnaire: Questionnaire, answers: Mapping[Cell, int]
) -> Target:
    """Take the share of はい or of いいえ among everyone asked."""
    cells = [cell for cell, _ in _covered(figure, answers)]
    n_answers = sum(answers[cell] for cell in cells)
    counts = feasible_counts(n_answers, figure.printed)
    proper_answer = questionnaire.question(figure.block.key.question).proper_answer
    is_proper = figure.answer == proper_answer
    return Target(
        figure,
        Fraction(0 if is_proper else 1),
        {cell: Fraction(1 if is_proper else -1, n_answers) for cell in cells},
        low=Fraction(counts.start, n_answers),
        high=Fraction(counts.stop - 1, n_answers),
    )


def _covered(figure: Figure, answers: Mapping[Cell, int]) -> Iterator[tuple[Cell, int]]:
    """Yield the cells with answers that a figure is about."""
    key = figure.block.key
    for cell, n_answers in answers.items():
        if (
            n_answers
            and key.role in (cell.role, ALL_ROLES, NOT_PRINTED)
            and key.question in (cell.question, HEADLINE)
            and figure.tenure in (cell.tenure, Tenure.ALL)
        ):
            yield cell, n_answers
