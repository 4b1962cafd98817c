"""The error table of deliveries, for the analyst's Excel."""

import pytest

from selfcheck_analysis.analysis import _error_table
from selfcheck_analysis.problems import Place, Problem
from selfcheck_analysis.words import Words
from tests.small_project import HEADER, THIS_YEAR, intake_of, person, xlsx_bytes


def test_error_table__has_a_row_with_place_reason_and_remedy_for_every_problem(tmp_path):
    intake = intake_of(tmp_path, a_xlsx=xlsx_bytes({"回答": [HEADER, person(tenure="")]}))
    [row] = _error_table({THIS_YEAR: intake.problems}, Words("ja")).to_dict("records")
    assert row == {
        "fiscal_year": THIS_YEAR,
        "file": "a.xlsx",
        "sheet": "回答",
        "row": 2,
        "column": "従事年数",
        "code": "tenure_missing",
        "reason": Words("ja")("problem.tenure_missing.found"),
        "expected": Words("ja")("problem.tenure_missing.expected"),
        "what_to_do": Words("ja")("problem.tenure_missing.mend"),
    }


def test_error_table__is_empty_with_its_columns_when_nothing_is_wrong():
    table_of_none = _error_table({THIS_YEAR: ()}, Words("ja"))
    assert table_of_none.empty
    assert list(table_of_none.columns)[:5] == ["fiscal_year", "file", "sheet", "row", "column"]


@pytest.mark.parametrize("start", ["=", "+", "-", "@", " =", "\t=", "＝", "－"])
def test_error_table__runs_nothing_in_excel(start):
    name = f"{start}HYPERLINK(1)"
    problem = Problem("column_twice", Place(name, name, 1, name), {"id": "x"})
    [row] = _error_table({THIS_YEAR: (problem,)}, Words("ja")).to_dict("records")
    assert [row[key] for key in ("file", "sheet", "column")] == [f"'{name}"] * 3
    for text in ("reason", "expected", "what_to_do"):
        assert row[text][0] not in "=+-@＝＋－＠"
