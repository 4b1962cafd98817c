"""The main job: check, analyse, run the notebooks, make the pages, put them in their place."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from tqdm import tqdm

from selfcheck_analysis.analysis import analyse, years_read
from selfcheck_analysis.disclosure.earlier import private_folder
from selfcheck_analysis.disclosure.scan import Source, scan_finished
from selfcheck_analysis.finished import Finished, executed_notebook, keep_what_was_said
from selfcheck_analysis.handout_text import read_written
from selfcheck_analysis.notebooks import PAGES, Job, execute
from selfcheck_analysis.params import Params
from selfcheck_analysis.paths import Project
from selfcheck_analysis.preflight import check_runs
from selfcheck_analysis.problems import Place, Problem, ProblemsError
from selfcheck_analysis.programme_files import INDEX_FILE, MANIFEST_FILE, write_programme
from selfcheck_analysis.questionnaire import read_questionnaire
from selfcheck_analysis.report.index import render_index
from selfcheck_analysis.report.manifest import Manifest, read_manifest
from selfcheck_analysis.report.publish import publish, staging_folder
from selfcheck_analysis.report.scripts import shipped
from selfcheck_analysis.words import Language, Words

TIME_ZONE = ZoneInfo("Asia/Tokyo")


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
    words = Words(language)
    with tqdm(checked, desc=words("command.analysing"), leave=False) as bar:
        finished = [Finished(project, params, analyse(project, params)) for params in bar]
    _run_notebooks(project, checked, words)
    year = checked[0].fiscal_year
    target = pages_folder(project, finished)
    if target.parent == project.internal:
        private_folder(project.internal)
    made_at = datetime.now(TIME_ZONE).replace(microsecond=0)
    with staging_folder(target.parent, year) as staging:
        for part in finished:
            write_programme(part, staging, made_at)
        _write_index(staging, target)
        sources = [_scan_source(project, part) for part in finished]
        scan_finished(project, staging, sources, shipped=shipped())
        for part in finished:
            keep_what_was_said(project, part.params, part.outcome)
        publish(staging, target)
    return finished


def pages_folder(project: Project, finished: Sequence[Finished]) -> Path:
    """Return where the pages of a year go; what nothing protects does not go to the reports."""
    internal = any(part.outcome.release.internal_only for part in finished)
    parent = project.internal if internal else project.reports
    return parent / str(finished[0].params.fiscal_year)


def _scan_source(project: Project, part: Finished) -> Source:
    """Return what the finished files of a programme are made from."""
    years = years_read(project, part.params)
    programme, year = part.params.programme, part.params.fiscal_year
    forms = [read_questionnaire(project, programme, year) for year in years]
    written = read_written(project, programme, year)
    return Source(
        part.outcome.release,
        [part.publication.questionnaire, *forms],
        written=written.texts(),
    )


def _run_notebooks(project: Project, checked: Sequence[Params], words: Words) -> None:
    jobs = [
        Job(project.notebooks / f"{name}.ipynb", params, executed_notebook(project, params, name))
        for params in checked
        for name in PAGES
    ]
    with tqdm(total=len(jobs), desc=words("command.running"), leave=False) as bar:
        for _ in execute(project, jobs):
            bar.update()


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
