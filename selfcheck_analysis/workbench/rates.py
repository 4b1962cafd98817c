"""Rates by whatever an analyst asks for: role, tenure, question, focus item, fiscal year."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from fractions import Fraction

import pandas as pd

from selfcheck_analysis.rates import YearFigures, macro_mean, pooled_mean
from selfcheck_analysis.terms import State, Tenure

BY = ("fiscal_year", "role", "tenure", "focus_item", "question")
"""What rates can be told by, in the order of columns. Sections are not kept with the answers."""


def rates_by(
    years: Mapping[int, YearFigures],
    by: Collection[str],
    roles: Sequence[str] | None = None,
    tenures: Sequence[str] | None = None,
    questions: Sequence[str] | None = None,
) -> pd.DataFrame:
    """Return the rates of every group that there is.

    Parameters
    ----------
    years : mapping of fiscal year to YearFigures
    by : collection of str
        Of `BY`. What is not named is taken together, over the persons.
    roles, tenures, questions : sequence of str, optional
        Ids to keep; all without.

    Returns
    -------
    DataFrame
        One row = one group, with the columns of `by` in the order of `BY` (tenure in all three
        readings, "all" being counted over the persons). With "question": n_answers, n_proper and
        rate. Without: n_people, n_questions (with answers), n_answers, n_proper, macro_rate (mean
        over the questions) and pooled_rate (all proper / all answers). All rates are proportions
        0-1. `state` is "shown", "no_answers" or "absent_group".
    """
    keys = [key for key in BY if key in by]
    kept = tenures or (list(Tenure) if "tenure" in keys else [Tenure.ALL])
    counts = _counts(years)
    counts = counts[counts["tenure"].isin([str(tenure) for tenure in kept])]
    counts = _kept(_kept(counts, "role", roles), "question", questions)
    if "focus_item" in keys:
        counts = counts[counts["focus_item"].notna()].astype({"focus_item": int})
    if "question" in keys:
        return _of_questions(counts, keys)
    people = _kept(_people(years), "role", roles)
    return _of_groups(counts, people, keys)


def _kept(frame: pd.DataFrame, column: str, ids: Sequence[str] | None) -> pd.DataFrame:
    return frame if ids is None else frame[frame[column].isin(list(ids))]


def _counts(years: Mapping[int, YearFigures]) -> pd.DataFrame:
    """Put the counts of all years below each other, with the focus item of every question."""
    frames = []
    for year, figures in years.items():
        items = {q.id: q.focus_item for q in figures.questionnaire.questions}
        focus_item = figures.counts["question"].map(items)
        frames.append(figures.counts.assign(fiscal_year=year, focus_item=focus_item))
    return pd.concat(frames, ignore_index=True)


def _people(years: Mapping[int, YearFigures]) -> pd.DataFrame:
    return pd.concat(
        [figures.people.assign(fiscal_year=year) for year, figures in years.items()],
        ignore_index=True,
    )


def _of_questions(counts: pd.DataFrame, keys: list[str]) -> pd.DataFrame:
    groups = counts.groupby(keys, sort=False, observed=True)[["n_answers", "n_proper"]].sum()
    frame = groups.reset_index()
    given = frame["n_answers"].where(frame["n_answers"] > 0)
    state = (frame["n_answers"] > 0).map({True: str(State.SHOWN), False: str(State.NO_ANSWERS)})
    return frame.assign(rate=(frame["n_proper"] / given).astype("Float64"), state=state)


def _of_groups(counts: pd.DataFrame, people: pd.DataFrame, keys: list[str]) -> pd.DataFrame:
    """Take the means of every group over its questions, each counted over the group."""
    rows = []
    of_group = counts.groupby(keys, sort=False) if keys else [((), counts)]
    for key, group in of_group:
        named = dict(zip(keys, key, strict=True))
        questions = group.groupby("question", sort=False)[["n_answers", "n_proper"]].sum()
        n_people = _n_people(people, named, group["tenure"].unique())
        rows.append({**named, "n_people": n_people, **_means(questions, n_people)})
    frame = pd.DataFrame(rows)
    return frame.astype({"macro_rate": "Float64", "pooled_rate": "Float64"}) if rows else frame


def _n_people(people: pd.DataFrame, named: Mapping[str, object], tenures: Collection[str]) -> int:
    chosen = people[people["tenure"].isin(list(tenures))]
    for column, value in named.items():
        if column in chosen:
            chosen = chosen[chosen[column] == value]
    return int(chosen["n_people"].sum())


def _means(questions: pd.DataFrame, n_people: int) -> dict[str, object]:
    macro, pooled = macro_mean(questions), pooled_mean(questions)
    some = State.NO_ANSWERS if macro is None else State.SHOWN
    return {
        "n_questions": int((questions["n_answers"] > 0).sum()),
        "n_answers": int(questions["n_answers"].sum()),
        "n_proper": int(questions["n_proper"].sum()),
        "macro_rate": _float(macro),
        "pooled_rate": _float(pooled),
        "state": str(some if n_people else State.ABSENT),
    }


def _float(rate: Fraction | None) -> float | None:
    return None if rate is None else float(rate)
