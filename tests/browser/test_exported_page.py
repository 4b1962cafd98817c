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
    assert displayed(page, "nav, .tools, .foot, .skip") != []
    assert not any(displayed(page, "nav, .tools, .foot, .skip"))


@pytest.mark.parametrize("width", [360, 1200])
def test_page__never_scrolls_sideways_as_a_whole(offline_page, path, width):
    offline_page.page.set_viewport_size({"width": width, "height": 800})
    offline_page.open(path)
    offline_page.page.wait_for_selector("figure.drawn >> nth=1")
    assert offline_page.page.evaluate("document.documentElement.scrollWidth") <= width


def focused(page):
    """Return what the keyboard is on, and whether it can be seen to be."""
    return page.evaluate(
        """() => {
            const element = document.activeElement;
            const style = getComputedStyle(element);
            const box = element.getBoundingClientRect();
            const name = (element.getAttribute("aria-label") ?? element.textContent).trim();
            const shown = style.outlineStyle === "solid" && parseFloat(style.outlineWidth) >= 2;
            return [name, shown && box.left >= 0 && element.checkVisibility()];
        }"""
    )


def test_page__is_gone_through_by_keyboard_in_order_and_visibly(offline_page, path):
    offline_page.page.set_viewport_size({"width": 1280, "height": 800})
    offline_page.open(path)
    page = offline_page.page
    page.wait_for_selector("figure.drawn >> nth=1")
    stops = []
    for _ in range(60):
        page.keyboard.press("Tab")
        stops.append(focused(page))
        if page.evaluate("document.activeElement === document.body"):
            stops.pop()
            break
    names = [name for name, _ in stops]
    assert names[:3] == ["本文へ移動", "結果の一覧", "回答"]
    contents = page.locator(".contents a").all_inner_texts()
    assert names[3 : 3 + len(contents)] == contents
    assert any(name.startswith("表をコピー") for name in names)
    assert sum("（図）" in name for name in names) == 2
    assert [name for name, visible in stops if not visible] == []


def test_page__skips_to_its_text(offline_page, path):
    offline_page.open(path)
    page = offline_page.page
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.querySelector('main').contains(document.activeElement)")


@pytest.mark.parametrize(("width", "beside"), [(1280, True), (800, False)])
def test_contents__stand_beside_the_text_or_folded_above_it(offline_page, path, width, beside):
    page = offline_page.page
    page.set_viewport_size({"width": width, "height": 800})
    offline_page.open(path)
    links = page.locator(".contents a")
    assert links.count() == 2  # the two boxes of definitions
    assert links.first.is_visible() is beside
    assert page.locator(".contents summary").is_visible() is not beside
    if not beside:
        page.locator(".contents summary").click()
    links.last.click()
    place = page.evaluate("decodeURIComponent(location.hash.slice(1))")
    assert page.locator(f'h2[id="{place}"]').inner_text() == links.last.inner_text()


def test_page__follows_the_scheme_of_the_screen_and_leaves_charts_their_white_sheet(
    offline_page, path
):
    offline_page.open(path)
    page = offline_page.page
    colours = {}
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        colours[scheme] = [
            page.locator(place).first.evaluate("e => getComputedStyle(e).backgroundColor")
            for place in ("body", ".canvas")
        ]
    white = "rgb(255, 255, 255)"
    assert colours["light"] == [white, white]
    assert colours["dark"][0] != white
    assert colours["dark"][1] == white
