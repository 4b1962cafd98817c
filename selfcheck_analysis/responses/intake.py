"""Take in everything that was delivered for one programme and fiscal year."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cached_property
from hashlib import sha256
from pathlib import Path

import pandas as pd

from selfcheck_analysis.normalise import shown, unique
from selfcheck_analysis.paths import Project
from selfcheck_analysis.problems import Place, Problem, ProblemsError, refuse
from selfcheck_analysis.questionnaire import Questionnaire
from selfcheck_analysis.responses.delivered_file import COUNTS, DeliveredFile
from selfcheck_analysis.responses.duplicates import SheetKeys, perhaps_same, same_rows
from selfcheck_analysis.responses.files.archives import JUNK
from selfcheck_analysis.responses.files.readers import Delivered, is_regular, read_file
from selfcheck_analysis.responses.headings import Reading
from selfcheck_analysis.responses.mappings import read_mapping
from selfcheck_analysis.responses.people import People, Stored, long_frame
from selfcheck_analysis.responses.statuses import counts_of_statuses
from selfcheck_analysis.section_rates import counts_by_section, no_sections
from selfcheck_analysis.tallies import NOTHING, Tallies

NOT_DELIVERIES = ("README.md", ".gitkeep", ".ipynb_checkpoints", *JUNK)
OPEN_IN_EXCEL = "~$"
"""Begins the name of the lock file that Excel puts beside a workbook while it is open."""

_BLOCK = 1 << 20


@dataclass(frozen=True, eq=False)
class Intake:
    """What was delivered, what of it is used, and what was set aside.

    Attributes
    ----------
    people : mapping of role id to Stored
        The persons, one byte an answer; `answers` lays them out.
    questionnaire : Questionnaire
    deliveries : DataFrame
        One row = one file: file, delivered, used, set_aside (people, delivered = used +
        set_aside; missing for a file that cannot be read), answers_set_aside, synthetic.
    problems : tuple of Problem
        For every file, column, row or answer that could not be used, in the order of the files; of
        a kind of which a file has very many, one says how many more there are.
    notes : tuple of Problem
        What a reader should know though nothing was set aside.
    faults : mapping of code to int
        How many problems there are of each kind.
    tallies : Tallies
        What was counted on paper.
    sheets : DataFrame
        One row = one sheet that has a header: file, sheet, section, export, then as `deliveries`.
    sections : DataFrame
        The answers of the persons by declared section, as `section_rates.counts_by_section`.
    """

    people: Mapping[str, Stored]
    questionnaire: Questionnaire
    deliveries: pd.DataFrame
    problems: tuple[Problem, ...]
    notes: tuple[Problem, ...] = ()
    faults: Mapping[str, int] = field(default_factory=dict)
    tallies: Tallies = NOTHING
    sheets: pd.DataFrame = field(default_factory=pd.DataFrame)
    sections: pd.DataFrame = field(default_factory=no_sections)

    @cached_property
    def answers(self) -> pd.DataFrame:
        """One row = one person's answer to one question.

        person (a number that means nothing outside this frame), role, tenure, question, status,
        answer ("yes", "no" or missing), proper (True, False or missing).
        """
        return long_frame(self.people, self.questionnaire)

    def statuses(self) -> pd.DataFrame:
        """Count what became of every question's cells, those of tallies among them.

        As `statuses.counts_of_statuses`.
        """
        return counts_of_statuses(self.people, self.tallies, self.questionnaire)


def delivered_files(project: Project, programme: str, fiscal_year: int) -> list[Path]:
    """List what lies in the year's delivery folder and below it, in order of name.

    A link that leads nowhere or to a folder is listed too, so that it is reported.
    """
    folder = project.raw(programme, fiscal_year)
    found = sorted(path for path in folder.rglob("*") if path.is_symlink() or not path.is_dir())
    return [path for path in found if _is_delivery(path.relative_to(folder))]


def _is_delivery(path: Path) -> bool:
    return not path.name.startswith(OPEN_IN_EXCEL) and not set(path.parts) & set(NOT_DELIVERIES)


def reading_of(
    project: Project, questionnaire: Questionnaire, contradictions: str = "only_if_asked"
) -> Reading:
    """Return how the deliveries of a year are read; ProblemsError for a faulty mapping file."""
    return Reading(questionnaire, read_mapping(project, questionnaire), contradictions)


def take_in(
    project: Project, questionnaire: Questionnaire, contradictions: str = "only_if_asked"
) -> Intake:
    """Read and score every delivered file of the questionnaire's programme and year.

    Parameters
    ----------
    project : Project
    questionnaire : Questionnaire
    contradictions : {"only_if_asked", "keep", "drop"}
        What is done with an answer to a question that should not have been asked.

    Raises
    ------
    ProblemsError
        Nothing was delivered, the same persons were delivered twice, or the file that names the
        columns of unknown exports is faulty.
    """
    intake, refusals = examine(project, questionnaire, contradictions)
    refuse(refusals)
    return intake


def examine(
    project: Project, questionnaire: Questionnaire, contradictions: str = "only_if_asked"
) -> tuple[Intake, list[Problem]]:
    """Return what `take_in` returns, and why it would refuse to.

    One file is in memory at a time, and of it one block of rows. Raises ProblemsError only where
    there is nothing to read, or where it is not known how.
    """
    programme, year = questionnaire.programme, questionnaire.fiscal_year
    files = delivered_files(project, programme, year)
    folder = project.relative(project.raw(programme, year))
    if not files:
        raise ProblemsError([Problem("nothing_delivered", Place(folder))])
    reading = reading_of(project, questionnaire, contradictions)
    names = _names(project, files, folder)
    copies = list(_same_bytes(names))
    taken = _Taken(reading)
    for path, name in names.items():
        for delivered in read_file(path, name):
            taken.add(delivered)
    known = {name for p in copies for name in str(p.values["others"]).split(", ")}
    alike = [problem for problem in same_rows(taken.keys) if problem.place.file not in known]
    return taken.intake(folder), [*copies, *alike]


def _names(project: Project, files: Iterable[Path], folder: str) -> dict[Path, str]:
    """Return how files are called; signs that nobody sees could make one read as another."""
    plain = {path: project.relative(path).removeprefix(f"{folder}/") for path in files}
    return dict(zip(plain, unique(shown(name, most=200) for name in plain.values()), strict=True))


def _same_bytes(names: Mapping[Path, str]) -> Iterator[Problem]:
    """Find copies; files that are empty or cannot be opened are reported one by one instead."""
    by_size, by_content = defaultdict(list), defaultdict(list)
    for path in filter(is_regular, names):
        with suppress(OSError):
            by_size[path.stat().st_size].append(path)
    of_one_size = [paths for size, paths in by_size.items() if size and len(paths) > 1]
    for path in sorted(path for paths in of_one_size for path in paths):
        with suppress(OSError):
            by_content[_digest(path)].append(names[path])
    for same in by_content.values():
        if len(same) > 1:
            yield Problem("delivered_twice", Place(same[0]), {"others": ", ".join(same[1:])})


def _digest(path: Path) -> bytes:
    digest = sha256()
    with path.open("rb") as content:
        while block := content.read(_BLOCK):
            digest.update(block)
    return digest.digest()


class _Taken:
    """What the files gave so far."""

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self.people, self.keys = People(), list[SheetKeys]()
        self.sections: dict[str, People] = {}
        self.problems, self.notes = list[Problem](), list[Problem]()
        self.faults: Counter[str] = Counter()
        self.tallies: list[Tallies] = []
        self.deliveries: list[dict[str, object]] = []
        self.sheets: list[dict[str, object]] = []

    def add(self, delivered: Delivered) -> None:
        """Take one file in, wholly or not at all."""
        file = DeliveredFile(delivered.name, self.reading)
        problems = list(delivered.problems)
        if not problems:
            try:
                file.read(delivered.sheets)
            except ProblemsError as error:  # found while its rows were read
                problems, file = list(error.problems), DeliveredFile(delivered.name, self.reading)
        row: dict[str, object] = {"file": delivered.name}
        self.deliveries.append(row if problems else row | file.counts())
        self.problems += [*problems, *file.problems.problems()]
        self.faults += file.problems.counted + Counter(problem.code for problem in problems)
        self.notes += [*delivered.notes, *file.notes.problems()]
        self.people.extend(file.people)
        for section, people in file.sections.items():
            self.sections.setdefault(section, People()).extend(people)
        self.tallies += file.tallies
        self.keys += file.keys
        self.sheets += file.sheets

    def intake(self, folder: str) -> Intake:
        """Put everything together."""
        deliveries = _frame(self.deliveries, ("file",))
        mixed = list(_mixed(deliveries, folder))
        questionnaire = self.reading.questionnaire
        return Intake(
            people=self.people.shuffled(questionnaire),
            questionnaire=questionnaire,
            deliveries=deliveries,
            problems=(*self.problems, *mixed),
            notes=(*self.notes, *perhaps_same(self.keys)),
            faults=self.faults + Counter(problem.code for problem in mixed),
            tallies=Tallies.together(self.tallies) if self.tallies else NOTHING,
            sheets=_frame(self.sheets, ("file", "sheet", "section", "export")),
            sections=counts_by_section(self.sections, questionnaire),
        )


def _mixed(deliveries: pd.DataFrame, folder: str) -> Iterator[Problem]:
    """Made-up people beside real ones spoil every figure; the pages stay marked as synthetic."""
    used = deliveries[deliveries["used"].fillna(0) > 0]
    n_synthetic = int(used["synthetic"].sum())
    if 0 < n_synthetic < len(used):
        values = {"synthetic": n_synthetic, "files": len(used)}
        yield Problem("deliveries_mixed", Place(folder), values)


def _frame(rows: list[dict[str, object]], about: tuple[str, ...]) -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=[*about, *COUNTS, "synthetic"])
    frame[list(COUNTS)] = frame[list(COUNTS)].astype("Int64")
    frame["synthetic"] = frame["synthetic"].astype("boolean").fillna(False).astype(bool)
    return frame
