"""Small surveys whose people are of sections, and what is then printed of the sections.

Groups are divided by section: the role of a divided group is written "role@section". Questions that
another one follows are not divided, as nothing is told of them by section.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import combinations

import numpy as np
import pandas as pd

from selfcheck_analysis.disclosure.earlier import EarlierRelease
from selfcheck_analysis.disclosure.policy import Rules
from selfcheck_analysis.disclosure.protection import protect
from selfcheck_analysis.section_rates import SECTION_COLUMNS
from tests.attack.every_table import Cell, Difference, Group, Headline, Print
from tests.attack.random_surveys import (
    BAND,
    FOLLOW_UP,
    SHOWN,
    TENURES,
    Policies,
    Released,
    SmallSurvey,
    _compared,
    _form,
    _person,
    drawn,
)
from tests.small_figures import small_questionnaire

NOBODYS = ""
"""The section of whoever is of none."""

LATE = "+"
"""Ends the section of whoever came after a first release, so that their answers are a group."""

Sections = Mapping[tuple[int, str, str], tuple[str, ...]]
"""(year, role, tenure): the section of every person, in the order of the answers."""


@dataclass(frozen=True)
class DividedSurvey:
    """A survey and the sections of its people."""

    survey: SmallSurvey
    sections: Sections

    @property
    def year(self) -> int:
        """The year whose sections are told of themselves."""
        return max(self.survey.forms)

    def questions(self, role: str) -> list[str]:
        """Return the questions of a role that are divided."""
        form = self.survey.forms[self.year]
        asked_if = {q.asked_if.question for q in form.questions if q.asked_if is not None}
        return [q for q in form.role(role).form.values() if q not in {FOLLOW_UP, *asked_if}]

    @cached_property
    def counted(self) -> dict[Group, tuple[int, int]]:
        """Answers and proper answers of every divided group in which anybody answered."""
        counted: dict[Group, tuple[int, int]] = {}
        for (year, role, tenure), people in self.survey.answers.items():
            for person, section in zip(people, self.sections[year, role, tenure], strict=True):
                for question in self.questions(role) if year == self.year else ():
                    group = (year, question, f"{role}@{section}", tenure)
                    n, x = counted.get(group, (0, 0))
                    if question in person:
                        counted[group] = n + 1, x + person[question]
        return counted

    def parts(self, group: Group) -> tuple[Group, ...]:
        """Return the divided groups of an undivided one, itself where it is not divided."""
        year, question, role, tenure = group
        if year != self.year or question not in self.questions(role):
            return (group,)
        return tuple(
            part
            for part in self.counted
            if (part[1], part[2].split("@")[0], part[3]) == (question, role, tenure)
        )

    def of_section(self, question: str, role: str, section: str) -> tuple[Group, ...]:
        """Return the divided groups of one section and reported role."""
        own = {r for r in ("a", "b", "d") if role in (r, self.survey.merged.get(r, r))}
        return tuple(
            part
            for part in self.counted
            if part[1] == question
            and part[2].split("@")[0] in own
            and part[2].split("@")[1].removesuffix(LATE) == section
        )

    def frame(self) -> pd.DataFrame:
        """Return the counts by section as the door takes them, of all questions."""
        rows: dict[tuple[str, str, str, str], list[int]] = {}
        for (year, role, tenure), people in self.survey.answers.items():
            for person, section in zip(people, self.sections[year, role, tenure], strict=True):
                for question in self.survey.forms[year].role(role).form.values():
                    own = section.removesuffix(LATE)
                    if year == self.year and own != NOBODYS:
                        count = rows.setdefault((own, role, question, tenure), [0, 0, 0])
                        count[0] += 1
                        count[1] += question in person
                        count[2] += person.get(question, False)
        columns = list(SECTION_COLUMNS)
        return pd.DataFrame([(*key, *count) for key, count in rows.items()], columns=columns)

    def released(self, earlier: tuple[EarlierRelease, ...] = ()) -> Released:
        """Go through the door."""
        rules = Rules(self.survey.policies.policy(), self.survey.mean)
        compared = _compared(self.survey)
        chosen = protect(self.survey.years, compared, rules, earlier=earlier, sections=self.frame())
        return Released(self.survey, chosen)

    def section_cells(self, released: Released) -> Iterator[Cell]:
        """Yield what is printed of sections, as a count and how many answered."""
        for (section, role, question), (state, band) in released.protected.sections.items():
            if state not in (SHOWN, BAND):
                continue
            groups = self.of_section(question, role, section)
            n, x = (sum(self.counted[group][i] for group in groups) for i in (0, 1))
            low, high = (x, x) if band is None else (band.fewest, band.most)
            assert low <= x <= high
            assert section != NOBODYS
            yield Cell(groups, low, high, n)

    def printed(self, released: Released, of_sections: bool = True) -> Print:
        """Return the print with every group divided, and what is told of sections if wanted."""
        whole = released.printed()
        groups = [part for group in whole.groups for part in self.parts(group)]
        bases = {
            part: self.counted[part][0] if part in self.counted else n
            for group, n in whole.bases.items()
            for part in self.parts(group)
        }
        said = [self._divided(told) for told in whole.said]
        if of_sections:
            said += self.section_cells(released)
        return replace(whole, bases=bases, groups=tuple(groups), said=tuple(said))

    def true(self, group: Group) -> int:
        """Return the true number of a column of the tables."""
        return self.counted[group][1] if group in self.counted else self.survey.true(group)

    def _divided(self, told: Cell | Headline | Difference) -> Cell | Headline | Difference:
        if isinstance(told, Cell):
            return replace(told, groups=self._all_parts(told.groups))
        if isinstance(told, Headline):
            return replace(told, mean=self._mean(told.mean))
        return replace(told, means=tuple(self._mean(mean) for mean in told.means))

    def _mean(self, mean):
        return replace(mean, questions=tuple(map(self._all_parts, mean.questions)))

    def _all_parts(self, groups: tuple[Group, ...]) -> tuple[Group, ...]:
        return tuple(part for group in groups for part in self.parts(group))


Protectee = tuple[str, tuple[Group, ...], int]
"""Why it is protected, the divided groups whose proper answers are counted, the values it needs."""


def protectees_by_section(divided: DividedSurvey) -> Iterator[Protectee]:
    """Yield every count by section that must stay open, however many values it has anyway."""
    policies = divided.survey.policies
    form = divided.survey.forms[divided.year]
    reported = {role.id: divided.survey.merged.get(role.id, role.id) for role in form.roles}
    for question in [question.id for question in form.questions]:
        for role in dict.fromkeys(reported.values()):
            own = [
                group
                for group, (n, _) in divided.counted.items()
                if group[1] == question and reported[group[2].split("@")[0]] == role and n
            ]
            for size in range(1, len(own) + 1):
                for union in combinations(own, size):
                    n = sum(divided.counted[group][0] for group in union)
                    if n < policies.min_base:
                        yield "small", union, min(policies.min_values, n + 1)
            yield from _minorities(divided, own)
    yield from _persons(divided)


def _minorities(divided: DividedSurvey, of_role: list[Group]) -> Iterator[Protectee]:
    policies = divided.survey.policies
    sections = {group: group[2].split("@")[1].removesuffix(LATE) for group in of_role}
    for section in dict.fromkeys(sections.values()):
        groups = tuple(group for group in of_role if sections[group] == section)
        n, x = (sum(divided.counted[group][i] for group in groups) for i in (0, 1))
        small_inside = any(divided.counted[group][0] < policies.min_base for group in groups)
        alike_shown = policies.all_alike_shown and not small_inside
        few_unlike = n - x <= policies.band_minority and not (n == x and alike_shown)
        if n >= policies.min_base and (few_unlike or x <= policies.band_minority):
            yield "minority", groups, min(policies.min_values, n + 1)


def _persons(divided: DividedSurvey) -> Iterator[Protectee]:
    """Yield all answers together of few people, where every question is divided."""
    form = divided.survey.forms[divided.year]
    if any(question.asked_if is not None for question in form.questions):
        return
    policies = divided.survey.policies
    for role in dict.fromkeys(group[2] for group in divided.counted):
        for tenures in [(tenure,) for tenure in TENURES] + [TENURES]:
            groups = tuple(g for g in divided.counted if g[2] == role and g[3] in tenures)
            n_people = max(
                (
                    sum(divided.counted[g][0] for g in groups if g[1] == question)
                    for question in {g[1] for g in groups}
                ),
                default=0,
            )
            n = sum(divided.counted[group][0] for group in groups)
            if 0 < n_people < policies.min_base:
                yield "persons", groups, min(policies.min_values, n + 1)


def drawn_divided(seed: int) -> DividedSurvey:
    """Draw a survey of one or two years and up to three roles, and the sections of its people."""
    survey, stream = drawn(seed), np.random.default_rng([seed, 2])
    names = ["s", "t", "u"][: int(stream.choice([2, 3]))]
    weights = stream.dirichlet([*np.ones(len(names)), 0.5])
    sections = {
        key: tuple(map(str, stream.choice([*names, NOBODYS], len(people), p=weights)))
        for key, people in survey.answers.items()
    }
    return DividedSurvey(survey, sections)


def one_role(
    seed: int, sizes: Mapping[str, tuple[int, int]], likely: float = 0.7, questions: int = 1
) -> DividedSurvey:
    """Draw one year of one role by the sizes of its sections: first-year staff, others."""
    stream = np.random.default_rng([seed, 3])
    asked = {"a": ["p", "q", "r"][:questions]}
    form = small_questionnaire(2023, **_form(stream, asked))
    answers: dict[tuple[int, str, str], list[dict[str, bool]]] = {}
    sections: dict[tuple[int, str, str], tuple[str, ...]] = {}
    for place, tenure in enumerate(TENURES):
        people = [section for section, own in sizes.items() for _ in range(own[place])]
        answers[2023, "a", tenure] = [_person(stream, form, asked["a"], likely) for _ in people]
        sections[2023, "a", tenure] = tuple(people)
    policies = Policies(
        min_base=int(stream.integers(3, 5)),
        band_minority=int(stream.integers(1, 3)),
        all_alike_shown=bool(stream.random() < 0.7),
        interval_from=100,
    )
    return DividedSurvey(SmallSurvey({2023: form}, answers, policies, "macro"), sections)


def answered(unlike: Mapping[str, tuple[int, int]], sizes: Mapping[str, tuple[int, int]]):
    """Return a survey of one question and role: of each section so many answered improperly."""
    survey = one_role(0, sizes, likely=1.0)
    answers = {
        (2023, "a", tenure): [
            {"p": number >= unlike[section][place]}
            for section, own in sizes.items()
            for number in range(own[place])
        ]
        for place, tenure in enumerate(TENURES)
    }
    policies = Policies(min_base=3, band_minority=2, all_alike_shown=True, interval_from=100)
    return replace(survey, survey=replace(survey.survey, answers=answers, policies=policies))


def without_the_late(divided: DividedSurvey) -> DividedSurvey:
    """Return the survey as it was before those came whose section ends with `LATE`."""
    early = {
        key: [not section.endswith(LATE) for section in sections]
        for key, sections in divided.sections.items()
    }
    answers = {
        key: [person for person, there in zip(people, early[key], strict=True) if there]
        for key, people in divided.survey.answers.items()
    }
    sections = {
        key: tuple(name for name, there in zip(names, early[key], strict=True) if there)
        for key, names in divided.sections.items()
    }
    return DividedSurvey(replace(divided.survey, answers=answers), sections)
