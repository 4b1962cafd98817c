"""Any two groups: who is in them, what may be compared, and the same tests as for two counts."""

import pandas as pd
import pytest

from selfcheck_analysis.change import compare_counts
from selfcheck_analysis.problems import ProblemsError
from selfcheck_analysis.workbench import open_year
from selfcheck_analysis.workbench.groups import declaring, not_alike
from tests.small_project import PROGRAMME, deliver, form_values, small_project, write_yaml

COUNTS = ["x_last", "n_last", "x_this", "n_this"]


def refused(call, **options):
    with pytest.raises(ProblemsError) as caught:
        call(**options)
    return [problem.code for problem in caught.value.problems]


def test_groups__have_the_figures_of_two_counts(year):
    frame = year.compare(
        role="citizens_division_staff", against_role="other_departments", family="alone"
    )
    alone = compare_counts(pd.DataFrame(frame[COUNTS]))
    for column in ("p", "low", "high", "detectable", "p_adjusted"):
        assert (frame[column] - alone[column]).abs().max() < 1e-12, column
    assert frame["verdict"].tolist() == alone["verdict"].tolist()
    assert set(frame["against_role"]) == {"other_departments"}


def test_groups__compare_only_questions_of_both_forms(year):
    frame = year.compare(role="citizens_division_staff", against_role="other_departments")
    forms = [set(role.form.values()) for role in year.form.roles[3:]]
    assert set(frame["question"]) == forms[0] & forms[1]


def test_groups__others_are_everybody_else(year):
    frame = year.compare(
        role="other_departments", against_role="others", question="no_unattended_terminal_seen"
    )
    row = frame.iloc[0]
    assert (row["n_this"], row["n_last"]) == (98, 258 - 98)


def test_groups__may_be_of_two_years(year):
    frame = year.compare(
        2022, role="all_roles", against_role="other_departments", family="alone",
        question="no_unattended_terminal_seen",
    )  # fmt: skip
    assert (frame["n_this"].item(), frame["against_year"].item()) == (258, 2022)


def test_groups__are_adjusted_as_screening_unless_told(year):
    options = {"role": "citizens_division_staff", "against_role": "other_departments"}
    assert set(year.compare(**options)["family"]) == {"screening"}
    assert set(year.compare(**options, family="focus")["family"]) == {"focus"}


@pytest.mark.parametrize(
    "groups",
    [
        {"role": "other_departments", "against_role": "all_roles"},
        {"role": "all_roles", "against_role": "other_departments"},
        {"role": "other_departments", "against_role": "other_departments"},
        {"tenure": "first_year", "against_tenure": "all"},
        {"tenure": "all", "against_tenure": "second_year_plus", "role": "other_departments"},
    ],
)
def test_groups__with_people_in_common_are_refused(year, groups):
    assert refused(year.compare, **groups) == ["workbench_groups_overlap"]


def test_groups__without_a_common_question_are_refused(year):
    groups = {"role": "other_departments", "against_role": "citizens_division_staff"}
    asked = {"question": "server_room_keys_limited"}
    assert refused(year.compare, **groups, **asked) == ["workbench_nothing_in_common"]


def test_groups__a_question_that_changed_its_meaning_is_not_compared(year):
    changed = {c.question for c in year.form.changes if not c.comparable and not c.role}
    frame = year.compare(2022, role="citizens_division_staff", against_role="other_departments")
    not_comparable = set(frame[frame["verdict"] == "not_comparable"]["question"])
    assert not_comparable == changed & set(frame["question"])


@pytest.fixture
def three_years(tmp_path):
    """A project whose question `locks` changed its meaning in the year between."""
    project = small_project(tmp_path)
    for year in (2021, 2022):
        form = form_values(year)
        if year == 2022:
            note = {"ja": "対象を広げた。", "en": "It covers more."}
            form["changes"] = [
                {"question": "locks", "kind": "meaning", "comparable": False, "note": note}
            ]
        write_yaml(project.questionnaire_file(PROGRAMME, year), form)
    source = project.raw(PROGRAMME, 2023) / "a.csv"
    deliver(project, "a.csv", source.read_bytes(), 2021)
    return project


def verdicts(frame):
    everyone = frame[(frame["tenure"] == "all")]
    return dict(zip(everyone["question"], everyone["verdict"], strict=False))


def test_years__a_change_between_them_counts(three_years):
    year = open_year(PROGRAMME, 2023, project=three_years)
    assert verdicts(year.compare(last=2022))["locks"] != "not_comparable"
    assert verdicts(year.compare(last=2021))["locks"] == "not_comparable"
    assert verdicts(year.compare(last=2021))["seals"] != "not_comparable"
    pair = year.compare(2021, role="staff", against_role="chief")
    assert verdicts(pair)["locks"] == "not_comparable"


def test_years__declarations_are_added_once(three_years):
    year = open_year(PROGRAMME, 2023, project=three_years)
    form = declaring(year.form, frozenset({"locks"}))
    assert not form.comparable("locks")
    assert declaring(form, frozenset({"locks"})).changes == form.changes
    assert not_alike({2023: year.form}) == frozenset()


def test_years__only_earlier_ones_are_known(year):
    assert refused(year.compare, last=2023) == ["workbench_unknown"]
    assert refused(year.compare, last=1999, role="stuff") == ["workbench_unknown"] * 2
