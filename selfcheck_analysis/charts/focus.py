"""The proper answers to the questions of one focus item: two years, and the change between."""

from __future__ import annotations

from typing import Any

import pandas as pd

from selfcheck_analysis.charts.compared import (
    Pair,
    aloud,
    beside,
    lowest_of,
    notes_of,
    pair_of,
    panel_rows,
    points_axis,
)
from selfcheck_analysis.charts.dots import dots_by_year
from selfcheck_analysis.charts.notes import left_out, read_aloud
from selfcheck_analysis.charts.panels import two_panels
from selfcheck_analysis.charts.style import block, nothing_to_draw
from selfcheck_analysis.display import ChartBlock, HtmlBlock
from selfcheck_analysis.figures import Band, band_of, last_year, this_year
from selfcheck_analysis.publication import FIGURES, Publication
from selfcheck_analysis.questionnaire import Answer
from selfcheck_analysis.terms import ALL_ROLES, Tenure

_TENURES = (Tenure.ALL, Tenure.FIRST_YEAR, Tenure.SECOND_YEAR_PLUS)

Share = tuple[Any, Band | None]
"""A percent, or the band in its place."""


def focus_answers(pub: Publication, item_id: int) -> ChartBlock | HtmlBlock:
    """Draw the share of proper answers to each question of a focus item, for each tenure shown.

    Left stand the two years; right the change between them with the interval that the release
    holds, or with its range where last year is known from print alone. The shares themselves get
    no interval: everyone asked has answered, and their exact counts are not released, so that one
    made here from a rounded percent would claim to know more than the release tells. In a first
    year the shares stand alone.
    """
    title = _title(pub, item_id)
    frame = pub.release.frame("focus_answers")
    frame = frame[frame["focus_item"] == item_id]
    notes = left_out(pub, frame["state"])
    if pub.release.last_year is None:
        return _alone(pub, frame, title, notes)
    pairs = _pairs(pub, frame)
    if not pairs:
        return nothing_to_draw(pub, title, notes)
    names = [
        f"{_name(pub, question)}\t{pub.words(f'tenure.{tenure}')}" for question, tenure in pairs
    ]
    drawn = list(pairs.values())
    chart = two_panels(pub, panel_rows(names, drawn), lowest_of(drawn), points_axis(pub))
    notes = [*notes_of(pub, drawn), *notes]
    return block(chart, title, notes, _description(pub, title, pairs))


def _title(pub: Publication, item_id: int) -> str:
    """Name the item, and the years where there are two."""
    item = pub.focus_item(item_id)
    if pub.release.last_year is None:
        return pub.words("chart.focus_answers.title", item=item)
    named = {"last_year": last_year(pub), "year": this_year(pub)}
    return pub.words("chart.focus_answers.title_of_years", item=item, **named)


def _pairs(pub: Publication, frame: pd.DataFrame) -> dict[tuple[str, Tenure], Pair]:
    """Return what is shown of every question and tenure, all tenures first.

    The shares are those of the item's table, so that a year stands alone where nothing is told of
    the other; the change is that of everyone asked.
    """
    keys = [(q, tenure) for q in frame["question"].unique() for tenure in _TENURES]
    changes = _compared(pub, keys)
    told = {(row["question"], row["tenure"]): row for row in changes.to_dict("records")}
    shares = {
        (row["question"], row["tenure"], row["fiscal_year"]): _share(pub, row)
        for row in frame.to_dict("records")
    }
    years = (pub.release.last_year, pub.release.fiscal_year)
    pairs = {}
    for key in keys:
        pair = pair_of(pub, told[key]) if key in told else Pair()
        last, this = (shares.get((*key, year), (None, None)) for year in years)
        pairs[key] = beside(pair, last, this)
    return {key: pair for key, pair in pairs.items() if pair.rates or pair.bands}


def _compared(pub: Publication, keys: list[tuple[str, Tenure]]) -> pd.DataFrame:
    """Return the comparisons over everyone asked that show a figure."""
    frame = pub.release.frame("printed_changes" if pub.release.last_year_is_printed else "changes")
    among = pd.Series([*zip(frame["question"], frame["tenure"], strict=True)], dtype=object)
    chosen = (frame["role"] == ALL_ROLES) & among.isin(keys).to_numpy()
    return frame[chosen & frame["state"].isin(FIGURES)]


def _share(pub: Publication, row: Any) -> Share:
    """Return the share of the proper answer; of a print that of the other may be all there is."""
    share = f"{_proper_answer(pub, row['question'])}_percent"
    return row[share], band_of(row, share)


def _description(pub: Publication, title: str, pairs: dict[tuple[str, Tenure], Pair]) -> str:
    """Read every pair aloud, question by question."""
    figures: dict[str, list[str]] = {}
    for (question, named), pair in pairs.items():
        tenure = pub.words(f"tenure.{named}")
        text = pub.words("chart.tenure_figures", tenure=tenure, figures=aloud(pub, pair))
        figures.setdefault(_name(pub, question), []).append(text)
    return read_aloud(pub, title, figures)


def _alone(
    pub: Publication, frame: pd.DataFrame, title: str, notes: list[str]
) -> ChartBlock | HtmlBlock:
    """Draw the shares of one year, which there is nothing to compare with."""
    shares = [_share(pub, row) for row in frame.to_dict("records")]
    rows = frame.assign(
        name=[_name(pub, question) for question in frame["question"]],
        percent=[percent for percent, _ in shares],
        band=[band for _, band in shares],
    )
    return dots_by_year(
        pub,
        rows[rows["percent"].notna() | rows["band"].notna()],
        title=title,
        axis=pub.words("chart.focus_answers.axis"),
        notes=notes,
    )


def _proper_answer(pub: Publication, question: str) -> Answer | None:
    return pub.questionnaire.question(question).proper_answer


def _name(pub: Publication, question: str) -> str:
    """Return a question's label with its proper answer."""
    answer = pub.words(f"answer.{_proper_answer(pub, question)}")
    proper = pub.words("asked.proper", answer=answer)
    return pub.question(question) + pub.words("asked.brackets", text=proper)
