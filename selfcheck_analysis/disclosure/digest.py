"""Digests that name the inputs of a release without telling what is in them.

A delivery is a few rows of yes and no. Whoever knows its layout can try every content until the
SHA-256 fits, so a released digest of a delivery is keyed (HMAC-SHA-256). The key stays on the
confidential side; with it anybody in the room can check which files a page was made from.
"""

from __future__ import annotations

import hashlib
import hmac
import os
import secrets
from pathlib import Path

from selfcheck_analysis.paths import Project

KEY_BYTES = 32

_ID_DIGITS = 16
_MEANT_FOR = b"name of the key"
"""What is digested to name the key; no delivery is these bytes."""


def plain_digest(path: Path) -> str:
    """Return the SHA-256 of a file that holds no answers."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def keyed_digest(project: Project, path: Path) -> str:
    """Return the HMAC-SHA-256 of a delivery under the project's own key."""
    return hmac.new(_key(project), path.read_bytes(), hashlib.sha256).hexdigest()


def key_id(project: Project) -> str:
    """Return what names the project's key and does not tell it.

    Digests under two keys differ even of the same file, and can only be compared under one.
    """
    return hmac.new(_key(project), _MEANT_FOR, hashlib.sha256).hexdigest()[:_ID_DIGITS]


def _key(project: Project) -> bytes:
    """Read the project's key; make it once, readable by its owner only."""
    path = project.delivery_key
    if not path.is_file():
        path.parent.mkdir(parents=True, exist_ok=True)
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w", encoding="ascii") as file:
            file.write(secrets.token_hex(KEY_BYTES))
    return bytes.fromhex(path.read_text(encoding="ascii"))
