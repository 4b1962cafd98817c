"""Unknown names, missing thresholds and values out of range are refused."""

import pytest
import yaml

from selfcheck_analysis.disclosure.policy import read_policy
from selfcheck_analysis.paths import Project
from selfcheck_analysis.problems import ProblemsError

SHIPPED = yaml.safe_load(Project.current().disclosure_policy.read_text(encoding="utf-8"))


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
    assert read_policy(Project.current(), "standard").min_base.value == 10


def test_policy__an_unknown_name_is_refused(tmp_path):
    with pytest.raises(ProblemsError) as error:
        read_policy(project_with(tmp_path, SHIPPED), "none")
    assert codes(error) == ["policy_unknown"]


def test_policy__a_missing_threshold_is_refused(tmp_path):
    broken = {"standard": {"min_base": SHIPPED["standard"]["min_base"]}}
    with pytest.raises(ProblemsError) as error:
        read_policy(project_with(tmp_path, broken), "standard")
    assert codes(error) == ["settings_missing_key"]


def test_policy__an_unknown_threshold_is_refused(tmp_path):
    broken = {"standard": SHIPPED["standard"] | {"min_bace": SHIPPED["standard"]["min_base"]}}
    with pytest.raises(ProblemsError) as error:
        read_policy(project_with(tmp_path, broken), "standard")
    assert codes(error) == ["settings_unknown_key"]


@pytest.mark.parametrize("value", [2, 0, -1, 3.5, "10", True])
def test_policy__a_minimum_below_three_or_ill_typed_is_refused(tmp_path, value):
    low = SHIPPED["standard"]["min_base"] | {"value": value}
    broken = {"standard": SHIPPED["standard"] | {"min_base": low}}
    with pytest.raises(ProblemsError) as error:
        read_policy(project_with(tmp_path, broken), "standard")
    assert codes(error) == ["settings_bad_value"]
    assert error.value.problems[0].place.column == "standard.min_base.value"
