"""Everything that is printed of one programme and fiscal year, and how two such years compare.

The groups of a year are solved one by one; where all roles together are printed as a group of its
own, its persons are the sum over the roles.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from selfcheck_analysis.published.blocks import Block, Group, Reach, is_headline
from selfcheck_analysis.published.comparison import Counts, PrintedComparison, compare, contrast
from selfcheck_analysis.published.enumeration import Mask
from selfcheck_analysis.published.feasible import (
    BlockTables,
    Feasible,
    TooLarge,
    as_grid,
    feasible,
    possible_splits,
)
from selfcheck_analysis.published.programme import tied
from selfcheck_analysis.published.reading import Print
from selfcheck_analysis.terms import ALL_ROLES, InTables, Tenure

if TYPE_CHECKING:
    import pandas as pd

COLUMNS = [
    "role",
    "question",
    "tenure",
    "n_tables",
    "change_low",
    "change_high",
    "p_low",
    "p_high",
    "fisher_low",
    "fisher_high",
    "significant_share",
    "verdict",
    "direction",
    "complete",
    "tables_at_p_low",
    "tables_at_p_high",
]
_ENDS_NAMED = 3


@dataclass(frozen=True)
class PrintedYear:
    """One programme and fiscal year as printed.

    Attributes
    ----------
    programme : str
    fiscal_year : int
    groups : tuple of Group
    of : mapping of role to Feasible or None
        All tables of each group; None where they are too many to lay out.
    """

    programme: str
    fiscal_year: int
    groups: tuple[Group, ...]
    of: Mapping[str, Feasible | None]

    def blocks(self) -> list[Block]:
        """Return all blocks in order of print."""
        return [block for group in self.groups for block in group.blocks]

    def tables(self, role: str, question: str) -> BlockTables | None:
        """Return what fits one block; None where it is not printed, or too much to lay out."""
        found = self.of.get(role)
        return None if found is None else found.of.get(question)

    def find(self, question: str) -> list[str]:
        """Return the roles (or unnamed group) for which a question is printed."""
        return [block.key.role for block in self.blocks() if block.key.question == question]


def printed_year(
    found: Print, programme: str, fiscal_year: int, reach: Reach | None = None
) -> PrintedYear:
    """Solve one programme and fiscal year of a print.

    Parameters
    ----------
    found : Print
    programme : str
    fiscal_year : int
    reach : Reach, optional
        How far an unprinted headcount may lie from the nearest printed one.

    Returns
    -------
    PrintedYear
        Without groups where nothing is printed. Where a question is printed for every role and for
        all of them, its counts are not tied as the persons are: there may be more tables than fit.
    """
    groups = tuple(
        group
        for group in found.groups(reach)
        if (group.programme, group.fiscal_year) == (programme, fiscal_year)
    )
    allowed = _sums_over_roles(groups)
    of = {group.role: _feasible(group, allowed.get(group.role)) for group in groups}
    return PrintedYear(programme, fiscal_year, groups, of)


def compare_printed_years(
    last: PrintedYear, this: PrintedYear, alpha: float = 0.05
) -> pd.DataFrame:
    """Compare every question that both years print, over all tables that fit.

    Parameters
    ----------
    last, this : PrintedYear
    alpha : float
        Threshold of significance of each comparison by itself.

    Returns
    -------
    DataFrame
        One row = role x question x tenure, headline rates included: role, question, tenure,
        n_tables, change_low, change_high (proportions, this less last), p_low, p_high (Boschloo,
        two-sided), fisher_low, fisher_high, significant_share (0-1, of the tables), verdict
        (`InTables`), direction (1 up, -1 down, 0 either), complete, and the tables that attain the
        ends of p, as "x/n → x/n". A headline rate has no figures: it cannot be bounded without
        persons, because the answers of one person hang together.
    """
    rows = [
        _row(block, tenure, _compared(last, this, block, tenure, alpha))
        for block in this.blocks()
        if block.key.question
        in {b.key.question for b in last.blocks() if b.key.role == block.key.role}
        for tenure in Tenure
    ]
    return _frame(rows)


def contrast_printed_tenures(this: PrintedYear, alpha: float = 0.05) -> pd.DataFrame:
    """Compare first-year with later staff in every question of a printed year.

    Parameters
    ----------
    this : PrintedYear
    alpha : float

    Returns
    -------
    DataFrame
        As `compare_printed_years`, one row = role x question, without tenure: "last" stands for the
        later staff and "this" for the first-year staff.
    """
    rows = [
        _row(block, Tenure.ALL, _contrasted(this, block, alpha))
        for block in this.blocks()
        if block.rows[0] is not None and block.rows[1] is not None
    ]
    return _frame(rows).drop(columns="tenure")


def counts_of(year: PrintedYear, block: Block, tenure: Tenure) -> Counts | InTables:
    """Return a row's possible counts, or why there are none to compare.

    Parameters
    ----------
    year : PrintedYear
    block : Block
        Of this year.
    tenure : Tenure
    """
    if is_headline(block):
        return InTables.NOT_BOUNDED
    if block.row(tenure) is None:
        return InTables.NOBODY
    found = year.tables(block.key.role, block.key.question)
    if found is None or found.tables is None:
        return InTables.TOO_MANY
    if not found.count:
        return InTables.CONTRADICTORY
    return Counts.of(found.tables, tenure, block.proper_answer)


def _compared(
    last: PrintedYear, this: PrintedYear, block: Block, tenure: Tenure, alpha: float
) -> PrintedComparison | InTables:
    before = next(b for b in last.blocks() if b.key[2:] == block.key[2:])
    sides = counts_of(last, before, tenure), counts_of(this, block, tenure)
    for side in sides:
        if isinstance(side, InTables):
            return side
    return compare(sides[0], sides[1], alpha)  # type: ignore[arg-type]


def _contrasted(this: PrintedYear, block: Block, alpha: float) -> PrintedComparison | InTables:
    counts = counts_of(this, block, Tenure.ALL)
    if isinstance(counts, InTables):
        return counts
    found = this.tables(block.key.role, block.key.question)
    if found is None or found.tables is None:
        return InTables.TOO_MANY
    return contrast(found.tables, block.proper_answer, alpha)


def _frame(rows: list[dict[str, Any]]) -> pd.DataFrame:
    import pandas as pd

    return pd.DataFrame(rows, columns=COLUMNS)


def _row(block: Block, tenure: Tenure, found: PrintedComparison | InTables) -> dict[str, Any]:
    about = {"role": block.key.role, "question": block.key.question, "tenure": str(tenure)}
    if isinstance(found, InTables):
        return about | {"verdict": str(found), "complete": True, "direction": 0, "n_tables": 0}
    return about | figures(found)


def figures(found: PrintedComparison) -> dict[str, Any]:
    """Return the columns of a comparison by name, plain values."""
    ends = {"change": found.change, "p": found.boschloo, "fisher": found.fisher}
    values = {
        f"{name}_{side}": None if pair is None else pair[place].value
        for name, pair in ends.items()
        for place, side in enumerate(("low", "high"))
    }
    share = found.significant
    return values | {
        "n_tables": found.n_tables,
        "significant_share": None if share is None else float(share),
        "verdict": str(found.verdict),
        "direction": found.direction,
        "complete": found.complete,
        "tables_at_p_low": _named(found, 0),
        "tables_at_p_high": _named(found, 1),
    }


def _named(found: PrintedComparison, place: int) -> str:
    """Name some of the tables that attain an end, and how many more there are."""
    if found.boschloo is None:
        return ""
    tables = found.boschloo[place].tables
    rest = len(tables) - _ENDS_NAMED
    names = [table.text() for table in tables[:_ENDS_NAMED]]
    return "; ".join([*names, *([f"+{rest}"] if rest > 0 else [])])


def _feasible(group: Group, allowed: Mask | None) -> Feasible | None:
    try:
        return feasible(group, allowed)
    except TooLarge:
        return None


def _sums_over_roles(groups: Sequence[Group]) -> dict[str, Mask]:
    """Return which splits of each group agree with the sum over the roles; none if not tied."""
    whole, parts = tied(groups)
    if whole is None:
        return {}
    try:
        grids = {group.role: as_grid(*possible_splits(group)) for group in (whole, *parts)}
    except TooLarge:
        return {}
    if not all(grid.any() for grid in grids.values()):  # what contradicts itself ties nobody
        return {}
    everyone, of_roles = grids[ALL_ROLES], [grids[part.role] for part in parts]
    allowed = {ALL_ROLES: _cut(_sum(of_roles), everyone)}
    for part in parts:
        others = _sum([grids[other.role] for other in parts if other is not part])
        allowed[part.role] = _less(allowed[ALL_ROLES], others)
    return allowed


def _cut(grid: Mask, other: Mask) -> Mask:
    """Return where both grids are true, in the size of the second."""
    result = np.zeros_like(other)
    rows, columns = (min(a, b) for a, b in zip(grid.shape, other.shape, strict=True))
    result[:rows, :columns] = grid[:rows, :columns] & other[:rows, :columns]
    return result


def _sum(grids: Iterable[Mask]) -> Mask:
    """Return which pairs are the sum of one pair of each grid."""
    from scipy.signal import fftconvolve

    total = np.ones((1, 1), dtype=bool)
    for grid in grids:
        total = fftconvolve(total.astype(float), grid.astype(float)) > 0.5
    return total


def _less(total: Mask, others: Mask) -> Mask:
    """Return which pairs can be completed by one of the others to a pair of the total."""
    from scipy.signal import fftconvolve

    turned = others[::-1, ::-1].astype(float)
    differences = fftconvolve(total.astype(float), turned) > 0.5
    return np.asarray(differences[others.shape[0] - 1 :, others.shape[1] - 1 :])
