"""What a printed cell is in Excel: a number with the format of print, or a text."""

from __future__ import annotations

import re
from dataclasses import dataclass

from selfcheck_analysis.figures import MINUS
from selfcheck_analysis.tables.model import Cell

TEXT = "General"
"""The format of texts; in a cell of Excel's own format for texts long ones show as #####."""

_NUMBER = re.compile(rf"([+{MINUS}-]?)(\d{{1,3}}(?:,\d{{3}})+|\d+)?(\.\d+)?")


@dataclass(frozen=True)
class Value:
    """What is written into a cell, and in which number format it prints as in the other papers."""

    written: float | str
    number_format: str = TEXT


def value_of(cell: Cell) -> Value:
    """Return a figure as the number it prints, and everything else as the text it is.

    Bands, ranges, marks and p with a relation are texts.

    Examples
    --------
    >>> value_of(Cell("1,234", "figure"))
    Value(written=1234.0, number_format='#,##0')
    >>> value_of(Cell("−3", "figure")), value_of(Cell("0.050", "figure")).number_format
    (Value(written=-3.0, number_format='+#,##0;"−"#,##0;0'), '0.000')
    >>> value_of(Cell("95以上", "figure")).written
    '95以上'
    """
    text = cell.text + cell.footnote
    found = _NUMBER.fullmatch(text)
    if cell.kind != "figure" or cell.scope or found is None or not (found[2] or found[3]):
        return Value(_with_detail(cell, text))
    sign, whole, decimals = found[1], (found[2] or "0").replace(",", ""), found[3] or ""
    number = float(f"{whole}{decimals}")
    if sign:
        return Value(number if sign == "+" else -number, f'+#,##0;"{MINUS}"#,##0;0')
    return Value(number, f"0.{'0' * (len(decimals) - 1)}" if decimals else "#,##0")


def _with_detail(cell: Cell, text: str) -> str:
    return f"{text}\n{cell.detail}" if cell.detail else text
