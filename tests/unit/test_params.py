"""The settings of a run."""

import pytest

from selfcheck_analysis.params import Params, read_params, shipped_runs
from selfcheck_analysis.paths import Project
from selfcheck_analysis.problems import ProblemsError
from tests.small_project import ROOT, THIS_YEAR, param_values, write_yaml

SHIPPED = shipped_runs(Project(ROOT))


@pytest.fixture
def written(tmp_path):
    """Write a settings file with some values changed, and return its project."""

    def write(name="demo_2023", **changes):
        project = Project(tmp_path)
        values = {k: v for k, v in {**param_values(), **changes}.items() if v is not ...}
        write_yaml(project.params / f"{name}.yaml", values)
        return project

    return write


def places(project):
    with pytest.raises(ProblemsError) as caught:
        read_params(project, "demo", THIS_YEAR)
    return [(problem.code, problem.place.column) for problem in caught.value.problems]


@pytest.mark.parametrize("run", SHIPPED, ids=str)
def test_shipped_settings__are_sound(run):
    params = read_params(Project(ROOT), *run)
    assert (params.programme, params.fiscal_year) == run


def test_shipped_settings__are_there_for_both_programmes():
    assert {("juki_net", 2023), ("info_nws", 2023)} <= set(SHIPPED)


def test_read_params__returns_what_is_written(written):
    assert read_params(written(), "demo", THIS_YEAR) == Params(**param_values())


@pytest.mark.parametrize("key", list(Params.model_fields))
def test_read_params__every_key_is_required(written, key):
    assert places(written(**{key: ...})) == [("settings_missing_key", key)]


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("programme", "Demo"),
        ("programme", "../demo"),
        ("programme", "demo\n"),
        ("programme", 2023),
        ("fiscal_year", "2023"),
        ("fiscal_year", 1988),  # before 平成元年度
        ("fiscal_year", 2118),  # after 令和99年度
        ("fiscal_year", True),
        ("language", "jp"),
        ("last_year", False),  # what YAML makes of no
        ("last_year", None),
        ("last_year", "print"),
        ("headline_rate", "mean"),
        ("alpha", 0),
        ("alpha", 0.5),
        ("alpha", 5),
        ("alpha", "0.05"),
        ("alpha", float("nan")),
        ("disclosure_policy", ""),
        ("disclosure_policy", 576),  # what YAML makes of 01100
        ("focus_family", "locks"),  # a single name is no list
        ("focus_family", None),  # what YAML makes of a key without a list
        ("headline_family", "staff"),
        ("headline_family", []),
        ("screening_family", "every_question"),
        ("screening_family", ["seals"]),
        ("trend_from", "2022"),
        ("trend_from", 1988),
        ("trend_from", 2118),
        ("trend_from", None),
        ("contradictions", "ignore"),
        ("contradictions", None),
    ],
)
def test_read_params__a_value_outside_its_rule_is_refused(written, key, value):
    assert places(written(**{key: value})) == [("settings_bad_value", key)]


def test_read_params__all_faults_stand_together(written):
    project = written(langage="ja", language=..., alpha="5 %", fiscal_year=2022)
    assert sorted(places(project)) == [
        ("params_file_name", "fiscal_year"),
        ("settings_bad_value", "alpha"),
        ("settings_missing_key", "language"),
        ("settings_unknown_key", "langage"),
    ]


@pytest.mark.parametrize(("key", "value"), [("fiscal_year", 2022), ("programme", "other")])
def test_read_params__an_unchanged_copy_of_another_file_is_refused(written, key, value):
    assert places(written(**{key: value})) == [("params_file_name", key)]


def test_params__the_thresholds_themselves_are_allowed():
    for year in (1989, 2117):
        assert Params(**{**param_values(), "fiscal_year": year}).fiscal_year == year


@pytest.mark.parametrize(
    ("last_year", "previous_year", "printed_year"),
    [("responses", 2022, None), ("printed", None, 2022), ("none", None, None)],
)
def test_last_year__says_of_which_year_responses_or_print_are_read(
    last_year, previous_year, printed_year
):
    params = Params(**{**param_values(), "last_year": last_year})
    assert (params.previous_year, params.printed_year) == (previous_year, printed_year)


@pytest.mark.parametrize(
    ("trend_from", "last_year", "years"),
    [
        (2020, "responses", [2020, 2021, 2022, 2023]),
        (2022, "responses", [2022, 2023]),
        (2023, "responses", [2023]),
        (2024, "responses", []),  # refused by preflight
        (2020, "none", [2023]),
        (2020, "printed", [2023]),  # a trend needs responses
    ],
)
def test_trend_years__end_with_this_year(trend_from, last_year, years):
    values = param_values() | {"trend_from": trend_from, "last_year": last_year}
    assert list(Params(**values).trend_years) == years


def test_focus_family__may_be_empty_where_a_form_has_no_focus_question(written):
    assert read_params(written(focus_family=[]), "demo", THIS_YEAR).focus_family == []


def test_families__a_name_that_is_no_text_is_named_with_its_place(written):
    assert places(written(headline_family=["staff", 2])) == [
        ("settings_bad_value", "headline_family.1")
    ]


def test_shipped_runs__are_the_files_that_end_in_a_year(tmp_path):
    project = Project(tmp_path)
    names = ["b_2023", "a_net_2024", "a_net_2023", "disclosure", "_2023", "a_²", "a_2023 - copy"]
    for name in names:
        write_yaml(project.params / f"{name}.yaml", {})
    write_yaml(project.params / "questionnaires" / "c_2023.yaml", {})
    assert shipped_runs(project) == [("a_net", 2023), ("a_net", 2024), ("b", 2023)]


def test_shipped_runs__a_project_without_settings_has_none(tmp_path):
    assert shipped_runs(Project(tmp_path)) == []
