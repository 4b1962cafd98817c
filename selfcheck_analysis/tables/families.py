"""How many comparisons there are, and of how many of them something can be told."""

from __future__ import annotations

from typing import Any

import pandas as pd

from selfcheck_analysis.display import HtmlBlock
from selfcheck_analysis.publication import Publication
from selfcheck_analysis.tables.cells import count, heads, spanner
from selfcheck_analysis.tables.model import Cell, Row, Table

_UNTOLD = ("n_not_comparable", "n_no_answers", "n_not_testable", "n_alike")
_TESTED = ("n_tested", "n_flagged")


def families(pub: Publication) -> HtmlBlock:
    """Print one row per family: comparisons, hidden, those that tell nothing and why, tested."""
    frame = pub.release.frame("families")
    if frame.empty:
        return pub.paragraph("table.families.none")
    printed = pub.release.last_year_is_printed
    return Table(
        caption=pub.words("table.families.caption"),
        opening=[pub.words("table.families.printed")] if printed else [],
        notes=[pub.words("table.families.note")],
        columns=[1, 1, 1, 1, len(_UNTOLD), len(_TESTED)],
        head=_head(pub),
        bodies=[
            _comparison(pub, name, frame[frame["comparison"] == name])
            for name in frame["comparison"].unique()
        ],
    ).block(pub.words.language)


def _head(pub: Publication) -> list[Row]:
    first = [
        *heads(pub, "text", "comparison", "family", rowspan=2),
        *heads(pub, "figure", "n_comparisons", "n_hidden", rowspan=2),
        spanner(pub.words("column.untold"), len(_UNTOLD)),
        spanner(pub.words("column.tested"), len(_TESTED)),
    ]
    return [first, heads(pub, "figure", *_UNTOLD, *_TESTED)]


def _comparison(pub: Publication, name: str, frame: pd.DataFrame) -> list[Row]:
    heading = Cell(pub.words(f"comparison.{name}"), "prose", scope="rowgroup", rowspan=len(frame))
    rows = [_family(pub, row) for row in frame.to_dict("records")]
    return [[*([] if number else [heading]), *row] for number, row in enumerate(rows)]


def _family(pub: Publication, row: Any) -> Row:
    numbers = ("n_comparisons", "n_hidden", *_UNTOLD, *_TESTED)
    name = Cell(pub.words(f"family.{row['family']}"), scope="row")
    return [name, *(count(row[number]) for number in numbers)]
