"""Which tables print as given, by trying every table, in decimal arithmetic.

Shares nothing with the package. A percent is what stands on paper ("42.5"), a table is
(answers of first-year staff, how many of them yes, answers of later staff, how many of them yes).
"""

from __future__ import annotations

import decimal
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from itertools import product

Table = tuple[int, int, int, int]
Row = tuple[str | None, str | None]
"""Printed yes and no; None where a figure is not printed."""

CONTEXT = decimal.Context(prec=60)
"""So many digits that a quotient of the tests' counts is a tie only where it really is one."""

RULES = {
    "half_up": (decimal.ROUND_HALF_UP,),
    "half_even": (decimal.ROUND_HALF_EVEN,),
    "down": (decimal.ROUND_FLOOR,),
    "up": (decimal.ROUND_CEILING,),
    "unknown": (decimal.ROUND_HALF_UP, decimal.ROUND_HALF_DOWN),
}


@dataclass(frozen=True)
class Asked:
    """A question as printed, and the conditional ones that its answers open.

    `rows` for first year, later, all; None where the print leaves the row blank. `times` is the
    number of questions that a headline is the mean over. `opened_by` is the parent's answer, "yes"
    or "no". `sizes` are the smallest and largest number of answers in a row, where printed.
    """

    name: str
    rows: tuple[Row | None, ...]
    decimals: int = 0
    rule: str = "half_up"
    times: int = 1
    opened_by: str = ""
    opens: tuple[Asked, ...] = ()
    sizes: tuple[tuple[int, int] | None, ...] = (None, None, None)

    @property
    def names(self) -> list[str]:
        """The names of the question and of all that it opens."""
        return [self.name, *(name for child in self.opens for name in child.names)]

    def without(self, dropped: set[tuple[str, int, int]]) -> Asked:
        """Return it with some figures, named by question, row and column, not printed."""
        rows = tuple(
            row and tuple(None if (self.name, i, j) in dropped else row[j] for j in range(2))
            for i, row in enumerate(self.rows)
        )
        return replace(self, rows=rows, opens=tuple(c.without(dropped) for c in self.opens))


@cache
def printed(y: int, n: int, decimals: int = 0, rule: str = "half_up") -> frozenset[str]:
    """Return what y of n prints as: one figure, or two where a tie may have gone either way."""
    percent = CONTEXT.divide(decimal.Decimal(100 * y), decimal.Decimal(n))
    last_place = decimal.Decimal(1).scaleb(-decimals)
    return frozenset(str(percent.quantize(last_place, way, CONTEXT)) for way in RULES[rule])


def row_fits(asked: Asked, place: int, y: int, n: int) -> bool:
    """Tell whether y times yes among n answers prints as one row."""
    row, size = asked.rows[place], asked.sizes[place]
    if row is None:
        return n == 0
    if n == 0 or (size and not size[0] <= n // asked.times <= size[1]):
        return False
    return all(
        figure is None or figure in printed(count, n, asked.decimals, asked.rule)
        for figure, count in zip(row, (y, n - y), strict=True)
    )


@lru_cache(maxsize=20_000)
def own_tables(asked: Asked, people1: int, people2: int) -> list[Table]:
    """Return the tables that so many persons of each tenure can give to one question."""
    n1, n2 = people1 * asked.times, people2 * asked.times
    first = [y1 for y1 in range(n1 + 1) if row_fits(asked, 0, y1, n1)]
    later = [y2 for y2 in range(n2 + 1) if row_fits(asked, 1, y2, n2)]
    return [
        (n1, y1, n2, y2) for y1, y2 in product(first, later) if row_fits(asked, 2, y1 + y2, n1 + n2)
    ]


def joint_tables(asked: Asked, people1: int, people2: int) -> Iterator[dict[str, set[Table]]]:
    """Yield each table of a question with all that the questions it opens can then have."""
    for table in own_tables(asked, people1, people2):
        n1, y1, n2, y2 = table
        below: dict[str, set[Table]] = {}
        for child in asked.opens:
            opened = (y1, y2) if child.opened_by == "yes" else (n1 - y1, n2 - y2)
            below |= tables_below(child, *opened)
        if all(below.values()):
            yield {asked.name: {table}, **below}


@lru_cache(maxsize=2_000)
def tables_below(child: Asked, most1: int, most2: int) -> dict[str, set[Table]]:
    """Return the tables of a conditional question that at most so many persons answered."""
    found: dict[str, set[Table]] = {name: set() for name in child.names}
    for people1, people2 in product(range(most1 + 1), range(most2 + 1)):
        for tables in joint_tables(child, people1, people2):
            for name, some in tables.items():
                found[name] |= some
    return found


def solve(
    questions: Iterable[Asked],
    headcounts: Iterable[int],
    splits: set[tuple[int, int]] | None = None,
) -> dict[str, set[Table]]:
    """Return every table of every question that is possible together with all other questions.

    `headcounts` are the possible numbers of persons, `splits` the possible numbers of each tenure
    (all of them where it is None).
    """
    questions = list(questions)
    found: dict[str, set[Table]] = {name: set() for asked in questions for name in asked.names}
    for people in headcounts:
        for first in range(people + 1):
            if splits is not None and (first, people - first) not in splits:
                continue
            each = [list(joint_tables(asked, first, people - first)) for asked in questions]
            if all(each):
                for tables in (tables for of_one in each for tables in of_one):
                    for name, some in tables.items():
                        found[name] |= some
    return found
