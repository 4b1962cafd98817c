"""The scripts of a page, and everything that the package writes into pages as it stands."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from selfcheck_analysis.report.pictures import live_charts

TEMPLATES = Path(__file__).with_name("template")
STYLES = TEMPLATES / "styles"


def scripts_for(*, charts: bool, tables: bool) -> tuple[str, ...]:
    """Return the scripts of a page that has charts, tables, both or neither."""
    return (*(live_charts() if charts else ()), *((_table_tools(),) if tables else ()))


@cache
def stylesheet() -> str:
    """Return the one style sheet of pages and index: the files of `styles/` in order of name."""
    return "\n".join(file.read_text(encoding="utf-8") for file in sorted(STYLES.glob("*.css")))


def shipped() -> tuple[str, ...]:
    """Return style sheet and scripts as they stand in pages: text that holds nothing of a year."""
    return (stylesheet(), *scripts_for(charts=True, tables=True))


@cache
def _table_tools() -> str:
    """Return the script that makes tables sortable and copyable on a screen."""
    return (TEMPLATES / "tables.js").read_text(encoding="utf-8")
