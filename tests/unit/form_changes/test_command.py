"""Finding and reading the forms that are compared."""

import json

import pytest

from selfcheck_analysis.form_changes import command
from selfcheck_analysis.paths import Project
from selfcheck_analysis.problems import ProblemsError
from selfcheck_analysis.words import Words
from tests import small_forms as small
from tests.small_project import PROGRAMME, write_yaml

NOTE = {"ja": "理由", "en": "reason"}
TURNED = [{"question": "seals", "kind": "proper_answer", "comparable": False, "note": NOTE}]


@pytest.fixture
def project(tmp_path):
    project = Project(tmp_path)
    put(project, small.year(2022))
    put(project, small.year(2023, small.turned, changes=TURNED))
    return project


def put(project, values, programme=PROGRAMME):
    named = values | {"programme": programme}
    write_yaml(project.questionnaire_file(programme, values["fiscal_year"]), named)


def compare(project, first=2022, last=2023, programme=None, language="en"):
    return command.compare(project, first, last, programme, Words(language))


def faults(project, *arguments):
    with pytest.raises(ProblemsError) as caught:
        compare(project, *arguments)
    return [(problem.code, problem.place.file) for problem in caught.value.problems]


def test_compare__says_what_differs_in_lines(project):
    assert list(compare(project).lines()) == [
        "Demo: changes of the forms from FY2022 to FY2023",
        "Questions that differ: 1 (added 0, dropped 0, reworded 0). "
        "On the forms of both years and yet not comparable between them: 1.",
        "- Proper answer turned: seals in English [Not comparable]",
        "    FY2022: seals in English / proper answer: Yes",
        "    FY2023: seals in English / proper answer: No",
        "    number: Staff 3 → 3",
        "    number: Chief 2 → 2",
        "    note: reason",
    ]


def test_compare__says_it_in_values(project):
    [text] = compare(project).as_json()
    values = json.loads(text)
    assert (values["first_fiscal_year"], values["last_fiscal_year"]) == (2022, 2023)
    [programme] = values["programmes"]
    [question] = programme["questions"]
    assert question["question"] == "seals"
    assert question["kinds"] == ["proper_answer"]
    assert question["comparison"] == "not_comparable"
    assert [question[side]["proper_answer"] for side in ("before", "after")] == ["yes", "no"]
    assert question["numbers"][1] == {"role": "chief", "before": "2", "after": "2"}
    assert question["declared"] == [
        {
            "fiscal_year": 2023,
            "kind": "proper_answer",
            "comparable": False,
            "role": None,
            "note": NOTE,
        }
    ]


def test_compare__programmes_with_one_of_the_years_are_named(project):
    put(project, small.year(2023), "other")
    compared = compare(project)
    assert [it.last.programme for it in compared.programmes] == [PROGRAMME]
    assert list(compared.lines())[-1].startswith(
        "other: not compared, there are no forms of FY2022"
    )
    assert json.loads(next(compared.as_json()))["skipped"] == [
        {"programme": "other", "missing_years": [2022]}
    ]


def test_compare__a_year_between_is_read_or_named_as_missing(project):
    put(project, small.year(2024, small.turned))
    put(project, small.year(2025, small.turned))
    lines = list(compare(project, 2022, 2025).lines())
    assert "    note: FY2023: reason" in lines
    project.questionnaire_file(PROGRAMME, 2024).unlink()
    lines = list(compare(project, 2022, 2025).lines())
    assert any("no forms of FY2024 in between" in line for line in lines)


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        ((2023, 2022), [("form_years_order", "")]),
        ((2023, 2023), [("form_years_order", "")]),
        ((2022, 2024), [("form_no_pair", "")]),
        ((2022, 2024, PROGRAMME), [("form_year_missing", "params/questionnaires/demo_2024.yaml")]),
        (
            (2022, 2023, "dmeo"),
            [
                ("form_year_missing", "params/questionnaires/dmeo_2022.yaml"),
                ("form_year_missing", "params/questionnaires/dmeo_2023.yaml"),
            ],
        ),
    ],
)
def test_compare__years_that_cannot_be_compared_are_refused(project, arguments, expected):
    assert faults(project, *arguments) == expected


def test_compare__forms_that_are_faulty_by_themselves_are_refused_all_at_once(project):
    last, this = small.year(2022), small.year(2023)
    last["questions"][0]["focus_item"] = 8
    small.form(this, "staff")[7] = "nothing"
    put(project, last)
    put(project, this)
    assert faults(project) == [
        ("form_unknown_focus", "params/questionnaires/demo_2022.yaml"),
        ("form_unknown_question", "params/questionnaires/demo_2023.yaml"),
    ]


def test_compare__what_is_not_declared_is_no_fault_here(project):
    put(project, small.year(2023, small.turned))
    lines = list(compare(project).lines())
    assert "- Proper answer turned: seals in English [Open (not declared)]" in lines
    assert lines[-1] == "    note: not declared"


def test_write_page__a_place_that_cannot_be_written_is_a_fault(project):
    (project.root / "data").mkdir()
    (project.root / "data" / "processed").write_text("a file where a folder belongs")
    with pytest.raises(ProblemsError) as caught:
        compare(project).write_page()
    [problem] = caught.value.problems
    assert problem.code == "form_changes_not_written"
    assert problem.place.file == "data/processed/form_changes_2022_2023.html"
