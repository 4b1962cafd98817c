"""Tables known only from print: which whole counts can stand behind rounded percents.

A printed percent is rounded half up. Whether a count prints as a percent is decided in whole
numbers, so that no tie depends on a float; it is the rule of `rounding`, turned round.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import NamedTuple, TypeVar

from selfcheck_analysis.paths import Project
from selfcheck_analysis.questionnaire import Answer
from selfcheck_analysis.terms import Tenure

Word = TypeVar("Word", bound=StrEnum)


@dataclass(frozen=True)
class RoleRate:
    """One printed headline rate: role x fiscal year x tenure; None where the cell is blank.

    `headcount` is None where it is not printed.
    """

    programme: str
    fiscal_year: int
    role: str
    role_ja: str
    headcount: int | None
    questions: int
    tenure: Tenure
    rate_percent: int | None


@dataclass(frozen=True)
class FocusAnswers:
    """One printed row of a focus question: question x fiscal year x tenure."""

    programme: str
    focus_item: int
    question: str
    proper_answer: Answer
    asked_of: str
    fiscal_year: int
    tenure: Tenure
    yes_percent: int
    no_percent: int


class PrintedRow(NamedTuple):
    """The share of a group that prints, in whole percent, and its complement where printed too."""

    percent: int
    complement_percent: int | None = None


class FeasibleTable(NamedTuple):
    """Whole counts that print as published: answers in each tenure, and how many are counted."""

    n_first: int
    counted_first: int
    n_later: int
    counted_later: int


def prints_as(y: int, n: int, percent: int) -> bool:
    """Tell whether `y` of `n` prints as `percent` when rounded half up.

    Raises
    ------
    ValueError
        When nobody answered (`n` below 1), or `y` is not between 0 and `n`.

    Examples
    --------
    >>> prints_as(1, 8, 13), prints_as(1, 8, 12)  # 12.5 is a tie and goes up
    (True, False)
    """
    if n < 1 or not 0 <= y <= n:
        raise ValueError(f"found {y} of {n}, expected 0 <= y <= n and at least one answer")
    return (2 * percent - 1) * n <= 200 * y < (2 * percent + 1) * n


def feasible_counts(n: int, percent: int, complement_percent: int | None = None) -> range:
    """Return every count of `n` answers that prints as `percent`, as a range.

    Parameters
    ----------
    n : int
        Answers given.
    percent : int
        The printed share.
    complement_percent : int, optional
        The printed share of all other answers (いいえ beside はい); both must hold.

    Returns
    -------
    range
        Empty where the print is impossible.

    Raises
    ------
    ValueError
        When nobody answered.

    Examples
    --------
    >>> list(feasible_counts(126, 90))
    [113, 114]
    >>> list(feasible_counts(185, 1, 100)), list(feasible_counts(200, 1, 100))
    ([], [1])
    """
    if n < 1:
        raise ValueError(f"found n = {n}, expected at least one answer; a blank has no counts")
    lowest = max(0, -(-(2 * percent - 1) * n // 200))
    highest = min(n, ((2 * percent + 1) * n - 1) // 200)
    if complement_percent is not None:
        others = feasible_counts(n, complement_percent)
        lowest, highest = max(lowest, n - others.stop + 1), min(highest, n - others.start)
    return range(lowest, max(lowest, highest + 1))


def feasible_tables(
    first_year: PrintedRow | None,
    later: PrintedRow | None,
    everyone: PrintedRow,
    headcount: int | Iterable[int],
    questions: int = 1,
) -> list[FeasibleTable]:
    """Return every table of whole counts that prints as one published block, by enumeration.

    Parameters
    ----------
    first_year, later, everyone : PrintedRow
        The three rows of the block. None for a tenure without a printed figure: nobody has it.
    headcount : int or iterable of int
        Persons asked, or the headcounts that are possible.
    questions : int
        Questions that everyone answered and that the percent was taken over; the counts of the
        tables are then answers, not persons.

    Returns
    -------
    list of FeasibleTable
        In ascending order of headcount and counts; empty where the print contradicts itself.

    Examples
    --------
    >>> feasible_tables(PrintedRow(50), PrintedRow(100), PrintedRow(67), 3)
    [FeasibleTable(n_first=2, counted_first=1, n_later=1, counted_later=1)]
    """
    headcounts = [headcount] if isinstance(headcount, int) else headcount
    return [
        table
        for people in headcounts
        for n_first in _group_sizes(people, first_year, later)
        for table in _tables_of_split(
            (first_year, n_first * questions),
            (later, (people - n_first) * questions),
            feasible_counts(people * questions, *everyone),
        )
    ]


def _group_sizes(people: int, first_year: PrintedRow | None, later: PrintedRow | None) -> range:
    """Return the possible numbers of first-year persons; a printed tenure has at least one."""
    least = 0 if first_year is None else 1
    most = 0 if first_year is None else people
    if later is None:
        return range(max(least, people), most + 1)
    return range(least, min(most, people - 1) + 1)


def _tables_of_split(
    first_year: tuple[PrintedRow | None, int], later: tuple[PrintedRow | None, int], total: range
) -> Iterator[FeasibleTable]:
    (printed_first, n_first), (printed_later, n_later) = first_year, later
    of_first = range(1) if printed_first is None else feasible_counts(n_first, *printed_first)
    of_later = range(1) if printed_later is None else feasible_counts(n_later, *printed_later)
    for counted in of_first:
        start = max(of_later.start, total.start - counted)
        stop = min(of_later.stop, total.stop - counted)
        for other in range(start, stop):
            yield FeasibleTable(n_first, counted, n_later, other)


def read_role_rates(project: Project) -> list[RoleRate]:
    """Read `data/published/role_rates.csv`.

    Raises
    ------
    ValueError
        A column is missing or a cell is not what its column holds; names file, line and column.
    """
    return [
        RoleRate(
            programme=row["programme"],
            fiscal_year=row.whole("fiscal_year"),
            role=row["role"],
            role_ja=row["role_ja"],
            headcount=row.whole_or_blank("headcount"),
            questions=row.whole("questions"),
            tenure=row.word("tenure", Tenure),
            rate_percent=row.whole_or_blank("rate_percent"),
        )
        for row in _rows(project.published / "role_rates.csv")
    ]


def read_focus_answers(project: Project) -> list[FocusAnswers]:
    """Read `data/published/focus_questions.csv`.

    Raises
    ------
    ValueError
        A column is missing or a cell is not what its column holds; names file, line and column.
    """
    return [
        FocusAnswers(
            programme=row["programme"],
            focus_item=row.whole("focus_item"),
            question=row["question"],
            proper_answer=row.word("proper_answer", Answer),
            asked_of=row["asked_of"],
            fiscal_year=row.whole("fiscal_year"),
            tenure=row.word("tenure", Tenure),
            yes_percent=row.whole("yes_percent"),
            no_percent=row.whole("no_percent"),
        )
        for row in _rows(project.published / "focus_questions.csv")
    ]


@dataclass(frozen=True)
class _Row:
    """One line of a CSV file that can say where a cell is wrong."""

    cells: dict[str, str]
    place: str

    def __getitem__(self, column: str) -> str:
        if self.cells.get(column) is None:
            raise ValueError(f"{self.place}: no column {column!r}; add it to the header")
        return self.cells[column]

    def whole(self, column: str) -> int:
        found = self[column]
        if not found.isdecimal():
            raise ValueError(
                f"{self.place}, column {column}: found {found!r}, expected a whole number; "
                "correct the cell"
            )
        return int(found)

    def word(self, column: str, words: type[Word]) -> Word:
        found = self[column]
        if found not in set(words):
            raise ValueError(
                f"{self.place}, column {column}: found {found!r}, expected one of "
                f"{', '.join(words)}; correct the cell"
            )
        return words(found)

    def whole_or_blank(self, column: str) -> int | None:
        return self.whole(column) if self[column] else None


def _rows(path: Path) -> list[_Row]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        reader = csv.DictReader(file)
        return [_Row(cells, f"{path.name}, line {reader.line_num}") for cells in reader]
