"""Frames that say what they are: every display of a confidential frame carries a banner."""

from __future__ import annotations

from collections.abc import Callable
from html import escape
from typing import Any

import pandas as pd

from selfcheck_analysis.words import LANGUAGES, Words

LANGUAGE = "language"
CONFIDENTIAL = "confidential"
"""The keys of `DataFrame.attrs` by which a frame says its language and that it is confidential."""

_LOOK = (
    "margin:0 0 6px;padding:4px 10px;width:max-content;"
    "border:2px solid #b00020;color:#b00020;font-weight:bold"
)


class ConfidentialFrame(pd.DataFrame):
    """A frame of figures that stay in the room.

    Whatever pandas makes of it (a selection, a group, a column) is marked too. `attrs` holds
    "confidential": True. In a notebook a banner stands above the table.

    Examples
    --------
    >>> frame = confidential(pd.DataFrame({"n_answers": [3]}), "en")
    >>> print(frame.head(1))
    [INTERNAL – not for release]
       n_answers
    0          3
    """

    @property
    def _constructor(self) -> Callable[..., ConfidentialFrame]:
        return ConfidentialFrame

    @property
    def _constructor_sliced(self) -> Callable[..., ConfidentialSeries]:
        return ConfidentialSeries

    def __repr__(self) -> str:
        return f"{stamp(self.attrs)}\n{super().__repr__()}"

    def _repr_html_(self) -> str:
        return banner(self.attrs) + str(super()._repr_html_())


class ConfidentialSeries(pd.Series):
    """One column or row of a `ConfidentialFrame`, marked like it."""

    @property
    def _constructor(self) -> Callable[..., ConfidentialSeries]:
        return ConfidentialSeries

    @property
    def _constructor_expanddim(self) -> Callable[..., ConfidentialFrame]:
        return ConfidentialFrame

    def __repr__(self) -> str:
        return f"{stamp(self.attrs)}\n{super().__repr__()}"


def confidential(frame: pd.DataFrame, language: str) -> ConfidentialFrame:
    """Mark a frame as confidential, in the language of its banner; the frame is not changed."""
    marked = ConfidentialFrame(frame.reset_index(drop=True))
    marked.attrs = {CONFIDENTIAL: True, LANGUAGE: language}
    return marked


def stamp(attrs: dict[Any, Any]) -> str:
    """Return the line of text above a frame; in both languages where its own was lost."""
    chosen = [language for language in LANGUAGES if attrs.get(LANGUAGE, language) == language]
    return " ".join(Words(language)("workbench.stamp") for language in chosen)


def banner(attrs: dict[Any, Any]) -> str:
    """Return the banner above a frame as HTML."""
    return f'<p class="selfcheck-confidential" style="{_LOOK}">{escape(stamp(attrs))}</p>'
