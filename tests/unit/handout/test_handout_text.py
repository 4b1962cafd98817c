"""The texts of the year: a file that may be missing, but not wrong."""

import pytest

from selfcheck_analysis.handout_text import handout_text_faults, read_handout_text, read_written
from selfcheck_analysis.params import shipped_runs
from selfcheck_analysis.paths import Project
from selfcheck_analysis.preflight import check_runs
from selfcheck_analysis.problems import ProblemsError
from selfcheck_analysis.questionnaire import read_questionnaire
from tests.papers import fake_written, label
from tests.small_project import PROGRAMME, ROOT, THIS_YEAR, small_project, write_yaml

RUN = (PROGRAMME, THIS_YEAR)


def refused(call, *args):
    with pytest.raises(ProblemsError) as caught:
        call(*args)
    return [(p.code, p.place.file, p.place.column) for p in caught.value.problems]


def test_no_file__is_nothing_written(tmp_path):
    text = read_handout_text(small_project(tmp_path), *RUN)
    assert (text.purpose, text.asked, text.measures, text.presented) == ([], None, [], None)


def test_file__of_another_year_is_refused(tmp_path):
    project = small_project(tmp_path)
    write_yaml(project.handout_file(*RUN), {"programme": PROGRAMME, "fiscal_year": 2022})
    assert refused(read_handout_text, project, *RUN) == [
        ("params_file_name", "params/handouts/demo_2023.yaml", "fiscal_year")
    ]


def test_run__does_not_start_with_texts_for_roles_or_items_that_are_not_there(tmp_path):
    project, text = small_project(tmp_path), [label("あ", "a")]
    values = {"programme": PROGRAMME, "fiscal_year": THIS_YEAR}
    values |= {"sections": {"stuff": text, "staff": text}, "focus_items": {7: text}}
    write_yaml(project.handout_file(*RUN), values)
    file = "params/handouts/demo_2023.yaml"
    assert refused(check_runs, project, [RUN]) == [
        ("handout_sections_unknown", file, "sections"),
        ("handout_focus_items_unknown", file, "focus_items"),
    ]


def test_shipped_texts__fit_the_shipped_forms_and_are_marked_as_sample():
    project = Project(ROOT)
    for run in shipped_runs(project):
        text = read_handout_text(project, *run)
        assert text.sample
        assert text.purpose
        assert list(handout_text_faults(text, read_questionnaire(project, *run), "f")) == []


def test_written__holds_both_years_forms(tmp_path):
    written = read_written(small_project(tmp_path), *RUN)
    assert written.form.fiscal_year == THIS_YEAR
    assert written.last_form is None or written.last_form.fiscal_year == THIS_YEAR - 1


def test_texts__are_all_that_people_wrote_and_the_day():
    texts = fake_written().texts()
    assert {
        "部会資料９",
        "令和６年１月12日",
        "12 January 2024",
        "税務課",
        "Counter division",
        "結果を返す。",
    } <= set(texts)
    owners = {measure.owner.en for measure in fake_written().measures.measures}
    assert owners <= set(texts)
