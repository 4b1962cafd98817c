"""How large a page is and how soon its charts are drawn, live and as pictures alone.

    python -m tests.benchmark.pages

A page of 20 charts, of the kinds that the shipped pages have, in two forms: with the drawing
library and a picture of every chart as fallback, as pages are published, and with the pictures
alone. A third page has the tables and no chart. The goals: at most 1.25 MB and 1 s with live
charts, at most 0.3 MB without.

Each page is opened a few times, every time in a fresh context of one Chromium without network, and
the median is taken: until the last chart is drawn, or until the page of pictures has loaded. The
machine may be shared: trust the ratio more than the seconds. Without Chromium only sizes are told.
"""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Sequence
from itertools import cycle, islice
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from selfcheck_analysis import charts, commentary, tables
from selfcheck_analysis.display import ChartBlock, HtmlBlock
from selfcheck_analysis.report.exporter import export_blocks
from tests.browser_policy import Action, decide
from tests.conftest import BROWSER_ARGUMENTS
from tests.executed import NAV
from tests.factories import fake_publication

if TYPE_CHECKING:
    from playwright.sync_api import Browser

N_CHARTS = 20
N_OPENED = 7
MEGABYTE = 1_000_000
MOST_LIVE, MOST_STILL = 1.25, 0.3
"""The goals for the size of a page with live charts and of one without, in megabytes."""
MOST_SECONDS = 1.0
"""The goal for the time until the last chart is drawn."""

_CLOCK = """
window.drawnAt = 0;
new MutationObserver(() => {
    const all = document.querySelectorAll("figure.chart");
    const left = document.querySelectorAll("figure.chart:not(.drawn)");
    if (all.length && !left.length && !window.drawnAt) window.drawnAt = performance.now();
}).observe(document, { subtree: true, attributes: true, attributeFilter: ["class"] });
"""


def main() -> None:
    """Print sizes, times and the ratio."""
    live = page_of(charts_of_a_page())
    still = without_scripts(live)
    rows = [
        (f"{megabytes(live):8.2f} MB", f"a page of {N_CHARTS} live charts (goal {MOST_LIVE} MB)"),
        (f"{megabytes(still):8.2f} MB", "the same as pictures alone"),
        (f"{megabytes(page_of(tables_of_a_page())):8.2f} MB", f"tables alone ({MOST_STILL} MB)"),
    ]
    if seconds := _seconds(live, still):
        drawn, loaded = seconds
        rows += [
            (f"{drawn:8.2f} s", f"until the last live chart is drawn (goal {MOST_SECONDS:g} s)"),
            (f"{loaded:8.2f} s", "until the page of pictures has loaded"),
            (f"{drawn / loaded:8.1f} x", "as long with live charts as with pictures alone"),
        ]
    for figure, what in rows:
        print(f"{figure:12}  {what}")


def charts_of_a_page() -> list[ChartBlock]:
    """Return twenty charts, of the shipped kinds by turns."""
    pub = fake_publication()
    kinds = [
        charts.rates_by_role(pub),
        charts.changes(pub),
        charts.focus_answers(pub, 1),
        charts.focus_answers(pub, 2),
        charts.trend(pub),
    ]
    return list(islice(cycle(kinds), N_CHARTS))


def tables_of_a_page() -> list[HtmlBlock]:
    """Return the tables of a page without charts."""
    pub = fake_publication()
    made = [tables.rates_by_role(pub), tables.changes(pub), tables.cell_states(pub)]
    return [commentary.title(pub, "rates"), *made]


def page_of(blocks: Sequence[ChartBlock | HtmlBlock]) -> str:
    """Return the page as it is published."""
    return export_blocks(blocks, "速さの測定", "ja", NAV, internal_only=False)


def without_scripts(page: str) -> str:
    """Return a page as it would be with the pictures alone."""
    return re.sub(r"<script.*?</script>", "", page, flags=re.DOTALL)


def megabytes(page: str) -> float:
    """Return the size of a page as it is written."""
    return len(page.encode("utf-8")) / MEGABYTE


def _seconds(live: str, still: str) -> tuple[float, float] | None:
    """Return the median times until the charts are drawn, and until the pictures have loaded."""
    chromium = decide(os.environ, shutil.which)
    if chromium.action is not Action.USE:
        return None
    from playwright.sync_api import sync_playwright

    with TemporaryDirectory() as folder, sync_playwright() as playwright:
        paths = [Path(folder) / name for name in ("live.html", "still.html")]
        for path, page in zip(paths, (live, still), strict=True):
            path.write_text(page, encoding="utf-8", newline="\n")
        browser = playwright.chromium.launch(executable_path=chromium.path, args=BROWSER_ARGUMENTS)
        times = [(_drawn(browser, paths[0]), _loaded(browser, paths[1])) for _ in range(N_OPENED)]
        browser.close()
    drawn, loaded = zip(*times, strict=True)
    return median(drawn), median(loaded)


def _drawn(browser: Browser, path: Path) -> float:
    with browser.new_context(offline=True) as context:
        page = context.new_page()
        page.add_init_script(_CLOCK)
        page.goto(path.as_uri())
        page.wait_for_function("window.drawnAt > 0")
        return float(page.evaluate("drawnAt")) / 1000


def _loaded(browser: Browser, path: Path) -> float:
    with browser.new_context(offline=True) as context:
        page = context.new_page()
        page.goto(path.as_uri(), wait_until="load")
        loaded = "performance.getEntriesByType('navigation')[0].loadEventEnd"
        page.wait_for_function(f"{loaded} > 0")
        return float(page.evaluate(loaded)) / 1000


if __name__ == "__main__":
    main()
