"""The lead of each page: what changed first, then what cannot be told, then what is hidden."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pandas as pd

from selfcheck_analysis.commentary.changes import lead_of_changes
from selfcheck_analysis.commentary.hidden import hidden_cells
from selfcheck_analysis.commentary.printed_year import lead_of_printed_focus, printed_rates
from selfcheck_analysis.display import HtmlBlock
from selfcheck_analysis.figures import known, last_year, number, rate_text, this_year, whole
from selfcheck_analysis.publication import FIGURES, MOVED, Publication
from selfcheck_analysis.templating import render
from selfcheck_analysis.terms import ALL_ROLES, State, Tenure, Verdict

Lead = tuple[list[str], list[str]]
"""Opening sentences, and points below them."""


def lead(pub: Publication, page: str) -> HtmlBlock:
    """Return the lead of a page.

    Parameters
    ----------
    pub : Publication
    page : {"responses", "rates", "year_over_year", "focus"}
    """
    opening, points = _LEADS[page](pub)
    html = render("lead.html.j2", opening=opening, points=points)
    return HtmlBlock(html=html, plain="\n".join([*opening, *points]))


def _responses(pub: Publication) -> Lead:
    words = pub.words
    files = pub.release.frame("deliveries")
    sums = {name: whole(files[name].sum()) for name in ("delivered", "used", "set_aside")}
    opening = [words("lead.responses.delivered", files=len(files), **sums)]
    invalid = files["answers_set_aside"].sum()
    if invalid:
        opening.append(words("lead.responses.answers_set_aside", n=whole(invalid)))
    rates = pub.release.frame("response_rates").set_index("role")
    if ALL_ROLES in rates.index:
        everyone = rates.loc[ALL_ROLES]
        names = ("headcount", "n_people", "response_percent")
        figures = {name: whole(everyone[name]) for name in names}
        opening.append(words("lead.responses.rate", **figures))
    return [*opening, hidden_cells(pub)], []


def _rates(pub: Publication) -> Lead:
    words, release = pub.words, pub.release
    frame = release.frame("rates_by_role")
    shown = frame[frame["rate_percent"].notna()]
    now = shown[shown["fiscal_year"] == release.fiscal_year]
    if now.empty:
        return [words("lead.rates.nothing", year=this_year(pub))], [
            hidden_cells(pub, ["rates_by_role"])
        ]
    rates = now["rate_percent"].map(number)
    lowest = now[rates == rates.min()]
    named = words("lead.joiner").join(_group(pub, row) for row in lowest.itertuples(index=False))
    low = whole(rates.min())
    opening = [words("lead.rates.lowest", year=this_year(pub), groups=named, rate=low)]
    points = []
    if release.last_year_is_printed:
        points = printed_rates(pub, shown)
    elif release.last_year is not None:
        points = [*_moved_rates(pub, shown), words("lead.rates.not_tested")]
    return opening, [*points, hidden_cells(pub, ["rates_by_role"])]


def _group(pub: Publication, row: Any) -> str:
    return pub.words(
        "lead.group", role=pub.role(row.role), tenure=pub.words(f"tenure.{row.tenure}")
    )


def _moved_rates(pub: Publication, shown: pd.DataFrame) -> list[str]:
    """Name the roles whose printed rate over all tenures differs from last year's."""
    everyone = shown[shown["tenure"] == Tenure.ALL]
    years = everyone.pivot_table(
        index="role", columns="fiscal_year", values="rate_percent", sort=False
    )
    years = years.reindex(columns=[pub.release.last_year, pub.release.fiscal_year]).dropna()
    moved = [
        pub.words("lead.rates.moved", role=pub.role(str(role)), last=whole(last), this=whole(this))
        for role, last, this in years.itertuples()
        if last != this
    ]
    same = len(years) - len(moved)
    return [*moved, *([pub.words("lead.rates.same", n=same)] if same else [])]


def _focus(pub: Publication) -> Lead:
    if pub.release.last_year is None:
        return [pub.words("table.changes.first_year")], [hidden_cells(pub, ["focus_answers"])]
    if pub.release.last_year_is_printed:
        return lead_of_printed_focus(pub)
    asked = [question.id for question in pub.questionnaire.focus_questions()]
    frame = pub.release.frame("changes")
    frame = frame[(frame["role"] == ALL_ROLES) & (frame["tenure"] == Tenure.ALL)]
    frame = frame[frame["question"].isin(asked)]
    moved = frame[frame["state"].isin(FIGURES) & frame["verdict"].isin(MOVED)]
    n = {"n": len(moved), "total": len(asked), "last_year": last_year(pub)}
    opening = [pub.words("lead.focus.moved" if len(moved) else "lead.focus.none_moved", **n)]
    ordered = pd.concat([moved, frame.drop(moved.index)])
    points = [
        pub.words(
            "lead.focus.question",
            question=pub.statement(row.question),
            verdict=_verdict(pub, row),
        )
        for row in ordered.itertuples(index=False)
    ]
    return opening, [*points, hidden_cells(pub, ["focus_answers"])]


def _verdict(pub: Publication, row: Any) -> str:
    state = State(row.state)
    if state not in FIGURES:
        return pub.state(state)
    said = known(row.verdict)
    verdict = pub.words(f"verdict.{row.verdict}" if said else "no_verdict.name")
    last, this = (rate_text(row, f"{year}_percent", pub.words) for year in ("last", "this"))
    if not last or not this:
        return verdict
    if row.verdict == Verdict.NO_CHANGE_TO_TEST and last == this:
        return pub.words("lead.focus.same", this=this)
    return pub.words("lead.focus.verdict", verdict=verdict, last=last, this=this)


_LEADS: dict[str, Callable[[Publication], Lead]] = {
    "responses": _responses,
    "rates": _rates,
    "year_over_year": lead_of_changes,
    "focus": _focus,
}
