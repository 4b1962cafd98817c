"""The weakest and the strongest questions of a role, beside everyone's and the other roles'."""

from __future__ import annotations

from dataclasses import dataclass

from selfcheck_analysis.display import HtmlBlock
from selfcheck_analysis.feedback.everyone import everyone_state
from selfcheck_analysis.feedback.places import MOST_STRONG, MOST_WEAK, rank, rate_cell, rest_cell
from selfcheck_analysis.feedback.ranking import (
    Listed,
    Ranked,
    Rated,
    named_ends,
    weakest_and_strongest,
)
from selfcheck_analysis.feedback.selection import (
    by_question,
    of_role,
    rates_of_everyone,
    rates_of_role,
    roles_asked,
    state_of,
)
from selfcheck_analysis.figures import this_year
from selfcheck_analysis.publication import FIGURES, Publication
from selfcheck_analysis.tables.cells import head, heads
from selfcheck_analysis.tables.folding import untold
from selfcheck_analysis.tables.model import Cell, Row, Table
from selfcheck_analysis.tables.questions import question_cells
from selfcheck_analysis.terms import ALL_ROLES, State, Tenure

_N_NAMES = 3
"""Columns before the rates: rank, number, question."""


@dataclass(frozen=True)
class _Beside:
    """Groups whose rates stand beside a role's own, and these rates by question."""

    groups: tuple[str, ...]
    rates: dict[str, dict[str, Rated]]


def weak_and_strong(pub: Publication, role: str) -> HtmlBlock:
    """Print both ends of the ranking of a role's questions, and what is not shown.

    Beside the role's rate stand those over everyone asked, of focus questions, and those of every
    other role of which a question listed is shown.
    """
    rates = rates_of_role(pub, role)
    if not rates:
        return pub.paragraph("feedback.questions.none", role=pub.role(role))
    weak, strong = weakest_and_strongest(rates, MOST_WEAK, MOST_STRONG)
    beside = _beside(pub, role, [*weak.rows, *strong.rows])
    width = _N_NAMES + 1 + len(beside.groups)
    bodies = [
        [_named(pub, name, width), *_rows(pub, role, listed, beside)]
        for name, listed in named_ends(weak, strong)
    ]
    hidden = _hidden(pub, role, width)
    return Table(
        caption=pub.words("feedback.questions.caption", role=pub.role(role), year=this_year(pub)),
        notes=[pub.words("feedback.questions.note"), *_on_bands(pub, rates)],
        columns=[_N_NAMES, 1, *([len(beside.groups)] if beside.groups else [])],
        head=[_head(pub, beside)],
        bodies=[*bodies, *([hidden] if hidden else [])],
    ).block(pub.words.language)


def _on_bands(pub: Publication, rates: list[Rated]) -> list[str]:
    return [pub.words("feedback.rank.bands")] if any(rate.band for rate in rates) else []


def _head(pub: Publication, beside: _Beside) -> Row:
    names = heads(pub, "text", "rank", "number", "question")
    own = head(pub.words("feedback.questions.own"), kind="figure")
    return [*names, own, *(head(pub.role(group), kind="figure") for group in beside.groups)]


def _named(pub: Publication, name: str, width: int) -> Row:
    return [Cell(pub.words(f"feedback.questions.{name}"), scope="rowgroup", colspan=width)]


def _beside(pub: Publication, role: str, places: list[Ranked]) -> _Beside:
    """Find whose rates of the questions listed are shown: of everyone asked, of other roles."""
    listed = [place.rated.question for place in places]
    rates = {ALL_ROLES: by_question(rates_of_everyone(pub))}
    for other in pub.questionnaire.roles:
        rates[other.id] = by_question(rates_of_role(pub, other.id))
    shared = [question for question in listed if len(roles_asked(pub, question)) > 1]
    groups = [
        group
        for group, of_group in rates.items()
        if group != role and any(question in of_group for question in shared)
    ]
    return _Beside(tuple(groups), rates)


def _rows(pub: Publication, role: str, listed: Listed, beside: _Beside) -> list[Row]:
    rows = [_row(pub, role, place, beside) for place in listed.rows]
    if listed.rest:
        rate = rate_cell(pub, listed.rest[0].rated, State.SHOWN, strong=True)
        names = rest_cell(pub, [it.rated for it in listed.rest], _N_NAMES - 1)
        blank = [Cell("", colspan=len(beside.groups))] if beside.groups else []
        rows.append([Cell(rank(pub, listed.rest[0])), names, rate, *blank])
    return rows


def _row(pub: Publication, role: str, place: Ranked, beside: _Beside) -> Row:
    question = place.rated.question
    return [
        Cell(rank(pub, place)),
        *question_cells(pub, role, question),
        rate_cell(pub, place.rated, State.SHOWN, strong=True),
        *(_other(pub, group, question, beside) for group in beside.groups),
    ]


def _other(pub: Publication, group: str, question: str, beside: _Beside) -> Cell:
    rate = beside.rates[group].get(question)
    if group == ALL_ROLES:
        return rate_cell(pub, rate, everyone_state(pub, question))
    return rate_cell(pub, rate, state_of(pub, group, question, Tenure.ALL))


def _hidden(pub: Publication, role: str, width: int) -> list[Row]:
    """Count the questions that are not ranked, by why they are not shown."""
    frame = of_role(pub, "rates_by_question", role)
    hidden = frame[(frame["tenure"] == Tenure.ALL) & ~frame["state"].isin(FIGURES)]
    reasons = [(row.question, pub.state(row.state)) for row in hidden.itertuples(index=False)]
    rows = untold(pub, reasons, width)
    return [_named(pub, "hidden", width), *rows] if rows else []
