"""Every page of the main job, in both languages, in a real browser without network."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urlsplit

import pytest

from tests.project_copy import copy_project, selfcheck, set_param
from tests.watched_page import WatchedPage, watched_page

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

LANGUAGES = ("ja", "en")
PROGRAMMES = ("juki_net", "info_nws")
CHARTS = {
    "01_responses": 0,
    "02_rates": 1,
    "03_year_over_year": 1,
    "04_focus_questions": 2,  # one for each of the two focus items of either programme
}
N_CHARTS = {"index.html": 0} | {
    f"{programme}/{name}.html": n for programme in PROGRAMMES for name, n in CHARTS.items()
}

JAPANESE = re.compile("[\u3040-\u30ff\u3400-\u9fff\uff66-\uff9f]+")
"""Hiragana, katakana (half-width too) and kanji."""

PORTRAIT_PX, LANDSCAPE_PX = 688, 1016
"""What A4 (210 x 297 mm) leaves between margins of 14 mm, at 96 px to the inch: 182 and 269 mm."""
A4_POINTS = {(595, 842), (842, 595)}  # 210 x 297 mm at 72 points to the inch

WORDS_OF_A_PAGE = """() => {
    const body = document.body.cloneNode(true);
    body.querySelectorAll("script, style").forEach(element => element.remove());
    const named = [...document.querySelectorAll("[aria-label], [title], [alt]")];
    const names = named.flatMap(e => ["aria-label", "title", "alt"].map(n => e.getAttribute(n)));
    return [document.title, body.textContent, ...names].join("\\n");
}"""
TOO_FAR_RIGHT = """([selector, edge]) => [...document.querySelectorAll(selector)]
    .filter(element => element.checkVisibility() && element.getBoundingClientRect().right > edge)
    .map(element => element.outerHTML.slice(0, 200))"""


@dataclass(frozen=True)
class Report:
    """One year's reports in one language."""

    language: str
    folder: Path


@dataclass(frozen=True)
class Place:
    """One page of the reports in one language."""

    language: str
    name: str


PLACES = [Place(language, name) for language in LANGUAGES for name in N_CHARTS]


# Not parametrised: the tests go from page to page, and the main job runs once for a language.
@pytest.fixture(scope="module")
def reports(chromium_path, tmp_path_factory) -> dict[str, Path]:
    """What the main job makes in each language, carried to a folder of the kind offices have."""
    carried = {}
    for language in LANGUAGES:
        folder = tmp_path_factory.mktemp(f"pages_{language}")
        project = copy_project(folder / "project")
        for programme in PROGRAMMES:
            set_param(project, programme, "language", language)
        result = selfcheck(project, "run")
        assert result.returncode == 0, result.stderr
        carried[language] = folder / "情報管理課 共有" / "自己点検 (令和５年度) 100%"
        shutil.copytree(project.reports / "2023", carried[language])
    return carried


@pytest.fixture(scope="module", params=PLACES, ids=lambda place: f"{place.language}-{place.name}")
def place(request) -> Place:
    """Which page a test looks at."""
    return request.param


@pytest.fixture(scope="module")
def name(place: Place) -> str:
    """The page's address within the reports."""
    return place.name


@pytest.fixture(scope="module")
def report(reports: dict[str, Path], place: Place) -> Report:
    """The reports the page belongs to."""
    return Report(place.language, reports[place.language])


@pytest.fixture(scope="module")
def opened(browser: Browser, report: Report, name: str) -> Iterator[WatchedPage]:
    """A page whose charts have been drawn."""
    with watched_page(browser) as watched:
        watched.open(report.folder / name)
        if n_charts := N_CHARTS[name]:
            watched.page.wait_for_selector(f"figure.drawn >> nth={n_charts - 1}", state="attached")
        yield watched


@pytest.fixture(scope="module")
def opened_without_javascript(browser: Browser, report: Report, name: str) -> Iterator[WatchedPage]:
    """The same page where scripts are switched off."""
    with watched_page(browser, java_script=False) as watched:
        watched.open(report.folder / name)
        yield watched


@pytest.fixture
def on_paper(opened: WatchedPage) -> Iterator[Page]:
    """The page as it is laid out for print."""
    size = opened.page.viewport_size
    opened.page.emulate_media(media="print")
    yield opened.page
    opened.page.emulate_media(media="screen")
    opened.page.set_viewport_size(size)


def attributes(page: Page, selector: str, attribute: str) -> list[str | None]:
    """Return an attribute of every element found."""
    return page.eval_on_selector_all(
        selector, "(elements, name) => elements.map(e => e.getAttribute(name))", attribute
    )


def visible(page: Page, selector: str) -> list[bool]:
    """Return for every element found whether it is seen."""
    return [element.is_visible() for element in page.locator(selector).all()]


def is_in_language(text: str | None, language: str) -> bool:
    return bool(text and text.strip()) and bool(JAPANESE.search(text)) == (language == "ja")


def test_page__draws_every_chart_live(opened, name):
    n = N_CHARTS[name]
    assert opened.page.locator("figure.chart").count() == n
    assert visible(opened.page, ".live svg.marks") == [True] * n
    assert visible(opened.page, ".still") == [False] * n


def test_page__says_nothing_to_the_console_and_asks_for_nothing(opened):
    assert (opened.console, opened.errors, opened.requests) == ([], [], [])


def test_page__names_its_live_charts_in_its_language(opened, report):
    names = attributes(opened.page, ".live", "aria-label")
    assert all(is_in_language(text, report.language) for text in names), names


def test_page__without_javascript_shows_every_picture_and_table(
    opened, opened_without_javascript, report, name
):
    page = opened_without_javascript.page
    assert visible(page, ".still svg") == [True] * N_CHARTS[name]
    stills = page.locator(".still[role='img']").all()
    names = [still.get_attribute("aria-label") for still in stills]
    assert len(names) == N_CHARTS[name]
    assert all(is_in_language(text, report.language) for text in names), names
    assert page.locator("table").count() == opened.page.locator("table").count() > 0
    assert opened_without_javascript.requests == []


def test_page__declares_document_type_encoding_and_language(opened, report, name):
    content = (report.folder / name).read_bytes()
    assert content.decode("utf-8").lstrip().lower().startswith("<!doctype html>")
    assert attributes(opened.page, "html", "lang") == [report.language]
    assert opened.page.evaluate("document.characterSet") == "UTF-8"
    assert opened.page.evaluate("document.compatMode") == "CSS1Compat"
    assert is_in_language(opened.page.title(), report.language)


def test_page__names_no_remote_address(report, name):
    text = (report.folder / name).read_text(encoding="utf-8")
    # The drawing library names its home and its licences; that it asks for nothing is seen above.
    own = re.sub(r"<script>.*?</script>", "", text, flags=re.DOTALL)
    assert own.count("<script") == N_CHARTS[name]  # the charts' data remain
    addresses = set(re.findall(r"(?:[a-z]+:)?//[a-z0-9][\w.-]*\.[a-z]{2,}[^\s\"'<>]*", own))
    namespaces = {"http://www.w3.org/2000/svg", "http://www.w3.org/1999/xlink"}
    assert addresses <= namespaces


def test_page__links_lead_somewhere(opened, report, name):
    here = report.folder / name
    links = attributes(opened.page, "a[href]", "href")
    assert len(links) >= 4
    for link in links:
        parts = urlsplit(link)
        assert not parts.scheme, link
        target = (here.parent / unquote(parts.path)).resolve() if parts.path else here
        assert target.is_relative_to(report.folder.resolve()), link
        assert target.is_file(), link
        if parts.fragment:
            assert f'id="{unquote(parts.fragment)}"' in target.read_text(encoding="utf-8"), link


def test_page__is_reached_from_the_index_and_leads_back(opened, report, name):
    pages = {link for link in attributes(opened.page, "a[href]", "href") if ".html" in link}
    if name == "index.html":
        assert pages == set(N_CHARTS) - {name}
    else:
        siblings = {f"{sibling}.html" for sibling in CHARTS} - {Path(name).name}
        assert pages == {"../index.html"} | siblings
        assert opened.page.locator('nav [aria-current="page"]').count() == 1


def test_page__heads_its_tables(opened):
    without_scope = "th:not([scope]), th[scope='']"
    assert opened.page.locator(without_scope).count() == 0
    for table in opened.page.locator("table").all():
        assert (table.locator("caption").text_content() or "").strip()
        assert table.locator("thead th").count() > 1


def test_page__skips_no_level_of_headings(opened):
    levels = [
        int(element.evaluate("element => element.tagName[1]"))
        for element in opened.page.locator("h1, h2, h3, h4, h5, h6").all()
    ]
    assert levels.count(1) == 1
    assert levels[0] == 1
    assert all(below - above <= 1 for above, below in pairwise(levels))


def test_page__is_printed_on_a4(on_paper, tmp_path):
    pdf = tmp_path / "page.pdf"
    on_paper.pdf(path=pdf, prefer_css_page_size=True)
    boxes = re.findall(rb"/MediaBox\s*\[\s*0 0 ([\d.]+) ([\d.]+)\s*\]", pdf.read_bytes())
    assert boxes
    assert {(round(float(width)), round(float(height))) for width, height in boxes} <= A4_POINTS


def test_page__is_printed_with_pictures_and_without_navigation(on_paper, name):
    n = N_CHARTS[name]
    assert visible(on_paper, ".still svg") == [True] * n
    assert visible(on_paper, ".live") == [False] * n
    assert not any(visible(on_paper, "nav"))
    assert all(visible(on_paper, "table"))  # folded ones too


def test_page__runs_off_no_sheet(on_paper):
    on_paper.set_viewport_size({"width": PORTRAIT_PX, "height": 900})
    upright = "main *:not(.wide, .wide *, svg *)"
    assert too_far_right(on_paper, upright, PORTRAIT_PX) == []
    on_paper.set_viewport_size({"width": LANDSCAPE_PX, "height": 600})
    assert too_far_right(on_paper, ".wide *", LANDSCAPE_PX) == []


def too_far_right(page: Page, selector: str, edge: int) -> Any:
    """Return what reaches beyond an edge, give or take a pixel of rounding."""
    return page.evaluate(TOO_FAR_RIGHT, [selector, edge + 1])


@pytest.mark.parametrize("width", [360, 1200])
def test_page__never_scrolls_sideways_as_a_whole(opened, width):
    opened.page.set_viewport_size({"width": width, "height": 800})
    assert opened.page.evaluate("document.documentElement.scrollWidth") <= width


def test_page__keeps_to_its_language(opened, report):
    words = opened.page.evaluate(WORDS_OF_A_PAGE)
    if report.language == "en":
        assert JAPANESE.findall(words) == []
    else:
        spoken = opened.page.locator("h1, h2, h3, caption strong, figcaption strong, nav a").all()
        assert all(JAPANESE.search(element.text_content() or "") for element in spoken)
