"""The state of every cell of a year, as it was chosen, and the band where it is one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from selfcheck_analysis.disclosure.bands import Band
from selfcheck_analysis.rates import YearFigures
from selfcheck_analysis.terms import ALL_ROLES, ANSWERED_TENURES, HEADLINE, State, Tenure

CellName = tuple[str, str, str]
"""(question or headline, role or all_roles, tenure)."""

States = dict[CellName, State]


@dataclass(frozen=True)
class Side:
    """One side of a comparison: a year, what of it may be shown, and what is shown as a band."""

    year: YearFigures
    states: States
    bands: Mapping[CellName, Band] = field(default_factory=dict)


def all_shown(year: YearFigures) -> Side:
    """Return a year of which everything is shown that there is."""
    return Side(year, {name: State.SHOWN for name, n in _bases(year).items() if n} | _empty(year))


def side(year: YearFigures, chosen: Mapping[CellName, tuple[State, Band | None]]) -> Side:
    """Return a year with the states that were chosen, each with the reason that a reader is told.

    A tenure that is not shown beside its 全体 is merged into it. All cells of a conditional
    question that are not shown have one and the same reason: how many were asked is how many gave
    the answer that the condition names, and whether that was nobody or ten must not be told either.
    """
    states = {name: state for name, (state, _) in chosen.items()}
    whole = {name for name, state in states.items() if state in (State.SHOWN, State.BAND)}
    for (question, role, tenure), state in states.items():
        beside = tenure in ANSWERED_TENURES and (question, role, str(Tenure.ALL)) in whole
        if state is State.HIDDEN_PROTECTS and beside:
            states[question, role, tenure] = State.HIDDEN_MERGED
    states |= {name: state for name, state in _empty(year).items() if name not in states}
    conditional = {q.id for q in year.questionnaire.questions if q.asked_if is not None}
    for name, state in states.items():
        if name[0] in conditional and state not in (State.SHOWN, State.BAND, State.ABSENT):
            states[name] = State.HIDDEN_CONDITIONAL
    bands = {name: band for name, (_, band) in chosen.items() if band is not None}
    return Side(year, states, bands)


def state_of_both(this: States, last: States, name: CellName) -> State:
    """Return what stands in the way of showing both years, hidden cells first."""
    return state_of_all([this[name], last.get(name, State.NO_ANSWERS)])


def state_of_all(states: Iterable[State]) -> State:
    """Return what stands in the way of showing all of several cells, hidden ones first."""
    found = set(states)
    order = [
        *(state for state in State if state.hidden),
        State.ABSENT,
        State.NO_ANSWERS,
        State.BAND,
    ]
    return next((state for state in order if state in found), State.SHOWN)


def _bases(year: YearFigures) -> dict[CellName, int]:
    """Return how many answered each cell; of a headline, how many people there are."""
    bases = {
        (HEADLINE, str(p.role), str(p.tenure)): int(p.n_people) for p in year.people.itertuples()
    }
    for cell in year.counts.itertuples(index=False):
        name = (str(cell.question), str(cell.role), str(cell.tenure))
        everyone = (name[0], ALL_ROLES, name[2])
        bases[name] = int(cell.n_answers)
        bases[everyone] = bases.get(everyone, 0) + bases[name]
    return bases


def _empty(year: YearFigures) -> States:
    """Return the cells that nobody answered: nobody is there, or nobody was asked or answered."""
    bases = _bases(year)
    return {
        name: State.NO_ANSWERS if bases.get((HEADLINE, *name[1:]), 1) else State.ABSENT
        for name, n in bases.items()
        if n == 0
    }
