"""One year of a programme in memory: its forms, what was delivered, and what was counted."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from selfcheck_analysis.paths import Project
from selfcheck_analysis.questionnaire import Questionnaire, read_questionnaire
from selfcheck_analysis.rates import YearFigures, year_figures
from selfcheck_analysis.responses.intake import Intake, delivered_files, take_in

_Stamp = tuple[tuple[str, int, int], ...]


@dataclass(frozen=True, eq=False)
class Survey:
    """The forms and deliveries of one year (confidential)."""

    form: Questionnaire
    intake: Intake
    figures: YearFigures


def open_survey(project: Project, programme: str, fiscal_year: int, rule: str) -> Survey:
    """Take in one year's deliveries, or return what was taken in of the same files.

    Parameters
    ----------
    project : Project
    programme : str
    fiscal_year : int
    rule : {"only_if_asked", "keep", "drop"}
        As `params.Params.contradictions`.

    Raises
    ------
    ProblemsError
        Nothing was delivered, or a file of the form or the mapping is faulty.
    """
    form = project.questionnaire_file(programme, fiscal_year)
    files = [form, project.deliveries_file(programme)]
    files += delivered_files(project, programme, fiscal_year)
    return _open(project, programme, fiscal_year, rule, _stamp(files))


def years_delivered(project: Project, programme: str) -> list[int]:
    """List the fiscal years of which there are both forms and deliveries, in order."""
    folder = project.raw(programme, 0).parent
    years = [int(path.name) for path in folder.glob("*") if path.name.isdecimal()]
    return [
        year
        for year in sorted(years)
        if project.questionnaire_file(programme, year).is_file()
        and delivered_files(project, programme, year)
    ]


@lru_cache(maxsize=16)
def _open(project: Project, programme: str, fiscal_year: int, rule: str, _: _Stamp) -> Survey:
    form = read_questionnaire(project, programme, fiscal_year)
    intake = take_in(project, form, rule)
    return Survey(form, intake, year_figures(intake.answers, form, intake.tallies))


def _stamp(files: list[Path]) -> _Stamp:
    """Return what changes when a file does."""
    found = [(path, path.stat()) for path in files if path.is_file()]
    return tuple((str(path), stat.st_mtime_ns, stat.st_size) for path, stat in found)
