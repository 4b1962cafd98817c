"""Small questionnaires and counted years for tests of rates, changes and disclosure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

import pandas as pd

from selfcheck_analysis.questionnaire import Questionnaire
from selfcheck_analysis.rates import YearFigures

TENURES = ("first_year", "second_year_plus")


def label(text: str) -> dict[str, str]:
    return {"ja": text, "en": text}


def small_questionnaire(fiscal_year: int = 2023, **changed: object) -> Questionnaire:
    """Role a answers p, c (if p is no) and q; role b answers p alone; p is a focus question."""
    values: dict[str, object] = {
        "programme": "demo",
        "fiscal_year": fiscal_year,
        "title": label("demo"),
        "short_title": label("demo"),
        "survey": {
            "opens": dt.date(fiscal_year, 11, 1),
            "closes": dt.date(fiscal_year, 11, 30),
            "sections": 1,
        },
        "focus_items": [{"id": 1, "label": label("focus")}],
        "questions": [
            {"id": "p", "label": label("p"), "proper_answer": "yes", "focus_item": 1},
            {
                "id": "c",
                "label": label("c"),
                "proper_answer": "yes",
                "asked_if": {"question": "p", "answer": "no"},
            },
            {"id": "q", "label": label("q"), "proper_answer": "no"},
        ],
        "roles": [
            {"id": "a", "label": label("A"), "headcount": 3, "form": {1: "p", 2: "c", 3: "q"}},
            {"id": "b", "label": label("B"), "headcount": 1, "form": {1: "p"}},
        ],
    }
    return Questionnaire.model_validate(values | changed)


def counted_year(
    cells: Mapping[tuple[str, str], tuple[tuple[int, int], tuple[int, int]]],
    people: Mapping[str, tuple[int, int]],
    fiscal_year: int = 2023,
    **changed: object,
) -> YearFigures:
    """Build a counted year.

    `cells` maps (question, role) to (proper, answers) of the two tenures, `people` maps a role
    to its persons in the two tenures.
    """
    counts = [
        {"question": question, "role": role, "tenure": tenure, "n_answers": n, "n_proper": x}
        for (question, role), (first, later) in cells.items()
        for tenure, (x, n) in (
            ("first_year", first),
            ("second_year_plus", later),
            ("all", (first[0] + later[0], first[1] + later[1])),
        )
    ]
    persons = [
        {"role": role, "tenure": tenure, "n_people": n}
        for role, (first, later) in people.items()
        for tenure, n in (
            ("first_year", first),
            ("second_year_plus", later),
            ("all", first + later),
        )
    ]
    questionnaire = small_questionnaire(fiscal_year, **changed)
    return YearFigures(questionnaire, pd.DataFrame(counts), pd.DataFrame(persons))
