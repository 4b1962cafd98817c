"""How many comparisons there are, and of how many of them something can be told."""

from __future__ import annotations

from typing import Any

import pandas as pd

from selfcheck_analysis.display import HtmlBlock
from selfcheck_analysis.publication import Publication
from selfcheck_analysis.tables.cells import count, heads, spanner
from selfcheck_analysis.tables.model import Cell, Row, Table

_UNTOLD = ("n_not_comparable", "n_not_computable", "n_no_answers", "n_not_testable")
_RARE = "n_not_computable"
"""Left out where there is none: most years are delivered as persons."""
_TESTED = ("n_tested", "n_flagged")


def families(pub: Publication) -> HtmlBlock:
    """Print one row per family: comparisons, hidden, those that tell nothing and why, tested.

    Those in which all answered alike have nothing to test, yet are told: they stand apart.
    """
    frame = pub.release.frame("families")
    if frame.empty:
        return pub.paragraph("table.families.none")
    printed = pub.release.last_year_is_printed
    untold = [name for name in _UNTOLD if name != _RARE or frame[name].any()]
    return Table(
        caption=pub.words("table.families.caption"),
        opening=[pub.words("table.families.printed")] if printed else [],
        notes=[pub.words(f"table.families.{name}") for name in ("note", "note_of_bands")],
        columns=[1, 1, 1, 1, len(untold), 1, len(_TESTED)],
        head=_head(pub, untold),
        bodies=[
            _comparison(pub, name, frame[frame["comparison"] == name], untold)
            for name in frame["comparison"].unique()
        ],
    ).block(pub.words.language)


def _head(pub: Publication, untold: list[str]) -> list[Row]:
    first = [
        *heads(pub, "text", "comparison", "family", rowspan=2),
        *heads(pub, "figure", "n_comparisons", "n_hidden", rowspan=2),
        spanner(pub.words("column.untold"), len(untold)),
        *heads(pub, "figure", "n_alike", rowspan=2),
        spanner(pub.words("column.tested"), len(_TESTED)),
    ]
    return [first, heads(pub, "figure", *untold, *_TESTED)]


def _comparison(pub: Publication, name: str, frame: pd.DataFrame, untold: list[str]) -> list[Row]:
    heading = Cell(pub.words(f"comparison.{name}"), "prose", scope="rowgroup", rowspan=len(frame))
    rows = [_family(pub, row, untold) for row in frame.to_dict("records")]
    return [[*([] if number else [heading]), *row] for number, row in enumerate(rows)]


def _family(pub: Publication, row: Any, untold: list[str]) -> Row:
    numbers = ("n_comparisons", "n_hidden", *untold, "n_alike", *_TESTED)
    name = Cell(pub.words(f"family.{row['family']}"), scope="row")
    return [name, *(count(row[number]) for number in numbers)]
