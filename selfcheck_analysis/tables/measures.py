"""The measures against low rates, with the result of the year after beside each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pandas as pd

from selfcheck_analysis.display import HtmlBlock
from selfcheck_analysis.figures import fiscal_year
from selfcheck_analysis.measures import Measure, Measures
from selfcheck_analysis.publication import FIGURES, Publication
from selfcheck_analysis.questionnaire import Questionnaire
from selfcheck_analysis.tables.cells import (
    absent,
    change,
    heads,
    mark,
    marked,
    percent,
    rate,
    spanner,
    verdict,
)
from selfcheck_analysis.tables.model import Cell, Row, Table
from selfcheck_analysis.tables.printed_year import printed_figure, range_cell, verdict_cell
from selfcheck_analysis.terms import ALL_ROLES, State, Tenure, Verdict

_RATES = ("measure_year", "next_year")
_RESULT = ("change_points", "verdict")
_FIGURES = len(_RATES) + len(_RESULT)


@dataclass(frozen=True)
class _Subject:
    """What one row of a measure is about: a question, and a role or everybody asked."""

    question: str
    role: str


def measures_table(
    pub: Publication,
    measures: Measures,
    role: str | None = None,
    last_form: Questionnaire | None = None,
) -> HtmlBlock:
    """Print last year's measures with their result, and this year's, whose result is not known.

    A row is a measure and one question that it is meant to raise, over everyone asked for the
    questions of focus items, else in one role.

    Parameters
    ----------
    pub : Publication
    measures : Measures
    role : str, optional
        Print only rows about this role (as the release reports it) or about all roles.
    last_form : Questionnaire, optional
        Last year's forms, which name questions that are no longer asked.
    """
    release = pub.release
    rows = [
        line
        for year in (release.fiscal_year - 1, release.fiscal_year)
        for measure in measures.of(release.programme, year)
        for line in _rows(pub, measure, role, last_form)
    ]
    if not rows:
        return pub.paragraph("measures.none")
    notes = ["note", *(["sample"] if measures.sample else [])]
    return Table(
        caption=pub.words("measures.caption"),
        notes=[pub.words(f"measures.{name}") for name in notes],
        columns=[4, len(_RATES), len(_RESULT)],
        head=[
            [
                *heads(pub, "text", "measure_decided", "question", "measure", "owner", rowspan=2),
                spanner(pub.words("column.shares"), len(_RATES)),
                spanner(pub.words("column.change_of_proper"), len(_RESULT)),
            ],
            [
                *heads(pub, "figure", *_RATES, "points"),
                *heads(pub, "text", "verdict"),
            ],
        ],
        bodies=[rows],
    ).block(pub.words.language)


def _rows(
    pub: Publication, measure: Measure, role: str | None, last_form: Questionnaire | None
) -> list[Row]:
    """Return the rows of one measure, which its own cells head."""
    language = pub.words.language
    results = [
        (subject, _result(pub, measure, subject))
        for subject in _subjects(pub, measure, last_form)
        if role is None or subject.role in (role, ALL_ROLES)
    ]
    n = len(results)
    rows: list[Row] = []
    for subject, cells in results:
        year = Cell(fiscal_year(measure.fiscal_year, language), rowspan=n)
        texts = [
            Cell(label.text(language), "prose", rowspan=n)
            for label in (measure.measure, measure.owner)
        ]
        named = _named(pub, subject, last_form)
        rows.append([named, *cells] if rows else [year, named, *texts, *cells])
    return rows


def _subjects(
    pub: Publication, measure: Measure, last_form: Questionnaire | None
) -> list[_Subject]:
    """Return what the rows of a measure are about, from this year's forms where they still ask."""
    forms = [form for form in (pub.questionnaire, last_form) if form is not None]
    for form in forms:
        if questions := measure.questions(form):
            break
    else:
        questions = [measure.question] if measure.question is not None else []
    return [
        _Subject(question, role)
        for question in questions
        for role in _roles(pub, measure, question)
    ]


def _roles(pub: Publication, measure: Measure, question: str) -> list[str]:
    if measure.role is not None:
        return [measure.role]
    focus = {asked.id for asked in pub.questionnaire.focus_questions()}
    asking = [role.id for role in pub.questionnaire.roles if question in role.form.values()]
    return [ALL_ROLES] if question in focus or not asking else asking


def _named(pub: Publication, subject: _Subject, last_form: Questionnaire | None) -> Cell:
    """Name the question of a row, and the role where the row is about one."""
    known = {question.id for question in pub.questionnaire.questions}
    if subject.question in known:
        text = pub.statement(subject.question)
    elif last_form is not None and subject.question in {q.id for q in last_form.questions}:
        text = last_form.question(subject.question).label.text(pub.words.language)
    else:
        text = subject.question
    detail = "" if subject.role == ALL_ROLES else _role_name(pub, subject.role, last_form)
    return Cell(text, "prose", scope="row", detail=detail)


def _role_name(pub: Publication, role: str, last_form: Questionnaire | None) -> str:
    """Return a role's name; one that is reported in a group or no longer asked has last year's."""
    forms = [form for form in (pub.questionnaire, last_form) if form is not None]
    labels = [known.label for form in forms for known in form.roles if known.id == role]
    return labels[0].text(pub.words.language) if labels else role


def _result(pub: Publication, measure: Measure, subject: _Subject) -> list[Cell]:
    """Return the rate of the measure's year, of the next, the change and its verdict."""
    if subject.role not in {ALL_ROLES, *(role.id for role in pub.questionnaire.roles)}:
        return [marked(pub, "measure_in_group", _FIGURES)]
    if measure.fiscal_year == pub.release.fiscal_year:
        return [_rate_now(pub, subject), marked(pub, "measure_not_yet", _FIGURES - 1)]
    if pub.release.last_year is None:
        now, unknown = _rate_now(pub, subject), "measure_no_last_year"
        return [marked(pub, unknown), now, marked(pub, unknown, len(_RESULT))]
    return _from_print(pub, subject) if pub.release.last_year_is_printed else _change(pub, subject)


def _change(pub: Publication, subject: _Subject) -> list[Cell]:
    row = _row(pub.release.frame("changes"), subject)
    if row is None:
        return [marked(pub, "measure_not_compared", _FIGURES)]
    state = State(row["state"])
    if state not in FIGURES:
        return [mark(pub, state, _FIGURES)]
    if row["verdict"] == Verdict.NOT_COMPARABLE:  # whether or not a rate is a band
        row, state = {**row, "state": State.SHOWN}, State.SHOWN
    return [
        *(rate(pub, row, f"{side}_percent") for side in ("last", "this")),
        change(pub, row["change_points"], state),
        verdict(pub, row),
    ]


def _from_print(pub: Publication, subject: _Subject) -> list[Cell]:
    """Return what can be said with a print: its percent, and ranges over all that fits it."""
    row = _row(pub.release.frame("printed_changes"), subject)
    if row is None:
        unknown = marked(pub, "measure_not_compared", len(_RESULT))
        return [absent(pub), _rate_now(pub, subject), unknown]
    state = State(row["state"])
    if state not in FIGURES:
        return [mark(pub, state, _FIGURES)]
    return [
        printed_figure(pub, row["last_percent"]),
        percent(pub, row, "this_percent"),
        range_cell(pub, row),
        verdict_cell(pub, row),
    ]


def _rate_now(pub: Publication, subject: _Subject) -> Cell:
    """Return this year's share of proper answers, over all tenures."""
    if subject.role != ALL_ROLES:
        row = _row(pub.release.frame("rates_by_question"), subject)
        name = "rate_percent"
    else:
        frame = pub.release.frame("focus_answers")
        frame = frame[frame["fiscal_year"] == pub.release.fiscal_year]
        row = _row(frame.assign(role=ALL_ROLES), subject)
        known = {question.id: question for question in pub.questionnaire.questions}
        asked = known.get(subject.question)
        name = f"{asked.proper_answer}_percent" if asked is not None else ""
    if row is None:
        return marked(pub, "measure_not_compared")
    shown = row["state"] in FIGURES  # whatever else a hidden row may hold
    return percent(pub, row, name) if shown else mark(pub, State(row["state"]))


def _row(frame: pd.DataFrame, subject: _Subject) -> Any:
    """Return the row of a question and role over all tenures; None where there is none."""
    about = (frame["role"] == subject.role) & (frame["question"] == subject.question)
    rows = frame[about & (frame["tenure"] == Tenure.ALL)]
    return None if rows.empty else rows.iloc[0]
