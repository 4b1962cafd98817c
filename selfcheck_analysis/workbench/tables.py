"""A part of a released view as a table: one line of heads, real numbers, marks with reasons."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from selfcheck_analysis.figures import Band, known
from selfcheck_analysis.publication import FIGURES
from selfcheck_analysis.terms import State
from selfcheck_analysis.workbench import records

if TYPE_CHECKING:
    from selfcheck_analysis.workbench.export import Chosen

_FIGURES = ("n_last", "n_this", "last", "this", "change", "low", "high", "detectable")


@dataclass(frozen=True)
class Sheet:
    """The cells of one table: lines above, heads, rows and notes below."""

    above: list[str]
    heads: list[str]
    rows: list[list[Any]]
    notes: list[str]


def title(chosen: Chosen) -> str:
    """Name the rows: role and tenure, and what is set against what."""
    words = chosen.view.words
    last, this = chosen.view.sides
    return words(
        "workbench.export.title",
        role=records.role_label(chosen.view, chosen.role),
        tenure=words(f"tenure.{chosen.tenure}"),
        last=last or "-",
        this=this,
    )


def sheet_of(chosen: Chosen) -> Sheet:
    """Lay the rows of a released view out, each with the role it is of."""
    view, words = chosen.view, chosen.view.words
    found = [] if chosen.frame is None else chosen.frame.to_dict("records")
    release = chosen.publication.release
    above = [title(chosen), words("page.policy", policy=release.policy_name)]
    above += [words("page.synthetic")] if release.synthetic else []
    last, this = view.sides
    heads = [
        words(f"workbench.export.{name}", last=last or "-", this=this)
        for name in ("role", "question", "tenure", *_FIGURES, "p", "verdict")
    ]
    return Sheet(above, heads, [_row(chosen, row) for row in found], _notes(chosen, found))


def workbook(sheet: Sheet) -> bytes:
    """Write a sheet as a workbook of one sheet; numbers are numbers."""
    import xlsxwriter

    content = io.BytesIO()
    book = xlsxwriter.Workbook(content, {"in_memory": True})
    page = book.add_worksheet()
    bold, wrapped = book.add_format({"bold": True}), book.add_format({"text_wrap": True})
    signed = book.add_format({"num_format": "+0;−0;0"})
    for number, line in enumerate(sheet.above):
        page.write_string(number, 0, line, bold if not number else None)
    first = len(sheet.above) + 1
    page.write_row(first, 0, sheet.heads, bold)
    for number, row in enumerate(sheet.rows, start=first + 1):
        for column, cell in enumerate(row):
            if isinstance(cell, str):
                page.write_string(number, column, cell, wrapped if column == 1 else None)
            elif cell is not None:
                page.write_number(number, column, cell, signed if column in _SIGNED else None)
    for number, note in enumerate(sheet.notes, start=first + len(sheet.rows) + 2):
        page.write_string(number, 0, note)
    page.set_column(0, 0, 24)
    page.set_column(1, 1, 60)
    page.freeze_panes(first + 1, 2)
    book.close()
    return content.getvalue()


_SIGNED = range(7, 11)
"""The columns of points."""


def _row(chosen: Chosen, row: dict[str, Any]) -> list[Any]:
    view, words = chosen.view, chosen.view.words
    state = State(row["state"])
    names = [
        records.role_label(view, chosen.role),
        view.form.question(row["question"]).label.text(words.language),
        words(f"tenure.{chosen.tenure}"),
    ]
    if state not in FIGURES:
        mark = words(f"mark.{state}")
        return [
            *names,
            *([mark] * len(_FIGURES)),
            mark,
            words(f"state_short.{state}", min_base=view.min_base),
        ]
    figures = [_figure(chosen, row, name) for name in _FIGURES]
    p = row["p_adjusted"] if known(row["p_adjusted"]) else ""
    return [*names, *figures, p, records.verdict_text(view, row)]


def _figure(chosen: Chosen, row: dict[str, Any], name: str) -> Any:
    """Return a number, a band in words, or nothing."""
    if name in ("last", "this") and known(row[f"{name}_low"]):
        band = Band(int(row[f"{name}_low"]), int(row[f"{name}_high"]))
        return band.figure(chosen.view.words)
    return int(row[name]) if known(row[name]) else None


def _notes(chosen: Chosen, rows: Sequence[dict[str, Any]]) -> list[str]:
    """Say what every mark and an empty cell mean."""
    view, words = chosen.view, chosen.view.words
    states = dict.fromkeys(State(row["state"]) for row in rows)
    return [
        words(
            "workbench.export.note",
            mark=words(f"mark.{state}"),
            reason=words(f"state.{state}", min_base=view.min_base),
        )
        for state in states
        if state not in FIGURES
    ] + [words("workbench.export.bands")] * (State.BAND in states)
