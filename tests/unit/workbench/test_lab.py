"""`selfcheck explore`: a private copy of the notebook, and JupyterLab without internet."""

from __future__ import annotations

import base64
import json
import os
import shutil
import stat
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
from jupyter_server.services.contents import filemanager, largefilemanager
from nbclient import NotebookClient
from tornado.web import HTTPError
from traitlets.config import Config
from traitlets.config.loader import KVArgParseConfigLoader
from typer.testing import CliRunner

from selfcheck_analysis.cli import app
from selfcheck_analysis.notebooks import PAGES
from selfcheck_analysis.paths import ROOT_VARIABLE, Project
from selfcheck_analysis.problems import ProblemsError
from selfcheck_analysis.report.outputs import released_outputs
from selfcheck_analysis.workbench import kernel, lab
from selfcheck_analysis.workbench.saving import HOOK, strip_notebook
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
    assert f"--AsyncLargeFileManager.pre_save_hook={HOOK}" in command
    assert (env["SELFCHECK_PROJECT"], env["SELFCHECK_LANGUAGE"]) == (str(project.root), "en")
    assert started[1] == "interrupted"


@pytest.mark.skipif(shutil.which("make") is None, reason="no make; Windows has its own commands")
def test_make_lab__starts_as_the_workbench_does():
    result = subprocess.run(
        ["make", "--dry-run", "lab"], cwd=SHIPPED.root, capture_output=True, text=True, check=True
    )
    lines = result.stdout.splitlines()  # make within make says which folder it enters and leaves
    assert any(line.endswith("/selfcheck explore --notebooks") for line in lines)


def test_command__opens_the_committed_notebooks_with_the_same_settings(project, started):
    arguments = ["explore", "--notebooks", "--no-browser", "--project", str(project.root)]
    result = CliRunner().invoke(app, [*arguments, "--language", "en"])
    assert result.exit_code == 0, result.output
    assert "Opening notebooks/ in JupyterLab" in result.output
    command, env = started[0]
    assert set(lab.OFFLINE) <= set(command)
    assert f"--ServerApp.root_dir={project.notebooks}" in command
    assert "--LabApp.default_url=/lab" in command
    assert env[ROOT_VARIABLE] == str(project.root)
    assert not lab.folder_of(project).exists()  # the workbench's copy is not made


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


MANAGERS = [
    filemanager.FileContentsManager,
    filemanager.AsyncFileContentsManager,
    largefilemanager.LargeFileManager,
    largefilemanager.AsyncLargeFileManager,
]
SECRET = "what a person wrote"


def notebook_with_outputs():
    """A notebook as JupyterLab saves it, with text in an output and in the state of widgets."""
    output = nbformat.v4.new_output("stream", text=f"{SECRET}\n")
    cell = nbformat.v4.new_code_cell("year.people()", execution_count=3, outputs=[output])
    markdown = nbformat.v4.new_markdown_cell("About")
    widgets = {"application/vnd.jupyter.widget-state+json": {"state": {"x": SECRET}}}
    return nbformat.v4.new_notebook(cells=[markdown, cell], metadata={"widgets": widgets})


def as_file(notebook, encoding):
    text = nbformat.writes(notebook)
    content = text if encoding == "text" else base64.b64encode(text.encode()).decode("ascii")
    return {"type": "file", "format": encoding, "content": content}


def as_notebook(notebook):
    return {"type": "notebook", "format": "json", "content": notebook}


@pytest.fixture
def manager(project, monkeypatch):
    """A contents manager over the whole project, with the settings of the workbench."""
    monkeypatch.setenv(ROOT_VARIABLE, str(project.root))
    lab.prepare(project)
    config = KVArgParseConfigLoader(argv=list(lab.OFFLINE)).load_config()
    return filemanager.FileContentsManager(config=config, root_dir=str(project.root))


SAVED = [
    lambda: as_notebook(notebook_with_outputs()),
    lambda: as_file(notebook_with_outputs(), "text"),
    lambda: as_file(notebook_with_outputs(), "base64"),
]


@pytest.mark.parametrize("model", SAVED)
@pytest.mark.parametrize(
    "place", ["notebooks/01_responses.ipynb", "notebooks/a/b.ipynb", "x.IPYNB"]
)
def test_saving__of_what_may_be_committed_keeps_code_and_nothing_shown(manager, model, place):
    Path(manager.root_dir, place).parent.mkdir(exist_ok=True)
    manager.save(model(), place)
    saved = nbformat.read(Path(manager.root_dir, place), as_version=4)
    assert SECRET not in nbformat.writes(saved)
    assert [cell.source for cell in saved.cells] == ["About", "year.people()"]
    assert (saved.cells[1].outputs, saved.cells[1].execution_count) == ([], None)


@pytest.mark.parametrize("model", SAVED)
def test_saving__in_private_keeps_outputs_and_no_state_of_widgets(manager, model):
    place = "data/processed/workbench/explore.ipynb"
    manager.save(model(), place)
    saved = nbformat.read(Path(manager.root_dir, place), as_version=4)
    assert saved.cells[1].outputs[0].text == f"{SECRET}\n"
    assert "widgets" not in saved.metadata


@pytest.mark.skipif(sys.platform == "win32", reason="links need a right there")
def test_saving__through_a_private_name_for_the_committed_folder_keeps_nothing_shown(manager):
    root = Path(manager.root_dir)
    (root / "data" / "processed" / "workbench" / "link").symlink_to(root / "notebooks")
    manager.save(SAVED[0](), "data/processed/workbench/link/explore.ipynb")
    assert SECRET not in (root / "notebooks" / "explore.ipynb").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "model",
    [
        {"type": "file", "format": "text", "content": f'{{"metadata": "{SECRET}"'},
        {"type": "file", "format": "text", "content": f'["{SECRET}"]'},
        {"type": "file", "format": "base64", "content": base64.b64encode(b"\xff").decode()},
        {"type": "file", "format": "text", "content": '{"worksheets": []}'},
        as_file(notebook_with_outputs(), "text") | {"chunk": 1},
    ],
)
def test_saving__of_what_cannot_be_looked_at_is_refused(manager, model):
    with pytest.raises(HTTPError) as caught:
        manager.save(model, "notebooks/new.ipynb")
    assert caught.value.status_code == 400
    assert "notebooks/new.ipynb cannot be saved" in caught.value.log_message
    assert SECRET not in str(caught.value)
    assert not Path(manager.root_dir, "notebooks", "new.ipynb").exists()


@pytest.mark.parametrize(
    ("model", "path"),
    [
        ({"type": "file", "format": "text", "content": "text"}, "a.txt"),
        ({"type": "file", "format": "text", "content": ""}, "new.ipynb"),  # as an editor begins one
        ({"type": "notebook"}, "a.ipynb"),
        ({"type": "directory"}, "a"),
    ],
)
def test_saving__leaves_everything_else_alone(model, path):
    before = dict(model)
    strip_notebook(model=model, path=path)
    assert model == before


@pytest.mark.parametrize("named", [None, *MANAGERS])
@pytest.mark.parametrize("manager", MANAGERS)
def test_saving__goes_through_the_hook_whatever_the_user_s_settings_name(manager, named):
    own = {} if named is None else {named.__name__: {"pre_save_hook": lambda **_: None}}
    config = Config(own)
    config.merge(KVArgParseConfigLoader(argv=list(lab.OFFLINE)).load_config())  # as Jupyter does
    assert manager(config=config).pre_save_hook is strip_notebook


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
