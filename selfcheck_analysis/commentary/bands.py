"""What comparisons say of which a rate is printed as a band."""

from __future__ import annotations

import pandas as pd

from selfcheck_analysis.figures import whole
from selfcheck_analysis.publication import Publication
from selfcheck_analysis.terms import State


def without_verdict(frame: pd.DataFrame) -> pd.Series:
    """Tell which comparisons print a band and no verdict."""
    return (frame["state"] == State.BAND) & frame["verdict"].isna()


def band_alone(pub: Publication, frame: pd.DataFrame) -> list[str]:
    """Count the comparisons that print a band and no verdict; nothing where there is none."""
    n = int(without_verdict(frame).sum())
    return [pub.words("lead.changes.band", n=whole(n))] if n else []
