"""What pyproject.toml, the lock, environment.yml and the Makefile have to agree on.

Every check takes texts and returns its complaints, so that a test can hand it wrong ones.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator

import yaml
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet
from packaging.utils import canonicalize_name

PIN = re.compile(r"(?P<name>[A-Za-z0-9._-]+)==(?P<version>[^ ;]+)(?P<marker> ; [^\\]+)? \\")
HASH = re.compile(r" {4}--hash=sha256:[0-9a-f]{64}(?: \\)?")
COMMENT = re.compile(r" *#[^/\\]*")  # an address or a path has a slash
DECLARED = re.compile(r" +# +(?:via )?selfcheck-analysis \(pyproject\.toml\)")


def lock_form(lock: str) -> Iterator[str]:
    """Complain of every line that is no pin, hash or harmless comment, and of pins without hash."""
    waiting = ""
    for number, line in enumerate(lock.splitlines(), start=1):
        pin = PIN.fullmatch(line)
        if not (pin or HASH.fullmatch(line) or (COMMENT.fullmatch(line) and "--" not in line)):
            yield f"line {number} is no pin, hash or plain comment: {line.strip()}"
        if waiting and not HASH.fullmatch(line):
            yield f"{waiting} has no hash"
        waiting = pin["name"] if pin else ""
    if waiting:
        yield f"{waiting} has no hash"


def lock_content(pyproject: str, lock: str) -> Iterator[str]:
    """Complain where the lock is not made from the declared requirements."""
    pins, declared_in_lock = _read_lock(lock)
    requirements = _requirements(pyproject)
    for name, requirement in requirements.items():
        if name not in pins:
            yield f"{name} is declared and not locked"
        for version in pins.get(name, []):
            if not requirement.specifier.contains(version, prereleases=True):
                yield f"{name} {version} is locked, declared is {requirement.specifier}"
    for name in sorted(declared_in_lock - set(requirements)):
        yield f"{name} is locked as a requirement of ours and not declared"


def conda_file(pyproject: str, environment: str) -> Iterator[str]:
    """Complain where environment.yml has a Python or a package list of its own."""
    dependencies = yaml.safe_load(environment)["dependencies"]
    pythons = [d for d in dependencies if isinstance(d, str) and d.split()[0] == "python"]
    expected = _python_range(pyproject)
    if [SpecifierSet(python.removeprefix("python")) for python in pythons] != [expected]:
        yield f"environment.yml has {pythons}, pyproject.toml requires python {expected}"
    others = [d for d in dependencies if d not in pythons]
    if others != ["pip", {"pip": ["-r requirements.lock"]}]:
        yield f"beside python only pip and the lock are installed, not {others}"


def python_versions(pyproject: str, makefile: str) -> Iterator[str]:
    """Complain where a tool or the Makefile has other Python versions than `requires-python`."""
    config = tomllib.loads(pyproject)
    allowed = _python_range(pyproject)
    minors = [minor for minor in range(100) if allowed.contains(f"3.{minor}.0")]
    first, last = minors[0], minors[-1]
    if (found := config["tool"]["ruff"]["target-version"]) != f"py3{first}":
        yield f"ruff checks for {found}, the lowest Python is 3.{first}"
    if (found := config["tool"]["mypy"]["python_version"]) != f"3.{first}":
        yield f"mypy checks for {found}, the lowest Python is 3.{first}"
    searched = " ".join([f"python3.{minor}" for minor in reversed(minors)] + ["python3)"])
    for wanted in (
        searched,
        f"(3, {first}) <= sys.version_info[:2] <= (3, {last})",
        f"--python-version 3.{first} ",
    ):
        if wanted not in makefile:
            yield f"the Makefile does not say {wanted}"


def _requirements(pyproject: str) -> dict[str, Requirement]:
    project = tomllib.loads(pyproject)["project"]
    extras = project["optional-dependencies"].values()
    lines = project["dependencies"] + [line for extra in extras for line in extra]
    requirements = map(Requirement, lines)
    return {canonicalize_name(requirement.name): requirement for requirement in requirements}


def _python_range(pyproject: str) -> SpecifierSet:
    return SpecifierSet(tomllib.loads(pyproject)["project"]["requires-python"])


def _read_lock(lock: str) -> tuple[dict[str, list[str]], set[str]]:
    """Return the locked versions by name, and the names the lock notes as declared by us."""
    versions: dict[str, list[str]] = {}
    declared: set[str] = set()
    name = ""
    for line in lock.splitlines():
        if pin := PIN.fullmatch(line):
            name = canonicalize_name(pin["name"])
            versions.setdefault(name, []).append(pin["version"])
        elif DECLARED.fullmatch(line):
            declared.add(name)
    return versions, declared
