"""The smaller commands, as a user types them."""

from __future__ import annotations

import json
import shutil

import pytest

from tests.project_copy import SHIPPED, copy_project, selfcheck


@pytest.fixture
def project(tmp_path):
    project = copy_project(tmp_path / "project")
    shutil.copytree(SHIPPED.published, project.published)
    return project


def test_sample__comes_out_byte_for_byte_as_shipped(project):
    shutil.rmtree(project.root / "data" / "raw")
    shutil.rmtree(project.impossible_cells.parent)
    result = selfcheck(project, "sample")
    assert result.returncode == 0, result.stderr
    for folder in ("raw", "published"):
        shipped = SHIPPED.root / "data" / folder
        for path in sorted(shipped.rglob("*")):
            if path.name.startswith("sample_") or (path.suffix == ".csv" and folder == "published"):
                again = project.root / "data" / folder / path.relative_to(shipped)
                assert again.read_bytes() == path.read_bytes(), path.name


def test_sample__says_what_to_change_when_the_print_cannot_come_out(project):
    path = project.questionnaire_file("juki_net", 2023)
    text = path.read_text(encoding="utf-8")
    assert "headcount: 126" in text
    # 34 of these people are assumed to be in their first year, more than there would be.
    path.write_text(text.replace("headcount: 126", "headcount: 12"), encoding="utf-8")
    result = selfcheck(project, "sample")
    assert result.returncode == 2
    assert "sample_not_made" in result.stderr
    assert "Traceback" not in result.stderr


def test_lint__says_that_the_shipped_forms_are_sound(project):
    result = selfcheck(project, "lint")
    assert result.returncode == 0
    assert "4 questionnaires are sound" in result.stdout


def test_lint__names_every_fault(project):
    path = project.questionnaire_file("info_nws", 2023)
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("reused_numbers:", "reused_nunbers:"), encoding="utf-8")
    result = selfcheck(project, "lint")
    assert result.returncode == 2
    assert "info_nws_2023.yaml" in result.stderr
    assert "nearest: reused_numbers" in result.stderr
    assert "Traceback" not in result.stderr


def test_audit_print__finds_the_oddities_of_the_shipped_print(project):
    result = selfcheck(project, "audit-print")
    assert result.returncode == 1  # something was found
    assert "Internal, not for release" in result.stderr
    assert "1 impossible, 3 doubtful, 3 from which answers can be read off" in result.stdout
    values = json.loads(selfcheck(project, "audit-print", "--json").stdout)
    assert len(values["findings"]) == 7


def test_audit_print__writes_its_page_on_the_confidential_side_only(project):
    files = [str(project.published / "role_rates.csv")]
    result = selfcheck(project, "audit-print", *files, "--page")
    assert result.returncode == 1
    assert "data/processed/print_audit.html" in result.stderr
    page = project.root / "data" / "processed" / "print_audit.html"
    assert page.stat().st_mode & 0o077 == 0
    assert not project.reports.exists()


def test_audit_print__names_every_fault_of_a_file(project):
    path = project.published / "focus_questions.csv"
    lines = path.read_text(encoding="utf-8").splitlines()
    lines[1] = lines[1].replace(",91,9,", ",９１,9％,")
    lines[2] = lines[2].replace("half_up", "bankers")
    path.write_text("\n".join(lines), encoding="utf-8")
    result = selfcheck(project, "audit-print", "--json")
    assert result.returncode == 2
    assert result.stdout == ""
    for where in ("row 2, “yes_percent”", "row 2, “no_percent”", "row 3, “rounding”"):
        assert where in result.stderr
    assert "Traceback" not in result.stderr


def test_audit_print__a_sound_print_is_clean(project, tmp_path):
    path = tmp_path / "print.csv"
    path.write_text(
        "programme,fiscal_year,role,headcount,question,tenure,yes_percent,no_percent\n"
        + "".join(
            f"juki_net,2023,staff,500,contact,{tenure},{yes},{100 - yes}\n"
            for tenure, yes in (("first_year", 76), ("second_year_plus", 95), ("all", 90))
        ),
        encoding="utf-8",
    )
    result = selfcheck(project, "audit-print", str(path))
    assert (result.returncode, result.stderr) == (0, "")
    assert "Nothing was found" in result.stdout


def test_compare_print__says_what_printed_years_tell(project):
    for path in sorted(project.published.glob("*.csv")):
        lines = path.read_text(encoding="utf-8").splitlines()
        kept = [line for line in lines if not line.startswith("juki_net")]
        path.write_text("\n".join(kept), encoding="utf-8")
    result = selfcheck(project, "compare-print")
    assert result.returncode == 0, result.stderr
    assert "The print contradicts itself" in result.stdout
    values = json.loads(selfcheck(project, "compare-print", "--json").stdout)
    assert {row["verdict"] for row in values["years"]} == {
        "print_contradicts_itself",
        "cannot_be_bounded_without_persons",
    }


def test_new_print__writes_a_template_once(project):
    arguments = ("new-print", "--programme", "info_nws", "--fiscal-year", "2024")
    assert selfcheck(project, *arguments).returncode == 0
    path = project.published / "info_nws_2024.csv"
    before = path.read_bytes()
    again = selfcheck(project, *arguments)
    assert again.returncode == 2
    assert "print_exists" in again.stderr
    assert path.read_bytes() == before


def test_new_print__knows_programmes_by_their_forms(project):
    result = selfcheck(project, "new-print", "--programme", "juki", "--fiscal-year", "2024")
    assert result.returncode == 2
    assert "juki_net 2023" in result.stderr
