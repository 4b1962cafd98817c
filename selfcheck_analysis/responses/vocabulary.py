"""How delivered words are compared, and which words are known (`vocabulary.yaml`)."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import yaml

from selfcheck_analysis.normalise import normal

_NUMBER = re.compile(r"^(設問|問|q)?[0-9]+(-[0-9]+)?[.:)]?")


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
