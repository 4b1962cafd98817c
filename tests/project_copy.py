"""A copy of the shipped project in which tests may break things, and its command line."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import yaml

from selfcheck_analysis.paths import Project

SHIPPED = Project(Path(__file__).resolve().parents[1])


CHOICES = Path(tempfile.gettempdir()) / "selfcheck-analysis-tests" / "choices"
"""What was chosen to be shown of the synthetic sample, by digest: attacked once for all tests."""


def copy_project(folder: Path) -> Project:
    """Copy what a run reads: settings, deliveries, notebooks. Nothing that a run made.

    But for one thing: all copies share what was chosen to be shown of the same figures.
    """
    project = Project(folder)
    CHOICES.mkdir(parents=True, exist_ok=True)
    project.choices.parent.mkdir(parents=True)
    project.choices.symlink_to(CHOICES, target_is_directory=True)
    shutil.copytree(SHIPPED.params, folder / "params")
    # Of the deliveries only the sample: real ones may lie beside it on an office's machine.
    for path in (SHIPPED.root / "data" / "raw").glob("*/*/sample_*"):
        place = folder / path.relative_to(SHIPPED.root)
        place.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(path, place)
    shutil.copytree(
        SHIPPED.notebooks,
        folder / "notebooks",
        ignore=shutil.ignore_patterns(".ipynb_checkpoints"),
    )
    return project


def selfcheck(project: Project, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run the command line on a project, with messages in English."""
    return subprocess.run(
        [sys.executable, "-m", "selfcheck_analysis", *arguments],
        capture_output=True,
        text=True,
        encoding="utf-8",
        env=environment(project),
        check=False,
    )


def environment(project: Project) -> dict[str, str]:
    """Return the variables that point commands and kernels to a project."""
    return os.environ | {
        "SELFCHECK_PROJECT": str(project.root),
        "SELFCHECK_LANGUAGE": "en",
        "PYTHONIOENCODING": "utf-8",
    }


def set_param(project: Project, programme: str, key: str, value: str) -> None:
    """Write one value into a programme's settings of 2023."""
    path = project.params_file(programme, 2023)
    lines = path.read_text(encoding="utf-8").splitlines()
    changed = [f"{key}: {value}" if line.startswith(f"{key}:") else line for line in lines]
    path.write_text("\n".join(changed) + "\n", encoding="utf-8")


def copy_year(project: Project, programme: str, source: int, fiscal_year: int) -> None:
    """Add an earlier year: the deliveries and the forms of `source`, with the dates changed."""
    shutil.copytree(project.raw(programme, source), project.raw(programme, fiscal_year))
    path = project.questionnaire_file(programme, source)
    form = yaml.safe_load(path.read_text(encoding="utf-8"))
    form["fiscal_year"] = fiscal_year
    for day in ("opens", "closes"):
        date = form["survey"][day]
        form["survey"][day] = date.replace(year=date.year + fiscal_year - source)
    form = {key: form[key] for key in form if key not in ("changes", "reused_numbers")}
    text = yaml.safe_dump(form, allow_unicode=True, sort_keys=False)
    project.questionnaire_file(programme, fiscal_year).write_text(text, encoding="utf-8")
