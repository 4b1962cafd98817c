"""Sentences that people wrote for the papers: which of them state a result."""

from __future__ import annotations

import re
from collections.abc import Iterable

from selfcheck_analysis.disclosure.scan.phrases import figures_in
from selfcheck_analysis.disclosure.scan.spellings import one_line

_PARTS = re.compile(r"\d\s*(?:割|分の|名|件|/|out of)|[一二三四五六七八九十百数]\s*(?:割|人|名)")
"""Shares and counts in words, which stand in no released table as such."""


def without_results(texts: Iterable[str]) -> list[str]:
    """Return the texts whose numbers count no people and are no shares: days, rounds, floors.

    They may stand on a page as they are. A text that states a result is read like any other: each
    of its figures has to be a released one.

    Examples
    --------
    >>> without_results(["研修を年２回行う", "声をかけた人は８３％であった", "９割が知っていた"])
    ['研修を年２回行う']
    """
    return [text for text in texts if not _states_result(one_line(text))]


def _states_result(text: str) -> bool:
    return bool(_PARTS.search(text)) or any(figure.of_persons for figure in figures_in(text))
