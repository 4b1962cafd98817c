"""Questions whose rate differs between the years: from last year to this, and by how much."""

from __future__ import annotations

from typing import Any

import pandas as pd

from selfcheck_analysis.charts.compared import (
    Pair,
    aloud,
    lowest_of,
    notes_of,
    pair_of,
    panel_rows,
    points_axis,
)
from selfcheck_analysis.charts.notes import left_out, read_aloud
from selfcheck_analysis.charts.panels import two_panels
from selfcheck_analysis.charts.points import LOOKS, PRINTED_LOOKS
from selfcheck_analysis.charts.style import LABEL_WIDTH, block, nothing_to_draw, wrapped
from selfcheck_analysis.display import ChartBlock, HtmlBlock
from selfcheck_analysis.figures import known, last_year, this_year
from selfcheck_analysis.publication import MOVED, Publication
from selfcheck_analysis.terms import ALL_ROLES, State, Tenure

_LOOKS: frozenset[str] = frozenset({*LOOKS, *PRINTED_LOOKS})

_MOST_ROWS = 12
"""More than this does not fit a sheet of A4; the largest changes are kept."""


def changes(pub: Publication) -> ChartBlock | HtmlBlock:
    """Draw the focus questions, and the questions of each role whose printed rate differs.

    All tenures together; left the two years in percent, right the change in points with its
    interval and verdict. Where a rate is a band there is no change: of such questions the focus
    questions are drawn and those of which the verdict is a rise or fall. Of a year known from
    print the focus questions are drawn, with the range of their change.
    """
    if pub.release.last_year is None:
        return pub.paragraph("table.changes.first_year")
    title = pub.words("chart.changes.title", year=this_year(pub), last_year=last_year(pub))
    printed = pub.release.last_year_is_printed
    frame = pub.release.frame("printed_changes" if printed else "changes")
    frame = frame[frame["tenure"] == Tenure.ALL]
    candidates = _worth_drawing(pub, frame)
    notes = [*_bands_left_out(pub, frame, candidates), *left_out(pub, frame["state"])]
    if candidates.empty:
        return nothing_to_draw(pub, title, notes)
    drawn = _largest(candidates)
    if len(drawn) < len(candidates):
        notes = [pub.words("chart.changes.omitted"), *notes]
    pairs = [pair_of(pub, row) for row in drawn.to_dict("records")]
    names = [_label(pub, row) for row in drawn.itertuples(index=False)]
    chart = two_panels(pub, panel_rows(names, pairs), lowest_of(pairs), points_axis(pub))
    selection = pub.words(f"chart.changes.selection{'_printed' if printed else ''}")
    notes = [selection, *notes_of(pub, pairs), *notes]
    return block(chart, title, notes, _description(pub, title, drawn, pairs))


def _worth_drawing(pub: Publication, frame: pd.DataFrame) -> pd.DataFrame:
    """Keep focus questions, and other questions that differ; a focus question only once."""
    pairs = [pair_of(pub, row) for row in frame.to_dict("records")]
    rows = frame[[_drawable(row, pair) for row, pair in zip(frame["verdict"], pairs, strict=True)]]
    focus = rows["role"] == ALL_ROLES
    repeated = rows["question"].isin(rows.loc[focus, "question"])
    return rows[focus | (~repeated & _differs(rows))]


def _drawable(verdict: Any, pair: Pair) -> bool:
    """Tell whether both rates are there, and their change, with a verdict that has a look."""
    told = known(pair.low) and known(verdict) and verdict in _LOOKS
    return pair.complete and (told or bool(pair.bands))


def _differs(frame: pd.DataFrame) -> pd.Series:
    """Tell which questions differ: by their printed change, or beside a band by their verdict."""
    if "change_points" not in frame:
        return pd.Series(False, index=frame.index)
    by_points = frame["change_points"].fillna(0).astype(int) != 0
    return by_points | ((frame["state"] == State.BAND) & frame["verdict"].isin(MOVED))


def _bands_left_out(pub: Publication, frame: pd.DataFrame, drawn: pd.DataFrame) -> list[str]:
    """Say where questions are left out because a rate is a band."""
    focus = drawn.loc[drawn["role"] == ALL_ROLES, "question"]
    there = frame.index.isin(drawn.index) | frame["question"].isin(focus)
    others = frame[(frame["state"] == State.BAND) & ~there]
    return [pub.words("chart.changes.bands_left_out")] if len(others) else []


def _largest(frame: pd.DataFrame) -> pd.DataFrame:
    """Keep focus questions and the largest changes, in the order of the table."""
    if len(frame) <= _MOST_ROWS:
        return frame
    focus = frame["role"] == ALL_ROLES
    size = frame["change_points"].fillna(100).astype(int).abs().where(~focus, other=1_000)
    kept = size.sort_values(ascending=False, kind="stable").index[:_MOST_ROWS]
    return pd.concat(
        [frame[focus & frame.index.isin(kept)], frame[~focus & frame.index.isin(kept)]]
    )


def _label(pub: Publication, row: Any) -> str:
    """Return what names a row: its group, a tab, and the wrapped label that is printed."""
    question = pub.statement(row.question)
    if number := pub.number(row.role, row.question):
        question = pub.words("chart.changes.numbered", number=number, question=question)
    return f"{_group(pub, row.role)}\t{wrapped(question, LABEL_WIDTH)}"


def _group(pub: Publication, role: str) -> str:
    return pub.words("chart.changes.focus") if role == ALL_ROLES else pub.role(role)


def _description(pub: Publication, title: str, drawn: pd.DataFrame, pairs: list[Pair]) -> str:
    """Read every row aloud: both years, change, interval and verdict."""
    figures: dict[str, list[str]] = {}
    for row, pair in zip(drawn.itertuples(index=False), pairs, strict=True):
        question, role = pub.statement(row.question), pub.role(row.role)
        name = pub.words("chart.changes.row", question=question, role=role)
        figures[name] = [aloud(pub, pair)]
    return read_aloud(pub, title, figures)
