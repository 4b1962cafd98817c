"""What README and docs tell people to type exists and works, and what they name is there."""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
from pathlib import Path, PurePosixPath

import pytest
import typer

from selfcheck_analysis.cli import app
from selfcheck_analysis.paths import Project
from selfcheck_analysis.workbench.lab import prepare
from tests.project_copy import SHIPPED, copy_project, selfcheck

ROOT = SHIPPED.root
README = ROOT / "README.md"
TEXTS = [README, ROOT / "README.ja.md", *sorted((ROOT / "docs").rglob("*.md"))]

FENCED = re.compile(r"^ *```.*?\n(.*?)^ *```", re.DOTALL | re.MULTILINE)
SPAN = re.compile(r"`([^`\n]+)`")
LINK = re.compile(r"\]\(([^)\s]+)\)")
FILE_SUFFIXES = {".csv", ".html", ".ipynb", ".lock", ".md", ".png", ".py", ".toml", ".yaml", ".yml"}
NOT_OURS = ".venv"  # made by the first command, and elsewhere with conda


def name_of(text: Path) -> str:
    return text.relative_to(ROOT).as_posix()


def read(text: Path) -> str:
    return text.read_text(encoding="utf-8")


def code(text: str) -> list[str]:
    """Return the lines of fenced blocks, then code within sentences; without comments."""
    lines = [line for block in FENCED.findall(text) for line in block.splitlines()]
    return [line.split("#")[0].strip() for line in lines] + SPAN.findall(FENCED.sub("", text))


def make_targets(text: str) -> set[str]:
    """Return the targets that `make` is called with."""
    calls = [shlex.split(line)[1:] for line in code(text) if re.match(r"make\b", line)]
    return {word for words in calls for word in words if "=" not in word}


def selfcheck_calls(text: str) -> set[tuple[str, ...]]:
    """Return the arguments of every call, with the options that its line names beside it."""
    calls = set()
    for line in code(text):
        found = re.match(r"(?:\S*[\\/])?selfcheck +(\S.*)", line)
        if found:
            calls.add(tuple(found[1].split()))
    for row in FENCED.sub("", text).splitlines():
        spans = SPAN.findall(row)
        options = [word for span in spans if span.startswith("--") for word in span.split()]
        bare = [span.split()[1] for span in spans if re.fullmatch(r"selfcheck [\w-]+", span)]
        calls |= {(command, *options) for command in bare}
    return calls


def named_paths(text: str) -> set[str]:
    """Return what looks like a file or folder of the project, with placeholders as stars."""
    spans = [span for span in SPAN.findall(FENCED.sub("", text)) if " " not in span]
    words = [word for block in FENCED.findall(text) for word in block.split()]
    typed = [word for word in words if PurePosixPath(word).suffix in FILE_SUFFIXES]
    named = [span for span in spans if "/" in span or PurePosixPath(span).suffix in FILE_SUFFIXES]
    paths = {re.sub("<[^>]*>|…", "*", path.replace("\\", "/")) for path in [*named, *typed]}
    return {path for path in paths if not path.startswith((NOT_OURS, "-"))}


@pytest.fixture(scope="module")
def after_a_run(tmp_path_factory) -> Project:
    """A project after the commands of README: its options are those of README's table."""
    project = copy_project(tmp_path_factory.mktemp("readme"))
    assert selfcheck(project, "check").returncode == 0
    result = selfcheck(project, "run", "--fiscal-year", "2023", "--programme", "info_nws")
    assert result.returncode == 0, result.stderr
    shutil.copytree(SHIPPED.published, project.published)
    result = selfcheck(project, "audit-print", "--page")
    assert result.returncode == 1, result.stderr  # the shipped print has its oddities
    prepare(project)  # as `selfcheck explore` does, without opening JupyterLab
    return project


@pytest.mark.skipif(shutil.which("make") is None, reason="no make; Windows has its own commands")
@pytest.mark.parametrize("text", TEXTS, ids=name_of)
def test_make__has_every_target_that_is_named(text):
    for target in sorted(make_targets(read(text))):
        command = ["make", "--dry-run", target]
        result = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
        assert result.returncode == 0, result.stderr


def test_readme__names_the_three_commands():
    assert {"report", "test", "lab"} <= make_targets(read(README))
    assert {("run",), ("lint",), ("sample",)} <= selfcheck_calls(read(README))


@pytest.mark.parametrize("text", TEXTS, ids=name_of)
def test_selfcheck__has_every_command_and_option_that_is_named(text):
    commands = typer.main.get_command(app).commands
    for call in selfcheck_calls(read(text)):
        assert call[0] in commands
        known = {name for option in commands[call[0]].params for name in option.opts}
        assert {word for word in call if word.startswith("--")} <= known | {"--help"}


def test_selfcheck__runs_as_the_readme_says(after_a_run):
    calls = [call for call in selfcheck_calls(read(README)) if call[0] == "run"]
    options = next(call for call in calls if "--fiscal-year" in call)
    assert {"--fiscal-year", "2023", "--programme"} <= set(options)
    assert (after_a_run.reports / "2023" / "index.html").is_file()


def test_selfcheck__lints_the_shipped_forms(after_a_run):
    assert selfcheck(after_a_run, "lint").returncode == 0


def test_selfcheck__writes_the_shipped_sample_again(tmp_path):
    project = copy_project(tmp_path)
    shutil.copytree(SHIPPED.published, project.published)
    sample = sorted((project.root / "data" / "raw").glob("*/*/sample_*"))
    shipped = {path: path.read_bytes() for path in sample}
    assert len(shipped) > 50
    for path in shipped:
        path.unlink()
    result = selfcheck(project, "sample")
    assert result.returncode == 0, result.stderr
    assert {path: path.read_bytes() for path in shipped} == shipped


@pytest.mark.parametrize("text", TEXTS, ids=name_of)
def test_links__lead_to_files(text):
    for link in LINK.findall(FENCED.sub("", read(text))):
        if not re.match("[a-z]+:|#", link):
            assert (text.parent / link.split("#")[0]).exists(), link


@pytest.mark.parametrize("text", TEXTS, ids=name_of)
def test_paths__are_there(text, after_a_run):
    """A path is written from the root, the package or the text; some are made by a run."""
    places = [ROOT, ROOT / "selfcheck_analysis", text.parent, after_a_run.root]
    for path in sorted(named_paths(read(text))):
        assert any(list(place.glob(path.strip("/"))) for place in places), path
