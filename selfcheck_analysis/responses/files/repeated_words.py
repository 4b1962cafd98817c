"""How much text the cells of an xlsx file hold together, though each word is saved only once.

The reader copies a word into each of its cells: a long one in a million cells would fill the
memory, and the file that says so is small.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from selfcheck_analysis.responses.files.archives import MOST_UNPACKED, DamagedArchiveError

_ITEM = re.compile(rb"<(?:[^\s<>/:]+:)?si[\s/>]")
_WORD = re.compile(rb't="s"><v>([0-9]{1,9})<')


def refuse_repeated_words(words: bytes, sheets: Sequence[bytes]) -> None:
    """Refuse sheets whose cells hold more than may be unpacked; `words` is the XML of the words.

    Raises
    ------
    DamagedArchiveError
    """
    starts = [found.start() for found in _ITEM.finditer(words)]
    lengths = [end - start for start, end in pairwise([*starts, len(words)])]
    longest = max(lengths, default=0)
    if sum(map(_cells, sheets)) * longest <= MOST_UNPACKED:
        return
    if sum(_weight(sheet, lengths, longest) for sheet in sheets) > MOST_UNPACKED:
        raise DamagedArchiveError("too_large")


def _cells(sheet: bytes) -> int:
    """Count the cells with a word, too many rather than too few."""
    return sheet.count(b'"s"') + sheet.count(b"'s'")


def _weight(sheet: bytes, lengths: list[int], longest: int) -> int:
    """Add up the words of a sheet; where it is not clear which one it is, the longest counts."""
    found = Counter(_WORD.findall(sheet))
    known = sum(n * lengths[int(word)] for word, n in found.items() if int(word) < len(lengths))
    return known + (_cells(sheet) - found.total()) * longest
