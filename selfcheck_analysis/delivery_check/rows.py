"""The tables of a check as rows of text, for the workbook and the page alike."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from selfcheck_analysis.delivery_check.findings import Findings
from selfcheck_analysis.delivery_check.sections import COUNTS, Internal, Section
from selfcheck_analysis.problems import Problem
from selfcheck_analysis.words import Words

LEAD = ("check.how_to_read", "check.how_to_count", "check.how_to_send")
"""Words that say how the overview is to be read."""

FAULT_COLUMNS = ("kind", "file", "sheet", "row", "column", "found", "expected", "mend", "code")
SECTION_COLUMNS = ("section", "read_as", *COUNTS, "problems", "notes")
QUESTION_COLUMNS = (
    *("question", "role", "n_people", "n_not_delivered", "n_not_asked", "n_asked"),
    *("n_answered", "n_no_answer", "n_invalid"),
)
FIGURES = frozenset({*COUNTS, "row", "problems", "notes"}) | {
    name for name in QUESTION_COLUMNS if name.startswith("n_")
}
"""Columns of whole numbers."""

Value = str | int


def heads(columns: Iterable[str], words: Words) -> list[str]:
    """Return the headings of some columns."""
    return [words(f"check.column.{name}") for name in columns]


def fault_rows(section: Section | Internal, words: Words) -> Iterator[list[Value]]:
    """Yield the faults and notes of a section, or the internal ones, faults first."""
    for kind, problems in (("fault", section.problems), ("note", section.notes)):
        yield from (fault_row(problem, kind, words) for problem in problems)


def fault_row(problem: Problem, kind: str, words: Words) -> list[Value]:
    """Return one fault or note in the order of `FAULT_COLUMNS`."""
    place = problem.place
    where: list[Value] = [place.file, place.sheet, place.row or "", place.column]
    said = [problem.found(words), problem.expected(words), problem.mend(words)]
    return [words(f"check.kind.{kind}"), *where, *said, problem.code]


def section_row(section: Section, words: Words) -> list[Value]:
    """Return what one section delivered in the order of `SECTION_COLUMNS`."""
    read_as = dict.fromkeys(_read_as(export, words) for export in section.sheets["export"])
    counts: list[Value] = [section.count(name) for name in COUNTS]
    if not section.readable:
        counts, read_as = [""] * len(COUNTS), {words("check.read_as.unreadable"): None}
    found: list[Value] = [len(section.problems), len(section.notes)]
    return [section.name, words("check.joiner").join(read_as), *counts, *found]


def internal_row(internal: Internal, words: Words) -> list[Value]:
    """Return how much no section is told in the order of `SECTION_COLUMNS`."""
    found: list[Value] = [len(internal.problems), len(internal.notes)]
    return [words("check.sheet.internal"), "", *[""] * len(COUNTS), *found]


def total_row(findings: Findings, words: Words) -> list[Value]:
    """Return the sums in the order of `SECTION_COLUMNS`, with what is not listed one by one."""
    counts = [findings.total(name) for name in COUNTS]
    found = [findings.n_problems, len(findings.intake.notes)]
    return [words("column.total"), "", *counts, *found]


def _read_as(export: str, words: Words) -> str:
    key = f"check.read_as.{export or 'sheet'}"
    return words(key) if words.has(key) else export


def question_rows(findings: Findings, words: Words) -> Iterator[list[Value]]:
    """Yield what became of every question's cells, tenures together and answers undivided."""
    form = findings.questionnaire
    statuses = findings.intake.statuses()
    statuses["n_answered"] = statuses["n_proper"] + statuses["n_improper"]
    counts = [name for name in QUESTION_COLUMNS if name.startswith("n_")]
    sums = statuses.groupby(["role", "question"])[counts].sum()
    for role in form.roles:
        for number, question in form.form(role):
            if (role.id, question.id) in sums.index:
                label = f"{number} {question.label.text(words.language)}"
                row = sums.loc[(role.id, question.id)]
                yield [label, role.label.text(words.language), *(int(n) for n in row)]
