"""Comparisons in printed form: only where both sides may be shown, and p no finer than allowed.

Every function returns one frame with the columns that `released.COLUMNS` declares.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import pandas as pd

from selfcheck_analysis.disclosure.bands import Band
from selfcheck_analysis.disclosure.certain import certain_verdicts
from selfcheck_analysis.disclosure.policy import Rules
from selfcheck_analysis.disclosure.printed import Row, band_columns, in_columns, p_text, points
from selfcheck_analysis.disclosure.protection import (
    ComparisonKey,
    HeadlineComparison,
    Protected,
    printed_interval,
)
from selfcheck_analysis.disclosure.states import Side, state_of_all, state_of_both
from selfcheck_analysis.rounding import change_points, percent_of
from selfcheck_analysis.terms import HEADLINE, Family, Note, State, Tenure, Verdict

_UNTESTED = (
    Verdict.NOT_COMPARABLE,
    Verdict.NOT_COMPUTABLE,
    Verdict.NOT_TESTED,
    Verdict.NOT_TESTABLE,
)
_MOVED = (Verdict.ROSE, Verdict.FELL)
_LATER_AND_FIRST = (str(Tenure.SECOND_YEAR_PLUS), str(Tenure.FIRST_YEAR))


@dataclass(frozen=True)
class Headlines:
    """The comparisons of headlines that there are, and how each was chosen to be said."""

    compared: Mapping[ComparisonKey, HeadlineComparison]
    said: Mapping[ComparisonKey, int]

    @classmethod
    def of(cls, compared: Iterable[HeadlineComparison], protected: Protected) -> Headlines:
        """Put them in order by their keys."""
        return cls({comparison.key: comparison for comparison in compared}, protected.comparisons)

    def guarded(self, state: State, key: ComparisonKey) -> tuple[State, Rates | None]:
        """Return the state of one comparison, and its exact rates if it has any.

        The means over the questions compared can be left out, or the whole comparison.
        """
        if state is not State.SHOWN:
            return state, None
        found = self.compared.get(key)
        if found is None:
            return state, None
        wording = self.said.get(key, 0)
        if wording == 2:
            return State.HIDDEN_PROTECTS, None
        return state, Rates(*found.rates, printed=wording == 0)


@dataclass(frozen=True)
class Rates:
    """The exact rates of both sides (proportions), and whether they are printed."""

    last: Fraction
    this: Fraction
    printed: bool = True


def changes(
    compared: pd.DataFrame | None, this: Side, last: Side | None, rules: Rules, alpha: float
) -> pd.DataFrame:
    """Print every question's comparison of the two years."""
    if compared is None or last is None:
        return in_columns([], "changes")
    rows = compared.to_dict("records")
    cells = [(row["question"], row["role"], row["tenure"]) for row in rows]
    states = [state_of_both(this.states, last.states, cell) for cell in cells]
    bands = [(last.bands.get(cell), this.bands.get(cell)) for cell in cells]
    fine = _wholly_shown(rows, states)
    verdicts = certain_verdicts(rows, states, bands, alpha)
    printed = []
    for row, state, both, verdict in zip(rows, states, bands, verdicts, strict=True):
        if state is State.BAND:
            named = {name: row[name] for name in ("role", "question", "tenure", "family")}
            printed.append(named | _banded(row, both) | verdict | {"state": str(state)})
            continue
        named = {name: row[name] for name in ("role", "question", "tenure", "family")}
        rates = _rates_of_counts(row) if state is State.SHOWN else None
        figures = _figures(row, rates, rules, row["family"] in fine)
        if "change_points" in figures:
            figures["p_role"] = p_text(row["p_role"], coarse=True)
        printed.append(named | figures | _judged(row, state, figures) | {"state": str(state)})
    return in_columns(printed, "changes")


def headline_changes(
    compared: pd.DataFrame | None,
    this: Side,
    last: Side | None,
    headlines: Headlines,
    rules: Rules,
) -> pd.DataFrame:
    """Print the comparison of every role's headline rates, over the questions both years share."""
    if compared is None or last is None:
        return in_columns([], "headline_changes")
    rows = compared.to_dict("records")
    states, rates = [], []
    for row in rows:
        key = (HEADLINE, str(row["role"]), str(row["tenure"]))
        state = _of_enough(row, state_of_both(this.states, last.states, key), rules)
        state, both = headlines.guarded(state, ("change", *key[1:]))
        states.append(state)
        rates.append(both)
    printed = []
    for row, state, both in zip(rows, states, rates, strict=True):
        figures = _figures(row, both, rules, fine=False)
        named = {name: row[name] for name in ("role", "tenure", "n_questions")}
        printed.append(named | figures | _judged(row, state, figures) | {"state": str(state)})
    return in_columns(printed, "headline_changes")


def contrasts(
    compared: pd.DataFrame, this: Side, headlines: Headlines, rules: Rules, alpha: float
) -> pd.DataFrame:
    """Print the comparison of the first-year staff with the others, within this year."""
    rows = compared.to_dict("records")
    states, rates, bands = [], [], []
    for row in rows:
        state, both = _contrast(row, this, headlines, rules)
        states.append(state)
        rates.append(both)
        cells = [(row["question"], row["role"], tenure) for tenure in _LATER_AND_FIRST]
        bands.append((this.bands.get(cells[0]), this.bands.get(cells[1])))
    fine = _wholly_shown(rows, states)
    verdicts = certain_verdicts(rows, states, bands, alpha)
    printed = []
    for row, state, both, band, verdict in zip(rows, states, rates, bands, verdicts, strict=True):
        named = {name: row[name] for name in ("role", "question", "family")}
        if state is State.BAND:
            printed.append(named | _banded(row, band) | verdict | {"state": str(state)})
            continue
        figures = _figures(row, both, rules, row["family"] in fine)
        printed.append(named | figures | _judged(row, state, figures) | {"state": str(state)})
    names = {"n_last": "n_later", "n_this": "n_first"}
    ends = ("percent", "low_percent", "high_percent")
    names |= {f"last_{end}": f"later_{end}" for end in ends}
    names |= {f"this_{end}": f"first_{end}" for end in ends}
    return in_columns(
        [{names.get(key, key): value for key, value in row.items()} for row in printed],
        "contrasts",
    )


def _contrast(
    row: Row, this: Side, headlines: Headlines, rules: Rules
) -> tuple[State, Rates | None]:
    """Return state and exact rates (later, first) of one contrast."""
    role, question = str(row["role"]), str(row["question"])
    state = state_of_all(this.states[(question, role, tenure)] for tenure in _LATER_AND_FIRST)
    if question != HEADLINE:
        return state, _rates_of_counts(row) if state is State.SHOWN else None
    return headlines.guarded(_of_enough(row, state, rules), ("contrast", role, ""))


def _of_enough(row: Row, state: State, rules: Rules) -> State:
    """Hide a headline that fewer people answered than there are in the group, if too few."""
    answering = min(row["n_last"], row["n_this"])
    small = 0 < answering < rules.policy.min_base.value
    return State.HIDDEN_SMALL if small and state is State.SHOWN else state


def _banded(row: Row, bands: tuple[Band | None, Band | None]) -> dict[str, object]:
    """Print both sides of a comparison of which one is a band at least, and no more."""
    figures: dict[str, object] = {"n_last": row["n_last"], "n_this": row["n_this"]}
    for year, band in zip(("last", "this"), bands, strict=True):
        if band is None:
            figures[f"{year}_percent"] = percent_of(Fraction(row[f"x_{year}"], row[f"n_{year}"]))
        else:
            figures |= band_columns(band, f"{year}_")
    return figures


def _wholly_shown(rows: list[Row], states: list[State]) -> set[str]:
    """Return the families adjusted by Holm of which every tested comparison is shown.

    An adjusted p tells how many p-values of the family are smaller. Where some of them are
    hidden it is printed as a class only; and Benjamini-Hochberg's can be another row's p times
    a known number. A hidden conditional question counts as tested: whether it was would tell
    how many were asked.
    """
    hidden = {
        row["family"]
        for row, state in zip(rows, states, strict=True)
        if state in (State.HIDDEN_CONDITIONAL, State.BAND)
        or (state is not State.SHOWN and row["verdict"] not in _UNTESTED)
    }
    return {row["family"] for row in rows} - hidden - {Family.SCREENING}


def _rates_of_counts(row: Row) -> Rates:
    return Rates(Fraction(row["x_last"], row["n_last"]), Fraction(row["x_this"], row["n_this"]))


def _figures(row: Row, rates: Rates | None, rules: Rules, fine: bool) -> dict[str, object]:
    """Print one comparison; where the forms cannot be compared only the two rates."""
    if rates is None:
        return {}
    figures: dict[str, object] = {"n_last": row["n_last"], "n_this": row["n_this"]}
    if rates.printed:
        percents = {"last_percent": percent_of(rates.last), "this_percent": percent_of(rates.this)}
        figures |= percents
    if row["verdict"] == Verdict.NOT_COMPARABLE:
        return figures
    coarse = row["question"] == HEADLINE or not _large(row, rules)
    low, high = _interval(row, rules) or (None, None)
    return figures | {
        "change_points": change_points(rates.this, rates.last),
        "low_points": low,
        "high_points": high,
        "p": p_text(row["p"], coarse),
        "p_adjusted": p_text(row["p_adjusted"], coarse or not fine),
        "detectable_points": points(row["detectable"]) if _shows_spread(row, rules) else None,
    }


def _large(row: Row, rules: Rules) -> bool:
    """Tell whether both groups are large enough for figures that follow from single answers."""
    return min(row["n_last"], row["n_this"]) >= rules.policy.p_exact_min_base.value


def _shows_spread(row: Row, rules: Rules) -> bool:
    """Tell whether interval and detectable change are printed.

    Those of a headline tell how answers hang together in the persons of a small group.
    """
    return row["question"] != HEADLINE or _large(row, rules)


def _interval(row: Row, rules: Rules) -> tuple[int, int] | None:
    """Print the interval, if it is shown and there is one."""
    if row["question"] == HEADLINE:
        return printed_interval(row, rules)
    low, high = points(row["low"]), points(row["high"])
    return None if low is None or high is None else (low, high)


def _judged(row: Row, state: State, figures: Mapping[str, Any]) -> dict[str, object]:
    """Return verdict, reason and note; nothing where the comparison is hidden."""
    if state.hidden:
        return {"verdict": None, "reason": None, "note": None}
    note = _note_of_print(row, figures)
    return {"verdict": row["verdict"], "reason": row["reason"], "note": note}


def _note_of_print(row: Row, figures: Mapping[str, Any]) -> str:
    """Return why verdict and interval seem to contradict each other, if they do so in print.

    A bound that is rounded to nought makes a contradiction, or hides one.
    """
    low, high = figures.get("low_points"), figures.get("high_points")
    if low is None or high is None:
        return ""
    if not low <= 0 <= high:
        return str(row["note"])
    return str(row["note"] or Note.ROUNDED) if row["verdict"] in _MOVED else ""
