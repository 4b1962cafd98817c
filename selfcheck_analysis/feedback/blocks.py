"""What a feedback page is, its head and the headings of its sections."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from selfcheck_analysis.commentary.policy import merged_line
from selfcheck_analysis.display import ChartBlock, HtmlBlock
from selfcheck_analysis.figures import this_year
from selfcheck_analysis.publication import Publication
from selfcheck_analysis.templating import render

Block = HtmlBlock | ChartBlock


@dataclass(frozen=True)
class FeedbackPage:
    """One page: its file below the programme's folder, its title, and its blocks in order."""

    file: str
    title: str
    blocks: tuple[Block, ...]


def way_back(pub: Publication, address: str) -> HtmlBlock:
    """Return the link from a feedback page up to the overview, which stands at `address`."""
    name = pub.words("page.feedback.title")
    return HtmlBlock(html=render("feedback_back.html.j2", title=name, address=address), plain=name)


def title(pub: Publication, name: str, roles: Sequence[str]) -> HtmlBlock:
    """Return the head of a page: programme, year, name, banners, and which roles are merged.

    Parameters
    ----------
    pub : Publication
    name : str
        The page's printed name.
    roles : sequence of str
        The reported roles that the page is for.
    """
    words, release = pub.words, pub.release
    programme, year = pub.questionnaire.title.text(words.language), this_year(pub)
    banners = [words("page.internal")] if release.internal_only else []
    banners += [words("page.synthetic")] if release.synthetic else []
    notes = [
        merged_line(words, [merged[words.language] for merged in names], pub.role(group))
        for group, names in release.merged_roles.items()
        if group in roles
    ]
    html = render(
        "title.html.j2", name=name, programme=programme, year=year, banners=banners, notes=notes
    )
    return HtmlBlock(html=html, plain="\n".join([f"{programme} {year}", name, *banners, *notes]))


def heading(pub: Publication, key: str) -> HtmlBlock:
    """Return the heading of a section, by its name under `feedback.heading.`."""
    text = pub.words(f"feedback.heading.{key}")
    return HtmlBlock(html=render("heading.html.j2", text=text), plain=text)
