"""Which rates are weakest and strongest, as far as what is printed of them can tell.

Of a band nobody outside knows the rate, so a question with a band has no single rank but the
first and the last that it can have. Rates that print alike are ties.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from selfcheck_analysis.figures import Band, rate_or_band, whole
from selfcheck_analysis.words import Words

PERFECT = 100


@dataclass(frozen=True)
class Rated:
    """One released rate of proper answers: a whole percent, or the band in its place.

    Attributes
    ----------
    role, question : str
    percent : float, optional
    band : Band, optional
        Exactly one of the two is given.
    """

    role: str
    question: str
    percent: float | None = None
    band: Band | None = None

    def __post_init__(self) -> None:
        if (self.percent is None) == (self.band is None):
            raise ValueError(f"{self.role}, {self.question}: needs either a percent or a band")

    @property
    def low(self) -> float:
        """The lowest percent that can stand behind the print."""
        return self.band.low if self.band else self.percent or 0

    @property
    def high(self) -> float:
        """The highest percent that can stand behind the print."""
        return self.band.high if self.band else self.percent or 0

    @property
    def alike(self) -> tuple[float, float, bool]:
        """The same for rates that print alike."""
        return self.low, self.high, self.band is not None

    def text(self, words: Words) -> str:
        """Write the rate with its unit."""
        return rate_or_band(self.percent, self.band, words)

    def figure(self, words: Words) -> str:
        """Write the rate where the head says the unit."""
        return self.band.figure(words) if self.band else whole(self.percent)


@dataclass(frozen=True)
class Ranked:
    """A rate with the first and the last rank it can have; `tied` with another exact rate."""

    rated: Rated
    first: int
    last: int
    tied: bool


def ranked(rates: Sequence[Rated], *, strongest: bool = False) -> list[Ranked]:
    """Return rates with their ranks, the weakest first.

    A rank is one more than the number of rates that are weaker. What stands behind a band may be
    any whole percent from end to end: `first` counts the rates that are weaker whatever it is,
    `last` those that can be. Rates stand in the order of the middle of their ranks; rates that
    print alike stand together.

    Parameters
    ----------
    rates : sequence of Rated
        All rates that are ranked against each other, in the order of the form.
    strongest : bool
        Rank the strongest first instead.

    Examples
    --------
    >>> rates = [Rated("r", "a", 87), Rated("r", "b", band=Band(80, 100)), Rated("r", "c", 99)]
    >>> [(it.rated.question, it.first, it.last) for it in ranked(rates)]
    [('a', 1, 2), ('b', 1, 3), ('c', 2, 3)]
    """
    sign = -1 if strongest else 1
    ends = [sorted((sign * rate.low, sign * rate.high)) for rate in rates]
    found = [
        Ranked(
            rated=rate,
            first=1 + sum(other_high < low for _, other_high in ends),
            last=1 + _possibly_below(ends, number),
            tied=rate.band is None and sum(rate.alike == other.alike for other in rates) > 1,
        )
        for number, (rate, (low, _)) in enumerate(zip(rates, ends, strict=True))
    ]
    return sorted(found, key=lambda it: (it.first + it.last, it.rated.alike))


def _possibly_below(ends: Sequence[Sequence[float]], number: int) -> int:
    """Count the others that can be below the highest that one can be."""
    high = ends[number][1]
    return sum(low < high for other, (low, _) in enumerate(ends) if other != number)


@dataclass(frozen=True)
class Lowest:
    """The rates that can be named as the lowest.

    Attributes
    ----------
    rates : tuple of Rated
    sure : bool
        Whether no other of the ranked rates can be lower, whatever stands behind the bands.
    """

    rates: tuple[Rated, ...]
    sure: bool


def lowest(ranking: Sequence[Ranked]) -> Lowest:
    """Return the rates that are the lowest for certain, else the lowest that are exact.

    Where no exact rate can be the lowest, all bands are returned that can.

    Parameters
    ----------
    ranking : sequence of Ranked
        As `ranked` returns it, not empty.

    Examples
    --------
    >>> found = lowest(ranked([Rated("r", "a", 87), Rated("r", "b", band=Band(80, 100))]))
    >>> [rate.question for rate in found.rates], found.sure
    (['a'], False)
    """
    can_be = [place for place in ranking if place.first == 1]
    sure = [place for place in can_be if place.last == 1]
    exact = [place for place in can_be if place.rated.band is None]
    return Lowest(tuple(place.rated for place in sure or exact or can_be), sure=bool(sure))


@dataclass(frozen=True)
class Listed:
    """The head of a ranking: rates one by one, and those behind that print alike.

    `rest` holds the rates of the next rank where they are too many to be named one by one.
    """

    rows: tuple[Ranked, ...]
    rest: tuple[Ranked, ...] = ()


def head_of(ranking: Sequence[Ranked], most: int) -> Listed:
    """Return the first rates of a ranking; ties are never parted.

    Parameters
    ----------
    ranking : sequence of Ranked
        As `ranked` returns it.
    most : int
        How many rates are listed one by one at most.
    """
    rows: list[Ranked] = []
    for _, group in groupby(ranking, key=lambda it: it.rated.alike):
        alike = tuple(group)
        if len(rows) + len(alike) > most:
            return Listed(tuple(rows), alike if len(rows) < most else ())
        rows += alike
    return Listed(tuple(rows))


def weakest_and_strongest(
    rates: Sequence[Rated], most_weak: int, most_strong: int
) -> tuple[Listed, Listed]:
    """Return the head of both ends of a ranking; no rate stands in both.

    Weak are only rates that are below the best one whatever stands behind the bands; where all
    may be alike, there is none.
    """
    surely = max((rate.low for rate in rates), default=0)
    weak = head_of([it for it in ranked(rates) if it.rated.high < surely], most_weak)
    named = {it.rated for it in (*weak.rows, *weak.rest)}
    from_top = [it for it in ranked(rates, strongest=True) if it.rated not in named]
    return weak, head_of(from_top, most_strong)


def named_ends(weak: Listed, strong: Listed) -> list[tuple[str, Listed]]:
    """Return the ends that hold something, by their names in the catalogue."""
    alike = not (weak.rows or weak.rest or strong.rows)
    ends = [("weakest", weak), ("alike" if alike else "strongest", strong)]
    return [(name, listed) for name, listed in ends if listed.rows or listed.rest]
