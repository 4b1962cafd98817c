"""What was counted of each group of people: which counts can be used, and what they add up to."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

import pandas as pd

from selfcheck_analysis.problems import Phrase, Place, Problem
from selfcheck_analysis.questionnaire import Answer, Question, Role
from selfcheck_analysis.responses.faults import Faults
from selfcheck_analysis.responses.headings import Reading
from selfcheck_analysis.tallies import Tallies
from selfcheck_analysis.terms import Status

Cells = Iterator[tuple[Status, str | None, int]]
"""Status, answer and number of the cells of one question."""


@dataclass(frozen=True)
class Entry:
    """The counts of one question of one group, and where they stand."""

    place: Place
    yes: int
    no: int
    no_answer: int = 0

    @property
    def given(self) -> int:
        """How many answered."""
        return self.yes + self.no


@dataclass
class Group:
    """One role and tenure of one section, while its rows are read.

    `known` is false where nothing of it can be used, `people` are those that the table states,
    `dropped` says that some of its counts cannot be used, and `told` of which questions that has
    been reported.
    """

    role: str
    tenure: str
    known: bool
    people: int | None = None
    entries: dict[str, list[Entry]] = field(default_factory=dict)
    dropped: bool = False
    told: set[str] = field(default_factory=set)

    def state(self, people: int) -> None:
        """Take in a number of people; where it is stated again, the largest holds."""
        self.people = max(people, self.people or 0)


class Groups:
    """The groups of a table; `answers_set_aside` adds up the counts that cannot be used."""

    def __init__(self, reading: Reading, place: Place, problems: Faults, notes: Faults) -> None:
        self.reading, self.place, self.problems, self.notes = reading, place, problems, notes
        self.answers_set_aside = 0
        self._groups: dict[tuple[str, ...], Group] = {}

    def of(self, key: tuple[str, ...], role: str, tenure: str, usable: bool) -> Group:
        """Return the group with a key, as delivered; role and tenure are "" where not known."""
        new = Group(role, tenure, known=bool(usable and role and tenure))
        return self._groups.setdefault(key, new)

    def drop(self, group: Group, answers: int, question: str) -> None:
        """Set the counts of a question aside, "" where it is not known; the reason is reported."""
        group.dropped = True
        group.told.add(question)
        self.answers_set_aside += answers

    def tallies(self) -> tuple[Tallies, int]:
        """Return what is used, and how many people are set aside.

        A group without one usable question, of which counts were dropped, is set aside whole.
        """
        answers: list[tuple[str, str, str, str, str | None, int]] = []
        people: list[tuple[str, str, int]] = []
        set_aside = 0
        for group in self._groups.values():
            entries = self._once(group)
            if not group.known or not (entries or group.people):
                set_aside += group.people or 0
                continue
            size = self._size(group, entries)
            used = self._below(size, group, entries)
            if group.dropped and not used:
                set_aside += group.people or 0
                continue
            people.append((group.role, group.tenure, size))
            answers += self._rows(group, used, size)
        none = Tallies.none()
        given = pd.DataFrame(answers, columns=list(none.answers.columns))
        of_groups = pd.DataFrame(people, columns=list(none.people.columns))
        both = Tallies(
            given.astype(none.answers.dtypes.to_dict()),
            of_groups.astype(none.people.dtypes.to_dict()),
        )
        return Tallies.together([both]), set_aside

    def _once(self, group: Group) -> dict[str, Entry]:
        """Return the counts that stand only once; of others nobody knows which are right."""
        once = {}
        for question, entries in group.entries.items():
            if len(entries) == 1:
                once[question] = entries[0]
                continue
            for entry in entries:
                self.problems.add([Problem("tally_twice", entry.place)])
                self.drop(group, entry.given, question)
        return once

    def _size(self, group: Group, entries: Mapping[str, Entry]) -> int:
        if group.people is not None:
            return group.people
        everybody = self.reading.questionnaire.unconditional(group.role)
        return max((e.given + e.no_answer for q, e in entries.items() if q in everybody), default=0)

    def _below(self, size: int, group: Group, entries: Mapping[str, Entry]) -> dict[str, Entry]:
        """Return the counts that do not exceed the people."""
        used = {}
        for question, entry in entries.items():
            if entry.given + entry.no_answer <= size:
                used[question] = entry
                continue
            self._report("tally_above_people", question, group)
            self.drop(group, entry.given, question)
        return used

    def _rows(
        self, group: Group, used: Mapping[str, Entry], size: int
    ) -> Iterator[tuple[str, str, str, str, str | None, int]]:
        """Yield the rows of `Tallies.answers` of a group."""
        questionnaire = self.reading.questionnaire
        for question in questionnaire.counted(questionnaire.role(group.role)):
            if question.id in used:
                cells = self._cells(question, group, used, size)
            else:
                cells = iter([(Status.NOT_DELIVERED, None, size)])
                if question.id not in group.told:
                    self._report("tally_missing", question.id, group)
            for status, answer, n in cells:
                if n:
                    yield group.role, group.tenure, question.id, str(status), answer, n

    def _cells(
        self, question: Question, group: Group, used: Mapping[str, Entry], size: int
    ) -> Cells:
        """Yield the cells of one question; they add up to the people."""
        entry = used[question.id]
        asked = self._asked(question, used, size)
        if entry.given > asked and self.reading.contradictions != "keep":
            self._report("tally_above_asked", question.id, group)
            self.drop(group, entry.given, question.id)
            yield Status.INVALID, None, asked
            yield Status.NOT_ASKED, None, size - asked
            return
        if entry.given > asked:
            self.notes.add([self._problem("tally_kept", question.id, group)])
        yield Status.ANSWERED, str(Answer.YES), entry.yes
        yield Status.ANSWERED, str(Answer.NO), entry.no
        condition = question.asked_if
        silent = max(asked - entry.given, 0)
        optional = condition is not None and condition.situation is not None
        blank = min(silent, entry.no_answer) if optional else silent
        yield Status.NO_ANSWER, None, blank
        yield Status.NOT_ASKED, None, size - entry.given - blank

    def _asked(self, question: Question, used: Mapping[str, Entry], size: int) -> int:
        """Return how many were asked; without counts of the question before it, nobody."""
        condition = question.asked_if
        if condition is None:
            return size
        before = used.get(condition.question)
        if before is None:
            return 0
        return before.yes if condition.answer is Answer.YES else before.no

    def _report(self, code: str, question: str, group: Group) -> None:
        self.problems.add([self._problem(code, question, group)])

    def _problem(self, code: str, question: str, group: Group) -> Problem:
        questionnaire = self.reading.questionnaire
        role: Role = questionnaire.role(group.role)
        values = {
            "label": questionnaire.question(question).label.ja,
            "role": role.label.ja,
            "tenure": Phrase(f"tenure.{group.tenure}"),
        }
        return Problem(code, self.place, values)
