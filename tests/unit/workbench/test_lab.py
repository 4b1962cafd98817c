"""`selfcheck explore`: a private copy of the notebook, and JupyterLab without internet."""

from __future__ import annotations

import json
import os
import stat
import subprocess
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient
from typer.testing import CliRunner

from selfcheck_analysis.cli import app
from selfcheck_analysis.notebooks import PAGES
from selfcheck_analysis.paths import Project
from selfcheck_analysis.problems import ProblemsError
from selfcheck_analysis.report.outputs import released_outputs
from selfcheck_analysis.workbench import kernel, lab
from selfcheck_analysis.workbench.saving import HOOK, without_widget_state
from tests.project_copy import SHIPPED, environment

SHIPPED_NOTEBOOK = SHIPPED.notebooks / lab.NOTEBOOK


@pytest.fixture
def project(tmp_path):
    """A project with nothing but the shipped notebook."""
    project = Project(tmp_path)
    project.notebooks.mkdir()
    (project.notebooks / lab.NOTEBOOK).write_bytes(SHIPPED_NOTEBOOK.read_bytes())
    return project


# The notebook


def test_notebook__is_committed_without_outputs_and_is_no_page():
    notebook = nbformat.read(SHIPPED_NOTEBOOK, as_version=4)
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    assert all(cell.outputs == [] and cell.execution_count is None for cell in code)
    assert notebook.metadata.kernelspec.name == "python3"
    assert SHIPPED_NOTEBOOK.stem not in PAGES


def test_notebook__is_a_contents_page():
    notebook = nbformat.read(SHIPPED_NOTEBOOK, as_version=4)
    code = [cell.source for cell in notebook.cells if cell.cell_type == "code"]
    assert code[0] == "from selfcheck_analysis import open_year"
    assert all(len(source.splitlines()) <= 2 for source in code)


def test_notebook__runs_and_is_refused_as_a_page(sample, monkeypatch):
    for name, value in environment(sample).items():
        monkeypatch.setenv(name, value)
    notebook = nbformat.read(SHIPPED_NOTEBOOK, as_version=4)
    NotebookClient(notebook, kernel_name="python3", timeout=300).execute()
    with pytest.raises(ProblemsError) as caught:
        released_outputs(notebook)
    codes = {problem.code for problem in caught.value.problems}
    assert codes == {"page_unreleased_output"}
    assert len(caught.value.problems) == 5  # every cell but the import shows something


# The copy


def test_prepare__copies_into_a_private_folder(project):
    prepared = lab.prepare(project)
    assert prepared.notebook == project.root / "data" / "processed" / "workbench" / lab.NOTEBOOK
    assert prepared.notebook.read_bytes() == SHIPPED_NOTEBOOK.read_bytes()
    assert prepared.moved is None
    if os.name != "nt":
        assert stat.S_IMODE(prepared.notebook.parent.stat().st_mode) == 0o700


def test_prepare__keeps_what_was_worked_in(project):
    notebook = lab.prepare(project).notebook
    notebook.write_text("worked in", encoding="utf-8")
    assert lab.prepare(project) == lab.Prepared(notebook)
    assert notebook.read_text(encoding="utf-8") == "worked in"


def test_prepare__puts_it_beside_when_another_is_shipped(project):
    notebook = lab.prepare(project).notebook
    for number, text in enumerate(("first", "second"), start=1):
        notebook.write_text(text, encoding="utf-8")
        (project.notebooks / lab.NOTEBOOK).write_text(f"version {number}", encoding="utf-8")
        prepared = lab.prepare(project)
        assert prepared.moved == notebook.with_name(f"explore_{number}.ipynb")
        assert prepared.moved.read_text(encoding="utf-8") == text
        assert notebook.read_text(encoding="utf-8") == f"version {number}"


def test_prepare__says_that_there_is_no_notebook(tmp_path):
    with pytest.raises(ProblemsError) as caught:
        lab.prepare(Project(tmp_path))
    assert [problem.code for problem in caught.value.problems] == ["notebook_missing"]


def test_prepare__leaves_the_committed_notebook_alone(project):
    before = (project.notebooks / lab.NOTEBOOK).read_bytes()
    lab.prepare(project).notebook.write_text("worked in", encoding="utf-8")
    assert (project.notebooks / lab.NOTEBOOK).read_bytes() == before


# Starting


class Server:
    """Stands in the place of a running JupyterLab."""

    def __init__(self, started):
        self.started = started

    def __call__(self, command, env):
        self.started.append((command, env))
        return self

    def wait(self):
        if len(self.started) == 1:
            self.started.append("interrupted")
            raise KeyboardInterrupt
        return 0


@pytest.fixture
def started(monkeypatch):
    started = []
    monkeypatch.setattr(subprocess, "Popen", Server(started))
    return started


def test_start__opens_the_copy_and_waits_through_an_interrupt(project, started):
    notebook = lab.prepare(project).notebook
    assert lab.start(project, notebook, "en", ["--no-browser"]) == 0
    command, env = started[0]
    assert "--no-browser" in command
    assert f"--ServerApp.root_dir={notebook.parent}" in command
    assert "--LabApp.default_url=/lab/tree/explore.ipynb" in command
    assert f"--ContentsManager.pre_save_hook={HOOK}" in command
    assert (env["SELFCHECK_PROJECT"], env["SELFCHECK_LANGUAGE"]) == (str(project.root), "en")
    assert started[1] == "interrupted"


def test_settings__are_added_to_those_of_the_user():
    own = lab.settings_path({})["JUPYTER_CONFIG_PATH"]
    disabled = json.loads(Path(own, "labconfig", "page_config.json").read_text(encoding="utf-8"))
    assert disabled["disabledExtensions"] == {"@jupyterlab/apputils-extension:announcements": True}
    both = lab.settings_path({"JUPYTER_CONFIG_PATH": "mine"})["JUPYTER_CONFIG_PATH"]
    assert both == os.pathsep.join([own, "mine"])


@pytest.mark.parametrize("language", ["ja", "en"])
def test_command__says_what_it_opens_and_hands_the_options_on(project, started, language):
    arguments = ["explore", "--no-browser", "--port", "8899", "--project", str(project.root)]
    result = CliRunner().invoke(app, [*arguments, "--language", language])
    assert result.exit_code == 0, result.output
    assert "data/processed/workbench/explore.ipynb" in result.output
    command, _ = started[0]
    assert command[-2:] == ["--ServerApp.port=8899", "--no-browser"]


def test_command__says_what_it_moved(project, started):
    lab.prepare(project)
    (project.notebooks / lab.NOTEBOOK).write_text("newer", encoding="utf-8")
    result = CliRunner().invoke(app, ["explore", "--project", str(project.root)])
    assert "explore_1.ipynb" in result.output


def test_command__refuses_without_a_notebook(tmp_path):
    result = CliRunner().invoke(app, ["explore", "--project", str(tmp_path)])
    assert result.exit_code == 2
    assert "notebooks/explore.ipynb" in result.output


# Saving


def test_saving__takes_the_state_of_widgets_out():
    content = {"metadata": {"widgets": {"state": "secret"}, "kernelspec": {}}, "cells": [1]}
    model = {"type": "notebook", "content": content}
    without_widget_state(model=model, path="x", contents_manager=None)
    assert content == {"metadata": {"kernelspec": {}}, "cells": [1]}


@pytest.mark.parametrize(
    "model", [{"type": "file", "content": "text"}, {"type": "notebook"}, {"type": "directory"}]
)
def test_saving__leaves_everything_else_alone(model):
    before = dict(model)
    without_widget_state(model=model)
    assert model == before


def test_saving__can_be_named_to_the_server():
    from jupyter_server.services.contents.filemanager import FileContentsManager
    from traitlets.config import Config

    manager = FileContentsManager(config=Config({"ContentsManager": {"pre_save_hook": HOOK}}))
    assert manager.pre_save_hook is without_widget_state


# Who looks


class Kernel:
    def __init__(self, content):
        self.content = content

    def get_parent(self, channel):
        return {"content": self.content}


@pytest.mark.parametrize(
    ("shell", "looks"),
    [
        (None, False),  # a script
        (type("Terminal", (), {})(), False),
        (type("Shell", (), {"kernel": Kernel({"allow_stdin": True})})(), True),  # JupyterLab
        (type("Shell", (), {"kernel": Kernel({"allow_stdin": False})})(), False),  # nbclient
        (type("Shell", (), {"kernel": Kernel({})})(), False),
    ],
)
def test_somebody_looks__only_where_the_front_end_could_ask(monkeypatch, shell, looks):
    import IPython

    monkeypatch.setattr(IPython, "get_ipython", lambda: shell)
    assert kernel.somebody_looks() is looks
