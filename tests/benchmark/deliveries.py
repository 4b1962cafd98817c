"""How fast deliveries are taken in, beside bare readers of the same files, and in what room.

    python -m tests.benchmark.deliveries

A survey is made up from a seed: 1,000,000 persons of five roles who answer 20 questions, two of
them conditional, as CSV (plain, everything quoted as form tools do, and cp932), and 100,000 as
xlsx. The goal is at most three times the time of a bare reader, which knows nothing of questions:
`pandas.read_csv`, and calamine's rows as Python objects. Last, the same million persons in fifty
files: the room must not grow with their number.

Each measure is taken once in a process of its own, with everything imported and some persons taken
in before. The machine may be shared: trust the ratios more than the seconds. Peak memory is
that of the whole process, with the imports.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Any
from xml.sax.saxutils import escape

import numpy as np
from numpy.typing import NDArray

from selfcheck_analysis.paths import Project
from selfcheck_analysis.questionnaire import Questionnaire
from selfcheck_analysis.responses.intake import take_in
from tests.benchmark.disclosure import alone, made_up_form
from tests.deliveries.archives import with_parts
from tests.deliveries.grid import Grid
from tests.deliveries.text import text_bytes
from tests.deliveries.workbooks import xlsx

PERSONS, IN_A_WORKBOOK = 1_000_000, 100_000
QUESTIONS, ROLES = 20, 5
FILES = 50
GOAL = 3
SEED = 1

_ANSWERS, _TENURES = np.array(["はい", "いいえ"]), np.array(["１年目", "２年目以上"])


@dataclass(frozen=True)
class Measure:
    """What one reading of some files cost."""

    persons: int
    seconds: float
    megabytes: float


def main() -> None:
    """Write the deliveries, read them, and print what that cost."""
    with TemporaryDirectory() as folder:
        for name in DELIVERIES:
            project = Project(Path(folder) / name)
            alone(written, name, project)  # a process inherits the peak of the one that starts it
            print_measures(name, project)


def written(name: str, project: Project) -> None:
    """Write one kind of deliveries."""
    DELIVERIES[name](project)


def print_measures(name: str, project: Project) -> None:
    """Print one line for one way of delivery."""
    ours = alone(taken_in, project.root)
    files = list(_raw(project).iterdir())
    size = sum(path.stat().st_size for path in files) / 2**20
    print(f"{name:24}{len(files):3} files {size:5.0f} MB {_said(ours)}", end="", flush=True)
    if len(files) > 1:
        print()
        return
    bare = alone(_BARE[files[0].suffix], files[0])
    print(f" bare {_said(bare)}  {ours.seconds / bare.seconds:4.1f} x (goal: {GOAL})", flush=True)


def _said(measure: Measure) -> str:
    rate = measure.persons / measure.seconds
    return f"{measure.seconds:6.2f} s {rate:9,.0f} rows/s {measure.megabytes:5.0f} MB"


# Measures, each in a process of its own


def taken_in(root: Path) -> Measure:
    """Take in a project's deliveries."""
    form = made_up_form(QUESTIONS, ROLES)
    _warm_up(form)
    started = perf_counter()
    intake = take_in(Project(root), form)
    seconds = perf_counter() - started
    return Measure(int(intake.deliveries["used"].sum()), seconds, _peak())


def _warm_up(form: Questionnaire) -> None:
    """Load what is imported late."""
    with TemporaryDirectory() as folder:
        project = Project(Path(folder))
        _write_text(project, persons_of(form, 50))
        (_raw(project) / "a.xlsx").write_bytes(workbook(form, persons_of(form, 60)))
        take_in(project, form)


def read_csv(path: Path) -> Measure:
    """Read a CSV file without knowing what is in it."""
    import pandas as pd

    encoding = "cp932" if "cp932" in path.name else "utf-8"
    started = perf_counter()
    frame = pd.read_csv(path, encoding=encoding)
    return Measure(len(frame), perf_counter() - started, _peak())


def read_workbook(path: Path) -> Measure:
    """Read an xlsx file without knowing what is in it."""
    from python_calamine import CalamineWorkbook

    started = perf_counter()
    rows = CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python()
    return Measure(len(rows) - 1, perf_counter() - started, _peak())


def _peak() -> float:
    """Return the most memory that this process has had, in megabytes."""
    import resource  # Windows has none, and collects this module's doctests all the same

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


_BARE: dict[str, Callable[[Path], Measure]] = {".csv": read_csv, ".xlsx": read_workbook}


# Deliveries


def persons_of(form: Questionnaire, n: int) -> NDArray[np.str_]:
    """Draw persons: one row each with role, tenure and answers, as their words."""
    stream = np.random.Generator(np.random.PCG64([SEED, n]))
    roles = np.array([role.label.ja for role in form.roles])
    number = {question.id: column for column, question in enumerate(form.questions)}
    answers = stream.choice(_ANSWERS, (n, len(number)), p=[0.95, 0.05])
    for question in form.questions:
        if question.asked_if:
            parent = answers[:, number[question.asked_if.question]]
            asked = parent == _ANSWERS[0 if question.asked_if.answer == "yes" else 1]
            answers[~asked, number[question.id]] = ""
    who = [stream.choice(roles, n), stream.choice(_TENURES, n, p=[0.25, 0.75])]
    return np.column_stack([*who, answers])


def _header(form: Questionnaire) -> list[str]:
    return ["区分", "従事年数", *(question.label.ja for question in form.questions)]


def _write_text(
    project: Project, persons: NDArray[np.str_], quoted: bool = False, encoding: str = "utf-8"
) -> None:
    """Write persons as one CSV file."""
    _raw(project).mkdir(parents=True, exist_ok=True)
    quoting = "all" if quoted else "minimal"
    header = text_bytes([_header(made_up_form(QUESTIONS, ROLES))], encoding, quoting=quoting)
    path = _raw(project) / f"{encoding}_{len(list(_raw(project).iterdir()))}.csv"
    with path.open("wb") as file:
        file.write(header)
        for lines in _lines(persons, '"' if quoted else ""):
            file.write(lines.encode(encoding))


def _lines(persons: NDArray[np.str_], quote: str) -> Iterator[str]:
    between = f"{quote},{quote}"
    for rows in np.array_split(persons, max(1, len(persons) // 10_000)):
        joined = [between.join(row) for row in rows.tolist()]
        yield "".join(f"{quote}{row}{quote}\r\n" for row in joined)


def workbook(form: Questionnaire, persons: NDArray[np.str_]) -> bytes:
    """Write persons as a workbook as Excel saves it: every word once, cells refer to it."""
    words = ["", *_header(form), *np.unique(persons[persons != ""]).tolist()]
    numbers = {word: number for number, word in enumerate(words)}
    letters = [chr(ord("A") + column) for column in range(persons.shape[1])]
    rows = [_header(form), *persons.tolist()]
    lines = "".join(
        f'<row r="{at}">'
        + "".join(
            f'<c r="{letter}{at}" t="s"><v>{numbers[word]}</v></c>'
            for letter, word in zip(letters, row, strict=True)
            if word
        )
        + "</row>"
        for at, row in enumerate(rows, start=1)
    )
    space = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    strings = "".join(f"<si><t>{escape(word)}</t></si>" for word in words)
    return with_parts(
        xlsx({"回答": Grid([["a"]])}),
        {
            "xl/worksheets/sheet1.xml": _xml(
                f"<worksheet {space}><sheetData>{lines}</sheetData></worksheet>"
            ),
            "xl/sharedStrings.xml": _xml(f"<sst {space}>{strings}</sst>"),
        },
    )


def _xml(content: str) -> bytes:
    return f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>{content}'.encode()


def _raw(project: Project) -> Path:
    form = made_up_form(QUESTIONS, ROLES)
    return project.raw(form.programme, form.fiscal_year)


def _of_a_million(project: Project, **how: Any) -> None:
    _write_text(project, persons_of(made_up_form(QUESTIONS, ROLES), PERSONS), **how)


def _in_many_files(project: Project) -> None:
    persons = persons_of(made_up_form(QUESTIONS, ROLES), PERSONS)
    for part in np.array_split(persons, FILES):
        _write_text(project, part)


def _as_workbook(project: Project) -> None:
    form = made_up_form(QUESTIONS, ROLES)
    _raw(project).mkdir(parents=True)
    content = workbook(form, persons_of(form, IN_A_WORKBOOK))
    (_raw(project) / "a.xlsx").write_bytes(content)


DELIVERIES: dict[str, Callable[[Project], None]] = {
    "CSV": _of_a_million,
    "CSV, all quoted": lambda project: _of_a_million(project, quoted=True),
    "CSV, cp932": lambda project: _of_a_million(project, encoding="cp932"),
    "xlsx": _as_workbook,
    "CSV, the same persons": _in_many_files,
}


if __name__ == "__main__":
    main()
