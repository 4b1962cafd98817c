"""The cells in which two editions of a released table differ, as text: nothing is rounded."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from selfcheck_analysis.compare_runs.finished_runs import Row

_ABOUT = "table file code comparison section role focus_item question fiscal_year tenure"
_NAMING = frozenset(_ABOUT.split())
"""Columns that say what a row is about, in every table."""

Key = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class CellChange:
    """One cell: what its row is about (column and value), its column, and both texts."""

    row: Key
    column: str
    a: str
    b: str


@dataclass(frozen=True)
class TableDifference:
    """How the two editions of one table differ: cells, and rows and columns that one lacks."""

    table: str
    cells: tuple[CellChange, ...] = ()
    only_a: tuple[Key, ...] = ()
    only_b: tuple[Key, ...] = ()
    columns_only_a: tuple[str, ...] = ()
    columns_only_b: tuple[str, ...] = ()

    @property
    def differs(self) -> bool:
        """Tell whether anything differs."""
        rows, columns = self.only_a or self.only_b, self.columns_only_a or self.columns_only_b
        return bool(self.cells or rows or columns)

    @property
    def states(self) -> Counter[tuple[str, str]]:
        """How many cells went from which state to which."""
        return Counter((cell.a, cell.b) for cell in self.cells if cell.column == "state")


def compare_tables(table: str, a: Sequence[Row], b: Sequence[Row]) -> TableDifference:
    """Compare two editions of a table.

    Parameters
    ----------
    table : str
        Its name.
    a, b : sequence of dict
        Rows with the same columns each, all cells as text. Their order does not count.

    Returns
    -------
    TableDifference
        Rows in the order of `a`, then of `b`; cells in the order of the columns.
    """
    columns_a, columns_b = _columns(a), _columns(b)
    if not a or not b:  # a table without rows is written with its head alone
        columns_a = columns_b = columns_a or columns_b
    common = [column for column in columns_a if column in columns_b]
    naming = [column for column in common if _names(column, common)]
    rows_a, rows_b = _by_key(a, naming), _by_key(b, naming)
    return TableDifference(
        table,
        tuple(
            CellChange(key, column, row[column], rows_b[key][column])
            for key, row in rows_a.items()
            if key in rows_b
            for column in common
            if row[column] != rows_b[key][column]
        ),
        tuple(key for key in rows_a if key not in rows_b),
        tuple(key for key in rows_b if key not in rows_a),
        tuple(column for column in columns_a if column not in columns_b),
        tuple(column for column in columns_b if column not in columns_a),
    )


def _columns(rows: Sequence[Row]) -> list[str]:
    return list(rows[0]) if rows else []


def _names(column: str, columns: Sequence[str]) -> bool:
    """Tell whether a column says what a row is about; family and state do so in one table each."""
    if column == "family":
        return "question" not in columns
    if column == "state":
        return "table" in columns
    return column in _NAMING


def _by_key(rows: Sequence[Row], naming: Sequence[str]) -> dict[Key, Row]:
    """Return the rows by what they are about; a second one of the same is numbered."""
    found: dict[Key, Row] = {}
    for row, key in zip(rows, _numbered([_key(row, naming) for row in rows]), strict=True):
        found[key] = row
    return found


def _key(row: Row, naming: Sequence[str]) -> Key:
    return tuple((column, row[column]) for column in naming)


def _numbered(keys: Sequence[Key]) -> Iterator[Key]:
    seen: Counter[Key] = Counter()
    for key in keys:
        seen[key] += 1
        yield key if seen[key] == 1 else (*key, ("#", str(seen[key])))
