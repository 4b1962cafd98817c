"""What pages say of the disclosure policy, of the check before release, and of merged roles."""

import re

import pytest

from selfcheck_analysis import commentary, tables
from selfcheck_analysis.commentary.policy import merged_line
from selfcheck_analysis.words import Words
from tests.factories import fake_publication, fake_thresholds
from tests.markup import parsed, text_of

PAGES = ("responses", "rates", "year_over_year", "focus")
CHECKED = (
    "公表前の検査：済み（表示していない数値は、公表する全ての数値と前年度までの公表値から計算しても、"
    "いずれも3通り以上の値が残り、1人の回答は定まらない）"
)
MERGED = {
    "section_leads": [
        {"ja": "住民情報担当", "en": "Information officers"},
        {"ja": "住民記録係係長級", "en": "Registry leads"},
    ]
}
SAID = "「住民情報担当」及び「住民記録係係長級」は人数が少ないため、合わせて「係長級」として示す。"


def internal(language="ja"):
    thresholds = fake_thresholds(internal_only=True)
    return fake_publication(language, thresholds=thresholds, policy_name="as_is", checked=False)


@pytest.mark.parametrize("page", PAGES)
def test_title__says_on_every_page_that_the_release_was_checked(page):
    assert CHECKED in commentary.title(fake_publication(), page).plain
    english = commentary.title(fake_publication("en"), page).plain
    assert "can still be any of 3 values or more" in english


@pytest.mark.parametrize("page", PAGES)
def test_title__says_that_nothing_was_checked_and_gives_no_figure(page):
    block = commentary.title(fake_publication(checked=False), page)
    (line,) = [line for line in block.plain.split("\n") if "公表前の検査" in line]
    assert line.startswith("公表前の検査：していない")
    assert not re.search(r"\d", line)


@pytest.mark.parametrize(
    ("language", "stamp"), [("ja", "庁内限り・公表しない"), ("en", "Internal, not for release")]
)
@pytest.mark.parametrize("page", PAGES)
def test_title__stamps_what_may_not_leave_the_room(page, language, stamp):
    banners = [
        text_of(banner)
        for banner in parsed(commentary.title(internal(language), page).html).iter("p")
        if banner.get("class") == "banner"
    ]
    assert stamp in banners
    assert stamp not in commentary.title(fake_publication(language), page).plain


@pytest.mark.parametrize("language", ["ja", "en"])
def test_internal_pages__have_no_phrase_of_a_release(language):
    pub = internal(language)
    blocks = [commentary.title(pub, page) for page in PAGES]
    blocks += [commentary.lead(pub, page) for page in PAGES] + [commentary.method_box(pub)]
    text = "\n".join(block.plain for block in blocks)
    assert "公表用" not in text
    assert "released" not in text.lower()


def test_title__of_an_internal_page_gives_the_policys_own_sentence():
    assert "表示基準「as_is」：internal_onlyの説明。" in commentary.title(internal(), "rates").plain


def test_method_box__lists_the_sentences_of_the_policy():
    box = parsed(commentary.method_box(fake_publication(), tests=False).html).find(".//dl")
    entries = [text_of(entry) for entry in box]
    assert entries[-7:] == [
        "表示基準「standard」",
        *(f"{name}の説明。" for name in fake_thresholds()),
    ]


def test_method_box__says_how_p_is_coarsened_where_tests_are_printed():
    said = "区分の率のp値は回答者の人数にかかわらず"
    assert said in commentary.method_box(fake_publication()).plain
    assert said not in commentary.method_box(fake_publication(), tests=False).plain
    assert said not in commentary.method_box(internal()).plain


@pytest.mark.parametrize(
    "make", [tables.rates_by_role, tables.response_rates, tables.headline_changes]
)
def test_tables_of_roles__say_which_are_shown_together(make):
    assert SAID in make(fake_publication(merged_roles=MERGED)).plain
    assert "合わせて" not in make(fake_publication()).plain
    english = make(fake_publication("en", merged_roles=MERGED)).plain
    assert "“Information officers” and “Registry leads” are shown together as" in english


def test_merged_line__joins_three_roles():
    line = merged_line(Words("ja"), ["A", "B", "C"], "D")
    assert line.startswith("「A」、「B」及び「C」は人数が少ないため、合わせて「D」として")


MERGED_NUMBERS = "まとめた様式の番号を順に「・」でつないだもの"
MERGED_QUESTIONS = "まとめた様式のいずれかにある設問の数"


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (tables.rates_by_role, MERGED_QUESTIONS),
        (tables.headline_changes, MERGED_QUESTIONS),
        (tables.rates_by_question, MERGED_NUMBERS),
        (tables.changes, MERGED_NUMBERS),
        (tables.changes_found, MERGED_NUMBERS),
        (tables.composition, MERGED_NUMBERS),
        (tables.contrasts, MERGED_NUMBERS),
    ],
)
def test_tables__say_what_is_of_several_forms_only_where_there_is_a_group(make, said):
    assert said in make(fake_publication(merged_roles=MERGED)).plain
    assert said not in make(fake_publication()).plain
