"""Last year's print beside this year, in printed form.

What is printed is public and always shown. This year's side follows the same states as everywhere,
and with it whatever was compared.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Any

import pandas as pd

from selfcheck_analysis.change.printed_year import WITHOUT_P, AgainstPrint
from selfcheck_analysis.disclosure.policy import Rules
from selfcheck_analysis.disclosure.printed import Row, band_columns, in_columns, p_text
from selfcheck_analysis.disclosure.states import Side
from selfcheck_analysis.published import Block, PrintedRow
from selfcheck_analysis.questionnaire import Answer
from selfcheck_analysis.rounding import change_points, percent
from selfcheck_analysis.terms import HEADLINE, PrintedVerdict, State, Tenure

_WHATEVER_WAS_ANSWERED = (
    PrintedVerdict.CONTRADICTORY,
    PrintedVerdict.NOT_PRINTED,
    PrintedVerdict.NOT_COMPARABLE,
)
"""Verdicts that this year's answers have no part in, and so a band of them does not either."""


def with_printed_rates(frame: pd.DataFrame, against: AgainstPrint, this: Side) -> pd.DataFrame:
    """Put last year's printed headline rates below this year's `rates_by_role`."""
    rows = [
        {
            "role": role.id,
            "fiscal_year": against.last.fiscal_year,
            "tenure": str(tenure),
            "n_questions": block.questions,
            "rate_percent": _text(block, block.row(tenure), Answer.YES),
            "state": str(State.ABSENT if block.row(tenure) is None else State.SHOWN),
        }
        for role in this.year.questionnaire.roles
        for block in _headlines(against, role.id)
        for tenure in Tenure
    ]
    return _below(frame, in_columns(rows, "rates_by_role", ["rate_percent"]))


def with_printed_answers(frame: pd.DataFrame, against: AgainstPrint, this: Side) -> pd.DataFrame:
    """Put last year's printed shares of はい and いいえ below this year's `focus_answers`."""
    rows = [
        {
            "focus_item": this.year.questionnaire.question(question).focus_item,
            "question": question,
            "fiscal_year": against.last.fiscal_year,
            "tenure": str(tenure),
            "yes_percent": _text(block, block.row(tenure), Answer.YES),
            "no_percent": _text(block, block.row(tenure), Answer.NO),
            "state": str(State.ABSENT if block.row(tenure) is None else State.SHOWN),
        }
        for question, block in against.blocks.items()
        for tenure in Tenure
    ]
    return _below(frame, in_columns(rows, "focus_answers", ["yes_percent", "no_percent"]))


def printed_changes(against: AgainstPrint | None, this: Side, rules: Rules) -> pd.DataFrame:
    """Print every focus question's comparison with last year's print.

    The share of tables in which p is small is left out where p is a class, which it would refine.
    How many tables there are follows from the print and the headcounts, which are public.
    """
    rows = [] if against is None else against.questions.to_dict("records")
    states = [this.states[(row["question"], row["role"], row["tenure"])] for row in rows]
    fine = _wholly_shown(rows, states)
    printed = []
    for row, state in zip(rows, states, strict=True):
        named = {name: row[name] for name in ("role", "question", "tenure", "family")}
        block = against.blocks.get(row["question"]) if against is not None else None
        figures = _figures(row, rules, fine) if state is State.SHOWN else {}
        told = state is not State.BAND or row["verdict"] in _WHATEVER_WAS_ANSWERED
        verdict = row["verdict"] if told and not state.hidden else None
        if state is State.BAND:
            band = this.bands[(row["question"], row["role"], row["tenure"])]
            figures = {"n_this": row["n_this"], **band_columns(band, "this_")}
        printed.append(
            named
            | {"last_percent": _proper(block, Tenure(row["tenure"])), **figures}
            | {"verdict": verdict, "state": str(state)}
        )
    return in_columns(printed, "printed_changes", ["last_percent", "significant_percent"])


def printed_headlines(
    against: AgainstPrint | None, this: Side, rates: pd.DataFrame
) -> pd.DataFrame:
    """Print last year's printed headline rates beside this year's (`rates_by_role`).

    They cannot be compared: how the answers of one person hang together is not printed.
    """
    if against is None:
        return in_columns([], "printed_headlines", ["last_percent"])
    rows = []
    for row in rates.to_dict("records"):
        blocks = list(_headlines(against, row["role"]))
        last = blocks[0].row(Tenure(row["tenure"])) if blocks else None
        state = this.states[(HEADLINE, row["role"], row["tenure"])]
        verdict = PrintedVerdict.NOT_BOUNDED
        if not blocks:
            verdict = PrintedVerdict.NOT_PRINTED
        elif last is None or state is not State.SHOWN:
            verdict = PrintedVerdict.NOBODY
        rows.append(
            {
                "role": row["role"],
                "tenure": row["tenure"],
                "last_percent": _text(blocks[0], last, Answer.YES) if blocks else None,
                "this_percent": row["rate_percent"],
                "verdict": None if state.hidden else str(verdict),
                "state": str(state),
            }
        )
    return in_columns(rows, "printed_headlines", ["last_percent"])


def _wholly_shown(rows: list[Row], states: list[State]) -> bool:
    """Tell whether every comparison that has a part in the family is shown.

    As in `comparisons`: an adjusted p tells how many p-values of the family are smaller.
    """
    return all(
        state is State.SHOWN
        or (row["verdict"] in WITHOUT_P and state is not State.HIDDEN_CONDITIONAL)
        for row, state in zip(rows, states, strict=True)
    )


def _figures(row: Row, rules: Rules, fine: bool) -> dict[str, Any]:
    figures: dict[str, Any] = {
        "n_this": row["n_this"],
        "this_percent": percent(row["x_this"], row["n_this"]),
    }
    if pd.isna(row["change_low"]):
        return figures
    bases = (row["n_this"], row["n_last_smallest"])
    coarse = min(bases) < rules.policy.p_exact_min_base.value
    return figures | {
        "low_change_points": _points(row, "low"),
        "high_change_points": _points(row, "high"),
        "n_tables": row["n_tables"],
        "significant_percent": None if coarse else _share(row),
        "p_low": p_text(row["p_low"], coarse),
        "p_high": p_text(row["p_high"], coarse),
        "p_adjusted_low": p_text(row["p_adjusted_low"], coarse or not fine),
        "p_adjusted_high": p_text(row["p_adjusted_high"], coarse or not fine),
    }


def _points(row: Row, side: str) -> int:
    """Round one end of the change from the counts that give it."""
    this = Fraction(row["x_this"], row["n_this"])
    return change_points(this, Fraction(row[f"x_last_{side}"], row[f"n_last_{side}"]))


def _share(row: Row) -> str | None:
    """Print the share of the tables in which p is small; only none is 0, and only all is 100."""
    if pd.isna(row["n_significant"]):
        return None
    share = percent(row["n_significant"], row["n_tables"])
    if share == 0 and row["n_significant"] > 0:
        return "<1"
    return ">99" if share == 100 and row["n_significant"] < row["n_tables"] else str(share)


def _headlines(against: AgainstPrint, role: str) -> Iterator[Block]:
    """Yield the printed headline rate of a role, if there is one."""
    return (b for b in against.last.blocks() if b.key[2:] == (role, HEADLINE))


def _text(block: Block, row: PrintedRow | None, answer: Answer) -> str | None:
    """Return a figure as printed; None where it is not."""
    units = None if row is None else row[answer is Answer.NO]
    return None if units is None else block.precision.text(units)


def _proper(block: Block | None, tenure: Tenure) -> str | None:
    """Return the printed share of proper answers; else a hundred less that of the others."""
    row = None if block is None else block.row(tenure)
    if block is None or row is None:
        return None
    printed = _text(block, row, block.proper_answer)
    if printed is None and row.percent is not None:
        return block.precision.text(block.precision.hundred - row.percent)
    return printed


def _below(this: pd.DataFrame, last: pd.DataFrame) -> pd.DataFrame:
    """Put last year's rows below this year's, the percents of both as text."""
    as_text: Mapping[str, str] = {c: "str" for c in this if str(c).endswith("_percent")}
    parts = [this.astype(as_text), last.astype(as_text)]
    return pd.concat([part for part in parts if len(part)], ignore_index=True)
