"""How many released cells show their figure, and why the others do not."""

from __future__ import annotations

from selfcheck_analysis.display import HtmlBlock
from selfcheck_analysis.publication import Publication
from selfcheck_analysis.tables.cells import count, head, heads, spanner
from selfcheck_analysis.tables.model import Cell, Row, Table
from selfcheck_analysis.terms import State

_HIDDEN = [state for state in State if state.hidden]
_OPEN = [state for state in State if not state.hidden]


def cell_states(pub: Publication) -> HtmlBlock:
    """Print one row per released table: cells shown, and not shown by reason."""
    frame = pub.release.frame("cell_states")
    counts = frame.pivot_table(index="table", columns="state", values="count", aggfunc="sum")
    counts = counts.reindex(columns=[*_OPEN, *_HIDDEN]).fillna(0)
    rows = [
        [Cell(pub.words(f"table.{name}.name"), scope="row"), *map(count, counts.loc[name])]
        for name in frame["table"].unique()
    ]
    return Table(
        caption=pub.words("table.cell_states.caption"),
        columns=[1, len(_OPEN), len(_HIDDEN)],
        head=_head(pub),
        bodies=[rows],
        foot=[[Cell(pub.words("column.total"), scope="row"), *map(count, counts.sum())]],
    ).block(pub.words.language)


def _head(pub: Publication) -> list[Row]:
    def reasons(states: list[State], rowspan: int) -> Row:
        texts = [pub.words(f"state_short.{s}", min_base=pub.release.min_base) for s in states]
        return [head(text, kind="figure", rowspan=rowspan) for text in texts]

    hidden = spanner(pub.words("table.cell_states.hidden"), len(_HIDDEN))
    first = [*heads(pub, "text", "table", rowspan=2), *reasons(_OPEN, 2), hidden]
    return [first, reasons(_HIDDEN, 1)]
