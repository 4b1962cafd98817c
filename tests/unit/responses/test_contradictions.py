"""Answers against the condition of their question: listed, and counted by the rule of the run."""

import pytest

from selfcheck_analysis.paths import Project
from selfcheck_analysis.responses.intake import take_in
from tests.small_project import (
    REPORTED,
    SAW,
    SPOKE,
    codes,
    counts,
    deliver,
    demo_questionnaire,
    person,
    table,
)

FORMS = demo_questionnaire()


def taken(folder, rule, *people):
    project = Project(folder)
    deliver(project, "a.csv", table(*people))
    return take_in(project, FORMS, rule)


def cells(intake):
    frame = intake.answers.set_index("question")
    return {q: (frame.loc[q, "status"], frame["answer"].fillna("")[q]) for q in frame.index}


# `saw` leads to `spoke` and `reported` at はい.
@pytest.mark.parametrize(
    ("rule", "saw", "spoke", "aside", "problems", "notes"),
    [
        (
            "only_if_asked",
            ("answered", "no"),
            ("not_asked", ""),
            1,
            [("answer_not_asked", SPOKE)],
            [],
        ),
        ("keep", ("answered", "no"), ("answered", "yes"), 0, [], [("answer_kept", SPOKE)]),
        (
            "drop",
            ("invalid", ""),
            ("not_asked", ""),
            2,
            [("answer_not_asked", SPOKE), ("answer_contradicted", SAW)],
            [],
        ),
    ],
)
def test_contradiction__is_listed_and_counted_by_the_rule(
    tmp_path, rule, saw, spoke, aside, problems, notes
):
    intake = taken(tmp_path, rule, person(SAW="いいえ", SPOKE="はい"))
    found = cells(intake)
    assert (found["saw"], found["spoke"]) == (saw, spoke)
    assert found["locks"] == ("answered", "yes")
    assert counts(intake) == [1, 1, 0, aside]
    assert [(p.code, p.place.column) for p in intake.problems] == problems
    assert [(n.code, n.place.column) for n in intake.notes] == notes


@pytest.mark.parametrize("rule", ["only_if_asked", "keep", "drop"])
def test_contradiction__a_blank_where_an_answer_was_due_is_noted_under_every_rule(tmp_path, rule):
    intake = taken(tmp_path, rule, person(SAW="はい", SPOKE="", REPORTED=""))
    found = cells(intake)
    # `spoke` names a situation that need not have arisen; `reported` does not.
    assert found["spoke"] == ("not_asked", "")
    assert found["reported"] == ("no_answer", "")
    assert found["saw"] == ("answered", "yes")
    assert [(n.code, n.place.column) for n in intake.notes] == [("answer_expected", REPORTED)]
    assert intake.problems == ()


@pytest.mark.parametrize(
    ("rule", "spoke", "problems"),
    [
        ("only_if_asked", ("not_asked", ""), ["answer_not_asked"]),
        ("keep", ("answered", "yes"), []),
        ("drop", ("not_asked", ""), ["answer_not_asked"]),
    ],
)
def test_contradiction__an_answer_after_a_blank(tmp_path, rule, spoke, problems):
    intake = taken(tmp_path, rule, person(SAW="", SPOKE="はい"))
    found = cells(intake)
    assert (found["saw"], found["spoke"]) == (("no_answer", ""), spoke)
    assert codes(intake.problems) == problems


def test_contradiction__conditions_hold_by_what_was_delivered_whatever_is_dropped(tmp_path):
    # `reported` contradicts `saw`, which is dropped; `spoke` follows the same answer and stays out.
    intake = taken(tmp_path, "drop", person(SAW="いいえ", SPOKE="", REPORTED="はい"))
    found = cells(intake)
    assert found["saw"] == ("invalid", "")
    assert found["spoke"] == found["reported"] == ("not_asked", "")
    both = taken(tmp_path, "drop", person(SAW="いいえ", SPOKE="はい", REPORTED="はい"))
    assert counts(both) == [1, 1, 0, 3]  # two follow-ups, and what they follow once


@pytest.mark.parametrize("rule", ["only_if_asked", "keep", "drop"])
def test_contradiction__an_unknown_word_is_never_counted(tmp_path, rule):
    intake = taken(tmp_path, rule, person(SAW="いいえ", SPOKE="たぶん"))
    assert cells(intake)["spoke"][0] in ("not_asked", "invalid")
    assert [n.code for n in intake.notes] == []  # nothing of it was kept
    assert "yes" not in {answer for _, answer in map(cells(intake).get, ("spoke", "reported"))}


@pytest.mark.parametrize("rule", ["only_if_asked", "keep", "drop"])
def test_contradiction__every_rule_gives_consistent_persons_alike(tmp_path, rule):
    people = [person(SAW="はい", SPOKE="いいえ", REPORTED="はい"), person(), person(SAW="")]
    intake = taken(tmp_path, rule, *people)
    assert intake.problems == ()
    assert [n.code for n in intake.notes] == []
    statuses = intake.statuses().set_index("question")
    assert statuses.loc["spoke", ["n_asked", "n_not_asked"]].tolist() == [1, 2]
