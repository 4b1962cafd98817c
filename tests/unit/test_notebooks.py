"""The parameters cells of the notebooks and the settings name the same things, both ways."""

import json
from pathlib import Path

import papermill
import pytest

from selfcheck_analysis.notebooks import KERNEL_ATTEMPTS, PAGES, Job, execute, parameter_faults
from selfcheck_analysis.params import Params
from selfcheck_analysis.paths import Project
from selfcheck_analysis.problems import ProblemsError
from selfcheck_analysis.words import Words
from tests.small_project import ROOT, codes, param_values, small_project, write_notebook

NAMES = list(Params.model_fields)
SOUND = "\n".join(f"{name}: str = 'x'  # what it means" for name in NAMES)
FIRST = next(iter(PAGES))


@pytest.fixture
def project(tmp_path):
    """A project with a sound notebook for every page."""
    project = Project(tmp_path)
    for name in PAGES:
        write_notebook(project.notebooks / f"{name}.ipynb", SOUND)
    return project


@pytest.fixture
def first(project):
    """The path of the first notebook."""
    return project.notebooks / f"{FIRST}.ipynb"


def one_fault(project):
    [fault] = parameter_faults(project)
    assert fault.place.file == f"notebooks/{FIRST}.ipynb"
    assert all(fault.text(Words(language)) for language in ("ja", "en"))
    return fault


def test_parameter_faults__the_shipped_notebooks_have_none():
    assert parameter_faults(Project(ROOT)) == []


def test_parameter_faults__sound_notebooks_have_none(project):
    assert parameter_faults(project) == []


@pytest.mark.parametrize("source", [SOUND.replace(": str", ""), f'"""Text."""\nimport os\n{SOUND}'])
def test_parameter_faults__plain_assignments_and_other_lines_do_no_harm(project, first, source):
    write_notebook(first, source)
    assert parameter_faults(project) == []


def test_parameter_faults__a_name_that_the_settings_lack_is_found(project, first):
    write_notebook(first, SOUND + "\nfiscal_yaer = 2023")
    fault = one_fault(project)
    assert fault.code == "notebook_parameters_differ"
    assert fault.values == {"only_notebook": "fiscal_yaer", "only_params": "-"}


@pytest.mark.parametrize("name", NAMES)
def test_parameter_faults__a_name_that_the_notebook_lacks_is_found(project, first, name):
    write_notebook(first, "\n".join(line for line in SOUND.splitlines() if name not in line))
    fault = one_fault(project)
    assert fault.code == "notebook_parameters_differ"
    assert fault.values == {"only_notebook": "-", "only_params": name}


def test_parameter_faults__a_name_only_used_is_not_assigned(project, first):
    write_notebook(first, SOUND.replace("alpha: str = 'x'", "print(alpha)"))
    assert one_fault(project).values["only_params"] == "alpha"


@pytest.mark.parametrize("tags", [(), ("parameter",), ("injected-parameters",)])
def test_parameter_faults__a_cell_without_the_tag_does_not_count(project, first, tags):
    write_notebook(first, SOUND, tags)
    assert one_fault(project).code == "notebook_lacks_parameters"


def test_parameter_faults__a_missing_notebook_is_found(project, first):
    first.unlink()
    assert one_fault(project).code == "notebook_missing"


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"not json",
        b"\xff\xfe",
        b"[1, 2]",
        b"{}",
        json.dumps({"nbformat": 99, "nbformat_minor": 0, "metadata": {}, "cells": []}).encode(),
    ],
)
def test_parameter_faults__a_damaged_notebook_is_found(project, first, content):
    first.write_bytes(content)
    assert one_fault(project).code in ("notebook_unreadable", "notebook_lacks_parameters")


def test_parameter_faults__a_cell_that_is_no_python_is_found(project, first):
    write_notebook(first, SOUND + "\nif:")
    assert one_fault(project).code == "notebook_unreadable"


def test_parameter_faults__every_notebook_is_looked_at(project):
    for name in PAGES:
        (project.notebooks / f"{name}.ipynb").unlink()
    assert codes(parameter_faults(project)) == ["notebook_missing"] * len(PAGES)


@pytest.fixture
def job(tmp_path):
    project = small_project(tmp_path)
    notebook = tmp_path / "notebooks" / "01_responses.ipynb"
    output = tmp_path / "data" / "processed" / "01_responses.ipynb"
    return project, Job(notebook, Params(**param_values()), output)


def starts_at(attempt, monkeypatch):
    """Let papermill fail to start a kernel until the given attempt; return the attempts made."""
    made = []

    def execute_notebook(source, output, **options):
        made.append(options["kernel_name"])
        if len(made) < attempt:
            raise RuntimeError("Kernel died before replying to kernel_info")
        Path(output).write_text("done", encoding="utf-8")

    monkeypatch.setattr(papermill, "execute_notebook", execute_notebook)
    return made


def test_execute__starts_a_kernel_again_that_did_not_start(job, monkeypatch):
    made = starts_at(KERNEL_ATTEMPTS, monkeypatch)
    project, asked = job
    assert list(execute(project, [asked])) == [asked]
    assert len(made) == KERNEL_ATTEMPTS
    assert asked.output.read_text(encoding="utf-8") == "done"


def test_execute__says_so_when_no_kernel_starts(job, monkeypatch):
    starts_at(KERNEL_ATTEMPTS + 1, monkeypatch)
    project, asked = job
    with pytest.raises(ProblemsError) as error:
        list(execute(project, [asked]))
    [problem] = error.value.problems
    assert problem.code == "notebook_kernel_failed"
    assert problem.place.file == "notebooks/01_responses.ipynb"
    assert not asked.output.exists()
