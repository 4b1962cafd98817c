"""What a year has: people, roles, questions."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import pandas as pd

if TYPE_CHECKING:
    from selfcheck_analysis.questionnaire import Question
    from selfcheck_analysis.workbench.year import Year


def people(year: Year) -> pd.DataFrame:
    """Return how many answered: one row = role x tenure, with role, tenure and n_people."""
    return year.figures(year.fiscal_year).people.copy()


def roles(year: Year) -> pd.DataFrame:
    """Return one row = role: role, label, headcount, n_people, n_questions (counted ones)."""
    figures, form, language = year.figures(year.fiscal_year), year.form, year.words.language
    return pd.DataFrame(
        [
            {
                "role": role.id,
                "label": role.label.text(language),
                "headcount": role.headcount,
                "n_people": figures.n_people(role.id),
                "n_questions": len(form.counted(role)),
            }
            for role in form.roles
        ]
    )


def questions(year: Year, chosen: Sequence[str] | None) -> pd.DataFrame:
    """Return one row = question x role, in the order of the forms; see `Year.questions`."""
    rows = [
        {"role": role.id, "number": number, **_about(year, question)}
        for role in year.form.roles
        if chosen is None or role.id in chosen
        for number, question in year.form.form(role)
    ]
    columns = ["question", "label", "role", "number", "kind", "proper_answer"]
    return pd.DataFrame(rows, columns=[*columns, "focus_item", "asked_if"]).astype(
        {"focus_item": "Int64"}
    )


def _about(year: Year, question: Question) -> dict[str, object]:
    condition = question.asked_if
    depends = f"{condition.question} = {condition.answer}" if condition else ""
    return {
        "question": question.id,
        "label": question.label.text(year.words.language),
        "kind": str(question.kind),
        "proper_answer": str(question.proper_answer or ""),
        "focus_item": question.focus_item,
        "asked_if": depends,
    }
