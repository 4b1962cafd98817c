"""Counts that were tallied by hand: added up, regrouped, and refused where they cannot be."""

from __future__ import annotations

import pandas as pd
import pytest

from selfcheck_analysis.rates import counts_by_question, people_by_role
from selfcheck_analysis.tallies import NOTHING, Tallies
from tests.small_figures import small_questionnaire

FIRST, LATER = "first_year", "second_year_plus"


def tallies(*rows, people=((("a", LATER), 5),)):
    """Write tallies: rows are role, tenure, question, status, answer, n."""
    answers = pd.DataFrame(
        rows, columns=["role", "tenure", "question", "status", "answer", "n"]
    ).astype({"answer": "str", "n": "int64"})
    sizes = pd.DataFrame(
        [(*group, n) for group, n in people], columns=["role", "tenure", "n_people"]
    )
    return Tallies(answers, sizes)


SECTION = tallies(
    ("a", LATER, "p", "answered", "yes", 3),
    ("a", LATER, "p", "answered", "no", 1),
    ("a", LATER, "p", "no_answer", None, 1),
    ("a", LATER, "q", "answered", "no", 5),
)


def counted(found, question, status="answered"):
    of_question = found.answers[found.answers["question"] == question]
    return of_question.loc[of_question["status"] == status, "n"].tolist()


def test_tallies__of_nobody_count_nothing_and_have_no_roles():
    assert NOTHING.roles == ()
    assert NOTHING.answers.empty
    assert NOTHING.people.empty


def test_tallies__of_several_sections_are_added_up():
    other = tallies(
        ("a", LATER, "p", "answered", "yes", 2), people=((("a", LATER), 2), (("b", FIRST), 1))
    )
    both = Tallies.together([SECTION, other])
    assert counted(both, "p") == [5, 1]  # 3 + 2 yes, 1 no
    assert counted(both, "p", "no_answer") == [1]  # without an answer, and not lost
    sizes = both.people.set_index(["role", "tenure"])["n_people"]
    assert sizes.to_dict() == {("a", LATER): 7, ("b", FIRST): 1}
    assert both.roles == ("a", "b")


def test_tallies__of_no_section_are_nothing():
    assert Tallies.together([]).people.empty


def test_roles__are_those_of_which_anybody_was_tallied():
    assert tallies(people=((("a", LATER), 0), (("b", LATER), 2))).roles == ("b",)


def test_regrouped__adds_up_the_roles_of_a_group():
    of_b = tallies(("b", LATER, "p", "answered", "yes", 2), people=((("b", LATER), 2),))
    group = Tallies.together([SECTION, of_b]).regrouped({"a": "both", "b": "both"})
    assert group.roles == ("both",)
    assert counted(group, "p") == [5, 1]  # 3 + 2
    assert group.people["n_people"].tolist() == [7]


def test_regrouped__leaves_other_roles_and_the_original_alone():
    assert SECTION.regrouped({"b": "both"}).roles == ("a",)
    SECTION.regrouped({"a": "both"})
    assert SECTION.roles == ("a",)


def test_answered__is_proper_by_the_form():
    # no is the proper answer to q
    found = SECTION.answered(small_questionnaire())
    assert found.loc[("p", "a", LATER)].tolist() == [4, 3]
    assert found.loc[("q", "a", LATER)].tolist() == [5, 5]


def test_counts__of_tallies_alone_are_those_that_were_tallied():
    nobody = pd.DataFrame(columns=["person", "role", "tenure", "question", "status", "proper"])
    counts = counts_by_question(nobody, small_questionnaire(), SECTION)
    cells = counts.set_index(["question", "role", "tenure"])[["n_answers", "n_proper"]]
    assert cells.loc[("p", "a", LATER)].tolist() == [4, 3]
    assert cells.loc[("p", "a", "all")].tolist() == [4, 3]
    assert cells.loc[("p", "a", FIRST)].tolist() == [0, 0]
    people = people_by_role(nobody, small_questionnaire(), SECTION)
    assert people.set_index(["role", "tenure"]).loc[("a", "all"), "n_people"] == 5


def test_counts__leave_out_what_the_form_does_not_ask():
    # role b is not asked q
    of_b = tallies(("b", LATER, "q", "answered", "no", 2), people=((("b", LATER), 2),))
    nobody = pd.DataFrame(columns=["person", "role", "tenure", "question", "status", "proper"])
    assert counts_by_question(nobody, small_questionnaire(), of_b)["n_answers"].sum() == 0


def test_tallies__refuse_negative_counts():
    with pytest.raises(ValueError, match="n = -1: a count cannot be negative"):
        tallies(("a", LATER, "p", "answered", "yes", -1))
    with pytest.raises(ValueError, match="n_people = -2"):
        tallies(people=((("a", LATER), -2),))


def test_tallies__refuse_more_answers_than_people():
    rows = [("a", LATER, "p", "answered", answer, 3) for answer in ("yes", "no")]
    with pytest.raises(ValueError, match="p of a, second_year_plus: 6 cells were tallied of 5"):
        tallies(*rows)
