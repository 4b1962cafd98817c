"""What became of the cells of every question: nothing of what was delivered is lost."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np
import pandas as pd

from selfcheck_analysis.questionnaire import Questionnaire
from selfcheck_analysis.responses.people import ANSWER, STATUS, Cell, Stored
from selfcheck_analysis.tallies import Tallies
from selfcheck_analysis.terms import ANSWERED_TENURES, Status

_GROUP = ["question", "role", "tenure"]
_STATES = {
    Status.NOT_DELIVERED: "n_not_delivered",
    Status.NOT_ASKED: "n_not_asked",
    Status.NO_ANSWER: "n_no_answer",
    Status.INVALID: "n_invalid",
}
COLUMNS = [*_GROUP, "n_people", "n_not_delivered", "n_not_asked", "n_asked"]
COLUMNS += ["n_proper", "n_improper", "n_no_answer", "n_invalid"]


def counts_of_statuses(
    people: Mapping[str, Stored], tallies: Tallies, questionnaire: Questionnaire
) -> pd.DataFrame:
    """Count the cells of every question by what they hold.

    Returns
    -------
    DataFrame
        One row = question x role x tenure with people: question, role, tenure, n_people,
        n_not_delivered, n_not_asked, n_asked, n_proper, n_improper, n_no_answer, n_invalid (int).
        n_asked = n_proper + n_improper + n_no_answer + n_invalid, and
        n_people = n_asked + n_not_asked + n_not_delivered.
    """
    persons = pd.DataFrame(_of_persons(people, questionnaire), columns=[*_GROUP, "cell", "n"])
    both = pd.concat([persons, _of_tallies(tallies)], ignore_index=True)
    proper = {question.id: question.proper_answer for question in questionnaire.questions}
    is_proper = both["cell"] == both["question"].map(proper).map(str, na_action="ignore")
    answered = both["cell"].isin([str(answer) for answer in ANSWER.values()])
    state = (
        both["cell"]
        .mask(answered & is_proper, "n_proper")
        .mask(answered & ~is_proper, "n_improper")
    )
    wide = both.assign(state=state).pivot_table(
        index=_GROUP, columns="state", values="n", aggfunc="sum", fill_value=0, sort=False
    )
    return _complete(wide.rename_axis(columns=None).reset_index())


def _complete(wide: pd.DataFrame) -> pd.DataFrame:
    """Add the sums, and a nought for every state that no cell has."""
    wide = wide.reindex(columns=[*_GROUP, *(c for c in COLUMNS if c not in _GROUP)], fill_value=0)
    asked = wide["n_proper"] + wide["n_improper"] + wide["n_no_answer"] + wide["n_invalid"]
    people = asked + wide["n_not_asked"] + wide["n_not_delivered"]
    counts = {name: "int64" for name in COLUMNS if name not in _GROUP}
    return wide.assign(n_asked=asked, n_people=people)[COLUMNS].astype(counts)


def _of_persons(
    people: Mapping[str, Stored], questionnaire: Questionnaire
) -> Iterator[tuple[str, str, str, str, int]]:
    """Yield question, role, tenure, state (or answer) and number."""
    for role_id, stored in people.items():
        questions = questionnaire.counted(questionnaire.role(role_id))
        for number, tenure in enumerate(ANSWERED_TENURES):
            of_tenure = stored.cells[stored.tenures == number]
            for column, question in enumerate(questions):
                counted = np.bincount(of_tenure[:, column], minlength=len(Cell))
                for cell in Cell:
                    if counted[cell]:
                        state = str(ANSWER[cell]) if cell in ANSWER else _STATES[STATUS[cell]]
                        yield question.id, role_id, str(tenure), state, int(counted[cell])


def _of_tallies(tallies: Tallies) -> pd.DataFrame:
    answers = tallies.answers
    names = {str(status): name for status, name in _STATES.items()}
    cell = answers["status"].map(names).where(answers["answer"].isna(), answers["answer"])
    return answers.assign(cell=cell)[[*_GROUP, "cell", "n"]]
