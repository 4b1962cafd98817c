"""Find the finished runs in what a user names, and read their records and tables."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from pydantic import ValidationError

from selfcheck_analysis.problems import Place, Problem
from selfcheck_analysis.report.manifest import Manifest, read_manifest

MANIFEST_FILE = "manifest.json"

Row = dict[str, str]


@dataclass(frozen=True)
class FinishedRun:
    """One programme's finished files.

    `folder` holds them, `shown_as` is how messages name it.
    """

    manifest: Manifest
    folder: Path
    shown_as: str

    def path(self, file: str) -> Path:
        """Return where a file of the record lies; the folder may have been given another name."""
        return self.folder.joinpath(*self.within(file).parts)

    @staticmethod
    def within(file: str) -> PurePosixPath:
        """Return a file of the record below the programme's folder."""
        return PurePosixPath(*PurePosixPath(file).parts[1:])

    @property
    def files(self) -> tuple[str, ...]:
        """Every page, paper and table that the record names, in its order."""
        manifest = self.manifest
        pages = [page.file for page in (*manifest.pages, *manifest.papers)]
        return (*pages, *manifest.tables)

    def faults(self) -> Iterator[Problem]:
        """Yield one problem for each file of the record that leads elsewhere or is not there."""
        for file in self.files:
            place = Place(f"{self.shown_as}/{self.within(file)}")
            if self._leads_out(file) or not self.path(file).is_file():
                yield Problem("runs_file_missing", place)

    def _leads_out(self, file: str) -> bool:
        """Tell whether a file of the record lies elsewhere, by its name or by a link."""
        if ".." in PurePosixPath(file).parts or "\\" in file:
            return True
        return not self.path(file).resolve().is_relative_to(self.folder.resolve())


def find_runs(named: Path) -> tuple[list[FinishedRun], list[Problem]]:
    """Return the runs in a year's folder, in a programme's folder or of one record, and faults.

    Parameters
    ----------
    named : Path
        As the user writes it, and as messages name it.

    Returns
    -------
    runs : list of FinishedRun
        In order of the programmes' names.
    problems : list of Problem
        Everything that is wrong with what was named.
    """
    records = _records(named)
    if records is None:
        return [], [Problem("runs_missing", Place(named.as_posix()))]
    if not records:
        return [], [Problem("runs_no_record", Place(named.as_posix()))]
    runs, problems = [], []
    for record in records:
        found = _read(record)
        if isinstance(found, Problem):
            problems.append(found)
        else:
            runs.append(found)
            problems += found.faults()
    problems += [*_without_record(named), *_twice(runs, named)]
    return sorted(runs, key=lambda run: run.manifest.programme), problems


def read_table(run: FinishedRun, file: str) -> list[Row] | Problem:
    """Return the rows of a released table, every cell as the text that it is."""
    place = Place(f"{run.shown_as}/{run.within(file)}")
    try:
        text = run.path(file).read_text(encoding="utf-8-sig")
        head, *rows = csv.reader(io.StringIO(text, newline=""), strict=True)
    except (OSError, UnicodeDecodeError, csv.Error, ValueError):
        return Problem("runs_table_unreadable", place)
    if any(len(row) != len(head) for row in rows):
        return Problem("runs_table_unreadable", place)
    return [dict(zip(head, row, strict=True)) for row in rows]


def _records(named: Path) -> list[Path] | None:
    """Return the records that a name stands for; None where there is nothing of the name."""
    if named.is_file():
        return [named]
    if not named.is_dir():
        return None
    if (named / MANIFEST_FILE).is_file():
        return [named / MANIFEST_FILE]
    # A name that begins with a point is a folder that a run has left behind.
    return [p for p in sorted(named.glob(f"*/{MANIFEST_FILE}")) if p.parent.name[0] != "."]


def _without_record(named: Path) -> Iterator[Problem]:
    """Yield the programmes' folders of a year whose pages are there and whose record is not."""
    if named.is_dir() and not (named / MANIFEST_FILE).is_file():
        for folder in sorted({page.parent for page in named.glob("*/*.html")}):
            if folder.name[0] != "." and not (folder / MANIFEST_FILE).is_file():
                yield Problem("runs_no_record", Place(folder.as_posix()))


def _read(record: Path) -> FinishedRun | Problem:
    place = Place(record.as_posix())
    try:
        manifest = read_manifest(record)
    except ValidationError as error:
        return Problem("runs_record_unreadable", place, {"cause": _first_fault(error)})
    except (OSError, ValueError) as error:
        return Problem("runs_record_unreadable", place, {"cause": type(error).__name__})
    return FinishedRun(manifest, record.parent, record.parent.as_posix())


def _first_fault(error: ValidationError) -> str:
    """Say which field is wrong, and how; not what stands in it."""
    first = error.errors(include_input=False, include_url=False)[0]
    field = ".".join(map(str, first["loc"]))
    return f"{field}: {first['type']}" if field else str(first["type"])


def _twice(runs: Sequence[FinishedRun], named: Path) -> Iterator[Problem]:
    programmes = [run.manifest.programme for run in runs]
    for programme in sorted({name for name in programmes if programmes.count(name) > 1}):
        values = {"programme": programme}
        yield Problem("runs_programme_twice", Place(named.as_posix()), values)
