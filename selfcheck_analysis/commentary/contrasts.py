"""What this year's first-year staff and the others differ in, in sentences."""

from __future__ import annotations

from typing import Any

from selfcheck_analysis.commentary.bands import without_verdict
from selfcheck_analysis.commentary.sentences import contrast_sentence
from selfcheck_analysis.figures import whole
from selfcheck_analysis.publication import FIGURES, Publication
from selfcheck_analysis.terms import HEADLINE, Verdict

_MOST_NAMED = 6
"""More differences than this are counted and left to the table."""


def contrasts_found(pub: Publication) -> list[str]:
    """Say how many comparisons found a difference between the tenures, and which."""
    frame = pub.release.frame("contrasts")
    shown = frame[frame["state"].isin(FIGURES) & ~without_verdict(frame)]
    counts = shown["verdict"].value_counts()
    higher, lower = (int(counts.get(verdict, 0)) for verdict in (Verdict.ROSE, Verdict.FELL))
    if not higher + lower:
        return [pub.words("contrasts.none_found", total=whole(len(shown)))]
    n = {"total": whole(len(shown)), "higher": whole(higher), "lower": whole(lower)}
    found = shown[shown["verdict"].isin([Verdict.ROSE, Verdict.FELL])]
    named = found if len(found) <= _MOST_NAMED else found.iloc[:0]
    return [
        pub.words("contrasts.found", **n),
        *(_sentence(pub, row) for row in named.itertuples(index=False)),
    ]


def _sentence(pub: Publication, row: Any) -> str:
    role, question = pub.role(row.role), pub.statement(row.question)
    if row.question == HEADLINE:
        return contrast_sentence(pub, row, role, pub.words("measure.headline"))
    named = pub.words("chart.changes.row", role=role, question=question)
    return contrast_sentence(pub, row, named, pub.words("measure.question"))
