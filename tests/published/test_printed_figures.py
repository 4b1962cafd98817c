"""The sample, read and counted like any delivery, prints what the ward's handout prints.

Source of every expected figure: `data/published/role_rates.csv` and `focus_questions.csv`.
Percentages are rounded here by integer arithmetic of the test's own.
"""

from __future__ import annotations

import csv
from fractions import Fraction
from functools import cache

import pytest

from selfcheck_analysis.questionnaire import Answer, read_questionnaire
from selfcheck_analysis.rates import YearFigures, year_figures
from selfcheck_analysis.responses.intake import take_in
from tests.project_copy import SHIPPED


def rows(name):
    with (SHIPPED.published / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


ROLE_RATES = rows("role_rates.csv")
FOCUS = rows("focus_questions.csv")
IMPOSSIBLE = {
    (r["programme"], r["fiscal_year"], r["name"], r["tenure"], r["figure"]): r
    for r in rows("sample/impossible_cells.csv")
}
RUNS = [(p, y) for p in ("juki_net", "info_nws") for y in (2022, 2023)]


@cache
def figures(programme: str, fiscal_year: int) -> YearFigures:
    questionnaire = read_questionnaire(SHIPPED, programme, fiscal_year)
    return year_figures(take_in(SHIPPED, questionnaire).answers, questionnaire)


def half_up_percent(rate: Fraction) -> str:
    return str((200 * rate.numerator + rate.denominator) // (2 * rate.denominator))


def macro(year: YearFigures, role: str, tenure: str) -> str:
    counts = year.counts[(year.counts["role"] == role) & (year.counts["tenure"] == tenure)]
    rates = [
        Fraction(int(x), int(n))
        for x, n in zip(counts["n_proper"], counts["n_answers"], strict=True)
        if n
    ]
    return half_up_percent(sum(rates) / len(rates)) if rates else ""


def yes_no(year: YearFigures, question: str, tenure: str) -> dict[str, str]:
    counts = year.counts
    of_question = counts[(counts["question"] == question) & (counts["tenure"] == tenure)]
    given, proper = int(of_question["n_answers"].sum()), int(of_question["n_proper"].sum())
    proper_answer = year.questionnaire.question(question).proper_answer
    yes = proper if proper_answer is Answer.YES else given - proper
    return {
        "yes": half_up_percent(Fraction(yes, given)),
        "no": half_up_percent(Fraction(given - yes, given)),
    }


@pytest.mark.parametrize(
    "row", ROLE_RATES, ids=lambda r: f"{r['fiscal_year']}-{r['role']}-{r['tenure']}"
)
def test_role_rate__is_the_printed_one(row):
    year = figures(row["programme"], int(row["fiscal_year"]))
    key = (row["programme"], row["fiscal_year"], row["role"], row["tenure"], "rate")
    assert key not in IMPOSSIBLE
    assert macro(year, row["role"], row["tenure"]) == row["rate_percent"]


@pytest.mark.parametrize("figure", ["yes", "no"])
@pytest.mark.parametrize(
    "row", FOCUS, ids=lambda r: f"{r['fiscal_year']}-{r['question']}-{r['tenure']}"
)
def test_focus_answer__is_the_printed_one_unless_listed_as_impossible(row, figure):
    year = figures(row["programme"], int(row["fiscal_year"]))
    computed = yes_no(year, row["question"], row["tenure"])[figure]
    listed = IMPOSSIBLE.get(
        (row["programme"], row["fiscal_year"], row["question"], row["tenure"], figure)
    )
    if listed is None:
        assert computed == row[f"{figure}_percent"]
    else:
        assert (listed["printed"], listed["computed"]) == (row[f"{figure}_percent"], computed)
        assert computed != row[f"{figure}_percent"]


def test_impossible_cells__are_the_three_that_no_population_prints():
    # The oddities of the print: 1 % with 100 % in one group, and two questions whose shares of
    # first-year staff exclude one another.
    assert sorted(IMPOSSIBLE) == [
        ("info_nws", "2022", "q07_unattended_terminal_seen", "all", "no"),
        ("info_nws", "2022", "q07_unattended_terminal_seen", "all", "yes"),
        ("info_nws", "2023", "q07_unattended_terminal_seen", "second_year_plus", "no"),
    ]
    for row in IMPOSSIBLE.values():
        assert row["reason_ja"]
        assert row["reason_en"]


@pytest.mark.parametrize(("programme", "year"), RUNS)
def test_everyone_asked__answered(programme, year):
    found = figures(programme, year)
    everyone = found.people[found.people["tenure"] == "all"].set_index("role")["n_people"]
    expected = {role.id: role.headcount for role in found.questionnaire.roles}
    assert everyone.to_dict() == expected


@pytest.mark.parametrize(
    ("programme", "total"),
    [("juki_net", 2 + 8 + 24 + 126 + 98), ("info_nws", 172 + 13)],  # 258 and 185 as printed
)
def test_headcounts__are_the_printed_ones(programme, total):
    roles = {r["role"]: int(r["headcount"]) for r in ROLE_RATES if r["headcount"]}
    found = figures(programme, 2023).questionnaire.roles
    assert {role.id: role.headcount for role in found}.items() <= roles.items()
    assert sum(role.headcount for role in found) == total
