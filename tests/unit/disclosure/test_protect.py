"""Protection is tested by attack: an oracle in exact arithmetic tries to derive small groups."""

from __future__ import annotations

from fractions import Fraction
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from selfcheck_analysis.disclosure.protect import derivable_small_groups, protect

FIRST, LATER, ALL = "first_year", "second_year_plus", "all"
HIDDEN = {"hidden_small_base", "hidden_protects_another_cell"}


def bases(**roles: tuple[int, int]) -> dict[tuple[str, str], int]:
    return {
        (role, tenure): n
        for role, counts in roles.items()
        for tenure, n in zip((FIRST, LATER), counts, strict=True)
    }


def rank(rows: list[list[int]]) -> int:
    """Gaussian elimination over fractions; nothing of the module under test is used."""
    matrix = [[Fraction(value) for value in row] for row in rows]
    found = 0
    for column in range(len(matrix[0]) if matrix else 0):
        pivot = next((r for r in range(found, len(matrix)) if matrix[r][column]), None)
        if pivot is None:
            continue
        matrix[found], matrix[pivot] = matrix[pivot], matrix[found]
        for r in range(found + 1, len(matrix)):
            factor = matrix[r][column] / matrix[found][column]
            matrix[r] = [a - factor * b for a, b in zip(matrix[r], matrix[found], strict=True)]
        found += 1
    return found


def derivable(sizes, states, min_base, with_everyone):
    """Yield every union of groups below `min_base` whose sum follows from the shown cells."""
    groups = [cell for cell, n in sizes.items() if n]
    roles = list(dict.fromkeys(role for role, _ in sizes))
    shown = [
        [
            int(cell[0] in (role, "all_roles") and cell[1] in (tenure, ALL))
            for role, tenure in groups
        ]
        for cell, state in states.items()
        if state == "shown" and (with_everyone or cell[0] in roles)
    ]
    for union in product((0, 1), repeat=len(groups)):
        persons = sum(sizes[g] for g, taken in zip(groups, union, strict=True) if taken)
        if 0 < persons < min_base and shown and rank([*shown, list(union)]) == rank(shown):
            yield union


def test_protect__large_groups_are_all_shown():
    states = protect(bases(a=(40, 60)), 10, with_everyone=False)
    assert set(states.values()) == {"shown"}


def test_protect__a_small_tenure_takes_the_other_with_it_and_leaves_the_whole():
    # 13 people of whom one is in the first year: 13 - 12 would give the one away
    states = protect(bases(a=(1, 12)), 10, with_everyone=False)
    assert states[("a", FIRST)] == "hidden_small_base"
    assert states[("a", LATER)] == "hidden_protects_another_cell"
    assert states[("a", ALL)] == "shown"


def test_protect__an_absent_group_is_absent_not_hidden():
    states = protect(bases(a=(0, 24)), 10, with_everyone=False)
    assert states[("a", FIRST)] == "absent_group"
    assert states[("a", LATER)] == states[("a", ALL)] == "shown"


def test_protect__a_small_role_is_hidden_wholly():
    states = protect(bases(a=(0, 2)), 10, with_everyone=False)
    assert states[("a", LATER)] == states[("a", ALL)] == "hidden_small_base"


def test_protect__a_total_over_roles_does_not_give_the_last_small_role_away():
    # Total minus the large role would be the two people of the small role.
    states = protect(bases(small=(0, 2), large=(40, 60)), 10, with_everyone=True)
    assert not list(derivable(bases(small=(0, 2), large=(40, 60)), states, 10, True))
    assert states[("all_roles", ALL)] == "shown"  # the total is given up last
    assert states[("large", ALL)] in HIDDEN


def test_attack__finds_what_a_subtraction_gives_away():
    sizes = bases(small=(0, 2), large=(40, 60))
    shown = {("all_roles", ALL), ("large", ALL)}
    assert derivable_small_groups(sizes, shown, 10, with_everyone=True) == 1
    assert derivable_small_groups(sizes, {("large", ALL)}, 10, with_everyone=True) == 0


SIZES = st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30)), min_size=1, max_size=4).map(
    lambda rows: bases(**{f"r{i}": row for i, row in enumerate(rows)})
)


@settings(max_examples=150, deadline=None)
@given(SIZES, st.integers(3, 12), st.booleans())
def test_protect__no_small_group_can_be_derived(sizes, min_base, with_everyone):
    states = protect(sizes, min_base, with_everyone)
    assert not list(derivable(sizes, states, min_base, with_everyone))


@settings(max_examples=60, deadline=None)
@given(SIZES, st.integers(3, 12))
def test_protect__no_shown_cell_is_smaller_than_the_minimum(sizes, min_base):
    states = protect(sizes, min_base, with_everyone=True)
    for (role, tenure), state in states.items():
        persons = sum(
            n for (r, t), n in sizes.items() if role in (r, "all_roles") and tenure in (t, ALL)
        )
        assert (state == "absent_group") == (persons == 0)
        if state == "shown":
            assert persons >= min_base


@pytest.mark.parametrize("with_everyone", [True, False])
def test_protect__hiding_protects_only_where_it_must(with_everyone):
    states = protect(bases(a=(40, 60), b=(30, 30)), 10, with_everyone)
    assert set(states.values()) == {"shown"}
