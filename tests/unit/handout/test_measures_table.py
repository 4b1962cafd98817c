"""A measure beside the result of the year after: from released tables, and honest without one."""

import pytest

from selfcheck_analysis.measures import Measures
from selfcheck_analysis.tables import measures_table
from tests.banded import with_bands
from tests.factories import (
    fake_publication,
    fake_questionnaire,
    fake_tables,
    first_year,
    printed_last_year,
)
from tests.markup import printed
from tests.papers import ledger

HEAD = 2
RATES, CHANGE, VERDICT = slice(4, 6), 6, 7


def rows(measures, role=None, language="ja", last_form=None, **changes):
    pub = fake_publication(language, **changes)
    return printed(measures_table(pub, measures, role, last_form).html)[HEAD:]


def test_last_years_measure__has_both_rates_change_and_verdict():
    # The released change of the question over everyone asked: 99 to 90 percent, a fall.
    (row,) = rows(ledger())
    assert row[0] == "令和４年度"
    assert row[1] == "緊急時の連絡体制表がある場所を知っている"
    assert row[2:4] == ["連絡体制表の場所を掲示した", "窓口課"]
    assert (row[RATES], row[CHANGE], row[VERDICT]) == (["99", "90"], "−9", "低下した")


def test_this_years_measure__has_its_own_rate_and_no_result_yet():
    (row,) = rows(ledger({"fiscal_year": 2023}))
    assert row[RATES][0] == "90"
    assert set(row[5:]) == {"未"}


def test_proper_answer_no__prints_the_share_of_no():
    (row,) = rows(ledger({"fiscal_year": 2023, "question": "saw_unattended_terminal"}))
    assert row[RATES][0] == "88"  # 12 % said yes


def test_focus_item__has_a_row_for_each_of_its_questions():
    found = rows(ledger({"question": None, "focus_item": 1}))
    assert [row[RATES] for row in found] == [["86", "88"], ["89", "81"]]
    assert found[0][2] == found[1][2]  # one measure over both rows


def test_question_of_a_role__is_compared_in_that_role():
    (row,) = rows(ledger({"question": "told_password", "role": "counter_staff"}))
    assert row[RATES] == ["100", "100"]
    assert row[1].endswith("窓口業務を担当する一般職員及び会計年度任用職員")


def test_question_of_several_roles__has_a_row_for_each():
    found = rows(ledger({"question": "told_password"}))
    assert [row[1].endswith("係長級") for row in found] == [False, True]
    assert set(found[1][4:]) == {"＊"}  # hidden: fewer than ten people


def test_role__keeps_the_rows_about_it_and_about_everybody():
    measures = ledger({}, {"question": "told_password"})
    assert len(rows(measures)) == 3
    assert len(rows(measures, role="section_leads")) == 2


def test_not_comparable__says_so():
    (row,) = rows(ledger({"question": "locks_papers_away", "role": "counter_staff"}))
    assert row[RATES] == ["97", "92"]
    assert row[CHANGE] == "／"
    assert row[VERDICT] == "前年度と比較できない"


def test_role_in_a_group__has_no_figure_of_its_own():
    (row,) = rows(ledger({"role": "deputies"}))
    assert set(row[4:]) == {"合算"}


def test_dropped_question__is_named_by_last_years_form():
    form = fake_questionnaire()
    old = form.questions[0].model_copy(update={"id": "old", "focus_item": None})
    last = form.model_copy(update={"questions": [*form.questions, old]})
    (row,) = rows(ledger({"question": "old"}), last_form=last)
    assert row[1] == old.label.ja
    assert set(row[4:]) == {"対象外"}


def test_first_year__has_this_years_rate_alone():
    (row,) = rows(ledger(), **first_year())
    assert row[4:] == ["前年なし", "90", "前年なし", "前年なし"]


def test_printed_year__has_the_ranges_over_all_tables_that_fit():
    (row,) = rows(ledger(), **printed_last_year())
    assert row[4:] == ["99", "90", "−9", "どの組合せでも低下した"]


def test_printed_year__without_a_print_of_the_question():
    (row,) = rows(
        ledger({"question": "told_password", "role": "counter_staff"}), **printed_last_year()
    )
    assert row[4:] == ["公表なし", "99", "対象外", "対象外"]


def test_bands__stand_in_the_place_of_rates():
    found = [
        cell
        for row in rows(ledger({"question": None, "focus_item": 1}), **with_bands())
        for cell in row[RATES]
    ]
    assert any("以上" in cell for cell in found)


@pytest.mark.parametrize("language", ["ja", "en"])
def test_no_measures__are_said(language):
    block = measures_table(fake_publication(language), Measures())
    assert block.table is None
    assert block.plain


def test_sample__is_called_that():
    sample = ledger().model_copy(update={"sample": True})
    assert "見本として作った" in measures_table(fake_publication("ja"), sample).plain


def test_hidden_rate__is_a_mark_whatever_its_row_holds():
    answers = fake_tables()["focus_answers"]
    answers["state"] = "hidden_protects_another_cell"
    (row,) = rows(ledger({"fiscal_year": 2023}), focus_answers=answers)
    assert row[RATES][0] == "＊＊"  # not the 90 that a broken release would hold


def test_note__says_that_changes_are_of_unrounded_rates():
    plain = measures_table(fake_publication("ja"), ledger()).plain
    assert "四捨五入する前の率から計算するため" in plain
