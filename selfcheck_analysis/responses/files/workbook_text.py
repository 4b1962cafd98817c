"""How what stands in a workbook is written as text: its cells, and the names of its sheets."""

from __future__ import annotations

from collections.abc import Iterable

from selfcheck_analysis.normalise import shown, unique


def cell_text(value: object) -> str:
    """Write a cell as its reader sees it: whole numbers without a decimal point.

    Examples
    --------
    >>> [cell_text(value) for value in (2.0, 2.5, True, "2.0")]
    ['2', '2.5', 'True', '2.0']
    """
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def sheet_names(names: Iterable[str]) -> list[str]:
    r"""Return names that are safe to print, each of them once.

    Examples
    --------
    >>> sheet_names(["東", "東\u200b", "西\n課"])
    ['東', '東 (2)', '西 課']
    """
    return unique(map(shown, names))
