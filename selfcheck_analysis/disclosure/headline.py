"""What a printed headline rate gives away of the questions that are hidden behind it.

The headline is a mean of the group's question rates. With the others shown, an outsider can
work out what the hidden ones add up to, within the rounding of the headline, and so how many
proper answers a hidden question can have had.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor

from selfcheck_analysis.rounding import percent_of

ENOUGH_VALUES = 3
"""A hidden count is safe when this many values are possible."""

HALF_PERCENT = Fraction(1, 200)


@dataclass(frozen=True)
class Part:
    """One question of a group: its weight in the headline and its counts."""

    weight: int
    n_answers: int
    n_proper: int

    @property
    def lacking(self) -> Fraction:
        """What the question takes off the headline's weighted sum."""
        return self.weight * (1 - Fraction(self.n_proper, self.n_answers))


def to_withhold(
    parts: dict[str, Part], hidden: Collection[str], may_hide: Collection[str]
) -> list[str]:
    """Choose which further questions of the group have to be hidden.

    Parameters
    ----------
    parts : dict
        Question to its part in the headline; questions without answers are left out.
    hidden : collection of str
        The questions that are hidden already.
    may_hide : collection of str
        Those that may be hidden as well.

    Returns
    -------
    list of str
        Questions of `may_hide`, those with the lowest rates first, until every hidden count
        has three possible values, or as many as it has with all of `may_hide` hidden.
    """
    hidden = [question for question in hidden if question in parts]
    most_hidden = {*hidden, *may_hide}
    wanted = {q: min(ENOUGH_VALUES, n_possible(q, parts, most_hidden)) for q in hidden}
    candidates = sorted(may_hide, key=lambda question: (-parts[question].lacking, question))
    for count in range(len(candidates) + 1):
        extra = candidates[:count]
        behind = {*hidden, *extra}
        if all(n_possible(q, parts, behind) >= enough for q, enough in wanted.items()):
            return extra
    return candidates


def n_possible(question: str, parts: dict[str, Part], hidden: Collection[str]) -> int:
    """Count the numbers of proper answers that are possible for an outsider.

    The outsider knows the printed headline, every weight and base, and the counts of all
    questions that are not `hidden`.
    """
    part = parts[question]
    low, high = _lacking_of_hidden(parts, hidden)
    others = sum(parts[other].weight for other in hidden if other != question)
    per_answer = Fraction(part.weight, part.n_answers)
    fewest = max(0, ceil((low - others) / per_answer))
    most = min(part.n_answers, floor(high / per_answer))
    return most - fewest + 1


def _lacking_of_hidden(
    parts: dict[str, Part], hidden: Collection[str]
) -> tuple[Fraction, Fraction]:
    """Return the bounds of what the hidden questions lack together."""
    total = sum(part.weight for part in parts.values())
    lacking = sum((part.lacking for part in parts.values()), Fraction(0))
    printed = Fraction(percent_of(1 - lacking / total), 100)
    shown = sum((part.lacking for q, part in parts.items() if q not in hidden), Fraction(0))
    return (
        total * (1 - printed - HALF_PERCENT) - shown,
        total * (1 - printed + HALF_PERCENT) - shown,
    )
