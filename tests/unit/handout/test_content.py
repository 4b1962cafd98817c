"""What the handout says, from forms, release and the texts of people."""

from dataclasses import replace

import pandas as pd
import pytest

from selfcheck_analysis.form_words import day_in_words, questions_asked
from selfcheck_analysis.handout import handout
from selfcheck_analysis.handout.model import Heading, Listing, Paragraph
from selfcheck_analysis.handout.results import result_sentences
from selfcheck_analysis.words import Words
from tests.factories import (
    fake_publication,
    fake_questionnaire,
    fake_tables,
    first_year,
    printed_last_year,
)
from tests.papers import fake_written, unwritten, without_charts


@pytest.fixture(autouse=True)
def _quick():
    with without_charts():
        yield


def texts(made, *, kind=None):
    """Return the texts of all parts but tables, or of the paragraphs of one kind."""
    if kind is not None:
        return [p.text for p in made.parts if isinstance(p, Paragraph) and p.kind == kind]
    return [
        text
        for part in made.parts
        if isinstance(part, Heading | Listing | Paragraph)
        for text in (part.items if isinstance(part, Listing) else (part.text,))
    ]


def test_period_and_people__come_from_forms_and_release():
    said = texts(handout(fake_publication("ja"), fake_written()))
    assert "自己点検の配布：令和５年11月２日" in said
    assert "回答の締切：令和５年11月28日" in said
    assert "対象課：３課" in said
    assert "対象者数：134人" in said  # 126 + 8


def test_method__counts_forms_and_their_questions():
    said = texts(handout(fake_publication("ja"), fake_written()))
    # The staff's form has five questions, that of the leads two.
    assert any("２種類、はい・いいえで答える設問は２問～５問" in text for text in said)


def test_method__of_one_form_names_one_number():
    form = fake_questionnaire()
    one = form.model_copy(update={"roles": form.roles[:1]})
    assert questions_asked(one, Words("ja")) == "５問"
    said = texts(handout(fake_publication("ja"), replace(fake_written(), form=one)))
    assert any(text.startswith("様式は全員に共通である") for text in said)


def test_response_rate__of_less_than_everybody_names_both_counts():
    rates = fake_tables()["response_rates"]
    rates.loc[rates["role"] == "all_roles", ["n_people", "response_percent"]] = [120, 90]
    said = texts(handout(fake_publication("ja", response_rates=rates), fake_written()))
    assert any("134人のうち120人から回答を受けた（回答率90％）" in text for text in said)


def test_remarks__have_the_verb_of_the_verdict_under_the_number_of_the_table():
    said = texts(handout(fake_publication("ja"), fake_written()))
    at = said.index("①について　緊急時の連絡体制表がある場所を知っている")
    assert said[at + 1].startswith("全体：")
    assert "低下" in said[at + 1]  # 99 to 90 percent, called a fall in the released table
    assert "<確認>を続ける。" in said


def test_first_year__says_that_nothing_can_be_compared():
    made = handout(fake_publication("ja", **first_year()), fake_written())
    assert "前年度の結果がないため、変化は示さない。" in texts(made)
    assert not [text for text in texts(made, kind="note") if "変化があったとは" in text]


def test_unwritten__parts_are_marked_where_they_belong_and_listed_on_top():
    made = handout(fake_publication("ja"), unwritten())
    assert texts(made, kind="blank") == ["（未記入）"] * 4  # purpose, people, method, measures
    (remark,) = made.remarks
    assert "資料番号、日付、担当、目的、対象、自己点検内容、結果を受けての対策" in remark
    assert remark.endswith("params/handouts/fake_net_2023.yaml")
    assert made.stamps == ()


def test_written__leaves_no_mark():
    made = handout(fake_publication("ja"), fake_written(sample=False))
    assert texts(made, kind="blank") == []
    assert made.remarks == ()
    assert made.stamps == ("部会資料９", "令和６年１月12日", "担当：情報管理課")


def test_sample_texts__are_called_that():
    assert "見本" in handout(fake_publication("ja"), fake_written()).remarks[0]


def test_internal_release__is_stamped_as_such():
    from tests.factories import fake_thresholds

    pub = fake_publication("ja", thresholds=fake_thresholds(internal_only=True), synthetic=False)
    assert handout(pub, fake_written()).banners == ("庁内限り・公表しない",)


def test_sections__stand_under_the_rates_of_their_role():
    notes = texts(handout(fake_publication("ja"), fake_written()), kind="note")
    assert "※ 窓口業務を担当する一般職員及び会計年度任用職員：窓口課、税務課" in notes


def test_no_focus_items__are_said():
    form = fake_questionnaire().model_copy(update={"focus_items": []})
    said = texts(handout(fake_publication("ja"), replace(fake_written(), form=form)))
    assert "今年度は、重点項目を定めていない。" in said


def test_ending__is_the_last_word():
    made = handout(fake_publication("ja"), fake_written())
    assert made.parts[-1] == Paragraph("以上", "closing")


def test_day__in_english_does_not_depend_on_the_locale():
    survey = fake_questionnaire().survey
    assert day_in_words(survey.opens, "en") == "2 November 2023"


def section_of(made, title):
    """Return all that stands below a heading of a section, up to the next one."""
    heads = [n for n, p in enumerate(made.parts) if isinstance(p, Heading) and p.level == 1]
    start = next(n for n in heads if made.parts[n].text == title)
    end = min((n for n in heads if n > start), default=len(made.parts))
    return made.parts[start:end]


def test_results__say_the_verdict_on_the_rate_of_every_role_and_what_moved_besides():
    changes = fake_tables()["changes"]
    outside = changes["family"] == "screening"
    assert outside.any()
    first = changes[outside].index[0]
    names = ["verdict", "reason", "state", "last_percent", "this_percent", "change_points"]
    changes.loc[first, names] = ["fell", "p_at_most_alpha", "shown", 98, 87, -10]
    pub = fake_publication("ja", changes=changes)
    parts = section_of(handout(pub, fake_written()), "２　回答結果")
    at = parts.index(Paragraph("［集計結果］", "label"))
    said = parts[at + 1].items
    headlines = pub.release.frame("headline_changes")
    for row in headlines[headlines["tenure"] == "all_tenures"].itertuples():
        (sentence,) = [s for s in said if s.startswith(f"{pub.role(row.role)}（全体）：")]
        reason = pub.state(row.state) if row.state != "shown" else ""
        assert reason in sentence
    statement = pub.statement(changes.loc[first, "question"])
    (fell,) = [s for s in said if statement in s]
    assert "98％から令和５年度の87％へ低下した" in fell
    assert Paragraph("［所見］", "label") in parts[at + 2 :]


def test_results__say_that_nothing_moved_outside_the_focus_items():
    changes = fake_tables()["changes"]
    changes.loc[changes["family"] == "screening", "verdict"] = "not_shown"
    said = texts(handout(fake_publication("ja", changes=changes), fake_written()))
    assert "重点項目以外の設問に、前年度から上昇又は低下したと判定したものはない。" in said


def test_results__of_many_that_moved_are_counted():
    changes = fake_tables()["changes"]
    row = changes[changes["family"] == "screening"].iloc[[0]]
    row = row.assign(verdict="rose", state="shown")
    many = pd.concat([changes[changes["family"] != "screening"], *[row] * 7])
    said = texts(handout(fake_publication("ja", changes=many), fake_written()))
    assert "重点項目のほかに上昇又は低下と判定したもの：設問7件。" in said


def test_results__beside_a_print_and_in_a_first_year_compare_no_rate():
    for changes, key in (
        (printed_last_year(), "lead.printed_changes.headlines"),
        (first_year(), "table.changes.first_year"),
    ):
        pub = fake_publication("ja", **changes)
        assert result_sentences(pub) == (pub.words(key),)
