"""A page as a browser prints it, read sheet by sheet."""

from __future__ import annotations

import io
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from playwright.sync_api import Page
    from pypdf import PageObject

A4_POINTS = {(595, 842), (842, 595)}
"""210 x 297 mm at 72 points to the inch."""


_ALIKE = str.maketrans("⺠⻑⻄⻘⻩⻝⻤⻨⻭⻯⻲‧", "民長西青黄食鬼麦歯竜亀・")
"""Signs that a font draws alike, of which NFKC knows the first as a sign of its own."""


@dataclass(frozen=True)
class Sheet:
    """One printed sheet: its size in points, its text, and how far down it is filled (0 to 1)."""

    size: tuple[int, int]
    text: str
    filled: float

    def says(self, words: str) -> bool:
        """Tell whether words stand on the sheet, wherever their line breaks."""
        return squeezed(words) in squeezed(self.text)


def squeezed(text: str) -> str:
    """Return a text without spaces; what a font draws alike may be read back as the other sign."""
    return "".join(unicodedata.normalize("NFKC", text).translate(_ALIKE).split())


def sheets(page: Page) -> list[Sheet]:
    """Print a page the way its style sheet asks, and return its sheets."""
    from pypdf import PdfReader

    pdf = page.pdf(prefer_css_page_size=True)
    return [_sheet(sheet) for sheet in PdfReader(io.BytesIO(pdf)).pages]


def _sheet(sheet: PageObject) -> Sheet:
    width, height = float(sheet.mediabox.width), float(sheet.mediabox.height)
    lowest = height

    def visit(text: str, outer: Any, inner: Any, *_: Any) -> None:
        nonlocal lowest
        x, y = inner[4], inner[5]
        at = outer[1] * x + outer[3] * y + outer[5]
        if text.strip() and at > MARGIN_POINTS:
            lowest = min(lowest, at)

    text = sheet.extract_text(visitor_text=visit)
    return Sheet((round(width), round(height)), text, 1 - lowest / height)


MARGIN_POINTS = 42
"""The numbers of the sheets stand lower than this: 15 mm at 72 points to the inch."""
