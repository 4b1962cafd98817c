"""What the sample assumes and no table prints: how many are first-year, who met a situation.

The handout prints neither tenure splits nor the bases of the follow-up questions. These are one
choice under which every figure that can be printed at all is printed. Not every choice is: of
126 general staff only 29, 33, 34 or 38 can be first-year (contact list, 76/95/90 %), and in
fiscal year 2022 the figures leave almost no freedom below 134 general staff.
"""

from __future__ import annotations

from typing import NamedTuple

from selfcheck_analysis.terms import Tenure

SEED = 20_240_112
"""Of every random draw in the sample; the day of the published handout."""


class Run(NamedTuple):
    """One programme in one fiscal year."""

    programme: str
    fiscal_year: int


FIRST_YEAR: dict[Run, dict[str, int]] = {
    Run("juki_net", 2022): {
        "resident_info_officers": 0,
        "registry_section_leads": 3,
        "citizens_division_chiefs": 6,
        "citizens_division_staff": 42,
        "other_departments": 27,
    },
    Run("juki_net", 2023): {
        "resident_info_officers": 0,
        "registry_section_leads": 2,
        "citizens_division_chiefs": 6,
        "citizens_division_staff": 34,
        "other_departments": 26,
    },
    Run("info_nws", 2022): {"own_terminal_divisions": 42, "shared_terminal_divisions": 4},
    Run("info_nws", 2023): {"own_terminal_divisions": 44, "shared_terminal_divisions": 1},
}
"""First-year persons of every role."""

ASKED: dict[Run, dict[str, dict[str, dict[Tenure, int]]]] = {
    Run("juki_net", 2022): {
        "prompted_colleague_to_log_off": {
            "registry_section_leads": {Tenure.FIRST_YEAR: 1, Tenure.SECOND_YEAR_PLUS: 1},
            "citizens_division_chiefs": {Tenure.SECOND_YEAR_PLUS: 1},
            "citizens_division_staff": {Tenure.FIRST_YEAR: 9, Tenure.SECOND_YEAR_PLUS: 18},
            "other_departments": {Tenure.FIRST_YEAR: 1, Tenure.SECOND_YEAR_PLUS: 5},
        },
        "logged_off_unattended_terminal": {
            "citizens_division_chiefs": {Tenure.SECOND_YEAR_PLUS: 1},
            "citizens_division_staff": {Tenure.FIRST_YEAR: 4, Tenure.SECOND_YEAR_PLUS: 7},
            "other_departments": {Tenure.FIRST_YEAR: 1, Tenure.SECOND_YEAR_PLUS: 3},
        },
    },
    Run("juki_net", 2023): {
        "prompted_colleague_to_log_off": {
            "citizens_division_chiefs": {Tenure.SECOND_YEAR_PLUS: 1},
            "citizens_division_staff": {Tenure.FIRST_YEAR: 4, Tenure.SECOND_YEAR_PLUS: 9},
            "other_departments": {Tenure.SECOND_YEAR_PLUS: 2},
        },
        "logged_off_unattended_terminal": {
            "registry_section_leads": {Tenure.SECOND_YEAR_PLUS: 1},
            "citizens_division_chiefs": {Tenure.SECOND_YEAR_PLUS: 2},
            "citizens_division_staff": {Tenure.FIRST_YEAR: 2, Tenure.SECOND_YEAR_PLUS: 8},
            "other_departments": {Tenure.FIRST_YEAR: 2, Tenure.SECOND_YEAR_PLUS: 4},
        },
    },
}
"""Persons of every role to whom the situation of a follow-up question happened; else nobody."""


def tenure_sizes(run: Run, role: str, headcount: int) -> dict[Tenure, int]:
    """Return the persons of one role by tenure.

    Raises
    ------
    ValueError
        The plan does not know the role.
    """
    first = FIRST_YEAR.get(run, {}).get(role)
    if first is None:
        raise ValueError(
            f"{run.programme} {run.fiscal_year}: found role {role!r}, expected one of those whose "
            "first-year number is assumed; add it to FIRST_YEAR in "
            "selfcheck_analysis/sample/plan.py"
        )
    return {Tenure.FIRST_YEAR: first, Tenure.SECOND_YEAR_PLUS: headcount - first}


def asked(run: Run, question: str, role: str, tenure: Tenure) -> int:
    """Return how many persons answer a follow-up question."""
    return ASKED.get(run, {}).get(question, {}).get(role, {}).get(tenure, 0)


def runs(programmes: list[str] | None = None, years: list[int] | None = None) -> list[Run]:
    """Return the runs of the sample, in order, or those of the programmes and years named."""
    return [
        run
        for run in FIRST_YEAR
        if (programmes is None or run.programme in programmes)
        and (years is None or run.fiscal_year in years)
    ]
