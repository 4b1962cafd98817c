"""The delivered files: one per section, as its staff would send it in."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np

from selfcheck_analysis.notice import SYNTHETIC_NOTICE
from selfcheck_analysis.paths import Project
from selfcheck_analysis.questionnaire import Answer, Kind, Question, Questionnaire, Role
from selfcheck_analysis.sample.draw import random_stream
from selfcheck_analysis.sample.exports import EXPORTS, Tool, moments
from selfcheck_analysis.sample.people import Person
from selfcheck_analysis.sample.remarks import ONE_IN, REMARKS
from selfcheck_analysis.sample.sections import (
    SECTIONS,
    Format,
    Section,
    Spelling,
    people_by_section,
)
from selfcheck_analysis.sample.workbook import workbook
from selfcheck_analysis.terms import Tenure

Rows = list[list[str]]

ENCODINGS = {
    Format.CSV_UTF8: ("utf-8", "\n"),
    Format.CSV_UTF8_BOM: ("utf-8-sig", "\r\n"),
    Format.CSV_CP932: ("cp932", "\r\n"),
}
"""Encoding and line end; Excel on Windows writes the latter two."""


def deliver(project: Project, questionnaire: Questionnaire, people: Sequence[Person]) -> list[Path]:
    """Write the files of every section in place of an earlier sample, and return their paths."""
    folder = project.raw(questionnaire.programme, questionnaire.fiscal_year)
    folder.mkdir(parents=True, exist_ok=True)
    for earlier in folder.glob("sample_*"):
        earlier.unlink()
    stream = random_stream(questionnaire.fiscal_year, len(questionnaire.roles), 2)
    sections = SECTIONS[questionnaire.programme]
    paths = []
    for number, (section, by_role) in enumerate(
        zip(sections, people_by_section(sections, people), strict=True), start=1
    ):
        sheets = {
            role.label.ja: _sheet(questionnaire, role, by_role[role.id], section, stream)
            for role in questionnaire.roles
            if role.id in by_role
        }
        suffix = "xlsx" if section.format is Format.XLSX else "csv"
        path = folder / f"sample_{number:02}_{section.file_name}.{suffix}"
        path.write_bytes(_content(section, sheets))
        paths.append(path)
    return paths


def _content(section: Section, sheets: Mapping[str, Rows]) -> bytes:
    if section.format is Format.XLSX:
        return workbook(sheets)
    if len(sheets) > 1:
        raise ValueError(
            f"section {section.file_name}: found {len(sheets)} roles, expected one in a CSV file; "
            "let it deliver xlsx"
        )
    encoding, line_end = ENCODINGS[section.format]
    text = io.StringIO(newline="")
    by_hand = section.tool is Tool.NONE
    for rows in sheets.values():
        writer = csv.writer(
            text,
            lineterminator=line_end,
            quoting=csv.QUOTE_MINIMAL if by_hand else csv.QUOTE_ALL,
        )
        writer.writerows(rows)
    return text.getvalue().encode(encoding)


def _sheet(
    questionnaire: Questionnaire,
    role: Role,
    people: Sequence[Person],
    section: Section,
    stream: np.random.Generator,
) -> Rows:
    """Return title row, header and one row per person, with what a form tool adds."""
    form, spelling = list(questionnaire.form(role)), section.spelling
    header = ["区分", "従事年数", *(f"問{number} {question.label.ja}" for number, question in form)]
    rows = []
    for person in people:
        first_year = person.tenure is Tenure.FIRST_YEAR
        tenure = spelling.first_year if first_year else spelling.second_year_plus
        cells = [_cell(question, person, spelling, stream) for _, question in form]
        rows.append([role.label.ja, tenure, *cells])
    table = [header, *rows]
    if section.tool is not Tool.NONE:
        kinds = [None, None, *(question.kind for _, question in form)]
        sent = random_stream(questionnaire.fiscal_year, len(section.file_name), len(rows))
        times = moments(questionnaire.survey, len(rows), sent)
        table = EXPORTS[section.tool](header, kinds, rows, times)
    return [[SYNTHETIC_NOTICE], *table]


def _cell(
    question: Question, person: Person, spelling: Spelling, stream: np.random.Generator
) -> str:
    if question.kind is Kind.FREE_TEXT:
        return _remark(question, person, stream)
    answer = person.answers.get(question.id)
    if answer is None:
        return ""
    return spelling.yes if answer is Answer.YES else spelling.no


def _remark(question: Question, person: Person, stream: np.random.Generator) -> str:
    """Explain what the form asks to explain; elsewhere only a few persons write anything."""
    remarks = REMARKS.get(question.id, ())
    condition = question.asked_if
    if condition is None:
        writes = stream.integers(ONE_IN) == 0
    else:
        writes = person.answers.get(condition.question) == condition.answer
    return remarks[int(stream.integers(len(remarks)))] if writes and remarks else ""
