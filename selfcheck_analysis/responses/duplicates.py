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
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from selfcheck_analysis.problems import Place, Problem
from selfcheck_analysis.questionnaire import Kind, Questionnaire
from selfcheck_analysis.responses.codes import Codes, Rows
from selfcheck_analysis.responses.layout import Layout
from selfcheck_analysis.responses.sheets import Block
from selfcheck_analysis.responses.vocabulary import comparable

Keys = NDArray[np.uint64]

FEW = 3
"""Fewer rows can well be alike by chance: most persons give the proper answer everywhere."""

_NUMBERS = re.compile(r"\d+")
_AFTERNOON = ("午後", "pm")
_TO_THE_MINUTE, _LONGEST_TIME = 5, 100


@dataclass(frozen=True, eq=False)
class SheetKeys:
    """The rows of one sheet: where it is, what stands above its header, and its rows' keys.

    `stamped` has no rows where the sheet has no times.
    """

    place: Place
    titles: str
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
        return SheetKeys(place, self.layout.titles, _sorted(self._keys), _sorted(self._stamped))


def repeated_rows(keys: SheetKeys) -> int:
    """Count the rows that repeat an earlier one of their sheet, times included where there are."""
    rows = keys.stamped if len(keys.stamped) else keys.keys
    return len(rows) - len(np.unique(rows))


def same_rows(sheets: Sequence[SheetKeys]) -> list[Problem]:
    """Return one problem for every two sheets of different files that hold the same persons.

    With times, all rows of the one are in the other, as in an earlier and a later export of one
    form. Without times the sheets agree in all rows and in what stands above the header.
    """
    return [
        _problem("rows_delivered_twice", one, other)
        for one, other in (*_sharing_times(sheets), *_alike(sheets))
        if min(len(one.keys), len(other.keys)) >= FEW
    ]


def perhaps_same(sheets: Sequence[SheetKeys]) -> list[Problem]:
    """Return one note for every two such sheets of which one has very few rows."""
    return [
        _problem("rows_perhaps_twice", one, other)
        for one, other in (*_sharing_times(sheets), *_alike(sheets))
        if min(len(one.keys), len(other.keys)) < FEW
    ]


def _sharing_times(sheets: Sequence[SheetKeys]) -> Iterator[tuple[SheetKeys, SheetKeys]]:
    for one, other in _sharing([sheet for sheet in sheets if len(sheet.stamped)]):
        few, many = sorted((one, other), key=lambda sheet: len(sheet.stamped))
        if _within(few.stamped, many.stamped):
            yield one, other


def _alike(sheets: Sequence[SheetKeys]) -> Iterator[tuple[SheetKeys, SheetKeys]]:
    groups = defaultdict(list)
    for sheet in sheets:
        if len(sheet.keys):
            groups[sheet.titles, sheet.keys.tobytes()].append(sheet)
    for group in groups.values():
        for one, other in combinations(group, 2):
            both_stamped = len(one.stamped) and len(other.stamped)
            if not both_stamped and one.place.file != other.place.file:
                yield one, other


def _sharing(sheets: Sequence[SheetKeys]) -> Iterator[tuple[SheetKeys, SheetKeys]]:
    """Yield the pairs of sheets of different files that have any row in common."""
    owners: dict[int, set[int]] = defaultdict(set)
    if len(sheets) > 1:
        rows = np.concatenate([np.unique(sheet.stamped) for sheet in sheets])
        of = np.concatenate([np.full(len(np.unique(s.stamped)), i) for i, s in enumerate(sheets)])
        words, counts = np.unique(rows, return_counts=True)
        shared = np.isin(rows, words[counts > 1])
        for row, sheet in zip(rows[shared].tolist(), of[shared].tolist(), strict=True):
            owners[row].add(sheet)
    pairs = {pair for some in owners.values() for pair in combinations(sorted(some), 2)}
    for i, j in sorted(pairs):
        if sheets[i].place.file != sheets[j].place.file:
            yield sheets[i], sheets[j]


def _within(few: Keys, many: Keys) -> bool:
    """Tell whether every row of one sheet is in the other, as often."""
    rows, counts = np.unique(few, return_counts=True)
    others, of_others = np.unique(many, return_counts=True)
    if not np.isin(rows, others).all():
        return False
    return bool((of_others[np.searchsorted(others, rows)] >= counts).all())


def _problem(code: str, one: SheetKeys, other: SheetKeys) -> Problem:
    return Problem(code, one.place, {"other": other.place.file})


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
    """Return a number for a time to the minute, however it is written.

    Programs write seconds or cut them, and count hours to 12 or to 24.
    """
    text = unicodedata.normalize("NFKC", cell[:_LONGEST_TIME]).lower()
    numbers = [int(number) for number in _NUMBERS.findall(text)[:_TO_THE_MINUTE]]
    if len(numbers) > 3 and any(sign in text for sign in _AFTERNOON):
        numbers[3] = numbers[3] % 12 + 12
    return row_hash(",".join(map(str, numbers)) or text)
