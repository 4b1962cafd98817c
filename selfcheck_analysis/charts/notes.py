"""The words of a chart: what it leaves out, where its axis begins, and how it reads aloud."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import pandas as pd

from selfcheck_analysis.figures import known, number
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


def unrounded(pub: Publication, differences: Iterable[tuple[Any, Any, Any]]) -> list[str]:
    """Say that differences come from unrounded rates, where one is not that of its printed rates.

    Parameters
    ----------
    pub : Publication
    differences : iterable of tuple
        Of each row drawn the earlier or other percent, the percent, and their difference in points;
        missing where it is not shown.
    """
    off = any(
        all(map(known, row)) and number(row[1]) - number(row[0]) != number(row[2])
        for row in differences
    )
    return [pub.words("chart.unrounded")] if off else []


def note_mark(pub: Publication, row: Any) -> str:
    """Return the mark of the note that the table has on a comparison; empty without an interval.

    Parameters
    ----------
    pub : Publication
    row : mapping
        A released comparison.
    """
    note = row.get("note")
    noted = known(note) and note and known(row.get("low_points"))
    return pub.words(f"note_mark.{note}") if noted else ""


def marks_explained(pub: Publication, marks: Iterable[str]) -> list[str]:
    """Say where the marks drawn are explained; nothing where there are none."""
    drawn = pub.words("chart.joiner").join(dict.fromkeys(mark for mark in marks if mark))
    return [pub.words("chart.changes.notes", marks=drawn)] if drawn else []


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
