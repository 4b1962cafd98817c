"""The Japanese of what sections are sent is that of official papers, and every code has words."""

import re

import pytest

from selfcheck_analysis.delivery_check.sections import NOTES_FOR_SECTIONS
from selfcheck_analysis.settings import read_yaml
from selfcheck_analysis.words import CATALOGUE, LANGUAGES, Words, catalogue, placeholders

FILES = ("check", "deliveries", "forms", "tallies")
NOT_OFFICIAL = "すべて|まったく|つづり|綴り|または|および|尋ねていない|届いていない|使いません|符号"
NEW_CODES = [
    ("row_above_header", set()),
    ("role_stated_unknown", set()),
    ("tables_too_many", {"most"}),
]


def japanese(tree):
    for value in tree.values():
        if set(value) == set(LANGUAGES):
            yield value["ja"]
        else:
            yield from japanese(value)


@pytest.mark.parametrize("name", FILES)
def test_japanese__is_written_as_in_official_papers(name):
    texts = list(japanese(read_yaml(CATALOGUE / f"{name}.yaml", name)))
    assert len(texts) > 5
    assert [text for text in texts if re.search(NOT_OFFICIAL, text)] == []


@pytest.mark.parametrize(("code", "values"), NEW_CODES)
def test_what_stands_above_headers_and_tables_too_many__can_be_said_and_counted(code, values):
    for part in ("found", "expected", "mend"):
        assert placeholders(catalogue()[f"problem.{code}.{part}"]["ja"]) <= values
    assert Words("ja").has(f"reason.{code}")


def test_notes_for_sections__are_codes_that_have_words():
    assert [
        code for code in NOTES_FOR_SECTIONS if not Words("ja").has(f"problem.{code}.found")
    ] == []


def test_banner__promises_no_more_than_is_kept():
    for language, can_tell in (
        ("ja", "回答が分かる場合があります"),
        ("en", "can give an answer away"),
    ):
        assert can_tell in Words(language)("check.internal")
