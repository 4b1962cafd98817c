"""The cells of one year's tables as statements: a figure, a band, or nothing."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from selfcheck_analysis.disclosure.attack.knowledge import Row
from selfcheck_analysis.disclosure.attack.statements import Statement
from selfcheck_analysis.disclosure.bands import Band, minority_band, wide_band
from selfcheck_analysis.disclosure.policy import Policy
from selfcheck_analysis.disclosure.unknowns import Group, OfGroups, Unknowns
from selfcheck_analysis.terms import ALL_ROLES, ANSWERED_TENURES, State, Tenure

CellKey = tuple[int, str, str, str]
"""(fiscal year, question or headline, role or all_roles, tenure)."""

TENURE_SHARE = 0.4
"""What a figure by tenure is worth, as a share of the same figure over all tenures."""

BAND_SHARE = 0.5
"""What is lost by a band, as a share of what is lost by hiding."""

FOCUS_TIMES = 1000
"""How many times more a focus question over everyone asked is worth than any other figure."""


@dataclass(frozen=True)
class Cell(OfGroups):
    """One cell: its groups, and its states and bands from the finest that the rules allow."""

    key: CellKey
    groups: tuple[Group, ...]
    states: tuple[State, ...]
    bands: tuple[Band | None, ...]


def cells_of_question(
    year: int,
    question: str,
    groups: Collection[Group],
    reported: Mapping[str, str],
    everyone: bool,
    policy: Policy,
    tenures: Collection[str] = tuple(map(str, Tenure)),
) -> Iterator[Cell]:
    """Yield the cells of one question: roles as reported, and all roles if they are released.

    Parameters
    ----------
    year : int
    question : str
    groups : collection of Group
        The undivided groups that were asked.
    reported : mapping of str to str
        The role under which each role is reported.
    everyone : bool
        Whether the sums over all roles are released.
    policy : Policy
    tenures : collection of Tenure
        Those that are released.
    """
    roles = list(dict.fromkeys(reported[group.role] for group in groups))
    for role in [*roles, *([ALL_ROLES] if everyone else [])]:
        for tenure in tenures:
            members = tuple(
                group
                for group in groups
                if role in (reported[group.role], ALL_ROLES)
                and tenure in (group.tenure, str(Tenure.ALL))
            )
            if sum(group.n for group in members):
                yield cell_of((year, question, role, tenure), members, policy)


def cell_of(key: CellKey, groups: tuple[Group, ...], policy: Policy) -> Cell:
    """Return a cell with the states that the rules allow it, whatever else is shown."""
    n, x = (sum(getattr(group, name) for group in groups) for name in ("n", "x"))
    if n < policy.min_base.value:
        return Cell(key, groups, (State.HIDDEN_SMALL,), (None,))
    small_inside = any(0 < group.n < policy.min_base.value for group in groups)
    band = minority_band(n, x, policy, small_inside)
    if band is not None:
        return Cell(key, groups, (State.BAND, State.HIDDEN_PROTECTS), (band, None))
    wider = None if key[3] in ANSWERED_TENURES else wide_band(n, x, policy, small_inside)
    if wider is None:
        return Cell(key, groups, (State.SHOWN, State.HIDDEN_PROTECTS), (None, None))
    states = (State.SHOWN, State.BAND, State.HIDDEN_PROTECTS)
    return Cell(key, groups, states, (None, wider, None))


def statement(cell: Cell, unknowns: Unknowns) -> Statement:
    """Return what a cell tells in each of its states.

    A figure tells the very count: below 100 answers a whole percent has one, above it p and
    interval give it away. So every figure that follows from the counts of shown cells (changes,
    intervals, p-values, detectable changes, splits by composition) is known with them.
    """
    worth = float(cell.n)
    worth *= FOCUS_TIMES if cell.key[2] == ALL_ROLES else 1
    worth *= TENURE_SHARE if cell.key[3] != Tenure.ALL else 1
    wordings, losses = [], []
    for state, band in zip(cell.states, cell.bands, strict=True):
        wordings.append(() if state.hidden else _told(cell, band, unknowns))
        losses.append(worth * (1 if state.hidden else BAND_SHARE * (state is State.BAND)))
    return Statement(
        cell.key,
        tuple(wordings),
        tuple(loss - losses[0] for loss in losses),
        yields=cell.groups[0].conditional,
    )


def _told(cell: Cell, band: Band | None, unknowns: Unknowns) -> tuple[Row, ...]:
    fewest, most = (cell.x, cell.x) if band is None else (band.fewest, band.most)
    rows = [Row.of(unknowns.proper(cell.groups), fewest, most)]
    unknown, known = unknowns.given(cell.groups)
    if unknown:
        rows.append(Row.of(unknown, cell.n - known, cell.n - known))
    return tuple(rows)
