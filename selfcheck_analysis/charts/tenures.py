"""What the tenures differ in most: one small panel for each question or role."""

from __future__ import annotations

from typing import Any

import pandas as pd

from selfcheck_analysis.charts.bands import Record, band_notes, band_record
from selfcheck_analysis.charts.halo import haloed
from selfcheck_analysis.charts.notes import (
    axis_start,
    left_out,
    lowest_percent,
    marks_explained,
    note_mark,
    read_aloud,
    unrounded,
)
from selfcheck_analysis.charts.style import (
    FONT_SIZE,
    PALE,
    block,
    nothing_to_draw,
    title_lines,
)
from selfcheck_analysis.charts.tenure_looks import tenure_channels
from selfcheck_analysis.display import ChartBlock, HtmlBlock
from selfcheck_analysis.figures import (
    Band,
    band_of,
    confidence_level,
    interval,
    known,
    number,
    rate_text,
    signed,
    this_year,
)
from selfcheck_analysis.publication import FIGURES, MOVED, Publication
from selfcheck_analysis.terms import ALL_ROLES, HEADLINE, Tenure, Verdict

_MOST_PANELS = 8
"""More than this does not fit a sheet of A4; the largest differences are kept."""

_WIDTH, _ROW, _BAR, _COLUMNS = 300, 44, 7, 2
"""Pixels of a panel's width, a tenure's row and a bar; how many panels stand side by side."""

_ABOVE = -13
"""Pixels from a point or bar to the figure above it."""

_SIDES = {"first": Tenure.FIRST_YEAR, "later": Tenure.SECOND_YEAR_PLUS}
"""How the columns of a contrast name its tenures."""


def contrasts(pub: Publication) -> ChartBlock | HtmlBlock:
    """Draw the questions and rates of roles in which first-year staff and the others differ most.

    First come those of which a difference was found, then the others by the size of their
    difference; those with a band, of which no difference is shown, come last. What all answered
    alike is left out, and a question that everyone was asked is drawn once.
    """
    title = pub.words("chart.contrasts.title", year=this_year(pub))
    frame = pub.release.frame("contrasts")
    candidates = _worth_drawing(frame)
    notes = left_out(pub, frame["state"])
    if candidates.empty:
        return nothing_to_draw(pub, title, notes)
    drawn = _largest(candidates).to_dict("records")
    records = [_records(pub, row) for row in drawn]
    bands = [band for row in drawn for band in _bands(row)]
    rates = [
        number(row[f"{s}_percent"]) for row in drawn for s in _SIDES if known(row[f"{s}_percent"])
    ]
    low = lowest_percent(pd.Series([*rates, *(band.low for band in bands)], dtype="float64"))
    panels = [_panel(pub, row, rows, low) for row, rows in zip(drawn, records, strict=True)]
    notes = [
        *([pub.words("chart.contrasts.omitted")] if len(candidates) > len(drawn) else []),
        *axis_start(pub, low),
        *band_notes(pub, bands),
        *unrounded(pub, map(_difference, drawn)),
        *marks_explained(pub, (note_mark(pub, row) for row in drawn)),
        *notes,
    ]
    return block(_side_by_side(panels), title, notes, _description(pub, title, drawn))


def _worth_drawing(frame: pd.DataFrame) -> pd.DataFrame:
    """Keep what shows both rates or their bands, and that not all answered alike; focus once."""
    rates = [
        frame[f"{side}_percent"].notna() | frame[f"{side}_low_percent"].notna() for side in _SIDES
    ]
    alike = frame["verdict"].isin([Verdict.NO_CHANGE_TO_TEST, Verdict.NOT_COMPARABLE])
    rows = frame[frame["state"].isin(FIGURES) & rates[0] & rates[1] & ~alike]
    everyone = rows["role"] == ALL_ROLES
    return rows[everyone | ~rows["question"].isin(rows.loc[everyone, "question"])]


def _largest(frame: pd.DataFrame) -> pd.DataFrame:
    """Put what was found first, then the largest differences; bands last."""
    size = frame["change_points"].fillna(-1).astype(int).abs()
    size = size.where(frame["change_points"].notna(), other=-1)
    order = frame.assign(found=frame["verdict"].isin(MOVED), size=size)
    order = order.sort_values(["found", "size"], ascending=False, kind="stable")
    return order.head(_MOST_PANELS).drop(columns=["found", "size"])


def _difference(row: Any) -> tuple[Any, Any, Any]:
    """Return the percents of the others and of first-year staff, and their difference."""
    return row["later_percent"], row["first_percent"], row["change_points"]


def _bands(row: Any) -> list[Band]:
    bands = [band_of(row, f"{side}_percent") for side in _SIDES]
    return [band for band in bands if band]


def _records(pub: Publication, row: Any) -> list[Record]:
    """Return what one panel draws: the rate of each tenure, or its band."""
    records: list[Record] = []
    for side, tenure in _SIDES.items():
        band, rate = band_of(row, f"{side}_percent"), row[f"{side}_percent"]
        figure: Record = band_record(pub, band) if band else {"percent": number(rate)}
        records.append({"tenure": pub.words(f"tenure.{tenure}")} | figure)
    return records


def _panel(pub: Publication, row: Any, records: list[Record], low: int) -> Any:
    """Draw both tenures of one question below its name and its verdict."""
    import altair as alt  # late: a second of imports that tables and sentences do not need

    *difference, verdict = _told(pub, row)
    letters = 2 * _WIDTH // FONT_SIZE
    title = alt.TitleParams(
        text=title_lines(_name(pub, row), letters),
        subtitle=[*difference, *title_lines(f"{verdict}{note_mark(pub, row)}", letters)],
        anchor="start",
        offset=6,
    )
    percents = f"datum.label + '{pub.words('chart.trend.unit')}'"
    x: dict[str, Any] = {
        "scale": alt.Scale(domain=[low, 100], nice=False, padding=18),
        "axis": alt.Axis(title=None, tickMinStep=1, tickCount=5, labelExpr=percents),
    }
    tenures = [pub.words(f"tenure.{tenure}") for tenure in _SIDES.values()]
    axis = alt.Axis(title=None, ticks=False, grid=False)
    y = alt.Y("tenure:N", scale=alt.Scale(domain=tenures), axis=axis)
    dots = [record for record in records if "percent" in record]
    bars = [record for record in records if "band" in record]
    layers = [*_dots(pub, dots, x, y), *_bars(pub, bars, x, y)]
    return alt.layer(*layers).properties(title=title, width=_WIDTH, height=_ROW * len(tenures))


def _dots(pub: Publication, records: list[Record], x: Any, y: Any) -> list[Any]:
    """Draw points with their percents, joined by a line; nothing without any."""
    import altair as alt

    if not records:
        return []
    base = alt.Chart(alt.InlineData(values=records)).encode(x=alt.X("percent:Q", **x), y=y)
    tooltip = [
        alt.Tooltip("tenure:N", title=pub.words("column.tenure")),
        alt.Tooltip("percent:Q", title=pub.words("chart.contrasts.axis")),
    ]
    points = base.mark_point(filled=True, size=100, opacity=1).encode(
        **tenure_channels(pub, "tenure", None), tooltip=tooltip
    )
    line = [base.mark_line(color=PALE, strokeWidth=2)] if len(records) > 1 else []
    return [*line, *haloed(base.encode(text="percent:Q"), dy=_ABOVE), points]


def _bars(pub: Publication, records: list[Record], x: Any, y: Any) -> list[Any]:
    """Draw bars with their bands in words above them; nothing without any."""
    import altair as alt

    if not records:
        return []
    base = alt.Chart(alt.InlineData(values=records)).encode(x=alt.X("low:Q", **x), y=y)
    tooltip = [
        alt.Tooltip("tenure:N", title=pub.words("column.tenure")),
        alt.Tooltip("band:N", title=pub.words("chart.contrasts.axis")),
    ]
    return [
        base.mark_bar(height=_BAR).encode(
            x2="high:Q", color=tenure_channels(pub, "tenure", None)["color"], tooltip=tooltip
        ),
        *haloed(base.encode(text="band:N"), dy=_ABOVE, align="left"),
    ]


def _side_by_side(panels: list[Any]) -> Any:
    import altair as alt

    return alt.concat(*panels, columns=_COLUMNS, spacing=24)


def _name(pub: Publication, row: Any) -> str:
    role = pub.role(row["role"])
    if row["question"] == HEADLINE:
        return pub.words("chart.trend.headline", role=role)
    return pub.words("chart.changes.row", role=role, question=pub.statement(row["question"]))


def _told(pub: Publication, row: Any) -> list[str]:
    """Return the difference in points, where it is shown, and the verdict."""
    words = pub.words
    known_verdict = known(row["verdict"])
    verdict = (
        pub.verdict(row["verdict"], row["reason"], "contrast_verdict")
        if known_verdict
        else words("no_verdict.name")
    )
    if not known(row["change_points"]):
        return [words("chart.changes.no_change", verdict=verdict)]
    change = signed(row["change_points"])
    if not known(row["low_points"]):
        return [words("chart.contrasts.told", change=change), verdict]
    ends = {
        "interval": interval(row["low_points"], row["high_points"], words),
        "level": confidence_level(pub),
    }
    return [words("chart.contrasts.told_with_interval", change=change, **ends), verdict]


def _description(pub: Publication, title: str, drawn: list[Any]) -> str:
    """Read every panel aloud: both rates, difference and verdict."""
    figures = {
        _name(pub, row): [
            *(
                pub.words(
                    "chart.tenure_figures",
                    tenure=pub.words(f"tenure.{tenure}"),
                    figures=rate_text(row, f"{side}_percent", pub.words),
                )
                for side, tenure in _SIDES.items()
            ),
            *_told(pub, row),
        ]
        for row in drawn
    }
    return read_aloud(pub, title, figures)
