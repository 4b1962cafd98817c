"""How delivered words are compared, and which words are known (`vocabulary.yaml`)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from selfcheck_analysis.normalise import normal

LONGEST_WORD = 2_000
"""Characters of a cell or heading that are looked at: no form asks for a longer one."""

_NUMBER = re.compile(
    r"^(?:【(?:設問|問|q)?[0-9]+(?:-[0-9]+)?】|\(?(?:設問|問|q)?[0-9]+(?:-[0-9]+)?\)?[.:)、]?)"
)
_END_OF_CHOICE = ";"
_TOO_LONG = "…"


def comparable(cell: str) -> str:
    """Return what a cell or heading says in the form in which words are compared.

    A form tool ends every choice of a list with a semicolon; it is no part of the word. A text
    longer than any word is no word.

    Examples
    --------
    >>> comparable(" はい;"), comparable("２年目　以上")
    ('はい', '2年目以上')
    """
    if len(cell) > LONGEST_WORD:
        return _TOO_LONG
    return normal(cell).rstrip(_END_OF_CHOICE)


def without_number(text: str) -> str:
    """Drop a printed question number from the front of a normalised heading.

    Examples
    --------
    >>> without_number(normal("問７ 端末の画面を閉じている"))
    '端末の画面を閉じている'
    >>> without_number(normal("【問７】端末の画面を閉じている"))
    '端末の画面を閉じている'
    """
    return _NUMBER.sub("", text, count=1)


def spellings(heading: str) -> Iterator[str]:
    """Yield a normalised heading as it stands, then without its number, then without a second."""
    once = without_number(heading)
    yield from dict.fromkeys((heading, once, without_number(once)))


def option(heading: str) -> tuple[str, str] | None:
    """Take a normalised heading of one option of a question apart.

    Examples
    --------
    >>> option(normal("従事年数［１年目］"))
    ('従事年数', '1年目')
    >>> option("従事年数") is None
    True
    """
    before, mark, after = heading.removesuffix("]").rpartition("[")
    return (before, after) if before and after and mark and heading.endswith("]") else None


@cache
def known_words(kind: str) -> dict[str, str]:
    """Return {delivered word, normalised: our word} of "answer", "tenure", "heading" or "tally"."""
    return {normal(word): ours for ours, words in _vocabulary()[kind].items() for word in words}


@cache
def known_signs(kind: str) -> frozenset[str]:
    """Return the words, normalised, of "total", "anonymous", "corner" or "example"."""
    return frozenset(map(normal, _vocabulary()[kind]))


@cache
def export_marks() -> dict[str, list[frozenset[str]]]:
    """Return, for each export, the sets of headings, normalised, any of which gives it away."""
    return {
        name: [frozenset(map(normal, headings)) for headings in either]
        for name, either in _vocabulary()["export"].items()
    }


@cache
def _vocabulary() -> dict[str, Any]:
    path = Path(__file__).with_name("vocabulary.yaml")
    vocabulary: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return vocabulary
