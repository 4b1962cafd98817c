"""The answers to the questions of one focus item, this year beside last year."""

from __future__ import annotations

from dataclasses import dataclass

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
from selfcheck_analysis.terms import ALL_ROLES, State, Tenure

_ANSWERS = ("n_answers", "yes_percent", "no_percent")
_CHANGES = ("change_points", "verdict")


@dataclass(frozen=True)
class _Year:
    """A year of the table: its spanner, and whether nothing but its print is known."""

    fiscal_year: int
    name: str
    printed: bool = False

    @property
    def answers(self) -> tuple[str, ...]:
        """The columns of the year; a print has no bases."""
        return _ANSWERS[1:] if self.printed else _ANSWERS


def focus_answers(pub: Publication, item_id: int) -> HtmlBlock:
    """Print, for each question of a focus item and each tenure, its base and yes and no.

    Last year's answers stand beside, with the change of the share of proper answers in points.
    """
    frame = pub.release.frame("focus_answers")
    frame = frame[frame["focus_item"] == item_id]
    years = _years(pub)
    spans = [len(year.answers) for year in years]
    note = "note_printed" if pub.release.last_year_is_printed else "note"
    return Table(
        caption=pub.words("table.focus_answers.caption", item=pub.focus_item(item_id)),
        notes=[pub.words(f"table.focus_answers.{note}")],
        columns=[2, *spans, *([len(_CHANGES)] if len(years) > 1 else [])],
        head=_head(pub, years),
        bodies=[_question(pub, question, frame, years) for question in frame["question"].unique()],
    ).block(pub.words.language)


def _years(pub: Publication) -> list[_Year]:
    """Return this year and, if there is one, last year."""
    years = [_Year(pub.release.fiscal_year, this_year(pub))]
    if pub.release.last_year is not None:
        printed, text = pub.release.last_year_is_printed, last_year(pub)
        named = text if printed else pub.words("column.reference_year", year=text)
        years.append(_Year(pub.release.last_year, named, printed))
    return years


def _head(pub: Publication, years: list[_Year]) -> list[Row]:
    first: list[Cell] = [
        *heads(pub, "text", "question", "tenure", rowspan=2),
        *(spanner(year.name, len(year.answers)) for year in years),
    ]
    second = [cell for year in years for cell in heads(pub, "figure", *year.answers)]
    if len(years) > 1:
        first.append(spanner(pub.words("column.change_of_proper"), len(_CHANGES)))
        points = "change_range" if pub.release.last_year_is_printed else "points"
        second += [*heads(pub, "figure", points), *heads(pub, "text", "verdict")]
    return [first, second]


def _question(
    pub: Publication, question: str, frame: pd.DataFrame, years: list[_Year]
) -> list[Row]:
    answers = frame[frame["question"] == question].set_index(["fiscal_year", "tenure"])
    heading = Cell(
        pub.question(question),
        "prose",
        scope="rowgroup",
        rowspan=len(Tenure),
        detail=base_of(pub, question),
    )
    rows: list[Row] = []
    for tenure in Tenure:
        cells = [heading] if tenure is Tenure.FIRST_YEAR else []
        cells.append(Cell(pub.words(f"tenure.{tenure}"), scope="row"))
        for year in years:
            cells += _answers(pub, answers, year, tenure)
        rows.append([*cells, *(_change(pub, question, tenure) if len(years) > 1 else [])])
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
