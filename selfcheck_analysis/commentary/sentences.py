"""One comparison in one sentence; the verb is that of the verdict."""

from __future__ import annotations

from typing import Any

from selfcheck_analysis.figures import (
    confidence_level,
    interval,
    known,
    last_year,
    p_relation,
    rate_text,
    signed,
    this_year,
    whole,
)
from selfcheck_analysis.publication import FIGURES, MOVED, Publication
from selfcheck_analysis.terms import HEADLINE, State, Verdict


def change_sentence(
    pub: Publication, row: Any, group: str = "", measure: str = "", *, evidence: bool = True
) -> str:
    """Put one comparison of two years into a sentence.

    Parameters
    ----------
    pub : Publication
    row : named tuple
        A row of the released `changes` or `headline_changes`.
    group : str, optional
        Whose rate it is, else the row's tenure.
    measure : str, optional
        Which rate it is, else the share of proper answers.
    evidence : bool
        Whether to add, in brackets, what a verdict rests on.
    """
    words = pub.words
    group = group or words(f"tenure.{row.tenure}")
    measure = measure or words("measure.question")
    state = State(row.state)
    if state not in FIGURES:
        return words("sentence.hidden", group=group, reason=pub.state(state))
    if row.verdict == Verdict.NOT_COMPARABLE:
        return words("sentence.not_comparable", group=group, note=declared_note(pub, row))
    if row.verdict == Verdict.NOT_COMPUTABLE:
        return words(f"sentence.{Verdict.NOT_COMPUTABLE}", group=group)
    if state is State.SHOWN and not known(row.change_points):
        return words("sentence.not_tested_no_answers", group=group)
    tested = evidence and row.verdict in (*MOVED, Verdict.NOT_SHOWN)
    rates = _rates(pub, row, ("last", "this"))
    return words(
        f"sentence{'' if all(rates.values()) else '_without_rates'}.{_told(row)}",
        group=group,
        measure=measure,
        last_year=last_year(pub),
        this_year=this_year(pub),
        **rates,
        evidence=_evidence(pub, row, ("last", "this")) if tested else "",
    )


def contrast_sentence(pub: Publication, row: Any, group: str, measure: str) -> str:
    """Put a difference that was found between the tenures into a sentence.

    Parameters
    ----------
    pub : Publication
    row : named tuple
        A row of the released `contrasts` of which the verdict is that one tenure is higher.
    group, measure : str
        As `change_sentence` takes them.
    """
    rates = _rates(pub, row, ("later", "first"))
    key = "contrast_sentence" if all(rates.values()) else "contrast_without_rates"
    return pub.words(
        f"{key}.{Verdict(row.verdict)}",
        group=group,
        measure=measure,
        **rates,
        evidence=_evidence(pub, row, ("later", "first")),
    )


def _told(row: Any) -> str:
    """Return what a sentence says: the verdict, or beside a band perhaps the rates alone."""
    alone = not known(row.verdict) or row.verdict == Verdict.NO_CHANGE_TO_TEST
    return "band_alone" if alone and row.state == State.BAND else str(Verdict(row.verdict))


def _rates(pub: Publication, row: Any, sides: tuple[str, str]) -> dict[str, str]:
    """Write both rates or their bands; empty where a comparison is printed without them."""
    return {side: rate_text(row, f"{side}_percent", pub.words) for side in sides}


def _evidence(pub: Publication, row: Any, sides: tuple[str, str]) -> str:
    """Return, in brackets, what a verdict rests on; of a comparison with a band only its bases."""
    parts = [_bases(pub, row)] if row.state == State.BAND else _figures(pub, row, sides)
    return pub.words("asked.brackets", text=pub.words("evidence.joiner").join(parts))


def _figures(pub: Publication, row: Any, sides: tuple[str, str]) -> list[str]:
    """Return change, interval, the deciding p, the bases, and what may seem a contradiction."""
    words = pub.words
    parts = [words("evidence.change", change=signed(row.change_points))]
    if known(row.low_points):
        between = interval(row.low_points, row.high_points, words)
        parts.append(words("evidence.interval", level=confidence_level(pub), interval=between))
    parts.append(words("evidence.p_adjusted", p=p_relation(row.p_adjusted)))
    parts.append(_bases(pub, row))
    if known(row.note) and row.note:
        parts.append(words(f"note_clause.{row.note}"))
    last, this = (getattr(row, f"{side}_percent") for side in sides)
    if known(last) and known(this) and this - last != row.change_points:
        parts.append(words("evidence.unrounded"))
    return parts


def _bases(pub: Publication, row: Any) -> str:
    if hasattr(row, "n_first"):
        n = {"first": whole(row.n_first), "later": whole(row.n_later)}
        return pub.words("evidence.n_tenures", **n)
    return pub.words("evidence.n", last=whole(row.n_last), this=whole(row.n_this))


def declared_note(pub: Publication, row: Any) -> str:
    """Return what the questionnaire declares of a question that cannot be compared."""
    notes = [
        change.note.text(pub.words.language)
        for change in pub.questionnaire.changes
        if change.question == getattr(row, "question", HEADLINE) and not change.comparable
    ]
    return pub.words("sentence.note", note=notes[0]) if notes else ""
