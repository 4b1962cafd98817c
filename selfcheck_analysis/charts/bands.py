"""Bars in the place of points: a band is drawn from end to end, with no point in it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from selfcheck_analysis.charts.style import BLUE, ORANGE
from selfcheck_analysis.figures import Band, last_year, this_year
from selfcheck_analysis.publication import Publication

_THICK, _ASIDE = 6, 7
"""Pixels of a bar, and from the middle of its row: last year above it, this year below."""

Record = dict[str, object]


def bars_by_year(
    pub: Publication, records: Sequence[Record], x: Any, y: Any, title: str
) -> list[Any]:
    """Return a layer of bars for each year: hollow for last year, filled for this year.

    Parameters
    ----------
    pub : Publication
    records : sequence of dict
        One = one band: what `y` encodes, `year` (in words), `low`, `high` and `band` (in words).
    x, y : altair channels
        Where a band begins, and its row.
    title : str
        What the tooltip calls a rate.
    """
    looks = [(last_year(pub), ORANGE, "white", -_ASIDE), (this_year(pub), BLUE, BLUE, _ASIDE)]
    return [
        _bars(pub, [record for record in records if record["year"] == year], x, y, title).mark_bar(
            height=_THICK, stroke=stroke, fill=fill, strokeWidth=1.5, yOffset=aside
        )
        for year, stroke, fill, aside in looks
        if any(record["year"] == year for record in records)
    ]


def band_record(pub: Publication, band: Band) -> Record:
    """Return what a bar shows of its band."""
    return {"low": band.low, "high": band.high, "band": band.figure(pub.words)}


def _bars(pub: Publication, records: Sequence[Record], x: Any, y: Any, title: str) -> Any:
    import altair as alt  # late: a second of imports that tables and sentences do not need

    tooltip = [
        alt.Tooltip("year:N", title=pub.words("column.fiscal_year")),
        alt.Tooltip("band:N", title=title),
    ]
    return alt.Chart(alt.InlineData(values=list(records))).encode(
        x=x, x2="high:Q", y=y, tooltip=tooltip
    )


def band_notes(pub: Publication, bands: Sequence[Band], key: str = "chart.bands") -> list[str]:
    """Say what a bar without a point is; nothing where there is none."""
    return [pub.words(key)] if len(bands) else []
