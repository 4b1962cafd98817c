"""What differs between two years' forms."""

import pytest

from selfcheck_analysis.form_differences import (
    Move,
    QuestionDifference,
    Reuse,
    RoleDifference,
    moves,
    question_differences,
    reuses,
    reworded_in,
    role_differences,
)
from selfcheck_analysis.questionnaire import ChangeKind, FormChange, Label, RoleChangeKind
from tests import small_forms as small

NOTE = Label(ja="注", en="note")


def different(change):
    return question_differences(small.last_forms(), small.forms(change))


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (small.reworded_in_english, [("reworded", "seals", None)]),
        (small.turned, [("proper_answer", "seals", None)]),
        (small.asked_of_everybody, [("condition", "reported", None)]),
        (small.another_situation, [("condition", "spoke", None)]),
        # Free text has no proper answer: that it is gone says nothing more.
        (small.counted_no_more, [("answer_kind", "seals", None)]),
        (small.with_a_new_question, [("added", "keys", None)]),
        (small.without_remarks, [("dropped", "remarks", None)]),
        (small.more_on_the_chiefs_form, [("added", "saw", "chief")]),
        (small.less_on_the_chiefs_form, [("dropped", "seals", "chief")]),
        (small.with_a_new_role, []),
        (small.without_chiefs, []),
        (small.moved_onto_another, []),
        (small.another_theme, []),
    ],
)
def test_question_differences__are_of_the_kind_that_they_are(change, expected):
    assert [(it.kind, it.question, it.role) for it in different(change)] == expected


def test_question_differences__width_and_spaces_are_no_new_wording():
    def retyped(values):
        small.question(values, "seals")["label"]["en"] = "SEALS  in Ｅnglish"

    assert different(retyped) == []


def test_reworded_in__names_the_language():
    both = Label(ja="甲", en="a")
    assert reworded_in(both, Label(ja="甲", en="b")) == ["en"]
    assert reworded_in(both, Label(ja="乙", en="a")) == ["ja"]
    assert reworded_in(both, Label(ja="乙", en="b")) == ["ja", "en"]


def test_moves_and_reuses__of_a_swap_are_two_each_and_of_the_role_that_swaps():
    last, this = small.last_forms(), small.forms(small.moved_onto_another)
    assert moves(last, this) == [
        Move("chief", "seals", "2", "1"),
        Move("chief", "locks", "1", "2"),
    ]
    assert reuses(last, this) == [
        Reuse("chief", "1", "locks", "seals"),
        Reuse("chief", "2", "seals", "locks"),
    ]


def test_reuses__a_number_that_was_free_is_none():
    last, this = small.last_forms(), small.forms(small.moved_to_a_new_number)
    assert reuses(last, this) == []
    assert moves(last, this) == [Move("staff", "remarks", "4", "9")]


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (small.with_a_new_role, [RoleDifference(RoleChangeKind.ADDED, "helper")]),
        (small.without_chiefs, [RoleDifference(RoleChangeKind.DROPPED, "chief")]),
        (small.renamed_chiefs, [RoleDifference(RoleChangeKind.RENAMED, "chief")]),
        (small.turned, []),
    ],
)
def test_role_differences__are_of_roles(change, expected):
    assert role_differences(small.last_forms(), small.forms(change)) == expected


def test_role_differences__a_headcount_is_none():
    def grown(values):
        values["roles"][0]["headcount"] += 1

    assert role_differences(small.last_forms(), small.forms(grown)) == []


@pytest.mark.parametrize(
    ("kind", "role", "declared", "covered"),
    [
        ("reworded", None, ("reworded", None), True),
        ("reworded", None, ("meaning", None), True),
        ("condition", None, ("meaning", None), True),
        ("proper_answer", None, ("reworded", None), False),
        ("added", None, ("meaning", None), False),
        ("added", "chief", ("added", "chief"), True),
        ("added", "chief", ("added", None), False),
        ("added", None, ("added", "chief"), False),
    ],
)
def test_covered_by__needs_the_same_kind_and_role_or_a_changed_meaning(
    kind, role, declared, covered
):
    change = FormChange(
        question="seals",
        kind=ChangeKind(declared[0]),
        comparable=False,
        note=NOTE,
        role=declared[1],
    )
    assert QuestionDifference(ChangeKind(kind), "seals", role).covered_by(change) is covered
    other = change.model_copy(update={"question": "locks"})
    assert not QuestionDifference(ChangeKind(kind), "seals", role).covered_by(other)
