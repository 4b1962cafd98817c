"""The cells that every table uses: heads, figures, and the marks for figures not shown."""

from __future__ import annotations

from typing import Any

from selfcheck_analysis.figures import known, signed, whole
from selfcheck_analysis.publication import Publication
from selfcheck_analysis.tables.model import Cell, Kind, Row
from selfcheck_analysis.terms import State


def head(text: str, *, kind: Kind = "text", rowspan: int = 1) -> Cell:
    """Return the head of one column; a unit in brackets stands on a line of its own."""
    name, bracket, unit = text.partition("（" if "（" in text else " (")
    detail = f"{bracket}{unit}".strip()
    return Cell(name, kind, scope="col", rowspan=rowspan, detail=detail)


def spanner(text: str, colspan: int) -> Cell:
    """Return the head of a group of columns."""
    return Cell(text, scope="colgroup", colspan=colspan)


def heads(pub: Publication, kind: Kind, *names: str, rowspan: int = 1) -> Row:
    """Return column heads from the catalogue; those over figures stand right."""
    return [head(pub.words(f"column.{name}"), kind=kind, rowspan=rowspan) for name in names]


def mark(pub: Publication, state: State, colspan: int = 1) -> Cell:
    """Return the mark for a figure that is not there, with its reason."""
    reason = pub.words(f"state.{state}", min_base=pub.release.min_base)
    return Cell(pub.words(f"mark.{state}"), "mark", reason=reason, colspan=colspan)


def not_computed(pub: Publication) -> Cell:
    """Return the mark for a figure that nothing was computed for; the verdict says why."""
    return Cell(pub.words("mark.not_computed"), "mark", reason=pub.words("state.not_computed"))


def missing(pub: Publication, state: State) -> Cell:
    """Return the mark of a missing figure: by its state, else as not computed."""
    return not_computed(pub) if state is State.SHOWN else mark(pub, state)


def count(value: Any) -> Cell:
    """Return a count or percentage that is always known."""
    return Cell(whole(value), "figure")


def figure(pub: Publication, value: Any, state: Any) -> Cell:
    """Return a whole number, or the mark that says why there is none."""
    return count(value) if known(value) else missing(pub, State(state))


def change(pub: Publication, value: Any, state: Any) -> Cell:
    """Return a change in points with its sign, or the mark that says why there is none."""
    return Cell(signed(value), "figure") if known(value) else missing(pub, State(state))
