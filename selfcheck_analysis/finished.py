"""One programme's part of a run: its settings and what the analysis came to."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from shutil import copy

from selfcheck_analysis.analysis import Outcome, reported_form
from selfcheck_analysis.disclosure.earlier import private_folder
from selfcheck_analysis.params import Params
from selfcheck_analysis.paths import Project
from selfcheck_analysis.publication import Publication
from selfcheck_analysis.words import Words


@dataclass(frozen=True)
class Finished:
    """One programme's part of a run, before anything is written."""

    project: Project
    params: Params
    outcome: Outcome

    @cached_property
    def publication(self) -> Publication:
        """The release with the words to print it."""
        form = reported_form(self.project, self.params, self.outcome.release)
        return Publication(self.outcome.release, form, Words(self.params.language))


def keep_what_was_said(project: Project, params: Params, outcome: Outcome) -> None:
    """Keep what a release tells, for those that come after it.

    To be called before anything of it leaves the room: what is kept and then not published hides
    a little more than need be, what is published and not kept gives persons away later.
    """
    if outcome.said is None:
        return
    place = kept_at(project, params, outcome.said)
    unfinished = private_folder(place.parent) / f"{place.name}.part"
    copy(outcome.said, unfinished)
    unfinished.replace(place)


def kept_at(project: Project, params: Params, said: Path) -> Path:
    """Return where what a release tells is kept as soon as something of it leaves the room."""
    return project.releases / params.programme / said.name


def executed_notebook(project: Project, params: Params, name: str) -> Path:
    """Return where the executed copy of a notebook is kept (confidential)."""
    folder = project.processed(params.programme, params.fiscal_year)
    return folder / "notebooks" / f"{name}.ipynb"
