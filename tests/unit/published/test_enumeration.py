import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from selfcheck_analysis.published import FeasibleTable, PrintedRow, Span, feasible_tables
from selfcheck_analysis.published.enumeration import Tables, polygons, splits
from selfcheck_analysis.questionnaire import Answer
from selfcheck_analysis.terms import Tenure
from tests.oracle_print import solve
from tests.printed_groups import asked, printed_block

CONTACT = PrintedRow(76, 24), PrintedRow(95, 5), PrintedRow(90, 10)
FOUR_TABLES = [
    # 126 people, 76/95/90 %. Each by hand: 22/29 = 75.9, 92/97 = 94.8, 114/126 = 90.5, which
    # prints 90; 25/33 = 75.8, 88/93 = 94.6, 113/126 = 89.7; 26/34 = 76.5 prints 76, 87/92 = 94.6;
    # 29/38 = 76.3, 84/88 = 95.5 prints 95, 113/126.
    FeasibleTable(29, 22, 97, 92),
    FeasibleTable(33, 25, 93, 88),
    FeasibleTable(34, 26, 92, 87),
    FeasibleTable(38, 29, 88, 84),
]


@given(st.integers(0, 12), st.integers(0, 5))
def test_splits__are_all_ways_to_part_the_persons(low, more):
    expected = [(a, n - a) for n in range(low, low + more + 1) for a in range(n + 1)]
    assert sorted(zip(*map(list, splits(Span(low, low + more))), strict=True)) == sorted(expected)


def test_feasible_tables__of_the_contact_list_are_four():
    assert feasible_tables(*CONTACT, 126) == FOUR_TABLES
    assert feasible_tables(*(PrintedRow(row.percent) for row in CONTACT), 126) == FOUR_TABLES


def test_feasible_tables__of_13_people_have_one_first_year_person():
    # 13 people, 16 questions answered by everyone, 100/95/95 %: 16 of 16 and 182 of 12 x 16 = 192
    # (94.8); 198 of 208 is 95.2. With two first-year persons 32 + 167 of 176 (94.9) = 199 is 95.67.
    tables = feasible_tables(PrintedRow(100), PrintedRow(95), PrintedRow(95), 13, questions=16)
    assert tables == [FeasibleTable(16, 16, 192, 182)]


def test_feasible_tables__q7_of_2023_fits_no_group_of_up_to_185_people():
    rows = PrintedRow(2, 98), PrintedRow(1, 100), PrintedRow(2, 98)
    assert feasible_tables(*rows, range(2, 186)) == []


def test_feasible_tables__q7_and_q15_of_2022_are_not_the_same_181_people():
    q7 = feasible_tables(PrintedRow(7, 93), PrintedRow(0, 100), PrintedRow(3, 97), 181)
    q15 = feasible_tables(PrintedRow(83, 17), PrintedRow(96, 4), PrintedRow(93, 7), 181)
    # Q7: later 0 % of fewer than 200 is nobody; 3 % of 181 is 5 or 6 persons, all first-year, and
    # 5 of n prints 7 from n = 67 (7.46; 5/66 = 7.58 prints 8).
    assert min(table.n_first for table in q7) == 67
    # Q15: a first-year share s needs 83.5 s + 96.5 (1 - s) > 92.5, so s < 4/13, 55 of 181.
    assert 0 < max(table.n_first for table in q15) <= 55


def test_feasible_tables__an_absent_tenure_has_nobody():
    # Of 2 people at 100 % everyone is proper (1 of 2 would print 50).
    assert feasible_tables(None, PrintedRow(100), PrintedRow(100), 2) == [FeasibleTable(0, 0, 2, 2)]
    assert feasible_tables(PrintedRow(100), None, PrintedRow(100), 2) == [FeasibleTable(2, 2, 0, 0)]


def test_feasible_tables__takes_every_headcount_once_and_in_order():
    row = PrintedRow(100)
    found = feasible_tables(row, row, row, [3, 2, 3])
    assert [(t.n_first, t.n_later) for t in found] == [(1, 1), (1, 2), (2, 1)]


@st.composite
def three_rows(draw):
    percents = st.integers(0, 100)
    pair = st.tuples(percents, st.none()) | percents.map(lambda yes: (yes, 100 - yes))
    first, later = (draw(st.none() | pair) for _ in range(2))
    if first is None or later is None:  # nobody else is there, so mostly all prints the same
        everyone = draw(pair | st.just(first or later or (50, None)))
    else:
        low, high = sorted((first[0], later[0]))
        everyone = draw(st.integers(low, high).map(lambda yes: (yes, None)))
    return first, later, everyone


@settings(deadline=None, max_examples=200)
@given(three_rows(), st.integers(1, 40), st.sampled_from([1, 1, 2]))
def test_feasible_tables__are_those_that_the_oracle_finds(rows, people, questions):
    printed = [None if row is None else PrintedRow(*row) for row in rows]
    expected = solve([asked(printed_block("q", *rows, questions=questions))], [people])
    found = feasible_tables(*printed, people, questions)
    assert found == sorted(expected["q"], key=lambda t: (t[0], t[1], t[3]))


@settings(deadline=None, max_examples=100)
@given(three_rows(), st.integers(1, 30), st.integers(0, 10))
def test_polygons__count_what_they_lay_out_and_know_which_splits_are_possible(rows, low, more):
    n_first, n_later = splits(Span(low, low + more))
    found = polygons(printed_block("q", *rows), n_first, n_later)
    tables = found.tables()
    assert found.count() == len(tables)
    possible = set(zip(n_first[found.possible], n_later[found.possible], strict=True))
    assert possible == set(zip(tables.n_first, tables.n_later, strict=True))


def test_polygons__keep_to_the_printed_numbers_of_answers():
    sizes = (Span(33, 34), None, Span(126, 126))
    block = printed_block("q", *CONTACT, sizes=sizes)
    found = polygons(block, *splits(Span(100, 130))).tables()
    assert found.rows() == FOUR_TABLES[1:3]


@pytest.mark.parametrize(
    ("persons", "tables"), [(Span(1, 1), [FeasibleTable(16, 16, 192, 182)]), (Span(2, 13), [])]
)
def test_polygons__take_printed_numbers_of_answers_as_persons_of_a_headline_rate(persons, tables):
    block = printed_block("headline", 100, 95, 95, questions=16, sizes=(persons, None, None))
    assert polygons(block, *splits(Span(13, 13))).tables().rows() == tables


def test_tables__counts_and_answers_that_open_a_question():
    tables = Tables(*(np.array([row[i] for row in FOUR_TABLES]) for i in range(4)))
    counted, n = tables.counts(Tenure.FIRST_YEAR)
    assert (counted.tolist(), n.tolist()) == ([22, 25, 26, 29], [29, 33, 34, 38])
    counted, n = tables.counts(Tenure.SECOND_YEAR_PLUS)
    assert (counted.tolist(), n.tolist()) == ([92, 88, 87, 84], [97, 93, 92, 88])
    counted, n = tables.counts(Tenure.ALL)
    assert (counted.tolist(), n.tolist()) == ([114, 113, 113, 113], [126] * 4)
    assert [side.tolist() for side in tables.opened(Answer.YES)] == [
        [22, 25, 26, 29],
        [92, 88, 87, 84],
    ]
    assert [side.tolist() for side in tables.opened(Answer.NO)] == [[7, 8, 8, 9], [5, 5, 5, 4]]
    assert tables.where(np.array([False, True, False, True])).rows() == FOUR_TABLES[1::2]


@pytest.mark.parametrize("people", [0, range(0)])
def test_feasible_tables__of_nobody_are_none(people):
    assert feasible_tables(*CONTACT, people) == []
