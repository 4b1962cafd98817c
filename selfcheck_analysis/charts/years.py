"""Two years on one percent axis: how they are told apart, as points and as bars for bands."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from selfcheck_analysis.charts.bands import Record
from selfcheck_analysis.charts.selection import clicked, faded_unless
from selfcheck_analysis.charts.style import BLUE, ORANGE, PALE
from selfcheck_analysis.figures import last_year, this_year
from selfcheck_analysis.publication import Publication

_THICK, _ASIDE = 6, 7
"""Pixels of a bar, and from the middle of its row: last year above it, this year below."""


def year_layers(
    pub: Publication, dots: Sequence[Record], bands: Sequence[Record], x: Any, y: Any, title: str
) -> list[Any]:
    """Return the layers of both years: dots of one row joined by a line, and a bar for a band.

    Last year is hollow, this year filled. A click on the legend fades the other year.

    Parameters
    ----------
    pub : Publication
    dots : sequence of dict
        One = one rate: what `y` encodes, `year` (in words) and `percent`.
    bands : sequence of dict
        One = one band: what `y` encodes, `year`, `low`, `high` and `band` (in words).
    x : dict
        Scale and axis of the percents.
    y : altair channel
        The row.
    title : str
        What the tooltip calls a rate.
    """
    import altair as alt  # late: a second of imports that tables and sentences do not need

    year = clicked("year")
    base = alt.Chart(alt.InlineData(values=list(dots))).encode(x=alt.X("percent:Q", **x), y=y)
    tooltip = [
        alt.Tooltip("year:N", title=pub.words("column.fiscal_year")),
        alt.Tooltip("percent:Q", title=title),
    ]
    return [
        base.mark_line(color=PALE, strokeWidth=2).encode(detail=y.shorthand),
        *_bars_by_year(pub, bands, alt.X("low:Q", **x), y, title, faded_unless(year)),
        base.mark_point(strokeWidth=2)
        .encode(**_year_encodings(pub), tooltip=tooltip, opacity=faded_unless(year))
        .add_params(year),
    ]


def _bars_by_year(
    pub: Publication, records: Sequence[Record], x: Any, y: Any, title: str, opacity: Any
) -> list[Any]:
    """Return a layer of bars for each year: hollow for last year, filled for this year."""
    import altair as alt

    tooltip = [
        alt.Tooltip("year:N", title=pub.words("column.fiscal_year")),
        alt.Tooltip("band:N", title=title),
    ]
    layers = []
    looks = [(last_year(pub), ORANGE, "white", -_ASIDE), (this_year(pub), BLUE, BLUE, _ASIDE)]
    for year, stroke, fill, aside in looks:
        if of_year := [record for record in records if record["year"] == year]:
            base = alt.Chart(alt.InlineData(values=of_year)).encode(
                x=x, x2="high:Q", y=y, tooltip=tooltip, opacity=opacity
            )
            bar: dict[str, Any] = {
                "height": _THICK,
                "stroke": stroke,
                "fill": fill,
                "yOffset": aside,
            }
            layers.append(base.mark_bar(strokeWidth=1.5, **bar))
    return layers


def _year_encodings(pub: Publication) -> dict[str, Any]:
    """Tell the years apart by colour, by shape and size, hollow (last) and filled (this)."""
    import altair as alt

    years, looks = [this_year(pub)], [("circle", BLUE, BLUE)]
    if pub.release.last_year is not None:
        years, looks = [last_year(pub), *years], [("diamond", ORANGE, "white"), *looks]
    names = ("shape", "stroke", "fill")
    ranges = dict(zip(names, map(list, zip(*looks, strict=True)), strict=True))
    legend = alt.Legend(title=None, orient="top", direction="horizontal")
    channels = {"shape": alt.Shape, "stroke": alt.Stroke, "fill": alt.Fill}
    # The hollow diamond is larger, so that it is seen round the dot of an equal year.
    newest = f"datum.year === '{this_year(pub)}'"
    sized = {"size": alt.condition(newest, alt.value(60), alt.value(190))}
    return sized | {
        name: channel("year:N", scale=alt.Scale(domain=years, range=ranges[name]), legend=legend)
        for name, channel in channels.items()
    }
