"""What every test may ask for: a real browser, and pages opened in it without network."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from secrets import randbits
from typing import TYPE_CHECKING

import pytest

from tests.browser_policy import Action, decide
from tests.watched_page import WatchedPage, watched_page

if TYPE_CHECKING:
    from playwright.sync_api import Browser

BROWSER_ARGUMENTS = [
    "--no-sandbox",  # CI runs as root, where Chromium's sandbox refuses to start
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


os.environ.setdefault("SELFCHECK_SEED", str(randbits(32)))  # of files made at random; workers too


def pytest_report_header() -> str:
    """Say which random files are drawn; the same number draws them again."""
    return f"SELFCHECK_SEED={os.environ['SELFCHECK_SEED']}"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what opens a browser, so that `-m "not browser"` leaves out neither more nor less."""
    for item in items:
        if "chromium_path" in getattr(item, "fixturenames", ()):
            item.add_marker("browser")


@pytest.fixture(scope="session")
def chromium_path() -> str:
    """The system's Chromium; without one the test is skipped, under CI it fails."""
    decision = decide(os.environ, shutil.which)
    if decision.action is Action.SKIP:
        pytest.skip(decision.reason)
    if decision.action is Action.FAIL:
        pytest.fail(f"{decision.reason}; under CI browser tests are not skipped", pytrace=False)
    return decision.path


# Per module, not per session: playwright keeps an event loop running in this thread, on which
# notebooks executed by a later module would stumble.
@pytest.fixture(scope="module")
def browser(chromium_path: str) -> Iterator[Browser]:
    """A running Chromium."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=chromium_path, args=BROWSER_ARGUMENTS)
        yield chromium
        chromium.close()


@pytest.fixture
def offline_page(browser: Browser) -> Iterator[WatchedPage]:
    """A page without network; it records console messages, errors and requests."""
    with watched_page(browser) as watched:
        yield watched


@pytest.fixture
def offline_page_without_javascript(browser: Browser) -> Iterator[WatchedPage]:
    """The same with JavaScript switched off."""
    with watched_page(browser, java_script=False) as watched:
        yield watched
