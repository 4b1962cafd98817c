"""What is told of sections, and why not."""

from __future__ import annotations

import numpy as np

from selfcheck_analysis.disclosure.sections.choice import Choice
from selfcheck_analysis.disclosure.sections.divided import Divided
from selfcheck_analysis.disclosure.sections.known import Known, subsets
from selfcheck_analysis.disclosure.sections.persons import totals_open
from selfcheck_analysis.disclosure.sections.protected import protectees
from selfcheck_analysis.disclosure.unknowns import Group
from selfcheck_analysis.terms import State
from tests.small_figures import thresholds

POLICY = thresholds()  # ten people, three values, a minority of two


def divided(sections, question="p"):
    """Divide a role: section to ((proper, answers) of first-year staff, of others)."""
    x, n = (np.array([[group[i] for group in own] for own in sections.values()]) for i in (0, 1))
    groups = tuple(
        Group(2023, question, "a", tenure, int(people), int(proper), conditional=False)
        for tenure, people, proper in zip(
            ("first_year", "second_year_plus"), n.sum(axis=0), x.sum(axis=0), strict=True
        )
    )
    return Divided(2023, question, "a", groups, tuple(sections), n, x)


def known(own):
    """Return that the true counts of the role are known."""
    x = own.x.sum(axis=0)
    bounds = {places: (int(x[list(places)].sum()),) * 2 for places in subsets(len(x))}
    return Known(bounds, x[None])


def states(sections, knowing=known):
    own = divided(sections)
    choice = Choice(own, knowing(own), POLICY)
    return dict(zip(own.sections, (saying.state for saying in choice.said), strict=True))


MANY = {"tax": ((6, 12), (10, 20)), "housing": ((6, 11), (11, 21)), "welfare": ((7, 12), (9, 18))}


def test_choice__tells_figures_of_large_sections():
    assert states(MANY) == dict.fromkeys(MANY, State.SHOWN)


def test_choice__tells_no_section_of_fewer_than_the_least_base():
    small = states(MANY | {"few": ((1, 3), (3, 6))})
    assert small["few"] is State.HIDDEN_SMALL


def test_choice__tells_nothing_of_who_is_of_no_section():
    assert states(MANY | {"": ((6, 12), (10, 20))})[""].hidden


def test_choice__tells_a_band_where_few_answered_unlike_the_others():
    assert states(MANY | {"alike": ((11, 12), (17, 18))})["alike"] is State.BAND


def test_choice__leaves_the_last_of_small_sections_open():
    # the role's count is known: with three figures that of the one person would be what is left
    one = states(MANY | {"one": ((0, 0), (1, 1))})
    assert one["one"] is State.HIDDEN_SMALL
    assert [state for name, state in one.items() if name != "one"].count(State.SHOWN) < 3


def test_choice__tells_nothing_new_of_a_role_that_is_hidden():
    def hidden(own):
        n, x = own.n.sum(axis=0), own.x.sum(axis=0)
        bounds = {places: (0, int(n[list(places)].sum())) for places in subsets(len(n))}
        return Known(bounds, np.array([x, x * 0, n]))

    assert all(state.hidden for state in states(MANY, hidden).values())


def test_protectees__are_small_groups_small_sections_and_few_of_them_together():
    own = divided({"s": ((1, 4), (2, 5)), "t": ((2, 3), (15, 20))})
    names = {protectee.name: protectee.enough for protectee in protectees(own, POLICY)}
    first, later = "first_year", "second_year_plus"
    assert names == {
        f"s/a/{first}": 3,
        f"s/a/{later}": 3,
        f"t/a/{first}": 3,
        f"s/a/{first} + s/a/{later}": 3,  # all of the section: nine
        f"s/a/{first} + t/a/{first}": 3,
        f"s/a/{later} + t/a/{first}": 3,
    }


def test_protectees__ask_two_values_of_one_persons_answer():
    own = divided({"s": ((1, 1), (10, 20)), "t": ((5, 12), (9, 20))})
    assert [protectee.enough for protectee in protectees(own, POLICY)] == [2]


def of_questions(x, questions):
    """Choose for some questions that a section and one person of another answered alike."""
    own = [divided({"s": ((6, 12), (10, 20)), "t": (x, (9, 20))}, q) for q in questions]
    return [Choice(question, known(question), POLICY) for question in own]


def test_totals_open__adds_up_how_far_the_questions_can_vary():
    assert totals_open(of_questions((1, 1), "pq"), [], limit=10, most=3)
    assert totals_open([], [divided(MANY | {"one": ((1, 1), (0, 0))})], limit=10, most=2)


def test_totals_open__is_false_where_a_total_has_too_few_values():
    # everybody of the tenure answered properly, in a question of which nothing else is known
    alike = divided({"s": ((12, 12), (10, 20)), "one": ((1, 1), (0, 0))})
    assert not totals_open([], [alike], limit=10, most=2)
