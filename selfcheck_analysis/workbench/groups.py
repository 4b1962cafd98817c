"""Two groups set against each other: years, roles, tenures, with the tests of the pages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from selfcheck_analysis.change.counts import COUNTS, measure
from selfcheck_analysis.change.verdicts import decide
from selfcheck_analysis.form_changes.between import Comparison, form_changes
from selfcheck_analysis.questionnaire import FormChange, Label, Questionnaire
from selfcheck_analysis.rates import YearFigures
from selfcheck_analysis.terms import Family, Reason, Tenure

FAMILIES = {"focus": Family.FOCUS, "screening": Family.SCREENING}
"""Ways to adjust p over the rows of one comparison: Holm, or Benjamini and Hochberg."""

ALONE = "alone"
"""Every row by itself: p is not adjusted."""

_NOT_ALIKE = (Comparison.NOT_COMPARABLE, Comparison.NOT_DECLARED, Comparison.UNKNOWN)


@dataclass(frozen=True)
class Group:
    """Those of some roles and one tenure who answered in one year."""

    figures: YearFigures
    roles: tuple[str, ...]
    tenure: str

    @property
    def fiscal_year(self) -> int:
        """The fiscal year of the forms."""
        return self.figures.questionnaire.fiscal_year

    def overlaps(self, other: Group) -> bool:
        """Tell whether somebody may belong to both groups."""
        tenures = {self.tenure, other.tenure}
        return (
            self.fiscal_year == other.fiscal_year
            and bool(set(self.roles) & set(other.roles))
            and (len(tenures) == 1 or str(Tenure.ALL) in tenures)
        )

    def counts(self) -> pd.DataFrame:
        """Return x (proper) and n (answers) of every question, in the order of the forms."""
        counts = self.figures.counts
        own = counts[counts["role"].isin(self.roles) & (counts["tenure"] == self.tenure)]
        summed = own.groupby("question", sort=False)[["n_proper", "n_answers"]].sum()
        return summed.set_axis(["x", "n"], axis="columns")


def compare_groups(
    this: Group,
    against: Group,
    not_comparable: frozenset[str],
    alpha: float,
    family: str,
    questions: Sequence[str] | None = None,
) -> pd.DataFrame:
    """Compare two groups on every question that both were asked.

    Parameters
    ----------
    this, against : Group
        Without a person in common.
    not_comparable : frozenset of str
        Questions whose answers may not be set against each other.
    alpha : float
        Threshold of the adjusted p.
    family : {"screening", "focus", "alone"}
        How p is adjusted over the rows.
    questions : sequence of str, optional
        The questions to compare.

    Returns
    -------
    DataFrame
        One row = one question: question and the columns of `change.compare_counts`; "last"
        stands for `against` and change is this group's rate less the other's. Empty where no
        question is common.
    """
    before, now = against.counts().add_suffix("_last"), this.counts().add_suffix("_this")
    pairs = before.join(now, how="right")
    pairs = pairs.dropna().astype("int64").reset_index()
    if questions is not None:
        pairs = pairs[pairs["question"].isin(list(questions))].reset_index(drop=True)
    if pairs.empty:
        return pairs
    return decided(pairs[["question", *COUNTS]], not_comparable, alpha, family)


def decided(
    pairs: pd.DataFrame, not_comparable: frozenset[str], alpha: float, family: str
) -> pd.DataFrame:
    """Measure pairs of counts and judge them as one family."""
    measured = measure(pairs, alpha)
    declared = pairs["question"].isin(not_comparable)
    measured["settled"] = measured["settled"].mask(declared, Reason.DECLARED)
    families = pd.Series(FAMILIES[family], pairs.index) if family != ALONE else None
    return decide(measured, alpha, families).assign(family=family)


def not_alike(forms: dict[int, Questionnaire]) -> frozenset[str]:
    """Return the questions that may not be compared between the first and the last of the years.

    Where a year between has no forms, a question that differs counts as not comparable.
    """
    if len(forms) < 2:
        return frozenset()
    changes = form_changes(forms)
    return frozenset(q.id for q in changes.questions if q.comparison in _NOT_ALIKE)


def declaring(form: Questionnaire, questions: frozenset[str]) -> Questionnaire:
    """Return a year's forms that declare further questions as not comparable."""
    note = Label(ja="途中の年度で変わった。", en="It changed in a year between.")
    more = [
        FormChange(question=id_, kind="meaning", comparable=False, note=note)  # type: ignore[arg-type]
        for id_ in sorted(questions)
        if form.comparable(id_)
    ]
    return form.model_copy(update={"changes": [*form.changes, *more]})


def one_role_questions(counts: pd.DataFrame) -> dict[str, str]:
    """Return the role of every question that only one role is asked."""
    roles = counts.groupby("question", sort=False)["role"].agg(["nunique", "first"])
    alone = roles[roles["nunique"] == 1]["first"]
    return dict(zip(alone.index, alone, strict=True))


def of_role(frame: pd.DataFrame, roles: Sequence[str], alone: dict[str, str]) -> pd.Series:
    """Tell which rows are of some roles.

    A focus question that one role alone is asked stands in a row over everyone; it is this
    role's as well.
    """
    own = frame["question"].map(alone).isin(list(roles))
    return frame["role"].isin(list(roles)) | pd.Series(np.where(own, True, False), frame.index)
