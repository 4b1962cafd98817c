import datetime as dt
from pathlib import Path

import pytest

from selfcheck_analysis.paths import Project
from selfcheck_analysis.questionnaire import Questionnaire, read_questionnaire
from selfcheck_analysis.questionnaire_lint import lint

PROJECT = Project(Path(__file__).resolve().parents[2])
OPENS = dt.date(2023, 11, 2)
NOTE = {"ja": "注", "en": "note"}

LOCKS = {"id": "locks", "proper_answer": "yes"}
LENDS = {"id": "lends", "proper_answer": "no"}
SEEN = {"id": "seen", "proper_answer": "no", "focus_item": 1}
TOLD = {"id": "told", "proper_answer": "yes", "asked_if": {"question": "seen", "answer": "yes"}}
WISH = {"id": "wish", "kind": "free_text"}
FORM = {1: "locks", 2: "lends", 3: "seen", "3-1": "told", 4: "wish"}


def named(thing: dict) -> dict:
    """Give a question or role a label of its own."""
    return {"label": {"ja": f"{thing['id']}の文", "en": f"{thing['id']} text"}, **thing}


def forms(questions=(LOCKS, LENDS, SEEN, TOLD, WISH), form=FORM, **values) -> Questionnaire:
    """Return one sound role with five questions, or a variation of it."""
    whole = {
        "programme": "juki_net",
        "fiscal_year": 2023,
        "title": NOTE,
        "short_title": NOTE,
        "survey": {"opens": OPENS, "closes": OPENS, "sections": 1},
        "focus_items": [{"id": 1, "label": NOTE}],
        "questions": [named(question) for question in questions],
        "roles": [named({"id": "staff", "headcount": 3, "form": form})],
        **values,
    }
    return Questionnaire.model_validate(whole)


def faults(this: Questionnaire, last: Questionnaire | None = None) -> list[tuple[str, str]]:
    return [(problem.code, problem.place.column) for problem in lint(this, last)]


def role(role_id: str, form: dict) -> dict:
    return named({"id": role_id, "headcount": 3, "form": form})


def change(question: str, kind: str, comparable: bool) -> dict:
    return {"question": question, "kind": kind, "comparable": comparable, "note": NOTE}


def reused(number: int | str, was: str, now: str, role: str = "staff") -> dict:
    return {"role": role, "number": number, "was": was, "now": now}


@pytest.mark.parametrize("programme", ["juki_net", "info_nws"])
@pytest.mark.parametrize("fiscal_year", [2022, 2023])
def test_lint__shipped_files_are_sound(programme, fiscal_year):
    this = read_questionnaire(PROJECT, programme, fiscal_year)
    assert lint(this) == []


@pytest.mark.parametrize("programme", ["juki_net", "info_nws"])
def test_lint__shipped_files_are_sound_beside_last_years(programme):
    last, this = (read_questionnaire(PROJECT, programme, year) for year in (2022, 2023))
    assert lint(this, last) == []


def test_lint__a_sound_form_has_no_fault():
    assert faults(forms()) == []
    assert faults(forms(), forms()) == []


def test_lint__names_the_file():
    [problem] = lint(forms(focus_items=[]), file="params/questionnaires/juki_net_2023.yaml")
    assert problem.place.file == "params/questionnaires/juki_net_2023.yaml"


ALL = (LOCKS, LENDS, SEEN, TOLD, WISH)
CRAFTED = {
    "question id twice": (
        forms(questions=(*ALL, {**LOCKS, "label": {"ja": "別の文", "en": "other"}})),
        [("form_duplicate_id", "questions")],
    ),
    "Japanese label twice": (
        forms(
            questions=(LOCKS, {**LENDS, "label": {"ja": "locksの文", "en": "x"}}, SEEN, TOLD, WISH)
        ),
        [("form_duplicate_id", "labels")],
    ),
    "English label twice": (
        forms(
            questions=(
                LOCKS,
                {**LENDS, "label": {"ja": "別", "en": "locks text"}},
                SEEN,
                TOLD,
                WISH,
            )
        ),
        [("form_duplicate_id", "labels")],
    ),
    "labels that differ in width and spaces only": (
        forms(
            questions=(
                LOCKS,
                {**LENDS, "label": {"ja": "ｌｏｃｋｓ の文", "en": "x"}},
                SEEN,
                TOLD,
                WISH,
            )
        ),
        [("form_duplicate_id", "labels")],
    ),
    "label that begins with a digit": (
        forms(questions=(LOCKS, {**LENDS, "label": {"ja": "２要素", "en": "x"}}, SEEN, TOLD, WISH)),
        [("form_label_number", "questions.lends")],
    ),
    "role id twice": (
        forms(roles=[role("staff", FORM), role("staff", FORM)]),
        [("form_duplicate_id", "roles")],
    ),
    "focus item twice": (
        forms(focus_items=[{"id": 1, "label": NOTE}] * 2),
        [("form_duplicate_id", "focus_items")],
    ),
    "no proper answer": (
        forms(questions=({"id": "locks"}, LENDS, SEEN, TOLD, WISH)),
        [("form_no_proper_answer", "questions.locks")],
    ),
    "free text with a proper answer": (
        forms(questions=(LOCKS, LENDS, SEEN, TOLD, {**WISH, "proper_answer": "yes"})),
        [("form_free_text_scored", "questions.wish")],
    ),
    "focus item that is not listed": (
        forms(questions=({**LOCKS, "focus_item": 2}, LENDS, SEEN, TOLD, WISH)),
        [("form_unknown_focus", "questions.locks")],
    ),
    "question on no form": (
        forms(questions=(*ALL, {"id": "idle", "proper_answer": "yes"})),
        [("form_never_asked", "questions.idle")],
    ),
    "condition on an unknown question": (
        forms(
            questions=(
                *(LOCKS, LENDS, SEEN, WISH),
                {**TOLD, "asked_if": {"question": "sene", "answer": "yes"}},
            )
        ),
        [("form_unknown_condition", "questions.told")],
    ),
    "condition on free text": (
        forms(
            questions=(
                *(LOCKS, LENDS, SEEN, WISH),
                {**TOLD, "asked_if": {"question": "wish", "answer": "yes"}},
            ),
            form={1: "locks", 2: "lends", 3: "seen", 4: "wish", 5: "told"},
        ),
        [("form_condition_free_text", "questions.told")],
    ),
    "condition on a later question": (
        forms(form={1: "locks", 2: "lends", 3: "told", 4: "seen", 5: "wish"}),
        [("form_condition_later", "roles.staff")],
    ),
    "condition on a question of another form": (
        forms(roles=[role("staff", FORM), role("chiefs", {1: "told"})]),
        [("form_condition_later", "roles.chiefs")],
    ),
    "condition on the question itself": (
        forms(
            questions=(
                *(LOCKS, LENDS, SEEN, WISH),
                {**TOLD, "asked_if": {"question": "told", "answer": "yes"}},
            )
        ),
        [("form_condition_later", "roles.staff")],
    ),
    "role with an empty form": (
        forms(roles=[role("staff", FORM), role("chiefs", {})]),
        [("form_role_without_questions", "roles.chiefs")],
    ),
    "role with free text alone": (
        forms(roles=[role("staff", FORM), role("chiefs", {1: "wish"})]),
        [("form_role_without_questions", "roles.chiefs")],
    ),
    "unknown question on a form": (
        forms(form={**FORM, 5: "loks"}),
        [("form_unknown_question", "roles.staff")],
    ),
    "question twice on a form": (
        forms(form={**FORM, 5: "locks"}),
        [("form_asked_twice", "roles.staff")],
    ),
    "changed meaning declared comparable": (
        forms(changes=[change("locks", "meaning", comparable=True)]),
        [("form_meaning_comparable", "changes.locks")],
    ),
    "answered in another way, declared comparable": (
        forms(changes=[change("locks", "answer_kind", comparable=True)]),
        [("form_one_year_comparable", "changes.locks")],
    ),
    "added, declared comparable": (
        forms(changes=[change("locks", "added", comparable=True)]),
        [("form_one_year_comparable", "changes.locks")],
    ),
    "declared twice": (
        forms(changes=[change("locks", "reworded", comparable=True)] * 2),
        [("form_declared_twice", "changes.locks")],
    ),
    "new wording of one role alone": (
        forms(changes=[change("locks", "reworded", comparable=True) | {"role": "staff"}]),
        [("form_change_of_role", "changes.locks")],
    ),
    "change of an unknown question": (
        forms(changes=[change("loks", "reworded", comparable=True)]),
        [("form_unknown_question", "changes.loks")],
    ),
}


@pytest.mark.parametrize(("this", "expected"), CRAFTED.values(), ids=CRAFTED.keys())
def test_lint__finds_the_fault_and_no_other(this, expected):
    assert faults(this) == expected


def test_lint__finds_every_fault_at_once():
    this = forms(questions=({"id": "locks"}, LENDS, SEEN, TOLD), focus_items=[])
    assert set(faults(this)) == {
        ("form_no_proper_answer", "questions.locks"),
        ("form_unknown_focus", "questions.seen"),
        ("form_unknown_question", "roles.staff"),  # "wish"
    }


@pytest.mark.parametrize(
    "declared",
    [
        change("locks", "meaning", comparable=False),
        change("locks", "reworded", comparable=True),
        change("gone", "dropped", comparable=False),
        change("locks", "dropped", comparable=True) | {"role": "staff"},
    ],
)
def test_lint__accepts_a_sound_declaration(declared):
    assert faults(forms(changes=[declared])) == []


SWAPPED = {1: "lends", 2: "locks", 3: "seen", "3-1": "told", 4: "wish"}


def test_reused_number__undeclared_is_a_fault_in_each_number():
    assert faults(forms(form=SWAPPED), forms()) == [
        ("form_reused_number", "roles.staff.form.1"),
        ("form_reused_number", "roles.staff.form.2"),
    ]


def test_reused_number__declared_is_none_however_the_number_is_written():
    declared = [reused(1, "locks", "lends"), reused("2", "lends", "locks")]
    assert faults(forms(form=SWAPPED, reused_numbers=declared), forms()) == []


@pytest.mark.parametrize(
    "wrong",
    [
        reused(1, "lends", "locks"),  # the wrong way round
        reused(3, "locks", "lends"),  # another number
        reused(1, "locks", "lends", role="chiefs"),  # another role
    ],
)
def test_reused_number__another_declaration_does_not_cover_it(wrong):
    declared = [wrong, reused(2, "lends", "locks")]
    place = f"reused_numbers.{wrong['role']}.{wrong['number']}"
    assert faults(forms(form=SWAPPED, reused_numbers=declared), forms()) == [
        ("form_reused_number", "roles.staff.form.1"),
        ("form_stale_declaration", place),
    ]


def test_reused_number__a_new_number_or_role_reuses_none():
    moved = {number: question for number, question in FORM.items() if number != 1}
    found = faults(forms(form={**moved, 5: "locks"}), forms())
    assert found == [("form_renumbered", "roles.staff.form.5")]
    both = forms(roles=[role("staff", FORM), role("chiefs", {1: "lends"})])
    assert faults(both, forms()) == [("form_role_changed", "roles.chiefs")]


def test_turned_proper_answer__undeclared_is_a_fault():
    last = forms(questions=({**LOCKS, "proper_answer": "no"}, LENDS, SEEN, TOLD, WISH))
    assert faults(forms(), last) == [("form_proper_answer_turned", "questions.locks")]


def test_turned_proper_answer__declared_is_none():
    last = forms(questions=({**LOCKS, "proper_answer": "no"}, LENDS, SEEN, TOLD, WISH))
    for kind, comparable in (("proper_answer", True), ("meaning", False)):
        this = forms(changes=[change("locks", kind, comparable)])
        assert faults(this, last) == []


def test_turned_proper_answer__is_not_told_by_a_new_wording():
    last = forms(questions=({**LOCKS, "proper_answer": "no"}, LENDS, SEEN, TOLD, WISH))
    this = forms(changes=[change("locks", "reworded", comparable=True)])
    assert faults(this, last) == [
        ("form_proper_answer_turned", "questions.locks"),
        ("form_stale_declaration", "changes.locks"),
    ]


@pytest.mark.parametrize(
    ("opens", "closes", "found"),
    [
        ("2023-04-01", "2024-03-31", []),
        ("2023-03-31", "2023-04-01", [("survey_outside_year", "survey.opens")]),
        ("2024-03-31", "2024-04-01", [("survey_outside_year", "survey.closes")]),
        ("2023-11-02", "2023-11-01", [("survey_closes_first", "survey.closes")]),
    ],
)
def test_survey__lies_within_the_fiscal_year_and_closes_last(opens, closes, found):
    days = {"opens": dt.date.fromisoformat(opens), "closes": dt.date.fromisoformat(closes)}
    problems = lint(forms(survey={**days, "sections": 1}))
    assert [(problem.code, problem.place.column) for problem in problems] == found
