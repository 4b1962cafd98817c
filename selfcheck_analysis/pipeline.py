"""The main job: check, analyse, run the notebooks, make the pages, put them in their place."""

from __future__ import annotations

import importlib.metadata
import platform
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from shutil import copy
from zoneinfo import ZoneInfo

import nbformat
from tqdm import tqdm

from selfcheck_analysis.analysis import (
    Outcome,
    analyse,
    delivery_files,
    reported_form,
    settings_files,
    years_read,
)
from selfcheck_analysis.disclosure.digest import keyed_digest, plain_digest
from selfcheck_analysis.disclosure.earlier import private_folder
from selfcheck_analysis.disclosure.scan import Source, scan_finished
from selfcheck_analysis.figures import fiscal_year as printed_year
from selfcheck_analysis.notebooks import PAGES, Job, execute
from selfcheck_analysis.params import Params
from selfcheck_analysis.paths import Project
from selfcheck_analysis.preflight import check_runs
from selfcheck_analysis.problems import Place, Problem, ProblemsError
from selfcheck_analysis.questionnaire import read_questionnaire
from selfcheck_analysis.released import Release
from selfcheck_analysis.report.exporter import export_page, stylesheet
from selfcheck_analysis.report.index import render_index
from selfcheck_analysis.report.manifest import (
    InputFile,
    Manifest,
    MergedRoles,
    Page,
    Threshold,
    read_manifest,
    write_manifest,
)
from selfcheck_analysis.report.pictures import live_charts
from selfcheck_analysis.report.publish import publish, staging_folder
from selfcheck_analysis.spreadsheets import as_text
from selfcheck_analysis.terms import State
from selfcheck_analysis.words import Language, Words

TIME_ZONE = ZoneInfo("Asia/Tokyo")
MANIFEST_FILE = "manifest.json"
INDEX_FILE = "index.html"
NAMED_VERSIONS = (
    "selfcheck-analysis",
    "altair",
    "nbconvert",
    "numpy",
    "pandas",
    "papermill",
    "scipy",
    "statsmodels",
    "vl-convert-python",
)


@dataclass(frozen=True)
class Finished:
    """One programme's part of a run."""

    params: Params
    outcome: Outcome


def run(project: Project, runs: Iterable[tuple[str, int]], language: Language) -> list[Finished]:
    """Run the main job for programmes of one fiscal year.

    Parameters
    ----------
    project : Project
    runs : iterable of (programme, fiscal year)
        All of one year, as `preflight.chosen_runs` returns them.
    language : {"ja", "en"}
        The language of the progress bar; the pages' is in the settings.

    Returns
    -------
    list of Finished
        One per run. Pages, released tables and the year's index are then in `reports/`.

    Raises
    ------
    ProblemsError
        Faulty settings or files (nothing was run), a failing notebook, or a page that may not
        be released. Pages of earlier runs are then as they were.
    """
    checked = check_runs(project, runs)
    finished = [Finished(params, analyse(project, params)) for params in checked]
    _run_notebooks(project, checked, Words(language))
    year = checked[0].fiscal_year
    target = pages_folder(project, finished)
    if target.parent == project.internal:
        private_folder(project.internal)
    made_at = datetime.now(TIME_ZONE).replace(microsecond=0)
    with staging_folder(target.parent, year) as staging:
        for part in finished:
            _write_programme(project, part, staging, made_at)
        _write_index(staging, target)
        sources = [_scan_source(project, part) for part in finished]
        scan_finished(project, staging, sources, shipped=(stylesheet(), *live_charts()))
        publish(staging, target)
    for part in finished:
        _keep_what_was_said(project, part)
    return finished


def pages_folder(project: Project, finished: Sequence[Finished]) -> Path:
    """Return where the pages of a year go; what nothing protects does not go to the reports."""
    internal = any(part.outcome.release.internal_only for part in finished)
    parent = project.internal if internal else project.reports
    return parent / str(finished[0].params.fiscal_year)


def _keep_what_was_said(project: Project, part: Finished) -> None:
    """Keep what a release tells, for those that come after it."""
    if part.outcome.said is not None:
        folder = private_folder(project.releases / part.params.programme)
        copy(part.outcome.said, folder)


def executed_notebook(project: Project, params: Params, name: str) -> Path:
    """Return where the executed copy of a notebook is kept (confidential)."""
    folder = project.processed(params.programme, params.fiscal_year)
    return folder / "notebooks" / f"{name}.ipynb"


def _scan_source(project: Project, part: Finished) -> Source:
    """Return what the finished files of a programme are made from."""
    years = years_read(project, part.params)
    release = part.outcome.release
    reported = reported_form(project, part.params, release)
    forms = [read_questionnaire(project, part.params.programme, year) for year in years]
    return Source(release, [reported, *forms])


def _run_notebooks(project: Project, checked: Sequence[Params], words: Words) -> None:
    jobs = [
        Job(project.notebooks / f"{name}.ipynb", params, executed_notebook(project, params, name))
        for params in checked
        for name in PAGES
    ]
    with tqdm(total=len(jobs), desc=words("command.running"), leave=False) as bar:
        for _ in execute(project, jobs):
            bar.update()


def _write_programme(project: Project, part: Finished, staging: Path, made_at: datetime) -> None:
    folder = staging / part.params.programme
    (folder / "tables").mkdir(parents=True)
    _write_pages(project, part, folder, made_at)
    _write_tables(part.outcome.release, folder / "tables")
    write_manifest(folder / MANIFEST_FILE, _manifest(project, part, made_at))


def _write_pages(project: Project, part: Finished, folder: Path, made_at: datetime) -> None:
    params, internal_only = part.params, part.outcome.release.internal_only
    words = Words(params.language)
    questionnaire = read_questionnaire(project, params.programme, params.fiscal_year)
    programme = questionnaire.short_title.text(params.language)
    foot = words("page.foot", time=made_at.strftime("%Y-%m-%d %H:%M"))
    for name in PAGES:
        notebook = nbformat.read(executed_notebook(project, params, name), as_version=4)
        title = words(
            "page.window",
            title=words(f"page.{PAGES[name]}.title"),
            programme=programme,
            year=printed_year(params.fiscal_year, params.language),
        )
        nav = _navigation(name, words)
        html = export_page(notebook, title, params.language, nav, foot, internal_only=internal_only)
        (folder / f"{name}.html").write_text(html, encoding="utf-8", newline="\n")


def _navigation(current: str, words: Words) -> list[tuple[str, str]]:
    siblings = [
        (words(f"page.{page}.title"), "" if name == current else f"{name}.html")
        for name, page in PAGES.items()
    ]
    return [(words("page.index"), f"../{INDEX_FILE}"), *siblings]


def _write_tables(release: Release, folder: Path) -> None:
    """Write the released tables as CSV that Excel opens in Japanese and never runs."""
    for name in release.written_tables:
        frame = release.frame(name)
        for column in frame.select_dtypes(include=["object", "str"]):
            frame[column] = frame[column].map(as_text, na_action="ignore")
        frame.to_csv(folder / f"{name}.csv", index=False, encoding="utf-8-sig")


def _write_index(staging: Path, target: Path) -> None:
    """Write the year's index over what was made now and what an earlier run left in place."""
    places = {path.parent.name: path for path in target.glob(f"*/{MANIFEST_FILE}")}
    places |= {path.parent.name: path for path in staging.glob(f"*/{MANIFEST_FILE}")}
    manifests = [_manifest_in_place(path) for _, path in sorted(places.items(), reverse=True)]
    html = render_index(manifests, manifests[0].language)
    (staging / INDEX_FILE).write_text(html, encoding="utf-8", newline="\n")


def _manifest_in_place(path: Path) -> Manifest:
    """Read a manifest; one that an earlier version wrote says less than the index needs."""
    try:
        return read_manifest(path)
    except ValueError:
        raise ProblemsError(
            [Problem("manifest_outdated", Place(path.name), {"file": path.name})]
        ) from None


def _manifest(project: Project, part: Finished, made_at: datetime) -> Manifest:
    params, release = part.params, part.outcome.release
    words = Words(params.language)
    form = reported_form(project, params, release)
    deliveries = release.frame("deliveries")
    set_aside = release.frame("set_aside")
    states = release.frame("cell_states").groupby("state")["count"].sum()
    return Manifest(
        programme=params.programme,
        title=form.title.text(params.language),
        fiscal_year=params.fiscal_year,
        language=params.language,
        made_at=made_at,
        synthetic=release.synthetic,
        policy=release.policy_name,
        thresholds={name: Threshold(**values) for name, values in release.thresholds.items()},
        checked=release.checked,
        merged_roles=tuple(
            MergedRoles(
                group=form.role(group).label.text(params.language),
                roles=tuple(names[params.language] for names in roles),
            )
            for group, roles in release.merged_roles.items()
        ),
        pages=tuple(
            Page(
                name=page,
                title=words(f"page.{page}.title"),
                file=f"{params.programme}/{name}.html",
            )
            for name, page in PAGES.items()
        ),
        tables=tuple(f"{params.programme}/tables/{name}.csv" for name in release.written_tables),
        inputs=tuple(_inputs(project, params)),
        parameters=params.model_dump(),
        versions=_versions(),
        people_delivered=int(deliveries["delivered"].sum()),
        people_used=int(deliveries["used"].sum()),
        people_set_aside=int(deliveries["set_aside"].sum()),
        set_aside=dict(zip(set_aside["code"], set_aside["count"].astype(int), strict=True)),
        hidden={str(state): int(states[state]) for state in State if state in states},
    )


def _inputs(project: Project, params: Params) -> Iterable[InputFile]:
    deliveries = delivery_files(project, params)
    for path in deliveries:
        digest = keyed_digest(project, path)
        yield InputFile(file=project.relative(path), sha256=digest, keyed=True)
    notebooks = [project.notebooks / f"{name}.ipynb" for name in PAGES]
    for path in [*settings_files(project, params), *notebooks]:
        yield InputFile(file=project.relative(path), sha256=plain_digest(path), keyed=False)


def _versions() -> dict[str, str]:
    found = {name: importlib.metadata.version(name) for name in NAMED_VERSIONS}
    return {"python": platform.python_version()} | found
