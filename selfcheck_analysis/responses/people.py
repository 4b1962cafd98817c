"""The persons taken in, in little room: one byte for the answer to each question of their form."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import IntEnum
from itertools import chain

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from selfcheck_analysis.questionnaire import Answer, Questionnaire
from selfcheck_analysis.terms import ANSWERED_TENURES, Status

ANSWER_TYPES = {"person": "int64", "role": "str", "tenure": "str"}
ANSWER_TYPES |= {"question": "str", "status": "str", "answer": "str"}
"""Column types of the answers, fixed so that they hold for nobody's answers too."""


class Cell(IntEnum):
    """One person's cell for one question: its status, and the answer if there is one."""

    NOT_DELIVERED = 0
    NOT_ASKED = 1
    NO_ANSWER = 2
    INVALID = 3
    YES = 4
    NO = 5


STATUS = {
    Cell.NOT_DELIVERED: Status.NOT_DELIVERED,
    Cell.NOT_ASKED: Status.NOT_ASKED,
    Cell.NO_ANSWER: Status.NO_ANSWER,
    Cell.INVALID: Status.INVALID,
    Cell.YES: Status.ANSWERED,
    Cell.NO: Status.ANSWERED,
}
ANSWER = {Cell.YES: Answer.YES, Cell.NO: Answer.NO}


_BITS = 3
_CELLS_OF_A_NUMBER = 64 // _BITS  # and a bit is left for the tenure


@dataclass
class People:
    """Persons by role.

    Attributes
    ----------
    tenures : dict of str to list of ndarray
        By role, for every person the position of the tenure in `terms.ANSWERED_TENURES`.
    cells : dict of str to list of ndarray
        By role, one row a person and one column a counted question of the role's form (`Cell`).
    """

    tenures: dict[str, list[NDArray[np.uint8]]] = field(default_factory=dict)
    cells: dict[str, list[NDArray[np.uint8]]] = field(default_factory=dict)

    def add(self, role: str, tenures: NDArray[np.uint8], cells: NDArray[np.uint8]) -> None:
        """Add persons of one role."""
        self.tenures.setdefault(role, []).append(tenures)
        self.cells.setdefault(role, []).append(cells)

    def extend(self, other: People) -> None:
        """Add the persons of another file."""
        for role in other.tenures:
            self.tenures.setdefault(role, []).extend(other.tenures[role])
            self.cells.setdefault(role, []).extend(other.cells[role])

    def __len__(self) -> int:
        return sum(len(part) for part in chain.from_iterable(self.tenures.values()))

    def shuffled(self, questionnaire: Questionnaire) -> Mapping[str, Stored]:
        """Return the persons of every role in an order that tells nothing of their delivery.

        They are sorted by their answers, then shuffled within their tenure with a seed that
        follows from programme, year and role: the same on every run and system. A shuffle alone
        could be undone by whoever knows its seed.
        """
        about = f"{questionnaire.programme}/{questionnaire.fiscal_year}"
        return {
            role.id: _shuffled(
                np.concatenate(self.tenures[role.id]),
                np.concatenate(self.cells[role.id]),
                f"{about}/{role.id}",
            )
            for role in sorted(questionnaire.roles, key=lambda role: role.id)
            if role.id in self.tenures
        }


@dataclass(frozen=True, eq=False)
class Stored:
    """The persons of one role as they are stored: `tenures` and `cells` as in `People`."""

    tenures: NDArray[np.uint8]
    cells: NDArray[np.uint8]


def _shuffled(tenures: NDArray[np.uint8], cells: NDArray[np.uint8], about: str) -> Stored:
    numbers = _packed(cells)
    numbers[0] |= tenures.astype(np.uint64) << np.uint64(_BITS * _CELLS_OF_A_NUMBER)
    by_answers = np.lexsort(numbers[::-1]) if len(numbers) > 1 else np.argsort(numbers[0])
    seed = int.from_bytes(hashlib.sha256(about.encode()).digest()[:8], "big")
    stream = np.random.default_rng(seed)
    later = int(np.searchsorted(tenures[by_answers], 1))  # sorted by the tenure first
    parts = (by_answers[:later], by_answers[later:])
    order = np.concatenate([part[stream.permutation(len(part))] for part in parts])
    return Stored(tenures[order], cells[order])


def _packed(cells: NDArray[np.uint8]) -> list[NDArray[np.uint64]]:
    """Put the cells of a person into as few numbers as hold them; they sort as the cells do."""
    packed = []
    for first in range(0, cells.shape[1], _CELLS_OF_A_NUMBER):
        number = np.zeros(len(cells), dtype=np.uint64)
        for column in cells[:, first : first + _CELLS_OF_A_NUMBER].T:
            number = number << np.uint64(_BITS) | column
        packed.append(number)
    return packed


def long_frame(stored: Mapping[str, Stored], questionnaire: Questionnaire) -> pd.DataFrame:
    """Lay persons out, one row a person's answer to one question.

    Returns
    -------
    DataFrame
        person (a number that means nothing outside this frame), role, tenure, question, status,
        answer ("yes", "no" or missing), proper (True, False or missing).
    """
    parts, first = [], 0
    for role_id, people in stored.items():
        questions = questionnaire.counted(questionnaire.role(role_id))
        parts.append(_of_role(role_id, people, [question.id for question in questions], first))
        first += len(people.tenures)
    frame = pd.concat(parts) if parts else pd.DataFrame(columns=list(ANSWER_TYPES))
    frame = frame.astype(ANSWER_TYPES).reset_index(drop=True)
    proper = {question.id: question.proper_answer for question in questionnaire.questions}
    answered = frame["status"] == Status.ANSWERED
    is_proper = frame["answer"] == frame["question"].map(proper)
    return frame.assign(proper=is_proper.astype("boolean").where(answered))


def _of_role(role: str, people: Stored, questions: list[str], first: int) -> pd.DataFrame:
    n, width = people.cells.shape
    tenures = np.array([str(tenure) for tenure in ANSWERED_TENURES], dtype=object)
    statuses = np.array([str(STATUS[cell]) for cell in Cell], dtype=object)
    answers = np.array([str(ANSWER[c]) if c in ANSWER else None for c in Cell], dtype=object)
    cells = people.cells.ravel()
    return pd.DataFrame(
        {
            "person": np.repeat(np.arange(first, first + n), width),
            "role": role,
            "tenure": np.repeat(tenures[people.tenures], width),
            "question": np.tile(np.array(questions, dtype=object), n),
            "status": statuses[cells],
            "answer": answers[cells],
        }
    )
