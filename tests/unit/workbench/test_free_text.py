"""Free text is read from the deliveries, told of nobody, and reaches neither notebook nor page."""

from __future__ import annotations

import json
from collections import Counter

import IPython.display
import nbformat
import pytest
from nbclient import NotebookClient
from nbformat.v4 import new_code_cell, new_notebook, new_output

from selfcheck_analysis.disclosure.scan import Source, scan_finished
from selfcheck_analysis.problems import ProblemsError
from selfcheck_analysis.report.outputs import released_outputs
from selfcheck_analysis.workbench import free_text, open_year
from selfcheck_analysis.workbench.delivered_texts import Said, texts_of
from selfcheck_analysis.workbench.free_text import least_texts, may_split
from tests.executed import notebook
from tests.project_copy import environment
from tests.small_project import (
    CHIEF,
    HEADER,
    PROGRAMME,
    STAFF,
    csv_bytes,
    deliver,
    param_values,
    person,
    policy_values,
    small_project,
    write_yaml,
    xlsx_bytes,
)

WROTE = "隣の課の端末が開いたままでした <至急>"
OTHER = "研修の時間を増やしてほしい"


@pytest.fixture
def project(tmp_path):
    """A project in which two persons wrote something, one of them on a second table of a sheet."""
    project = small_project(tmp_path)
    rows = [HEADER, person(STAFF, REMARKS=WROTE), person(STAFF, REMARKS="　"), person(STAFF)]
    deliver(project, "c.csv", csv_bytes(rows))
    below = [*rows[:1], person(STAFF), [], HEADER, person(STAFF, "１年目", REMARKS=OTHER)]
    deliver(project, "d.xlsx", xlsx_bytes({"回答": below}))
    return project


@pytest.fixture
def looked_at(monkeypatch):
    monkeypatch.setattr(free_text, "somebody_looks", lambda: True)


@pytest.fixture
def reader(project, looked_at):
    return open_year(PROGRAMME, 2023, project=project, language="en").free_text("remarks")


def codes(call, *arguments):
    with pytest.raises(ProblemsError) as caught:
        call(*arguments)
    return [problem.code for problem in caught.value.problems]


# Reading


def test_texts__are_those_that_were_written_with_who_wrote_them(project):
    year = open_year(PROGRAMME, 2023, project=project)
    found = texts_of(project, year.form, "remarks")
    assert {(s.text, s.role, s.tenure) for s in found} == {
        (WROTE, "staff", "second_year_plus"),
        (OTHER, "staff", "first_year"),
    }


def test_texts__of_rows_that_are_set_aside_are_left_out(project):
    deliver(project, "e.csv", csv_bytes([HEADER, person("社長", REMARKS="unknown role")]))
    year = open_year(PROGRAMME, 2023, project=project)
    assert len(texts_of(project, year.form, "remarks")) == 2


def test_said__does_not_show_itself():
    assert WROTE not in repr(Said(WROTE, "staff", "first_year"))


def test_run__keeps_no_free_text(project):
    year = open_year(PROGRAMME, 2023, project=project)
    assert "remarks" not in set(year.survey(2023).intake.answers["question"])


# Who may look


def test_free_text__is_refused_where_nobody_looks(project):
    assert codes(open_year(PROGRAMME, 2023, project=project).free_text) == [
        "workbench_nobody_looks"
    ]


def test_free_text__is_refused_to_a_program_that_runs_the_notebook(project, monkeypatch):
    for name, value in environment(project).items():
        monkeypatch.setenv(name, value)
    cell = (
        "from selfcheck_analysis import open_year\n"
        f"open_year({PROGRAMME!r}, 2023).free_text('remarks')"
    )
    run = new_notebook(cells=[new_code_cell(cell)])
    NotebookClient(run, kernel_name="python3", allow_errors=True, timeout=120).execute()
    [output] = run.cells[0].outputs
    assert output["ename"] == "ProblemsError"
    assert WROTE not in nbformat.writes(run)
    assert "widgets" not in run.metadata


def test_free_text__of_a_year_without_such_questions_says_so(year, looked_at):
    assert codes(year.free_text) == ["workbench_no_free_text"]


def test_free_text__names_the_questions_there_are(project, looked_at):
    year = open_year(PROGRAMME, 2023, project=project)
    assert codes(year.free_text, "remark") == ["workbench_unknown"]


# The reader


def test_reader__shows_the_texts_of_one_question_with_the_stamp(reader):
    page = reader.shown.value
    assert "INTERNAL" in page
    assert OTHER in page
    assert "&lt;至急&gt;" in page  # what a person wrote is no markup
    assert "2 texts" in page


def test_reader__shows_nothing_before_a_question_is_chosen(project, looked_at):
    reader = open_year(PROGRAMME, 2023, project=project).free_text()
    assert reader.shown.value == ""
    reader.question.value = "remarks"
    assert OTHER in reader.shown.value
    reader.close()
    assert reader.shown.value == ""


def test_reader__shuffles_anew_each_time(project, looked_at):
    texts = [f"文章その{number}" for number in range(8)]
    rows = [person(STAFF, REMARKS=text) for text in texts]
    deliver(project, "f.csv", csv_bytes([HEADER, *rows]))
    reader = open_year(PROGRAMME, 2023, project=project).free_text()
    orders = set()
    for _ in range(12):
        reader.question.value = "remarks"
        page = reader.shown.value
        orders.add(tuple(sorted(texts, key=page.index)))
        reader.close()
    assert len(orders) > 1  # 12 times the same of 40,320 orders is no chance


@pytest.mark.parametrize("by", ["role", "tenure"])
def test_reader__tells_neither_role_nor_tenure_of_few(reader, by):
    reader.by.value = by
    page = reader.shown.value
    assert "Neither role nor tenure" in page
    assert "<strong>" not in page


def test_reader__tells_the_tenure_of_many_when_asked(project, looked_at):
    many = [
        person(STAFF, tenure, REMARKS=f"{tenure}の{number}")
        for tenure in ("１年目", "２年目以上")
        for number in range(10)
    ]
    deliver(project, "f.csv", csv_bytes([HEADER, *many]))
    reader = open_year(PROGRAMME, 2023, project=project, language="en").free_text("remarks")
    assert "<strong>" not in reader.shown.value
    reader.by.value = "tenure"
    assert reader.shown.value.count("<strong>First year</strong>") == 11
    reader.by.value = "role"  # everybody who wrote is staff: it would tell who did not write
    assert "<strong>" not in reader.shown.value


@pytest.mark.parametrize(
    ("groups", "allowed"),
    [
        ({"a": 10, "b": 10}, True),
        ({"a": 10, "b": 9}, False),
        ({"a": 100, "b": 1}, False),
        ({"a": 100}, False),
        ({"a": 10, "b": 10, "c": 10}, True),
        ({}, False),
    ],
)
def test_may_split__needs_every_group_and_all_others_to_be_large(groups, allowed):
    texts = [Said("x", role, "first_year") for role, n in Counter(groups).items() for _ in range(n)]
    assert may_split(texts, "role", min_base=10) is allowed


FIRST, LATER = "first_year", "second_year_plus"


@pytest.mark.parametrize(
    ("cells", "allowed"),
    [
        # Roles 12 and 13, tenures 11 and 14: each is enough, but the one is named by both menus.
        ({("a", FIRST): 1, ("a", LATER): 11, ("b", FIRST): 10, ("b", LATER): 3}, False),
        ({("a", FIRST): 10, ("a", LATER): 10, ("b", FIRST): 10, ("b", LATER): 9}, False),
        ({("a", FIRST): 10, ("a", LATER): 10, ("b", FIRST): 10, ("b", LATER): 10}, True),
        ({("a", FIRST): 10, ("b", LATER): 10}, True),
        ({("a", FIRST): 10, ("a", LATER): 10, ("b", FIRST): 10}, True),
    ],
)
@pytest.mark.parametrize("by", ["role", "tenure"])
def test_may_split__looks_at_role_and_tenure_together_whichever_is_shown(cells, allowed, by):
    texts = [Said("x", *cell) for cell, n in cells.items() for _ in range(n)]
    assert may_split(texts, by, min_base=10) is allowed


def test_reader__switching_menus_tells_nothing_of_the_one_in_both(project, looked_at):
    people = [("１年目", STAFF, 1), ("２年目以上", STAFF, 12), ("１年目", CHIEF, 12)]
    rows = [person(role, tenure, REMARKS=f"文{n}") for tenure, role, many in people
            for n in range(many)]  # fmt: skip
    deliver(project, "c.csv", csv_bytes([HEADER, *rows]))
    deliver(project, "d.xlsx", xlsx_bytes({"回答": [HEADER, person(STAFF)]}))
    reader = open_year(PROGRAMME, 2023, project=project, language="en").free_text("remarks")
    for by in ("role", "tenure"):
        reader.by.value = by
        assert "25 texts" in reader.shown.value
        assert "<strong>" not in reader.shown.value


@pytest.mark.parametrize(
    ("own", "standard", "least"),
    [(3, 5, 10), (1, 20, 20), (15, 12, 15), (4, None, 10)],
)
def test_least_texts__is_ten_or_the_larger_base_of_both_policies(project, own, standard, least):
    settings = param_values() | {"disclosure_policy": "own"}
    write_yaml(project.params_file(PROGRAMME, 2023), settings)
    policies = {"own": policy_values(min_base=own, internal_only=own < 3)}
    policies |= {} if standard is None else {"standard": policy_values(min_base=standard)}
    write_yaml(project.disclosure_policy, policies)
    year = open_year(PROGRAMME, 2023, project=project)
    assert least_texts(project, year.params) == least


def test_reader__under_a_policy_for_the_office_alone_needs_as_many_texts(project, looked_at):
    write_yaml(
        project.disclosure_policy,
        {"standard": policy_values(internal_only=True, min_base=1, min_values=1)},
    )
    reader = open_year(PROGRAMME, 2023, project=project, language="en").free_text("remarks")
    reader.by.value = "tenure"  # one of the first year wrote, and one of the others
    assert "fewer than 10 texts" in reader.shown.value
    assert "<strong>" not in reader.shown.value


# What remains


def test_reader__leaves_nothing_in_the_notebook(reader, monkeypatch):
    shown = []
    monkeypatch.setattr(IPython.display, "display", lambda data, **_: shown.append(data))
    reader._ipython_display_()
    [data] = shown
    assert WROTE[:5] not in json.dumps(data, ensure_ascii=False)
    assert set(data) == {"application/vnd.jupyter.widget-view+json", "text/plain"}
    assert WROTE[:5] not in repr(reader) + str(vars(reader).keys())


def test_reader__is_refused_by_the_exporter(reader, monkeypatch):
    shown = []
    monkeypatch.setattr(IPython.display, "display", lambda data, **_: shown.append(data))
    reader._ipython_display_()
    with pytest.raises(ProblemsError):
        released_outputs(notebook(new_output("display_data", data=shown[0])))


def test_reader__writes_no_file(project, looked_at):
    before = {path for path in project.root.rglob("*") if path.is_file()}
    open_year(PROGRAMME, 2023, project=project).free_text("remarks")
    assert {path for path in project.root.rglob("*") if path.is_file()} == before


def test_scan__finds_what_was_written_on_a_page(project, tmp_path):
    from tests.factories import fake_publication

    form = open_year(PROGRAMME, 2023, project=project).form
    release = fake_publication().release
    folder = tmp_path / "finished" / release.programme
    folder.mkdir(parents=True)
    (folder / "page.html").write_text(f"<p>{OTHER}</p>", encoding="utf-8")
    with pytest.raises(ProblemsError) as caught:
        scan_finished(project, folder.parent, [Source(release, [form])])
    assert "scan_delivered_text" in {problem.code for problem in caught.value.problems}


def test_reader__of_the_chief_s_form_is_empty(project, looked_at):
    deliver(project, "c.csv", csv_bytes([HEADER, person(CHIEF)]))
    deliver(project, "d.xlsx", xlsx_bytes({"回答": [HEADER, person(CHIEF, "１年目")]}))
    reader = open_year(PROGRAMME, 2023, project=project, language="en").free_text("remarks")
    assert "0 texts" in reader.shown.value
