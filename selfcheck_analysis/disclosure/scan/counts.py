"""How many rows and cells of each kind a release has: what pages count, but no persons."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import combinations
from typing import Any

import pandas as pd

from selfcheck_analysis.released import Release
from selfcheck_analysis.terms import State

_WITHOUT_PERSONS = ("set_aside", "families", "cell_states")
"""Tables of which sums are printed; their counts are of cells, comparisons and reasons."""

_KINDS = (
    *("table", "comparison", "family", "role", "tenure", "fiscal_year"),
    *("verdict", "judged", "reason", "note", "code", "state", "hidden"),
)
_MOST_KINDS = 3
"""Pages count rows by up to so many of these together."""


def rows_of_each_kind(release: Release) -> set[float]:
    """Return how many rows of each kind there are, and the sums of counts that are of no person."""
    found: set[float] = set()
    for name in release.tables:
        frame = _with_hidden(release.frame(name))
        added = list(frame.select_dtypes("number")) if name in _WITHOUT_PERSONS else []
        numbers = frame[added].astype(float).fillna(0).assign(rows=1.0).to_numpy()
        found |= set(numbers.sum(axis=0))
        kinds = [frame[column].astype(str).tolist() for column in _KINDS if column in frame]
        for columns in _subsets(kinds):
            sums: dict[tuple[Any, ...], Any] = defaultdict(float)
            for kind, values in zip(zip(*columns, strict=True), numbers, strict=True):
                sums[kind] = sums[kind] + values
            found |= {float(value) for values in sums.values() for value in values}
    return found


def sums_of_states(release: Release) -> set[float]:
    """Return how many cells of each state the tables of a page have; they follow each other."""
    if "cell_states" not in release.tables:
        return set()
    frame = release.frame("cell_states")
    states = _with_hidden(frame).assign(any="any")
    tables = list(dict.fromkeys(frame["table"]))
    found: set[float] = set()
    for first, last in combinations(range(len(tables) + 1), 2):
        part = states[states["table"].isin(tables[first:last])]
        for column in ("state", "hidden", "any"):
            found |= set(part.groupby(column)["count"].sum().astype(float))
    return found


def _with_hidden(frame: pd.DataFrame) -> pd.DataFrame:
    """Add whether a cell is hidden, and whether a comparison has a verdict."""
    if "verdict" in frame:
        frame = frame.assign(judged=frame["verdict"].notna())
    if "state" not in frame:
        return frame
    return frame.assign(hidden=[State(state).hidden for state in frame["state"]])


def _subsets(columns: Sequence[list[str]]) -> Iterator[tuple[list[str], ...]]:
    for size in range(1, _MOST_KINDS + 1):
        yield from combinations(columns, size)
