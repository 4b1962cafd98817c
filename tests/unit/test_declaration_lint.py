"""Every difference from last year's forms is declared, and nothing else."""

import re

import pytest
import yaml

from selfcheck_analysis.problems import ProblemsError
from selfcheck_analysis.questionnaire import Questionnaire
from selfcheck_analysis.questionnaire_lint import lint
from selfcheck_analysis.settings import as_model
from selfcheck_analysis.words import LANGUAGES, Words
from tests import small_forms as small

ONE_EACH = pytest.mark.parametrize(
    ("change", "code", "place"), small.DIFFERENCES.values(), ids=small.DIFFERENCES
)
SECTION = {"form_renumbered": "renumbered", "form_role_changed": "role_changes"}


def faults(this, last):
    return [(problem.code, problem.place.column) for problem in lint(this, last)]


def proposed(problem, language="en"):
    """Return the line that a fault proposes, read as YAML, and the section it belongs to."""
    said = problem.mend(Words(language))
    line = re.search(r"- \{.*\}", said)[0]
    [values] = yaml.safe_load(line)
    section = SECTION.get(problem.code, "changes")
    assert section in said
    return section, values


@ONE_EACH
def test_undeclared__is_the_one_fault_and_says_where(change, code, place):
    assert faults(small.forms(change), small.last_forms()) == [(code, place)]


@pytest.mark.parametrize("language", LANGUAGES)
@ONE_EACH
def test_undeclared__the_proposed_line_with_a_reason_mends_it(change, code, place, language):
    [problem] = lint(small.forms(change), small.last_forms())
    section, values = proposed(problem, language)
    if "note" in values:
        values["note"] = {"ja": "理由", "en": "reason"}
    assert faults(small.forms(change, **{section: [values]}), small.last_forms()) == []


def test_undeclared__the_proposed_line_without_a_reason_is_refused():
    [problem] = lint(small.forms(small.turned), small.last_forms())
    section, values = proposed(problem)
    with pytest.raises(ProblemsError):
        as_model(Questionnaire, small.year(2023, small.turned, **{section: [values]}), "file")


@pytest.mark.parametrize("language", LANGUAGES)
def test_undeclared__a_new_wording_names_the_language_and_both_texts(language):
    [problem] = lint(small.forms(small.reworded_in_english), small.last_forms())
    said = problem.found(Words(language))
    assert {"ja": "英語", "en": "(English)"}[language] in said
    assert "seals in English" in said
    assert "I seal letters" in said


def test_undeclared__every_difference_is_told_at_once():
    this = small.forms(
        *(small.turned, small.reworded_in_japanese, small.with_a_new_question),
        *(small.moved_to_a_new_number, small.renamed_chiefs),
    )
    assert sorted(faults(this, small.last_forms())) == [
        ("form_added", "questions.keys"),
        ("form_proper_answer_turned", "questions.seals"),
        ("form_renumbered", "roles.staff.form.9"),
        ("form_reworded", "questions.seals"),
        ("form_role_changed", "roles.chief"),
    ]


def test_undeclared__a_changed_meaning_covers_what_changed_with_it():
    declared = [small_change("seals", "meaning")]
    this = small.forms(small.turned, small.reworded_in_japanese, changes=declared)
    assert faults(this, small.last_forms()) == []


def test_undeclared__a_move_onto_a_reused_number_is_declared_once():
    reused = [
        {"role": "chief", "number": 1, "was": "locks", "now": "seals"},
        {"role": "chief", "number": 2, "was": "seals", "now": "locks"},
    ]
    this = small.forms(small.moved_onto_another, reused_numbers=reused)
    assert faults(this, small.last_forms()) == []
    # A move off to a free number is another matter, though its old number is declared as reused.
    reused = [{"role": "chief", "number": 2, "was": "seals", "now": "locks"}]

    def shifted(values):
        values["roles"][1]["form"] = {2: "locks", 3: "seals"}

    found = faults(small.forms(shifted, reused_numbers=reused), small.last_forms())
    assert found == [("form_renumbered", "roles.chief.form.3")]


def test_undeclared__another_theme_of_the_year_and_headcount_need_no_declaration():
    def grown(values):
        values["roles"][0]["headcount"] += 1

    assert faults(small.forms(small.another_theme, grown), small.last_forms()) == []


def small_change(question, kind, **more):
    note = {"ja": "理由", "en": "reason"}
    return {"question": question, "kind": kind, "comparable": False, "note": note, **more}


STALE = {
    "reworded": ("changes", small_change("seals", "reworded"), "changes.seals"),
    "meaning": ("changes", small_change("seals", "meaning"), "changes.seals"),
    "proper answer": ("changes", small_change("seals", "proper_answer"), "changes.seals"),
    "condition": ("changes", small_change("reported", "condition"), "changes.reported"),
    "answer kind": ("changes", small_change("seals", "answer_kind"), "changes.seals"),
    "added": ("changes", small_change("seals", "added"), "changes.seals"),
    "dropped": ("changes", small_change("gone", "dropped"), "changes.gone"),
    "added to a role": (
        "changes",
        small_change("seals", "added", role="chief"),
        "changes.seals",
    ),
    "reused": (
        "reused_numbers",
        {"role": "chief", "number": 2, "was": "locks", "now": "seals"},
        "reused_numbers.chief.2",
    ),
    "renumbered": (
        "renumbered",
        {"role": "chief", "question": "seals", "was": 3, "now": 2},
        "renumbered.chief.seals",
    ),
    "role": (
        "role_changes",
        {"role": "chief", "kind": "renamed", "note": {"ja": "理由", "en": "reason"}},
        "role_changes.chief",
    ),
}


@pytest.mark.parametrize(("section", "line", "place"), STALE.values(), ids=STALE)
def test_stale__what_did_not_change_may_not_be_declared(section, line, place):
    this = small.forms(**{section: [line]})
    [problem] = lint(this, small.last_forms())
    assert (problem.code, problem.place.column) == ("form_stale_declaration", place)
    assert section in problem.found(Words("en"))
    assert lint(this) == []  # without last year's forms it cannot be told


@pytest.mark.parametrize(
    ("wrong", "also"),
    [
        ({"role": "staff", "question": "remarks", "was": 9, "now": 4}, "turned round"),
        ({"role": "chief", "question": "remarks", "was": 4, "now": 9}, "another role"),
        ({"role": "staff", "question": "seals", "was": 4, "now": 9}, "another question"),
    ],
)
def test_renumbered__another_declaration_does_not_cover_it(wrong, also):
    this = small.forms(small.moved_to_a_new_number, renumbered=[wrong])
    place = f"renumbered.{wrong['role']}.{wrong['question']}"
    assert faults(this, small.last_forms()) == [
        ("form_renumbered", "roles.staff.form.9"),
        ("form_stale_declaration", place),
    ], also
