"""`selfcheck check` as a user types it."""

from __future__ import annotations

import stat
import sys

import pytest

from tests.project_copy import copy_project, selfcheck

RUN = ("check", "--programme", "juki_net")


@pytest.fixture
def project(tmp_path):
    return copy_project(tmp_path / "project")


def delivery(project, name="sample_10_hoken_service_ka.csv"):
    return project.raw("juki_net", 2023) / name


def test_check__of_the_sample_is_clean_and_leaves_workbook_and_page(project):
    result = selfcheck(project, "check")
    assert result.returncode == 0, result.stderr
    # The handout: 258 and 185 persons in 11 and 17 sections.
    assert "11 files, 258 people delivered, 258 used" in result.stdout
    assert "17 files, 185 people delivered, 185 used" in result.stdout
    for programme in ("juki_net", "info_nws"):
        folder = project.delivery_check(programme, 2023)
        assert {path.name for path in folder.iterdir()} == {"deliveries.xlsx", "deliveries.html"}
        if sys.platform != "win32":
            assert stat.S_IMODE(folder.stat().st_mode) == 0o700
            assert {stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()} == {0o600}
    # Nothing was analysed and nothing left the room.
    assert not project.reports.exists() or not any(project.reports.iterdir())
    assert not (project.processed("juki_net", 2023) / "answers.parquet").exists()


def test_check__what_was_set_aside_ends_with_1(project):
    path = delivery(project)
    rows = path.read_bytes().decode("cp932").split("\r\n")
    rows[3] = rows[3].replace("はい", "たぶん", 1)
    path.write_bytes("\r\n".join(rows).encode("cp932"))
    result = selfcheck(project, *RUN)
    assert result.returncode == 1
    assert "sample_10_hoken_service_ka.csv, row 4" in result.stdout
    assert "answer_unknown" in result.stdout
    assert "たぶん" not in result.stdout + result.stderr


def test_check__what_cannot_be_read_ends_with_2_and_the_rest_is_told(project):
    path = delivery(project)
    path.write_bytes(path.read_bytes()[:-1] + b'"')
    (path.parent / "twice.csv").write_bytes(
        delivery(project, "sample_05_kokuho_nenkin_ka.csv").read_bytes().replace(b"\r\n", b"\n")
    )
    result = selfcheck(project, *RUN)
    assert result.returncode == 2
    assert "file_quotes" in result.stdout
    assert "rows_delivered_twice" in result.stdout
    assert "Traceback" not in result.stderr
    assert project.delivery_check("juki_net", 2023).is_dir()


@pytest.mark.parametrize("fault", ["settings", "mapping", "nothing"])
def test_check__without_sound_settings_nothing_is_checked(project, fault):
    if fault == "settings":
        path = project.params_file("juki_net", 2023)
        path.write_text(path.read_text(encoding="utf-8").replace("alpha:", "alhpa:"), "utf-8")
    elif fault == "mapping":
        project.deliveries_file("juki_net").parent.mkdir(parents=True, exist_ok=True)
        project.deliveries_file("juki_net").write_text("words: {answer: {maybe: [多分]}}", "utf-8")
    else:
        for path in project.raw("juki_net", 2023).iterdir():
            path.unlink()
    result = selfcheck(project, *RUN)
    assert result.returncode == 2
    assert {"settings": "alhpa", "mapping": "maybe", "nothing": "nothing_delivered"}[
        fault
    ] in result.stderr
    assert "Traceback" not in result.stderr


def test_check__speaks_japanese(project):
    result = selfcheck(project, *RUN, "--language", "ja")
    assert result.returncode == 0
    assert (
        "住基ネット自己点検：11ファイル、提出された人数258人（集計に用いた人数258人"
        in result.stdout
    )
