"""What is told of each section, one after the other, the largest first.

A section is told something only where it gives nothing away of the role's counts: every number of
proper answers of the role, by tenure and of all, that fits everything else said goes on to fit
(`_quiet`). Then whatever is protected by the rest of the release is as open as before, and each
question can be looked at apart. In one section the groups and their sum lie between bounds; such
sets of several sections add up without gaps (they are generalised polymatroids: Frank & Tardos
1988, Math Programming 42:489), so the bounds of the sum are all there is to compare. And something
is told only if tables that fit it leave every count of its sections open enough.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from selfcheck_analysis.disclosure.attack.knowledge import Row
from selfcheck_analysis.disclosure.bands import Band
from selfcheck_analysis.disclosure.policy import Policy
from selfcheck_analysis.disclosure.sections.divided import Divided
from selfcheck_analysis.disclosure.sections.known import Known
from selfcheck_analysis.disclosure.sections.open_counts import OpenCounts
from selfcheck_analysis.disclosure.sections.protected import cell
from selfcheck_analysis.disclosure.sections.tables import Interval
from selfcheck_analysis.disclosure.unknowns import Unknowns
from selfcheck_analysis.terms import State


@dataclass(frozen=True)
class Saying:
    """What is told of one section: its state, the band if it is one, and what both stand for."""

    state: State
    band: Band | None
    interval: Interval


def sayings(divided: Divided, section: int, policy: Policy) -> list[Saying]:
    """Return what the rules allow to say of a section, the finest first; the last tells nothing."""
    own = cell(divided, section, policy)
    n, x = int(divided.n[section].sum()), int(divided.x[section].sum())
    found = []
    for state, band in zip(own.states, own.bands, strict=True):
        told = (0, n) if state.hidden else (x, x) if band is None else (band.fewest, band.most)
        found.append(Saying(state, band, told))
    return found


def silence(divided: Divided, policy: Policy) -> list[Saying]:
    """Return that nothing is said of any section."""
    return [sayings(divided, section, policy)[-1] for section in range(len(divided.sections))]


class Choice:
    """What is told of every section of one role and question.

    Parameters
    ----------
    divided : Divided
    known : Known
    policy : Policy
    """

    def __init__(self, divided: Divided, known: Known, policy: Policy) -> None:
        self.divided, self.known = divided, known
        self.open = OpenCounts(divided, known, policy)
        possible = [sayings(divided, section, policy) for section in range(len(divided.n))]
        self.said = [own[-1] for own in possible]
        for section in _largest_first(divided):
            finest = (saying for saying in possible[section] if self._may_say(section, saying))
            self.said[section] = next(finest, self.said[section])

    @property
    def told(self) -> list[Interval]:
        """What is told of every section."""
        return [saying.interval for saying in self.said]

    @property
    def tells(self) -> bool:
        """Whether anything is told that does not follow from what else is said."""
        return any(
            not saying.state.hidden and not self._known(section, saying)
            for section, saying in enumerate(self.said)
        )

    def say_only_what_is_known(self) -> None:
        """Take back what tells anything that does not follow from what else is said."""
        for section, saying in enumerate(self.said):
            if not saying.state.hidden and not self._known(section, saying):
                nothing = (0, int(self.divided.n[section].sum()))
                self.said[section] = Saying(State.HIDDEN_PROTECTS, None, nothing)

    def _may_say(self, section: int, saying: Saying) -> bool:
        if saying.state.hidden:
            return True
        if self._known(section, saying):
            return True
        before = self.said[section]
        self.said[section] = saying
        allowed = _quiet(self.divided, self.known, self.told)
        allowed = allowed and self.open.all_open(self.told)
        self.said[section] = before
        return allowed

    def _known(self, section: int, saying: Saying) -> bool:
        """Tell whether a saying follows from what is said of the role."""
        low, high = self.open.reach(section)
        return saying.interval[0] <= low and high <= saying.interval[1]


def _quiet(divided: Divided, known: Known, told: Sequence[Interval]) -> bool:
    """Tell whether what is told of sections leaves the role every count that it could have."""
    for subset, (least, most) in known.bounds.items():
        own = divided.n[:, subset].sum(axis=1)
        others = divided.n.sum(axis=1) - own
        low = sum(max(0, fewest - int(o)) for (fewest, _), o in zip(told, others, strict=True))
        high = sum(min(int(n), most_) for (_, most_), n in zip(told, own, strict=True))
        if low > least or high < most:
            return False
    return True


def _largest_first(divided: Divided) -> list[int]:
    """Return the declared sections; who is of none is told nothing."""
    sizes = divided.n.sum(axis=1)
    named = [section for section, name in enumerate(divided.sections) if name]
    return sorted(named, key=lambda section: (-sizes[section], section))


def row_of(divided: Divided, section: int, saying: Saying, unknowns: Unknowns) -> Row:
    """Return what is told of a section as a row over its counts."""
    return Row.of(unknowns.proper(divided.parts(section)), *saying.interval)
