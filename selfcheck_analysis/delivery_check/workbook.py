"""The check as a workbook: an overview, and one sheet a section that can be sent back."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING
from unicodedata import east_asian_width

from selfcheck_analysis.delivery_check.findings import Findings
from selfcheck_analysis.delivery_check.rows import (
    FAULT_COLUMNS,
    QUESTION_COLUMNS,
    SECTION_COLUMNS,
    Value,
    fault_row,
    fault_rows,
    heads,
    question_rows,
    section_row,
)
from selfcheck_analysis.delivery_check.sections import COUNTS, Section
from selfcheck_analysis.figures import fiscal_year
from selfcheck_analysis.words import Words

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

WIDTHS = {"file": 26, "sheet": 14, "row": 7, "column": 26, "found": 44, "expected": 34}
WIDTHS |= {"mend": 50, "code": 22, "kind": 10, "section": 46, "read_as": 22, "question": 60}
WIDTHS |= {"role": 34}
OTHER_WIDTH = 12
"""Widths of columns in half-width characters."""

LINE_HEIGHT = 15

_NOT_IN_A_NAME = re.compile(r"[\[\]:*?/\\]")
_LONGEST_NAME = 31
_A4 = 9


def workbook(findings: Findings, words: Words) -> bytes:
    """Return the check as an xlsx file. Every cell is a text or a number, never a formula."""
    import xlsxwriter

    buffer = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    book = xlsxwriter.Workbook(buffer, options)
    formats = {
        "title": book.add_format({"bold": True, "font_size": 14}),
        "head": book.add_format(
            {"bold": True, "text_wrap": True, "border": 1, "bg_color": "#E7ECF3", "valign": "top"}
        ),
        "cell": book.add_format({"text_wrap": True, "valign": "top", "border": 1}),
        "total": book.add_format({"bold": True, "valign": "top", "border": 1}),
    }
    pages = _Pages(book, formats, words)
    pages.overview(findings)
    for section in findings.sections:
        pages.section(findings, section)
    pages.questions(findings)
    book.close()
    return buffer.getvalue()


class _Pages:
    """Writes the sheets of one workbook."""

    def __init__(self, book, formats: dict[str, Format], words: Words) -> None:  # type: ignore[no-untyped-def]
        self.book, self.formats, self.words = book, formats, words
        self.taken: set[str] = set()

    def overview(self, findings: Findings) -> None:
        lines = [
            _title(findings, self.words),
            self.words("check.internal"),
            self.words("check.how_to_read"),
        ]
        rows = [section_row(section, self.words) for section in findings.sections]
        sheet = self._sheet(self.words("check.sheet.overview"), SECTION_COLUMNS, rows, lines)
        total: list[Value] = [self.words("column.total"), ""]
        total += [findings.total(name) for name in COUNTS]
        total += [findings.n_problems, len(findings.intake.notes)]
        at = len(lines) + 2 + len(rows)
        self._row(sheet, at, total, self.formats["total"])
        general = [fault_row(problem, "fault", self.words) for problem in findings.general]
        for number, row in enumerate(general, start=at + 2):
            self._row(sheet, number, ["", *row[5:8]], self.formats["cell"])

    def section(self, findings: Findings, section: Section) -> None:
        counts = {name: section.count(name) for name in COUNTS}
        told = "check.section_counts" if section.readable else "check.section_unread"
        lines = [
            _title(findings, self.words),
            self.words("check.section", section=section.name),
            self.words(told, **counts),
            self.words("check.please" if section.problems else "check.nothing_to_mend"),
        ]
        rows = list(fault_rows(section, self.words))
        self._sheet(section.name, FAULT_COLUMNS, rows, lines)

    def questions(self, findings: Findings) -> None:
        lines = [_title(findings, self.words), self.words("check.questions_note")]
        rows = list(question_rows(findings, self.words))
        self._sheet(self.words("check.sheet.questions"), QUESTION_COLUMNS, rows, lines)

    def _sheet(
        self,
        name: str,
        columns: Sequence[str],
        rows: Sequence[Sequence[Value]],
        lines: Sequence[str],
    ) -> Worksheet:
        """Write lines above a table with its head repeated on every printed sheet."""
        sheet = self.book.add_worksheet(self._name(name))
        for number, line in enumerate(lines):
            sheet.write_string(number, 0, line, self.formats["title"] if number == 0 else None)
        head = len(lines) + 1
        self._row(sheet, head, heads(columns, self.words), self.formats["head"])
        widths = [WIDTHS.get(column, OTHER_WIDTH) for column in columns]
        for number, row in enumerate(rows, start=head + 1):
            self._row(sheet, number, row, self.formats["cell"])
            sheet.set_row(number, LINE_HEIGHT * _lines(row, widths))
        for position in range(len(columns)):
            sheet.set_column(position, position, widths[position])
        sheet.freeze_panes(head + 1, 0)
        if rows:
            sheet.autofilter(head, 0, head + len(rows), len(columns) - 1)
        sheet.repeat_rows(head)
        sheet.set_landscape()
        sheet.set_paper(_A4)
        sheet.fit_to_pages(1, 0)
        sheet.set_footer("&P / &N")
        return sheet

    @staticmethod
    def _row(sheet: Worksheet, number: int, row: Iterable[Value], form: Format) -> None:
        for position, value in enumerate(row):
            if isinstance(value, int):
                sheet.write_number(number, position, value, form)
            else:
                sheet.write_string(number, position, value, form)

    def _name(self, name: str) -> str:
        """Return a name that Excel takes and that no other sheet has."""
        plain = _NOT_IN_A_NAME.sub("_", name).strip("' ") or "_"
        for number in range(1, 10_000):
            mark = "" if number == 1 else f" ({number})"
            tried = f"{plain[: _LONGEST_NAME - len(mark)]}{mark}"
            if tried.lower() not in self.taken and tried.lower() != "history":  # Excel's own
                break
        self.taken.add(tried.lower())
        return tried


def _lines(row: Iterable[Value], widths: Iterable[int]) -> int:
    """Return how many lines the fullest cell of a row needs; not every program finds that out."""
    needed = (
        -(-sum(2 if east_asian_width(sign) in "WFA" else 1 for sign in str(value)) // (width - 1))
        for value, width in zip(row, widths, strict=True)
    )
    return max(1, *needed)


def _title(findings: Findings, words: Words) -> str:
    form = findings.questionnaire
    year = fiscal_year(form.fiscal_year, words.language)
    return words("check.title", title=form.short_title.text(words.language), year=year)
