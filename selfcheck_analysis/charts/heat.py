"""Every question by every role: the rate in each cell, the darker the lower."""

from __future__ import annotations

from math import ceil
from string import ascii_uppercase
from typing import Any

import pandas as pd

from selfcheck_analysis.charts.cells import cell_layers
from selfcheck_analysis.charts.notes import lowest_percent
from selfcheck_analysis.charts.style import LINE_HEIGHT, block, nothing_to_draw, wrapped
from selfcheck_analysis.display import Blocks, ChartBlock, HtmlBlock
from selfcheck_analysis.figures import band_of, known, rate_text, this_year
from selfcheck_analysis.publication import FIGURES, Publication
from selfcheck_analysis.terms import State, Tenure

_LABEL, _HEAD = 60, 16
"""Half-width characters of a line of a question's label, and of a role above its column."""

_GAP, _COLUMN = 9, 104
"""Pixels of the gap between two labels, and of the width of a column."""

_SHEET = 900
"""Pixels of the height of a sheet; more is cut off A4."""

_MOST_NAMED = 2
"""More questions than this that share the lowest rate are not all read aloud."""


def rates_by_question(pub: Publication) -> Blocks | HtmlBlock:
    """Draw this year's rate of every question and role, all tenures, on sheets that fit A4.

    Rows are in the order of the forms. A rate is a cell with its figure, a band is a grey cell with
    its words, a hidden figure is a hatched cell with the mark of its reason. A question of which no
    role shows a figure takes no row. What all sheets have in common is explained below the first.
    Figures are read aloud by role: how many there are and the lowest; every one of them stands in
    the released table.
    """
    title = pub.words("chart.rates_by_question.title", year=this_year(pub))
    frame = pub.release.frame("rates_by_question")
    frame = frame[frame["tenure"] == Tenure.ALL]
    shown = frame.loc[frame["state"].isin(FIGURES), "question"].unique()
    folded = frame["question"].nunique() > len(shown)
    folded_note = [pub.words("chart.rates_by_question.folded")] if folded else []
    if not len(shown):
        return nothing_to_draw(pub, title, folded_note)
    drawn = frame[frame["question"].isin(shown)]
    sheets = _sheets(pub, drawn)
    low = _lowest(drawn)
    notes = {0: [*_explained(pub, drawn), *folded_note]}
    later = [pub.words("chart.rates_by_question.see_first", letter=ascii_uppercase[0])]
    return Blocks(
        tuple(
            _sheet(pub, sheet, low, _lettered(pub, title, n, len(sheets)), notes.get(n, later))
            for n, sheet in enumerate(sheets)
        )
    )


def _lowest(frame: pd.DataFrame) -> int:
    """Return the percent of the darkest colour, which only rates have."""
    return lowest_percent(frame["rate_percent"]) if frame["rate_percent"].notna().any() else 0


def _lettered(pub: Publication, title: str, number: int, total: int) -> str:
    """Return the title of one sheet of several, counted from nought."""
    if total == 1:
        return title
    letter = ascii_uppercase[number]
    return pub.words("chart.rates_by_question.sheet", title=title, letter=letter)


def _sheets(pub: Publication, frame: pd.DataFrame) -> list[pd.DataFrame]:
    """Part the questions, in the order of the forms, into sheets of like length."""
    form = dict.fromkeys(q for role in pub.questionnaire.roles for q in role.form.values())
    there = set(frame["question"])
    questions = [question for question in form if question in there]
    n_sheets = ceil(len(questions) * _step(pub, questions) / _SHEET)
    size = ceil(len(questions) / n_sheets)
    parts = [questions[at : at + size] for at in range(0, len(questions), size)]
    return [
        pd.concat([frame[frame["question"] == question] for question in part]) for part in parts
    ]


def _step(pub: Publication, questions: list[str]) -> int:
    """Return the height of a row, which holds the longest label."""
    lines = [wrapped(pub.statement(question), _LABEL).count("\n") + 1 for question in questions]
    return max(lines) * LINE_HEIGHT + _GAP


def _sheet(
    pub: Publication, frame: pd.DataFrame, low: int, title: str, notes: list[str]
) -> ChartBlock:
    records = [_record(pub, row) for row in frame.to_dict("records")]
    step = _step(pub, list(frame["question"].unique()))
    chart = cell_layers(pub, records, _roles(pub), low, (_COLUMN, step))
    return block(chart, title, notes, _description(pub, title, frame))


def _roles(pub: Publication) -> list[str]:
    """Return the columns in the order of the forms."""
    present = set(pub.release.frame("rates_by_question")["role"])
    return [_head(pub, role.id) for role in pub.questionnaire.roles if role.id in present]


def _record(pub: Publication, row: Any) -> dict[str, Any]:
    """Return what is drawn of a cell: its place, and its percent, its band or its mark."""
    state, band = State(row["state"]), band_of(row, "rate_percent")
    place = {
        "question": wrapped(pub.statement(row["question"]), _LABEL),
        "role": _head(pub, row["role"]),
    }
    if known(row["rate_percent"]):
        return place | {"percent": int(row["rate_percent"])}
    if band:
        return place | {"band": band.figure(pub.words)}
    return place | {"mark": pub.words(f"mark.{state}"), "why": pub.state(state), "state": state}


def _head(pub: Publication, role: str) -> str:
    return wrapped(pub.role(role), _HEAD)


def _explained(pub: Publication, frame: pd.DataFrame) -> list[str]:
    """Say what colours, grey cells, marks and empty places mean, of those that occur."""
    words = pub.words
    records = [_record(pub, row) for row in frame.to_dict("records")]
    notes = [words("chart.rates_by_question.colours")]
    if any("band" in record for record in records):
        notes.append(words("chart.rates_by_question.bands"))
    marks = {record["mark"]: record["why"] for record in records if "mark" in record}
    if marks:
        texts = [words("chart.rates_by_question.mark", mark=m, why=w) for m, w in marks.items()]
        joined = words("chart.rates_by_question.joiner").join(texts)
        notes.append(words("chart.rates_by_question.marks", marks=joined))
    if len(records) < frame["question"].nunique() * len(_roles(pub)):
        notes.append(words("chart.rates_by_question.not_asked"))
    return [*notes, words("chart.rates_by_question.elsewhere", table=_table(pub))]


def _table(pub: Publication) -> str:
    """Return the printed name of the table that holds every figure."""
    return pub.words("table.rates_by_question.name")


def _description(pub: Publication, title: str, frame: pd.DataFrame) -> str:
    """Sum a sheet up: of each role the lowest and highest rate, its bands, what is not shown.

    How many there are of each is not said: on a sheet that is a count of no released table.
    """
    columns = [_aloud(pub, role, part) for role, part in frame.groupby("role", sort=False)]
    parts = [title, *(text for column in columns for text in column)]
    parts.append(pub.words("chart.rates_by_question.elsewhere_aloud", table=_table(pub)))
    return pub.words("chart.gap").join(pub.words("chart.sentence", text=text) for text in parts)


def _aloud(pub: Publication, role: Any, frame: pd.DataFrame) -> list[str]:
    """Read one role's column aloud: a sentence on the lowest rate, and one on the rest."""
    rates = frame["rate_percent"].dropna()
    said = [_lowest_aloud(pub, frame, int(rates.min()))] if len(rates) else []
    rest = _rest_aloud(pub, frame, rates)
    joined = pub.words("chart.rates_by_question.joiner").join(rest)
    return [
        pub.words("chart.figures", group=pub.role(role), figures=figures)
        for figures in (*said, joined)
        if figures
    ]


def _lowest_aloud(pub: Publication, frame: pd.DataFrame, low: int) -> str:
    questions = frame.loc[frame["rate_percent"] == low, "question"]
    quoted = [pub.words("chart.quoted", text=pub.statement(q)) for q in questions[:_MOST_NAMED]]
    key = "lowest" if len(questions) <= _MOST_NAMED else "lowest_among_others"
    named = pub.words("chart.joiner").join(quoted)
    return pub.words(f"chart.rates_by_question.{key}", questions=named, rate=low)


def _rest_aloud(pub: Publication, frame: pd.DataFrame, rates: pd.Series) -> list[str]:
    """Say the highest rate, which bands there are, and that some rates are not shown."""
    words, texts = pub.words, []
    if len(rates) and rates.max() > rates.min():
        texts.append(words("chart.rates_by_question.highest", rate=int(rates.max())))
    bands = [rate_text(row, "rate_percent", words) for row in frame.to_dict("records")]
    banded = [
        text
        for text, rate in zip(bands, frame["rate_percent"], strict=True)
        if text and not known(rate)
    ]
    if banded:
        joined = words("chart.joiner").join(dict.fromkeys(banded))
        texts.append(words("chart.rates_by_question.banded", bands=joined))
    if not frame["state"].isin(FIGURES).all():
        texts.append(words("chart.rates_by_question.not_shown"))
    return texts
