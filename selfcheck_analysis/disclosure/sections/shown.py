"""What is told of all sections of a year: chosen beside a finished release, for its audit too."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import pandas as pd

from selfcheck_analysis.disclosure.attack.knowledge import Knowledge, Row
from selfcheck_analysis.disclosure.audit import COLUMNS, refuse_unsafe
from selfcheck_analysis.disclosure.bands import Band
from selfcheck_analysis.disclosure.policy import Policy
from selfcheck_analysis.disclosure.sections.again import Before
from selfcheck_analysis.disclosure.sections.choice import (
    Choice,
    Saying,
    row_of,
    sayings,
    silence,
)
from selfcheck_analysis.disclosure.sections.divided import Divided
from selfcheck_analysis.disclosure.sections.known import known_of
from selfcheck_analysis.disclosure.sections.persons import totals_open
from selfcheck_analysis.disclosure.sections.tables import n_distinct
from selfcheck_analysis.disclosure.unknowns import Unknowns
from selfcheck_analysis.published.integer_programme import Unsolved
from selfcheck_analysis.terms import State

SectionCell = tuple[str, str, str]
"""(section, role as reported, question)."""

Said = tuple[Divided, Sequence[Saying]]
"""One role and question, and what is told of each of its sections."""


@dataclass(frozen=True)
class SectionsShown:
    """What was chosen.

    Attributes
    ----------
    cells : mapping of SectionCell to (State, Band or None)
        What divides a role; a section that has all of it is not in it.
    rows : tuple of Row
        What is told, and what ties it to the counts of the roles.
    audit : DataFrame
        As `audit.audited` returns, one row = one count by section that had to stay open.
    """

    cells: Mapping[SectionCell, tuple[State, Band | None]] = field(default_factory=dict)
    rows: tuple[Row, ...] = ()
    audit: pd.DataFrame = field(default_factory=lambda: pd.DataFrame(columns=COLUMNS))


def show_sections(
    divisions: Sequence[Divided],
    knowledge: Knowledge,
    unknowns: Unknowns,
    before: Before,
    policy: Policy,
) -> SectionsShown:
    """Choose what is told of every section.

    Parameters
    ----------
    divisions : sequence of Divided
    knowledge : Knowledge
        All that is known when the release is out.
    unknowns : Unknowns
        Gets the counts by section of what is told.
    before : Before
        What was released before. Where sections were told of then, only the same is told again:
        two releases differ by the people who came or went.
    policy : Policy

    Raises
    ------
    UnsafeReleaseError
        Tables that fit what was chosen leave a count too few values.
    """
    by_role: dict[str, list[Divided]] = {}
    for divided in divisions:
        by_role.setdefault(divided.role, []).append(divided)
    said: list[Said] = []
    audits: list[tuple[object, ...]] = []
    for of_role in by_role.values():
        again = [divided for divided in of_role if before.spoke_of(divided)]
        said += [(divided, before.told(divided, unknowns, policy)) for divided in again]
        anew = [divided for divided in of_role if divided not in again]
        own, choices = _of_role(anew, knowledge, unknowns, policy)
        said += own
        audits += [row for choice in choices for row in _audited(choice)]
    audit = pd.DataFrame(audits, columns=COLUMNS)
    refuse_unsafe(audit)
    rows = [row for divided, own in said for row in _told(divided, own, unknowns)]
    return SectionsShown(dict(_cells(said)), tuple(rows), audit)


def _of_role(
    divisions: Sequence[Divided], knowledge: Knowledge, unknowns: Unknowns, policy: Policy
) -> tuple[list[Said], list[Choice]]:
    """Choose for the questions of one role, of whose sections nothing was told before."""
    found = {divided: _choice(divided, knowledge, unknowns, policy) for divided in divisions}
    choices = [choice for choice in found.values() if choice is not None]
    silent = [divided for divided, choice in found.items() if choice is None]
    if not totals_open(choices, silent, policy.min_base.value, policy.min_values.value):
        for choice in choices:
            choice.say_only_what_is_known()
    said: list[Said] = [(choice.divided, choice.said) for choice in choices]
    said += [(divided, silence(divided, policy)) for divided in silent]
    return said, choices


def _choice(
    divided: Divided, knowledge: Knowledge, unknowns: Unknowns, policy: Policy
) -> Choice | None:
    """Choose for one question; None where nothing may be said, or the solver cannot tell."""
    if divided.silent or all(saying.state.hidden for saying in _finest(divided, policy)):
        return None
    try:
        known = known_of(divided, knowledge, unknowns)
    except Unsolved:
        return None
    return Choice(divided, known, policy)


def _finest(divided: Divided, policy: Policy) -> list[Saying]:
    named = [section for section, name in enumerate(divided.sections) if name]
    return [sayings(divided, section, policy)[0] for section in named]


def _told(divided: Divided, said: Sequence[Saying], unknowns: Unknowns) -> list[Row]:
    if all(saying.state.hidden for saying in said):
        return []
    rows = divided.add_to(unknowns)
    for section, saying in enumerate(said):
        if not saying.state.hidden:
            rows.append(row_of(divided, section, saying, unknowns))
    return rows


def _cells(said: Sequence[Said]) -> Iterator[tuple[SectionCell, tuple[State, Band | None]]]:
    for divided, own in said:
        if len(divided.sections) == 1:
            continue
        for section, saying in zip(divided.sections, own, strict=True):
            yield (section, divided.role, divided.question), (saying.state, saying.band)


def _audited(choice: Choice) -> Iterator[tuple[object, ...]]:
    """Yield what the tables show of every count that had to stay open, if anything new is told."""
    if not choice.tells:
        return
    divided, counts = choice.divided, choice.open.counts
    values = choice.open.values(choice.told, counts)
    enough = [count.enough for count in counts]
    found = n_distinct(values, max(enough, default=0))
    for place, count in enumerate(counts):
        possible = min(int(found[place]), count.enough)
        yield (
            *("section", divided.year, divided.question, count.name),
            int(divided.x[count.mask].sum()),
            *(int(values[:, place].min()), int(values[:, place].max())),
            *(possible, count.enough, possible >= count.enough),
        )
