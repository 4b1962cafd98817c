"""What stands in the printed tables; every expected figure is one of tests/factories.py."""

import pytest

from selfcheck_analysis import tables
from selfcheck_analysis.tables.cells import head
from selfcheck_analysis.tables.model import Cell, Table
from selfcheck_analysis.terms import Verdict
from tests.factories import fake_publication, fake_tables
from tests.markup import laid_out, parsed, printed, text_of

STAFF = "窓口業務を担当する一般職員及び会計年度任用職員"
EVERY_TABLE = {
    "deliveries": tables.deliveries,
    "set_aside": tables.set_aside,
    "response_rates": tables.response_rates,
    "rates_by_role": tables.rates_by_role,
    "changes": tables.changes,
    "focus_answers": lambda pub: tables.focus_answers(pub, 1),
    "cell_states": tables.cell_states,
}


@pytest.fixture
def pub():
    return fake_publication()


def caption(block):
    return text_of(parsed(block.html).find(".//caption"))


@pytest.fixture(params=EVERY_TABLE)
def any_block(request):
    return EVERY_TABLE[request.param](fake_publication())


def test_table__fills_its_grid(any_block):
    rows = printed(any_block.html)
    assert len(rows) > 1
    assert len({len(row) for row in rows}) == 1


def test_table__has_a_caption_and_header_cells_with_scope(any_block):
    table = parsed(any_block.html).find(".//table")
    assert text_of(table.find("caption"))
    heads = table.findall(".//th")
    assert all(cell.get("scope") in {"col", "colgroup", "row", "rowgroup"} for cell in heads)
    assert {cell.get("scope") for cell in table.find("thead").iter("th")} <= {"col", "colgroup"}


def test_table__heads_every_row(any_block):
    table = parsed(any_block.html).find(".//table")
    n_head = len(table.findall("thead/tr"))
    for row in laid_out(table)[n_head:]:
        assert any(cell.get("scope") in {"row", "rowgroup"} for cell in row)


def test_table__spans_of_its_column_groups_add_up(pub):
    for name in ("rates_by_role", "changes", "focus_answers", "cell_states"):
        table = parsed(EVERY_TABLE[name](pub).html).find(".//table")
        spans = [int(group.get("span")) for group in table.findall("colgroup")]
        assert sum(spans) == len(laid_out(table)[0]), name


def test_table__stands_figures_right_and_names_their_unit_in_the_head(pub):
    table = parsed(tables.response_rates(pub).html).find(".//table")
    head_row, first, *_ = laid_out(table)
    assert [cell.get("class") for cell in first] == ["prose", "figure", "figure", "figure"]
    assert [text_of(cell) for cell in head_row[1:]] == [
        "対象者数（人）",
        "回答者数（人）",
        "回答率（％）",
    ]


def test_table__escapes_what_it_prints():
    table = Table(caption="<b>", head=[[Cell("<i>", scope="col")]], bodies=[[[Cell("a & <b>")]]])
    html = table.html("ja")
    assert "<b>" not in html
    assert "<i>" not in html
    assert "a &amp; &lt;b&gt;" in html


def test_table__reads_a_spanning_cell_once_in_plain_text():
    rows = [[Cell("q", rowspan=2), Cell("88"), Cell("88")], [Cell("both", colspan=2)]]
    table = Table(caption="c", head=[], bodies=[rows])
    assert table.plain("ja").splitlines() == ["c", "q | 88 | 88", "q | both"]


def test_table__explains_its_marks_in_one_order():
    marks = [Cell("／", "mark", reason="c"), Cell("＊＊", "mark", reason="b")]
    marks.append(Cell("＊", "mark", reason="a"))
    table = Table(caption="c", head=[], bodies=[[marks, marks]], notes=["n"])
    assert table.all_notes("ja") == ["n", "＊：a", "＊＊：b", "／：c"]


def test_head__puts_the_unit_on_a_line_of_its_own():
    assert head("回答率（％）").detail == "（％）"
    assert (head("Response rate (%)").text, head("Response rate (%)").detail) == (
        "Response rate",
        "(%)",
    )
    assert (head("判定").text, head("判定").detail) == ("判定", "")


def test_deliveries__add_up(pub):
    *_, total = printed(tables.deliveries(pub).html)
    # 90 + 46 delivered, 88 + 46 used, 2 + 0 set aside, 1 answer set aside
    assert total == ["合計", "136", "134", "2", "1", ""]


def test_deliveries__say_that_a_file_is_synthetic(pub):
    rows = printed(tables.deliveries(pub).html)
    assert [row[-1] for row in rows[1:-1]] == ["合成データ", "合成データ"]


def test_set_aside__names_the_reasons(pub):
    assert printed(tables.set_aside(pub).html)[1:] == [
        ["従事年数の空欄", "2"],
        ["読み取れない回答", "1"],
    ]


def test_set_aside__says_when_nothing_was():
    nothing = fake_tables()["set_aside"].iloc[:0]
    block = tables.set_aside(fake_publication(set_aside=nothing))
    assert block.plain == "集計から除いたものはない。"
    assert block.html.strip() == "<p>集計から除いたものはない。</p>"


def test_response_rates__print_everyone_last(pub):
    assert printed(tables.response_rates(pub).html)[-1] == ["回答対象の全員", "134", "134", "100"]


def test_rates_by_role__are_laid_out_with_both_years_side_by_side(pub):
    years, tenures, *rows = printed(tables.rates_by_role(pub).html)
    this, last = "令和５年度（％）", "（参考）令和４年度（％）"
    assert years == ["区分", "対象者数（人）", "設問数（問）", *[this] * 3, *[last] * 3]
    assert tenures[3:] == ["１年目", "２年目以上", "全体"] * 2
    assert rows[0] == [STAFF, "126", "5", "97", "98", "98", "91", "98", "96"]


def test_rates_by_role__mark_what_is_not_shown_and_say_why_above(pub):
    block = tables.rates_by_role(pub)
    assert printed(block.html)[3] == ["係長級", "8", "2", "－", "＊", "＊", "－", "＊", "＊"]
    assert "＊：回答者が10人未満のため表示しない" in caption(block)
    assert "－：該当する職員又は設問がない" in caption(block)
    assert "＊＊" not in caption(block)


def test_rates_by_role__are_never_nought_for_a_missing_figure(pub):
    for row in printed(tables.rates_by_role(pub).html)[2:]:
        assert not {"0", "nan", "None", "<NA>", ""} & set(row)


def test_rates_by_role__say_which_mean_they_show():
    assert "設問ごとの率の平均" in caption(tables.rates_by_role(fake_publication()))
    pooled = fake_publication(headline_rate="pooled")
    assert "全回答をまとめた率" in caption(tables.rates_by_role(pooled))


def test_rates_by_role__in_a_first_year_stand_alone():
    frame = fake_tables()["rates_by_role"]
    pub = fake_publication(last_year=None, rates_by_role=frame[frame["fiscal_year"] == 2023])
    rows = printed(tables.rates_by_role(pub).html)
    assert rows[2] == [STAFF, "126", "5", "97", "98", "98"]


def test_rates_by_role__mark_a_role_that_last_year_did_not_have():
    frame = fake_tables()["rates_by_role"]
    new = frame[(frame["role"] != "counter_staff") | (frame["fiscal_year"] == 2023)]
    rows = printed(tables.rates_by_role(fake_publication(rates_by_role=new)).html)
    assert rows[2] == [STAFF, "126", "5", "97", "98", "98", "－", "－", "－"]


def body_names(block):
    groups = parsed(block.html).findall(".//tbody")
    return [text_of(group.find("tr/th")) for group in groups]


def rows_of(block, group):
    table = parsed(block.html).find(".//table")
    body = table.findall("tbody")[group]
    grid = laid_out(table)
    first = next(i for i, row in enumerate(grid) if row[0] in list(body[0]))
    return [[text_of(cell) for cell in row] for row in grid[first + 1 : first + len(body)]]


def test_changes__put_the_focus_questions_first_then_every_role(pub):
    names = body_names(tables.changes(pub))
    assert names == ["重点項目（回答対象の全員）", STAFF, "係長級"]


def test_changes__print_both_years_change_interval_p_verdict_and_bases(pub):
    knows = rows_of(tables.changes(pub), 1)[4]
    assert knows == [
        "3",
        "緊急時の連絡体制表がある場所を知っている",
        "全体",
        "99",
        "90",
        "−9",
        "−16～−4",
        "0.003",
        "0.008",
        "低下した",
        "120",
        "126",
    ]


def test_changes__say_where_no_is_the_proper_answer(pub):
    questions = [row[1] for row in rows_of(tables.changes(pub), 1)]
    reversed_ones = {text for text in questions if "適正な回答は「いいえ」" in text}
    assert {text[:8] for text in reversed_ones} == {"この１年間に、ロ", "自分のパスワード"}
    assert "特に記した設問のほか、適正な回答は「はい」である" in caption(tables.changes(pub))


def test_changes__print_a_tenure_only_where_it_is_shown_and_has_something_to_test(pub):
    rows = rows_of(tables.changes(pub), 1)
    tenures = {number: [row[2] for row in rows if row[0] == number] for number in "12345"}
    assert tenures["1"] == ["全体", "１年目", "２年目以上"]
    assert tenures["2"] == ["全体"]  # both tenures are hidden
    assert tenures["4"] == ["全体"]  # proper throughout, nothing to test


def test_changes__mark_what_was_not_computed(pub):
    locks = rows_of(tables.changes(pub), 1)[-1]
    assert locks[3:10] == ["97", "92", "／", "／", "／", "／", "前年度と比較できない"]
    assert "／：計算していない（理由は判定の欄に示す）" in caption(tables.changes(pub))


def test_changes__fold_a_role_of_which_nothing_is_shown(pub):
    assert rows_of(tables.changes(pub), 2) == [["2問：回答者が10人未満のため表示しない"] * 12]


def test_changes__put_one_mark_in_a_hidden_row_among_shown_ones():
    frame = fake_tables()["changes"]
    hidden = (frame["question"] == "told_password") & (frame["tenure"] == "all")
    frame.loc[hidden, "state"] = "hidden_protects_another_cell"
    block = tables.changes(fake_publication(changes=frame))
    told = next(row for row in rows_of(block, 1) if row[0] == "4")
    assert told[3:] == ["＊＊"] * 9
    assert "＊＊：表示していない他の値の逆算を防ぐため表示しない" in caption(block)


def test_changes__can_print_some_verdicts_only(pub):
    block = tables.changes(pub, only=[Verdict.ROSE, Verdict.FELL])
    assert body_names(block) == ["重点項目（回答対象の全員）", STAFF]
    verdicts = {row[9] for group in (0, 1) for row in rows_of(block, group)}
    assert verdicts == {"低下した"}


def test_changes__say_when_no_question_has_the_verdict(pub):
    assert tables.changes(pub, only=[Verdict.ROSE]).plain == "該当する設問はない。"


def test_changes__say_when_there_is_no_last_year():
    pub = fake_publication(last_year=None, changes=fake_tables()["changes"].iloc[:0])
    assert tables.changes(pub).plain == "前年度の結果がないため、変化は示さない。"


def test_focus_answers__print_base_yes_and_no_of_both_years_and_the_change(pub):
    rows = printed(tables.focus_answers(pub, 2).html)
    everyone = ["126", "90", "10", "120", "99", "1", "−9", "低下した"]
    assert rows[-1][1:] == ["全体", *everyone]
    assert rows[0][2:8] == ["令和５年度"] * 3 + ["（参考）令和４年度"] * 3


def test_focus_answers__mark_hidden_answers_in_both_years_and_in_the_change(pub):
    first_year = printed(tables.focus_answers(pub, 1).html)[5]
    assert first_year[1:] == ["１年目", *["＊"] * 8]


def test_focus_answers__say_which_answer_is_proper_and_who_was_asked(pub):
    saw, spoke = (printed(tables.focus_answers(pub, 1).html)[row][0] for row in (2, 5))
    assert "適正な回答は「いいえ」" in saw
    assert f"回答対象は{STAFF}" in saw
    assert "「この１年間に、ログインしたままの端末を見かけた」に「はい」と答えた人に限る" in spoke
    assert "周囲に職員がいた場合に限る" in spoke


def test_focus_answers__in_a_first_year_print_no_change():
    frame = fake_tables()["focus_answers"]
    pub = fake_publication(last_year=None, focus_answers=frame[frame["fiscal_year"] == 2023])
    assert printed(tables.focus_answers(pub, 2).html)[-1][1:] == ["全体", "126", "90", "10"]


def test_cell_states__count_every_state_of_every_table(pub):
    rows = printed(tables.cell_states(pub).html)
    open_states, hidden = ["表示", "該当なし", "回答なし"], ["回答者10人未満", "逆算の防止"]
    assert rows[1] == ["表", *open_states, *hidden, "条件付きの設問"]
    # 6 + 14 + 18 shown, 2 absent, 4 + 2 + 6 small, 2 + 2 protecting
    assert rows[-1] == ["合計", "38", "2", "0", "12", "4", "0"]


def test_tables__take_nullable_integers_as_the_door_hands_them():
    frame = fake_tables()["rates_by_role"]
    frame["rate_percent"] = frame["rate_percent"].astype("Int64")
    assert frame["rate_percent"].isna().any()
    block = tables.rates_by_role(fake_publication(rates_by_role=frame))
    assert printed(block.html) == printed(tables.rates_by_role(fake_publication()).html)


def test_tables__exist_in_english():
    pub = fake_publication("en")
    assert printed(tables.rates_by_role(pub).html)[0][1] == "Headcount(people)"
    assert rows_of(tables.changes(pub), 0)[0][6:10] == [
        "−6 to +11",
        "0.571",
        "1.000",
        "Not shown to have changed",
    ]
