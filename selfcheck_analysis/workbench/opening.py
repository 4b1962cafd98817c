"""Open one programme and year for an analyst."""

from __future__ import annotations

import os
from pathlib import Path

from selfcheck_analysis.params import read_params, shipped_runs
from selfcheck_analysis.paths import Project
from selfcheck_analysis.questionnaire import Label
from selfcheck_analysis.words import LANGUAGES, Language, Words
from selfcheck_analysis.workbench.choices import Choices
from selfcheck_analysis.workbench.year import Year

LANGUAGE_VARIABLE = "SELFCHECK_LANGUAGE"


def open_year(
    programme: str,
    fiscal_year: int,
    project: Project | str | os.PathLike[str] | None = None,
    language: Language | None = None,
) -> Year:
    """Open one programme and year, by its settings file `params/<programme>_<year>.yaml`.

    Parameters
    ----------
    programme : str
        For example "juki_net".
    fiscal_year : int
        The year in which the fiscal year begins: 2023 is 令和５年度.
    project : Project or path, optional
        The project folder; else the one named by SELFCHECK_PROJECT, else this checkout.
    language : {"ja", "en"}, optional
        Of names and messages; else SELFCHECK_LANGUAGE, else the language of the settings.

    Returns
    -------
    Year

    Raises
    ------
    ProblemsError
        There are no such settings, or forms or deliveries cannot be read.
    """
    place = project if isinstance(project, Project) else _project(project)
    _refuse_unknown(place, programme, fiscal_year, language)
    params = read_params(place, programme, int(fiscal_year))
    spoken = language or _spoken() or params.language
    year = Year(place, params, Words(spoken))
    year.survey(params.fiscal_year)  # says now what cannot be read
    return year


def _project(named: str | os.PathLike[str] | None) -> Project:
    return Project.current() if named is None else Project(Path(named).resolve())


def _spoken() -> Language | None:
    said = os.environ.get(LANGUAGE_VARIABLE)
    return next((language for language in LANGUAGES if language == said), None)


def _refuse_unknown(
    project: Project, programme: str, fiscal_year: int, language: str | None
) -> None:
    """Refuse a programme, year or language that there is not, naming those there are."""
    choices, runs = Choices(), shipped_runs(project)
    programmes = dict.fromkeys(name for name, _ in runs)
    known = {name: Label(ja=name, en=name) for name in programmes}
    chosen = choices.one("programme", programme, known)
    years = {str(year): Label(ja=str(year), en=str(year)) for name, year in runs if name == chosen}
    if chosen:
        choices.one("fiscal_year", fiscal_year, years)
    if language is not None:
        choices.one("language", language, {name: Label(ja=name, en=name) for name in LANGUAGES})
    choices.refuse()
