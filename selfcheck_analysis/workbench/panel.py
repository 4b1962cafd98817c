"""Menus over linked charts: programme, years, role, tenure, question, order, and as released."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from selfcheck_analysis.figures import fiscal_year
from selfcheck_analysis.params import shipped_runs
from selfcheck_analysis.problems import ProblemsError
from selfcheck_analysis.questionnaire import FocusItem, read_questionnaire
from selfcheck_analysis.terms import ALL_ROLES, Tenure
from selfcheck_analysis.workbench import charts, controls, export, records
from selfcheck_analysis.workbench.kernel import show
from selfcheck_analysis.workbench.views import TENURES, View, confidential_view, released_view

if TYPE_CHECKING:
    from selfcheck_analysis.workbench.year import Year

_ALL = ""
"""Stands for the questions of every focus item and of none."""


class Panel:
    """The explorer of one year; its menus lead to other years and programmes.

    A click in the chart works in the chart alone; menus redraw it.

    Attributes
    ----------
    year : Year
    menus : dict of str to Dropdown
        programme, fiscal_year, against, tenure, items, sort, role, question.
    released : ToggleButton
    chart : Output
    banner, said : HTML
    """

    def __init__(self, year: Year) -> None:
        import ipywidgets

        self.year = year
        words = self.words = year.words
        self.menus = {name: controls.menu(words, name) for name in _MENUS}
        self.released = controls.switch(words, "released")
        self.banner, self.said = ipywidgets.HTML(), ipywidgets.HTML()
        self.chart = ipywidgets.Output()
        self.buttons = [
            controls.button(words, f"export_{kind}", lambda kind=kind: self.export(kind))  # type: ignore[misc]
            for kind in export.KINDS
        ]
        self._filling = False
        self._view = lru_cache(maxsize=8)(self._make_view)
        with self._quiet():
            self._offer_runs()
        self._watch()
        self.redraw()

    def box(self) -> Any:
        """Return the whole panel as one widget."""
        import ipywidgets

        first = [self.menus[name] for name in _MENUS[:3]] + [self.released]
        others = [self.menus[name] for name in _MENUS[3:]]
        parts = [self.banner, controls.row(*first), controls.row(*others), self.chart]
        return ipywidgets.VBox([*parts, controls.row(*self.buttons), self.said])

    def _ipython_display_(self) -> None:
        show(self.box(), self.words("workbench.stamp"))

    # What is chosen

    def view(self) -> View:
        """Return the figures that are shown."""
        key = (self.menus["programme"].value, self.menus["fiscal_year"].value)
        return self._view(*key, self.menus["against"].value, bool(self.released.value))

    def picked(self) -> tuple[str, str]:
        """Return the role and the question that are chosen by menus."""
        return str(self.menus["role"].value), str(self.menus["question"].value)

    def questions(self) -> list[str]:
        """Return the questions of the focus item that is chosen, or all."""
        item = self.menus["items"].value
        return [q.id for q in self.view().form.questions if item in (_ALL, q.focus_item)]

    def spec(self) -> dict[str, Any]:
        """Return the chart as it is drawn first, before anybody clicks."""
        view, tenure, questions = self.view(), str(self.menus["tenure"].value), self.questions()
        return charts.linked(
            view,
            records.role_records(view, tenure),
            records.question_records(view, tenure, str(self.menus["sort"].value), questions),
            records.detail_records(view, questions),
            self.picked(),
        )

    def redraw(self) -> None:
        """Draw what is chosen, or say why it cannot be."""
        try:
            view = self.view()
            self.chart.outputs = controls.drawn(charts.bundle(self.spec()))
            self.banner.value = controls.notice(self.words, view)
            self._say(export.refusal(view))
            refused = not view.released
        except ProblemsError as error:
            self.chart.outputs, refused = (), True
            self._say(problem.text(self.words) for problem in error.problems)
        for button in self.buttons:
            button.disabled = refused

    def export(self, kind: str) -> None:
        """Write the view as released to a file, through the scan of finished files."""
        try:
            view = self.view()
            if not view.released:
                self._say(export.refusal(view))
                return
            chosen = export.Chosen(view, *self.picked(), str(self.menus["tenure"].value))
            chosen = chosen.ordered(str(self.menus["sort"].value), self.questions())
            written = export.write(self.year.project, self.year.params, chosen, kind)
            place = self.year.project.relative(written)
            self.banner.value = controls.notice(self.words, view)  # it is kept as released now
            self._say([self.words("workbench.export.written", file=place)])
        except ProblemsError as error:
            self._say(problem.text(self.words) for problem in error.problems)

    # Menus

    def _watch(self) -> None:
        """Redraw when a menu changes; some change what the others offer."""
        follow = {
            "programme": self._offer_runs,
            "fiscal_year": self._offer_year,
            "against": self._offer_tenures,
            "released": self._offer_roles,
            "role": self._offer_questions,
            "items": self._offer_questions,
        }
        for name, widget in (self.menus | {"released": self.released}).items():
            widget.observe(self._change_of(follow.get(name)), "value")

    def _change_of(self, offer: Callable[[], None] | None) -> Callable[[Any], None]:
        return lambda _: self._changed(offer)

    def _changed(self, offer: Callable[[], None] | None) -> None:
        if self._filling:
            return
        try:
            with self._quiet():
                if offer is not None:
                    offer()
        except ProblemsError as error:
            self.chart.outputs = ()
            self._say(problem.text(self.words) for problem in error.problems)
            return
        self.redraw()

    @contextmanager
    def _quiet(self) -> Iterator[None]:
        """Fill menus without redrawing at each step."""
        self._filling = True
        try:
            yield
        finally:
            self._filling = False

    def _offer_runs(self) -> None:
        runs = shipped_runs(self.year.project)
        if not self.menus["programme"].options:
            controls.offer(self.menus["programme"], self._programmes(runs))
            self.menus["programme"].value = self.year.programme
        years = sorted(
            {year for name, year in runs if name == self.menus["programme"].value}, reverse=True
        )
        language = self.words.language
        controls.offer(
            self.menus["fiscal_year"], [(fiscal_year(year, language), year) for year in years]
        )
        if self.menus["programme"].value == self.year.programme:
            self.menus["fiscal_year"].value = self.year.fiscal_year
        self._offer_year()

    def _programmes(self, runs: list[tuple[str, int]]) -> list[controls.Option]:
        latest = dict(sorted(runs))
        return [(self._title(name, year), name) for name, year in latest.items()]

    def _title(self, programme: str, year: int) -> str:
        form = read_questionnaire(self.year.project, programme, year)
        return form.short_title.text(self.words.language)

    def _offer_year(self) -> None:
        """Open the year that is chosen; fill everything below it."""
        from selfcheck_analysis.workbench.opening import open_year

        chosen = (self.menus["programme"].value, self.menus["fiscal_year"].value)
        if chosen != (self.year.programme, self.year.fiscal_year):
            language = self.words.language
            self.year = open_year(*chosen, project=self.year.project, language=language)
        earlier = [year for year in reversed(self.year.years) if year < self.year.fiscal_year]
        years = [(fiscal_year(year, self.words.language), year) for year in earlier]
        tenures = (self.words("workbench.menu.tenures"), TENURES)
        controls.offer(self.menus["against"], [*years, tenures])
        items = [(self._item(item), item.id) for item in self.year.form.focus_items]
        controls.offer(
            self.menus["items"], [(self.words("workbench.menu.all_items"), _ALL), *items]
        )
        sorts = [(self.words(f"workbench.sort.{name}"), name) for name in records.SORTS]
        controls.offer(self.menus["sort"], sorts)
        self._offer_tenures()

    def _item(self, item: FocusItem) -> str:
        label = item.label.text(self.words.language)
        return self.words("workbench.card.item", number=item.id, item=label)

    def _offer_tenures(self) -> None:
        tenures = [Tenure.ALL, Tenure.FIRST_YEAR, Tenure.SECOND_YEAR_PLUS]
        if self.menus["against"].value == TENURES:
            tenures = [Tenure.ALL]
        controls.offer(self.menus["tenure"], [(self.words(f"tenure.{t}"), str(t)) for t in tenures])
        self._offer_roles()

    def _offer_roles(self) -> None:
        view = self.view()
        present = set(view.questions["role"])
        roles = [ALL_ROLES, *(role.id for role in view.form.roles)]
        fresh = self.menus["role"].value not in roles
        controls.offer(
            self.menus["role"],
            [(records.role_label(view, id_), id_) for id_ in roles if id_ in present],
        )
        if fresh:  # the largest has the most to tell
            largest = max(view.form.roles, key=lambda role: role.headcount)
            self.menus["role"].value = largest.id
        self._offer_questions()
        if fresh:
            focus = {q.id for q in view.form.focus_questions()}
            offered = [id_ for _, id_ in self.menus["question"].options]
            self.menus["question"].value = next(
                (id_ for id_ in offered if id_ in focus), offered[0]
            )

    def _offer_questions(self) -> None:
        view, asked = self.view(), self.questions()
        of_role = view.questions[view.questions["role"] == self.menus["role"].value][
            "question"
        ].unique()
        kept = [id_ for id_ in of_role if id_ in asked]
        role = str(self.menus["role"].value)
        options = [(records.question_label(view, role, id_), id_) for id_ in kept]
        controls.offer(self.menus["question"], options)

    def _make_view(self, programme: str, fiscal: int, against: Any, released: bool) -> View:
        if not released:
            return confidential_view(self.year, against)
        self._say([self.words("workbench.computing")])  # takes long where no run was made yet
        return released_view(self.year.release(), against)

    def _say(self, lines: Any) -> None:
        self.said.value = controls.message(lines, "said")


_MENUS = ("programme", "fiscal_year", "against", "tenure", "items", "sort", "role", "question")
"""The menus, in the order of the screen; the first three choose what is compared."""
