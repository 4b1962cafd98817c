"""What stands in the printed tables; every expected figure is one of tests/factories.py."""

import re

import pytest

from selfcheck_analysis import tables
from selfcheck_analysis.tables.cells import head
from selfcheck_analysis.tables.model import Cell, Table
from selfcheck_analysis.terms import Note, Reason, State, Tenure, Verdict
from tests.factories import fake_publication, fake_tables, first_year, without_trend
from tests.markup import laid_out, parsed, printed, text_of

STAFF = "窓口業務を担当する一般職員及び会計年度任用職員"
EVERY_TABLE = {
    "deliveries": tables.deliveries,
    "set_aside": tables.set_aside,
    "response_rates": tables.response_rates,
    "rates_by_role": tables.rates_by_role,
    "changes_found": tables.changes_found,
    "families": tables.families,
    "detectable_changes": tables.detectable_changes,
    "headline_changes": tables.headline_changes,
    "changes": tables.changes,
    "composition": tables.composition,
    "contrasts": tables.contrasts,
    "trend": tables.trend,
    "focus_answers": lambda pub: tables.focus_answers(pub, 1),
    "cell_states": tables.cell_states,
    "form_changes": tables.form_changes,
}
UNCLEAR = "変化があったとはいえない"
NO_LAST_YEAR = "なし（前年度の結果がない）"


@pytest.fixture
def pub():
    return fake_publication()


def caption(block):
    return text_of(parsed(block.html).find(".//caption"))


def footnotes(block):
    """Return what stands below the table."""
    return text_of(parsed(block.html).find(".//div[@class='footnotes']"))


@pytest.fixture(params=EVERY_TABLE)
def any_block(request):
    return EVERY_TABLE[request.param](fake_publication())


@pytest.mark.parametrize("name", EVERY_TABLE)
def test_table__is_in_the_language_of_the_page(name):
    japanese, english = (EVERY_TABLE[name](fake_publication(it)) for it in ("ja", "en"))
    assert re.search("[\u3040-\u30ff\u4e00-\u9fff]", japanese.plain)
    assert not re.search("[\u3040-\u30ff\u4e00-\u9fff]", english.plain)
    assert len(printed(japanese.html)) == len(printed(english.html))


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
    grouped = 0
    for name, make in EVERY_TABLE.items():
        table = parsed(make(pub).html).find(".//table")
        if spans := [int(group.get("span")) for group in table.findall("colgroup")]:
            assert sum(spans) == len(laid_out(table)[0]), name
            grouped += 1
    assert grouped == 10  # all but deliveries, reasons, response rates, detectable changes


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


def test_table__explains_a_footnote_where_it_explains_its_marks():
    cells = [Cell("rose", footnote="†", reason="why"), Cell("＊", "mark", reason="small")]
    table = Table(caption="c", head=[], bodies=[[cells]], notes=["n"])
    assert table.all_notes("ja") == ["n", "†：why", "＊：small"]
    assert 'rose<abbr title="why">†</abbr>' in table.html("ja")
    assert table.plain("ja").splitlines()[-1] == "rose† | ＊"


def test_table__puts_sentences_above_and_footnotes_below():
    rows = [[[Cell("a")]]]
    table = Table(caption="c", head=[], bodies=rows, opening=["<first>"], footnotes=["x", "last"])
    assert table.plain("ja").splitlines() == ["<first>", "c", "a", "x", "last"]
    html = table.html("ja")
    assert html.index("&lt;first&gt;") < html.index("<table>") < html.index("</table>")
    assert html.index("</table>") < html.index("last")
    assert len(parsed(html).findall(".//div[@class='footnotes']/p")) == 2


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
    assert block.plain.startswith("集計から除いたものはない。条件付きの設問は、")
    assert block.html.strip() == f"<p>{block.plain}</p>"


RULES = {
    "only_if_asked": (
        "その回答を数えず、前提となる設問への回答は数えた",
        "that answer was not counted",
    ),
    "keep": ("届いた回答を全て数えた", "every answer given was counted"),
    "drop": ("前提となる設問への回答も数えなかった", "neither that answer nor the one"),
}


EVERY_RULE = [text for texts in RULES.values() for text in texts]


@pytest.mark.parametrize("rule", RULES)
def test_set_aside__says_what_was_counted_of_answers_against_a_condition(rule):
    nothing = fake_tables()["set_aside"].iloc[:0]
    for language, said in zip(("ja", "en"), RULES[rule], strict=True):
        for changed in ({}, {"set_aside": nothing}):
            pub = fake_publication(language, contradictions=rule, **changed)
            assert said in tables.set_aside(pub).plain
            assert sum(text in tables.set_aside(pub).plain for text in EVERY_RULE) == 1


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
        "−7",
        "0.003",
        "0.008",
        "低下した",
        "120→126",
    ]


def test_changes__say_where_no_is_the_proper_answer(pub):
    questions = [row[1] for row in rows_of(tables.changes(pub), 1)]
    reversed_ones = {text for text in questions if "適正な回答は「いいえ」" in text}
    assert {text[:8] for text in reversed_ones} == {"この１年間に、ロ", "自分のパスワード"}
    assert "特に記した設問を除き、適正な回答は「はい」である" in caption(tables.changes(pub))


def test_changes__print_a_tenure_only_where_it_is_shown_and_has_something_to_test(pub):
    rows = rows_of(tables.changes(pub), 1)
    tenures = {number: [row[2] for row in rows if row[0] == number] for number in "12345"}
    assert tenures["1"] == ["全体", "１年目", "２年目以上"]
    assert tenures["2"] == ["全体"]  # both tenures are hidden
    assert tenures["4"] == ["全体"]  # proper throughout, nothing to test


def test_changes__mark_what_was_not_computed(pub):
    locks = rows_of(tables.changes(pub), 1)[-1]
    assert locks[3:] == ["97", "92", *["／"] * 5, "前年度と比較できない", "120→126"]
    assert "／：計算していない（理由は判定の欄に示す）" in caption(tables.changes(pub))


def test_changes__fold_a_role_of_which_nothing_is_shown(pub):
    assert rows_of(tables.changes(pub), 2) == [["2問：回答者が10人未満のため表示しない"] * 12]


def changes_hidden(*questions, tenures=Tenure):
    """Return a publication in which some questions of the staff are hidden in some tenures."""
    frame = fake_tables()["changes"]
    chosen = (frame["role"] == "counter_staff") & frame["question"].isin(questions)
    frame.loc[chosen & frame["tenure"].isin(list(tenures)), "state"] = State.HIDDEN_PROTECTS
    return fake_publication(changes=frame)


def test_changes__fold_the_hidden_questions_of_a_role_below_the_others():
    rows = rows_of(tables.changes(changes_hidden("told_password", "locks_papers_away")), 1)
    assert {row[0] for row in rows[:-1]} == {"1", "2", "3"}
    assert rows[-1] == ["2問：表示していない他の値の逆算を防ぐため表示しない"] * 12


def test_changes__put_one_mark_in_the_hidden_row_of_a_question_that_is_shown_by_tenure():
    hidden = changes_hidden("saw_unattended_terminal", tenures=[Tenure.ALL])
    block = tables.changes(hidden)
    saw = next(row for row in rows_of(block, 1) if row[0] == "1")
    assert saw[3:] == ["＊＊"] * 9  # two rates, three differences, two p, verdict, bases
    assert "＊＊：表示していない他の値の逆算を防ぐため表示しない" in caption(block)


def test_changes__fold_without_a_number_that_the_released_table_does_not_count():
    frame = changes_hidden("told_password").release.frame("changes")
    saw = (frame["role"] == "counter_staff") & (frame["question"] == "saw_unattended_terminal")
    frame.loc[saw & (frame["tenure"] == Tenure.ALL), "state"] = State.HIDDEN_PROTECTS
    rows = rows_of(tables.changes(fake_publication(changes=frame)), 1)
    assert rows[-1][0] == "一部の設問：表示していない他の値の逆算を防ぐため表示しない"


def test_changes__can_print_some_verdicts_only(pub):
    block = tables.changes(pub, only=[Verdict.ROSE, Verdict.FELL])
    assert body_names(block) == ["重点項目（回答対象の全員）", STAFF]
    verdicts = {row[10] for group in (0, 1) for row in rows_of(block, group)}
    assert verdicts == {"低下した"}


def test_changes__say_when_no_question_has_the_verdict(pub):
    assert tables.changes(pub, only=[Verdict.ROSE]).plain == "該当する設問はない。"


def test_changes__say_when_there_is_no_last_year():
    pub = fake_publication(last_year=None, changes=fake_tables()["changes"].iloc[:0])
    assert tables.changes(pub).plain == NO_LAST_YEAR


def test_changes__print_the_detectable_change_and_what_it_means(pub):
    block = tables.changes(pub)
    saw, spoke, *_ = [row for row in rows_of(block, 0) if row[2] == "全体"]
    assert (saw[7], spoke[7]) == ("−14", "なし")
    assert "なし：人数が少なく、どれほど変化しても80％の確率では見いだせない" in caption(block)
    assert "「検出できる変化」は、その比較一つだけを検定する場合に" in footnotes(block)


def test_changes__name_their_methods_and_the_order_of_the_bases_below(pub):
    text = footnotes(tables.changes(pub))
    assert "ブシュロー（Boschloo）の正確検定（両側）" in text
    assert "ニューカム（Newcombe）の方法" in text
    assert "回答者数は、令和４年度、令和５年度の順に示す。" in text


NOTES = {
    Note.ADJUSTED: ("†", "多数の比較に合わせて補正したp値による"),
    Note.METHOD: ("‡", "信頼区間は０を含まないが、判定は、これとは計算の方法が異なる"),
    Note.WITH_ZERO: ("§", "信頼区間は０を含むが、判定は、これとは計算の方法が異なる"),
    Note.ROUNDED: ("¶", "四捨五入する前の信頼区間は０を含まない"),
}


@pytest.mark.parametrize("note", Note)
def test_changes__mark_a_verdict_that_its_interval_seems_to_contradict(note):
    frame = fake_tables()["changes"]
    chosen = (frame["role"] == "all_roles") & (frame["question"] == "saw_unattended_terminal")
    frame.loc[chosen & (frame["tenure"] == "all"), "note"] = note
    block = tables.changes(fake_publication(changes=frame))
    mark, reason = NOTES[note]
    assert rows_of(block, 0)[0][10] == f"変化があったとはいえない{mark}"
    assert re.search(f"{mark}：[^：]*{reason}", caption(block))
    assert rows_of(block, 0)[1][10] == "変化があったとはいえない"  # no note, no mark


def test_changes_found__put_headlines_before_questions(pub):
    block = tables.changes_found(pub)
    assert body_names(block) == ["区分の率", "重点項目（回答対象の全員）", STAFF]
    rose = ["96", "98", "+2", "0～+4", "−3", "0.021", "0.042", "上昇した¶", "120→126"]
    assert rows_of(block, 0) == [["", STAFF, "全体", *rose]]
    assert [row[10] for row in rows_of(block, 1) + rows_of(block, 2)] == ["低下した"] * 2


def test_changes_found__explain_p_within_a_role_only_where_a_headline_moved(pub):
    assert "ウェストフォールとヤング" in footnotes(tables.changes_found(pub))
    nothing = fake_publication(headline_changes=unmoved("headline_changes"))
    assert "ウェストフォールとヤング" not in footnotes(tables.changes_found(nothing))


def unmoved(name):
    """Return a released table of comparisons in which nothing rose or fell."""
    frame = fake_tables()[name]
    moved = frame["verdict"].isin([Verdict.ROSE, Verdict.FELL])
    frame.loc[moved, ["verdict", "reason"]] = [Verdict.NOT_SHOWN, Reason.P_ABOVE_ALPHA]
    return frame


def test_changes_found__say_when_only_questions_or_only_headlines_moved():
    block = tables.changes_found(fake_publication(headline_changes=unmoved("headline_changes")))
    assert block.plain.startswith("区分の率には、上昇又は低下と判定したものはない。")
    assert body_names(block) == ["重点項目（回答対象の全員）", STAFF]
    block = tables.changes_found(fake_publication(changes=unmoved("changes")))
    assert block.plain.startswith("設問には、上昇又は低下と判定したものはない。")
    assert body_names(block) == ["区分の率"]


@pytest.mark.parametrize(
    ("language", "words"),
    [("ja", "「変わらない」という意味ではない"), ("en", "does not mean that nothing changed")],
)
def test_changes_found__say_when_nothing_moved(language, words):
    names = ("changes", "headline_changes")
    pub = fake_publication(language, **{name: unmoved(name) for name in names})
    block = tables.changes_found(pub)
    assert "<table" not in block.html
    assert words in block.plain


def test_families__count_what_is_hidden_untold_and_tested(pub):
    above, below, *rows = printed(tables.families(pub).html)
    untold, tested = ["判定できないもの（件）"] * 3, ["検定したもの（件）"] * 2
    alike = "全員同じ回答（検定する差がない）"  # told in the opening under what did not change
    assert above[2:] == ["比較の数", "表示しない又は幅で示す", *untold, alike, *tested]
    assert below[4:] == [
        "比較できない",
        "回答・年度の不足",
        "人数の不足",
        "全員同じ回答（検定する差がない）",
        "計",
        "うち差あり",
    ]
    assert rows[2] == ["前年度との比較", "その他の設問", "17", "6", "1", "0", "1", "3", "6", "1"]
    assert [row[0] for row in rows] == [
        *["前年度との比較"] * 3,
        *["１年目と２年目以上の比較"] * 3,
        *["３年度以上の推移"] * 2,
    ]


@pytest.mark.parametrize("language", ["ja", "en"])
def test_families__say_where_a_band_is_counted(language):
    text = caption(tables.families(fake_publication(language)))
    assert {"ja": "率を幅で示すものは、この表では", "en": "rate shown as a band"}[language] in text


def test_families__add_up(pub):
    for _, _, total, *parts, _flagged in printed(tables.families(pub).html)[2:]:
        assert int(total) == sum(map(int, parts))


def test_families__say_when_nothing_was_compared():
    none = fake_tables()["families"].iloc[:0]
    assert tables.families(fake_publication(families=none)).plain == "比較したものはない。"


def test_detectable_changes__stand_by_role_and_tenure(pub):
    block = tables.detectable_changes(pub)
    assert printed(block.html) == [
        ["区分", "全体", "１年目", "２年目以上"],
        [STAFF, "−3", "−10", "なし"],
        ["係長級", "＊", "－", "＊"],
    ]
    assert "正規分布による近似" in footnotes(block)


def test_headline_changes__print_every_role_and_tenure(pub):
    block = tables.headline_changes(pub)
    _, _, *rows = printed(block.html)
    assert [row[1:] for row in rows[:3]] == [
        ["全体", "96", "98", "+2", "0～+4", "−3", "0.021", "0.042", "上昇した¶", "120→126"],
        ["１年目", "91", "97", "+5", "−1～+12", "−10", "≥0.05", "≥0.05", UNCLEAR, "30→34"],
        ["２年目以上", "98", "98", "0", "−1～+1", "なし", "≥0.05", "≥0.05", UNCLEAR, "90→92"],
    ]
    assert [row[1:] for row in rows[3:]] == [
        ["全体", *["＊"] * 9],
        ["１年目", *["－"] * 9],
        ["２年目以上", *["＊"] * 9],
    ]


def test_headline_changes__say_where_fewer_questions_were_compared(pub):
    # The staff's form has five questions, of which one changed its meaning.
    assert printed(tables.headline_changes(pub).html)[2][0] == f"{STAFF}※比べた設問は4問"
    assert "※：両年度が全員に同じ意味で尋ねた設問に限ったため" in caption(
        tables.headline_changes(pub)
    )
    frame = fake_tables()["headline_changes"]
    frame["n_questions"] = frame["role"].map({"counter_staff": 5, "section_leads": 2})
    block = tables.headline_changes(fake_publication(headline_changes=frame))
    assert printed(block.html)[2][0] == f"{STAFF}比べた設問は5問"
    assert "※" not in block.plain


def test_headline_changes__name_their_methods_and_their_mean(pub):
    block = tables.headline_changes(pub)
    assert "permutation test" in footnotes(block)
    assert "ウェルチ（Welch）" in footnotes(block)
    assert "設問ごとの率の平均" in caption(block)
    pooled = tables.headline_changes(fake_publication(headline_rate="pooled"))
    assert "全回答をまとめた率" in caption(pooled)


def test_headline_changes__say_why_forms_without_a_common_question_are_not_compared():
    frame = fake_tables()["headline_changes"]
    row = frame.index[2]
    figures = [c for c in frame if c.endswith(("percent", "points")) or c[:2] in ("n_", "p", "p_")]
    frame.loc[row, [*figures, "note"]] = None
    frame.loc[row, "n_questions"] = 0
    frame.loc[row, ["verdict", "reason"]] = [Verdict.NOT_COMPARABLE, Reason.NO_COMMON_QUESTION]
    block = tables.headline_changes(fake_publication(headline_changes=frame))
    assert printed(block.html)[2][1:] == ["全体", *["／"] * 7, "両年度に共通する設問がない", "／"]


def needing_persons():
    """The headlines of the staff as if some of them had been tallied by hand."""
    frame = fake_tables()["headline_changes"]
    rows = frame["role"] == "counter_staff"
    figures = [c for c in frame if c.endswith(("percent", "points")) or c[:2] in ("n_", "p", "p_")]
    frame.loc[rows, [*(c for c in figures if c != "n_questions"), "note"]] = None
    frame.loc[rows, ["verdict", "reason"]] = [Verdict.NOT_COMPUTABLE, Reason.NEEDS_PERSONS]
    return fake_publication(headline_changes=frame), fake_publication("en", headline_changes=frame)


def test_headline_changes__say_that_persons_are_needed():
    ja, en = (tables.headline_changes(pub) for pub in needing_persons())
    nothing = ["全体", *["／"] * 7, "一人一人の回答がなく計算できない", "／"]
    assert printed(ja.html)[2][1:] == nothing
    assert "Not computable without persons' answers" in en.plain


def test_detectable_changes__say_that_persons_are_needed():
    ja, en = (tables.detectable_changes(pub) for pub in needing_persons())
    assert printed(ja.html)[1][1:] == ["／／"] * 3
    assert "／／：はい・いいえの数だけで届いた回答があり、" in caption(ja)
    assert "without persons" in en.plain


def test_families__name_what_needs_persons_only_where_there_is_any(pub):
    assert "一人一人の回答の不足" not in tables.families(pub).plain
    frame = fake_tables()["families"]
    frame.loc[1, ["n_not_computable", "n_tested", "n_flagged"]] = [3, 0, 0]
    block = tables.families(fake_publication(families=frame))
    assert "一人一人の回答の不足" in block.plain
    # hidden, not comparable, without persons, no answers, too few, alike, tested, different
    assert rows_of(block, 0)[0][1:] == ["区分の率", "6", "2", "0", "3", "1", "0", "0", "0", "0"]


def test_headline_changes__say_when_there_is_no_role():
    none = fake_tables()["headline_changes"].iloc[:0]
    for make in (tables.headline_changes, tables.detectable_changes):
        assert make(fake_publication(headline_changes=none)).plain == "比較する区分はない。"


def test_composition__splits_every_change_that_is_shown(pub):
    block = tables.composition(pub)
    assert body_names(block) == ["重点項目（回答対象の全員）", STAFF, "係長級"]
    focus = rows_of(block, 0)
    # change, within, mix; first-year shares; p
    split = ["−9", "−6", "−3", "25", "27", "<0.01"]
    assert focus[1] == ["", "緊急時の連絡体制表がある場所を知っている", *split]
    assert focus[2] == ["1問：回答者が10人未満のため表示しない"] * 8


def test_composition__flags_what_goes_against_both_tenures(pub):
    block = tables.composition(pub)
    assert rows_of(block, 1)[0][2:5] == ["−5◆", "+1", "−6"]
    (flagged,) = [cell for cell in parsed(block.html).iter("td") if text_of(cell) == "−5◆"]
    assert flagged.get("class") == "figure strong"
    assert "◆：１年目と２年目以上はそれぞれ上昇したが" in caption(block)
    assert block.plain.count("◆") == 2  # the figure and its explanation


def test_composition__says_in_a_sentence_what_goes_against_both_tenures(pub):
    assert tables.composition(pub).plain.startswith(
        f"{STAFF}「印刷物を施錠して保管している」：１年目と２年目以上はそれぞれ上昇したが、全体では低下した。"
        "１年目の割合が、令和４年度の25％から令和５年度の62％に変わったためである。"
    )
    frame = fake_tables()["composition"].assign(against_both=False)
    block = tables.composition(fake_publication(composition=frame))
    # four questions are split: two of everyone, two of the staff
    assert block.plain.startswith("内訳を示せる4問に、")
    assert "◆" not in block.plain


def test_composition__counts_what_did_not_move_or_is_not_split(pub):
    block = tables.composition(pub)
    assert rows_of(block, 1)[-1][0] == "1問：全体の変化も内訳も四捨五入して０ポイント"
    assert rows_of(block, 2) == [
        ["1問：回答者の従事年数が一方に限られる。1問：回答者が10人未満のため表示しない"] * 8
    ]


def test_composition__says_why_there_is_no_p():
    frame = fake_tables()["composition"]
    frame.loc[0, "cmh_p"] = None
    block = tables.composition(fake_publication(composition=frame))
    assert rows_of(block, 0)[0][-1] == "／"
    assert "／：１年目、２年目以上のそれぞれで全員同じ回答のため" in caption(block)


def test_composition__names_its_methods(pub):
    for name in ("Kitagawa", "Cochran–Mantel–Haenszel"):
        assert name in footnotes(tables.composition(pub))


@pytest.mark.parametrize("language", ["ja", "en"])
def test_composition__says_when_no_change_can_be_split(language):
    frame = fake_tables()["composition"]
    hidden = frame[frame["state"] != State.SHOWN]
    for rows in (hidden, frame.iloc[:0]):
        block = tables.composition(fake_publication(language, composition=rows))
        assert "<table" not in block.html
        assert {"ja": "変化の内訳は示さない", "en": "no change is split"}[language] in block.plain


def test_contrasts__set_the_first_year_before_the_others(pub):
    block = tables.contrasts(pub)
    above, below, *_ = printed(block.html)
    assert below[2:4] == below[10:] == ["１年目", "２年目以上"]
    knows = ["76", "95", "−18", "−35～−5", "−18", "<0.01", "<0.05", "１年目の方が低い", "34", "92"]
    assert rows_of(block, 0)[1][2:] == knows
    assert above[4:7] == ["差（ポイント）"] * 3


def test_contrasts__print_the_headline_first_and_count_what_tells_nothing(pub):
    rows = rows_of(tables.contrasts(pub), 1)
    assert [row[:2] for row in rows[:4]] == [
        ["", "区分の率"],
        ["1", "この１年間に、ログインしたままの端末を見かけた適正な回答は「いいえ」"],
        ["3", "緊急時の連絡体制表がある場所を知っている"],
        ["5", "印刷物を施錠して保管している"],
    ]
    hidden = "1問：回答者が10人未満のため表示しない。1問：１年目も２年目以上も全員同じ回答"
    assert rows[4:] == [[hidden] * 12]


def test_contrasts__count_a_hidden_headline_with_its_questions(pub):
    leads = rows_of(tables.contrasts(pub), 2)
    assert leads == [["区分の率及び2問：回答者が10人未満のため表示しない"] * 12]


def test_contrasts__never_speak_of_a_rise_or_fall():
    japanese = tables.contrasts(fake_publication()).plain
    assert not re.search("上昇|低下|変化", japanese)
    assert "違いがあるとはいえない‡" in japanese
    assert "１年目の方が高い§" in japanese
    assert not re.search(r"\b(rose|fell|changed)\b", tables.contrasts(fake_publication("en")).plain)


def test_contrasts__say_what_their_verdict_rests_on():
    block = tables.contrasts(fake_publication(alpha=0.01))
    assert "補正後のp値が0.01以下のときに" in caption(block)
    assert "permutation test" in footnotes(block)
    assert "「検出できる差」は" in footnotes(block)


@pytest.mark.parametrize("language", ["ja", "en"])
def test_contrasts__say_when_none_can_be_shown(language):
    frame = fake_tables()["contrasts"]
    for rows in (frame[frame["state"] != State.SHOWN], frame.iloc[:0]):
        block = tables.contrasts(fake_publication(language, contrasts=rows))
        assert "<table" not in block.html
        assert {"ja": "比較は示さない", "en": "not compared"}[language] in block.plain


def test_trend__prints_every_year_and_the_test(pub):
    block = tables.trend(pub)
    _, below, *_ = printed(block.html)
    assert below[1:4] == ["令和３年度", "令和４年度", "令和５年度"]
    assert rows_of(block, 0)[0][1:] == [
        *("83", "86", "88"),
        "令和３年度～令和５年度",
        "0.241",
        "≥0.05",
        "傾向があるとはいえない",
    ]
    rose = ["令和３年度～令和５年度", "0.004", "<0.01", "上昇の傾向がある"]
    assert rows_of(block, 1)[0][4:] == rose


def test_trend__marks_where_a_series_breaks_and_says_why_it_is_not_tested(pub):
    block = tables.trend(pub)
    assert rows_of(block, 0)[2][1:] == [
        *("95", "99◇", "90"),
        "令和４年度～令和５年度",
        "／",
        "／",
        "続けて比較できる年度が３年度に満たない",
    ]
    assert "◇：前の年度の値がないか、設問の意味が変わったため" in caption(block)


def test_trend__marks_hidden_years_and_years_without_answers():
    tables_ = fake_tables()
    trend = tables_["trend"]
    gap = (trend["question"] == "knows_contact_tree") & (trend["fiscal_year"] == 2021)
    block = tables.trend(fake_publication(trend=trend[~gap]))
    assert rows_of(block, 0)[1][1:] == ["＊", "89", "81", *["＊"] * 4]
    assert rows_of(block, 0)[2][1:3] == ["…", "99"]  # the first year it has is no break
    assert rows_of(block, 1)[1] == ["係長級", *["＊"] * 7]


def test_trend__leaves_room_for_a_year_that_no_series_has():
    trend = fake_tables()["trend"]
    block = tables.trend(fake_publication(trend=trend[trend["fiscal_year"] != 2022]))
    assert printed(block.html)[1][1:4] == ["令和３年度", "令和４年度", "令和５年度"]
    assert rows_of(block, 0)[0][1:4] == ["83", "…", "88"]


def test_trend__names_its_methods(pub):
    text = footnotes(tables.trend(pub))
    assert "コクラン・アーミテージ（Cochran–Armitage）" in text
    assert "並べ替え検定" in text


@pytest.mark.parametrize(("language", "words"), [("ja", "３年度以上"), ("en", "three years")])
def test_trend__of_two_years_says_that_it_needs_three(language, words):
    block = tables.trend(fake_publication(language, **without_trend()))
    assert "<table" not in block.html
    assert words in block.plain


@pytest.mark.parametrize(
    "name", ["changes_found", "detectable_changes", "headline_changes", "changes", "composition"]
)
def test_table__of_changes_says_when_there_is_no_last_year(name):
    block = EVERY_TABLE[name](fake_publication(**first_year()))
    assert block.plain == NO_LAST_YEAR


def test_table__of_tenures_stands_without_a_last_year():
    pub = fake_publication(**first_year())
    assert len(rows_of(tables.contrasts(pub), 1)) == 5
    compared = {row[0] for row in printed(tables.families(pub).html)[2:]}
    assert compared == {"１年目と２年目以上の比較"}


def test_focus_answers__print_base_yes_and_no_of_both_years_and_the_change(pub):
    rows = printed(tables.focus_answers(pub, 2).html)
    everyone = ["126", "90", "10", "120", "99", "1", "−9", "低下した"]
    assert rows[-1][1:] == ["全体", *everyone]
    assert rows[0][2:8] == ["令和５年度"] * 3 + ["（参考）令和４年度"] * 3


def test_focus_answers__mark_a_verdict_that_its_interval_seems_to_contradict(pub):
    block = tables.focus_answers(pub, 2)
    assert printed(block.html)[-2][-1] == "変化があったとはいえない†"
    assert "†：信頼区間は０を含まないが" in caption(block)


def test_focus_answers__mark_hidden_answers_in_both_years_and_in_the_change(pub):
    first_year = printed(tables.focus_answers(pub, 1).html)[5]
    assert first_year[1:] == ["１年目", *["＊"] * 8]


def test_focus_answers__say_which_answer_is_proper_and_who_was_asked(pub):
    saw, spoke = (printed(tables.focus_answers(pub, 1).html)[row][0] for row in (2, 5))
    assert "適正な回答は「いいえ」" in saw
    assert f"回答対象は{STAFF}" in saw
    assert "「この１年間に、ログインしたままの端末を見かけた」に「はい」と答えた人に限る" in spoke
    assert "周囲に職員がいた場合に限る" in spoke


def test_focus_answers__speak_of_rounding_only_beside_a_change(pub):
    assert "四捨五入" in caption(tables.focus_answers(pub, 1))
    first = tables.focus_answers(fake_publication(**first_year()), 1)
    assert "四捨五入" not in first.plain


def test_focus_answers__in_a_first_year_print_no_change():
    frame = fake_tables()["focus_answers"]
    pub = fake_publication(last_year=None, focus_answers=frame[frame["fiscal_year"] == 2023])
    assert printed(tables.focus_answers(pub, 2).html)[-1][1:] == ["全体", "126", "90", "10"]


def test_cell_states__count_every_state_of_every_table(pub):
    rows = printed(tables.cell_states(pub).html)
    open_states = ["表示", "幅で示す", "該当なし", "回答なし"]
    hidden = ["全体と同じ扱い", "回答者10人未満", "逆算の防止", "条件付きの設問"]
    assert rows[1] == ["表", *open_states, *hidden]
    # 6 + 14 + 18 + 3 shown, 2 + 1 absent, 4 + 2 + 6 + 2 small, 2 + 2 protecting
    assert rows[-1] == ["合計", "41", "0", "3", "0", "0", "14", "4", "0"]


def test_tables__take_nullable_integers_as_the_door_hands_them():
    frame = fake_tables()["rates_by_role"]
    frame["rate_percent"] = frame["rate_percent"].astype("Int64")
    assert frame["rate_percent"].isna().any()
    block = tables.rates_by_role(fake_publication(rates_by_role=frame))
    assert printed(block.html) == printed(tables.rates_by_role(fake_publication()).html)


def test_tables__exist_in_english():
    pub = fake_publication("en")
    assert printed(tables.rates_by_role(pub).html)[0][1] == "Headcount(people)"
    assert rows_of(tables.changes(pub), 0)[0][6:11] == [
        "−6 to +11",
        "−14",
        "0.571",
        "1.000",
        "Not shown to have changed",
    ]


def without(name, columns, where=None):
    """Return a table of the release with some figures left out in the rows of a tenure."""
    frame = fake_tables()[name]
    rows = slice(None) if where is None else frame["tenure"] == where
    frame.loc[rows, columns] = None
    return {name: frame}


def test_headline_changes__say_why_a_comparison_is_shown_without_its_rates():
    changed = without("headline_changes", ["last_percent", "this_percent"], "all")
    block = tables.headline_changes(fake_publication(**changed))
    assert "・・：比べた設問だけの率は" in caption(block)
    assert "全体 | ・・ | ・・ | +2 | 0～+4" in block.plain


def test_headline_changes__say_why_a_small_group_has_no_interval():
    spread = ["low_points", "high_points", "detectable_points"]
    block = tables.headline_changes(
        fake_publication(**without("headline_changes", spread, "first_year"))
    )
    assert "－－：匿名性を守るため示さない（回答者が100人未満の区分" in caption(block)
    assert "１年目 | 91 | 97 | +5 | －－ | －－ | ≥0.05" in block.plain
