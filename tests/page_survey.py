"""Everything a test may want to know of a finished page, from opening it once in a browser."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tests.paper import Sheet, sheets
from tests.watched_page import watched_page

if TYPE_CHECKING:
    from axe_playwright_python.sync_playwright import Axe
    from playwright.sync_api import Browser, Page

WIDTHS = (360, 640, 1280)
"""A small screen, 1280 px at a zoom of 200 %, and the screens of offices."""

UPRIGHT_PX, SIDEWAYS_PX = 688, 1016
"""What A4 (210 x 297 mm) leaves between margins of 14 mm, at 96 px to the inch: 182 and 269 mm."""

_FACTS = """() => {
    const all = selector => [...document.querySelectorAll(selector)];
    const seen = element => element.checkVisibility();
    const body = document.body.cloneNode(true);
    body.querySelectorAll("script, style").forEach(element => element.remove());
    const named = all("[aria-label], [title], [alt]");
    const names = named.flatMap(e => ["aria-label", "title", "alt"].map(n => e.getAttribute(n)));
    return {
        title: document.title,
        language: document.documentElement.lang,
        encoding: document.characterSet,
        mode: document.compatMode,
        words: [document.title, body.textContent, ...names].join("\\n"),
        spoken: all("h1, h2, h3, caption strong, figcaption strong, nav a").map(e => e.textContent),
        levels: all("h1, h2, h3, h4, h5, h6").map(e => Number(e.tagName[1])),
        ids: all("[id]:not(svg [id])").map(e => e.id),
        links: all("a[href]").map(e => e.getAttribute("href")),
        current: all('nav [aria-current="page"]').length,
        contents: all(".contents a").map(e => e.getAttribute("href").slice(1)),
        sections: all("main :is(h2, h3):not(.part *)").map(e => e.id),
        charts: all("figure.chart").length,
        live: all(".live svg.marks").filter(seen).length,
        still: all(".still svg").filter(seen).length,
        liveNames: all(".live").map(e => e.getAttribute("aria-label")),
        stillNames: all(".still[role=img]").map(e => e.getAttribute("aria-label")),
        tables: all("table").length,
        unscoped: all("th:not([scope]), th[scope='']").length,
        captions: all("table").map(e => (e.caption?.textContent ?? "").trim()),
        heads: all("table").map(e => e.querySelectorAll("thead th").length),
        buttons: all("button").length,
    };
}"""

_ON_PAPER = """edge => {
    const all = selector => [...document.querySelectorAll(selector)];
    const seen = element => element.checkVisibility();
    const beyond = e => seen(e) && e.getBoundingClientRect().right > edge + 1;
    return {
        still: all(".still svg").filter(seen).length,
        live: all(".live").filter(seen).length,
        tables: all("table").filter(seen).length,
        screenOnly: all("nav, button, .skip, .tools").filter(seen).length,
        tooWide: all("main *:not(svg *)").filter(beyond).map(e => e.outerHTML.slice(0, 200)),
        tallest: Math.max(0, ...all(".still svg").map(e => e.getBoundingClientRect().height)),
    };
}"""


_NEXT_FRAMES = """() => new Promise(done =>
    requestAnimationFrame(() => requestAnimationFrame(done)))"""


@dataclass(frozen=True)
class Closer:
    """What takes longer: axe's findings in light and dark, and the page on paper.

    `paper` holds what `_ON_PAPER` collects of the page as it is laid out for print.
    """

    amiss: list[str]
    paper: dict[str, Any]
    sheets: list[Sheet]


@dataclass(frozen=True)
class Survey:
    """One page: what it says and holds, with scripts and without, and how wide it is.

    `facts` and `bare` (without JavaScript) hold what `_FACTS` collects; `widths` maps the width of
    a screen to that of the page; `said` and `requests` are what nobody should hear of.
    """

    name: str
    file: Path
    facts: dict[str, Any]
    bare: dict[str, Any]
    widths: dict[int, int]
    said: list[str]
    requests: list[str]
    closer: Closer | None


def survey(browser: Browser, folder: Path, name: str, *, closely: bool = True) -> Survey:
    """Open a page below a folder without network, with and without scripts, and look it over."""
    file = folder / name
    with watched_page(browser, java_script=False) as bare:
        bare.open(file)
        without_scripts = bare.page.evaluate(_FACTS)
    with watched_page(browser) as watched:
        watched.page.set_viewport_size({"width": 1280, "height": 800})
        watched.open(file)
        watched.page.wait_for_function("!document.querySelector('figure.chart:not(.drawn)')")
        facts = watched.page.evaluate(_FACTS)
        closer = _closer(watched.page) if closely else None
        widths = {width: _width_at(watched.page, width) for width in WIDTHS}
        said, requests = [*watched.console, *watched.errors], [*bare.requests, *watched.requests]
    return Survey(name, file, facts, without_scripts, widths, said, requests, closer)


def _closer(page: Page) -> Closer:
    amiss = [*findings(page), *_in_the_dark(page)]
    edge = SIDEWAYS_PX if page.locator(".wide").count() else UPRIGHT_PX
    page.emulate_media(media="print")
    page.set_viewport_size({"width": edge, "height": 700})
    closer = Closer(amiss, page.evaluate(_ON_PAPER, edge), sheets(page))
    page.emulate_media(media="screen")
    return closer


def findings(page: Page, only: str = "", beside: str = "") -> list[str]:
    """Return what axe finds on a page: rule, and the first element.

    Parameters
    ----------
    page : Page
    only : str
        The one rule to try; all of them where it is empty.
    beside : str
        Selects what is left out.
    """
    options: dict[str, Any] = {"resultTypes": ["violations"]}
    if only:
        options["runOnly"] = [only]
    context = {"exclude": [[beside]]} if beside else None
    found = _axe().run(page, context=context, options=options).response["violations"]
    return [f"{rule['id']}: {rule['nodes'][0]['html'][:200]}" for rule in found]


@cache
def _axe() -> Axe:
    from axe_playwright_python.sync_playwright import Axe

    return Axe()


def _in_the_dark(page: Page) -> list[str]:
    """Return what axe finds in the dark scheme, which changes nothing but colours.

    The first rows of each part of a table are looked at; the others are of the same kinds.
    """
    page.emulate_media(color_scheme="dark")
    found = findings(page, only="color-contrast", beside="tbody > tr:nth-child(n + 9)")
    page.emulate_media(color_scheme="light")
    return [f"dark {finding}" for finding in found]


def _width_at(page: Page, width: int) -> int:
    """Return how wide a page is on a screen, once the script has seen to its tables."""
    page.set_viewport_size({"width": width, "height": 800})
    page.evaluate(_NEXT_FRAMES)
    return int(page.evaluate("document.documentElement.scrollWidth"))
