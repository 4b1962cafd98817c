"""Every reader-facing word, Japanese and English, from one catalogue (the YAML files here)."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from string import Formatter
from typing import Any, Literal

import yaml

Language = Literal["ja", "en"]
LANGUAGES: tuple[Language, ...] = ("ja", "en")
CATALOGUE = Path(__file__).parent


class Words:
    """The catalogue in one language.

    Parameters
    ----------
    language : {"ja", "en"}

    Examples
    --------
    >>> Words("ja")("tenure.first_year")
    '１年目'
    >>> Words("en")("page.of", shown=3, total=5)
    '3 of 5'
    """

    def __init__(self, language: Language) -> None:
        if language not in LANGUAGES:
            raise ValueError(f"language: found {language!r}, expected one of {LANGUAGES}")
        self.language: Language = language

    def __call__(self, key: str, /, **values: object) -> str:
        """Return the text of `key` with its placeholders filled.

        Raises
        ------
        KeyError
            The catalogue has no such key, or a placeholder of the text got no value.
        """
        entry = catalogue().get(key)
        if entry is None:
            raise KeyError(f"the catalogue has no entry {key!r}; add it in both languages")
        return entry[self.language].format(**values)

    def has(self, key: str) -> bool:
        """Tell whether the catalogue knows `key`."""
        return key in catalogue()


@cache
def catalogue() -> dict[str, dict[str, str]]:
    """Return the whole catalogue: dotted key to {language: text}."""
    files = sorted(CATALOGUE.glob("*.yaml"))
    trees = [yaml.safe_load(file.read_text(encoding="utf-8")) for file in files]
    return {key: texts for tree in trees for key, texts in _leaves("", tree)}


def placeholders(text: str) -> set[str]:
    """Return the names of the placeholders in a text of the catalogue.

    Examples
    --------
    >>> sorted(placeholders("{shown} of {total}"))
    ['shown', 'total']
    """
    return {name for _, name, _, _ in Formatter().parse(text) if name}


def _leaves(prefix: str, tree: dict[str, Any]) -> list[tuple[str, dict[str, str]]]:
    """Flatten the nested catalogue; a leaf is a mapping with exactly the languages as keys."""
    found = []
    for key, value in tree.items():
        name = f"{prefix}{key}"
        if not isinstance(value, dict):
            raise TypeError(f"{name}: found {value!r}, expected a text in each of {LANGUAGES}")
        if set(value) == set(LANGUAGES):
            found.append((name, value))
        else:
            found.extend(_leaves(f"{name}.", value))
    return found
