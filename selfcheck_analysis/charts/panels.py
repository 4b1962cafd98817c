"""The drawing of changes: left the two years in percent, right the change in points."""

from __future__ import annotations

from typing import Any

import pandas as pd

from selfcheck_analysis.charts.bands import band_record, bars_by_year
from selfcheck_analysis.charts.dots import year_encodings
from selfcheck_analysis.charts.style import (
    BLUE,
    FONT_SIZE,
    GREY,
    LABEL_WIDTH,
    PALE,
    VERMILION,
    text_width,
    wrapped,
)
from selfcheck_analysis.figures import confidence_level, known, last_year, this_year
from selfcheck_analysis.publication import Publication
from selfcheck_analysis.terms import Verdict

_LINE, _GAP = 15, 10
"""Pixels of a line of a label, and between two labels."""

LOOKS = {
    Verdict.ROSE: ("triangle-up", BLUE),
    Verdict.FELL: ("triangle-down", VERMILION),
    Verdict.NOT_SHOWN: ("circle", GREY),
    Verdict.NOT_TESTABLE: ("cross", GREY),
    Verdict.NO_CHANGE_TO_TEST: ("square", GREY),
}
"""Shape and colour of the verdicts that can be drawn."""


def two_panels(pub: Publication, rows: pd.DataFrame, low: int) -> Any:
    """Draw both panels side by side on the same rows.

    Parameters
    ----------
    rows : DataFrame
        One row = one question of a group: `question` (the group's name, a tab, the wrapped
        label), `last`, `this` (percent), `last_band`, `this_band` (Band or None), `change`,
        `low`, `high` (points), `verdict` (in words). Beside a band there are no points.
    low : int
        Where the axis of percents begins.
    """
    import altair as alt  # late: a second of imports that tables and sentences do not need

    order = _order(rows)
    lines = max(name.count("\n") + 1 for name in order)
    height = alt.Step(lines * _LINE + _GAP)
    left = _years(pub, rows, order, low).properties(width=270, height=height)
    right = _points(pub, rows, order).properties(width=270, height=height)
    return alt.hconcat(left, right, spacing=24).resolve_scale(
        shape="independent", stroke="independent", fill="independent", color="independent"
    )


def _order(rows: pd.DataFrame) -> list[str]:
    """Put a heading, which begins with the tab, above the questions of each group."""
    order: list[str] = []
    for name in rows["question"]:
        heading = "\t" + wrapped(name.split("\t")[0], LABEL_WIDTH)
        order += [name] if heading in order else [heading, name]
    return order


def _row_axis(order: list[str]) -> Any:
    """Print the labels on their lines, headings in bold."""
    import altair as alt

    widest = max(text_width(line) for name in order for line in name.split("\t")[1].split("\n"))
    heading = "indexof(datum.label, '\\t') === 0"
    return alt.Axis(
        title=None,
        ticks=False,
        labelExpr="split(split(datum.label, '\\t')[1], '\\n')",
        labelFontWeight=alt.condition(heading, alt.value("bold"), alt.value("normal")),
        # Holds where the machine has no Japanese font to measure with.
        minExtent=widest * FONT_SIZE // 2,
    )


def _years(pub: Publication, rows: pd.DataFrame, order: list[str], low: int) -> Any:
    """Draw last year's and this year's dot of each question, joined by a line, or its bar."""
    import altair as alt

    years = {"last": last_year(pub), "this": this_year(pub)}
    sides = [
        ({"question": row["question"], "year": name}, row[column], row[f"{column}_band"])
        for row in rows.to_dict("records")
        for column, name in years.items()
    ]
    dots = [named | {"percent": int(rate)} for named, rate, _ in sides if known(rate)]
    bands = [named | band_record(pub, band) for named, _, band in sides if band]
    axis = pub.words("chart.changes.percent_axis")
    scale = alt.Scale(domain=[low, 100], nice=False, padding=8)
    ticks = alt.Axis(title=axis, tickMinStep=1, tickCount=5)
    y = alt.Y("question:N", scale=alt.Scale(domain=order), axis=_row_axis(order))
    base = alt.Chart(alt.InlineData(values=dots)).encode(
        x=alt.X("percent:Q", scale=scale, axis=ticks), y=y
    )
    tooltip = [
        alt.Tooltip("year:N", title=pub.words("column.fiscal_year")),
        alt.Tooltip("percent:Q", title=axis),
    ]
    return alt.layer(
        base.mark_line(color=PALE, strokeWidth=2).encode(detail="question:N"),
        *bars_by_year(pub, bands, alt.X("low:Q", scale=scale, axis=ticks), y, axis),
        base.mark_point(strokeWidth=2, opacity=1).encode(**year_encodings(pub), tooltip=tooltip),
    )


def _points(pub: Publication, rows: pd.DataFrame, order: list[str]) -> Any:
    """Draw the change of each question with its interval, its verdict by shape and colour.

    Beside a band there is only the verdict, in words.
    """
    import altair as alt

    axis = pub.words("chart.changes.points_axis", level=confidence_level(pub))
    changed, others = rows[rows["change"].notna()], rows[rows["change"].isna()]
    figures = ["change", "low", "high"]
    records = changed[["question", "verdict"]].join(changed[figures].astype(int))
    scale = alt.Scale(domain=_reach(records), nice=False, padding=8)
    y = alt.Y("question:N", scale=alt.Scale(domain=order), axis=None)
    base = alt.Chart(alt.InlineData(values=records.to_dict("records"))).encode(y=y)
    zero = alt.Chart(alt.InlineData(values=[{"zero": 0}])).mark_rule(color=GREY, strokeDash=[4, 3])
    points = alt.Axis(title=axis, tickMinStep=1, tickCount=5)
    return alt.layer(
        zero.encode(x="zero:Q"),
        base.mark_rule(strokeWidth=2, color=GREY).encode(
            x=alt.X("low:Q", scale=scale, axis=points), x2="high:Q"
        ),
        base.mark_point(size=90, opacity=1, filled=True).encode(
            x="change:Q",
            **_verdict_encodings(pub, records),
            tooltip=[
                alt.Tooltip("change:Q", title=pub.words("column.change_points"), format="+d"),
                alt.Tooltip("low:Q", title=pub.words("chart.changes.low"), format="+d"),
                alt.Tooltip("high:Q", title=pub.words("chart.changes.high"), format="+d"),
                alt.Tooltip("verdict:N", title=pub.words("column.verdict")),
            ],
        ),
        *_without_change(pub, others, y),
    )


def _without_change(pub: Publication, rows: pd.DataFrame, y: Any) -> list[Any]:
    """Print the verdicts of questions of which no change is shown; nothing without any."""
    import altair as alt

    if rows.empty:
        return []
    records = [
        {"question": question, "text": pub.words("chart.changes.no_change", verdict=verdict)}
        for question, verdict in zip(rows["question"], rows["verdict"], strict=True)
    ]
    texts = alt.Chart(alt.InlineData(values=records)).encode(x=alt.value(6), y=y, text="text:N")
    look: dict[str, Any] = {"align": "left", "fontSize": FONT_SIZE}
    # The white rim keeps the grid and the line at nought off the letters.
    return [texts.mark_text(**look, stroke="white", strokeWidth=5), texts.mark_text(**look)]


def _reach(rows: pd.DataFrame) -> list[int]:
    """Return the ends of the axis of points; nought is always on it."""
    return [min([0, *rows["low"]]), max([0, *rows["high"]])] if len(rows) else [-10, 10]


def _verdict_encodings(pub: Publication, rows: pd.DataFrame) -> dict[str, Any]:
    import altair as alt

    looks = {pub.words(f"verdict.{verdict}"): look for verdict, look in LOOKS.items()}
    present = [name for name in looks if name in set(rows["verdict"])]
    shapes = [looks[name][0] for name in present]
    colors = [looks[name][1] for name in present]
    legend = alt.Legend(title=None, orient="top", direction="vertical", columns=1)
    return {
        "shape": alt.Shape(
            "verdict:N", scale=alt.Scale(domain=present, range=shapes), legend=legend
        ),
        "color": alt.Color(
            "verdict:N", scale=alt.Scale(domain=present, range=colors), legend=legend
        ),
    }
