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

    def lines(self, words: Words) -> Iterator[str]:
        """Yield what a terminal shows: the sums, every fault with its place, how many notes."""
        about = {
            "title": self.questionnaire.short_title.text(words.language),
            "files": len(self.intake.deliveries),
        }
        counts = {name: self.total(name) for name in COUNTS}
        yield words("check.summary", **about, **counts, problems=self.n_problems)
        for problem in (*self.refusals, *self.intake.problems):
            yield f"- {problem.text(words)}"
        if self.intake.notes:
            yield words("check.notes_line", count=len(self.intake.notes))
