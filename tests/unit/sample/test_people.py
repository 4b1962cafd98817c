from collections import Counter
from pathlib import Path
from statistics import mean, pvariance

import pytest

from selfcheck_analysis.paths import Project
from selfcheck_analysis.questionnaire import Answer, read_questionnaire
from selfcheck_analysis.sample import plan
from selfcheck_analysis.sample.people import make_people
from selfcheck_analysis.sample.plan import Run
from selfcheck_analysis.sample.solve import Solution, solve

PROJECT = Project(Path(__file__).resolve().parents[3])
SAW = "no_unattended_terminal_seen"
FOLLOW_UPS = ("prompted_colleague_to_log_off", "logged_off_unattended_terminal")


@pytest.fixture(
    scope="module", params=plan.runs(), ids=lambda run: f"{run.programme}_{run.fiscal_year}"
)
def solution(request: pytest.FixtureRequest) -> Solution:
    return solve(PROJECT, read_questionnaire(PROJECT, *request.param))


def test_make_people__gives_everyone_of_every_role(solution: Solution) -> None:
    found = Counter(person.role for person in make_people(solution))
    assert found == {role.id: role.headcount for role in solution.questionnaire.roles}


def test_make_people__adds_up_to_the_counts(solution: Solution) -> None:
    proper_answer = {q.id: q.proper_answer for q in solution.questionnaire.questions}
    answers: Counter[tuple[object, ...]] = Counter()
    proper: Counter[tuple[object, ...]] = Counter()
    for person in make_people(solution):
        for question, answer in person.answers.items():
            cell = (person.role, question, person.tenure)
            answers[cell] += 1
            proper[cell] += answer == proper_answer[question]
    assert answers == Counter({tuple(cell): n for cell, n in solution.answers.items() if n})
    assert proper == Counter({tuple(cell): n for cell, n in solution.proper.items() if n})


def test_make_people__nobody_follows_up_without_having_seen_a_terminal(solution: Solution) -> None:
    followed_up = [
        person
        for person in make_people(solution)
        if any(question in person.answers for question in FOLLOW_UPS)
    ]
    assert all(person.answers[SAW] is Answer.NO for person in followed_up)
    assert bool(followed_up) == (solution.questionnaire.programme == "juki_net")


def test_make_people__nobody_is_improbably_careless(solution: Solution) -> None:
    proper_answer = {q.id: q.proper_answer for q in solution.questionnaire.questions}
    for person in make_people(solution):
        improper = sum(answer != proper_answer[q] for q, answer in person.answers.items())
        counted = len(solution.questionnaire.counted(solution.questionnaire.role(person.role)))
        assert improper <= counted // 3 + 1


def test_make_people__improper_answers_gather_on_some() -> None:
    found = solve(PROJECT, read_questionnaire(PROJECT, "info_nws", 2023))
    role = "own_terminal_divisions"
    slips = [person.improper for person in make_people(found) if person.role == role]
    # Independent answers would make the variance smaller than the mean (a sum of Bernoullis).
    assert pvariance(slips) > mean(slips)


def test_make_people__the_same_every_time() -> None:
    found = solve(PROJECT, read_questionnaire(PROJECT, *Run("juki_net", 2023)))
    assert make_people(found) == make_people(found)
