"""Headline rates of roles against last year's, and of first-year staff against the others.

Whole respondents are relabelled, because the answers of one person hang together. Of a role
of which some were tallied by hand there are no persons, and so no figures but the reason.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from selfcheck_analysis.change.verdicts import decide
from selfcheck_analysis.permutation import RelabelledYears, headline_contrast, relabelled
from selfcheck_analysis.permutation.means import Mean
from selfcheck_analysis.rates import YearFigures
from selfcheck_analysis.respondents import Respondents
from selfcheck_analysis.terms import ANSWERED_TENURES, HEADLINE, Family, Reason, Tenure

_FIGURES = ["rate_last", "rate_this", "change", "low", "high", "p", "smallest_p"]
_DROPPED = ["n_relabellings", "exact", "sd"]


def headline_changes(
    this: YearFigures,
    last: YearFigures,
    roles: Sequence[str],
    mean: Mean,
    alpha: float,
    min_stratum: int,
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Compare the headline rates of roles, and the questions of each role with each other.

    As they may be released: compared are the questions that both years ask everybody alike.
    Without the conditional ones, of which a handful of answers would weigh as much as everybody's,
    no answer of those few follows from the result; and where a tenure has fewer than
    `min_stratum` persons, all tenures are relabelled together.

    Parameters
    ----------
    this, last : YearFigures
    roles : sequence of str
        The headline family.
    mean : {"macro", "pooled"}
    alpha : float
    min_stratum : int

    Returns
    -------
    tuple of DataFrame
        First, one row = role x tenure: role, question ("headline"), tenure, family, n_questions
        (that were compared), n_last, n_this (people), rate_last, rate_this, change, low, high
        (Welch), p, smallest_p, detectable (signed, a normal approximation), detectable_reason,
        and what `verdicts.decide` adds.
        Second, one row = role x tenure x question: p_role, adjusted over the questions of the
        role by Westfall and Young's max-T; missing where a year has no answers. Roles without a
        common question, or of which some were tallied, are not in it.
    """
    rows, questions = [], []
    for role in roles:
        shared = this.questionnaire.common_unconditional(last.questionnaire, role)
        if not shared:
            rows.append(_not_comparable(this, role))
            continue
        if role in this.tallied | last.tallied:
            rows.append(_needs_persons(this, last, role, len(shared)))
            continue
        years = relabelled(*_both(this, last, role, shared), merge_below=min_stratum)
        rows.append(_of_role(years, role, mean, alpha))
        questions.append(years.max_t().assign(role=role))
    return _decided(pd.concat(rows, ignore_index=True), alpha), _adjusted_by_role(questions)


def headline_changes_of_all_questions(
    this: YearFigures, last: YearFigures, roles: Sequence[str], mean: Mean, alpha: float
) -> pd.DataFrame:
    """Compare the headline rates of roles over all questions that both years ask alike.

    For the room only: the conditional questions are among them, each with its own base, and every
    tenure is a stratum. Parameters as `headline_changes`; returns its first frame.
    """
    rows = []
    for role in roles:
        shared = this.questionnaire.common_questions(last.questionnaire, role)
        if not shared:
            rows.append(_not_comparable(this, role))
            continue
        if role in this.tallied | last.tallied:
            rows.append(_needs_persons(this, last, role, len(shared)))
            continue
        rows.append(_of_role(relabelled(*_both(this, last, role, shared)), role, mean, alpha))
    return _decided(pd.concat(rows, ignore_index=True), alpha)


def _both(
    this: YearFigures, last: YearFigures, role: str, shared: list[str]
) -> tuple[Respondents, Respondents]:
    return last.respondents[role].only(shared), this.respondents[role].only(shared)


def _of_role(years: RelabelledYears, role: str, mean: Mean, alpha: float) -> pd.DataFrame:
    changes = years.headline_changes(mean=mean, alpha=alpha)
    return changes.assign(role=role, n_questions=len(years.this.questions))


def _adjusted_by_role(questions: list[pd.DataFrame]) -> pd.DataFrame:
    columns = ["role", "tenure", "question", "p_role"]
    if not questions:
        return pd.DataFrame(columns=columns)
    return pd.concat(questions).rename(columns={"p_adjusted": "p_role"})[columns]


def headline_contrasts(
    this: YearFigures, roles: Sequence[str], mean: Mean, alpha: float
) -> pd.DataFrame:
    """Compare the first-year staff's headline rates with the others' within this year.

    Compared are the questions that everybody is asked, as in `headline_changes`.

    Returns
    -------
    DataFrame
        One row = role, with the columns of `headline_changes`; "last" stands
        for second_year_plus and "this" for first_year.
    """
    rows = []
    for role in roles:
        asked = this.questionnaire.unconditional(role)
        if role in this.tallied:
            rows.append(_contrast_needs_persons(this, role, len(asked)))
            continue
        people = this.respondents[role].only(asked)
        first, later = (people.of(tenure) for tenure in ANSWERED_TENURES)
        row = headline_contrast(first, later, mean=mean, alpha=alpha)
        rows.append(row.assign(role=role, n_questions=len(people.questions)))
    return _decided(pd.concat(rows, ignore_index=True), alpha).drop(columns="tenure")


def _decided(measured: pd.DataFrame, alpha: float) -> pd.DataFrame:
    measured = measured.assign(
        question=HEADLINE,
        settled=_settled(measured),
        **_detectable(measured),
    ).drop(columns=["reason", *_DROPPED], errors="ignore")
    family = pd.Series(Family.HEADLINE, measured.index, dtype=object)
    return decide(measured, alpha, family).assign(family=str(Family.HEADLINE))


def _settled(measured: pd.DataFrame) -> pd.Series:
    """Name what is not tested: no common question, nobody, no persons, all answered alike."""
    empty = (measured["n_last"] == 0) | (measured["n_this"] == 0)
    alike = (measured["sd"] == 0) & (measured["n_relabellings"] > 1)
    settled = pd.Series(pd.NA, measured.index, dtype=object)
    settled[alike] = Reason.ALL_ALIKE
    settled[measured["n_relabellings"].isna()] = Reason.NEEDS_PERSONS
    settled[empty] = Reason.NO_ANSWERS
    settled[measured["n_questions"] == 0] = Reason.NO_COMMON_QUESTION
    return settled


def _detectable(measured: pd.DataFrame) -> dict[str, pd.Series]:
    """Give the detectable change the side that has more room, if it has as much."""
    high = measured["rate_last"] >= 0.5
    room = measured["rate_last"].where(high, 1 - measured["rate_last"])
    size = measured["detectable"].where(measured["detectable"] <= room)
    empty = (measured["n_last"] == 0) | (measured["n_this"] == 0)
    tallied = measured["n_relabellings"].isna()
    reasons = [Reason.NO_ANSWERS, Reason.NEEDS_PERSONS, Reason.NOTHING_DETECTABLE]
    reason = np.select([empty, tallied, size.isna()], reasons, "")
    return {
        "detectable": size.where(~high, -size),
        "detectable_reason": pd.Series(reason, measured.index, dtype=object).map(str),
    }


def _not_comparable(this: YearFigures, role: str) -> pd.DataFrame:
    """Return rows without figures for a role whose forms have no question in common."""
    people = _people(this, role)
    rows = {"tenure": list(people), "n_last": 0, "n_this": list(people.values())}
    return _without_figures(rows, role, n_questions=0, n_relabellings=0)


def _needs_persons(
    this: YearFigures, last: YearFigures, role: str, n_questions: int
) -> pd.DataFrame:
    """Return rows without figures for a role of which some were tallied in either year."""
    now, before = _people(this, role), _people(last, role)
    rows = {"tenure": list(now), "n_last": list(before.values()), "n_this": list(now.values())}
    return _without_figures(rows, role, n_questions, n_relabellings=np.nan)


def _contrast_needs_persons(this: YearFigures, role: str, n_questions: int) -> pd.DataFrame:
    """Return the row without figures for the tenures of a role of which some were tallied."""
    first, later = (_people(this, role)[str(tenure)] for tenure in ANSWERED_TENURES)
    rows = {"tenure": [str(Tenure.ALL)], "n_last": [later], "n_this": [first]}
    return _without_figures(rows, role, n_questions, n_relabellings=np.nan)


def _people(year: YearFigures, role: str) -> dict[str, int]:
    """Return how many people of each tenure there are, all together last."""
    people = year.people[year.people["role"] == role].set_index("tenure")["n_people"]
    return {str(tenure): int(people[tenure]) for tenure in (*ANSWERED_TENURES, Tenure.ALL)}


def _without_figures(
    rows: Mapping[str, object], role: str, n_questions: int, n_relabellings: float
) -> pd.DataFrame:
    """Return rows without figures; `n_relabellings` is missing where there are no persons."""
    nothing = dict.fromkeys([*_FIGURES, "sd", "detectable"], np.nan)
    named = {"role": role, "n_questions": n_questions, "n_relabellings": n_relabellings}
    return pd.DataFrame({**rows, **nothing, **named})
