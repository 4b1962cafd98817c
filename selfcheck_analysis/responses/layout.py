"""Where the columns of a sheet are, one row a person, and what is wrong with its header."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from difflib import get_close_matches

from selfcheck_analysis.normalise import normal, shown
from selfcheck_analysis.problems import Place, Problem
from selfcheck_analysis.questionnaire import Questionnaire
from selfcheck_analysis.responses.files.sheets import Block, Row, Sheet, holds_anything, transpose
from selfcheck_analysis.responses.header import (
    HEADER_WITHIN_ROWS,
    Header,
    choices,
    find_header,
    holds_a_person,
    says_synthetic,
    stated_in,
    stated_role,
)
from selfcheck_analysis.responses.headings import DROPPED, Meaning, Reading, export_name, letters
from selfcheck_analysis.responses.vocabulary import LONGEST_WORD, known_words, without_number

__all__ = ["HEADER_WITHIN_ROWS", "Layout", "choices", "recognise", "says_synthetic", "stated_in"]

MOST_COLUMNS = 16_384
"""Excel has no more."""

MOST_TRANSPOSED_ROWS = 500
"""With the questions down, a sheet has no more rows than a form has questions."""

FEW_COLUMNS = 3
"""A header with no more known columns may be a row of a sheet with the questions down."""

MOST_NEAR, MOST_OF_A_HEADING = 100, 300
"""Unknown headings of a sheet for which the nearest known one is looked for, and their length."""

Field = Mapping[int, str]
"""The columns of one thing: position to the option that it stands for, or to "" if it is whole."""

_ABOUT = ("role", "tenure", "section")


@dataclass(frozen=True, eq=False)
class Layout:
    """Where a sheet's columns are.

    Attributes
    ----------
    fields : dict of str to Field
        "role", "tenure", "section" and question ids; what is not there has no column.
    dropped : dict of str to list of int
        Positions of columns of which nothing is kept, by kind ("time", "name", "mail" ...).
    headings : tuple of str
        The header's cells as delivered, lines of one heading joined.
    header : int
        The number of the header's last row.
    sheet : Sheet
        The sheet, with persons down.
    role : str
        The role of everybody, where no column says it.
    section : str
        The section that the title rows state, if any.
    synthetic : bool
        A title row says that the people are made up.
    export : str
        By which name the export is known, or "".
    lost : tuple of int
        Numbers of rows above the header that hold a person's words.
    """

    fields: Mapping[str, Field]
    dropped: Mapping[str, list[int]]
    headings: tuple[str, ...]
    header: int
    sheet: Sheet
    role: str = ""
    section: str = ""
    synthetic: bool = False
    export: str = ""
    lost: tuple[int, ...] = field(default=())

    @property
    def transposed(self) -> bool:
        """True where the questions were delivered down and the persons across."""
        return self.sheet.transposed

    @property
    def unnamed(self) -> list[int]:
        """The positions without a heading."""
        return [i for i, h in enumerate(self.headings) if not normal(h[:LONGEST_WORD])]

    def questions(self) -> list[str]:
        """Return the ids of the questions that have a column, in the order of the columns."""
        named = {name: min(there) for name, there in self.fields.items() if name not in _ABOUT}
        return sorted(named, key=named.__getitem__)

    def blocks(self) -> Iterator[Block]:
        """Yield the rows below the header."""
        yield from self.sheet.blocks(self.header, len(self.headings))

    def below(self, row: int, role: str) -> Layout:
        """Return the same columns for the rows below `row`, where everybody has another role."""
        return replace(self, header=row, role=role, lost=())

    def place(self, file: str, row: int, position: int | None = None) -> Place:
        """Return where a cell is in the file as delivered, or a row without its column."""
        if self.transposed:
            question = 0 if position is None else position + 1
            return Place(file, self.sheet.name, question, letters(row - 1) if row else "")
        column = "" if position is None else self.heading(position)
        return Place(file, self.sheet.name, row, column)

    def heading_place(self, file: str, position: int) -> Place:
        """Return where a heading is in the file as delivered."""
        if self.transposed:
            return Place(file, self.sheet.name, position + 1, letters(self.header - 1))
        return Place(file, self.sheet.name, self.header, self.heading(position))

    def heading(self, position: int) -> str:
        """Return how messages name a column: by its heading, or as Excel does."""
        return shown(self.headings[position]) or letters(position)


def recognise(sheet: Sheet, reading: Reading, file: str) -> tuple[Layout | None, list[Problem]]:
    """Return the sheet's layout, None when it has no usable header, and what is wrong with it."""
    place = Place(file, sheet.name)
    width = max((len(cells) for _, cells in sheet.first(HEADER_WITHIN_ROWS)), default=0)
    if width > MOST_COLUMNS:
        return None, [Problem("sheet_too_wide", place, {"most": MOST_COLUMNS})]
    found = _recognised(sheet, reading, file)
    if _worth(found) <= FEW_COLUMNS and _may_be_transposed(sheet, reading):
        turned, faults = _turned(sheet, file)
        other = _recognised(turned, reading, file)
        if _worth(other) > _worth(found) and other is not None and other[0].questions():
            found = other[0], [*faults, *other[1]]
    if found is None:
        return None, [_no_header(sheet, reading, place)]
    return found


def _no_header(sheet: Sheet, reading: Reading, place: Place) -> Problem:
    """Say why there is no header: none, or one whose role nobody understands."""
    head = sheet.first(HEADER_WITHIN_ROWS)
    unclear = stated_role(head, sheet.name, reading) is None
    stated = (number for number, cells in head if any(stated_in([(number, cells)], "role")))
    for number in stated if unclear else ():
        return Problem("role_stated_unknown", Place(place.file, place.sheet, number))
    for number, cells in head:
        meanings = {reading.meaning(cell, None) for cell in cells} - {None}
        names = {meaning.name for meaning in meanings if meaning}
        if len(names - set(DROPPED)) > 1 and names & {"role", "tenure"}:
            lacks = "tenure" if "role" in names else "role"
            return Problem(f"header_without_{lacks}", Place(place.file, place.sheet, number))
    return Problem("sheet_without_header", place, {"rows": HEADER_WITHIN_ROWS})


def _recognised(sheet: Sheet, reading: Reading, file: str) -> tuple[Layout, list[Problem]] | None:
    head = sheet.first(HEADER_WITHIN_ROWS)
    header = find_header(head, sheet.name, reading, sheet.transposed)
    return None if header is None else _layout(sheet, header, head, reading, file)


def _worth(found: tuple[Layout, list[Problem]] | None) -> int:
    """Count the columns that are known by one way to read a sheet."""
    return 0 if found is None else len(found[0].fields)


def _may_be_transposed(sheet: Sheet, reading: Reading) -> bool:
    """Tell whether the tenure's heading stands left of its row, in a sheet of few rows."""
    rows = sheet.first(MOST_TRANSPOSED_ROWS + 1)
    widest = max((len(cells) for _, cells in rows), default=0)
    if len(rows) > MOST_TRANSPOSED_ROWS or widest > MOST_COLUMNS:
        return False
    words = reading.names | {
        normal(e.tenure): "tenure" for e in reading.mapping.exports if e.tenure
    }
    left = (normal(c[:LONGEST_WORD]) for _, cells in rows for c in cells[:HEADER_WITHIN_ROWS])
    return any(words.get(without_number(cell)) == "tenure" for cell in left if cell)


def _turned(sheet: Sheet, file: str) -> tuple[Sheet, list[Problem]]:
    """Exchange rows and columns; a row with a cell too many would give answers to others."""
    usual = sorted(len(cells) for _, cells in sheet.rows if holds_anything(cells))
    width = usual[len(usual) // 2]
    rows, faults = [], []
    for number, cells in sheet.rows:
        if holds_anything(cells[width:]):
            faults.append(Problem("row_too_long", Place(file, sheet.name, number)))
            cells = ()
        rows.append((number, cells[:width]))
    return transpose(Sheet(sheet.name, tuple(rows), sheet.hidden)), faults


# From the header to the layout


def _layout(
    sheet: Sheet, header: Header, head: Sequence[Row], reading: Reading, file: str
) -> tuple[Layout, list[Problem]]:
    above = [row for row in head if row[0] < header.first]
    fields, dropped, twice = _columns(header)
    notices = [cells for _, cells in above] + ([header.headings] if sheet.transposed else [])
    layout = Layout(
        fields=fields,
        dropped=dropped,
        headings=header.headings,
        header=header.last,
        sheet=sheet,
        role=header.role,
        section=next(stated_in(above, "section"), ""),
        synthetic=any(map(says_synthetic, notices)),
        export=export_name(header.headings) if header.export is None else header.export.name.ja,
        lost=tuple(number for number, cells in above if holds_a_person(cells, reading.words)),
    )
    return layout, list(_faults(layout, header, twice, reading, file))


def _columns(
    header: Header,
) -> tuple[dict[str, dict[int, str]], dict[str, list[int]], dict[int, str]]:
    """Return the fields, the dropped columns, and those that name a field again."""
    fields: dict[str, dict[int, str]] = {}
    dropped: dict[str, list[int]] = {}
    twice: dict[int, str] = {}
    for position, meaning in enumerate(header.meanings):
        if meaning is None:
            continue
        if meaning.name in DROPPED:
            dropped.setdefault(meaning.name, []).append(position)
        elif _fits(fields.get(meaning.name, {}), meaning):
            fields.setdefault(meaning.name, {})[position] = meaning.option
        else:
            twice[position] = meaning.name
    return fields, dropped, twice


def _fits(there: Mapping[int, str], meaning: Meaning) -> bool:
    """Tell whether a column adds to its field: the first, or a new option beside others."""
    options = there.values()
    return not there or (bool(meaning.option) and all(options) and meaning.option not in options)


def _faults(
    layout: Layout, header: Header, twice: Mapping[int, str], reading: Reading, file: str
) -> Iterator[Problem]:
    unnamed = set(layout.unnamed)
    labels = _labels(reading.questionnaire)
    looked_up = 0
    for row in layout.lost:
        yield Problem("row_above_header", layout.place(file, row))
    for position, meaning in enumerate(header.meanings):
        at = layout.heading_place(file, position)
        if position in twice:
            yield Problem("column_twice", at, {"id": twice[position]})
        elif meaning is None and position not in unnamed and _is_column(layout, position):
            near = _near(layout.headings[position], labels) if looked_up < MOST_NEAR else "-"
            looked_up += 1
            if len(header.rows) > 1:  # one of two lines may be no heading, but what a person wrote
                at = replace(at, column=letters(position))
            yield Problem("column_unknown", at, {"near": near})


def _is_column(layout: Layout, position: int) -> bool:
    """Tell a heading from a title: with the questions down, titles stand among the headings."""
    if not layout.transposed:
        return True
    below = (cells[position] for number, cells in layout.sheet.rows if number > layout.header)
    return holds_anything(below)


def _near(heading: str, labels: Mapping[str, str]) -> str:
    """Return the nearest known heading, or a dash."""
    plain = without_number(normal(heading[:MOST_OF_A_HEADING]))
    near = get_close_matches(plain, labels, n=1, cutoff=0.7)
    return labels[near[0]] if near else "-"


def _labels(questionnaire: Questionnaire) -> dict[str, str]:
    """Return the questions' labels, and the other headings, by the form in which they compare."""
    labels = {
        normal(text): text
        for question in questionnaire.questions
        for text in (question.label.en, question.label.ja)
    }
    return labels | {name: name for name in known_words("heading")}
