"""The answers to the questions of one focus item, this year beside last year."""

from __future__ import annotations

from dataclasses import dataclass, replace

import pandas as pd

from selfcheck_analysis.display import HtmlBlock
from selfcheck_analysis.figures import last_year, this_year
from selfcheck_analysis.publication import FIGURES, Publication
from selfcheck_analysis.tables.cells import (
    absent,
    change,
    heads,
    mark,
    percent,
    spanner,
    verdict,
)
from selfcheck_analysis.tables.model import Cell, Row, Table
from selfcheck_analysis.tables.printed_year import printed_figure, range_cell, verdict_cell
from selfcheck_analysis.terms import ALL_ROLES, NUMBERS_JOINER, State, Tenure

_ANSWERS = ("n_answers", "yes_percent", "no_percent")
_CHANGES = ("change_points", "verdict")


@dataclass(frozen=True)
class _Year:
    """A year of the table: its spanner, its columns, and whether only its print is known."""

    fiscal_year: int
    name: str
    answers: tuple[str, ...] = _ANSWERS
    printed: bool = False


def focus_answers(pub: Publication, item_id: int) -> HtmlBlock:
    """Print, for each question of a focus item and each tenure, its base and yes and no.

    Last year's answers stand beside, with the change of the share of proper answers in points.
    """
    frame = pub.release.frame("focus_answers")
    frame = frame[frame["focus_item"] == item_id]
    years = _years(pub)
    spans = [len(year.answers) for year in years]
    return Table(
        caption=pub.words("table.focus_answers.caption", item=pub.focus_item(item_id)),
        notes=[pub.words(f"table.focus_answers.{note}") for note in _notes(pub)],
        columns=[2, *spans, *([len(_CHANGES)] if len(years) > 1 else [])],
        head=_head(pub, years, changes=len(years) > 1),
        bodies=[
            _question(pub, _heading(pub, question), frame, years, changes=len(years) > 1)
            for question in frame["question"].unique()
        ],
    ).block(pub.words.language)


def _notes(pub: Publication) -> tuple[str, ...]:
    """Return the notes of a table; of rounding only beside a change."""
    if pub.release.last_year_is_printed:
        return ("note_printed",)
    return ("note",) if pub.release.last_year is None else ("note", "note_of_changes")


def focus_shares(pub: Publication, item_id: int) -> HtmlBlock:
    """Print the questions of a focus item as the council's handout does.

    They are numbered; of each tenure stand yes and no of this year, beside them last year's.
    """
    frame = pub.release.frame("focus_answers")
    frame = frame[frame["focus_item"] == item_id]
    years = [replace(year, answers=_ANSWERS[1:]) for year in _years(pub)]
    questions = enumerate(frame["question"].unique(), start=1)
    return Table(
        caption=pub.words("table.focus_answers.caption", item=pub.focus_item(item_id)),
        columns=[2, *(len(year.answers) for year in years)],
        head=_head(pub, years, changes=False),
        bodies=[
            _question(pub, _heading(pub, question, circled(number)), frame, years, changes=False)
            for number, question in questions
        ],
    ).block(pub.words.language)


def circled(number: int) -> str:
    """Return a number in a circle; from 21 on in brackets, as there is no further sign.

    Examples
    --------
    >>> circled(1), circled(20), circled(21)
    ('①', '⑳', '(21)')
    """
    return chr(ord("①") + number - 1) if number <= 20 else f"({number})"


def _years(pub: Publication) -> list[_Year]:
    """Return this year and, if there is one, last year; a print has no bases."""
    years = [_Year(pub.release.fiscal_year, this_year(pub))]
    if pub.release.last_year is not None:
        printed, text = pub.release.last_year_is_printed, last_year(pub)
        named = text if printed else pub.words("column.reference_year", year=text)
        answers = _ANSWERS[1:] if printed else _ANSWERS
        years.append(_Year(pub.release.last_year, named, answers, printed))
    return years


def _head(pub: Publication, years: list[_Year], *, changes: bool) -> list[Row]:
    first: list[Cell] = [
        *heads(pub, "text", "question", "tenure", rowspan=2),
        *(spanner(year.name, len(year.answers)) for year in years),
    ]
    second = [cell for year in years for cell in heads(pub, "figure", *year.answers)]
    if changes:
        first.append(spanner(pub.words("column.change_of_proper"), len(_CHANGES)))
        points = "change_range" if pub.release.last_year_is_printed else "points"
        second += [*heads(pub, "figure", points), *heads(pub, "text", "verdict")]
    return [first, second]


def _heading(pub: Publication, question: str, number: str = "") -> tuple[str, Cell]:
    """Return a question and the cell that heads its rows."""
    text = f"{number} {pub.question(question)}".strip()
    base = base_of(pub, question)
    parts = [_number_on_forms(pub, question), base] if number else [base]
    detail = pub.words("asked.separator").join(filter(None, parts))
    return question, Cell(text, "prose", scope="rowgroup", rowspan=len(Tenure), detail=detail)


def _number_on_forms(pub: Publication, question: str) -> str:
    """Say the printed number of a question; empty where the forms number it differently."""
    roles = [role.id for role in pub.questionnaire.roles if question in role.form.values()]
    numbers = {pub.number(role, question) for role in roles}
    if len(numbers) != 1 or NUMBERS_JOINER in (number := numbers.pop()):
        return ""
    return pub.words("asked.number", number=number)


def _question(
    pub: Publication,
    headed: tuple[str, Cell],
    frame: pd.DataFrame,
    years: list[_Year],
    *,
    changes: bool,
) -> list[Row]:
    question, heading = headed
    answers = frame[frame["question"] == question].set_index(["fiscal_year", "tenure"])
    rows: list[Row] = []
    for tenure in Tenure:
        cells = [heading] if tenure is Tenure.FIRST_YEAR else []
        cells.append(Cell(pub.words(f"tenure.{tenure}"), scope="row"))
        for year in years:
            cells += _answers(pub, answers, year, tenure)
        rows.append([*cells, *(_change(pub, question, tenure) if changes else [])])
    return rows


def _answers(pub: Publication, answers: pd.DataFrame, year: _Year, tenure: Tenure) -> list[Cell]:
    key = (year.fiscal_year, tenure)
    if key not in answers.index:
        return [absent(pub) for _ in year.answers]
    row = answers.loc[key]
    if row["state"] == State.SHOWN and year.printed:
        return [printed_figure(pub, row[name]) for name in year.answers]
    return [percent(pub, row, name) for name in year.answers]


def _change(pub: Publication, question: str, tenure: Tenure) -> list[Cell]:
    """Return change and verdict over everyone asked."""
    printed = pub.release.last_year_is_printed
    frame = pub.release.frame("printed_changes" if printed else "changes")
    frame = frame.set_index(["role", "question", "tenure"])
    key = (ALL_ROLES, question, tenure)
    if key not in frame.index:
        return [mark(pub, State.ABSENT, colspan=len(_CHANGES))]
    row = frame.loc[key]
    state = State(row["state"])
    if state not in FIGURES:
        return [mark(pub, state, colspan=len(_CHANGES))]
    if printed:
        return [range_cell(pub, row), verdict_cell(pub, row)]
    return [change(pub, row["change_points"], state), verdict(pub, row)]


def base_of(pub: Publication, question_id: str) -> str:
    """Say which answer is proper and who was asked a question."""
    words, language = pub.words, pub.words.language
    question = pub.questionnaire.question(question_id)
    parts = [words("asked.proper", answer=words(f"answer.{question.proper_answer}"))]
    roles = [role for role in pub.questionnaire.roles if question_id in role.form.values()]
    if len(roles) < len(pub.questionnaire.roles):
        names = words("asked.joiner").join(role.label.text(language) for role in roles)
        parts.append(words("asked.roles", roles=names))
    if (condition := question.asked_if) is not None:
        parent = pub.question(condition.question)
        answer = words(f"answer.{condition.answer}")
        parts.append(words("asked.condition", question=parent, answer=answer))
        if condition.situation is not None:
            parts.append(words("asked.situation", situation=condition.situation.text(language)))
    return words("asked.separator").join(parts)
