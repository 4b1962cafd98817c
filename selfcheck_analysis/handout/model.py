"""A handout as a row of parts, before it becomes a page, a document or sheets."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from selfcheck_analysis.display import ChartBlock, HtmlBlock
from selfcheck_analysis.questionnaire import Label
from selfcheck_analysis.tables.model import Table
from selfcheck_analysis.words import Language

Kind = Literal["body", "label", "blank", "note", "closing"]
"""Of a paragraph: text, a label above the next part, what nobody has written, a note, the end."""


@dataclass(frozen=True)
class Heading:
    """A heading: of a section (level 1) or of a part of it (level 2)."""

    text: str
    level: Literal[1, 2]


@dataclass(frozen=True)
class Paragraph:
    """One paragraph."""

    text: str
    kind: Kind = "body"


@dataclass(frozen=True)
class Listing:
    """Short lines one below the other; numbered where they are referred to by number."""

    items: tuple[str, ...]
    numbered: bool = False


Part = Heading | Paragraph | Listing | Table | ChartBlock


@dataclass(frozen=True)
class Handout:
    """The whole handout.

    Parameters
    ----------
    title, year : str
    stamps : tuple of str
        Number, day and author, as far as somebody has written them.
    banners : tuple of str
        What has to be known before anything else: that it is synthetic, or internal.
    remarks : tuple of str
        What has to be known of its texts: made up, or parts of them not written yet.
    parts : tuple of Part
    notes : tuple of str
        Under which disclosure policy it was made.
    """

    title: str
    year: str
    stamps: tuple[str, ...]
    banners: tuple[str, ...]
    remarks: tuple[str, ...]
    parts: tuple[Part, ...]
    notes: tuple[str, ...]

    @property
    def tables(self) -> list[Table]:
        """The tables, in the order of print."""
        return [part for part in self.parts if isinstance(part, Table)]

    @property
    def charts(self) -> list[ChartBlock]:
        """The charts, in the order of print."""
        return [part for part in self.parts if isinstance(part, ChartBlock)]


def prose(labels: Iterable[Label], language: Language) -> list[Part]:
    """Return what people wrote, a paragraph for each; none where they wrote nothing."""
    return [Paragraph(label.text(language)) for label in labels]


def printed(block: HtmlBlock | ChartBlock) -> Iterator[Part]:
    """Yield a table or chart, or the sentence that stands in its place."""
    if isinstance(block, ChartBlock):
        yield block
    elif block.table is not None:
        yield block.table
    else:
        yield Paragraph(block.plain)
