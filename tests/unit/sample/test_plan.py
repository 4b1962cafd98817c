from pathlib import Path

import pytest

from selfcheck_analysis.paths import Project
from selfcheck_analysis.published import BlockKey, PrintedRow, feasible_tables, read_project_print
from selfcheck_analysis.questionnaire import read_questionnaire
from selfcheck_analysis.sample import plan
from selfcheck_analysis.sample.plan import Run

PROJECT = Project(Path(__file__).resolve().parents[3])


@pytest.mark.parametrize("run", plan.runs(), ids=lambda run: f"{run.programme}_{run.fiscal_year}")
def test_plan__splits_every_role_of_the_questionnaire(run: Run) -> None:
    roles = read_questionnaire(PROJECT, *run).roles
    assert list(plan.FIRST_YEAR[run]) == [role.id for role in roles]
    for role in roles:
        sizes = plan.tenure_sizes(run, role.id, role.headcount)
        assert min(sizes.values()) >= 0
        assert sum(sizes.values()) == role.headcount


@pytest.mark.parametrize("fiscal_year", [2022, 2023])
def test_plan__general_staff_fit_the_printed_contact_list_row(fiscal_year: int) -> None:
    run, role = Run("juki_net", fiscal_year), "citizens_division_staff"
    blocks = {block.key: block for block in read_project_print(PROJECT).of(*run)}
    printed = blocks[BlockKey(*run, role, "knows_contact_tree_location")]
    headcount = read_questionnaire(PROJECT, *run).role(role).headcount
    tables = feasible_tables(*printed.rows, headcount)
    assert plan.FIRST_YEAR[run][role] in {table.n_first for table in tables}


def test_plan__the_only_split_of_13_people_has_one_first_year_person() -> None:
    # Published row of 13 people, 16 questions, 100/95/95 %: one first-year person in every table.
    tables = feasible_tables(PrintedRow(100), PrintedRow(95), PrintedRow(95), 13, questions=16)
    first = plan.FIRST_YEAR[Run("info_nws", 2023)]["shared_terminal_divisions"]
    assert {table.n_first for table in tables} == {16 * first}


def test_plan__resident_info_officers_have_no_first_year_person() -> None:
    # The handout leaves their first-year cell blank in both years.
    for fiscal_year in (2022, 2023):
        assert plan.FIRST_YEAR[Run("juki_net", fiscal_year)]["resident_info_officers"] == 0


def test_runs__can_be_narrowed() -> None:
    assert plan.runs(["info_nws"], [2023]) == [Run("info_nws", 2023)]
    assert plan.runs(years=[2022]) == [Run("juki_net", 2022), Run("info_nws", 2022)]
    assert len(plan.runs()) == 4  # two programmes, two years


def test_tenure_sizes__of_a_role_without_assumption_are_refused() -> None:
    with pytest.raises(ValueError, match=r"found role 'temps'.*add it to FIRST_YEAR"):
        plan.tenure_sizes(Run("juki_net", 2023), "temps", 5)
