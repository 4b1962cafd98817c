"""Pages of a year whose last year is known only from print; figures are those of factories.py."""

from __future__ import annotations

import json
import re

import pandas as pd
import pytest

from selfcheck_analysis import charts, commentary, sections, tables
from selfcheck_analysis.terms import PrintedVerdict, State, Tenure
from tests.factories import fake_publication, frame_of, printed_last_year, printed_row
from tests.markup import parsed, parts_of_lead, printed, text_of

STAFF = "窓口業務を担当する一般職員及び会計年度任用職員"
LAST = "令和４年度（公表値）"
UNCLEAR = "どの組合せでも変化があったとはいえない"
JAPANESE = re.compile("[\u3040-\u30ff\u4e00-\u9fff]")
NEEDS_ANSWERS = {
    "detectable_changes": tables.detectable_changes,
    "composition": tables.composition,
    "trend": sections.trend,
}
TABLES = {
    "rates_by_role": tables.rates_by_role,
    "changes_found": tables.changes_found,
    "families": tables.families,
    "headline_changes": tables.headline_changes,
    "changes": tables.changes,
    "focus_answers": lambda pub: tables.focus_answers(pub, 1),
    "cell_states": tables.cell_states,
}
COMPARING = {
    **NEEDS_ANSWERS,
    **TABLES,
    "lead_rates": lambda pub: commentary.lead(pub, "rates"),
    "lead_year": lambda pub: commentary.lead(pub, "year_over_year"),
    "lead_focus": lambda pub: commentary.lead(pub, "focus"),
    "sentences": lambda pub: commentary.focus_sentences(pub, 2),
    "method": commentary.method_box,
}


def publication(language="ja", **changes):
    return fake_publication(language, **{**printed_last_year(), **changes})


@pytest.fixture
def pub():
    return publication()


def with_rows(*rows, language="ja"):
    """Return a publication of which `printed_changes` holds these rows."""
    return publication(language, printed_changes=frame_of("printed_changes", list(rows)))


def with_verdict(verdict, language="ja", state=State.SHOWN, last="88.0", **changed):
    """Return one comparison of the contact question over everyone, with some verdict."""
    figures = {
        **{"n_this": 126, "last": last, "this": 90, "low": -3, "high": -2, "n_tables": 144},
        **{"share": "0", "p_low": "0.214", "p_high": "0.348"},
        **{"p_adjusted_low": "0.428", "p_adjusted_high": "0.696"},
    } | changed
    values = list(figures.values())
    row = printed_row("knows_contact_tree", Tenure.ALL, *values, verdict, state)
    return with_rows(row, language=language)


@pytest.mark.parametrize("name", COMPARING)
def test_block__is_in_the_language_of_the_page(name):
    japanese, english = (COMPARING[name](publication(it)).plain for it in ("ja", "en"))
    assert JAPANESE.search(japanese)
    assert not JAPANESE.search(english)


@pytest.mark.parametrize("name", sorted(set(COMPARING) - {"cell_states", "families"}))
def test_block__says_that_last_year_is_known_from_print_alone(name):
    assert "公表値" in COMPARING[name](publication()).plain
    assert re.search("[Pp]rint", COMPARING[name](publication("en")).plain)


@pytest.mark.parametrize("page", ["rates", "year_over_year", "focus"])
def test_title__says_that_last_year_is_known_from_print_alone(pub, page):
    said = (
        "令和４年度は、公表された割合（公表値）だけが分かっており、一人一人の回答は残っていない。"
    )
    assert said in commentary.title(pub, page).plain
    assert said not in commentary.title(fake_publication(), page).plain


def test_title__of_the_page_of_responses_has_nothing_of_last_year_to_say(pub):
    assert "公表値）だけ" not in commentary.title(pub, "responses").plain


@pytest.mark.parametrize("name", NEEDS_ANSWERS)
def test_section__that_needs_last_years_answers_is_one_sentence_that_says_so(pub, name):
    block = NEEDS_ANSWERS[name](pub)
    assert "一人一人の回答が必要であり、前年度は公表値だけが分かっている" in block.plain
    assert parsed(block.html).find(".//table") is None


@pytest.mark.parametrize("name", sorted(set(TABLES) - {"families"}))
def test_table__fills_its_grid_and_heads_every_row(pub, name):
    table = parsed(TABLES[name](pub).html).find(".//table")
    rows = printed(TABLES[name](pub).html)
    assert len({len(row) for row in rows}) == 1
    assert len(rows) > 1
    heads = table.findall(".//th")
    assert all(cell.get("scope") in {"col", "colgroup", "row", "rowgroup"} for cell in heads)
    spans = [int(group.get("span")) for group in table.findall("colgroup")]
    assert not spans or sum(spans) == len(rows[0])


def test_changes__print_both_percents_ranges_tables_and_verdict(pub):
    rows = printed(tables.changes(pub).html)
    assert rows[1] == [
        *("設問", "従事年数（回答者数）", "令和４年度（公表値）", "令和５年度"),
        *(
            "差の範囲（ポイント）",
            "数（通り）",
            "うち差あり（補正前、％）",
            "補正前",
            "補正後",
            "判定",
        ),
    ]
    saw = [row[1:] for row in rows if row[0].startswith("この１年間に")]
    everyone = ["85.7", "88", "+2～+3", "4,107", "0", "0.342～0.510", "0.684～1.000", UNCLEAR]
    assert saw[0] == ["全体126人", *everyone]
    assert saw[1][:4] == ["１年目34人", "85.0", "91", "+5～+7"]


def test_changes__one_figure_stands_where_both_ends_print_the_same(pub):
    knows = [row for row in printed(tables.changes(pub).html) if "緊急時" in row[0]]
    everyone = ["99", "90", "−9", "144", "100", "<0.001～0.003", "0.001～0.008"]
    assert knows[0][2:] == [*everyone, "どの組合せでも低下した"]
    assert knows[1][7] == "≥0.05"
    assert knows[2][7] == "<0.05～≥0.05"


def test_changes__a_moved_verdict_alone_is_bold(pub):
    table = parsed(tables.changes(pub).html)
    assert [
        text_of(cell) for cell in table.iter("td") if "strong" in (cell.get("class") or "")
    ] == ["どの組合せでも低下した"]


def test_changes__mark_what_is_hidden_not_printed_or_too_fine(pub):
    block = tables.changes(pub)
    spoke = [row for row in printed(block.html) if "声をかけた" in row[0]]
    assert spoke == [
        [
            *("見かけた端末の利用者に声をかけた", "全体16人", "公表なし", "81"),
            *(["／"] * 5),
            "前年度の公表値がない",
        ]
    ]
    assert "公表なし：前年度の公表値がない" in block.plain
    assert "＃：匿名性を守るため示さない（どちらかの年度の回答者が100人未満）" in block.plain


def test_changes__of_a_hidden_row_print_the_public_percent_alone():
    row = printed_row(
        "knows_contact_tree", Tenure.ALL, None, "99", *(None,) * 9, None, State.HIDDEN_SMALL
    )
    rows = printed(tables.changes(with_rows(row)).html)
    assert rows[-1][1:] == ["全体", "99", *["＊"] * 7]


def test_changes__leave_out_single_tenures_that_are_hidden_or_all_alike(pub):
    tenures = [row[1] for row in printed(tables.changes(pub).html)[2:]]
    assert len(tenures) == 7  # nine comparisons, of which two tenures are hidden
    alike = printed_row(
        *("knows_contact_tree", Tenure.FIRST_YEAR, 34, "100", 100, 0, 0, 144, None),
        *("≥0.05", "≥0.05", "≥0.05", "≥0.05", PrintedVerdict.ALIKE, State.SHOWN),
    )
    assert "該当する設問はない。" in tables.changes(with_rows(alike)).plain


def test_changes__can_print_some_verdicts_only(pub):
    rows = printed(tables.changes(pub, only=[PrintedVerdict.UNDECIDED]).html)
    assert [row[1] for row in rows[2:]] == ["２年目以上92人"]


def test_changes__say_what_is_compared_and_how(pub):
    text = tables.changes(pub).plain
    for said in (
        "公表値どおりになる人数の組合せの全てと今年度の回答を比べたときの、最小と最大",
        "ブシュロー",
        "ホルム",
        "補正前のp値が0.05以下となる組合せの数の割合であり、差がある確からしさではない",
        "対象者数が分かる最も近い年度の人数に近い範囲",
    ):
        assert said in text


def test_changes_found__print_what_moved_in_every_table(pub):
    rows = printed(tables.changes_found(pub).html)
    assert [row[-1] for row in rows[2:]] == ["どの組合せでも低下した"]


def test_changes_found__say_when_nothing_did():
    block = tables.changes_found(with_verdict(PrintedVerdict.UNDECIDED))
    assert "どの組合せでも上昇した、又は低下したといえるものはない" in block.plain
    assert "「変わらない」という意味ではない" in block.plain


def test_headline_changes__print_both_rates_and_that_nothing_can_be_told(pub):
    block = tables.headline_changes(pub)
    rows = printed(block.html)
    assert rows[1] == ["区分", "従事年数", "令和４年度（公表値）", "令和５年度", "判定"]
    assert rows[2] == [STAFF, "全体", "96.4", "98", "一人一人の回答がなく判定できない"]
    assert rows[5:] == [
        ["係長級", "全体", "100", "＊", "＊"],
        ["係長級", "１年目", "－", "－", "－"],  # nobody in print, nobody this year
        ["係長級", "２年目以上", "100", "＊", "＊"],
    ]
    assert "上昇又は低下したといえるかを判定できない" in block.plain


def test_families__say_that_comparisons_with_the_print_are_not_among_them(pub):
    assert "前年度の公表値との比較は、次の表に数えない" in tables.families(pub).plain
    assert "公表値" not in tables.families(fake_publication()).plain


def test_rates_by_role__print_last_year_as_printed(pub):
    years, _, staff, leads = printed(tables.rates_by_role(pub).html)
    assert years[3:] == ["令和５年度（％）"] * 3 + ["令和４年度（公表値）（％）"] * 3
    assert staff[3:] == ["97", "98", "98", "91.0", "98.2", "96.4"]
    assert leads[3:] == ["－", "＊", "＊", "－", "100", "100"]
    assert (
        "計算の方法や対象とした設問が令和５年度と同じとは限らない"
        in tables.rates_by_role(pub).plain
    )


def test_rates_by_role__mark_a_role_that_was_not_printed():
    frame = printed_last_year()["rates_by_role"]
    new = frame[(frame["role"] != "counter_staff") | (frame["fiscal_year"] == 2023)]
    staff = printed(tables.rates_by_role(publication(rates_by_role=new)).html)[2]
    assert staff[3:] == ["97", "98", "98", *["公表なし"] * 3]


def test_focus_answers__print_yes_and_no_of_last_year_without_a_base(pub):
    years, heads, *rows = printed(tables.focus_answers(pub, 2).html)
    assert years[2:7] == ["令和５年度"] * 3 + [LAST] * 2
    assert heads[5:] == ["はい（％）", "いいえ（％）", "差の範囲（ポイント）", "判定"]
    everyone = ["126", "90", "10", "99", "1", "−9", "どの組合せでも低下した"]
    assert rows[-1][1:] == ["全体", *everyone]


def test_focus_answers__mark_what_was_not_printed(pub):
    rows = printed(tables.focus_answers(pub, 1).html)[2:]
    # of the first question the share of no was not printed, of the second nothing
    assert rows[2][5:7] == ["14.3", "公表なし"]
    assert rows[5][1:] == [
        *("全体", "16", "81", "19", "公表なし", "公表なし", "／", "前年度の公表値がない")
    ]
    assert rows[3][1:] == ["１年目", *["＊"] * 3, *["公表なし"] * 2, *["＊"] * 2]


@pytest.mark.parametrize("language", ["ja", "en"])
@pytest.mark.parametrize("verdict", sorted(set(PrintedVerdict) - {PrintedVerdict.NOT_BOUNDED}))
def test_sentence__exists_for_every_verdict(verdict, language):
    text = commentary.focus_sentences(with_verdict(verdict, language), 2).plain
    assert len(text.splitlines()) == 2


def sentence(pub):
    return commentary.focus_sentences(pub, 2).plain.splitlines()[1]


def test_sentence__of_a_fall_names_both_years_the_ranges_and_the_tables(pub):
    assert sentence(pub) == (
        "全体：適正な回答の割合は、令和４年度（公表値）の99％から令和５年度の90％へ、公表値どおりになる"
        "どの人数の組合せでも低下した（差−9ポイント、補正後 p = 0.001～0.008、"
        "回答者は令和５年度126人、当てはまる組合せ144通り）。"
    )


MOVED = (PrintedVerdict.ROSE, PrintedVerdict.FELL)


@pytest.mark.parametrize("verdict", sorted(set(PrintedVerdict) - {PrintedVerdict.NOT_BOUNDED}))
def test_sentence__claims_a_change_only_where_every_table_shows_one(verdict):
    text = sentence(with_verdict(verdict))
    assert bool(re.search("上昇した|低下した", text)) == (verdict in MOVED)
    assert "変わらない" not in text
    english = sentence(with_verdict(verdict, "en"))
    assert bool(re.search(r"\b(rose|fell)\b", english)) == (verdict in MOVED)


@pytest.mark.parametrize(
    ("verdict", "said"),
    [
        (
            PrintedVerdict.NOT_SHOWN,
            "公表値どおりになるどの人数の組合せでも、変化があったとはいえない",
        ),
        (PrintedVerdict.UNDECIDED, "変化があったといえるかどうかは、公表値からは決められない"),
        (
            PrintedVerdict.CONTRADICTORY,
            "値が互いに矛盾し、当てはまる人数の組合せがないため、比較できない",
        ),
        (PrintedVerdict.ALIKE, "公表値どおりになるどの人数の組合せでも、検定する差がない"),
        (PrintedVerdict.NOT_PRINTED, "前年度の公表値がなく、比較していない"),
    ],
)
def test_sentence__words_what_can_be_said(verdict, said):
    assert said in sentence(with_verdict(verdict))


def test_sentence__of_a_hidden_question_gives_the_reason_alone():
    hidden = with_verdict(None, state=State.HIDDEN_CONDITIONAL)
    assert sentence(hidden) == (
        "全体：条件付きの設問で、答えた人の有無や数も回答の内容を示すため表示しない。"
    )


def test_lead__of_changes_names_what_moved_and_counts_the_rest(pub):
    lead = parts_of_lead(commentary.lead(pub, "year_over_year").html)
    # nine comparisons: two hidden, one fell, one undecided, one not printed, four not shown
    assert "比較（設問×従事年数）は7件である" in lead["opening"][0]
    assert "上昇又は低下したものは1件である" in lead["opening"][0]
    (fell,) = lead["changed"]
    assert fell.startswith("回答対象の全員「緊急時の連絡体制表がある場所を知っている」（全体）：")
    assert fell.endswith("公表値どおりになるどの人数の組合せでも低下した。")
    assert lead["evidence"][0].startswith(fell.removesuffix("。") + "（差−9ポイント、")
    (unclear,) = lead["unchanged"]
    assert unclear.startswith("どの組合せでも変化があったとはいえないもの：重点項目の設問4件")
    assert lead["untold"][:2] == [
        "公表値からは決められないもの：重点項目の設問1件",
        "前年度の公表値がないもの：重点項目の設問1件",
    ]
    assert lead["untold"][2].startswith(
        "区分の率の変化は、前年度の一人一人の回答がないため判定できない"
    )


def test_lead__of_changes_counts_what_is_hidden_beside_the_print():
    names = ("printed_changes", "printed_headlines", "changes")
    rows = [(name, State.HIDDEN_SMALL, n) for name, n in zip(names, (2, 5, 100), strict=True)]
    states = pd.DataFrame(rows, columns=["table", "state", "count"])
    text = commentary.lead(publication(cell_states=states), "year_over_year").plain
    assert "7欄のうち、7欄は匿名性を守るため表示しない" in text  # 2 + 5; changes are not made


@pytest.mark.parametrize("language", ["ja", "en"])
@pytest.mark.parametrize("verdict", sorted(set(PrintedVerdict) - {PrintedVerdict.NOT_BOUNDED}))
def test_lead__of_changes_has_words_for_every_verdict(verdict, language):
    pub = with_verdict(verdict, language)
    lead = parts_of_lead(commentary.lead(pub, "year_over_year").html)
    moved = verdict in (PrintedVerdict.ROSE, PrintedVerdict.FELL)
    nothing = pub.words("part.none_moved", what=pub.words("count.kind.focus"))
    assert (lead["changed"] == [nothing]) is not moved
    assert len(lead["evidence"]) == moved
    # the headlines cannot be told in any case
    told = [*lead["unchanged"], *lead["untold"][:-1]]
    assert len([text for text in told if re.search(r"\d", text)]) == (not moved)


def test_lead__of_focus_puts_every_question_under_its_part(pub):
    lead = parts_of_lead(commentary.lead(pub, "focus").html)
    assert lead["opening"][0].startswith("重点項目の3問のうち、令和４年度（公表値）から")
    assert "1問である" in lead["opening"][0]
    assert lead["changed"][0].endswith("：どの組合せでも低下した（99％→90％）")
    assert lead["unchanged"][0].endswith(f"：{UNCLEAR}（85.7％→88％）")
    assert lead["untold"][0].endswith("：前年度の公表値がない")


def test_lead__of_rates_sets_the_printed_rates_beside_this_years(pub):
    points = parts_of_lead(commentary.lead(pub, "rates").html)["points"]
    assert points[0] == f"{STAFF}：全体で、令和４年度（公表値）は96.4％、令和５年度は98％である。"
    assert points[1].startswith("区分の率が上昇又は低下したといえるかは")


def test_lead__of_rates_counts_the_roles_whose_printed_rate_is_the_same():
    frame = printed_last_year()["rates_by_role"]
    # 98.0 as printed and 98 are one and the same rate
    same = frame.assign(rate_percent=frame["rate_percent"].replace("96.4", "98.0"))
    lead = commentary.lead(publication(rates_by_role=same), "rates")
    points = parts_of_lead(lead.html)["points"]
    assert points[0] == "ほかの1区分は、全体の率が、表示した桁で前年度の公表値と同じである。"


def test_lead__of_rates_finds_the_lowest_by_number_and_not_by_text():
    frame = printed_last_year()["rates_by_role"]
    texts = {"97": "9", "98": "10"}  # as texts 9 would come after 10
    turned = frame.assign(rate_percent=frame["rate_percent"].replace(texts))
    assert "１年目の9％" in commentary.lead(publication(rates_by_role=turned), "rates").plain


def test_method_box__says_how_a_print_is_compared_with(pub):
    text = commentary.method_box(pub).plain
    assert "公表値どおりになる人数の組合せを全て挙げ" in text
    assert "今年度の率そのものは事実であり" in text
    assert "差そのものは事実" not in text
    assert "補正後のp値がどの組合せでも0.05以下のとき" in text
    assert "公表値" not in commentary.method_box(fake_publication()).plain


def drawn(block):
    rows = [row for rows in block.spec["datasets"].values() for row in rows]
    return [row for row in rows if "percent" in row]


@pytest.mark.parametrize("chart", [charts.rates_by_role, lambda pub: charts.focus_answers(pub, 2)])
def test_chart__names_last_year_as_printed(pub, chart):
    block = chart(pub)
    assert {row["year"] for row in drawn(block)} == {LAST, "令和５年度"}
    assert LAST in block.description
    domains = json.dumps(block.spec, ensure_ascii=False)
    assert f'"domain": ["{LAST}", "令和５年度"]' in domains


def test_chart__draws_percents_with_their_decimals(pub):
    rows = drawn(charts.rates_by_role(pub))
    last = {row["row"].split("\n")[1]: row["percent"] for row in rows if row["year"] == LAST}
    assert last["全体"] in (96.4, 100)
    assert "全体 令和４年度（公表値） 96.4％" in charts.rates_by_role(pub).description
