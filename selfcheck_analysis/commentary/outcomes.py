"""What became of comparisons: sentences on what changed, what did not, and what cannot be told."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

import pandas as pd

from selfcheck_analysis.commentary.bands import without_verdict
from selfcheck_analysis.commentary.parts import Sentences
from selfcheck_analysis.commentary.printed_year import printed_sentence
from selfcheck_analysis.commentary.sentences import change_sentence
from selfcheck_analysis.figures import whole
from selfcheck_analysis.publication import FIGURES, MOVED, MOVED_IN_PRINT, Publication
from selfcheck_analysis.terms import HEADLINE, PrintedVerdict, Reason, State

Groups = Mapping[str, pd.DataFrame]
"""Comparisons by what they are called: rows of the released tables of changes under
"headlines", "questions" or "focus", as `counts` words them."""

MOST_NAMED = 6
"""More changes than this are counted and left to the tables."""

UNCHANGED_IN_PRINT = (PrintedVerdict.NOT_SHOWN, PrintedVerdict.ALIKE)
"""The verdicts on a print that say neither that something moved nor that it cannot be told."""

_UNCHANGED = (Reason.P_ABOVE_ALPHA, Reason.ALL_ALIKE)


def told(frame: pd.DataFrame) -> pd.DataFrame:
    """Return the comparisons that have a figure or a verdict to show, hidden ones left out."""
    hidden = frame["state"].map(lambda state: State(state).hidden)
    return frame[~hidden.astype(bool) & ~without_verdict(frame)]


def moved(frame: pd.DataFrame) -> pd.DataFrame:
    """Return the comparisons that rose or fell."""
    return frame[frame["state"].isin(FIGURES) & frame["verdict"].isin([*MOVED, *MOVED_IN_PRINT])]


def changed(pub: Publication, groups: Groups) -> Sentences:
    """Name what rose or fell with both rates, or count it where it is much, or say nothing did."""
    found = {key: moved(frame) for key, frame in groups.items()}
    n = {key: len(frame) for key, frame in found.items()}
    if not sum(n.values()):
        return (pub.words("part.none_moved", what=_named(pub, groups)),)
    if sum(n.values()) > MOST_NAMED:
        return (pub.words("part.many_moved", counts=counts(pub, n)),)
    return tuple(
        moved_sentence(pub, row)
        for frame in found.values()
        for row in frame.itertuples(index=False)
    )


def moved_sentence(pub: Publication, row: Any, *, evidence: bool = False) -> str:
    """Say of one comparison that it rose or fell, with or without what that rests on."""
    group, measure = name_of(pub, row), ""
    if getattr(row, "question", HEADLINE) == HEADLINE:
        measure = measure_of(pub, row)
    if row.verdict in MOVED_IN_PRINT:
        return printed_sentence(pub, row, group, evidence=evidence)
    return change_sentence(pub, row, group, measure, evidence=evidence)


def name_of(pub: Publication, row: Any) -> str:
    """Name the role, question and tenure of a comparison."""
    named = {"role": pub.role(row.role), "tenure": pub.words(f"tenure.{row.tenure}")}
    question = getattr(row, "question", HEADLINE)
    if question == HEADLINE:
        return pub.words("lead.changes.headline", **named)
    return pub.words("lead.changes.question", **named, question=pub.statement(question))


def measure_of(pub: Publication, row: Any) -> str:
    """Name the rate of a role, and over how many questions where these are not all."""
    fewer = pub.fewer_questions(row.role, row.n_questions)
    key = "measure.headline_common" if fewer else "measure.headline"
    return pub.words(key, n=whole(row.n_questions))


def unchanged(pub: Publication, groups: Groups) -> Sentences:
    """Count what is not shown to have changed."""
    return _counted(pub, groups, _UNCHANGED, UNCHANGED_IN_PRINT)


def untold(pub: Publication, groups: Groups) -> Sentences:
    """Count what cannot be told, by what stands in the way."""
    reasons = [r for r in Reason if r not in (*_UNCHANGED, Reason.P_AT_MOST_ALPHA)]
    printed = [v for v in PrintedVerdict if v not in (*UNCHANGED_IN_PRINT, *MOVED_IN_PRINT)]
    alone = {key: int(without_verdict(frame).sum()) for key, frame in groups.items()}
    said = (
        [pub.words("lead.changes.band", counts=counts(pub, alone))] if any(alone.values()) else []
    )
    return (*_counted(pub, groups, reasons, printed), *said)


def counts(pub: Publication, n: Mapping[str, int]) -> str:
    """Write how many comparisons of each kind there are, those of which there is none left out."""
    texts = [pub.words(f"count.{key}", n=whole(count)) for key, count in n.items() if count]
    return pub.words("lead.joiner").join(texts)


def _named(pub: Publication, groups: Groups) -> str:
    return pub.words("merged.last_joiner").join(pub.words(f"count.kind.{key}") for key in groups)


def _counted(
    pub: Publication,
    groups: Groups,
    reasons: Collection[Reason],
    verdicts: Collection[PrintedVerdict],
) -> Sentences:
    """Return a sentence for every reason, or verdict on a print, that some comparison has."""
    printed = pub.release.last_year_is_printed
    column, texts = ("verdict", "printed_changes") if printed else ("reason", "changes")
    frames = {key: told(frame) for key, frame in groups.items()}
    sentences = []
    for why in verdicts if printed else reasons:
        n = {key: int((frame[column] == why).sum()) for key, frame in frames.items()}
        if any(n.values()):
            sentences.append(pub.words(f"lead.{texts}.{why}", counts=counts(pub, n)))
    return tuple(sentences)
