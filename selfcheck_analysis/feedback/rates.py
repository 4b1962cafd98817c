"""The headline rate of a role beside those of the others, this year and last."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from selfcheck_analysis.display import HtmlBlock
from selfcheck_analysis.figures import last_year, this_year
from selfcheck_analysis.publication import Publication
from selfcheck_analysis.tables.cells import absent, figure, head, spanner
from selfcheck_analysis.tables.model import Cell, Row, Table
from selfcheck_analysis.terms import State, Tenure

_TENURES = (Tenure.ALL, Tenure.FIRST_YEAR, Tenure.SECOND_YEAR_PLUS)


def rates_beside_others(pub: Publication, own: Sequence[str]) -> HtmlBlock:
    """Print the headline rates of the roles of a page above those of all other roles.

    Parameters
    ----------
    pub : Publication
    own : sequence of str
        The roles that the page is for.
    """
    frame = pub.release.frame("rates_by_role")
    roles = [*own, *(role for role in frame["role"].unique() if role not in own)]
    years = _years(pub)
    tenures = [head(pub.words(f"tenure.{tenure}"), kind="figure") for tenure in _TENURES]
    return Table(
        caption=pub.words(f"table.rates_by_role.caption_{pub.release.headline_rate}"),
        notes=[pub.words("table.rates_by_role.note")],
        columns=[1, *(len(_TENURES) for _ in years)],
        head=[
            [
                head(pub.words("column.role"), rowspan=2),
                *(spanner(text, len(_TENURES)) for text in years.values()),
            ],
            tenures * len(years),
        ],
        bodies=[[_role(pub, role, frame, list(years), strong=role in own) for role in roles]],
    ).block(pub.words.language)


def _years(pub: Publication) -> dict[int, str]:
    """Map the fiscal years to their spanners, this year first, last year for reference."""
    release = pub.release
    years = {release.fiscal_year: pub.words("column.year_percent", year=this_year(pub))}
    if release.last_year is not None:
        key = "year_percent" if release.last_year_is_printed else "reference_year_percent"
        years[release.last_year] = pub.words(f"column.{key}", year=last_year(pub))
    return years


def _role(pub: Publication, role: str, frame: pd.DataFrame, years: list[int], strong: bool) -> Row:
    rates = frame[frame["role"] == role].set_index(["fiscal_year", "tenure"])
    return [
        Cell(pub.role(role), "prose", scope="row", strong=strong),
        *(_rate(pub, rates, year, tenure) for year in years for tenure in _TENURES),
    ]


def _rate(pub: Publication, rates: pd.DataFrame, year: int, tenure: Tenure) -> Cell:
    if (year, tenure) not in rates.index:
        return absent(pub)
    row = rates.loc[(year, tenure)]
    value = row["rate_percent"] if row["state"] == State.SHOWN else None
    return figure(pub, value, row["state"])
