"""Analysis of anonymous yes/no self-checks: rates, honest comparisons, offline reports."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from selfcheck_analysis.workbench.year import Year

__all__ = ["open_year"]


def open_year(*arguments: Any, **options: Any) -> Year:
    """Open one programme and year in a notebook: `workbench.open_year`."""
    from selfcheck_analysis import workbench  # late: pages need nothing of it

    return workbench.open_year(*arguments, **options)
