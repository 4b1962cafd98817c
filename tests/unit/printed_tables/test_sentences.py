"""What an audit found, in words and as values."""

from __future__ import annotations

import json
import re

import pytest

from selfcheck_analysis.printed_tables import command
from selfcheck_analysis.printed_tables.command import Checked
from selfcheck_analysis.printed_tables.names import Names
from selfcheck_analysis.printed_tables.sentences import Sentences
from selfcheck_analysis.published.audit import Code, audit
from selfcheck_analysis.published.blocks import Opening, Span
from selfcheck_analysis.questionnaire import Answer
from selfcheck_analysis.terms import ALL_ROLES
from selfcheck_analysis.words import LANGUAGES, Words, catalogue, placeholders
from tests.printed_groups import headline, print_of, printed_block
from tests.project_copy import SHIPPED, copy_project


@pytest.fixture(scope="module", params=LANGUAGES)
def checked(request) -> Checked:
    return command.check(SHIPPED, [], 20, Words(request.param))


def said(found, language="en"):
    """Return the arithmetic of every finding."""
    words = Words(language)
    sentences = Sentences(found, Names(SHIPPED, words), words)
    return {f.code: sentences.arithmetic(f) for f in audit(found).findings}


@pytest.mark.parametrize("code", Code)
def test_catalogue__has_every_code_with_the_same_values_in_both_languages(code):
    for part in ("title", "arithmetic"):
        texts = catalogue()[f"audit.{code}.{part}"]
        assert placeholders(texts["ja"]) == placeholders(texts["en"])


def test_lines__say_every_finding_with_place_and_numbers(checked):
    lines = list(checked.lines())
    text = "\n".join(lines)
    assert len([line for line in lines if re.match(r"[［\[]", line)]) == 7 + 1  # and the note
    for number in ("200", "185", "33.6", "53.5", "132", "126", "95/98/97", "182", "192", "86"):
        assert number in text
    assert "{" not in text
    assert "focus_questions.csv" in text
    assert "role_rates.csv" in text


def test_lines__name_roles_and_questions_as_the_forms_do():
    text = "\n".join(command.check(SHIPPED, [], 20, Words("ja")).lines())
    assert "区民課一般職員等" in text
    assert "令和５年度" in text
    assert "q07_" not in text


def test_lines__call_what_no_form_knows_by_its_id(tmp_path):
    project = copy_project(tmp_path)
    project.questionnaire_file("juki_net", 2023).unlink()
    found = print_of([printed_block("q", (60, 45), 50, 55)], staff=40)
    words = Words("en")
    text = "\n".join(Sentences(found, Names(project, words), words).lines(audit(found), 10))
    assert "staff" in text
    assert "“q”" in text


def test_as_json__holds_findings_candidates_and_what_was_assumed(checked):
    [document] = checked.as_json()
    values = json.loads(document)
    assert values["assumed"] == {"percent": 20, "least": 5, "largest": 1000, "min_base": 10}
    assert len(values["findings"]) == 7
    by_code = {finding["code"]: finding for finding in values["findings"]}
    [[change]] = by_code["pair"]["candidates"]
    assert change["printed"] == "100"
    assert change["fits"] == ["99", "99"]
    assert (change["tenure"], change["figure"]) == ("second_year_plus", "no")
    assert by_code["pair"]["rows"] == [{"file": "data/published/focus_questions.csv", "row": 39}]
    assert len(by_code["same_persons"]["candidates"]) == 6
    assert len(values["unanimous"]) == 2


def test_arithmetic__of_every_kind_of_finding_can_be_said():
    # Every code that needs no year before and no shipped form, from prints made for it.
    child = {"asked_if": Opening("parent", Answer.NO)}
    cases = [
        print_of([printed_block("q", (60, 45), 50, 55)], staff=40),
        print_of([printed_block("q", 76, 95, 97)], staff=126),
        print_of([printed_block("q", 50, 100, 50)], staff=12),
        print_of([printed_block("q", 50, 100, 70)], staff=(2, 4)),
        print_of(
            [printed_block("parent", None, 90, 90), printed_block("child", None, 33, 33, **child)],
            staff=20,
        ),
        print_of([printed_block("one", 25, 100, 70), printed_block("two", 50, 100, 90)], staff=10),
        print_of([printed_block("q", 1, 1, 1, role="")], a=100, b=80),
        print_of([printed_block(name, 76, 95, 90) for name in ("q", "r")], staff=500),
        print_of([printed_block("q", 76, 95, 90, role=ALL_ROLES)], a=126, b=98, all_roles=200),
        print_of([printed_block("q", 76, 95, 90, role=ALL_ROLES)], a=126, b=98, all_roles=258),
        print_of(
            [printed_block("q", 50, 50, 50, sizes=(Span(10, 10), Span(20, 20), Span(31, 31)))],
            staff=30,
        ),
        print_of([headline(None, 100, 100, questions=43)], staff=2),
        print_of([headline(100, 95, 95, questions=16)], staff=13),
    ]
    for language in LANGUAGES:
        texts = [text for found in cases for text in said(found, language).values()]
        assert len(texts) >= len(cases)
        assert not [text for text in texts if "{" in text or "Span(" in text or "Tenure" in text]


def test_arithmetic__of_a_headcount_that_may_be_wrong_names_it():
    found = print_of([printed_block("q", 33, 33, 33)], staff=10)
    words = Words("en")
    sentences = Sentences(found, Names(SHIPPED, words), words)
    [finding] = [f for f in audit(found).findings if f.code == Code.NO_TABLE_OF_RANGE]
    assert any("headcount of staff: 10 → " in text for text in sentences.candidates(finding))
