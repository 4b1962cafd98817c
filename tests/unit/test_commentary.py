"""The sentences of the pages; every figure in them is one of tests/factories.py."""

import re

import pytest

from selfcheck_analysis import commentary
from selfcheck_analysis.terms import ALL_ROLES, State, Tenure, Verdict
from tests.factories import fake_publication, fake_tables
from tests.markup import parsed, text_of

PAGES = ("responses", "rates", "year_over_year", "focus")
KNOWS = "緊急時の連絡体制表がある場所を知っている"


@pytest.fixture
def pub():
    return fake_publication()


def with_verdict(verdict, language="ja"):
    """Return a release in which `KNOWS` has another verdict over everyone and all tenures."""
    frame = fake_tables()["changes"]
    row = (frame["role"] == ALL_ROLES) & (frame["question"] == "knows_contact_tree")
    frame.loc[row & (frame["tenure"] == Tenure.ALL), "verdict"] = verdict
    return fake_publication(language, changes=frame)


def sentence(verdict, language="ja"):
    """Return the sentence on everyone's answers to `KNOWS` under a verdict."""
    return commentary.focus_sentences(with_verdict(verdict, language), 2).plain.split("\n")[1]


@pytest.mark.parametrize("page", PAGES)
def test_title__names_page_programme_and_year(pub, page):
    block = commentary.title(pub, page)
    assert text_of(parsed(block.html).find(".//h1")) == pub.words(f"page.{page}.title")
    assert "見本ネットの職員自己点検" in block.plain
    assert "令和５年度" in block.plain


def test_title__warns_of_synthetic_data_only_where_there_are_any():
    warning = "合成データによる見本です"
    assert warning in commentary.title(fake_publication(), "rates").html
    assert warning not in commentary.title(fake_publication(synthetic=False), "rates").html


def test_title__names_the_disclosure_policy_and_its_threshold():
    block = commentary.title(fake_publication(policy_name="council", min_base=12), "rates")
    assert "「council」" in block.plain
    assert "12人未満" in block.plain


def test_heading__is_a_second_level_heading(pub):
    assert commentary.heading(pub, "method").html.strip() == "<h2>数値の見方</h2>"
    assert commentary.focus_heading(pub, 2).html.strip() == "<h2>重点項目2　緊急時の連絡体制</h2>"


@pytest.mark.parametrize("verdict", Verdict)
@pytest.mark.parametrize("language", ["ja", "en"])
def test_focus_sentences__exist_for_every_verdict(verdict, language):
    assert re.search(r"[。.]$", sentence(verdict, language))


def test_focus_sentences__say_fell_with_the_evidence():
    assert sentence(Verdict.FELL) == (
        "全体：適正な回答の割合は、令和４年度の99％から令和５年度の90％へ低下した"
        "（差−9ポイント、95％信頼区間 −16～−4、補正後 p = 0.008、回答者120人→126人）。"
    )


def test_focus_sentences__explain_a_change_that_is_not_that_of_the_printed_rates(pub):
    # 86 to 88 is printed as +3
    lines = commentary.focus_sentences(pub, 1).plain.split("\n")
    assert "回答者120人→126人、差は四捨五入する前の値から計算" in lines[1]
    assert "四捨五入" not in lines[2]  # 85 to 91 is +6


def test_focus_sentences__say_where_no_is_the_proper_answer(pub):
    lines = commentary.focus_sentences(pub, 1).plain.split("\n")
    assert lines[0].endswith("（適正な回答は「いいえ」）")
    assert "いいえ" not in "".join(lines[1:])


@pytest.mark.parametrize("verdict", sorted(set(Verdict) - {Verdict.ROSE, Verdict.FELL}))
def test_focus_sentences__claim_a_change_only_when_one_was_shown(verdict):
    assert not re.search("上昇|低下|増え|減っ|減少|下がっ|上がっ", sentence(verdict))


@pytest.mark.parametrize("verdict", sorted(set(Verdict) - {Verdict.NO_CHANGE_TO_TEST}))
def test_focus_sentences__never_claim_that_nothing_changed(verdict):
    assert not re.search("変わらな|変化はな|変化がな|同じ|横ばい", sentence(verdict))
    assert not re.search("unchanged|no change|same", sentence(verdict, "en"))


def test_focus_sentences__word_what_is_not_shown_to_have_changed():
    assert "変化があったとはいえない" in sentence(Verdict.NOT_SHOWN)
    assert "not shown to have changed" in sentence(Verdict.NOT_SHOWN, "en")


def test_focus_sentences__add_single_tenures_only_where_they_are_shown(pub):
    lines = commentary.focus_sentences(pub, 1).plain.split("\n")
    groups = [line.split("：")[0] for line in lines if "：" in line]
    # The first question is shown in every tenure, the second only over all of them.
    assert groups == ["全体", "１年目", "２年目以上", "全体"]


def test_focus_sentences__say_why_everyone_together_is_not_shown():
    frame = fake_tables()["changes"]
    frame.loc[frame["question"] == "knows_contact_tree", "state"] = State.HIDDEN_SMALL
    block = commentary.focus_sentences(fake_publication(changes=frame), 2)
    assert block.plain == f"{KNOWS}\n全体：回答者が10人未満のため表示しない。"


def test_focus_sentences__name_the_declared_reason_of_a_question_not_comparable():
    frame = fake_tables()["changes"]
    knows = (frame["question"] == "knows_contact_tree") & (frame["role"] == ALL_ROLES)
    frame.loc[knows, "question"] = "locks_papers_away"
    frame.loc[knows, "verdict"] = Verdict.NOT_COMPARABLE
    row = frame[knows & (frame["tenure"] == Tenure.ALL)].iloc[0]
    text = commentary.focus.change_sentence(fake_publication(), row)
    assert text == "全体：前年度と比較できない（保管の範囲を広げた）。"


def test_focus_sentences__without_a_last_year_say_so():
    pub = fake_publication(last_year=None, changes=fake_tables()["changes"].iloc[:0])
    assert commentary.focus_sentences(pub, 1).plain == "前年度の結果がないため、変化は示さない。"


def test_lead__of_responses_adds_up_and_gives_the_response_rate(pub):
    lines = commentary.lead(pub, "responses").plain.split("\n")
    assert lines[0] == ("2件のファイルで136人分の回答が届き、134人分を集計に用い、2人分を除いた。")
    assert "1件の回答を無効とした" in lines[1]
    assert "回答率は100％" in lines[2]


def test_lead__of_rates_names_the_lowest_and_the_roles_that_differ(pub):
    text = commentary.lead(pub, "rates").plain
    assert "１年目の97％" in text
    assert "全体で96％から98％" in text
    assert "4欄は匿名性を守るため表示しない（回答者10人未満 4欄）" in text


def test_lead__of_rates_says_when_nothing_can_be_shown():
    frame = fake_tables()["rates_by_role"]
    frame["rate_percent"] = None
    text = commentary.lead(fake_publication(rates_by_role=frame), "rates").plain
    assert text.startswith("令和５年度の適正実施率は、どの区分も表示できない。")


def test_lead__of_changes_begins_with_what_changed(pub):
    lines = commentary.lead(pub, "year_over_year").plain.split("\n")
    # 26 comparisons, 8 of them hidden
    assert lines[0].endswith(
        "結果を示せる18件の比較（区分×設問×従事年数）のうち、上昇又は低下と判定したものが2件である。"
    )
    assert lines[1].startswith(f"回答対象の全員「{KNOWS}」（全体）：適正な回答の割合は、")
    assert all("低下した" in line for line in lines[1:3])
    assert "匿名性を守るため表示しない" in lines[-1]


def test_lead__of_changes_says_when_nothing_moved():
    frame = fake_tables()["changes"]
    frame.loc[frame["verdict"] == Verdict.FELL, "verdict"] = Verdict.NOT_SHOWN
    lines = commentary.lead(fake_publication(changes=frame), "year_over_year").plain.split("\n")
    assert lines[0].endswith("のうち、上昇又は低下と判定したものはない。")
    assert "変化があったとはいえないもの：12件" in lines[1]  # 10 and the 2 that fell


def test_lead__of_changes_accounts_for_every_comparison(pub):
    lines = commentary.lead(pub, "year_over_year").plain.split("\n")
    counts = [int(re.search(r"：(\d+)件", line)[1]) for line in lines[3:-1]]
    hidden = int(re.search(r"うち、(\d+)欄", lines[-1])[1])
    # 26 comparisons = 2 fell + 10 unclear + 3 the same + 2 too few + 1 not comparable + 8 hidden
    assert counts == [10, 3, 2, 1]
    assert 2 + sum(counts) + hidden == 26


def test_lead__of_changes_only_counts_them_when_there_are_many():
    frame = fake_tables()["changes"]
    frame.loc[frame["verdict"] == Verdict.NOT_SHOWN, "verdict"] = Verdict.ROSE
    lines = commentary.lead(fake_publication(changes=frame), "year_over_year").plain.split("\n")
    assert "判定したものが12件" in lines[0]
    assert not any("上昇した" in line for line in lines[1:])


def test_lead__of_focus_puts_what_moved_first(pub):
    lines = commentary.lead(pub, "focus").plain.split("\n")
    assert lines[0].startswith("重点項目の3問のうち")
    assert lines[1] == f"「{KNOWS}」：低下した（99％→90％）"
    assert "変化があったとはいえない" in lines[2]


def test_lead__of_focus_says_when_nothing_moved():
    text = commentary.lead(with_verdict(Verdict.NOT_SHOWN), "focus").plain
    assert text.startswith("重点項目の3問に、令和４年度から上昇又は低下したと判定したものはない")


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("language", ["ja", "en"])
def test_lead__stands_without_a_last_year(page, language):
    tables = fake_tables()
    this = {
        name: tables[name][tables[name]["fiscal_year"] == 2023]
        for name in ("rates_by_role", "focus_answers")
    }
    none = tables["changes"].iloc[:0]
    pub = fake_publication(language, last_year=None, changes=none, **this)
    assert commentary.lead(pub, page).plain
    assert commentary.title(pub, page).plain


def test_lead__says_when_nothing_is_hidden():
    frame = fake_tables()["cell_states"]
    pub = fake_publication(cell_states=frame[frame["state"] == State.SHOWN])
    assert "匿名性を守るために表示しない欄はない。" in commentary.lead(pub, "rates").plain


def test_lead__refuses_an_unknown_page(pub):
    with pytest.raises(KeyError):
        commentary.lead(pub, "rate")


def test_method_box__explains_the_mean_that_is_shown():
    macro = commentary.method_box(fake_publication(headline_rate="macro")).plain
    pooled = commentary.method_box(fake_publication(headline_rate="pooled")).plain
    assert "どの設問も同じ重み" in macro
    assert "正答数の合計" in pooled
    assert "正答数の合計" not in macro


def test_method_box__takes_thresholds_from_the_release():
    pub = fake_publication(alpha=0.01, min_base=12, p_exact_min_base=50)
    text = commentary.method_box(pub).plain
    for threshold in ("99％信頼区間", "0.01以下", "12人未満", "50人未満"):
        assert threshold in text


def test_method_box__leaves_tests_out_of_a_page_that_prints_none():
    assert "ブシュロー" not in commentary.method_box(fake_publication(), tests=False).plain


def test_method_box__leaves_the_comparison_out_of_a_first_year():
    assert "ブシュロー" in commentary.method_box(fake_publication()).plain
    assert "ブシュロー" not in commentary.method_box(fake_publication(last_year=None)).plain


def test_commentary__escapes_names():
    questionnaire = fake_publication().questionnaire
    title = questionnaire.title.model_copy(update={"ja": "<script>"})
    pub = fake_publication()
    pub = type(pub)(pub.release, questionnaire.model_copy(update={"title": title}), pub.words)
    assert "&lt;script&gt;" in commentary.title(pub, "rates").html
