"""Last year's printed figures beside this year's, with what can be said whatever is behind them."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import replace
from typing import Any

import pandas as pd

from selfcheck_analysis.commentary.policy import merged_roles
from selfcheck_analysis.display import HtmlBlock
from selfcheck_analysis.figures import known, last_year, p_span, span, this_year, whole
from selfcheck_analysis.publication import FIGURES, MOVED_IN_PRINT, Publication
from selfcheck_analysis.tables.cells import (
    absent,
    count,
    figure,
    head,
    heads,
    mark,
    marked,
    missing,
    no_verdict,
    percent,
    spanner,
)
from selfcheck_analysis.tables.model import Cell, Row, Table
from selfcheck_analysis.terms import PrintedVerdict, State, Tenure, Verdict

_TENURES = (Tenure.ALL, Tenure.FIRST_YEAR, Tenure.SECOND_YEAR_PLUS)
_NOT_COMPUTED = (
    PrintedVerdict.TOO_MANY,
    PrintedVerdict.CONTRADICTORY,
    PrintedVerdict.NOBODY,
    PrintedVerdict.NOT_COMPARABLE,
    PrintedVerdict.NOT_PRINTED,
)
_AFTER_LAST = 7
"""Columns of a comparison to the right of last year's percent."""


def printed_changes(
    pub: Publication, only: Collection[Verdict | PrintedVerdict] | None = None
) -> HtmlBlock:
    """Print the comparison of every focus question with last year's print.

    A question has a row for all tenures, and one for each tenure that is shown and in which not
    everybody answered alike.

    Parameters
    ----------
    pub : Publication
    only : collection of PrintedVerdict, optional
        Print only the comparisons with these verdicts, of whatever tenure.
    """
    frame = pub.release.frame("printed_changes")
    chosen = frame[_kept(frame)] if only is None else frame[frame["verdict"].isin(list(only))]
    if chosen.empty:
        found = only is not None and set(only) <= set(MOVED_IN_PRINT)
        return pub.paragraph(f"table.printed_changes.{'none_moved' if found else 'none'}")
    named = {"year": this_year(pub), "last_year": last_year(pub)}
    return Table(
        caption=pub.words("table.printed_changes.caption", **named),
        notes=[pub.words(f"table.printed_changes.{name}", **named) for name in ("note", "proper")],
        footnotes=[
            pub.words(f"table.printed_changes.{name}", alpha=f"{pub.release.alpha:g}")
            for name in ("methods", "family", "share", "headcounts")
        ],
        columns=(2, 2, 1, 2, 2, 1),
        head=_head(pub),
        bodies=[
            _by_tenure(pub, _question(pub, str(question)), of_question, _comparison)
            for question, of_question in chosen.groupby("question", sort=False)
        ],
        wide=True,
    ).block(pub.words.language)


def printed_headlines(pub: Publication) -> HtmlBlock:
    """Print last year's printed rate of every role beside this year's, and that this is all."""
    frame = pub.release.frame("printed_headlines")
    named = {"year": this_year(pub), "last_year": last_year(pub)}
    years = [head(name, kind="figure") for name in (last_year(pub), this_year(pub))]
    return Table(
        caption=pub.words("table.printed_headlines.caption", **named),
        notes=[
            *merged_roles(pub),
            pub.words("table.printed_headlines.note"),
            pub.words("table.rates_by_role.note_printed", **named),
        ],
        columns=(2, 2, 1),
        head=[
            [
                *heads(pub, "text", "role", "tenure", rowspan=2),
                spanner(pub.words("column.rates"), 2),
                *heads(pub, "text", "verdict", rowspan=2),
            ],
            years,
        ],
        bodies=[
            _by_tenure(pub, Cell(pub.role(str(role)), "prose"), of_role, _headline)
            for role, of_role in frame.groupby("role", sort=False)
        ],
    ).block(pub.words.language)


def range_cell(pub: Publication, row: Any) -> Cell:
    """Return the range of a change in points over all tables."""
    low, high = row["low_change_points"], row["high_change_points"]
    if known(low):
        return Cell(span(low, high, pub.words), "figure")
    return missing(pub, State(row["state"]))


def verdict_cell(pub: Publication, row: Any) -> Cell:
    """Return what can be said of a comparison with a print, in bold where it is a change."""
    if not known(row["verdict"]):
        return no_verdict(pub)
    text = pub.words(f"printed_verdict.{row['verdict']}")
    return Cell(text, strong=row["verdict"] in MOVED_IN_PRINT)


def printed_figure(pub: Publication, value: Any) -> Cell:
    """Return a figure as printed, or say that none is."""
    return count(value) if known(value) else absent(pub)


def _kept(frame: pd.DataFrame) -> pd.Series:
    tells = frame["state"].isin(FIGURES) & (frame["verdict"] != PrintedVerdict.ALIKE)
    return (frame["tenure"] == Tenure.ALL) | tells


def _head(pub: Publication) -> list[Row]:
    years = [head(name, kind="figure") for name in (last_year(pub), this_year(pub))]
    above: Row = [
        *heads(pub, "text", "question", "tenure_with_answers", rowspan=2),
        spanner(pub.words("column.shares"), 2),
        *heads(pub, "figure", "change_range", rowspan=2),
        spanner(pub.words("column.tables_that_fit"), 2),
        spanner(pub.words("column.p_ranges"), 2),
        *heads(pub, "text", "verdict", rowspan=2),
    ]
    below = heads(pub, "figure", "n_tables", "significant_percent", "p", "p_adjusted")
    return [above, [*years, *below]]


def _by_tenure(
    pub: Publication, name: Cell, frame: pd.DataFrame, cells: Callable[[Publication, Any], Row]
) -> list[Row]:
    """Return a row for each tenure there is, all tenures first, under a name that spans them."""
    by_tenure = frame.set_index("tenure")
    rows: list[Row] = []
    for tenure in (tenure for tenure in _TENURES if tenure in by_tenure.index):
        named = [] if rows else [replace(name, scope="rowgroup", rowspan=len(by_tenure))]
        row = by_tenure.loc[tenure]
        label = Cell(pub.words(f"tenure.{tenure}"), scope="row", detail=_people(pub, row))
        rows.append([*named, label, *cells(pub, row)])
    return rows


def _people(pub: Publication, row: Any) -> str:
    """Return this year's base; empty where it is not shown, and of a headline."""
    n = row.get("n_this")
    return pub.words("figure.people", n=whole(n)) if known(n) else ""


def _question(pub: Publication, question: str) -> Cell:
    return Cell(pub.question(question), "prose", detail=pub.reversed_answer(question))


def _comparison(pub: Publication, row: Any) -> list[Cell]:
    last = printed_figure(pub, row["last_percent"])
    state = State(row["state"])
    if state not in FIGURES:
        return [last, mark(pub, state, colspan=_AFTER_LAST)]
    if row["verdict"] in _NOT_COMPUTED:  # whether or not the rate is a band
        row = {**row, "state": State.SHOWN}
    return [
        last,
        percent(pub, row, "this_percent"),
        range_cell(pub, row),
        figure(pub, row["n_tables"], row["state"]),
        _share(pub, row),
        _p(pub, row, "p"),
        _p(pub, row, "p_adjusted"),
        verdict_cell(pub, row),
    ]


def _share(pub: Publication, row: Any) -> Cell:
    """Return the share of the tables in which p is small, or say that it is not shown."""
    if known(row["significant_percent"]):
        return Cell(row["significant_percent"], "figure")
    return (
        marked(pub, "share_not_shown")
        if known(row["p_high"])
        else missing(pub, State(row["state"]))
    )


def _p(pub: Publication, row: Any, name: str) -> Cell:
    low, high = row[f"{name}_low"], row[f"{name}_high"]
    if known(high):
        return Cell(p_span(low, high, pub.words), "figure")
    return missing(pub, State(row["state"]))


def _headline(pub: Publication, row: Any) -> list[Cell]:
    nobody = row["verdict"] == PrintedVerdict.NOBODY and not known(row["last_percent"])
    last = mark(pub, State.ABSENT) if nobody else printed_figure(pub, row["last_percent"])
    state = State(row["state"])
    if state is not State.SHOWN:
        return [last, mark(pub, state, colspan=2)]
    return [last, figure(pub, row["this_percent"], state), verdict_cell(pub, row)]
