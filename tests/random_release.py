"""Releases whose every comparison has some state, verdict and figures, drawn at random."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from selfcheck_analysis.publication import Publication
from selfcheck_analysis.terms import HEADLINE, Note, PrintedVerdict, Reason, State, Tenure, Verdict
from selfcheck_analysis.words import Language
from tests.factories import fake_publication, fake_tables, first_year, printed_last_year

KINDS = ("responses", "printed", "none")
"""What is known of last year."""

_HIDDEN = [state for state in State if state.hidden]
_SIDES = {
    "changes": ("last", "this"),
    "headline_changes": ("last", "this"),
    "contrasts": ("later", "first"),
}
_OUTCOMES = {
    Verdict.ROSE: Reason.P_AT_MOST_ALPHA,
    Verdict.FELL: Reason.P_AT_MOST_ALPHA,
    Verdict.NOT_SHOWN: Reason.P_ABOVE_ALPHA,
    Verdict.NO_CHANGE_TO_TEST: Reason.ALL_ALIKE,
    Verdict.NOT_TESTABLE: Reason.SMALLEST_P_ABOVE_LEVEL,
    Verdict.NOT_TESTED: Reason.NO_ANSWERS,
    Verdict.NOT_COMPARABLE: Reason.DECLARED,
}
_BANDS = ((95, 100), (90, 100), (80, 85), (0, 10), (45, 50))
_P = ("0.012", "0.034", "<0.01", "<0.05", "≥0.05", "0.571", "1.000")


def random_publication(seed: int, kind: str, language: Language) -> Publication:
    """Return a release of made-up figures under the names of `factories`.

    Parameters
    ----------
    seed : int
    kind : {"responses", "printed", "none"}
    language : {"ja", "en"}
    """
    stream = np.random.default_rng(seed)
    changes: dict[str, Any] = {"none": first_year(), "printed": printed_last_year()}.get(kind, {})
    tables = fake_tables() | {k: v for k, v in changes.items() if isinstance(v, pd.DataFrame)}
    for name, sides in _SIDES.items():
        tables[name] = _compared(stream, tables[name], sides)
    tables["printed_changes"] = _printed(stream, tables["printed_changes"])
    tables["rates_by_role"] = _rates(stream, tables["rates_by_role"], kind == "printed")
    tables["rates_by_question"] = _by_question(stream)
    tables["focus_answers"] = _answers(stream, tables["focus_answers"], kind == "printed")
    tables["deliveries"] = _deliveries(stream)
    tables["response_rates"] = _responses(stream, tables["response_rates"])
    tables["cell_states"] = tables["cell_states"].assign(count=_ints(stream, 12, 1, 2000))
    return fake_publication(language, **{**changes, **tables})


def _ints(stream: np.random.Generator, n: int, low: int, high: int) -> list[int]:
    return [int(value) for value in stream.integers(low, high, n)]


def _one(stream: np.random.Generator, choices: Any) -> Any:
    return list(choices)[int(stream.integers(len(list(choices))))]


def _compared(
    stream: np.random.Generator, frame: pd.DataFrame, sides: tuple[str, str]
) -> pd.DataFrame:
    rows = [_comparison(stream, row, sides) for row in frame.to_dict("records")]
    return pd.DataFrame(rows, columns=frame.columns, index=frame.index)


def _emptied(row: dict[str, Any]) -> dict[str, Any]:
    keep = ("role", "question", "tenure", "family", "n_questions", "focus_item", "fiscal_year")
    return {key: value if key in keep else None for key, value in row.items()}


def _comparison(
    stream: np.random.Generator, row: dict[str, Any], sides: tuple[str, str]
) -> dict[str, Any]:
    """Draw one comparison: hidden, with bands, without its rates, or whole."""
    made = _emptied(row)
    banded = f"{sides[0]}_low_percent" in row
    kind = _one(stream, ["hidden", "whole", "whole", "whole", "band" if banded else "without"])
    if kind == "hidden":
        return made | {"state": _one(stream, _HIDDEN)}
    verdict = _one(stream, _OUTCOMES)
    headline = row.get("question", HEADLINE) == HEADLINE
    if headline and _one(stream, [True, False, False]):
        found = {"verdict": Verdict.NOT_COMPUTABLE, "reason": Reason.NEEDS_PERSONS, "note": ""}
        return made | found | {"state": State.SHOWN}
    made |= {"verdict": verdict, "reason": _OUTCOMES[verdict], "note": "", "state": State.SHOWN}
    made |= {f"n_{side}": n for side, n in zip(sides, _ints(stream, 2, 10, 1500), strict=True)}
    if verdict == Verdict.NOT_TESTED:
        return made | {"state": _one(stream, [State.SHOWN, State.ABSENT])}
    if kind == "band":
        return made | _bands(stream, sides, verdict)
    rates = dict(zip(sides, _ints(stream, 2, 0, 101), strict=True))
    if verdict == Verdict.NO_CHANGE_TO_TEST:
        rates = dict.fromkeys(sides, rates[sides[0]])
    if kind == "whole":
        made |= {f"{side}_percent": rate for side, rate in rates.items()}
    if verdict == Verdict.NOT_COMPARABLE:
        return made
    return made | _points(stream, rates, sides, verdict)


def _points(
    stream: np.random.Generator, rates: dict[str, int], sides: tuple[str, str], verdict: Verdict
) -> dict[str, Any]:
    """Draw what a difference is printed with; its sign is that of the verdict."""
    size = abs(rates[sides[1]] - rates[sides[0]]) or 1
    change = {Verdict.ROSE: size, Verdict.FELL: -size}.get(
        verdict, rates[sides[1]] - rates[sides[0]]
    )
    below, above = _ints(stream, 2, 1, 40)
    p, adjusted, role = (_one(stream, _P) for _ in range(3))
    return {
        "change_points": change,
        "low_points": change - below,
        "high_points": change + above,
        "p": p,
        "p_adjusted": adjusted,
        "p_role": role,
        "note": _one(stream, ["", "", *Note]),
    }


def _bands(stream: np.random.Generator, sides: tuple[str, str], verdict: Verdict) -> dict[str, Any]:
    """Draw a band for one side or both, and perhaps no verdict."""
    made: dict[str, Any] = {"state": State.BAND}
    exact = _one(stream, [None, *sides])
    for side in sides:
        if side == exact:
            made[f"{side}_percent"] = int(stream.integers(0, 101))
        else:
            ends = _one(stream, _BANDS)
            made |= {f"{side}_low_percent": ends[0], f"{side}_high_percent": ends[1]}
    if _one(stream, [True, False, False]) and verdict != Verdict.NOT_COMPARABLE:
        made |= {"verdict": None, "reason": None, "note": None}
    return made


def _printed(stream: np.random.Generator, frame: pd.DataFrame) -> pd.DataFrame:
    rows = []
    for row in frame.to_dict("records"):
        made = _emptied(row)
        verdict = _one(stream, set(PrintedVerdict) - {PrintedVerdict.NOT_BOUNDED})
        if _one(stream, [True, False, False, False]):
            rows.append(made | {"state": _one(stream, _HIDDEN)})
            continue
        low = int(stream.integers(-30, 20))
        bounded = verdict in (
            *(PrintedVerdict.ROSE, PrintedVerdict.FELL, PrintedVerdict.NOT_SHOWN),
            *(PrintedVerdict.ALIKE, PrintedVerdict.UNDECIDED),
        )
        ranges = {
            "low_change_points": low,
            "high_change_points": low + int(stream.integers(0, 9)),
            "n_tables": int(stream.integers(1, 9000)),
            **{key: _one(stream, _P) for key in ("p_low", "p_high")},
            **{key: _one(stream, _P) for key in ("p_adjusted_low", "p_adjusted_high")},
        }
        last = None if verdict == PrintedVerdict.NOT_PRINTED else f"{stream.integers(0, 1000) / 10}"
        made |= {"n_this": int(stream.integers(10, 1500)), "last_percent": last}
        made |= {"this_percent": int(stream.integers(0, 101)), "state": State.SHOWN}
        rows.append(made | {"verdict": verdict} | (ranges if bounded else {}))
    return pd.DataFrame(rows, columns=frame.columns, index=frame.index)


def _rates(stream: np.random.Generator, frame: pd.DataFrame, printed: bool) -> pd.DataFrame:
    """Draw the rates of roles; some hidden, and of a print all as text."""
    rows = []
    for row in frame.to_dict("records"):
        state = _one(
            stream, [State.SHOWN, State.SHOWN, State.SHOWN, State.HIDDEN_SMALL, State.ABSENT]
        )
        rate: Any = int(stream.integers(0, 101)) if state == State.SHOWN else None
        rate = str(rate) if printed and rate is not None else rate
        rows.append(row | {"state": state, "rate_percent": rate})
    return pd.DataFrame(rows, columns=frame.columns)


def _by_question(stream: np.random.Generator) -> pd.DataFrame:
    """Draw the rates of every question, role and tenure."""
    frame = fake_tables()["rates_by_question"]
    forms = {role.id: role.form.values() for role in fake_publication().questionnaire.roles}
    rows = []
    for role, question in [(role, q) for role, form in forms.items() for q in form]:
        for tenure in Tenure:
            made = dict.fromkeys(frame.columns) | {"role": role, "question": question}
            state = _one(stream, [State.SHOWN, State.SHOWN, State.BAND, *State])
            made |= {"tenure": tenure, "state": state}
            if state == State.SHOWN:
                made |= {"rate_percent": int(stream.integers(0, 101)), "n_answers": 77}
            if state == State.BAND:
                ends = _one(stream, _BANDS)
                made |= {"low_percent": ends[0], "high_percent": ends[1], "n_answers": 77}
            rows.append(made)
    return pd.DataFrame(rows, columns=frame.columns)


def _answers(stream: np.random.Generator, frame: pd.DataFrame, printed: bool) -> pd.DataFrame:
    """Draw the shares of yes of the focus questions."""
    rows = []
    for row in frame.to_dict("records"):
        made = _emptied(row)
        state = _one(stream, [State.SHOWN, State.SHOWN, State.BAND, State.HIDDEN_SMALL])
        made |= {"state": state}
        if state == State.SHOWN:
            yes = int(stream.integers(0, 101))
            shares = {"yes_percent": yes, "no_percent": 100 - yes}
            made |= {k: str(v) if printed else v for k, v in shares.items()} | {"n_answers": 77}
        if state == State.BAND:
            ends = _one(stream, _BANDS)
            made |= {"yes_low_percent": ends[0], "yes_high_percent": ends[1], "n_answers": 77}
        rows.append(made)
    return pd.DataFrame(rows, columns=frame.columns)


def _deliveries(stream: np.random.Generator) -> pd.DataFrame:
    frame = fake_tables()["deliveries"]
    used, aside = _ints(stream, len(frame), 1, 900), _ints(stream, len(frame), 0, 30)
    delivered = [u + a for u, a in zip(used, aside, strict=True)]
    invalid = _ints(stream, len(frame), 0, 9)
    return frame.assign(delivered=delivered, used=used, set_aside=aside, answers_set_aside=invalid)


def _responses(stream: np.random.Generator, frame: pd.DataFrame) -> pd.DataFrame:
    """Draw headcounts; now and then nobody of a role answered."""
    headcount = _ints(stream, len(frame), 10, 900)
    people = [_one(stream, [0, n, n // 2]) for n in headcount]
    percent = [100 * n // of for n, of in zip(people, headcount, strict=True)]
    return frame.assign(headcount=headcount, n_people=people, response_percent=percent)
