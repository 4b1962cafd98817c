"""The rows of a file of printed tables, read cell by cell.

The columns are described in `data/published/README.md`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from enum import StrEnum
from pathlib import Path
from typing import Any, TypeVar

from selfcheck_analysis.problems import Place, Problem, ProblemsError
from selfcheck_analysis.published.blocks import NOT_PRINTED, BlockKey, Opening, Source, Span
from selfcheck_analysis.published.rounding_windows import Rounding
from selfcheck_analysis.questionnaire import Answer
from selfcheck_analysis.responses.files.readers import read_sheets
from selfcheck_analysis.responses.files.sheets import Sheet
from selfcheck_analysis.terms import HEADLINE, Tenure

Word = TypeVar("Word", bound=StrEnum)

REQUIRED = ("programme", "fiscal_year", "tenure")
FIGURES = ("rate_percent", "yes_percent", "no_percent")
OPTIONAL = (
    "role",
    "headcount",
    "question",
    "questions",
    "proper_answer",
    "asked_if",
    "asked_if_answer",
    "n_answers",
    "same_base",
    *FIGURES,
    "decimals",
    "rounding",
)
FOR_READERS = ("role_ja", "question_ja", "focus_item", "asked_of", "note")
"""Columns that help people who read the file; they are not used."""

WITHHELD = "x"
"""Stands in place of a percent that is there but not printed."""

YEARS = range(1989, 2118)
"""The fiscal years that can be written in their era."""

MOST_DECIMALS = 3
_SHOWN_OF_A_HEADING = 20
_WHOLE = re.compile(r"\d{1,9}", re.ASCII)
_SPAN = re.compile(r"(\d{1,9})(?:-(\d{1,9}))?", re.ASCII)
_PERCENT = re.compile(r"(\d{1,3})(?:\.(\d{1,9}))?", re.ASCII)
_ID = re.compile(r"[a-z][a-z0-9_]*", re.ASCII)


@dataclass
class Line:
    """One row of a file, read; None in place of a cell that is blank or faulty."""

    source: Source
    key: BlockKey
    tenure: Tenure
    headcount: Span | None
    questions: int
    proper_answer: Answer
    asked_if: Opening | None
    n_answers: Span | None
    same_base: bool
    percents: tuple[str, str]  # as printed: counted answers, and the others
    decimals: int | None
    rounding: Rounding
    column: str  # where the first percent stands

    @property
    def withheld(self) -> bool:
        """True where the figures are there but not printed."""
        return self.percents[0] == WITHHELD

    def same_print(self, other: Line) -> bool:
        """Tell whether two rows print the same, wherever they stand."""
        return vars(self) | {"source": None} == vars(other) | {"source": None}


@dataclass
class _Cells:
    """The cells of one row by column; collects what is wrong with them."""

    source: Source
    cells: Mapping[str, str]
    problems: list[Problem] = field(default_factory=list)

    def text(self, column: str) -> str:
        return self.cells.get(column, "").strip()

    def fault(self, code: str, column: str, **values: object) -> None:
        place = Place(self.source.file, row=self.source.row, column=column)
        self.problems.append(Problem(code, place, {"found": self.text(column), **values}))

    def whole(self, column: str, default: int | None, lowest: int = 0) -> int | None:
        found = self.text(column)
        if not found and default is not None:
            return default
        if not _WHOLE.fullmatch(found) or int(found) < lowest:
            self.fault("print_not_whole", column, lowest=lowest)
            return default
        return int(found)

    def span(self, column: str) -> Span | None:
        found = self.text(column)
        if not found:
            return None
        match = _SPAN.fullmatch(found)
        span = Span(int(match[1]), int(match[2] or match[1])) if match else None
        if span is None or not 1 <= span.low <= span.high:
            self.fault("print_not_headcount", column)
            return None
        return span

    def word(self, column: str, words: type[Word], default: Word | None) -> Word | None:
        found = self.text(column)
        if not found and default is not None:
            return default
        if found not in set(words):
            near = get_close_matches(found, list(words), n=1)
            known = ", ".join(words)
            self.fault("print_not_word", column, known=known, near=near[0] if near else "-")
            return default
        return words(found)

    def id(self, column: str, default: str | None = None) -> str | None:
        found = self.text(column)
        if not found and default is not None:
            return default
        if not _ID.fullmatch(found):
            self.fault("print_not_id", column)
            return None
        return found

    def percent(self, column: str) -> str:
        """Return a percent as printed; empty where it is blank or faulty."""
        found = self.text(column)
        if found in ("", WITHHELD):
            return found
        match = _PERCENT.fullmatch(found)
        if match is None:
            self.fault("print_not_percent", column)
            return ""
        if int(match[1]) > 100 or (int(match[1]) == 100 and match[2] and int(match[2])):
            self.fault("print_percent_range", column)
            return ""
        return found


def read_lines(path: Path, name: str, problems: list[Problem]) -> Iterator[Line]:
    """Yield the rows of a file, and add what is wrong with it to `problems`.

    Parameters
    ----------
    path : Path
    name : str
        How messages name the file.
    problems : list of Problem
        Grows by every fault.

    Raises
    ------
    ProblemsError
        The file cannot be opened or is no text.
    """
    sheets = _sheets(path, name)
    if any(sheet.name for sheet in sheets):  # a workbook: 90 % may stand there as 0.9
        problems.append(Problem("print_not_csv", Place(name)))
        return
    rows = [(i, row) for i, row in sheets[0].rows if any(cell.strip() for cell in row)]
    if not rows:
        problems.append(Problem("print_empty", Place(name)))
        return
    (header_row, header), *body = rows
    columns = [cell.strip() for cell in header]
    faults = list(_header_faults(columns, Place(name, row=header_row)))
    problems.extend(faults)
    if any(problem.code == "print_column_missing" for problem in faults):
        return
    if not body:
        problems.append(Problem("print_empty", Place(name)))
    for number, row in body:
        cells = _Cells(Source(name, number), dict(zip(columns, row, strict=False)))
        _surplus(cells, columns, row)
        line = _line(cells)
        problems.extend(cells.problems)
        if line is not None:
            yield line


def _sheets(path: Path, name: str) -> list[Sheet]:
    """Read a file; what cannot be read has to become a CSV file here, and no workbook."""
    try:
        return read_sheets(path, name)
    except ProblemsError as error:
        raise ProblemsError(
            replace(problem, code="print_unreadable")
            if problem.code == "file_unreadable"
            else problem
            for problem in error.problems
        ) from None


def _surplus(cells: _Cells, columns: Sequence[str], row: Sequence[str]) -> None:
    """Refuse what stands in no column."""
    named = dict(enumerate(columns))
    for number, cell in enumerate(row):
        if cell.strip() and not named.get(number):
            place = Place(cells.source.file, row=cells.source.row)
            found = {"found": cell.strip()[:_SHOWN_OF_A_HEADING]}
            cells.problems.append(Problem("print_surplus", place, found))


def _header_faults(columns: Sequence[str], place: Place) -> Iterator[Problem]:
    known = [*REQUIRED, *OPTIONAL, *FOR_READERS]
    for column in dict.fromkeys(columns):
        at = Place(place.file, row=place.row, column=column[:_SHOWN_OF_A_HEADING])
        if column and column not in known:
            near = get_close_matches(column, known, n=1)
            values = {"near": near[0] if near else "-", "known": ", ".join(known)}
            yield Problem("print_column_unknown", at, values)
        if column and columns.count(column) > 1:
            yield Problem("print_column_twice", at)
    for column in REQUIRED:
        if column not in columns:
            yield Problem("print_column_missing", place, {"column": column})
    if not set(FIGURES) & set(columns):
        yield Problem("print_column_missing", place, {"column": " / ".join(FIGURES)})


def _line(cells: _Cells) -> Line | None:
    """Read one row; None where it cannot even be told what it is about."""
    programme = cells.id("programme")
    year = _year(cells)
    role = cells.id("role", NOT_PRINTED)
    question = cells.id("question", HEADLINE)
    tenure = cells.word("tenure", Tenure, None)
    headline = question == HEADLINE
    questions = cells.whole("questions", None if headline else 1, lowest=1)
    if not headline and cells.text("questions") not in ("", "1"):
        cells.fault("print_questions_misplaced", "questions")
    shares = _shares(cells, headline)
    asked_if = cells.id("asked_if", "")
    opening = cells.word("asked_if_answer", Answer, None) if asked_if else None
    if not cells.text("asked_if") and cells.text("asked_if_answer"):
        cells.fault("print_condition_half", "asked_if_answer")
    line = {
        "headcount": cells.span("headcount"),
        "n_answers": cells.span("n_answers"),
        "proper_answer": cells.word("proper_answer", Answer, Answer.YES),
        "same_base": not headline or cells.word("same_base", Answer, Answer.NO) is Answer.YES,
        "decimals": _decimals(cells),
        "rounding": cells.word("rounding", Rounding, Rounding.UNKNOWN),
        "asked_if": Opening(asked_if, opening) if asked_if and opening else None,
        "percents": shares,
        "column": "rate_percent" if headline else "yes_percent",
    }
    if programme is None or year is None or role is None or question is None or tenure is None:
        return None
    key = BlockKey(programme, year, role, question)
    values: dict[str, Any] = {**line, "questions": questions or 1}
    return Line(cells.source, key, tenure, **values)


def _year(cells: _Cells) -> int | None:
    year = cells.whole("fiscal_year", None)
    if year is not None and year not in YEARS:
        cells.fault("print_year_range", "fiscal_year", lowest=YEARS[0], highest=YEARS[-1])
        return None
    return year


def _decimals(cells: _Cells) -> int | None:
    if not cells.text("decimals"):
        return None
    decimals = cells.whole("decimals", 0) or 0
    if decimals > MOST_DECIMALS:
        cells.fault("print_decimals_many", "decimals", most=MOST_DECIMALS)
        return None
    return decimals


def _shares(cells: _Cells, headline: bool) -> tuple[str, str]:
    """Return the printed percents of a row: a rate, or yes and no."""
    rate, yes, no = (cells.percent(column) for column in FIGURES)
    wrong = ("yes_percent", "no_percent") if headline else ("rate_percent",)
    for column in wrong:
        if cells.text(column):
            right = "rate_percent" if headline else "yes_percent"
            cells.fault("print_figure_misplaced", column, right=right)
    if not headline and cells.text("no_percent") and not cells.text("yes_percent"):
        cells.fault("print_no_without_yes", "yes_percent")
    return (rate, "") if headline else (yes, no)
