"""Rates over three or more years: where the line breaks, and whether it rises or falls."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from itertools import pairwise
from typing import Any

import numpy as np
import pandas as pd

from selfcheck_analysis.change.verdicts import decide
from selfcheck_analysis.permutation import headline_trend
from selfcheck_analysis.permutation.means import Mean
from selfcheck_analysis.rates import MEANS, YearFigures, counts_of_everyone
from selfcheck_analysis.terms import ALL_ROLES, HEADLINE, Family, Reason, Tenure
from selfcheck_analysis.trend import LEAST_YEARS, cochran_armitage, unbroken

Years = Mapping[int, YearFigures]
Series = dict[str, Any]


def trends(
    years: Years,
    focus: Sequence[str],
    roles: Sequence[str],
    mean: Mean,
    alpha: float,
    min_stratum: int,
) -> pd.DataFrame | None:
    """Test the focus questions over everyone asked and the headlines of roles for a trend.

    Parameters
    ----------
    years : mapping of fiscal year to YearFigures
        Every year that has answers, in order, this year last.
    focus, roles : sequence of str
        The families of focus questions and of headline rates.
    mean : {"macro", "pooled"}
    alpha : float
    min_stratum : int
        As `headlines.headline_changes` takes it.

    Returns
    -------
    DataFrame or None
        None with fewer than three years. One row = series, all tenures: role (all_roles for a
        focus question), question (or "headline"), family, stretches (lists of fiscal years that
        follow each other without a gap or a change of meaning; the last one is tested),
        smallest_base (answers or people in its smallest year), n_last, n_this, rate_last,
        rate_this (of its first year and of its last), change (a year, by the line of least
        squares), p (exact Cochran-Armitage test; for headlines respondents are relabelled over
        the years within their tenure), and what `verdicts.decide` adds. A headline is tested over
        the questions that all years of the stretch ask everybody alike. Where the last stretch
        has fewer than three years, or the role was tallied in one of them, p is missing and the
        reason says so.
    """
    if len(years) < LEAST_YEARS:
        return None
    series = [
        *(_focus_question(years, question) for question in focus),
        *(_headline(years, role, mean, min_stratum) for role in roles),
    ]
    measured = pd.DataFrame(series).assign(low=np.nan, high=np.nan, smallest_p=0.0)
    decided = decide(measured, alpha, measured["family"])
    return decided.drop(columns=["low", "high", "smallest_p", "note"])


def _focus_question(years: Years, question: str) -> Series:
    counts = {year: _count(figures, question) for year, figures in years.items()}
    counts = {year: count for year, count in counts.items() if count[1]}
    comparable = {year: years[year].questionnaire.comparable(question) for year in counts}
    stretches = [list(run) for run in unbroken(list(counts), comparable)]
    tested = stretches[-1] if stretches else []
    x, n = ([counts[year][i] for year in tested] for i in (0, 1))
    rates = [Fraction(*counts[year]) for year in tested]
    named = {"role": ALL_ROLES, "question": question, "family": Family.FOCUS}
    return named | _tested(stretches, n, rates, n, lambda: cochran_armitage(x, n))


def _count(figures: YearFigures, question: str) -> tuple[int, int]:
    """Return (proper, answers) of everyone asked in one year."""
    everyone = counts_of_everyone(figures.counts, [question])
    row = everyone[everyone["tenure"] == Tenure.ALL]
    return int(row["n_proper"].sum()), int(row["n_answers"].sum())


def _headline(years: Years, role: str, mean: Mean, min_stratum: int) -> Series:
    answered = [year for year, figures in years.items() if figures.n_people(role)]
    stretches = [list(run) for run in unbroken(answered, dict.fromkeys(answered, True))]
    tested = stretches[-1] if stretches else []
    shared = _shared(years, role, tested)
    rates = [_rate(years[year], role, shared, mean) for year in tested]
    of_trend = [years[year] for year in tested]
    named = {"role": role, "question": HEADLINE, "family": Family.HEADLINE}
    return named | _tested(
        stretches,
        [figures.n_people(role) for figures in of_trend],
        rates,
        [1] * len(tested),
        lambda: headline_trend(
            {year: years[year].respondents[role].only(shared) for year in tested},
            mean=mean,
            merge_below=min_stratum,
        ),
        needs_persons=any(role in figures.tallied for figures in of_trend),
    )


def _shared(years: Years, role: str, tested: Sequence[int]) -> list[str]:
    """Return the questions of a role that every year of a stretch asks everybody alike."""
    if not tested:
        return []
    forms = [years[year].questionnaire for year in tested]
    shared = forms[-1].unconditional(role)
    for before, after in pairwise(forms):
        common = set(after.common_unconditional(before, role))
        shared = [question for question in shared if question in common]
    return shared


def _rate(figures: YearFigures, role: str, shared: list[str], mean: Mean) -> Fraction | None:
    counts = figures.counts
    of_group = counts[(counts["role"] == role) & (counts["tenure"] == Tenure.ALL)]
    return MEANS[mean](of_group[of_group["question"].isin(shared)])


def _tested(
    stretches: list[list[int]],
    n: list[int],
    rates: Sequence[Fraction | None],
    weights: list[int],
    test: Callable[[], float],
    needs_persons: bool = False,
) -> Series:
    """Test the last stretch, or say why it cannot be tested."""
    known = [rate for rate in rates if rate is not None]
    settled: Reason | None = None
    if len(n) < LEAST_YEARS:
        settled = Reason.BROKEN_SERIES
    elif len(known) < len(rates):
        settled = Reason.NO_COMMON_QUESTION
    elif needs_persons:
        settled = Reason.NEEDS_PERSONS
    elif set(known) in ({Fraction(0)}, {Fraction(1)}):
        settled = Reason.ALL_ALIKE
    ends = (known[0], known[-1]) if known else (None, None)
    return {
        "stretches": stretches,
        "smallest_base": min(n, default=0),
        "n_last": n[0] if n else 0,
        "n_this": n[-1] if n else 0,
        "rate_last": np.nan if ends[0] is None else float(ends[0]),
        "rate_this": np.nan if ends[1] is None else float(ends[1]),
        "change": _slope(known, weights),
        "p": test() if settled in (None, Reason.ALL_ALIKE) else np.nan,
        "settled": settled,
    }


def _slope(rates: Sequence[Fraction], weights: Sequence[int]) -> float:
    """Return the rise per year of the line of least squares; its sign is that of the trend."""
    if len(rates) < LEAST_YEARS or len(rates) < len(weights):
        return np.nan
    total = sum(weights)
    middle = Fraction(sum(year * weight for year, weight in enumerate(weights)), total)
    times = [(year - middle) * weight for year, weight in enumerate(weights)]
    rise = sum((t * rate for t, rate in zip(times, rates, strict=True)), Fraction(0))
    return float(rise / sum(t * (year - middle) for year, t in enumerate(times)))
