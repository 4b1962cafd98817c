"""Text that comes from elsewhere, made safe for the spreadsheets that will open it."""

from __future__ import annotations

_FORMULA_STARTS = tuple("=+-@＝＋－＠")


def as_text(delivered: str) -> str:
    """Keep Excel from running a delivered name or heading as a formula."""
    return f"'{delivered}" if delivered.lstrip().startswith(_FORMULA_STARTS) else delivered
