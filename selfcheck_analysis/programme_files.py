"""Everything that a run writes for one programme: pages, papers, tables and the manifest."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import nbformat

from selfcheck_analysis.figures import this_year
from selfcheck_analysis.finished import Finished, executed_notebook
from selfcheck_analysis.notebooks import PAGES
from selfcheck_analysis.provenance import manifest_of
from selfcheck_analysis.released import Release
from selfcheck_analysis.report.exporter import export_page
from selfcheck_analysis.report.manifest import write_manifest
from selfcheck_analysis.spreadsheets import as_text
from selfcheck_analysis.words import Words

MANIFEST_FILE = "manifest.json"
INDEX_FILE = "index.html"


def write_programme(part: Finished, staging: Path, made_at: datetime) -> None:
    """Write a programme's files into its folder below `staging`."""
    folder = staging / part.params.programme
    (folder / "tables").mkdir(parents=True)
    _write_pages(part, folder, made_at)
    _write_tables(part.outcome.release, folder / "tables")
    write_manifest(folder / MANIFEST_FILE, manifest_of(part, made_at))


def _write_pages(part: Finished, folder: Path, made_at: datetime) -> None:
    params, pub = part.params, part.publication
    internal_only = part.outcome.release.internal_only
    foot = pub.words("page.foot", time=made_at.strftime("%Y-%m-%d %H:%M"))
    for name in PAGES:
        path = executed_notebook(part.project, params, name)
        notebook = nbformat.read(path, as_version=4)
        title = window(part, pub.words(f"page.{PAGES[name]}.title"))
        nav = _navigation(name, pub.words)
        html = export_page(notebook, title, params.language, nav, foot, internal_only=internal_only)
        _write_text(folder / f"{name}.html", html)


def window(part: Finished, title: str) -> str:
    """Return the title of the browser's window: the page, the programme and the year."""
    pub = part.publication
    programme = pub.questionnaire.short_title.text(part.params.language)
    return pub.words("page.window", title=title, programme=programme, year=this_year(pub))


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


def _write_text(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8", newline="\n")
