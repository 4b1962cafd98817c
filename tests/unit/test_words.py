"""The catalogue of words is whole: both languages, same placeholders, every term named."""

import re
from pathlib import Path

import pytest

from selfcheck_analysis.composition import SplitReason
from selfcheck_analysis.released import COLUMNS
from selfcheck_analysis.terms import (
    Family,
    Note,
    PrintedVerdict,
    State,
    Status,
    Tenure,
    Verdict,
)
from selfcheck_analysis.words import CATALOGUE, LANGUAGES, Words, catalogue, placeholders

PACKAGE = Path(CATALOGUE).parent
BANDS = ("band", "band_percent")
KINDS = ("at_least", "at_most", "between", "above")
TERMS = [
    *(f"tenure.{tenure}" for tenure in Tenure),
    *(f"verdict.{verdict}" for verdict in Verdict),
    *(f"sentence.{verdict}" for verdict in Verdict),
    *(f"status.{status}" for status in Status),
    *(f"state.{state}" for state in State),
    *(f"state_short.{state}" for state in State),
    *(f"mark.{state}" for state in sorted(set(State) - {State.SHOWN})),
    *(f"family.{family}" for family in Family),
    *(f"contrast_verdict.{verdict}" for verdict in Verdict),
    *(f"trend_verdict.{verdict}" for verdict in Verdict),
    *(f"{group}.{note}" for group in ("note", "note_mark", "note_clause") for note in Note),
    *(f"split_reason.{reason}" for reason in SplitReason if reason is not SplitReason.SPLIT),
    *(f"printed_verdict.{verdict}" for verdict in PrintedVerdict),
    *(f"figure.{name}.{kind}" for name in BANDS for kind in KINDS),
    *(f"comparison.{name}" for name in ("years", "tenures", "trend")),
    *(f"table.{name}.name" for name in COLUMNS),
]


def test_entries__have_both_languages_with_the_same_placeholders():
    assert len(catalogue()) > 200
    for key, texts in catalogue().items():
        assert set(texts) == set(LANGUAGES), key
        assert placeholders(texts["ja"]) == placeholders(texts["en"]), key


def test_entries__are_text():
    # YAML reads an unquoted yes, 1 or date as something else.
    kinds = {type(text) for texts in catalogue().values() for text in texts.values()}
    assert kinds == {str}


@pytest.mark.parametrize("key", TERMS)
def test_term__has_words(key):
    assert Words("ja").has(key)


def test_marks__differ():
    for language in LANGUAGES:
        marks = [catalogue()[f"mark.{state}"][language] for state in set(State) - {State.SHOWN}]
        assert len(set(marks)) == len(marks)
        assert not any(re.search(r"\d", mark) for mark in marks)


def test_footnote_marks__differ_from_each_other_and_from_the_marks_of_figures():
    for language in LANGUAGES:
        texts = {key: entry[language] for key, entry in catalogue().items()}
        marks = [text for key, text in texts.items() if key.startswith(("note_mark.", "mark."))]
        # What is not computed has one mark and two reasons, which no table prints together.
        assert len(marks) - len(set(marks)) == 1
        assert not any(re.search(r"\d", mark) for mark in marks)


@pytest.mark.parametrize("group", ["contrast_verdict", "contrast_sentence", "contrasts"])
def test_words_of_tenures__never_speak_of_a_rise_or_fall(group):
    texts = [entry for key, entry in catalogue().items() if key.startswith(f"{group}.")]
    assert len(texts) > 1
    for entry in texts:
        assert not re.search("上昇|低下|変化", entry["ja"])
        assert not re.search(r"\b([Rr]ose|[Ff]ell|[Cc]hanged)\b", entry["en"])


@pytest.mark.parametrize("group", ["verdict", "contrast_verdict", "trend_verdict"])
def test_verdicts__never_call_what_is_not_shown_unchanged(group):
    entry = catalogue()[f"{group}.{Verdict.NOT_SHOWN}"]
    assert entry["ja"].endswith("とはいえない")
    assert re.match("Not? .*shown|Not shown", entry["en"])


@pytest.mark.parametrize("group", ["printed_verdict", "printed_sentence"])
def test_words_of_a_printed_year__never_call_what_is_not_shown_unchanged(group):
    entry = catalogue()[f"{group}.{PrintedVerdict.NOT_SHOWN}"]
    assert "変化があったとはいえない" in entry["ja"]
    assert re.search("[Nn]ot shown to have changed", entry["en"])
    for key, texts in catalogue().items():
        if key.startswith(group):
            assert "変わらない" not in texts["ja"]
            assert "unchanged" not in texts["en"]


def test_words_named_in_the_code__exist():
    call = re.compile(r'\b(?:words|paragraph)\(\s*"([^"]+)"\s*[,)]')
    named = {
        key
        for path in PACKAGE.rglob("*")
        if path.suffix in {".py", ".j2"} and path.name != "__init__.py"
        for key in call.findall(path.read_text(encoding="utf-8"))
    }
    assert len(named) > 50
    assert sorted(named - set(catalogue())) == []


def test_words__name_an_entry_that_is_missing():
    with pytest.raises(KeyError, match="no_such_key"):
        Words("en")("no_such_key")


def test_words__refuse_an_unknown_language():
    with pytest.raises(ValueError, match="'fr'"):
        Words("fr")
