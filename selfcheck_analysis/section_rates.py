"""Counts per section, role and question: what a section is told of itself (confidential)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from selfcheck_analysis.questionnaire import Answer, Question, Questionnaire
from selfcheck_analysis.responses.people import Cell, People
from selfcheck_analysis.terms import ANSWERED_TENURES

SECTION_COLUMNS = ("section", "role", "question", "tenure", "n_people", "n_answers", "n_proper")
_TYPES = {"n_people": "int64", "n_answers": "int64", "n_proper": "int64"}


def counts_by_section(people: Mapping[str, People], questionnaire: Questionnaire) -> pd.DataFrame:
    """Count the answers of the persons of every section.

    Parameters
    ----------
    people : mapping of str to People
        By section. What is counted tells nothing of their order.
    questionnaire : Questionnaire

    Returns
    -------
    DataFrame
        One row = section x role x question x tenure of the persons (not of all tenures together):
        section (its id), role (as delivered), question, tenure, n_people (who delivered the form
        of the role, the same for all questions), n_answers, n_proper (int). Persons of no declared
        section are not in it.
    """
    rows = [
        (section, role.id, *row)
        for section, own in sorted(people.items())
        for role in questionnaire.roles
        if role.id in own.tenures
        for row in _of_role(own, role.id, questionnaire.counted(role))
    ]
    return pd.DataFrame(rows, columns=list(SECTION_COLUMNS)).astype(_TYPES)


def no_sections() -> pd.DataFrame:
    """Return the counts of a year of which no section is known."""
    return pd.DataFrame(columns=list(SECTION_COLUMNS)).astype(_TYPES)


def _of_role(
    people: People, role: str, questions: Sequence[Question]
) -> list[tuple[str, str, int, int, int]]:
    tenures = np.concatenate(people.tenures[role])
    cells = np.concatenate(people.cells[role])
    proper = np.array([Cell.YES if q.proper_answer is Answer.YES else Cell.NO for q in questions])
    rows = []
    for number, tenure in enumerate(ANSWERED_TENURES):
        own = cells[tenures == number]
        answers, right = (own >= Cell.YES).sum(axis=0), (own == proper).sum(axis=0)
        rows += [
            (question.id, str(tenure), len(own), int(n), int(x))
            for question, n, x in zip(questions, answers, right, strict=True)
        ]
    return rows
