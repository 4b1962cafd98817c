"""Faulty settings, broken deliveries, a failing notebook: clear words, and nothing lost."""

from __future__ import annotations

import csv
import json
import shutil
from pathlib import Path

import nbformat
import pytest

from selfcheck_analysis.paths import Project
from tests.project_copy import copy_project, selfcheck, set_param


@pytest.fixture
def project(tmp_path) -> Project:
    return copy_project(tmp_path / "project")


def files_below(folder: Path) -> dict[str, bytes]:
    files = (path for path in sorted(folder.rglob("*")) if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def test_settings__every_fault_of_every_file_at_once_and_nothing_run(project):
    set_param(project, "juki_net", "alpha", '"0.05"')
    params = project.params_file("info_nws", 2023)
    params.write_text(
        params.read_text(encoding="utf-8").replace("fiscal_year", "fiscal_yaer"), encoding="utf-8"
    )
    result = selfcheck(project, "run", "--fiscal-year", "2023")
    assert result.returncode == 2
    assert "“fiscal_yaer”" in result.stderr
    assert "nearest: fiscal_year" in result.stderr
    assert "“fiscal_year” is missing" in result.stderr
    assert "params/juki_net_2023.yaml, “alpha”" in result.stderr
    assert "Traceback" not in result.stderr
    assert not project.reports.exists()
    assert [path.name for path in project.choices.parent.iterdir()] == ["choices"]


def test_settings__families_that_do_not_fit_the_forms_stop_the_run(project):
    path = project.params_file("info_nws", 2023)
    text = path.read_text(encoding="utf-8")
    assert text.count("- own_terminal_divisions\n") == 1
    changed = text.replace("- own_terminal_divisions\n", "- own_terminal_division\n")
    path.write_text(changed.replace("trend_from: 2022", "trend_from: 2024"), encoding="utf-8")
    result = selfcheck(project, "run", "--programme", "info_nws")
    assert result.returncode == 2
    assert "“own_terminal_division” does not belong" in result.stderr
    assert "nearest: own_terminal_divisions" in result.stderr
    assert "“own_terminal_divisions” of this year's forms is not named" in result.stderr
    assert "The trend begins in 2024" in result.stderr
    assert "Traceback" not in result.stderr
    assert not project.reports.exists()


def test_settings__an_unknown_disclosure_policy_stops_the_run(project):
    set_param(project, "juki_net", "disclosure_policy", "none")
    result = selfcheck(project, "run")
    assert result.returncode == 2
    assert "no disclosure policy “none”" in result.stderr
    assert not project.reports.exists()


def test_settings__a_year_without_files_is_named(project):
    result = selfcheck(project, "run", "--fiscal-year", "2031")
    assert result.returncode == 2
    assert "juki_net 2023" in result.stderr  # what there is


def test_parameters_cell__must_agree_with_the_settings(project):
    path = project.notebooks / "02_rates.ipynb"
    notebook = nbformat.read(path, as_version=4)
    cell = next(c for c in notebook.cells if "parameters" in c.metadata.get("tags", []))
    cell.source = cell.source.replace("alpha:", "alhpa:")
    nbformat.write(notebook, path)
    result = selfcheck(project, "run")
    assert result.returncode == 2
    assert "02_rates.ipynb" in result.stderr
    assert "alhpa" in result.stderr


def test_run__a_failing_notebook_leaves_last_runs_pages_and_running_again_completes(project):
    assert selfcheck(project, "run", "--programme", "info_nws").returncode == 0
    before = files_below(project.reports)
    path = project.notebooks / "03_year_over_year.ipynb"
    sound = path.read_bytes()
    notebook = nbformat.read(path, as_version=4)
    notebook.cells[-1].source = "raise KeyError(\n    'はい, いいえ, secret answer'\n)"
    nbformat.write(notebook, path)

    result = selfcheck(project, "run", "--programme", "info_nws")
    assert result.returncode == 3
    n_code = sum(cell.cell_type == "code" for cell in notebook.cells)
    assert "notebooks/03_year_over_year.ipynb" in result.stderr
    # papermill adds a cell with the injected parameters
    assert f"cell [{n_code + 1}] “raise KeyError(" in result.stderr
    assert "”: KeyError." in result.stderr
    assert "secret answer" not in result.stderr + result.stdout
    assert "Traceback" not in result.stderr
    assert files_below(project.reports) == before

    path.write_bytes(sound)
    assert selfcheck(project, "run", "--programme", "info_nws").returncode == 0
    assert set(files_below(project.reports)) == set(before)


def test_run__a_notebook_that_shows_raw_rows_is_not_released(project):
    path = project.notebooks / "02_rates.ipynb"
    notebook = nbformat.read(path, as_version=4)
    notebook.cells[-1].source = (
        "import pandas as pd\n"
        "from selfcheck_analysis.paths import Project\n"
        "folder = Project.current().processed(programme, fiscal_year)\n"
        "pd.read_parquet(folder / 'answers.parquet')"
    )
    nbformat.write(notebook, path)
    result = selfcheck(project, "run", "--programme", "info_nws")
    assert result.returncode == 3
    assert "page_unreleased_output" in result.stderr
    assert not files_below(project.reports)


def test_run__one_programme_keeps_the_others_pages_in_the_index(project):
    assert selfcheck(project, "run", "--programme", "juki_net").returncode == 0
    juki = files_below(project.reports / "2023" / "juki_net")
    assert selfcheck(project, "run", "--programme", "info_nws").returncode == 0
    index = (project.reports / "2023" / "index.html").read_text(encoding="utf-8")
    assert 'href="juki_net/02_rates.html"' in index
    assert 'href="info_nws/02_rates.html"' in index
    assert files_below(project.reports / "2023" / "juki_net") == juki


@pytest.fixture
def broken(project) -> Project:
    """Deliveries with one fault of every kind; the sound rows around them stay."""
    folder = project.raw("info_nws", 2023)
    path = folder / "sample_02_jinji_ka.csv"
    for encoding in ("utf-8-sig", "cp932"):
        try:
            text = path.read_text(encoding=encoding)
            break
        except UnicodeDecodeError:
            continue
    rows = list(csv.reader(text.splitlines()))
    title, header, *people = rows
    assert len(people) == 5
    header.append("好きな食べ物")
    people[0][1] = ""  # no tenure
    people[1][1] = "３年目"  # an unknown tenure
    people[2][0] = "存在しない区分"  # a role that does not exist
    people[3][2] = "たぶん"  # an unknown answer; the person still counts
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([title, header, *people])
    (folder / "sample_99_broken.xlsx").write_bytes(b"PK\x03\x04 this is no workbook")
    return project


def test_broken_deliveries__usable_rows_count_and_the_rest_is_accounted_for(broken):
    result = selfcheck(broken, "run", "--programme", "info_nws")
    assert result.returncode == 1
    assert "3 rows and 1 answers" in result.stdout
    assert "1 files could not be read" in result.stdout
    assert "たぶん" not in result.stdout + result.stderr

    table = broken.processed("info_nws", 2023) / "set_aside.csv"
    with table.open(encoding="utf-8-sig", newline="") as file:
        faults = list(csv.DictReader(file))
    places = {(f["file"], f["row"], f["code"]) for f in faults}
    assert places == {
        ("sample_02_jinji_ka.csv", "2", "column_unknown"),
        ("sample_02_jinji_ka.csv", "3", "tenure_missing"),
        ("sample_02_jinji_ka.csv", "4", "tenure_unknown"),
        ("sample_02_jinji_ka.csv", "5", "role_unknown"),
        ("sample_02_jinji_ka.csv", "6", "answer_unknown"),
        ("sample_99_broken.xlsx", "", "file_unreadable"),
    }
    assert "たぶん" not in table.read_text(encoding="utf-8-sig")
    assert all(fault["what_to_do"] for fault in faults)

    manifest = json.loads(
        (broken.reports / "2023" / "info_nws" / "manifest.json").read_text(encoding="utf-8")
    )
    assert manifest["people_delivered"] == 185
    assert (manifest["people_used"], manifest["people_set_aside"]) == (182, 3)
    page = (broken.reports / "2023" / "info_nws" / "01_responses.html").read_text("utf-8")
    assert "sample_99_broken.xlsx" in page


def test_deliveries__the_same_file_twice_stops_with_both_names(project):
    folder = project.raw("info_nws", 2023)
    shutil.copy(folder / "sample_02_jinji_ka.csv", folder / "sample_98_again.csv")
    result = selfcheck(project, "run", "--programme", "info_nws")
    assert result.returncode == 2
    assert "sample_02_jinji_ka.csv" in result.stderr
    assert "sample_98_again.csv" in result.stderr
    assert "Traceback" not in result.stderr


def test_first_year__runs_without_a_last_year(project):
    shutil.rmtree(project.raw("info_nws", 2022))
    set_param(project, "info_nws", "last_year", "none")
    result = selfcheck(project, "run", "--programme", "info_nws")
    assert result.returncode == 0, result.stderr
    page = project.reports / "2023" / "info_nws" / "03_year_over_year.html"
    assert "令和４年度" not in page.read_text(encoding="utf-8")
