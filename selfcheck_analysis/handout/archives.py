"""Office files are archives: the same content has to give the same bytes at any time of day."""

from __future__ import annotations

import io
import zipfile

_FIRST_TIME = (1980, 1, 1, 0, 0, 0)
"""The first time that an archive can write; Office ignores it."""


def lasting(archive: bytes) -> bytes:
    """Return an archive with the same parts in the same order, without the time of writing."""
    buffer = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(archive)) as source,
        zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for name in source.namelist():
            part = zipfile.ZipInfo(name, _FIRST_TIME)
            part.compress_type, part.create_system = zipfile.ZIP_DEFLATED, 0
            target.writestr(part, source.read(name))
    return buffer.getvalue()
