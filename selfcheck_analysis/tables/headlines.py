"""The change of every role's headline rate, and which change could have been found."""

from __future__ import annotations

from typing import Any

import pandas as pd

from selfcheck_analysis.commentary.policy import merged_roles
from selfcheck_analysis.display import HtmlBlock
from selfcheck_analysis.figures import last_year, this_year, whole
from selfcheck_analysis.publication import Publication
from selfcheck_analysis.tables.cells import detectable, head, heads, mark, marked
from selfcheck_analysis.tables.comparison import comparison_head, years
from selfcheck_analysis.tables.model import Cell, Row, Table
from selfcheck_analysis.tables.printed_year import printed_headlines
from selfcheck_analysis.tables.questions import TENURES, rows_by_tenure
from selfcheck_analysis.terms import State, Verdict


def headline_changes(pub: Publication) -> HtmlBlock:
    """Print the change of every role's headline rate in every tenure."""
    if pub.release.last_year is None:
        return pub.paragraph("part.none_first_year")
    if pub.release.last_year_is_printed:
        return printed_headlines(pub)
    frame = pub.release.frame("headline_changes")
    if frame.empty:
        return pub.paragraph("table.headline_changes.none")
    named = {"year": this_year(pub), "last_year": last_year(pub)}
    notes = ["methods_of_headlines", "detectable", "detectable_headline"]
    first, sides = heads(pub, "text", "role", "tenure", rowspan=2), years(pub)
    return Table(
        caption=pub.words(f"table.headline_changes.caption_{pub.release.headline_rate}", **named),
        notes=[*merged_roles(pub, "questions"), pub.words("table.headline_changes.note")],
        footnotes=[
            pub.words("table.note.bases", **named),
            *(pub.words(f"table.note.{name}") for name in notes),
        ],
        columns=[len(first), *sides.spans],
        head=comparison_head(pub, sides, first, "rates"),
        bodies=[_role(pub, frame[frame["role"] == role]) for role in frame["role"].unique()],
        wide=True,
    ).block(pub.words.language)


def _role(pub: Publication, of_role: pd.DataFrame) -> list[Row]:
    """Return the rows of one role: all tenures, then each of them."""
    return rows_by_tenure(pub, [_role_head(pub, of_role.iloc[0], len(of_role))], of_role)


def _role_head(pub: Publication, row: Any, rowspan: int) -> Cell:
    """Return the role and how many of its questions were compared."""
    fewer = pub.fewer_questions(row["role"], row["n_questions"])
    return Cell(
        pub.role(row["role"]),
        "prose",
        scope="row",
        rowspan=rowspan,
        footnote=pub.words("note_mark.fewer_questions") if fewer else "",
        reason=pub.words("note.fewer_questions") if fewer else "",
        detail=pub.words("table.headline_changes.n_questions", n=whole(row["n_questions"])),
    )


def detectable_changes(pub: Publication) -> HtmlBlock:
    """Print which change of every role's headline rate would have been found, by tenure."""
    if pub.release.last_year is None:
        return pub.paragraph("part.none_first_year")
    if pub.release.last_year_is_printed:
        return pub.paragraph("table.detectable_changes.printed")
    frame = pub.release.frame("headline_changes")
    if frame.empty:
        return pub.paragraph("table.headline_changes.none")
    tenures = [head(pub.words(f"tenure.{tenure}"), kind="figure") for tenure in TENURES]
    by_group = frame.set_index(["role", "tenure"])
    return Table(
        caption=pub.words("table.detectable_changes.caption"),
        footnotes=[
            pub.words(f"table.note.{name}") for name in ("detectable", "detectable_headline")
        ],
        head=[[*heads(pub, "text", "role"), *tenures]],
        bodies=[[_detectable(pub, role, by_group) for role in frame["role"].unique()]],
    ).block(pub.words.language)


def _detectable(pub: Publication, role: str, by_group: pd.DataFrame) -> Row:
    cells = []
    for tenure in TENURES:
        there = (role, tenure) in by_group.index
        row = by_group.loc[(role, tenure)] if there else {"state": State.ABSENT}
        cells.append(_found(pub, row))
    return [Cell(pub.role(role), "prose", scope="row"), *cells]


def _found(pub: Publication, row: Any) -> Cell:
    """Return the change that would be found, or the mark that says why there is none."""
    if row["state"] != State.SHOWN:
        return mark(pub, State(row["state"]))
    if row["verdict"] == Verdict.NOT_COMPUTABLE:
        return marked(pub, "needs_persons")
    return detectable(pub, row)
