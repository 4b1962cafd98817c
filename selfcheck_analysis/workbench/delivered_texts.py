"""What respondents wrote in their own words, read from the deliveries when it is asked for.

A run never reads it. Nothing here writes anything, and no text is kept beyond its reader.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np

from selfcheck_analysis.paths import Project
from selfcheck_analysis.questionnaire import Questionnaire
from selfcheck_analysis.responses.breaks import continues
from selfcheck_analysis.responses.codes import Coder
from selfcheck_analysis.responses.delivered_file import MOST_TABLES
from selfcheck_analysis.responses.files.readers import read_file
from selfcheck_analysis.responses.files.sheets import Sheet, holds_anything
from selfcheck_analysis.responses.headings import Reading
from selfcheck_analysis.responses.intake import delivered_files, reading_of
from selfcheck_analysis.responses.layout import Layout, recognise
from selfcheck_analysis.responses.scoring import score_sheet
from selfcheck_analysis.terms import ANSWERED_TENURES


@dataclass(frozen=True)
class Said:
    """One text, and who wrote it as far as the form asks; its display shows neither."""

    text: str = field(repr=False)
    role: str = field(repr=False)
    tenure: str = field(repr=False)


def texts_of(project: Project, form: Questionnaire, question: str) -> list[Said]:
    """Return what was written to one free-text question, in the order of the deliveries.

    Rows whose role or tenure cannot be read are left out, as they are from every figure.
    """
    reading = reading_of(project, form)
    return [
        said
        for path in delivered_files(project, form.programme, form.fiscal_year)
        for delivered in read_file(path, path.name)
        if not delivered.problems
        for sheet in delivered.sheets
        for layout, rest in _tables(sheet, reading, delivered.name)
        for said in _said(layout, rest, reading, question)
    ]


def _tables(sheet: Sheet, reading: Reading, file: str) -> Iterator[tuple[Layout, int]]:
    """Yield the tables of persons on a sheet, each with the row at which the next begins (or 0)."""
    rest: Sheet | None = sheet
    for _ in range(MOST_TABLES):
        layout, _ = recognise(rest, reading, file) if rest is not None else (None, [])
        if layout is None:
            return
        following: Layout | None = layout
        end = 0
        while following is not None:
            layout, end = following, score_sheet(following, reading, file).rest
            yield layout, end
            following = continues(layout, end, reading) if end else None
        rest = layout.sheet.below(end) if end else None


def _said(layout: Layout, rest: int, reading: Reading, question: str) -> Iterator[Said]:
    columns = layout.fields.get(question)
    if not columns:
        return
    coder = Coder(layout, reading)
    roles = [role.id for role in reading.questionnaire.roles]
    tenures = [str(tenure) for tenure in ANSWERED_TENURES]
    for block in layout.blocks():
        role, tenure = coder.codes("role", block), coder.codes("tenure", block)
        own = (block.numbers < rest) if rest else np.ones(len(block), dtype=bool)
        column = block.column(min(columns))
        for i in np.flatnonzero(own & (role > 0) & (tenure > 0) & ~block.too_long):
            text = column.words[column.index[i]]
            if holds_anything([text]):
                yield Said(text.strip(), roles[role[i] - 1], tenures[tenure[i] - 1])
