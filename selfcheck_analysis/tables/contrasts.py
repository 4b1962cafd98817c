"""First-year staff beside the others, question by question, within this year."""

from __future__ import annotations

from typing import Any

import pandas as pd

from selfcheck_analysis.commentary.contrasts import contrasts_found
from selfcheck_analysis.commentary.policy import merged_forms
from selfcheck_analysis.display import HtmlBlock
from selfcheck_analysis.figures import this_year
from selfcheck_analysis.publication import FIGURES, Publication
from selfcheck_analysis.tables.cells import heads
from selfcheck_analysis.tables.comparison import (
    comparison_cells,
    comparison_head,
    tenures,
)
from selfcheck_analysis.tables.folding import untold
from selfcheck_analysis.tables.model import Row, Table
from selfcheck_analysis.tables.questions import body_head, question_cells, roles_of
from selfcheck_analysis.terms import HEADLINE, Verdict

_N_NAMES = 2
"""Columns before the comparison: number, question."""

_FOOTNOTES = ("methods", "methods_of_headline_contrasts", "detectable_contrast")


def contrasts(pub: Publication) -> HtmlBlock:
    """Print every role's headline and questions in which the tenures can be told apart.

    Above the table stands how many comparisons found a difference. Questions that are hidden or
    that all answered alike take one line for each reason.
    """
    frame = pub.release.frame("contrasts")
    if not frame["state"].isin(FIGURES).any():
        return pub.paragraph("table.contrasts.none")
    threshold = pub.words("table.contrasts.threshold", alpha=f"{pub.release.alpha:g}")
    first, sides = heads(pub, "text", "number", "question", rowspan=2), tenures(pub)
    return Table(
        caption=pub.words("table.contrasts.caption", year=this_year(pub)),
        opening=contrasts_found(pub),
        notes=[pub.words("table.contrasts.note"), threshold, *merged_forms(pub, "numbers")],
        footnotes=[pub.words(f"table.note.{name}") for name in _FOOTNOTES],
        columns=[_N_NAMES, *sides.spans],
        head=comparison_head(pub, sides, first, "shares"),
        bodies=[_body(pub, role, frame[frame["role"] == role]) for role in roles_of(frame)],
        wide=True,
    ).block(pub.words.language)


def _body(pub: Publication, role: str, frame: pd.DataFrame) -> list[Row]:
    """Return the headline, the questions that differ, and how many others there are."""
    headline = frame["question"] == HEADLINE
    shown = frame["state"].isin(FIGURES)
    told = shown & (frame["verdict"] != Verdict.NO_CHANGE_TO_TEST)
    chosen = pd.concat([frame[headline & shown], frame[~headline & told]])
    others = frame[~frame.index.isin(chosen.index)].to_dict("records")
    reasons = [(row["question"], _reason(pub, row)) for row in others]
    width = _N_NAMES + tenures(pub).n_columns
    rows = [_row(pub, role, row) for row in chosen.to_dict("records")]
    return [body_head(pub, role, width), *rows, *untold(pub, reasons, width)]


def _reason(pub: Publication, row: Any) -> str:
    """Say why a comparison takes no row of its own."""
    if row["state"] in FIGURES:
        return pub.words(f"contrast_verdict.{Verdict.NO_CHANGE_TO_TEST}")
    return pub.state(row["state"])


def _row(pub: Publication, role: str, row: Any) -> Row:
    names = question_cells(pub, role, row["question"])
    return [*names, *comparison_cells(pub, tenures(pub), row)]
