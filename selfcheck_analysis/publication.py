"""A release together with the names and the language to print it in."""

from __future__ import annotations

from dataclasses import dataclass

from selfcheck_analysis.questionnaire import Answer, Questionnaire
from selfcheck_analysis.released import Release
from selfcheck_analysis.terms import ALL_ROLES
from selfcheck_analysis.words import Words


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
        """Return a question's printed label."""
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
        if self.questionnaire.question(question_id).proper_answer is not Answer.NO:
            return ""
        return self.words("asked.proper", answer=self.words(f"answer.{Answer.NO}"))

    def number(self, role_id: str, question_id: str) -> str:
        """Return this year's printed number of a question on a role's form; empty for all roles."""
        if role_id == ALL_ROLES:
            return ""
        form = self.questionnaire.role(role_id).form
        return next(str(number) for number, asked in form.items() if asked == question_id)

    def focus_item(self, item_id: int) -> str:
        """Return a focus item's printed name."""
        labels = {item.id: item.label for item in self.questionnaire.focus_items}
        return labels[item_id].text(self.words.language)
