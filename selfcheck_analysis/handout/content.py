"""What stands in the handout: the sections in the order of the committee's material."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from selfcheck_analysis import charts, tables
from selfcheck_analysis.commentary.policy import policy_lines
from selfcheck_analysis.figures import this_year, whole
from selfcheck_analysis.fiscal_year import counted
from selfcheck_analysis.form_words import (
    day_in_words,
    forms_asked,
    questions_asked,
    sections_asked,
)
from selfcheck_analysis.handout.focus import focus_items
from selfcheck_analysis.handout.model import (
    Handout,
    Heading,
    Listing,
    Paragraph,
    Part,
    printed,
    prose,
)
from selfcheck_analysis.handout.results import result_sentences
from selfcheck_analysis.handout_text import Written
from selfcheck_analysis.publication import Publication
from selfcheck_analysis.terms import ALL_ROLES


def handout(pub: Publication, written: Written) -> Handout:
    """Put the handout of one programme and year together.

    Parameters
    ----------
    pub : Publication
    written : Written
        What people wrote, the ledger of measures, and the forms as they were asked.
    """
    programme = pub.questionnaire.title.text(pub.words.language)
    name = pub.words("page.handout.title")
    return Handout(
        title=pub.words("handout.heading", programme=programme, page=name),
        year=this_year(pub),
        stamps=tuple(_stamps(pub, written)),
        banners=tuple(banners(pub)),
        remarks=tuple(remarks(pub, written)),
        parts=(
            *_held(pub, written),
            *_results(pub, written),
            *focus_items(pub, written),
            *_measures(pub, written),
            Paragraph(pub.words("handout.closing"), "closing"),
        ),
        notes=tuple(notes(pub)),
    )


def banners(pub: Publication) -> Iterator[str]:
    """Yield what a reader has to know before anything else."""
    words, release = pub.words, pub.release
    if release.internal_only:
        yield words("page.internal")
    if release.synthetic:
        yield words("page.synthetic")


def remarks(pub: Publication, written: Written) -> Iterator[str]:
    """Yield that texts are made up, and which parts nobody has written yet."""
    words, text = pub.words, written.text
    if text.sample:
        yield words("handout.sample")
    keys = ("material_number", "presented", "author", "purpose", "asked", "method", "measures")
    missing = [words(f"handout.part.{key}") for key in keys if not getattr(text, key)]
    if missing:
        file = f"params/handouts/{text.programme}_{text.fiscal_year}.yaml"
        parts = words("handout.joiner").join(missing)
        yield words("handout.unwritten_parts", parts=parts, file=file)


def notes(pub: Publication) -> list[str]:
    """Return under which disclosure policy the figures are released."""
    release = pub.release
    return policy_lines(pub.words, release.policy_name, release.thresholds, release.checked)


def _stamps(pub: Publication, written: Written) -> Iterator[str]:
    text, language = written.text, pub.words.language
    if text.material_number is not None:
        yield text.material_number.text(language)
    if text.presented is not None:
        yield day_in_words(text.presented, language)
    if text.author is not None:
        yield pub.words("handout.author", author=text.author.text(language))


def _held(pub: Publication, written: Written) -> Iterator[Part]:
    """Say why, when, with whom and how the self-check was held."""
    words, text, survey = pub.words, written.text, written.form.survey
    yield Heading(words("handout.section.held"), 1)
    yield Heading(words("handout.section.purpose"), 2)
    yield from prose(text.purpose, words.language) or [_blank(pub)]
    yield Heading(words("handout.section.period"), 2)
    days = {"opens": survey.opens, "closes": survey.closes}
    yield Listing(
        tuple(
            words(f"handout.period.{name}", day=day_in_words(day, words.language))
            for name, day in days.items()
        )
    )
    yield Heading(words("handout.section.asked"), 2)
    yield from prose([text.asked] if text.asked is not None else [], words.language) or [
        _blank(pub)
    ]
    people = words("handout.people", n=counted(int(_everybody(pub).headcount), words.language))
    yield Listing((sections_asked(written.form, words), people))
    yield Heading(words("handout.section.method"), 2)
    yield Paragraph(_forms(pub, written))
    yield from prose(text.method, words.language) or [_blank(pub)]


def _forms(pub: Publication, written: Written) -> str:
    """Say how many forms there were and of how many questions."""
    questions = questions_asked(written.form, pub.words)
    if len(written.form.roles) == 1:
        return pub.words("handout.method.one_form", questions=questions)
    forms = forms_asked(written.form, pub.words)
    return pub.words("handout.method.forms", questions=questions, forms=forms)


def _results(pub: Publication, written: Written) -> Iterator[Part]:
    """Say how many answered, and print the rates of the roles."""
    words = pub.words
    yield Heading(words("handout.section.results"), 1)
    everybody = _everybody(pub)
    told = "everyone" if everybody.n_people == everybody.headcount else "some"
    figures = {
        "headcount": counted(int(everybody.headcount), words.language),
        "percent": whole(everybody.response_percent),
        "n": counted(int(everybody.n_people), words.language),
    }
    answered = words(f"handout.results.{told}", **figures)
    yield Paragraph(answered + words("chart.gap") + words("handout.results.shown"))
    yield from printed(tables.rates_by_role(pub))
    yield from _sections(pub, written)
    yield from printed(charts.rates_by_role(pub))
    yield Paragraph(words("handout.focus.remarks"), "label")
    yield Listing(result_sentences(pub))
    if added := prose(written.text.results, words.language):
        yield Paragraph(words("handout.focus.added"), "label")
        yield from added
    if pub.release.last_year is not None:
        yield Paragraph(words("handout.focus.note"), "note")


def _everybody(pub: Publication) -> Any:
    """Return headcount, people who answered and response rate of everybody asked."""
    return pub.release.frame("response_rates").set_index("role").loc[ALL_ROLES]


def _sections(pub: Publication, written: Written) -> Iterator[Part]:
    """Say which sections the people of a role belong to, for the roles where this is written."""
    language, listed = pub.words.language, written.text.sections
    for role in written.form.roles:
        if names := [label.text(language) for label in listed.get(role.id, ())]:
            sections = pub.words("handout.joiner").join(names)
            label = role.label.text(language)
            text = pub.words("handout.results.sections", role=label, sections=sections)
            yield Paragraph(text, "note")


def _measures(pub: Publication, written: Written) -> Iterator[Part]:
    """Say what will be done, and print the ledger with the results of last year's measures."""
    language = pub.words.language
    yield Heading(pub.words("handout.section.measures"), 1)
    texts = tuple(label.text(language) for label in written.text.measures)
    yield Listing(texts, numbered=True) if texts else _blank(pub)
    ledger = tables.measures_table(pub, written.measures, last_form=written.last_form)
    yield from printed(ledger)


def _blank(pub: Publication) -> Paragraph:
    return Paragraph(pub.words("handout.unwritten"), "blank")
