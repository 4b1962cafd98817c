"""The head of a page and the headings of its sections."""

from __future__ import annotations

from selfcheck_analysis.commentary.policy import policy_lines
from selfcheck_analysis.display import HtmlBlock
from selfcheck_analysis.figures import fiscal_year, this_year
from selfcheck_analysis.publication import Publication
from selfcheck_analysis.templating import render


def title(pub: Publication, page: str) -> HtmlBlock:
    """Return the head of a page: what it is, of which programme and year, and its reservations.

    Parameters
    ----------
    pub : Publication
    page : {"responses", "rates", "year_over_year", "focus"}
    """
    words, release = pub.words, pub.release
    programme = pub.questionnaire.title.text(words.language)
    name = words(f"page.{page}.title")
    notes = policy_lines(words, release.policy_name, release.thresholds, release.checked)
    if release.last_year_is_printed and page != "responses":
        printed = fiscal_year(release.fiscal_year - 1, words.language)
        notes.append(words("page.printed", year=printed))
    banners = [words("page.internal")] if release.internal_only else []
    banners += [words("page.synthetic")] if release.synthetic else []
    year = this_year(pub)
    html = render(
        "title.html.j2", name=name, programme=programme, year=year, banners=banners, notes=notes
    )
    return HtmlBlock(html=html, plain="\n".join([f"{programme} {year}", name, *banners, *notes]))


def heading(pub: Publication, key: str) -> HtmlBlock:
    """Return the heading of a section, by its name under `heading.` in the catalogue."""
    text = pub.words(f"heading.{key}")
    return HtmlBlock(html=render("heading.html.j2", text=text), plain=text)
