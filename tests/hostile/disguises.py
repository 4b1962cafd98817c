"""Ways out of the folder, and files that are not what they say."""

from __future__ import annotations

import stat

from tests.deliveries.archives import (
    ENCRYPTED,
    Entry,
    archive,
)
from tests.deliveries.form_tools import FORM_TOOLS
from tests.deliveries.grid import Grid, some_people
from tests.deliveries.workbooks import ods
from tests.deliveries.xls import xls
from tests.hostile.kinds import (
    Files,
    quoted,
    workbook,
)
from tests.small_project import HEADER, LOCKS, person

FILES = Files()


_LINK = (stat.S_IFLNK | 0o777) & 0xFFFF
_DEVICE = (stat.S_IFCHR | 0o666) & 0xFFFF

for _name, _path in {
    "parent_folder": "../a.csv",
    "parent_folder_of_windows": "..\\a.csv",
    "parent_folder_later": "x/../../a.csv",
    "absolute_path": "/tmp/a.csv",
    "drive_letter": "C:\\a.csv",
    "drive_letter_with_slash": "C:/a.csv",
    "other_machine": "\\\\server\\share\\a.csv",
}.items():
    FILES.refused(f"{_name}.zip", lambda path=_path: _member(path))
for _name, _path in {
    "device_of_windows": "CON.csv",
    "stream_of_windows": "a.csv:b",
    "name_with_nul": "a.csv\0.txt",
    "name_of_nothing": "",
    "name_of_a_point": ".",
}.items():
    FILES.neutralised(f"{_name}.zip", lambda path=_path: _member(path))
FILES.refused("link.zip", lambda: archive([Entry(b"a.csv", b"/etc/hostname", mode=_LINK)]))
FILES.refused("device.zip", lambda: archive([Entry(b"a.csv", b"", mode=_DEVICE)]))
FILES.refused("encrypted_member.zip", lambda: _encrypted_member())
FILES.refused("unknown_compression.zip", lambda: _unknown_compression())
FILES.neutralised("name_in_no_encoding.zip", lambda: _name_in_no_encoding())
FILES.refused("cut_short.zip", lambda: _member("a.csv")[:-30])
FILES.neutralised("workbook_called_text.csv", workbook)
FILES.neutralised("text_called_workbook.xlsx", lambda: quoted(HEADER, *some_people()))
FILES.neutralised("archive_called_workbook.xlsx", lambda: _member("a.csv"))
FILES.refused("workbook_after_a_program.xlsx", lambda: b"MZ" + bytes(2000) + workbook())
FILES.refused("cut_short_workbook.xlsx", lambda: workbook()[:-100])
FILES.refused("cut_short_old_workbook.xls", lambda: xls({"a": Grid([HEADER, person()])})[:1600])
FILES.refused("cut_short_open_document.ods", lambda: ods({"a": Grid([HEADER])})[:-100])
FILES.refused("page.xls", lambda: f"<html><table><tr><td>{LOCKS}</td></tr></table>".encode())
FILES.refused("nul_bytes_between.csv", lambda: quoted(HEADER, person()).replace(b",", b"\0,"))
FILES.neutralised("control_signs.csv", lambda: _control_signs())
FILES.refused("signs_that_are_none.csv", lambda: quoted(HEADER, person()) + b"\xed\xa0\x80\r\n")


def _member(path: str) -> bytes:
    content = FORM_TOOLS["google_forms.csv"](some_people())
    return archive([Entry(path.encode(), content, flags=0x800)])


def _encrypted_member() -> bytes:
    return archive([Entry(b"a.csv", bytes(range(256)), ENCRYPTED)])


def _unknown_compression() -> bytes:
    """The list at the end says 99, the method of encrypted archives of other programs."""
    content = _member("a.csv")
    return content.replace(b"\x08\x00\x00\x60", b"\x63\x00\x00\x60")


def _name_in_no_encoding() -> bytes:
    return archive([Entry(b"\x81\xff\xfe.csv", FORM_TOOLS["google_forms.csv"](some_people()))])


def _control_signs() -> bytes:
    return quoted(HEADER, *(person(REMARKS=chr(sign)) for sign in range(1, 32)))
