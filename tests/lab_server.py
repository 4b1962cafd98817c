"""A JupyterLab of its own, which neither finds nor leaves anything of the user's, for tests."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from selfcheck_analysis.paths import Project
from selfcheck_analysis.workbench.lab import OFFLINE, settings_path
from tests.project_copy import environment

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext, Page, Route

HOST = "127.0.0.1"
TOKEN = "opened-by-a-test"
START_SECONDS = 90
CHART_MS = 90_000
"""Far more than either takes (about 3 and 10 seconds on one core), for machines under load."""

OWN = [
    "--no-browser",
    f"--ServerApp.ip={HOST}",
    "--ServerApp.port=0",  # any free port
    f"--IdentityProvider.token={TOKEN}",
]
IDLE = re.compile(r"\| Idle$")
RUN_ALL = '.lm-Menu-item[data-command="runmenu:run-all"]'


@contextmanager
def lab_server(
    project: Project, folder: Path, command: Sequence[str] | None = None, language: str = "en"
) -> Iterator[str]:
    """Run JupyterLab over a project's notebooks, and yield the address at which it answers.

    Parameters
    ----------
    project : Project
    folder : Path
        Where it may write what it would write into the user's folders.
    command : sequence of str, optional
        What starts it; else as `make lab` does, without internet.
    language : {"ja", "en"}
        In which the notebooks speak.
    """
    if command is None:
        start = [sys.executable, "-m", "jupyterlab", *OFFLINE]
        start.append("--ServerApp.allow_root=True")  # as CI runs
        command = [*start, f"--ServerApp.root_dir={project.notebooks}"]
    with (folder / "log.txt").open("w+", encoding="utf-8") as log:
        server = subprocess.Popen(
            [*command, *OWN],
            env=lab_environment(project, folder) | {"SELFCHECK_LANGUAGE": language},
            stdout=log,
            stderr=subprocess.STDOUT,
        )
        try:
            yield _address(server, folder)
        finally:
            server.terminate()
            server.wait(timeout=30)


def lab_environment(project: Project, folder: Path) -> dict[str, str]:
    """Return variables under which JupyterLab neither finds nor leaves anything of the user's."""
    places = ("RUNTIME_DIR", "CONFIG_DIR", "DATA_DIR")
    own = {f"JUPYTER_{place}": str(folder / place.lower()) for place in places}
    own |= {f"JUPYTERLAB_{place}_DIR": str(folder / place) for place in ("SETTINGS", "WORKSPACES")}
    return environment(project) | own | {"IPYTHONDIR": str(folder / "ipython")} | settings_path({})


def _address(server: subprocess.Popen[bytes], folder: Path) -> str:
    """Return the address that the server writes down as soon as it listens."""
    note = folder / "runtime_dir" / f"jpserver-{server.pid}.json"
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and server.poll() is None:
        if note.exists() and (text := note.read_text(encoding="utf-8")).strip():
            return str(json.loads(text)["url"])
        time.sleep(0.1)
    log = (folder / "log.txt").read_text(encoding="utf-8")
    raise RuntimeError(f"JupyterLab did not start:\n{log}")


@dataclass
class Lab:
    """A page of JupyterLab, and where it asked for something outside this machine."""

    page: Page
    remote: list[str] = field(default_factory=list)

    @classmethod
    def open(cls, context: BrowserContext, address: str, notebook: str) -> Lab:
        """Open a notebook; nothing but this machine answers."""
        lab = cls(context.new_page())
        lab.page.set_default_timeout(CHART_MS)
        lab.page.on("websocket", lambda socket: lab.note_remote(socket.url))
        context.route("**/*", lab.only_this_machine)
        lab.page.goto(f"{address}lab/tree/{notebook}?token={TOKEN}")
        return lab

    def only_this_machine(self, route: Route) -> None:
        """Let requests to this machine through, and note and refuse all others."""
        if self.note_remote(route.request.url):
            route.abort()
        else:
            route.continue_()

    def note_remote(self, url: str) -> bool:
        """Note an address outside this machine."""
        remote = urlsplit(url).hostname != HOST
        if remote:
            self.remote.append(url)
        return remote


def run_all_cells(page: Page) -> None:
    """Choose Run All Cells as soon as the notebook stands and its kernel is ready.

    Before that JupyterLab would ask which kernel to take; only the status bar knows.
    """
    page.wait_for_selector(".jp-Notebook .jp-CodeCell")
    wait_for_idle(page)
    page.get_by_role("menuitem", name="Run", exact=True).click()
    page.locator(RUN_ALL).click()


def wait_for_idle(page: Page) -> None:
    """Wait until the kernel has nothing left to do."""
    page.get_by_text(IDLE).wait_for()
