"""Reading free-text answers: in JupyterLab only, shuffled, one question at a time, never kept.

The texts live in the widget that shows them. What a notebook keeps of it is a number; the exporter
refuses it, being unmarked, and `saving` strips the state of widgets from what is saved.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from contextlib import suppress
from html import escape
from random import SystemRandom
from typing import TYPE_CHECKING, Any

from selfcheck_analysis.disclosure.policy import read_policy
from selfcheck_analysis.params import Params
from selfcheck_analysis.paths import Project
from selfcheck_analysis.problems import Place, Problem, ProblemsError
from selfcheck_analysis.questionnaire import Kind, Label, Questionnaire
from selfcheck_analysis.workbench import controls
from selfcheck_analysis.workbench.choices import Choices
from selfcheck_analysis.workbench.delivered_texts import Said, texts_of
from selfcheck_analysis.workbench.kernel import show, somebody_looks

if TYPE_CHECKING:
    from selfcheck_analysis.workbench.year import Year

BY = ("", "role", "tenure")
"""What may stand beside a text: nothing, or one of these where no group is small."""

LEAST = 10
"""No group of texts is smaller, whatever the policies say."""

STANDARD = "standard"
"""The policy under which figures are released; it binds where another one asks for less."""


def reader_of(year: Year, question: str | None) -> Reader:
    """Return a reader of a year's free-text answers; see `Year.free_text`."""
    if not somebody_looks():
        raise ProblemsError([Problem("workbench_nobody_looks", Place(column="free_text"))])
    known = free_text_questions(year.form)
    if not known:
        values = {"year": year.fiscal_year}
        raise ProblemsError([Problem("workbench_no_free_text", Place(column="free_text"), values)])
    choices = Choices()
    chosen = "" if question is None else choices.one("question", question, known)
    choices.refuse()
    return Reader(year, chosen)


def free_text_questions(form: Questionnaire) -> dict[str, Label]:
    """Return the questions that are answered in the respondent's own words."""
    return {q.id: q.label for q in form.questions if q.kind is Kind.FREE_TEXT}


def may_split(texts: Sequence[Said], by: str, min_base: int) -> bool:
    """Tell whether role or tenure may stand beside texts.

    A reader sees the same texts beside their roles and, at the next choice, beside their tenures,
    so the groups are those of both: each has none or enough. Then groups by one of them are large
    as well, and so is everybody else beside any of them.

    Parameters
    ----------
    texts : sequence of Said
        All texts of one question.
    by : {"role", "tenure"}
    min_base : int
        The smallest group of texts, as `least_texts` returns.
    """
    both = Counter((said.role, said.tenure) for said in texts)
    several = len({getattr(said, by) for said in texts}) > 1
    return several and min(both.values()) >= min_base


def least_texts(project: Project, params: Params) -> int:
    """Return how many texts a group must have, so that a text can be of any of many people.

    Raises
    ------
    ProblemsError
        The policy of the settings cannot be read.
    """
    bases = [LEAST, read_policy(project, params.disclosure_policy).min_base.value]
    with suppress(ProblemsError):  # a project need not have one of that name
        bases.append(read_policy(project, STANDARD).min_base.value)
    return max(bases)


class Reader:
    """Shows the texts of one question at a time; the menu chooses which.

    Attributes
    ----------
    question, by : Dropdown
    shown : HTML
        The only place of the texts; `close` empties it.
    """

    def __init__(self, year: Year, question: str) -> None:
        import ipywidgets

        words, language = year.words, year.words.language
        self._year, self._words = year, words
        self._min_base = least_texts(year.project, year.params)
        self.question = controls.menu(words, "free_text")
        self.by = controls.menu(words, "free_text_by")
        self.shown = ipywidgets.HTML()
        known = free_text_questions(year.form)
        options = [(label.text(language), id_) for id_, label in known.items()]
        controls.offer(self.question, [(words("workbench.menu.choose"), ""), *options])
        controls.offer(self.by, [(words(f"workbench.menu.by_{by or 'nothing'}"), by) for by in BY])
        for menu in (self.question, self.by):
            menu.observe(lambda _: self._read(), "value")
        self.question.value = question

    def close(self) -> None:
        """Put the texts away."""
        self.question.value = ""

    def _read(self) -> None:
        question = str(self.question.value)
        self.shown.value = self._page(question) if question else ""

    def _page(self, question: str) -> str:
        """Return the texts of a question in an order of chance."""
        texts = texts_of(self._year.project, self._year.form, question)
        SystemRandom().shuffle(texts)
        by, words = str(self.by.value), self._words
        split = bool(by) and may_split(texts, by, self._min_base)
        lines = [words("workbench.free_text.count", n=len(texts))]
        if by and not split:
            lines.append(words("workbench.free_text.not_split", min_base=self._min_base))
        if split:
            texts.sort(key=lambda said: str(getattr(said, by)))
        items = "".join(f"<li>{self._item(said, by if split else '')}</li>" for said in texts)
        listed = f'<ul style="max-height:420px;overflow:auto;line-height:1.6">{items}</ul>'
        return controls.notice(words) + controls.message(lines, "count") + listed

    def _item(self, said: Said, by: str) -> str:
        text = escape(said.text).replace("\n", "<br>")
        if not by:
            return text
        labels = {**self._year.known("role"), **self._year.known("tenure")}
        label = labels[getattr(said, by)].text(self._words.language)
        return f"<strong>{escape(label)}</strong> {text}"

    def _box(self) -> Any:
        import ipywidgets

        away = controls.button(self._words, "put_away", self.close)
        return ipywidgets.VBox([controls.row(self.question, self.by, away), self.shown])

    def __repr__(self) -> str:
        return self._words("workbench.free_text.plain")

    def _ipython_display_(self) -> None:
        show(self._box(), repr(self))
