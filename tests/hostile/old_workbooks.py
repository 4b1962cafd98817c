"""Workbooks of Excel 97-2003 by records, sound ones and such as cost their reader dear."""

from __future__ import annotations

import struct
from collections.abc import Mapping

from tests.deliveries.xls import ole
from tests.hostile.kinds import Files

FILES = Files()

BOF, EOF, SHEET, SIZE = 0x0809, 0x000A, 0x0085, 0x0200
LABEL, NUMBER, RK, FORMULA, FORMULA_TEXT, BOOLERR = 0x0204, 0x0203, 0x027E, 0x0006, 0x0207, 0x0205
WORDS, WORD, FORMAT, XF, DATEMODE, PASSWORD = 0x00FC, 0x00FD, 0x041E, 0x00E0, 0x0022, 0x002F
NAME, LINK = 0x0018, 0x01B8
HIDDEN = 1

FILES.refused("eight_sheets_with_a_stray_cell.xls", lambda: _stray_cells(8))
FILES.refused("cell_in_the_last_column_of_every_row.xls", lambda: _diagonal())
FILES.neutralised("size_stated_behind_every_cell.xls", lambda: _sizes(2_000))
FILES.neutralised("link_over_the_whole_sheet.xls", lambda: _link())
FILES.neutralised("names_that_double_forty_times.xls", lambda: _names(40))
FILES.refused("words_that_come_back.xls", lambda: _words())
FILES.refused("one_sheet_under_a_thousand_names.xls", lambda: _one_sheet(1_000))
FILES.refused("tree_of_names_in_a_circle.xls", lambda: _circle())
FILES.refused("locked_by_a_password.xls", lambda: old_book({"a": b""}, record(PASSWORD, bytes(6))))


def record(kind: int, content: bytes = b"") -> bytes:
    """Write one record."""
    return struct.pack("<HH", kind, len(content)) + content


def place(row: int, column: int, style: int = 0) -> bytes:
    """Write where a cell stands, counted from 0, and its format."""
    return struct.pack("<HHH", row, column, style)


def number(row: int, column: int, value: float, style: int = 0) -> bytes:
    """Write a number."""
    return record(NUMBER, place(row, column, style) + struct.pack("<d", value))


def label(row: int, column: int, text: str) -> bytes:
    """Write a text."""
    head = place(row, column) + struct.pack("<HB", len(text), 1)
    return record(LABEL, head + text.encode("utf-16-le"))


def error(row: int, column: int, code: int) -> bytes:
    """Write an error value that was typed."""
    return record(BOOLERR, place(row, column) + bytes([code, 1]))


def boolean(row: int, column: int, value: bool) -> bytes:
    """Write a logical value."""
    return record(BOOLERR, place(row, column) + bytes([value, 0]))


def result(row: int, column: int, kind: int, value: int = 0) -> bytes:
    """Write a formula whose saved result is a text (0), a truth (1), an error (2) or "" (3)."""
    saved = bytes([kind, 0, value, 0, 0, 0, 0xFF, 0xFF])
    return record(FORMULA, place(row, column) + saved + bytes(8))


def text_result(row: int, column: int, text: str) -> bytes:
    """Write a formula whose saved result is a text."""
    said = struct.pack("<HB", len(text), 1) + text.encode("utf-16-le")
    return result(row, column, 0) + record(FORMULA_TEXT, said)


def style(key: int) -> bytes:
    """Write a format of cells that shows numbers in the way of this key."""
    return record(XF, struct.pack("<HH", 0, key) + bytes(16))


def number_format(key: int, text: str) -> bytes:
    """Write how numbers are shown."""
    said = struct.pack("<HHB", key, len(text), 1) + text.encode("utf-16-le")
    return record(FORMAT, said)


def begin(kind: int) -> bytes:
    """Begin a workbook (5), a sheet (16) or a chart (32)."""
    return record(BOF, struct.pack("<HHHHII", 0x0600, kind, 0, 1997, 0, 6))


def old_book(sheets: Mapping[str, bytes], settings: bytes = b"", hidden: str = "") -> bytes:
    """Write a workbook whose sheets hold these records."""
    parts = {name: begin(16) + cells + record(EOF) for name, cells in sheets.items()}
    start = len(begin(5)) + len(settings) + len(record(EOF))
    start += sum(len(_listed(name, 0, 0)) for name in sheets)
    listed = b""
    for name, part in parts.items():
        listed += _listed(name, start, HIDDEN if name == hidden else 0)
        start += len(part)
    return ole({"Workbook": begin(5) + settings + listed + record(EOF) + b"".join(parts.values())})


def _listed(name: str, start: int, hidden: int) -> bytes:
    said = struct.pack("<IBBBB", start, hidden, 0, len(name), 1) + name.encode("utf-16-le")
    return record(SHEET, said)


def _stray_cells(sheets: int) -> bytes:
    return old_book({str(n): label(0, 0, "x") + label(65_535, 255, "x") for n in range(sheets)})


def _diagonal() -> bytes:
    """A megabyte that is padded to seventeen million cells."""
    return old_book({"a": b"".join(number(row, 255, 1) for row in range(65_536))})


def _sizes(times: int) -> bytes:
    """Each stated size makes the reader forget the rows, and begin them anew."""
    size = record(SIZE, struct.pack("<IIHHH", 0, 1, 0, 1, 0))
    return old_book({"a": (number(65_535, 0, 1) + size) * times})


def _link() -> bytes:
    kind = bytes.fromhex("D0C9EA79F9BACE118C8200AA004BA90B") + struct.pack("<II", 2, 8)
    mark = struct.pack("<I", 1) + "x".encode("utf-16-le")
    link = record(LINK, struct.pack("<HHHH", 0, 65_535, 0, 65_535) + kind + mark)
    return old_book({"a": label(0, 0, "x") + link})


def _names(times: int) -> bytes:
    """Each name is the one before, twice."""
    text = b"\x17\x08\x00" + b"x" * 8
    names = _name("n0", text)
    for n in range(1, times):
        before = struct.pack("<BHH", 0x43, n, 0)
        names += _name(f"n{n}", before + before + b"\x08")
    return old_book({"a": label(0, 0, "x")}, names)


def _name(name: str, formula: bytes) -> bytes:
    head = struct.pack("<HBBHHH4B", 0, 0, len(name), len(formula), 0, 0, 0, 0, 0, 0)
    return record(NAME, head + b"\0" + name.encode() + formula)


def _words() -> bytes:
    """Behind the word stands a reading whose length leads back to the word."""
    text = b"x" * 8_000
    back = -(len(text) + 7)
    word = struct.pack("<HBi", len(text), 4, back) + text
    words = record(WORDS, struct.pack("<ii", 1, 10**9) + word + bytes(16))
    cell = record(WORD, place(0, 0) + struct.pack("<i", 0))
    return old_book({"a": cell}, words)


def _one_sheet(times: int) -> bytes:
    cells = b"".join(number(row, 0, 1) for row in range(20_000))
    part = begin(16) + cells + record(EOF)
    listed = sum(len(_listed(f"{n:04}", 0, 0)) for n in range(times))
    start = len(begin(5)) + listed + len(record(EOF))
    names = b"".join(_listed(f"{n:04}", start, 0) for n in range(times))
    return ole({"Workbook": begin(5) + names + record(EOF) + part})


def _circle() -> bytes:
    """Every name of the container lies left and right of the one before."""
    content = bytearray(ole({**{f"{n:03}": b"" for n in range(60)}}))
    directory = content.index("Root Entry".encode("utf-16-le"))
    for n in range(1, 60):
        both = struct.pack("<II", n + 1, n + 1)
        content[directory + 128 * n + 68 : directory + 128 * n + 76] = both
    return bytes(content)
