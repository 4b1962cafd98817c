"""What rose or fell: headline rates of roles first, then questions."""

from __future__ import annotations

import pandas as pd

from selfcheck_analysis.display import HtmlBlock
from selfcheck_analysis.publication import MOVED, MOVED_IN_PRINT, Publication
from selfcheck_analysis.tables.changes import judged
from selfcheck_analysis.tables.model import Cell, Row
from selfcheck_analysis.tables.printed_year import printed_changes
from selfcheck_analysis.tables.questions import (
    question_table,
    questions_of_role,
    roles_of,
    rows_by_tenure,
    width,
)
from selfcheck_analysis.terms import HEADLINE


def changes_found(pub: Publication) -> HtmlBlock:
    """Print the headline rates and the questions that rose or fell, or say that nothing did.

    Where only the one or only the other moved, a sentence above the table says so.
    """
    if pub.release.last_year is None:
        return pub.paragraph("part.none_first_year")
    if pub.release.last_year_is_printed:
        return printed_changes(pub, MOVED_IN_PRINT)
    headlines = judged(pub.release.frame("headline_changes"), MOVED)
    questions = judged(pub.release.frame("changes"), MOVED)
    if headlines.empty and questions.empty:
        return pub.paragraph("table.changes_found.none")
    bodies, opening, footnotes = [], [], ["detectable"]
    if headlines.empty:
        opening.append(pub.words("table.changes_found.no_headline"))
    else:
        bodies.append(_headlines(pub, headlines))
        footnotes = ["methods_of_headlines", "methods_of_roles", *footnotes]
    if questions.empty:
        opening.append(pub.words("table.changes_found.no_question"))
    else:
        roles = roles_of(questions)
        bodies += [questions_of_role(pub, r, questions[questions["role"] == r]) for r in roles]
        footnotes = ["methods", *footnotes]
    table = question_table(
        pub, "caption_found", bodies, rates="rates", opening=opening, footnotes=footnotes
    )
    return table.block(pub.words.language)


def _headlines(pub: Publication, frame: pd.DataFrame) -> list[Row]:
    """Return the rows of headline rates, each role in the place of a question."""
    rows: list[Row] = [[Cell(pub.question(HEADLINE), scope="rowgroup", colspan=width(pub))]]
    for role, of_role in frame.groupby("role", sort=False):
        name = Cell(pub.role(str(role)), "prose", scope="row", rowspan=len(of_role))
        rows += rows_by_tenure(pub, [Cell("", rowspan=len(of_role)), name], of_role)
    return rows
