"""Two runs of the same inputs, in two folders and processes, are alike but for their time."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from selfcheck_analysis.analysis import RELEASE_FOLDER
from selfcheck_analysis.cli import app
from selfcheck_analysis.disclosure.release import open_release
from selfcheck_analysis.paths import Project
from selfcheck_analysis.programme_files import MANIFEST_FILE, write_tables
from selfcheck_analysis.report.manifest import read_manifest
from selfcheck_analysis.report.masked_time import content_digest, masked
from tests.project_copy import copy_project, environment

RUN = ("run", "--fiscal-year", "2023", "--programme", "info_nws")


def run(project: Project, **changed: str) -> None:
    """Run the main job on one programme, in a process with other variables."""
    command = [sys.executable, "-m", "selfcheck_analysis", *RUN]
    variables = environment(project) | changed
    result = subprocess.run(command, env=variables, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stderr


@pytest.fixture(scope="module")
def runs(tmp_path_factory) -> tuple[Project, Project]:
    """Two projects with the same inputs and key, each after a run of its own."""
    first = copy_project(tmp_path_factory.mktemp("first"))
    run(first, PYTHONHASHSEED="1", TZ="Asia/Tokyo")
    second = copy_project(tmp_path_factory.mktemp("second") / "別の フォルダ")
    second.delivery_key.write_bytes(first.delivery_key.read_bytes())
    run(second, PYTHONHASHSEED="2", TZ="America/New_York")
    return first, second


def year(project: Project) -> Path:
    return project.reports / "2023"


def finished(project: Project) -> dict[str, Path]:
    """Return every finished file by its name below the year's folder."""
    paths = (path for path in sorted(year(project).rglob("*")) if path.is_file())
    return {path.relative_to(year(project)).as_posix(): path for path in paths}


def record(project: Project):
    return read_manifest(year(project) / "info_nws" / MANIFEST_FILE)


def test_runs__are_of_two_times(runs):
    first, second = (record(project).made_at for project in runs)
    assert first < second


def test_runs__make_the_same_files_byte_for_byte_with_the_time_masked(runs):
    first, second = (
        {
            name: masked(path.read_bytes(), record(project).made_at)
            if path.suffix not in (".docx", ".xlsx")
            else content_digest(path, record(project).made_at)
            for name, path in finished(project).items()
        }
        for project in runs
    )
    assert first.keys() == second.keys()
    assert [name for name in first if first[name] != second[name]] == []
    assert any(name.endswith("03_year_over_year.html") for name in first)


def test_tables__of_a_kept_release_are_those_of_a_computed_one(runs, tmp_path):
    project = runs[0]
    kept = open_release(project.processed("info_nws", 2023) / RELEASE_FOLDER)
    write_tables(kept, tmp_path)
    again = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    tables = (year(project) / "info_nws" / "tables").iterdir()
    assert again == {path.name: path.read_bytes() for path in tables}


def compare_runs(runs, *options):
    folders = [os.path.relpath(year(project)) for project in runs]
    return CliRunner().invoke(app, ["compare-runs", *folders, "--language", "en", *options])


def test_compare_runs__finds_them_alike(runs):
    result = compare_runs(runs)
    assert result.exit_code == 0, result.stdout
    assert result.stdout.splitlines()[-1] == "The two runs are alike but for the time."


def test_compare_runs__names_no_folder_of_the_machine(runs):
    said = compare_runs(runs, "--json").stdout
    assert "別の" not in said
    assert str(runs[0].root) not in said


def test_record__names_every_input_of_the_run_with_its_digest(runs):
    project = runs[0]
    inputs = {source.file: source for source in record(project).inputs}
    needed = {
        "params/info_nws_2023.yaml",
        "params/disclosure.yaml",
        *(f"params/questionnaires/info_nws_{year}.yaml" for year in (2022, 2023)),
        *(project.relative(path) for path in project.notebooks.glob("0*.ipynb")),
        *(project.relative(path) for path in project.root.glob("data/raw/info_nws/*/sample_*")),
        "requirements.lock",
    }
    texts = (project.measures, project.handout_file("info_nws", 2023))
    needed |= {project.relative(path) for path in texts if path.is_file()}
    assert needed <= set(inputs)
    for file in needed - {"requirements.lock"}:
        plain = hashlib.sha256((project.root / file).read_bytes()).hexdigest()
        keyed = file.startswith("data/raw/")
        assert inputs[file].keyed == keyed
        assert (inputs[file].sha256 == plain) != keyed, file


def test_record__names_every_finished_file_with_its_digest(runs):
    project = runs[0]
    made = record(project)
    outputs = {output.file: output.sha256 for output in made.outputs}
    files = finished(project)
    assert set(outputs) == set(files) - {"index.html", f"info_nws/{MANIFEST_FILE}"}
    for file, digest in outputs.items():
        assert content_digest(files[file], made.made_at) == digest


def test_record__names_nothing_of_the_machine(runs):
    text = (year(runs[0]) / "info_nws" / MANIFEST_FILE).read_text(encoding="utf-8")
    assert str(runs[0].root) not in text
    assert "/" not in json.loads(text)["versions"]["platform"]


def test_pages__link_to_the_record_at_their_foot(runs):
    for name, path in finished(runs[0]).items():
        if name.startswith("info_nws/0"):
            foot = path.read_text(encoding="utf-8").rpartition("<footer")[2]
            assert f'href="{MANIFEST_FILE}"' in foot.partition("</footer>")[0], name
