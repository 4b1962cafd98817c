"""One programme and year, opened for an analyst: methods that read like the question."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from typing import TYPE_CHECKING

import pandas as pd

from selfcheck_analysis.params import Params
from selfcheck_analysis.paths import Project
from selfcheck_analysis.questionnaire import Kind, Label, Questionnaire
from selfcheck_analysis.rates import YearFigures
from selfcheck_analysis.terms import ALL_ROLES, Tenure
from selfcheck_analysis.words import Words, catalogue
from selfcheck_analysis.workbench import card, comparing, lists
from selfcheck_analysis.workbench.choices import Choices, Known, Names
from selfcheck_analysis.workbench.frames import ConfidentialFrame, confidential
from selfcheck_analysis.workbench.rates import BY, rates_by
from selfcheck_analysis.workbench.surveys import Survey, open_survey, years_delivered

if TYPE_CHECKING:
    from selfcheck_analysis.workbench.free_text import Reader
    from selfcheck_analysis.workbench.group_panel import GroupPanel
    from selfcheck_analysis.workbench.opened_release import OpenedRelease
    from selfcheck_analysis.workbench.panel import Panel

Names_ = str | Iterable[str]


class Year:
    """What was answered in one programme and year (confidential); `open_year` makes it.

    `docs/workbench.md` shows it at work. All frames are `ConfidentialFrame`. Roles, questions and
    tenures are named by id or by printed name. Rates are proportions 0-1, `n_` columns are counts.

    Attributes
    ----------
    project : Project
    params : Params
    words : Words
    role, question, tenure : Names
        Ids to be completed with the tab key: `year.role.other_departments`.
    """

    def __init__(self, project: Project, params: Params, words: Words) -> None:
        self.project, self.params, self.words = project, params, words

    # What there is

    @property
    def programme(self) -> str:
        """The self-check, for example "juki_net"."""
        return self.params.programme

    @property
    def fiscal_year(self) -> int:
        """The year in which the fiscal year begins."""
        return self.params.fiscal_year

    @property
    def form(self) -> Questionnaire:
        """The forms of the year."""
        return self.survey(self.fiscal_year).form

    @cached_property
    def years(self) -> list[int]:
        """The fiscal years that have forms and deliveries, in order."""
        return years_delivered(self.project, self.programme)

    @cached_property
    def role(self) -> Names:
        """The ids of the roles."""
        return Names.of(self._roles(), self.words.language)

    @cached_property
    def question(self) -> Names:
        """The ids of the counted questions."""
        return Names.of(self._questions(), self.words.language)

    @cached_property
    def tenure(self) -> Names:
        """The ids of the tenures."""
        return Names.of(_TENURES, self.words.language)

    def survey(self, fiscal_year: int) -> Survey:
        """Return forms, deliveries and counts of this or another year; kept in memory."""
        return open_survey(self.project, self.programme, fiscal_year, self.params.contradictions)

    def people(self) -> ConfidentialFrame:
        """Return how many answered: one row = role x tenure, with n_people."""
        return self._marked(lists.people(self))

    def roles(self) -> ConfidentialFrame:
        """Return one row = role: role, label, headcount, n_people, n_questions (counted)."""
        return self._marked(lists.roles(self))

    def questions(self, role: str | None = None) -> ConfidentialFrame:
        """Return the questions of the year, or of one role's form.

        One row = question x role: question, label, role, number (on the form), kind,
        proper_answer, focus_item, asked_if (the question and answer on which it depends).
        """
        choices = Choices()
        roles = None if role is None else [choices.one("role", role, self._roles())]
        choices.refuse()
        return self._marked(lists.questions(self, roles))

    def statuses(self) -> ConfidentialFrame:
        """Return what became of every question's cells: answered, no answer, not asked ..."""
        return self._marked(self.survey(self.fiscal_year).intake.statuses())

    # Rates and comparisons

    def rates(
        self,
        by: Names_ = ("role", "tenure"),
        role: Names_ | None = None,
        tenure: Names_ | None = None,
        question: Names_ | None = None,
    ) -> ConfidentialFrame:
        """Return rates by whatever is named in `by`.

        Parameters
        ----------
        by : str or list of str
            Any of "fiscal_year", "role", "tenure", "focus_item", "question".
        role, tenure, question : str or list of str, optional
            What to look at; everything without.

        Returns
        -------
        ConfidentialFrame
            As `workbench.rates.rates_by` returns, with the label of every question.
        """
        choices = Choices()
        keys = choices.some("by", by, {key: Label(ja=key, en=key) for key in BY})
        roles = None if role is None else choices.some("role", role, self._roles())
        tenures = None if tenure is None else choices.some("tenure", tenure, _TENURES)
        asked = None if question is None else choices.some("question", question, self._questions())
        choices.refuse()
        years = self.years if "fiscal_year" in keys else [self.fiscal_year]
        figures = {year: self.survey(year).figures for year in years}
        return self._labelled(rates_by(figures, keys, roles, tenures, asked))

    def focus(self, item: int, by: Names_ = ("tenure",)) -> ConfidentialFrame:
        """Return the questions of one focus item, compared with last year where there is one.

        Parameters
        ----------
        item : int
            The number of the focus item.
        by : str or list of str
            "tenure" and "role"; without "role" over everyone asked.

        Returns
        -------
        ConfidentialFrame
            One row = question x tenure (x role), as `compare` returns; in a first year as `rates`.
        """
        choices = Choices()
        keys = choices.some("by", by, {key: Label(ja=key, en=key) for key in ("role", "tenure")})
        items = {str(known.id): known.label for known in self.form.focus_items}
        chosen = choices.one("focus_item", item, items)
        choices.refuse()
        questions = [q.id for q in self.form.questions if str(q.focus_item) == chosen]
        if self.previous is None:
            return self.rates(by=[*keys, "question"], question=questions)
        frame = self.compare(question=questions)
        if "role" not in keys:
            frame = frame[frame["role"] == ALL_ROLES]
        if "tenure" not in keys:
            frame = frame[frame["tenure"] == str(Tenure.ALL)]
        return self._marked(frame)

    def compare(
        self,
        last: int | None = None,
        *,
        role: str | None = None,
        tenure: str | None = None,
        against_role: str | None = None,
        against_tenure: str | None = None,
        question: Names_ | None = None,
        family: str = comparing.PAGE,
    ) -> ConfidentialFrame:
        """Compare question by question: years, roles or tenures, with the tests of the pages.

        Without `against_...` and with or without `last`, this year is set against an earlier one;
        with `against_tenure` alone, the two tenures within this year, as on the pages. Any other
        pair of groups is made of `last`, `role`, `tenure` and what they are set against.

        Parameters
        ----------
        last : int, optional
            An earlier fiscal year; last year where nothing else is set against.
        role, tenure : str, optional
            Whom to look at; "all_roles" for everybody.
        against_role, against_tenure : str, optional
            Whom to set them against; as `role` and `tenure` where not named. "others" stands for
            all other roles.
        question : str or list of str, optional
            The questions to compare.
        family : {"page", "screening", "focus", "alone"}
            How p is adjusted: as the pages do, over all questions of the year; or over the rows
            that are returned, by Benjamini and Hochberg or by Holm; or not at all. A pair of groups
            that no page compares is adjusted as screening.

        Returns
        -------
        ConfidentialFrame
            One row = question x group, with the columns of `change.compare_counts`: x_ and n_
            (proper answers and answers), rate_ and change, low and high (proportions; an interval
            at 1 - alpha), p, p_adjusted, detectable, verdict, reason. "last" stands for what is set
            against.

        Raises
        ------
        ProblemsError
            Unknown names or years, groups with persons in common, or no common question.
        """
        asked = comparing.Asked(last, role, tenure, against_role, against_tenure, question, family)
        return self._labelled(comparing.compare(self, asked))

    def headlines(self, last: int | None = None) -> ConfidentialFrame:
        """Compare the headline rates of roles with an earlier year's, as page 03 does.

        One row = role x tenure, as `change.headlines.headline_changes`. Whole respondents are
        relabelled 20,000 times: the first call takes seconds.
        """
        return self._marked(comparing.headlines(self, last))

    # Beyond the frames

    def release(self) -> OpenedRelease:
        """Return the year as released: what has passed the disclosure door."""
        from selfcheck_analysis.workbench.opened_release import open_release_of

        return open_release_of(self.project, self.params, self.words)

    def free_text(self, question: str | None = None) -> Reader:
        """Show free-text answers, shuffled, one question at a time; in JupyterLab only.

        Raises
        ------
        ProblemsError
            Nobody is looking (papermill, nbconvert, a script), or there is no such question.
        """
        from selfcheck_analysis.workbench.free_text import reader_of

        return reader_of(self, question)

    def explore(self) -> Panel:
        """Show linked charts with menus; in JupyterLab."""
        from selfcheck_analysis.workbench.panel import Panel

        return Panel(self)

    def explore_groups(self) -> GroupPanel:
        """Show menus that set any two groups against each other; in JupyterLab."""
        from selfcheck_analysis.workbench.group_panel import GroupPanel

        return GroupPanel(self)

    @property
    def previous(self) -> int | None:
        """The fiscal year that comparisons take where none is named; None in a first year."""
        if self.params.previous_year is not None:
            return self.params.previous_year
        earlier = [year for year in self.years if year < self.fiscal_year]
        return earlier[-1] if earlier else None

    def __repr__(self) -> str:
        return card.plain(self)

    def _repr_html_(self) -> str:
        return card.html(self)

    # Names

    def label(self, question: str) -> str:
        """Return a question's printed label; the id where this year does not ask it."""
        labels = {q.id: q.label.text(self.words.language) for q in self.form.questions}
        return labels.get(question, question)

    def _roles(self) -> dict[str, Label]:
        return {role.id: role.label for role in self.form.roles}

    def _questions(self) -> dict[str, Label]:
        return {q.id: q.label for q in self.form.questions if q.kind is Kind.YES_NO}

    def figures(self, fiscal_year: int) -> YearFigures:
        """Return the counts of a year."""
        return self.survey(fiscal_year).figures

    def known(self, kind: str) -> Known:
        """Return what may be named of a kind: "role", "question" or "tenure"."""
        return {"role": self._roles(), "question": self._questions(), "tenure": _TENURES}[kind]

    def _labelled(self, frame: pd.DataFrame) -> ConfidentialFrame:
        if "question" in frame:
            after = frame.columns.get_loc("question") + 1
            frame.insert(after, "label", frame["question"].map(self.label))
        return self._marked(frame)

    def _marked(self, frame: pd.DataFrame) -> ConfidentialFrame:
        return confidential(frame, self.words.language)


_TENURES: dict[str, Label] = {
    str(tenure): Label(**catalogue()[f"tenure.{tenure}"]) for tenure in Tenure
}
