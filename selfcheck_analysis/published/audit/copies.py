"""Rows that stand twice: copied by mistake from another group, question or year, perhaps."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from selfcheck_analysis.published.audit.findings import (
    Code,
    Finding,
    Severity,
    Values,
    YearOf,
    printed_rows,
    question_of,
    role_of,
)
from selfcheck_analysis.published.blocks import Block, Group, is_headline
from selfcheck_analysis.published.enumeration import Tables
from selfcheck_analysis.published.feasible import TooLarge, feasible
from selfcheck_analysis.published.rounding_windows import count_bounds
from selfcheck_analysis.terms import ALL_ROLES, ANSWERED_TENURES, Tenure

Placed = tuple[Group, Block]
"""A block with the group that it belongs to."""

CHANCE = 0.05
"""A row is remarkable where chance repeats any of those that are compared more seldom than this."""

_MOST_TRIED = 2_000


def copies(groups: Sequence[Group]) -> Iterator[Finding]:
    """Find rows that are printed twice and tell enough to be remarkable.

    Between groups, which have nothing to do with each other, that is every row with three different
    figures. Between two questions of a group, and between one year and the next, whose rates may
    well be alike, it is a row that chance would seldom print twice, given how many are compared.
    """
    blocks = [(group, block) for group in groups for block in group.blocks if _tells(block)]
    pairs = [pair for pair in combinations(blocks, 2) if _compared(pair[0][1], pair[1][1])]
    for one, other in pairs:
        if _alike(one[1], other[1]):
            yield from _judged(one, other, len(pairs))


def _compared(one: Block, other: Block) -> bool:
    """Tell whether two blocks are of a kind: the same question, or the same persons."""
    if one.key.programme != other.key.programme:
        return False
    years = abs(one.key.fiscal_year - other.key.fiscal_year)
    if years == 0 and one.key.question == other.key.question:
        return ALL_ROLES not in (one.key.role, other.key.role)
    if years == 0:
        return one.key.role == other.key.role and not (is_headline(one) or is_headline(other))
    return years == 1 and one.key[2:] == other.key[2:]


def _judged(one: Placed, other: Placed, n_pairs: int) -> Iterator[Finding]:
    """Yield a repeated row that is remarkable."""
    first, second = one[1], other[1]
    about: Values = {"rows": printed_rows(first), "role": role_of(second)}
    if first.key.role != second.key.role:
        if len({row.percent for row in first.rows if row is not None}) == len(Tenure):
            named: Values = {"one": role_of(first), "other": role_of(second)}
            yield _finding(Code.COPIED_BETWEEN_GROUPS, first, second, about | named)
        return
    later = max(one, other, key=lambda placed: placed[1].key.fiscal_year)
    chance = chance_of_repetition(*later)
    if chance is None or chance * n_pairs > CHANCE:
        return
    times: Values = {"times": int(1 / chance)}
    if first.key.question != second.key.question:
        named = {"one": question_of(first), "other": question_of(second)}
        yield _finding(Code.COPIED_BETWEEN_QUESTIONS, first, second, about | named | times)
        return
    years = sorted((first.key.fiscal_year, second.key.fiscal_year))
    named = {"one": YearOf(years[0]), "other": YearOf(years[1]), "question": question_of(first)}
    yield _finding(Code.COPIED_BETWEEN_YEARS, first, second, about | named | times)


def _finding(code: Code, one: Block, other: Block, values: Values) -> Finding:
    sources = (*one.sources, *other.sources)
    return Finding(code, Severity.DOUBTFUL, (one.key, other.key), sources, values)


def _tells(block: Block) -> bool:
    """Tell whether a block prints at least two different shares, other than none and all."""
    percents = {row.percent for row in block.rows if row is not None}
    return len(percents) > 1 and not block.unanimous


def _alike(one: Block, other: Block) -> bool:
    return one.rows == other.rows and one.precision.decimals == other.precision.decimals


def chance_of_repetition(group: Group, block: Block) -> float | None:
    """Return how probable it is that another year prints the same row, by chance alone.

    Parameters
    ----------
    group : Group
    block : Block
        Of the group.

    Returns
    -------
    float or None
        The largest probability over up to 2,000 of the tables that fit, if the rates stay what they
        are and every answer is independent (binomial); None where there are no tables to go by.
    """
    try:
        tables = feasible(group.alone(block)).of
    except TooLarge:
        return None
    found = tables.get(block.key.question)
    if found is None or found.tables is None or not found.count:
        return None
    step = max(1, len(found.tables) // _MOST_TRIED)
    chosen = np.zeros(len(found.tables), dtype=bool)
    chosen[::step] = True
    return float(_chances(block, found.tables.where(chosen)).max())


def _chances(block: Block, tables: Tables) -> NDArray[np.float64]:
    from scipy.stats import binom

    chance = np.ones(len(tables))
    for tenure in ANSWERED_TENURES:
        row = block.row(tenure)
        if row is None:
            continue
        counted, n = tables.counts(Tenure(tenure))
        low, high = count_bounds(n, row, block.precision)
        rate = counted / n
        chance *= binom.cdf(high, n, rate) - binom.cdf(low - 1, n, rate)
    return chance
