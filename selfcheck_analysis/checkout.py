"""Which code ran: the commit, whether anything differs from it, and a digest of the sources."""

from __future__ import annotations

import hashlib
import os
import subprocess
from dataclasses import dataclass
from pathlib import Path

PACKAGE = Path(__file__).resolve().parent
UNKNOWN = "unknown"
LOCK = "requirements.lock"

_PATIENCE_SECONDS = 20
_SOURCES = (".py", ".yaml", ".j2", ".js", ".css", ".ttf")


@dataclass(frozen=True)
class Checkout:
    """The state of the code.

    `commit` is a full hexadecimal name or "unknown": no git, or the package is not followed by it.
    `clean` tells whether every followed file is as committed and no other lies beside them; None
    where it is not known. `sha256` names the package's sources whether or not there is a commit.
    """

    commit: str
    clean: bool | None
    sha256: str


def checkout(package: Path = PACKAGE) -> Checkout:
    """Return the state of the code in a package's folder; it never fails for want of git."""
    commit, clean = _commit(package)
    return Checkout(commit, clean, sources_digest(package))


def sources_digest(package: Path = PACKAGE) -> str:
    """Return the SHA-256 over the names and contents of all sources of a package."""
    digest = hashlib.sha256()
    sources = {p.relative_to(package).as_posix(): p for p in package.rglob("*") if _is_source(p)}
    for name in sorted(sources):
        # Line ends differ between a checkout on Windows and one elsewhere, the code does not.
        content = sources[name].read_bytes().replace(b"\r\n", b"\n")
        digest.update(f"{name}\0{len(content)}\0".encode())
        digest.update(content)
    return digest.hexdigest()


def lock_file(root: Path) -> Path | None:
    """Return the lock of a project, else of the code's checkout; None where there is neither."""
    places = (root / LOCK, PACKAGE.parent / LOCK)
    return next((place for place in places if place.is_file()), None)


def _is_source(path: Path) -> bool:
    return path.suffix in _SOURCES and path.is_file()


def _commit(package: Path) -> tuple[str, bool | None]:
    # An installed package may lie in somebody else's checkout, of which git would speak.
    followed = _git(package, "ls-files", "--error-unmatch", "--", "__init__.py")
    commit = _git(package, "rev-parse", "--verify", "HEAD") if followed else None
    if not commit:
        return UNKNOWN, None
    differing = _git(package, "status", "--porcelain")
    return commit, None if differing is None else not differing


def _git(folder: Path, *arguments: str) -> str | None:
    """Return what git answers, or None where it cannot; nothing of it reaches the terminal."""
    command = ["git", "-C", str(folder), *arguments]
    # Variables of an outer git (a hook, say) would point to another repository.
    environment = {k: v for k, v in os.environ.items() if not k.startswith("GIT_")}
    environment |= {"GIT_OPTIONAL_LOCKS": "0", "LC_ALL": "C"}
    try:
        found = subprocess.run(
            command,
            capture_output=True,
            check=True,
            env=environment,
            stdin=subprocess.DEVNULL,
            timeout=_PATIENCE_SECONDS,
        )
    except (OSError, subprocess.SubprocessError):
        return None
    return found.stdout.decode("utf-8", "replace").strip()
