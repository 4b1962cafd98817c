"""The command line: `selfcheck run` and the smaller commands beside it.

Exit status: 0 everything went through, 1 it did but something delivered was set aside (or an audit
found something, or two runs differ), 2 nothing was run because settings or files are faulty, 3 a
notebook failed or a page was refused.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from enum import IntEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from selfcheck_analysis.paths import Project
from selfcheck_analysis.problems import Problem, ProblemsError
from selfcheck_analysis.terms import State
from selfcheck_analysis.words import Language, Words

if TYPE_CHECKING:
    from selfcheck_analysis.finished import Finished


class Exit(IntEnum):
    """What the exit status says."""

    CLEAN = 0
    SET_ASIDE = 1
    FAULTY_INPUT = 2
    FAILED_RUN = 3


FAILURES_OF_A_RUN = {
    "notebook_failed",
    "notebook_kernel_failed",
    "page_unreleased_output",
    "page_error_output",
    "page_chart_address",
    "page_names_machine",
    "release_unsafe",
    "release_undecided",
    "reports_locked",
}

FINDINGS_OF_THE_SCAN = "scan_"

app = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False)

LanguageOption = Annotated[
    Language,
    typer.Option("--language", envvar="SELFCHECK_LANGUAGE", help="Language of messages: ja or en."),
]
ProjectOption = Annotated[
    Path | None,
    typer.Option("--project", envvar="SELFCHECK_PROJECT", help="Project folder; else here."),
]
PrintedFiles = Annotated[
    list[Path] | None,
    typer.Argument(metavar="FILE...", help="CSV of printed tables; else all of data/published."),
]
WithinOption = Annotated[
    int,
    typer.Option(help="How far a headcount that is not printed may lie off, in percent."),
]


@app.callback()
def selfcheck() -> None:
    """Turn anonymous self-check responses into rate tables, comparisons and offline pages."""


@app.command()
def run(
    fiscal_year: Annotated[
        int | None, typer.Option(help="Year in which the fiscal year begins; else the latest.")
    ] = None,
    programme: Annotated[
        str | None, typer.Option(help="juki_net or info_nws; else every one of the year.")
    ] = None,
    project: ProjectOption = None,
    language: LanguageOption = "ja",
) -> None:
    """Run the main job: from delivered responses to pages in reports/."""
    from selfcheck_analysis import pipeline
    from selfcheck_analysis.preflight import chosen_runs
    from selfcheck_analysis.programme_files import INDEX_FILE

    place, words = _project(project), Words(language)
    try:
        runs = chosen_runs(place, programme, fiscal_year)
        finished = pipeline.run(place, runs, language)
    except ProblemsError as error:
        _refuse(error.problems, words)
    for part in finished:
        for line in _summary(place, part, words):
            typer.echo(line)
    index = pipeline.pages_folder(place, finished) / INDEX_FILE
    typer.echo(words("command.look", index=place.relative(index)))
    if any(part.outcome.n_problems for part in finished):
        raise typer.Exit(Exit.SET_ASIDE)


@app.command()
def check(
    fiscal_year: Annotated[
        int | None, typer.Option(help="Year in which the fiscal year begins; else the latest.")
    ] = None,
    programme: Annotated[
        str | None, typer.Option(help="juki_net or info_nws; else every one of the year.")
    ] = None,
    project: ProjectOption = None,
    language: LanguageOption = "ja",
) -> None:
    """Check the deliveries without analysing them, and write what each section has to mend."""
    from selfcheck_analysis.delivery_check import command
    from selfcheck_analysis.preflight import chosen_runs

    place, words = _project(project), Words(language)
    try:
        found = command.check(place, chosen_runs(place, programme, fiscal_year))
        written = [command.write(place, findings, words) for findings in found]
    except ProblemsError as error:
        _refuse(error.problems, words)
    for findings, files in zip(found, written, strict=True):
        for line in findings.lines(words):
            typer.echo(line)
        workbook, page = map(place.relative, files)
        typer.echo(words("check.written", workbook=workbook, page=page))
    raise typer.Exit(max(findings.grade for findings in found))


@app.command()
def sample(project: ProjectOption = None, language: LanguageOption = "ja") -> None:
    """Write the synthetic deliveries again, byte for byte as they are shipped."""
    from selfcheck_analysis.sample import write_sample

    try:
        files = write_sample(_project(project))
    except ProblemsError as error:
        _refuse(error.problems, Words(language))
    except (OSError, RuntimeError, ValueError) as error:  # its own words say what to change
        _refuse([Problem("sample_not_made", values={"cause": error})], Words(language))
    typer.echo(Words(language)("command.sample", count=len(files)))


@app.command()
def lint(project: ProjectOption = None, language: LanguageOption = "ja") -> None:
    """Check every questionnaire, each against the year before it."""
    from selfcheck_analysis.preflight import lint_forms, shipped_forms

    place, words = _project(project), Words(language)
    forms = shipped_forms(place)
    problems = [problem for form in forms for problem in lint_forms(place, *form)]
    if problems:
        _refuse(dict.fromkeys(problems), words)
    typer.echo(words("command.lint_clean", count=len(forms)))


@app.command()
def compare(
    last: Annotated[str, typer.Argument(help="Last year: proper answers / answers, as 121/126.")],
    this: Annotated[str, typer.Argument(help="This year, likewise.")],
    alpha: Annotated[float, typer.Option(help="Threshold of significance.")] = 0.05,
    as_json: Annotated[bool, typer.Option("--json", help="Print values for programs.")] = False,
    language: LanguageOption = "ja",
) -> None:
    """Compare two counts: rates, change, intervals, p-values, and a verdict in a sentence."""
    import json

    from selfcheck_analysis import ad_hoc

    words = Words(language)
    try:
        values = ad_hoc.compare(last, this, alpha)
    except ProblemsError as error:
        _refuse(error.problems, words)
    if as_json:
        typer.echo(json.dumps(values, ensure_ascii=False, indent=2))
        return
    for line in ad_hoc.in_words(values, words):
        typer.echo(line)


@app.command("audit-print")
def audit_print(
    files: PrintedFiles = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print values for programs.")] = False,
    page: Annotated[
        bool, typer.Option("--page", help="Also write an internal page to data/processed.")
    ] = False,
    within: WithinOption = 20,
    project: ProjectOption = None,
    language: LanguageOption = "ja",
) -> None:
    """Check printed tables: impossible figures, doubtful ones, and answers that can be read off."""
    from selfcheck_analysis.printed_tables import command

    words = Words(language)
    try:
        checked = command.check(_project(project), files or [], within, words)
        written = checked.write_page() if page else None
    except ProblemsError as error:
        _refuse(error.problems, words)
    for line in checked.as_json() if as_json else checked.lines():
        typer.echo(line)
    if checked.tells_of_persons:
        typer.echo(words("audit.internal_lines"), err=True)
    if written is not None:
        typer.echo(words("audit.written", page=_project(project).relative(written)), err=True)
    if checked.audit.findings:
        raise typer.Exit(Exit.SET_ASIDE)


@app.command("compare-print")
def compare_print(
    files: PrintedFiles = None,
    alpha: Annotated[float, typer.Option(help="Threshold of significance.")] = 0.05,
    as_json: Annotated[bool, typer.Option("--json", help="Print values for programs.")] = False,
    within: WithinOption = 20,
    project: ProjectOption = None,
    language: LanguageOption = "ja",
) -> None:
    """Compare printed years, and tenures within a year, over every table that fits the print."""
    from selfcheck_analysis.printed_tables import command

    words = Words(language)
    try:
        found = command.compare(_project(project), files or [], within, alpha, words)
    except ProblemsError as error:
        _refuse(error.problems, words)
    for line in found.as_json() if as_json else found.lines():
        typer.echo(line)


@app.command("compare-runs")
def compare_runs(
    a: Annotated[
        Path, typer.Argument(metavar="A", help="Finished reports: a year's or programme's folder.")
    ],
    b: Annotated[Path, typer.Argument(metavar="B", help="Those to compare them with.")],
    as_json: Annotated[bool, typer.Option("--json", help="Print values for programs.")] = False,
    language: LanguageOption = "ja",
) -> None:
    """Say which inputs, settings, versions and figures differ between two finished runs."""
    from selfcheck_analysis.compare_runs import command

    words = Words(language)
    try:
        compared = command.compare(a, b, words)
    except ProblemsError as error:
        _refuse(error.problems, words)
    for line in compared.as_json() if as_json else compared.lines():
        typer.echo(line)
    if compared.differs:
        raise typer.Exit(Exit.SET_ASIDE)


@app.command("diff-forms")
def diff_forms(
    first: Annotated[int, typer.Argument(metavar="YEAR", help="The earlier fiscal year.")],
    last: Annotated[int, typer.Argument(metavar="YEAR", help="The later one, not only the next.")],
    programme: Annotated[
        str | None, typer.Option(help="juki_net or info_nws; else all that have both years.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print values for programs.")] = False,
    page: Annotated[
        bool, typer.Option("--page", help="Also write a page to data/processed.")
    ] = False,
    project: ProjectOption = None,
    language: LanguageOption = "ja",
) -> None:
    """State how the forms of two years differ, and which questions cannot be compared."""
    from selfcheck_analysis.form_changes import command

    place, words = _project(project), Words(language)
    try:
        compared = command.compare(place, first, last, programme, words)
        written = compared.write_page() if page else None
    except ProblemsError as error:
        _refuse(error.problems, words)
    for line in compared.as_json() if as_json else compared.lines():
        typer.echo(line)
    if written is not None:
        typer.echo(words("forms.written", page=place.relative(written)), err=True)


@app.command("new-print")
def new_print(
    programme: Annotated[str, typer.Option(help="juki_net or info_nws.")],
    fiscal_year: Annotated[int, typer.Option(help="Year in which the printed fiscal year begins.")],
    file: Annotated[
        Path | None, typer.Argument(help="What to write; else data/published/PROGRAMME_YEAR.csv.")
    ] = None,
    project: ProjectOption = None,
    language: LanguageOption = "ja",
) -> None:
    """Write an empty file of printed tables to fill in."""
    from selfcheck_analysis.printed_tables import command

    place, words = _project(project), Words(language)
    try:
        written, rows = command.write_template(place, programme, fiscal_year, file)
    except ProblemsError as error:
        _refuse(error.problems, words)
    typer.echo(words("audit.made", rows=rows, file=place.relative(written)))


@app.command()
def explore(
    no_browser: Annotated[
        bool, typer.Option("--no-browser", help="Start JupyterLab without opening a browser.")
    ] = False,
    port: Annotated[int, typer.Option(help="Where JupyterLab listens.")] = 8888,
    notebooks: Annotated[
        bool, typer.Option("--notebooks", help="Open notebooks/ in place of the workbench.")
    ] = False,
    project: ProjectOption = None,
    language: LanguageOption = "ja",
) -> None:
    """Open the workbench in JupyterLab: rates, comparisons and linked charts, without internet."""
    from selfcheck_analysis.workbench import lab

    place, words = _project(project), Words(language)
    options = [f"--ServerApp.port={port}", *(["--no-browser"] if no_browser else [])]
    if notebooks:
        folder = place.relative(place.notebooks)
        typer.echo(words("workbench.command.notebooks", folder=f"{folder}/"))
        raise typer.Exit(lab.start(place, place.notebooks, language, options))
    try:
        prepared = lab.prepare(place)
    except ProblemsError as error:
        _refuse(error.problems, words)
    if prepared.moved is not None:
        typer.echo(words("workbench.command.moved", moved=place.relative(prepared.moved)))
    notebook = place.relative(prepared.notebook)
    typer.echo(words("workbench.command.opening", notebook=notebook))
    raise typer.Exit(lab.start(place, prepared.notebook, language, options))


def main() -> None:
    """Run the command line; the console script's entry."""
    for stream in (sys.stdout, sys.stderr):
        # A Windows console of another code page must not stop a run at a character.
        stream.reconfigure(errors="replace")  # type: ignore[union-attr]
    app()


def _project(named: Path | None) -> Project:
    return Project(named.resolve()) if named is not None else Project.current()


def _refuse(problems: Iterable[Problem], words: Words) -> NoReturn:
    """Print every fault and end with the exit status that fits."""
    found = list(problems)
    failed = any(
        problem.code in FAILURES_OF_A_RUN or problem.code.startswith(FINDINGS_OF_THE_SCAN)
        for problem in found
    )
    heading = "command.failed" if failed else "command.problems"
    typer.echo(words(heading, count=len(found)), err=True)
    for problem in found:
        typer.echo(f"- {problem.text(words)}", err=True)
    raise typer.Exit(Exit.FAILED_RUN if failed else Exit.FAULTY_INPUT)


def _summary(place: Project, part: Finished, words: Words) -> Iterator[str]:
    """Say what was used, set aside and hidden; counts only."""
    from selfcheck_analysis.analysis import ERROR_TABLE

    release = part.outcome.release
    programme = part.params.programme
    folder = place.processed(programme, part.params.fiscal_year)
    table = place.relative(folder / ERROR_TABLE)
    deliveries = release.frame("deliveries")
    rows, answers = (int(deliveries[name].sum()) for name in ("set_aside", "answers_set_aside"))
    if not part.outcome.n_problems:
        yield words("command.clean", programme=programme, rows=int(deliveries["used"].sum()))
    else:
        count = part.outcome.n_problems
        values = {"programme": programme, "rows": rows, "answers": answers, "table": table}
        yield words("command.set_aside", count=count, **values)
    unread = int(deliveries["delivered"].isna().sum())
    if unread:
        yield words("command.unread", programme=programme, count=unread)
    states = release.frame("cell_states")
    hidden = states[[State(state).hidden for state in states["state"]]]
    yield words("command.hidden", programme=programme, count=int(hidden["count"].sum()))
