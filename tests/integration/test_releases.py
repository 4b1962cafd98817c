"""What leaves the room, what is kept of it, and what never may leave."""

from __future__ import annotations

import json
import sys

import nbformat
import pandas as pd
import pytest

from selfcheck_analysis.notebooks import PAGES
from selfcheck_analysis.paths import Project
from tests.project_copy import copy_project, selfcheck, set_param

PROGRAMME = "info_nws"
RUN = ("run", "--programme", PROGRAMME)


@pytest.fixture
def project(tmp_path) -> Project:
    return copy_project(tmp_path / "project")


def kept(project: Project) -> list[str]:
    return sorted(path.name for path in (project.releases / PROGRAMME).glob("*.json"))


def test_release__is_kept_once_with_its_audit_and_private(project):
    assert selfcheck(project, *RUN).returncode == 0
    first = kept(project)
    assert len(first) == 1
    path = project.releases / PROGRAMME / first[0]
    if sys.platform != "win32":
        assert path.stat().st_mode & 0o077 == 0
        assert path.parent.stat().st_mode & 0o077 == 0
    audit = pd.read_csv(project.processed(PROGRAMME, 2023) / "disclosure_audit.csv")
    assert audit["safe"].all()
    # One first-year person among the 13: each of the 16 answers stays open, so two values each.
    single = audit[audit["group"] == "shared_terminal_divisions/first_year"]
    single = single[single["fiscal_year"] == 2023]
    counts = single[single["kind"] == "count"]
    assert len(counts) == 16
    assert ((counts["smallest"] == 0) & (counts["largest"] == 1)).all()
    assert selfcheck(project, *RUN).returncode == 0
    assert kept(project) == first


def test_release__after_another_of_the_same_figures_shows_no_more(project):
    assert selfcheck(project, *RUN).returncode == 0
    tables = project.reports / "2023" / PROGRAMME / "tables"
    before = pd.read_csv(tables / "rates_by_question.csv")
    set_param(project, PROGRAMME, "alpha", "0.04")  # made anew, the first release being known
    assert selfcheck(project, *RUN).returncode == 0
    pd.testing.assert_frame_equal(pd.read_csv(tables / "rates_by_question.csv"), before)


def test_policy_of_the_ward__is_for_the_office_alone(project):
    set_param(project, PROGRAMME, "disclosure_policy", "as_printed_by_the_ward")
    result = selfcheck(project, *RUN)
    assert result.returncode == 0
    assert "data/processed/internal/2023/index.html" in result.stdout
    assert not project.reports.exists()
    assert not project.releases.exists()
    folder = project.internal / "2023"
    pages = [folder / "index.html", *sorted((folder / PROGRAMME).glob("*.html"))]
    assert len(pages) == 1 + len(PAGES)
    for page in pages:
        assert "庁内限り" in page.read_text(encoding="utf-8")
    manifest = json.loads((folder / PROGRAMME / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["policy"] == "as_printed_by_the_ward"
    assert manifest["checked"] is False
    rates = pd.read_csv(folder / PROGRAMME / "tables" / "rates_by_question.csv")
    assert set(rates["state"]) <= {"shown", "no_answers", "absent_group"}
    assert (rates["n_answers"] == 1).any()  # the one first-year person
    if sys.platform != "win32":
        assert project.internal.stat().st_mode & 0o077 == 0


def test_page__with_a_number_that_was_not_released_is_not_published(project):
    path = project.notebooks / "02_rates.ipynb"
    notebook = nbformat.read(path, as_version=4)
    source = (
        "from selfcheck_analysis.display import HtmlBlock\n"
        'HtmlBlock(html="<p>実施率は 37.3％、回答者は 7,431人である。</p>", plain="")'
    )
    notebook.cells.append(nbformat.v4.new_code_cell(source))
    nbformat.write(notebook, path)
    result = selfcheck(project, *RUN)
    assert result.returncode == 3
    assert "info_nws/02_rates.html" in result.stderr
    assert "37.3" not in result.stderr
    assert "7,431" not in result.stderr
    assert "Traceback" not in result.stderr
    assert not (project.reports / "2023").exists()
    assert not project.releases.exists()
