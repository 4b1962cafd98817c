"""Score the rows of a sheet: status and answer of every person's every question."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from selfcheck_analysis.problems import Place, Problem
from selfcheck_analysis.questionnaire import Answer, Question, Role
from selfcheck_analysis.responses.breaks import Breaks
from selfcheck_analysis.responses.codes import BLANK, UNKNOWN, Coder, Codes, Rows
from selfcheck_analysis.responses.duplicates import RowKeys, SheetKeys, repeated_rows
from selfcheck_analysis.responses.faults import Faults
from selfcheck_analysis.responses.files.sheets import Block
from selfcheck_analysis.responses.headings import Reading
from selfcheck_analysis.responses.layout import Layout
from selfcheck_analysis.responses.people import Cell, People
from selfcheck_analysis.responses.watch import Watch

Cells = NDArray[np.uint8]
Positions = NDArray[np.intp]
"""Positions of rows in a block."""

_ASKED = np.array([Cell.NO_ANSWER, Cell.YES, Cell.NO, Cell.INVALID], dtype=np.uint8)
_ASKED_PERHAPS = np.array([Cell.NOT_ASKED, Cell.YES, Cell.NO, Cell.INVALID], dtype=np.uint8)
_NOT_ASKED = np.full(4, Cell.NOT_ASKED, dtype=np.uint8)
"""The cell of a code (BLANK, YES, NO; UNKNOWN comes last) of those who were asked, of those for
whom a situation decides whether they were, and of those who were not."""


@dataclass
class SheetResult:
    """What a table gave: the persons used, a problem for everything set aside, and notes.

    delivered = used + set aside, in rows; a row of totals is none of them and is noted. `rest` is
    the number of the row at which another table of the sheet begins, 0 where none does.
    """

    people: People
    problems: Faults
    notes: Faults
    keys: SheetKeys
    sections: set[str]
    delivered: int
    rows_set_aside: int
    answers_set_aside: int
    rest: int


def score_sheet(layout: Layout, reading: Reading, file: str) -> SheetResult:
    """Score every row of a table.

    A row without a known role or tenure is set aside, and one with more cells than there are
    headings: a comma too many has moved its answers under other questions.
    """
    return _SheetScorer(layout, reading, file).score()


class _SheetScorer:
    def __init__(self, layout: Layout, reading: Reading, file: str) -> None:
        self.layout, self.reading, self.file = layout, reading, file
        self.coder = Coder(layout, reading)
        self.watch = Watch(layout, reading, file)
        self.keys = RowKeys(layout, reading.questionnaire)
        self.people, self.problems, self.notes = People(), Faults(file), Faults(file)
        self.delivered = self.rows_set_aside = len(layout.lost)
        self.answers_set_aside = self.rest = 0

    def score(self) -> SheetResult:
        breaks = Breaks(self.layout, self.reading)
        for block in self.layout.blocks():
            self.rest = breaks.find(block)
            scored = _Scored(block, self)
            scored.score()
            self.problems.add_in_order(scored.problems)
            self.notes.add_in_order(scored.notes)
            if self.rest:
                break
        self.problems.add(self.watch.problems())
        keys = self.keys.of(self.layout.place(self.file, 0))
        repeated = repeated_rows(keys)
        if repeated:
            code = "rows_repeated" if len(keys.stamped) else "rows_alike"
            self.notes.add([Problem(code, keys.place, {"n": repeated})])
        return SheetResult(
            self.people,
            self.problems,
            self.notes,
            keys,
            self.watch.sections,
            self.delivered,
            self.rows_set_aside,
            self.answers_set_aside,
            self.rest,
        )


@dataclass
class _Scored:
    """One block while it is scored; faults are gathered with their row and order in the form."""

    block: Block
    sheet: _SheetScorer
    problems: list[tuple[int, int, Problem]] = field(default_factory=list)
    notes: list[tuple[int, int, Problem]] = field(default_factory=list)

    def score(self) -> None:
        sheet, block, coder = self.sheet, self.block, self.sheet.coder
        role, tenure = coder.codes("role", block), coder.codes("tenure", block)
        own = block.numbers < sheet.rest if sheet.rest else np.ones(len(block), dtype=bool)
        filled = coder.filled(block, role, tenure) & own
        totals = coder.totals(block, role, tenure) & filled
        self.note("row_of_totals", np.flatnonzero(totals), 0)
        rows = filled & ~totals
        used = rows & ~self._set_rows_aside(rows, role, tenure)
        sheet.delivered += int(rows.sum())
        sheet.rows_set_aside += int(rows.sum() - used.sum())
        sheet.watch.look(block, rows)
        given = {id_: coder.codes(id_, block) for id_ in sheet.layout.questions()}
        for number, of_role in enumerate(sheet.reading.questionnaire.roles, start=1):
            chosen = np.flatnonzero(used & (role == number))
            if len(chosen):
                persons = _Persons(self, of_role, chosen, given)
                sheet.people.add(of_role.id, (tenure[chosen] - 1).astype(np.uint8), persons.cells())
        sheet.keys.add(block, used, {"role": role, "tenure": tenure, **given})

    def _set_rows_aside(self, rows: Rows, role: Codes, tenure: Codes) -> Rows:
        """Say of each row that cannot be used why."""
        aside = rows & self.block.too_long
        self.fault("row_too_long", np.flatnonzero(aside), 0)
        whole = rows & ~aside
        for order, (what, codes) in enumerate((("role", role), ("tenure", tenure)), start=1):
            for code, wrong in ((f"{what}_missing", BLANK), (f"{what}_unknown", UNKNOWN)):
                these = whole & (codes == wrong)
                self.fault(code, np.flatnonzero(these), order, what)
                aside = aside | these
        return aside

    # Faults

    def fault(self, code: str, rows: Positions, order: int, name: str = "") -> None:
        self._take(self.problems, self.sheet.problems, code, rows, order, name)

    def note(self, code: str, rows: Positions, order: int, name: str = "") -> None:
        self._take(self.notes, self.sheet.notes, code, rows, order, name)

    def set_aside(self, code: str, rows: Positions, order: int, name: str) -> None:
        """Set answers of one question aside."""
        self.fault(code, rows, order, name)
        self.sheet.answers_set_aside += len(rows)

    def _take(
        self,
        placed: list[tuple[int, int, Problem]],
        into: Faults,
        code: str,
        rows: Positions,
        order: int,
        name: str,
    ) -> None:
        """Make a problem of every row, as far as there is room, and count the others."""
        if len(rows):
            listed = rows[: into.take_room(code, len(rows))]
            place = self._place_of(name)
            placed += [(int(i), order, Problem(code, place(int(i)))) for i in listed]

    def _place_of(self, name: str) -> Callable[[int], Place]:
        layout, file, numbers = self.sheet.layout, self.sheet.file, self.block.numbers
        there = layout.fields.get(name)
        position = min(there) if there else None
        return lambda i: layout.place(file, int(numbers[i]), position)


class _Persons:
    """The persons of one role in a block, while their answers are scored.

    A conditional question counts only for those whose condition holds, by what was delivered. One
    left blank by such a person is a missing answer, except where the form names a situation that
    need not have arisen: then it was not asked. Where the question of the condition has no column,
    nobody knows who was asked, and the conditional one counts as not delivered either.
    """

    def __init__(
        self, scored: _Scored, role: Role, rows: Positions, given: dict[str, Codes]
    ) -> None:
        self.scored, self.role, self.rows = scored, role, rows
        self.rule = scored.sheet.reading.contradictions
        self.questions = scored.sheet.reading.questionnaire.counted(role)
        self.codes = {id_: codes[rows] for id_, codes in given.items()}
        self.scored_cells: dict[str, Cells] = {}
        self.contradicted: list[tuple[str, Rows, int]] = []

    def cells(self) -> Cells:
        """Return one row a person and one column a counted question of the role's form."""
        self.scored.sheet.watch.roles.add(self.role.id)
        for order, question in enumerate(self.questions, start=3):
            self.scored_cells[question.id] = self._score(question, order)
        self._drop_contradicted()
        asked, last = set(self.role.form.values()), len(self.questions) + 3
        for question_id, codes in self.codes.items():
            if question_id not in asked:
                self._set_aside("answer_not_on_form", codes != BLANK, last, question_id)
        return np.stack(list(self.scored_cells.values())).T

    def _score(self, question: Question, order: int) -> Cells:
        codes = self.codes.get(question.id)
        if codes is None:
            return np.full(len(self.rows), Cell.NOT_DELIVERED, dtype=np.uint8)
        if question.asked_if is None:
            self._set_aside("answer_unknown", codes == UNKNOWN, order, question.id)
            return _ASKED[codes]
        return self._conditional(question, codes, order)

    def _conditional(self, question: Question, codes: Codes, order: int) -> Cells:
        parent, asked = self._asked(question)
        if parent == Cell.NOT_DELIVERED:
            self._set_aside("answer_not_asked", codes != BLANK, order, question.id)
            return np.full(len(self.rows), Cell.NOT_DELIVERED, dtype=np.uint8)
        condition = question.asked_if
        optional = condition is not None and condition.situation is not None
        if_asked = _ASKED_PERHAPS if optional else _ASKED
        other = _ASKED_PERHAPS if self.rule == "keep" else _NOT_ASKED
        counted = asked | (self.rule == "keep")
        self._set_aside("answer_unknown", counted & (codes == UNKNOWN), order, question.id)
        self._contradictions(question, ~asked & (codes != BLANK), codes, order)
        if not optional:
            self._note("answer_expected", asked & (codes == BLANK), order, question.id)
        return np.where(asked, if_asked[codes], other[codes])

    def _asked(self, question: Question) -> tuple[Cell | None, Rows]:
        """Tell whose condition holds, and where its question has no column."""
        condition = question.asked_if
        cells = self.scored_cells.get(condition.question) if condition else None
        if condition is None or cells is None:  # not on this role's form
            return None, np.zeros(len(self.rows), dtype=bool)
        missing = condition.question not in self.codes
        holds = Cell.YES if condition.answer is Answer.YES else Cell.NO
        return (Cell.NOT_DELIVERED if missing else None), cells == holds

    def _contradictions(self, question: Question, rows: Rows, codes: Codes, order: int) -> None:
        """List the answers of those who should not have been asked, and what is done with them."""
        if self.rule == "keep":
            self._note("answer_kept", rows & (codes > 0), order, question.id)
            return
        self._set_aside("answer_not_asked", rows, order, question.id)
        if self.rule == "drop" and question.asked_if is not None:
            self.contradicted.append((question.asked_if.question, rows, order))

    def _drop_contradicted(self) -> None:
        """Count neither of two answers that contradict each other."""
        for parent, rows, order in self.contradicted:
            cells = self.scored_cells.get(parent)
            if cells is not None:
                answered = rows & (cells >= Cell.YES)
                self._set_aside("answer_contradicted", answered, order, parent)
                cells[answered] = Cell.INVALID

    def _set_aside(self, code: str, rows: Rows, order: int, question_id: str) -> None:
        if rows.any():
            self.scored.set_aside(code, self.rows[rows], order, question_id)

    def _note(self, code: str, rows: Rows, order: int, question_id: str) -> None:
        if rows.any():
            self.scored.note(code, self.rows[rows], order, question_id)
