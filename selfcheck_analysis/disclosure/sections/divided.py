"""The answers of one reported role to one question, divided by the sections that delivered them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from selfcheck_analysis.disclosure.attack.knowledge import Row
from selfcheck_analysis.disclosure.cells import Cell
from selfcheck_analysis.disclosure.release_set import ALL, ReleaseSet, Year
from selfcheck_analysis.disclosure.unknowns import PROPER, Group, Name, Unknowns
from selfcheck_analysis.responses.section_names import NO_SECTION

Counts = NDArray[np.int64]
"""One row a section, one column an undivided group."""

MOST_GROUPS = 4
"""A role of more undivided groups is not divided: it is one of several small roles merged."""


@dataclass(frozen=True)
class SectionGroup(Group):
    """The part of an undivided group that belongs to one section."""

    section: str = NO_SECTION

    def name(self, counted: str) -> Name:
        """Name one of its unknowns."""
        return (*super().name(counted), self.section)


@dataclass(frozen=True, eq=False)
class Divided:
    """One role and question (true counts).

    Attributes
    ----------
    year, question, role
        The role as reported.
    groups : tuple of Group
        The undivided groups of the role that answered.
    sections : tuple of str
        Those that answered; at the end `NO_SECTION`, for whoever is of none, if anybody is.
    n, x : ndarray
        Answers and proper answers, sections x groups.
    silent : bool
        Nothing is told of it by section, whatever the answers are.
    """

    year: int
    question: str
    role: str
    groups: tuple[Group, ...]
    sections: tuple[str, ...]
    n: Counts
    x: Counts
    silent: bool = False

    def parts(self, section: int) -> tuple[SectionGroup, ...]:
        """Return the groups of one section, those too in which it has nobody."""
        return tuple(
            SectionGroup(
                *(group.year, group.question, group.role, group.tenure),
                *(int(self.n[section, place]), int(self.x[section, place])),
                conditional=False,
                section=self.sections[section],
            )
            for place, group in enumerate(self.groups)
        )

    def names(self) -> set[Name]:
        """Return the names of its counts."""
        return {p.name(PROPER) for s in range(len(self.sections)) for p in self.parts(s)}

    def add_to(self, unknowns: Unknowns) -> list[Row]:
        """Add its counts and return that those of all sections come to the role's."""
        for section in range(len(self.sections)):
            for part in self.parts(section):
                unknowns.add(part.name(PROPER), part.n, part.x)
        rows = []
        for place, group in enumerate(self.groups):
            parts = [self.parts(section)[place] for section in range(len(self.sections))]
            whole = {unknowns.columns[group.name(PROPER)]: -1}
            rows.append(Row.of({**unknowns.proper(parts), **whole}, 0, 0))
        return rows


def divided(release_set: ReleaseSet, year: Year, counts: pd.DataFrame) -> Iterator[Divided]:
    """Yield every role and question that everybody is asked, those of one role together.

    Silent are conditions of other questions, roles that were tallied by hand, years in which
    answers against a condition are dealt with otherwise than by leaving them out, and roles of
    which one section has everybody: it is told what the role is.

    Parameters
    ----------
    release_set : ReleaseSet
    year : Year
    counts : DataFrame
        As `section_rates.counts_by_section`.

    Raises
    ------
    ValueError
        The sections have more answers than their role.
    """
    form = year.delivered.questionnaire
    tallied = {year.roles[role] for role in year.delivered.tallied}
    conditional = {q.id: q.asked_if.question for q in form.questions if q.asked_if is not None}
    for role in year.reported.questionnaire.roles:
        for question in [q.id for q in form.questions if q.id not in conditional]:
            cell = release_set.cells.get((form.fiscal_year, question, role.id, ALL))
            if cell is not None and len(cell.groups) <= MOST_GROUPS:
                found = _divided(cell, counts[counts["question"] == question])
                silent = not year.asked_only or role.id in tallied
                silent = silent or question in conditional.values() or len(found.sections) == 1
                yield replace(found, silent=silent)


def _divided(cell: Cell, counts: pd.DataFrame) -> Divided:
    answers: Mapping[tuple[str, str, str], tuple[int, int]] = {
        (row.section, row.role, row.tenure): (int(row.n_answers), int(row.n_proper))
        for row in counts.itertuples(index=False)
    }
    names = [str(name) for name in dict.fromkeys(counts["section"])]
    both = np.array(
        [[answers.get((s, g.role, g.tenure), (0, 0)) for g in cell.groups] for s in names],
        dtype=np.int64,
    ).reshape(len(names), len(cell.groups), 2)
    whole = np.array([(group.n, group.x) for group in cell.groups], dtype=np.int64)
    rest = whole - both.sum(axis=0)
    if rest.min() < 0 or (rest[:, 0] < rest[:, 1]).any():
        raise ValueError(f"{cell.key}: sections have more answers than their role")
    both = np.concatenate([both, rest[None]])
    there = both[:, :, 0].sum(axis=1) > 0
    sections = [name for name, any_ in zip([*names, NO_SECTION], there, strict=True) if any_]
    year, question, role, _ = cell.key
    n, x = both[there, :, 0], both[there, :, 1]
    return Divided(year, question, role, cell.groups, tuple(sections), n, x)
