"""Releases made by hand in which rates are bands, on one side of a comparison or on both."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from selfcheck_analysis.terms import (
    ALL_ROLES,
    PrintedVerdict,
    Reason,
    State,
    Tenure,
    Verdict,
)
from tests.factories import fake_tables, printed_last_year

SAW, SPOKE, KNOWS = "saw_unattended_terminal", "spoke_to_colleague", "knows_contact_tree"
TOLD, LOCKS = "told_password", "locks_papers_away"
STAFF = "counter_staff"

_FIGURES = ("_percent", "_points", "_tables", "_low", "_high")
_JUDGED = ("p", "p_adjusted", "p_role", "verdict", "reason", "note", "cmh_p", "against_both")
FELL = {"verdict": Verdict.FELL, "reason": Reason.P_AT_MOST_ALPHA, "note": ""}
UNCLEAR = {"verdict": Verdict.NOT_SHOWN, "reason": Reason.P_ABOVE_ALPHA, "note": ""}
DECLARED = {"verdict": Verdict.NOT_COMPARABLE, "reason": Reason.DECLARED, "note": ""}


def ends(side: str, low: int, high: int) -> dict[str, int]:
    """Return both ends of a band of one side."""
    return {f"{side}low_percent": low, f"{side}high_percent": high}


def banded(frame: pd.DataFrame, where: Mapping[str, Any], values: Mapping[str, Any]) -> None:
    """Make one row's state `band`: only these figures stand, and its bases."""
    row = _row(frame, where)
    gone = [c for c in frame if str(c).endswith(_FIGURES) or c in _JUDGED]
    frame[gone] = frame[gone].astype(object)
    frame.loc[row, gone] = None
    frame.loc[row, ["state", *values]] = [State.BAND, *values.values()]


def merged(frame: pd.DataFrame, where: Mapping[str, Any]) -> None:
    """Hide one row because all tenures together are hidden or a band."""
    row = _row(frame, where)
    figures = [c for c in frame if str(c).endswith(_FIGURES) or c in _JUDGED or c[:2] == "n_"]
    frame.loc[row, figures] = None
    frame.loc[row, "state"] = State.HIDDEN_MERGED


def _row(frame: pd.DataFrame, where: Mapping[str, Any]) -> int:
    chosen = pd.Series(data=True, index=frame.index)
    for column, value in where.items():
        chosen &= frame[column] == value
    (row,) = frame.index[chosen]
    return int(row)


def with_bands() -> dict[str, pd.DataFrame]:
    """The tables that differ where bands are printed: with a verdict and without, of all kinds."""
    tables = fake_tables()
    for make in (_focus_answers, _changes, _contrasts, _composition, _trend, _cell_states):
        make(tables)
    return {
        name: tables[name]
        for name in (
            *("focus_answers", "changes", "contrasts", "composition", "trend", "trend_tests"),
            "cell_states",
        )
    }


def _focus_answers(tables: dict[str, pd.DataFrame]) -> None:
    frame = tables["focus_answers"]
    rows = [
        # one question of which no is proper, so that its band reads the other way round
        (SAW, 2023, Tenure.ALL, ends("yes_", 0, 10)),
        (SAW, 2022, Tenure.ALL, ends("yes_", 15, 20)),
        (KNOWS, 2022, Tenure.ALL, ends("yes_", 95, 100)),
        (KNOWS, 2022, Tenure.SECOND_YEAR_PLUS, ends("yes_", 95, 100)),
    ]
    for question, year, tenure, values in rows:
        banded(frame, {"question": question, "fiscal_year": year, "tenure": tenure}, values)
    for tenure in (Tenure.FIRST_YEAR, Tenure.SECOND_YEAR_PLUS):
        for year in (2022, 2023):
            merged(frame, {"question": SAW, "fiscal_year": year, "tenure": tenure})


def _changes(tables: dict[str, pd.DataFrame]) -> None:
    frame = tables["changes"]
    knows = {**ends("last_", 95, 100), "this_percent": 90, **FELL}
    both = {**ends("last_", 80, 85), **ends("this_", 90, 100)}
    for role in (ALL_ROLES, STAFF):
        banded(frame, {"role": role, "question": KNOWS, "tenure": Tenure.ALL}, knows)
        banded(frame, {"role": role, "question": SAW, "tenure": Tenure.ALL}, both)
        for tenure in (Tenure.FIRST_YEAR, Tenure.SECOND_YEAR_PLUS):
            merged(frame, {"role": role, "question": SAW, "tenure": tenure})
    told = {"last_percent": 100, **ends("this_", 95, 100), **UNCLEAR}
    banded(frame, {"role": STAFF, "question": TOLD, "tenure": Tenure.ALL}, told)
    locks = {**ends("last_", 95, 100), "this_percent": 92, **DECLARED}
    banded(frame, {"role": STAFF, "question": LOCKS, "tenure": Tenure.ALL}, locks)


def _contrasts(tables: dict[str, pd.DataFrame]) -> None:
    frame = tables["contrasts"]
    knows = {**ends("later_", 95, 100), "first_percent": 76, **FELL}
    banded(frame, {"role": ALL_ROLES, "question": KNOWS}, knows)
    locks = {**ends("later_", 90, 100), **ends("first_", 85, 100)}
    banded(frame, {"role": STAFF, "question": LOCKS}, locks)


def _composition(tables: dict[str, pd.DataFrame]) -> None:
    frame = tables["composition"]
    banded(frame, {"role": ALL_ROLES, "question": SAW}, {})


def _trend(tables: dict[str, pd.DataFrame]) -> None:
    frame, tests = tables["trend"], tables["trend_tests"]
    banded(frame, {"question": SAW, "fiscal_year": 2022}, ends("", 80, 85))
    banded(frame, {"question": KNOWS, "fiscal_year": 2022}, ends("", 95, 100))
    banded(tests, {"question": SAW}, {})
    tests.loc[0, ["first_fiscal_year", "n_years"]] = [2021, 3]


def _cell_states(tables: dict[str, pd.DataFrame]) -> None:
    more = [
        ("focus_answers", State.BAND, 4),
        ("focus_answers", State.HIDDEN_MERGED, 4),
        ("changes", State.BAND, 6),
        ("changes", State.HIDDEN_MERGED, 4),
    ]
    rows = pd.DataFrame(more, columns=tables["cell_states"].columns)
    tables["cell_states"] = pd.concat([tables["cell_states"], rows], ignore_index=True)


def printed_with_bands() -> dict[str, Any]:
    """As `factories.printed_last_year`, with bands of this year beside the print."""
    fields = printed_last_year()
    changes, answers = fields["printed_changes"], fields["focus_answers"]
    fell = {**ends("this_", 85, 90), "last_percent": "99", "verdict": PrintedVerdict.FELL}
    banded(changes, {"question": KNOWS, "tenure": Tenure.ALL}, fell)
    untold = {**ends("this_", 85, 100), "last_percent": "85.7"}
    banded(changes, {"question": SAW, "tenure": Tenure.ALL}, untold)
    not_printed = {**ends("this_", 80, 100), "verdict": PrintedVerdict.NOT_PRINTED}
    banded(changes, {"question": SPOKE, "tenure": Tenure.ALL}, not_printed)
    this = {"fiscal_year": 2023, "tenure": Tenure.ALL}
    banded(answers, {"question": KNOWS, **this}, ends("yes_", 85, 90))
    banded(answers, {"question": SAW, **this}, ends("yes_", 0, 15))
    return fields
