"""The handout as blocks of a page, below the title that every page has."""

from __future__ import annotations

from selfcheck_analysis.display import Blocks, ChartBlock, HtmlBlock
from selfcheck_analysis.handout.model import Handout, Heading, Listing, Paragraph, Part
from selfcheck_analysis.tables.model import Table
from selfcheck_analysis.templating import render
from selfcheck_analysis.words import Language

_TEMPLATE = "handout_part.html.j2"


def page_blocks(handout: Handout, language: Language) -> Blocks:
    """Return number, day and author of a handout, and all its parts."""
    head = HtmlBlock(
        html=render("handout_head.html.j2", stamps=handout.stamps, remarks=handout.remarks),
        plain="\n".join([*handout.stamps, *handout.remarks]),
    )
    return Blocks((head, *(_block(part, language) for part in handout.parts)))


def _block(part: Part, language: Language) -> HtmlBlock | ChartBlock:
    match part:
        case Table():
            return part.block(language)
        case ChartBlock():
            return part
        case Listing():
            plain = "\n".join(part.items)
            return HtmlBlock(html=render(_TEMPLATE, kind="listing", part=part), plain=plain)
        case Heading():
            return HtmlBlock(html=render(_TEMPLATE, kind="heading", part=part), plain=part.text)
        case Paragraph():
            return HtmlBlock(html=render(_TEMPLATE, kind="paragraph", part=part), plain=part.text)
