"""Last year's print is read and set against the forms before any work."""

from __future__ import annotations

import pytest

from selfcheck_analysis.last_print import read_last_print
from selfcheck_analysis.params import Params
from selfcheck_analysis.problems import ProblemsError
from selfcheck_analysis.published import Span
from selfcheck_analysis.words import Words
from tests.small_project import (
    LAST_YEAR,
    PROGRAMME,
    THIS_YEAR,
    deliver_print,
    form_values,
    param_values,
    printed_rows,
    small_project,
    write_yaml,
)

FILE = "data/published/demo.csv"


@pytest.fixture
def project(tmp_path):
    """A sound project with last year's printed table."""
    project = small_project(tmp_path)
    deliver_print(project, *printed_rows("locks", (100, 90, 92), role="chief"))
    return project


def params():
    return Params.model_validate(param_values() | {"last_year": "printed"})


def faults(project):
    with pytest.raises(ProblemsError) as caught:
        read_last_print(project, params())
    assert all(p.text(Words(language)) for p in caught.value.problems for language in ("ja", "en"))
    return [(p.code, p.place.file, p.place.row, p.place.column) for p in caught.value.problems]


def test_read_last_print__returns_the_blocks_of_last_year(project):
    [block] = read_last_print(project, params()).of(PROGRAMME, LAST_YEAR)
    assert block.key[2:] == ("chief", "locks")


def test_read_last_print__knows_this_years_headcounts_where_none_is_printed(project):
    # of the forms: 9 staff and 3 chiefs; printed are 4 chiefs of last year
    rows = printed_rows("locks", (100, 100, 100), role="chief", headcount="4")
    deliver_print(project, *rows)
    assert read_last_print(project, params()).headcounts == {
        (PROGRAMME, THIS_YEAR, "staff"): Span(9, 9),
        (PROGRAMME, THIS_YEAR, "chief"): Span(3, 3),
        (PROGRAMME, LAST_YEAR, "chief"): Span(4, 4),
    }


def test_read_last_print__a_printed_headcount_of_this_year_comes_before_the_forms(project):
    rows = printed_rows("locks", (100, 90, 92), role="chief", year=THIS_YEAR, headcount="5")
    deliver_print(project, *rows, name="this.csv")
    found = read_last_print(project, params()).headcounts
    assert found[PROGRAMME, THIS_YEAR, "chief"] == Span(5, 5)


@pytest.mark.parametrize(
    ("programme", "year"), [(PROGRAMME, THIS_YEAR), ("other", LAST_YEAR)], ids=str
)
def test_read_last_print__nothing_printed_of_last_year_is_refused(project, programme, year):
    rows = printed_rows("locks", (100, 90, 92), programme=programme, year=year)
    deliver_print(project, *rows)
    assert faults(project) == [("nothing_printed", "data/published", 0, "")]


def test_read_last_print__without_any_file_is_refused(project):
    (project.published / "demo.csv").unlink()
    assert faults(project) == [("nothing_printed", "data/published", 0, "")]


def test_read_last_print__faults_of_the_files_come_first(project):
    deliver_print(project, *printed_rows("locks", ("90 %", 90, 92)))
    assert faults(project) == [("print_not_percent", FILE, 2, "yes_percent")]


def test_read_last_print__what_does_not_fit_the_forms_is_named_with_its_place(project):
    deliver_print(
        project,
        *printed_rows("lock", (100, 90, 92)),
        *printed_rows("seals", (100, 90, 92), role="chefs"),
        *printed_rows("saw", (0, 10, 8), proper_answer="yes"),
        *printed_rows("", (100, 90, 92), role="chief", questions="2"),
    )
    assert faults(project) == [
        ("printed_question_unknown", FILE, 2, "question"),
        ("printed_role_unknown", FILE, 5, "role"),
        ("printed_proper_answer", FILE, 8, "proper_answer"),
    ]


def test_read_last_print__last_years_forms_are_known_as_long_as_they_are_kept(project):
    form = form_values(THIS_YEAR)
    form["questions"] = [q for q in form["questions"] if q["id"] != "seals"]
    form["roles"] = [form["roles"][0]]
    form["roles"][0]["form"].pop(3)
    write_yaml(project.questionnaire_file(PROGRAMME, THIS_YEAR), form)
    deliver_print(project, *printed_rows("seals", (100, 90, 92), role="chief"))
    assert read_last_print(project, params()).of(PROGRAMME, LAST_YEAR)
    project.questionnaire_file(PROGRAMME, LAST_YEAR).unlink()
    assert faults(project) == [
        ("printed_role_unknown", FILE, 2, "role"),
        ("printed_question_unknown", FILE, 2, "question"),
    ]


def change_of(question, kind):
    note = {"ja": "変更", "en": "changed"}
    return {"question": question, "kind": kind, "comparable": False, "note": note}


def test_read_last_print__what_this_years_forms_declare_of_last_years_is_known(project):
    project.questionnaire_file(PROGRAMME, LAST_YEAR).unlink()
    changes = [change_of("papers", "dropped"), change_of("saw", "meaning")]
    form = form_values(THIS_YEAR) | {"changes": changes}
    write_yaml(project.questionnaire_file(PROGRAMME, THIS_YEAR), form)
    deliver_print(
        project,
        *printed_rows("papers", (100, 90, 92)),
        *printed_rows("saw", (0, 10, 8), proper_answer="yes"),  # no is proper this year
    )
    assert len(read_last_print(project, params()).of(PROGRAMME, LAST_YEAR)) == 2
