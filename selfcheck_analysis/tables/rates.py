"""The headline table: rates of each role by tenure, this year beside last year."""

from __future__ import annotations

import pandas as pd

from selfcheck_analysis.commentary.policy import merged_roles
from selfcheck_analysis.display import HtmlBlock
from selfcheck_analysis.figures import last_year, this_year
from selfcheck_analysis.publication import Publication
from selfcheck_analysis.tables.cells import absent, count, figure, head, heads, spanner
from selfcheck_analysis.tables.model import Cell, Row, Table
from selfcheck_analysis.terms import Tenure


def rates_by_role(pub: Publication) -> HtmlBlock:
    """Print headcount, number of questions and whole-percent rates of every role.

    Under each fiscal year, last year's for reference, stand the three tenures.
    """
    frame = pub.release.frame("rates_by_role")
    years = _years(pub)
    tenures = [head(pub.words(f"tenure.{tenure}"), kind="figure") for tenure in Tenure]
    first_head = [
        *heads(pub, "text", "role", rowspan=2),
        *heads(pub, "figure", "headcount", "n_questions", rowspan=2),
        *(spanner(text, len(Tenure)) for text in years.values()),
    ]
    return Table(
        caption=pub.words(f"table.rates_by_role.caption_{pub.release.headline_rate}"),
        notes=_notes(pub),
        columns=[1, 1, 1, *(len(Tenure) for _ in years)],
        head=[first_head, tenures * len(years)],
        bodies=[[_role(pub, role, frame, list(years)) for role in frame["role"].unique()]],
    ).block(pub.words.language)


def _notes(pub: Publication) -> list[str]:
    notes = [*merged_roles(pub, "questions"), pub.words("table.rates_by_role.note")]
    if pub.release.last_year_is_printed:
        named = {"year": this_year(pub), "last_year": last_year(pub)}
        notes.append(pub.words("table.rates_by_role.note_printed", **named))
    return notes


def _years(pub: Publication) -> dict[int, str]:
    """Map the fiscal years to their spanners, this year first."""
    years = {pub.release.fiscal_year: pub.words("column.year_percent", year=this_year(pub))}
    if pub.release.last_year is not None:
        key = "year_percent" if pub.release.last_year_is_printed else "reference_year_percent"
        years[pub.release.last_year] = pub.words(f"column.{key}", year=last_year(pub))
    return years


def _role(pub: Publication, role: str, frame: pd.DataFrame, years: list[int]) -> Row:
    rates = frame[frame["role"] == role].set_index(["fiscal_year", "tenure"])
    asked = pub.release.frame("response_rates").set_index("role").at[role, "headcount"]
    questions = rates.at[(pub.release.fiscal_year, Tenure.ALL), "n_questions"]
    return [
        Cell(pub.role(role), "prose", scope="row"),
        count(asked),
        count(questions),
        *(_rate(pub, rates, year, tenure) for year in years for tenure in Tenure),
    ]


def _rate(pub: Publication, rates: pd.DataFrame, year: int, tenure: Tenure) -> Cell:
    if (year, tenure) not in rates.index:
        return absent(pub)
    row = rates.loc[(year, tenure)]
    return figure(pub, row["rate_percent"], row["state"])
