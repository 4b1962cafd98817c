"""Archives that may be hostile: how large they unpack is known before anything is unpacked."""

from __future__ import annotations

import io
import posixpath
import re
import stat
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from zipfile import BadZipFile, ZipFile, ZipInfo, is_zipfile

MOST_UNPACKED = 1 << 29
"""Bytes that all parts of an archive may have together when they are unpacked."""

MOST_PARTS = 10_000

_ENCRYPTED, _NAME_IS_UTF8 = 0x1, 0x800
_DRIVE = re.compile(r"[A-Za-z]:")
JUNK = (".DS_Store", "Thumbs.db", "desktop.ini")
"""What systems put beside files by themselves."""

_OF_MACS = "__MACOSX/"


class DamagedArchiveError(ValueError):
    """The archive cannot be used; `cause` is "damaged", "too_large" or "locked"."""

    def __init__(self, cause: str) -> None:
        super().__init__(cause)
        self.cause = cause


@dataclass(frozen=True)
class Member:
    """One file of an archive; `fault` says why it is not read, and is empty where it is."""

    name: str
    content: bytes = b""
    fault: str = ""


def checked_archive(content: bytes) -> ZipFile:
    """Open an archive whose parts are what its list says: their number, names and sizes.

    Raises
    ------
    DamagedArchiveError
        For a part that is named twice, is encrypted, unpacks to anything but its stated size or
        checksum, and for more parts or bytes than any delivery has.
    """
    if not is_zipfile(io.BytesIO(content)):
        raise DamagedArchiveError("damaged")
    try:
        archive = ZipFile(io.BytesIO(content))
    except (BadZipFile, ValueError, NotImplementedError, OSError):
        raise DamagedArchiveError("damaged") from None
    parts = archive.infolist()
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED:
        raise DamagedArchiveError("too_large")
    names = {part.filename for part in parts}
    if len(names) < len(parts) or "" in names:
        raise DamagedArchiveError("damaged")
    return archive


def unpacked(archive: ZipFile, part: str | ZipInfo) -> bytes:
    """Return one part; DamagedArchiveError where it is encrypted or not what the list says."""
    info = archive.getinfo(part) if isinstance(part, str) else part
    if info.flag_bits & _ENCRYPTED:
        raise DamagedArchiveError("locked")
    try:
        with archive.open(info) as packed:
            return packed.read(info.file_size + 1)  # no more; then the checksum is compared
    except (BadZipFile, zlib.error, EOFError, NotImplementedError, OSError, ValueError):
        raise DamagedArchiveError("damaged") from None


def members(archive: ZipFile) -> Iterator[Member]:
    """Yield the files of an archive in order of name; nothing is ever written to the disk."""
    for name, info in sorted((_name(info), info) for info in archive.infolist()):
        if not info.is_dir() and not _is_junk(name):
            yield _member(archive, info, name)


def _member(archive: ZipFile, info: ZipInfo, name: str) -> Member:
    if _leads_away(name):
        return Member(posixpath.basename(name.replace("\\", "/")), fault="archive_leads_away")
    if stat.S_ISLNK(info.external_attr >> 16):
        return Member(name, fault="archive_link")
    try:
        return Member(name, unpacked(archive, info))
    except DamagedArchiveError as error:
        return Member(name, fault=f"archive_{error.cause}")


def _name(info: ZipInfo) -> str:
    """Return a member's name; Windows in Japan writes it in cp932 and does not say so."""
    if info.flag_bits & _NAME_IS_UTF8:
        return info.filename
    try:
        return info.orig_filename.encode("cp437").decode("cp932").replace("\\", "/")
    except UnicodeError:
        return info.filename


def _leads_away(name: str) -> bool:
    parts = name.replace("\\", "/").split("/")
    return ".." in parts or name.startswith(("/", "\\")) or bool(_DRIVE.match(name))


def _is_junk(name: str) -> bool:
    return name.startswith(_OF_MACS) or posixpath.basename(name) in JUNK
