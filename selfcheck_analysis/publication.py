"""A release together with the names and the language to print it in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pandas as pd

from selfcheck_analysis.display import HtmlBlock
from selfcheck_analysis.questionnaire import Answer, Questionnaire
from selfcheck_analysis.released import Release
from selfcheck_analysis.templating import render
from selfcheck_analysis.terms import ALL_ROLES, HEADLINE, PrintedVerdict, State, Verdict
from selfcheck_analysis.words import Words

MOVED = (Verdict.ROSE, Verdict.FELL)
"""The verdicts that say that there is a difference."""

MOVED_IN_PRINT = (PrintedVerdict.ROSE, PrintedVerdict.FELL)
"""The verdicts that say that there is a difference whatever stands behind the print."""


FIGURES = (State.SHOWN, State.BAND)
"""The states of rows that have figures, exact ones or a band."""


@dataclass(frozen=True)
class Publication:
    """What charts, tables and commentary are handed."""

    release: Release
    questionnaire: Questionnaire
    words: Words

    def role(self, role_id: str) -> str:
        """Return a role's printed name."""
        if role_id == ALL_ROLES:
            return self.words("role.all")
        return self.questionnaire.role(role_id).label.text(self.words.language)

    def question(self, question_id: str) -> str:
        """Return a question's printed label, or the name of the headline rate."""
        if question_id == HEADLINE:
            return self.words("headline.name")
        return self.questionnaire.question(question_id).label.text(self.words.language)

    def statement(self, question_id: str) -> str:
        """Return a question's label, and its proper answer where that is no.

        Without it a high rate would read as if many did what nobody should.
        """
        detail = self.reversed_answer(question_id)
        label = self.question(question_id)
        return label + self.words("asked.brackets", text=detail) if detail else label

    def reversed_answer(self, question_id: str) -> str:
        """Say that no is the proper answer; empty for other questions."""
        if question_id == HEADLINE:
            return ""
        if self.questionnaire.question(question_id).proper_answer is not Answer.NO:
            return ""
        return self.words("asked.proper", answer=self.words(f"answer.{Answer.NO}"))

    def number(self, role_id: str, question_id: str) -> str:
        """Return this year's printed number of a question on a role's form.

        It is empty for all roles and for the headline rate.
        """
        if role_id == ALL_ROLES or question_id == HEADLINE:
            return ""
        form = self.questionnaire.role(role_id).form
        return next(str(number) for number, asked in form.items() if asked == question_id)

    def series(self, role_id: str, question_id: str) -> str:
        """Return the name of a row of years: a focus question, or the role of a headline rate."""
        return self.role(role_id) if question_id == HEADLINE else self.statement(question_id)

    def fewer_questions(self, role_id: str, n_questions: Any) -> bool:
        """Tell whether fewer questions were compared than this year's form of the role counts."""
        counted = self.questionnaire.counted(self.questionnaire.role(role_id))
        return int(n_questions) < len(counted)

    def focus_item(self, item_id: int) -> str:
        """Return a focus item's printed name."""
        labels = {item.id: item.label for item in self.questionnaire.focus_items}
        return labels[item_id].text(self.words.language)

    def state(self, state: Any) -> str:
        """Return the reason why a figure is not there."""
        return self.words(f"state.{State(state)}", min_base=self.release.min_base)

    def verdict(self, verdict: Any, reason: Any = None, group: str = "verdict") -> str:
        """Return a verdict in words, with a more exact word where a reason has one of its own.

        Parameters
        ----------
        verdict : Verdict
        reason : Reason, optional
        group : {"verdict", "contrast_verdict", "trend_verdict"}
            What is compared: two years, two tenures, or a row of years.
        """
        exact = f"{group}_because.{reason}"
        known = not pd.isna(reason) and self.words.has(exact)
        return self.words(exact if known else f"{group}.{Verdict(verdict)}")

    def sentences(self) -> list[str]:
        """Return what each threshold of the disclosure policy does, in the policy's own words."""
        return [str(rule[self.words.language]) for rule in self.release.thresholds.values()]

    def paragraph(self, key: str, **values: object) -> HtmlBlock:
        """Return a text of the catalogue as a block of its own."""
        text = self.words(key, **values)
        return HtmlBlock(html=render("paragraph.html.j2", text=text), plain=text)
