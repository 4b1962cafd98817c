"""Fiscal years: 2023 is 令和５年度, from 1 April 2023 to 31 March 2024."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date

_FIRST, _LAST = 1989, 2117
"""平成元年度, and 令和99年度, beyond which a year is a slip of the pen."""

_REIWA_FIRST = 2019
_ERA_YEARS = {"平成": range(1989, 2020), "令和": range(_REIWA_FIRST, _LAST + 1)}
"""The fiscal years written in each era; 2019 began as 平成31年度 and is 令和元年度."""

_HEISEI_FIRST_DAY, _REIWA_FIRST_DAY = date(1989, 1, 8), date(2019, 5, 1)

_FULL_WIDTH = str.maketrans("0123456789", "０１２３４５６７８９")


@dataclass(frozen=True, order=True)
class FiscalYear:
    """A Japanese fiscal year, named by the calendar year in which it begins.

    Attributes
    ----------
    year : int
        The calendar year of its 1 April, 1989 (平成元年度) or later.

    Raises
    ------
    TypeError
        When the year is not an integer.
    ValueError
        When the year is before 1989 or after 2117.

    Examples
    --------
    >>> FiscalYear(2023).japanese
    '令和５年度'
    >>> FiscalYear.parse("令和５年度").previous.english
    'FY2022'
    """

    year: int

    def __post_init__(self) -> None:
        if not isinstance(self.year, int) or isinstance(self.year, bool):
            raise TypeError(
                f"fiscal year {self.year!r} is a {type(self.year).__name__}; give an int such as "
                "2023, or use FiscalYear.parse for text"
            )
        if not _FIRST <= self.year <= _LAST:
            raise ValueError(
                f"fiscal year {self.year} is not in {_FIRST} (平成元年度) to {_LAST} (令和99年度); "
                "give the Western year in which it begins, such as 2023 for 令和５年度"
            )

    @classmethod
    def parse(cls, text: str) -> FiscalYear:
        """Return the year written as 令和５年度, 平成30年度, 2023年度 or FY2023.

        Full-width and half-width digits and letters, and spaces, make no difference. 平成31年度 is
        read as 2019, which began under that name.

        Raises
        ------
        ValueError
            When the text is none of these forms or the year does not exist in its era.
        """
        # NFKC turns full-width digits, letters and spaces into half-width ones, and ㋿ into 令和.
        compact = "".join(unicodedata.normalize("NFKC", text).split())
        if western := re.fullmatch(r"FY([0-9]{4})|([0-9]{4})年度", compact, re.IGNORECASE):
            return cls(int(western[1] or western[2]))
        if japanese := re.fullmatch(r"(平成|令和)(元|[0-9]{1,2})年度", compact):
            return cls(_western_year(japanese[1], japanese[2], text))
        raise ValueError(
            f"{text!r} is not a fiscal year; write 令和５年度, 平成30年度, 2023年度 or FY2023"
        )

    @property
    def japanese(self) -> str:
        """令和５年度: a single digit full-width as offices write it, two digits half-width."""
        era = "令和" if self.year >= _REIWA_FIRST else "平成"
        return f"{era}{_era_year(self.year, era)}年度"

    @property
    def english(self) -> str:
        """FY2023."""
        return f"FY{self.year}"

    @property
    def previous(self) -> FiscalYear:
        """The fiscal year before this one."""
        return FiscalYear(self.year - 1)

    @property
    def start(self) -> date:
        """Its first day, 1 April."""
        return date(self.year, 4, 1)

    @property
    def end(self) -> date:
        """Its last day, 31 March of the next calendar year."""
        return date(self.year + 1, 3, 31)

    def __int__(self) -> int:
        return self.year

    def __str__(self) -> str:
        return self.english


def japanese_day(day: date) -> str:
    """Write a day of 平成 or 令和 as offices do: single digits full-width, two digits half-width.

    Raises
    ------
    ValueError
        The day is before 8 January 1989, the first of 平成.

    Examples
    --------
    >>> japanese_day(date(2023, 11, 2)), japanese_day(date(2019, 4, 30))
    ('令和５年11月２日', '平成31年４月30日')
    """
    if day < _HEISEI_FIRST_DAY:
        raise ValueError(f"{day.isoformat()} is before {_HEISEI_FIRST_DAY}, the first day of 平成")
    era = "令和" if day >= _REIWA_FIRST_DAY else "平成"
    month, of_month = office_digits(day.month), office_digits(day.day)
    return f"{era}{_era_year(day.year, era)}年{month}月{of_month}日"


def _era_year(year: int, era: str) -> str:
    number = year - _ERA_YEARS[era].start + 1
    return "元" if number == 1 else office_digits(number)


def office_digits(number: int) -> str:
    """Write a number as offices do in running text: one digit full-width, more half-width.

    Examples
    --------
    >>> office_digits(7), office_digits(49)
    ('７', '49')
    """
    return str(number).translate(_FULL_WIDTH) if number < 10 else str(number)


def counted(number: int, language: str) -> str:
    """Write a count in running text: in Japanese as `office_digits` does, thousands apart.

    Examples
    --------
    >>> counted(7, "ja"), counted(49, "ja"), counted(7, "en"), counted(1234, "ja")
    ('７', '49', '7', '1,234')
    """
    return office_digits(number) if language == "ja" and number < 10 else f"{number:,}"


def _western_year(era: str, written: str, text: str) -> int:
    number = 1 if written == "元" else int(written)
    years = _ERA_YEARS[era]
    if not 1 <= number <= len(years):
        raise ValueError(
            f"{text!r} does not exist: {era} has the years 元 to {len(years)} "
            f"({years.start} to {years.stop - 1})"
        )
    return years[number - 1]
