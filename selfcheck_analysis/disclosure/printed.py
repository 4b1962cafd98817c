"""The figures of a release in printed form: rounded once, and only where their state is shown.

Every function returns one frame with the columns that `released.COLUMNS` declares.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from fractions import Fraction
from typing import Any

import pandas as pd

from selfcheck_analysis.disclosure.bands import Band
from selfcheck_analysis.disclosure.states import Side
from selfcheck_analysis.questionnaire import Answer, Question
from selfcheck_analysis.rates import MEANS, YearFigures, counts_of_everyone
from selfcheck_analysis.released import COLUMNS
from selfcheck_analysis.responses.intake import Intake
from selfcheck_analysis.rounding import percent, percent_of, round_half_up
from selfcheck_analysis.terms import ALL_ROLES, HEADLINE, State, Tenure

Row = dict[Any, Any]
"""One row of a confidential frame, by column."""

P_DECIMALS = 3
P_CLASSES = ((0.01, "<0.01"), (0.05, "<0.05"))
"""A p of just the bound belongs to the class below it, as it is called significant there."""


def set_aside(intake: Intake) -> pd.DataFrame:
    """Count this year's faults by their code, those too that are not listed one by one."""
    return pd.DataFrame(sorted(intake.faults.items()), columns=list(COLUMNS["set_aside"]))


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


def rates_by_role(sides: list[Side], headline_rate: str) -> pd.DataFrame:
    """Print the headline rate of every role and tenure for both years."""
    mean = MEANS[headline_rate]
    rows = []
    for year, states in ((side.year, side.states) for side in sides):
        fiscal_year = year.questionnaire.fiscal_year
        groups = year.counts.groupby(["role", "tenure"])
        for group in year.people.itertuples():
            state = states[(HEADLINE, str(group.role), str(group.tenure))]
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
    return in_columns(rows, "rates_by_role")


def rates_by_question(this: Side) -> pd.DataFrame:
    """Print the rate of every question by role and tenure."""
    rows = []
    for cell in this.year.counts.to_dict("records"):
        state = this.states[(cell["question"], cell["role"], cell["tenure"])]
        shown = state is State.SHOWN
        band = this.bands.get((cell["question"], cell["role"], cell["tenure"]))
        rows.append(
            {
                "role": cell["role"],
                "question": cell["question"],
                "tenure": cell["tenure"],
                "n_answers": cell["n_answers"] if shown or band else None,
                **band_columns(band),
                "rate_percent": percent(cell["n_proper"], cell["n_answers"]) if shown else None,
                "state": str(state),
            }
        )
    return in_columns(rows, "rates_by_question")


def focus_answers(sides: list[Side]) -> pd.DataFrame:
    """Print the share of はい and いいえ, each rounded by itself, as the handout does."""
    focus = sides[0].year.questionnaire.focus_questions()
    rows = [row for side in sides for question in focus for row in _focus_question(question, side)]
    return in_columns(rows, "focus_answers")


def _focus_question(focus: Question, side: Side) -> Iterator[dict[str, object]]:
    """Yield one focus question's rows of one year; none where that year did not ask it."""
    year = side.year
    everyone = counts_of_everyone(year.counts, [focus.id])
    for cell in everyone.to_dict("records"):
        proper_answer = year.questionnaire.question(focus.id).proper_answer
        name = (focus.id, ALL_ROLES, cell["tenure"])
        state, band = side.states.get(name, State.NO_ANSWERS), side.bands.get(name)
        if band is not None and proper_answer is Answer.NO:
            band = band.turned()
        shown = state is State.SHOWN
        given, proper = cell["n_answers"], cell["n_proper"]
        yes = proper if proper_answer is Answer.YES else given - proper
        yield {
            "focus_item": focus.focus_item,
            "question": focus.id,
            "fiscal_year": year.questionnaire.fiscal_year,
            "tenure": cell["tenure"],
            "n_answers": given if shown or band else None,
            **band_columns(band, "yes_"),
            "yes_percent": percent(yes, given) if shown else None,
            "no_percent": percent(given - yes, given) if shown else None,
            "state": str(state),
        }


def band_columns(band: Band | None, prefix: str = "") -> dict[str, int | None]:
    """Print the ends of a band; missing where the cell is none."""
    low, high = (None, None) if band is None else (band.low_percent, band.high_percent)
    return {f"{prefix}low_percent": low, f"{prefix}high_percent": high}


def count_states(frames: dict[str, pd.DataFrame]) -> pd.DataFrame:
    """Count the cells of every table by state."""
    counts = [
        {"table": name, "state": state, "count": int((frame["state"] == state).sum())}
        for name, frame in frames.items()
        if "state" in frame
        for state in State
    ]
    return pd.DataFrame([row for row in counts if row["count"]], columns=COLUMNS["cell_states"])


def in_columns(
    rows: list[dict[str, Any]], name: str, as_text: Collection[str] = ()
) -> pd.DataFrame:
    """Lay rows out in the declared columns; whole numbers stay whole where some are missing.

    `as_text` names the columns of figures that are released as text.
    """
    frame = pd.DataFrame(rows, columns=list(COLUMNS[name]))
    ends = ("_percent", "_points", "_fiscal_year")
    figures = [c for c in frame if str(c).endswith(ends) or str(c)[:2] == "n_"]
    return frame.astype({c: "str" if c in as_text else "Int64" for c in figures})


def points(proportion: float) -> int | None:
    """Return whole points; None where there is no figure."""
    return None if pd.isna(proportion) else round_half_up(Fraction(proportion) * 100)


def p_text(p: float, coarse: bool) -> str | None:
    """Print a p-value with three decimals, or as one of three classes."""
    if pd.isna(p):
        return None
    if coarse:
        return next((text for bound, text in P_CLASSES if p <= bound), "≥0.05")
    exact = Fraction(p)
    if exact < Fraction(1, 10**P_DECIMALS):
        return "<0.001"
    return str(round_half_up(exact, P_DECIMALS))
