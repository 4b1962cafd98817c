"""An empty file of printed tables, with every row that a year's forms let expect."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from selfcheck_analysis.published.lines import FIGURES
from selfcheck_analysis.published.rounding_windows import Rounding
from selfcheck_analysis.questionnaire import Answer, Question, Questionnaire
from selfcheck_analysis.terms import HEADLINE, Tenure

COLUMNS = (
    "programme",
    "fiscal_year",
    "role",
    "role_ja",
    "headcount",
    "question",
    "question_ja",
    "questions",
    "same_base",
    "proper_answer",
    "asked_if",
    "asked_if_answer",
    "tenure",
    "n_answers",
    *FIGURES,
    "decimals",
    "rounding",
    "note",
)


def template(forms: Questionnaire, fiscal_year: int) -> tuple[bytes, int]:
    """Return an empty file of printed tables, and how many rows it has.

    Parameters
    ----------
    forms : Questionnaire
        Names the roles and the focus questions.
    fiscal_year : int
        The year that was printed.

    Returns
    -------
    tuple of (bytes, int)
        CSV in UTF-8 that Excel opens in Japanese: the headline rate of every role and every focus
        question, in three rows each. Headcounts and figures are left to be filled in.
    """
    rows = list(_rows(forms, fiscal_year))
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, COLUMNS, restval="")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode("utf-8-sig"), len(rows)


def _rows(forms: Questionnaire, fiscal_year: int) -> Iterator[dict[str, object]]:
    about = {
        "programme": forms.programme,
        "fiscal_year": fiscal_year,
        "decimals": 0,
        "rounding": str(Rounding.UNKNOWN),
    }
    for role in forms.roles:
        counted = forms.counted(role)
        same_base = all(question.asked_if is None for question in counted)
        named = {
            "role": role.id,
            "role_ja": role.label.ja,
            "questions": len(counted),
            "same_base": str(Answer.YES if same_base else Answer.NO),
        }
        for tenure in Tenure:
            yield about | named | {"question": HEADLINE, "tenure": str(tenure)}
    for question in forms.focus_questions():
        for tenure in Tenure:
            yield about | _question(forms, question) | {"tenure": str(tenure)}


def _question(forms: Questionnaire, question: Question) -> dict[str, object]:
    """Describe a focus question; its role only where it is asked of one alone."""
    asked = [role for role in forms.roles if question.id in role.form.values()]
    row: dict[str, object] = {
        "question": question.id,
        "question_ja": question.label.ja,
        "proper_answer": str(question.proper_answer or ""),
    }
    if len(asked) == 1:
        row |= {"role": asked[0].id, "role_ja": asked[0].label.ja}
    focus = {each.id for each in forms.focus_questions()}
    if question.asked_if is not None and question.asked_if.question in focus:
        condition = question.asked_if
        row |= {"asked_if": condition.question, "asked_if_answer": str(condition.answer)}
    return row
