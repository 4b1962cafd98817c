"""The columns that every table of comparisons shares: two sides, difference, p and verdict."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from selfcheck_analysis.figures import confidence_level, last_year, this_year
from selfcheck_analysis.publication import FIGURES, Publication
from selfcheck_analysis.tables.cells import (
    bounds,
    change,
    detectable,
    figure,
    head,
    heads,
    mark,
    p_value,
    rate,
    spanner,
    verdict,
)
from selfcheck_analysis.tables.model import Cell, Row
from selfcheck_analysis.terms import State, Tenure, Verdict


@dataclass(frozen=True)
class Sides:
    """Two sides of a comparison, in the order of print.

    Their printed names, the columns of their percents and of their bases, whether the bases stand
    in one cell, and how the catalogue calls the verdicts and the smallest change to be found.
    """

    names: tuple[str, str]
    percents: tuple[str, str]
    bases: tuple[str, str]
    bases_joined: bool
    verdicts: str
    detectable: str

    @property
    def spans(self) -> tuple[int, ...]:
        """The groups of columns: shares, differences, p, verdict, bases."""
        return (2, 3, 2, 1, 1 if self.bases_joined else 2)

    @property
    def n_columns(self) -> int:
        """How many columns a comparison takes."""
        return sum(self.spans)


def years(pub: Publication) -> Sides:
    """Set last year against this year."""
    return Sides(
        names=(last_year(pub), this_year(pub)),
        percents=("last_percent", "this_percent"),
        bases=("n_last", "n_this"),
        bases_joined=True,
        verdicts="verdict",
        detectable="detectable",
    )


def tenures(pub: Publication) -> Sides:
    """Set the first-year staff against the others."""
    first, later = (
        pub.words(f"tenure.{tenure}") for tenure in (Tenure.FIRST_YEAR, Tenure.SECOND_YEAR_PLUS)
    )
    return Sides(
        names=(first, later),
        percents=("first_percent", "later_percent"),
        bases=("n_first", "n_later"),
        bases_joined=False,
        verdicts="contrast_verdict",
        detectable="detectable_difference",
    )


def comparison_head(pub: Publication, sides: Sides, opening: Row, rates: str) -> list[Row]:
    """Return both rows of the head.

    Parameters
    ----------
    pub : Publication
    sides : Sides
    opening : row
        The heads of the columns before the comparison; they span both rows.
    rates : str
        The word of the catalogue (`column.`) for what is compared.
    """
    names = [head(name, kind="figure") for name in sides.names]
    interval = head(pub.words("column.interval", level=confidence_level(pub)), kind="figure")
    points, found = heads(pub, "figure", "change", sides.detectable)
    p_values = heads(pub, "figure", "p", "p_adjusted")
    bases = pub.words("column.bases")
    joined = sides.bases_joined
    above = [
        *opening,
        spanner(pub.words(f"column.{rates}"), 2),
        spanner(pub.words("column.differences"), 3),
        spanner(pub.words("column.p_values"), 2),
        *heads(pub, "text", "verdict", rowspan=2),
        head(bases, kind="figure", rowspan=2) if joined else spanner(bases, 2),
    ]
    below = [*names, points, interval, found, *p_values, *([] if joined else names)]
    return [above, below]


def comparison_cells(pub: Publication, sides: Sides, row: Any) -> list[Cell]:
    """Return the figures of one comparison, or one mark over all of them."""
    state = State(row["state"])
    if state not in FIGURES:
        return [mark(pub, state, colspan=sides.n_columns)]
    if row["verdict"] == Verdict.NOT_COMPARABLE:  # whether or not a rate is a band
        row = {**row, "state": State.SHOWN}
    return [
        *(rate(pub, row, name) for name in sides.percents),
        change(pub, row["change_points"], row["state"]),
        bounds(pub, row),
        detectable(pub, row),
        p_value(pub, row, "p"),
        p_value(pub, row, "p_adjusted"),
        verdict(pub, row, sides.verdicts),
        *_bases(pub, sides, row),
    ]


def _bases(pub: Publication, sides: Sides, row: Any) -> list[Cell]:
    cells = [figure(pub, row[name], row["state"]) for name in sides.bases]
    if not sides.bases_joined or any(cell.kind == "mark" for cell in cells):
        return cells[: sides.spans[-1]]
    return [Cell(pub.words("figure.bases", last=cells[0].text, this=cells[1].text), "figure")]
