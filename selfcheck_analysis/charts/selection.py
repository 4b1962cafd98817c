"""A click on an entry of a legend: what it names stays, everything else fades.

Before the first click, on paper and without JavaScript nothing is faded.
"""

from __future__ import annotations

from typing import Any

_FADED = 0.12
"""Opacity of what was not clicked; it can still be told to be there."""


def clicked(field: str) -> Any:
    """Return the selection of the entries of a legend; empty, it holds everything.

    Parameters
    ----------
    field : str
        What the legend tells apart, a column of the data of every layer that fades.
    """
    import altair as alt  # late: a second of imports that tables and sentences do not need

    return alt.selection_point(name=f"{field}Clicked", fields=[field], bind="legend")


def faded_unless(selection: Any) -> Any:
    """Return the opacity of marks that fade where the selection holds others."""
    import altair as alt

    return alt.condition(selection, alt.value(1), alt.value(_FADED))
