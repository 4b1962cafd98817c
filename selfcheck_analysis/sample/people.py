"""From counts to persons: who gave which answer.

Improper answers gather on some persons more than on others, as they do among real staff; no
person is so careless that nobody would believe it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

import numpy as np

from selfcheck_analysis.questionnaire import Answer, Question, Role
from selfcheck_analysis.sample.draw import random_stream
from selfcheck_analysis.sample.solve import Solution
from selfcheck_analysis.sample.targets import Cell
from selfcheck_analysis.terms import ANSWERED_TENURES, Tenure

CARELESSNESS = (1, 1, 1, 2, 2, 3, 5, 8)
"""How readily a person slips, relative to others."""

MOST_IMPROPER = 3
"""Nobody slips on more than one in so many of the questions of the form, and one more."""


@dataclass
class Person:
    """One synthetic respondent; a question that is not in `answers` was left blank."""

    role: str
    tenure: Tenure
    carelessness: int
    answers: dict[str, Answer] = field(default_factory=dict)
    improper: int = 0


def make_people(solution: Solution) -> list[Person]:
    """Return the persons of every role, in random order within the role."""
    questionnaire = solution.questionnaire
    stream = random_stream(questionnaire.fiscal_year, len(questionnaire.roles), 1)
    people: list[Person] = []
    for role in questionnaire.roles:
        of_role = [
            person
            for tenure in ANSWERED_TENURES
            for person in _people_of_tenure(solution, role, tenure, stream)
        ]
        people.extend(of_role[i] for i in stream.permutation(len(of_role)))
    return people


def _people_of_tenure(
    solution: Solution, role: Role, tenure: Tenure, stream: np.random.Generator
) -> list[Person]:
    questions = solution.questionnaire.counted(role)
    size = max(solution.answers[Cell(role.id, question.id, tenure)] for question in questions)
    levels = stream.integers(len(CARELESSNESS), size=size)
    people = [Person(role.id, tenure, CARELESSNESS[int(level)]) for level in levels]
    most = len(questions) // MOST_IMPROPER + 1
    follow_ups: Counter[int] = Counter()
    for question in questions:
        cell = Cell(role.id, question.id, tenure)
        asked = _asked(question, people, solution.answers[cell], follow_ups, stream)
        n_improper = len(asked) - solution.proper[cell]
        _answer(question, asked, n_improper, most, stream)
    return people


def _asked(
    question: Question,
    people: list[Person],
    n_answers: int,
    follow_ups: Counter[int],
    stream: np.random.Generator,
) -> list[Person]:
    """Return who answers: everyone, or those to whom a follow-up question applied.

    Persons who have answered no follow-up question yet come first, so that few met none of the
    situations.
    """
    condition = question.asked_if
    if condition is None:
        return people
    opened = [
        i
        for i, person in enumerate(people)
        if person.answers[condition.question] == condition.answer
    ]
    order = [opened[i] for i in stream.permutation(len(opened))]
    chosen = sorted(order, key=lambda i: follow_ups[i])[:n_answers]
    follow_ups.update(chosen)
    return [people[i] for i in chosen]


def _answer(
    question: Question, asked: list[Person], n_improper: int, most: int, stream: np.random.Generator
) -> None:
    """Let `n_improper` of the persons asked answer improperly, the careless ones more readily."""
    proper = question.proper_answer
    if proper is None:
        raise ValueError(f"question {question.id} is counted but has no proper answer; add it")
    slips: set[int] = set()
    for _ in range(n_improper):
        slips.add(_pick(asked, slips, most, stream))
    other = Answer.NO if proper == Answer.YES else Answer.YES
    for i, person in enumerate(asked):
        person.answers[question.id] = other if i in slips else proper
        person.improper += i in slips


def _pick(asked: list[Person], taken: Iterable[int], most: int, stream: np.random.Generator) -> int:
    """Draw one more person, with a chance in proportion to carelessness."""
    free = [i for i in range(len(asked)) if i not in taken]
    candidates = [i for i in free if asked[i].improper < most] or free
    upto = np.cumsum([asked[i].carelessness for i in candidates])
    return candidates[int(np.searchsorted(upto, stream.integers(upto[-1]), side="right"))]
