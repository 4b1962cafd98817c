"""Where another table begins below a first one on the same sheet."""

from __future__ import annotations

import numpy as np

from selfcheck_analysis.responses.files.sheets import Block, Row
from selfcheck_analysis.responses.header import (
    MOST_OF_A_TITLE,
    find_header,
    stated_in,
    states_role_alone,
)
from selfcheck_analysis.responses.headings import Reading
from selfcheck_analysis.responses.layout import Layout
from selfcheck_analysis.responses.vocabulary import comparable, known_words

HEADER_FOLLOWS_WITHIN = 3
"""Rows between what states role or section and the header of its table."""

MOST_LOOKED_AT = 100
"""Rows of a sheet that look like headings; more are no tables but bad cells."""


class Breaks:
    """Looks for a row that begins another table: a header again, or a role stated alone.

    One cell that says a heading's word makes no table, whoever wrote it: a header has the role and
    the tenure, and a row that states a role holds nothing else.
    """

    def __init__(self, layout: Layout, reading: Reading) -> None:
        self.layout, self.reading = layout, reading
        self._looked_at = 0

    def find(self, block: Block) -> int:
        """Return the number of the first such row of a block, or 0."""
        if self.layout.transposed:
            return 0
        suspicious = np.zeros(len(block), dtype=bool)
        for position in self._positions():
            suspicious |= block.column(position).look_up(self._is_heading, np.bool_)
        for number in block.numbers[suspicious].tolist():
            if self._looked_at >= MOST_LOOKED_AT:
                return 0
            self._looked_at += 1
            if self._begins(self.layout.sheet.below(number).first(1 + HEADER_FOLLOWS_WITHIN)):
                return int(number)
        return 0

    def _positions(self) -> set[int]:
        fields = (self.layout.fields.get(name, {}) for name in ("role", "tenure"))
        first = range(min(MOST_OF_A_TITLE, len(self.layout.headings)))
        return {*first, *(position for there in fields for position in there)}

    def _is_heading(self, cell: str) -> bool:
        word = comparable(cell).partition(":")[0]
        return bool(word) and (word in known_words("heading") or word in self.reading.names)

    def _begins(self, rows: tuple[Row, ...]) -> bool:
        number, cells = rows[0]
        header = find_header(rows[:2], "", self.reading)
        if header is not None and header.first == number and "role" in header.names:
            return True
        if states_role_alone(cells, self.reading):
            return "role" not in self.layout.fields or self._header_follows(rows)
        states = any(stated_in([rows[0]], "section")) and len([c for c in cells if c.strip()]) <= 2
        return states and self._header_follows(rows)

    def _header_follows(self, rows: tuple[Row, ...]) -> bool:
        return find_header(rows, "", self.reading) is not None


def continues(layout: Layout, row: int, reading: Reading) -> Layout | None:
    """Return the layout of rows under the same header whose role is stated anew at `row`."""
    number, cells = next(iter(layout.sheet.below(row).first(1)))
    if "role" in layout.fields or not states_role_alone(cells, reading):
        return None
    rows = layout.sheet.below(number).first(1 + HEADER_FOLLOWS_WITHIN)
    if find_header(rows, "", reading) is not None:
        return None
    said = next(stated_in([(number, cells)], "role"))
    return layout.below(number, reading.words["role"][comparable(said)])
