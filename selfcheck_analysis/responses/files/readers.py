"""Read one delivered file into sheets, recognised from its content and never from its name."""

from __future__ import annotations

import stat
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from zipfile import ZipFile

from selfcheck_analysis.normalise import shown, unique
from selfcheck_analysis.problems import Place, Problem, ProblemsError
from selfcheck_analysis.responses.files.archives import (
    DamagedArchiveError,
    Member,
    checked_archive,
    members,
    unpacked,
)
from selfcheck_analysis.responses.files.decoding import NotTextError, as_utf8, delimiter
from selfcheck_analysis.responses.files.sheets import Sheet
from selfcheck_analysis.responses.files.text_tables import DelimitedText, TextSheet
from selfcheck_analysis.responses.files.workbook_scan import ODS_CONTENT, WORKBOOK, has_links
from selfcheck_analysis.responses.files.workbooks import read_workbook, unreadable

MOST_BYTES = 1 << 29
"""A file of answers is not larger."""

_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_OLE = b"\xd0\xcf\x11\xe0"  # xls, and xlsx behind a password
_ENCRYPTED_OLE = "EncryptedPackage".encode("utf-16-le")
_NO_TABLE = (b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"{\\rtf")
_PAGE = (b"<!doctype", b"<html", b"<?xml", b"<table", b"<meta")


@dataclass(frozen=True)
class Delivered:
    """One delivered file: its sheets, what its reader should know, and why it cannot be read."""

    name: str
    sheets: tuple[Sheet, ...] = ()
    notes: tuple[Problem, ...] = field(default=())
    problems: tuple[Problem, ...] = field(default=())


def read_file(path: Path, name: str) -> Iterator[Delivered]:
    """Yield a file, or each file of an archive of files, one at a time.

    Parameters
    ----------
    path : Path
    name : str
        How messages name the file; a file of an archive is named below it.
    """
    try:
        content = _content(path, name)
        archive = _archive(content, name)
        if archive is not None and not _is_office(archive):
            yield from _archived(archive, name)
            return
        yield _delivered(content, name, archive)
    except ProblemsError as error:
        yield Delivered(name, problems=error.problems)


def read_sheets(path: Path, shown_as: str) -> list[Sheet]:
    """Read a file of text (UTF-8, UTF-16 or cp932; comma, tab or semicolon), xlsx, xls or ods.

    Raises
    ------
    ProblemsError
        The file is none of them, is damaged or cannot be opened.
    """
    content = _content(path, shown_as)
    return _sheets(content, shown_as, _archive(content, shown_as))


def _content(path: Path, name: str) -> bytes:
    try:
        if is_regular(path):
            if path.stat().st_size > MOST_BYTES:
                raise unreadable(name, "too_large")
            return path.read_bytes()
    except OSError:  # open in another program, or without permission
        pass
    raise ProblemsError([Problem("file_not_opened", Place(name))])


def is_regular(path: Path) -> bool:
    """Tell a file, or a link to one, from pipes and devices, which may never end."""
    try:
        return stat.S_ISREG(path.stat().st_mode)
    except OSError:  # a link to nowhere
        return False


def _archive(content: bytes, name: str) -> ZipFile | None:
    if not content.startswith(_ZIP):
        return None
    try:
        return checked_archive(content)
    except DamagedArchiveError as error:
        raise unreadable(name, error.cause) from None


def _is_office(archive: ZipFile) -> bool:
    """Tell a document that is packed as an archive from an archive of files."""
    return not {"[Content_Types].xml", "mimetype"}.isdisjoint(archive.namelist())


def _archived(archive: ZipFile, name: str) -> Iterator[Delivered]:
    inside = list(members(archive))
    if not inside:
        yield Delivered(name, problems=(Problem("file_empty", Place(name)),))
    for called in unique(f"{name}/{shown(member.name)}" for member in inside):
        yield _member(inside.pop(0), called)


def _member(member: Member, name: str) -> Delivered:
    if member.fault:
        return Delivered(name, problems=(Problem(member.fault, Place(name)),))
    try:
        packed = _archive(member.content, name)
        if packed is not None and not _is_office(packed):
            raise ProblemsError([Problem("archive_nested", Place(name))])
        return _delivered(member.content, name, packed)
    except ProblemsError as error:
        return Delivered(name, problems=error.problems)


def _delivered(content: bytes, name: str, archive: ZipFile | None) -> Delivered:
    linked = archive is not None and has_links(archive)
    notes = (Problem("workbook_links", Place(name)),) if linked else ()
    return Delivered(name, tuple(_sheets(content, name, archive)), notes)


def _sheets(content: bytes, name: str, archive: ZipFile | None) -> list[Sheet]:
    if content.startswith(_OLE):
        if _ENCRYPTED_OLE in content:
            raise unreadable(name, "locked")
        return read_workbook(content, name, None)
    if archive is None:
        return [_text(content, name)]
    try:
        if WORKBOOK in archive.namelist() or _is_spreadsheet(archive):
            return read_workbook(content, name, archive)
    except DamagedArchiveError as error:
        raise unreadable(name, error.cause) from None
    raise unreadable(name, "kind")


def _is_spreadsheet(archive: ZipFile) -> bool:
    """Recognise an ods file by the kind that its first part states."""
    if not {"mimetype", ODS_CONTENT} <= set(archive.namelist()):
        return False
    kind = archive.getinfo("mimetype")
    return kind.file_size < 100 and b"spreadsheet" in unpacked(archive, kind)


def _text(content: bytes, name: str) -> Sheet:
    start = content[:64].lstrip().lower()
    if content.startswith(_NO_TABLE):
        raise unreadable(name, "kind")
    if start.startswith(_PAGE):
        raise unreadable(name, "web_page")
    try:
        text = as_utf8(content)
    except NotTextError as error:
        raise unreadable(name, error.cause) from None
    return TextSheet("", DelimitedText(text, delimiter(text), name))
