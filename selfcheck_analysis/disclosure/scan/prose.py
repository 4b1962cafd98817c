"""Texts that people wrote for the papers: in which of them no number states a result."""

from __future__ import annotations

import re
from collections.abc import Iterable

from selfcheck_analysis.disclosure.scan.spellings import one_line

_MONTH = r"(?:Jan|Febr)uary|March|April|May|June|July|August|(?:Septem|Octo|Novem|Decem)ber"
_NO_RESULT = re.compile(
    r"(?:第|資料|令和|平成|問|No\. ?|Handout |FY)\d+"
    r"|\d+(?:年度?|か月|月|週|日|時|回(?!答)|号|条|項|章|階|会議室)"
    r"|\d+分(?![の\d])"
    r"|\d+ ?(?:times?|days?|weeks?|months?|years?|hours?|minutes?|st|nd|rd|th)\b"
    rf"|\d{{1,2}} (?:{_MONTH})(?: \d{{4}})?|(?:{_MONTH}) (?:\d{{1,2}}, )?\d{{4}}"
)
"""Days, how often, how long, and numbers of papers and places: nothing of persons or shares."""


def without_results(texts: Iterable[str]) -> list[str]:
    """Return the texts whose numbers are days, times of day, how often, or numbers of papers.

    They may stand on a page as they are. A text with any other number is read like all else: each
    of its figures has to be a released one.

    Examples
    --------
    >>> without_results(["研修を年２回行う", "声をかけた人は８３％であった", "13中12が適正"])
    ['研修を年２回行う']
    """
    return [text for text in texts if not _other_number(one_line(text))]


def _other_number(text: str) -> bool:
    return any(sign.isdigit() for sign in _NO_RESULT.sub("", text))
