"""How the tenures are told apart in every chart: by colour, lightness and shape.

The colours are none of those of the years, so that a colour has one meaning on a page.
"""

from __future__ import annotations

from typing import Any

from selfcheck_analysis.charts.style import GREEN, PLUM
from selfcheck_analysis.publication import Publication
from selfcheck_analysis.terms import Tenure

TENURE_LOOKS = {
    Tenure.FIRST_YEAR: ("square", GREEN),
    Tenure.SECOND_YEAR_PLUS: ("cross", PLUM),
}
"""Shape and colour of each tenure."""


def tenure_channels(pub: Publication, field: str, legend: Any) -> dict[str, Any]:
    """Return the channels `shape` and `color` of marks of the tenures.

    Parameters
    ----------
    pub : Publication
    field : str
        The column with the tenure in words.
    legend : altair legend or None
        The legend of both channels.
    """
    import altair as alt  # late: a second of imports that tables and sentences do not need

    names = [pub.words(f"tenure.{tenure}") for tenure in TENURE_LOOKS]
    shapes, colours = map(list, zip(*TENURE_LOOKS.values(), strict=True))
    return {
        "shape": alt.Shape(
            f"{field}:N", scale=alt.Scale(domain=names, range=shapes), legend=legend
        ),
        "color": alt.Color(
            f"{field}:N", scale=alt.Scale(domain=names, range=colours), legend=legend
        ),
    }
