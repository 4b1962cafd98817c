"""The focus items in the handout: their questions, what the figures say, what people add."""

from __future__ import annotations

from collections.abc import Iterator

from selfcheck_analysis import charts, tables
from selfcheck_analysis.commentary import question_sentences
from selfcheck_analysis.form_words import focus_title
from selfcheck_analysis.handout.model import Heading, Listing, Paragraph, Part, printed, prose
from selfcheck_analysis.handout_text import Written
from selfcheck_analysis.publication import Publication
from selfcheck_analysis.questionnaire import FocusItem
from selfcheck_analysis.tables.focus import circled


def focus_items(pub: Publication, written: Written) -> Iterator[Part]:
    """Yield the section on the focus items of the year, or say that there are none."""
    yield Heading(pub.words("handout.section.focus"), 1)
    if not written.form.focus_items:
        yield Paragraph(pub.words("handout.focus.none"))
    for item in written.form.focus_items:
        yield from _item(pub, written, item)
    if written.form.focus_items and pub.release.last_year is not None:
        yield Paragraph(pub.words("handout.focus.note"), "note")


def _item(pub: Publication, written: Written, item: FocusItem) -> Iterator[Part]:
    words = pub.words
    yield Heading(focus_title(written.form, item, words), 2)
    yield Paragraph(words("handout.focus.shown"))
    yield from printed(tables.focus_shares(pub, item.id))
    yield from printed(charts.focus_answers(pub, item.id))
    yield Paragraph(words("handout.focus.remarks"), "label")
    yield from _sentences(pub, item)
    if added := prose(written.text.focus_items.get(item.id, ()), words.language):
        yield Paragraph(words("handout.focus.added"), "label")
        yield from added


def _sentences(pub: Publication, item: FocusItem) -> Iterator[Part]:
    """Yield what happened to each question since last year, with the verbs of the verdicts."""
    if pub.release.last_year is None:
        yield Paragraph(pub.words("table.changes.first_year"))
        return
    frame = pub.release.frame("focus_answers")
    questions = frame.loc[frame["focus_item"] == item.id, "question"].unique()
    for number, question in enumerate(questions, start=1):
        named = {"number": circled(number), "question": pub.statement(question)}
        yield Paragraph(pub.words("handout.focus.about", **named), "label")
        yield Listing(tuple(question_sentences(pub, question)))
