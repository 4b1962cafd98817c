"""The lead of the page on the focus items: every question under the part of its verdict."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from selfcheck_analysis.commentary.coverage import coverage
from selfcheck_analysis.commentary.hidden import hidden_cells
from selfcheck_analysis.commentary.outcomes import UNCHANGED_IN_PRINT, moved
from selfcheck_analysis.commentary.parts import Lead, Summary
from selfcheck_analysis.commentary.summary import focus_comparisons
from selfcheck_analysis.figures import known, last_year, rate_text
from selfcheck_analysis.publication import FIGURES, MOVED, MOVED_IN_PRINT, Publication
from selfcheck_analysis.terms import State, Verdict

_UNCHANGED = (Verdict.NOT_SHOWN, Verdict.NO_CHANGE_TO_TEST, *UNCHANGED_IN_PRINT)


def lead_of_focus(pub: Publication) -> Lead:
    """Return how many focus questions moved, and each of them under the part of its verdict."""
    hidden = hidden_cells(pub, ["focus_answers"])
    if pub.release.last_year is None:
        first = pub.words("part.untold_first_year")
        parts = Summary(untold=(first, *coverage(pub)), hidden=(hidden,))
        return Lead([pub.words("lead.changes.first_year")], parts)
    frame = focus_comparisons(pub)
    by_part: dict[str, list[str]] = {}
    for part, sentence in _sentences(pub, frame.itertuples(index=False)):
        by_part.setdefault(part, []).append(sentence)
    by_part.setdefault("untold", []).extend(coverage(pub))
    by_part.setdefault("hidden", []).append(hidden)
    parts = Summary(**{part: tuple(sentences) for part, sentences in by_part.items()})
    return Lead([_opening(pub, len(moved(frame)), len(frame))], parts)


def _opening(pub: Publication, n: int, total: int) -> str:
    if pub.release.last_year_is_printed:
        key = "lead.printed_focus.opening"
    else:
        key = "lead.focus.moved" if n else "lead.focus.none_moved"
    return pub.words(key, n=n, total=total, last_year=last_year(pub))


def _sentences(pub: Publication, rows: Iterator[Any]) -> Iterator[tuple[str, str]]:
    """Yield the part and the sentence of every question."""
    for row in rows:
        named = {"question": pub.statement(row.question), "verdict": _verdict(pub, row)}
        yield _part(row), pub.words("lead.focus.question", **named)


def _part(row: Any) -> str:
    """Return the part of a comparison, by its state and its verdict."""
    if State(row.state).hidden:
        return "hidden"
    if row.state in FIGURES and row.verdict in (*MOVED, *MOVED_IN_PRINT):
        return "changed"
    return "unchanged" if row.state in FIGURES and row.verdict in _UNCHANGED else "untold"


def _verdict(pub: Publication, row: Any) -> str:
    """Return the verdict on a question with both its rates, or why it has none."""
    if row.state not in FIGURES:
        return pub.state(row.state)
    group = "printed_verdict" if pub.release.last_year_is_printed else "verdict"
    verdict = pub.words(f"{group}.{row.verdict}" if known(row.verdict) else "no_verdict.name")
    last, this = (rate_text(row, f"{year}_percent", pub.words) for year in ("last", "this"))
    if not last or not this:
        return verdict
    if row.verdict == Verdict.NO_CHANGE_TO_TEST and last == this:
        return pub.words("lead.focus.same", this=this)
    return pub.words("lead.focus.verdict", verdict=verdict, last=last, this=this)
