from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from selfcheck_analysis.paths import Project
from selfcheck_analysis.published import (
    FeasibleTable,
    PrintedRow,
    feasible_counts,
    feasible_tables,
    prints_as,
    read_focus_answers,
    read_role_rates,
)
from selfcheck_analysis.questionnaire import Answer
from selfcheck_analysis.rounding import percent_of
from selfcheck_analysis.terms import Tenure

PROJECT = Project(Path(__file__).resolve().parents[2])


@pytest.mark.parametrize(
    ("y", "n", "percent"),
    [
        (1, 8, 13),  # 12.5 goes up
        (7, 8, 88),  # 87.5 goes up
        (1, 200, 1),  # 0.5 goes up
        (199, 200, 100),  # 99.5 goes up
        (1, 201, 0),  # 0.4975
        (269, 565, 48),  # 47.61
        (0, 3, 0),
        (3, 3, 100),
    ],
)
def test_prints_as__rounds_half_up(y: int, n: int, percent: int) -> None:
    assert [p for p in range(101) if prints_as(y, n, p)] == [percent]


def test_prints_as__is_the_rounding_of_every_printed_figure() -> None:
    for n in range(1, 61):
        for y in range(n + 1):
            assert prints_as(y, n, percent_of(Fraction(y, n)))


@pytest.mark.parametrize(("y", "n"), [(0, 0), (-1, 4), (5, 4)])
def test_prints_as__refuses_counts_that_are_none(y: int, n: int) -> None:
    with pytest.raises(ValueError, match=f"found {y} of {n}, expected 0 <= y <= n"):
        prints_as(y, n, 50)


@given(
    n=st.integers(1, 400), percent=st.integers(0, 100), complement=st.none() | st.integers(0, 100)
)
def test_feasible_counts__are_those_that_print(
    n: int, percent: int, complement: int | None
) -> None:
    expected = [
        y
        for y in range(n + 1)
        if prints_as(y, n, percent) and (complement is None or prints_as(n - y, n, complement))
    ]
    assert list(feasible_counts(n, percent, complement)) == expected


def test_feasible_counts__yes_1_and_no_100_takes_200_people() -> None:
    # yes >= 0.5 % and no >= 99.5 % leaves only the tie 0.5 / 99.5: n / 200 persons.
    assert [n for n in range(1, 401) if feasible_counts(n, 1, 100)] == [200, 400]


def test_feasible_counts__of_nobody_are_refused() -> None:
    with pytest.raises(ValueError, match="found n = 0, expected at least one answer"):
        feasible_counts(0, 100)


def test_feasible_tables__of_the_contact_list_are_four() -> None:
    # 126 people, 76/95/90 %. Each table by hand: 22/29 = 75.9, 92/97 = 94.8, 114/126 = 90.5, which
    # prints 90; 25/33 = 75.8, 88/93 = 94.6, 113/126 = 89.7; 26/34 = 76.5 prints 76, 87/92 = 94.6;
    # 29/38 = 76.3, 84/88 = 95.5 prints 95, 113/126.
    assert feasible_tables(PrintedRow(76, 24), PrintedRow(95, 5), PrintedRow(90, 10), 126) == [
        FeasibleTable(29, 22, 97, 92),
        FeasibleTable(33, 25, 93, 88),
        FeasibleTable(34, 26, 92, 87),
        FeasibleTable(38, 29, 88, 84),
    ]


def test_feasible_tables__of_13_people_have_one_first_year_person() -> None:
    # 13 people, 16 questions answered by everyone, 100/95/95 %: 16 of 16 and 182 of 12 x 16 = 192
    # (94.8); 198 of 208 is 95.2. With two first-year persons 32 + 167 of 176 (94.9) = 199 is 95.67.
    tables = feasible_tables(PrintedRow(100), PrintedRow(95), PrintedRow(95), 13, questions=16)
    assert tables == [FeasibleTable(16, 16, 192, 182)]


def test_feasible_tables__q7_of_2023_fits_no_group_of_up_to_185_people() -> None:
    rows = PrintedRow(2, 98), PrintedRow(1, 100), PrintedRow(2, 98)
    assert feasible_tables(*rows, range(2, 186)) == []


def test_feasible_tables__q7_and_q15_of_2022_are_not_the_same_181_people() -> None:
    q7 = feasible_tables(PrintedRow(7, 93), PrintedRow(0, 100), PrintedRow(3, 97), 181)
    q15 = feasible_tables(PrintedRow(83, 17), PrintedRow(96, 4), PrintedRow(93, 7), 181)
    # Q7: later 0 % of fewer than 200 is nobody; 3 % of 181 is 5 or 6 persons, all first-year, and
    # 5 of n prints 7 from n = 67 (7.46; 5/66 = 7.58 prints 8).
    assert min(table.n_first for table in q7) == 67
    # Q15: a first-year share s needs 83.5 s + 96.5 (1 - s) > 92.5, so s < 4/13, 55 of 181.
    assert 0 < max(table.n_first for table in q15) <= 55


def test_feasible_tables__an_absent_tenure_has_nobody() -> None:
    # Of 2 people at 100 % everyone is proper (1 of 2 would print 50).
    assert feasible_tables(None, PrintedRow(100), PrintedRow(100), 2) == [FeasibleTable(0, 0, 2, 2)]
    assert feasible_tables(PrintedRow(100), None, PrintedRow(100), 2) == [FeasibleTable(2, 2, 0, 0)]


def test_read_role_rates__gives_typed_rows() -> None:
    rows = {(r.fiscal_year, r.role, r.tenure): r for r in read_role_rates(PROJECT)}
    staff = rows[2023, "citizens_division_staff", Tenure.FIRST_YEAR]
    # The handout: 126 persons, 20 questions, 97 % in the first year.
    assert (staff.headcount, staff.questions, staff.rate_percent) == (126, 20, 97)
    assert rows[2023, "resident_info_officers", Tenure.FIRST_YEAR].rate_percent is None
    assert rows[2022, "other_departments", Tenure.ALL].headcount is None
    # 5 + 2 roles, two years, three tenures.
    assert len(rows) == 7 * 2 * 3


def test_read_focus_answers__gives_typed_rows() -> None:
    rows = {(r.fiscal_year, r.question, r.tenure): r for r in read_focus_answers(PROJECT)}
    seen = rows[2023, "q07_unattended_terminal_seen", Tenure.SECOND_YEAR_PLUS]
    # The handout prints 1 % and 100 %; to have seen one is improper.
    assert (seen.yes_percent, seen.no_percent, seen.proper_answer) == (1, 100, Answer.NO)
    # 6 + 2 questions, two years, three tenures.
    assert len(rows) == 8 * 2 * 3


@pytest.mark.parametrize(
    ("found", "column", "complaint"),
    [
        ("all", "tenure", "found 'total', expected one of first_year, second_year_plus, all"),
        (",20,", "questions", "found 'twenty', expected a whole number"),
    ],
)
def test_read_role_rates__names_the_cell_that_is_wrong(
    tmp_path: Path, found: str, column: str, complaint: str
) -> None:
    wrong = {"all": "total", ",20,": ",twenty,"}[found]
    header = "programme,fiscal_year,role,role_ja,headcount,questions,tenure,rate_percent"
    line = "juki_net,2023,staff,職員,126,20,all,98".replace(found, wrong)
    folder = tmp_path / "data" / "published"
    folder.mkdir(parents=True)
    (folder / "role_rates.csv").write_text(f"{header}\n{line}\n", encoding="utf-8")
    with pytest.raises(ValueError, match=f"role_rates.csv, line 2, column {column}: {complaint}"):
        read_role_rates(Project(tmp_path))


def test_read_role_rates__names_a_missing_column(tmp_path: Path) -> None:
    folder = tmp_path / "data" / "published"
    folder.mkdir(parents=True)
    (folder / "role_rates.csv").write_text("programme\njuki_net\n", encoding="utf-8")
    with pytest.raises(ValueError, match="line 2: no column 'fiscal_year'"):
        read_role_rates(Project(tmp_path))
