"""Roles whose persons add up to all roles together, printed as groups of their own."""

from __future__ import annotations

from dataclasses import dataclass

from hypothesis import strategies as st

from selfcheck_analysis.published.blocks import Block, BlockKey, Group
from selfcheck_analysis.published.reading import Print
from selfcheck_analysis.published.rounding_windows import Precision, PrintedRow
from selfcheck_analysis.terms import ALL_ROLES
from tests.oracle_print import Table
from tests.printed_groups import PROGRAMME, YEAR, print_of, units


@dataclass(frozen=True)
class DrawnRoles:
    """What is printed of a year, everyone first, and the tables behind it by role."""

    printed: Print
    truth: dict[str, Table]

    @property
    def groups(self) -> list[Group]:
        return self.printed.groups()


@st.composite
def drawn_roles(draw, shared: bool) -> DrawnRoles:
    """Draw two or three small roles that answer a question "q", and print it.

    For all roles together the same question is printed where it is `shared`, else another one
    ("w") that everyone answered too. A row of anybody may be misprinted by a few percent.
    """
    names = ("a", "b", "c")[: draw(st.integers(2, 3))]
    truth = {}
    for role in names:
        first = draw(st.integers(0, 4))
        later = draw(st.integers(0 if first else 1, 4))
        truth[role] = (first, draw(st.integers(0, first)), later, draw(st.integers(0, later)))
    n1, y1, n2, y2 = map(sum, zip(*truth.values(), strict=True))
    if not shared:
        y1, y2 = draw(st.integers(0, n1)), draw(st.integers(0, n2))
    truth = {ALL_ROLES: (n1, y1, n2, y2), **truth}
    blocks = [
        draw(_blocks(role, "q" if shared or role != ALL_ROLES else "w", table))
        for role, table in truth.items()
    ]
    headcounts = {role: table[0] + table[2] for role, table in truth.items()}
    return DrawnRoles(print_of(blocks, **headcounts), truth)


@st.composite
def _blocks(draw, role, question, table) -> Block:
    precision = Precision(draw(st.sampled_from([0, 1])))
    n1, y1, n2, y2 = table
    rows = []
    for y, n in ((y1, n1), (y2, n2), (y1 + y2, n1 + n2)):
        step = draw(st.sampled_from([0] * 9 + [5]))
        if n:
            percent = min(precision.hundred, units(y, n, precision)[0] + step)
            rows.append(PrintedRow(draw(st.sampled_from([percent, percent, None]))))
        else:
            rows.append(None)
    return Block(BlockKey(PROGRAMME, YEAR, role, question), tuple(rows), precision)
