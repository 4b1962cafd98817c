"""A page opened without network that remembers everything it said and asked for."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page, Request


@dataclass
class WatchedPage:
    """A browser page and its record since it was made."""

    page: Page
    console: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)
    opened: set[str] = field(default_factory=set)

    def open(self, path: Path) -> None:
        """Open a local file and wait until it has loaded."""
        address = path.resolve().as_uri()
        self.opened.add(address)
        self.page.goto(address, wait_until="load")

    def watch(self) -> None:
        """Begin the record."""
        self.page.on("console", lambda message: self.console.append(message.text))
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))
        self.page.on("request", self._note_request)

    def _note_request(self, request: Request) -> None:
        """Note what is fetched; the opened file itself and data inside it are not."""
        if request.url.split("#")[0] not in self.opened and not request.url.startswith("data:"):
            self.requests.append(request.url)


@contextmanager
def watched_page(browser: Browser, *, java_script: bool = True) -> Iterator[WatchedPage]:
    """Give a fresh page of a browser that is told there is no network."""
    with browser.new_context(offline=True, java_script_enabled=java_script) as context:
        watched = WatchedPage(context.new_page())
        watched.watch()
        yield watched
