"""Questions whose rate differs between the years: from last year to this, and by how much."""

from __future__ import annotations

from typing import Any

import pandas as pd

from selfcheck_analysis.charts.bands import band_notes
from selfcheck_analysis.charts.notes import axis_start, left_out, lowest_percent, read_aloud
from selfcheck_analysis.charts.panels import LOOKS, two_panels
from selfcheck_analysis.charts.style import LABEL_WIDTH, block, nothing_to_draw, wrapped
from selfcheck_analysis.display import ChartBlock, HtmlBlock
from selfcheck_analysis.figures import (
    band_of,
    interval,
    known,
    last_year,
    rate_text,
    signed,
    this_year,
)
from selfcheck_analysis.publication import MOVED, Publication
from selfcheck_analysis.terms import ALL_ROLES, State, Tenure

_MOST_ROWS = 12
"""More than this does not fit a sheet of A4; the largest changes are kept."""


def changes(pub: Publication) -> ChartBlock | HtmlBlock:
    """Draw the focus questions, and the questions of each role whose printed rate differs.

    All tenures together; left the two years in percent, right the change in points with its
    interval and verdict. Where a rate is a band there is no change: of such questions the focus
    questions are drawn and those of which the verdict is a rise or fall.
    """
    if pub.release.last_year is None:
        return pub.paragraph("table.changes.first_year")
    if pub.release.last_year_is_printed:
        return pub.paragraph("chart.changes.printed")
    title = pub.words("chart.changes.title", year=this_year(pub), last_year=last_year(pub))
    frame = pub.release.frame("changes")
    frame = frame[frame["tenure"] == Tenure.ALL]
    candidates = _worth_drawing(frame)
    notes = [*_bands_left_out(pub, frame, candidates), *left_out(pub, frame["state"])]
    if candidates.empty:
        return nothing_to_draw(pub, title, notes)
    drawn = _largest(candidates)
    if omitted := len(candidates) - len(drawn):
        notes = [pub.words("chart.changes.omitted", shown=len(drawn), omitted=omitted), *notes]
    rows = _rows(pub, drawn)
    ends = ["last_percent", "this_percent", "last_low_percent", "this_low_percent"]
    low = lowest_percent(*(drawn[end] for end in ends))
    bands = [band for band in [*rows["last_band"], *rows["this_band"]] if band]
    explained = [pub.words("chart.changes.notes")] if (drawn["note"].fillna("") != "").any() else []
    shown = [*axis_start(pub, low), *band_notes(pub, bands)]
    notes = [pub.words("chart.changes.selection"), *shown, *explained, *notes]
    return block(two_panels(pub, rows, low), title, notes, _description(pub, title, drawn))


def _worth_drawing(frame: pd.DataFrame) -> pd.DataFrame:
    """Keep focus questions, and other questions that differ; a focus question only once."""
    figures = frame[["change_points", "low_points", "high_points"]]
    exact = figures.notna().all(axis="columns") & frame["verdict"].isin(list(LOOKS))
    drawable = frame[exact | (frame["state"] == State.BAND)]
    focus = drawable["role"] == ALL_ROLES
    repeated = drawable["question"].isin(drawable.loc[focus, "question"])
    return drawable[focus | (~repeated & _differs(drawable))]


def _differs(frame: pd.DataFrame) -> pd.Series:
    """Tell which questions differ: by their printed change, or beside a band by their verdict."""
    by_points = frame["change_points"].fillna(0).astype(int) != 0
    return by_points | ((frame["state"] == State.BAND) & frame["verdict"].isin(MOVED))


def _bands_left_out(pub: Publication, frame: pd.DataFrame, drawn: pd.DataFrame) -> list[str]:
    """Say of how many questions a rate is a band and nothing is drawn."""
    focus = drawn.loc[drawn["role"] == ALL_ROLES, "question"]
    there = frame.index.isin(drawn.index) | frame["question"].isin(focus)
    others = frame[(frame["state"] == State.BAND) & ~there]
    return [pub.words("chart.changes.bands_left_out", n=len(others))] if len(others) else []


def _largest(frame: pd.DataFrame) -> pd.DataFrame:
    """Keep focus questions and the largest changes, in the order of the table."""
    focus = frame["role"] == ALL_ROLES
    size = frame["change_points"].fillna(100).astype(int).abs().where(~focus, other=1_000)
    kept = size.sort_values(ascending=False, kind="stable").index[:_MOST_ROWS]
    return pd.concat(
        [frame[focus & frame.index.isin(kept)], frame[~focus & frame.index.isin(kept)]]
    )


def _rows(pub: Publication, drawn: pd.DataFrame) -> pd.DataFrame:
    """Return only what the chart shows, in words; one row = one question of one role."""
    rows = list(drawn.itertuples(index=False))
    return pd.DataFrame(
        {
            "question": [_label(pub, row) for row in rows],
            "last": drawn["last_percent"].tolist(),
            "last_band": [band_of(row, "last_percent") for row in rows],
            "this": drawn["this_percent"].tolist(),
            "this_band": [band_of(row, "this_percent") for row in rows],
            "change": drawn["change_points"].tolist(),
            "low": drawn["low_points"].tolist(),
            "high": drawn["high_points"].tolist(),
            "verdict": [_verdict(pub, row) for row in rows],
        },
        dtype=object,
    )


def _verdict(pub: Publication, row: Any) -> str:
    return pub.words(f"verdict.{row.verdict}" if known(row.verdict) else "no_verdict.name")


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
    rates = {year: rate_text(row, f"{year}_percent", pub.words) for year in ("last", "this")}
    verdict = _verdict(pub, row)
    if row.state == State.BAND:
        return pub.words("chart.changes.figures_of_band", **rates, verdict=verdict)
    return pub.words(
        "chart.changes.figures",
        **rates,
        change=signed(row.change_points),
        interval=interval(row.low_points, row.high_points, pub.words),
        verdict=verdict,
    )
