"""From p-values to verdicts: families, adjustment, and the two numbers that decided.

The order of decisions is fixed: what was declared not comparable, what nobody answered, what needs
persons where there are counts only, what no outcome of these group sizes could make significant,
what was answered alike by all, and at last the adjusted p against alpha.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from selfcheck_analysis.multiplicity import adjusted, tarone_level
from selfcheck_analysis.terms import Family, Note, Reason, Verdict

ADJUSTMENTS = {Family.FOCUS: "holm", Family.HEADLINE: "holm", Family.SCREENING: "fdr_bh"}
"""How p is adjusted in each family."""

TIE = 1 + 1e-9
"""Two p-values within this factor are one and the same up to the rounding of floats."""

_VERDICTS = {
    Reason.ALL_ALIKE: Verdict.NO_CHANGE_TO_TEST,
    Reason.SMALLEST_P_ABOVE_LEVEL: Verdict.NOT_TESTABLE,
    Reason.NO_ANSWERS: Verdict.NOT_TESTED,
    Reason.DECLARED: Verdict.NOT_COMPARABLE,
    Reason.NO_COMMON_QUESTION: Verdict.NOT_COMPARABLE,
    Reason.BROKEN_SERIES: Verdict.NOT_TESTED,
    Reason.NEEDS_PERSONS: Verdict.NOT_COMPUTABLE,
    Reason.P_ABOVE_ALPHA: Verdict.NOT_SHOWN,
}
_NOT_TESTED = (
    Reason.DECLARED,
    Reason.NO_COMMON_QUESTION,
    Reason.NO_ANSWERS,
    Reason.BROKEN_SERIES,
    Reason.NEEDS_PERSONS,
)


def decide(measured: pd.DataFrame, alpha: float, families: pd.Series | None = None) -> pd.DataFrame:
    """Add adjusted p, verdict, and what decided it.

    Parameters
    ----------
    measured : DataFrame
        One row = one comparison: n_last, n_this, rate_last, rate_this, change, low, high, p,
        smallest_p (the smallest p that group sizes like these can have), and `settled`: a
        `Reason` where something other than p decides, else missing.
    alpha : float
        Threshold of the adjusted p.
    families : Series of Family, optional
        The family of every row. Without it every row stands for itself and p is not adjusted.

    Returns
    -------
    DataFrame
        `measured` without `settled`, and: p_adjusted; verdict (`Verdict`); reason (`Reason`);
        decided_by and decided_against, the two numbers that were compared (adjusted p and alpha;
        smallest attainable p and the level it had to reach; the two rates where all answered
        alike; the two bases where one of them is empty; missing where a form's declaration
        decided); and note (`Note` or empty): why verdict and interval may seem to contradict.

    References
    ----------
    Tarone, R. E. (1990). A modified Bonferroni method for discrete data. Biometrics 46, 515-522.
    doi:10.2307/2531456. Holm, S. (1979), Scandinavian Journal of Statistics 6, 65-70. Benjamini,
    Y. and Hochberg, Y. (1995), doi:10.1111/j.2517-6161.1995.tb02031.x.
    """
    decided = measured.drop(columns="settled")
    level = _levels(measured, alpha, families)
    reason = measured["settled"].astype(object)
    open_to_test = ~reason.isin(_NOT_TESTED)
    too_small = open_to_test & (measured["smallest_p"] > level * TIE)
    reason = reason.mask(too_small, Reason.SMALLEST_P_ABOVE_LEVEL)
    tested = open_to_test & ~too_small
    decided["p_adjusted"] = _adjusted(measured["p"].where(tested), families)
    found = decided["p_adjusted"] <= alpha
    by_p = pd.Series(np.where(found, Reason.P_AT_MOST_ALPHA, Reason.P_ABOVE_ALPHA), found.index)
    reason = reason.where(reason.notna(), by_p)
    decided["verdict"] = _verdicts(reason, measured["change"])
    decided["reason"] = reason.map(str).astype(object)
    return _with_deciding_numbers(decided, reason, level, alpha).assign(
        note=lambda frame: _notes(frame, alpha)
    )


def _levels(measured: pd.DataFrame, alpha: float, families: pd.Series | None) -> pd.Series:
    """Return the level that a comparison's smallest attainable p has to reach.

    It depends on the group sizes alone, not on what was answered, so that leaving out what
    cannot reach it keeps the level of every later step. Families adjusted by Holm take Tarone's.
    """
    level = pd.Series(alpha, index=measured.index)
    if families is None:
        return level
    candidates = ~measured["settled"].isin(_NOT_TESTED)
    for family in families.unique():
        if ADJUSTMENTS[family] == "holm":
            members = families == family
            smallest = measured.loc[members & candidates, "smallest_p"].to_numpy(float)
            level[members] = tarone_level(smallest, alpha)
    return level


def _adjusted(p: pd.Series, families: pd.Series | None) -> pd.Series:
    """Adjust the p-values that are there within each family."""
    if families is None:
        return p
    result = pd.Series(np.nan, index=p.index, dtype=float)
    for family in families.unique():
        members = p.notna() & (families == family)
        result[members] = adjusted(p[members].to_numpy(float), ADJUSTMENTS[family])
    return result


def _verdicts(reason: pd.Series, change: pd.Series) -> pd.Series:
    moved = pd.Series(np.where(change > 0, Verdict.ROSE, Verdict.FELL), index=change.index)
    return reason.map(_VERDICTS).where(reason != Reason.P_AT_MOST_ALPHA, moved).map(str)


def _with_deciding_numbers(
    decided: pd.DataFrame, reason: pd.Series, level: pd.Series, alpha: float
) -> pd.DataFrame:
    """Name the two numbers that were set against each other."""
    by_p = reason.isin([Reason.P_AT_MOST_ALPHA, Reason.P_ABOVE_ALPHA])
    alike = reason == Reason.ALL_ALIKE
    empty = reason == Reason.NO_ANSWERS
    too_small = reason == Reason.SMALLEST_P_ABOVE_LEVEL
    cases = [by_p, alike, empty, too_small]
    left = [decided[name] for name in ("p_adjusted", "rate_last", "n_last", "smallest_p")]
    right = [alpha, decided["rate_this"], decided["n_this"], level]
    return decided.assign(
        decided_by=np.select(cases, left, np.nan).astype(float),
        decided_against=np.select(cases, right, np.nan).astype(float),
    )


def _notes(decided: pd.DataFrame, alpha: float) -> pd.Series:
    """Find where the interval of one comparison and the verdict on it part company.

    The interval belongs to one comparison alone and comes from another method than p, so it can
    leave nought out where no change was shown, and hold nought where one was.
    """
    without_zero = (decided["low"] > 0) | (decided["high"] < 0)
    not_shown = decided["verdict"] == Verdict.NOT_SHOWN
    moved = decided["verdict"].isin([Verdict.ROSE, Verdict.FELL])
    has_interval = decided["low"].notna()
    notes = np.select(
        [
            not_shown & without_zero & (decided["p"] <= alpha),
            not_shown & without_zero,
            moved & has_interval & ~without_zero,
        ],
        [Note.ADJUSTED, Note.METHOD, Note.WITH_ZERO],
        default="",
    )
    return pd.Series(notes, index=decided.index, dtype=object).map(str)
