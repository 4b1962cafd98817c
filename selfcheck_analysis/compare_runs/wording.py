"""The differences of two runs in sentences for a terminal."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from selfcheck_analysis.compare_runs.differences import Change, Found, RunDifferences
from selfcheck_analysis.compare_runs.tables import CellChange, Key, TableDifference
from selfcheck_analysis.figures import fiscal_year
from selfcheck_analysis.words import Words

MOST_CELLS = 12
"""So many cells of a table are written out; of the others their number."""


@dataclass(frozen=True)
class Wording:
    """One programme's differences, and the words to say them in."""

    found: RunDifferences
    words: Words

    def lines(self) -> Iterator[str]:
        """Yield every line, in the order in which one looks for a cause."""
        yield from map(printable, self._lines())

    def _lines(self) -> Iterator[str]:
        found = self.found
        yield from self._heading()
        yield from self._with_states("inputs", found.inputs)
        yield from self._changes("settings", found.settings)
        yield from self._changes("versions", found.versions)
        yield from self._changes("counts", found.counts)
        yield from self._tables()
        yield from self._with_states("files", found.files)
        yield from self._altered()

    def _heading(self) -> Iterator[str]:
        a, b = self.found.a.manifest, self.found.b.manifest
        years = [fiscal_year(run.fiscal_year, self.words.language) for run in (a, b)]
        named = self.words("runs.arrow").join(dict.fromkeys(years))
        yield self.words("runs.heading", programme=a.programme, year=named)
        yield self.words("runs.times", a=_time(a.made_at), b=_time(b.made_at))
        if a.internal_only or b.internal_only:
            yield self.words("runs.internal")

    def _with_states(self, group: str, files: Sequence[tuple[str, Found]]) -> Iterator[str]:
        """Yield how many files are the same, and each of the others; keyed ones as a number."""
        counts = Counter(found for _, found in files)
        named = [Found.CHANGED, Found.ONLY_A, Found.ONLY_B]
        others = sum(counts[found] for found in named)
        yield self.words(f"runs.{group}", same=counts[Found.SAME], others=others)
        for file, found in files:
            if found in named:
                yield self.words("runs.file", found=self.words(f"runs.found.{found}"), file=file)
        if counts[Found.UNTOLD]:
            yield self.words("runs.untold", count=counts[Found.UNTOLD])

    def _changes(self, group: str, changes: Sequence[Change]) -> Iterator[str]:
        yield self.words(f"runs.{group}", count=len(changes))
        for change in changes:
            a, b = self._value(change.a), self._value(change.b)
            yield self.words("runs.change", name=self._name(change.name), a=a, b=b)

    def _name(self, name: str) -> str:
        """Return a count's name in words; settings and versions are called by their own."""
        key = f"runs.name.{name}"
        if self.words.has(key):
            return self.words(key)
        group, _, rest = name.partition(".")
        if group == "state":
            return self._state(rest)
        if group == "set_aside" and self.words.has(f"reason.{rest}"):
            return self.words("runs.reason", reason=self.words(f"reason.{rest}"))
        return name

    def _state(self, state: str) -> str:
        key = f"state_short.{state}"
        if not self.words.has(key):
            return state
        return self.words(key, min_base=self.found.b.manifest.min_base)

    def _value(self, text: str | None) -> str:
        if text is None:
            return self.words("runs.none")
        return text or self.words("runs.blank")

    def _tables(self) -> Iterator[str]:
        tables = self.found.tables
        yield self.words("runs.tables", count=len(tables))
        for table in tables:
            yield from self._table(table)

    def _table(self, table: TableDifference) -> Iterator[str]:
        words = self.words
        key = f"table.{table.table}.name"
        name = words(key) if words.has(key) else table.table
        yield words("runs.table", name=name, file=table.table, cells=len(table.cells))
        for (a, b), count in table.states.items():
            yield words("runs.states", a=self._state(a), b=self._state(b), count=count)
        yield from map(self._cell, table.cells[:MOST_CELLS])
        if (more := len(table.cells) - MOST_CELLS) > 0:
            yield words("runs.more", count=more)
        sides = {
            "A": (table.only_a, table.columns_only_a),
            "B": (table.only_b, table.columns_only_b),
        }
        for side, (rows, columns) in sides.items():
            for row in rows[:MOST_CELLS]:
                yield words("runs.row_only", side=side, row=self._row(row))
            if (more := len(rows) - MOST_CELLS) > 0:
                yield words("runs.more_rows", side=side, count=more)
            if columns:
                yield words("runs.columns_only", side=side, columns=", ".join(columns))

    def _cell(self, cell: CellChange) -> str:
        a, b = self._value(cell.a), self._value(cell.b)
        return self.words("runs.cell", row=self._row(cell.row), column=cell.column, a=a, b=b)

    def _row(self, key: Key) -> str:
        return self.words("runs.joiner").join(value for _, value in key)

    def _altered(self) -> Iterator[str]:
        for side, read in (("A", self.found.a), ("B", self.found.b)):
            for file in read.altered:
                yield self.words("runs.altered", side=side, file=file)


def printable(text: str) -> str:
    """Return a text without what a terminal would obey: a record may come from anywhere.

    Examples
    --------
    >>> printable("a" + chr(27) + "[2Jb")
    'a?[2Jb'
    """
    return "".join(char if char.isprintable() or char == "\u3000" else "?" for char in text)


def _time(made_at: datetime) -> str:
    return made_at.isoformat(sep=" ", timespec="minutes")
