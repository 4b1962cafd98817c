"""Every question's change since last year, with interval, p and verdict."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

import pandas as pd

from selfcheck_analysis.display import HtmlBlock
from selfcheck_analysis.figures import confidence_level, interval, known, last_year, this_year
from selfcheck_analysis.publication import Publication
from selfcheck_analysis.tables.cells import (
    change,
    figure,
    head,
    heads,
    mark,
    not_computed,
    spanner,
)
from selfcheck_analysis.tables.model import Cell, Row, Table
from selfcheck_analysis.templating import render
from selfcheck_analysis.terms import ALL_ROLES, State, Tenure, Verdict

_MOVED = (Verdict.ROSE, Verdict.FELL)
_TENURES = (Tenure.ALL, Tenure.FIRST_YEAR, Tenure.SECOND_YEAR_PLUS)
_N_COLUMNS, _N_FIGURES = 12, 9


def changes(pub: Publication, only: Collection[Verdict] | None = None) -> HtmlBlock:
    """Print the change of every question, the focus questions first, then role by role.

    A question has a row for all tenures, and one for each tenure that is shown and has something
    to test. A role of which nothing is shown takes one line for each reason.

    Parameters
    ----------
    pub : Publication
    only : collection of Verdict, optional
        Print only the comparisons with these verdicts, of whatever tenure.
    """
    if pub.release.last_year is None:
        return _paragraph(pub, "table.changes.first_year")
    frame = pub.release.frame("changes")
    chosen = frame[_kept(frame) if only is None else _judged(frame, only)]
    if chosen.empty:
        return _paragraph(pub, "table.changes.none")
    bodies = [_body(pub, role, chosen[chosen["role"] == role]) for role in _roles(chosen)]
    name = "caption" if only is None else "caption_selected"
    return Table(
        caption=pub.words(f"table.changes.{name}", year=this_year(pub), last_year=last_year(pub)),
        notes=[pub.words("table.changes.note" if only is None else "table.changes.note_selected")],
        columns=[3, 2, 2, 2, 1, 2],
        head=_head(pub),
        bodies=bodies,
        wide=True,
    ).block(pub.words.language)


def changes_found(pub: Publication) -> HtmlBlock:
    """Print only what rose or fell, or say that nothing did."""
    return changes(pub, only=(Verdict.ROSE, Verdict.FELL))


def _paragraph(pub: Publication, key: str) -> HtmlBlock:
    text = pub.words(key)
    return HtmlBlock(html=render("paragraph.html.j2", text=text), plain=text)


def _kept(frame: pd.DataFrame) -> pd.Series:
    """Keep all tenures together, and a single tenure only where it has something to say."""
    tells = (frame["state"] == State.SHOWN) & (frame["verdict"] != Verdict.NO_CHANGE_TO_TEST)
    return (frame["tenure"] == Tenure.ALL) | tells


def _judged(frame: pd.DataFrame, only: Collection[Verdict]) -> pd.Series:
    return (frame["state"] == State.SHOWN) & frame["verdict"].isin(list(only))


def _roles(frame: pd.DataFrame) -> list[str]:
    """Return the roles in the order of the table, the programme-wide focus questions first."""
    roles = list(frame["role"].unique())
    return sorted(roles, key=lambda role: (role != ALL_ROLES, roles.index(role)))


def _head(pub: Publication) -> list[Row]:
    years = [head(last_year(pub), kind="figure"), head(this_year(pub), kind="figure")]
    interval_head = pub.words("column.interval", level=confidence_level(pub))
    first = [
        *heads(pub, "text", "number", "question", "tenure", rowspan=2),
        spanner(pub.words("column.shares"), 2),
        spanner(pub.words("column.differences"), 2),
        spanner(pub.words("column.p_values"), 2),
        *heads(pub, "text", "verdict", rowspan=2),
        spanner(pub.words("column.bases"), 2),
    ]
    change_heads = [*heads(pub, "figure", "change"), head(interval_head, kind="figure")]
    return [first, [*years, *change_heads, *heads(pub, "figure", "p", "p_adjusted"), *years]]


def _body(pub: Publication, role: str, frame: pd.DataFrame) -> list[Row]:
    """Return the rows of one role under its name, or why none of them is shown."""
    name = pub.words("table.changes.focus") if role == ALL_ROLES else pub.role(role)
    rows: list[Row] = [[Cell(name, scope="rowgroup", colspan=_N_COLUMNS)]]
    if not (frame["state"] == State.SHOWN).any():
        counts = frame.groupby("state", sort=False)["question"].nunique()
        return [*rows, *(_folded(pub, State(state), n) for state, n in counts.items())]
    for question in frame["question"].unique():
        tenures = frame[frame["question"] == question]
        ordered = [tenure for tenure in _TENURES if tenure in set(tenures["tenure"])]
        rows += _question(pub, role, question, tenures.set_index("tenure").loc[ordered])
    return rows


def _folded(pub: Publication, state: State, n_questions: int) -> Row:
    reason = pub.words(f"state.{state}", min_base=pub.release.min_base)
    text = pub.words("table.changes.folded", n=n_questions, reason=reason)
    return [Cell(text, "prose", scope="row", colspan=_N_COLUMNS)]


def _question(pub: Publication, role: str, question: str, by_tenure: pd.DataFrame) -> list[Row]:
    rows: list[Row] = []
    for tenure, row in by_tenure.iterrows():
        opening = []
        if not rows:
            n = len(by_tenure)
            opening = [
                Cell(pub.number(role, question), "figure", rowspan=n),
                Cell(
                    pub.question(question),
                    "prose",
                    scope="row",
                    rowspan=n,
                    detail=pub.reversed_answer(question),
                ),
            ]
        rows.append([*opening, Cell(pub.words(f"tenure.{tenure}")), *_figures(pub, row)])
    return rows


def _figures(pub: Publication, row: Any) -> list[Cell]:
    state = State(row["state"])
    if state is not State.SHOWN:
        return [mark(pub, state, colspan=_N_FIGURES)]
    return [
        figure(pub, row["last_percent"], state),
        figure(pub, row["this_percent"], state),
        change(pub, row["change_points"], state),
        _interval(pub, row),
        _p(pub, row["p"]),
        _p(pub, row["p_adjusted"]),
        _verdict(pub, Verdict(row["verdict"])),
        figure(pub, row["n_last"], state),
        figure(pub, row["n_this"], state),
    ]


def _interval(pub: Publication, row: Any) -> Cell:
    if not known(row["low_points"]):
        return not_computed(pub)
    return Cell(interval(row["low_points"], row["high_points"], pub.words), "figure")


def _p(pub: Publication, text: Any) -> Cell:
    return Cell(text, "figure") if known(text) else not_computed(pub)


def _verdict(pub: Publication, verdict: Verdict) -> Cell:
    return Cell(pub.words(f"verdict.{verdict}"), strong=verdict in _MOVED)
