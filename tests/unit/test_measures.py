"""The ledger of measures: read whole, held against the forms of each measure's own year."""

import pytest

from selfcheck_analysis.measures import Measures, measure_faults, read_measures
from selfcheck_analysis.paths import Project
from selfcheck_analysis.preflight import check_runs
from selfcheck_analysis.problems import ProblemsError
from tests.small_project import (
    LAST_YEAR,
    PROGRAMME,
    ROOT,
    THIS_YEAR,
    demo_questionnaire,
    small_project,
    write_yaml,
)

TEXTS = {
    "measure": {"ja": "掲示した", "en": "A note was put up"},
    "owner": {"ja": "総務課", "en": "General affairs"},
}


def entry(**changes):
    values = {"programme": PROGRAMME, "fiscal_year": THIS_YEAR, "question": "locks", **TEXTS}
    return {key: value for key, value in (values | changes).items() if value is not None}


def ledger(*entries):
    return Measures.model_validate({"measures": list(entries)})


def written(tmp_path, *entries):
    project = small_project(tmp_path)
    write_yaml(project.measures, {"measures": list(entries)})
    return project


def refused(call, *args):
    with pytest.raises(ProblemsError) as caught:
        call(*args)
    assert "" not in [str(problem.place.column) for problem in caught.value.problems]
    return [(p.code, p.place.file, p.place.column) for p in caught.value.problems]


def test_no_file__is_no_measures(tmp_path):
    assert read_measures(Project(tmp_path)) == Measures()


def test_of__keeps_one_programme_and_year_in_order():
    first, second = entry(), entry(question="saw")
    measures = ledger(first, entry(fiscal_year=LAST_YEAR), second, entry(programme="other"))
    found = measures.of(PROGRAMME, THIS_YEAR)
    assert [measure.question for measure in found] == ["locks", "saw"]


def test_shipped_ledger__fits_the_shipped_forms_and_is_marked_as_sample():
    from selfcheck_analysis.params import shipped_runs
    from selfcheck_analysis.questionnaire import read_questionnaire

    project = Project(ROOT)
    measures = read_measures(project)
    assert measures.sample
    for programme, year in shipped_runs(project):
        for of_year in (year - 1, year):
            assert measures.of(programme, of_year)
            form = read_questionnaire(project, programme, of_year)
            assert measure_faults(measures, form) == []


def test_file__tells_every_fault_of_its_form_at_once(tmp_path):
    project = written(tmp_path, entry(onwer="x"), entry(fiscal_year="2023"), entry(measure=None))
    assert refused(read_measures, project) == [
        ("settings_unknown_key", "params/measures.yaml", "measures.0.onwer"),
        ("settings_bad_value", "params/measures.yaml", "measures.1.fiscal_year"),
        ("settings_missing_key", "params/measures.yaml", "measures.2.measure"),
    ]


def test_file__names_unknown_programmes_and_measures_without_one_subject(tmp_path):
    project = written(
        tmp_path, entry(programme="dmeo"), entry(question=None), entry(focus_item=1), entry()
    )
    assert refused(read_measures, project) == [
        ("measure_programme_unknown", "params/measures.yaml", "measures.0.programme"),
        ("measure_subject", "params/measures.yaml", "measures.1"),
        ("measure_subject", "params/measures.yaml", "measures.2"),
    ]


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"question": "lock"}, "measure_question_unknown"),
        ({"question": None, "focus_item": 9}, "measure_focus_item_unknown"),
        ({"role": "stuff"}, "measure_role_unknown"),
        ({"question": "reported", "role": "chief"}, "measure_role_not_asked"),  # staff alone is
    ],
)
def test_ids__that_no_form_knows_are_faults(changes, code):
    (fault,) = measure_faults(ledger(entry(), entry(**changes)), demo_questionnaire())
    assert fault.code == code
    assert fault.place.column.startswith("measures.1.")


def test_ids__of_other_years_and_programmes_are_not_looked_at():
    others = [entry(question="gone", fiscal_year=LAST_YEAR), entry(question="gone", programme="o")]
    assert measure_faults(ledger(*others), demo_questionnaire()) == []


def test_run__does_not_start_with_a_faulty_ledger(tmp_path):
    project = written(tmp_path, entry(question="gone"), entry(question="go", fiscal_year=LAST_YEAR))
    found = refused(check_runs, project, [(PROGRAMME, THIS_YEAR)])
    assert found == [
        ("measure_question_unknown", "params/measures.yaml", "measures.1.question"),
        ("measure_question_unknown", "params/measures.yaml", "measures.0.question"),
    ]
