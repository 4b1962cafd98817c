"""Every figure of a release, by the row of the table that holds it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import pandas as pd

from selfcheck_analysis.disclosure.scan.counts import rows_of_each_kind, sums_of_states
from selfcheck_analysis.disclosure.scan.phrases import Subject, figures_in
from selfcheck_analysis.disclosure.scan.spellings import one_line
from selfcheck_analysis.released import COLUMNS, Release
from selfcheck_analysis.terms import ALL_ROLES, HEADLINE, Tenure

KEYS = ("role", "section", "question", "tenure", "fiscal_year", "file")
"""Columns whose values a text names; the other columns hold figures or words."""

_NAMING = ("role", "section", "question", "file")
"""A text that names one of these is held to the rows about it."""

_OF_ITS_OWN = "section"
"""Rows about one count only where a text names it: what a section is told of itself alone."""

_EVERYTHING = (ALL_ROLES, HEADLINE)
"""Values that stand for all roles and all questions; these need not be named."""

_NO_FIGURES = (*KEYS, "focus_item", "first_fiscal_year", "stretch")

_SIDES = {"last", "this", "first", "later"}
"""Words in the name of a column that is about one year or one tenure."""


@dataclass(frozen=True)
class ReleasedRow:
    """One row of a released table: what it is about, and its numbers by column."""

    table: str
    keys: Mapping[str, str]
    numbers: Mapping[str, frozenset[float]]

    def agrees(self, subject: Subject, columns: Collection[str]) -> bool:
        """Tell whether the row is about one of the named values in each of `columns`."""
        for column in columns:
            named = {value for key, value in subject if key == column}
            if named and column in self.keys and self.keys[column] not in named:
                return False
        return True

    def is_of_everyone_asked(self, subject: Subject) -> bool:
        """Tell whether the row is about a named question, over all roles that are asked it.

        Such a row may name a role all the same: the one that alone is asked.
        """
        questions = {value for key, value in subject if key == "question"}
        return self.keys.get("role") == ALL_ROLES and self.keys.get("question") in questions

    def is_named(self, subject: Subject) -> bool:
        """Tell whether a row about one role, section, question or file is named by it."""
        named = {key for key, _ in subject}
        return all(
            column not in self.keys or self.keys[column] in _EVERYTHING or column in named
            for column in _NAMING
        )

    def numbers_beside(self, foreign: Collection[str]) -> frozenset[float]:
        """Return the numbers of the columns that are not about a foreign year or tenure."""
        return frozenset().union(
            *(
                numbers
                for column, numbers in self.numbers.items()
                if not set(column.split("_")) & set(foreign)
            )
        )


class Figures:
    """The figures of one or several releases.

    Attributes
    ----------
    all : frozenset of float
        Every released number but those of single sections, and the sums over all deliveries.
    counts : frozenset of float
        How many rows and cells of each kind there are: counts of no persons.
    fixed : frozenset of float
        What the settings of a run give: thresholds, level, year.
    """

    def __init__(
        self,
        rows: Iterable[ReleasedRow],
        years: Collection[int],
        counts: Collection[float],
        fixed: Collection[float],
        sums: Collection[float],
    ) -> None:
        self._rows, self._years = tuple(rows), frozenset(years)
        self.counts, self.fixed, self._sums = map(frozenset, (counts, fixed, sums))
        of_all = (row for row in self._rows if _OF_ITS_OWN not in row.keys)
        self.all = self._sums.union(*(row.numbers_beside(()) for row in of_all))
        self.of = lru_cache(maxsize=4096)(self._of)

    @classmethod
    def of_release(cls, release: Release) -> Figures:
        """Return the figures of one release."""
        counts = {*rows_of_each_kind(release), *sums_of_states(release)}
        sums = set(_delivered(release))
        return cls(_rows(release), {release.fiscal_year}, counts, _fixed(release), sums)

    @classmethod
    def together(cls, several: Sequence[Figures], printed: Collection[float] = ()) -> Figures:
        """Return the figures of several releases, and counts that the records of runs print."""
        return cls(
            [row for figures in several for row in figures._rows],
            frozenset().union(*(figures._years for figures in several)),
            frozenset().union(*(figures.counts for figures in several)),
            frozenset().union(*(figures.fixed for figures in several)),
            frozenset(printed).union(*(figures._sums for figures in several)),
        )

    def _of(self, subject: Subject) -> frozenset[float] | None:
        """Return the figures about what a text names; None where it names none of `_NAMING`."""
        subject -= {("question", HEADLINE)}  # also the name of a family of comparisons
        columns = [column for column in _NAMING if any(key == column for key, _ in subject)]
        if not columns:
            return None
        return frozenset().union(
            *(
                row.numbers_beside(())
                for row in self._rows
                if row.is_of_everyone_asked(subject)
                or (set(columns) & set(row.keys) and row.agrees(subject, columns))
                if _OF_ITS_OWN in columns or _OF_ITS_OWN not in row.keys
            )
        )

    def has_row(self, subject: Subject, numbers: Collection[float]) -> bool:
        """Tell whether one released row is about all that is named and holds all the numbers."""
        foreign = self._foreign(subject)
        if not any(key == "tenure" for key, _ in subject):
            subject |= {("tenure", Tenure.ALL)}
        return any(
            row.is_named(subject)
            and row.agrees(subject, KEYS)
            and row.numbers_beside(foreign).issuperset(numbers)
            for row in self._rows
        )

    def _foreign(self, subject: Subject) -> set[str]:
        """Return the words of columns about another year or tenure than the one named."""
        this = set(map(str, self._years))
        years = {value for key, value in subject if key == "fiscal_year"}
        tenures = {value for key, value in subject if key == "tenure"}
        foreign = set()
        if years:
            foreign |= {"this"} if years.isdisjoint(this) else {"last"} if years <= this else set()
        if tenures == {Tenure.FIRST_YEAR}:
            foreign.add("later")
        if tenures == {Tenure.SECOND_YEAR_PLUS}:
            foreign.add("first")
        return foreign


def _rows(release: Release) -> Iterator[ReleasedRow]:
    for name in release.tables:
        of_both_years = any({"last", "this"} & set(column.split("_")) for column in COLUMNS[name])
        year = {} if of_both_years else {"fiscal_year": str(release.fiscal_year)}
        for record in release.frame(name).to_dict("records"):
            keys = year | {key: str(record[key]) for key in KEYS if key in record}
            numbers = {
                column: frozenset(_numbers(column, value))
                for column, value in record.items()
                if column not in _NO_FIGURES
            }
            yield ReleasedRow(name, keys, numbers)


def _numbers(column: str, value: Any) -> Iterator[float]:
    """Yield the numbers of a released cell, and what the end of a band leaves to 100."""
    if isinstance(value, bool) or pd.isna(value):
        return
    if isinstance(value, str):
        yield from (figure.value for figure in figures_in(one_line(value)))
        return
    yield abs(float(value))
    if column.endswith(("low_percent", "high_percent")):
        yield 100 - float(value)


def _delivered(release: Release) -> Iterator[float]:
    """Yield the sums over all files, which pages and manifest print."""
    if "deliveries" in release.tables:
        frame = release.frame("deliveries")
        yield len(frame)
        yield from (float(total) for total in frame.select_dtypes("number").sum())


def _fixed(release: Release) -> set[float]:
    """Return the numbers that the settings of a run give: thresholds, level, years."""
    values = [rule["value"] for rule in release.thresholds.values()]
    numbers = {float(value) for value in values if not isinstance(value, bool)}
    level = 100 * (1 - release.alpha)
    return numbers | {release.alpha, round(level, 10), float(release.fiscal_year)}
