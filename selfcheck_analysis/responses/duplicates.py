"""The same persons delivered twice: the same bytes, or the same rows in another file.

Every used row has a key that follows from what it says, whatever format says it. Where an
export has times, they are part of a second key: the same answers at the same times are
the same persons, in whatever file.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import blake2b

import numpy as np
from numpy.typing import NDArray

from selfcheck_analysis.problems import Place, Problem
from selfcheck_analysis.questionnaire import Kind, Questionnaire
from selfcheck_analysis.responses.codes import Codes, Rows
from selfcheck_analysis.responses.files.sheets import Block
from selfcheck_analysis.responses.layout import Layout
from selfcheck_analysis.responses.vocabulary import comparable

Keys = NDArray[np.uint64]

FEW = 3
"""Fewer rows can well be alike by chance: most persons give the proper answer everywhere."""

_NUMBERS = re.compile(r"\d+")
_AFTERNOON = ("午後", "pm")
_TO_THE_MINUTE, _LONGEST_TIME = 5, 100


@dataclass(frozen=True, eq=False)
class SheetKeys:
    """The rows of one table: where it is, the section it states, and its rows' keys.

    `stamped` are the keys with times, of the rows that have any.
    """

    place: Place
    section: str
    keys: Keys
    stamped: Keys


class RowKeys:
    """Makes the keys of one sheet, block by block."""

    def __init__(self, layout: Layout, questionnaire: Questionnaire) -> None:
        self.layout = layout
        self._texts = [q.id for q in questionnaire.questions if q.kind is Kind.FREE_TEXT]
        self._keys: list[Keys] = []
        self._stamped: list[Keys] = []

    def add(self, block: Block, used: Rows, codes: dict[str, Codes]) -> None:
        """Add the used rows of a block, whose `codes` are those of role, tenure and questions."""
        key = np.zeros(len(block), dtype=np.uint64)
        for name, said in codes.items():
            if name not in self._texts:
                key += said.astype(np.uint64) * _factor(name)
        for name in ("section", *self._texts):
            for position in self.layout.fields.get(name, {}):
                key += block.column(position).look_up(row_hash, np.uint64) * _factor(name)
        self._keys.append(key[used])
        timed = np.zeros(len(block), dtype=bool)
        for number, position in enumerate(self.layout.dropped.get("time", [])):
            moment = block.column(position).look_up(_moment, np.uint64)
            timed |= moment != 0
            key += moment * _factor(f"time{number}")
        self._stamped.append(key[used & timed])

    def of(self, place: Place) -> SheetKeys:
        """Return the keys of all blocks, sorted."""
        section = comparable(self.layout.section)
        return SheetKeys(place, section, _sorted(self._keys), _sorted(self._stamped))


def repeated_rows(keys: SheetKeys) -> int:
    """Count the rows that repeat an earlier one of their sheet, times included where there are."""
    rows = keys.stamped if len(keys.stamped) else keys.keys
    return len(rows) - len(np.unique(rows))


def same_rows(sheets: Sequence[SheetKeys]) -> list[Problem]:
    """Return the sheets that hold the same persons as a sheet of a file before them.

    With times, all rows of the one are in the other, as in an earlier and a later export of one
    form. Without times they agree in all rows, and do not state two sections.
    """
    return [
        _problem("rows_delivered_twice", one, other)
        for one, other in _pairs(sheets)
        if min(len(one.keys), len(other.keys)) >= FEW and one.place.file != other.place.file
    ]


def perhaps_same(sheets: Sequence[SheetKeys]) -> list[Problem]:
    """Return a note for every such sheet that may be one by chance: of few rows, or in one file."""
    return [
        _problem("rows_perhaps_twice", one, other)
        for one, other in _pairs(sheets)
        if min(len(one.keys), len(other.keys)) < FEW or one.place.file == other.place.file
    ]


def _pairs(sheets: Sequence[SheetKeys]) -> Iterator[tuple[SheetKeys, SheetKeys]]:
    """Yield each sheet that holds the persons of one before it, with the first such sheet."""
    told: set[int] = set()
    for one, other in (*_sharing_times(sheets), *_alike(sheets)):
        if id(other) not in told:
            told.add(id(other))
            yield one, other


def _sharing_times(sheets: Sequence[SheetKeys]) -> Iterator[tuple[SheetKeys, SheetKeys]]:
    for one, other in _sharing([sheet for sheet in sheets if len(sheet.stamped)]):
        few, many = sorted((one, other), key=lambda sheet: len(sheet.stamped))
        if len(few.stamped) == len(few.keys) and _within(few.stamped, many.stamped):
            yield one, other


def _alike(sheets: Sequence[SheetKeys]) -> Iterator[tuple[SheetKeys, SheetKeys]]:
    groups = defaultdict(list)
    for sheet in sheets:
        if len(sheet.keys):
            groups[sheet.keys.tobytes()].append(sheet)
    for group in groups.values():
        for number, other in enumerate(group):
            one = next((one for one in group[:number] if _may_be_one(one, other)), None)
            if one is not None:
                yield one, other


def _may_be_one(one: SheetKeys, other: SheetKeys) -> bool:
    """Tell whether nothing says that two sheets are of two sections, or of two times."""
    two_sections = one.section and other.section and one.section != other.section
    return not two_sections and not (len(one.stamped) and len(other.stamped))


def _sharing(sheets: Sequence[SheetKeys]) -> Iterator[tuple[SheetKeys, SheetKeys]]:
    """Yield the sheets that have any row in common with one before them, with the first such."""
    owners: dict[int, set[int]] = defaultdict(set)
    if len(sheets) > 1:
        rows = np.concatenate([np.unique(sheet.stamped) for sheet in sheets])
        of = np.concatenate([np.full(len(np.unique(s.stamped)), i) for i, s in enumerate(sheets)])
        words, counts = np.unique(rows, return_counts=True)
        shared = np.isin(rows, words[counts > 1])
        for row, sheet in zip(rows[shared].tolist(), of[shared].tolist(), strict=True):
            owners[row].add(sheet)
    pairs = {(min(some), later) for some in owners.values() for later in some if later > min(some)}
    for i, j in sorted(pairs):
        yield sheets[i], sheets[j]


def _within(few: Keys, many: Keys) -> bool:
    """Tell whether every row of one sheet is in the other, as often."""
    rows, counts = np.unique(few, return_counts=True)
    others, of_others = np.unique(many, return_counts=True)
    if not np.isin(rows, others).all():
        return False
    return bool((of_others[np.searchsorted(others, rows)] >= counts).all())


def _problem(code: str, one: SheetKeys, other: SheetKeys) -> Problem:
    told = " ".join(filter(None, (one.place.file, one.place.sheet)))
    return Problem(code, other.place, {"other": told})


def _sorted(parts: Iterable[Keys]) -> Keys:
    return np.sort(np.concatenate([np.zeros(0, np.uint64), *parts]))


def row_hash(cell: str) -> int:
    """Return a number for a text that is the same on every system; 0 for a blank."""
    word = comparable(cell)
    return int.from_bytes(blake2b(word.encode(), digest_size=8).digest(), "big") if word else 0


def _factor(name: str) -> np.uint64:
    """Return an odd number by which what a field says enters the key."""
    return np.uint64(int.from_bytes(blake2b(name.encode(), digest_size=8).digest(), "big") | 1)


def _moment(cell: str) -> int:
    """Return a number for a time to the minute, however it is written; 0 for less than that.

    Programs write seconds or cut them, and count hours to 12 or to 24.
    """
    text = unicodedata.normalize("NFKC", cell[:_LONGEST_TIME]).lower()
    numbers = [int(number) for number in _NUMBERS.findall(text)[:_TO_THE_MINUTE]]
    if len(numbers) < _TO_THE_MINUTE:
        return 0
    if any(sign in text for sign in _AFTERNOON):
        numbers[3] = numbers[3] % 12 + 12
    return row_hash(",".join(map(str, numbers)))
