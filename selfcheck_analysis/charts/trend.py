"""Rates of three years or more: one small panel for each series."""

from __future__ import annotations

from typing import Any

import pandas as pd

from selfcheck_analysis.charts.bands import Record, band_notes, band_record
from selfcheck_analysis.charts.notes import axis_start, left_out, lowest_percent, read_aloud
from selfcheck_analysis.charts.style import (
    BLUE,
    FONT_SIZE,
    GREY,
    block,
    nothing_to_draw,
    text_width,
    title_lines,
)
from selfcheck_analysis.display import ChartBlock, HtmlBlock
from selfcheck_analysis.figures import band_of, fiscal_year, rate_or_band
from selfcheck_analysis.publication import Publication
from selfcheck_analysis.terms import HEADLINE

_WIDE, _NARROW, _HEIGHT = 620, 290, 90
"""Pixels of a panel that has the sheet to itself, or half of it."""

_BAR = 8
"""Pixels of the width of an upright bar."""


def trend(pub: Publication) -> ChartBlock | HtmlBlock:
    """Draw every series that has a figure to show, all tenures, each in a panel of its own.

    A line joins years that follow each other and may be compared; where a year is missing, is
    hidden, or the question changed its meaning, the line breaks. A band is a bar that no line
    runs to.
    """
    title = pub.words("chart.trend.title")
    frame = pub.release.frame("trend")
    if frame.empty:
        return nothing_to_draw(pub, title, [pub.words("table.trend.too_few_years")])
    notes = left_out(pub, frame["state"])
    shown = frame[frame["rate_percent"].notna() | frame["low_percent"].notna()]
    if shown.empty:
        return nothing_to_draw(pub, title, notes)
    points = _points(pub, shown)
    low = lowest_percent(points["percent"], shown["low_percent"])
    bands = [band for band in points["band"] if band]
    broken = points.groupby("series")["line"].nunique().gt(1).any()
    notes = [
        pub.words("chart.trend.lines"),
        *([pub.words(f"chart.trend.broken{'_beside_bands' if bands else ''}")] if broken else []),
        *band_notes(pub, bands, "chart.trend.bands"),
        *axis_start(pub, low),
        *notes,
    ]
    years = range(int(frame["fiscal_year"].min()), int(frame["fiscal_year"].max()) + 1)
    return block(_panels(pub, points, years, low), title, notes, _description(pub, title, points))


def _points(pub: Publication, shown: pd.DataFrame) -> pd.DataFrame:
    """Return one row = one year of one series: series, line, year (a number), percent or band."""
    ordered = shown.sort_values("fiscal_year", kind="stable")
    series = ordered.groupby(["role", "question"], sort=False)
    apart = (series["fiscal_year"].diff() != 1) | (series["stretch"].diff() != 0)
    lines = apart.groupby([ordered["role"], ordered["question"]]).cumsum()
    points = pd.DataFrame(
        {
            "series": [_name(pub, row) for row in ordered.itertuples(index=False)],
            "line": lines.astype(str),
            "year": ordered["fiscal_year"].astype(int),
            "percent": ordered["rate_percent"],
            "band": [band_of(row, "rate_percent") for row in ordered.to_dict("records")],
        }
    )
    return points.loc[shown.index]  # the series in the order of the table


def _name(pub: Publication, row: Any) -> str:
    name = pub.series(row.role, row.question)
    return pub.words("chart.trend.headline", role=name) if row.question == HEADLINE else name


def _panels(pub: Publication, points: pd.DataFrame, years: range, low: int) -> Any:
    """Put the panels side by side where their years have room, else one below the other."""
    import altair as alt  # late: a second of imports that tables and sentences do not need

    names = [fiscal_year(year, pub.words.language) for year in years]
    room = max(map(text_width, names)) * FONT_SIZE // 2 + 8
    columns = 2 if len(names) * room <= _NARROW else 1
    width = _NARROW if columns == 2 else _WIDE
    panels = [
        _panel(pub, points[points["series"] == name], names, low).properties(
            title=alt.TitleParams(text=title_lines(name, 2 * width // FONT_SIZE), anchor="start"),
            width=width,
            height=_HEIGHT,
        )
        for name in points["series"].unique()
    ]
    return alt.concat(*panels, columns=columns, spacing=18)


def _panel(pub: Publication, points: pd.DataFrame, names: list[str], low: int) -> Any:
    """Draw the line of one series with the percent at every point, and its bars."""
    import altair as alt

    dots, bands = _records(pub, points.sort_values("year"))
    axis = alt.Axis(title=None, labelAngle=0, labelOverlap=True, ticks=False)
    unit = f"datum.label + '{pub.words('chart.trend.unit')}'"
    percents = alt.Axis(title=None, labelExpr=unit, tickMinStep=1, tickCount=3)
    scale = alt.Scale(domain=[low, 100], nice=False, padding=16)
    x = alt.X("year:O", scale=alt.Scale(domain=names), axis=axis)
    base = alt.Chart(alt.InlineData(values=dots)).encode(
        x=x, y=alt.Y("percent:Q", scale=scale, axis=percents)
    )
    tooltip = [
        alt.Tooltip("year:N", title=pub.words("column.fiscal_year")),
        alt.Tooltip("percent:Q", title=pub.words("chart.trend.axis")),
    ]
    return alt.layer(
        base.mark_line(color=GREY, strokeWidth=2).encode(detail="line:N"),
        base.mark_point(color=BLUE, filled=True, size=70, opacity=1).encode(tooltip=tooltip),
        base.mark_text(dy=-11, fontSize=FONT_SIZE).encode(text="percent:Q"),
        *_bars(pub, bands, x, alt.Y("low:Q", scale=scale, axis=percents)),
    )


def _records(pub: Publication, points: pd.DataFrame) -> tuple[list[Record], list[Record]]:
    """Return what the dots and what the bars show; a bar parts the line of the dots beside it."""
    dots: list[Record] = []
    bands: list[Record] = []
    for row in points.itertuples(index=False):
        year = {"year": fiscal_year(row.year, pub.words.language)}
        if row.band:
            bands.append(year | band_record(pub, row.band))
        else:
            dots.append(year | {"percent": int(row.percent), "line": f"{row.line}.{len(bands)}"})
    return dots, bands


def _bars(pub: Publication, bands: list[Record], x: Any, y: Any) -> list[Any]:
    """Draw upright bars with their bands in words above them; nothing without any."""
    import altair as alt

    if not bands:
        return []
    base = alt.Chart(alt.InlineData(values=bands)).encode(x=x)
    tooltip = [
        alt.Tooltip("year:N", title=pub.words("column.fiscal_year")),
        alt.Tooltip("band:N", title=pub.words("chart.trend.axis")),
    ]
    return [
        base.mark_bar(width=_BAR, color=BLUE).encode(y=y, y2="high:Q", tooltip=tooltip),
        base.mark_text(dy=-11, fontSize=FONT_SIZE).encode(y="high:Q", text="band:N"),
    ]


def _description(pub: Publication, title: str, points: pd.DataFrame) -> str:
    """Read every series aloud, and where its line breaks."""
    figures: dict[str, list[str]] = {}
    before: dict[str, str] = {}
    for row in points.sort_values("year", kind="stable").itertuples(index=False):
        key = "chart.trend.figure"
        if before.setdefault(row.series, row.line) != row.line:
            key = "chart.trend.figure_after_break"
        before[row.series] = row.line
        year = fiscal_year(row.year, pub.words.language)
        text = pub.words(key, year=year, rate=rate_or_band(row.percent, row.band, pub.words))
        figures.setdefault(row.series, []).append(text)
    return read_aloud(pub, title, {name: figures[name] for name in points["series"].unique()})
