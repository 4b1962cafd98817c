"""Counts per section, role and question."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from selfcheck_analysis.paths import Project
from selfcheck_analysis.questionnaire import Label, Section, read_questionnaire
from selfcheck_analysis.questionnaire_lint import lint
from selfcheck_analysis.rates import counts_by_question
from selfcheck_analysis.responses.intake import take_in
from selfcheck_analysis.responses.people import Cell, People
from selfcheck_analysis.section_rates import SECTION_COLUMNS, counts_by_section, no_sections
from tests.project_copy import SHIPPED
from tests.small_figures import small_questionnaire
from tests.small_project import (
    HEADER,
    PROGRAMME,
    THIS_YEAR,
    csv_bytes,
    deliver,
    demo_questionnaire,
    person,
    table,
)

FORM = small_questionnaire()  # role a: p (proper yes), c (yes, if p is no), q (proper no)


def people(*rows):
    """Return people of role a: tenure (0 first year), then the cells of p, c and q."""
    found = People()
    rows = np.array(rows, dtype=np.uint8)
    found.add("a", rows[:, 0], rows[:, 1:])
    return found


def test_counts_by_section__count_answers_and_proper_ones_by_tenure():
    section = people(
        (0, Cell.YES, Cell.NOT_ASKED, Cell.YES),
        (1, Cell.NO, Cell.YES, Cell.NO),
        (1, Cell.NO_ANSWER, Cell.NOT_ASKED, Cell.NO),
        (1, Cell.INVALID, Cell.NOT_DELIVERED, Cell.NO),
    )
    section.extend(people((0, Cell.YES, Cell.NOT_ASKED, Cell.NO)))
    counts = counts_by_section({"tax": section}, FORM).set_index(["question", "tenure"])
    expected = {
        ("p", "first_year"): (2, 2),
        ("c", "first_year"): (0, 0),
        ("q", "first_year"): (2, 1),  # proper is no
        ("p", "second_year_plus"): (1, 0),
        ("c", "second_year_plus"): (1, 1),
        ("q", "second_year_plus"): (3, 3),
    }
    found = counts[["n_answers", "n_proper"]].apply(tuple, axis="columns").to_dict()
    assert found == expected
    assert set(counts["section"]) == {"tax"}
    assert set(counts["role"]) == {"a"}
    # of all questions, whatever was left blank
    of_people = counts["n_people"].groupby("tenure").unique().map(list).to_dict()
    assert of_people == {"first_year": [2], "second_year_plus": [3]}


def test_counts_by_section__of_nobody_are_no_rows_of_the_same_columns():
    assert counts_by_section({}, FORM).empty
    assert list(counts_by_section({}, FORM)) == list(no_sections()) == list(SECTION_COLUMNS)


def test_counts_by_section__of_the_sample_add_up_to_those_of_the_roles():
    # every delivery of the sample is of a declared section
    project = SHIPPED
    form = read_questionnaire(project, "info_nws", 2023)
    intake = take_in(project, form)
    keys = ["question", "role", "tenure"]
    by_role = counts_by_question(intake.answers, form)
    by_role = by_role[by_role["tenure"] != "all"].set_index(keys)
    together = intake.sections.groupby(keys)[["n_answers", "n_proper"]].sum()
    pd.testing.assert_frame_equal(together.sort_index(), by_role.sort_index(), check_dtype=False)
    assert intake.sections["section"].nunique() == 17  # as the handout says


EAST_AND_WEST = [
    Section(id="east_ka", label=Label(ja="東課", en="East")),
    Section(id="west_ka", label=Label(ja="西課", en="West")),
]


def taken(folder, files):
    """Take files of some name and content in."""
    project = Project(folder)
    project.raw(PROGRAMME, THIS_YEAR).mkdir(parents=True)
    for name, content in files.items():
        deliver(project, name, content)
    form = demo_questionnaire().model_copy(update={"sections": EAST_AND_WEST})
    return take_in(project, form)


def delivered(folder, files):
    """Return how many answered `locks` by section, as files of some name and content are taken."""
    counts = taken(folder, files).sections
    return counts[counts["question"] == "locks"].groupby("section")["n_answers"].sum().to_dict()


def test_take_in__adds_up_the_files_of_one_section(tmp_path):
    files = {
        "east_ka_1.csv": table(person(), person()),
        "other.csv": csv_bytes([["課名", "東課"], HEADER, person()]),
        "西課.csv": table(person(), person(), person(), person()),
        "unknown.csv": table(person()),
    }
    assert delivered(tmp_path, files) == {"east_ka": 3, "west_ka": 4}


def test_take_in__knows_no_section_of_a_table_whose_rows_state_several(tmp_path):
    rows = [["課名", *HEADER], ["東課", *person()], ["西課", *person()]]
    assert delivered(tmp_path, {"east_ka.csv": csv_bytes(rows)}) == {}


@pytest.mark.parametrize("file", ["answers.csv", "east_ka.csv", "east_ka/answers.csv"])
def test_take_in__counts_a_table_that_states_an_undeclared_section_for_none(tmp_path, file):
    rows = [["課名", "山田花子"], HEADER, person()]
    intake = taken(tmp_path, {file: csv_bytes(rows)})
    assert intake.sections.empty
    assert [note.code for note in intake.notes] == ["section_unclear"]
    assert "山田" not in str(intake.notes)


def test_take_in__notes_nothing_where_no_section_is_stated_or_it_is_clear(tmp_path):
    files = {"answers.csv": table(person()), "east_ka.csv": csv_bytes([["課名", "東課"], HEADER])}
    assert taken(tmp_path, files).notes == ()


def test_lint__refuses_two_sections_that_deliveries_could_not_tell_apart():
    alike = Section(id="north_ka", label=Label(ja="東 課", en="North"))
    form = demo_questionnaire().model_copy(update={"sections": [*EAST_AND_WEST, alike]})
    assert [(p.code, p.values["id"]) for p in lint(form)] == [("form_duplicate_id", "東課")]
