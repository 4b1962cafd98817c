"""Faults in what users hand in: what was found, what was expected, how to mend it, where.

A fault never carries a person's answer. Its words stand in the catalogue under
`problem.<code>.found`, `.expected` and `.mend`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from selfcheck_analysis.words import LANGUAGES, Words


@dataclass(frozen=True, order=True)
class Place:
    """Where a fault is: any of file, sheet, row (as the reader counts, from 1) and column."""

    file: str = ""
    sheet: str = ""
    row: int = 0
    column: str = ""

    def text(self, words: Words) -> str:
        """Return the place in words, leaving out what does not apply."""
        parts = [self.file]
        if self.sheet:
            parts.append(words("place.sheet", sheet=self.sheet))
        if self.row:
            parts.append(words("place.row", row=self.row))
        if self.column:
            parts.append(words("place.column", column=self.column))
        return words("place.joiner").join(part for part in parts if part)


@dataclass(frozen=True)
class Phrase:
    """A value that is itself in words: a key of the catalogue and its values."""

    key: str
    values: Mapping[str, object] = field(default_factory=dict, hash=False)

    def text(self, words: Words) -> str:
        """Say it in the language of `words`."""
        return words(self.key, **self.values)


@dataclass(frozen=True)
class Problem:
    """One fault: a stable code, its place, and the values that its sentences mention."""

    code: str
    place: Place = Place()
    values: Mapping[str, object] = field(default_factory=dict, hash=False)

    def found(self, words: Words) -> str:
        """Say what was found."""
        return self._say("found", words)

    def expected(self, words: Words) -> str:
        """Say what was expected."""
        return self._say("expected", words)

    def mend(self, words: Words) -> str:
        """Say how to mend it."""
        return self._say("mend", words)

    def text(self, words: Words) -> str:
        """Return place, found, expected and mend as one line."""
        return words(
            "problem.line",
            place=self.place.text(words) or "-",
            found=self.found(words),
            expected=self.expected(words),
            mend=self.mend(words),
            code=self.code,
        )

    def _say(self, part: str, words: Words) -> str:
        values = {
            name: value.text(words) if isinstance(value, Phrase) else value
            for name, value in self.values.items()
        }
        return words(f"problem.{self.code}.{part}", **values)


class ProblemsError(Exception):
    """Work cannot start or go on: every fault that was found, together."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__(self.problems)  # what a worker process hands back is made anew from it

    def __str__(self) -> str:
        return "\n".join(problem.text(Words("en")) for problem in self.problems)

    def _render_traceback_(self) -> list[str]:
        """Show the faults alone in a notebook: a user's mistake needs no traceback."""
        return [
            problem.text(Words(language)) for language in LANGUAGES for problem in self.problems
        ]


def refuse(problems: Iterable[Problem]) -> None:
    """Raise one ProblemsError with all `problems`, if there are any."""
    collected = list(problems)
    if collected:
        raise ProblemsError(collected)
