"""The page of differing forms in a real browser without network: screen, small screen, paper."""

from __future__ import annotations

from pathlib import Path

import pytest

from selfcheck_analysis.form_changes import command
from selfcheck_analysis.form_changes.page import render_page
from selfcheck_analysis.form_changes.wording import Wording
from selfcheck_analysis.words import LANGUAGES, Words
from tests.page_survey import findings
from tests.project_copy import SHIPPED


@pytest.fixture(scope="module", params=LANGUAGES)
def path(request, tmp_path_factory) -> Path:
    words = Words(request.param)
    compared = command.compare(SHIPPED, 2022, 2023, None, words)
    wordings = [Wording(changes, words) for changes in compared.programmes]
    path = tmp_path_factory.mktemp("forms") / "page.html"
    html = render_page(wordings, [], (2022, 2023), words)
    path.write_text(html, encoding="utf-8", newline="\n")
    return path


def test_page__shows_its_tables_and_asks_for_nothing(offline_page, path):
    offline_page.open(path)
    # a table of questions for each programme, and one of numbers for each role that differs:
    # both of the terminals, and all but the other departments
    assert offline_page.page.locator("table").count() == (1 + 2) + (1 + 4)
    assert (offline_page.console, offline_page.errors, offline_page.requests) == ([], [], [])


@pytest.mark.parametrize("width", [360, 1200])
def test_page__never_scrolls_sideways_as_a_whole(offline_page, path, width):
    offline_page.page.set_viewport_size({"width": width, "height": 800})
    offline_page.open(path)
    assert offline_page.page.evaluate("document.documentElement.scrollWidth") <= width


def test_page__fits_on_a4(offline_page, path):
    # 688 px is what A4 leaves between margins of 14 mm (210 - 28 mm at 96 px to the inch).
    offline_page.page.set_viewport_size({"width": 688, "height": 1000})
    offline_page.open(path)
    offline_page.page.emulate_media(media="print")
    assert offline_page.page.evaluate("document.documentElement.scrollWidth") <= 688
    assert offline_page.page.pdf(format="A4").startswith(b"%PDF")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_page__gives_axe_nothing_to_find(offline_page, path, scheme):
    offline_page.page.emulate_media(color_scheme=scheme)
    offline_page.open(path)
    assert findings(offline_page.page) == []
