"""Find the header of a sheet and say which column holds what."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import get_close_matches

from selfcheck_analysis.normalise import normal
from selfcheck_analysis.notice import SYNTHETIC_NOTICE
from selfcheck_analysis.problems import Place, Problem
from selfcheck_analysis.questionnaire import Questionnaire
from selfcheck_analysis.responses.readers import Sheet
from selfcheck_analysis.responses.vocabulary import known_words, without_number

HEADER_WITHIN_ROWS = 20
"""Title rows may stand above the header, but not more than this."""


@dataclass(frozen=True)
class Layout:
    """Where a sheet's columns are.

    Attributes
    ----------
    role, tenure : int
        Column positions, from 0.
    questions : dict of str to int
        Question id to column position.
    headings : tuple of str
        The header's cells as delivered.
    rows : tuple
        The rows below the header, blank ones left out, each with its number.
    synthetic : bool
        A title row says that the people are made up.
    """

    role: int
    tenure: int
    questions: dict[str, int]
    headings: tuple[str, ...]
    rows: tuple[tuple[int, tuple[str, ...]], ...]
    synthetic: bool


def recognise(
    sheet: Sheet, questionnaire: Questionnaire, place: Place
) -> tuple[Layout | None, list[Problem]]:
    """Return the sheet's layout, None when it has no usable header, and what is wrong with it."""
    position = _header_position(sheet)
    if position is None:
        return None, [Problem("sheet_without_header", place, {"rows": HEADER_WITHIN_ROWS})]
    number, headings = sheet.rows[position]
    at = Place(place.file, place.sheet, number)
    columns, problems = _columns(headings, questionnaire, at)
    rows = tuple(row for row in sheet.rows[position + 1 :] if _filled(row[1]))
    problems.extend(_without_heading(headings, rows, at))
    layout = Layout(
        role=columns.pop("role"),
        tenure=columns.pop("tenure"),
        questions=columns,
        headings=headings,
        rows=rows,
        synthetic=any(_says_synthetic(cells) for _, cells in sheet.rows[:position]),
    )
    return layout, problems


def filled_rows(sheet: Sheet) -> int:
    """Count the rows that hold anything at all."""
    return sum(_filled(cells) for _, cells in sheet.rows)


def _filled(cells: tuple[str, ...]) -> bool:
    return any(map(normal, cells))


def _says_synthetic(cells: tuple[str, ...]) -> bool:
    """Find the notice also where its comma has cut it in two."""
    return normal(SYNTHETIC_NOTICE) in normal(",".join(cells))


def _header_position(sheet: Sheet) -> int | None:
    """Find the first row that names both the role and the tenure column."""
    words = known_words("heading")
    for position, (_, cells) in enumerate(sheet.rows[:HEADER_WITHIN_ROWS]):
        if {"role", "tenure"} <= {words.get(normal(cell)) for cell in cells}:
            return position
    return None


def _columns(
    headings: tuple[str, ...], questionnaire: Questionnaire, place: Place
) -> tuple[dict[str, int], list[Problem]]:
    names = _known_headings(questionnaire)
    columns: dict[str, int] = {}
    problems = []
    for position, heading in enumerate(headings):
        plain = normal(heading)
        if not plain:
            continue
        at = Place(place.file, place.sheet, place.row, on_one_line(heading))
        meaning = names.get(plain) or names.get(without_number(plain))
        if meaning is None:
            near = get_close_matches(without_number(plain), names, n=1, cutoff=0.7)
            problems.append(Problem("column_unknown", at, {"near": near[0] if near else "-"}))
        elif meaning in columns:
            problems.append(Problem("column_twice", at, {"id": meaning}))
        else:
            columns[meaning] = position
    return columns, problems


def _known_headings(questionnaire: Questionnaire) -> dict[str, str]:
    names = {
        normal(name): question.id
        for question in questionnaire.questions
        for name in (question.id, question.label.ja, question.label.en)
    }
    return names | known_words("heading")


def on_one_line(heading: str) -> str:
    """Return a heading as messages name its column."""
    return " ".join(heading.split())


def _without_heading(
    headings: tuple[str, ...], rows: tuple[tuple[int, tuple[str, ...]], ...], place: Place
) -> Iterator[Problem]:
    """Find columns in which something stands under a blank heading."""
    for position, heading in enumerate(headings):
        below = (cells[position] for _, cells in rows if position < len(cells))
        if not normal(heading) and any(map(normal, below)):
            at = Place(place.file, place.sheet, place.row, _letters(position))
            yield Problem("column_without_heading", at)


def _letters(position: int) -> str:
    """Name a column as Excel does, from A."""
    before, last = divmod(position, 26)
    return (_letters(before - 1) if before else "") + chr(ord("A") + last)
