"""How released figures are written in tables, charts and sentences."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pandas as pd

from selfcheck_analysis.fiscal_year import FiscalYear
from selfcheck_analysis.publication import Publication
from selfcheck_analysis.words import Language, Words

MINUS = "−"
"""The minus sign of print; a hyphen would break at the end of a line."""


def known(value: Any) -> bool:
    """Tell whether a released cell holds a figure."""
    return not pd.isna(value)


def fiscal_year(year: int, language: Language) -> str:
    """Write a fiscal year the way its language does.

    Examples
    --------
    >>> fiscal_year(2023, "ja"), fiscal_year(2023, "en")
    ('令和５年度', 'FY2023')
    """
    named = FiscalYear(year)
    return named.japanese if language == "ja" else named.english


def this_year(pub: Publication) -> str:
    """Name the year that is reported."""
    return fiscal_year(pub.release.fiscal_year, pub.words.language)


def last_year(pub: Publication) -> str:
    """Name the year it is compared with, and that it is known from print; empty in a first year."""
    year = pub.release.last_year
    if year is None:
        return ""
    name = fiscal_year(year, pub.words.language)
    return pub.words("figure.printed_year", year=name) if pub.release.last_year_is_printed else name


def named_year(pub: Publication, year: int) -> str:
    """Name a fiscal year as `this_year` and `last_year` do."""
    if year == pub.release.last_year:
        return last_year(pub)
    return fiscal_year(year, pub.words.language)


def whole(value: Any) -> str:
    """Write a count or a percentage without its unit; what is printed elsewhere stays as it is.

    Examples
    --------
    >>> whole(97.0), whole(1234), whole("42.0")
    ('97', '1,234', '42.0')
    """
    return value if isinstance(value, str) else f"{int(value):,}"


def number(value: Any) -> float:
    """Return the number that a percentage is, to compare or to draw it.

    Examples
    --------
    >>> number("97"), number("42.5"), number(97)
    (97, 42.5, 97)
    """
    return float(value) if isinstance(value, str) and "." in value else int(value)


def small_number(number: int, language: Language) -> str:
    """Write a number in a heading; a single digit of a Japanese text is full-width.

    Examples
    --------
    >>> small_number(1, "ja"), small_number(12, "ja"), small_number(1, "en")
    ('１', '12', '1')
    """
    single = language == "ja" and 0 <= number <= 9
    return chr(ord("０") + number) if single else str(number)


@dataclass(frozen=True)
class Band:
    """What is printed in the place of a rate: two ends, whole percents.

    A band reaches from `low` on to below `high`, but 100 belongs to the one that ends there, and
    nought and `high` to the one that begins at nought. A `mirrored` one is what a band leaves to
    100 and reaches from above `low` to `high`.
    """

    low: int
    high: int
    mirrored: bool = False

    @property
    def kind(self) -> str:
        """How the catalogue words the band."""
        if self.low == 0:
            return "at_most"
        if self.high == 100:
            return "at_least"
        return "above" if self.mirrored else "between"

    def mirror(self) -> Band:
        """Return the band of the other answer."""
        return Band(100 - self.high, 100 - self.low, not self.mirrored)

    def figure(self, words: Words) -> str:
        """Write the band where the head says the unit."""
        return words(f"figure.band.{self.kind}", low=self.low, high=self.high)

    def text(self, words: Words) -> str:
        """Write the band with its unit."""
        return words(f"figure.band_percent.{self.kind}", low=self.low, high=self.high)


def band_of(row: Any, name: str) -> Band | None:
    """Return the band that stands in the place of a percent, if there is one.

    Parameters
    ----------
    row : Series, mapping or named tuple
        A row of a released table.
    name : str
        The column of the percent, for example `last_percent`.
    """
    if name == "no_percent":
        band = band_of(row, "yes_percent")
        return band.mirror() if band else None
    side = name.removesuffix("percent").removeprefix("rate_")
    ends = [_cell(row, f"{side}{end}_percent") for end in ("low", "high")]
    return Band(int(ends[0]), int(ends[1])) if all(map(known, ends)) else None


def _cell(row: Any, name: str) -> Any:
    return getattr(row, name, None) if isinstance(row, tuple) else row.get(name)


def rate_text(row: Any, name: str, words: Words) -> str:
    """Write a rate of a released row with its unit, or its band; empty where it has neither."""
    return rate_or_band(_cell(row, name), band_of(row, name), words)


def rate_or_band(percent: Any, band: Band | None, words: Words) -> str:
    """Write a percent with its unit, or the band in its place; empty where there is neither."""
    if known(percent):
        return words("figure.percent", n=whole(percent))
    return band.text(words) if band else ""


def signed(value: Any) -> str:
    """Write a change in points with its sign; no change has none.

    Examples
    --------
    >>> signed(3), signed(-2), signed(0)
    ('+3', '−2', '0')
    """
    number = int(value)
    return f"+{number}" if number > 0 else str(number).replace("-", MINUS)


def interval(low: Any, high: Any, words: Words) -> str:
    """Write an interval of a change in points."""
    return words("figure.interval", low=signed(low), high=signed(high))


def span(low: Any, high: Any, words: Words) -> str:
    """Write the range of a change in points; one figure where both ends print the same."""
    return signed(low) if low == high else interval(low, high, words)


def p_span(low: Any, high: Any, words: Words) -> str:
    """Write the range of a p text; one of them where both ends print the same."""
    return str(low) if low == high else words("figure.interval", low=low, high=high)


def p_relation(p: str) -> str:
    """Write a p text with its relation, whether or not it carries one.

    Examples
    --------
    >>> p_relation(".038"), p_relation("<.01"), p_relation("≥.05")
    ('p = .038', 'p < .01', 'p ≥ .05')
    """
    relation, figure = (p[0], p[1:]) if p[0] in "<>≥≤=" else ("=", p)
    return f"p {relation} {figure.strip()}"


def confidence_level(pub: Publication) -> str:
    """Write the level of the intervals in percent, for example 95."""
    return f"{100 * (1 - pub.release.alpha):g}"
