"""The four parts that a page begins with: changed, not shown to have, cannot be told, hidden."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

Sentences = tuple[str, ...]


@dataclass(frozen=True)
class Summary:
    """Sentences under four heads; a head without any has nothing to say.

    Parameters
    ----------
    changed : tuple of str
        What is shown to have risen or fallen, or that nothing is.
    unchanged : tuple of str
        What is not shown to have changed; it is never called unchanged.
    untold : tuple of str
        What cannot be told, by what stands in the way.
    hidden : tuple of str
        How many cells are not shown, and why.
    """

    changed: Sentences = ()
    unchanged: Sentences = ()
    untold: Sentences = ()
    hidden: Sentences = ()


@dataclass(frozen=True)
class Lead:
    """What a page begins with: opening sentences, the four parts, and evidence to open."""

    opening: list[str]
    parts: Summary
    evidence: Sequence[str] = ()
    points: Sequence[str] = ()
