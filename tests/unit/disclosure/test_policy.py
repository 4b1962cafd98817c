"""Unknown names, missing thresholds and values out of range are refused."""

from pathlib import Path

import pytest
import yaml

from selfcheck_analysis.disclosure.policy import read_policy, unmapped_roles
from selfcheck_analysis.paths import Project
from selfcheck_analysis.preflight import shipped_forms
from selfcheck_analysis.problems import ProblemsError
from selfcheck_analysis.questionnaire import read_questionnaire
from selfcheck_analysis.words import Words
from tests.small_figures import label, small_questionnaire
from tests.small_figures import thresholds as policy_of

OF_REPOSITORY = Project(Path(__file__).resolve().parents[3])
SHIPPED = yaml.safe_load(OF_REPOSITORY.disclosure_policy.read_text(encoding="utf-8"))


def project_with(tmp_path, policies):
    project = Project(tmp_path)
    project.params.mkdir()
    text = yaml.safe_dump(policies, allow_unicode=True)
    project.disclosure_policy.write_text(text, encoding="utf-8")
    return project


def codes(error):
    return [problem.code for problem in error.value.problems]


def test_policy__shipped_standard_hides_below_ten():
    # The rule of the stress-check law for employee surveys: results of fewer than 10 not shown
    assert read_policy(OF_REPOSITORY, "standard").min_base.value == 10


def test_policy__an_unknown_name_is_refused(tmp_path):
    with pytest.raises(ProblemsError) as error:
        read_policy(project_with(tmp_path, SHIPPED), "none")
    assert codes(error) == ["policy_unknown"]


def test_policy__a_missing_threshold_is_refused(tmp_path):
    broken = {"standard": {"min_base": SHIPPED["standard"]["min_base"]}}
    with pytest.raises(ProblemsError) as error:
        read_policy(project_with(tmp_path, broken), "standard")
    missing = set(SHIPPED["standard"]) - {"min_base"}
    assert codes(error) == ["settings_missing_key"] * len(missing)
    assert {problem.place.column for problem in error.value.problems} == {
        f"standard.{name}" for name in missing
    }


@pytest.mark.parametrize("name", sorted(SHIPPED["standard"]))
def test_policy__each_threshold_is_missed(tmp_path, name):
    broken = {"standard": {key: SHIPPED["standard"][key] for key in SHIPPED["standard"]}}
    del broken["standard"][name]
    with pytest.raises(ProblemsError) as error:
        read_policy(project_with(tmp_path, broken), "standard")
    assert codes(error) == ["settings_missing_key"]
    assert error.value.problems[0].place.column == f"standard.{name}"


def test_policy__an_unknown_threshold_is_refused(tmp_path):
    broken = {"standard": SHIPPED["standard"] | {"min_bace": SHIPPED["standard"]["min_base"]}}
    with pytest.raises(ProblemsError) as error:
        read_policy(project_with(tmp_path, broken), "standard")
    assert codes(error) == ["settings_unknown_key"]


def refused(tmp_path, name="standard", **values):
    """Read a shipped policy with other values; return (code, column) of its faults."""
    changed = {key: SHIPPED[name][key] | {"value": value} for key, value in values.items()}
    with pytest.raises(ProblemsError) as error:
        read_policy(project_with(tmp_path, {name: SHIPPED[name] | changed}), name)
    said_in_both(error)
    return [(problem.code, problem.place.column) for problem in error.value.problems]


def said_in_both(error):
    for language in ("ja", "en"):
        assert all(problem.text(Words(language)) for problem in error.value.problems)


@pytest.mark.parametrize("name", ["min_base", "min_values"])
@pytest.mark.parametrize("value", [2, 0])
def test_policy__a_minimum_below_three_is_refused(tmp_path, name, value):
    assert refused(tmp_path, **{name: value}) == [("policy_too_low", f"standard.{name}.value")]


def test_policy__a_minority_of_nobody_is_refused(tmp_path):
    column = "standard.band_minority.value"
    assert refused(tmp_path, band_minority=0) == [("policy_too_low", column)]


def test_policy__all_that_is_too_low_is_named_at_once(tmp_path):
    found = refused(tmp_path, min_base=2, min_values=1, band_minority=0)
    assert [code for code, _ in found] == ["policy_too_low"] * 3


@pytest.mark.parametrize("value", [-1, 3.5, "10", True])
def test_policy__an_ill_typed_minimum_is_refused(tmp_path, value):
    column = "standard.min_base.value"
    assert refused(tmp_path, min_base=value) == [("settings_bad_value", column)]


@pytest.mark.parametrize("name", ["internal_only", "all_alike_shown"])
@pytest.mark.parametrize("value", [0, 1, "false", "no"])
def test_policy__a_switch_is_a_yes_or_a_no(tmp_path, name, value):
    assert refused(tmp_path, **{name: value}) == [("settings_bad_value", f"standard.{name}.value")]


def test_policy__the_lowest_values_are_accepted(tmp_path):
    lowest = {"min_base": 3, "min_values": 3, "band_minority": 1}
    changed = {key: SHIPPED["standard"][key] | {"value": value} for key, value in lowest.items()}
    policy = read_policy(
        project_with(tmp_path, {"standard": SHIPPED["standard"] | changed}), "standard"
    )
    assert policy.min_base.value == 3


def test_policy__what_the_ward_prints_is_internal_and_protects_nothing():
    policy = read_policy(OF_REPOSITORY, "as_printed_by_the_ward")
    assert policy.internal_only.value is True
    assert (policy.min_base.value, policy.min_values.value, policy.band_minority.value) == (1, 1, 0)
    assert read_policy(OF_REPOSITORY, "standard").internal_only.value is False


def test_policy__no_policy_for_release_goes_as_low_as_an_internal_one(tmp_path):
    found = refused(tmp_path, "as_printed_by_the_ward", internal_only=False)
    assert [code for code, _ in found] == ["policy_too_low"] * 3


def test_policy__a_group_without_a_name_is_refused(tmp_path):
    broken = {"standard": SHIPPED["standard"] | {"groups": {}}}
    with pytest.raises(ProblemsError) as error:
        read_policy(project_with(tmp_path, broken), "standard")
    said_in_both(error)
    assert codes(error) == ["policy_group_unnamed"]
    assert error.value.problems[0].place.column == "standard.roles.juki_net"
    assert error.value.problems[0].values["group"] == "residence_record_leads"


def test_policy__sentences_hold_every_threshold_and_no_roles():
    policy = read_policy(OF_REPOSITORY, "standard")
    thresholds = {
        *("internal_only", "min_base", "min_values"),
        *("band_minority", "all_alike_shown", "p_exact_min_base"),
    }
    assert set(policy.sentences()) == thresholds
    for name, said in policy.sentences().items():
        assert said == SHIPPED["standard"][name]


@pytest.mark.parametrize("name", sorted(SHIPPED))
def test_unmapped_roles__every_shipped_role_has_its_place_in_every_shipped_policy(name):
    project = OF_REPOSITORY
    policy = read_policy(project, name)
    by_programme = {}
    for programme, year in shipped_forms(project):
        form = read_questionnaire(project, programme, year)
        by_programme.setdefault(programme, []).append(form)
    assert set(by_programme) == set(policy.roles)
    for forms in by_programme.values():
        assert list(unmapped_roles(policy, forms, "params/disclosure.yaml", name)) == []


def unmapped(roles, *forms):
    policy = policy_of(roles={} if roles is None else roles)
    found = list(unmapped_roles(policy, forms or [small_questionnaire()], "a.yaml", "own"))
    for language in ("ja", "en"):
        assert all(problem.text(Words(language)) for problem in found)
    return [(problem.code, problem.values["role"], problem.place.column) for problem in found]


def test_unmapped_roles__a_role_that_is_not_mapped_is_named():
    assert unmapped({"a": "alone"}) == [("policy_role_unmapped", "b", "own.roles.demo")]
    assert unmapped({"a": "alone", "b": "alone"}) == []


def test_unmapped_roles__a_role_of_an_earlier_year_has_to_be_mapped_too():
    earlier = [
        {"id": id_, "label": label(id_), "headcount": 3, "form": {1: "p"}} for id_ in ("a", "old")
    ]
    forms = small_questionnaire(2022, roles=earlier), small_questionnaire()
    assert unmapped({"a": "alone", "b": "alone"}, *forms) == [
        ("policy_role_unmapped", "old", "own.roles.demo")
    ]
    assert unmapped({"a": "alone", "b": "alone", "old": "alone"}, *forms) == []


def test_unmapped_roles__a_role_of_no_form_is_named_with_those_there_are():
    policy = policy_of(roles={"a": "alone", "b": "alone", "bb": "alone"})
    [problem] = unmapped_roles(policy, [small_questionnaire()], "a.yaml", "own")
    assert (problem.code, dict(problem.values)) == (
        "policy_role_unknown",
        {"role": "bb", "known": "a, b"},
    )


def test_unmapped_roles__a_programme_that_is_not_in_the_policy_has_all_its_roles_unmapped():
    policy = read_policy(OF_REPOSITORY, "standard")
    found = unmapped_roles(policy, [small_questionnaire()], "a.yaml", "own")
    assert [problem.values["role"] for problem in found] == ["a", "b"]
