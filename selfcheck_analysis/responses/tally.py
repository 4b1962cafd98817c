"""Paper forms tallied by hand: per question only how many answered はい and いいえ, no persons."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from functools import cache
from typing import NamedTuple

import numpy as np
import pandas as pd

from selfcheck_analysis.normalise import normal
from selfcheck_analysis.problems import Phrase, Place, Problem
from selfcheck_analysis.questionnaire import Answer, Kind, Question, Role
from selfcheck_analysis.responses.duplicates import SheetKeys, row_hash
from selfcheck_analysis.responses.faults import Faults
from selfcheck_analysis.responses.headings import Reading, on_one_line
from selfcheck_analysis.responses.layout import (
    HEADER_WITHIN_ROWS,
    choices,
    says_synthetic,
    stated_in,
)
from selfcheck_analysis.responses.sheets import Row, Sheet
from selfcheck_analysis.responses.vocabulary import (
    LONGEST_WORD,
    comparable,
    known_signs,
    known_words,
    spellings,
)
from selfcheck_analysis.tallies import Tallies
from selfcheck_analysis.terms import Status

MOST_ROWS = 5_000
"""A sheet of counts has no more: some questions of some roles."""

_COUNT = re.compile(r"([0-9]{1,6})[人名件]?")
_OF_PERSONS = re.compile(r"(の人数|人数|\(人\)|数)$")
_BETWEEN = re.compile(r"^[:・/_(-]+|\)$")
_UP = ("role", "tenure", "section", "question")


class Count(NamedTuple):
    """What a column counts: "yes", "no", "no_answer" or "people", of one tenure or of any."""

    what: str
    tenure: str = ""


@dataclass(frozen=True, eq=False)
class TallyLayout:
    """Where the columns of a sheet of counts are.

    `columns` says what a position holds: "question", "role", "tenure" or a `Count`; `role` is the
    role of the whole sheet, where no column says it.
    """

    columns: Mapping[int, str | Count]
    header: int
    headings: tuple[str, ...]
    sheet: Sheet
    role: str
    section: str
    titles: str
    synthetic: bool


@dataclass
class TallyResult:
    """What a sheet of counts gave; delivered = used, in people."""

    tallies: Tallies
    problems: Faults
    notes: Faults
    keys: SheetKeys
    delivered: int
    answers_set_aside: int


def recognise_tally(sheet: Sheet, reading: Reading) -> TallyLayout | None:
    """Return the layout of a sheet of counts; None for any other sheet."""
    head = sheet.first(HEADER_WITHIN_ROWS)
    for position in range(len(head)):
        for lines in (1, 2):
            rows = head[position : position + lines]
            columns, headings = _columns(rows, reading)
            if len(rows) == lines and _is_complete(columns):
                return _layout(sheet, columns, headings, rows[-1][0], head[:position], reading)
    return None


def _columns(
    rows: Sequence[Row], reading: Reading
) -> tuple[dict[int, str | Count], tuple[str, ...]]:
    columns: dict[int, str | Count] = {}
    headings = []
    for position in range(min(max((len(c) for _, c in rows), default=0), 200)):
        texts = [cells[position] if position < len(cells) else "" for _, cells in rows]
        headings.append(" ".join(filter(None, map(on_one_line, texts))))
        for text in reversed(choices([cells for _, cells in rows], position)[:3]):
            meaning = _meaning(text, reading)
            if meaning is not None:
                columns[position] = meaning
                break
    return columns, tuple(headings)


def _meaning(text: str, reading: Reading) -> str | Count | None:
    plain = normal(text[:LONGEST_WORD])
    if not plain:
        return None
    column = known_words("tally").get(plain) or known_words("heading").get(plain)
    if column in _UP:
        return column
    return _count(plain, reading)


def _count(plain: str, reading: Reading) -> Count | None:
    """Read the heading of a column of counts: はい, はいの人数, 1年目・はい, はい(1年目)."""
    whats, tenures = _counted(), reading.words["tenure"]
    bare = _OF_PERSONS.sub("", plain)
    for heading in (plain, bare):
        if heading in whats:
            return Count(whats[heading])
        for tenure, ours in tenures.items():
            for rest in (heading.removeprefix(tenure), heading.removesuffix(f"({tenure})")):
                what = whats.get(_BETWEEN.sub("", rest), "") if rest != heading else ""
                if what:
                    return Count(what, ours)
    return None


@cache
def _counted() -> dict[str, str]:
    answers = {word: a for word, a in known_words("answer").items() if not word.isdecimal()}
    return answers | {w: m for w, m in known_words("tally").items() if m != "question"}


def _is_complete(columns: Mapping[int, str | Count]) -> bool:
    """Tell whether there are questions, both counts, and a tenure for each of them."""
    counts = [column for column in columns.values() if isinstance(column, Count)]
    both = {"yes", "no"} <= {count.what for count in counts}
    of_answers = [count for count in counts if count.what in ("yes", "no")]
    tenure = "tenure" in columns.values() or all(count.tenure for count in of_answers)
    return "question" in columns.values() and both and tenure


def _layout(
    sheet: Sheet,
    columns: Mapping[int, str | Count],
    headings: tuple[str, ...],
    header: int,
    above: Sequence[Row],
    reading: Reading,
) -> TallyLayout:
    roles = reading.words["role"]
    stated = (roles.get(normal(text)) for text in stated_in(above, "role"))
    role = next(filter(None, stated), None) or roles.get(normal(sheet.name), "")
    return TallyLayout(
        columns=columns,
        header=header,
        headings=headings,
        sheet=sheet,
        role=role,
        section=next(stated_in(above, "section"), ""),
        titles="\n".join(normal(cell[:LONGEST_WORD]) for _, cells in above for cell in cells),
        synthetic=any(says_synthetic(cells) for _, cells in above),
    )


Group = tuple[str, str]
"""Role and tenure."""


@dataclass
class _Counted:
    """The counts of one group: question to ("yes", "no", "no_answer") to count, and people."""

    questions: dict[str, dict[str, int]] = field(default_factory=dict)
    people: int | None = None


def read_tally(layout: TallyLayout, reading: Reading, file: str) -> TallyResult:
    """Read the counts of a sheet.

    The people of a group are those that the sheet states, else the most that answered any question
    that everybody is asked. A question whose counts cannot be is not used.
    """
    reader = _TallyReader(layout, reading, file)
    reader.read()
    parts = [reader.group(*group, counted) for group, counted in reader.groups.items()]
    tallies = Tallies.together(parts)
    people = int(tallies.people["n_people"].sum())
    rows = sorted(
        row_hash("/".join(map(str, row))) for row in tallies.answers.itertuples(index=False)
    )
    keys = SheetKeys(
        Place(file, layout.sheet.name),
        layout.titles,
        np.array(rows, dtype=np.uint64),
        np.zeros(0, dtype=np.uint64),
    )
    return TallyResult(tallies, reader.problems, reader.notes, keys, people, reader.set_aside)


class _TallyReader:
    def __init__(self, layout: TallyLayout, reading: Reading, file: str) -> None:
        self.layout, self.reading, self.file = layout, reading, file
        self.problems, self.notes = Faults(file), Faults(file)
        self.groups: dict[Group, _Counted] = {}
        self.set_aside = 0
        self._last = {"role": "", "tenure": ""}
        self._role = layout.role

    def read(self) -> None:
        rows = (row for row in self.layout.sheet.first(MOST_ROWS) if row[0] > self.layout.header)
        for number, cells in rows:
            if any(map(comparable, cells)) and not self._begins_a_block(number, cells):
                self._row(number, cells)

    # Rows

    def _begins_a_block(self, number: int, cells: tuple[str, ...]) -> bool:
        """Tell a row that states the role of the rows below it, or repeats the header."""
        stated = next(stated_in([(number, cells)], "role"), "")
        if stated:
            self._role = self.reading.words["role"].get(normal(stated), "")
            return True
        tenures = self.reading.words["tenure"]
        filled = [cell for cell in cells if comparable(cell)]
        return all(_meaning(c, self.reading) or comparable(c) in tenures for c in filled)

    def _row(self, number: int, cells: tuple[str, ...]) -> None:
        said = {
            name: self._cell(cells, name) for name in _UP if name in self.layout.columns.values()
        }
        question = said["question"]
        if {question, said.get("role", ""), said.get("tenure", "")} & known_signs("total"):
            self.notes.add([Problem("row_of_totals", self._place(number))])
            return
        role = self._word("role", said, number)
        tenure = self._word("tenure", said, number) if "tenure" in said else ""
        if role is None or tenure is None:
            return
        if known_words("tally").get(question) == "people":
            self._people(role, tenure, number, cells)
            return
        id_ = self._question(question, role, number)
        if id_ is not None:
            self._counts(role, tenure, id_, number, cells)

    def _word(self, kind: str, said: Mapping[str, str], number: int) -> str | None:
        """Return role or tenure of a row; a blank cell belongs to the merged cell above it."""
        if kind not in said:
            if not self._role:
                self.problems.add([Problem("tally_without_role", self._place(number))])
            return self._role or None
        word = said[kind] or self._last[kind]
        self._last[kind] = word
        ours = self.reading.words[kind].get(word)
        if ours is None:
            code = f"{kind}_unknown" if word else f"{kind}_missing"
            self.problems.add([Problem(code, self._place(number, kind))])
        return ours

    def _question(self, text: str, role: str, number: int) -> str | None:
        names = self.reading.names
        questions = {question.id: question for question in self.reading.questionnaire.questions}
        id_ = next((names[t] for t in spellings(text) if names.get(t) in questions), None)
        asked = self.reading.questionnaire.role(role).form.values()
        if id_ is not None and questions[id_].kind is not Kind.YES_NO:
            return None
        if id_ is None or id_ not in asked:
            labels = [q.label.ja for q in questions.values() if q.id in asked]
            near = get_close_matches(text[:300], labels, n=1, cutoff=0.7)
            code = "tally_question_unknown" if id_ is None else "answer_not_on_form"
            values = {"near": near[0] if near else "-"}
            self.problems.add([Problem(code, self._place(number, "question"), values)])
            return None
        return id_

    def _people(self, role: str, tenure: str, number: int, cells: tuple[str, ...]) -> None:
        """Take the people of a group from the first cell of its columns that is filled."""
        for position, column in self.layout.columns.items():
            if isinstance(column, Count):
                count = self._number(cells, position, number)
                counted = self._group(role, column.tenure or tenure)
                if count is not None and counted.people is None:
                    counted.people = count

    def _counts(
        self, role: str, tenure: str, question: str, number: int, cells: tuple[str, ...]
    ) -> None:
        by_tenure: dict[str, dict[str, int | None]] = {}
        for position, column in self.layout.columns.items():
            if isinstance(column, Count):
                of_tenure = by_tenure.setdefault(column.tenure or tenure, {})
                of_tenure[column.what] = self._number(cells, position, number)
        for of, counts in by_tenure.items():
            if not of:
                continue
            people = counts.pop("people", None)
            if {counts.get("yes"), counts.get("no")} == {None}:
                continue  # not tallied; reported with the questions that lack
            if None in (counts.get("yes"), counts.get("no")):
                self.problems.add([Problem("tally_count_missing", self._place(number, "question"))])
                continue
            self._enter(role, of, question, counts, people, number)

    def _enter(
        self,
        role: str,
        tenure: str,
        question: str,
        counts: Mapping[str, int | None],
        people: int | None,
        number: int,
    ) -> None:
        group = self._group(role, tenure)
        if question in group.questions:
            self.problems.add([Problem("tally_twice", self._place(number, "question"))])
            return
        group.questions[question] = {what: n or 0 for what, n in counts.items()}
        if people is not None:
            group.people = max(people, group.people or 0)

    def _group(self, role: str, tenure: str) -> _Counted:
        return self.groups.setdefault((role, tenure), _Counted())

    def _cell(self, cells: tuple[str, ...], name: str) -> str:
        position = next(i for i, column in self.layout.columns.items() if column == name)
        return comparable(cells[position]) if position < len(cells) else ""

    def _number(self, cells: tuple[str, ...], position: int, number: int) -> int | None:
        word = comparable(cells[position]) if position < len(cells) else ""
        found = _COUNT.fullmatch(word)
        if word and found is None:
            place = Place(self.file, self.layout.sheet.name, number, self.layout.headings[position])
            self.problems.add([Problem("tally_not_a_count", place)])
        return int(found[1]) if found else None

    def _place(self, number: int, name: str = "") -> Place:
        positions = (i for i, column in self.layout.columns.items() if column == name)
        heading = next((self.layout.headings[i] for i in positions), "")
        return Place(self.file, self.layout.sheet.name, number, heading)

    # Groups

    def group(self, role_id: str, tenure: str, counted: _Counted) -> Tallies:
        """Return the tallies of one group."""
        role = self.reading.questionnaire.role(role_id)
        people = self._size(role, counted)
        rows: list[tuple[str, str, str | None, int]] = []
        for question in self.reading.questionnaire.counted(role):
            for status, answer, n in self._cells(question, role, tenure, counted, people):
                if n:
                    rows.append((question.id, str(status), answer, n))
        answers = pd.DataFrame(rows, columns=["question", "status", "answer", "n"])
        answers = answers.assign(role=role_id, tenure=tenure)
        group = pd.DataFrame({"role": [role_id], "tenure": [tenure], "n_people": [people]})
        none = Tallies.none()
        return Tallies(
            answers[list(none.answers.columns)].astype(none.answers.dtypes.to_dict()),
            group.astype(none.people.dtypes.to_dict()),
        )

    def _size(self, role: Role, counted: _Counted) -> int:
        if counted.people is not None:
            return counted.people
        everybody = set(self.reading.questionnaire.unconditional(role.id))
        sums = [sum(n.values()) for id_, n in counted.questions.items() if id_ in everybody]
        return max(sums, default=0)

    def _cells(
        self, question: Question, role: Role, tenure: str, counted: _Counted, people: int
    ) -> Iterator[tuple[Status, str | None, int]]:
        """Yield status, answer and number of the cells of one question; they add up to people."""
        counts = counted.questions.get(question.id)
        if counts is None:
            self._report("tally_missing", question, role, tenure)
            yield Status.NOT_DELIVERED, None, people
            return
        yes, no = counts["yes"], counts["no"]
        asked = self._asked(question, counted, people)
        if yes + no > people:
            self._report("tally_above_people", question, role, tenure)
            self.set_aside += yes + no
            yield Status.NOT_DELIVERED, None, people
            return
        if yes + no > asked and self.reading.contradictions != "keep":
            self._report("tally_above_asked", question, role, tenure)
            self.set_aside += yes + no
            yield Status.INVALID, None, asked
            yield Status.NOT_ASKED, None, people - asked
            return
        if yes + no > asked:
            place = Place(self.file, self.layout.sheet.name)
            self.notes.add([Problem("tally_kept", place, _about(question, role, tenure))])
        yield Status.ANSWERED, str(Answer.YES), yes
        yield Status.ANSWERED, str(Answer.NO), no
        condition = question.asked_if
        silent = max(asked - yes - no, 0)
        optional = condition is not None and condition.situation is not None
        blank = min(silent, counts.get("no_answer", 0)) if optional else silent
        yield Status.NO_ANSWER, None, blank
        yield Status.NOT_ASKED, None, people - yes - no - blank

    def _asked(self, question: Question, counted: _Counted, people: int) -> int:
        condition = question.asked_if
        if condition is None:
            return people
        return counted.questions.get(condition.question, {}).get(str(condition.answer), 0)

    def _report(self, code: str, question: Question, role: Role, tenure: str) -> None:
        place = Place(self.file, self.layout.sheet.name)
        self.problems.add([Problem(code, place, _about(question, role, tenure))])


def _about(question: Question, role: Role, tenure: str) -> dict[str, object]:
    named = Phrase(f"tenure.{tenure}")
    return {"label": question.label.ja, "role": role.label.ja, "tenure": named}
