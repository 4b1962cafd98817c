"""All answers together of a few people: what is told of a role's sections question by question."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from selfcheck_analysis.disclosure.sections.choice import Choice
from selfcheck_analysis.disclosure.sections.divided import Divided

Part = tuple[str, tuple[tuple[str, str], ...]]
"""A section and some of its undivided groups (role, tenure)."""


@dataclass(frozen=True)
class _Span:
    """How many of a part answered, how far apart the ends of its count are, and at most can be."""

    n: int
    width: int
    widest: int


def totals_open(
    choices: Sequence[Choice], silent: Sequence[Divided], limit: int, most: int
) -> bool:
    """Tell whether the total of every few people's answers to a role's questions stays open.

    The counts of the role are taken to be known; the questions then vary apart from each other,
    and a total takes every value between its ends. No more values are asked for than a total can
    have by what is said of the role.

    Parameters
    ----------
    choices : sequence of Choice
        Those of one role.
    silent : sequence of Divided
        The other questions that everybody of the role is asked, of which sections are told nothing.
    limit : int
        Fewer people than this are few.
    most : int
        How many values a total must keep.
    """
    spans = [_spans_of(choice) for choice in choices] + [_silent_spans(own) for own in silent]
    for part in dict.fromkeys(part for of_question in spans for part in of_question):
        own = [of_question[part] for of_question in spans if part in of_question]
        if max(span.n for span in own) < limit:
            enough = min(most, sum(span.widest for span in own) + 1)
            if sum(span.width for span in own) + 1 < enough:
                return False
    return True


def _spans_of(choice: Choice) -> dict[Part, _Span]:
    divided = choice.divided
    tables = choice.open.fitting(choice.told)
    true = tables[(tables.sum(axis=1) == divided.x.sum(axis=0)).all(axis=1)]
    spans = {}
    for section, places in _parts(divided.n):
        values = true[:, section, places].sum(axis=1)
        least, most = choice.open.reach(section, places)
        n, width = int(divided.n[section, places].sum()), int(values.max() - values.min())
        spans[_named(divided, section, places)] = _Span(n, width, most - least)
    return spans


def _silent_spans(divided: Divided) -> dict[Part, _Span]:
    """Return the spans where nothing is told of sections: what the other sections can take."""
    whole, everybody = divided.x.sum(axis=0), divided.n.sum(axis=0)
    spans = {}
    for section, places in _parts(divided.n):
        n = divided.n[section]
        least, most = np.maximum(0, whole - (everybody - n)), np.minimum(n, whole)
        people, width = int(n[places].sum()), int((most - least)[places].sum())
        spans[_named(divided, section, places)] = _Span(people, width, people)
    return spans


def _parts(n: NDArray[np.int64]) -> Iterator[tuple[int, list[int]]]:
    """Yield every group of every section that answered, and every whole section."""
    for section, own in enumerate(n):
        there = [int(place) for place in np.flatnonzero(own)]
        yield from ((section, [place]) for place in there)
        if len(there) > 1:
            yield section, there


def _named(divided: Divided, section: int, places: Sequence[int]) -> Part:
    groups = [divided.groups[place] for place in places]
    return divided.sections[section], tuple((group.role, group.tenure) for group in groups)
