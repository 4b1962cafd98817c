"""What the cells of a block say, as numbers: a word's meaning is looked up once a block."""

from __future__ import annotations

from collections.abc import Callable
from typing import cast

import numpy as np
from numpy.typing import NDArray

from selfcheck_analysis.responses.files.sheets import Block, holds_anything
from selfcheck_analysis.responses.headings import Reading
from selfcheck_analysis.responses.layout import Field, Layout
from selfcheck_analysis.responses.vocabulary import comparable, known_signs
from selfcheck_analysis.terms import ANSWERED_TENURES

Codes = NDArray[np.int8]
Rows = NDArray[np.bool_]

BLANK, UNKNOWN, TOTAL = 0, -1, -2
"""A cell that says no known word; known words count from 1."""

YES, NO = 1, 2

_MARKED, _NOT_MARKED = {"1", "true", "✓", "○"}, {"", "0", "false"}
"""What stands in the column of one option."""


class Coder:
    """Reads the cells of one sheet.

    Codes are BLANK, UNKNOWN, TOTAL, or count from 1: roles in the order of the forms, tenures in
    the order of `terms.ANSWERED_TENURES`, YES and NO.
    """

    def __init__(self, layout: Layout, reading: Reading) -> None:
        self.layout, self.words = layout, reading.words
        self._numbers = {
            "role": {role.id: i for i, role in enumerate(reading.questionnaire.roles, start=1)},
            "tenure": {str(tenure): i for i, tenure in enumerate(ANSWERED_TENURES, start=1)},
            "answer": {"yes": YES, "no": NO},
        }

    def codes(self, name: str, block: Block) -> Codes:
        """Return what every row says of role, tenure or a question that has a column."""
        there = self.layout.fields.get(name)
        if there is None:
            stated = self._numbers["role"].get(self.layout.role, BLANK)
            return np.full(len(block), stated, dtype=np.int8)
        meaning = self._meaning(name if name in ("role", "tenure") else "answer")
        if all(there.values()):
            return _of_options(there, block, meaning)
        return cast(Codes, block.column(min(there)).look_up(meaning, np.int8))

    def _meaning(self, kind: str) -> Callable[[str], int]:
        words, numbers = self.words[kind], self._numbers[kind]
        totals = frozenset() if kind == "answer" else known_signs("total")

        def meaning(cell: str) -> int:
            word = comparable(cell)
            if not word:
                return BLANK
            if word in words:
                return numbers[words[word]]
            return TOTAL if word in totals else UNKNOWN

        return meaning

    def filled(self, block: Block, role: Codes, tenure: Codes) -> Rows:
        """Tell which rows hold anything; most show it in the columns of role and tenure."""
        said = tenure != BLANK
        if "role" in self.layout.fields:
            said |= role != BLANK
        doubtful = np.flatnonzero(~said & ~block.surplus)
        filled = np.ones(len(block), dtype=bool)
        filled[doubtful] = False
        for position in range(len(self.layout.headings)) if len(doubtful) else ():
            column = block.column(position)
            holds = np.array([holds_anything([word]) for word in column.words], dtype=bool)
            filled[doubtful] |= holds[column.index[doubtful]]
        return filled

    def totals(self, block: Block, role: Codes, tenure: Codes) -> Rows:
        """Tell which rows are totals: by their role, their tenure, or their first cell.

        The first cell tells only where role and tenure do not say that the row is a person's.
        """
        signs = known_signs("total")
        first = block.column(0).look_up(lambda cell: comparable(cell) in signs, np.bool_)
        said = (tenure > 0) & ((role > 0) if "role" in self.layout.fields else True)
        return (role == TOTAL) | (tenure == TOTAL) | (first & ~said)


def _of_options(there: Field, block: Block, meaning: Callable[[str], int]) -> Codes:
    """Put the columns of one field's options together: only one of them may be marked."""
    code = np.full(len(block), BLANK, dtype=np.int8)
    marked = np.zeros(len(block), dtype=np.int8)
    for position, option in there.items():
        mark = block.column(position).look_up(_mark, np.int8)
        code[mark == 1] = meaning(option)
        code[mark == UNKNOWN] = UNKNOWN
        marked += mark != BLANK
    code[marked > 1] = UNKNOWN
    return code


def _mark(cell: str) -> int:
    word = comparable(cell)
    if word in _NOT_MARKED:
        return BLANK
    return 1 if word in _MARKED else UNKNOWN
