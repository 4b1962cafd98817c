"""Of data and reports only the synthetic sample and the explanations can enter the repository."""

import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def repository(tmp_path):
    """Return an empty repository with this project's rules."""
    if shutil.which("git") is None:
        pytest.skip("git is not installed")
    subprocess.run(["git", "init", "--quiet"], cwd=tmp_path, check=True)
    for name in (".gitignore", ".gitattributes"):
        shutil.copy(ROOT / name, tmp_path)
    return tmp_path


@pytest.mark.parametrize(
    ("path", "ignored"),
    [
        ("data/raw/README.md", False),
        ("data/raw/juki_net/2023/sample_general.csv", False),
        ("data/raw/juki_net/2023/general.csv", True),
        ("data/raw/juki_net/2024/回答.xlsx", True),
        ("data/raw/sample_general.csv", True),
        ("data/raw/juki_net/2023/section/sample_general.csv", True),
        ("data/processed/README.md", False),
        ("data/processed/juki_net/2023/answers.parquet", True),
        ("reports/README.md", False),
        ("reports/2023/index.html", True),
        ("reports/2023/juki_net/tables/rates.csv", True),
        ("notebooks/02_rates.ipynb", False),
        ("notebooks/.ipynb_checkpoints/02_rates-checkpoint.ipynb", True),
        ("params/juki_net_2023.yaml", False),
        (".venv/bin/python", True),
        ("wheels/numpy-2.4.6-cp311-cp311-win_amd64.whl", True),
    ],
)
def test_gitignore__keeps_out_what_is_not_for_the_repository(repository, path, ignored):
    command = ["git", "check-ignore", "--quiet", path]
    assert subprocess.run(command, cwd=repository, check=False).returncode == (0 if ignored else 1)


@pytest.mark.parametrize(
    ("path", "attributes"),
    [
        ("data/raw/juki_net/2023/sample_general.csv", {"text: unset"}),
        ("requirements.lock", {"text: set", "eol: lf"}),
        ("notebooks/02_rates.ipynb", {"text: set", "eol: lf"}),
        ("Makefile", {"text: set", "eol: lf"}),
    ],
)
def test_gitattributes__keep_the_bytes_that_matter(repository, path, attributes):
    command = ["git", "check-attr", "text", "eol", "--", path]
    said = subprocess.run(command, cwd=repository, capture_output=True, text=True, check=True)
    assert all(f"{path}: {attribute}\n" in said.stdout for attribute in attributes)
