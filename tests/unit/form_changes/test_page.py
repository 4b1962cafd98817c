"""The page of differing forms: complete, in both languages, self-contained."""

import html
import re
from itertools import pairwise

import pytest

from selfcheck_analysis.form_changes.between import form_changes
from selfcheck_analysis.form_changes.page import render_page
from selfcheck_analysis.form_changes.wording import Wording
from selfcheck_analysis.words import LANGUAGES, Words
from tests import small_forms as small
from tests.markup import laid_out, parsed, text_of

NOTE = {"ja": "封を徹底するため", "en": "to have letters sealed"}
DECLARED = [{"question": "seals", "kind": "meaning", "comparable": False, "note": NOTE}]
CHANGED = (
    *(small.turned, small.reworded_in_english, small.asked_of_others, small.another_theme),
    *(small.moved_to_a_new_number, small.renamed_chiefs, small.with_a_new_question),
)


def page(language, *changed, **declared):
    forms = {2022: small.last_forms(), 2023: small.forms(*changed, **declared)}
    words = Words(language)
    said = Wording(form_changes(forms), words)
    return render_page([said], [], (2022, 2023), words)


@pytest.fixture(params=LANGUAGES)
def text(request):
    return page(request.param, *CHANGED, changes=DECLARED)


def rows(text):
    """Return the texts of every table's rows, table by table."""
    body = text[text.index("<main") : text.index("</body>")].replace("<br>", "")
    found = parsed(body).findall(".//table")
    return [[[text_of(cell) for cell in row] for row in laid_out(table)] for table in found]


def test_page__states_texts_notes_and_comparisons():
    roles, questions, *_ = rows(page("en", *CHANGED, changes=DECLARED))
    # Only the Japanese name of the role differs, and nobody declared it.
    assert roles[1:] == [["Renamed", "Chief", "Chief", "not declared"]]
    by_kind = {row[0]: row[1:] for row in questions[1:]}
    assert by_kind["Changed meaning, Reworded (English), Proper answer turned"] == [
        "seals in Englishproper answer: Yes",
        "I seal lettersproper answer: No",
        "Not comparable",
        "to have letters sealed",
    ]
    assert by_kind["Changed condition"] == [
        "reported in Englishasked of: those who said Yes to “saw in English”",
        "reported in Englishasked of: those who said No to “saw in English”",
        "Open (not declared)",
        "not declared",
    ]
    assert by_kind["Added"] == ["-", "I lock up", "Asked in one year only", "not declared"]


def test_page__states_printed_numbers_before_and_after():
    *_, staff, chief = rows(page("en", *CHANGED, changes=DECLARED))
    assert staff[0] == ["No. (FY2022)", "No. (FY2023)", "Question", "Change"]
    numbers = {row[2]: row[:2] for row in staff[1:]}
    assert numbers["remarks in English"] == ["4", "9"]
    assert numbers["I lock up"] == ["-", "5"]
    assert numbers["I seal letters"] == ["3", "3"]
    assert {row[2] for row in chief[1:]} == {"locks in English", "I seal letters"}


def test_page__a_wording_of_the_other_language_is_shown_too():
    _, before, after, *_ = rows(page("ja", small.reworded_in_english))[0][1]
    assert before.endswith("英語：seals in English")
    assert after.endswith("英語：I seal letters")
    _, before, *_ = rows(page("ja", small.reworded_in_japanese))[0][1]
    assert "英語" not in before


def test_page__forms_that_do_not_differ_say_so():
    text = page("en")
    assert "The forms do not differ." in text
    assert "<table" not in text


def test_page__escapes_what_the_forms_say():
    def marked(values):
        small.question(values, "seals")["label"]["ja"] = "封<b>を</b>する"

    assert "封&lt;b&gt;を&lt;/b&gt;する" in page("ja", marked)


def test_page__fetches_nothing_and_runs_nothing(text):
    assert text.lstrip().startswith("<!doctype html>")
    assert "default-src 'none'" in html.unescape(text)
    assert not re.findall(r"https?:|<script|src=", text)


def test_page__has_headings_in_order_and_tables_with_caption_and_scope(text):
    levels = [int(level) for level in re.findall(r"<h(\d)", text)]
    assert levels[0] == 1
    assert all(b - a <= 1 for a, b in pairwise(levels))
    assert not re.findall(r'<th(?! scope="(?:row|col)")[ >]', text)
    assert all(len({len(row) for row in table}) == 1 for table in rows(text))
    assert text.count("<caption>") == text.count("<table>") == 4
