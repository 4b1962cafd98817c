"""Changes in points: an interval round a point, or the range where last year is print only."""

from __future__ import annotations

from typing import Any

import pandas as pd

from selfcheck_analysis.charts.bands import Record
from selfcheck_analysis.charts.halo import haloed
from selfcheck_analysis.charts.selection import clicked, faded_unless
from selfcheck_analysis.charts.style import (
    BLUE,
    FONT_SIZE,
    GREY,
    LINE_HEIGHT,
    VERMILION,
    wrapped,
)
from selfcheck_analysis.figures import signed, span
from selfcheck_analysis.publication import Publication
from selfcheck_analysis.terms import PrintedVerdict, Verdict

LOOKS = {
    Verdict.ROSE: ("triangle-up", BLUE),
    Verdict.FELL: ("triangle-down", VERMILION),
    Verdict.NOT_SHOWN: ("circle", GREY),
    Verdict.NOT_TESTABLE: ("cross", GREY),
    Verdict.NO_CHANGE_TO_TEST: ("square", GREY),
}
"""Shape and colour of the verdicts on a change that has a point."""

PRINTED_LOOKS = {
    PrintedVerdict.ROSE: ("triangle-up", BLUE),
    PrintedVerdict.FELL: ("triangle-down", VERMILION),
    PrintedVerdict.NOT_SHOWN: ("circle", GREY),
    PrintedVerdict.ALIKE: ("square", GREY),
    PrintedVerdict.UNDECIDED: ("diamond", GREY),
}
"""Shape and colour of the verdicts on a change that has a range."""

WIDTH = 270
"""Pixels of the panel."""

_INDENT, _LETTERS = 6, 38
"""Of words in the place of a change: pixels from the left edge, half-width characters of a line."""

_LEGEND_COLUMNS = 1
_ABOVE = -13
"""Pixels from a point to the figure above it."""


def point_layers(pub: Publication, rows: pd.DataFrame, y: Any, axis: str) -> list[Any]:
    """Return the layers of the changes, their verdict by shape and colour; a click fades others.

    Beside a band there is only the verdict, in words. Where no row has a change there is neither
    axis nor legend: an empty legend would be drawn without end.

    Parameters
    ----------
    rows : DataFrame
        As `panels.two_panels` takes them.
    y : altair channel
        The row.
    axis : str
        The title of the axis.
    """
    import altair as alt  # late: a second of imports that tables and sentences do not need

    told = rows[rows["low"].notna()]
    words = _without_points(pub, rows[rows["low"].isna()], y)
    if told.empty:
        return words
    records = [_record(pub, row) for row in told.to_dict("records")]
    scale = alt.Scale(domain=_reach(told), nice=False, padding=12)
    x: dict[str, Any] = {"scale": scale, "axis": alt.Axis(title=axis, tickMinStep=1, tickCount=5)}
    zero = alt.Chart(alt.InlineData(values=[{"zero": 0}])).mark_rule(color=GREY, strokeDash=[4, 3])
    verdict, looks = clicked("verdict"), _verdict_encodings(pub, records)
    of_years = "change" in rows and rows["change"].notna().any()
    drawn = _intervals if of_years else _ranges
    return [
        zero.encode(x=alt.X("zero:Q", **x)),
        *drawn(pub, records, x, y, looks, verdict),
        *words,
    ]


def _record(pub: Publication, row: Any) -> Record:
    """Return what is drawn of a change or of its range."""
    low, high = int(row["low"]), int(row["high"])
    named: Record = {"question": row["question"], "verdict": row["verdict"]}
    named |= {"low": low, "high": high}
    if pd.isna(row["change"]):
        return named | {"points": span(low, high, pub.words)}
    change = int(row["change"])
    return named | {"change": change, "points": f"{signed(change)}{row['mark']}"}


def _intervals(
    pub: Publication, records: list[Record], x: Any, y: Any, looks: Any, verdict: Any
) -> list[Any]:
    """Draw each change as a point on its interval, with its figure above."""
    import altair as alt

    base = alt.Chart(alt.InlineData(values=records)).encode(y=y, opacity=faded_unless(verdict))
    tooltip = [
        alt.Tooltip("change:Q", title=pub.words("column.change_points"), format="+d"),
        alt.Tooltip("low:Q", title=pub.words("chart.changes.low"), format="+d"),
        alt.Tooltip("high:Q", title=pub.words("chart.changes.high"), format="+d"),
        alt.Tooltip("verdict:N", title=pub.words("column.verdict")),
    ]
    return [
        base.mark_rule(strokeWidth=2).encode(
            x=alt.X("low:Q", **x), x2="high:Q", color=looks["color"]
        ),
        *haloed(base.encode(x="change:Q", text="points:N"), dy=_ABOVE),
        base.mark_point(size=90, filled=True)
        .encode(x="change:Q", **looks, tooltip=tooltip)
        .add_params(verdict),
    ]


def _ranges(
    pub: Publication, records: list[Record], x: Any, y: Any, looks: Any, verdict: Any
) -> list[Any]:
    """Draw each range as a bar between two points: the change is one of what lies between."""
    import altair as alt

    base = alt.Chart(alt.InlineData(values=records)).encode(y=y, opacity=faded_unless(verdict))
    tooltip = [
        alt.Tooltip("points:N", title=pub.words("column.change_range")),
        alt.Tooltip("verdict:N", title=pub.words("column.verdict")),
    ]
    low = base.encode(x=alt.X("low:Q", **x), tooltip=tooltip, color=looks["color"])
    return [
        low.mark_rule(strokeWidth=6).encode(x2="high:Q"),
        *haloed(base.encode(x="high:Q", text="points:N"), dy=_ABOVE),
        low.mark_point(size=90, filled=True).encode(shape=looks["shape"]).add_params(verdict),
        base.mark_point(size=90, filled=True).encode(x="high:Q", **looks, tooltip=tooltip),
    ]


def _without_points(pub: Publication, rows: pd.DataFrame, y: Any) -> list[Any]:
    """Print the verdicts of rows without a change, on a sheet that keeps the nought line off."""
    import altair as alt

    if rows.empty:
        return []
    records = [
        {"question": question, "text": text}
        for question, text in zip(rows["question"], texts_instead(pub, rows), strict=True)
    ]
    base = alt.Chart(alt.InlineData(values=records)).encode(y=y)
    look: dict[str, Any] = {
        "align": "left",
        "fontSize": FONT_SIZE,
        "lineBreak": "\n",
        "lineHeight": LINE_HEIGHT,
    }
    return [
        base.mark_rect(color="white").encode(x=alt.value(1), x2=alt.value(WIDTH - 1)),
        *(
            base.transform_filter(f"length(split(datum.text, '\\n')) === {lines}")
            .mark_text(dy=-(lines - 1) * LINE_HEIGHT / 2, **look)
            .encode(x=alt.value(_INDENT), text="text:N")
            for lines in sorted({record["text"].count("\n") + 1 for record in records})
        ),
    ]


def texts_instead(pub: Publication, rows: pd.DataFrame) -> list[str]:
    """Return what stands in the place of the changes of rows without any, on its lines."""
    verdicts = rows.loc[rows["low"].isna(), "verdict"]
    return [wrapped(_instead(pub, verdict), _LETTERS) for verdict in verdicts]


def _instead(pub: Publication, verdict: str) -> str:
    """Say that no change is shown, and the verdict where there is one."""
    if not verdict:
        return pub.words("chart.changes.not_compared")
    return pub.words("chart.changes.no_change", verdict=verdict)


def _reach(rows: pd.DataFrame) -> list[int]:
    """Return the ends of the axis of points; nought is always on it."""
    return [int(min([0, *rows["low"]])), int(max([0, *rows["high"]]))]


def _verdict_encodings(pub: Publication, records: list[Record]) -> dict[str, Any]:
    """Tell the verdicts apart by shape and colour; the legend names those that occur."""
    import altair as alt

    looks = {pub.words(f"verdict.{verdict}"): look for verdict, look in LOOKS.items()}
    looks |= {pub.words(f"printed_verdict.{v}"): look for v, look in PRINTED_LOOKS.items()}
    occurring = {record["verdict"] for record in records}
    present = [name for name in looks if name in occurring]
    legend = alt.Legend(title=None, orient="top", direction="vertical", columns=_LEGEND_COLUMNS)
    ranges = {"shape": [looks[n][0] for n in present], "color": [looks[n][1] for n in present]}
    channels = {"shape": alt.Shape, "color": alt.Color}
    return {
        name: channel(
            "verdict:N", scale=alt.Scale(domain=present, range=ranges[name]), legend=legend
        )
        for name, channel in channels.items()
    }
