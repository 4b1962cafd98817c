"""The printed figures that no group of whole persons gives, and why."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from typing import NamedTuple

from selfcheck_analysis.published import Block, Group, PrintedRow, Span, feasible_counts
from selfcheck_analysis.published.blocks import NOT_PRINTED, Node, is_headline
from selfcheck_analysis.published.feasible import possible_splits
from selfcheck_analysis.published.rounding_windows import smallest_group
from selfcheck_analysis.sample.solve import Solution
from selfcheck_analysis.sample.targets import Figure, Target
from selfcheck_analysis.terms import ALL_ROLES


class ImpossibleCell(NamedTuple):
    """One row of `impossible_cells.csv`."""

    programme: str
    fiscal_year: int
    table: str
    name: str
    tenure: str
    figure: str
    printed: int
    computed: int
    reason_ja: str
    reason_en: str


class Reason(NamedTuple):
    """Why a figure cannot be printed, in both languages."""

    ja: str
    en: str


def impossible_cells(solution: Solution) -> list[ImpossibleCell]:
    """Return the printed figures that the sample of one programme and year misses."""
    questionnaire = solution.questionnaire
    return [
        ImpossibleCell(
            questionnaire.programme,
            questionnaire.fiscal_year,
            *_names(target.figure),
            target.figure.printed,
            target.computed(solution.proper),
            *_reason(solution, target),
        )
        for target in solution.missed
    ]


def as_csv(cells: Iterable[ImpossibleCell]) -> bytes:
    """Return the cells as a CSV file."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(ImpossibleCell._fields)
    writer.writerows(cells)
    return text.getvalue().encode("utf-8")


def _names(figure: Figure) -> tuple[str, str, str, str]:
    """Return the table, the role or question, the tenure and the kind of figure."""
    block, tenure = figure.block, str(figure.tenure)
    if is_headline(block):
        return "role_rates", block.key.role, tenure, "rate"
    return "focus_questions", block.key.question, tenure, str(figure.answer)


def _reason(solution: Solution, missed: Target) -> Reason:
    """Look for the contradiction: in one row, between two questions, else among all figures."""
    return (
        _within_row(solution, missed)
        or _between_questions(solution, missed)
        or Reason(
            "同じ年度の他の公表値と同時には満たせない。",
            "It cannot hold together with the year's other printed figures.",
        )
    )


def _within_row(solution: Solution, missed: Target) -> Reason | None:
    """はい and いいえ of one row that no group of this size prints together."""
    n_answers = sum(solution.answers[cell] for cell in missed.weights)
    yes, no = missed.figure.block.row(missed.figure.tenure) or (None, None)
    if yes is None or no is None or feasible_counts(n_answers, yes, no):
        return None
    smallest = smallest_group(PrintedRow(yes, no))
    return Reason(
        f"はい{yes}％といいえ{no}％は、回答者{n_answers}人では同時に成り立たない"
        + (f"（成り立つ最小の人数は{smallest}人）。" if smallest else "。"),
        f"Yes {yes} % and no {no} % cannot both come from {n_answers} answers"
        + (f"; the smallest group that allows it has {smallest}." if smallest else "."),
    )


def _between_questions(solution: Solution, missed: Target) -> Reason | None:
    """Two focus questions that ask the same persons and need different tenure splits."""
    mine = _first_year_numbers(solution, missed.figure.block)
    for other in dict.fromkeys(target.figure.block for target in solution.targets):
        theirs = _first_year_numbers(solution, other)
        if mine and theirs and not set(mine) & set(theirs):
            label = solution.questionnaire.question(other.key.question).label
            return Reason(
                f"全員が両方の設問に答えているのに、この設問の公表値には１年目が"
                f"{mine[0]}～{mine[-1]}人、「{label.ja}」の公表値には{theirs[0]}～{theirs[-1]}人"
                "必要で、同じ人々の回答ではあり得ない。",
                f"Everyone answers both questions, but this print takes {mine[0]} to {mine[-1]} "
                f'persons in their first year and that of "{label.en}" {theirs[0]} to '
                f"{theirs[-1]}: they cannot be the answers of the same persons.",
            )
    return None


def _first_year_numbers(solution: Solution, block: Block) -> list[int]:
    """Return how many first-year persons a question asked of everyone may have, as printed."""
    programme, fiscal_year, role, question = block.key
    people = sum(of.headcount for of in solution.questionnaire.roles)
    asked = sum(n for cell, n in solution.answers.items() if cell.question == question)
    if role not in (ALL_ROLES, NOT_PRINTED) or asked != people:
        return []
    everyone = Group(programme, fiscal_year, role, Span(people, people), True, (Node(block),))
    n_first, _ = possible_splits(everyone)
    return sorted(n_first.tolist())
