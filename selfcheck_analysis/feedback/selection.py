"""The released rates that feedback is made of; a row that is not shown is never looked at."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd

from selfcheck_analysis.feedback.ranking import Rated
from selfcheck_analysis.figures import band_of, known, number
from selfcheck_analysis.publication import FIGURES, Publication
from selfcheck_analysis.questionnaire import Answer
from selfcheck_analysis.terms import ALL_ROLES, State, Tenure


def rates_of_role(pub: Publication, role: str, tenure: Tenure = Tenure.ALL) -> list[Rated]:
    """Return the rates of a role's questions that are shown, in the order of the form."""
    frame = of_role(pub, "rates_by_question", role)
    return rated_rows(frame[frame["tenure"] == tenure])


def rated_rows(frame: pd.DataFrame) -> list[Rated]:
    """Return the rates of the rows that are shown.

    Parameters
    ----------
    frame : DataFrame
        One row = one rate: `role`, `question`, `rate_percent`, `low_percent`, `high_percent`,
        `state`.
    """
    return [
        Rated(row.role, row.question, *_figures(row, "rate_percent"))
        for row in frame[frame["state"].isin(FIGURES)].itertuples(index=False)
    ]


def rates_of_everyone(pub: Publication, tenure: Tenure = Tenure.ALL) -> list[Rated]:
    """Return this year's rates of the focus questions over everyone asked that are shown."""
    frame = pub.release.frame("focus_answers")
    this = (frame["fiscal_year"] == pub.release.fiscal_year) & (frame["tenure"] == tenure)
    rows = frame[this & frame["state"].isin(FIGURES)]
    return [
        Rated(ALL_ROLES, row.question, *_figures(row, _proper_column(pub, row.question)))
        for row in rows.itertuples(index=False)
    ]


def of_role(pub: Publication, table: str, role: str) -> pd.DataFrame:
    """Return the rows of one role of a released table."""
    frame = pub.release.frame(table)
    return frame[frame["role"] == role]


def state_of(pub: Publication, role: str, question: str, tenure: Tenure) -> State:
    """Return the state of a rate; a question that the role is not asked is absent."""
    frame = of_role(pub, "rates_by_question", role)
    found = frame[(frame["question"] == question) & (frame["tenure"] == tenure)]["state"]
    return State(found.iloc[0]) if len(found) else State.ABSENT


def all_shown(pub: Publication, roles: Sequence[str], tenure: Tenure) -> bool:
    """Tell whether every rate of the questions of some roles is shown, as a figure or a band."""
    frame = pub.release.frame("rates_by_question")
    rows = frame[frame["role"].isin(roles) & (frame["tenure"] == tenure)]
    return bool(rows["state"].isin(FIGURES).all())


def by_question(rates: Sequence[Rated]) -> dict[str, Rated]:
    """Map the questions of one role to their rates."""
    return {rate.question: rate for rate in rates}


def roles_asked(pub: Publication, question: str) -> list[str]:
    """Return the reported roles that are asked a question."""
    return [role.id for role in pub.questionnaire.roles if question in role.form.values()]


def asked_questions(pub: Publication, role: str) -> list[str]:
    """Return the counted questions of a role's form, in order."""
    form = pub.questionnaire
    return [question.id for question in form.counted(form.role(role))]


def focus_questions(pub: Publication, role: str) -> list[str]:
    """Return the focus questions that a role is asked, in the order of the focus items."""
    asked = set(asked_questions(pub, role))
    return [q.id for q in pub.questionnaire.focus_questions() if q.id in asked]


def _proper_column(pub: Publication, question: str) -> str:
    return f"{pub.questionnaire.question(question).proper_answer or Answer.YES}_percent"


def _figures(row: Any, column: str) -> tuple[float | None, Any]:
    value = getattr(row, column)
    return (number(value), None) if known(value) else (None, band_of(row, column))
