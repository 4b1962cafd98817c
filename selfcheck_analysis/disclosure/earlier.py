"""What was released before: kept as rows over named counts, and known to every outsider since.

A release of an earlier year, or an earlier one of the same year, cannot be taken back. Where more
or other people had answered by now, the two differ by those people, and their answers are protected
like those of any small group.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import inf
from pathlib import Path
from typing import Any

from selfcheck_analysis.disclosure.attack.knowledge import Row
from selfcheck_analysis.disclosure.attack.statements import Levels, Survey, Target
from selfcheck_analysis.disclosure.policy import Policy
from selfcheck_analysis.disclosure.release_set import ReleaseSet
from selfcheck_analysis.disclosure.unknowns import Name, Unknowns

NAMED = 12
"""Hexadecimal digits of a content's SHA-256 that name its file."""


@dataclass(frozen=True)
class EarlierRelease:
    """One release: its counts by name, with largest and true values, and what is known of them.

    Confidential: the true values are those that are protected.
    """

    counts: Mapping[Name, tuple[int, int]]
    rows: Sequence[tuple[Sequence[tuple[Name, float]], float, float]]

    def tells_of(self, unknowns: Unknowns) -> bool:
        """Tell whether it spoke of any of these counts, and none of those has moved since."""
        common = self.counts.keys() & unknowns.columns.keys()
        columns = {name: unknowns.columns[name] for name in common}
        return bool(columns) and all(
            self.counts[name] == (unknowns.highs[column], unknowns.truth[column])
            for name, column in columns.items()
        )


def record(
    release_set: ReleaseSet, survey: Survey, levels: Levels, of_sections: Sequence[Row] = ()
) -> EarlierRelease:
    """Return what a release says, of sections too, for the releases to come."""
    names = {column: name for name, column in release_set.unknowns.columns.items()}
    rows = [*release_set.unknowns.facts, *of_sections]
    for statement in survey.statements:
        rows += statement.wordings[levels[statement.key]]
    used = {column for row in rows for column in row.columns}
    unknowns = release_set.unknowns
    return EarlierRelease(
        {names[c]: (unknowns.highs[c], unknowns.truth[c]) for c in sorted(used)},
        [
            ([(names[c], w) for c, w in zip(r.columns, r.weights, strict=True)], r.low, r.high)
            for r in rows
        ],
    )


def already_said(
    earlier: Sequence[EarlierRelease], unknowns: Unknowns, policy: Policy
) -> tuple[list[Row], list[Target]]:
    """Return what earlier releases told as rows, and the differences that have to be protected."""
    facts: list[Row] = []
    targets: list[Target] = []
    for number, release in enumerate(earlier):
        columns, ties = _columns(release, number, unknowns)
        facts += [
            Row.of({columns[name]: weight for name, weight in form}, low, high)
            for form, low, high in release.rows
        ]
        for row, difference in ties:
            facts.append(row)
            targets += _protected(difference, number, policy)
    return facts, targets


@dataclass(frozen=True)
class _Difference:
    """A count that differs between two releases by the answers of `n` people."""

    name: Name
    column: int
    n: int


def _columns(
    release: EarlierRelease, number: int, unknowns: Unknowns
) -> tuple[dict[Name, int], list[tuple[Row, _Difference]]]:
    """Return the column of every count of an earlier release, and how those that moved are tied.

    A count with the same largest and true value is the same. Another one is an unknown of its own;
    where the group has grown or shrunk by some people, the two differ by their answers.
    """
    known = dict(unknowns.columns)
    columns: dict[Name, int] = {}
    ties = []
    for name, (high, true) in release.counts.items():
        now = known.get(name)
        if now is not None and (unknowns.highs[now], unknowns.truth[now]) == (high, true):
            columns[name] = now
            continue
        columns[name] = unknowns.add(("earlier", number, *name), high, true)
        if now is None or name[0] not in ("proper", "given"):
            continue
        more = unknowns.highs[now] - high
        moved = unknowns.truth[now] - true
        sign = 1 if moved >= 0 else -1
        people = max(abs(more), abs(moved))
        change = unknowns.add(("change", number, *name), people, abs(moved))
        row = Row.of({now: 1, columns[name]: -1, change: -sign}, 0, 0)
        ties.append((row, _Difference(name, change, abs(more))))
    return columns, ties


def _protected(difference: _Difference, number: int, policy: Policy) -> Iterator[Target]:
    if 0 < difference.n < policy.min_base.value and difference.name[0] == "proper":
        _, year, question, *group = difference.name
        enough = min(policy.min_values.value, difference.n + 1)
        key = ("difference", year, question, tuple(map(str, group)), str(number))
        yield Target(key, {difference.column: 1}, enough)


def read_earlier(folder: Path) -> list[EarlierRelease]:
    """Read every release that is kept in a folder, in order of name; none where it is not there."""
    return [_read(path) for path in sorted(folder.glob("*.json"))]


def keep(release: EarlierRelease, folder: Path) -> Path:
    """Keep what a release told, readable by its owner only; the same release is kept once."""
    content = json.dumps(
        {
            "counts": [[list(name), *values] for name, values in release.counts.items()],
            "rows": [
                [[[list(n), w] for n, w in form], _out(a), _out(b)] for form, a, b in release.rows
            ],
        },
        separators=(",", ":"),
    )
    path = private_folder(folder) / f"{hashlib.sha256(content.encode()).hexdigest()[:NAMED]}.json"
    path.touch(mode=0o600)
    path.write_text(content, encoding="utf-8")
    return path


def private_folder(folder: Path) -> Path:
    """Make a folder that its owner alone can open, if it is not there, and return it."""
    folder.mkdir(parents=True, exist_ok=True)
    folder.chmod(0o700)
    return folder


def _read(path: Path) -> EarlierRelease:
    saved: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return EarlierRelease(
        {tuple(name): (high, true) for name, high, true in saved["counts"]},
        [
            ([(tuple(name), weight) for name, weight in form], _in(low, -inf), _in(high, inf))
            for form, low, high in saved["rows"]
        ],
    )


def _out(bound: float) -> float | None:
    return bound if abs(bound) < inf else None


def _in(bound: float | None, missing: float) -> float:
    return missing if bound is None else bound
