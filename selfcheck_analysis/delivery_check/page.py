"""The check as one self-contained page."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from selfcheck_analysis.delivery_check.findings import Findings
from selfcheck_analysis.delivery_check.rows import (
    FIGURES,
    LEAD,
    QUESTION_COLUMNS,
    SECTION_COLUMNS,
    Value,
    heads,
    internal_row,
    question_rows,
    section_row,
    total_row,
)
from selfcheck_analysis.delivery_check.sections import COUNTS, Internal, Section
from selfcheck_analysis.figures import fiscal_year
from selfcheck_analysis.problems import Problem
from selfcheck_analysis.report.exporter import stylesheet
from selfcheck_analysis.report.security import content_security_policy
from selfcheck_analysis.tables.model import Cell, Kind, Row, Table
from selfcheck_analysis.templating import render
from selfcheck_analysis.words import Words

_FAULT_COLUMNS = ("place", "found", "expected", "mend", "code")
_PROSE = ("place", "found", "expected", "mend", "question", "section")


def render_page(findings: Findings, words: Words) -> str:
    """Return the check as HTML, to be written as UTF-8 on the confidential side."""
    form = findings.questionnaire
    year = fiscal_year(form.fiscal_year, words.language)
    sections, internal = findings.sections, findings.internal
    kept = set(internal.notes)
    return render(
        "delivery_check.html.j2",
        language=words.language,
        words=words,
        title=words("check.title", title=form.short_title.text(words.language), year=year),
        summary=next(findings.lines(words)),
        overview=_overview(findings, sections, internal, words),
        lead=[words(key) for key in LEAD],
        expected=list(findings.expected(words)),
        internal=[
            _faults(words("check.general"), internal.problems, words),
            _faults(words("check.internal_notes"), internal.notes, words),
        ],
        sections=[_section(section, words) for section in sections if section.problems],
        notes=_faults(
            words("check.notes_caption"),
            (note for note in findings.intake.notes if note not in kept),
            words,
        ),
        clean=findings.n_problems == 0,
        questions=_questions(findings, words),
        policy=content_security_policy(),
        style=stylesheet(),
    )


def _overview(
    findings: Findings, sections: Sequence[Section], internal: Internal, words: Words
) -> str:
    found = [section_row(section, words) for section in sections]
    found.append(internal_row(internal, words))
    *rows, total = (_row(row, SECTION_COLUMNS) for row in (*found, total_row(findings, words)))
    return _table(words("check.sheet.overview"), SECTION_COLUMNS, rows, words, [total])


def _faults(caption: str, problems: Iterable[Problem], words: Words) -> str:
    """Return faults or notes as a table; nothing where there are none."""
    rows = [
        [
            Cell(problem.place.text(words), "prose", scope="row"),
            *(Cell(said(words), "prose") for said in (problem.found, problem.expected)),
            Cell(problem.mend(words), "prose"),
            Cell(problem.code, "code"),
        ]
        for problem in problems
    ]
    return _table(caption, _FAULT_COLUMNS, rows, words) if rows else ""


def _section(section: Section, words: Words) -> dict[str, str]:
    counts = {name: section.count(name) for name in COUNTS}
    told = "check.section_counts" if section.readable else "check.section_unread"
    return {
        "heading": section.name,
        "counts": words(told, **counts),
        "table": _faults(words("check.to_mend"), section.problems, words),
    }


def _questions(findings: Findings, words: Words) -> str:
    rows = [_row(row, QUESTION_COLUMNS) for row in question_rows(findings, words)]
    return _table(words("check.sheet.questions"), QUESTION_COLUMNS, rows, words) if rows else ""


def _table(
    caption: str,
    columns: Sequence[str],
    rows: Sequence[Row],
    words: Words,
    foot: Sequence[Row] = (),
) -> str:
    head = [
        Cell(text, _kind(name), scope="col")
        for text, name in zip(heads(columns, words), columns, strict=True)
    ]
    table = Table(caption=caption, head=[head], bodies=[rows], foot=foot, wide=True)
    return table.html(words.language)


def _row(values: Sequence[Value], columns: Sequence[str]) -> Row:
    cells = [_cell(value, name) for value, name in zip(values, columns, strict=True)]
    first = cells[0]
    return [Cell(first.text, first.kind, scope="row"), *cells[1:]]


def _cell(value: Value, column: str) -> Cell:
    text = f"{value:,}" if isinstance(value, int) else value
    return Cell(text, _kind(column))


def _kind(column: str) -> Kind:
    if column in FIGURES:
        return "figure"
    if column == "code":
        return "code"
    return "prose" if column in _PROSE else "text"
