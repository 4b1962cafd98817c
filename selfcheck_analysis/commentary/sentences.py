"""One comparison in one sentence; the verb is that of the verdict."""

from __future__ import annotations

from typing import Any

from selfcheck_analysis.figures import (
    confidence_level,
    interval,
    known,
    last_year,
    p_relation,
    signed,
    this_year,
    whole,
)
from selfcheck_analysis.publication import MOVED, Publication
from selfcheck_analysis.terms import HEADLINE, State, Verdict


def change_sentence(pub: Publication, row: Any, group: str = "", measure: str = "") -> str:
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
    """
    words = pub.words
    group = group or words(f"tenure.{row.tenure}")
    measure = measure or words("measure.question")
    if State(row.state) is not State.SHOWN:
        return words("sentence.hidden", group=group, reason=pub.state(row.state))
    verdict = Verdict(row.verdict)
    if verdict is Verdict.NOT_COMPARABLE:
        return words("sentence.not_comparable", group=group, note=declared_note(pub, row))
    if not known(row.change_points):
        return words("sentence.not_tested_no_answers", group=group)
    tested = verdict in (*MOVED, Verdict.NOT_SHOWN)
    percents = (row.last_percent, row.this_percent)
    return words(
        f"sentence.{verdict}" if all(map(known, percents)) else f"sentence_without_rates.{verdict}",
        group=group,
        measure=measure,
        last_year=last_year(pub),
        this_year=this_year(pub),
        **_rates(("last", "this"), percents),
        change=signed(row.change_points),
        evidence=_evidence(pub, row, percents) if tested else "",
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
    percents = (row.later_percent, row.first_percent)
    key = "contrast_sentence" if all(map(known, percents)) else "contrast_without_rates"
    return pub.words(
        f"{key}.{Verdict(row.verdict)}",
        group=group,
        measure=measure,
        **_rates(("later", "first"), percents),
        change=signed(row.change_points),
        evidence=_evidence(pub, row, percents),
    )


def _rates(names: tuple[str, str], percents: tuple[Any, Any]) -> dict[str, str]:
    """Write both rates; empty where a comparison is printed without them."""
    return {
        name: whole(percent) if known(percent) else ""
        for name, percent in zip(names, percents, strict=True)
    }


def _evidence(pub: Publication, row: Any, percents: tuple[Any, Any]) -> str:
    """Return the interval, the deciding p, the bases, and what may seem a contradiction."""
    words = pub.words
    parts = []
    if known(row.low_points):
        between = interval(row.low_points, row.high_points, words)
        parts.append(words("evidence.interval", level=confidence_level(pub), interval=between))
    parts.append(words("evidence.p_adjusted", p=p_relation(row.p_adjusted)))
    parts.append(_bases(pub, row))
    if known(row.note) and row.note:
        parts.append(words(f"note_clause.{row.note}"))
    printed = all(map(known, percents))
    if printed and percents[1] - percents[0] != row.change_points:
        parts.append(words("evidence.unrounded"))
    return words("evidence.joiner").join(parts)


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
