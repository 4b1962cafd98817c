"""Digests of finished files that are alike when two runs differ in nothing but their time."""

from __future__ import annotations

import hashlib
import zipfile
from datetime import UTC, datetime
from pathlib import Path

_ZIPPED = frozenset({".docx", ".xlsx"})
_IN_PLACE_OF_TIME = b"(time)"


def content_digest(path: Path, made_at: datetime) -> str:
    """Return the SHA-256 of a finished file with the time of its run masked.

    Of Word and Excel files the parts are digested by name, so that the times which the container
    notes beside them do not count.

    Parameters
    ----------
    path : Path
    made_at : datetime
        With a time zone: the time that is masked, as pages write it (to the minute) and as
        documents do (to the second, in this zone and in UTC).

    Raises
    ------
    OSError
        The file cannot be read.
    zipfile.BadZipFile
        A Word or Excel file is damaged.
    """
    if path.suffix.lower() not in _ZIPPED:
        return hashlib.sha256(masked(path.read_bytes(), made_at)).hexdigest()
    digest = hashlib.sha256()
    with zipfile.ZipFile(path) as archive:
        for name in sorted(archive.namelist()):
            content = masked(archive.read(name), made_at)
            digest.update(f"{name}\0{len(content)}\0".encode())
            digest.update(content)
    return digest.hexdigest()


def masked(content: bytes, made_at: datetime) -> bytes:
    """Return a content with every spelling of the time of its run replaced by one word.

    Examples
    --------
    >>> noon = datetime(2024, 1, 10, 12, 0, 30, tzinfo=UTC)
    >>> masked(b"2024-01-10 12:00 / 2024-01-10T12:00:30+00:00", noon)
    b'(time) / (time)'
    """
    for spelling in _spellings(made_at):
        content = content.replace(spelling.encode("ascii"), _IN_PLACE_OF_TIME)
    return content


def _spellings(made_at: datetime) -> list[str]:
    """Return how a time is written, the longest first: a short one is part of a long one."""
    naive, utc = made_at.replace(tzinfo=None), made_at.astimezone(UTC).replace(tzinfo=None)
    found = [made_at.isoformat(), made_at.isoformat(sep=" ", timespec="minutes")]
    found += [moment.isoformat(timespec="seconds") + "Z" for moment in (naive, utc)]
    found += [naive.isoformat(sep=" ", timespec=precision) for precision in ("seconds", "minutes")]
    return sorted(found, key=len, reverse=True)
