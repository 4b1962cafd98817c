import shutil
from pathlib import Path

import pytest

from selfcheck_analysis.paths import Project
from selfcheck_analysis.questionnaire import read_questionnaire
from selfcheck_analysis.sample.targets import Target, answers_of, targets_of

COMMITTED = Project(Path(__file__).resolve().parents[3])
QUESTION = "q15_knows_nondisclosure_flags"  # on the forms of both roles
OWN, SHARED = "own_terminal_divisions", "shared_terminal_divisions"


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """A project with the questionnaires, and nothing printed yet."""
    made = Project(tmp_path)
    shutil.copytree(COMMITTED.params / "questionnaires", made.params / "questionnaires")
    made.published.mkdir(parents=True)
    return made


def targets(project: Project, role: str, precision: str = "0,half_up") -> list[Target]:
    """Return the targets of one printed block, 80 % in every row."""
    header = "programme,fiscal_year,role,question,tenure,yes_percent,no_percent,decimals,rounding"
    tenures = ("first_year", "second_year_plus", "all")
    rows = [f"info_nws,2023,{role},{QUESTION},{tenure},80,20,{precision}" for tenure in tenures]
    path = project.published / "handout.csv"
    path.write_text("\n".join([header, *rows]), encoding="utf-8")
    questionnaire = read_questionnaire(project, "info_nws", 2023)
    return targets_of(project, questionnaire, answers_of(questionnaire))


@pytest.mark.parametrize(("role", "roles"), [("", {OWN, SHARED}), (SHARED, {SHARED})])
def test_targets_of__cover_the_roles_that_a_block_is_printed_for(
    project: Project, role: str, roles: set[str]
) -> None:
    found = targets(project, role)
    assert len(found) == 6  # three rows, yes and no
    assert all({cell.role for cell in target.weights} == roles for target in found)


@pytest.mark.parametrize("precision", ["1,half_up", "0,half_even", "0,"])
def test_targets_of__a_print_that_the_tables_of_the_sample_cannot_give_is_refused(
    project: Project, precision: str
) -> None:
    with pytest.raises(ValueError, match=r"handout\.csv, row 2: .*expected 0 and half_up"):
        targets(project, "", precision)
