"""The year as released, with the words to print it: what pages, charts and tables accept."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from pathlib import Path

import pandas as pd

from selfcheck_analysis.analysis import analyse, reported_form
from selfcheck_analysis.figures import this_year
from selfcheck_analysis.finished import kept_at
from selfcheck_analysis.params import Params
from selfcheck_analysis.paths import Project
from selfcheck_analysis.publication import Publication
from selfcheck_analysis.terms import State
from selfcheck_analysis.words import Words
from selfcheck_analysis.workbench.frames import LANGUAGE, banner


@dataclass(frozen=True, repr=False)
class OpenedRelease(Publication):
    """A `Publication` that says in a notebook what it holds.

    Everything in `charts`, `tables` and `commentary` takes it.

    Attributes
    ----------
    kept_at : Path, optional
        Where what it tells is kept once something of it has left the room; None where nothing of
        it ever may.
    """

    kept_at: Path | None = None

    @property
    def kept(self) -> bool:
        """Whether the releases to come know of it, so that it may be told to others."""
        return self.kept_at is not None and self.kept_at.is_file()

    @property
    def tables(self) -> list[str]:
        """The names of the released tables, for `frame`."""
        return list(self.release.tables)

    def frame(self, name: str) -> pd.DataFrame:
        """Return a copy of one released table; KeyError names those there are."""
        return self.release.frame(name)

    @property
    def n_hidden(self) -> int:
        """How many cells of all tables are not shown."""
        states = self.release.frame("cell_states")
        hidden = [State(state).hidden for state in states["state"]]
        return int(states.loc[hidden, "count"].sum())

    def __repr__(self) -> str:
        return "\n".join(self._lines())

    def _repr_html_(self) -> str:
        first, *others = map(escape, self._lines())
        items = "".join(f"<li>{line}</li>" for line in others)
        stamp = banner({LANGUAGE: self.words.language}) if self.release.internal_only else ""
        card = f"<strong>{first}</strong><ul>{items}</ul>"
        return f'{stamp}<div class="selfcheck-released">{card}</div>'

    def warnings(self) -> list[str]:
        """Say why it may not leave the room, or not in this way."""
        if self.release.internal_only:
            return [self.words("page.internal")]
        return [] if self.kept else [self.words("workbench.released.not_published")]

    def _lines(self) -> list[str]:
        words = self.words
        merged = [
            words(
                "merged.line",
                roles=words("workbench.card.joiner").join(
                    role[words.language] for role in self.release.merged_roles[group]
                ),
                group=self.role(group),
            )
            for group in self.release.merged_roles
        ]
        return [
            words(
                "workbench.released.title", programme=self.release.programme, year=this_year(self)
            ),
            words("workbench.released.policy", policy=self.release.policy_name),
            words("workbench.released.hidden", count=self.n_hidden),
            *merged,
            *self.warnings(),
            words("workbench.released.tables", tables=", ".join(self.tables)),
        ]


def open_release_of(project: Project, params: Params, words: Words) -> OpenedRelease:
    """Return the release of a run, computed if it is not there yet.

    Raises
    ------
    ProblemsError
        As a run: faulty files, or a release that is not safe.
    """
    outcome = analyse(project, params)
    form = reported_form(project, params, outcome.release)
    said = outcome.said
    place = None if said is None else kept_at(project, params, said)
    return OpenedRelease(outcome.release, form, words, place)
