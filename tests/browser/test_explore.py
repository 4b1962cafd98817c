"""The workbench in JupyterLab, without internet: menus, clicks, as released, and what is saved.

The tests follow one sitting at the screen, in this order.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import nbformat
import pytest

from selfcheck_analysis.paths import Project
from selfcheck_analysis.questionnaire import read_questionnaire
from selfcheck_analysis.workbench import lab as workbench
from selfcheck_analysis.workbench.delivered_texts import texts_of
from tests.lab_server import Lab, lab_server, run_all_cells, wait_for_idle
from tests.project_copy import copy_project

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Locator

WROTE = "difficulties_in_daily_work"
SETTINGS = "@jupyter-widgets/jupyterlab-manager/plugin.jupyterlab-settings"
NETWORK = "Information-provision network self-check"
STAMP = "[INTERNAL – not for release]"


@pytest.fixture(scope="module")
def project(tmp_path_factory) -> Project:
    """A copied project, with a cell at the notebook's end that reads free text."""
    project = copy_project(tmp_path_factory.mktemp("explore") / "project")
    path = workbench.prepare(project).notebook
    notebook = nbformat.read(path, as_version=4)
    source = f'open_year("info_nws", 2023).free_text("{WROTE}")'
    notebook.cells.append(nbformat.v4.new_code_cell(source))
    nbformat.write(notebook, path)
    return project


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    """JupyterLab's own folder, with settings that would save the state of widgets."""
    folder = tmp_path_factory.mktemp("lab")
    settings = folder / "SETTINGS" / SETTINGS
    settings.parent.mkdir(parents=True)
    settings.write_text('{"saveState": true}', encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def lab(browser: Browser, project: Project, folder: Path) -> Iterator[Lab]:
    """The workbench after Run All Cells, started as `selfcheck explore` does."""
    command = workbench.command(workbench.prepare(project).notebook)
    # Tall: JupyterLab renders only the outputs that are on the screen.
    with (
        lab_server(project, folder, command) as address,
        browser.new_context(viewport={"width": 1400, "height": 7000}) as context,
    ):
        lab = Lab.open(context, address, workbench.NOTEBOOK)
        run_all_cells(lab.page)
        lab.page.wait_for_selector(".vega-embed svg")
        wait_for_idle(lab.page)
        yield lab


def panel(lab: Lab) -> Locator:
    """The output of the explorer: stamp, menus, chart, buttons."""
    source = lab.page.locator(".jp-InputArea", has_text="year.explore()")
    return lab.page.locator(".jp-CodeCell").filter(has=source).locator(".jp-Cell-outputArea")


def chart(lab: Lab) -> Locator:
    return panel(lab).locator(".vega-embed svg")


def drawn(lab: Lab) -> str:
    """Every text of the chart."""
    return "\n".join(chart(lab).locator("text").all_text_contents())


def marks(lab: Lab) -> str:
    """Where everything of the chart is drawn."""
    return "\n".join(chart(lab).locator("path").evaluate_all(PLACES))


PLACES = "paths => paths.map(p => `${p.getAttribute('transform')} ${p.getAttribute('d')}`)"


def choose(lab: Lab, menu: str, option: str) -> None:
    """Choose from a menu and wait until the chart is another one."""
    before = chart(lab).evaluate("svg => svg.outerHTML")
    panel(lab).get_by_label(menu, exact=True).select_option(option)
    lab.page.wait_for_function(DIFFERS, arg=[chart(lab).element_handle(), before])


DIFFERS = """([svg, before]) => !svg.isConnected || svg.outerHTML !== before"""


def row(lab: Lab, text: str) -> Locator:
    """The ground of a row, which takes clicks."""
    return chart(lab).locator(f'[aria-roledescription="bar"][aria-label*="{text}"]').first


def test_explore__draws_every_chart_with_the_stamp(lab):
    assert lab.page.locator(".vega-embed svg").count() == 2  # the explorer and the two groups
    assert STAMP in drawn(lab)
    assert panel(lab).locator(".selfcheck-confidential").is_visible()


def test_explore__shows_no_error(lab):
    outputs = lab.page.locator(".jp-OutputArea")
    assert outputs.locator('[data-mime-type="application/vnd.jupyter.error"]').count() == 0
    assert outputs.locator('[data-mime-type="application/vnd.jupyter.stderr"]').count() == 0


def test_explore__a_click_on_a_role_filters_the_questions(lab):
    assert "20. I know to tell my chief" in drawn(lab)
    row(lab, "Other departments").click(position={"x": 12, "y": 8})
    lab.page.wait_for_function(
        "svg => !svg.textContent.includes('20. I know to tell my chief')",
        arg=chart(lab).element_handle(),
    )
    shown = set(re.findall(r"^(\d+)\. ", drawn(lab), re.MULTILINE))
    assert shown == {str(number) for number in range(1, 8)}  # its form has seven questions


def test_explore__a_click_on_a_question_shows_its_tenures(lab):
    before = drawn(lab)
    row(lab, "1. I always use").click(position={"x": 12, "y": 8})
    lab.page.wait_for_function(
        "svg => svg.textContent.includes('95 → 98 answers')",  # of the 98 people of the role
        arg=chart(lab).element_handle(),
    )
    assert drawn(lab) != before


def test_explore__a_menu_changes_the_chart(lab):
    before = marks(lab)
    choose(lab, "Tenure", "First year")
    assert marks(lab) != before


def test_explore__the_order_can_be_changed(lab):
    labels = drawn(lab)
    choose(lab, "Order", "By rate, lowest first")
    assert sorted(drawn(lab)) == sorted(labels)
    assert drawn(lab) != labels


def test_explore__as_released_marks_take_the_place_and_the_stamp_goes(lab):
    choose(lab, "Self-check", NETWORK)
    assert STAMP in drawn(lab)
    panel(lab).get_by_role("button", name="As released").click()
    lab.page.wait_for_function(
        "() => !document.querySelector('.vega-embed svg').textContent.includes('INTERNAL')"
    )
    assert panel(lab).locator(".selfcheck-confidential").count() == 0
    assert "*" in drawn(lab).splitlines()  # 13 people of one role are not shown by tenure
    assert panel(lab).get_by_role("button", name="Export CSV").is_enabled()


def test_explore__exports_the_released_view(lab, project):
    panel(lab).get_by_role("button", name="Export CSV").click()
    panel(lab).get_by_text("it passed the scan").wait_for()
    [written] = (project.root / "data" / "processed" / "workbench" / "exports").glob("*.csv")
    assert "Made from released tables" in written.read_text(encoding="utf-8-sig")


def test_explore__back_in_the_room_the_stamp_is_there_again(lab):
    panel(lab).get_by_role("button", name="As released").click()
    panel(lab).locator(".selfcheck-confidential").wait_for()
    assert STAMP in drawn(lab)
    assert panel(lab).get_by_role("button", name="Export CSV").is_disabled()


def test_explore__free_text_is_on_the_screen_and_in_no_file(lab, project, folder):
    form = read_questionnaire(project, "info_nws", 2023)
    texts = {said.text for said in texts_of(project, form, WROTE)}
    assert len(texts) > 3
    shown = lab.page.locator(".jp-CodeCell").last.inner_text()
    assert all(" ".join(text.split()) in " ".join(shown.split()) for text in texts)
    lab.page.get_by_role("menuitem", name="File", exact=True).click()
    lab.page.locator('.lm-Menu-item[data-command="docmanager:save"]').click()
    notebook = workbench.folder_of(project) / workbench.NOTEBOOK
    lab.page.wait_for_function("() => !document.title.startsWith('*')")
    saved = saved_outputs(lab, notebook)
    assert "widgets" not in saved["metadata"]
    written = [path for place in (project.root / "data" / "processed", project.reports, folder)
               for path in place.rglob("*") if path.is_file()]  # fmt: skip
    assert notebook in written
    for path in written:
        content = path.read_bytes().decode("utf-8", "replace")
        assert not any(text in content or json.dumps(text)[1:-1] in content for text in texts), path


def saved_outputs(lab: Lab, notebook: Path) -> dict:
    """Return the notebook as saved, once its cells have outputs."""
    for _ in range(100):
        saved = json.loads(notebook.read_text(encoding="utf-8"))
        if any(cell.get("outputs") for cell in saved["cells"]):
            return saved
        lab.page.wait_for_timeout(100)
    raise AssertionError("nothing was saved")


def test_explore__asks_nothing_of_the_internet(lab):
    assert lab.remote == []
