"""JupyterLab itself, without internet: a notebook is run by its menu and draws its chart."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from tests.lab_server import Lab, lab_server, run_all_cells, wait_for_idle
from tests.project_copy import copy_project

if TYPE_CHECKING:
    from playwright.sync_api import Browser

NOTEBOOK = "02_rates.ipynb"
CHART = ".jp-OutputArea-output .vega-embed :is(svg, canvas).marks"


@pytest.fixture(scope="module")
def address(chromium_path: str, tmp_path_factory) -> Iterator[str]:
    """Where a JupyterLab over a copied project's notebooks answers."""
    folder = tmp_path_factory.mktemp("lab")
    with lab_server(copy_project(folder / "project"), folder) as address:
        yield address


@pytest.fixture(scope="module")
def lab(browser: Browser, address: str) -> Iterator[Lab]:
    """The notebook after Run All Cells, with its chart drawn; nothing but this machine answers."""
    # Tall: JupyterLab renders only the outputs that are on the screen.
    with browser.new_context(viewport={"width": 1400, "height": 6000}) as context:
        lab = Lab.open(context, address, NOTEBOOK)
        run_all_cells(lab.page)
        lab.page.wait_for_selector(CHART)
        wait_for_idle(lab.page)
        yield lab


def test_jupyterlab__draws_every_chart(lab):
    drawn = lab.page.locator(CHART)
    assert drawn.count() == lab.page.locator(".jp-OutputArea-output .vega-embed").count() >= 1
    boxes = [drawn.nth(number).bounding_box() for number in range(drawn.count())]
    assert all(box["width"] > 200 and box["height"] > 50 for box in boxes)


def test_jupyterlab__shows_tables_and_no_error(lab):
    outputs = lab.page.locator(".jp-OutputArea")
    assert outputs.locator("table").count() >= 2
    assert outputs.locator('[data-mime-type="application/vnd.jupyter.error"]').count() == 0
    assert outputs.locator('[data-mime-type="application/vnd.jupyter.stderr"]').count() == 0
    assert "Error" not in "\n".join(outputs.all_inner_texts())


def test_jupyterlab__asks_nothing_of_the_internet(lab):
    assert lab.remote == []
