"""Take in everything that was delivered for one programme and fiscal year."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from selfcheck_analysis.paths import Project
from selfcheck_analysis.problems import Place, Problem, ProblemsError, refuse
from selfcheck_analysis.questionnaire import Questionnaire
from selfcheck_analysis.responses.layout import filled_rows, recognise
from selfcheck_analysis.responses.readers import Sheet, read_sheets
from selfcheck_analysis.responses.scoring import Scored, score_sheet
from selfcheck_analysis.terms import Status

NOT_DELIVERIES = ("README.md", ".gitkeep", ".ipynb_checkpoints")
OPEN_IN_EXCEL = "~$"
"""Begins the name of the lock file that Excel puts beside a workbook while it is open."""

ANSWER_TYPES = {"person": "int64", "role": "str", "tenure": "str"}
ANSWER_TYPES |= {"question": "str", "status": "str", "answer": "str"}
"""Column types of the answers, fixed so that they hold for nobody's answers too."""


@dataclass(frozen=True)
class Intake:
    """What was delivered, what of it is used, and what was set aside.

    Attributes
    ----------
    answers : DataFrame
        One row = one person's answer to one question: person (a number that means nothing
        outside this frame), role, tenure, question, status, answer ("yes", "no" or missing),
        proper (True, False or missing).
    deliveries : DataFrame
        One row = one file: file, delivered, used, set_aside (rows, delivered = used +
        set_aside; missing for a file that cannot be read), answers_set_aside, synthetic.
    problems : tuple of Problem
        One for every file, column, row or answer that could not be used.
    """

    answers: pd.DataFrame
    deliveries: pd.DataFrame
    problems: tuple[Problem, ...]


def delivered_files(project: Project, programme: str, fiscal_year: int) -> list[Path]:
    """List what lies in the year's delivery folder and below it, in order of name.

    A link that leads nowhere or to a folder is listed too, so that it is reported.
    """
    folder = project.raw(programme, fiscal_year)
    found = sorted(path for path in folder.rglob("*") if path.is_file() or path.is_symlink())
    return [path for path in found if _is_delivery(path.relative_to(folder))]


def _is_delivery(path: Path) -> bool:
    return not path.name.startswith(OPEN_IN_EXCEL) and not set(path.parts) & set(NOT_DELIVERIES)


def take_in(project: Project, questionnaire: Questionnaire) -> Intake:
    """Read and score every delivered file of the questionnaire's programme and year.

    Raises
    ------
    ProblemsError
        Nothing was delivered, or the same file was delivered twice.
    """
    programme, year = questionnaire.programme, questionnaire.fiscal_year
    files = delivered_files(project, programme, year)
    folder = project.relative(project.raw(programme, year))
    if not files:
        raise ProblemsError([Problem("nothing_delivered", Place(folder))])
    names = {path: project.relative(path).removeprefix(f"{folder}/") for path in files}
    refuse(_same_bytes(names))

    people: list[Scored] = []
    problems: list[Problem] = []
    deliveries = []
    for path, name in names.items():
        scored, row, faults = _take_in_file(path, name, questionnaire)
        people.extend(scored)
        deliveries.append(row)
        problems.extend(faults)
    frame = _deliveries(deliveries)
    problems.extend(_mixed(frame, folder))
    return Intake(_answers(people, questionnaire), frame, tuple(problems))


def _take_in_file(
    path: Path, name: str, questionnaire: Questionnaire
) -> tuple[list[Scored], dict[str, object], list[Problem]]:
    row: dict[str, object] = {"file": name}
    try:
        sheets = [sheet for sheet in read_sheets(path, name) if filled_rows(sheet)]
    except ProblemsError as error:
        return [], row, list(error.problems)
    counts = {"delivered": 0, "used": 0, "set_aside": 0, "answers_set_aside": 0}
    people: list[Scored] = []
    problems: list[Problem] = []
    synthetic = False
    for sheet in sheets:
        part, said_synthetic, faults = _take_in_sheet(sheet, name, questionnaire, counts)
        synthetic = synthetic or said_synthetic
        people.extend(part)
        problems.extend(faults)
    if not counts["delivered"]:
        problems.append(Problem("file_empty", Place(name)))
    return people, {**row, **counts, "synthetic": synthetic}, problems


def _take_in_sheet(
    sheet: Sheet, name: str, questionnaire: Questionnaire, counts: dict[str, int]
) -> tuple[list[Scored], bool, list[Problem]]:
    """Score one sheet and add its rows to the file's `counts`."""
    place = Place(name, sheet.name)
    layout, problems = recognise(sheet, questionnaire, place)
    if layout is None:
        rows = filled_rows(sheet)
        counts["delivered"] += rows
        counts["set_aside"] += rows
        return [], False, problems
    result = score_sheet(layout, questionnaire, place)
    counts["delivered"] += len(layout.rows)
    counts["used"] += len(result.people)
    counts["set_aside"] += result.rows_set_aside
    counts["answers_set_aside"] += result.answers_set_aside
    return result.people, layout.synthetic, problems + result.problems


def _same_bytes(names: dict[Path, str]) -> Iterator[Problem]:
    """Find copies; files that are empty or cannot be opened are reported one by one instead."""
    by_content = defaultdict(list)
    for path, name in names.items():
        with suppress(OSError):
            by_content[path.read_bytes()].append(name)
    by_content.pop(b"", None)
    for same in by_content.values():
        if len(same) > 1:
            yield Problem("delivered_twice", Place(same[0]), {"others": ", ".join(same[1:])})


def _mixed(deliveries: pd.DataFrame, folder: str) -> Iterator[Problem]:
    """Made-up people beside real ones spoil every figure; the pages stay marked as synthetic."""
    used = deliveries[deliveries["used"].fillna(0) > 0]
    n_synthetic = int(used["synthetic"].sum())
    if 0 < n_synthetic < len(used):
        values = {"synthetic": n_synthetic, "files": len(used)}
        yield Problem("deliveries_mixed", Place(folder), values)


def _deliveries(rows: list[dict[str, object]]) -> pd.DataFrame:
    columns = ["file", "delivered", "used", "set_aside", "answers_set_aside", "synthetic"]
    frame = pd.DataFrame(rows, columns=columns)
    frame[columns[1:5]] = frame[columns[1:5]].astype("Int64")
    frame["synthetic"] = frame["synthetic"].astype("boolean").fillna(False).astype(bool)
    return frame


def _answers(people: list[Scored], questionnaire: Questionnaire) -> pd.DataFrame:
    """Lay the persons out in long form, in an order that follows from their answers alone.

    A shuffle could be undone by whoever knows its seed; this order holds nothing of the order
    of delivery, and is the same on every run and system.
    """
    proper = {question.id: question.proper_answer for question in questionnaire.questions}
    rows = [
        (number, person.role, person.tenure, question, str(status), answer)
        for number, person in enumerate(sorted(people, key=_sort_key))
        for question, status, answer in person.answers
    ]
    frame = pd.DataFrame(rows, columns=list(ANSWER_TYPES)).astype(ANSWER_TYPES)
    answered = frame["status"] == Status.ANSWERED
    is_proper = frame["answer"] == frame["question"].map(proper)
    return frame.assign(proper=is_proper.astype("boolean").where(answered))


def _sort_key(person: Scored) -> tuple[str, str, list[tuple[str, str, str]]]:
    answers = [(question, str(status), answer or "") for question, status, answer in person.answers]
    return person.role, person.tenure, answers
