"""The audit of the shipped print finds the oddities of the handout, each by itself, and no others.

Source: `data/published/role_rates.csv`, `focus_questions.csv`. The oddities were found by an
exhaustive search over whole numbers that is not part of this project; the arithmetic of each stands
below.
"""

from __future__ import annotations

from functools import cache

import pytest

from selfcheck_analysis.published.audit import Audit, Code, Finding, audit
from selfcheck_analysis.published.blocks import PrintedCell
from selfcheck_analysis.published.reading import read_print, read_project_print
from selfcheck_analysis.questionnaire import Answer
from selfcheck_analysis.terms import HEADLINE, Tenure
from tests.project_copy import SHIPPED

Q7, Q15 = "q07_unattended_terminal_seen", "q15_knows_nondisclosure_flags"


@cache
def found() -> Audit:
    return audit(read_project_print(SHIPPED))


def only(code: Code) -> Finding:
    """Return the one finding of a code."""
    [finding] = [finding for finding in found().findings if finding.code == code]
    return finding


def about(finding: Finding):
    return [(*key[:3], key.question) for key in finding.blocks]


def test_audit__finds_the_oddities_and_invents_none():
    # Oddity 5 is two findings: the role of two people and that of thirteen.
    assert sorted(finding.code for finding in found().findings) == sorted(
        [
            Code.PAIR,
            Code.SAME_PERSONS,
            Code.COPIED_BETWEEN_GROUPS,
            Code.BASE_OF_CONDITION_NOT_PRINTED,
            Code.ALL_ANSWERS,
            Code.ONE_TABLE_SHOWN,
            Code.FEW_TABLES,
        ]
    )


def test_oddity_1__yes_1_percent_with_no_100_percent():
    # 1 % is from 0.5 %, 100 % leaves at most 0.5 %: only exactly 1 in 200, and there are 172 + 13.
    finding = only(Code.PAIR)
    assert about(finding) == [("info_nws", 2023, "", Q7)]
    assert (finding.values["smallest"], finding.values["most"]) == (200, 185)
    # With Q15, answered by the same people, only the 100 can be the wrong figure (99 would do).
    [repair] = finding.repairs
    [cell] = repair.figures
    assert cell == PrintedCell(finding.blocks[0], Tenure.SECOND_YEAR_PLUS, Answer.NO)
    assert repair.fits[cell] == (99, 99)


def test_oddity_2__two_questions_that_need_different_persons():
    # Q7: 7 % of the first year alone make 3 % of all (later 0 % of fewer than 200 is nobody), so
    # they are 2.5/7.5 = .333 to 3.5/6.5 = .538 of all. Q15: 83 and 96 make 93, so between
    # (95.5 - 93.5)/13 = .154 and (96.5 - 92.5)/13 = .308; whole numbers leave a little less.
    finding = only(Code.SAME_PERSONS)
    assert about(finding) == [("info_nws", 2022, "", Q7), ("info_nws", 2022, "", Q15)]
    shares = ("one_low", "one_high", "other_low", "other_high")
    values = {name: float(finding.values[name]) for name in shares}
    assert 33.3 <= values["one_low"] < values["one_high"] <= 53.8
    assert 15.4 <= values["other_low"] < values["other_high"] <= 30.8
    # Any one of the six rows, both of its figures, could be the wrong one.
    assert len(finding.repairs) == 6
    for repair in finding.repairs:
        assert len({(cell.block, cell.tenure) for cell in repair.figures}) == 1
        assert len(repair.figures) == 2


def test_oddity_3__two_groups_that_print_the_same_row():
    finding = only(Code.COPIED_BETWEEN_GROUPS)
    assert about(finding) == [
        ("info_nws", 2022, "own_terminal_divisions", HEADLINE),
        ("info_nws", 2022, "shared_terminal_divisions", HEADLINE),
    ]
    assert finding.values["rows"] == "95/98/97"


def test_oddity_4__a_base_that_no_printed_group_has():
    # 75 % with 25 % takes 4 persons, 83 % with 17 % of at most 12 who make 81 % of all takes 12
    # (3 + 10 of 16 = 81.25). 9 % no: 4 / .095 = 42.1, so 43 persons; 13 %: 12 / .135 = 88.9, 89.
    finding = only(Code.BASE_OF_CONDITION_NOT_PRINTED)
    assert about(finding) == [
        ("juki_net", 2023, "", "no_unattended_terminal_seen"),
        ("juki_net", 2023, "", "prompted_colleague_to_log_off"),
    ]
    names = ("needed_first", "needed_later", "first", "later", "least", "headcount")
    assert [finding.values[name] for name in names] == [4, 12, 43, 89, 43 + 89, 126]


def test_oddity_5__two_people_whose_answers_are_all_printed():
    finding = only(Code.ALL_ANSWERS)
    assert about(finding) == [("juki_net", 2023, "resident_info_officers", HEADLINE)]
    # 2 x 43 = 86 answers; 85 of 86 is 98.8.
    names = ("n", "other", "prints")
    assert [finding.values[name] for name in names] == [86, 85, "99"]


def test_oddity_5__thirteen_people_of_whom_exactly_one_is_new():
    finding = only(Code.ONE_TABLE_SHOWN)
    assert about(finding) == [("info_nws", 2023, "shared_terminal_divisions", HEADLINE)]
    # 16 of 16, and 182 of 12 x 16 = 192; two new ones would make 199 of 208, 95.7.
    assert finding.values["tables"].tables == ((16, 16, 192, 182),)
    names = ("next", "next_sum", "next_n", "next_prints")
    assert [finding.values[name] for name in names] == [2, 199, 208, "96"]


def test_oddity_6__four_tables_behind_the_contact_sheet():
    finding = only(Code.FEW_TABLES)
    assert about(finding) == [
        ("juki_net", 2023, "citizens_division_staff", "knows_contact_tree_location")
    ]
    assert finding.values["tables"].tables == (
        (29, 22, 97, 92),
        (33, 25, 93, 88),
        (34, 26, 92, 87),
        (38, 29, 88, 84),
    )


def test_audit__names_larger_groups_that_answered_alike_without_a_finding():
    assert [
        (block.key.role, block.key.question, tenure) for block, tenure in found().unanimous
    ] == [
        ("citizens_division_staff", "knows_to_report_and_record", Tenure.ALL),
        ("other_departments", "knows_to_report_to_info_division", Tenure.ALL),
    ]


@pytest.mark.parametrize("rounding", ["half_up", "unknown"])
def test_audit__finds_the_same_whether_ties_are_known_or_not(tmp_path, rounding):
    paths = []
    for path in sorted(SHIPPED.published.glob("*.csv")):
        text = path.read_text(encoding="utf-8").replace("half_up", rounding)
        copy = tmp_path / path.name
        copy.write_text(text, encoding="utf-8")
        paths.append((copy, path.name))
    codes = sorted(finding.code for finding in audit(read_print(paths)).findings)
    assert codes == sorted(finding.code for finding in found().findings)
