"""Texts with a white rim, which keeps lines off the letters."""

from __future__ import annotations

from typing import Any

from selfcheck_analysis.charts.style import FONT_SIZE


def haloed(text: Any, rim: int = 4, **look: Any) -> list[Any]:
    """Return the two layers of a text: its rim below, and its letters above.

    Parameters
    ----------
    text : altair chart
        Encodes where the text stands and what it says.
    rim : int
        Pixels of the rim.
    **look
        Of the mark, for example `dy`.
    """
    look = {"fontSize": FONT_SIZE} | look
    return [
        text.mark_text(stroke="white", strokeWidth=rim, **look),
        text.mark_text(**look),
    ]
