"""What `selfcheck compare-runs` does: find and read two runs, and hand lines or values back."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from selfcheck_analysis.compare_runs.differences import (
    ReadRun,
    RunDifferences,
    differences,
    read_run,
)
from selfcheck_analysis.compare_runs.finished_runs import FinishedRun, find_runs
from selfcheck_analysis.compare_runs.values import as_values
from selfcheck_analysis.compare_runs.wording import Wording
from selfcheck_analysis.problems import Problem, refuse
from selfcheck_analysis.words import Words


@dataclass(frozen=True)
class Compared:
    """The differences of every programme that both have, and the programmes that one has alone."""

    programmes: tuple[RunDifferences, ...]
    only_a: tuple[str, ...]
    only_b: tuple[str, ...]
    words: Words

    @property
    def differs(self) -> bool:
        """Tell whether anything differs but the time."""
        return bool(self.only_a or self.only_b) or any(p.differs for p in self.programmes)

    def lines(self) -> Iterator[str]:
        """Yield what a terminal shows."""
        for found in self.programmes:
            yield from Wording(found, self.words).lines()
            yield ""
        for side, names in (("a", self.only_a), ("b", self.only_b)):
            if names:
                yield self.words("runs.only", side=side.upper(), programmes=", ".join(names))
        yield self.words("runs.differ" if self.differs else "runs.alike")

    def as_json(self) -> Iterator[str]:
        """Yield one document for programs."""
        values = {
            "differs": self.differs,
            "programmes": [as_values(found) for found in self.programmes],
            "only_a": list(self.only_a),
            "only_b": list(self.only_b),
        }
        yield json.dumps(values, ensure_ascii=False, indent=2)


def compare(a: Path, b: Path, words: Words) -> Compared:
    """Compare two finished runs.

    Parameters
    ----------
    a, b : Path
        A year's folder, a programme's folder or the record in it, as the user writes them.
    words : Words

    Raises
    ------
    ProblemsError
        Every fault at once: nothing there, no record, unreadable records or tables, missing
        files, no programme in common.
    """
    (runs_a, faults_a), (runs_b, faults_b) = find_runs(a), find_runs(b)
    refuse(dict.fromkeys([*faults_a, *faults_b]))
    by_a, by_b = _by_programme(runs_a), _by_programme(runs_b)
    common = [programme for programme in by_a if programme in by_b]
    if not common:
        values = {"a": ", ".join(by_a), "b": ", ".join(by_b)}
        refuse([Problem("runs_other_programme", values=values)])
    read_a, problems_a = _read({name: by_a[name] for name in common})
    read_b, problems_b = _read({name: by_b[name] for name in common})
    refuse(dict.fromkeys([*problems_a, *problems_b]))
    return Compared(
        tuple(differences(read_a[name], read_b[name]) for name in common),
        tuple(name for name in by_a if name not in by_b),
        tuple(name for name in by_b if name not in by_a),
        words,
    )


def _by_programme(runs: list[FinishedRun]) -> dict[str, FinishedRun]:
    return {run.manifest.programme: run for run in runs}


def _read(runs: dict[str, FinishedRun]) -> tuple[dict[str, ReadRun], list[Problem]]:
    """Read the runs, and collect the faults of all of them."""
    read: dict[str, ReadRun] = {}
    problems: list[Problem] = []
    for name, run in runs.items():
        found, faults = read_run(run)
        problems += faults
        if found is not None:
            read[name] = found
    return read, problems
