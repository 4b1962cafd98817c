"""Everything that can be checked before any work starts, with every fault at once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import partial
from typing import TypeVar

from selfcheck_analysis.disclosure.policy import read_policy, unmapped_roles
from selfcheck_analysis.families import family_faults
from selfcheck_analysis.handout_text import handout_text_faults, read_handout_text
from selfcheck_analysis.last_print import read_last_print
from selfcheck_analysis.measures import measure_faults, read_measures
from selfcheck_analysis.notebooks import parameter_faults
from selfcheck_analysis.params import Params, read_params, runs_named, shipped_runs
from selfcheck_analysis.paths import Project
from selfcheck_analysis.problems import Place, Problem, ProblemsError, refuse
from selfcheck_analysis.questionnaire import Questionnaire, read_questionnaire
from selfcheck_analysis.questionnaire_lint import lint
from selfcheck_analysis.responses.files.readers import is_regular
from selfcheck_analysis.responses.intake import delivered_files
from selfcheck_analysis.responses.mappings import read_mapping
from selfcheck_analysis.responses.years import earlier_years
from selfcheck_analysis.written_counts import counted_people

T = TypeVar("T")


def check_runs(project: Project, runs: Iterable[tuple[str, int]]) -> list[Params]:
    """Return the settings of every run, or raise ProblemsError with all that is wrong.

    Checked are the settings, the forms of all years, the disclosure policy, that something
    was delivered and can be opened or is printed, and that settings and notebooks agree on their
    parameters.
    """
    problems = parameter_faults(project)
    checked = []
    for programme, fiscal_year in runs:
        params = _tried(problems, partial(read_params, project, programme, fiscal_year))
        problems.extend(lint_forms(project, programme, fiscal_year))
        problems.extend(_delivery_faults(project, programme, fiscal_year))
        if params is not None:
            checked.append(params)
            problems.extend(_faults_by_params(project, params))
    refuse(dict.fromkeys(problems))  # what several runs share is said once
    return checked


def chosen_runs(
    project: Project, programme: str | None, fiscal_year: int | None
) -> list[tuple[str, int]]:
    """Return the runs asked for: one programme or all, one year or the latest.

    Raises
    ------
    ProblemsError
        No settings file fits.
    """
    runs = shipped_runs(project)
    year = fiscal_year if fiscal_year is not None else max((y for _, y in runs), default=0)
    chosen = [run for run in runs if run[1] == year and programme in (None, run[0])]
    known = ", ".join(f"{name} {y}" for name, y in runs) or "-"
    if not chosen:
        values = {"programme": programme or "*", "year": year or "-", "known": known}
        raise ProblemsError([Problem("no_such_run", Place("params"), values)])
    return chosen


def shipped_forms(project: Project) -> list[tuple[str, int]]:
    """List the (programme, fiscal year) of every questionnaire file, in order of name."""
    folder = project.questionnaire_file("any", 0).parent
    return runs_named(folder)


def lint_forms(project: Project, programme: str, fiscal_year: int) -> list[Problem]:
    """Return the faults of one year's forms, set against last year's where there are any."""
    problems: list[Problem] = []
    last = None
    if project.questionnaire_file(programme, fiscal_year - 1).is_file():
        last = _questionnaire(problems, project, programme, fiscal_year - 1)
    this = _questionnaire(problems, project, programme, fiscal_year)
    if this is not None:
        file = project.relative(project.questionnaire_file(programme, fiscal_year))
        problems.extend(lint(this, last, file))
    return problems


def _faults_by_params(project: Project, params: Params) -> list[Problem]:
    """Check what the settings point to: policy, families, printed tables, the earlier years."""
    problems = list(_faults_of_families(project, params))
    policy = _tried(problems, partial(read_policy, project, params.disclosure_policy))
    if params.printed_year is not None:
        _tried(problems, partial(read_last_print, project, params))
    forms: dict[int, Questionnaire | None] = {}
    for year in earlier_years(project, params):
        forms[year] = form = _questionnaire(problems, project, params.programme, year)
        if form is not None:
            file = project.relative(project.questionnaire_file(params.programme, year))
            problems.extend(lint(form, forms.get(year - 1), file))
        problems.extend(_delivery_faults(project, params.programme, year))
    this = _questionnaire([], project, params.programme, params.fiscal_year)  # faults: lint_forms
    there = [form for form in (this, *forms.values()) if form is not None]
    for form in there:
        _tried(problems, partial(read_mapping, project, form))
    problems.extend(_faults_of_papers(project, params))
    if policy is not None and there:
        file = project.relative(project.disclosure_policy)
        problems.extend(unmapped_roles(policy, there, file, params.disclosure_policy))
    return problems


def _faults_of_families(project: Project, params: Params) -> Iterator[Problem]:
    """Check the declared families, and that the trend does not begin in the future."""
    file = project.relative(project.params_file(params.programme, params.fiscal_year))
    form = _questionnaire([], project, params.programme, params.fiscal_year)  # faults: lint_forms
    if form is not None:
        yield from family_faults(params, form, file)
    if params.trend_from > params.fiscal_year:
        values = {"found": params.trend_from, "year": params.fiscal_year}
        yield Problem("trend_starts_late", Place(file, column="trend_from"), values)


def _faults_of_papers(project: Project, params: Params) -> list[Problem]:
    """Check the texts of the year's handout and the ledger of measures against the forms.

    Measures of last year, whose result is printed, belong to last year's forms.
    """
    problems: list[Problem] = []
    programme, year = params.programme, params.fiscal_year
    measures = _tried(problems, partial(read_measures, project))
    text = _tried(problems, partial(read_handout_text, project, programme, year))
    for path, read in ((project.measures, measures), (project.handout_file(programme, year), text)):
        if read is not None:
            problems.extend(counted_people(read.model_dump(), project.relative(path)))
    for of_year in (year - 1, year):
        if project.questionnaire_file(programme, of_year).is_file():
            form = _questionnaire([], project, programme, of_year)  # its faults: lint_forms
            if form is not None and measures is not None:
                problems.extend(measure_faults(measures, form))
            if form is not None and text is not None and of_year == year:
                file = project.relative(project.handout_file(programme, year))
                problems.extend(handout_text_faults(text, form, file))
    return problems


def _delivery_faults(project: Project, programme: str, fiscal_year: int) -> Iterator[Problem]:
    """Find an empty folder, and files that are most likely still open in Excel."""
    files = delivered_files(project, programme, fiscal_year)
    if not files:
        folder = project.relative(project.raw(programme, fiscal_year))
        yield Problem("nothing_delivered", Place(folder))
    for path in files:
        try:
            if is_regular(path):
                path.open("rb").close()
                continue
        except OSError:
            pass
        yield Problem("file_not_opened", Place(project.relative(path)))


def _questionnaire(
    problems: list[Problem], project: Project, programme: str, fiscal_year: int
) -> Questionnaire | None:
    return _tried(problems, partial(read_questionnaire, project, programme, fiscal_year))


def _tried(problems: list[Problem], read: Callable[[], T]) -> T | None:
    """Return what `read` returns; if it finds faults, add them to `problems` instead."""
    try:
        return read()
    except ProblemsError as error:
        problems.extend(error.problems)
        return None
