"""The first screen of a feedback page: the rate, the weakest question, what to train first."""

from __future__ import annotations

from collections.abc import Sequence

from selfcheck_analysis.display import HtmlBlock
from selfcheck_analysis.feedback.changes import moved_briefly
from selfcheck_analysis.feedback.places import MOST_ALIKE_NAMED, MOST_STRONG, MOST_WEAK
from selfcheck_analysis.feedback.ranking import Rated, weakest_and_strongest
from selfcheck_analysis.feedback.selection import of_role, rates_of_role
from selfcheck_analysis.feedback.training import Lesson
from selfcheck_analysis.figures import known, last_year, this_year, whole
from selfcheck_analysis.publication import FIGURES, Publication
from selfcheck_analysis.templating import render
from selfcheck_analysis.terms import State, Tenure


def lead_of_role(pub: Publication, role: str, lessons: Sequence[Lesson]) -> HtmlBlock:
    """Return what a section head takes away: rate, weak questions, training, what moved."""
    rates = rates_of_role(pub, role)
    weakest = [weakest_sentence(pub, rates, role)] if rates else []
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


def weakest_sentence(pub: Publication, rates: Sequence[Rated], home: str | None = None) -> str:
    """Name the weakest questions, or say that none is below the others for certain."""
    weak, _ = weakest_and_strongest(rates, MOST_WEAK, MOST_STRONG)
    weakest = [it.rated for it in (weak.rows or weak.rest)]
    if not weakest:
        return pub.words("feedback.lead.none_weak")
    alike = [rate for rate in weakest if rate.alike == weakest[0].alike]
    return pub.words("feedback.lead.weakest", questions=_named(pub, alike, home))


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
    alike = [it for it in lessons if it.first.alike == lessons[0].first.alike]
    named = _named(pub, [lesson.first for lesson in alike], home)
    if len(alike) > 1:
        return pub.words("feedback.lead.lessons", questions=named)
    return pub.words("feedback.lead.lesson", questions=named, verdict=_verdict(pub, alike[0]))


def _verdict(pub: Publication, lesson: Lesson) -> str:
    row = lesson.contrast
    if row is None or row["state"] not in FIGURES or not known(row["verdict"]):
        return pub.words("no_verdict.name")
    return pub.verdict(row["verdict"], row["reason"], "contrast_verdict")
