"""Rows of questions, role by role, each with its comparison of the two years."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd

from selfcheck_analysis.commentary.policy import merged_forms
from selfcheck_analysis.figures import last_year, this_year
from selfcheck_analysis.publication import FIGURES, Publication
from selfcheck_analysis.tables.cells import heads
from selfcheck_analysis.tables.comparison import comparison_cells, comparison_head, years
from selfcheck_analysis.tables.folding import folded
from selfcheck_analysis.tables.model import Cell, Row, Table
from selfcheck_analysis.terms import ALL_ROLES, Tenure

TENURES = (Tenure.ALL, Tenure.FIRST_YEAR, Tenure.SECOND_YEAR_PLUS)
"""The tenures in the order of rows."""

_NAMES = ("number", "question", "tenure")
"""The columns before the comparison."""


def question_table(
    pub: Publication,
    caption: str,
    bodies: Sequence[Sequence[Row]],
    *,
    rates: str = "shares",
    opening: Sequence[str] = (),
    footnotes: Sequence[str] = (),
) -> Table:
    """Return a table of questions compared between the years.

    Parameters
    ----------
    pub : Publication
    caption, footnotes : str, sequence of str
        Words of the catalogue, below `table.changes.` and `table.note.`.
    bodies : sequence of rows
    rates : str
        As `comparison.comparison_head` takes it.
    opening : sequence of str
        Sentences above the caption.
    """
    named = {"year": this_year(pub), "last_year": last_year(pub)}
    sides = years(pub)
    return Table(
        caption=pub.words(f"table.changes.{caption}", **named),
        opening=opening,
        notes=[pub.words("table.changes.note"), *merged_forms(pub, "numbers")],
        footnotes=[
            pub.words("table.note.bases", **named),
            *(pub.words(f"table.note.{name}") for name in footnotes),
        ],
        columns=[len(_NAMES), *sides.spans],
        head=comparison_head(pub, sides, heads(pub, "text", *_NAMES, rowspan=2), rates),
        bodies=bodies,
        wide=True,
    )


def roles_of(frame: pd.DataFrame) -> list[str]:
    """Return the roles in the order of the table, the programme-wide focus questions first."""
    roles = list(frame["role"].unique())
    return sorted(roles, key=lambda role: (role != ALL_ROLES, roles.index(role)))


def body_head(pub: Publication, role: str, colspan: int) -> Row:
    """Return the line that names the role of the rows below it."""
    name = pub.words("table.changes.focus") if role == ALL_ROLES else pub.role(role)
    return [Cell(name, scope="rowgroup", colspan=colspan)]


def width(pub: Publication) -> int:
    """Return how many columns a table of questions has."""
    return len(_NAMES) + years(pub).n_columns


def questions_of_role(pub: Publication, role: str, frame: pd.DataFrame) -> list[Row]:
    """Return the rows of one role under its name; what is not shown takes a line for each reason.

    A question is folded that has no row with a figure.
    """
    rows: list[Row] = [body_head(pub, role, width(pub))]
    told = frame["question"].isin(frame.loc[frame["state"].isin(FIGURES), "question"])
    for question, of_question in frame[told].groupby("question", sort=False):
        names = question_cells(pub, role, str(question), n_rows=len(of_question))
        rows += rows_by_tenure(pub, names, of_question)
    counts = frame[~told].groupby("state", sort=False)["question"].nunique()
    apart = set(frame.loc[told & (frame["tenure"] == Tenure.ALL), "state"])
    return [*rows, *(_folded(pub, state, n, state in apart) for state, n in counts.items())]


def _folded(pub: Publication, state: Any, n_questions: int, apart: bool) -> Row:
    """Return the line of questions that are not shown.

    They are counted, but not where other questions of the role are told by tenure alone: what is
    counted then is not what the released table counts, of all tenures together.
    """
    key = "some" if apart else "questions"
    text = pub.words(f"table.folded.{key}", n=n_questions, reason=pub.state(state))
    return folded(text, width(pub))


def question_cells(pub: Publication, role: str, question: str, n_rows: int = 1) -> list[Cell]:
    """Return number and label of a question, which head its rows."""
    detail = pub.reversed_answer(question)
    return [
        Cell(pub.number(role, question), "figure", rowspan=n_rows),
        Cell(pub.question(question), "prose", scope="row", rowspan=n_rows, detail=detail),
    ]


def rows_by_tenure(pub: Publication, names: Sequence[Cell], frame: pd.DataFrame) -> list[Row]:
    """Return a row for each tenure there is, all tenures first, after cells that span them."""
    sides, by_tenure = years(pub), frame.set_index("tenure")
    rows: list[Row] = []
    for tenure in (tenure for tenure in TENURES if tenure in by_tenure.index):
        figures = comparison_cells(pub, sides, by_tenure.loc[tenure])
        rows.append([*([] if rows else names), Cell(pub.words(f"tenure.{tenure}")), *figures])
    return rows
