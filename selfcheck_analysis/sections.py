"""Parts of a page whose number depends on the year's forms, or on the years there are."""

from __future__ import annotations

from selfcheck_analysis import charts, commentary, tables
from selfcheck_analysis.display import Blocks, HtmlBlock
from selfcheck_analysis.feedback import overview
from selfcheck_analysis.handout import handout as council_handout
from selfcheck_analysis.handout import page_blocks
from selfcheck_analysis.handout_text import read_written
from selfcheck_analysis.measures import read_measures
from selfcheck_analysis.paths import Project
from selfcheck_analysis.publication import Publication
from selfcheck_analysis.questionnaire import Questionnaire, read_questionnaire


def focus_items(publication: Publication) -> Blocks:
    """Return, for every focus item of the year, its heading, sentences, table and chart."""
    return Blocks(
        tuple(
            block
            for item in publication.questionnaire.focus_items
            for block in (
                commentary.focus_heading(publication, item.id),
                commentary.focus_sentences(publication, item.id),
                tables.focus_answers(publication, item.id),
                charts.focus_answers(publication, item.id),
            )
        )
    )


def form_changes(publication: Publication) -> Blocks:
    """Return the heading and the table of what the forms declare to differ from last year's."""
    return Blocks(
        (
            commentary.heading(publication, "form_changes"),
            tables.form_changes(publication, _last_form(publication)),
        )
    )


def trend(publication: Publication) -> Blocks | HtmlBlock:
    """Return chart and table of the trend, or one sentence where there are too few years."""
    table = tables.trend(publication)
    if publication.release.frame("trend").empty:
        return table
    return Blocks((charts.trend(publication), table))


def feedback(publication: Publication) -> Blocks:
    """Return the links to the feedback pages, the training list, and the ledger of measures."""
    return overview(publication, read_measures(Project.current()), _last_form(publication))


def handout(publication: Publication) -> Blocks:
    """Return the council's handout, with the texts that people wrote for it."""
    release = publication.release
    written = read_written(Project.current(), release.programme, release.fiscal_year)
    return page_blocks(council_handout(publication, written), publication.words.language)


def _last_form(publication: Publication) -> Questionnaire | None:
    """Read last year's public forms, which name what was dropped; there may be none."""
    programme, year = publication.release.programme, publication.release.fiscal_year - 1
    project = Project.current()
    if not project.questionnaire_file(programme, year).is_file():
        return None
    return read_questionnaire(project, programme, year)
