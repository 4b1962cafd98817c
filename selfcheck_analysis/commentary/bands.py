"""What comparisons say of which a rate is printed as a band."""

from __future__ import annotations

import pandas as pd

from selfcheck_analysis.terms import State


def without_verdict(frame: pd.DataFrame) -> pd.Series:
    """Tell which comparisons print a band and no verdict."""
    return (frame["state"] == State.BAND) & frame["verdict"].isna()
