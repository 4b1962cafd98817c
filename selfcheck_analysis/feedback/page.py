"""The feedback pages of a release: one for each reported role, and one for each section."""

from __future__ import annotations

from selfcheck_analysis.feedback.blocks import Block, FeedbackPage, heading, title
from selfcheck_analysis.feedback.changes import change_points
from selfcheck_analysis.feedback.everyone import everyone_table
from selfcheck_analysis.feedback.lead import lead_of_role
from selfcheck_analysis.feedback.questions import weak_and_strong
from selfcheck_analysis.feedback.rates import rates_beside_others
from selfcheck_analysis.feedback.reading import reading
from selfcheck_analysis.feedback.sections import section_pages
from selfcheck_analysis.feedback.selection import focus_questions, rates_of_role
from selfcheck_analysis.feedback.training import lessons_of
from selfcheck_analysis.feedback.training_chart import training_chart
from selfcheck_analysis.feedback.training_list import training_or_of_programme
from selfcheck_analysis.measures import Measures
from selfcheck_analysis.publication import Publication


def pages(pub: Publication, measures: Measures) -> list[FeedbackPage]:
    """Return the page of every reported role, in the order of the forms, then of every section.

    Parameters
    ----------
    pub : Publication
    measures : Measures
        The ledger of measures.

    Returns
    -------
    list of FeedbackPage
        Their files are relative to the programme's folder. There are pages of sections only
        where the release has the table `section_rates`.
    """
    roles = [role_page(pub, measures, role.id) for role in pub.questionnaire.roles]
    return [*roles, *section_pages(pub, measures)]


def role_addresses(pub: Publication) -> list[tuple[str, str]]:
    """Return title and file of the page of every reported role."""
    return [(_title(pub, role.id), _file(role.id)) for role in pub.questionnaire.roles]


def _title(pub: Publication, role: str) -> str:
    return pub.words("feedback.role.title", role=pub.role(role))


def _file(role: str) -> str:
    return f"feedback/{role}.html"


def role_page(pub: Publication, measures: Measures, role: str) -> FeedbackPage:
    """Return the page of one role: how it did, where it is weak, what changed, whom to train."""
    name, lessons = _title(pub, role), lessons_of(pub, [role])
    chart = training_chart(pub, lessons)
    return FeedbackPage(
        file=_file(role),
        title=name,
        blocks=(
            title(pub, name, [role]),
            lead_of_role(pub, role, lessons),
            rates_beside_others(pub, [role]),
            heading(pub, "questions"),
            *_questions(pub, role),
            heading(pub, "training"),
            *training_or_of_programme(pub, measures, [role], lessons),
            *([chart] if chart else []),
            heading(pub, "changes"),
            change_points(pub, role),
            reading(pub),
        ),
    )


def _questions(pub: Publication, role: str) -> list[Block]:
    """Return the ends of the ranking; where nothing is shown, the whole of the programme."""
    own = weak_and_strong(pub, role)
    if rates_of_role(pub, role):
        return [own]
    return [own, everyone_table(pub, focus_questions(pub, role))]
