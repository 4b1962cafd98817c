"""What one row, or the three rows of one block, give away by themselves."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

import numpy as np

from selfcheck_analysis.published.audit.findings import (
    Code,
    Finding,
    Severity,
    SharesOf,
    TenureOf,
    question_of,
    role_of,
)
from selfcheck_analysis.published.blocks import Block, Group, PrintedCell
from selfcheck_analysis.published.rounding_windows import (
    LARGEST_GROUP,
    Precision,
    PrintedRow,
    Rounding,
    count_bounds,
    smallest_group,
)
from selfcheck_analysis.terms import Tenure

Found = tuple[Finding, set[PrintedCell]]
"""A finding, and the figures that the other checks should not believe."""


def pairs(group: Group, block: Block) -> Iterator[Found]:
    """Find rows whose yes and no cannot come from the same answers."""
    most = group.headcount.high * block.questions
    for tenure, row in zip(Tenure, block.rows, strict=True):
        if row is None or row.percent is None or row.complement_percent is None:
            continue
        low, high = count_bounds(np.arange(1, most + 1), row, block.precision)
        if not (low <= high).any():
            pair = row.percent, row.complement_percent
            yield _pair(group, block, tenure, pair), _cells_of(block, tenure)


def _pair(group: Group, block: Block, tenure: Tenure, pair: tuple[int, int]) -> Finding:
    yes, no = pair
    precision = block.precision
    most_persons = max(LARGEST_GROUP, group.headcount.high)
    smallest = smallest_group(PrintedRow(yes, no), precision, most_persons)
    return Finding(
        Code.PAIR if smallest else Code.PAIR_NEVER,
        Severity.IMPOSSIBLE,
        (block.key,),
        (block.source(tenure),),
        {
            "question": question_of(block),
            "tenure": TenureOf(tenure),
            "yes": precision.text(yes),
            "no": precision.text(no),
            "sum": precision.text(yes + no),
            "yes_shares": shares(precision, yes),
            "no_shares": mirrored(shares(precision, no)),
            "smallest": smallest or 0,
            "most": group.headcount.high,
        },
    )


def shares(precision: Precision, units: int) -> SharesOf:
    """Return between which shares, in percent, a figure is printed.

    Examples
    --------
    >>> shares(Precision(), 1)
    SharesOf(low='0.5', low_open=False, high='1.5', high_open=True)
    """
    window = precision.window(units)
    low, high = (
        Decimal(100 * min(max(side, 0), window.scale)) / window.scale
        for side in (window.low, window.high)
    )
    inside = window.low >= 0, window.high <= window.scale
    return SharesOf(
        _plain(low),
        bool(window.low_open and inside[0]),
        _plain(high),
        bool(window.high_open and inside[1]),
    )


def mirrored(of: SharesOf) -> SharesOf:
    """Return what is left of one hundred percent."""
    low, high = (_plain(100 - Decimal(end)) for end in (of.high, of.low))
    return SharesOf(low, of.high_open, high, of.low_open)


def _plain(number: Decimal) -> str:
    """Write a decimal number without needless zeros."""
    return f"{number.normalize():f}"


def overall_outside(block: Block) -> Iterator[Found]:
    """Find an overall figure that does not lie between those of its parts.

    A share of all lies between the shares of the two tenures, and rounding keeps that order. Where
    the rule is not known, the same tie may have gone up in one row and down in another.
    """
    first, later, everyone = block.rows
    if everyone is None or everyone.percent is None:
        return
    parts = [row.percent for row in (first, later) if row is not None and row.percent is not None]
    whole = len(parts) == sum(row is not None for row in (first, later))
    either_way = block.precision.rounding is Rounding.UNKNOWN
    if not parts or not whole:
        return
    if min(parts) - either_way <= everyone.percent <= max(parts) + either_way:
        return
    text = block.precision.text
    finding = Finding(
        Code.OVERALL_OUTSIDE,
        Severity.IMPOSSIBLE,
        (block.key,),
        block.sources,
        {
            "question": question_of(block),
            "role": role_of(block),
            "all": text(everyone.percent),
            "low": text(min(parts)),
            "high": text(max(parts)),
        },
    )
    yield finding, _cells_of(block, Tenure.ALL)


def _cells_of(block: Block, tenure: Tenure) -> set[PrintedCell]:
    return {cell for cell in block.cells if cell.tenure is tenure}
