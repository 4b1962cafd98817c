"""Pack deliveries into zip files as Windows and others do."""

from __future__ import annotations

import struct
from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from zipfile import ZipFile
from zlib import Z_FULL_FLUSH, compressobj, crc32

_STORED, _DEFLATED = 0, 8
UTF8_NAME, ENCRYPTED = 0x800, 0x1


@dataclass(frozen=True)
class Entry:
    """One entry of an archive, with what it says of itself.

    `claimed_size` is what it says that it unpacks to; `mode` are the rights and the kind of
    file as Unix has them; an entry `like` another stands at the same bytes as that earlier one.
    """

    name: bytes
    content: bytes = b""
    flags: int = 0
    claimed_size: int | None = None
    mode: int = 0
    method: int = _DEFLATED
    times: int = 1
    like: int | None = None


def archive(entries: Sequence[Entry]) -> bytes:
    """Write a zip file with exactly these entries, sound or not."""
    data = bytearray()
    places: list[tuple[int, bytes]] = []
    for entry in entries:
        if entry.like is not None:
            places.append(places[entry.like])
            continue
        packed = _packed(entry)
        fields = _fields(entry, packed)
        places.append((len(data), packed))
        data += b"PK\x03\x04" + struct.pack("<H", 20) + fields + struct.pack("<H", 0)
        data += entry.name + packed
    central = b"".join(_central(*pair) for pair in zip(entries, places, strict=True))
    n = len(entries)
    end = struct.pack("<HHHHIIH", 0, 0, n, n, len(central), len(data), 0)
    return bytes(data) + central + b"PK\x05\x06" + end


def _packed(entry: Entry) -> bytes:
    if entry.method == _STORED:
        return entry.content
    squeeze = compressobj(wbits=-15)
    squeeze.flush(Z_FULL_FLUSH)
    once = squeeze.compress(entry.content) + squeeze.flush(Z_FULL_FLUSH)
    return once * entry.times + squeeze.flush()


def _fields(entry: Entry, packed: bytes) -> bytes:
    """Return what stands both before the entry and in the list at the end."""
    whole = len(entry.content) * entry.times
    size = whole if entry.claimed_size is None else entry.claimed_size
    noon_of_1980 = (0x6000, 0x0021)
    crc = 0
    for _ in range(entry.times):
        crc = crc32(entry.content, crc)
    sizes = (crc, len(packed), size, len(entry.name))
    return struct.pack("<HHHHIIIH", entry.flags, entry.method, *noon_of_1980, *sizes)


def _central(entry: Entry, place: tuple[int, bytes]) -> bytes:
    start, packed = place
    made_on_unix = 0x0314
    tail = struct.pack("<HHHHII", 0, 0, 0, 0, entry.mode << 16, start)
    head = struct.pack("<HH", made_on_unix, 20)
    return b"PK\x01\x02" + head + _fields(entry, packed) + tail + entry.name


def packed_by_windows(files: dict[str, bytes]) -> bytes:
    """Pack files as Explorer of a Japanese Windows does: the names are raw cp932."""
    return archive([Entry(name.encode("cp932"), content) for name, content in files.items()])


def packed_with_utf8_names(files: dict[str, bytes]) -> bytes:
    """Pack files with names that are marked as UTF-8."""
    return archive([Entry(name.encode(), data, UTF8_NAME) for name, data in files.items()])


def with_parts(content: bytes, parts: dict[str, Entry | bytes | None]) -> bytes:
    """Put other parts into a workbook; None leaves one out."""
    with ZipFile(BytesIO(content)) as workbook:
        found = {name: workbook.read(name) for name in workbook.namelist()}
    entries = []
    for name, part in (found | parts).items():
        if part is not None:
            entries.append(part if isinstance(part, Entry) else Entry(name.encode(), part))
    return archive(entries)


def part_of(content: bytes, name: str) -> str:
    """Return the XML of a part of a workbook."""
    with ZipFile(BytesIO(content)) as workbook:
        return workbook.read(name).decode()
