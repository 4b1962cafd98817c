"""The overview: where each role's page is, and the training list over all roles."""

from __future__ import annotations

from selfcheck_analysis.display import Blocks, HtmlBlock
from selfcheck_analysis.feedback.blocks import Block, heading
from selfcheck_analysis.feedback.lead import first_lesson, headline_sentence, lead_block
from selfcheck_analysis.feedback.page import role_addresses
from selfcheck_analysis.feedback.sections import section_addresses
from selfcheck_analysis.feedback.training import Lesson, lessons_of
from selfcheck_analysis.feedback.training_chart import training_chart
from selfcheck_analysis.feedback.training_list import training_table
from selfcheck_analysis.measures import Measures
from selfcheck_analysis.publication import Publication
from selfcheck_analysis.questionnaire import Questionnaire
from selfcheck_analysis.tables.measures import measures_table
from selfcheck_analysis.templating import render


def overview(
    pub: Publication, measures: Measures, last_form: Questionnaire | None = None
) -> Blocks:
    """Return the lead, links to every feedback page, the training list, and the ledger.

    Parameters
    ----------
    pub : Publication
    measures : Measures
        The ledger of measures; the result of the year after stands beside each.
    last_form : Questionnaire, optional
        Last year's forms, which name questions that are no longer asked.
    """
    roles = [role.id for role in pub.questionnaire.roles]
    lessons = lessons_of(pub, roles)
    chart = training_chart(pub, lessons)
    blocks: list[Block] = [
        _lead(pub, roles, lessons),
        *_links(pub, "pages", role_addresses(pub)),
        *_links(pub, "section_pages", section_addresses(pub)),
        heading(pub, "training_of_programme"),
        training_table(pub, measures, roles, lessons),
        *([chart] if chart else []),
        heading(pub, "measures"),
        measures_table(pub, measures, last_form=last_form),
    ]
    return Blocks(tuple(blocks))


def _lead(pub: Publication, roles: list[str], lessons: list[Lesson]) -> HtmlBlock:
    none = pub.words("feedback.training.none")
    opening = first_lesson(pub, lessons) if lessons else none
    return lead_block(opening, [headline_sentence(pub, role) for role in roles], sheet=False)


def _links(pub: Publication, key: str, links: list[tuple[str, str]]) -> list[HtmlBlock]:
    """Return a heading and a list of links (title, file) below it; nothing where there are none."""
    if not links:
        return []
    html = render("feedback_links.html.j2", links=links)
    plain = "\n".join(title for title, _ in links)
    return [heading(pub, key), HtmlBlock(html=html, plain=plain)]
