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
from selfcheck_analysis.terms import ANSWERED_TENURES, Tenure

CHANCE = 0.05
"""A row that next year prints again is remarkable where chance does so more seldom than this."""

_MOST_TRIED = 2_000


def copies(groups: Sequence[Group]) -> Iterator[Finding]:
    """Find rows that are printed twice and tell enough to be remarkable.

    Between groups, and between questions of one group, that is every row with at least two
    different figures. From year to year the rates of a group are much the same, so there it is a
    row that chance would seldom print twice.
    """
    blocks = [(group, block) for group in groups for block in group.blocks if _tells(block)]
    for (group, one), (other_group, other) in combinations(blocks, 2):
        if one.key.programme != other.key.programme or not _alike(one, other):
            continue
        if one.key.fiscal_year == other.key.fiscal_year:
            yield from _within_year(one, other)
        elif one.key[2:] == other.key[2:]:
            later = max(
                (group, one), (other_group, other), key=lambda pair: pair[1].key.fiscal_year
            )
            yield from _between_years(one, other, later)


def _within_year(one: Block, other: Block) -> Iterator[Finding]:
    values: Values
    if one.key.question == other.key.question:
        values = {"one": role_of(one), "other": role_of(other), "question": question_of(one)}
        code = Code.COPIED_BETWEEN_GROUPS
    elif one.key.role == other.key.role and not is_headline(one) and not is_headline(other):
        values = {"one": question_of(one), "other": question_of(other), "role": role_of(one)}
        code = Code.COPIED_BETWEEN_QUESTIONS
    else:
        return
    yield _finding(code, one, other, values | {"rows": printed_rows(one)})


def _between_years(one: Block, other: Block, later: tuple[Group, Block]) -> Iterator[Finding]:
    chance = chance_of_repetition(*later)
    if chance is None or chance > CHANCE:
        return
    years = sorted((one.key.fiscal_year, other.key.fiscal_year))
    values: Values = {
        "question": question_of(later[1]),
        "role": role_of(later[1]),
        "rows": printed_rows(one),
        "one": YearOf(years[0]),
        "other": YearOf(years[1]),
        "times": int(1 / chance),
    }
    yield _finding(Code.COPIED_BETWEEN_YEARS, one, other, values)


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
        The largest probability over the tables that fit, if the rates stay what they are and
        every answer is independent (binomial); None where there are no tables to go by. The answers
        of a headline rate hang together, which makes a repetition rarer than this.
    """
    try:
        tables = feasible(group.only([n for n in group.nodes if n.block is block])).of
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
