"""Delivered words are compared as a reader sees them, and never guessed."""

import unicodedata

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from selfcheck_analysis.questionnaire import Answer
from selfcheck_analysis.responses import vocabulary
from selfcheck_analysis.responses.headings import DROPPED
from selfcheck_analysis.responses.vocabulary import known_words, normal, without_number
from selfcheck_analysis.terms import ANSWERED_TENURES
from selfcheck_analysis.words import Words


@pytest.mark.parametrize(
    "written",
    [
        "2年目以上",
        "２年目以上",
        " ２年目　以上\t",
        "2\u00a0年目以上",  # the space of web pages
        "2年目\n以上",  # a line break inside an Excel cell
        "\ufeff2年目以上",
        "2年目\u200b以上\u200d",  # zero width, copied from web pages
    ],
)
def test_normal__width_spaces_and_unseen_characters_make_no_difference(written):
    assert normal(written) == "2年目以上"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("①", "1"),
        ("㈱", "(株)"),
        ("ﾊﾟｽﾜｰﾄﾞ", "パスワード"),
        ("か\u3099", "が"),  # as macOS writes file names and some forms
        ("１０〜１２", "10～12"),  # the wave dash of UTF-8 and of cp932
        ("−1", "－1"),  # the minus sign of UTF-8 and of cp932
        ("問7‐1", "問７－１"),
        ("YES", "yes"),
    ],
)
def test_normal__signs_that_readers_cannot_tell_apart_are_one(one, other):
    assert normal(one) == normal(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("髙", "高"),  # two forms of one family name are two names
        ("はい", "ハイ"),
        ("一", "ー"),  # the numeral and the long vowel
        ("ー", "－"),
        ("\ue000", ""),  # a character of the office's own is no blank
        ("区分", "区　部"),
    ],
)
def test_normal__keeps_apart_what_differs(one, other):
    assert normal(one) != normal(other)


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=20))
def test_normal__is_settled_after_one_pass(text):
    plain = normal(text)
    assert not any(sign.isspace() for sign in plain)
    # Lower case may compose anew (İ becomes i and a dot), but nothing grows or comes back.
    assert normal(normal(plain)) == normal(plain)


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=20))
def test_normal__only_the_unseen_is_blank(text):
    unseen = ("Z", "Cc", "Cf")
    seen = [sign for sign in text if not unicodedata.category(sign).startswith(unseen)]
    assert bool(normal(text)) == bool(seen)


@pytest.mark.parametrize(
    "heading",
    ["問7 見かけた", "問７．見かけた", "Q7: 見かけた", "設問7 見かけた", "7 見かけた", "⑦見かけた"],
)
def test_without_number__drops_the_printed_number(heading):
    assert without_number(normal(heading)) == "見かけた"


def test_without_number__drops_the_number_of_a_follow_up():
    assert without_number(normal("問７－１　見かけた")) == "見かけた"


@pytest.mark.parametrize("heading", ["見かけた", "第7条を知っている", "この1年間に見かけた", ""])
def test_without_number__leaves_other_numbers_alone(heading):
    assert without_number(normal(heading)) == normal(heading)


def test_known_words__are_those_of_the_form_in_both_languages():
    assert known_words("answer")["はい"] == "yes"
    assert known_words("answer")["いいえ"] == "no"
    assert known_words("tenure")["1年目"] == "first_year"
    assert known_words("tenure")["2年目以上"] == "second_year_plus"
    assert set(known_words("heading").values()) == {"role", "tenure", "section", *DROPPED}


@pytest.mark.parametrize(
    ("kind", "ours"), [("answer", set(Answer)), ("tenure", set(ANSWERED_TENURES))]
)
def test_known_words__mean_exactly_the_words_of_the_product(kind, ours):
    # Bare yes and no are True and False to YAML; nothing of that may come through.
    assert set(known_words(kind).values()) == ours


@pytest.mark.parametrize("kind", ["answer", "tenure", "heading", "tally"])
def test_known_words__no_word_stands_for_two_things(kind):
    path = vocabulary.__file__.replace("vocabulary.py", "vocabulary.yaml")
    with open(path, encoding="utf-8") as file:
        entries = yaml.safe_load(file)[kind]
    written = [normal(word) for words in entries.values() for word in words]
    assert len(set(written)) == len(written)


@pytest.mark.parametrize("word", ["", "2", "10", "true", "はい。", "△", "y", "n/a", "いえ"])
def test_known_words__an_answer_is_never_guessed(word):
    assert normal(word) not in known_words("answer")


@pytest.mark.parametrize("language", ["ja", "en"])
@pytest.mark.parametrize(("kind", "ours"), [("answer", Answer), ("tenure", ANSWERED_TENURES)])
def test_known_words__what_pages_print_can_be_delivered(kind, ours, language):
    words = Words(language)
    printed = {normal(words(f"{kind}.{word}")): word for word in ours}
    assert printed.items() <= known_words(kind).items()
