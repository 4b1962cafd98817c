"""The measures that were taken against low rates: which, whose, and in which year.

A measure belongs to the fiscal year whose result led to it; the result of the year after is
printed beside it. Ids are those of the forms of its own year.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from difflib import get_close_matches
from typing import Any

from pydantic import Field

from selfcheck_analysis.params import runs_named
from selfcheck_analysis.paths import Project
from selfcheck_analysis.problems import Place, Problem, refuse
from selfcheck_analysis.questionnaire import Label, Questionnaire
from selfcheck_analysis.settings import Settings, read_settings


class Measure(Settings):
    """One measure against the low rate of a question, or of all questions of a focus item.

    Attributes
    ----------
    programme : str
    fiscal_year : int
        The year whose result led to it.
    question, focus_item : str, int
        What it is meant to raise: exactly one of them is given.
    role : str, optional
        The role it is meant for; without one, everybody who is asked.
    measure, owner : Label
        What is done, and the section that sees to it.
    """

    programme: str
    fiscal_year: int = Field(ge=1989, le=2117)
    question: str | None = None
    focus_item: int | None = None
    role: str | None = None
    measure: Label
    owner: Label

    def questions(self, form: Questionnaire) -> list[str]:
        """Return the ids of the questions it is meant to raise, as far as a form asks them."""
        return [
            question.id
            for question in form.questions
            if question.id == self.question
            or (self.focus_item is not None and question.focus_item == self.focus_item)
        ]


class Measures(Settings):
    """The ledger, in the order of its file; `sample` says that it was made up for the sample."""

    measures: list[Measure] = Field(default_factory=list)
    sample: bool = False

    def of(self, programme: str, fiscal_year: int) -> list[Measure]:
        """Return the measures to which the result of one programme and year led."""
        return [
            measure
            for measure in self.measures
            if (measure.programme, measure.fiscal_year) == (programme, fiscal_year)
        ]


def read_measures(project: Project) -> Measures:
    """Read the ledger; a project without the file has no measures.

    Raises
    ------
    ProblemsError
        Every fault at once: of the file's form; then programmes that have no forms, and measures
        that name neither or both of a question and a focus item.
    """
    if not project.measures.exists():
        return Measures()
    file = project.relative(project.measures)
    measures = read_settings(project.measures, Measures, file)
    programmes = {name for name, _ in runs_named(project.questionnaire_file("any", 0).parent)}
    refuse(_own_faults(measures, programmes, file))
    return measures


def _own_faults(measures: Measures, programmes: Collection[str], file: str) -> Iterator[Problem]:
    """Yield what is wrong with a ledger whatever the forms say."""
    for number, measure in enumerate(measures.measures):
        key = f"measures.{number}"
        if measure.programme not in programmes:
            place = Place(file, column=f"{key}.programme")
            yield _unknown("measure_programme_unknown", place, measure.programme, programmes)
        if (measure.question is None) == (measure.focus_item is None):
            yield Problem("measure_subject", Place(file, column=key))


def measure_faults(
    measures: Measures, questionnaire: Questionnaire, file: str = "params/measures.yaml"
) -> list[Problem]:
    """Return the ids that no form of the measures' own year knows.

    Parameters
    ----------
    measures : Measures
    questionnaire : Questionnaire
        The forms of one programme and year; measures of others are not looked at.
    file : str
        How messages name the ledger.
    """
    wanted = (questionnaire.programme, questionnaire.fiscal_year)
    return [
        fault
        for number, measure in enumerate(measures.measures)
        if (measure.programme, measure.fiscal_year) == wanted
        for fault in _form_faults(measure, questionnaire, file, f"measures.{number}")
    ]


def _form_faults(measure: Measure, form: Questionnaire, file: str, key: str) -> Iterator[Problem]:
    known: dict[str, list[Any]] = {
        "question": [question.id for question in form.questions],
        "focus_item": [item.id for item in form.focus_items],
        "role": [role.id for role in form.roles],
    }
    unknown = False
    for name, ids in known.items():
        value = getattr(measure, name)
        if value is not None and value not in ids:
            unknown = True
            place = Place(file, column=f"{key}.{name}")
            yield _unknown(f"measure_{name}_unknown", place, value, ids)
    if measure.role is not None and not unknown:
        asked = {question.id for question in form.counted(form.role(measure.role))}
        if not asked.intersection(measure.questions(form)):
            place, values = Place(file, column=f"{key}.role"), {"role": measure.role}
            yield Problem("measure_role_not_asked", place, values)


def _unknown(code: str, place: Place, found: object, known: Iterable[object]) -> Problem:
    names = sorted(map(str, known))
    near = get_close_matches(str(found), names, n=1)
    values = {
        "found": found,
        "near": near[0] if near else "-",
        "known": ", ".join(names) or "-",
    }
    return Problem(code, place, values)
