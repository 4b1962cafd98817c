"""pyproject.toml is the one dependency list; the lock, environment.yml and Makefile follow it."""

from pathlib import Path

import pytest

from tests.environment_files import conda_file, lock_content, lock_form, python_versions

ROOT = Path(__file__).resolve().parents[2]

PYPROJECT = """
[project]
requires-python = ">=3.11,<3.14"
dependencies = ["numpy>=2.2", "Jinja2>=3.1"]
[project.optional-dependencies]
test = ["pytest>=8.4"]
[tool.ruff]
target-version = "py311"
[tool.mypy]
python_version = "3.11"
"""
HASH = "    --hash=sha256:" + "0123456789abcdef" * 4
OURS = "    # via selfcheck-analysis (pyproject.toml)"
JINJA = f"jinja2==3.1.6 \\\n{HASH}\n{OURS}\n"
NUMPY = f"numpy==2.4.6 ; python_full_version < '3.12' \\\n{HASH} \\\n{HASH}\n{OURS}\n"
PYTEST = f"pytest==9.2.0 \\\n{HASH}\n    # via\n    #   selfcheck-analysis (pyproject.toml)\n"
ICONFIG = f"iniconfig==2.3.1 \\\n{HASH}\n    # via pytest\n"
LOCK = "# made by\n#    make lock\n" + ICONFIG + JINJA + NUMPY + PYTEST
CONDA = """
dependencies:
  - python >=3.11,<3.14
  - pip
  - pip:
      - -r requirements.lock
"""
MAKEFILE = """
CANDIDATES := $(or $(PYTHON),python3.13 python3.12 python3.11 python3)
if not (3, 11) <= sys.version_info[:2] <= (3, 13):
uv pip compile --python-version 3.11 --universal
"""


def project_file(name):
    return (ROOT / name).read_text(encoding="utf-8")


def test_lock__is_hashed_and_names_no_host_and_no_path():
    assert list(lock_form(project_file("requirements.lock"))) == []


def test_lock__is_made_from_the_declared_requirements():
    texts = project_file("pyproject.toml"), project_file("requirements.lock")
    assert list(lock_content(*texts)) == []


def test_environment_yml__has_no_list_of_its_own():
    texts = project_file("pyproject.toml"), project_file("environment.yml")
    assert list(conda_file(*texts)) == []


def test_python_versions__are_the_same_everywhere():
    assert list(python_versions(project_file("pyproject.toml"), project_file("Makefile"))) == []


def test_checks__are_content_with_the_crafted_files():
    assert [
        *lock_form(LOCK),
        *lock_content(PYPROJECT, LOCK),
        *conda_file(PYPROJECT, CONDA),
        *python_versions(PYPROJECT, MAKEFILE),
    ] == []


@pytest.mark.parametrize(
    ("line", "complaint"),
    [
        ("--index-url https://mirror.example/simple", "line 1 is no pin"),
        ("--find-links wheels", "line 1 is no pin"),
        ("#    uv pip compile --index-url mirror.example", "line 1 is no pin"),
        ("# from https://mirror.example", "line 1 is no pin"),
        ("#    uv pip compile /home/someone/pyproject.toml", "line 1 is no pin"),
        (r"#    uv pip compile C:\project\pyproject.toml", "line 1 is no pin"),
        ("six @ https://mirror.example/six.whl \\", "line 1 is no pin"),
        ("-e .", "line 1 is no pin"),
        ("six>=1.17 \\", "line 1 is no pin"),
        ("six==1.17.0 \\", "six has no hash"),
        ("six==1.17.0 \\\n    --hash=md5:0123456789abcdef", "line 2 is no pin"),
    ],
)
def test_lock_form__complains_of_what_is_no_hashed_pin(line, complaint):
    assert any(said.startswith(complaint) for said in lock_form(line + "\n" + LOCK))


def test_lock_form__complains_of_a_last_pin_without_hash():
    assert list(lock_form(LOCK + "six==1.17.0 \\\n")) == ["six has no hash"]


@pytest.mark.parametrize(
    ("lock", "complaint"),
    [
        (LOCK.replace(JINJA, ""), "jinja2 is declared and not locked"),
        (LOCK.replace(PYTEST, ""), "pytest is declared and not locked"),
        (LOCK.replace("2.4.6", "2.1.9"), "numpy 2.1.9 is locked, declared is >=2.2"),
        (
            LOCK + NUMPY.replace("2.4.6", "1.26").replace("<", ">="),  # a second fork of the lock
            "numpy 1.26 is locked, declared is >=2.2",
        ),
        (LOCK + f"six==1.17.0 \\\n{HASH}\n{OURS}\n", "six is locked as a requirement of ours"),
    ],
)
def test_lock_content__complains_of_a_lock_made_from_something_else(lock, complaint):
    assert [said.startswith(complaint) for said in lock_content(PYPROJECT, lock)] == [True]


@pytest.mark.parametrize(
    ("environment", "complaint"),
    [
        (CONDA.replace("<3.14", "<3.13"), "environment.yml has ['python >=3.11,<3.13']"),
        (CONDA.replace("  - python >=3.11,<3.14\n", ""), "environment.yml has []"),
        (CONDA.replace("- pip\n", "- pip\n  - numpy\n"), "beside python only pip"),
        (CONDA.replace("lock", "txt"), "beside python only pip"),
        (CONDA + "      - numpy\n", "beside python only pip"),
    ],
)
def test_conda_file__complains_of_a_second_list(environment, complaint):
    assert [said.startswith(complaint) for said in conda_file(PYPROJECT, environment)] == [True]


@pytest.mark.parametrize(
    ("pyproject", "makefile", "complaint"),
    [
        (PYPROJECT.replace("py311", "py312"), MAKEFILE, "ruff checks for py312"),
        (PYPROJECT.replace('"3.11"', '"3.12"'), MAKEFILE, "mypy checks for 3.12"),
        (PYPROJECT, MAKEFILE.replace("python3.12 ", ""), "the Makefile does not say python3.13"),
        (PYPROJECT, MAKEFILE.replace("(3, 13)", "(3, 14)"), "the Makefile does not say (3, 11)"),
        (PYPROJECT, MAKEFILE.replace(" 3.11 ", " 3.12 "), "the Makefile does not say --python-v"),
    ],
)
def test_python_versions__complains_of_another_version(pyproject, makefile, complaint):
    said = list(python_versions(pyproject, makefile))
    assert [complaint in one for one in said] == [True]
