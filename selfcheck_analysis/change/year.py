"""Everything that is compared in one run, in one place."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from selfcheck_analysis.change.counts import COUNTS
from selfcheck_analysis.change.headlines import (
    headline_changes,
    headline_changes_of_all_questions,
    headline_contrasts,
)
from selfcheck_analysis.change.questions import (
    by_tenure,
    changes_of_everyone,
    question_changes,
    question_contrasts,
)
from selfcheck_analysis.change.trends import trends
from selfcheck_analysis.composition import composition
from selfcheck_analysis.params import Params
from selfcheck_analysis.rates import YearFigures
from selfcheck_analysis.terms import ALL_ROLES, Tenure

GROUP = ["role", "question"]


@dataclass(frozen=True)
class Comparisons:
    """What was compared (confidential); None where there is nothing to compare with.

    Attributes
    ----------
    questions : DataFrame or None
        `questions.question_changes`, with p_role: adjusted over the questions of one role by
        Westfall and Young's max-T, with the relabellings of the headline. Missing where the role
        was tallied.
    questions_of_everyone : DataFrame or None
        `questions.changes_of_everyone`, which stays in the room.
    headlines : DataFrame or None
        `headlines.headline_changes`, which may be released.
    headlines_of_all_questions : DataFrame or None
        `headlines.headline_changes_of_all_questions`, which stays in the room.
    contrasts : DataFrame
        `headlines.headline_contrasts` and `questions.question_contrasts`, one below the other.
    composition : DataFrame or None
        `composition.composition`, with the counts of 全体, the first-year bases
        (n_last_first, n_this_first) and the smallest base of the four groups.
    trends : DataFrame or None
        `trends.trends`.
    """

    questions: pd.DataFrame | None
    questions_of_everyone: pd.DataFrame | None
    headlines: pd.DataFrame | None
    headlines_of_all_questions: pd.DataFrame | None
    contrasts: pd.DataFrame
    composition: pd.DataFrame | None
    trends: pd.DataFrame | None

    def frames(self) -> dict[str, pd.DataFrame]:
        """Return what there is, by name."""
        return {name: frame for name, frame in vars(self).items() if frame is not None}


def compare_years(
    years: Mapping[int, YearFigures], params: Params, min_stratum: int
) -> Comparisons:
    """Compare a run's year with last year, its tenures with each other, and all its years.

    Parameters
    ----------
    years : mapping of fiscal year to YearFigures
        In order; the run's own year is the last.
    params : Params
        Names the families, the mean, the threshold and the years of the trend.
    min_stratum : int
        The smallest base of the disclosure policy: a smaller tenure is no stratum of its own in
        tests that are released.
    """
    this = years[params.fiscal_year]
    focus, roles = params.focus_family, params.headline_family
    mean, alpha = params.headline_rate, params.alpha
    questions, of_everyone, headlines, of_all_questions, split = None, None, None, None, None
    if params.previous_year is not None:
        last = years[params.previous_year]
        headlines, by_role = headline_changes(this, last, roles, mean, alpha, min_stratum)
        of_all_questions = headline_changes_of_all_questions(this, last, roles, mean, alpha)
        questions = _with_p_role(question_changes(this, last, focus, alpha), by_role)
        of_everyone = changes_of_everyone(this, last, alpha)
        split = _split(by_tenure(this, last, focus), alpha)
    of_trend = {year: years[year] for year in params.trend_years if year in years}
    return Comparisons(
        questions=questions,
        questions_of_everyone=of_everyone,
        headlines=headlines,
        headlines_of_all_questions=of_all_questions,
        contrasts=_contrasts(this, params),
        composition=split,
        trends=trends(of_trend, focus, roles, mean, alpha, min_stratum),
    )


def _contrasts(this: YearFigures, params: Params) -> pd.DataFrame:
    """Put questions and headlines into one frame; a headline has people, but no counts."""
    questions = question_contrasts(this, params.focus_family, params.alpha)
    headlines = headline_contrasts(this, params.headline_family, params.headline_rate, params.alpha)
    both = pd.concat([questions, headlines], ignore_index=True)
    return both.astype({"x_last": "Int64", "x_this": "Int64"})


def _with_p_role(questions: pd.DataFrame, by_role: pd.DataFrame) -> pd.DataFrame:
    """Add p_role to every question of a role, and to those over everyone that one role is asked.

    A focus question that one role is asked stands in the frame over everyone alone.
    """
    own = set(zip(questions["role"], questions["question"], strict=True))
    keys = zip(by_role["role"], by_role["question"], strict=True)
    alone = pd.Series([key not in own for key in keys], by_role.index, dtype=bool)
    by_role = by_role.assign(role=by_role["role"].mask(alone, ALL_ROLES))
    return questions.merge(by_role, on=["role", "question", "tenure"], how="left")


def _split(counts: pd.DataFrame, alpha: float) -> pd.DataFrame:
    """Split the changes and keep beside them what they are printed from."""
    groups = counts.groupby(GROUP, sort=False)
    bases = groups[["n_last", "n_this"]].min().min(axis="columns").rename("smallest_base")
    first = counts[counts["tenure"] == Tenure.FIRST_YEAR].set_index(GROUP)[["n_last", "n_this"]]
    beside = groups[COUNTS].sum().join(bases).join(first.add_suffix("_first"))
    return composition(counts, alpha).merge(beside.reset_index(), on=GROUP)
