"""Everything is checked before any work, of all runs, and nothing is touched."""

import hashlib

import pytest

from selfcheck_analysis.paths import Project
from selfcheck_analysis.preflight import check_runs, chosen_runs, lint_forms, shipped_forms
from selfcheck_analysis.problems import ProblemsError
from selfcheck_analysis.words import Words
from tests.small_project import (
    LAST_YEAR,
    PROGRAMME,
    THIS_YEAR,
    codes,
    deliver,
    deliver_print,
    form_values,
    param_values,
    person,
    printed_rows,
    small_project,
    table,
    write_notebook,
    write_yaml,
)

RUN = (PROGRAMME, THIS_YEAR)


@pytest.fixture
def project(tmp_path):
    """A sound project."""
    return small_project(tmp_path)


def faults(call, *args):
    with pytest.raises(ProblemsError) as caught:
        call(*args)
    assert all(p.text(Words(language)) for p in caught.value.problems for language in ("ja", "en"))
    return sorted((p.code, p.place.file, p.place.column) for p in caught.value.problems)


def change_params(project, **changes):
    write_yaml(project.params_file(*RUN), {**param_values(), **changes})


def state_of(project):
    """Return every file of a project with what it holds and when it was written."""
    files = sorted(path for path in project.root.rglob("*"))
    return [
        (path, path.stat().st_mtime_ns, path.is_file() and hashlib.md5(path.read_bytes()).digest())
        for path in files
    ]


def test_check_runs__a_sound_project_passes_with_its_settings(project):
    [params] = check_runs(project, [RUN])
    assert params.model_dump() == param_values()


def test_check_runs__touches_no_file_whether_sound_or_not(project):
    for alpha in (0.05, "5 %"):
        change_params(project, alpha=alpha)
        before = state_of(project)
        if alpha == 0.05:
            check_runs(project, [RUN])
        else:
            faults(check_runs, project, [RUN])
        assert state_of(project) == before
        assert not (project.root / "data" / "processed").exists()


def break_everything(project):
    """Put one fault into every kind of file that a run depends on."""
    change_params(project, langage="ja", alpha="5 %")
    form = form_values()
    form["questions"][0].pop("proper_answer")
    write_yaml(project.questionnaire_file(*RUN), form)
    for path in project.raw(*RUN).iterdir():
        path.unlink()
    write_notebook(project.notebooks / "02_rates.ipynb", "programme = 'demo'")


def test_check_runs__reports_the_faults_of_settings_forms_deliveries_and_notebooks_together(
    project,
):
    break_everything(project)
    settings = f"params/demo_{THIS_YEAR}.yaml"
    form = f"params/questionnaires/demo_{THIS_YEAR}.yaml"
    assert faults(check_runs, project, [RUN]) == [
        ("form_no_proper_answer", form, "questions.locks"),
        ("form_proper_answer_turned", form, "questions.locks"),  # as against last year's form
        ("notebook_parameters_differ", "notebooks/02_rates.ipynb", ""),
        ("nothing_delivered", f"data/raw/demo/{THIS_YEAR}", ""),
        ("settings_bad_value", settings, "alpha"),
        ("settings_unknown_key", settings, "langage"),
    ]


def test_check_runs__reports_what_the_settings_point_to_together(project):
    project.disclosure_policy.unlink()
    project.questionnaire_file(PROGRAMME, LAST_YEAR).unlink()
    for path in project.raw(PROGRAMME, LAST_YEAR).iterdir():
        path.unlink()
    assert faults(check_runs, project, [RUN]) == [
        ("nothing_delivered", f"data/raw/demo/{LAST_YEAR}", ""),
        ("settings_missing_file", "params/disclosure.yaml", ""),
        ("settings_missing_file", f"params/questionnaires/demo_{LAST_YEAR}.yaml", ""),
    ]


def test_check_runs__reports_the_faults_of_all_runs_together(project):
    break_everything(project)
    found = faults(check_runs, project, [RUN, ("other", THIS_YEAR)])
    others = [fault for fault in found if "other" in fault[1]]
    assert others == [
        ("nothing_delivered", f"data/raw/other/{THIS_YEAR}", ""),
        ("settings_missing_file", f"params/other_{THIS_YEAR}.yaml", ""),
        ("settings_missing_file", f"params/questionnaires/other_{THIS_YEAR}.yaml", ""),
    ]
    assert len(found) == 6 + len(others)


def test_check_runs__what_two_runs_share_is_said_once(project):
    project.disclosure_policy.write_text("standard: 5", encoding="utf-8")
    found = faults(check_runs, project, [RUN, RUN])
    assert found == [("settings_bad_value", "params/disclosure.yaml", "standard")]


def test_check_runs__without_a_last_year_nothing_of_it_is_needed(project):
    change_params(project, last_year="none")
    project.questionnaire_file(PROGRAMME, LAST_YEAR).unlink()
    for path in project.raw(PROGRAMME, LAST_YEAR).iterdir():
        path.unlink()
    assert len(check_runs(project, [RUN])) == 1


def without_last_year(project):
    """Take last year's form and deliveries away."""
    project.questionnaire_file(PROGRAMME, LAST_YEAR).unlink()
    for path in project.raw(PROGRAMME, LAST_YEAR).iterdir():
        path.unlink()


def test_check_runs__of_a_printed_last_year_nothing_but_the_print_is_needed(project):
    change_params(project, last_year="printed")
    without_last_year(project)
    deliver_print(project, *printed_rows("locks", (100, 90, 92)))
    [params] = check_runs(project, [RUN])
    assert params.printed_year == LAST_YEAR


def test_check_runs__a_printed_last_year_needs_its_print(project):
    change_params(project, last_year="printed")
    assert faults(check_runs, project, [RUN]) == [("nothing_printed", "data/published", "")]


def test_check_runs__faults_of_the_print_stand_beside_all_others(project):
    change_params(project, last_year="printed", focus_family=["locks"])
    deliver_print(project, *printed_rows("lock", (100, 90, 92)))
    assert faults(check_runs, project, [RUN]) == [
        ("family_lacks", f"params/demo_{THIS_YEAR}.yaml", "focus_family"),
        ("printed_question_unknown", "data/published/demo.csv", "question"),
    ]


@pytest.mark.parametrize("last_year", ["responses", "none"])
def test_check_runs__a_print_is_not_looked_at_where_it_is_not_used(project, last_year):
    change_params(project, last_year=last_year)
    deliver_print(project, *printed_rows("lock", ("?", "?", "?")))
    assert len(check_runs(project, [RUN])) == 1


def test_check_runs__last_years_forms_are_checked_too(project):
    # Its answers are scored against them.
    form = form_values(LAST_YEAR)
    form["questions"][0].pop("proper_answer")
    write_yaml(project.questionnaire_file(PROGRAMME, LAST_YEAR), form)
    last = f"params/questionnaires/demo_{LAST_YEAR}.yaml"
    assert ("form_no_proper_answer", last, "questions.locks") in faults(check_runs, project, [RUN])


@pytest.mark.parametrize("year", [LAST_YEAR, THIS_YEAR])
def test_check_runs__an_unreadable_form_is_named_once(project, year):
    project.questionnaire_file(PROGRAMME, year).write_text("a: [", encoding="utf-8")
    file = f"params/questionnaires/demo_{year}.yaml"
    assert faults(check_runs, project, [RUN]) == [("settings_unreadable", file, "")]


def test_check_runs__last_years_form_copied_without_a_change_is_refused(project):
    write_yaml(project.questionnaire_file(*RUN), form_values(LAST_YEAR))
    file = f"params/questionnaires/demo_{THIS_YEAR}.yaml"
    assert faults(check_runs, project, [RUN]) == [("params_file_name", file, "fiscal_year")]


def test_check_runs__families_that_do_not_fit_the_forms_are_all_named(project):
    change_params(project, focus_family=["locks", "sow"], headline_family=["staff", "staff"])
    settings = f"params/demo_{THIS_YEAR}.yaml"
    assert faults(check_runs, project, [RUN]) == [
        ("family_lacks", settings, "focus_family"),
        ("family_lacks", settings, "headline_family"),
        ("family_twice", settings, "headline_family"),
        ("family_unknown", settings, "focus_family"),
    ]


def test_check_runs__families_wait_for_a_form_that_can_be_read(project):
    change_params(project, focus_family=["sow"])
    project.questionnaire_file(*RUN).write_text("a: [", encoding="utf-8")
    file = f"params/questionnaires/demo_{THIS_YEAR}.yaml"
    assert faults(check_runs, project, [RUN]) == [("settings_unreadable", file, "")]


@pytest.mark.parametrize("last_year", ["responses", "none"])
def test_check_runs__a_trend_cannot_begin_after_this_year(project, last_year):
    change_params(project, trend_from=THIS_YEAR + 1, last_year=last_year)
    settings = f"params/demo_{THIS_YEAR}.yaml"
    assert faults(check_runs, project, [RUN]) == [("trend_starts_late", settings, "trend_from")]


def test_check_runs__a_trend_may_begin_this_year(project):
    change_params(project, trend_from=THIS_YEAR)
    assert len(check_runs(project, [RUN])) == 1


def add_year(project, year, form=True, deliveries=True):
    """Add an earlier year to the project: its form, its deliveries, or both."""
    if form:
        write_yaml(project.questionnaire_file(PROGRAMME, year), form_values(year))
    if deliveries:
        deliver(project, "a.csv", table(person()), year)


def test_check_runs__a_year_of_the_trend_without_form_and_deliveries_is_a_gap(project):
    add_year(project, 2020)
    change_params(project, trend_from=2019)
    assert len(check_runs(project, [RUN])) == 1


def test_check_runs__a_year_of_the_trend_with_deliveries_needs_its_form(project):
    add_year(project, 2021, form=False)
    change_params(project, trend_from=2020)
    file = "params/questionnaires/demo_2021.yaml"
    assert faults(check_runs, project, [RUN]) == [("settings_missing_file", file, "")]


def test_check_runs__a_year_of_the_trend_whose_sheets_were_destroyed_is_a_gap(project):
    add_year(project, 2021, deliveries=False)
    change_params(project, trend_from=2020)
    assert len(check_runs(project, [RUN])) == 1


def test_check_runs__a_year_before_the_trend_is_not_looked_at(project):
    add_year(project, 2021, deliveries=False)
    assert len(check_runs(project, [RUN])) == 1


def test_check_runs__last_year_is_needed_even_where_the_trend_begins_later(project):
    change_params(project, trend_from=THIS_YEAR)
    project.questionnaire_file(PROGRAMME, LAST_YEAR).unlink()
    file = f"params/questionnaires/demo_{LAST_YEAR}.yaml"
    assert faults(check_runs, project, [RUN]) == [("settings_missing_file", file, "")]


@pytest.mark.parametrize("year", [2021, LAST_YEAR])
def test_check_runs__forms_of_the_trend_are_set_against_the_year_before(project, year):
    # A proper answer that turned round undeclared would run through the line unnoticed.
    add_year(project, 2021)
    add_year(project, 2020)
    change_params(project, trend_from=2020)
    form = form_values(year)
    form["questions"][0]["proper_answer"] = "no"
    write_yaml(project.questionnaire_file(PROGRAMME, year), form)
    turned = [
        fault for fault in faults(check_runs, project, [RUN]) if fault[1].endswith(f"_{year}.yaml")
    ]
    file = f"params/questionnaires/demo_{year}.yaml"
    assert turned == [("form_proper_answer_turned", file, "questions.locks")]


def test_check_runs__a_delivery_of_the_trend_that_cannot_be_opened_stops_the_run(project):
    add_year(project, 2021)
    change_params(project, trend_from=2021)
    (project.raw(PROGRAMME, 2021) / "c.csv").symlink_to(project.root / "nowhere")
    found = faults(check_runs, project, [RUN])
    assert found == [("file_not_opened", "data/raw/demo/2021/c.csv", "")]


def test_check_runs__an_unknown_policy_is_refused(project):
    change_params(project, disclosure_policy="none")
    found = faults(check_runs, project, [RUN])
    assert found == [("policy_unknown", "params/disclosure.yaml", "")]


@pytest.mark.parametrize("year", [LAST_YEAR, THIS_YEAR])
def test_check_runs__a_delivery_that_cannot_be_opened_stops_the_run(project, year):
    # Most often it is open in Excel: better to close it than to publish without a section.
    (project.raw(PROGRAMME, year) / "c.csv").symlink_to(project.root / "nowhere")
    file = f"data/raw/demo/{year}/c.csv"
    assert faults(check_runs, project, [RUN]) == [("file_not_opened", file, "")]


def test_check_runs__only_excels_lock_files_are_no_delivery(project):
    for path in project.raw(*RUN).iterdir():
        path.rename(path.with_name(f"~${path.name}"))
    found = faults(check_runs, project, [RUN])
    assert found == [("nothing_delivered", f"data/raw/demo/{THIS_YEAR}", "")]


def test_check_runs__looks_into_no_delivery(project):
    # What is in them is for the error table, beside the answers that can be used.
    (project.raw(*RUN) / "c.csv").write_bytes(b"\x00")
    assert len(check_runs(project, [RUN])) == 1


def test_lint_forms__sets_a_form_against_last_years(project):
    form = form_values()
    form["questions"][0]["proper_answer"] = "no"
    write_yaml(project.questionnaire_file(*RUN), form)
    assert codes(lint_forms(project, *RUN)) == ["form_proper_answer_turned"]
    project.questionnaire_file(PROGRAMME, LAST_YEAR).unlink()
    assert lint_forms(project, *RUN) == []


def test_shipped_forms__are_the_questionnaires_by_name(project):
    assert shipped_forms(project) == [(PROGRAMME, LAST_YEAR), (PROGRAMME, THIS_YEAR)]


@pytest.fixture
def several(tmp_path):
    """A project with the settings of four runs."""
    project = Project(tmp_path)
    for name in ("demo_2022", "demo_2023", "other_2023", "old_2021"):
        write_yaml(project.params / f"{name}.yaml", {})
    return project


@pytest.mark.parametrize(
    ("programme", "year", "chosen"),
    [
        (None, None, [("demo", 2023), ("other", 2023)]),
        ("demo", None, [("demo", 2023)]),
        (None, 2022, [("demo", 2022)]),
        ("old", 2021, [("old", 2021)]),
    ],
)
def test_chosen_runs__are_those_asked_for_or_all_of_the_latest_year(
    several, programme, year, chosen
):
    assert chosen_runs(several, programme, year) == chosen


@pytest.mark.parametrize(
    ("programme", "year"), [("dmeo", None), ("demo", 2021), (None, 2024), ("demo", 0)]
)
def test_chosen_runs__says_what_there_is_when_nothing_fits(several, programme, year):
    with pytest.raises(ProblemsError) as caught:
        chosen_runs(several, programme, year)
    [problem] = caught.value.problems
    assert problem.code == "no_such_run"
    assert problem.values["known"] == "demo 2022, demo 2023, old 2021, other 2023"
    assert all(problem.text(Words(language)) for language in ("ja", "en"))


def test_chosen_runs__a_folder_without_settings_is_no_traceback(tmp_path):
    assert faults(chosen_runs, Project(tmp_path), None, None) == [("no_such_run", "params", "")]
