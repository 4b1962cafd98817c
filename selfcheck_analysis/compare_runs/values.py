"""The differences of two runs as values for programs: `selfcheck compare-runs --json`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from selfcheck_analysis.compare_runs.differences import Change, ReadRun, RunDifferences
from selfcheck_analysis.compare_runs.tables import Key, TableDifference


def as_values(found: RunDifferences) -> dict[str, Any]:
    """Return the differences of one programme as plain values; every figure is a text."""
    return {
        "programme": found.a.manifest.programme,
        "differs": found.differs,
        "a": _run(found.a),
        "b": _run(found.b),
        "inputs": {file: str(state) for file, state in found.inputs},
        "settings": _changes(found.settings),
        "versions": _changes(found.versions),
        "counts": _changes(found.counts),
        "tables": [_table(table) for table in found.tables],
        "files": {file: str(state) for file, state in found.files},
    }


def _run(read: ReadRun) -> dict[str, Any]:
    manifest = read.manifest
    return {
        "fiscal_year": manifest.fiscal_year,
        "made_at": manifest.made_at.isoformat(),
        "altered": list(read.altered),
    }


def _changes(changes: Sequence[Change]) -> list[dict[str, str | None]]:
    return [{"name": change.name, "a": change.a, "b": change.b} for change in changes]


def _table(table: TableDifference) -> dict[str, Any]:
    return {
        "table": table.table,
        "cells": [
            {"row": dict(cell.row), "column": cell.column, "a": cell.a, "b": cell.b}
            for cell in table.cells
        ],
        "states": [{"a": a, "b": b, "cells": n} for (a, b), n in table.states.items()],
        "rows_only_a": _rows(table.only_a),
        "rows_only_b": _rows(table.only_b),
        "columns_only_a": list(table.columns_only_a),
        "columns_only_b": list(table.columns_only_b),
    }


def _rows(keys: Sequence[Key]) -> list[dict[str, str]]:
    return [dict(key) for key in keys]
