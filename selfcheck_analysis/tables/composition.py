"""What the change of all tenures together is made of: within the tenures, and their mix."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pandas as pd

from selfcheck_analysis.commentary.composition import against_both, direction
from selfcheck_analysis.commentary.policy import merged_forms
from selfcheck_analysis.display import HtmlBlock
from selfcheck_analysis.figures import known, last_year, this_year
from selfcheck_analysis.publication import Publication
from selfcheck_analysis.tables.cells import change as change_cell
from selfcheck_analysis.tables.cells import count, head, heads, marked, spanner
from selfcheck_analysis.tables.folding import untold
from selfcheck_analysis.tables.model import Cell, Row, Table
from selfcheck_analysis.tables.questions import body_head, question_cells, roles_of
from selfcheck_analysis.terms import State

_PARTS = ["change_points", "within_points", "mix_points"]
_SHARES = ["first_share_last_percent", "first_share_this_percent"]
_SPANS = (2, len(_PARTS), len(_SHARES), 1)
_N_COLUMNS = sum(_SPANS)


def composition(pub: Publication) -> HtmlBlock:
    """Print the split of every change of 全体 that can be shown, and why others are not.

    Above the table stands of which questions all tenures together moved against both tenures.
    Questions of which nothing moved, by whole points, take one line for each role.
    """
    if pub.release.last_year is None:
        return pub.paragraph("part.none_first_year")
    if pub.release.last_year_is_printed:
        return pub.paragraph("table.composition.printed")
    frame = pub.release.frame("composition")
    if frame[_PARTS].isna().all(axis="columns").all():
        return pub.paragraph("table.composition.none")
    named = {"year": this_year(pub), "last_year": last_year(pub)}
    return Table(
        caption=pub.words("table.composition.caption", **named),
        opening=against_both(pub),
        notes=[pub.words("table.composition.note"), *merged_forms(pub, "numbers")],
        footnotes=[pub.words("table.composition.methods")],
        columns=_SPANS,
        head=_head(pub),
        bodies=[_body(pub, role, frame[frame["role"] == role]) for role in roles_of(frame)],
        wide=True,
    ).block(pub.words.language)


def _head(pub: Publication) -> list[Row]:
    first = [
        *heads(pub, "text", "number", "question", rowspan=2),
        spanner(pub.words("column.differences"), len(_PARTS)),
        spanner(pub.words("column.first_share"), len(_SHARES)),
        *heads(pub, "figure", "cmh_p", rowspan=2),
    ]
    years = [head(last_year(pub), kind="figure"), head(this_year(pub), kind="figure")]
    return [first, [*heads(pub, "figure", "all_tenures", "within", "mix"), *years]]


def _body(pub: Publication, role: str, frame: pd.DataFrame) -> list[Row]:
    """Return the rows of one role; what has nothing to show is counted below them."""
    split = frame[_PARTS].notna().all(axis="columns")
    moved = split & ((frame[_PARTS].fillna(0) != 0).any(axis="columns") | _flagged(frame))
    rows = [_row(pub, role, row) for row in frame[moved].to_dict("records")]
    others = [(row["question"], _reason(pub, row)) for row in frame[~moved].to_dict("records")]
    return [body_head(pub, role, _N_COLUMNS), *rows, *untold(pub, others, _N_COLUMNS)]


def _flagged(frame: pd.DataFrame) -> pd.Series:
    return frame["against_both"].fillna(False).astype(bool)


def _reason(pub: Publication, row: Any) -> str:
    """Say why a change takes no row of its own: hidden, not split, or nothing moved."""
    if known(row["within_points"]):
        return pub.words("table.composition.still")
    state = State(row["state"])
    if state.hidden or state is State.BAND or not known(row["reason"]):
        return pub.state(row["state"])
    return pub.words(f"split_reason.{row['reason']}")


def _row(pub: Publication, role: str, row: Any) -> Row:
    p = row["cmh_p"]
    return [
        *question_cells(pub, role, row["question"]),
        _change(pub, row),
        *(change_cell(pub, row[name], row["state"]) for name in _PARTS[1:]),
        *(count(row[name]) for name in _SHARES),
        Cell(p, "figure") if known(p) else marked(pub, "alike_within_tenures"),
    ]


def _change(pub: Publication, row: Any) -> Cell:
    """Return the change of all tenures, flagged where it goes against both of them."""
    cell = change_cell(pub, row["change_points"], row["state"])
    if not row["against_both"]:
        return cell
    reason = pub.words(f"against_both.{direction(row)}")
    return replace(cell, strong=True, footnote=pub.words("note_mark.against_both"), reason=reason)
