"""Every page of the main job, in both languages, in a real browser without network."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urlsplit

import pytest

from tests.page_survey import Closer, Survey, survey
from tests.paper import A4_POINTS
from tests.project_copy import copy_project, selfcheck, set_param

if TYPE_CHECKING:
    from playwright.sync_api import Browser

LANGUAGES = ("ja", "en")
PROGRAMMES = ("juki_net", "info_nws")
INDEX = "index.html"
NOTEBOOKS = ("01_responses", "02_rates", "03_year_over_year", "04_focus_questions")
WITH_CHARTS = ("02_rates", "03_year_over_year", "04_focus_questions")

JAPANESE = re.compile("[\u3040-\u30fa\u30fc-\u30ff\u3400-\u9fff\uff66-\uff9f]+")
"""Hiragana, katakana (half-width too) and kanji, but not the dot between two numbers."""

SHEET_PX = {(595, 842): 258 * 96 / 25.4, (842, 595): 175 * 96 / 25.4}
"""How high a sheet is between its margins: 297 - 22 - 17 and 210 - 20 - 15 mm."""


@pytest.fixture(scope="module", params=LANGUAGES)
def report(request, chromium_path, tmp_path_factory) -> tuple[str, Path]:
    """What the main job makes in a language, carried to a folder of the kind offices have."""
    folder = tmp_path_factory.mktemp(f"pages_{request.param}")
    project = copy_project(folder / "project")
    for programme in PROGRAMMES:
        set_param(project, programme, "language", request.param)
    result = selfcheck(project, "run")
    assert result.returncode == 0, result.stderr
    carried = folder / "情報管理課 共有" / "自己点検 (令和５年度) 100%"
    shutil.copytree(project.reports / "2023", carried)
    return request.param, carried


@pytest.fixture(scope="module")
def language(report: tuple[str, Path]) -> str:
    return report[0]


@pytest.fixture(scope="module")
def folder(report: tuple[str, Path]) -> Path:
    return report[1]


@pytest.fixture(scope="module")
def pages(browser: Browser, folder: Path) -> list[Survey]:
    """Every page there is, looked over once; the index comes first."""
    names = sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*.html"))
    names.sort(key=lambda name: name != INDEX)
    close = closely(folder, names)
    return [survey(browser, folder, name, closely=name in close) for name in names]


def closely(folder: Path, names: list[str]) -> set[str]:
    """Choose what takes longer to look over: of pages for roles and sections the largest each."""
    chosen = {name for name in names if name.count("/") < 2}
    for of_a_kind in {Path(name).parent for name in names}:
        alike = [name for name in names if Path(name).parent == of_a_kind]
        chosen.add(max(alike, key=lambda name: (folder / name).stat().st_size))
    return chosen


@pytest.fixture(scope="module")
def close(pages: list[Survey]) -> list[tuple[Survey, Closer]]:
    """The pages that were looked over closely."""
    return [(page, page.closer) for page in pages if page.closer]


def faults(pages: list[Survey], fault: Callable[[Survey], Any]) -> dict[str, Any]:
    """Return what is wrong with which page."""
    return {page.name: found for page in pages if (found := fault(page))}


def is_in_language(text: str | None, language: str) -> bool:
    return bool(text and text.strip()) and bool(JAPANESE.search(text)) == (language == "ja")


def not_in_language(texts: list[str | None], language: str) -> list[str | None]:
    return [text for text in texts if not is_in_language(text, language)]


def test_report__has_its_pages(pages):
    expected = {f"{programme}/{name}.html" for programme in PROGRAMMES for name in NOTEBOOKS}
    assert {INDEX} | expected <= {page.name for page in pages}


def test_pages__draw_every_chart_live(pages):
    counts = {page.name: page.facts["charts"] for page in pages}
    assert all(counts[f"{p}/{name}.html"] > 0 for p in PROGRAMMES for name in WITH_CHARTS)
    assert {page.name: page.facts["live"] for page in pages} == counts
    assert faults(pages, lambda page: page.facts["still"]) == {}


def test_pages__say_nothing_to_the_console_and_ask_for_nothing(pages):
    assert faults(pages, lambda page: page.said) == {}
    assert faults(pages, lambda page: page.requests) == {}


def test_pages__without_javascript_show_every_picture_and_table(pages):
    counts = {page.name: (page.facts["charts"], page.facts["tables"]) for page in pages}
    assert {page.name: (page.bare["still"], page.bare["tables"]) for page in pages} == counts
    assert sum(tables for _, tables in counts.values()) > len(pages)
    assert faults(pages, lambda page: page.bare["live"] or page.bare["buttons"]) == {}


def test_pages__name_their_charts_in_their_language(pages, language):
    def unnamed(page: Survey) -> list[str | None]:
        names = [*page.facts["liveNames"], *page.bare["stillNames"]]
        assert len(names) == 2 * page.facts["charts"]
        return not_in_language(names, language)

    assert faults(pages, unnamed) == {}


def test_pages__declare_document_type_encoding_and_language(pages, language):
    declared = ("UTF-8", "CSS1Compat", language)
    for page in pages:
        assert page.file.read_text(encoding="utf-8").lstrip().lower().startswith("<!doctype html>")
        facts = page.facts
        assert (facts["encoding"], facts["mode"], facts["language"]) == declared, page.name
        assert is_in_language(facts["title"], language), page.name


def test_pages__name_no_remote_address(pages):
    namespaces = {"http://www.w3.org/2000/svg", "http://www.w3.org/1999/xlink"}

    def remote(page: Survey) -> set[str]:
        # The drawing library names its home and its licences; that it asks for nothing is seen.
        text = page.file.read_text(encoding="utf-8")
        own = re.sub(r"<script>.*?</script>", "", text, flags=re.DOTALL)
        assert own.count("<script") == page.facts["charts"]  # the charts' data remain
        return set(re.findall(r"(?:[a-z]+:)?//[a-z0-9][\w.-]*\.[a-z]{2,}[^\s\"'<>]*", own)) - (
            namespaces
        )

    assert faults(pages, remote) == {}


def test_pages__link_only_to_what_is_there(pages, folder):
    def broken(page: Survey) -> list[str]:
        return [
            link for link in page.facts["links"] if not leads_somewhere(page.file, link, folder)
        ]

    assert faults(pages, broken) == {}
    assert all(len(page.facts["links"]) >= 4 for page in pages)


def leads_somewhere(file: Path, link: str, folder: Path) -> bool:
    """Tell whether a link leads to a file of the folder and to a place in it."""
    parts = urlsplit(link)
    target = (file.parent / unquote(parts.path)).resolve() if parts.path else file
    if parts.scheme or not target.is_relative_to(folder.resolve()) or not target.is_file():
        return False
    place = f'id="{unquote(parts.fragment)}"'
    return not parts.fragment or place in target.read_text(encoding="utf-8")


def targets(page: Survey, folder: Path) -> set[str]:
    """Return the files below the folder that a page links to."""
    paths = [unquote(urlsplit(link).path) for link in page.facts["links"]]
    resolved = [(page.file.parent / path).resolve() for path in paths if path]
    return {path.relative_to(folder.resolve()).as_posix() for path in resolved}


def test_pages__are_reached_from_the_index_and_lead_back(pages, folder):
    by_name = {page.name: page for page in pages}
    reached, ahead = set(), {INDEX}
    while ahead:
        reached |= ahead
        linked = set().union(*(targets(by_name[name], folder) for name in ahead))
        ahead = (linked & by_name.keys()) - reached
    assert reached == by_name.keys()
    others = [page for page in pages if page.name != INDEX]
    assert faults(others, lambda page: INDEX not in targets(page, folder)) == {}
    assert faults(others, lambda page: page.facts["current"] > 1) == {}


def test_pages__lead_to_the_record_of_their_run(pages, folder):
    for page in pages:
        programmes = PROGRAMMES if page.name == INDEX else [page.name.split("/")[0]]
        records = {f"{programme}/manifest.json" for programme in programmes}
        assert records <= targets(page, folder), page.name


def test_index__leads_to_every_file(pages, folder):
    index = pages[0]
    papers = {
        path.relative_to(folder).as_posix()
        for path in folder.rglob("*")
        if path.suffix in {".csv", ".docx", ".xlsx", ".json"}
    }
    assert len(papers) > 20
    assert papers - targets(index, folder) == set()


def test_pages__head_their_tables(pages):
    assert faults(pages, lambda page: page.facts["unscoped"]) == {}
    assert faults(pages, lambda page: not all(page.facts["captions"])) == {}
    assert faults(pages, lambda page: [n for n in page.facts["heads"] if n < 2]) == {}


def test_pages__skip_no_level_of_headings(pages):
    def skipped(page: Survey) -> bool:
        levels = page.facts["levels"]
        steps = [below - above for above, below in pairwise(levels)]
        return levels[0] != 1 or levels.count(1) != 1 or max(steps, default=0) > 1

    assert faults(pages, skipped) == {}


def test_pages__list_their_sections_each_under_an_address_of_its_own(pages):
    others = [page for page in pages if page.name != INDEX]
    assert faults(pages, lambda page: len(set(page.facts["ids"])) < len(page.facts["ids"])) == {}
    for page in others:
        sections = page.facts["sections"]
        assert page.facts["contents"] == (sections if len(sections) > 1 else []), page.name
    assert sum(len(page.facts["contents"]) for page in others) > 2 * len(others)


def test_pages__give_axe_nothing_to_find_in_light_or_dark(close):
    assert {page.name: closer.amiss for page, closer in close if closer.amiss} == {}
    assert len(close) >= 1 + len(PROGRAMMES) * len(NOTEBOOKS)


def test_pages__never_scroll_sideways_as_a_whole(pages):
    assert faults(pages, lambda page: {w: n for w, n in page.widths.items() if n > w}) == {}


def test_pages__are_printed_on_a4_one_way_with_title_and_number_on_every_sheet(close):
    for page, closer in close:
        sizes = {sheet.size for sheet in closer.sheets}
        assert len(sizes) == 1, page.name
        assert sizes <= A4_POINTS, page.name
        for number, sheet in enumerate(closer.sheets, start=1):
            assert sheet.says(page.facts["title"]), (page.name, number)
            assert sheet.says(f"{number} / {len(closer.sheets)}"), (page.name, number)


def test_pages__are_printed_with_pictures_and_without_what_only_a_screen_can_do(close):
    for page, closer in close:
        # Folded tables too. Pages for roles and sections print the table alone of a chart.
        n_charts = 0 if "/feedback/" in page.name else page.facts["charts"]
        tables = page.facts["tables"]
        if page.name == INDEX:  # its details, all digests and versions, stay shut on paper
            tables = closer.paper["tables"]
        expected = {"still": n_charts, "tables": tables}
        printed = {key: closer.paper[key] for key in ("still", "tables", "live", "screenOnly")}
        assert printed == expected | {"live": 0, "screenOnly": 0}, page.name


def test_pages__run_off_no_sheet_and_cut_no_chart(close):
    for page, closer in close:
        assert closer.paper["tooWide"] == [], page.name
        assert closer.paper["tallest"] <= SHEET_PX[closer.sheets[0].size], page.name


def test_pages__leave_no_sheet_nearly_empty(close):
    # Before a chart, which is never cut, a sheet may stay three quarters empty, but no more.
    for page, closer in close:
        filled = [round(sheet.filled, 2) for sheet in closer.sheets[:-1]]
        assert min(filled, default=1) >= 0.25, (page.name, filled)


def test_pages__keep_to_their_language(pages, language):
    if language == "en":
        assert faults(pages, lambda page: JAPANESE.findall(page.facts["words"])) == {}
    else:
        spoken = faults(pages, lambda page: not_in_language(page.facts["spoken"], language))
        assert spoken == {}
