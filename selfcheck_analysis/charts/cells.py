"""The cells of a heat map: figures, grey bands in words, and hatched cells for what is hidden."""

from __future__ import annotations

from typing import Any

from selfcheck_analysis.charts.halo import haloed
from selfcheck_analysis.charts.ramp import BLACK, DARK, LIGHT, WHITE, white_below
from selfcheck_analysis.charts.style import FONT_SIZE, LINE_HEIGHT, lines_of_label
from selfcheck_analysis.publication import Publication
from selfcheck_analysis.terms import State

Record = dict[str, Any]

_RIM, _INSET = 5, 2
"""Pixels of the rim of a text, and from the edge of its cell."""

_NEUTRAL, _OUTLINE = "#f0f0f0", "#8a8a8a"
"""Of a band, which is no colour of the scale: it may be as good as 100."""

_HATCHED, _LINES = "#f4f4f4", "#b4b4b4"
_PADDING = 6
"""Pixels from a role's name to the cells."""


def cell_layers(
    pub: Publication, records: list[Record], roles: list[str], low: int, size: tuple[int, int]
) -> Any:
    """Draw the cells of a heat map under the roles' names.

    Parameters
    ----------
    records : list of dict
        One = one cell: `question`, `role` (as they are printed) and `percent`; or
        `band` (in words); or `mark`, `why` and `state`.
    roles : list of str
        The columns in order.
    low : int
        The percent of the darkest colour.
    size : (int, int)
        Pixels of a cell.
    """
    import altair as alt  # late: a second of imports that tables and sentences do not need

    rows = list(dict.fromkeys(record["question"] for record in records))
    x = alt.X("role:N", scale=alt.Scale(domain=roles, padding=0), axis=_heads(alt, roles))
    y = alt.Y("question:N", scale=alt.Scale(domain=rows, padding=0), axis=_labels(alt, rows))
    exact = [record for record in records if "percent" in record]
    bands = [record for record in records if "band" in record]
    without = [record for record in records if "mark" in record]
    layers = [
        *_rates(pub, exact, x, y, low),
        *_bands(pub, bands, x, y),
        *_without_figure(pub, without, x, y, size),
    ]
    return alt.layer(*layers).properties(width=size[0] * len(roles), height=size[1] * len(rows))


def _heads(alt: Any, roles: list[str]) -> Any:
    """Print the roles above the columns; lines run downwards, so that the longest needs room."""
    lines = max(role.count("\n") for role in roles)
    return alt.Axis(
        title=None,
        orient="top",
        labelAngle=0,
        labelExpr="split(datum.label, '\\n')",
        labelPadding=lines * LINE_HEIGHT + _PADDING,
        ticks=False,
        domain=False,
    )


def _labels(alt: Any, rows: list[str]) -> Any:
    most = max(row.count("\n") + 1 for row in rows)
    return alt.Axis(title=None, ticks=False, domain=False, **lines_of_label("datum.label", most))


def _colour(alt: Any, field: str, low: int) -> Any:
    """Colour a cell by a percent; there is no legend, for every cell bears its figure."""
    scale = alt.Scale(domain=[low, 100], range=[DARK, LIGHT], interpolate="rgb", nice=False)
    return alt.Color(f"{field}:Q", scale=scale, legend=None)


def _rates(pub: Publication, records: list[Record], x: Any, y: Any, low: int) -> list[Any]:
    import altair as alt

    base = alt.Chart(alt.InlineData(values=records)).encode(x=x, y=y)
    readable = alt.condition(
        f"datum.percent < {white_below(low):.1f}", alt.value(WHITE), alt.value(BLACK)
    )
    tooltip = [*_place(pub), alt.Tooltip("percent:Q", title=pub.words("column.rates"))]
    return [
        base.mark_rect(stroke=WHITE).encode(color=_colour(alt, "percent", low), tooltip=tooltip),
        base.mark_text(fontSize=FONT_SIZE, tooltip=None).encode(text="percent:Q", color=readable),
    ]


def _place(pub: Publication) -> list[Any]:
    import altair as alt

    return [
        alt.Tooltip("role:N", title=pub.words("column.role")),
        alt.Tooltip("question:N", title=pub.words("column.question")),
    ]


def _bands(pub: Publication, records: list[Record], x: Any, y: Any) -> list[Any]:
    """Print a band in words in an outlined grey cell; nothing without any."""
    import altair as alt

    if not records:
        return []
    base = alt.Chart(alt.InlineData(values=records)).encode(x=x, y=y)
    tooltip = [*_place(pub), alt.Tooltip("band:N", title=pub.words("column.rates"))]
    cell: dict[str, Any] = {"fill": _NEUTRAL, "stroke": _OUTLINE, "strokeWidth": 0.75}
    return [
        base.mark_rect(**cell).encode(tooltip=tooltip),
        base.mark_text(fontSize=FONT_SIZE, color=BLACK, tooltip=None).encode(text="band:N"),
    ]


def _without_figure(
    pub: Publication, records: list[Record], x: Any, y: Any, size: tuple[int, int]
) -> list[Any]:
    """Hatch the cells of figures that are hidden, and print the mark of the reason."""
    import altair as alt

    layers: list[Any] = []
    tooltip = [*_place(pub), alt.Tooltip("why:N", title=pub.words("column.reason"))]
    for hatched in (True, False):
        chosen = [
            {key: value for key, value in record.items() if key != "state"}
            for record in records
            if State(record["state"]).hidden is hatched
        ]
        if not chosen:
            continue
        base = alt.Chart(alt.InlineData(values=chosen)).encode(x=x, y=y)
        layers.append(
            base.mark_rect(stroke=WHITE, fill=_HATCHED if hatched else WHITE).encode(
                tooltip=tooltip
            )
        )
        if hatched:
            layers.append(_hatching(base, size))
        layers += haloed(base.encode(text="mark:N"), rim=_RIM, color=BLACK, tooltip=None)
    return layers


def _hatching(base: Any, size: tuple[int, int]) -> Any:
    """Draw slanting lines by a shape of its own: a pattern would need a name that pages share."""
    width, height = size
    reach = width / height - 0.6
    steps = [reach * (step / 4 - 1) for step in range(9)]
    path = "".join(f"M{x - 0.5:.2f},1L{x + 0.5:.2f},-1" for x in steps)
    look: dict[str, Any] = {"shape": path, "stroke": _LINES, "strokeWidth": 1, "filled": False}
    return base.mark_point(size=(height - 2 * _INSET) ** 2, opacity=1, tooltip=None, **look)
