"""The four parts that a page begins with: changed, not shown to have, cannot be told, hidden."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from selfcheck_analysis.publication import Publication

Sentences = tuple[str, ...]


@dataclass(frozen=True)
class Summary:
    """Sentences under four heads; `complete` fills those that have nothing to say.

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


def complete(pub: Publication, parts: Summary) -> Summary:
    """Return all four parts; one without a sentence says that there is none, and why."""
    first = pub.release.last_year is None
    compared = (pub.words("part.none_first_year" if first else "part.none"),)
    return Summary(
        changed=parts.changed or compared,
        unchanged=parts.unchanged or compared,
        untold=parts.untold or (pub.words("part.none"),),
        hidden=parts.hidden or (pub.words("part.none"),),
    )


@dataclass(frozen=True)
class Lead:
    """What a page begins with: opening sentences, the four parts, and evidence to open."""

    opening: list[str]
    parts: Summary
    evidence: Sequence[str] = ()
    points: Sequence[str] = ()
