"""The handout as a document of Word."""

from __future__ import annotations

import io
from datetime import datetime
from typing import TYPE_CHECKING, Any

from selfcheck_analysis.display import ChartBlock
from selfcheck_analysis.handout.archives import lasting
from selfcheck_analysis.handout.model import Handout, Heading, Listing, Paragraph, Part
from selfcheck_analysis.handout.word_styles import (
    BANNER,
    LABEL,
    LINES,
    NOTE,
    STAMP,
    TEXT_WIDTH,
    element,
    new_document,
)
from selfcheck_analysis.handout.word_table import add_table
from selfcheck_analysis.report.pictures import png_picture
from selfcheck_analysis.tables.model import Table
from selfcheck_analysis.words import Words

if TYPE_CHECKING:
    from docx.document import Document

_STYLES = {"body": "Normal", "label": LABEL, "blank": LABEL, "note": NOTE, "closing": STAMP}
_SCALE = 2
_PIXELS_OF_A_PAGE = 25.4 / 96
"""The width of a page's pixel, in millimetres."""

_BELOW_TABLE = 10
"""The space below a table, in points."""

_HIGHEST = 85
"""Of a chart, in millimetres, so that it stands below its table."""


def document_of(handout: Handout, words: Words, made_at: datetime) -> bytes:
    """Return the handout as a docx file, the same for the same `made_at`."""
    document = new_document(words, handout.title, handout.year, made_at)
    for stamp in handout.stamps:
        document.add_paragraph(stamp, style=STAMP)
    document.add_paragraph(f"{handout.year}\n{handout.title}", style="Title")
    for banner in (*handout.banners, *handout.remarks):
        document.add_paragraph(banner, style=BANNER)
    for note in handout.notes:
        document.add_paragraph(note, style=NOTE)
    after_table = False
    for part in handout.parts:
        n_before = len(document.paragraphs)
        _add(document, part, words)
        if after_table:
            _set_apart(document.paragraphs[n_before])
        after_table = isinstance(part, Table)
    buffer = io.BytesIO()
    document.save(buffer)
    return lasting(buffer.getvalue())


def _add(document: Document, part: Part, words: Words) -> None:
    match part:
        case Table():
            add_table(document, part, words.language)
        case ChartBlock():
            _add_chart(document, part, words)
        case Heading():
            document.add_heading(part.text, level=part.level)
        case Listing():
            _add_listing(document, part, words)
        case Paragraph():
            document.add_paragraph(part.text, style=_STYLES[part.kind])


def _set_apart(paragraph: Any) -> None:
    """Leave room between a table and the paragraph below it, unless its style does."""
    from docx.shared import Pt

    own = paragraph.style.paragraph_format.space_before
    paragraph.paragraph_format.space_before = max(own or Pt(0), Pt(_BELOW_TABLE))


def _add_chart(document: Document, chart: ChartBlock, words: Words) -> None:
    """Add a chart as a picture below its title and notes, and its description to be read aloud."""
    from docx.shared import Mm

    caption = document.add_paragraph(chart.title, style="Caption")
    caption.paragraph_format.keep_with_next = True
    for note in chart.spec["usermeta"]["notes"]:
        document.add_paragraph(note, style=NOTE).paragraph_format.keep_with_next = True
    picture = document.add_picture(io.BytesIO(png_picture(chart.spec, _SCALE)))
    width, height = _size_on_a_page(document, picture)
    smaller = min(1, TEXT_WIDTH / width, _HIGHEST / height)
    picture.width, picture.height = Mm(width * smaller), Mm(height * smaller)
    picture._inline.docPr.set("descr", chart.description)
    picture._inline.docPr.set("title", chart.title)


def _size_on_a_page(document: Document, picture: Any) -> tuple[float, float]:
    """Return width and height of a chart on a page, in millimetres."""
    blip = picture._inline.graphic.graphicData.pic.blipFill.blip
    image = document.part.related_parts[blip.embed].image
    unit = _PIXELS_OF_A_PAGE / _SCALE
    return image.px_width * unit, image.px_height * unit


def _add_listing(document: Document, listing: Listing, words: Words) -> None:
    number = _new_numbering(document, words) if listing.numbered else None
    for item in listing.items:
        paragraph = document.add_paragraph(item, style="List Number" if number else LINES)
        if number is not None:
            properties = paragraph._p.get_or_add_pPr().get_or_add_numPr()
            properties.get_or_add_ilvl().val = 0
            properties.get_or_add_numId().val = number


def _new_numbering(document: Document, words: Words) -> int:
    """Add a numbering of its own, which begins at one, and return its id."""
    numbering: Any = document.part.numbering_part.element
    abstract = str(1 + max(int(n) for n in numbering.xpath("w:abstractNum/@w:abstractNumId")))
    level = element("w:lvl", ilvl="0")
    indent = element("w:pPr")
    indent.append(element("w:ind", left="680", hanging="680"))
    form = "decimalFullWidth" if words.language == "ja" else "decimal"
    level.extend(
        [
            element("w:start", val="1"),
            element("w:numFmt", val=form),
            element("w:suff", val="tab"),
            element("w:lvlText", val=words("handout.numbered")),
            element("w:lvlJc", val="left"),
            indent,
        ]
    )
    definition = element("w:abstractNum", abstractNumId=abstract)
    definition.extend([element("w:multiLevelType", val="singleLevel"), level])
    numbering.insert(0, definition)
    return int(numbering.add_num(int(abstract)).numId)
