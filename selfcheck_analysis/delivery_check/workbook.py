"""The check as a workbook: an overview, and one sheet a section that can be sent back.

What no section may be told stands on a sheet of its own.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING
from unicodedata import east_asian_width

from selfcheck_analysis.delivery_check.findings import Findings
from selfcheck_analysis.delivery_check.rows import (
    FAULT_COLUMNS,
    LEAD,
    QUESTION_COLUMNS,
    SECTION_COLUMNS,
    Value,
    fault_rows,
    heads,
    internal_row,
    question_rows,
    section_row,
    total_row,
)
from selfcheck_analysis.delivery_check.sections import COUNTS, Internal, Section
from selfcheck_analysis.figures import fiscal_year
from selfcheck_analysis.words import Words

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

WIDTHS = {"file": 24, "sheet": 14, "row": 7, "column": 22, "found": 36, "expected": 28}
WIDTHS |= {"mend": 42, "code": 21, "kind": 8, "section": 38, "read_as": 22, "question": 60}
WIDTHS |= {"role": 34}
OTHER_WIDTH = 12
"""Widths of columns in half-width characters."""

LINE_HEIGHT, TITLE_HEIGHT = 18, 24

NOT_SENT = "#C00000"
"""Colour of the tabs of sheets that are not to be sent."""

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
        "title": book.add_format({"bold": True, "font_size": 14, "valign": "top"}),
        "line": book.add_format({"text_wrap": True, "valign": "top"}),
        "head": book.add_format(
            {"bold": True, "text_wrap": True, "border": 1, "bg_color": "#E7ECF3", "valign": "top"}
        ),
        "cell": book.add_format({"text_wrap": True, "valign": "top", "border": 1}),
        "total": book.add_format({"bold": True, "valign": "top", "border": 1}),
    }
    pages = _Pages(book, formats, words)
    sections, internal = findings.sections, findings.internal
    pages.overview(findings, sections, internal)
    pages.internal(findings, internal)
    for section in sections:
        pages.section(findings, section)
    pages.questions(findings)
    book.close()
    return buffer.getvalue()


class _Pages:
    """Writes the sheets of one workbook."""

    def __init__(self, book, formats: dict[str, Format], words: Words) -> None:  # type: ignore[no-untyped-def]
        self.book, self.formats, self.words = book, formats, words
        self.taken: set[str] = set()

    def overview(self, findings: Findings, sections: Iterable[Section], internal: Internal) -> None:
        lines = [
            _title(findings, self.words),
            self.words("check.internal"),
            *(self.words(key) for key in LEAD),
            *findings.expected(self.words),
        ]
        rows = [section_row(section, self.words) for section in sections]
        rows.append(internal_row(internal, self.words))
        sheet = self._unsent("check.sheet.overview", SECTION_COLUMNS, rows, lines)
        at = len(lines) + 2 + len(rows)
        self._row(sheet, at, total_row(findings, self.words), self.formats["total"])

    def internal(self, findings: Findings, internal: Internal) -> None:
        rows = list(fault_rows(internal, self.words))
        if rows:
            keys = ("check.internal_about", "check.internal")
            lines = [_title(findings, self.words), *(self.words(key) for key in keys)]
            self._unsent("check.sheet.internal", FAULT_COLUMNS, rows, lines)

    def section(self, findings: Findings, section: Section) -> None:
        counts = {name: section.count(name) for name in COUNTS}
        told = "check.section_counts" if section.readable else "check.section_unread"
        lines = [
            _title(findings, self.words),
            self.words("check.section", section=section.name),
            self.words(told, **counts),
            self.words("check.please" if section.problems else "check.nothing_to_mend"),
        ]
        if section.problems:
            lines.append(self.words("check.handling"))
        rows = list(fault_rows(section, self.words))
        self._sheet(section.name, FAULT_COLUMNS, rows, lines)

    def questions(self, findings: Findings) -> None:
        lines = [_title(findings, self.words), self.words("check.questions_note")]
        rows = list(question_rows(findings, self.words))
        self._unsent("check.sheet.questions", QUESTION_COLUMNS, rows, lines)

    def _unsent(
        self,
        key: str,
        columns: Sequence[str],
        rows: Sequence[Sequence[Value]],
        lines: Sequence[str],
    ) -> Worksheet:
        """Write a sheet whose name and tab say that it is not to be sent."""
        name = self.words("check.not_to_be_sent", name=self.words(key))
        sheet = self._sheet(name, columns, rows, lines)
        sheet.set_tab_color(NOT_SENT)
        return sheet

    def _sheet(
        self,
        name: str,
        columns: Sequence[str],
        rows: Sequence[Sequence[Value]],
        lines: Sequence[str],
    ) -> Worksheet:
        """Write lines above a table with its head repeated on every printed sheet."""
        sheet = self.book.add_worksheet(self._name(name))
        widths = [WIDTHS.get(column, OTHER_WIDTH) for column in columns]
        self._lead(sheet, lines, widths)
        head = len(lines) + 1
        names = heads(columns, self.words)
        self._row(sheet, head, names, self.formats["head"])
        sheet.set_row(head, LINE_HEIGHT * _lines(names, widths))
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

    def _lead(self, sheet: Worksheet, lines: Sequence[str], widths: Sequence[int]) -> None:
        """Write lines as wide as the table, so that none is cut where the table ends."""
        whole = sum(widths)
        for number, line in enumerate(lines):
            form = self.formats["line" if number else "title"]
            sheet.merge_range(number, 0, number, len(widths) - 1, "", form)
            sheet.write_string(number, 0, line, form)
            height = LINE_HEIGHT * _lines([line], [whole]) if number else TITLE_HEIGHT
            sheet.set_row(number, height)

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
