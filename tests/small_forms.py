"""Two years of small forms that differ in one way each, for the tests of what is declared."""

from __future__ import annotations

import copy
from collections.abc import Callable
from typing import Any

from selfcheck_analysis.questionnaire import Questionnaire
from tests.small_project import LAST_YEAR, THIS_YEAR, form_values

Values = dict[str, Any]


def year(
    fiscal_year: int = THIS_YEAR, *changed: Callable[[Values], None], **declared: Any
) -> Values:
    """Return a sound year of forms as YAML holds it, changed, with what it declares."""
    values = copy.deepcopy(form_values(fiscal_year))
    for change in changed:
        change(values)
    return values | declared


def forms(*changed: Callable[[Values], None], **declared: Any) -> Questionnaire:
    """Return this year's forms, changed, with what they declare."""
    return Questionnaire.model_validate(year(THIS_YEAR, *changed, **declared))


def last_forms(*changed: Callable[[Values], None]) -> Questionnaire:
    """Return last year's forms."""
    return Questionnaire.model_validate(year(LAST_YEAR, *changed))


def question(values: Values, question_id: str) -> Values:
    """Return one question to be changed in place."""
    return next(it for it in values["questions"] if it["id"] == question_id)


def form(values: Values, role_id: str) -> Values:
    """Return the form of one role to be changed in place."""
    return next(it["form"] for it in values["roles"] if it["id"] == role_id)


def reworded_in_english(values: Values) -> None:
    question(values, "seals")["label"]["en"] = "I seal letters"


def reworded_in_japanese(values: Values) -> None:
    question(values, "seals")["label"]["ja"] = "書類を渡す前に封をしている"


def turned(values: Values) -> None:
    question(values, "seals")["proper_answer"] = "no"


def asked_of_others(values: Values) -> None:
    question(values, "reported")["asked_if"]["answer"] = "no"


def asked_of_everybody(values: Values) -> None:
    del question(values, "reported")["asked_if"]


def another_situation(values: Values) -> None:
    question(values, "spoke")["asked_if"]["situation"]["ja"] = "上司がいた場合"


def counted_no_more(values: Values) -> None:
    asked = question(values, "seals")
    del asked["proper_answer"]
    asked["kind"] = "free_text"


def with_a_new_question(values: Values) -> None:
    label = {"ja": "鍵をかけている", "en": "I lock up"}
    values["questions"].append({"id": "keys", "label": label, "proper_answer": "yes"})
    form(values, "staff")[5] = "keys"


def without_remarks(values: Values) -> None:
    values["questions"] = [it for it in values["questions"] if it["id"] != "remarks"]
    del form(values, "staff")[4]


def more_on_the_chiefs_form(values: Values) -> None:
    form(values, "chief")[3] = "saw"


def less_on_the_chiefs_form(values: Values) -> None:
    del form(values, "chief")[2]


def moved_to_a_new_number(values: Values) -> None:
    del form(values, "staff")[4]
    form(values, "staff")[9] = "remarks"


def moved_onto_another(values: Values) -> None:
    form(values, "chief").update({1: "seals", 2: "locks"})


def with_a_new_role(values: Values) -> None:
    label = {"ja": "応援職員", "en": "Helpers"}
    values["roles"].append({"id": "helper", "label": label, "headcount": 2, "form": {1: "locks"}})


def without_chiefs(values: Values) -> None:
    values["roles"] = [it for it in values["roles"] if it["id"] != "chief"]


def renamed_chiefs(values: Values) -> None:
    next(it for it in values["roles"] if it["id"] == "chief")["label"]["ja"] = "係長級"


def another_theme(values: Values) -> None:
    values["focus_items"][0]["label"] = {"ja": "封緘", "en": "Sealing"}


DIFFERENCES = {
    "reworded in English": (reworded_in_english, "form_reworded", "questions.seals"),
    "reworded in Japanese": (reworded_in_japanese, "form_reworded", "questions.seals"),
    "turned": (turned, "form_proper_answer_turned", "questions.seals"),
    "another condition": (asked_of_others, "form_condition_changed", "questions.reported"),
    "no condition": (asked_of_everybody, "form_condition_changed", "questions.reported"),
    "another situation": (another_situation, "form_condition_changed", "questions.spoke"),
    "answer kind": (counted_no_more, "form_answer_kind_changed", "questions.seals"),
    "added": (with_a_new_question, "form_added", "questions.keys"),
    "dropped": (without_remarks, "form_dropped", "changes"),
    "added to a role": (more_on_the_chiefs_form, "form_added_in_role", "roles.chief.form"),
    "dropped from a role": (less_on_the_chiefs_form, "form_dropped_in_role", "roles.chief.form"),
    "moved": (moved_to_a_new_number, "form_renumbered", "roles.staff.form.9"),
    "new role": (with_a_new_role, "form_role_changed", "roles.helper"),
    "dropped role": (without_chiefs, "form_role_changed", "roles.chief"),
    "renamed role": (renamed_chiefs, "form_role_changed", "roles.chief"),
}
"""One way to differ each: what makes it, the fault that it is undeclared, and its place."""
