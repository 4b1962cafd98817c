"""Menus that set any two groups against each other: a role, tenure and year each."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

from selfcheck_analysis.figures import fiscal_year
from selfcheck_analysis.problems import Problem, ProblemsError
from selfcheck_analysis.terms import ALL_ROLES, Tenure
from selfcheck_analysis.workbench import charts, controls, records
from selfcheck_analysis.workbench.comparing import OTHERS
from selfcheck_analysis.workbench.kernel import show
from selfcheck_analysis.workbench.views import TENURES, View, pair_view, released_view

if TYPE_CHECKING:
    from selfcheck_analysis.workbench.year import Year

_MENUS = ("role", "tenure", "against_year", "against_role", "against_tenure", "sort")


class GroupPanel:
    """Two groups and the questions that both were asked.

    Attributes
    ----------
    year : Year
    menus : dict of str to Dropdown
        role, tenure, against_year, against_role, against_tenure, sort.
    released : ToggleButton
    chart : Output
    banner, said : HTML
    """

    def __init__(self, year: Year) -> None:
        import ipywidgets

        self.year, self.words = year, year.words
        self.menus = {name: controls.menu(self.words, name) for name in _MENUS}
        self.released = controls.switch(self.words, "released")
        self.banner, self.said = ipywidgets.HTML(), ipywidgets.HTML()
        self.chart = ipywidgets.Output()
        self._pair = lru_cache(maxsize=16)(self._make_pair)
        self._offer()
        for widget in (*self.menus.values(), self.released):
            widget.observe(lambda _: self.redraw(), "value")
        self.redraw()

    def box(self) -> Any:
        """Return the whole panel as one widget."""
        import ipywidgets

        own = [self.menus[name] for name in ("role", "tenure")]
        other = [self.menus[name] for name in ("against_year", "against_role", "against_tenure")]
        rows = [controls.row(*own, self.released), controls.row(*other, self.menus["sort"])]
        return ipywidgets.VBox([self.banner, *rows, self.chart, self.said])

    def _ipython_display_(self) -> None:
        show(self.box(), self.words("workbench.stamp"))

    def view(self) -> View:
        """Return the two groups side by side; ProblemsError where they cannot be compared."""
        asked = tuple(self.menus[name].value for name in _MENUS[:-1])
        return self._pair(asked, bool(self.released.value))

    def redraw(self) -> None:
        """Draw the two groups, or say why they cannot be compared."""
        try:
            view = self.view()
        except ProblemsError as error:
            self.chart.outputs = ()
            self.banner.value = controls.notice(self.words)
            texts = [problem.text(self.words) for problem in error.problems]
            self.said.value = controls.message(texts, "said")
            return
        self.banner.value = controls.notice(self.words, view)
        questions = list(view.questions["question"].unique())
        tenure = str(view.questions["tenure"].iloc[0])
        rows = records.question_records(view, tenure, str(self.menus["sort"].value), questions)
        last, this = view.sides
        title = self.words("workbench.chart.pair", last=last, this=this)
        spec = charts.questions_alone(view, rows, title)
        self.chart.outputs = controls.drawn(charts.bundle(spec))
        self.said.value = ""

    def _offer(self) -> None:
        """Fill the menus once: everybody of the largest role against the year before."""
        words, year = self.words, self.year
        roles = [(role.label.text(words.language), role.id) for role in year.form.roles]
        everyone = (words("role.all"), ALL_ROLES)
        others = (words("workbench.others"), OTHERS)
        tenures = [(words(f"tenure.{t}"), str(t)) for t in (Tenure.ALL, *list(Tenure)[:2])]
        years = [known for known in reversed(year.years) if known <= year.fiscal_year]
        offered: dict[str, list[controls.Option]] = {
            "role": [everyone, *roles],
            "tenure": tenures,
            "against_year": [(fiscal_year(known, words.language), known) for known in years],
            "against_role": [everyone, *roles, others],
            "against_tenure": tenures,
            "sort": [(words(f"workbench.sort.{name}"), name) for name in records.SORTS],
        }
        for name, options in offered.items():
            controls.offer(self.menus[name], options)
        largest = max(year.form.roles, key=lambda role: role.headcount).id
        self.menus["role"].value = largest
        self.menus["against_role"].value = OTHERS if len(roles) > 1 else largest

    def _make_pair(self, asked: tuple[Any, ...], released: bool) -> View:
        role, tenure, against_year, against_role, against_tenure = asked
        if not released:
            last = None if against_year == self.year.fiscal_year else against_year
            return pair_view(self.year, last, role, tenure, against_role, against_tenure)
        view = released_view(self.year.release(), self._as_released(asked))
        frame = view.questions
        tenures = tenure == Tenure.FIRST_YEAR and against_tenure == Tenure.SECOND_YEAR_PLUS
        kept = (frame["role"] == role) & (frame["tenure"] == ("all" if tenures else tenure))
        if not kept.any():
            raise ProblemsError([Problem("workbench_not_released")])
        return view.only(kept)

    def _as_released(self, asked: tuple[Any, ...]) -> int | str:
        """Return which comparison of the release is asked for; most pairs have none."""
        role, tenure, against_year, against_role, against_tenure = asked
        this = self.year.fiscal_year
        years = role == against_role and tenure == against_tenure and against_year != this
        if years and against_year == self.year.release().release.last_year:
            return int(against_year)
        tenures = (tenure, against_tenure) == (Tenure.FIRST_YEAR, Tenure.SECOND_YEAR_PLUS)
        if role == against_role and against_year == this and tenures:
            return TENURES
        raise ProblemsError([Problem("workbench_not_released")])
