"""The page of a check: complete, escaped, in both languages, and marked as internal."""

import html
import re

import pytest

from selfcheck_analysis.delivery_check.page import render_page
from selfcheck_analysis.words import LANGUAGES, Words
from tests.small_project import HEADER, csv_bytes, person, table

MARKUP = '<script>alert("x")</script><img src=x onerror=alert(1)>'


@pytest.mark.parametrize("language", LANGUAGES)
def test_page__says_every_fault_and_note_and_that_it_is_internal(findings_of, language):
    words = Words(language)
    people = [person(LOCKS="?"), person("課長"), person(), person(), ["合計", "", "3"]]
    findings = findings_of({"a.csv": table(*people), "壊れた.xlsx": b"PK\x03\x04x"})
    text = html.unescape(render_page(findings, words))
    assert words("check.internal") in text
    for problem in (*findings.intake.problems, *findings.intake.notes):
        assert problem.found(words) in text
        assert problem.place.text(words) in text
    assert {n.code for n in findings.intake.notes} == {"row_of_totals", "rows_alike"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_page__sets_what_no_section_is_told_apart(findings_of, language):
    words = Words(language)
    people = [person(), person(), ["合計", "", "2"]]
    copy = table(person(), person(), person())
    findings = findings_of({"a.csv": table(*people), "b.csv": copy, "c.csv": copy})
    text = html.unescape(render_page(findings, words))
    heading, notes = (words(f"check.{name}") for name in ("sheet.internal", "notes"))
    apart = text[text.index(f"<h2>{heading}</h2>") : text.index(f"<h2>{notes}</h2>")]
    for code in ("delivered_twice", "rows_alike"):
        assert code in apart
        assert code not in text.replace(apart, "")
    assert "row_of_totals" in text.replace(apart, "")


@pytest.mark.parametrize("language", LANGUAGES)
def test_page__says_how_to_read_and_how_to_send_it(findings_of, language):
    words = Words(language)
    text = html.unescape(render_page(findings_of({"a.csv": table(person())}), words))
    for key in ("internal", "how_to_read", "how_to_count", "how_to_send"):
        assert words(f"check.{key}") in text


@pytest.mark.parametrize("language", LANGUAGES)
def test_page__runs_nothing_of_what_was_delivered(findings_of, language):
    content = csv_bytes([["課名", MARKUP], [*HEADER, MARKUP], [*person(), "x"], [MARKUP, "", ""]])
    page = render_page(findings_of({f"{MARKUP[:8]}.csv": content}), Words(language))
    assert "<script" not in page
    assert "<img" not in page
    assert "&lt;script&gt;" in page
    assert re.search(r'http-equiv="Content-Security-Policy" content="default-src', page)


@pytest.mark.parametrize("language", LANGUAGES)
def test_page__of_sound_deliveries_says_that_nothing_is_to_be_mended(findings_of, language):
    words = Words(language)
    page = html.unescape(render_page(findings_of({"a.csv": table(person())}), words))
    assert words("check.nothing_to_mend") in page
    assert f"<strong>{words('check.to_mend')}</strong>" not in page


def test_page__where_only_a_run_would_not_start_does_not_say_that_nothing_is_to_be_mended(
    findings_of,
):
    words = Words("ja")
    copy = table(person(), person(), person())
    page = html.unescape(render_page(findings_of({"a.csv": copy, "b.csv": copy}), words))
    assert "delivered_twice" in page
    assert words("check.nothing_to_mend") not in page


def test_page__heads_have_a_scope_and_tables_a_caption(findings_of):
    page = render_page(findings_of({"a.csv": table(person(LOCKS="?"))}), Words("ja"))
    assert page.count("<table") == page.count("<caption") == 3  # overview, faults, by question
    assert len(re.findall(r"<th(?! scope)[ >]", page)) == 0


def test_page__is_printed_sideways_as_a_whole_and_wraps_its_sentences(findings_of):
    # Each wide table would else turn the paper alone and leave its heading on a page of its own.
    page = render_page(findings_of({"a.csv": table(person(LOCKS="?"))}), Words("ja"))
    style = page.rpartition("<style>")[2].partition("</style>")[0]
    assert "body:has(.wide) { page: sideways; }" in style
    assert ".deliveries .wide :is(td, th).prose" in style
    assert 'class="deliveries"' in page
