"""What the figures say of the rates of roles, and of questions outside the focus items."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pandas as pd

from selfcheck_analysis.commentary.outcomes import (
    MOST_NAMED,
    counts,
    measure_of,
    moved,
    moved_sentence,
    name_of,
)
from selfcheck_analysis.commentary.sentences import change_sentence
from selfcheck_analysis.publication import Publication
from selfcheck_analysis.terms import Family, Tenure


def result_sentences(pub: Publication) -> tuple[str, ...]:
    """Say how the rate of every role changed, and what moved outside the focus items.

    Every role has the sentence of its verdict over all tenures, or why it has none; a tenure and a
    question only where they rose or fell. The verbs are those of the verdicts.
    """
    if pub.release.last_year is None:
        return (pub.words("table.changes.first_year"),)
    if pub.release.last_year_is_printed:
        return (pub.words("lead.printed_changes.headlines"),)
    return (*_headlines(pub), *_questions(pub))


def _headlines(pub: Publication) -> Iterator[str]:
    frame = pub.release.frame("headline_changes")
    everyone = frame["tenure"] == Tenure.ALL
    for row in pd.concat([frame[everyone], moved(frame[~everyone])]).itertuples(index=False):
        yield _headline(pub, row)


def _headline(pub: Publication, row: Any) -> str:
    return change_sentence(pub, row, name_of(pub, row), measure_of(pub, row))


def _questions(pub: Publication) -> Iterator[str]:
    """Name the questions outside the focus items that moved, or count them where they are many."""
    frame = pub.release.frame("changes")
    found = moved(frame[frame["family"] == Family.SCREENING])
    if found.empty:
        yield pub.words("handout.results.none_moved")
    elif len(found) > MOST_NAMED:
        yield pub.words("part.others_moved", counts=counts(pub, {"others": len(found)}))
    else:
        for row in found.itertuples(index=False):
            yield moved_sentence(pub, row, evidence=True)
