"""Comparisons of two years as the two panels draw them, and how they read aloud."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import pandas as pd

from selfcheck_analysis.charts.bands import band_notes
from selfcheck_analysis.charts.notes import (
    axis_start,
    lowest_percent,
    marks_explained,
    note_mark,
    unrounded,
)
from selfcheck_analysis.figures import (
    Band,
    band_of,
    confidence_level,
    interval,
    known,
    last_year,
    number,
    rate_or_band,
    signed,
    span,
    this_year,
)
from selfcheck_analysis.publication import Publication

_ENDS = ("low_points", "high_points")
_PRINTED_ENDS = ("low_change_points", "high_change_points")


@dataclass(frozen=True)
class Pair:
    """Two years of one group, in whole percents or bands, and their change in points.

    `change` is missing beside a band, and beside a print, where `low` and `high` are the ends of
    its range instead of its interval. `verdict` is in words, empty where nothing is compared;
    `mark` is that of the table's note on verdict and interval.
    """

    last: Any = None
    last_band: Band | None = None
    this: Any = None
    this_band: Band | None = None
    change: Any = None
    low: Any = None
    high: Any = None
    verdict: str = ""
    mark: str = ""

    @property
    def complete(self) -> bool:
        """Whether both years have a rate or a band."""
        return all((known(self.last) or self.last_band, known(self.this) or self.this_band))

    @property
    def rates(self) -> list[float]:
        """The rates there are."""
        return [number(rate) for rate in (self.last, self.this) if known(rate)]

    @property
    def bands(self) -> list[Band]:
        """The bands there are."""
        return [band for band in (self.last_band, self.this_band) if band]


def pair_of(pub: Publication, row: Any) -> Pair:
    """Return what a released row of `changes` or `printed_changes` shows.

    Parameters
    ----------
    row : mapping
    """
    low, high = _PRINTED_ENDS if pub.release.last_year_is_printed else _ENDS
    return Pair(
        last=row["last_percent"],
        last_band=band_of(row, "last_percent"),
        this=row["this_percent"],
        this_band=band_of(row, "this_percent"),
        change=row.get("change_points"),
        low=row[low],
        high=row[high],
        verdict=_verdict(pub, row["verdict"]),
        mark=note_mark(pub, row),
    )


def beside(pair: Pair, last: tuple[Any, Band | None], this: tuple[Any, Band | None]) -> Pair:
    """Return a pair with rates and bands of both years from another table."""
    return replace(pair, last=last[0], last_band=last[1], this=this[0], this_band=this[1])


def _verdict(pub: Publication, verdict: Any) -> str:
    group = "printed_verdict" if pub.release.last_year_is_printed else "verdict"
    return pub.words(f"{group}.{verdict}" if known(verdict) else "no_verdict.name")


def panel_rows(names: Sequence[str], pairs: Sequence[Pair]) -> pd.DataFrame:
    """Return the rows of `panels.two_panels`: `question`, which names each, and its pair."""
    records = [{"question": name} | vars(pair) for name, pair in zip(names, pairs, strict=True)]
    return pd.DataFrame(records, dtype=object)


def lowest_of(pairs: Sequence[Pair]) -> int:
    """Return where the axis of percents begins."""
    lows = [low for pair in pairs for low in (*pair.rates, *(band.low for band in pair.bands))]
    return lowest_percent(pd.Series(lows, dtype="float64"))


def points_axis(pub: Publication) -> str:
    """Return the title of the axis of points."""
    if pub.release.last_year_is_printed:
        return pub.words("chart.changes.range_axis")
    return pub.words("chart.changes.points_axis", level=confidence_level(pub))


def notes_of(pub: Publication, pairs: Sequence[Pair]) -> list[str]:
    """Say where the axis begins, and what bars, ranges, marks and differences are."""
    bands = [band for pair in pairs for band in pair.bands]
    ranges = any(known(pair.low) and not known(pair.change) for pair in pairs)
    return [
        *axis_start(pub, lowest_of(pairs)),
        *band_notes(pub, bands),
        *([pub.words("chart.changes.ranges")] if ranges else []),
        *unrounded(pub, ((pair.last, pair.this, pair.change) for pair in pairs)),
        *marks_explained(pub, (pair.mark for pair in pairs)),
    ]


def aloud(pub: Publication, pair: Pair) -> str:
    """Read a pair aloud: both years, change and interval or range, and verdict."""
    words = pub.words
    last = rate_or_band(pair.last, pair.last_band, words)
    this = rate_or_band(pair.this, pair.this_band, words)
    if not pair.complete:
        year, rate = (this_year(pub), this) if this else (last_year(pub), last)
        return words("chart.trend.figure", year=year, rate=rate)
    said = {"last": last, "this": this, "verdict": pair.verdict}
    if not pair.verdict:
        return words("chart.changes.figures_alone", last=last, this=this)
    if not known(pair.low):
        return words("chart.changes.figures_of_band", **said)
    if not known(pair.change):
        between = span(pair.low, pair.high, words)
        return words("chart.changes.figures_of_print", **said, change=between)
    between = interval(pair.low, pair.high, words)
    return words("chart.changes.figures", **said, change=signed(pair.change), interval=between)
