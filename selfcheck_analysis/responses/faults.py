"""The faults of one file: no more of a kind are listed than anybody reads, all are counted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from selfcheck_analysis.problems import Place, Problem

MOST_OF_A_KIND = 1_000


@dataclass
class Faults:
    """The faults that are listed, and how many there are of every kind."""

    file: str
    listed: list[Problem] = field(default_factory=list)
    counted: Counter[str] = field(default_factory=Counter)

    def take_room(self, code: str, count: int) -> int:
        """Count faults of a kind and return how many of them may be listed."""
        before = self.counted[code]
        self.counted[code] += count
        return max(0, min(count, MOST_OF_A_KIND - before))

    def add(self, problems: Iterable[Problem]) -> None:
        """Count faults and list them."""
        self.listed += [problem for problem in problems if self.take_room(problem.code, 1)]

    def add_in_order(self, placed: Iterable[tuple[int, int, Problem]]) -> None:
        """List faults, already counted, in the order of their rows and of the form."""
        self.listed += [problem for _, _, problem in sorted(placed, key=lambda found: found[:2])]

    def extend(self, other: Faults) -> None:
        """Take over the faults of another sheet of the file."""
        self.listed += other.listed
        self.counted += other.counted

    def problems(self) -> list[Problem]:
        """Return the faults, and of every kind with more than are listed how many more."""
        listed = Counter(problem.code for problem in self.listed)
        more = [
            Problem("fault_more", Place(self.file), {"n": n - listed[code], "code": code})
            for code, n in self.counted.items()
            if n > listed[code]
        ]
        return self.listed + more
