"""How persons are stored: nothing of their order, and every cell accounted for."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from selfcheck_analysis.responses.people import ANSWER_TYPES, Cell, People, long_frame
from selfcheck_analysis.responses.statuses import COLUMNS, counts_of_statuses
from selfcheck_analysis.tallies import Tallies
from tests.small_project import CHIEF, demo_questionnaire, person, table

FORMS = demo_questionnaire()
STAFF_QUESTIONS = 5


def people_of(rows):
    """Return staff from (tenure, cells ...) rows."""
    people = People()
    array = np.array(rows, dtype=np.uint8).reshape(-1, 1 + STAFF_QUESTIONS)
    people.add("staff", array[:, 0], array[:, 1:])
    return people


PERSON = st.tuples(st.integers(0, 1), *[st.sampled_from([int(cell) for cell in Cell])] * 5)


@settings(max_examples=80, deadline=None)
@given(st.lists(PERSON, min_size=1, max_size=30), st.randoms(use_true_random=False))
def test_shuffled__is_the_same_in_whatever_order_persons_came(rows, random):
    one = people_of(rows).shuffled(FORMS)["staff"]
    mixed = list(rows)
    random.shuffle(mixed)
    cut = random.randrange(len(rows) + 1)
    parts = people_of(mixed[:cut])
    parts.extend(people_of(mixed[cut:]))
    other = parts.shuffled(FORMS)["staff"]
    np.testing.assert_array_equal(one.tenures, other.tenures)
    np.testing.assert_array_equal(one.cells, other.cells)
    # Nobody is lost, and tenures stand together.
    stored = sorted(zip(one.tenures.tolist(), map(tuple, one.cells.tolist()), strict=True))
    assert stored == sorted((row[0], tuple(row[1:])) for row in rows)
    assert (np.diff(one.tenures.astype(int)) >= 0).all()


def test_shuffled__does_not_leave_persons_sorted_by_their_answers():
    rows = [(0, *([int(Cell.NO)] * i + [int(Cell.YES)] * (5 - i))) for i in range(6)] * 4
    cells = people_of(rows).shuffled(FORMS)["staff"].cells
    in_order = cells[np.lexsort(cells.T[::-1])]
    assert not (cells == in_order).all()


def test_long_frame__of_nobody_has_the_types_of_everybody():
    none = long_frame({}, FORMS)
    some = long_frame(people_of([(0, 4, 5, 1, 1, 4)]).shuffled(FORMS), FORMS)
    assert none.empty
    assert list(none.columns) == [*ANSWER_TYPES, "proper"]
    assert list(none.dtypes) == list(some.dtypes)


def test_long_frame__lays_many_forms_out():
    # 21 cells fill one number of the sorting key; a form may have more.
    wide = People()
    cells = np.array([[int(Cell.YES)] * 50, [int(Cell.NO)] * 50], dtype=np.uint8)
    wide.add("staff", np.zeros(2, np.uint8), cells)
    stored = wide.shuffled(FORMS)["staff"]
    assert sorted(stored.cells[:, 49].tolist()) == [int(Cell.YES), int(Cell.NO)]


@settings(max_examples=60, deadline=None)
@given(st.lists(PERSON, min_size=1, max_size=20))
def test_statuses__add_up_for_every_question(rows):
    found = counts_of_statuses(people_of(rows).shuffled(FORMS), Tallies.none(), FORMS)
    assert list(found.columns) == COLUMNS
    asked = found["n_proper"] + found["n_improper"] + found["n_no_answer"] + found["n_invalid"]
    assert (found["n_asked"] == asked).all()
    outside = found["n_not_asked"] + found["n_not_delivered"]
    assert (found["n_people"] == asked + outside).all()
    assert found.groupby("question")["n_people"].sum().eq(len(rows)).all()
    # `saw` is proper at no: counted by hand from the rows.
    proper = sum(row[2] == Cell.NO for row in rows)
    assert found.loc[found["question"] == "saw", "n_proper"].sum() == proper


@pytest.mark.parametrize("role", ["staff", "chief"])
def test_statuses__count_tallied_cells_too(role):
    answers = pd.DataFrame(
        [
            (role, "first_year", "locks", "answered", "yes", 4),
            (role, "first_year", "locks", "no_answer", None, 1),
            (role, "first_year", "seals", "not_delivered", None, 5),
        ],
        columns=["role", "tenure", "question", "status", "answer", "n"],
    )
    people = pd.DataFrame({"role": [role], "tenure": ["first_year"], "n_people": [5]})
    found = counts_of_statuses({}, Tallies(answers, people), FORMS).set_index("question")
    named = ["n_people", "n_asked", "n_proper", "n_no_answer", "n_not_delivered"]
    assert found.loc["locks", named].tolist() == [5, 5, 4, 1, 0]
    assert found.loc["seals", named].tolist() == [5, 0, 0, 0, 5]


def test_statuses__of_a_delivery(take):
    intake = take(a_csv=table(person(SAW="はい", SPOKE="？"), person(LOCKS=""), person(CHIEF)))
    found = intake.statuses().groupby("question")[COLUMNS[3:]].sum()
    assert found.loc["locks"].tolist() == [3, 0, 0, 3, 2, 0, 1, 0]
    assert found.loc["spoke"].tolist() == [2, 0, 1, 1, 0, 0, 0, 1]
    assert found.loc["reported"].tolist() == [2, 0, 1, 1, 0, 0, 1, 0]
