"""First-year staff beside the others, as a chart of the questions of a training list."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import pandas as pd

from selfcheck_analysis.charts.notes import axis_start, lowest_percent, read_aloud
from selfcheck_analysis.charts.style import (
    FONT_SIZE,
    PALE,
    block,
    text_width,
    wrapped,
)
from selfcheck_analysis.charts.tenure_looks import TENURE_LOOKS, tenure_channels
from selfcheck_analysis.display import ChartBlock
from selfcheck_analysis.feedback.ranking import Rated
from selfcheck_analysis.feedback.training import Lesson, listed
from selfcheck_analysis.publication import Publication

_FEWEST = 2
"""Fewer questions than this are read faster in the table."""

_THICK, _ASIDE, _LINE, _GAP = 6, 5, 15, 8
"""Pixels of a bar, of a bar from the middle of its row, of a line of a label, between rows."""

_LABEL_WIDTH = 52
"""Of a question beside its row, in half-width characters."""

Record = dict[str, object]


def training_chart(pub: Publication, lessons: Sequence[Lesson]) -> ChartBlock | None:
    """Draw the questions of a training list, one row each; None where there are too few.

    Parameters
    ----------
    pub : Publication
    lessons : sequence of Lesson
        As `training.lessons_of` returns them; those that the table lists are drawn.
    """
    drawn = listed(lessons)[0]
    if len(drawn) < _FEWEST:
        return None
    rates = [rate for lesson in drawn for rate in (lesson.first, lesson.later) if rate]
    low = lowest_percent(pd.Series([rate.low for rate in rates]))
    title = pub.words("feedback.chart.title")
    bands = [pub.words("feedback.chart.bands")] if any(rate.band for rate in rates) else []
    notes = [*axis_start(pub, low), *bands]
    return block(_chart(pub, drawn, low), title, notes, _description(pub, title, drawn))


def _chart(pub: Publication, drawn: Sequence[Lesson], low: int) -> Any:
    import altair as alt  # late: a second of imports that tables and sentences do not need

    records = [record for lesson in drawn for record in _records(pub, lesson)]
    dots = [record for record in records if "percent" in record]
    x: dict[str, Any] = {
        "scale": alt.Scale(domain=[low, 100], nice=False, padding=10),
        "axis": alt.Axis(title=pub.words("column.shares"), tickMinStep=1),
    }
    y = _rows(alt, [_label(pub, lesson.first) for lesson in drawn])
    base = alt.Chart(alt.InlineData(values=dots)).encode(x=alt.X("percent:Q", **x), y=y)
    looks = tenure_channels(pub, "who", alt.Legend(title=None, orient="top"))
    lines = max(_label(pub, lesson.first).count("\n") + 1 for lesson in drawn)
    return alt.layer(
        base.mark_line(color=PALE, strokeWidth=2).encode(detail="row:N"),
        *(
            _bars(alt, [record for record in records if record["who"] == who], aside).encode(
                x=alt.X("low:Q", **x), y=y, color=looks["color"], tooltip=_tooltip(alt, pub, "band")
            )
            for who, aside in zip(_names(pub), (-_ASIDE, _ASIDE), strict=True)
            if any(record["who"] == who and "band" in record for record in records)
        ),
        base.mark_point(filled=True, size=110, opacity=1).encode(
            **looks, tooltip=_tooltip(alt, pub, "percent")
        ),
    ).properties(width=330, height=alt.Step(lines * _LINE + _GAP))


def _bars(alt: Any, records: list[Record], aside: int) -> Any:
    """Draw a bar from end to end of each band, beside the middle of its row."""
    data = alt.InlineData(values=[record for record in records if "band" in record])
    return alt.Chart(data).mark_bar(height=_THICK, yOffset=aside).encode(x2="high:Q")


def _rows(alt: Any, labels: list[str]) -> Any:
    """Print the labels on their lines, in the order of the list."""
    widest = max(text_width(line) for label in labels for line in label.split("\t")[1].split("\n"))
    axis = alt.Axis(
        title=None,
        ticks=False,
        labelExpr="split(split(datum.label, '\\t')[1], '\\n')",
        minExtent=widest * FONT_SIZE // 2,  # where the machine has no font to measure with
    )
    return alt.Y("row:N", sort=labels, axis=axis)


def _tooltip(alt: Any, pub: Publication, figure: str) -> list[Any]:
    kind = "Q" if figure == "percent" else "N"
    return [
        alt.Tooltip("who:N", title=pub.words("column.tenure")),
        alt.Tooltip(f"{figure}:{kind}", title=pub.words("column.shares")),
    ]


def _names(pub: Publication) -> list[str]:
    return [pub.words(f"tenure.{tenure}") for tenure in TENURE_LOOKS]


def _records(pub: Publication, lesson: Lesson) -> Iterator[Record]:
    """Yield only what the chart shows, in words."""
    for who, rate in zip(_names(pub), (lesson.first, lesson.later), strict=True):
        if rate is None:
            continue
        named: Record = {"row": _label(pub, lesson.first), "who": who}
        if rate.band:
            ends = {"low": rate.band.low, "high": rate.band.high}
            yield named | ends | {"band": rate.band.figure(pub.words)}
        else:
            yield named | {"percent": rate.percent}


def _label(pub: Publication, rate: Rated) -> str:
    """Return what names a row: its role, a tab, and the wrapped label that is printed."""
    return f"{pub.role(rate.role)}\t{wrapped(pub.statement(rate.question), _LABEL_WIDTH)}"


def _description(pub: Publication, title: str, drawn: Sequence[Lesson]) -> str:
    """Read every row aloud."""
    figures = {}
    for lesson in drawn:
        name = pub.words(
            "chart.changes.row",
            question=pub.statement(lesson.first.question),
            role=pub.role(lesson.first.role),
        )
        figures[name] = [
            pub.words("feedback.chart.figure", who=who, rate=rate.text(pub.words))
            for who, rate in zip(_names(pub), (lesson.first, lesson.later), strict=True)
            if rate
        ]
    return read_aloud(pub, title, figures)
