"""Everything that a run writes for one programme: pages, papers, tables and the manifest."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import nbformat

from selfcheck_analysis import feedback
from selfcheck_analysis.figures import this_year
from selfcheck_analysis.finished import Finished, executed_notebook
from selfcheck_analysis.handout import office_files
from selfcheck_analysis.handout_text import read_written
from selfcheck_analysis.measures import read_measures
from selfcheck_analysis.notebooks import PAGES
from selfcheck_analysis.provenance import manifest_of
from selfcheck_analysis.released import Release
from selfcheck_analysis.report.exporter import export_blocks, export_page
from selfcheck_analysis.report.manifest import Page, write_manifest
from selfcheck_analysis.spreadsheets import as_text
from selfcheck_analysis.words import Words

MANIFEST_FILE = "manifest.json"
INDEX_FILE = "index.html"
_OVERVIEW = next(f"{name}.html" for name, page in PAGES.items() if page == "feedback")


def write_programme(part: Finished, staging: Path, made_at: datetime) -> None:
    """Write a programme's files into its folder below `staging`."""
    folder = staging / part.params.programme
    (folder / "tables").mkdir(parents=True)
    _write_pages(part, folder, made_at)
    papers = [*_write_office_files(part, folder, made_at), *_write_feedback(part, folder, made_at)]
    write_tables(part.outcome.release, folder / "tables")
    write_manifest(folder / MANIFEST_FILE, manifest_of(part, folder, made_at, papers))


def _write_pages(part: Finished, folder: Path, made_at: datetime) -> None:
    pub = part.publication
    for name in PAGES:
        path = executed_notebook(part.project, part.params, name)
        html = export_page(
            nbformat.read(path, as_version=4),
            window(part, pub.words(f"page.{PAGES[name]}.title")),
            part.params.language,
            _navigation(pub.words, current=name),
            _foot(part, made_at),
            internal_only=part.outcome.release.internal_only,
            manifest=MANIFEST_FILE,
        )
        _write_text(folder / f"{name}.html", html)


def _write_office_files(part: Finished, folder: Path, made_at: datetime) -> Iterator[Page]:
    """Write the papers for Word and Excel, and yield what each is."""
    params = part.params
    written = read_written(part.project, params.programme, params.fiscal_year)
    for name, content in office_files(part.publication, written, made_at).items():
        (folder / name).write_bytes(content)
        title = part.publication.words(f"paper.{name}")
        yield Page(name=name, title=title, file=f"{params.programme}/{name}")


def _write_feedback(part: Finished, folder: Path, made_at: datetime) -> Iterator[Page]:
    """Write the feedback pages, and yield what each is."""
    pub, params = part.publication, part.params
    for page in feedback.pages(pub, read_measures(part.project)):
        path = folder / page.file
        path.parent.mkdir(parents=True, exist_ok=True)
        up = "../" * page.file.count("/")
        html = export_blocks(
            [feedback.way_back(pub, f"{up}{_OVERVIEW}"), *page.blocks],
            window(part, page.title),
            params.language,
            _navigation(pub.words, up),
            _foot(part, made_at),
            internal_only=part.outcome.release.internal_only,
            manifest=f"{up}{MANIFEST_FILE}",
        )
        _write_text(path, html)
        yield Page(name=path.stem, title=page.title, file=f"{params.programme}/{page.file}")


def _foot(part: Finished, made_at: datetime) -> str:
    return part.publication.words("page.foot", time=made_at.strftime("%Y-%m-%d %H:%M"))


def window(part: Finished, title: str) -> str:
    """Return the title of the browser's window: the page, the programme and the year."""
    pub = part.publication
    programme = pub.questionnaire.short_title.text(part.params.language)
    return pub.words("page.window", title=title, programme=programme, year=this_year(pub))


def _navigation(words: Words, up: str = "", current: str = "") -> list[tuple[str, str]]:
    """Return the index and the pages; `up` leads from a page to its programme's folder."""
    pages = [
        (words(f"page.{page}.title"), "" if name == current else f"{up}{name}.html")
        for name, page in PAGES.items()
    ]
    return [(words("page.index"), f"{up}../{INDEX_FILE}"), *pages]


def write_tables(release: Release, folder: Path) -> None:
    """Write the released tables as CSV that Excel opens in Japanese and never runs."""
    for name in release.written_tables:
        frame = release.frame(name)
        for column in frame.select_dtypes(include=["object", "str"]):
            frame[column] = frame[column].map(as_text, na_action="ignore")
        path = folder / f"{name}.csv"
        frame.to_csv(path, index=False, encoding="utf-8-sig", lineterminator="\n")


def _write_text(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8", newline="\n")
