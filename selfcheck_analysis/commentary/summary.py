"""What a programme's year has to say as a whole: the headlines and the focus items first."""

from __future__ import annotations

import pandas as pd

from selfcheck_analysis.commentary.coverage import coverage
from selfcheck_analysis.commentary.hidden import hidden_cells
from selfcheck_analysis.commentary.outcomes import Groups, changed, counts, moved, unchanged, untold
from selfcheck_analysis.commentary.parts import Sentences, Summary, complete
from selfcheck_analysis.publication import Publication
from selfcheck_analysis.terms import ALL_ROLES, Family, Tenure


def summary(pub: Publication) -> Summary:
    """Return a few sentences on the whole programme and year under each of four heads.

    Compared are the rates of roles and the focus questions over everyone asked, all tenures
    together; of every other question it is counted how many rose or fell. Of a year known from
    print only the focus questions are compared, in a first year nothing is. A head that has
    nothing to say says so.
    """
    hidden = (hidden_cells(pub),)
    if pub.release.last_year is None:
        first = pub.words("part.untold_first_year")
        return complete(pub, Summary(untold=(first, *coverage(pub)), hidden=hidden))
    groups = compared(pub)
    parts = Summary(
        changed=(*changed(pub, groups), *_others(pub)),
        unchanged=unchanged(pub, groups),
        untold=(*untold(pub, groups), *not_bounded(pub), *coverage(pub)),
        hidden=hidden,
    )
    return complete(pub, parts)


def compared(pub: Publication) -> Groups:
    """Return the comparisons of the rates of roles and of the focus questions, all tenures."""
    if pub.release.last_year_is_printed:
        return {"focus": focus_comparisons(pub)}
    headlines = pub.release.frame("headline_changes")
    return {"headlines": headlines, "focus": focus_comparisons(pub)}


def focus_comparisons(pub: Publication) -> pd.DataFrame:
    """Return the comparison of every focus question over everyone asked and all tenures."""
    printed = pub.release.last_year_is_printed
    frame = pub.release.frame("printed_changes" if printed else "changes")
    return frame[(frame["role"] == ALL_ROLES) & (frame["tenure"] == Tenure.ALL)]


def not_bounded(pub: Publication) -> Sentences:
    """Say why the rates of roles are not compared with a print."""
    if not pub.release.last_year_is_printed:
        return ()
    return (pub.words("lead.printed_changes.headlines"),)


def _others(pub: Publication) -> Sentences:
    """Count the questions outside the focus items that rose or fell."""
    frame = pub.release.frame("changes")
    n = len(moved(frame[frame["family"] == Family.SCREENING]))
    return (pub.words("part.others_moved", counts=counts(pub, {"others": n})),) if n else ()
