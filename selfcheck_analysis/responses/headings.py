"""What the headings of a sheet mean: role, tenure, section, questions, and what is dropped."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

from selfcheck_analysis.normalise import normal, shown
from selfcheck_analysis.questionnaire import Questionnaire
from selfcheck_analysis.responses.mappings import DeliveryMapping, Export, words_of
from selfcheck_analysis.responses.vocabulary import (
    LONGEST_WORD,
    export_marks,
    known_signs,
    known_words,
    option,
    spellings,
)

DROPPED = ("time", "number", "name", "mail", "author", "other")
"""Columns of which nothing is kept."""


class Meaning(NamedTuple):
    """What a heading means: "role", a question id ... and the option, if it is of one option."""

    name: str
    option: str = ""


@dataclass(frozen=True, eq=False)
class Reading:
    """How the deliveries of one programme and year are read.

    Attributes
    ----------
    questionnaire : Questionnaire
    mapping : DeliveryMapping
    contradictions : str
        The rule for an answer to a question that should not have been asked.
    """

    questionnaire: Questionnaire
    mapping: DeliveryMapping = field(default_factory=DeliveryMapping)
    contradictions: str = "only_if_asked"

    @cached_property
    def words(self) -> Mapping[str, Mapping[str, str]]:
        """Known words: "answer", "tenure" or "role" to {normalised word: our word}."""
        return words_of(self.mapping, self.questionnaire)

    @cached_property
    def names(self) -> dict[str, str]:
        """What a normalised heading means in every delivery."""
        questions = {
            normal(name): question.id
            for question in self.questionnaire.questions
            for name in (question.id, question.label.ja, question.label.en)
        }
        columns = known_words("heading")
        own = {name: meaning for name, meaning in columns.items() if meaning in ("role", "tenure")}
        return columns | questions | own

    def exports(self, headings: Iterable[str]) -> list[Export | None]:
        """Return the mapped exports that a header may belong to; None stands for none of them."""
        there = {normal(heading[:LONGEST_WORD]) for heading in headings}
        return [None, *(export for export in self.mapping.exports if export.marks() <= there)]

    @cached_property
    def questions(self) -> frozenset[str]:
        """The ids of all questions."""
        return frozenset(question.id for question in self.questionnaire.questions)

    def meaning(
        self, heading: str, export: Export | None, transposed: bool = False
    ) -> Meaning | None:
        """Return what a heading means; None where it is not known.

        With the questions down, a row may number the persons and say so in its first cell.
        """
        plain = normal(heading[:LONGEST_WORD])
        if not plain:
            return None
        if transposed and plain in known_signs("corner"):
            return Meaning("other")
        names = self.names if export is None else self.names | export.headings()
        name = _first(names, plain)
        if name is not None:
            return Meaning(name)
        parts = option(plain)
        base = _first(names, parts[0]) if parts else None
        return Meaning(base, parts[1]) if parts and base and base not in DROPPED else None


def _first(names: Mapping[str, str], heading: str) -> str | None:
    return next((names[text] for text in spellings(heading) if text in names), None)


def export_name(headings: Iterable[str]) -> str:
    """Return by which name an export is known from its headings; empty where it has none."""
    there = {normal(heading[:LONGEST_WORD]) for heading in headings}
    found = (name for name, either in export_marks().items() if any(m <= there for m in either))
    return next(found, "")


def letters(position: int) -> str:
    """Name a column as Excel does, from A.

    Examples
    --------
    >>> letters(0), letters(26)
    ('A', 'AA')
    """
    before, last = divmod(position, 26)
    return (letters(before - 1) if before else "") + chr(ord("A") + last)


def on_one_line(heading: str) -> str:
    """Return a heading as messages name its column."""
    return shown(heading)
