"""Rows of comparisons: left the two years in percent, right the change in points."""

from __future__ import annotations

from typing import Any

import pandas as pd

from selfcheck_analysis.charts.bands import band_record
from selfcheck_analysis.charts.points import WIDTH, point_layers, texts_instead
from selfcheck_analysis.charts.style import (
    FONT_SIZE,
    LINE_HEIGHT,
    lines_of_label,
    text_width,
    wrapped,
)
from selfcheck_analysis.charts.years import year_layers
from selfcheck_analysis.figures import known, last_year, number, this_year
from selfcheck_analysis.publication import Publication

_GAP = 10
"""Pixels between two labels."""

_HEADING_WIDTH = 56
"""Of a group's heading, in half-width characters."""


def two_panels(pub: Publication, rows: pd.DataFrame, low: int, axis: str) -> Any:
    """Draw both panels side by side on the same rows.

    Parameters
    ----------
    rows : DataFrame
        One row = one comparison: `question` (the name of its group, a tab, its own wrapped label),
        `last`, `this` (percent), `last_band`, `this_band` (Band or None), `change`, `low`, `high`
        (points), `verdict` (in words), `mark` (of the note on it). Beside a band there
        are no points; beside a print there is no change, but the range from `low` to `high`.
    low : int
        Where the axis of percents begins.
    axis : str
        The title of the axis of points.
    """
    import altair as alt  # late: a second of imports that tables and sentences do not need

    order = _order(rows)
    lines = max(text.count("\n") + 1 for text in (*order, *texts_instead(pub, rows)))
    size = {"width": WIDTH, "height": alt.Step(lines * LINE_HEIGHT + _GAP)}
    left = _years(pub, rows, order, low).properties(**size)
    y = alt.Y("question:N", scale=alt.Scale(domain=order), axis=None)
    right = alt.layer(*point_layers(pub, rows, y, axis)).properties(**size)
    return alt.hconcat(left, right, spacing=24).resolve_scale(
        shape="independent", stroke="independent", fill="independent", color="independent"
    )


def _order(rows: pd.DataFrame) -> list[str]:
    """Put a heading, which ends with the tab, above the rows of each group."""
    order: list[str] = []
    for name in rows["question"]:
        heading = wrapped(name.split("\t")[0], _HEADING_WIDTH) + "\t"
        order += [name] if heading in order else [heading, name]
    return order


def _row_axis(order: list[str]) -> Any:
    """Print the labels on their lines, headings in bold."""
    import altair as alt

    texts = [name.rstrip("\t").split("\t")[-1] for name in order]
    widest = max(text_width(line) for text in texts for line in text.split("\n"))
    heading = "indexof(datum.label, '\\t') === length(datum.label) - 1"
    part = f"split(datum.label, '\\t')[{heading} ? 0 : 1]"
    return alt.Axis(
        title=None,
        ticks=False,
        **lines_of_label(part, max(text.count("\n") + 1 for text in texts)),
        labelFontWeight=alt.condition(heading, alt.value("bold"), alt.value("normal")),
        # Holds where the machine has no Japanese font to measure with.
        minExtent=widest * FONT_SIZE // 2,
    )


def _years(pub: Publication, rows: pd.DataFrame, order: list[str], low: int) -> Any:
    """Draw last year's and this year's dot of each row, joined by a line, or its bar."""
    import altair as alt

    years = {"last": last_year(pub), "this": this_year(pub)}
    sides = [
        ({"question": row["question"], "year": name}, row[column], row[f"{column}_band"])
        for row in rows.to_dict("records")
        for column, name in years.items()
    ]
    dots = [named | {"percent": number(rate)} for named, rate, _ in sides if known(rate)]
    bands = [named | band_record(pub, band) for named, _, band in sides if band]
    title = pub.words("chart.changes.percent_axis")
    x: dict[str, Any] = {
        "scale": alt.Scale(domain=[low, 100], nice=False, padding=8),
        "axis": alt.Axis(title=title, tickMinStep=1, tickCount=5),
    }
    y = alt.Y("question:N", scale=alt.Scale(domain=order), axis=_row_axis(order))
    return alt.layer(*year_layers(pub, dots, bands, x, y, title))
