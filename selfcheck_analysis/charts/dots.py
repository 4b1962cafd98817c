"""Dots of this year and last year on one percent axis, in groups of rows; bars for bands."""

from __future__ import annotations

from typing import Any

import pandas as pd

from selfcheck_analysis.charts.bands import band_notes, band_record
from selfcheck_analysis.charts.notes import axis_start, lowest_percent, read_aloud
from selfcheck_analysis.charts.style import FONT_SIZE, block, nothing_to_draw, wrap
from selfcheck_analysis.charts.years import year_layers
from selfcheck_analysis.display import ChartBlock, HtmlBlock
from selfcheck_analysis.figures import named_year, number, rate_or_band
from selfcheck_analysis.publication import Publication
from selfcheck_analysis.terms import Tenure

_HEADING_WIDTH = 104
"""Of a group's heading, in half-width characters."""

_STEP, _STEP_OF_BARS = 22, 30
"""Pixels of a row; bars of two years need more than dots."""


def dots_by_year(
    pub: Publication, rows: pd.DataFrame, title: str, axis: str, notes: list[str]
) -> ChartBlock | HtmlBlock:
    """Draw one dot per row of a group, this year and last on one line; for a band, a bar.

    Parameters
    ----------
    rows : DataFrame
        One row = one dot or bar: `name` (of its group), `tenure`, `fiscal_year`, `percent`, and
        where that is missing `band` (a `figures.Band`).
    title, axis : str
        The titles of the chart and of its percent axis.
    notes : list of str
        What stands below the title, for example what is left out.
    """
    if rows.empty:
        return nothing_to_draw(pub, title, notes)
    percents = rows["percent"].dropna().map(number)
    bands = list(rows.loc[rows["percent"].isna(), "band"])
    low = lowest_percent(percents, pd.Series([band.low for band in bands], dtype="float64"))
    chart = _chart(pub, rows, axis, low)
    notes = [*axis_start(pub, low), *band_notes(pub, bands), *notes]
    return block(chart, title, notes, _description(pub, title, rows))


def _chart(pub: Publication, rows: pd.DataFrame, axis: str, low: int) -> Any:
    """Draw each group under its heading; dots of one row are joined by a line."""
    import altair as alt  # late: a second of imports that tables and sentences do not need

    headings = _lines(rows)
    dots, bands = (
        _dots(pub, rows[rows["percent"].notna()]),
        _bands(pub, rows[rows["percent"].isna()]),
    )
    y = alt.Y("row:N", sort=_order(pub, headings, [*dots, *bands]), axis=_row_axis(alt))
    scale = alt.Scale(domain=[low, 100], nice=False, padding=10)
    x: dict[str, Any] = {"scale": scale, "axis": alt.Axis(title=axis, tickMinStep=1)}
    heading = alt.Chart(alt.InlineData(values=headings)).encode(
        x=alt.value(0), y=y, text="heading:N"
    )
    bold: dict[str, Any] = {"align": "left", "dx": 6, "fontSize": FONT_SIZE, "fontWeight": "bold"}
    return alt.layer(
        heading.mark_text(**bold, stroke="white", strokeWidth=5),  # keeps the grid off the letters
        heading.mark_text(**bold),
        *year_layers(pub, dots, bands, x, y, axis),
    ).properties(width=700, height=alt.Step(_STEP_OF_BARS if bands else _STEP))


def _row_axis(alt: Any) -> Any:
    """Label a row by its tenure, which stands after the group's name."""
    return alt.Axis(title=None, ticks=False, grid=False, labelExpr="split(datum.label, '\\n')[1]")


def _lines(rows: pd.DataFrame) -> list[dict[str, str]]:
    """Return the heading of each group, a row for each of its lines."""
    return [
        {"row": f"{name}\n{' ' * number}", "heading": line}
        for name in rows["name"].unique()
        for number, line in enumerate(wrap(name, _HEADING_WIDTH))
    ]


def _dots(pub: Publication, rows: pd.DataFrame) -> list[dict[str, object]]:
    """Return only what the dots show, in words; the earlier year is drawn below the later."""
    return [
        {
            "row": _row_name(pub, row),
            "year": named_year(pub, row.fiscal_year),
            "percent": number(row.percent),
        }
        for row in rows.sort_values("fiscal_year", kind="stable").itertuples(index=False)
    ]


def _bands(pub: Publication, rows: pd.DataFrame) -> list[dict[str, object]]:
    """Return only what the bars show, in words."""
    return [
        {"row": _row_name(pub, row), "year": named_year(pub, row.fiscal_year)}
        | band_record(pub, row.band)
        for row in rows.itertuples(index=False)
    ]


def _row_name(pub: Publication, row: Any) -> str:
    tenure = pub.words(f"tenure.{row.tenure}")
    return f"{row.name}\n{tenure}"


def _order(
    pub: Publication, headings: list[dict[str, str]], dots: list[dict[str, object]]
) -> list[str]:
    """Put every group's tenures below its heading."""
    present = {dot["row"] for dot in dots}
    order: list[str] = []
    for name in dict.fromkeys(heading["row"].split("\n")[0] for heading in headings):
        order += [h["row"] for h in headings if h["row"].split("\n")[0] == name]
        tenures = [f"{name}\n{pub.words(f'tenure.{tenure}')}" for tenure in Tenure]
        order += [row for row in tenures if row in present]
    return order


def _description(pub: Publication, title: str, rows: pd.DataFrame) -> str:
    """Read every figure aloud, group by group."""
    groups = {name: rows[rows["name"] == name] for name in rows["name"].unique()}
    return read_aloud(
        pub,
        title,
        {
            name: [
                pub.words(
                    "chart.figure",
                    name=pub.words(f"tenure.{row.tenure}"),
                    year=named_year(pub, row.fiscal_year),
                    rate=rate_or_band(row.percent, row.band, pub.words),
                )
                for row in group.itertuples(index=False)
            ]
            for name, group in groups.items()
        },
    )
