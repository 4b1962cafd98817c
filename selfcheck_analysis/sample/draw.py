"""A plausible population before all printed figures are asked of it together.

Everything here is whole-number arithmetic on seeded integers, so that every platform draws the
same people.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from itertools import groupby

import numpy as np

from selfcheck_analysis.published.blocks import is_headline
from selfcheck_analysis.questionnaire import Answer, Question, Questionnaire
from selfcheck_analysis.rounding import round_half_up
from selfcheck_analysis.sample import plan
from selfcheck_analysis.sample.targets import Cell, Target
from selfcheck_analysis.terms import Tenure

DIFFICULTIES = {Answer.YES: (2, 2, 4, 4, 6, 10, 16, 24), Answer.NO: (1, 1, 1, 2)}
"""By proper answer: good habits slip often on a few questions, misdeeds are rare on all."""

RESOLUTION = 1_000_000


def random_stream(*purpose: int) -> np.random.Generator:
    """Return the random numbers of one purpose; PCG64 is the same on every platform."""
    return np.random.Generator(np.random.PCG64([plan.SEED, *purpose]))


def draw_proper(
    questionnaire: Questionnaire, answers: Mapping[Cell, int], targets: list[Target]
) -> dict[Cell, int]:
    """Draw how many answers of every cell are proper.

    Focus questions take their printed share. What the headline rate of a group leaves then is
    spread over its other questions: each person is improper on one of them with a probability
    in proportion to the question's difficulty.
    """
    stream = random_stream(questionnaire.fiscal_year)
    improper = _focus_shares(questionnaire, targets)
    proper = {}
    for group, cells in groupby(_by_group(answers), key=lambda cell: (cell.role, cell.tenure)):
        asked = [cell for cell in cells if answers[cell]]
        chances = _chances(questionnaire, asked, improper, _improper_rate(targets, *group))
        for cell in asked:
            if (cell.question, cell.tenure) in improper:
                slips = round_half_up(improper[cell.question, cell.tenure] * answers[cell])
            else:
                threshold = round_half_up(chances[cell.question] * RESOLUTION)
                slips = int((stream.integers(RESOLUTION, size=answers[cell]) < threshold).sum())
            proper[cell] = answers[cell] - slips
    return {cell: proper.get(cell, 0) for cell in answers}


def _by_group(answers: Mapping[Cell, int]) -> list[Cell]:
    """Return the cells with those of one role and tenure together, else in the order given."""
    groups = list(dict.fromkeys((cell.role, cell.tenure) for cell in answers))
    return sorted(answers, key=lambda cell: groups.index((cell.role, cell.tenure)))


def _improper_rate(targets: list[Target], role: str, tenure: Tenure) -> Fraction:
    """Return the improper share that a group's printed headline rate leaves."""
    figures = [target.figure for target in targets if is_headline(target.figure.block)]
    printed = {(f.block.key.role, f.tenure): f.printed for f in figures}
    return Fraction(100 - printed.get((role, tenure), 100), 100)


def _focus_shares(
    questionnaire: Questionnaire, targets: list[Target]
) -> dict[tuple[str, Tenure], Fraction]:
    """Return the printed improper share of every focus question and tenure."""
    figures = [target.figure for target in targets if not is_headline(target.figure.block)]
    return {
        (f.block.key.question, f.tenure): Fraction(f.printed, 100)
        for f in figures
        if f.answer != questionnaire.question(f.block.key.question).proper_answer
    }


def _chances(
    questionnaire: Questionnaire,
    asked: list[Cell],
    focus: Mapping[tuple[str, Tenure], Fraction],
    improper_rate: Fraction,
) -> dict[str, Fraction]:
    """Return the probability of an improper answer to each question outside the focus items."""
    on_focus = [focus.get((cell.question, cell.tenure)) for cell in asked]
    left = improper_rate * len(asked) - sum(share for share in on_focus if share is not None)
    others = [cell.question for cell, share in zip(asked, on_focus, strict=True) if share is None]
    difficulty = {i: _difficulty(questionnaire.question(i)) for i in others}
    total = sum(difficulty.values())
    return {i: max(left, Fraction(0)) * level / total for i, level in difficulty.items()}


def _difficulty(question: Question) -> int:
    """Return a question's difficulty, drawn from its id and so the same in every year."""
    if question.proper_answer is None:
        raise ValueError(f"question {question.id} is counted but has no proper answer; add it")
    levels = DIFFICULTIES[question.proper_answer]
    seed = int.from_bytes(question.id.encode("ascii"), "big")
    return levels[int(random_stream(seed).integers(len(levels)))]
