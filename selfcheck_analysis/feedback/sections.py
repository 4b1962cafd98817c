"""A page for every section: its own rates where they are shown, else those of its roles."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from selfcheck_analysis.display import HtmlBlock
from selfcheck_analysis.feedback.blocks import Block, FeedbackPage, heading, title
from selfcheck_analysis.feedback.lead import (
    first_lesson,
    headline_sentence,
    lead_block,
    weakest_sentence,
)
from selfcheck_analysis.feedback.questions import weak_and_strong
from selfcheck_analysis.feedback.reading import reading
from selfcheck_analysis.feedback.section_table import section_table
from selfcheck_analysis.feedback.selection import rated_rows
from selfcheck_analysis.feedback.training import Lesson, lessons_of
from selfcheck_analysis.feedback.training_list import training_or_of_programme
from selfcheck_analysis.measures import Measures
from selfcheck_analysis.publication import Publication
from selfcheck_analysis.released import SECTION_TABLE


def section_pages(pub: Publication, measures: Measures) -> list[FeedbackPage]:
    """Return the page of every section that the release names; none where it names none.

    Their files bear the ids of the sections, for names are Japanese.
    """
    if SECTION_TABLE not in pub.release.tables:
        return []
    frame = pub.release.frame(SECTION_TABLE)
    return [
        _page(pub, measures, str(section), of_section)
        for section, of_section in frame.groupby("section", sort=False)
    ]


def section_addresses(pub: Publication) -> list[tuple[str, str]]:
    """Return title and file of the page of every section."""
    frame = pub.release.frame(SECTION_TABLE) if SECTION_TABLE in pub.release.tables else None
    ids = [] if frame is None else frame["section"].unique()
    return [(_title(pub, section), _file(section)) for section in map(str, ids)]


def _title(pub: Publication, section_id: str) -> str:
    return pub.words("feedback.section.title", section=_name(pub, section_id))


def _name(pub: Publication, section_id: str) -> str:
    return pub.questionnaire.section(section_id).label.text(pub.words.language)


def _file(section_id: str) -> str:
    return f"feedback/sections/{section_id}.html"


def _page(
    pub: Publication, measures: Measures, section_id: str, frame: pd.DataFrame
) -> FeedbackPage:
    section, name = _name(pub, section_id), _title(pub, section_id)
    answered = set(frame["role"])
    roles = [role.id for role in pub.questionnaire.roles if role.id in answered]
    lessons = lessons_of(pub, roles)
    return FeedbackPage(
        file=_file(section_id),
        title=name,
        blocks=(
            title(pub, name, roles),
            _lead(pub, section, frame, roles, lessons),
            heading(pub, "questions"),
            *_questions(pub, section, frame, roles),
            heading(pub, "training"),
            *training_or_of_programme(pub, measures, roles, lessons),
            reading(pub),
        ),
    )


def _lead(
    pub: Publication,
    section: str,
    frame: pd.DataFrame,
    roles: list[str],
    lessons: Sequence[Lesson],
) -> HtmlBlock:
    """Say what the section's weakest question is, or that its own rates are not shown."""
    own = rated_rows(frame)
    none = pub.words("feedback.section.none", section=section)
    named = {"section": section, "sentence": weakest_sentence(pub, own)} if own else {}
    opening = pub.words("feedback.section.weakest", **named) if own else none
    points = [headline_sentence(pub, role) for role in roles]
    return lead_block(opening, [*points, first_lesson(pub, lessons)])


def _questions(
    pub: Publication, section: str, frame: pd.DataFrame, roles: list[str]
) -> list[Block]:
    """Return the section's own rates beside its roles', or the tables of its roles."""
    if rated_rows(frame):
        return [section_table(pub, section, frame)]
    return [weak_and_strong(pub, role) for role in roles]
