"""The pictures of README and the guide, taken of the sample: `python -m tests.pictures`.

Everything is made anew in a copied project, so that no picture shows anything but the sample.
"""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from selfcheck_analysis.paths import Project
from tests.browser_policy import decide
from tests.conftest import BROWSER_ARGUMENTS
from tests.lab_server import TOKEN, lab_server, run_all_cells
from tests.project_copy import SHIPPED, copy_project, selfcheck

if TYPE_CHECKING:
    from playwright.sync_api import Browser

WIDTH = 1280
"""Pixels; what a reader of the repository sees without scrolling sideways."""

WORKBENCH_MS = 90_000
IMAGES = SHIPPED.root / "docs" / "images"
GUIDE = SHIPPED.root / "docs" / "ja" / "images"


@dataclass(frozen=True)
class Picture:
    """A picture of the top of a page: where it goes, of what, and how much of it in pixels."""

    place: Path
    page: str
    height: int


PICTURES = [
    Picture(IMAGES / "index.png", "reports/2023/index.html", 800),
    Picture(IMAGES / "rates.png", "reports/2023/juki_net/02_rates.html", 860),
    Picture(IMAGES / "year_over_year.png", "reports/2023/juki_net/03_year_over_year.html", 860),
    Picture(GUIDE / "handout.png", "reports/2023/juki_net/05_handout.html", 900),
    Picture(
        GUIDE / "feedback.png", "reports/2023/juki_net/feedback/citizens_division_staff.html", 900
    ),
    Picture(GUIDE / "check.png", "data/processed/juki_net/2023/check/deliveries.html", 700),
]
WORKBENCH = Picture(IMAGES / "workbench.png", "explore.ipynb", 3000)
PANEL = "year.explore()"
"""The cell of the workbench whose output is taken."""


def main() -> None:
    """Take every picture."""
    with TemporaryDirectory(prefix="pictures-") as folder, chromium() as browser:
        project = copy_project(Path(folder) / "project")
        for command in ("check", "run"):
            result = selfcheck(project, command)
            if result.returncode:
                sys.exit(result.stderr)
        for picture in PICTURES:
            _take(browser, picture, project)
        _take_workbench(browser, project, Path(folder))


@contextmanager
def chromium() -> Iterator[Browser]:
    """Yield the system's Chromium."""
    from playwright.sync_api import sync_playwright

    path = decide(os.environ, shutil.which).path
    with sync_playwright() as playwright:
        yield playwright.chromium.launch(executable_path=path, args=BROWSER_ARGUMENTS)


def _take(browser: Browser, picture: Picture, project: Project) -> None:
    page = browser.new_page(viewport={"width": WIDTH, "height": picture.height})
    page.goto((project.root / picture.page).as_uri(), wait_until="load")
    page.screenshot(path=picture.place)
    page.close()
    _say(picture)


def _take_workbench(browser: Browser, project: Project, folder: Path) -> None:
    with lab_server(project, folder, language="ja") as address:
        page = browser.new_page(viewport={"width": 1400, "height": WORKBENCH.height})
        page.set_default_timeout(WORKBENCH_MS)
        page.goto(f"{address}lab/tree/{WORKBENCH.page}?token={TOKEN}")
        run_all_cells(page)
        page.wait_for_selector(".vega-embed :is(svg, canvas).marks")
        source = page.locator(".jp-InputArea", has_text=PANEL)
        cell = page.locator(".jp-CodeCell").filter(has=source)
        cell.locator(".jp-Cell-outputArea").screenshot(path=WORKBENCH.place)
        page.close()
    _say(WORKBENCH)


def _say(picture: Picture) -> None:
    place = picture.place.relative_to(SHIPPED.root).as_posix()
    print(f"{place}: {picture.place.stat().st_size // 1000} kB")


if __name__ == "__main__":
    main()
