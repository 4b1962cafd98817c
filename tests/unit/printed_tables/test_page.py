"""The internal page of an audit: complete, in both languages, and marked as internal."""

import html
import re
from itertools import pairwise

import pytest

from selfcheck_analysis.printed_tables import command
from selfcheck_analysis.printed_tables.names import Names
from selfcheck_analysis.printed_tables.page import render_page
from selfcheck_analysis.printed_tables.sentences import Sentences
from selfcheck_analysis.published.audit import audit
from selfcheck_analysis.words import LANGUAGES, Words
from tests.printed_groups import print_of, printed_block
from tests.project_copy import SHIPPED


@pytest.fixture(scope="module", params=LANGUAGES)
def language(request):
    return request.param


def page(found, language):
    words = Words(language)
    return render_page(audit(found), Sentences(found, Names(SHIPPED, words), words), words, 10)


@pytest.fixture(scope="module")
def shipped(language):
    checked = command.check(SHIPPED, [], 20, Words(language))
    text = render_page(checked.audit, checked.sentences, checked.words, checked.min_base)
    return checked, text


def test_page__says_every_finding_and_that_it_is_internal(shipped):
    checked, text = shipped
    read = html.unescape(text)
    assert checked.words("audit.internal") in read
    for finding in checked.audit.findings:
        assert checked.sentences.arithmetic(finding) in read
        for candidate in checked.sentences.candidates(finding):
            assert candidate in read
    assert text.count('class="finding"') == len(checked.audit.findings)


def test_page__fetches_nothing_and_runs_nothing(shipped):
    _, text = shipped
    assert text.lstrip().startswith("<!doctype html>")
    assert "default-src 'none'" in html.unescape(text)
    assert not re.findall(r"https?:|<script|src=", text)


def test_page__has_headings_in_order_and_heads_with_scope(shipped):
    _, text = shipped
    levels = [int(level) for level in re.findall(r"<h(\d)", text)]
    assert levels[0] == 1
    assert all(b - a <= 1 for a, b in pairwise(levels))
    assert not re.findall(r"<th(?![^>]*scope)[ >]", text)


def test_page__says_where_nothing_was_found(language):
    text = html.unescape(page(print_of([printed_block("q", 76, 95, 90)], staff=500), language))
    for severity in ("impossible", "doubtful", "discloses"):
        assert Words(language)(f"audit.none.{severity}") in text


def test_page__shows_names_from_a_file_as_text(language):
    found = print_of([printed_block("q", (60, 45), 50, 55, role="a")], a=40)
    [block] = found.blocks
    assert "<b>" not in page(found, language)
    assert "60" in page(found, language)
    assert block.key.question in page(found, language)
