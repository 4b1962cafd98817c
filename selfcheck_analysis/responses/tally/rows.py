"""The rows of a table of counts, each entered in the groups of people that it counts."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import get_close_matches

from selfcheck_analysis.problems import Place, Problem
from selfcheck_analysis.questionnaire import Kind
from selfcheck_analysis.responses.faults import Faults
from selfcheck_analysis.responses.headings import Reading
from selfcheck_analysis.responses.tally.groups import Entry, Group, Groups
from selfcheck_analysis.responses.tally.layout import TallyLayout
from selfcheck_analysis.responses.tally.words import ABOUT, Count, number_in, role_of
from selfcheck_analysis.responses.vocabulary import (
    comparable,
    known_signs,
    known_words,
    spellings,
)

MOST_NEAR, MOST_OF_A_QUESTION = 100, 300
"""Unknown questions of a table for which the nearest known one is looked for, and their length."""

Cell = tuple[int, Count, str]
"""Position of a count, what it counts, and the cell as delivered."""


class TallyRows:
    """Takes rows one by one; of a table that is not used at all only the counts are added up."""

    def __init__(
        self, layout: TallyLayout, reading: Reading, place: Place, problems: Faults, notes: Faults
    ) -> None:
        self.layout, self.reading, self.place = layout, reading, place
        self.problems, self.notes = problems, notes
        self.groups = Groups(reading, place, problems, notes)
        self._usable = not layout.uncounted and not layout.unclear
        self._about = [c for c in layout.columns.values() if isinstance(c, str) and c in ABOUT]
        self._above: dict[str, str] = {}
        self._role, self._unclear = layout.role, False
        self._questions = {q.id: q for q in reading.questionnaire.questions}
        self._looked_up = 0

    # What a row is

    def knows(self, cells: Sequence[str]) -> bool:
        """Tell a row of this table by its question, or by being one of people or of totals."""
        question = self.layout.cell(cells, "question")
        return bool(self._question(question)) or _of_people(question) or self._is_total(cells)

    def counts_anything(self, cells: Sequence[str]) -> bool:
        """Tell whether any cell below a heading of counts is filled."""
        return any(comparable(cell) for _, _, cell in self._counts(cells))

    def _is_total(self, cells: Sequence[str]) -> bool:
        said = {self.layout.cell(cells, name) for name in (*ABOUT, "question")}
        return bool({comparable(cells[0]), *said} & known_signs("total"))

    def heads_a_group(self, cells: Sequence[str]) -> bool:
        """Tell a row that says role or tenure of the rows below it in their own columns."""
        if self.layout.cell(cells, "question") or self.counts_anything(cells):
            return False
        return any(self.layout.cell(cells, name) for name in ABOUT)

    def _question(self, text: str) -> str:
        names = self.reading.names
        return next((names[t] for t in spellings(text) if names.get(t) in self._questions), "")

    def _counts(self, cells: Sequence[str]) -> list[Cell]:
        there = self.layout.counts | self.layout.uncounted
        return [(i, column, cells[i]) for i, column in there.items() if i < len(cells)]

    # From row to row

    def state_role(self, number: int, stated: str) -> None:
        """Take the role that a row states for those below it, unless a column says it."""
        self.end_merged_cells()
        if "role" not in self._about:
            self._role = role_of(stated, self.place.sheet, self.reading)
            self._unclear = not self._role
            if self._unclear:
                self._tell(Problem("tally_role_unclear", self._at(number)))

    def end_merged_cells(self) -> None:
        """Let no blank cell below have a word from above."""
        self._above = {}

    def inherit(self, cells: Sequence[str]) -> None:
        """Give blank cells the word of the merged cell above; a new one ends those right of it."""
        for position, name in enumerate(self._about):
            word = self.layout.cell(cells, name)
            if word and word != self._above.get(name):
                kept = self._about[:position]
                self._above = {n: w for n, w in self._above.items() if n in kept} | {name: word}

    def take(self, number: int, cells: Sequence[str]) -> None:
        """Take one row."""
        if self._is_total(cells):
            self.notes.add([Problem("row_of_totals", self._at(number))])
            self.end_merged_cells()
            return
        self.inherit(cells)
        if not self.heads_a_group(cells):
            self._enter(number, cells)

    # What a row counts

    def _enter(self, number: int, cells: Sequence[str]) -> None:
        text = self.layout.cell(cells, "question")
        role, tenure = self._role_in(number), self._tenure_in(number)
        question = "" if _of_people(text) else self._asked(number, cells, role)
        if question and self._questions[question].kind is not Kind.YES_NO:
            return  # how many have left a remark
        section, about_role, about = (self._above.get(name, "?") for name in ABOUT)
        by_tenure: dict[str, list[Cell]] = {}
        for position, column, cell in self._counts(cells):
            if comparable(cell):
                by_tenure.setdefault(column.tenure or tenure, []).append((position, column, cell))
        for of, counts in by_tenure.items():
            key = (section, role or about_role, of or about)
            group = self.groups.of(key, role, of, self._usable)
            if _of_people(text):
                self._state(group, number, counts)
            else:
                self._take(group, number, question, counts)

    def _state(self, group: Group, number: int, cells: Sequence[Cell]) -> None:
        """Take the people of a group from the first cell of its columns that is filled."""
        numbers = self._numbers(number, cells)
        if numbers:
            group.state(next(iter(numbers.values())))

    def _take(self, group: Group, number: int, question: str, cells: Sequence[Cell]) -> None:
        """Take the counts of a question, where both of them are there."""
        numbers = self._numbers(number, cells)
        found = {column.what: numbers[i] for i, column, _ in cells if i in numbers}
        answers = sum(numbers[i] for i, column, _ in cells if i in numbers and column.of_answers)
        if "people" in found:
            group.state(found["people"])
        counted = {column.what for _, column, _ in cells} - {"people"}
        if counted == {"no_answer"} and not found.get("no_answer"):
            counted = set()  # nobody of this group
        if not counted:
            return
        if question and group.known and {"yes", "no"} <= set(found):
            at = self._at(number, self.layout.heading_of("question"))
            entry = Entry(at, found["yes"], found["no"], found.get("no_answer", 0))
            group.entries.setdefault(question, []).append(entry)
            return
        self.groups.drop(group, answers, question)
        if question and group.known and not {"yes", "no"} <= counted:
            at = self._at(number, self.layout.heading_of("question"))
            self._tell(Problem("tally_count_missing", at))

    def _numbers(self, number: int, cells: Sequence[Cell]) -> dict[int, int]:
        """Return the counts of a row by position, and report what is none."""
        numbers = {}
        for position, _, cell in cells:
            n = number_in(cell)
            if n is None:
                at = self._at(number, self.layout.headings[position])
                self._tell(Problem("tally_not_a_count", at))
            else:
                numbers[position] = n
        return numbers

    # Of whom, and of which question

    def _role_in(self, number: int) -> str:
        if "role" in self._about:
            return self._about_in(number, "role")
        if not self._role and not self._unclear:
            self._tell(Problem("tally_without_role", self._at(number)))
            self._unclear = True  # said once
        return self._role

    def _tenure_in(self, number: int) -> str:
        return self._about_in(number, "tenure") if "tenure" in self._about else ""

    def _about_in(self, number: int, kind: str) -> str:
        word = self._above.get(kind, "")
        ours = self.reading.words[kind].get(word, "")
        if not ours:
            at = self._at(number, self.layout.heading_of(kind))
            self._tell(Problem(f"{kind}_unknown" if word else f"{kind}_missing", at))
        return ours

    def _asked(self, number: int, cells: Sequence[str], role: str) -> str:
        """Return the question of a row; "" where there is none that its role is asked."""
        question = self._question(self.layout.cell(cells, "question"))
        if not question:
            self.report_question(number, cells)
        elif role and question not in self.reading.questionnaire.role(role).form.values():
            at = self._at(number, self.layout.heading_of("question"))
            self._tell(Problem("answer_not_on_form", at))
            return ""
        return question

    def report_question(self, number: int, cells: Sequence[str]) -> None:
        """Report a row whose question is not known, with the nearest one that is."""
        labels = [q.label.ja for q in self._questions.values() if q.kind is Kind.YES_NO]
        text = self.layout.cell(cells, "question")[:MOST_OF_A_QUESTION]
        near = get_close_matches(text, labels, 1, 0.7) if self._looked_up < MOST_NEAR else []
        self._looked_up += 1
        at = self._at(number, self.layout.heading_of("question"))
        self._tell(Problem("tally_question_unknown", at, {"near": near[0] if near else "-"}))

    def _at(self, row: int, column: str = "") -> Place:
        return Place(self.place.file, self.place.sheet, row, column)

    def _tell(self, problem: Problem) -> None:
        if self._usable:
            self.problems.add([problem])


def _of_people(question: str) -> bool:
    return known_words("tally").get(question) == "people"
