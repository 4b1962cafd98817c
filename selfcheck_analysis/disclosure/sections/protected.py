"""Which counts by section are protected: those of few people, and of few who answered otherwise."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

import numpy as np
from numpy.typing import NDArray

from selfcheck_analysis.disclosure.attack.statements import Target
from selfcheck_analysis.disclosure.cells import Cell, cell_of
from selfcheck_analysis.disclosure.policy import Policy
from selfcheck_analysis.disclosure.release_set import ALL, unions
from selfcheck_analysis.disclosure.sections.divided import Divided
from selfcheck_analysis.disclosure.unknowns import PROPER, Group, Unknowns
from selfcheck_analysis.terms import State

MOST_UNIONS = 100
"""More small groups, or small sections, of one role and question are not protected as one; but each
by itself is."""


@dataclass(frozen=True, eq=False)
class Protectee:
    """A count that must keep `enough` possible values, or as many as it has anyway.

    `mask` marks its groups, sections x groups.
    """

    name: str
    mask: NDArray[np.bool_]
    enough: int


@dataclass(frozen=True)
class _Size:
    """Some groups of a role, and how many answered."""

    n: int
    cells: tuple[tuple[int, int], ...]


def protectees(divided: Divided, policy: Policy, most: int = MOST_UNIONS) -> list[Protectee]:
    """Return the counts of one role and question that are protected.

    They are those of small groups and small sections, of up to `most` of either taken together
    while they are small, and of the sections of which few answered unlike the others.
    """
    limit = policy.min_base.value
    small = [_protectee(divided, size, policy) for size in _small(divided, limit, most)]
    few_unlike = [
        _protectee(divided, _whole(divided, section), policy)
        for section in range(len(divided.sections))
        if cell(divided, section, policy).states[0] is State.BAND
    ]
    return [*small, *few_unlike]


def targets(divided: Divided, unknowns: Unknowns, policy: Policy) -> Iterator[Target]:
    """Yield them as targets of an attack, whose unknowns the counts by section are; no unions."""
    columns = [[unknowns.columns[p.name(PROPER)] for p in parts] for parts in _parts(divided)]
    for own in protectees(divided, policy, most=0):
        form = {columns[section][place]: 1 for section, place in np.argwhere(own.mask)}
        key = ("section", divided.year, divided.question, own.name)
        yield Target(key, form, own.enough)


def cell(divided: Divided, section: int, policy: Policy) -> Cell:
    """Return the cell of one section, with what the rules allow to say of it."""
    key = (divided.year, divided.question, divided.role, ALL)
    return cell_of(key, divided.parts(section), policy)


def _protectee(divided: Divided, size: _Size, policy: Policy) -> Protectee:
    mask = np.zeros(divided.n.shape, dtype=bool)
    mask[tuple(zip(*size.cells, strict=True))] = True
    return Protectee(_name(divided, mask), mask, min(policy.min_values.value, size.n + 1))


def _small(divided: Divided, limit: int, most: int) -> Iterator[_Size]:
    """Yield small groups, small sections, and some of either taken together, each once."""
    groups = [
        _Size(int(n), ((section, place),))
        for section, own in enumerate(divided.n)
        for place, n in enumerate(own)
        if 0 < n < limit
    ]
    whole = [_whole(divided, section) for section in range(len(divided.sections))]
    seen = set()
    for sizes in (groups, [size for size in whole if size.n < limit]):
        for union in islice(unions(sizes, limit), max(most, len(sizes))):
            cells = tuple(sorted(cell for size in union for cell in size.cells))
            if cells not in seen:
                seen.add(cells)
                yield _Size(sum(size.n for size in union), cells)


def _whole(divided: Divided, section: int) -> _Size:
    own = divided.n[section]
    return _Size(int(own.sum()), tuple((section, int(place)) for place in np.flatnonzero(own)))


def _name(divided: Divided, mask: NDArray[np.bool_]) -> str:
    """Name a count as an audit does: its parts by section, role and tenure."""
    parts = [
        f"{divided.sections[s] or '-'}/{divided.groups[g].role}/{divided.groups[g].tenure}"
        for s, g in np.argwhere(mask)
    ]
    return " + ".join(parts)


def _parts(divided: Divided) -> Iterator[tuple[Group, ...]]:
    for section in range(len(divided.sections)):
        yield divided.parts(section)
