"""What differs between two finished runs of one programme."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import PurePosixPath

from selfcheck_analysis.compare_runs.finished_runs import FinishedRun, Row, read_table
from selfcheck_analysis.compare_runs.tables import TableDifference, compare_tables
from selfcheck_analysis.problems import Place, Problem
from selfcheck_analysis.report.manifest import InputFile, Manifest
from selfcheck_analysis.report.masked_time import content_digest

Tables = Mapping[str, list[Row]]
Digests = Mapping[str, str]


class Found(StrEnum):
    """What became of an input or a finished file from run A to run B.

    UNTOLD is an input whose digests were made under two keys: alike or not, they differ.
    """

    SAME = "same"
    CHANGED = "changed"
    ONLY_A = "only_a"
    ONLY_B = "only_b"
    UNTOLD = "untold"


@dataclass(frozen=True)
class Change:
    """A setting, version or count that differs, as texts; None where a run has none of the name."""

    name: str
    a: str | None
    b: str | None


@dataclass(frozen=True)
class ReadRun:
    """A run with its tables by name, and the digests of its finished files, the time masked."""

    run: FinishedRun
    tables: Tables
    digests: Digests

    @property
    def manifest(self) -> Manifest:
        """The record of the run."""
        return self.run.manifest

    @property
    def altered(self) -> tuple[str, ...]:
        """The files that are no longer as the run wrote them."""
        written = {
            str(self.run.within(output.file)): output.sha256 for output in self.manifest.outputs
        }
        return tuple(
            file for file, digest in self.digests.items() if written.get(file, digest) != digest
        )


@dataclass(frozen=True)
class RunDifferences:
    """What differs between runs A and B of one programme; each list holds what differs alone.

    `inputs` and `files` hold everything, each with what became of it; `files` are pages, papers
    and tables, apart from their time.
    """

    a: ReadRun
    b: ReadRun
    inputs: tuple[tuple[str, Found], ...]
    settings: tuple[Change, ...]
    versions: tuple[Change, ...]
    counts: tuple[Change, ...]
    tables: tuple[TableDifference, ...]
    files: tuple[tuple[str, Found], ...]

    @property
    def differs(self) -> bool:
        """Tell whether anything differs but the time; an input of which it cannot be told, not."""
        found = {found for _, found in (*self.inputs, *self.files)}
        lists = self.settings or self.versions or self.counts or self.tables
        return bool(lists or found - {Found.SAME, Found.UNTOLD})


def read_run(run: FinishedRun) -> tuple[ReadRun | None, list[Problem]]:
    """Read what a run left: its tables, and the digest of every file; with a fault, nothing."""
    tables: dict[str, list[Row]] = {}
    digests: dict[str, str] = {}
    problems: list[Problem] = []
    for file in run.manifest.tables:
        rows = read_table(run, file)
        if isinstance(rows, Problem):
            problems.append(rows)
        else:
            tables[PurePosixPath(file).stem] = rows
    for file in run.files:
        name = str(run.within(file))
        try:
            digests[name] = content_digest(run.path(file), run.manifest.made_at)
        except Exception:  # what a damaged workbook raises is of many types
            problems.append(Problem("runs_file_unreadable", Place(f"{run.shown_as}/{name}")))
    return (None if problems else ReadRun(run, tables, digests)), problems


def differences(a: ReadRun, b: ReadRun) -> RunDifferences:
    """Compare two runs of one programme."""
    return RunDifferences(
        a,
        b,
        tuple(_inputs(a.manifest, b.manifest)),
        tuple(_changes(_settings(a.manifest), _settings(b.manifest))),
        tuple(_changes(_versions(a.manifest), _versions(b.manifest))),
        tuple(_changes(_counts(a.manifest), _counts(b.manifest))),
        tuple(_tables(a.tables, b.tables)),
        tuple(_files(a.digests, b.digests)),
    )


def _inputs(a: Manifest, b: Manifest) -> Iterator[tuple[str, Found]]:
    in_a, in_b = ({source.file: source for source in run.inputs} for run in (a, b))
    one_key = a.key_id == b.key_id
    for file in dict.fromkeys([*in_a, *in_b]):
        yield file, _found(in_a.get(file), in_b.get(file), one_key)


def _found(a: InputFile | None, b: InputFile | None, one_key: bool) -> Found:
    if a is None:
        return Found.ONLY_B
    if b is None:
        return Found.ONLY_A
    if a.keyed != b.keyed or (a.keyed and not one_key):
        return Found.UNTOLD
    return Found.SAME if a.sha256 == b.sha256 else Found.CHANGED


def _files(a: Digests, b: Digests) -> Iterator[tuple[str, Found]]:
    for file in dict.fromkeys([*a, *b]):
        if file not in b:
            yield file, Found.ONLY_A
        elif file not in a:
            yield file, Found.ONLY_B
        else:
            yield file, Found.SAME if a[file] == b[file] else Found.CHANGED


def _tables(a: Tables, b: Tables) -> Iterator[TableDifference]:
    """Yield the tables that both runs have and that differ."""
    for name in a:
        if name in b and (found := compare_tables(name, a[name], b[name])).differs:
            yield found


def _changes(a: Mapping[str, str], b: Mapping[str, str]) -> Iterator[Change]:
    for name in dict.fromkeys([*a, *b]):
        if a.get(name) != b.get(name):
            yield Change(name, a.get(name), b.get(name))


def _settings(run: Manifest) -> dict[str, str]:
    """Return parameters, the disclosure policy and its thresholds, by name."""
    policy = {"policy": run.policy, "checked": _text(run.checked)}
    thresholds = {f"policy.{name}": _text(rule.value) for name, rule in run.thresholds.items()}
    return {name: _text(value) for name, value in run.parameters.items()} | policy | thresholds


def _versions(run: Manifest) -> dict[str, str]:
    """Return versions of software, and what names the code; a record may be without the latter."""
    if run.code is None:
        return dict(run.versions)
    code = {"commit": run.code.commit, "clean": _text(run.code.clean), "code": run.code.sha256}
    return run.versions | code


def _counts(run: Manifest) -> dict[str, str]:
    """Return how many were taken in, used, set aside and hidden, by name."""
    people = {
        "people_delivered": run.people_delivered,
        "people_used": run.people_used,
        "people_set_aside": run.people_set_aside,
        "answers_set_aside": run.answers_set_aside,
    }
    reasons = {f"set_aside.{code}": n for code, n in run.set_aside.items()}
    states = {f"state.{state}": n for state, n in run.hidden.items()}
    steps = {f"step.{step.what}": f"{step.kept}/{step.taken}" for step in run.steps}
    return {name: _text(n) for name, n in (people | steps | reasons | states).items()}


def _text(value: object) -> str:
    """Write a value as settings files and records do."""
    if isinstance(value, list):
        return ", ".join(map(str, value))
    if value is None:
        return "-"
    return str(value).lower() if isinstance(value, bool) else str(value)
