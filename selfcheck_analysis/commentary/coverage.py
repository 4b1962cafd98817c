"""Which roles are missing from the figures, and which were delivered as counts alone."""

from __future__ import annotations

from selfcheck_analysis.figures import last_year, this_year
from selfcheck_analysis.publication import Publication
from selfcheck_analysis.terms import ALL_ROLES, HEADLINE, Reason, State, Tenure


def coverage(pub: Publication) -> tuple[str, ...]:
    """Say which roles are left out of the figures, and of which no person's answers are there."""
    return (*undelivered(pub), *absent_last_year(pub), *tallied(pub))


def undelivered(pub: Publication) -> list[str]:
    """Return a sentence for every role of which nobody's answers arrived this year."""
    return [
        pub.words("coverage.undelivered", role=pub.role(role), everyone=pub.words("role.all"))
        for role in _nobody(pub)
    ]


def absent_last_year(pub: Publication) -> list[str]:
    """Return a sentence for every role that has answers this year and had none the year before.

    Of a printed year it is not known whom its figures of everyone hold.
    """
    last = pub.release.last_year
    if last is None or pub.release.last_year_is_printed:
        return []
    rates = pub.release.frame("rates_by_role")
    rates = rates[(rates["fiscal_year"] == last) & (rates["tenure"] == Tenure.ALL)]
    gone = rates.loc[rates["state"].isin([State.ABSENT, State.NO_ANSWERS]), "role"]
    named = {"last_year": last_year(pub), "year": this_year(pub), "everyone": pub.words("role.all")}
    return [
        pub.words("coverage.absent_last_year", role=pub.role(role), **named)
        for role in gone
        if role not in _nobody(pub)
    ]


def tallied(pub: Publication) -> list[str]:
    """Return a sentence for every role of which some answers were delivered as counts alone.

    The comparison of the tenures tells it of this year, unless it is hidden; that of the years
    tells it of one of them.
    """
    this, either = _needs_persons(pub, "contrasts"), _needs_persons(pub, "headline_changes")
    years = {"year": this_year(pub), "last_year": last_year(pub)}
    sentences = [pub.words("coverage.tallied", role=pub.role(r), year=years["year"]) for r in this]
    for role in (role for role in either if role not in this):
        if role in _told(pub):
            named = {"last_year": years["last_year"]}
            sentences.append(pub.words("coverage.tallied_last_year", role=pub.role(role), **named))
        else:
            sentences.append(pub.words("coverage.tallied_in_one", role=pub.role(role), **years))
    return sentences


def _told(pub: Publication) -> set[str]:
    """Return the roles of which this year's comparison of the tenures tells its reason."""
    frame = pub.release.frame("contrasts")
    told = frame[(frame["question"] == HEADLINE) & frame["reason"].notna()]
    return set(told["role"])


def _nobody(pub: Publication) -> list[str]:
    rates = pub.release.frame("response_rates")
    return [str(r) for r in rates.loc[rates["n_people"] == 0, "role"] if r != ALL_ROLES]


def _needs_persons(pub: Publication, table: str) -> list[str]:
    """Return the roles of which a headline comparison lacks the answers of persons."""
    frame = pub.release.frame(table)
    if "question" in frame:
        frame = frame[frame["question"] == HEADLINE]
    lacking = frame[frame["reason"] == Reason.NEEDS_PERSONS]
    return [str(role) for role in lacking["role"].unique()]
