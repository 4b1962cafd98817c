"""The ways in which one text can be written in a file."""

from __future__ import annotations

import html
import re
import unicodedata
from functools import lru_cache
from urllib.parse import unquote

_ESCAPED = re.compile(r"\\u([0-9a-fA-F]{4})")
_UNSEEN = re.compile(r"[\s\x00-\x1f\x7f-\x9f\u00ad\u200b-\u200f\u2060\ufeff]+")
_SPACES = re.compile(r"\s+")
_AROUND_CJK = re.compile(r"(?<=[^\x00-\x7f]) | (?=[^\x00-\x7f])")


def spellings(text: str) -> list[str]:
    """Return a text as it stands and, where that differs, with every escape undone.

    Undone are HTML's entities, JSON's escapes and the percent signs of addresses; line breaks
    keep their number.

    Examples
    --------
    >>> spellings("a&lt;b%2Fc")
    ['a&lt;b%2Fc', 'a<b/c']
    """
    plain = _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text).replace("\\\\", "\\")
    plain = unquote(html.unescape(plain)) if "&" in plain or "%" in plain else plain
    return [text] if plain == text else [text, plain]


def unspaced(text: str) -> str:
    """Return a text in NFKC and lower case without anything that cannot be seen."""
    return _UNSEEN.sub("", unicodedata.normalize("NFKC", text)).lower()


@lru_cache(maxsize=65536)
def one_line(text: str) -> str:
    r"""Return a text in NFKC on one line, as if Japanese had never been broken into lines.

    Examples
    --------
    >>> one_line("端末を\n見かけた １年目 a\nb")
    '端末を見かけた1年目a b'
    """
    spaced = _SPACES.sub(" ", unicodedata.normalize("NFKC", text)).strip()
    return _AROUND_CJK.sub("", spaced)


def line_of(text: str, position: int) -> int:
    """Return the line of a position, from 1."""
    return text.count("\n", 0, position) + 1
