"""What was released before stays known: kept, read again, and protected where it differs."""

from __future__ import annotations

import os
import stat
from dataclasses import replace
from functools import cache
from math import inf

import pytest

from selfcheck_analysis.disclosure import protection
from selfcheck_analysis.disclosure.earlier import (
    EarlierRelease,
    already_said,
    keep,
    private_folder,
    read_earlier,
)
from selfcheck_analysis.disclosure.unknowns import Unknowns
from selfcheck_analysis.terms import HEADLINE, State
from tests.small_figures import counted_year, label, small_params, thresholds
from tests.small_release import chosen

POLICY = thresholds()
NAME = ("proper", 2022, "p", "a", "first_year")
GIVEN = ("given", 2022, "c", "a", "first_year")
POSIX = pytest.mark.skipif(os.name == "nt", reason="Windows has no such file modes")


def release_of(high, true, name=NAME):
    """A release that told one count."""
    return EarlierRelease({name: (high, true)}, [([(name, 1.0)], true, true)])


def unknowns_of(high, true, name=NAME):
    unknowns = Unknowns()
    unknowns.add(name, high, true)
    return unknowns


ROUND = EarlierRelease(
    {NAME: (25, 24), ("is", 2022, "c", "a/first_year", 3): (1, 0)},
    [
        ([(NAME, 100 / 3), (("is", 2022, "c", "a/first_year", 3), -64.5)], 12.25, inf),
        ([(NAME, 1.0)], -inf, 24),
        ([], 0, 0),
    ],
)


def test_keep__and_read_earlier_give_the_same_release(tmp_path):
    keep(ROUND, tmp_path / "releases" / "demo")
    assert read_earlier(tmp_path / "releases" / "demo") == [ROUND]


def test_keep__the_same_content_once_and_another_beside_it(tmp_path):
    paths = [keep(release, tmp_path) for release in (ROUND, ROUND, release_of(10, 7))]
    assert paths[0] == paths[1] != paths[2]
    assert len(read_earlier(tmp_path)) == len(list(tmp_path.iterdir())) == 2


def test_read_earlier__in_order_of_name_whatever_came_first(tmp_path):
    releases = [release_of(10, x) for x in range(6)]
    for folder, in_turn in (("one", releases), ("other", releases[::-1])):
        for release in in_turn:
            keep(release, tmp_path / folder)
    assert read_earlier(tmp_path / "one") == read_earlier(tmp_path / "other")


def test_read_earlier__of_a_folder_that_is_not_there_is_nothing(tmp_path):
    assert read_earlier(tmp_path / "nowhere") == []


@POSIX
def test_keep__is_for_its_owner_alone(tmp_path):
    folder = tmp_path / "releases" / "demo"
    path = keep(ROUND, folder)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700


@POSIX
def test_private_folder__closes_one_that_was_open(tmp_path):
    folder = tmp_path / "open"
    folder.mkdir(mode=0o755)
    assert private_folder(folder) == folder
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_already_said__the_same_count_is_the_same_unknown():
    unknowns = unknowns_of(10, 7)
    facts, targets = already_said([release_of(10, 7)], unknowns, POLICY)
    assert len(unknowns.highs) == 1
    assert [(row.columns, row.low, row.high) for row in facts] == [((0,), 7, 7)]
    assert targets == []


def test_already_said__a_count_of_another_year_is_an_unknown_of_its_own():
    other = (*NAME[:1], 2021, *NAME[2:])
    unknowns = unknowns_of(10, 7)
    facts, targets = already_said([release_of(12, 9, other)], unknowns, POLICY)
    assert (unknowns.highs, unknowns.truth) == ([10, 12], [7, 9])
    assert [(row.columns, row.low, row.high) for row in facts] == [((1,), 9, 9)]
    assert targets == []


@pytest.mark.parametrize(
    ("now", "n_people"),
    [
        ((11, 8), 1),  # one more, who answered properly
        ((11, 7), 1),  # one more, who did not
        ((13, 9), 3),
        ((8, 6), 2),  # two were taken out
        ((19, 10), 9),
    ],
)
def test_already_said__the_answers_of_those_who_came_or_went_are_protected(now, n_people):
    unknowns = unknowns_of(*now)
    facts, [target] = already_said([release_of(10, 7)], unknowns, POLICY)
    assert all(row.holds(unknowns.truth) for row in facts)
    assert target.key[0] == "difference"
    assert target.n_values == min(3, n_people + 1)
    assert unknowns.value(target.form) == abs(now[1] - 7)
    [change] = target.form
    assert unknowns.highs[change] == n_people
    # Now less then is what the target counts.
    [tie] = [row for row in facts if change in row.columns]
    assert (tie.low, tie.high, tie.value(unknowns.truth)) == (0, 0, 0)
    assert dict(zip(tie.columns, tie.weights, strict=True))[0] == 1


@pytest.mark.parametrize("now", [(20, 15), (30, 7)])
def test_already_said__ten_and_more_people_are_a_group_that_may_be_shown(now):
    _, targets = already_said([release_of(10, 7)], unknowns_of(*now), POLICY)
    assert targets == []


def test_already_said__a_corrected_answer_of_the_same_people_is_tied_and_no_target():
    unknowns = unknowns_of(10, 8)
    facts, targets = already_said([release_of(10, 7)], unknowns, POLICY)
    assert targets == []
    assert all(row.holds(unknowns.truth) for row in facts)
    assert len(unknowns.highs) == 3


def test_already_said__how_many_were_asked_is_tied_but_no_target_of_its_own():
    unknowns = unknowns_of(11, 5, GIVEN)
    facts, targets = already_said([release_of(10, 4, GIVEN)], unknowns, POLICY)
    assert len(facts) == 2
    assert targets == []


def test_already_said__several_releases_are_known_together():
    unknowns = unknowns_of(12, 9)
    releases = [release_of(10, 7), release_of(11, 8), release_of(12, 9)]
    facts, targets = already_said(releases, unknowns, POLICY)
    assert [target.key[-1] for target in targets] == ["0", "1"]
    assert all(row.holds(unknowns.truth) for row in facts)


# A role of 40 first-year people and 60 others; p alone, which is no focus question.
ROLES = [{"id": "a", "label": label("A"), "headcount": 101, "form": {1: "p"}}]
FORM = {"questions": [{"id": "p", "label": label("p"), "proper_answer": "yes"}], "roles": ROLES}


def one_question(first, later=(40, 60)):
    return counted_year(
        {("p", "a"): (first, later)}, {"a": (first[1], later[1])}, focus_items=[], **FORM
    )


def choose(year, earlier=()):
    params = small_params(last_year="none", focus_family=[], headline_family=["a"])
    return chosen({2023: year}, params, earlier=earlier).protected


@cache
def first_release():
    return choose(one_question((28, 40)))


def test_record__holds_what_was_said_and_no_more(tmp_path):
    said = first_release().said
    assert State.SHOWN in first_release().sides[2023].states.values()
    keep(said, tmp_path)
    assert read_earlier(tmp_path) == [said]
    names = {name[:3] for name in said.counts}
    assert names == {("proper", 2023, "p")}
    for form, low, high in said.rows:
        value = sum(weight * said.counts[name][1] for name, weight in form)
        assert low - 1e-6 <= value <= high + 1e-6


def test_record__of_a_role_whose_headline_stands_in_two_cells():
    # Without first-year staff 全体 and the others are the same people. How many were asked c is not
    # known, for the form names a situation: both means count by the same unknowns.
    asked_if = {"question": "p", "answer": "no", "situation": label("met")}
    questions = [
        *FORM["questions"],
        {"id": "c", "label": label("c"), "proper_answer": "yes", "asked_if": asked_if},
    ]
    year = counted_year(
        {("p", "a"): ((0, 0), (26, 40)), ("c", "a"): ((0, 0), (6, 12))},
        {"a": (0, 40)},
        focus_items=[],
        questions=questions,
        roles=[ROLES[0] | {"form": {1: "p", 2: "c"}}],
    )
    found = choose(year)
    states = found.sides[2023].states
    assert states[(HEADLINE, "a", "all")] is states[(HEADLINE, "a", "second_year_plus")]
    assert states[(HEADLINE, "a", "all")] is State.SHOWN
    names = [name for name in found.said.counts if name[0] == "is"]
    assert len(names) == len(set(names))
    assert {name[-1] for name in names} == set(range(len(names)))


def test_protect__the_same_release_again_shows_the_same():
    again = choose(one_question((28, 40)), [first_release().said])
    assert again.sides[2023].states == first_release().sides[2023].states
    assert set(again.audit["kind"]) <= set(first_release().audit["kind"])


def test_protect__the_same_figures_once_more_say_the_same_whatever_was_released_in_between():
    first = first_release().said
    changed = choose(one_question((29, 41)), [first]).said
    assert changed != first
    # Each of them again, beside both: in the state of things in which it was said.
    assert choose(one_question((29, 41)), [changed, first]).said == changed
    assert choose(one_question((28, 40)), [first]).said == first


def test_protect__asks_what_was_chosen_before_the_same_figures_were_released(monkeypatch):
    # The choice is greedy: beside its own release another one may look better.
    first = first_release()
    other = choose(one_question((40, 60), (60, 90))).said
    asked = []

    def beside(years, compared, rules, earlier, kept, sections):
        asked.append(list(earlier))
        return first if first.said not in earlier else replace(first, said=other)

    monkeypatch.setattr(protection, "_protect_beside", beside)
    assert choose(one_question((28, 40)), [other, first.said]) is first
    assert asked == [[other]]
    # Of figures that moved it is not asked.
    assert choose(one_question((29, 41)), [other, first.said]).said is other
    assert asked[1:] == [[other, first.said]]


def test_tells_of__a_release_of_which_no_count_has_moved():
    said = first_release().said
    name = ("proper", 2023, "p", "a", "first_year")
    high, true = said.counts[name]
    for values, expected in [((high, true), True), ((high, true + 1), False)]:
        unknowns = Unknowns()
        unknowns.add(name, *values)
        assert said.tells_of(unknowns) is expected
    assert said.tells_of(Unknowns()) is False


@pytest.mark.parametrize("more", [(29, 41), (28, 41), (27, 39)])
def test_protect__one_person_more_or_less_in_a_release_of_the_same_year_is_protected(more):
    # Both figures of the first-year staff, or of all, would tell what that person answered.
    states = first_release().sides[2023].states
    assert states[("p", "a", "first_year")] is states[("p", "a", "all")] is State.SHOWN
    again = choose(one_question(more), [first_release().said])
    differences = again.audit[again.audit["kind"] == "difference"]
    assert differences[["smallest", "largest", "needed", "safe"]].values.tolist() == [
        [0, 1, 2, True]
    ]
    states = again.sides[2023].states
    assert states[("p", "a", "first_year")] is not State.SHOWN
    assert states[("p", "a", "all")] is not State.SHOWN
    assert states[("p", "a", "second_year_plus")] is State.SHOWN


def test_protect__twelve_people_more_may_be_told_apart():
    again = choose(one_question((36, 52)), [first_release().said])
    assert not (again.audit["kind"] == "difference").any()
    assert again.sides[2023].states[("p", "a", "first_year")] is State.SHOWN
