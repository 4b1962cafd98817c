"""Which code ran: known from git where there is git, and never a reason to fail."""

import shutil
import subprocess

import pytest

from selfcheck_analysis import checkout as module
from selfcheck_analysis.checkout import UNKNOWN, checkout, lock_file, sources_digest

needs_git = pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")


def git(folder, *arguments):
    command = ["git", "-C", str(folder), "-c", "user.name=n", "-c", "user.email=e", *arguments]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()


@pytest.fixture
def package(tmp_path):
    """A package in a folder that nothing follows."""
    folder = tmp_path / "root" / "package"
    folder.mkdir(parents=True)
    (folder / "__init__.py").write_text('"""A package."""\n', encoding="utf-8")
    return folder


@pytest.fixture
def committed(package):
    """The same, committed."""
    git(package.parent, "init", "--quiet")
    git(package.parent, "add", ".")
    git(package.parent, "commit", "--quiet", "-m", "m")
    return package


@needs_git
def test_checkout__names_the_commit_of_a_clean_checkout(committed):
    state = checkout(committed)
    assert (state.commit, state.clean) == (git(committed, "rev-parse", "HEAD"), True)


@needs_git
@pytest.mark.parametrize("file", ["package/__init__.py", "package/new.py", "other.txt"])
def test_checkout__is_not_clean_with_a_changed_or_further_file(committed, file):
    (committed.parent / file).write_text("changed\n", encoding="utf-8")
    assert checkout(committed).clean is False


@needs_git
def test_checkout__does_not_speak_of_a_repository_that_only_lies_around_it(package):
    git(package.parent, "init", "--quiet")
    (package.parent / "a").write_text("a", encoding="utf-8")
    git(package.parent, "add", "a")
    git(package.parent, "commit", "--quiet", "-m", "m")
    state = checkout(package)  # as in an environment in somebody's checkout
    assert (state.commit, state.clean) == (UNKNOWN, None)


@needs_git
def test_checkout__does_not_obey_variables_of_another_git(committed, tmp_path, monkeypatch):
    monkeypatch.setenv("GIT_DIR", str(tmp_path / "nowhere"))
    assert checkout(committed).commit != UNKNOWN


@needs_git
def test_checkout__without_a_repository_is_unknown(package):
    state = checkout(package)
    assert (state.commit, state.clean) == (UNKNOWN, None)
    assert len(state.sha256) == 64


def test_checkout__without_git_is_unknown(package, monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))
    state = checkout(package)
    assert (state.commit, state.clean) == (UNKNOWN, None)


def test_checkout__says_nothing_on_the_terminal(package, capfd):
    checkout(package)
    assert capfd.readouterr() == ("", "")


def test_sources__another_content_or_name_is_another_digest(package):
    before = sources_digest(package)
    (package / "a.yaml").write_text("x: 1\n", encoding="utf-8")
    added = sources_digest(package)
    (package / "a.yaml").rename(package / "b.yaml")
    assert len({before, added, sources_digest(package)}) == 3


def test_sources__line_ends_and_what_is_no_source_do_not_count(package):
    before = sources_digest(package)
    (package / "notes.txt").write_text("x", encoding="utf-8")
    (package / "__init__.py").write_bytes(b'"""A package."""\r\n')
    assert sources_digest(package) == before


def test_lock__is_the_projects_own_else_that_of_the_code(tmp_path, monkeypatch):
    monkeypatch.setattr(module, "PACKAGE", tmp_path / "code" / "package")
    project = tmp_path / "project"
    assert lock_file(project) is None
    for folder in (tmp_path / "code", project):
        folder.mkdir()
        (folder / "requirements.lock").write_text("a==1\n", encoding="utf-8")
        assert lock_file(project) == folder / "requirements.lock"
