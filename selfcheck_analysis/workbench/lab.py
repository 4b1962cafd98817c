"""`selfcheck explore`: the notebook to explore with, in a private folder, and JupyterLab on it.

The committed notebook stays without outputs: what is worked with is a copy beside the confidential
results, where saved figures do no harm. `--notebooks` opens the committed ones with the same
settings; what they show is then not saved.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from selfcheck_analysis.disclosure.earlier import private_folder
from selfcheck_analysis.paths import ROOT_VARIABLE, Project
from selfcheck_analysis.problems import Place, Problem, ProblemsError
from selfcheck_analysis.words import Language
from selfcheck_analysis.workbench.saving import HOOK

NOTEBOOK = "explore.ipynb"
_LAB_SETTINGS = Path(__file__).with_name("lab_settings")
_CONFIG_PATH = "JUPYTER_CONFIG_PATH"
_SHIPPED = ".explore_as_shipped"
"""Beside the copy: the digest of the notebook that it was made from."""

_MANAGERS = (
    "ContentsManager",
    "FileContentsManager",
    "AsyncFileContentsManager",
    "LargeFileManager",
    "AsyncLargeFileManager",
)
"""What JupyterLab may save with, and what that is made of: the last one named in settings wins."""

OFFLINE = (
    # Lab asks the internet for updates, news and extensions; there is none here.
    "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate",
    "--LabApp.news_url=None",
    "--LabApp.extension_manager=readonly",
    *(f"--{manager}.pre_save_hook={HOOK}" for manager in _MANAGERS),
)
"""Settings under which JupyterLab needs no internet, and saves only what `saving` lets through."""


@dataclass(frozen=True)
class Prepared:
    """The notebook to work with, and where an earlier one was put, if it was."""

    notebook: Path
    moved: Path | None = None


def folder_of(project: Project) -> Path:
    """Return the private folder of the workbench."""
    return project.root / "data" / "processed" / "workbench"


def prepare(project: Project) -> Prepared:
    """Copy the shipped notebook into the private folder, if there is none or another is shipped.

    A copy of an earlier version is kept beside with a number, for it may have been worked in.

    Raises
    ------
    ProblemsError
        There is no notebook to copy.
    """
    shipped = project.notebooks / NOTEBOOK
    if not shipped.is_file():
        place = Place(project.relative(shipped))
        raise ProblemsError([Problem("notebook_missing", place)])
    content = shipped.read_bytes()
    digest = sha256(content).hexdigest()
    folder = private_folder(folder_of(project))
    notebook, marker = folder / NOTEBOOK, folder / _SHIPPED
    known = marker.read_text(encoding="utf-8") if marker.is_file() else ""
    if notebook.is_file() and known == digest:
        return Prepared(notebook)
    moved = None
    if notebook.is_file():
        moved = _free(notebook)
        notebook.replace(moved)
    notebook.write_bytes(content)
    marker.write_text(digest, encoding="utf-8")
    return Prepared(notebook, moved)


def command(opened: Path, options: Sequence[str] = ()) -> list[str]:
    """Return the command that starts JupyterLab on a notebook in its folder, or on a folder."""
    as_root = ["--ServerApp.allow_root=True"] if _is_root() else []
    root, shown = (opened, "") if opened.is_dir() else (opened.parent, f"/tree/{opened.name}")
    return [
        sys.executable,
        *("-m", "jupyterlab"),
        *OFFLINE,
        *as_root,
        f"--ServerApp.root_dir={root}",
        f"--LabApp.default_url=/lab{shown}",
        *options,
    ]


def settings_path(environment: Mapping[str, str]) -> dict[str, str]:
    """Return the variable by which JupyterLab finds our settings; it asks for no news with them."""
    paths = [str(_LAB_SETTINGS), *filter(None, [environment.get(_CONFIG_PATH)])]
    return {_CONFIG_PATH: os.pathsep.join(paths)}


def start(project: Project, opened: Path, language: Language, options: Sequence[str]) -> int:
    """Run JupyterLab on a notebook or folder until it is closed; return its exit status."""
    told = {ROOT_VARIABLE: str(project.root), "SELFCHECK_LANGUAGE": language}
    told |= settings_path(os.environ)
    server = subprocess.Popen(command(opened, options), env=os.environ | told)
    while True:
        try:
            return server.wait()
        except KeyboardInterrupt:  # JupyterLab was told as well, and asks whether it is meant
            continue


def _free(path: Path) -> Path:
    number = 1
    while (free := path.with_stem(f"{path.stem}_{number}")).exists():
        number += 1
    return free


def _is_root() -> bool:
    return hasattr(os, "geteuid") and os.geteuid() == 0
