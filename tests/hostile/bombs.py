"""Small archives that unpack to more than a machine holds."""

from __future__ import annotations

from tests.deliveries.archives import (
    Entry,
    archive,
    packed_with_utf8_names,
    part_of,
    with_parts,
)
from tests.deliveries.form_tools import FORM_TOOLS
from tests.deliveries.grid import Grid, some_people
from tests.deliveries.text import text_bytes
from tests.deliveries.workbooks import ods
from tests.hostile.kinds import (
    MEGABYTE,
    SHEET,
    STRINGS,
    Files,
    workbook,
    workbook_with,
)
from tests.small_project import HEADER, person

FILES = Files()


_ZEROS = bytes(MEGABYTE)

FILES.refused("zeros_in_a_sheet.xlsx", lambda: _bomb(SHEET, _ZEROS, 2048))
FILES.refused("blank_rows_in_a_sheet.xlsx", lambda: _valid_bomb())
FILES.refused("zeros_among_the_words.xlsx", lambda: _bomb(STRINGS, _ZEROS, 2048))
FILES.neutralised("zeros_in_a_part_that_is_not_read.xlsx", lambda: _bomb("x.bin", _ZEROS, 2048))
FILES.refused("sheet_that_lies_of_its_size.xlsx", lambda: _bomb(SHEET, _ZEROS, 2048, claims=99))
FILES.refused("content_of_zeros.ods", lambda: _ods_bomb())
FILES.refused("zeros_in_a_csv.zip", lambda: archive([Entry(b"a.csv", _ZEROS, times=2048)]))
FILES.refused("commas_in_a_csv.zip", lambda: archive([Entry(b"a.csv", b",," * 2**19, times=2048)]))
FILES.refused("lying_size.zip", lambda: _lying(10))
FILES.refused("size_of_four_gigabytes.zip", lambda: _lying(2**32 - 2))
FILES.refused("archives_in_archives.zip", lambda: _nested(30))
FILES.refused("bomb_in_an_archive.zip", lambda: _nested_bomb())
FILES.refused("the_same_bytes_a_thousand_times.zip", lambda: _overlapping(1000))
FILES.refused("the_same_name_twice.zip", lambda: _twice())
FILES.refused("sixty_thousand_members.zip", lambda: _many(60_000))
FILES.refused("the_same_sheet_twice.xlsx", lambda: _sheet_twice())


def _bomb(part: str, content: bytes, times: int, claims: int | None = None) -> bytes:
    return workbook_with({part: Entry(part.encode(), content, claimed_size=claims, times=times)})


def _valid_bomb() -> bytes:
    """Every megabyte of it is sound XML; only the last tag is missing."""
    return _bomb(SHEET, b"<row/>" * (MEGABYTE // 6), 2048)


def _ods_bomb() -> bytes:
    entry = Entry(b"content.xml", b" " * MEGABYTE, times=2048)
    return with_parts(ods({"a": Grid([HEADER])}), {"content.xml": entry})


def _lying(size: int) -> bytes:
    content = text_bytes([HEADER, *some_people() * 1000])
    return archive([Entry(b"a.csv", content, claimed_size=size)])


def _nested(depth: int) -> bytes:
    content = packed_with_utf8_names({"a.csv": FORM_TOOLS["google_forms.csv"](some_people())})
    for _ in range(depth):
        content = packed_with_utf8_names({"a.zip": content})
    return content


def _nested_bomb() -> bytes:
    return packed_with_utf8_names({"a.xlsx": _bomb(SHEET, _ZEROS, 2048)})


def _overlapping(n: int) -> bytes:
    """All entries but the first stand at its bytes."""
    first = Entry(b"0.csv", b"," * MEGABYTE)
    return archive([first, *(Entry(b"%d.csv" % i, first.content, like=0) for i in range(1, n))])


def _twice() -> bytes:
    one, other = ([HEADER, person(LOCKS=word)] for word in ("はい", "いいえ"))
    return archive([Entry(b"a.csv", text_bytes(one)), Entry(b"a.csv", text_bytes(other))])


def _many(n: int) -> bytes:
    return archive([Entry(b"%d.csv" % number, b"x") for number in range(n)])


def _sheet_twice() -> bytes:
    """Two readers may see different sheets."""
    content = workbook()
    other = part_of(content, SHEET).replace("row", "row ").encode()
    return with_parts(content, {"x": Entry(SHEET.encode(), other)})
