"""The lead of each page: what it is about, then what changed, what did not, what cannot be told."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pandas as pd

from selfcheck_analysis.commentary.changes import lead_of_changes
from selfcheck_analysis.commentary.coverage import coverage
from selfcheck_analysis.commentary.focus_lead import lead_of_focus
from selfcheck_analysis.commentary.hidden import hidden_cells
from selfcheck_analysis.commentary.outcomes import changed, unchanged, untold
from selfcheck_analysis.commentary.parts import Lead, Summary, complete
from selfcheck_analysis.commentary.printed_year import printed_rates
from selfcheck_analysis.commentary.summary import not_bounded, summary
from selfcheck_analysis.display import HtmlBlock
from selfcheck_analysis.figures import number, this_year, whole
from selfcheck_analysis.publication import Publication
from selfcheck_analysis.templating import render
from selfcheck_analysis.terms import ALL_ROLES, Tenure


def lead(pub: Publication, page: str) -> HtmlBlock:
    """Return the lead of a page: opening sentences, four short parts, and what they rest on.

    Parameters
    ----------
    pub : Publication
    page : {"responses", "rates", "year_over_year", "focus"}
    """
    made = _LEADS[page](pub)
    parts = [
        (name, pub.words(f"part.{name}"), texts)
        for name, texts in vars(complete(pub, made.parts)).items()
    ]
    html = render(
        "lead.html.j2",
        opening=made.opening,
        parts=parts,
        points=made.points,
        evidence=made.evidence,
        evidence_name=pub.words("part.evidence"),
    )
    told = [line for _, label, texts in parts for line in (label, *texts)]
    lines = [*made.opening, *told, *made.points, *made.evidence]
    return HtmlBlock(html=html, plain="\n".join(lines))


def _responses(pub: Publication) -> Lead:
    """Say what arrived; the parts are those of the whole programme."""
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
    return Lead(opening, summary(pub))


def _rates(pub: Publication) -> Lead:
    """Name the lowest rates; beside them the verdicts on the rates of roles."""
    words, release = pub.words, pub.release
    frame = release.frame("rates_by_role")
    shown = frame[frame["rate_percent"].notna()]
    now = shown[shown["fiscal_year"] == release.fiscal_year]
    parts = _parts_of_rates(pub)
    if now.empty:
        return Lead([words("lead.rates.nothing", year=this_year(pub))], parts)
    rates = now["rate_percent"].map(number)
    lowest = now[rates == rates.min()]
    named = words("lead.joiner").join(_group(pub, row) for row in lowest.itertuples(index=False))
    low = whole(rates.min())
    opening = [words("lead.rates.lowest", year=this_year(pub), groups=named, rate=low)]
    points: list[str] = []
    if release.last_year_is_printed:
        points = printed_rates(pub, shown)
    elif release.last_year is not None:
        points = [*_moved_rates(pub, shown), words("lead.rates.not_tested")]
    return Lead(opening, parts, points=points)


def _parts_of_rates(pub: Publication) -> Summary:
    hidden = (hidden_cells(pub, ["rates_by_role"]),)
    if pub.release.last_year is None:
        first = pub.words("part.untold_first_year")
        return Summary(untold=(first, *coverage(pub)), hidden=hidden)
    if pub.release.last_year_is_printed:
        return Summary(untold=(*not_bounded(pub), *coverage(pub)), hidden=hidden)
    groups = {"headlines": pub.release.frame("headline_changes")}
    return Summary(
        changed=changed(pub, groups),
        unchanged=unchanged(pub, groups),
        untold=(*untold(pub, groups), *coverage(pub)),
        hidden=hidden,
    )


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


_LEADS: dict[str, Callable[[Publication], Lead]] = {
    "responses": _responses,
    "rates": _rates,
    "year_over_year": lead_of_changes,
    "focus": lead_of_focus,
}
