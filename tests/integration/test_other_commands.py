"""`selfcheck sample` and `selfcheck lint`, as a user types them."""

from __future__ import annotations

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
