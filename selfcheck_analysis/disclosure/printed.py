"""The figures of a release in printed form: rounded once, and only where their state is shown.

Every function returns one frame with the columns that `released.COLUMNS` declares.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from fractions import Fraction
from typing import Any

import pandas as pd

from selfcheck_analysis.disclosure.policy import Policy
from selfcheck_analysis.disclosure.states import HEADLINE, States
from selfcheck_analysis.params import Params
from selfcheck_analysis.questionnaire import Answer, Question
from selfcheck_analysis.rates import YearFigures, counts_of_everyone, macro_mean, pooled_mean
from selfcheck_analysis.released import COLUMNS
from selfcheck_analysis.responses.intake import Intake
from selfcheck_analysis.rounding import change_points, percent, percent_of, round_half_up
from selfcheck_analysis.terms import ALL_ROLES, Family, State, Tenure, Verdict

HEADLINE_MEANS = {"macro": macro_mean, "pooled": pooled_mean}
P_DECIMALS = 3
P_CLASSES = ((Fraction(1, 100), "<0.01"), (Fraction(1, 20), "<0.05"))


def set_aside(intake: Intake) -> pd.DataFrame:
    """Count this year's faults by their code."""
    counted = Counter(problem.code for problem in intake.problems)
    return pd.DataFrame(sorted(counted.items()), columns=list(COLUMNS["set_aside"]))


def response_rates(this: YearFigures) -> pd.DataFrame:
    """Print the response rate of every role and of all together."""
    everyone = this.people[this.people["tenure"] == Tenure.ALL].set_index("role")["n_people"]
    rows: list[tuple[str, int, int]] = [
        (role.id, role.headcount, int(everyone[role.id])) for role in this.questionnaire.roles
    ]
    rows.append((ALL_ROLES, sum(row[1] for row in rows), sum(row[2] for row in rows)))
    return pd.DataFrame(
        [(*row, round_half_up(Fraction(row[2] * 100, row[1]))) for row in rows],
        columns=list(COLUMNS["response_rates"]),
    )


def rates_by_role(
    years: list[YearFigures], states: dict[int, States], headline_rate: str
) -> pd.DataFrame:
    """Print the headline rate of every role and tenure for both years."""
    mean = HEADLINE_MEANS[headline_rate]
    rows = []
    for year in years:
        fiscal_year = year.questionnaire.fiscal_year
        groups = year.counts.groupby(["role", "tenure"])
        for group in year.people.itertuples():
            state = states[fiscal_year][(HEADLINE, str(group.role), str(group.tenure))]
            counts = groups.get_group((group.role, group.tenure))
            rate = mean(counts) if state is State.SHOWN else None
            role = year.questionnaire.role(str(group.role))
            rows.append(
                {
                    "role": group.role,
                    "fiscal_year": fiscal_year,
                    "tenure": group.tenure,
                    "n_questions": len(year.questionnaire.counted(role)),
                    "n_people": group.n_people if state is State.SHOWN else None,
                    "rate_percent": None if rate is None else percent_of(rate),
                    "state": str(
                        state if state is not State.SHOWN or rate is not None else State.NO_ANSWERS
                    ),
                }
            )
    return _printed(rows, "rates_by_role")


def rates_by_question(this: YearFigures, states: States) -> pd.DataFrame:
    """Print the rate of every question by role and tenure."""
    rows = []
    for cell in this.counts.to_dict("records"):
        state = states[(cell["question"], cell["role"], cell["tenure"])]
        shown = state is State.SHOWN
        rows.append(
            {
                "role": cell["role"],
                "question": cell["question"],
                "tenure": cell["tenure"],
                "n_answers": cell["n_answers"] if shown else None,
                "rate_percent": percent(cell["n_proper"], cell["n_answers"]) if shown else None,
                "state": str(state),
            }
        )
    return _printed(rows, "rates_by_question")


def focus_answers(years: list[YearFigures], states: dict[int, States]) -> pd.DataFrame:
    """Print the share of はい and いいえ, each rounded by itself, as the handout does."""
    focus = years[0].questionnaire.focus_questions()
    rows = [
        row
        for year in years
        for question in focus
        for row in _focus_question(question, year, states[year.questionnaire.fiscal_year])
    ]
    return _printed(rows, "focus_answers")


def _focus_question(
    focus: Question, year: YearFigures, states: States
) -> Iterator[dict[str, object]]:
    """Yield one focus question's rows of one year; none where that year did not ask it."""
    everyone = counts_of_everyone(year.counts, [focus.id])
    for cell in everyone.to_dict("records"):
        proper_answer = year.questionnaire.question(focus.id).proper_answer
        state = states.get((focus.id, ALL_ROLES, cell["tenure"]), State.NO_ANSWERS)
        shown = state is State.SHOWN
        given, proper = cell["n_answers"], cell["n_proper"]
        yes = proper if proper_answer is Answer.YES else given - proper
        yield {
            "focus_item": focus.focus_item,
            "question": focus.id,
            "fiscal_year": year.questionnaire.fiscal_year,
            "tenure": cell["tenure"],
            "n_answers": given if shown else None,
            "yes_percent": percent(yes, given) if shown else None,
            "no_percent": percent(given - yes, given) if shown else None,
            "state": str(state),
        }


def changes(
    compared: pd.DataFrame | None, states: dict[int, States], params: Params, policy: Policy
) -> pd.DataFrame:
    """Print every comparison of which both years may be shown."""
    if compared is None or params.previous_year is None:
        return _printed([], "changes")
    rows = []
    for row in compared.to_dict("records"):
        key = (row["question"], row["role"], row["tenure"])
        state = _state_of_both(states[params.fiscal_year], states[params.previous_year], key)
        figures = _change_figures(row, policy) if state is State.SHOWN else {}
        named = {name: row[name] for name in ("role", "question", "tenure", "family")}
        verdict = row["verdict"] if not state.hidden else None
        rows.append({**named, **figures, "verdict": verdict, "state": str(state)})
    return _printed(rows, "changes")


def _state_of_both(this: States, last: States, key: tuple[str, str, str]) -> State:
    """Return what stands in the way of showing both years, hidden cells first."""
    pair = [this[key], last.get(key, State.NO_ANSWERS)]
    order = [*(state for state in State if state.hidden), State.ABSENT, State.NO_ANSWERS]
    return next((state for state in order if state in pair), State.SHOWN)


def _change_figures(row: dict[Any, Any], policy: Policy) -> dict[str, object]:
    """Print one comparison; where the forms cannot be compared only the two rates."""
    rate_last = Fraction(row["x_last"], row["n_last"])
    rate_this = Fraction(row["x_this"], row["n_this"])
    figures: dict[str, object] = {
        "n_last": row["n_last"],
        "n_this": row["n_this"],
        "last_percent": percent_of(rate_last),
        "this_percent": percent_of(rate_this),
    }
    if row["verdict"] == Verdict.NOT_COMPARABLE:
        return figures
    coarse = min(row["n_last"], row["n_this"]) < policy.p_exact_min_base.value
    return figures | {
        "change_points": change_points(rate_this, rate_last),
        "low_points": round_half_up(Fraction(row["low"]) * 100),
        "high_points": round_half_up(Fraction(row["high"]) * 100),
        "p": _p_text(row["p"], coarse),
        # Adjusted by Benjamini-Hochberg, p can be another row's times a known number.
        "p_adjusted": _p_text(row["p_adjusted"], coarse or row["family"] == Family.SCREENING),
    }


def _p_text(p: float, coarse: bool) -> str | None:
    if pd.isna(p):
        return None
    exact = Fraction(p)
    if coarse:
        return next((text for bound, text in P_CLASSES if exact < bound), "≥0.05")
    if exact < Fraction(1, 10**P_DECIMALS):
        return "<0.001"
    return str(round_half_up(exact, P_DECIMALS))


def count_states(frames: dict[str, pd.DataFrame]) -> pd.DataFrame:
    """Count the cells of every table by state."""
    counts = [
        {"table": name, "state": state, "count": int((frame["state"] == state).sum())}
        for name, frame in frames.items()
        if "state" in frame
        for state in State
    ]
    return pd.DataFrame([row for row in counts if row["count"]], columns=COLUMNS["cell_states"])


def _printed(rows: list[dict[str, Any]], name: str) -> pd.DataFrame:
    """Lay rows out in the declared columns; whole numbers stay whole where some are missing."""
    frame = pd.DataFrame(rows, columns=list(COLUMNS[name]))
    whole = [c for c in frame if str(c).endswith(("_percent", "_points")) or str(c)[:2] == "n_"]
    return frame.astype(dict.fromkeys(whole, "Int64"))
