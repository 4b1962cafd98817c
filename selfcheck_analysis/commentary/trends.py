"""Which rates have a trend over three years or more, in sentences."""

from __future__ import annotations

from typing import Any

from selfcheck_analysis.commentary.outcomes import MOST_NAMED, moved
from selfcheck_analysis.commentary.parts import Sentences
from selfcheck_analysis.figures import fiscal_year, known, p_relation
from selfcheck_analysis.publication import Publication
from selfcheck_analysis.terms import Verdict


def trends(pub: Publication) -> Sentences:
    """Return a sentence for every rising or falling trend, or one where these are many."""
    found = moved(pub.release.frame("trend_tests"))
    if len(found) > MOST_NAMED:
        return (pub.words("trend_sentence.many"),)
    return tuple(_sentence(pub, row) for row in found.itertuples(index=False))


def tested_years(pub: Publication, first: int, n_years: int) -> str:
    """Name the first and the last year over which a trend was tested."""
    ends = (first, first + n_years - 1)
    names = [fiscal_year(year, pub.words.language) for year in dict.fromkeys(ends)]
    return pub.words("figure.years_joiner").join(names)


def _sentence(pub: Publication, row: Any) -> str:
    evidence = "shown" if known(row.p_adjusted) else "band"
    return pub.words(
        f"trend_sentence.{evidence}.{Verdict(row.verdict)}",
        series=pub.series(row.role, row.question),
        years=tested_years(pub, int(row.first_fiscal_year), int(row.n_years)),
        **({"p": p_relation(row.p_adjusted)} if evidence == "shown" else {}),
    )
