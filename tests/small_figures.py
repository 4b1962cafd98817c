"""Small questionnaires and counted years for tests of rates, changes and disclosure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

import numpy as np
import pandas as pd

from selfcheck_analysis.disclosure.policy import Policy
from selfcheck_analysis.params import Params
from selfcheck_analysis.questionnaire import Questionnaire
from selfcheck_analysis.rates import YearFigures
from selfcheck_analysis.respondents import Respondents

TENURES = ("first_year", "second_year_plus")


Counts = tuple[tuple[int, int], tuple[int, int]]
"""(proper, answers) of the first-year staff and of the others."""


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
    cells: Mapping[tuple[str, str], Counts],
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
    respondents = {role: _people(cells, role, sizes) for role, sizes in people.items()}
    return YearFigures(questionnaire, pd.DataFrame(counts), pd.DataFrame(persons), respondents)


def small_params(**changed: object) -> Params:
    """Return the settings of a run over `small_questionnaire` against last year."""
    values = {
        "programme": "demo",
        "fiscal_year": 2023,
        "language": "ja",
        "last_year": "responses",
        "headline_rate": "macro",
        "alpha": 0.05,
        "disclosure_policy": "standard",
        "focus_family": ["p"],
        "headline_family": ["a", "b"],
        "screening_family": "every_other_question",
        "trend_from": 2022,
        "contradictions": "only_if_asked",
    }
    return Params.model_validate(values | changed)


def thresholds(
    roles: Mapping[str, str] | None = None,
    groups: Mapping[str, dict[str, str]] | None = None,
    **changed: int,
) -> Policy:
    """Return a disclosure policy like the shipped one; by default every role stands alone."""
    values = {
        "internal_only": False,
        "min_base": 10,
        "min_values": 3,
        "band_minority": 2,
        "all_alike_shown": True,
        "p_exact_min_base": 100,
    } | changed
    said = {"ja": "しきい値", "en": "threshold"}
    return Policy.model_validate(
        {
            **{name: {"value": value, **said} for name, value in values.items()},
            "roles": {"demo": {"a": "alone", "b": "alone"} if roles is None else roles},
            "groups": groups or {},
        }
    )


def _people(
    cells: Mapping[tuple[str, str], Counts],
    role: str,
    sizes: tuple[int, int],
) -> Respondents:
    """Give the first people of each tenure the answers, and the first of these proper ones."""
    questions = [question for question, asked in cells if asked == role]
    place = np.concatenate([np.arange(n) for n in sizes])
    tenure = np.repeat(TENURES, sizes)
    first = tenure == TENURES[0]
    proper, answered = (
        np.column_stack(
            [
                place < np.where(first, cells[(q, role)][0][i], cells[(q, role)][1][i])
                for q in questions
            ]
        )
        for i in (0, 1)
    )
    return Respondents(tuple(questions), tenure, proper, answered)
