"""The printed figures that no group of whole persons gives, and why."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from selfcheck_analysis.published import (
    PrintedRow,
    feasible_counts,
    feasible_tables,
)
from selfcheck_analysis.sample.solve import Solution
from selfcheck_analysis.sample.targets import Target
from selfcheck_analysis.terms import Tenure

LARGEST_GROUP = 1000
"""Up to here a group is looked for in which two printed figures hold together."""


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
            target.table,
            target.name,
            str(target.tenure),
            target.figure,
            target.printed,
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
    printed = _yes_no(solution.targets, missed.name).get(missed.tenure)
    if printed is None or feasible_counts(n_answers, *printed):
        return None
    yes, no = printed
    sizes = range(1, LARGEST_GROUP + 1)
    smallest = next((size for size in sizes if feasible_counts(size, yes, no)), None)
    return Reason(
        f"はい{yes}％といいえ{no}％は、回答者{n_answers}人では同時に成り立たない"
        + (f"（成り立つ最小の人数は{smallest}人）。" if smallest else "。"),
        f"Yes {yes} % and no {no} % cannot both come from {n_answers} answers"
        + (f"; the smallest group that allows it has {smallest}." if smallest else "."),
    )


def _between_questions(solution: Solution, missed: Target) -> Reason | None:
    """Two focus questions that ask the same persons and need different tenure splits."""
    mine = _first_year_numbers(solution, missed.name)
    for other in dict.fromkeys(t.name for t in solution.targets if t.table == missed.table):
        theirs = _first_year_numbers(solution, other)
        if mine and theirs and not set(mine) & set(theirs):
            label = solution.questionnaire.question(other).label
            return Reason(
                f"全員が両方の設問に答えているのに、この設問の公表値には１年目が"
                f"{mine[0]}～{mine[-1]}人、「{label.ja}」の公表値には{theirs[0]}～{theirs[-1]}人"
                "必要で、同じ人々の回答ではあり得ない。",
                f"Everyone answers both questions, but this print takes {mine[0]} to {mine[-1]} "
                f'persons in their first year and that of "{label.en}" {theirs[0]} to '
                f"{theirs[-1]}: they cannot be the answers of the same persons.",
            )
    return None


def _first_year_numbers(solution: Solution, name: str) -> list[int]:
    """Return how many first-year persons a question asked of everyone may have, as printed."""
    rows = _yes_no(solution.targets, name)
    people = sum(role.headcount for role in solution.questionnaire.roles)
    asked = sum(n for cell, n in solution.answers.items() if cell.question == name)
    if set(rows) != set(Tenure) or asked != people:
        return []
    first_year, later, everyone = (PrintedRow(*rows[tenure]) for tenure in Tenure)
    tables = feasible_tables(first_year, later, everyone, people)
    return sorted({table.n_first for table in tables})


def _yes_no(targets: Sequence[Target], name: str) -> dict[Tenure, tuple[int, int]]:
    """Return the printed (yes, no) of a focus question by tenure."""
    printed = {(t.tenure, t.figure): t.printed for t in targets if t.name == name}
    return {
        tenure: (printed[tenure, "yes"], printed[tenure, "no"])
        for tenure in Tenure
        if (tenure, "yes") in printed
    }
