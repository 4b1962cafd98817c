"""Verdicts beside a band: only where they are the same for every number in it."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from selfcheck_analysis.disclosure.bands import Band
from selfcheck_analysis.disclosure.printed import Row
from selfcheck_analysis.terms import Reason, State, Verdict

Bands = tuple[Band | None, Band | None]
"""The bands of last year and this; None where the figure itself is shown."""

_NOTHING: dict[str, object] = {"verdict": None, "reason": None, "note": None}
_BY_SIZE = (
    Verdict.NOT_COMPARABLE,
    Verdict.NOT_COMPUTABLE,
    Verdict.NOT_TESTED,
    Verdict.NOT_TESTABLE,
)
"""Verdicts that no answer has a part in."""


def certain_verdicts(
    rows: Sequence[Row], states: Sequence[State], bands: Sequence[Bands], alpha: float
) -> list[dict[str, object]]:
    """Return verdict, reason and note of every comparison that has a band, missing if uncertain.

    Of all pairs of numbers in the two bands, the smallest p must be above alpha (adjusting only
    raises p), or the largest p times the number of comparisons of the family at most alpha
    (Bonferroni's bound, above which neither Holm's nor Benjamini and Hochberg's p lies), all
    changes having one sign. So a verdict tells no more of the numbers than the bands do.

    Parameters
    ----------
    rows : sequence of Row
        One = one comparison, with x_last, n_last, x_this, n_this, family and verdict.
    states : sequence of State
    bands : sequence of Bands
    alpha : float
    """
    sizes = pd.Series([row["family"] for row in rows]).value_counts()
    return [
        _certain(row, both, alpha, int(sizes[row["family"]])) if state is State.BAND else {}
        for row, state, both in zip(rows, states, bands, strict=True)
    ]


def _certain(row: Row, bands: Bands, alpha: float, n_family: int) -> dict[str, object]:
    if row["verdict"] in _BY_SIZE:
        return {"verdict": row["verdict"], "reason": row["reason"], "note": ""}
    from selfcheck_analysis.exact import boschloo

    last, this = (
        range(row[f"x_{year}"], row[f"x_{year}"] + 1)
        if band is None
        else range(band.fewest, band.most + 1)
        for year, band in zip(("last", "this"), bands, strict=True)
    )
    x_last, x_this = (grid.ravel() for grid in np.meshgrid(last, this))
    n_last, n_this = (np.full_like(x_last, row[f"n_{year}"]) for year in ("last", "this"))
    p = np.asarray(boschloo(x_last, n_last, x_this, n_this))
    change = x_this / row["n_this"] - x_last / row["n_last"]
    if p.min() > alpha:
        return {"verdict": Verdict.NOT_SHOWN, "reason": Reason.P_ABOVE_ALPHA, "note": ""}
    if p.max() * n_family <= alpha and (change > 0).all() | (change < 0).all():
        verdict = Verdict.ROSE if change[0] > 0 else Verdict.FELL
        return {"verdict": verdict, "reason": Reason.P_AT_MOST_ALPHA, "note": ""}
    return dict(_NOTHING)
