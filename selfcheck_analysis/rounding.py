"""Half up (四捨五入) on exact fractions, once, at the end.

Python, NumPy and pandas round half to even and see binary floats, so a printed figure must not
pass through them: the rate 0.125 is 13 % here and 12 % there. Figures stay `Fraction` or `int`
until they are printed, and every printed figure comes from one of these functions.
"""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from numbers import Rational
from typing import Literal, overload


@overload
def round_half_up(value: Rational | int, decimals: Literal[0] = 0) -> int: ...
@overload
def round_half_up(value: Rational | int, decimals: int) -> int | Decimal: ...
def round_half_up(value: Rational | int, decimals: int = 0) -> int | Decimal:
    """Round an exact number to `decimals` places, ties away from zero.

    Parameters
    ----------
    value : Fraction or int
        The exact number. A `Decimal`, being what this function returns, is refused: rounding
        happens once.
    decimals : int
        Places after the decimal point, 0 or more.

    Returns
    -------
    int or Decimal
        An `int` for 0 decimals, else a `Decimal` that keeps its zeros when printed (42.0).

    Raises
    ------
    TypeError
        When `value` is a float or otherwise not exact.
    ValueError
        When `decimals` is negative.

    Examples
    --------
    >>> round_half_up(Fraction(5, 2)), round_half_up(Fraction(-5, 2))
    (3, -3)
    >>> print(round_half_up(Fraction(1, 8), 2))
    0.13
    """
    exact = _exact("value", value)
    if decimals < 0:
        raise ValueError(f"decimals must be 0 or more, found {decimals}")
    magnitude = (abs(exact) * 10**decimals * 2 + 1) // 2
    units = magnitude if exact >= 0 else -magnitude
    return units if decimals == 0 else Decimal(f"{units}e-{decimals}")


@overload
def percent(numerator: int, denominator: int, decimals: Literal[0] = 0) -> int: ...
@overload
def percent(numerator: int, denominator: int, decimals: int) -> int | Decimal: ...
def percent(numerator: int, denominator: int, decimals: int = 0) -> int | Decimal:
    """Return the printed percentage of `numerator` in `denominator`, both whole counts.

    Raises
    ------
    TypeError
        When a count is a float.
    ValueError
        When nobody answered (`denominator` 0), or the part is not between 0 and the whole.

    Examples
    --------
    >>> percent(1, 8)
    13
    >>> print(percent(849, 2000, decimals=1))
    42.5
    """
    part, whole = _exact("numerator", numerator), _exact("denominator", denominator)
    if whole <= 0:
        raise ValueError(
            f"denominator = {whole}: there is no percentage of nobody; print a blank with its "
            "reason instead"
        )
    if not 0 <= part <= whole:
        raise ValueError(f"numerator = {part} must be between 0 and the denominator {whole}")
    return percent_of(part / whole, decimals)


@overload
def percent_of(rate: Rational | int, decimals: Literal[0] = 0) -> int: ...
@overload
def percent_of(rate: Rational | int, decimals: int) -> int | Decimal: ...
def percent_of(rate: Rational | int, decimals: int = 0) -> int | Decimal:
    """Return the printed percentage of a rate given as an exact proportion from 0 to 1.

    Raises
    ------
    TypeError
        When the rate is a float.
    ValueError
        When the rate is not a proportion.

    Examples
    --------
    >>> percent_of(Fraction(2, 3))
    67
    """
    return round_half_up(_proportion("rate", rate) * 100, decimals)


@overload
def change_points(this: Rational | int, last: Rational | int, decimals: Literal[0] = 0) -> int: ...
@overload
def change_points(this: Rational | int, last: Rational | int, decimals: int) -> int | Decimal: ...
def change_points(this: Rational | int, last: Rational | int, decimals: int = 0) -> int | Decimal:
    """Return the printed change between two rates in percentage points, this year minus last.

    The difference is rounded from the unrounded rates, so it may differ by one from the difference
    of the two printed percentages.

    Raises
    ------
    TypeError
        When a rate is a float.
    ValueError
        When a rate is not a proportion.

    Examples
    --------
    >>> this, last = Fraction(746, 1000), Fraction(754, 1000)
    >>> percent_of(last), percent_of(this), change_points(this, last)
    (75, 75, -1)
    """
    difference = _proportion("this", this) - _proportion("last", last)
    return round_half_up(difference * 100, decimals)


def _proportion(name: str, rate: Rational | int) -> Fraction:
    exact = _exact(name, rate)
    if not 0 <= exact <= 1:
        raise ValueError(
            f"{name} = {exact}: a rate is a proportion from 0 to 1; divide a percentage by 100"
        )
    return exact


def _exact(name: str, value: object) -> Fraction:
    if isinstance(value, Rational):
        # NumPy's integers overflow inside a Fraction, Python's do not.
        return Fraction(int(value.numerator), int(value.denominator))
    if isinstance(value, float):
        raise TypeError(
            f"{name} = {value!r} is a float and has lost on which side of a tie it stood; "
            "give the counts, or a Fraction made from them"
        )
    raise TypeError(
        f"{name} = {value!r} is a {type(value).__name__}; give an int or a Fraction, "
        "not a figure that was rounded or typed as text"
    )
