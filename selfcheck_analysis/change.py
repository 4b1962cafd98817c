"""Comparison of this year with last: change in points, interval, p, adjusted p and a verdict.

Two families, fixed before looking. The focus family holds the focus questions over everyone
asked, in every tenure; it is adjusted by Holm. Every other question, by role and tenure, is
screening, and so is a focus question within one of the several roles that are asked it; these
are adjusted by Benjamini-Hochberg. Pairs of groups too small to reach the threshold whatever is
answered are left out of both; that depends on the group sizes alone.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from selfcheck_analysis.exact import boschloo, fisher_midp, smallest_attainable_p
from selfcheck_analysis.intervals import newcombe
from selfcheck_analysis.questionnaire import Questionnaire
from selfcheck_analysis.rates import YearFigures, counts_of_everyone
from selfcheck_analysis.terms import ALL_ROLES, Family, Verdict

KEY = ["role", "question", "tenure"]
COUNTS = ["x_last", "n_last", "x_this", "n_this"]
UNTESTED = (Verdict.NOT_COMPARABLE, Verdict.NOT_TESTED, Verdict.NOT_TESTABLE)


def compare_counts(frame: pd.DataFrame, alpha: float = 0.05) -> pd.DataFrame:
    """Compare two years of one question, row by row.

    Parameters
    ----------
    frame : DataFrame
        One row = one comparison, with whole numbers x_last, n_last (proper answers and answers
        of last year) and x_this, n_this.
    alpha : float
        Threshold of significance; the interval has the level 1 - alpha.

    Returns
    -------
    DataFrame
        The frame with these columns added: rate_last, rate_this, change, low, high
        (proportions: 0.05 is five points; change is this year minus last; Newcombe's hybrid
        score interval), p (Boschloo's exact test, two-sided, ordered by Fisher's p), mid_p
        (Fisher's, shown beside it) and outcome: a `Verdict` where the sizes alone or equal
        answers decide, else missing. Where a group has no answers everything that needs it is
        missing and the outcome says so.

    Raises
    ------
    ValueError
        Counts that cannot be (negative, x above n, not whole).

    References
    ----------
    Boschloo (1970), doi:10.1111/j.1467-9574.1970.tb00104.x; Newcombe (1998), method 10,
    doi:10.1002/(SICI)1097-0258(19980430)17:8<873::AID-SIM779>3.0.CO;2-I; Lydersen, Fagerland
    and Laake (2009), doi:10.1002/sim.3531.
    """
    compared = frame.copy()
    some = (frame["n_last"] > 0) & (frame["n_this"] > 0)
    x_last, n_last, x_this, n_this = (frame.loc[some, name].to_numpy(int) for name in COUNTS)
    low, high = newcombe(x_this, n_this, x_last, n_last, level=1 - alpha)
    figures = {
        "change": x_this / n_this - x_last / n_last,
        "low": low,
        "high": high,
        "p": boschloo(x_last, n_last, x_this, n_this),
        "mid_p": fisher_midp(x_last, n_last, x_this, n_this),
    }
    compared["rate_last"] = frame["x_last"] / frame["n_last"].where(frame["n_last"] > 0)
    compared["rate_this"] = frame["x_this"] / frame["n_this"].where(frame["n_this"] > 0)
    for name, values in figures.items():
        compared[name] = pd.Series(values, index=frame.index[some], dtype=float)
    compared["outcome"] = _outcomes(frame, alpha)
    return compared


def changes(this: YearFigures, last: YearFigures, alpha: float) -> pd.DataFrame:
    """Compare every question of this year's forms with last year's.

    Parameters
    ----------
    this, last : YearFigures
    alpha : float
        Threshold of the adjusted p.

    Returns
    -------
    DataFrame
        One row = role (or "all_roles" for the focus questions) x question x tenure, with the
        columns of `compare_counts` and: family ("focus" or "screening"), p_adjusted, verdict.
        A question that last year's form did not ask has n_last = 0.
    """
    counts_this, counts_last = (
        _with_everyone(year.counts, year.questionnaire) for year in (this, last)
    )
    paired = counts_this.merge(counts_last, on=KEY, how="left", suffixes=("_this", "_last"))
    paired = paired.fillna({"x_last": 0, "n_last": 0}).astype(dict.fromkeys(COUNTS, int))
    compared = compare_counts(paired[[*KEY, *COUNTS]], alpha)
    comparable = compared["question"].map(this.questionnaire.comparable).astype(bool)
    compared["outcome"] = compared["outcome"].where(comparable, Verdict.NOT_COMPARABLE)
    compared["family"] = np.where(compared["role"] == ALL_ROLES, Family.FOCUS, Family.SCREENING)
    compared["p_adjusted"] = _adjusted(compared)
    compared["verdict"] = _verdicts(compared, alpha)
    return compared.drop(columns="outcome")


def _with_everyone(counts: pd.DataFrame, questionnaire: Questionnaire) -> pd.DataFrame:
    """Put the focus questions over everyone asked before the rows by role."""
    focus = [question.id for question in questionnaire.focus_questions()]
    everyone = counts_of_everyone(counts, focus)
    everyone = everyone.set_index("question").loc[focus].reset_index()
    both = pd.concat([everyone, _not_said_twice(counts, focus)], ignore_index=True)
    return both.rename(columns={"n_answers": "n", "n_proper": "x"})[[*KEY, "x", "n"]]


def _not_said_twice(counts: pd.DataFrame, focus: list[str]) -> pd.DataFrame:
    """Leave out the role of a focus question that only this role is asked: it is everyone."""
    n_roles = counts.groupby("question")["role"].transform("nunique")
    return counts[~(counts["question"].isin(focus) & (n_roles == 1))]


def _outcomes(frame: pd.DataFrame, alpha: float) -> pd.Series:
    """Name what no test can decide: nobody answered, too few, or the same in both years."""
    sizes = list(zip(frame["n_last"], frame["n_this"], strict=True))
    testable = {
        (last, this): smallest_attainable_p(int(last), int(this)) <= alpha
        for last, this in set(sizes)
        if last and this
    }
    empty = (frame["n_last"] == 0) | (frame["n_this"] == 0)
    too_few = pd.Series([not testable.get(size, True) for size in sizes], index=frame.index)
    all_proper = (frame["x_last"] == frame["n_last"]) & (frame["x_this"] == frame["n_this"])
    none_proper = (frame["x_last"] == 0) & (frame["x_this"] == 0)
    outcome = pd.Series(pd.NA, index=frame.index, dtype=object)
    outcome[all_proper | none_proper] = Verdict.NO_CHANGE_TO_TEST
    outcome[too_few] = Verdict.NOT_TESTABLE
    outcome[empty] = Verdict.NOT_TESTED
    return outcome


def _adjusted(compared: pd.DataFrame) -> pd.Series:
    """Adjust p within each family: Holm for the focus questions, else Benjamini-Hochberg."""
    from statsmodels.stats.multitest import multipletests

    adjusted = pd.Series(np.nan, index=compared.index, dtype=float)
    tested = ~compared["outcome"].isin(UNTESTED)
    for family, method in ((Family.FOCUS, "holm"), (Family.SCREENING, "fdr_bh")):
        members = tested & (compared["family"] == family)
        if members.any():
            adjusted[members] = multipletests(compared.loc[members, "p"], method=method)[1]
    return adjusted


def _verdicts(compared: pd.DataFrame, alpha: float) -> pd.Series:
    significant = compared["p_adjusted"] <= alpha
    rose = compared["change"] > 0
    tested = np.select(
        [significant & rose, significant & ~rose],
        [Verdict.ROSE, Verdict.FELL],
        default=Verdict.NOT_SHOWN,
    )
    decided = compared["outcome"]
    return decided.where(decided.notna(), tested).map(str)
