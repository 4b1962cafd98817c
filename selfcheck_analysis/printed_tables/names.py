"""The printed names of programmes, roles and questions, from the forms where there are any."""

from __future__ import annotations

from functools import cache

from selfcheck_analysis.fiscal_year import FiscalYear
from selfcheck_analysis.paths import Project
from selfcheck_analysis.problems import ProblemsError
from selfcheck_analysis.published.blocks import NOT_PRINTED
from selfcheck_analysis.questionnaire import Questionnaire, read_questionnaire
from selfcheck_analysis.terms import ALL_ROLES, HEADLINE
from selfcheck_analysis.words import Words


class Names:
    """Names in one language; what no form of the project knows is called by its id.

    Parameters
    ----------
    project : Project
    words : Words
    """

    def __init__(self, project: Project, words: Words) -> None:
        self._project, self._words = project, words
        self._form = cache(self._read)

    def programme(self, programme: str, fiscal_year: int) -> str:
        """Return the short title of a programme."""
        form = self._form(programme, fiscal_year)
        return programme if form is None else form.short_title.text(self._words.language)

    def year(self, fiscal_year: int) -> str:
        """Return a fiscal year as its language writes it."""
        named = FiscalYear(fiscal_year)
        return named.japanese if self._words.language == "ja" else named.english

    def role(self, programme: str, fiscal_year: int, role: str) -> str:
        """Return the label of a role."""
        if role == ALL_ROLES:
            return self._words("role.all")
        if role == NOT_PRINTED:
            return self._words("audit.not_printed")
        form = self._form(programme, fiscal_year)
        labels = {} if form is None else {each.id: each.label for each in form.roles}
        return labels[role].text(self._words.language) if role in labels else role

    def question(self, programme: str, fiscal_year: int, question: str) -> str:
        """Return the label of a question in quotation marks, or the name of the headline rate."""
        if question == HEADLINE:
            return self._words("audit.headline")
        return self._words("audit.question", label=self.label(programme, fiscal_year, question))

    def label(self, programme: str, fiscal_year: int, question: str) -> str:
        """Return the label of a question."""
        form = self._form(programme, fiscal_year)
        labels = {} if form is None else {each.id: each.label for each in form.questions}
        return labels[question].text(self._words.language) if question in labels else question

    def _read(self, programme: str, fiscal_year: int) -> Questionnaire | None:
        try:
            return read_questionnaire(self._project, programme, fiscal_year)
        except ProblemsError:  # names are a help; whether the forms are sound is not asked here
            return None
