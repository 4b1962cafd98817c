"""Bands in a chart: a bar from end to end, with no point in it."""

from __future__ import annotations

from collections.abc import Sequence

from selfcheck_analysis.figures import Band
from selfcheck_analysis.publication import Publication

Record = dict[str, object]
"""One row of a chart's data: only what is drawn of it."""


def band_record(pub: Publication, band: Band) -> Record:
    """Return what a bar shows of its band."""
    return {"low": band.low, "high": band.high, "band": band.figure(pub.words)}


def band_notes(pub: Publication, bands: Sequence[Band], key: str = "chart.bands") -> list[str]:
    """Say what a bar without a point is; nothing where there is none."""
    return [pub.words(key)] if len(bands) else []
