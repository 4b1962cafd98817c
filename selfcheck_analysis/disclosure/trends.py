"""Rates of several years and the tests of their trend, in printed form."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

import pandas as pd

from selfcheck_analysis.disclosure.policy import Rules
from selfcheck_analysis.disclosure.printed import Row, band_columns, in_columns, p_text
from selfcheck_analysis.disclosure.states import Side, state_of_all
from selfcheck_analysis.rates import MEANS, counts_of_everyone
from selfcheck_analysis.rounding import percent_of
from selfcheck_analysis.terms import ALL_ROLES, HEADLINE, State, Tenure
from selfcheck_analysis.trend import unbroken

ALL = str(Tenure.ALL)


def trend(tested: pd.DataFrame | None, sides: Mapping[int, Side], rules: Rules) -> pd.DataFrame:
    """Print the rate of every series in every year it has answers.

    Parameters
    ----------
    tested : DataFrame or None
        As `change.trends.trends` returns; None without a trend.
    sides : mapping of fiscal year to Side
        Every year of the trend that has answers, in order.
    rules : Rules
    """
    rows = [
        {
            "role": series["role"],
            "question": series["question"],
            "fiscal_year": year,
            "stretch": number,
            **_point(sides[year], series["role"], series["question"], rules),
        }
        for series in ([] if tested is None else tested.to_dict("records"))
        for number, years in enumerate(_stretches(series, sides), 1)
        for year in years
    ]
    return in_columns(rows, "trend")


def trend_tests(
    tested: pd.DataFrame | None, sides: Mapping[int, Side], rules: Rules
) -> pd.DataFrame:
    """Print the test of every series, if each of its years may be shown."""
    rows = []
    for series in [] if tested is None else tested.to_dict("records"):
        key = (series["question"], series["role"], ALL)
        stretches = _stretches(series, sides)
        years = stretches[-1] if stretches else ()
        state = state_of_all(sides[year].states[key] for year in years)
        state = state if years else State.NO_ANSWERS
        small = series["smallest_base"] < rules.policy.p_exact_min_base.value
        told = {} if state.hidden or not years else _stretch(years)
        figures = (
            {}
            if state is not State.SHOWN
            else {
                "p": p_text(series["p"], small or series["question"] == HEADLINE),
                "p_adjusted": p_text(series["p_adjusted"], coarse=True),
            }
        )
        judged = (
            {}
            if state.hidden or state is State.BAND
            else {name: series[name] for name in ("verdict", "reason")}
        )
        named = {"role": series["role"], "question": series["question"]}
        rows.append(named | told | figures | judged | {"state": str(state)})
    return in_columns(rows, "trend_tests")


def _stretch(years: tuple[int, ...]) -> dict[str, object]:
    return {"first_fiscal_year": years[0], "n_years": len(years)}


def _stretches(series: Row, sides: Mapping[int, Side]) -> tuple[tuple[int, ...], ...]:
    """Return the unbroken stretches of the years in which the series is shown or hidden.

    They are those that were tested, but for a conditional question: a year in which nobody was
    asked it must look like one in which a few were, and so it breaks no stretch in print.
    """
    role, question = series["role"], series["question"]
    nothing = (State.ABSENT, State.NO_ANSWERS)
    comparable = {
        year: question == HEADLINE or side.year.questionnaire.comparable(question)
        for year, side in sides.items()
        if side.states.get((question, role, ALL), State.NO_ANSWERS) not in nothing
    }
    return unbroken(list(comparable), comparable)


def _point(side: Side, role: str, question: str, rules: Rules) -> dict[str, object]:
    state = side.states.get((question, role, ALL), State.NO_ANSWERS)
    if state is State.BAND:
        n, _ = _rate(side, role, question)
        band = side.bands[(question, role, ALL)]
        return {"n_answers": n, **band_columns(band), "state": str(state)}
    if state is not State.SHOWN:
        return {"state": str(state)}
    if question == HEADLINE:
        of_group = side.year.counts
        of_group = of_group[(of_group["role"] == role) & (of_group["tenure"] == ALL)]
        people = side.year.people.set_index(["role", "tenure"])["n_people"]
        n, rate = int(people[(role, ALL)]), MEANS[rules.headline_rate](of_group)
    else:
        n, rate = _rate(side, role, question)
    if rate is None:
        return {"state": str(State.NO_ANSWERS)}
    return {"n_answers": n, "rate_percent": percent_of(rate), "state": str(state)}


def _rate(side: Side, role: str, question: str) -> tuple[int, Fraction]:
    counts = side.year.counts
    if role == ALL_ROLES:
        counts = counts_of_everyone(counts, [question])
    row = counts[
        (counts["question"] == question) & (counts["role"] == role) & (counts["tenure"] == ALL)
    ].iloc[0]
    return int(row["n_answers"]), Fraction(int(row["n_proper"]), int(row["n_answers"]))
