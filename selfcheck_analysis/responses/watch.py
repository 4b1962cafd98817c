"""What is noticed of a sheet's columns as wholes: names that are filled in, headings that lack."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import numpy as np

from selfcheck_analysis.problems import Problem
from selfcheck_analysis.questionnaire import Kind
from selfcheck_analysis.responses.codes import Rows
from selfcheck_analysis.responses.files.sheets import Block, holds_anything
from selfcheck_analysis.responses.headings import Reading
from selfcheck_analysis.responses.layout import Layout
from selfcheck_analysis.responses.vocabulary import comparable, known_signs

_ENOUGH = 100
"""So many different words of a column are remembered."""

_CODES = {"1", "2"}
"""Words of one column that are most likely 1 for yes and 2 for no."""

_OF_PERSONS = ("name", "mail", "author")


class Watch:
    """Looks at every block of a sheet for what is told once a column."""

    def __init__(self, layout: Layout, reading: Reading, file: str) -> None:
        self.layout, self.reading, self.file = layout, reading, file
        self.sections: set[str] = set()
        self.roles: set[str] = set()
        self._persons: dict[int, set[str]] = {}
        self._filled: set[int] = set()
        self._coded = False

    def look(self, block: Block, rows: Rows) -> None:
        """Look at the rows of a block that are persons', whether they can be used or not."""
        for kind in _OF_PERSONS:
            for position in self.layout.dropped.get(kind, []):
                _remember(self._persons.setdefault(position, set()), block, position, rows)
        for position in self.layout.fields.get("section", {}):
            _remember(self.sections, block, position, rows)
        for position in set(self.layout.unnamed) - self._filled:
            if holds_anything(_words(block, position, rows)):
                self._filled.add(position)
        self._coded = self._coded or any(
            _are_codes(block.column(position).words) and _are_codes(_words(block, position, rows))
            for question in self.layout.questions()
            for position in self.layout.fields[question]
        )

    def problems(self) -> Iterator[Problem]:
        """Yield what was noticed, in the order of the columns, then the columns that lack."""
        places = {
            **dict.fromkeys(self._not_anonymous(), "form_not_anonymous"),
            **dict.fromkeys(self._filled, "column_without_heading"),
        }
        for position, code in sorted(places.items()):
            yield Problem(code, self.layout.heading_place(self.file, position))
        if self._coded:
            yield Problem("answers_coded", self.layout.place(self.file, 0))
        yield from self._missing()

    def _not_anonymous(self) -> Iterator[int]:
        """Find the columns that say who answered; one account may file the replies of all."""
        authors = self.layout.dropped.get("author", [])
        for position, words in self._persons.items():
            said = {comparable(word) for word in words} - known_signs("anonymous") - {""}
            if len(said) > (1 if position in authors else 0):
                yield position

    def _missing(self) -> Iterator[Problem]:
        place = self.layout.place(self.file, 0)
        there = set(self.layout.questions())
        for role in self.reading.questionnaire.roles:
            if role.id not in self.roles:
                continue
            for number, question in self.reading.questionnaire.form(role):
                if question.kind is Kind.YES_NO and question.id not in there:
                    label, name = question.label.ja, role.label.ja
                    values = {"number": number, "label": label, "role": name}
                    yield Problem("column_missing", place, values)


def _are_codes(words: Iterable[str]) -> bool:
    return set(map(comparable, words)) >= _CODES


def _words(block: Block, position: int, rows: Rows) -> list[str]:
    column = block.column(position)
    return [column.words[i] for i in np.unique(column.index[rows])]


def _remember(said: set[str], block: Block, position: int, rows: Rows) -> None:
    for word in _words(block, position, rows):
        if len(said) >= _ENOUGH:
            return
        if holds_anything([word]):
            said.add(word)
