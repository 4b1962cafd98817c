"""Paper forms tallied by hand: per question only how many answered はい and いいえ, no persons."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from selfcheck_analysis.problems import Place, Problem
from selfcheck_analysis.responses.duplicates import SheetKeys, row_hash
from selfcheck_analysis.responses.faults import Faults
from selfcheck_analysis.responses.files.sheets import Row
from selfcheck_analysis.responses.headings import Reading
from selfcheck_analysis.responses.layout import stated_in
from selfcheck_analysis.responses.tally.layout import (
    TallyLayout,
    is_header_again,
    recognise_tally,
    roles_stated,
)
from selfcheck_analysis.responses.tally.rows import TallyRows
from selfcheck_analysis.responses.tally.words import plain_row
from selfcheck_analysis.responses.vocabulary import comparable
from selfcheck_analysis.tallies import Tallies

__all__ = ["TallyLayout", "TallyResult", "read_tally", "recognise_tally"]


@dataclass
class TallyResult:
    """What a table of counts gave.

    Attributes
    ----------
    tallies : Tallies
        What is used.
    problems, notes : Faults
    keys : SheetKeys
    delivered : int
        People of whom the table has counts: those of `tallies`, and those set aside.
    set_aside : int
        People of groups of whose counts nothing is used, as far as the table states them.
    answers_set_aside : int
        Counts of はい and いいえ that are not used, added up.
    rest : int
        The number of the row at which another table begins on the sheet, or 0.
    """

    tallies: Tallies
    problems: Faults
    notes: Faults
    keys: SheetKeys
    delivered: int
    answers_set_aside: int
    set_aside: int = 0
    rest: int = 0


def read_tally(layout: TallyLayout, reading: Reading, file: str) -> TallyResult:
    """Read the counts of a table, to its end or to where another table begins.

    The people of a group are those that the table states, else the most that answered any question
    that everybody is asked. Counts that cannot be, or that are given twice, are not used; nothing
    of a table is, where its columns of counts or its role are not understood.
    """
    reader = _TallyReader(layout, reading, file)
    reader.read()
    groups = reader.rows.groups
    tallies, set_aside = groups.tallies()
    people = int(tallies.people["n_people"].sum())
    rows = ("/".join(map(str, row)) for row in tallies.answers.itertuples(index=False))
    keys = SheetKeys(
        Place(file, layout.sheet.name),
        comparable(layout.section),
        np.array(sorted(map(row_hash, rows)), dtype=np.uint64),
        np.zeros(0, dtype=np.uint64),
    )
    return TallyResult(
        tallies,
        reader.problems,
        reader.notes,
        keys,
        delivered=people + set_aside,
        answers_set_aside=groups.answers_set_aside,
        set_aside=set_aside,
        rest=reader.rest,
    )


class _TallyReader:
    """Goes through a table; what may be the title of another waits for the row after it."""

    def __init__(self, layout: TallyLayout, reading: Reading, file: str) -> None:
        self.layout, self.reading = layout, reading
        self.place = Place(file, layout.sheet.name)
        self.problems, self.notes = Faults(file), Faults(file)
        self.rows = TallyRows(layout, reading, self.place, self.problems, self.notes)
        self.rest = 0
        self._titles: list[Row] = []
        self._again: list[Row] = []

    def read(self) -> None:
        """Read the rows; `rest` says where another table begins."""
        self._header()
        before = self.layout.header
        for number, cells in self.layout.sheet.source:
            if number <= self.layout.header or not any(map(comparable, cells)):
                continue
            if number != before + 1:
                self.rows.end_merged_cells()
            before = number
            if is_header_again(cells, self.layout, self.reading):
                self._again.append((number, cells))
            elif self._ends():
                return
            elif self._is_title((number, cells)):
                self._titles.append((number, cells))
            else:
                self._take_titles()
                self.rows.take(number, cells)
        if not self._ends():
            self._take_titles()

    def _header(self) -> None:
        """Report what is wrong with the header, and what is lost above it."""
        layout, found = self.layout, self.problems
        found.add(Problem("row_above_header", self._at(row)) for row in layout.lost)
        if layout.unclear:
            found.add([Problem("tally_role_unclear", self._at(layout.unclear))])
        for position, heading in enumerate(layout.headings):
            at = self._at(layout.header, heading)
            if position in layout.unknown:
                found.add([Problem("column_unknown", at, {"near": "-"})])
            elif position in layout.twice:
                found.add([Problem("column_twice", at, {"id": str(layout.twice[position])})])
            elif position in layout.totals:
                self.notes.add([Problem("column_of_totals", at)])
        if layout.uncounted:
            found.add([Problem("tally_not_used", self._at(layout.header))])

    def _at(self, row: int, column: str = "") -> Place:
        return Place(self.place.file, self.place.sheet, row, column)

    def _ends(self) -> bool:
        """Tell whether another table has begun; the same header again, on a new page, is none."""
        if not self._again:
            return False
        lines = tuple(plain_row(cells) for _, cells in self._again)
        if not self._titles and lines == self.layout.lines:
            self._again = []
            self.rows.end_merged_cells()
            return False
        self.rest, _ = (self._titles or self._again)[0]
        return True

    def _is_title(self, row: Row) -> bool:
        """Tell a row that states role or section, or names nothing known and counts nothing."""
        _, cells = row
        if self.rows.knows(cells):
            return False
        if self._roles_in(row) or any(stated_in([row], "section")):
            return True
        return not self.rows.counts_anything(cells) and not self.rows.heads_a_group(cells)

    def _roles_in(self, row: Row) -> list[str]:
        """Return the roles that a row states; in its own column a role heads a group of rows."""
        own = bool(self.layout.cell(row[1], "role"))
        return list(stated_in([row], "role")) if own else roles_stated(row, self.reading)

    def _take_titles(self) -> None:
        """Take the waiting rows for what they are in this table: a role, or no question."""
        for row in self._titles:
            roles = self._roles_in(row)
            for stated in roles:
                self.rows.state_role(row[0], stated)
            if not roles and not any(stated_in([row], "section")):
                self.rows.inherit(row[1])
                self.rows.report_question(*row)
        self._titles = []
