"""An exported page in a real browser without network: charts, paper, small screens."""

from pathlib import Path

import pytest

from selfcheck_analysis import charts, commentary, tables
from selfcheck_analysis.report import export_page
from tests.executed import NAV, notebook, shown
from tests.factories import fake_publication

VISIBLE = "element => getComputedStyle(element).display !== 'none'"


@pytest.fixture(scope="module")
def path(tmp_path_factory) -> Path:
    pub = fake_publication()
    blocks = [
        commentary.title(pub, "year_over_year"),
        commentary.lead(pub, "year_over_year"),
        charts.changes(pub),
        tables.changes(pub),
        charts.focus_answers(pub, 1),
        commentary.method_box(pub),
    ]
    html = export_page(notebook(*map(shown, blocks)), "題", "ja", NAV, "foot", internal_only=False)
    path = tmp_path_factory.mktemp("page") / "page.html"
    path.write_text(html, encoding="utf-8", newline="\n")
    return path


def displayed(page, selector):
    """Return for each element whether it is displayed."""
    return page.eval_on_selector_all(selector, f"elements => elements.map({VISIBLE})")


def test_page__draws_its_charts_live_under_its_own_policy(offline_page, path):
    offline_page.open(path)
    page = offline_page.page
    page.wait_for_selector("figure.drawn >> nth=1")
    assert page.locator(".live svg.marks").count() == 2
    assert displayed(page, ".still") == [False, False]
    assert (offline_page.console, offline_page.errors, offline_page.requests) == ([], [], [])


def test_page__forbids_a_script_that_is_not_its_own(offline_page, path):
    injected = path.with_name("injected.html")
    html = path.read_text(encoding="utf-8")
    body = html.index("<main")
    script = "<script>document.title = 'injected'</script>"
    injected.write_text(html[:body] + script + html[body:], encoding="utf-8", newline="\n")
    offline_page.open(injected)
    assert offline_page.page.title() == "題"
    assert any("Content Security Policy" in line for line in offline_page.console)


def test_page__shows_a_tooltip(offline_page, path):
    offline_page.open(path)
    page = offline_page.page
    page.wait_for_selector("figure.drawn >> nth=1")
    page.locator(".live .mark-symbol path").first.hover(force=True)
    page.wait_for_selector("#vg-tooltip-element.visible")
    assert "令和４年度" in page.inner_text("#vg-tooltip-element")
    assert offline_page.console == []


def test_page__shows_pictures_without_javascript(offline_page_without_javascript, path):
    offline_page_without_javascript.open(path)
    page = offline_page_without_javascript.page
    assert page.locator(".still svg").count() == 2
    assert page.locator(".still >> nth=0").is_visible()
    assert page.locator(".still >> nth=1").is_visible()


def test_page__keeps_the_picture_of_a_chart_that_fails(offline_page, path):
    broken = path.with_name("broken.html")
    html = path.read_text(encoding="utf-8")
    broken.write_text(html.replace('"mark":', '"mork":', 1), encoding="utf-8", newline="\n")
    offline_page.open(broken)
    offline_page.page.wait_for_selector("figure.drawn")
    assert displayed(offline_page.page, ".still") == [True, False]


def test_page__prints_pictures_and_no_navigation(offline_page, path):
    offline_page.open(path)
    page = offline_page.page
    page.wait_for_selector("figure.drawn >> nth=1")
    page.emulate_media(media="print")
    assert displayed(page, ".still") == [True, True]
    assert displayed(page, ".live") == [False, False]
    assert displayed(page, "nav") == [False]


@pytest.mark.parametrize("width", [360, 1200])
def test_page__never_scrolls_sideways_as_a_whole(offline_page, path, width):
    offline_page.page.set_viewport_size({"width": width, "height": 800})
    offline_page.open(path)
    offline_page.page.wait_for_selector("figure.drawn >> nth=1")
    assert offline_page.page.evaluate("document.documentElement.scrollWidth") <= width
