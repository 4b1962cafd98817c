"""What `selfcheck check` does: examine the deliveries of some runs and write what was found."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from selfcheck_analysis.delivery_check.findings import Findings
from selfcheck_analysis.delivery_check.page import render_page
from selfcheck_analysis.delivery_check.workbook import workbook
from selfcheck_analysis.disclosure.earlier import private_folder
from selfcheck_analysis.params import Params, read_params
from selfcheck_analysis.paths import Project
from selfcheck_analysis.preflight import lint_forms
from selfcheck_analysis.problems import Place, Problem, ProblemsError, refuse
from selfcheck_analysis.questionnaire import read_questionnaire
from selfcheck_analysis.responses.intake import examine
from selfcheck_analysis.words import Words

WORKBOOK, PAGE = "deliveries.xlsx", "deliveries.html"


def check(project: Project, runs: Iterable[tuple[str, int]]) -> list[Findings]:
    """Examine the deliveries of runs, without analysing them.

    Raises
    ------
    ProblemsError
        Faulty settings or forms, or no deliveries: every fault of all runs at once.
    """
    found: list[Findings] = []
    problems: list[Problem] = []
    for programme, fiscal_year in runs:
        try:
            found.append(_examined(project, programme, fiscal_year))
        except ProblemsError as error:
            problems += error.problems
    refuse(dict.fromkeys(problems))
    return found


def _examined(project: Project, programme: str, fiscal_year: int) -> Findings:
    params: Params = read_params(project, programme, fiscal_year)
    refuse(lint_forms(project, programme, fiscal_year))
    form = read_questionnaire(project, programme, fiscal_year)
    intake, refusals = examine(project, form, params.contradictions)
    return Findings(form, intake, tuple(refusals))


def write(project: Project, findings: Findings, words: Words) -> list[Path]:
    """Write workbook and page, readable by their owner only where the system can say so.

    Raises
    ------
    ProblemsError
        A file is open in another program.
    """
    form = findings.questionnaire
    folder = project.delivery_check(form.programme, form.fiscal_year)
    contents = {
        WORKBOOK: workbook(findings, words),
        PAGE: render_page(findings, words).encode("utf-8"),
    }
    private_folder(folder)
    return [_written(project, folder / name, content) for name, content in contents.items()]


def _written(project: Project, path: Path, content: bytes) -> Path:
    try:
        path.touch(mode=0o600)
        path.chmod(0o600)
        path.write_bytes(content)
    except OSError:
        raise ProblemsError([Problem("check_not_written", Place(project.relative(path)))]) from None
    return path
