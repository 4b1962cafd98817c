"""The first screen of a feedback page: the rate, the weakest question, what to train first."""

from __future__ import annotations

from collections.abc import Sequence

from selfcheck_analysis.display import HtmlBlock
from selfcheck_analysis.feedback.changes import moved_briefly
from selfcheck_analysis.feedback.places import MOST_ALIKE_NAMED, MOST_STRONG, MOST_WEAK
from selfcheck_analysis.feedback.ranking import (
    Lowest,
    Rated,
    lowest,
    ranked,
    weakest_and_strongest,
)
from selfcheck_analysis.feedback.selection import all_shown, of_role, rates_of_role
from selfcheck_analysis.feedback.training import Lesson
from selfcheck_analysis.figures import known, last_year, this_year, whole
from selfcheck_analysis.publication import FIGURES, Publication
from selfcheck_analysis.templating import render
from selfcheck_analysis.terms import State, Tenure


def lead_of_role(pub: Publication, role: str, lessons: Sequence[Lesson]) -> HtmlBlock:
    """Return what a section head takes away: rate, weak questions, training, what moved."""
    rates = rates_of_role(pub, role)
    complete = all_shown(pub, [role], Tenure.ALL)
    weakest = [weakest_sentence(pub, rates, role, complete=complete)] if rates else []
    points = [*weakest, first_lesson(pub, lessons, role), *moved_briefly(pub, role)]
    return lead_block(headline_sentence(pub, role), points)


def lead_block(opening: str, points: Sequence[str], *, sheet: bool = True) -> HtmlBlock:
    """Return an opening sentence with points below it.

    Parameters
    ----------
    opening : str
    points : sequence of str
    sheet : bool
        Whether the page is handed out on paper, where it has no chart.
    """
    html = render("feedback_lead.html.j2", opening=opening, points=points, sheet=sheet)
    return HtmlBlock(html=html, plain="\n".join([opening, *points]))


def headline_sentence(pub: Publication, role: str) -> str:
    """Say a role's headline rate of all tenures beside last year's, or why it is not shown."""
    frame = of_role(pub, "rates_by_role", role)
    rows = frame[frame["tenure"] == Tenure.ALL].set_index("fiscal_year")
    this = rows.loc[pub.release.fiscal_year]
    if this["state"] != State.SHOWN or not known(this["rate_percent"]):
        reason = pub.state(this["state"])
        return pub.words("feedback.lead.hidden", role=pub.role(role), reason=reason)
    named = {"role": pub.role(role), "year": this_year(pub), "this": whole(this["rate_percent"])}
    last = rows.loc[pub.release.last_year] if pub.release.last_year in rows.index else None
    if last is None or last["state"] != State.SHOWN or not known(last["rate_percent"]):
        return pub.words("feedback.lead.rate", **named)
    return pub.words(
        "feedback.lead.rates", last_year=last_year(pub), last=whole(last["rate_percent"]), **named
    )


def weakest_sentence(
    pub: Publication, rates: Sequence[Rated], home: str | None = None, *, complete: bool = False
) -> str:
    """Name the weakest questions, or say that none is below the others for certain.

    Parameters
    ----------
    pub : Publication
    rates : sequence of Rated
        The rates that are shown.
    home : str, optional
        The one role that the page is for.
    complete : bool
        Whether no other question was asked, so that none that is hidden can be weaker.
    """
    weak, _ = weakest_and_strongest(rates, MOST_WEAK, MOST_STRONG)
    if not (weak.rows or weak.rest):
        return pub.words("feedback.lead.none_weak")
    return _lowest_sentence(pub, "weakest", lowest(ranked(rates)), complete, home)


def _lowest_sentence(
    pub: Publication, kind: str, found: Lowest, complete: bool, home: str | None
) -> str:
    """Call rates the lowest, as far as what is shown can tell, and say what may be lower."""
    questions = _named(pub, found.rates, home)
    if found.sure and complete:
        return pub.words(f"feedback.lowest.{kind}.sure", questions=questions)
    unknown = "hidden" if found.sure else "bands" if complete else "both"
    key = "shown" if found.sure else "bands" if found.rates[0].band else "exact"
    unknown = pub.words(f"feedback.lowest.unknown.{unknown}")
    return pub.words(f"feedback.lowest.{kind}.{key}", questions=questions, unknown=unknown)


def _named(pub: Publication, rates: Sequence[Rated], home: str | None) -> str:
    """Name rates that print alike, the first few where they are many.

    Whose rate it is stands beside it, unless it is of the one role that the page is for.
    """
    names = pub.words("lead.joiner").join(
        pub.words(
            "feedback.lead.question" if rate.role == home else "feedback.lead.question_of",
            question=pub.statement(rate.question),
            group=pub.role(rate.role),
            rate=rate.text(pub.words),
        )
        for rate in rates[:MOST_ALIKE_NAMED]
    )
    many = len(rates) > MOST_ALIKE_NAMED
    return pub.words("feedback.and_others", questions=names) if many else names


def first_lesson(pub: Publication, lessons: Sequence[Lesson], home: str | None = None) -> str:
    """Name the question to begin the training of first-year staff with, and its verdict.

    Parameters
    ----------
    pub : Publication
    lessons : sequence of Lesson
        The weakest first.
    home : str, optional
        The one role that the page is for.
    """
    if not lessons:
        return pub.words("feedback.lead.no_lesson")
    found = lowest([lesson.place for lesson in lessons])
    named = [lesson for lesson in lessons if lesson.first in found.rates]
    sentence = _lowest_sentence(pub, "lesson", found, lessons[0].all_shown, home)
    if len(named) > 1:
        begin = pub.words("feedback.lead.lessons")
    else:
        begin = pub.words("feedback.lead.lesson", verdict=_verdict(pub, named[0]))
    return pub.words("chart.gap").join([sentence, begin])


def _verdict(pub: Publication, lesson: Lesson) -> str:
    row = lesson.contrast
    if row is None or row["state"] not in FIGURES or not known(row["verdict"]):
        return pub.words("no_verdict.name")
    return pub.verdict(row["verdict"], row["reason"], "contrast_verdict")
