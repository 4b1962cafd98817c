"""The container of an xls file: one stream out of it, after [MS-CFB].

A container is a file system in a file, of sectors in chains and a tree of names. Chains and trees
may be made to run in circles; here every sector and name is passed once.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from selfcheck_analysis.responses.files.archives import DamagedArchiveError

_END = 0xFFFFFFFE
_FREE = 0xFFFFFFFA
"""Numbers from here on are no sectors."""

_ENTRY = struct.Struct("<64sHBxIII36xII4x")
_STREAM = 2


class _Entry(NamedTuple):
    """One name of the tree."""

    name: bytes
    length: int
    kind: int
    left: int
    right: int
    child: int
    start: int
    size: int

    @property
    def text(self) -> str:
        return self.name[: max(self.length - 2, 0)].decode("utf-16-le", errors="replace")


def stream_of(content: bytes, *names: str) -> bytes:
    """Return the first stream of these names that stands at the root of the container.

    Raises
    ------
    DamagedArchiveError
        There is none, or the container is damaged.
    """
    try:
        container = _Container(content)
        streams = {entry.text: entry for entry in container.root() if entry.kind == _STREAM}
        for name in names:
            if name in streams:
                return container.content(streams[name])
    except (struct.error, IndexError):
        pass
    raise DamagedArchiveError("damaged")


@dataclass(frozen=True)
class _Container:
    data: bytes

    def _header(self, form: str, place: int) -> tuple[int, ...]:
        return struct.unpack_from(f"<{form}", self.data, place)

    @cached_property
    def size(self) -> int:
        """Bytes of a sector."""
        (shift,) = self._header("H", 30)
        if shift not in (9, 12):
            raise DamagedArchiveError("damaged")
        return 1 << int(shift)

    def _sector(self, number: int) -> bytes:
        return self.data[(number + 1) * self.size : (number + 2) * self.size]

    def _numbers(self, sectors: bytes) -> tuple[int, ...]:
        return struct.unpack(f"<{len(sectors) // 4}I", sectors[: len(sectors) // 4 * 4])

    @cached_property
    def table(self) -> tuple[int, ...]:
        """For each sector the next of its chain."""
        found = [number for number in self._header("109I", 76) if number < _FREE]
        (more,) = self._header("I", 68)
        passed = set[int]()
        while more < _FREE:
            if more in passed:
                raise DamagedArchiveError("damaged")
            passed.add(more)
            *numbers, more = self._numbers(self._sector(more))
            found += [number for number in numbers if number < _FREE]
        if len(set(found)) < len(found):
            raise DamagedArchiveError("damaged")
        return self._numbers(b"".join(map(self._sector, found)))

    def _chained(self, start: int) -> bytes:
        return b"".join(self._sector(number) for number in _chain(self.table, start))

    @cached_property
    def entries(self) -> list[_Entry]:
        (start,) = self._header("I", 48)
        names = self._chained(start)
        return [_Entry(*fields) for fields in _ENTRY.iter_unpack(names[: len(names) // 128 * 128])]

    def root(self) -> Iterator[_Entry]:
        """Yield what stands at the root."""
        waiting, passed = [self.entries[0].child], set[int]()
        while waiting:
            number = waiting.pop()
            if number < len(self.entries) and number not in passed:
                passed.add(number)
                entry = self.entries[number]
                yield entry
                waiting += [entry.left, entry.right]

    def content(self, entry: _Entry) -> bytes:
        """Return the bytes of a stream."""
        (smallest,) = self._header("I", 56)
        found = self._chained(entry.start) if entry.size >= smallest else self._small(entry)
        if len(found) < entry.size:
            raise DamagedArchiveError("damaged")
        return found[: entry.size]

    def _small(self, entry: _Entry) -> bytes:
        """Return a short stream: short ones share a stream, in pieces of 64 bytes."""
        (start,) = self._header("I", 60)
        shared = self._chained(self.entries[0].start)
        pieces = _chain(self._numbers(self._chained(start)), entry.start)
        return b"".join(shared[number * 64 : number * 64 + 64] for number in pieces)


def _chain(table: tuple[int, ...], start: int) -> Iterator[int]:
    """Yield the numbers of a chain; one that does not end is longer than the table."""
    for _ in range(len(table) + 1):
        if start == _END:
            return
        yield start
        start = table[start]
    raise DamagedArchiveError("damaged")
