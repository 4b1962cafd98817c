"""The rate of every question of every role by tenure: the figures behind all others."""

from __future__ import annotations

import pandas as pd

from selfcheck_analysis.commentary.policy import merged_roles
from selfcheck_analysis.display import HtmlBlock
from selfcheck_analysis.figures import this_year
from selfcheck_analysis.publication import Publication
from selfcheck_analysis.tables.cells import absent, figure, head, heads, mark, percent, spanner
from selfcheck_analysis.tables.model import Cell, Row, Table
from selfcheck_analysis.terms import State, Tenure

_PARTS = ("n_answers", "rate_percent")


def rates_by_question(pub: Publication) -> HtmlBlock:
    """Print, for every question of every role and each tenure, its base and its rate."""
    frame = pub.release.frame("rates_by_question")
    if frame.empty:
        return pub.paragraph("table.rates_by_question.none")
    tenures = [pub.words(f"tenure.{tenure}") for tenure in Tenure]
    return Table(
        caption=pub.words("table.rates_by_question.caption", year=this_year(pub)),
        notes=[*merged_roles(pub, "numbers"), pub.words("table.rates_by_question.note")],
        columns=[3, *(len(_PARTS) for _ in tenures)],
        head=[
            [
                *heads(pub, "text", "role", "number", "question", rowspan=2),
                *(spanner(tenure, len(_PARTS)) for tenure in tenures),
            ],
            [
                cell
                for _ in tenures
                for cell in (
                    *heads(pub, "figure", "n_answers"),
                    head(pub.words("column.rate_percent"), kind="figure"),
                )
            ],
        ],
        bodies=[
            [_question(pub, str(role), str(question), rows) for question, rows in by_question]
            for role, of_role in frame.groupby("role", sort=False)
            for by_question in [of_role.groupby("question", sort=False)]
        ],
        wide=True,
    ).block(pub.words.language)


def _question(pub: Publication, role: str, question: str, frame: pd.DataFrame) -> Row:
    by_tenure = frame.set_index("tenure")
    label = Cell(pub.question(question), "prose", scope="row", detail=pub.reversed_answer(question))
    cells = [
        Cell(pub.role(role), "prose"),
        Cell(pub.number(role, question), "figure"),
        label,
    ]
    for tenure in Tenure:
        cells += _figures(pub, by_tenure, tenure)
    return cells


def _figures(pub: Publication, by_tenure: pd.DataFrame, tenure: Tenure) -> list[Cell]:
    """Return base and rate of one tenure; where neither is shown, one mark over both."""
    if tenure not in by_tenure.index:
        return [absent(pub, len(_PARTS))]
    row = by_tenure.loc[tenure]
    state = State(row["state"])
    if state not in (State.SHOWN, State.BAND):
        return [mark(pub, state, len(_PARTS))]
    return [figure(pub, row["n_answers"], state), percent(pub, row, "rate_percent")]
