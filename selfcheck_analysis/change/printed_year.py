"""A year's counts against a last year of which nothing but its printed table is left.

What is printed fits many tables of whole counts. Every figure is a range over all of them, and a
verdict is given only where it is the same whichever of them is the true one.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from selfcheck_analysis.change.questions import with_everyone
from selfcheck_analysis.multiplicity import adjusted
from selfcheck_analysis.published import Block, Counts, PrintedComparison, PrintedYear, compare
from selfcheck_analysis.published.blocks import NOT_PRINTED
from selfcheck_analysis.published.years import counts_of
from selfcheck_analysis.rates import YearFigures
from selfcheck_analysis.terms import ALL_ROLES, Family, InTables, PrintedVerdict, Tenure

COLUMNS = {
    **dict.fromkeys(["role", "question", "tenure", "family"], "object"),
    **dict.fromkeys(["x_this", "n_this", "n_tables", "n_significant", "n_last_smallest"], "Int64"),
    **dict.fromkeys(["change_low", "change_high"], "Float64"),
    **dict.fromkeys(["x_last_low", "n_last_low", "x_last_high", "n_last_high"], "Int64"),
    **dict.fromkeys(["p_low", "p_high", "p_adjusted_low", "p_adjusted_high"], "Float64"),
    "direction": "Int64",
    "verdict": "object",
}

WITHOUT_P = (
    PrintedVerdict.NOT_COMPARABLE,
    PrintedVerdict.NOT_PRINTED,
    PrintedVerdict.CONTRADICTORY,
    PrintedVerdict.NOBODY,
)
"""The verdicts of comparisons that have no p, and so no part in their family."""

_LOWEST_P = sys.float_info.min
"""Stands in the place of 0, a bound of p that is not a p."""


@dataclass(frozen=True)
class AgainstPrint:
    """A year against the print of the year before (confidential).

    Attributes
    ----------
    last : PrintedYear
    blocks : mapping of question to Block
        What is printed of the focus questions over everyone asked.
    questions : DataFrame
        As `question_ranges` returns.
    """

    last: PrintedYear
    blocks: Mapping[str, Block]
    questions: pd.DataFrame

    def frames(self) -> dict[str, pd.DataFrame]:
        """Return what was compared, by name."""
        return {"questions_with_print": self.questions}


def against_print(
    this: YearFigures, last: PrintedYear, focus: Sequence[str], alpha: float
) -> AgainstPrint:
    """Set a year's focus questions against the print of last year.

    Parameters
    ----------
    this : YearFigures
    last : PrintedYear
    focus : sequence of str
        The questions of the focus family.
    alpha : float
        Threshold of the adjusted p.
    """
    blocks = blocks_of_everyone(this, last, focus)
    return AgainstPrint(last, blocks, question_ranges(this, last, blocks, focus, alpha))


def blocks_of_everyone(
    this: YearFigures, last: PrintedYear, focus: Sequence[str]
) -> dict[str, Block]:
    """Return what is printed of each focus question over everyone asked.

    It stands under all roles, under no named role, or under the one role that is asked.
    """
    n_roles = this.counts.groupby("question")["role"].agg(["nunique", "first"])
    printed = {block.key[2:]: block for block in last.blocks()}
    found = {}
    for question in focus:
        n, role = n_roles.loc[question]
        names = [ALL_ROLES, NOT_PRINTED, *([role] if n == 1 else [])]
        key = next(((name, question) for name in names if (name, question) in printed), None)
        if key is not None:
            found[question] = printed[key]
    return found


def question_ranges(
    this: YearFigures,
    last: PrintedYear,
    blocks: Mapping[str, Block],
    focus: Sequence[str],
    alpha: float,
) -> pd.DataFrame:
    """Compare every focus question over all tables that fit last year's print.

    p is adjusted by Holm within the focus family. Holm's adjusted p of a comparison is the largest,
    over all sets of comparisons that hold it, of the set's size times its smallest p; so it never
    falls when any p rises, and adjusting all smallest p, then all largest p, bounds it. The bounds
    hold whichever tables are the true ones; as the tenures of a question share a table, they need
    not be attained. No comparison is left out as too small to be significant, for the sizes of
    last year's groups are not known; one without p (`WITHOUT_P`) is.

    Parameters
    ----------
    this : YearFigures
    last : PrintedYear
    blocks : mapping of question to Block
        As `blocks_of_everyone` returns.
    focus : sequence of str
    alpha : float
        Threshold of the adjusted p.

    Returns
    -------
    DataFrame
        One row = focus question x tenure over everyone asked, with `COLUMNS`: x_this, n_this
        (proper answers and answers given); n_tables that fit, and n_significant of them with a p of
        at most alpha; the smallest base that last year can have had; the smallest and largest
        change (proportions, this less last) with last year's counts that give it; p (Boschloo, two-
        sided) and its adjusted p, smallest and largest; direction (1 up, -1 down in every table,
        else 0); and verdict (`PrintedVerdict`). What was not computed is missing.

    References
    ----------
    Holm, S. (1979). A simple sequentially rejective multiple test procedure. Scandinavian Journal
    of Statistics 6, 65-70.
    """
    counts = with_everyone(this.counts, focus)
    everyone = counts[counts["role"] == ALL_ROLES].rename(columns={"x": "x_this", "n": "n_this"})
    comparable = this.questionnaire.comparable
    rows = [
        cell
        | (
            _range(last, blocks.get(cell["question"]), cell, alpha)
            if comparable(cell["question"])
            else {"settled": PrintedVerdict.NOT_COMPARABLE}
        )
        for cell in everyone.to_dict("records")
    ]
    return _decided(pd.DataFrame(rows, columns=[*COLUMNS, "complete", "settled"]), alpha)


def _range(
    last: PrintedYear, block: Block | None, cell: Mapping[Any, Any], alpha: float
) -> dict[str, Any]:
    """Return one comparison's figures, or `settled`: why there are none."""
    if block is None:
        return {"settled": PrintedVerdict.NOT_PRINTED}
    counts = counts_of(last, block, Tenure(cell["tenure"]))
    if counts is InTables.TOO_MANY:
        return {"complete": False}  # it has a p, of which nothing is known
    if isinstance(counts, InTables):
        return {"settled": PrintedVerdict(str(counts))}
    found = compare(counts, Counts.exact(int(cell["x_this"]), int(cell["n_this"])), alpha)
    if found.change is None:
        return {"settled": PrintedVerdict(str(found.verdict))}
    return _figures(found) | {"n_last_smallest": int(counts.n.min())}


def _figures(found: PrintedComparison) -> dict[str, Any]:
    if found.change is None:
        raise ValueError("a comparison without a change has no figures")
    share = found.significant
    p_low, p_high = (None, None) if found.boschloo is None else (e.value for e in found.boschloo)
    ends = {
        f"{name}_{side}": value
        for end, side in zip(found.change, ("low", "high"), strict=True)
        for name, value in (
            ("change", end.value),
            ("x_last", end.tables[0].x_last),
            ("n_last", end.tables[0].n_last),
        )
    }
    return ends | {
        "n_tables": found.n_tables,
        "n_significant": None if share is None else int(share * found.n_tables),
        "p_low": p_low,
        "p_high": p_high,
        "direction": found.direction,
        "complete": found.complete,
    }


def _decided(measured: pd.DataFrame, alpha: float) -> pd.DataFrame:
    """Add the bounds of the adjusted p, and the verdict that they give."""
    in_family = measured["settled"].isna()
    p_low, p_high = (
        measured.loc[in_family, name].astype(float).fillna(unknown).clip(lower=_LOWEST_P)
        for name, unknown in (("p_low", 0), ("p_high", 1))
    )
    low, high = adjusted(p_low, "holm"), adjusted(p_high, "holm")
    verdicts = measured["settled"].astype(object)
    verdicts[in_family] = [
        _verdict(bounds, row, alpha)
        for bounds, row in zip(
            zip(low, high, strict=True), measured[in_family].to_dict("records"), strict=True
        )
    ]
    decided = measured.assign(family=str(Family.FOCUS), verdict=verdicts.map(str))
    decided.loc[in_family, ["p_adjusted_low", "p_adjusted_high"]] = np.column_stack([low, high])
    decided.loc[decided["p_low"].isna(), ["p_adjusted_low", "p_adjusted_high"]] = None
    return decided[list(COLUMNS)].astype(COLUMNS)


def _verdict(bounds: tuple[float, float], row: Mapping[Any, Any], alpha: float) -> PrintedVerdict:
    """Return what can be said whichever tables are the true ones."""
    low, high = bounds
    same = row["change_low"] == row["change_high"] == 0
    if same and row["x_this"] in (0, row["n_this"]):
        return PrintedVerdict.ALIKE
    if high <= alpha and row["direction"]:
        return PrintedVerdict.ROSE if row["direction"] > 0 else PrintedVerdict.FELL
    if low > alpha:
        return PrintedVerdict.NOT_SHOWN
    return PrintedVerdict.UNDECIDED if row["complete"] else PrintedVerdict.TOO_MANY
