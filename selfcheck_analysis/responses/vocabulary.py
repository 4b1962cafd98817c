"""How delivered words are compared, and which words are known (`vocabulary.yaml`)."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from pathlib import Path

import yaml

_LOOK_ALIKES = str.maketrans({"〜": "~", "‖": "∥", **dict.fromkeys("‐‒–—―−", "-")})
"""Characters that cp932 and UTF-8 write differently, and dashes that readers cannot tell apart."""

_UNSEEN = {"Zs", "Zl", "Zp", "Cc", "Cf"}  # spaces, line breaks, controls, zero-width signs

_NUMBER = re.compile(r"^(設問|問|q)?[0-9]+(-[0-9]+)?[.:)]?")


def normal(text: str) -> str:
    """Return `text` in the form in which words are compared.

    That is NFKC and lower case, without spaces and characters that cannot be seen, and with
    one sign for all that look alike.

    Examples
    --------
    >>> normal(" ２年目 以上 ")
    '2年目以上'
    >>> normal("問７‐１") == normal("問7-1")
    True
    """
    plain = unicodedata.normalize("NFKC", text).translate(_LOOK_ALIKES)
    return "".join(sign for sign in plain if unicodedata.category(sign) not in _UNSEEN).lower()


def without_number(text: str) -> str:
    """Drop a printed question number from the front of a normalised heading.

    Examples
    --------
    >>> without_number(normal("問７ 端末の画面を閉じている"))
    '端末の画面を閉じている'
    """
    return _NUMBER.sub("", text, count=1)


@cache
def known_words(kind: str) -> dict[str, str]:
    """Return {delivered word, normalised: our word} of "answer", "tenure" or "heading"."""
    path = Path(__file__).with_name("vocabulary.yaml")
    entries = yaml.safe_load(path.read_text(encoding="utf-8"))[kind]
    return {normal(word): ours for ours, words in entries.items() for word in words}
