"""What is printed of the year before `small_figures`, built by hand."""

from __future__ import annotations

from typing import Any

from selfcheck_analysis.published import (
    Block,
    BlockKey,
    Print,
    PrintedRow,
    PrintedYear,
    Span,
    printed_year,
)
from selfcheck_analysis.terms import ALL_ROLES

LAST_YEAR = 2022
SIZES = (Span(40, 40), Span(60, 60), Span(100, 100))
"""Answers of the two tenures and of all, where they are printed."""

Shares = tuple[int, int] | int | None
"""Yes and no, yes alone, or a blank row; in units of the last decimal."""


def p_block(*shares: Shares, role: str = ALL_ROLES, question: str = "p", **more: Any) -> Block:
    """Return what is printed of one question: first year, later, all."""
    first, later, everyone = (
        None if share is None else PrintedRow(*(share if isinstance(share, tuple) else (share,)))
        for share in shares
    )
    key = BlockKey("demo", LAST_YEAR, role, question)
    return Block(key, (first, later, everyone), **more)


def last_year(*blocks: Block, people: tuple[int, int] = (95, 105)) -> PrintedYear:
    """Solve what is printed; of all, and of role a, so many people may have answered."""
    headcounts = {("demo", LAST_YEAR, role): Span(*people) for role in (ALL_ROLES, "a")}
    return printed_year(Print(blocks, headcounts), "demo", LAST_YEAR)


ONE_TABLE = p_block((95, 5), (97, 3), (96, 4), sizes=SIZES)
"""38 of 40 print 95, 58 of 60 print 97 (96.67), 96 of 100 print 96: no other counts do."""
