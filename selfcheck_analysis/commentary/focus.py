"""One honest sentence for each focus question and tenure."""

from __future__ import annotations

from selfcheck_analysis.commentary.printed_year import printed_sentence
from selfcheck_analysis.commentary.sentences import change_sentence
from selfcheck_analysis.display import HtmlBlock
from selfcheck_analysis.figures import small_number
from selfcheck_analysis.publication import FIGURES, Publication
from selfcheck_analysis.templating import render
from selfcheck_analysis.terms import ALL_ROLES, Tenure

_TENURES = (Tenure.ALL, Tenure.FIRST_YEAR, Tenure.SECOND_YEAR_PLUS)


def focus_heading(pub: Publication, item_id: int) -> HtmlBlock:
    """Return the heading of one focus item, with its number."""
    number = small_number(item_id, pub.words.language)
    text = pub.words("heading.focus_item", number=number, item=pub.focus_item(item_id))
    return HtmlBlock(html=render("heading.html.j2", text=text), plain=text)


def focus_sentences(pub: Publication, item_id: int) -> HtmlBlock:
    """Say of each question of a focus item what happened to its share of proper answers.

    All tenures come first and always; a single tenure follows where its figures are shown. The
    verb is that of the verdict: only a change that was shown is called a rise or a fall.
    """
    if pub.release.last_year is None:
        return pub.paragraph("part.none_first_year")
    asked = [q.id for q in pub.questionnaire.focus_questions() if q.focus_item == item_id]
    questions = [(pub.statement(question), question_sentences(pub, question)) for question in asked]
    lines = [line for label, sentences in questions for line in (label, *sentences)]
    return HtmlBlock(html=render("sentences.html.j2", questions=questions), plain="\n".join(lines))


def question_sentences(pub: Publication, question: str) -> list[str]:
    """Say what happened to one focus question: all tenures, then each tenure that is shown."""
    printed = pub.release.last_year_is_printed
    sentence = printed_sentence if printed else change_sentence
    frame = pub.release.frame("printed_changes" if printed else "changes")
    frame = frame[(frame["role"] == ALL_ROLES) & (frame["question"] == question)]
    rows = {Tenure(row.tenure): row for row in frame.itertuples(index=False)}
    return [
        sentence(pub, rows[tenure])
        for tenure in _TENURES
        if tenure in rows and (tenure is Tenure.ALL or rows[tenure].state in FIGURES)
    ]
