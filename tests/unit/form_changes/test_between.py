"""Differences of two years' forms with all that the years between declare."""

import pytest

from selfcheck_analysis.form_changes.between import Numbers, form_changes
from selfcheck_analysis.questionnaire import Questionnaire
from tests import small_forms as small

NOTE = {"ja": "理由", "en": "reason"}


def change(question, kind, comparable=True, **more):
    return {"question": question, "kind": kind, "comparable": comparable, "note": NOTE, **more}


def between(*changed, last=(), **declared):
    return form_changes({2022: small.last_forms(*last), 2023: small.forms(*changed, **declared)})


def summary(found):
    return [(it.id, it.kinds, it.comparison, it.undeclared) for it in found.questions]


def test_form_changes__the_same_forms_do_not_differ():
    found = between()
    assert (found.questions, found.roles, found.missing) == ((), (), ())


@pytest.mark.parametrize(
    ("changed", "declared", "kinds", "comparison"),
    [
        (small.turned, None, ("proper_answer",), "not_declared"),
        (small.turned, ("proper_answer", True), ("proper_answer",), "comparable"),
        (small.turned, ("proper_answer", False), ("proper_answer",), "not_comparable"),
        (small.turned, ("meaning", False), ("meaning", "proper_answer"), "not_comparable"),
        # a declaration of something else leaves it open
        (small.turned, ("reworded", True), ("proper_answer",), "not_declared"),
        (small.reworded_in_english, ("reworded", True), ("reworded",), "comparable"),
        # free text is not counted: nothing to compare, whatever is declared
        (small.counted_no_more, ("answer_kind", False), ("answer_kind",), "not_comparable"),
        (small.counted_no_more, None, ("answer_kind",), "not_comparable"),
    ],
)
def test_form_changes__whether_the_years_can_be_compared(changed, declared, kinds, comparison):
    changes = [] if declared is None else [change("seals", *declared)]
    [found] = between(changed, changes=changes).questions
    assert (found.id, found.kinds, found.comparison) == ("seals", kinds, comparison)


def test_form_changes__of_one_year_only_the_other_side_is_empty():
    added, dropped = between(
        small.with_a_new_question,
        small.without_remarks,
        changes=[change("keys", "added", False)],
    ).questions
    assert (added.before, added.after.id, added.undeclared) == (None, "keys", False)
    assert added.numbers == (Numbers("staff", None, "5"),)
    assert (dropped.before.id, dropped.after, dropped.undeclared) == ("remarks", None, True)
    assert dropped.numbers == (Numbers("staff", "4", None),)
    assert {added.comparison, dropped.comparison} == {"one_year"}


def test_form_changes__free_text_is_not_counted():
    def reworded(values):
        small.question(values, "remarks")["label"]["en"] = "Anything else"

    [found] = between(reworded, changes=[change("remarks", "reworded")]).questions
    assert found.comparison == "not_counted"


def test_form_changes__a_question_of_one_roles_form_leaves_the_other_roles_comparable():
    declared = [change("saw", "added", role="chief")]
    found = between(small.more_on_the_chiefs_form, changes=declared)
    assert summary(found) == [("saw", ("added_in_role",), "comparable", False)]
    assert [it.id for it, _ in found.of_role("chief")] == ["saw"]
    assert found.of_role("staff") == []
    assert summary(between(small.more_on_the_chiefs_form))[0][2:] == ("not_declared", True)


def test_form_changes__numbers_stand_side_by_side_and_by_role():
    found = between(small.moved_onto_another)
    assert summary(found) == [
        ("locks", ("renumbered",), "comparable", False),
        ("seals", ("renumbered",), "comparable", False),
    ]
    sides = [(it.id, n.before, n.after) for it, n in found.of_role("chief")]
    assert sides == [("seals", "2", "1"), ("locks", "1", "2")]  # in the order of the later form
    assert found.of_role("staff") == []  # where both stand as they stood
    assert (found.n_same("chief"), found.n_same("staff")) == (0, 6)


def test_form_changes__another_theme_is_told_by_its_name_and_not_its_number():
    found = between(small.another_theme)
    assert summary(found) == [
        ("locks", ("focus_item",), "comparable", False),
        ("saw", ("focus_item",), "comparable", False),
    ]

    def renumbered(values):
        values["focus_items"][0]["id"] = 7
        for asked in values["questions"]:
            if "focus_item" in asked:
                asked["focus_item"] = 7

    assert between(renumbered).questions == ()


def test_form_changes__a_headcount_is_no_change_of_the_form():
    def grown(values):
        values["roles"][0]["headcount"] += 1

    assert between(grown).roles == ()


@pytest.mark.parametrize(
    ("changed", "kind", "names"),
    [
        (small.with_a_new_role, "added", (None, "応援職員")),
        (small.without_chiefs, "dropped", ("係長", None)),
        (small.renamed_chiefs, "renamed", ("係長", "係長級")),
    ],
)
def test_form_changes__roles_with_the_names_of_both_years(changed, kind, names):
    [role] = between(changed).roles
    sides = tuple(None if it is None else it.ja for it in (role.before, role.after))
    assert (role.kind, sides, role.undeclared) == (kind, names, True)
    declared = [{"role": role.id, "kind": kind, "note": NOTE}]
    [role] = between(changed, role_changes=declared).roles
    assert not role.undeclared


def years(*forms):
    """Return forms by year, from 2021 on; None for a year without."""
    return {
        year: Questionnaire.model_validate(values)
        for year, values in enumerate(forms, start=2021)
        if values is not None
    }


FIRST = small.year(2021)
CHANGED_BETWEEN = small.year(2022, small.turned, changes=[change("seals", "proper_answer", False)])


def test_form_changes__the_years_between_count():
    later = small.year(2023, small.turned)  # nothing new since 2022
    found = form_changes(years(FIRST, CHANGED_BETWEEN, later))
    assert summary(found) == [("seals", ("proper_answer",), "not_comparable", False)]
    [declared] = found.questions[0].declared
    assert declared.fiscal_year == 2022


def test_form_changes__what_changed_and_changed_back_is_told():
    back = small.year(2023, changes=[change("seals", "proper_answer", False)])
    found = form_changes(years(FIRST, CHANGED_BETWEEN, back))
    assert summary(found) == [("seals", ("proper_answer",), "not_comparable", False)]
    assert [it.fiscal_year for it in found.questions[0].declared] == [2022, 2023]


def test_form_changes__a_year_between_without_forms_leaves_it_open():
    declared = [change("seals", "reworded")]
    later = small.year(2023, small.reworded_in_english, changes=declared)
    found = form_changes(years(FIRST, None, later))
    assert found.missing == (2022,)
    assert summary(found) == [("seals", ("reworded",), "unknown", False)]
    later["changes"][0]["comparable"] = False
    [question] = form_changes(years(FIRST, None, later)).questions
    assert question.comparison == "not_comparable"  # which no other year can mend
