"""Write sheets as the xls of Excel 97-2003: records of BIFF8 in an OLE container.

The layouts are those of the open specifications [MS-XLS] and [MS-CFB], as little of them as a
reader needs. Numbers and text only; a time is written as text.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator, Mapping

from tests.deliveries.grid import Book, Cell, Grid
from tests.deliveries.text import shown

_SECTOR = 512
_FREE, _END, _FAT, _NOBODY = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD, 0xFFFFFFFF
_SMALLEST = 4096
"""Shorter streams would have to stand in a stream of their own kind."""

_BOF, _EOF, _SHEET, _SIZE, _LABEL, _NUMBER = 0x0809, 0x000A, 0x0085, 0x0200, 0x0204, 0x0203


def xls(book: Book) -> bytes:
    """Write a workbook of Excel 97-2003."""
    return ole({"Workbook": _workbook(book)})


def _workbook(book: Book) -> bytes:
    sheets = [_sheet(grid) for grid in book.values()]
    names = [struct.pack("<BB", len(name), 1) + name.encode("utf-16-le") for name in book]
    head = _record(_BOF, struct.pack("<HHHHII", 0x0600, 0x0005, 0, 1997, 0, 6))
    end = _record(_EOF)
    start = len(head) + sum(len(_record(_SHEET, bytes(6) + name)) for name in names) + len(end)
    listed = []
    for name, sheet in zip(names, sheets, strict=True):
        listed.append(_record(_SHEET, struct.pack("<IBB", start, 0, 0) + name))
        start += len(sheet)
    return b"".join([head, *listed, end, *sheets])


def _sheet(grid: Grid) -> bytes:
    size = struct.pack("<IIHHH", 0, len(grid.rows), 0, grid.width, 0)
    cells = [
        _cell(number, column, cell)
        for number, row in enumerate(grid.rows)
        for column, cell in enumerate(row)
        if cell != ""
    ]
    head = _record(_BOF, struct.pack("<HHHHII", 0x0600, 0x0010, 0, 1997, 0, 6))
    return b"".join([head, _record(_SIZE, size), *cells, _record(_EOF)])


def _cell(row: int, column: int, cell: Cell) -> bytes:
    place = struct.pack("<HHH", row, column, 0)
    if isinstance(cell, int | float):
        return _record(_NUMBER, place + struct.pack("<d", cell))
    text = shown(cell)
    return _record(_LABEL, place + struct.pack("<HB", len(text), 1) + text.encode("utf-16-le"))


def _record(kind: int, content: bytes = b"") -> bytes:
    return struct.pack("<HH", kind, len(content)) + content


def ole(streams: Mapping[str, bytes]) -> bytes:
    """Write an OLE container with these streams."""
    padded = [content.ljust(_SMALLEST, b"\0") for content in streams.values()]
    lengths = [-(-len(content) // _SECTOR) for content in padded]
    n_directory = -(-(len(streams) + 1) // 4)
    n_other = n_directory + sum(lengths)
    n_fat = next(n for n in range(1, 110) if n * 128 >= n + n_other)

    chains = [_FAT] * n_fat + list(_chain(n_fat, n_directory))
    starts = []
    for length in lengths:
        starts.append(len(chains))
        chains += _chain(len(chains), length)
    chains += [_FREE] * (n_fat * 128 - len(chains))
    fat = struct.pack(f"<{len(chains)}I", *chains)
    sizes = map(len, padded)
    directory = _directory(list(zip(streams, starts, sizes, strict=True)), n_directory)
    data = b"".join(
        content.ljust(-(-len(content) // _SECTOR) * _SECTOR, b"\0") for content in padded
    )
    return _header(n_fat) + fat + directory + data


def _chain(first: int, length: int) -> Iterator[int]:
    yield from range(first + 1, first + length)
    yield _END


def _header(n_fat: int) -> bytes:
    sectors = [*range(n_fat), *[_FREE] * (109 - n_fat)]
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + struct.pack(
        "<16x5H6x9I109I",
        *(0x3E, 3, 0xFFFE, 9, 6),
        *(0, n_fat, n_fat, 0, _SMALLEST, _END, 0, _END, 0),
        *sectors,
    )


def _directory(streams: list[tuple[str, int, int]], n_sectors: int) -> bytes:
    entries = [_entry("Root Entry", 5, 1, _NOBODY, _END, 0)]
    for number, (name, start, size) in enumerate(streams, start=1):
        after = number + 1 if number < len(streams) else _NOBODY
        entries.append(_entry(name, 2, _NOBODY, after, start, size))
    return b"".join(entries).ljust(n_sectors * _SECTOR, b"\0")


def _entry(name: str, kind: int, child: int, after: int, start: int, size: int) -> bytes:
    written = name.encode("utf-16-le") + b"\0\0"
    head = written.ljust(64, b"\0") + struct.pack("<HBB", len(written), kind, 1)
    return head + struct.pack("<III36xIQ", _NOBODY, after, child, start, size)
