"""The catalogue's sentences turned round: from a printed sentence back to what was filled in."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from string import Formatter

from selfcheck_analysis.words import Language, catalogue

_YEARS = {"ja": "令和[^、。]{1,4}?年度(?:（公表値）)?", "en": r"FY\d{4}(?: \(as printed\))?"}
_EVIDENCE = {"ja": "(?:（.*）)?", "en": r"(?: \(.*\))?"}
_MEASURES = ("measure.question", "measure.headline", "measure.headline_common")
_COUNTS = frozenset(
    {
        *("n", "total", "rate", "moved", "higher", "lower", "n_headlines", "n_questions"),
        *("files", "delivered", "used", "set_aside", "headcount", "n_people", "response_percent"),
    }
)
"""What is filled in with one number and nothing else."""


def _filling(name: str, language: Language) -> str:
    """Return the pattern of what is filled in under a name."""
    if name in _COUNTS:
        return r"[0-9.,]+"
    if name in ("year", "last_year", "this_year"):
        return _YEARS[language]
    if name == "measure":
        texts = [catalogue()[key][language] for key in _MEASURES]
        return "|".join(re.escape(text).replace(re.escape("{n}"), r"\d+") for text in texts)
    if name == "note":  # of some questions nothing is declared
        return ".*"
    return _EVIDENCE[language] if name == "evidence" else ".+?"


@cache
def pattern(key: str, language: Language) -> re.Pattern[str]:
    """Return the pattern of a sentence; what is filled in twice has to be the same twice."""
    parts, seen = [], set()
    for literal, name, _, _ in Formatter().parse(catalogue()[key][language]):
        parts.append(re.escape(literal))
        if name and name in seen:
            parts.append(f"(?P={name})")
        elif name:
            parts.append(f"(?P<{name}>{_filling(name, language)})")
            seen.add(name)
    return re.compile("".join(parts), re.DOTALL)


def readings(
    sentence: str, keys: tuple[str, ...], language: Language
) -> Iterator[tuple[str, dict[str, str]]]:
    """Yield the key of every sentence of the catalogue that this one can be, and its values."""
    for key in keys:
        found = pattern(key, language).fullmatch(sentence)
        if found:
            yield key, found.groupdict()


@cache
def keys_below(*prefixes: str) -> tuple[str, ...]:
    """Return the keys of the catalogue that begin with one of the prefixes."""
    return tuple(key for key in catalogue() if key.startswith(prefixes))


def numbers(text: str) -> list[float]:
    """Return every number of a text with its sign; full-width digits belong to names."""
    found = re.findall(r"[+−]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?|(?<!\d)\.\d+", text, re.ASCII)
    return [float(number.replace(",", "").replace("−", "-")) for number in found]
