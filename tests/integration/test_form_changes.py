"""`selfcheck diff-forms` and `selfcheck lint` on the shipped forms, as a user types them."""

from __future__ import annotations

import json

import pytest
import yaml

from tests.project_copy import copy_project, copy_year, selfcheck

PAGE = "data/processed/form_changes_2022_2023.html"


@pytest.fixture
def project(tmp_path):
    return copy_project(tmp_path / "project")


def edit(project, programme, old, new, year=2023):
    path = project.questionnaire_file(programme, year)
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def test_diff_forms__states_the_shipped_changes_of_every_programme(project):
    result = selfcheck(project, "diff-forms", "2022", "2023")
    assert (result.returncode, result.stderr) == (0, "")
    assert "Absences over five minutes became every absence" in result.stdout
    assert "number: Divisions with a terminal of their own 13 → 12" in result.stdout
    assert "Records are no longer sent by fax" in result.stdout
    assert not (project.root / PAGE).exists()


def test_diff_forms__values_agree_with_the_forms(project):
    arguments = ("diff-forms", "2022", "2023", "--programme", "juki_net", "--json", "--page")
    result = selfcheck(project, *arguments)
    assert result.returncode == 0
    assert PAGE in result.stderr
    [programme] = json.loads(result.stdout)["programmes"]
    found = {it["question"]: (it["kinds"], it["comparison"]) for it in programme["questions"]}
    assert found == {
        "password_hard_to_guess": (["renumbered"], "comparable"),
        "password_written_down": (["renumbered"], "comparable"),
        "documents_locked_at_close": (["reworded"], "comparable"),
        "misprints_shredded": (["meaning", "reworded"], "not_comparable"),
        "email_recipients_checked_by_two": (["added"], "one_year"),
        "fax_numbers_checked_by_two": (["dropped"], "one_year"),
    }
    page = (project.root / PAGE).read_text(encoding="utf-8")
    assert "Within a week became on the same day" in page
    assert "self-check on the information" not in page


def test_diff_forms__years_that_are_not_next_to_each_other(project):
    copy_year(project, "info_nws", 2022, 2021)
    arguments = ("diff-forms", "2021", "2023", "--programme", "info_nws")
    result = selfcheck(project, *arguments)
    assert "note: FY2023: Absences over five minutes became every absence" in result.stdout
    project.questionnaire_file("info_nws", 2022).unlink()
    result = selfcheck(project, *arguments)
    assert result.returncode == 0
    assert "There are no forms of FY2022 in between" in result.stdout


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("2023", "2022"), "form_years_order"),
        (("2022", "2030"), "form_no_pair"),
        (("2022", "2023", "--programme", "juki"), "form_year_missing"),
    ],
)
def test_diff_forms__refuses_years_without_forms(project, arguments, code):
    result = selfcheck(project, "diff-forms", *arguments)
    assert result.returncode == 2
    assert code in result.stderr
    assert "Traceback" not in result.stderr


def test_lint__an_undeclared_rewording_names_text_and_line_to_add(project):
    old, new = "My password is hard for others to guess", "Nobody can guess my password"
    edit(project, "juki_net", old, new)
    result = selfcheck(project, "lint")
    assert result.returncode == 2
    assert "questions.password_hard_to_guess" in result.stderr
    assert f"(English) is not last year's: it was “{old}” and is “{new}”" in result.stderr
    assert "- {question: password_hard_to_guess, kind: reworded, comparable: true" in result.stderr


def test_lint__last_years_declarations_carried_over_are_refused_one_by_one(project):
    """A file of 2024 that is 2023's with another year declares again what changed before."""
    text = project.questionnaire_file("info_nws", 2023).read_text(encoding="utf-8")
    form = yaml.safe_load(text) | {"fiscal_year": 2024}
    path = project.questionnaire_file("info_nws", 2024)
    path.write_text(yaml.safe_dump(form, allow_unicode=True, sort_keys=False), encoding="utf-8")
    result = selfcheck(project, "lint")
    assert result.returncode == 2
    # two declared changes and two numbers; and both days of last year's survey
    assert result.stderr.count("form_stale_declaration") == 4
    assert result.stderr.count("survey_outside_year") == 2
    assert "6 faults found" in result.stderr
