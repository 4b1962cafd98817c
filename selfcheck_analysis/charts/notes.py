"""The words of a chart: what it leaves out, where its axis begins, and how it reads aloud."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from selfcheck_analysis.publication import Publication
from selfcheck_analysis.terms import State


def left_out(pub: Publication, states: pd.Series) -> list[str]:
    """Say that hidden figures are left out; nothing where there are none."""
    hidden = any(State(state).hidden for state in states)
    return [pub.words("chart.left_out")] if hidden else []


def lowest_percent(*values: pd.Series) -> int:
    """Return where a percent axis may begin: a full ten below the lowest value there is.

    Examples
    --------
    >>> lowest_percent(pd.Series([97, 91])), lowest_percent(pd.Series([97]), pd.Series([90, None]))
    (90, 80)
    """
    known = pd.concat([series.dropna() for series in values])
    return max(0, (int(known.min()) - 1) // 10 * 10)


def axis_start(pub: Publication, low: int) -> list[str]:
    """Say that the axis does not begin at nought."""
    return [pub.words("chart.axis_from", low=low)] if low else []


def read_aloud(pub: Publication, title: str, figures: Mapping[str, list[str]]) -> str:
    """Return the description of a chart: its title, then each group with its figures."""
    joiner = pub.words("chart.joiner")
    groups = [
        pub.words("chart.figures", group=group, figures=joiner.join(texts))
        for group, texts in figures.items()
    ]
    return pub.words("chart.gap").join(
        pub.words("chart.sentence", text=text) for text in (title, *groups)
    )
