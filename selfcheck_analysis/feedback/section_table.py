"""A section's own rates, from both ends, beside those of all who answer under the same role."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from selfcheck_analysis.display import HtmlBlock
from selfcheck_analysis.feedback.places import MOST_STRONG, MOST_WEAK, rank, rate_cell, rest_cell
from selfcheck_analysis.feedback.ranking import (
    Listed,
    Ranked,
    named_ends,
    weakest_and_strongest,
)
from selfcheck_analysis.feedback.selection import (
    by_question,
    rated_rows,
    rates_of_role,
    state_of,
)
from selfcheck_analysis.figures import this_year
from selfcheck_analysis.publication import FIGURES, Publication
from selfcheck_analysis.tables.cells import head, heads
from selfcheck_analysis.tables.folding import folded
from selfcheck_analysis.tables.model import Cell, Row, Table
from selfcheck_analysis.terms import State, Tenure

_N_NAMES, _N_RATES = 3, 2


def section_table(pub: Publication, section: str, frame: pd.DataFrame) -> HtmlBlock:
    """Print the weakest and the strongest questions of a section that are shown.

    Parameters
    ----------
    pub : Publication
    section : str
        Its printed name.
    frame : DataFrame
        The rows of the released `section_rates` about this section.
    """
    rates = rated_rows(frame)
    weak, strong = weakest_and_strongest(rates, MOST_WEAK, MOST_STRONG)
    bands = [pub.words("feedback.rank.bands")] if any(rate.band for rate in rates) else []
    own = head(pub.words("feedback.section.own"), kind="figure")
    whole = head(pub.words("feedback.section.whole"), kind="figure")
    return Table(
        caption=pub.words("feedback.section.caption", section=section, year=this_year(pub)),
        notes=[pub.words("feedback.questions.note"), *bands],
        columns=[_N_NAMES, _N_RATES],
        head=[[*heads(pub, "text", "rank", "role", "question"), own, whole]],
        bodies=[
            [_named(pub, f"questions.{name}"), *_rows(pub, section, listed)]
            for name, listed in named_ends(weak, strong)
        ]
        + _hidden(pub, frame),
    ).block(pub.words.language)


def _named(pub: Publication, name: str) -> Row:
    return [Cell(pub.words(f"feedback.{name}"), scope="rowgroup", colspan=_N_NAMES + _N_RATES)]


def _rows(pub: Publication, section: str, listed: Listed) -> list[Row]:
    """Print questions; every row names the section, for it is alone what its own rate is of."""
    rows = [_row(pub, section, place) for place in listed.rows]
    if listed.rest:
        rates = [place.rated for place in listed.rest]
        rate = rate_cell(pub, rates[0], State.SHOWN, strong=True)
        names = replace(rest_cell(pub, rates, _N_NAMES), detail=section)
        rows.append([names, rate, Cell("")])
    return rows


def _row(pub: Publication, section: str, place: Ranked) -> Row:
    role, question = place.rated.role, place.rated.question
    whole = by_question(rates_of_role(pub, role)).get(question)
    detail = pub.reversed_answer(question)
    return [
        Cell(rank(pub, place)),
        Cell(pub.role(role), "prose", detail=section),
        Cell(pub.question(question), "prose", scope="row", detail=detail),
        rate_cell(pub, place.rated, State.SHOWN, strong=True),
        rate_cell(pub, whole, state_of(pub, role, question, Tenure.ALL)),
    ]


def _hidden(pub: Publication, frame: pd.DataFrame) -> list[list[Row]]:
    """Say why questions are not ranked; how many they are is not told of a section."""
    states = dict.fromkeys(frame[~frame["state"].isin(FIGURES)]["state"])
    if not states:
        return []
    text = pub.words("table.folded.joiner").join(map(pub.state, states))
    return [[_named(pub, "questions.hidden"), folded(text, _N_NAMES + _N_RATES)]]
