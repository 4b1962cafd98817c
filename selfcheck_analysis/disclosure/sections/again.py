"""What was told of sections before: it is told again as it was, and what it protected still is.

A section whose people are the same ones is told the same. Where any counts of a role and question
moved, its sections are told nothing new, for two releases differ by the people who came or went.
So do sections that were put together otherwise or under other names: once anything was told of a
role and question by section, only the same is told again.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from selfcheck_analysis.disclosure.attack.knowledge import Knowledge, Row
from selfcheck_analysis.disclosure.earlier import EarlierRelease
from selfcheck_analysis.disclosure.policy import Policy
from selfcheck_analysis.disclosure.sections.choice import Saying, row_of, sayings, silence
from selfcheck_analysis.disclosure.sections.divided import Divided
from selfcheck_analysis.disclosure.sections.known import known_of
from selfcheck_analysis.disclosure.sections.open_counts import OpenCounts
from selfcheck_analysis.disclosure.unknowns import PROPER, Name, Unknowns
from selfcheck_analysis.published.integer_programme import Unsolved


@dataclass(frozen=True)
class Before:
    """The releases before this one, and what they told as rows over this one's unknowns."""

    releases: Sequence[EarlierRelease] = ()
    rows: frozenset[Row] = frozenset()

    def spoke_of(self, divided: Divided) -> bool:
        """Tell whether any told of a role and question by section, whatever sections these were."""
        return any(_by_section(release, divided) for release in self.releases)

    def unmoved(self, divided: Divided) -> bool:
        """Tell whether the same people had given the same answers whenever sections were told."""
        now = {
            part.name(PROPER): (part.n, part.x)
            for section in range(len(divided.sections))
            for part in divided.parts(section)
        }
        now |= {group.name(PROPER): (group.n, group.x) for group in divided.groups}
        return all(
            all(release.counts.get(name) == count for name, count in now.items())
            for release in self.releases
            if _by_section(release, divided)
        )

    def told(self, divided: Divided, unknowns: Unknowns, policy: Policy) -> list[Saying]:
        """Return what was said of each section, in the same words of the same people's answers."""
        said = silence(divided, policy)
        for section in range(len(divided.sections)):
            for saying in sayings(divided, section, policy):
                row = row_of(divided, section, saying, unknowns)
                if not saying.state.hidden and row in self.rows:
                    said[section] = saying
        return said

    def still_open(
        self, divided: Divided, knowledge: Knowledge, unknowns: Unknowns, policy: Policy
    ) -> bool:
        """Tell whether tables show the counts of unmoved sections open beside all that is said.

        False where the solver cannot tell.
        """
        told = [saying.interval for saying in self.told(divided, unknowns, policy)]
        try:
            known = known_of(divided, knowledge, unknowns)
        except Unsolved:
            return False
        return OpenCounts(divided, known, policy).all_open(told)


def _by_section(release: EarlierRelease, divided: Divided) -> set[Name]:
    """Return the names of the counts by section that a release told of a role and question.

    They are those of a group with a section after it, of any tenure.
    """
    groups = [group.name(PROPER) for group in divided.groups]
    about = {group[:-1] for group in groups}
    length = len(groups[0]) + 1
    return {name for name in release.counts if len(name) == length and name[:-2] in about}
