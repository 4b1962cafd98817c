"""Score the rows of a sheet: status and answer of every person's every question."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from selfcheck_analysis.problems import Place, Problem
from selfcheck_analysis.questionnaire import Answer, Question, Role
from selfcheck_analysis.responses.codes import BLANK, NO, UNKNOWN, YES, Coder, Codes, Rows
from selfcheck_analysis.responses.duplicates import RowKeys, SheetKeys, repeated_rows
from selfcheck_analysis.responses.faults import Faults
from selfcheck_analysis.responses.headings import Reading
from selfcheck_analysis.responses.layout import Layout
from selfcheck_analysis.responses.people import Cell, People
from selfcheck_analysis.responses.sheets import Block
from selfcheck_analysis.responses.watch import Watch

Cells = NDArray[np.uint8]


@dataclass
class SheetResult:
    """What a sheet gave: the persons used, a problem for everything set aside, and notes.

    delivered = used + set aside, in rows; a row of totals is none of them and is noted.
    """

    people: People
    problems: Faults
    notes: Faults
    keys: SheetKeys
    sections: set[str]
    delivered: int
    rows_set_aside: int
    answers_set_aside: int


def score_sheet(layout: Layout, reading: Reading, file: str) -> SheetResult:
    """Score every row of a sheet.

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
        self.delivered = self.rows_set_aside = self.answers_set_aside = 0

    def score(self) -> SheetResult:
        for block in self.layout.blocks():
            scored = _Scored(block, self)
            scored.score()
            self.problems.add_in_order(scored.problems)
            self.notes.add_in_order(scored.notes)
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
        filled = coder.filled(block, role, tenure)
        totals = coder.totals(block, role, tenure) & filled
        self._note("row_of_totals", totals, 0)
        rows = filled & ~totals
        used = rows & ~self._set_rows_aside(rows, role, tenure)
        sheet.delivered += int(rows.sum())
        sheet.rows_set_aside += int(rows.sum() - used.sum())
        sheet.watch.look(block, rows)
        given = {id_: coder.codes(id_, block) for id_ in sheet.layout.questions()}
        for number, of_role in enumerate(sheet.reading.questionnaire.roles, start=1):
            chosen = used & (role == number)
            if chosen.any():
                cells = self._score_role(of_role, chosen, given)
                sheet.people.add(of_role.id, (tenure[chosen] - 1).astype(np.uint8), cells)
        sheet.keys.add(block, used, {"role": role, "tenure": tenure, **given})

    def _set_rows_aside(self, rows: Rows, role: Codes, tenure: Codes) -> Rows:
        """Say of each row that cannot be used why."""
        aside = rows & self.block.too_long
        self._fault("row_too_long", aside, 0)
        whole = rows & ~aside
        for order, (what, codes) in enumerate((("role", role), ("tenure", tenure)), start=1):
            for code, wrong in ((f"{what}_missing", BLANK), (f"{what}_unknown", UNKNOWN)):
                these = whole & (codes == wrong)
                self._fault(code, these, order, what)
                aside = aside | these
        return aside

    def _score_role(self, role: Role, chosen: Rows, given: dict[str, Codes]) -> Cells:
        """Return one row a person and one column a counted question of the role's form."""
        sheet = self.sheet
        sheet.watch.roles.add(role.id)
        cells: dict[str, Cells] = {}
        for order, question in enumerate(sheet.reading.questionnaire.counted(role), start=3):
            cells[question.id] = self._score_question(question, chosen, given, cells, order)
        asked = set(role.form.values())
        for question_id, codes in given.items():
            if question_id not in asked:
                aside = chosen & (codes != BLANK)
                self._set_aside("answer_not_on_form", aside, len(cells) + 3, question_id)
        return np.stack([of_question[chosen] for of_question in cells.values()], axis=1)

    def _score_question(
        self,
        question: Question,
        chosen: Rows,
        given: dict[str, Codes],
        cells: dict[str, Cells],
        order: int,
    ) -> Cells:
        """Return a question's cells of all rows; only those of `chosen` rows mean anything.

        A conditional question counts only for those whose condition holds. One left blank by such
        a person is a missing answer, except where the form names a situation that need not have
        arisen: then it was not asked.
        """
        codes = given.get(question.id)
        if codes is None:
            return np.full(len(self.block), Cell.NOT_DELIVERED, dtype=np.uint8)
        asked = _asked(question, cells, len(self.block))
        counted = asked | (self.sheet.reading.contradictions == "keep")
        scored = np.full(len(self.block), Cell.NOT_ASKED, dtype=np.uint8)
        if question.asked_if is None or question.asked_if.situation is None:
            scored[asked & (codes == BLANK)] = Cell.NO_ANSWER
        for code, cell in ((YES, Cell.YES), (NO, Cell.NO), (UNKNOWN, Cell.INVALID)):
            scored[counted & (codes == code)] = cell
        wrong = chosen & counted & (codes == UNKNOWN)
        self._set_aside("answer_unknown", wrong, order, question.id)
        if question.asked_if is not None:
            self._contradictions(question, chosen & ~asked & (codes != BLANK), cells, order)
            silent = chosen & asked & (codes == BLANK) & (question.asked_if.situation is None)
            self._note("answer_expected", silent, order, question.id)
        return scored

    def _contradictions(
        self, question: Question, rows: Rows, cells: dict[str, Cells], order: int
    ) -> None:
        """List the answers of those who should not have been asked, and what is done with them."""
        rule = self.sheet.reading.contradictions
        if rule == "keep":
            self._note("answer_kept", rows, order, question.id)
            return
        self._set_aside("answer_not_asked", rows, order, question.id)
        parent = question.asked_if.question if question.asked_if else ""
        if rule == "drop" and parent in cells:
            contradicted = rows & (cells[parent] >= Cell.YES)
            self._set_aside("answer_contradicted", contradicted, order, parent)
            cells[parent][contradicted] = Cell.INVALID

    # Faults

    def _fault(self, code: str, rows: Rows, order: int, name: str = "") -> None:
        self._take(self.problems, self.sheet.problems, code, rows, order, name)

    def _note(self, code: str, rows: Rows, order: int, name: str = "") -> None:
        self._take(self.notes, self.sheet.notes, code, rows, order, name)

    def _set_aside(self, code: str, rows: Rows, order: int, name: str) -> None:
        self._fault(code, rows, order, name)
        self.sheet.answers_set_aside += int(rows.sum())

    def _take(
        self,
        placed: list[tuple[int, int, Problem]],
        into: Faults,
        code: str,
        rows: Rows,
        order: int,
        name: str,
    ) -> None:
        """Make a problem of every row, as far as there is room, and count the others."""
        where = np.flatnonzero(rows)
        if len(where):
            listed = where[: into.take_room(code, len(where))]
            place = self._place_of(name)
            placed += [(int(i), order, Problem(code, place(int(i)))) for i in listed]

    def _place_of(self, name: str) -> Callable[[int], Place]:
        layout, file, numbers = self.sheet.layout, self.sheet.file, self.block.numbers
        there = layout.fields.get(name)
        position = min(there) if there else None
        return lambda i: layout.place(file, int(numbers[i]), position)


def _asked(question: Question, cells: dict[str, Cells], size: int) -> Rows:
    """Tell whose condition holds."""
    condition = question.asked_if
    if condition is None:
        return np.ones(size, dtype=bool)
    parent = cells.get(condition.question)
    if parent is None:  # not on this role's form
        return np.zeros(size, dtype=bool)
    return parent == (Cell.YES if condition.answer is Answer.YES else Cell.NO)
