"""Rates of three years or more side by side, with the test of their trend."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pandas as pd

from selfcheck_analysis.commentary.trends import tested_years
from selfcheck_analysis.display import HtmlBlock
from selfcheck_analysis.figures import fiscal_year, known
from selfcheck_analysis.publication import FIGURES, Publication
from selfcheck_analysis.tables.cells import head, heads, mark, p_value, percent, spanner, verdict
from selfcheck_analysis.tables.model import Cell, Row, Table
from selfcheck_analysis.terms import ALL_ROLES, HEADLINE, State

_TEST = ("tested_years", "p", "p_adjusted", "verdict")


def trend(pub: Publication) -> HtmlBlock:
    """Print one row per series: its rate in every year, the years tested, p and verdict."""
    frame = pub.release.frame("trend")
    if frame.empty:
        printed = pub.release.last_year_is_printed
        return pub.paragraph(f"table.trend.{'printed' if printed else 'too_few_years'}")
    years = list(range(int(frame["fiscal_year"].min()), int(frame["fiscal_year"].max()) + 1))
    tests = pub.release.frame("trend_tests")
    return Table(
        caption=pub.words("table.trend.caption"),
        notes=[pub.words("table.trend.threshold", alpha=f"{pub.release.alpha:g}")],
        footnotes=[pub.words("table.trend.note"), pub.words("table.trend.methods")],
        columns=[1, len(years), len(_TEST)],
        head=_head(pub, years),
        bodies=_bodies(pub, frame, tests, years),
        wide=True,
    ).block(pub.words.language)


def _head(pub: Publication, years: list[int]) -> list[Row]:
    named = [head(fiscal_year(year, pub.words.language), kind="figure") for year in years]
    first = [
        *heads(pub, "text", "series", rowspan=2),
        spanner(pub.words("column.rates"), len(years)),
        spanner(pub.words("column.trend"), len(_TEST)),
    ]
    tested = heads(pub, "text", "tested_years")
    p = heads(pub, "figure", "p_raw", "p_corrected")
    return [first, [*named, *tested, *p, *heads(pub, "text", "verdict")]]


def _bodies(
    pub: Publication, frame: pd.DataFrame, tests: pd.DataFrame, years: list[int]
) -> list[list[Row]]:
    """Return the focus questions over everyone asked, then the headline rates of roles."""
    focus = tests["role"] == ALL_ROLES
    groups = [(pub.words("table.changes.focus"), tests[focus]), (None, tests[~focus])]
    return [
        [
            [Cell(name or pub.question(HEADLINE), scope="rowgroup", colspan=_width(years))],
            *(_series(pub, row, frame, years) for row in rows.to_dict("records")),
        ]
        for name, rows in groups
        if len(rows)
    ]


def _width(years: list[int]) -> int:
    return 1 + len(years) + len(_TEST)


def _series(pub: Publication, test: Any, frame: pd.DataFrame, years: list[int]) -> Row:
    of_series = (frame["role"] == test["role"]) & (frame["question"] == test["question"])
    rates = frame[of_series].set_index("fiscal_year")
    breaks = set(rates.groupby("stretch").head(1).index[1:])
    return [
        Cell(pub.series(test["role"], test["question"]), "prose", scope="row"),
        *(_rate(pub, rates, year, year in breaks) for year in years),
        *_test(pub, test),
    ]


def _rate(pub: Publication, rates: pd.DataFrame, year: int, after_break: bool) -> Cell:
    if year not in rates.index:
        return mark(pub, State.NO_ANSWERS)
    row = rates.loc[year]
    cell = percent(pub, row, "rate_percent")
    if not after_break or cell.kind == "mark":
        return cell
    reason = pub.words("note.broken_series")
    return replace(cell, footnote=pub.words("note_mark.broken_series"), reason=reason)


def _test(pub: Publication, test: Any) -> list[Cell]:
    state = State(test["state"])
    if state not in FIGURES or not known(test["first_fiscal_year"]):
        return [mark(pub, state, colspan=len(_TEST))]
    return [
        Cell(tested_years(pub, int(test["first_fiscal_year"]), int(test["n_years"]))),
        p_value(pub, test, "p"),
        p_value(pub, test, "p_adjusted"),
        verdict(pub, test, "trend_verdict"),
    ]
