"""Ranks, rates and measures as they are written in tables."""

from __future__ import annotations

from collections.abc import Sequence

from selfcheck_analysis.feedback.ranking import Ranked, Rated
from selfcheck_analysis.figures import fiscal_year
from selfcheck_analysis.measures import Measure, Measures
from selfcheck_analysis.publication import Publication
from selfcheck_analysis.tables.cells import band_cell, count, mark
from selfcheck_analysis.tables.model import Cell
from selfcheck_analysis.terms import State

MOST_WEAK, MOST_STRONG = 5, 3
"""Of the questions that a page lists from either end."""

_LAST_NAMED = 10
"""The last rank that the catalogue names; no list is longer."""

MOST_ALIKE_NAMED = 3
"""Of the questions that print alike and are too many to be listed."""


def rank(pub: Publication, place: Ranked) -> str:
    """Write a rank, a tie, or the first and last rank that a question can have."""
    first = _rank(pub, place.first)
    if place.first == place.last:
        return pub.words("feedback.rank.tied", rank=first) if place.tied else first
    if place.last <= _LAST_NAMED:
        return pub.words("feedback.rank.span", first=first, last=_rank(pub, place.last))
    return pub.words("feedback.rank.or_lower", rank=first)


def _rank(pub: Publication, number: int) -> str:
    return pub.words(f"feedback.rank.of.{number}")


def rate_cell(pub: Publication, rate: Rated | None, state: State, *, strong: bool = False) -> Cell:
    """Return a rate, its band, or the mark that says why there is neither."""
    if rate is None:
        return mark(pub, state)
    if rate.band:
        return band_cell(pub, rate.band)
    return Cell(count(rate.percent).text, "figure", strong=strong)


def rest_cell(pub: Publication, rest: Sequence[Rated], colspan: int) -> Cell:
    """Name some of the questions of the next rank, which are too many to be listed.

    They print alike, so that one rate beside them is that of each.
    """
    questions = list(dict.fromkeys(rate.question for rate in rest))
    names = pub.words("lead.joiner").join(
        pub.words("feedback.quoted", text=pub.statement(question))
        for question in questions[:MOST_ALIKE_NAMED]
    )
    many = len(questions) > MOST_ALIKE_NAMED
    named = pub.words("feedback.and_others", questions=names) if many else names
    return Cell(pub.words("feedback.rest", questions=named), "prose", scope="row", colspan=colspan)


def measures_cell(pub: Publication, measures: Measures, role: str, question: str) -> Cell:
    """Return the measures against the low rate of a question with their owners, or say: none."""
    texts = [
        pub.words(
            "feedback.measure",
            year=fiscal_year(measure.fiscal_year, pub.words.language),
            measure=measure.measure.text(pub.words.language),
            owner=measure.owner.text(pub.words.language),
        )
        for measure in measures_for(pub, measures, role, question)
    ]
    none = pub.words("feedback.no_measure")
    return Cell(pub.words("feedback.measures_joiner").join(texts) or none, "prose")


def measures_for(
    pub: Publication, measures: Measures, role: str, question: str
) -> Sequence[Measure]:
    """Return the measures of this year's result, then of last year's, for a role's question.

    A measure for a role that is reported under a group is shown with the group.
    """
    release, form = pub.release, pub.questionnaire
    alone = {other.id for other in form.roles} - set(release.merged_roles)
    return [
        measure
        for year in (release.fiscal_year, release.fiscal_year - 1)
        for measure in measures.of(release.programme, year)
        if question in measure.questions(form)
        and (measure.role is None or measure.role == role or _of_group(measure.role, role, alone))
    ]


def _of_group(meant: str, role: str, alone: set[str]) -> bool:
    return meant not in alone and role not in alone
