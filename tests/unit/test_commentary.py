"""The sentences of the pages; every figure in them is one of tests/factories.py."""

import re

import pytest

from selfcheck_analysis import commentary, sections
from selfcheck_analysis.commentary.composition import against_both, direction
from selfcheck_analysis.commentary.contrasts import contrasts_found
from selfcheck_analysis.commentary.sentences import change_sentence
from selfcheck_analysis.terms import ALL_ROLES, Note, Reason, State, Tenure, Verdict
from tests.factories import (
    fake_publication,
    fake_tables,
    fake_thresholds,
    first_year,
    without_trend,
)
from tests.markup import parsed, parts_of_lead, text_of

PAGES = ("responses", "rates", "year_over_year", "focus")
STAFF = "窓口業務を担当する一般職員及び会計年度任用職員"
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


def test_title__names_the_disclosure_policy():
    block = commentary.title(fake_publication(policy_name="council"), "rates")
    assert "公表用の集計表から作成（表示基準「council」）" in block.plain


def test_heading__is_a_second_level_heading(pub):
    assert commentary.heading(pub, "method").html.strip() == "<h2>数値の見方</h2>"
    assert commentary.focus_heading(pub, 2).html.strip() == "<h2>重点項目２　緊急時の連絡体制</h2>"
    english = commentary.focus_heading(fake_publication("en"), 2)
    assert english.plain == "Focus item 2: Emergency contacts"


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


CLAUSES = {
    Note.ADJUSTED: "判定は多数の比較に合わせて補正したp値による",
    Note.METHOD: "信頼区間と判定に用いた検定とは計算の方法が異なる",
    Note.WITH_ZERO: "信頼区間と判定に用いた検定とは計算の方法が異なる",
    Note.ROUNDED: "信頼区間の端の０は四捨五入による",
}


@pytest.mark.parametrize("note", Note)
def test_focus_sentences__explain_what_seems_a_contradiction(note):
    frame = fake_tables()["changes"]
    knows = (frame["role"] == ALL_ROLES) & (frame["question"] == "knows_contact_tree")
    frame.loc[knows, "note"] = note
    lines = commentary.focus_sentences(fake_publication(changes=frame), 2).plain.split("\n")
    assert [CLAUSES[note] in line for line in lines] == [False, True, True, True]
    assert CLAUSES[note] not in commentary.focus_sentences(fake_publication(), 1).plain


@pytest.mark.parametrize("note", Note)
def test_focus_sentences__explain_it_in_english(note):
    frame = fake_tables()["changes"].assign(note=note)
    text = commentary.focus_sentences(fake_publication("en", changes=frame), 2).plain
    assert re.search("by different methods|adjusted for many|by rounding only", text)


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
    text = change_sentence(fake_publication(), row)
    assert text == "全体：前年度と比較できない（保管の範囲を広げた）。"


def test_focus_sentences__without_a_last_year_say_so():
    pub = fake_publication(last_year=None, changes=fake_tables()["changes"].iloc[:0])
    assert commentary.focus_sentences(pub, 1).plain == "なし（前年度の結果がない）"


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


def lead_of_changes(language="ja", **changes):
    """Return the sentences of the lead of the page on changes, by part."""
    return parts_of_lead(
        commentary.lead(fake_publication(language, **changes), "year_over_year").html
    )


def unmoved(name):
    """Return a released table of comparisons in which nothing rose or fell."""
    frame = fake_tables()[name]
    moved = frame["verdict"].isin([Verdict.ROSE, Verdict.FELL])
    frame.loc[moved, ["verdict", "reason"]] = [Verdict.NOT_SHOWN, Reason.P_ABOVE_ALPHA]
    return frame


def with_p_role(p_role):
    """Return changes of which every shown question of the staff has one p within the role."""
    frame = fake_tables()["changes"]
    shown = (frame["role"] == "counter_staff") & (frame["state"] == State.SHOWN)
    frame.loc[shown, "p_role"] = p_role
    return frame


def test_lead__of_changes_begins_with_headlines_then_questions():
    lead = lead_of_changes()
    (opening,) = lead["opening"]
    assert opening.endswith(
        "区分の率（区分×従事年数）が1件、設問（区分×設問×従事年数）が2件である。"
    )
    headline, focus, question, _ = lead["changed"]
    assert headline == (
        f"{STAFF}（全体）：区分の率（両年度に共通する4問）は、"
        "令和４年度の96％から令和５年度の98％へ上昇した。"
    )
    assert focus.startswith(f"回答対象の全員「{KNOWS}」（全体）：適正な回答の割合は、")
    assert question.startswith(f"{STAFF}「{KNOWS}」（全体）：適正な回答の割合は、")
    assert all(text.endswith("90％へ低下した。") for text in (focus, question))
    assert "匿名性を守るため表示しない" in lead["hidden"][0]


def test_lead__of_changes_keeps_the_evidence_of_what_it_names_below():
    lead = lead_of_changes()
    *moved, trend = lead["changed"]
    assert "傾向がある" in trend  # has its p beside it
    assert len(lead["evidence"]) == len(moved) == 3
    for short, long in zip(moved, lead["evidence"], strict=True):
        assert long.startswith(short.removesuffix("。") + "（差")


def test_lead__of_changes_names_the_questions_that_stand_out_in_their_role():
    assert lead_of_changes()["evidence"][0].endswith(
        "この区分の設問のうち、結果を示せるもので、単独でも変化が目立つのは、"
        f"「{KNOWS}」（99％→90％、区分内の補正後 p < 0.01）である。"
    )
    # all five questions of the staff's form are shown over all tenures
    line = lead_of_changes(changes=with_p_role("<0.05"))["evidence"][0]
    assert line.count("区分内の補正後 p < 0.05") == 5


def test_lead__of_changes_says_that_no_question_stands_out():
    line = lead_of_changes(changes=with_p_role("≥0.05"))["evidence"][0]
    assert line.endswith("結果を示せるものの中に、単独で変化が目立つものはない。")
    line = lead_of_changes("en", changes=with_p_role("≥0.05"))["evidence"][0]
    assert line.endswith("no single one stands out.")


def test_lead__of_changes_says_that_single_questions_are_hidden():
    line = lead_of_changes(changes=with_p_role(None))["evidence"][0]
    assert line.endswith("この区分の設問ごとの結果は示せない。")


def test_lead__of_changes_names_no_number_of_questions_where_all_were_compared():
    frame = fake_tables()["headline_changes"]
    frame["n_questions"] = frame["role"].map({"counter_staff": 5, "section_leads": 2})
    line = lead_of_changes(headline_changes=frame)["changed"][0]
    assert "：区分の率は、令和４年度の96％から" in line


def test_lead__of_changes_says_when_nothing_moved():
    nothing = {name: unmoved(name) for name in ("changes", "headline_changes")}
    lead = lead_of_changes(**nothing)
    assert "上昇又は低下と判定したものはない" in lead["opening"][0]
    assert lead["changed"][0] == "区分の率及び設問に、上昇又は低下と判定したものはない。"
    assert lead["evidence"] == []
    # questions: 10 and the 2 that fell; headlines: 2 and the one that rose
    assert lead["unchanged"][0].startswith("変化があったとはいえないもの：区分の率3件、設問12件。")
    assert lead_of_changes("en", **nothing)["opening"][0].startswith("None of the comparisons")


def test_lead__of_changes_accounts_for_every_comparison():
    lead = lead_of_changes()
    counted = [re.findall(r"(\d+)件", text) for text in (*lead["unchanged"], *lead["untold"])]
    hidden = int(re.search(r"うち、(\d+)欄", lead["hidden"][0])[1])
    # questions: 10 unclear, 3 the same, 2 too few, 1 not comparable, 2 fell, 8 hidden
    # headlines: 2 unclear, 1 without answers, 1 rose, 2 hidden
    assert counted == [["2", "10"], ["3"], ["2"], ["1"], ["1"]]
    assert 2 + 1 + sum(int(n) for texts in counted for n in texts) + hidden == 26 + 6


def test_lead__of_changes_counts_what_lacks_persons_apart_from_what_was_judged():
    frame = fake_tables()["headline_changes"]
    staff = frame["role"] == "counter_staff"
    figures = [c for c in frame if c.endswith(("_percent", "_points")) or c.startswith("p")]
    frame.loc[staff, figures] = None
    frame.loc[staff, ["verdict", "reason"]] = [Verdict.NOT_COMPUTABLE, Reason.NEEDS_PERSONS]
    lead = lead_of_changes(headline_changes=frame)
    assert "区分の率（区分×従事年数）が0件" in lead["opening"][0]
    assert not any("区分の率" in text for text in (*lead["changed"], *lead["unchanged"]))
    assert (
        "はい・いいえの数だけで届いた回答があり、一人一人の回答がないため計算できないもの："
        "区分の率3件"
    ) in lead["untold"]


OF_TWO_YEARS = sorted(
    set(Reason) - {Reason.P_AT_MOST_ALPHA, Reason.BROKEN_SERIES, Reason.NOTHING_DETECTABLE}
)


@pytest.mark.parametrize("language", ["ja", "en"])
@pytest.mark.parametrize("reason", OF_TWO_YEARS)
def test_lead__of_changes_has_words_for_every_reason(reason, language):
    frames = {name: unmoved(name) for name in ("changes", "headline_changes")}
    lead = lead_of_changes(language, **{n: f.assign(reason=reason) for n, f in frames.items()})
    # 18 questions and 4 headlines are not hidden
    told = [re.findall(r"[0-9]+", text) for text in (*lead["unchanged"], *lead["untold"])]
    assert told.count(["4", "18"]) == 1
    assert len(lead["changed"]) == 2  # that nothing rose or fell, and a trend


def test_lead__of_changes_only_counts_them_when_there_are_many():
    frame = fake_tables()["changes"]
    frame.loc[frame["verdict"] == Verdict.NOT_SHOWN, "verdict"] = Verdict.ROSE
    lead = lead_of_changes(changes=frame)
    assert lead["opening"][0].endswith("設問（区分×設問×従事年数）が12件である。")
    assert lead["opening"][1] == "件数が多いため、個々の変化は次の表に示す。"
    assert lead["changed"][0] == "上昇又は低下と判定したもの：区分の率1件、設問12件。"
    assert lead["evidence"] == []


@pytest.mark.parametrize(
    ("verdict", "language", "said"),
    [
        (
            Verdict.ROSE,
            "ja",
            "令和３年度～令和５年度の適正実施率に、上昇の傾向がある（補正後 p < 0.01）。",
        ),
        (
            Verdict.FELL,
            "ja",
            "令和３年度～令和５年度の適正実施率に、低下の傾向がある（補正後 p < 0.01）。",
        ),
        (
            Verdict.FELL,
            "en",
            "a falling trend of the rate over FY2021 to FY2023 (adjusted p < 0.01).",
        ),
    ],
)
def test_lead__of_changes_names_a_trend_in_its_first_part(verdict, language, said):
    frame = fake_tables()["trend_tests"]
    frame.loc[frame["verdict"] == Verdict.ROSE, "verdict"] = verdict
    *_, trend = lead_of_changes(language, trend_tests=frame)["changed"]
    assert trend.endswith(said)
    assert trend.startswith({"ja": f"{STAFF}：", "en": "Staff at the counters: "}[language])


@pytest.mark.parametrize("language", ["ja", "en"])
def test_lead__of_changes_leaves_out_p_of_a_trend_that_has_none(language):
    frame = fake_tables()["trend_tests"].assign(p_adjusted=None)
    *_, trend = lead_of_changes(language, trend_tests=frame)["changed"]
    assert {"ja": "上昇の傾向がある。", "en": "FY2021 to FY2023."}[language] in trend


def test_lead__of_changes_has_nothing_to_say_where_no_trend_is_shown():
    frame = fake_tables()["trend_tests"]
    frame["verdict"] = Verdict.NOT_SHOWN
    assert not any("傾向" in text for text in lead_of_changes(trend_tests=frame)["changed"])


def test_lead__of_changes_leaves_many_trends_to_their_table():
    frame = fake_tables()["trend_tests"]
    rose = frame[frame["verdict"] == Verdict.ROSE]
    many = rose.loc[rose.index.repeat(7)]  # more than six are not named
    *_, trend = lead_of_changes(trend_tests=many)["changed"]
    assert trend.startswith("上昇又は低下の傾向があると判定したものは、件数が多いため")


def test_lead__of_changes_counts_what_is_hidden_in_every_table_of_the_page():
    frame = fake_tables()["cell_states"]
    frame.loc[frame["table"] == "focus_answers", "table"] = "trend"
    # 26 cells of changes, 6 of headlines and now 18 of the trend; 8, 2 and 4 of them are hidden
    assert "50欄のうち、14欄は" in lead_of_changes(cell_states=frame)["hidden"][0]


def test_contrasts_found__count_and_name_the_differences(pub):
    lines = contrasts_found(pub)
    # of twelve comparisons five are hidden
    assert lines[0] == (
        "結果を示せる7件の比較のうち、"
        "１年目の方が高いと判定したものは1件、低いと判定したものは2件である。"
    )
    assert lines[1] == (
        f"回答対象の全員「{KNOWS}」：適正な回答の割合は１年目が76％、２年目以上が95％で、"
        "１年目の方が低い（差−18ポイント、95％信頼区間 −35～−5、補正後 p < 0.05、"
        "回答者は１年目34人、２年目以上92人、差は四捨五入する前の値から計算）。"
    )
    assert "１年目の方が高い" in lines[3]
    assert "信頼区間と判定に用いた検定とは計算の方法が異なる" in lines[3]


def test_contrasts_found__name_a_headline_by_its_role():
    frame = fake_tables()["contrasts"]
    headline = (frame["question"] == "headline") & (frame["state"] == State.SHOWN)
    frame.loc[headline, ["verdict", "note"]] = [Verdict.FELL, ""]
    line = contrasts_found(fake_publication(contrasts=frame))[-1]
    assert line.startswith(f"{STAFF}：区分の率は１年目が97％、２年目以上が98％で、")


def test_contrasts_found__only_count_them_when_there_are_many():
    frame = fake_tables()["contrasts"]
    frame.loc[frame["state"] == State.SHOWN, "verdict"] = Verdict.FELL
    (line,) = contrasts_found(fake_publication(contrasts=frame))
    assert "低いと判定したものは7件" in line


@pytest.mark.parametrize("language", ["ja", "en"])
def test_contrasts_found__say_when_none_was(language):
    (line,) = contrasts_found(fake_publication(language, contrasts=unmoved("contrasts")))
    assert {"ja": "同じであるという意味ではない", "en": "does not mean that"}[language] in line


@pytest.mark.parametrize("language", ["ja", "en"])
def test_contrasts_found__never_speak_of_a_rise_or_fall(language):
    text = "\n".join(contrasts_found(fake_publication(language)))
    assert not re.search(r"上昇|低下|変化|\brose\b|\bfell\b|\bchanged\b", text)


@pytest.mark.parametrize(
    ("change", "within", "mix", "expected"),
    [
        (3, -1, 4, "rose"),
        (-3, 1, -4, "fell"),
        (0, 1, -1, "fell"),  # a change of -0.4 points prints 0: its parts tell where it went
        (0, 0, 1, "rose"),
        (0, 0, 0, "moved"),
    ],
)
def test_direction__follows_the_change_then_its_parts(change, within, mix, expected):
    row = {"change_points": change, "within_points": within, "mix_points": mix}
    assert direction(row) == expected


WENT = {
    "ja": {"rose": "それぞれ低下したが、全体では上昇した", "moved": "逆の向きに変化した"},
    "en": {"rose": "both tenures fell, yet all together rose", "moved": "went the other"},
}


@pytest.mark.parametrize("language", WENT)
@pytest.mark.parametrize(("points", "way"), [((2, -1, 3), "rose"), ((0, 0, 0), "moved")])
def test_against_both__has_a_sentence_for_every_direction(points, way, language):
    frame = fake_tables()["composition"]
    parts = ["change_points", "within_points", "mix_points"]
    frame.loc[frame["against_both"].eq(True), parts] = points
    (sentence,) = against_both(fake_publication(language, composition=frame))
    assert WENT[language][way] in sentence


def test_lead__of_focus_puts_every_question_under_its_part(pub):
    lead = parts_of_lead(commentary.lead(pub, "focus").html)
    assert lead["opening"][0].startswith("重点項目の3問のうち")
    assert lead["changed"] == [f"「{KNOWS}」：低下した（99％→90％）"]
    assert [text[-20:] for text in lead["unchanged"]] == [
        "：変化があったとはいえない（86％→88％）"[-20:]
    ]
    assert lead["untold"] == [
        "「見かけた端末の利用者に声をかけた」：人数が少なく判定できない（89％→81％）"
    ]


def test_lead__of_focus_says_when_nothing_moved():
    text = commentary.lead(with_verdict(Verdict.NOT_SHOWN), "focus").plain
    assert text.startswith("重点項目の3問に、令和４年度から上昇又は低下したと判定したものはない")


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("language", ["ja", "en"])
def test_lead__stands_without_a_last_year(page, language):
    pub = fake_publication(language, **first_year())
    assert commentary.lead(pub, page).plain
    assert commentary.title(pub, page).plain


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("language", ["ja", "en"])
def test_lead__has_all_four_parts_and_says_where_one_is_empty(page, language):
    pub = fake_publication(language)
    lead = parts_of_lead(commentary.lead(pub, page).html)
    assert all(lead[part] for part in ("changed", "unchanged", "untold", "hidden"))
    nothing = {name: unmoved(name) for name in ("changes", "headline_changes")}
    quiet = fake_publication(language, **nothing)
    assert parts_of_lead(commentary.lead(quiet, "focus").html)["changed"] == [
        pub.words("part.none")
    ]


@pytest.mark.parametrize("page", PAGES)
def test_lead__of_a_first_year_has_all_four_parts(page):
    lead = parts_of_lead(commentary.lead(fake_publication(**first_year()), page).html)
    assert lead["changed"] == lead["unchanged"] == ["なし（前年度の結果がない）"]
    assert lead["untold"] == ["前年度からの変化（前年度の結果がない）"]
    assert lead["hidden"]


def test_lead__heads_its_parts_below_the_title_of_the_page(pub):
    heads = parsed(commentary.lead(pub, "rates").html).findall(".//h2[@class='part-name']")
    assert [text_of(head) for head in heads] == [
        "変わったこと",
        "変わったとはいえないこと",
        "判定できないこと",
        "表示していないこと",
    ]


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
    text = commentary.method_box(fake_publication(alpha=0.01)).plain
    assert "0.01以下" in text
    for name in fake_thresholds():
        assert f"{name}の説明。" in text
    english = commentary.method_box(fake_publication("en")).plain
    assert "What min_values does." in english


def boxes(block):
    """Return terms and texts of every box of a method block."""
    return [
        ([text_of(term) for term in box.iter("dt")], [text_of(text) for text in box.iter("dd")])
        for box in parsed(block.html).iter("aside")
    ]


@pytest.mark.parametrize(("language", "stop"), [("ja", "。"), ("en", ".")])
def test_method_box__has_four_sentences_on_comparing_apart_from_the_definitions(language, stop):
    definitions, (terms, texts) = boxes(commentary.method_box(fake_publication(language)))
    assert len(definitions[0]) == 5
    assert len(terms) == len(texts) == 4
    for text in texts:
        # a stop inside a figure such as 0.05 ends no sentence
        assert [text[at.end() :] for at in re.finditer(rf"\{stop}(?!\d)", text)] == [""]


def test_method_box__says_what_p_the_years_the_families_and_the_threshold_mean():
    *_, (_, texts) = boxes(commentary.method_box(fake_publication()))
    census, unlinked, families, threshold = texts
    assert "差そのものは事実" in census
    assert "独立とみなす" in unlinked
    for word in ("重点項目の設問", "区分の率", "その他の設問", "Holm", "Benjamini–Hochberg"):
        assert word in families
    assert "0.05以下" in threshold
    assert "「変わらない」という意味ではなく" in threshold


def test_method_box__leaves_tests_out_of_a_page_that_prints_none():
    block = commentary.method_box(fake_publication(), tests=False)
    assert len(boxes(block)) == 1
    assert "p値の補正" not in block.plain


def test_method_box__leaves_the_comparison_out_of_a_first_year():
    assert "p値の補正" in commentary.method_box(fake_publication()).plain
    assert "p値の補正" not in commentary.method_box(fake_publication(**first_year())).plain


@pytest.mark.parametrize("language", ["ja", "en"])
def test_method_box__of_a_first_year_explains_how_the_tenures_are_compared(language):
    pub = fake_publication(language, **first_year())
    _, (terms, texts) = boxes(commentary.method_box(pub, contrasts=True))
    assert terms == [pub.words(f"method.{key}.term") for key in ("census", "families", "threshold")]
    assert {"ja": "１年目の方が高い、又は低いと判定し", "en": "called higher or lower"}[
        language
    ] in texts[-1]
    assert not re.search("上昇|rise or fall", texts[-1])


def test_method_box__says_which_questions_a_compared_rate_leaves_out():
    left_out = "該当する人だけに尋ねる条件付きの設問"
    both = "両年度が全員に同じ意味で尋ねていない設問を除いて"
    text = commentary.method_box(fake_publication()).plain
    assert left_out in text
    assert both in text
    assert left_out not in commentary.method_box(fake_publication(), tests=False).plain
    first = commentary.method_box(fake_publication(**first_year()), contrasts=True).plain
    assert left_out in first
    assert both not in first


@pytest.mark.parametrize("language", ["ja", "en"])
def test_sections__show_the_trend_once_there_are_three_years(language):
    pub = fake_publication(language)
    chart, table = sections.trend(pub).blocks
    assert chart.title == pub.words("chart.trend.title")
    assert "<table" in table.html
    too_few = sections.trend(fake_publication(language, **without_trend()))
    assert too_few.plain == pub.words("table.trend.too_few_years")


def test_commentary__escapes_names():
    questionnaire = fake_publication().questionnaire
    title = questionnaire.title.model_copy(update={"ja": "<script>"})
    pub = fake_publication()
    pub = type(pub)(pub.release, questionnaire.model_copy(update={"title": title}), pub.words)
    assert "&lt;script&gt;" in commentary.title(pub, "rates").html


@pytest.mark.parametrize("language", ["ja", "en"])
@pytest.mark.parametrize(
    "verdict",
    [
        Verdict.ROSE,
        Verdict.FELL,
        Verdict.NOT_SHOWN,
        Verdict.NO_CHANGE_TO_TEST,
        Verdict.NOT_TESTABLE,
    ],
)
def test_change_sentence__does_without_rates_that_are_not_printed(language, verdict):
    frame = fake_tables()["headline_changes"]
    row = frame[frame["p"] == "0.021"].assign(last_percent=None, this_percent=None, verdict=verdict)
    text = change_sentence(
        fake_publication(language), next(row.itertuples(index=False)), "G", "rate of the role"
    )
    assert text.startswith(("G：", "G: "))
    assert "%" not in text.replace("95%", "")
    assert "％" not in text.replace("95％", "")


def test_contrasts_found__do_without_rates_that_are_not_printed():
    frame = fake_tables()["contrasts"]
    frame[["later_percent", "first_percent"]] = None
    text = " ".join(contrasts_found(fake_publication("en", contrasts=frame)))
    assert "was lower among first-year staff (change in points: −18; 95% interval −35 to −5" in text
