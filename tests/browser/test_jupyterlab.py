"""JupyterLab itself, without internet: a notebook is run by its menu and draws its chart."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest

from selfcheck_analysis.paths import Project
from tests.project_copy import copy_project, environment

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page, Route

NOTEBOOK = "02_rates.ipynb"
HOST = "127.0.0.1"
TOKEN = "opened-by-a-test"
START_SECONDS = 60
CHART_MS = 60_000
"""Far more than either takes (about 3 and 10 seconds on one core), for machines under load."""

OPTIONS = [
    "--no-browser",
    f"--ServerApp.ip={HOST}",
    "--ServerApp.port=0",  # any free port
    "--ServerApp.allow_root=True",  # as CI runs
    f"--IdentityProvider.token={TOKEN}",
    # Lab asks the internet for updates, news and extensions, which is no concern of the notebook.
    "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate",
    "--LabApp.news_url=None",
    "--LabApp.extension_manager=readonly",
]
CHART = ".jp-OutputArea-output .vega-embed :is(svg, canvas).marks"


@dataclass
class Lab:
    """A page of JupyterLab, and where it asked for something outside this machine."""

    page: Page
    remote: list[str]


@pytest.fixture(scope="module")
def address(chromium_path: str, tmp_path_factory) -> Iterator[str]:
    """Where a JupyterLab over a copied project's notebooks answers."""
    folder = tmp_path_factory.mktemp("lab")
    project = copy_project(folder / "project")
    command = [sys.executable, "-m", "jupyterlab", *OPTIONS]
    command.append(f"--ServerApp.root_dir={project.notebooks}")
    with (folder / "log.txt").open("w+", encoding="utf-8") as log:
        server = subprocess.Popen(
            command, env=lab_environment(project, folder), stdout=log, stderr=subprocess.STDOUT
        )
        try:
            yield wait_for_address(server, folder)
        finally:
            server.terminate()
            server.wait(timeout=30)


def lab_environment(project: Project, folder: Path) -> dict[str, str]:
    """Return variables under which JupyterLab neither finds nor leaves anything of the user's."""
    places = ("RUNTIME_DIR", "CONFIG_DIR", "DATA_DIR")
    own = {f"JUPYTER_{place}": str(folder / place.lower()) for place in places}
    own |= {f"JUPYTERLAB_{place}_DIR": str(folder / place) for place in ("SETTINGS", "WORKSPACES")}
    return environment(project) | own | {"IPYTHONDIR": str(folder / "ipython")}


def wait_for_address(server: subprocess.Popen, folder: Path) -> str:
    """Return the address that the server writes down as soon as it listens."""
    note = folder / "runtime_dir" / f"jpserver-{server.pid}.json"
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        if server.poll() is not None:
            break
        if note.exists() and (text := note.read_text(encoding="utf-8")).strip():
            return json.loads(text)["url"]
        time.sleep(0.1)
    log = (folder / "log.txt").read_text(encoding="utf-8")
    pytest.fail(f"JupyterLab did not start:\n{log}", pytrace=False)


@pytest.fixture(scope="module")
def lab(browser: Browser, address: str) -> Iterator[Lab]:
    """The notebook after Run All Cells, with its chart drawn; nothing but this machine answers."""
    # Tall: JupyterLab renders only the outputs that are on the screen.
    with browser.new_context(viewport={"width": 1400, "height": 6000}) as context:
        lab = Lab(context.new_page(), [])
        lab.page.set_default_timeout(CHART_MS)
        lab.page.on("websocket", lambda socket: note_remote(lab, socket.url))
        context.route("**/*", lambda route: only_this_machine(lab, route))
        lab.page.goto(f"{address}lab/tree/{NOTEBOOK}?token={TOKEN}")
        run_all_cells(lab.page)
        lab.page.wait_for_selector(CHART)
        lab.page.get_by_text(re.compile(r"\| Idle$")).wait_for()
        yield lab


def only_this_machine(lab: Lab, route: Route) -> None:
    """Let requests to this machine through, and note and refuse all others."""
    if note_remote(lab, route.request.url):
        route.abort()
    else:
        route.continue_()


def note_remote(lab: Lab, url: str) -> bool:
    """Note an address outside this machine."""
    remote = urlsplit(url).hostname != HOST
    if remote:
        lab.remote.append(url)
    return remote


def run_all_cells(page: Page) -> None:
    """Choose Run All Cells as soon as the notebook stands and its kernel is ready.

    Before that JupyterLab would ask which kernel to take; only the status bar knows.
    """
    page.wait_for_selector(".jp-Notebook .jp-CodeCell")
    page.get_by_text(re.compile(r"\| Idle$")).wait_for()
    page.get_by_role("menuitem", name="Run", exact=True).click()
    page.locator('.lm-Menu-item[data-command="runmenu:run-all"]').click()


def test_jupyterlab__draws_the_chart(lab):
    assert lab.page.locator(CHART).count() == 1
    box = lab.page.locator(CHART).bounding_box()
    assert box["width"] > 300
    assert box["height"] > 100


def test_jupyterlab__shows_tables_and_no_error(lab):
    outputs = lab.page.locator(".jp-OutputArea")
    assert outputs.locator("table").count() >= 2
    assert outputs.locator('[data-mime-type="application/vnd.jupyter.error"]').count() == 0
    assert outputs.locator('[data-mime-type="application/vnd.jupyter.stderr"]').count() == 0
    assert "Error" not in "\n".join(outputs.all_inner_texts())


def test_jupyterlab__asks_nothing_of_the_internet(lab):
    assert lab.remote == []
