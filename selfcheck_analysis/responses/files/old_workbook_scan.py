"""The records of an xls file, of which the reader is given those alone that hold cells.

Names, links and the stated size of a sheet are taken away: they say in few bytes what costs the
reader hours, or that there are no cells. Where its sheets stand and how far they reach is known
before a cell is read. The layout is that of [MS-XLS].
"""

from __future__ import annotations

import struct
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from selfcheck_analysis.responses.files.archives import DamagedArchiveError
from selfcheck_analysis.responses.files.sheet_xml import SheetScan

_BOF, _EOF, _CONTINUE = 0x0809, 0x000A, 0x003C
_BOUNDSHEET, _FILEPASS, _SST, _FORMAT, _MULRK = 0x0085, 0x002F, 0x00FC, 0x041E, 0x00BD
_CELLS = {0x0006, 0x0206, 0x0406, 0x0203, 0x0204, 0x0205, 0x027E, 0x00D6, 0x00FD, _MULRK}
_STRING, _SHARED_FORMULA, _ARRAY, _TABLE = 0x0207, 0x04BC, 0x0221, 0x0236
_XF, _CODEPAGE, _DATEMODE = 0x00E0, 0x0042, 0x0022
_KEPT = _CELLS | {
    *(_BOF, _EOF, _CONTINUE, _BOUNDSHEET, _SST, _FORMAT, _XF, _CODEPAGE, _DATEMODE),
    *(_STRING, _SHARED_FORMULA, _ARRAY, _TABLE),
}
_NOTHING = b"\xff\x0f"
"""A kind of record that does not exist."""

_VERSIONS = (0x0500, 0x0600)
_LONGEST_FORMAT = 1_024
_WORKSHEET = 0


@dataclass
class _Record:
    place: int
    kind: int
    data: bytes
    depth: int

    @property
    def end(self) -> int:
        return self.place + 4 + len(self.data)


def checked_records(content: bytes) -> tuple[bytes, list[SheetScan]]:
    """Return the records that may be read, and how far each sheet reaches; sheets lack names.

    Raises
    ------
    DamagedArchiveError
    """
    kept = bytearray(content)
    try:
        places, end = _check_workbook(content, kept)
        scans = {}
        for place in sorted(places):
            if place < end or place in scans:  # what stands in two sheets would be read twice
                raise DamagedArchiveError("damaged")
            scans[place], end = _check_sheet(content, kept, place)
    except (struct.error, IndexError):
        raise DamagedArchiveError("damaged") from None
    return bytes(kept), [scans[place] for place in places]


def _records(content: bytes, place: int) -> Iterator[_Record]:
    """Yield the records of one part, from its BOF to its EOF; charts stand in it as parts."""
    depth = 0
    while True:
        kind, length = struct.unpack_from("<HH", content, place)
        depth += kind == _BOF
        record = _Record(place, kind, content[place + 4 : place + 4 + length], depth)
        depth -= kind == _EOF
        if len(record.data) < length or depth > 2 or record.depth < 1:
            raise DamagedArchiveError("damaged")
        yield record
        if depth == 0:
            return
        place = record.end


def _check_workbook(content: bytes, kept: bytearray) -> tuple[list[int], int]:
    """Return where the sheets begin, and where the workbook's own records end."""
    if struct.unpack_from("<HHH", content)[2] not in _VERSIONS:
        raise DamagedArchiveError("damaged")
    places: list[int] = []
    words: list[bytes] = []
    going_on, end = False, 0
    for record in _records(content, 0):
        _refuse_setting(record, words)
        if record.kind == _BOUNDSHEET and record.data[5] == _WORKSHEET:
            places += struct.unpack_from("<I", record.data)
        going_on = record.kind == _SST or (going_on and record.kind == _CONTINUE)
        if going_on:
            words.append(record.data)
        _keep(kept, record)
        end = record.end
    _refuse_words_read_twice(words)
    return places, end


def _refuse_setting(record: _Record, words: Sequence[bytes]) -> None:
    """Refuse a password, a format that takes long to understand, and a second list of words."""
    if record.kind == _FILEPASS:
        raise DamagedArchiveError("locked")
    endless = record.kind == _FORMAT and len(record.data) > _LONGEST_FORMAT
    if endless or (record.kind == _SST and words):
        raise DamagedArchiveError("damaged")


def _check_sheet(content: bytes, kept: bytearray, place: int) -> tuple[SheetScan, int]:
    """Return how far a sheet reaches, and where its records end."""
    scan, end = SheetScan(), 0
    for record in _records(content, place):
        if record.kind in _CELLS and record.depth == 1:
            row, column = struct.unpack_from("<HH", record.data)
            more = (len(record.data) - 6) // 6 if record.kind == _MULRK else 1
            scan.fill(row + 1, column + more)
        _keep(kept, record)
        end = record.end
    return scan, end


def _keep(kept: bytearray, record: _Record) -> None:
    if record.kind not in _KEPT:
        kept[record.place : record.place + 2] = _NOTHING


def _refuse_words_read_twice(parts: Sequence[bytes]) -> None:
    """Refuse words that are followed by a reading of less than no length: they come back."""
    if not parts:
        return
    (count,) = struct.unpack_from("<i", parts[0], 4)
    part, place = 0, 8
    for _ in range(count):
        part, place = _after_word(parts, part, place)


def _after_word(parts: Sequence[bytes], part: int, place: int) -> tuple[int, int]:
    length, options = struct.unpack_from("<HB", parts[part], place)
    place += 3
    runs = reading = 0
    if options & 8:
        (runs,) = struct.unpack_from("<H", parts[part], place)
        place += 2
    if options & 4:
        (reading,) = struct.unpack_from("<i", parts[part], place)
        place += 4
    if reading < 0:
        raise DamagedArchiveError("damaged")
    part, place = _after_signs(parts, part, place, length, options)
    for _ in range(runs):
        if place == len(parts[part]):
            part, place = part + 1, 0
        place += 4
    place += reading
    return (part, place) if place < len(parts[part]) else (part + 1, place - len(parts[part]))


def _after_signs(
    parts: Sequence[bytes], part: int, place: int, length: int, options: int
) -> tuple[int, int]:
    """Pass over the signs of a word, which may go on in the next record."""
    while True:
        width = 1 + (options & 1)
        here = min((len(parts[part]) - place) // width, length)
        length, place = length - here, place + here * width
        if not length:
            return part, place
        part, place = part + 1, 1
        options = parts[part][0]
