"""Places of a project, whatever the working folder."""

import os
from pathlib import Path

import pytest

from selfcheck_analysis.paths import ROOT_VARIABLE, Project

CHECKOUT = Path(__file__).resolve().parents[2]


def test_current__is_the_checkout_wherever_one_stands(tmp_path, monkeypatch):
    monkeypatch.delenv(ROOT_VARIABLE, raising=False)
    monkeypatch.chdir(tmp_path)
    assert Project.current().root == CHECKOUT


def test_current__an_empty_variable_names_no_project(monkeypatch):
    monkeypatch.setenv(ROOT_VARIABLE, "")
    assert Project.current().root == CHECKOUT


def test_current__follows_the_variable(tmp_path, monkeypatch):
    monkeypatch.setenv(ROOT_VARIABLE, str(tmp_path))
    assert Project.current().root == tmp_path.resolve()


def test_current__a_relative_variable_keeps_its_meaning_when_the_folder_changes(
    tmp_path, monkeypatch
):
    (tmp_path / "office").mkdir()
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv(ROOT_VARIABLE, "office")
    project = Project.current()
    monkeypatch.chdir(tmp_path / "office")
    assert project.params == tmp_path.resolve() / "office" / "params"


@pytest.mark.parametrize(
    ("place", "expected"),
    [
        (lambda p: p.params, "params"),
        (lambda p: p.notebooks, "notebooks"),
        (lambda p: p.reports, "reports"),
        (lambda p: p.published, "data/published"),
        (lambda p: p.impossible_cells, "data/published/sample/impossible_cells.csv"),
        (lambda p: p.disclosure_policy, "params/disclosure.yaml"),
        (lambda p: p.print_audit_page, "data/processed/print_audit.html"),
        (lambda p: p.releases, "data/processed/releases"),
        (lambda p: p.choices, "data/processed/choices"),
        (lambda p: p.internal, "data/processed/internal"),
        (lambda p: p.delivery_key, "data/processed/delivery_key"),
        (lambda p: p.params_file("demo", 2023), "params/demo_2023.yaml"),
        (lambda p: p.questionnaire_file("demo", 2023), "params/questionnaires/demo_2023.yaml"),
        (lambda p: p.raw("demo", 2023), "data/raw/demo/2023"),
        (lambda p: p.processed("demo", 2023), "data/processed/demo/2023"),
    ],
)
def test_project__has_its_folders_where_the_readme_says(tmp_path, place, expected):
    project = Project(tmp_path)
    assert place(project) == tmp_path / expected
    assert project.relative(place(project)) == expected


def test_relative__a_file_elsewhere_is_named_without_its_folder(tmp_path):
    # The folders of a machine are nothing to print.
    assert Project(tmp_path / "office").relative(tmp_path / "private" / "a.csv") == "a.csv"


@pytest.fixture
def office(tmp_path):
    """A project whose deliveries lie on another disk, behind a link."""
    disk = tmp_path / "disk"
    (disk / "demo" / "2023" / "east").mkdir(parents=True)
    data = tmp_path / "office" / "data"
    data.mkdir(parents=True)
    (data / "raw").symlink_to(disk, target_is_directory=True)
    return Project(tmp_path / "office")


def test_relative__a_linked_folder_is_called_as_it_is_called_here(office):
    path = office.raw("demo", 2023) / "east" / "a.csv"
    assert office.relative(path) == "data/raw/demo/2023/east/a.csv"


def test_relative__a_link_is_called_by_its_own_name(tmp_path):
    project = Project(tmp_path)
    (tmp_path / "here").symlink_to(tmp_path / "there")
    assert project.relative(tmp_path / "here") == "here"


def test_relative__a_project_reached_through_a_link_is_the_same_project(tmp_path):
    (tmp_path / "real").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "real", target_is_directory=True)
    assert Project(tmp_path / "link").relative(tmp_path / "real" / "a" / "b.csv") == "a/b.csv"


@pytest.mark.skipif(os.name == "nt", reason="Windows has no file names that are not text")
def test_relative__a_name_that_is_no_text_can_still_be_printed(tmp_path):
    # 課.csv in cp932, as old tools unpack archives from Windows
    path = tmp_path / os.fsdecode("課".encode("cp932") + b".csv")
    assert Project(tmp_path).relative(path).encode("utf-8").endswith(b".csv")
