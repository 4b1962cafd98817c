"""The findings of a check, section by section, so that each can be sent its own.

What a fault or note says of one section must not reach another, nor what it says of one person the
others of a small section: of two people, "one row is alike" tells each all answers of the other.
Such findings are told to no section.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import pandas as pd

from selfcheck_analysis.problems import Problem
from selfcheck_analysis.responses.intake import Intake

COUNTS = ("delivered", "used", "set_aside", "answers_set_aside")

NOTES_FOR_SECTIONS = frozenset(
    {
        *("row_of_totals", "column_of_totals", "tally_taken", "tally_kept"),
        *("workbook_links", "sheet_hidden", "sheet_hidden_used"),
    }
)
"""Notes that compare no persons and no sections; every other note stays in the office."""


@dataclass(frozen=True)
class Section:
    """What one section delivered.

    Attributes
    ----------
    name : str
        As its deliveries name it, else the file, with the sheet where it has several.
    sheets : DataFrame
        Rows of `Intake.sheets`; none for a file that cannot be read.
    files : tuple of str
    problems, notes : tuple of Problem
        What the section may be told.
    """

    name: str
    sheets: pd.DataFrame
    files: tuple[str, ...]
    problems: tuple[Problem, ...]
    notes: tuple[Problem, ...]

    def count(self, name: str) -> int:
        """Add one of `COUNTS` up over the section's sheets."""
        return int(self.sheets[name].sum()) if len(self.sheets) else 0

    @property
    def readable(self) -> bool:
        """False where a file of the section could not be read at all."""
        return set(self.files) <= set(self.sheets["file"])


@dataclass(frozen=True)
class Internal:
    """What is told to no section: faults of no single file, and what compares persons or sections.

    Attributes
    ----------
    problems, notes : tuple of Problem
    """

    problems: tuple[Problem, ...]
    notes: tuple[Problem, ...]


def sections_of(intake: Intake) -> list[Section]:
    """Return what every section delivered, in the order of the files.

    A fault of a whole file is told to every section that has a sheet in it.
    """
    names = _names(intake.sheets)
    problems = intake.problems
    notes = [note for note in intake.notes if _is_for_sections(note)]
    readable = [*names.values()]
    unread = [file for file in intake.deliveries["file"] if file not in set(intake.sheets["file"])]
    sections = [
        _section(name, intake.sheets[[n == name for n in readable]], problems, notes)
        for name in dict.fromkeys(readable)
    ]
    return [*sections, *(_unread(file, intake.sheets, problems, notes) for file in unread)]


def internal_of(
    intake: Intake, refusals: Iterable[Problem], sections: Iterable[Section]
) -> Internal:
    """Return everything that none of the `sections` is told, so that nothing is lost.

    `refusals` name the sections whose deliveries are alike, so that no section is told of them.
    """
    told = [(section.problems, section.notes) for section in sections]
    problems = {problem for of_section, _ in told for problem in of_section}
    notes = {note for _, of_section in told for note in of_section}
    return Internal(
        (*refusals, *(problem for problem in intake.problems if problem not in problems)),
        tuple(note for note in intake.notes if note not in notes),
    )


def _is_for_sections(note: Problem) -> bool:
    """Say whether a section may be told a note, or how many more of its kind there are."""
    of_kind = note.values["code"] if note.code == "fault_more" else note.code
    return of_kind in NOTES_FOR_SECTIONS


def _names(sheets: pd.DataFrame) -> dict[int, str]:
    """Return the section's name of every row of `sheets`."""
    alone = sheets["file"].map(sheets["file"].value_counts()) == 1
    return {
        i: row.section or (row.file if alone[i] else f"{row.file} {row.sheet}".strip())
        for i, row in zip(sheets.index, sheets.itertuples(index=False), strict=True)
    }


def _section(
    name: str,
    sheets: pd.DataFrame,
    problems: Iterable[Problem],
    notes: Iterable[Problem],
) -> Section:
    own = {(row.file, row.sheet) for row in sheets.itertuples(index=False)}
    files = tuple(dict.fromkeys(sheets["file"]))

    def told(problem: Problem) -> bool:
        place = problem.place
        return place.file in files and (not place.sheet or (place.file, place.sheet) in own)

    return Section(name, sheets, files, tuple(filter(told, problems)), tuple(filter(told, notes)))


def _unread(
    file: str, sheets: pd.DataFrame, problems: Iterable[Problem], notes: Iterable[Problem]
) -> Section:
    of_file = [
        tuple(problem for problem in some if problem.place.file == file)
        for some in (problems, notes)
    ]
    return Section(file, sheets.iloc[:0], (file,), *of_file)
