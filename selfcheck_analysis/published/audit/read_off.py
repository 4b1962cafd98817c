"""Answers of persons that can be read off the print: one table only, or answers that are forced."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from selfcheck_analysis.published.audit.findings import (
    Code,
    Finding,
    Severity,
    TablesOf,
    TenureOf,
    Values,
    printed_rows,
    question_of,
    role_of,
)
from selfcheck_analysis.published.blocks import Block, Group
from selfcheck_analysis.published.enumeration import Tables, polygons
from selfcheck_analysis.published.feasible import BlockTables, TooLarge, feasible
from selfcheck_analysis.published.rounding_windows import printed_units
from selfcheck_analysis.terms import Tenure

FEW = 5
"""Up to so many tables are listed: nobody's answer follows, but nearly every count does."""


def read_off(group: Group, min_base: int) -> Iterator[Finding]:
    """Find the blocks of a group with a printed headcount from which answers can be read off.

    Parameters
    ----------
    group : Group
    min_base : int
        A group of fewer persons is small: what all of them answered is what each did. That all of
        a larger group answered alike may be printed (see `unanimous`).
    """
    for block, found, tables in _known(group):
        small = [tenure for tenure in Tenure if _forced(block, tables, tenure, min_base)]
        values: Values = {
            "question": question_of(block),
            "role": role_of(block),
            "rows": printed_rows(block),
            "people": group.headcount,
            "questions": block.questions,
            "count": found.count,
            "tables": TablesOf(tuple(tables.rows()[:FEW]), block.questions),
        }
        if Tenure.ALL in small:
            yield _all_answers(group, block, tables, values)
        elif block in group.means or _alike(block, tables, Tenure.ALL, min_base):
            continue
        elif found.count == 1:
            neighbour = _next_split(block, tables)
            code = Code.ONE_TABLE_SHOWN if neighbour else Code.ONE_TABLE
            yield _finding(code, block, values | neighbour)
        elif small:
            size = int(tables.counts(small[0])[1].max()) // block.questions
            yield _finding(
                Code.SMALL_GROUP, block, values | {"tenure": TenureOf(small[0]), "n": size}
            )
        elif found.count <= FEW:
            yield _finding(Code.FEW_TABLES, block, values)


def _all_answers(group: Group, block: Block, tables: Tables, values: Values) -> Finding:
    """Show what one other answer would have printed, or that no table allows one."""
    other = _one_less(block, tables)
    everyone = block.rows[2]
    printed = everyone and everyone.percent is not None and block.precision.text(everyone.percent)
    if group.headcount.known and other["prints"] != printed:
        return _finding(Code.ALL_ANSWERS, block, values | other)
    return _finding(Code.ALL_ANSWERS_IN_TABLES, block, values)


def unanimous(group: Group, min_base: int) -> Iterator[tuple[Block, Tenure]]:
    """Yield the rows that tell that everyone of a group that is not small answered alike.

    The row of all where it does, else those of the tenures.
    """
    for block, _, tables in _known(group):
        alike = [tenure for tenure in Tenure if _alike(block, tables, tenure, min_base)]
        widest = [Tenure.ALL] if Tenure.ALL in alike else alike
        yield from ((block, tenure) for tenure in widest)


def _alike(block: Block, tables: Tables, tenure: Tenure, min_base: int) -> bool:
    counted, n = tables.counts(tenure)
    same = (counted == n).all() or (counted == 0).all()
    return bool(same and n.min() >= min_base * block.questions)


def _known(group: Group) -> Iterator[tuple[Block, BlockTables, Tables]]:
    """Yield the blocks of a group whose tables can be counted in earnest.

    Of a mean whose questions may have other bases it counts only where all answers are alike: one
    other answer would move it as much at the least.
    """
    if not group.printed:
        return
    for part in (group, *(group.alone(mean) for mean in group.means)):
        try:
            of = feasible(part).of
        except TooLarge:
            continue
        for found in of.values():
            if found.tables is not None and found.count:
                yield found.block, found, found.tables


def _forced(block: Block, tables: Tables, tenure: Tenure, min_base: int) -> bool:
    """Tell whether a tenure is small in every table, and all its answers the same in each."""
    counted, n = tables.counts(tenure)
    small = n.min() > 0 and n.max() < min_base * block.questions
    return bool(small and ((counted == n).all() or (counted == 0).all()))


def _finding(code: Code, block: Block, values: Values) -> Finding:
    return Finding(code, Severity.DISCLOSES, (block.key,), block.sources, values)


def _one_less(block: Block, tables: Tables) -> Values:
    """Say what would be printed if one answer were another."""
    counted, n = (values[:1] for values in tables.counts(Tenure.ALL))
    other = np.where(counted == n, counted - 1, counted + 1)
    return {
        "n": int(n[0]),
        "other": int(other[0]),
        "prints": block.precision.text(int(printed_units(other, n, block.precision)[0])),
    }


def _next_split(block: Block, tables: Tables) -> Values:
    """Say what a neighbour of the only split would print for all, with the count that fits best.

    Empty where no neighbour has counts that print as the two tenures.
    """
    first, later = (int(n[0]) // block.questions for n in (tables.n_first, tables.n_later))
    everyone = block.rows[2]
    without_all = block.without(cell for cell in block.cells if cell.tenure is Tenure.ALL)
    for shift in (1, -1, 2, -2):
        n_first, n_later = first + shift, later - shift
        found = polygons(without_all, np.array([n_first]), np.array([n_later])).tables()
        if min(n_first, n_later) < 1 or not len(found) or everyone is None:
            continue
        counted, n = found.counts(Tenure.ALL)
        prints = printed_units(counted, n, block.precision)
        nearest = int(np.abs(prints - (everyone.percent or 0)).argmin())
        return {
            "next": n_first,
            "next_sum": int(counted[nearest]),
            "next_n": int(n[nearest]),
            "next_prints": block.precision.text(int(prints[nearest])),
        }
    return {}
