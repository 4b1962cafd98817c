"""Hold the record of a run against its release."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from selfcheck_analysis.disclosure.scan.pieces import Form, Piece, Pieces, unreadable, whole
from selfcheck_analysis.problems import Place, Problem
from selfcheck_analysis.released import Release
from selfcheck_analysis.terms import State

MANIFEST_FILE = "manifest.json"

_ABOUT_THE_RUN = {
    "sha256": re.compile(r"[0-9a-f]{64}"),
    "commit": re.compile(r"[0-9a-f]{40,64}|unknown"),
    "key_id": re.compile(r"[0-9a-f]{16}"),
    "made_at": re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d)?(Z|[+-]\d\d:\d\d)"),
    "versions": re.compile(r"[\w.+-]{1,30}"),
    "parameters": re.compile(r"[\w.+-]{1,80}"),
    "file": re.compile(r"[^\0\n]+"),
}
"""What a record says of the run itself, by its key: no figures of anybody's answers."""


def manifest_pieces(text: str, file: str, release: Release) -> Pieces:
    """Yield what a record says, and one problem for each count that is not the release's."""
    yield whole(file, text)
    try:
        record = json.loads(text)
    except json.JSONDecodeError:
        yield unreadable(file)
        return
    yield from _counts(record, file, release)
    for path, leaf in leaves(record):
        if path[:1] == ("steps",):
            continue  # compared as a whole
        pattern = next((_ABOUT_THE_RUN[key] for key in path if key in _ABOUT_THE_RUN), None)
        if pattern is None or not pattern.fullmatch(str(leaf)):
            yield Piece(Form.PROSE, Place(file, column=".".join(path)), (str(leaf),))


def leaves(record: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Any]]:
    """Yield every text and number of a record with the keys that lead to it.

    Examples
    --------
    >>> list(leaves({"a": [1, {"b": "x"}], "c": True}))
    [(('a',), 1), (('a', 'b'), 'x')]
    """
    if isinstance(record, Mapping):
        for key, value in record.items():
            yield from leaves(value, (*path, str(key)))
    elif isinstance(record, list):
        for value in record:
            yield from leaves(value, path)
    elif record is not None and not isinstance(record, bool):
        yield path, record


def _counts(record: Mapping[str, Any], file: str, release: Release) -> Iterator[Problem]:
    """Compare the counts of people, reasons and states."""
    deliveries, reasons = release.frame("deliveries"), release.frame("set_aside")
    states = release.frame("cell_states").groupby("state")["count"].sum()
    expected: dict[str, Any] = {
        f"people_{column}": int(deliveries[column].sum())
        for column in ("delivered", "used", "set_aside")
    }
    expected["set_aside"] = dict(zip(reasons["code"], reasons["count"].astype(int), strict=True))
    expected["hidden"] = {str(state): int(count) for state, count in states.items()}
    expected["answers_set_aside"] = int(deliveries["answers_set_aside"].sum())
    expected["hidden_by_table"] = _by_table(release)
    expected["steps"] = list(_steps(release))
    for key, value in expected.items():
        if key in record and record[key] != value:
            yield Problem("scan_table_differs", Place(file, column=key))


def _by_table(release: Release) -> dict[str, dict[str, int]]:
    states = release.frame("cell_states")
    return {
        str(table): {str(s): int(n) for s, n in zip(rows["state"], rows["count"], strict=True)}
        for table, rows in states.groupby("table")
    }


def _steps(release: Release) -> Iterator[dict[str, Any]]:
    """Yield what a record says of files, people and cells, counted again."""
    deliveries, states = release.frame("deliveries"), release.frame("cell_states")
    shown = states.loc[states["state"].isin([State.SHOWN, State.BAND]), "count"].sum()
    for what, taken, kept in (
        ("files", len(deliveries), deliveries["delivered"].notna().sum()),
        ("people", deliveries["delivered"].sum(), deliveries["used"].sum()),
        ("cells", states["count"].sum(), shown),
    ):
        counts = {"taken": int(taken), "kept": int(kept), "left_out": int(taken - kept)}
        yield {"what": what, **counts}
