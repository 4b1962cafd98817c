"""The rates of every section by question, as far as they are shown."""

from __future__ import annotations

from typing import Any

from selfcheck_analysis.display import HtmlBlock
from selfcheck_analysis.figures import this_year
from selfcheck_analysis.publication import FIGURES, Publication
from selfcheck_analysis.released import SECTION_TABLE
from selfcheck_analysis.tables.cells import heads, percent
from selfcheck_analysis.tables.model import Cell, Row, Table
from selfcheck_analysis.tables.questions import question_cells


def section_rates(pub: Publication) -> HtmlBlock:
    """Print the rates that sections have of their own, a row for a section, role and question.

    How many questions are not shown, and how many people answered, is not told of a section.
    """
    has = SECTION_TABLE in pub.release.tables
    shown = pub.release.frame(SECTION_TABLE) if has else None
    if shown is not None:
        shown = shown[shown["state"].isin(FIGURES)]
    if shown is None or shown.empty:
        return pub.paragraph("table.section_rates.none")
    return Table(
        caption=pub.words("table.section_rates.caption", year=this_year(pub)),
        notes=[pub.words("table.section_rates.note")],
        columns=[2, 2, 1],
        head=[
            [
                *heads(pub, "text", "section", "role", "number", "question"),
                *heads(pub, "figure", "rate_percent"),
            ]
        ],
        bodies=[[_row(pub, row) for row in shown.to_dict("records")]],
    ).block(pub.words.language)


def _row(pub: Publication, row: Any) -> Row:
    section = pub.questionnaire.section(row["section"]).label.text(pub.words.language)
    return [
        Cell(section, "prose"),
        Cell(pub.role(row["role"]), "prose"),
        *question_cells(pub, row["role"], row["question"]),
        percent(pub, row, "rate_percent"),
    ]
