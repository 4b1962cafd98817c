"""The main job on a copy of the shipped project: what it makes, and what it must not let out."""

from __future__ import annotations

import hashlib
import io
import json
import subprocess
import sys
import zipfile
from pathlib import Path

import nbformat
import pandas as pd
import pytest

from selfcheck_analysis import notebooks
from selfcheck_analysis.paths import Project
from selfcheck_analysis.questionnaire import Kind, read_questionnaire
from selfcheck_analysis.released import COLUMNS
from selfcheck_analysis.responses.files.readers import read_sheets
from selfcheck_analysis.responses.intake import delivered_files, reading_of
from selfcheck_analysis.responses.layout import recognise
from tests.project_copy import copy_project, environment, selfcheck

PROGRAMMES = ("juki_net", "info_nws")
PAGES = tuple(notebooks.PAGES)
PAPERS = ("handout.docx", "tables.xlsx")
WRITTEN = [name for name in COLUMNS if name not in ("printed_changes", "printed_headlines")]
"""The tables of a run whose last year has responses: nothing about a year known from print."""


@pytest.fixture(scope="module")
def finished(tmp_path_factory) -> Project:
    """A project on which the main job has run once."""
    project = copy_project(tmp_path_factory.mktemp("main_job"))
    result = selfcheck(project, "run")
    assert result.returncode == 0, result.stderr
    assert result.stdout.splitlines()[-1] == "Open reports/2023/index.html"
    return project


def snapshot(folder: Path) -> dict[str, bytes]:
    files = (path for path in sorted(folder.rglob("*")) if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def texts(folder: Path) -> dict[str, str]:
    """Return all that can be read in a folder's files; of Word and Excel files, of their parts."""
    found = {}
    for name, content in snapshot(folder).items():
        if name.endswith((".docx", ".xlsx")):
            with zipfile.ZipFile(io.BytesIO(content)) as parts:
                named = [part for part in parts.namelist() if part.endswith((".xml", ".rels"))]
                found[name] = "\n".join(parts.read(part).decode("utf-8") for part in named)
        else:
            found[name] = content.decode("utf-8-sig")
    return found


def test_run__makes_a_page_per_notebook_and_programme_and_the_index(finished):
    made = set(snapshot(finished.reports / "2023"))
    pages = {f"{p}/{name}.html" for p in PROGRAMMES for name in PAGES}
    tables = {f"{p}/tables/{name}.csv" for p in PROGRAMMES for name in WRITTEN}
    manifests = {f"{p}/manifest.json" for p in PROGRAMMES}
    papers = {f"{p}/{name}" for p in PROGRAMMES for name in PAPERS}
    feedback = {name for name in made if name.split("/")[1:2] == ["feedback"]}
    assert made - feedback == {"index.html"} | pages | tables | manifests | papers


@pytest.mark.parametrize("programme", PROGRAMMES)
def test_run__makes_a_page_for_every_reported_role_and_declared_section(finished, programme):
    folder = finished.reports / "2023" / programme
    reported = set(pd.read_csv(folder / "tables" / "rates_by_role.csv")["role"])
    assert {path.stem for path in (folder / "feedback").glob("*.html")} == reported
    delivered = set(pd.read_csv(folder / "tables" / "section_rates.csv")["section"])
    declared = {s.id for s in read_questionnaire(finished, programme, 2023).sections}
    assert {path.stem for path in (folder / "feedback" / "sections").iterdir()} == delivered
    assert delivered == declared


def test_run__leaves_nothing_beside_the_year(finished):
    assert [path.name for path in finished.reports.iterdir()] == ["2023"]


def test_processed__counts_and_rates_have_the_promised_columns(finished):
    folder = finished.processed("juki_net", 2023)
    counts = pd.read_parquet(folder / "counts_by_question.parquet")
    assert list(counts) == ["question", "role", "tenure", "n_answers", "n_proper"]
    # 43 + 49 + 40 + 20 + 7 questions in three tenures
    assert len(counts) == (43 + 49 + 40 + 20 + 7) * 3
    rates = pd.read_parquet(folder / "rate_by_role_tenure.parquet")
    promised = {"role", "tenure", "n_people", "macro_rate", "pooled_rate"}
    assert promised <= set(rates)
    absent = rates.set_index(["role", "tenure"]).loc[("resident_info_officers", "first_year")]
    assert (absent["n_people"], absent["reason"]) == (0, "absent_group")
    assert pd.isna(absent["macro_rate"])


@pytest.mark.parametrize("programme", PROGRAMMES)
def test_processed__holds_what_was_compared(finished, programme):
    folder = finished.processed(programme, 2023)
    compared = {path.stem for path in folder.glob("compared_*.parquet")}
    # The shipped settings have no third year, so that there is no trend.
    names = (
        "questions",
        "questions_of_everyone",
        "headlines",
        "headlines_of_all_questions",
        "contrasts",
        "composition",
    )
    assert compared == {f"compared_{name}" for name in names}
    questions = pd.read_parquet(folder / "compared_questions.parquet")
    promised = {
        "x_last",
        "n_last",
        "x_this",
        "n_this",
        "change",
        "low",
        "high",
        "mn_low",
        "mn_high",
    }
    promised |= {"p", "mid_p", "p_adjusted", "p_role", "smallest_p", "detectable", "family"}
    promised |= {"verdict", "reason", "decided_by", "decided_against", "note"}
    assert promised <= set(questions)
    forms = read_questionnaire(finished, programme, 2023)
    roles = [role.id for role in forms.roles]
    if programme == "juki_net":  # roles of 2 and 8 people are reported together
        assert roles[:2] == ["resident_info_officers", "registry_section_leads"]
        roles[:2] = ["residence_record_leads"]
    headlines = pd.read_parquet(folder / "compared_headlines.parquet")
    assert headlines[["role", "tenure"]].values.tolist() == [
        [role, tenure] for role in roles for tenure in ("first_year", "second_year_plus", "all")
    ]


def test_processed__is_private(finished):
    mode = finished.processed("juki_net", 2023).stat().st_mode
    assert sys.platform == "win32" or mode & 0o077 == 0


def test_executed_notebooks__are_kept_on_the_confidential_side(finished):
    kept = snapshot(finished.processed("juki_net", 2023) / "notebooks")
    assert set(kept) == {f"{name}.ipynb" for name in PAGES}


@pytest.mark.parametrize("programme", PROGRAMMES)
def test_index__leads_to_every_page_and_table_and_names_every_input(finished, programme):
    index = (finished.reports / "2023" / "index.html").read_text(encoding="utf-8")
    manifest = json.loads(
        (finished.reports / "2023" / programme / "manifest.json").read_text(encoding="utf-8")
    )
    for name in PAGES:
        assert f'href="{programme}/{name}.html"' in index
    for name in WRITTEN:
        assert f'href="{programme}/tables/{name}.csv"' in index
    files = [source["file"] for source in manifest["inputs"]]
    for year in (2022, 2023):
        for path in delivered_files(finished, programme, year):
            assert finished.relative(path) in files
    for source in manifest["inputs"]:
        assert source["sha256"] in index
    assert manifest["parameters"]["fiscal_year"] == 2023


def test_reports__name_no_plain_digest_of_a_delivery(finished):
    # A file of five people's answers is found from its plain SHA-256 in a few thousand tries.
    released = b"".join(snapshot(finished.reports / "2023").values())
    for programme in PROGRAMMES:
        for year in (2022, 2023):
            for path in delivered_files(finished, programme, year):
                plain = hashlib.sha256(path.read_bytes()).hexdigest()
                assert plain.encode() not in released, path.name


def test_delivery_key__is_private_and_not_released(finished):
    key = finished.delivery_key
    assert sys.platform == "win32" or key.stat().st_mode & 0o077 == 0
    assert key.read_bytes() not in b"".join(snapshot(finished.reports / "2023").values())


def test_pages__say_that_the_people_are_synthetic(finished):
    for path in (finished.reports / "2023").rglob("*.html"):
        assert "合成データ" in path.read_text(encoding="utf-8"), path.name


@pytest.mark.parametrize("programme", PROGRAMMES)
def test_reports__hold_no_free_text(finished, programme):
    remarks = free_texts(finished, programme)
    assert remarks or programme == "juki_net"  # only the other form asks for remarks
    for name, text in texts(finished.reports / "2023").items():
        assert not [remark for remark in remarks if remark in text], name


@pytest.mark.parametrize("programme", PROGRAMMES)
def test_reports__hold_no_row_of_a_delivery(finished, programme):
    rows = raw_rows(finished, programme)
    assert len(rows) > 100
    for name, text in texts(finished.reports / "2023").items():
        for separator in (",", "\t", "</td><td>", '","'):
            assert not any(separator.join(row) in text for row in rows), name


def test_reports__hold_no_key_or_column_of_the_confidential_side(finished):
    confidential = ("n_proper", "macro_rate", "pooled_rate", "x_last", "x_this", '"person"')
    confidential += ("mid_p", "smallest_p", "decided_by", "n_relabellings", "smallest_base")
    for name, text in texts(finished.reports / "2023").items():
        assert not [word for word in confidential if word in text], name


@pytest.mark.parametrize("programme", PROGRAMMES)
def test_released_tables__show_no_figure_below_the_minimum_base(finished, programme):
    folder = finished.reports / "2023" / programme / "tables"
    bases = {
        "rates_by_role": ["n_people"],
        "rates_by_question": ["n_answers"],
        "focus_answers": ["n_answers"],
        "changes": ["n_last", "n_this"],
        "headline_changes": ["n_last", "n_this"],
        "contrasts": ["n_later", "n_first"],
        "trend": ["n_answers"],
    }
    for name, columns in bases.items():
        frame = pd.read_csv(folder / f"{name}.csv")
        hidden = frame[~frame["state"].isin(["shown", "band"])]
        figures = [c for c in frame if c.endswith(("_percent", "_points"))]
        assert hidden[[*figures, *columns]].isna().all(axis=None), name
        assert (frame[columns].dropna() >= 10).all(axis=None), name


def test_role_of_two__is_nowhere_in_the_released_figures(finished):
    folder = finished.reports / "2023" / "juki_net" / "tables"
    tables = ("rates_by_role", "rates_by_question", "changes", "headline_changes", "contrasts")
    for name in (*tables, "composition"):
        frame = pd.read_csv(folder / f"{name}.csv")
        assert not frame["role"].isin(["resident_info_officers", "registry_section_leads"]).any()
        together = frame[frame["role"] == "residence_record_leads"]
        assert len(together) > 0
        # Two of its ten people: what only they or only the others are asked is not shown.
        assert not (together["state"] == "shown").any(), name


def test_notebooks__take_a_params_file_from_plain_papermill(finished, tmp_path):
    output = tmp_path / "out.ipynb"
    command = [sys.executable, "-m", "papermill", "--no-progress-bar", "-f"]
    command += [str(finished.params_file("info_nws", 2023))]
    command += [str(finished.notebooks / "02_rates.ipynb"), str(output)]
    subprocess.run(command, env=environment(finished), check=True, capture_output=True)
    shown = [
        "".join(out["data"].get("text/plain", ""))
        for cell in nbformat.read(output, as_version=4).cells
        if cell.cell_type == "code"
        for out in cell.outputs
        if "data" in out
    ]
    assert any("情報提供" in text for text in shown)


def free_texts(project: Project, programme: str) -> set[str]:
    """Collect what people wrote, straight from the delivered cells."""
    questionnaire = read_questionnaire(project, programme, 2023)
    free = {q.id for q in questionnaire.questions if q.kind is Kind.FREE_TEXT}
    return {
        cells[position].strip()
        for layout, rows in delivered_rows(project, programme)
        for cells in rows
        for question in free & set(layout.questions())
        for position in layout.fields[question]
        if cells[position].strip()
    }


def raw_rows(project: Project, programme: str) -> list[tuple[str, ...]]:
    """Collect the delivered rows, as far as they can be told from ordinary words."""
    return [
        cells for _, rows in delivered_rows(project, programme) for cells in rows if len(cells) > 3
    ]


def delivered_rows(project: Project, programme: str):
    """Yield every delivered layout with the rows below its header."""
    reading = reading_of(project, read_questionnaire(project, programme, 2023))
    for path in delivered_files(project, programme, 2023):
        for sheet in read_sheets(path, path.name):
            layout, _ = recognise(sheet, reading, path.name)
            assert layout is not None
            yield layout, [cells for number, cells in sheet.rows if number > layout.header]
