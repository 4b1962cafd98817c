"""The wall between the confidential and the released wing holds, and the check of it can fail."""

import shutil
import subprocess
import sys
import tomllib
from collections import Counter
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = "selfcheck_analysis"
ABOVE_BOTH_WINGS = {
    "ad_hoc",
    "analysis",
    "cli",
    "finished",
    "form_changes",
    "notebooks",
    "pipeline",
    "preflight",
    "delivery_check",
    "printed_tables",
    "programme_files",
    "provenance",
    "workbench",
}


def contracts():
    """Return the contracts of pyproject.toml: released wing, confidential wing, neither."""
    config = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    return config["tool"]["importlinter"]["contracts"]


def placed_modules():
    """Return how often each module of the package is the subject of a contract."""
    names = [name for contract in contracts() for name in contract["source_modules"]]
    return Counter(name.removeprefix(f"{PACKAGE}.") for name in names)


def existing_modules():
    """Return the modules and folders of code directly in the package."""
    folder = ROOT / PACKAGE
    names = {path.stem for path in folder.glob("*.py")} - {"__init__", "__main__"}
    return names | {path.parent.name for path in folder.glob("*/__init__.py")}


def lint(folder):
    """Run import-linter on the package in `folder`."""
    program = "from importlinter.cli import lint_imports_command as run; run()"
    command = [sys.executable, "-c", program, "--no-cache", "--no-logo"]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)


@pytest.fixture
def copied_project(tmp_path):
    """Return a folder with a copy of the package and its contracts."""
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    shutil.copytree(ROOT / PACKAGE, tmp_path / PACKAGE)
    return tmp_path


def test_contracts__place_every_module_once():
    assert placed_modules() == Counter(existing_modules() - ABOVE_BOTH_WINGS - {"__init__"})


def test_contracts__let_nobody_import_what_stands_above_both_wings():
    above = {f"{PACKAGE}.{name}" for name in ABOVE_BOTH_WINGS}
    assert [above - set(contract["forbidden_modules"]) for contract in contracts()] == [set()] * 3


def test_contracts__are_kept(copied_project):
    result = lint(copied_project)
    assert result.returncode == 0, result.stdout


@pytest.mark.parametrize(
    ("module", "imported"),
    [
        ("charts/__init__.py", "rates"),  # released from confidential
        ("words/__init__.py", "rates"),  # and so, through what both share, every other module
        ("rates.py", "tables"),  # confidential from released
        ("released.py", "disclosure.release"),  # the released type from the door
    ],
)
def test_contracts__notice_a_hole_in_the_wall(copied_project, module, imported):
    with (copied_project / PACKAGE / module).open("a", encoding="utf-8") as source:
        source.write(f"\ndef hidden():\n    import {PACKAGE}.{imported}\n")
    result = lint(copied_project)
    importer = module.removesuffix("/__init__.py").removesuffix(".py")
    assert result.returncode == 1
    assert f"{PACKAGE}.{importer} -> {PACKAGE}.{imported}" in result.stdout


def test_released_wing__loads_nothing_confidential():
    # import-linter reads the source; what a folder's __init__ or importlib pulls in shows here.
    released_wing = contracts()[0]
    program = f"import sys, {', '.join(released_wing['source_modules'])}; print(*sys.modules)"
    result = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True
    )
    loaded = set(result.stdout.split())
    assert loaded >= set(released_wing["source_modules"])
    assert loaded & set(released_wing["forbidden_modules"]) == set()
