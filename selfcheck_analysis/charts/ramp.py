"""The colours of a heat map: the lower a rate, the darker its cell, in colour and in grey."""

from __future__ import annotations

DARK, LIGHT = "#08457e", "#eef5fb"
"""Of the lowest percent of the scale, and of 100."""

WHITE, BLACK = "#ffffff", "#000000"


def white_below(low: int) -> float:
    """Return the percent below which white letters are read better on a cell than black ones.

    The ends of the scale are joined evenly in red, green and blue. Contrast is that of WCAG 2:
    white and black are read alike where a colour's relative luminance is 0.179, and either has a
    contrast of at least 4.5 to 1 there.

    Parameters
    ----------
    low : int
        The lowest percent of the scale.

    Examples
    --------
    >>> 0 < white_below(0) < 60 and white_below(50) == 50 + white_below(0) / 2
    True
    """
    share = next(step / 1000 for step in range(1001) if _luminance(_between(step / 1000)) > 0.179)
    return low + share * (100 - low)


def _between(share: float) -> list[float]:
    """Return the colour at a share of the way from the darkest to the lightest."""
    ends = [[int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)] for colour in (DARK, LIGHT)]
    return [dark + share * (light - dark) for dark, light in zip(*ends, strict=True)]


def _luminance(colour: list[float]) -> float:
    """Return the relative luminance of a colour in sRGB (WCAG 2.2)."""
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in colour]
    return sum(w * c for w, c in zip((0.2126, 0.7152, 0.0722), linear, strict=True))
