"""One programme's part of a run: its settings and what the analysis came to."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from selfcheck_analysis.analysis import Outcome, reported_form
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


def executed_notebook(project: Project, params: Params, name: str) -> Path:
    """Return where the executed copy of a notebook is kept (confidential)."""
    folder = project.processed(params.programme, params.fiscal_year)
    return folder / "notebooks" / f"{name}.ipynb"
