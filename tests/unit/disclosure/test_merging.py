"""Small roles in the place of which a declared group is reported."""

from __future__ import annotations

import pandas as pd
import pytest

from selfcheck_analysis.disclosure.merging import (
    names_of_merged,
    regrouped,
    roles_to_merge,
    with_groups,
)
from selfcheck_analysis.questionnaire import Questionnaire
from selfcheck_analysis.rates import year_figures
from tests.small_figures import counted_year, label, small_questionnaire, thresholds
from tests.small_project import CHIEF, STAFF, demo_questionnaire, intake_of, person, table

# Roles a and b are led together, d and e too; f stands alone.
POLICY = thresholds(
    roles={"a": "lead", "b": "lead", "d": "rest", "e": "rest", "f": "alone"},
    groups={"lead": {"ja": "係長級等", "en": "Leads"}, "rest": {"ja": "その他", "en": "The rest"}},
)
FORMS = {
    "a": {1: "p", "2-1": "c", 3: "q"},
    "b": {1: "q", 2: "p"},
    "d": {1: "p"},
    "e": {1: "p"},
    "f": {1: "p"},
}


def role(id_, headcount=20):
    return {"id": id_, "label": label(id_.upper()), "headcount": headcount, "form": FORMS[id_]}


def year(fiscal_year=2023, **people):
    """A year with so many people of every role (20 by default), asked by the forms above."""
    people = dict.fromkeys(FORMS, 20) | people
    cells = {(q, id_): ((0, 0), (n, n)) for id_, n in people.items() for q in FORMS[id_].values()}
    return counted_year(
        cells,
        {id_: (0, n) for id_, n in people.items()},
        fiscal_year,
        roles=[role(id_) for id_ in people],
    )


def form(**changed) -> Questionnaire:
    roles = [role("a", 126), role("f", 40), role("b", 8), role("d"), role("e")]
    return small_questionnaire(**{"roles": roles} | changed)


def test_roles_to_merge__nothing_where_no_role_is_small():
    assert roles_to_merge(POLICY, [year(), year(2022)]) == {}


def test_roles_to_merge__a_small_role_takes_the_others_of_its_group_along():
    assert roles_to_merge(POLICY, [year(b=9)]) == {"a": "lead", "b": "lead"}
    assert roles_to_merge(POLICY, [year(b=10)]) == {}


def test_roles_to_merge__a_small_role_that_stands_alone_stays_so():
    assert roles_to_merge(POLICY, [year(f=2)]) == {}


def test_roles_to_merge__several_groups_at_once():
    found = roles_to_merge(POLICY, [year(b=9, d=1)])
    assert found == {"a": "lead", "b": "lead", "d": "rest", "e": "rest"}


@pytest.mark.parametrize("small", [2021, 2022, 2023])
def test_roles_to_merge__one_small_year_is_enough_for_all(small):
    years = [year(y, **({"a": 3} if y == small else {})) for y in (2021, 2022, 2023)]
    assert roles_to_merge(POLICY, years) == {"a": "lead", "b": "lead"}


def test_roles_to_merge__of_another_programme_nothing_is_declared():
    other = thresholds(roles={}, groups={})
    assert roles_to_merge(other, [year(b=2)]) == {}


def test_with_groups__a_group_stands_in_the_place_of_its_first_role():
    merged = with_groups(form(), {"a": "lead", "b": "lead"}, POLICY)
    assert [role.id for role in merged.roles] == ["lead", "f", "d", "e"]
    group = merged.role("lead")
    assert group.label.model_dump() == {"ja": "係長級等", "en": "Leads"}
    assert group.headcount == 126 + 8


def test_with_groups__questions_bear_the_numbers_of_all_forms():
    merged = with_groups(form(), {"a": "lead", "b": "lead"}, POLICY)
    # p is 1 of role a and 2 of role b, c is asked of role a alone, q is 3 and 1
    assert merged.role("lead").form == {"1・2": "p", "2-1・–": "c", "3・1": "q"}


def test_with_groups__whatever_any_role_is_asked_is_asked_once():
    merged = with_groups(form(), {"a": "lead", "b": "lead", "d": "lead"}, POLICY)
    numbered = merged.role("lead").form
    assert numbered == {"1・2・1": "p", "2-1・–・–": "c", "3・1・–": "q"}
    assert len(set(numbered.values())) == len(numbered)


def test_with_groups__numbers_in_use_again_are_said_of_roles_alone():
    reused = [{"role": id_, "number": 1, "was": "q", "now": "p"} for id_ in ("a", "f")]
    both = form(reused_numbers=reused)
    merged = with_groups(both, {"a": "lead", "b": "lead"}, POLICY)
    assert [number.role for number in merged.reused_numbers] == ["f"]


def test_with_groups__leaves_everything_else_and_the_forms_themselves():
    before = form()
    merged = with_groups(before, {"a": "lead", "b": "lead"}, POLICY)
    assert merged.questions == before.questions
    assert merged.role("f") == before.role("f")
    assert before == form()
    assert with_groups(before, {}, POLICY) == before


def test_with_groups__makes_a_sound_form():
    merged = with_groups(form(), {"a": "lead", "b": "lead"}, POLICY)
    assert Questionnaire.model_validate(merged.model_dump()) == merged


def test_names_of_merged__are_those_of_the_roles_behind_a_group():
    found = names_of_merged(form(), {"a": "lead", "b": "lead", "e": "rest"})
    assert found == {"lead": [label("A"), label("B")], "rest": [label("E")]}
    assert names_of_merged(form(), {}) == {}


def test_regrouped__counts_of_a_group_are_the_sums_over_its_roles(tmp_path):
    delivered = demo_questionnaire()
    people = [person(STAFF), person(STAFF, LOCKS="いいえ"), person(CHIEF), person(CHIEF, SEALS="")]
    answers = intake_of(tmp_path, a_csv=table(*people)).answers
    policy = thresholds(
        roles={"staff": "all_of_them", "chief": "all_of_them"}, groups={"all_of_them": label("all")}
    )
    merged = roles_to_merge(policy, [year_figures(answers, delivered)])
    assert merged == {"staff": "all_of_them", "chief": "all_of_them"}
    before = answers.copy()
    together = year_figures(regrouped(answers, merged), with_groups(delivered, merged, policy))
    pd.testing.assert_frame_equal(answers, before)
    everyone = together.counts.query("tenure == 'all'").set_index("question")
    # locks: two staff (one no) and two chiefs; saw: staff alone; seals: one chief left it blank
    assert everyone.loc["locks", ["role", "n_answers", "n_proper"]].tolist() == [
        *("all_of_them", 4, 3)
    ]
    assert everyone.loc["saw", "n_answers"] == 2
    assert everyone.loc["seals", ["n_answers", "n_proper"]].tolist() == [3, 3]
    people = together.people.set_index(["role", "tenure"])["n_people"]
    assert people[("all_of_them", "all")] == 4
