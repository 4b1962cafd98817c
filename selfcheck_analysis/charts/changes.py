"""Questions whose rate differs between the years: from last year to this, and by how much."""

from __future__ import annotations

from typing import Any

import pandas as pd

from selfcheck_analysis.charts.notes import axis_start, left_out, lowest_percent, read_aloud
from selfcheck_analysis.charts.panels import LOOKS, two_panels
from selfcheck_analysis.charts.style import LABEL_WIDTH, block, nothing_to_draw, wrapped
from selfcheck_analysis.display import ChartBlock, HtmlBlock
from selfcheck_analysis.figures import interval, last_year, signed, this_year, whole
from selfcheck_analysis.publication import Publication
from selfcheck_analysis.terms import ALL_ROLES, Tenure

_MOST_ROWS = 12
"""More than this does not fit a sheet of A4; the largest changes are kept."""


def changes(pub: Publication) -> ChartBlock | HtmlBlock:
    """Draw the focus questions, and the questions of each role whose printed rate differs.

    All tenures together; left the two years in percent, right the change in points with its
    interval and verdict.
    """
    if pub.release.last_year is None:
        return pub.paragraph("table.changes.first_year")
    if pub.release.last_year_is_printed:
        return pub.paragraph("chart.changes.printed")
    title = pub.words("chart.changes.title", year=this_year(pub), last_year=last_year(pub))
    frame = pub.release.frame("changes")
    frame = frame[frame["tenure"] == Tenure.ALL]
    candidates = _worth_drawing(frame)
    notes = left_out(pub, frame["state"])
    if candidates.empty:
        return nothing_to_draw(pub, title, notes)
    drawn = _largest(candidates)
    if omitted := len(candidates) - len(drawn):
        notes = [pub.words("chart.changes.omitted", shown=len(drawn), omitted=omitted), *notes]
    rows = _rows(pub, drawn)
    low = lowest_percent(drawn[["last_percent", "this_percent"]].stack())
    explained = [pub.words("chart.changes.notes")] if (drawn["note"].fillna("") != "").any() else []
    notes = [pub.words("chart.changes.selection"), *axis_start(pub, low), *explained, *notes]
    return block(two_panels(pub, rows, low), title, notes, _description(pub, title, drawn))


def _worth_drawing(frame: pd.DataFrame) -> pd.DataFrame:
    """Keep focus questions, and other questions that differ; a focus question only once."""
    figures = frame[["change_points", "low_points", "high_points"]]
    known = frame[figures.notna().all(axis="columns") & frame["verdict"].isin(list(LOOKS))]
    focus = known["role"] == ALL_ROLES
    repeated = known["question"].isin(known.loc[focus, "question"])
    return known[focus | (~repeated & (known["change_points"] != 0))]


def _largest(frame: pd.DataFrame) -> pd.DataFrame:
    """Keep focus questions and the largest changes, in the order of the table."""
    focus = frame["role"] == ALL_ROLES
    size = frame["change_points"].astype(int).abs().where(~focus, other=1_000)
    kept = size.sort_values(ascending=False, kind="stable").index[:_MOST_ROWS]
    return pd.concat(
        [frame[focus & frame.index.isin(kept)], frame[~focus & frame.index.isin(kept)]]
    )


def _rows(pub: Publication, drawn: pd.DataFrame) -> pd.DataFrame:
    """Return only what the chart shows, in words; one row = one question of one role."""
    return pd.DataFrame(
        {
            "question": [_label(pub, row) for row in drawn.itertuples(index=False)],
            "last": drawn["last_percent"].astype(int).tolist(),
            "this": drawn["this_percent"].astype(int).tolist(),
            "change": drawn["change_points"].astype(int).tolist(),
            "low": drawn["low_points"].astype(int).tolist(),
            "high": drawn["high_points"].astype(int).tolist(),
            "verdict": [pub.words(f"verdict.{verdict}") for verdict in drawn["verdict"]],
        }
    )


def _label(pub: Publication, row: Any) -> str:
    """Return what names a row: its group, a tab, and the wrapped label that is printed."""
    question = pub.statement(row.question)
    if number := pub.number(row.role, row.question):
        question = pub.words("chart.changes.numbered", number=number, question=question)
    return f"{_group(pub, row.role)}\t{wrapped(question, LABEL_WIDTH)}"


def _group(pub: Publication, role: str) -> str:
    return pub.words("chart.changes.focus") if role == ALL_ROLES else pub.role(role)


def _description(pub: Publication, title: str, drawn: pd.DataFrame) -> str:
    """Read every row aloud: both years, change, interval and verdict."""
    figures: dict[str, list[str]] = {}
    for row in drawn.itertuples(index=False):
        name = pub.words(
            "chart.changes.row", question=pub.statement(row.question), role=pub.role(row.role)
        )
        figures[name] = [_figures(pub, row)]
    return read_aloud(pub, title, figures)


def _figures(pub: Publication, row: Any) -> str:
    return pub.words(
        "chart.changes.figures",
        last=whole(row.last_percent),
        this=whole(row.this_percent),
        change=signed(row.change_points),
        interval=interval(row.low_points, row.high_points, pub.words),
        verdict=pub.words(f"verdict.{row.verdict}"),
    )
