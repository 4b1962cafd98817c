"""What was found in the deliveries of one programme and year, and how grave it is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import IntEnum

from selfcheck_analysis.delivery_check.sections import (
    COUNTS,
    Internal,
    Section,
    internal_of,
    sections_of,
)
from selfcheck_analysis.problems import Problem
from selfcheck_analysis.questionnaire import Questionnaire
from selfcheck_analysis.responses.intake import Intake
from selfcheck_analysis.words import Words


class Grade(IntEnum):
    """How it stands with the deliveries; the command's exit status."""

    CLEAN = 0
    SET_ASIDE = 1
    CANNOT_READ = 2


@dataclass(frozen=True)
class Findings:
    """The deliveries of one programme and year.

    `refusals` are faults for which a run would not start, such as persons delivered twice.
    """

    questionnaire: Questionnaire
    intake: Intake
    refusals: tuple[Problem, ...]

    @property
    def sections(self) -> list[Section]:
        """What every section delivered and may be told."""
        return sections_of(self.intake)

    @property
    def internal(self) -> Internal:
        """What no section may be told."""
        return internal_of(self.intake, self.refusals, self.sections)

    @property
    def n_problems(self) -> int:
        """How many faults there are, those too that are not listed one by one."""
        return sum(self.intake.faults.values()) + len(self.refusals)

    @property
    def grade(self) -> Grade:
        """The gravest that was found."""
        unread = self.intake.deliveries["delivered"].isna().any()
        if self.refusals or unread:
            return Grade.CANNOT_READ
        return Grade.SET_ASIDE if self.n_problems else Grade.CLEAN

    def total(self, name: str) -> int:
        """Add one of `sections.COUNTS` up over all files."""
        return int(self.intake.deliveries[name].sum())

    def people(self) -> dict[str, int]:
        """Count the people used by role, those of tallies among them."""
        tallied = self.intake.tallies.people.groupby("role")["n_people"].sum().to_dict()
        stored = {role: len(people.tenures) for role, people in self.intake.people.items()}
        roles = [role.id for role in self.questionnaire.roles]
        return {role: stored.get(role, 0) + int(tallied.get(role, 0)) for role in roles}

    def expected(self, words: Words) -> Iterator[str]:
        """Yield what came beside what was to come: sections and the people of every role."""
        asked = self.questionnaire.survey.sections
        yield words("check.sections_asked", files=len(self.intake.deliveries), sections=asked)
        people = self.people()
        for role in self.questionnaire.roles:
            counts = {"people": people[role.id], "headcount": role.headcount}
            yield words("check.of_role", role=role.label.text(words.language), **counts)

    def lines(self, words: Words) -> Iterator[str]:
        """Yield what a terminal shows: the sums, every fault with its place, how many notes."""
        about = {
            "title": self.questionnaire.short_title.text(words.language),
            "files": len(self.intake.deliveries),
        }
        counts = {name: self.total(name) for name in COUNTS}
        yield words("check.summary", **about, **counts, problems=self.n_problems)
        yield from (f"  {line}" for line in self.expected(words))
        for problem in (*self.refusals, *self.intake.problems):
            yield f"- {problem.text(words)}"
        if self.refusals:
            yield words("check.no_run")
        if self.intake.notes:
            yield words("check.notes_line", count=len(self.intake.notes))
