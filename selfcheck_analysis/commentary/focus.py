"""One honest sentence for each focus question and tenure."""

from __future__ import annotations

from typing import Any

from selfcheck_analysis.display import HtmlBlock
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
from selfcheck_analysis.publication import Publication
from selfcheck_analysis.templating import render
from selfcheck_analysis.terms import ALL_ROLES, State, Tenure, Verdict

_TENURES = (Tenure.ALL, Tenure.FIRST_YEAR, Tenure.SECOND_YEAR_PLUS)


def focus_heading(pub: Publication, item_id: int) -> HtmlBlock:
    """Return the heading of one focus item, with its number."""
    text = pub.words("heading.focus_item", number=item_id, item=pub.focus_item(item_id))
    return HtmlBlock(html=render("heading.html.j2", text=text), plain=text)


def focus_sentences(pub: Publication, item_id: int) -> HtmlBlock:
    """Say of each question of a focus item what happened to its share of proper answers.

    All tenures come first and always; a single tenure follows where its figures are shown. The
    verb is that of the verdict: only a change that was shown is called a rise or a fall.
    """
    if pub.release.last_year is None:
        text = pub.words("table.changes.first_year")
        return HtmlBlock(html=render("paragraph.html.j2", text=text), plain=text)
    asked = [q.id for q in pub.questionnaire.focus_questions() if q.focus_item == item_id]
    questions = [(pub.statement(question), _sentences(pub, question)) for question in asked]
    lines = [line for label, sentences in questions for line in (label, *sentences)]
    return HtmlBlock(html=render("sentences.html.j2", questions=questions), plain="\n".join(lines))


def _sentences(pub: Publication, question: str) -> list[str]:
    frame = pub.release.frame("changes")
    frame = frame[(frame["role"] == ALL_ROLES) & (frame["question"] == question)]
    rows = {Tenure(row.tenure): row for row in frame.itertuples(index=False)}
    return [
        change_sentence(pub, rows[tenure])
        for tenure in _TENURES
        if tenure in rows and (tenure is Tenure.ALL or rows[tenure].state == State.SHOWN)
    ]


def change_sentence(pub: Publication, row: Any, group: str = "") -> str:
    """Put one row of the released changes into a sentence on `group`, else on its tenure."""
    words = pub.words
    group = group or words(f"tenure.{row.tenure}")
    state = State(row.state)
    if state is not State.SHOWN:
        reason = words(f"state.{state}", min_base=pub.release.min_base)
        return words("sentence.hidden", group=group, reason=reason)
    verdict = Verdict(row.verdict)
    if verdict is Verdict.NOT_COMPARABLE:
        return words("sentence.not_comparable", group=group, note=_declared(pub, row.question))
    if not known(row.change_points):
        return words(f"sentence.{verdict}", group=group)
    tested = verdict in (Verdict.ROSE, Verdict.FELL, Verdict.NOT_SHOWN)
    return words(
        f"sentence.{verdict}",
        group=group,
        last_year=last_year(pub),
        this_year=this_year(pub),
        last=whole(row.last_percent),
        this=whole(row.this_percent),
        change=signed(row.change_points),
        evidence=_evidence(pub, row) if tested else "",
    )


def _evidence(pub: Publication, row: Any) -> str:
    """Return the interval, the deciding p and the bases."""
    words = pub.words
    between = interval(row.low_points, row.high_points, words)
    parts = [
        words("evidence.interval", level=confidence_level(pub), interval=between),
        words("evidence.p_adjusted", p=p_relation(row.p_adjusted)),
        words("evidence.n", last=whole(row.n_last), this=whole(row.n_this)),
    ]
    if row.this_percent - row.last_percent != row.change_points:
        parts.append(words("evidence.unrounded"))
    return words("evidence.joiner").join(parts)


def _declared(pub: Publication, question: str) -> str:
    """Return what the questionnaire declares of a question that cannot be compared."""
    notes = [
        change.note.text(pub.words.language)
        for change in pub.questionnaire.changes
        if change.question == question and not change.comparable
    ]
    return pub.words("sentence.note", note=notes[0]) if notes else ""
