"""The catalogue of words is whole: both languages, same placeholders, every term named."""

import re
from pathlib import Path

import pytest

from selfcheck_analysis.terms import Family, State, Status, Tenure, Verdict
from selfcheck_analysis.words import CATALOGUE, LANGUAGES, Words, catalogue, placeholders

PACKAGE = Path(CATALOGUE).parent
TERMS = [
    *(f"tenure.{tenure}" for tenure in Tenure),
    *(f"verdict.{verdict}" for verdict in Verdict),
    *(f"sentence.{verdict}" for verdict in Verdict),
    *(f"status.{status}" for status in Status),
    *(f"state.{state}" for state in State),
    *(f"state_short.{state}" for state in State),
    *(f"mark.{state}" for state in sorted(set(State) - {State.SHOWN})),
    *(f"family.{family}" for family in Family),
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


def test_words_named_in_the_code__exist():
    named = {
        key
        for path in PACKAGE.rglob("*")
        if path.suffix in {".py", ".j2"} and path.name != "__init__.py"
        for key in re.findall(r'\bwords\(\s*"([^"]+)"\s*[,)]', path.read_text(encoding="utf-8"))
    }
    assert len(named) > 50
    assert sorted(named - set(catalogue())) == []


def test_words__name_an_entry_that_is_missing():
    with pytest.raises(KeyError, match="no_such_key"):
        Words("en")("no_such_key")


def test_words__refuse_an_unknown_language():
    with pytest.raises(ValueError, match="'fr'"):
        Words("fr")
