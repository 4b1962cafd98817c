"""Find the header of a sheet and say which column holds what."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from itertools import zip_longest

from selfcheck_analysis.normalise import normal
from selfcheck_analysis.notice import SYNTHETIC_NOTICE
from selfcheck_analysis.problems import Place, Problem
from selfcheck_analysis.questionnaire import Questionnaire
from selfcheck_analysis.responses.headings import (
    DROPPED,
    Meaning,
    Reading,
    export_name,
    letters,
    on_one_line,
)
from selfcheck_analysis.responses.mappings import Export
from selfcheck_analysis.responses.sheets import Block, Row, Sheet, holds_anything, transpose
from selfcheck_analysis.responses.vocabulary import LONGEST_WORD, known_words, without_number

HEADER_WITHIN_ROWS = 20
"""Title rows may stand above the header, but not more than this."""

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


@dataclass(frozen=True, eq=False)
class Layout:
    """Where a sheet's columns are.

    Attributes
    ----------
    fields : dict of str to Field
        "role", "tenure", "section" and question ids; what is not there has no column.
    dropped : dict of str to list of int
        Positions of columns of which nothing is kept, by kind ("time", "name", "mail" ...).
    role : str
        The role of everybody, where no column says it.
    section : str
        The section that the title rows or the sheet's name give, if any.
    headings : tuple of str
        The header's cells as delivered, lines of one heading joined.
    header : int
        The number of the header's last row.
    titles : str
        What stands above the header, normalised.
    synthetic : bool
        A title row says that the people are made up.
    export : str
        By which name the export is known, or "".
    sheet : Sheet
        The sheet, with persons down.
    """

    fields: Mapping[str, Field]
    dropped: Mapping[str, list[int]]
    headings: tuple[str, ...]
    header: int
    sheet: Sheet
    role: str = ""
    section: str = ""
    titles: str = ""
    synthetic: bool = False
    export: str = ""
    unnamed: tuple[int, ...] = field(default=())

    @property
    def transposed(self) -> bool:
        """True where the questions were delivered down and the persons across."""
        return self.sheet.transposed

    def questions(self) -> list[str]:
        """Return the ids of the questions that have a column, in the order of the columns."""
        named = {name: min(there) for name, there in self.fields.items() if name not in _ABOUT}
        return sorted(named, key=named.__getitem__)

    def blocks(self) -> Iterator[Block]:
        """Yield the rows below the header."""
        yield from self.sheet.blocks(self.header, len(self.headings))

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
        return on_one_line(self.headings[position]) or letters(position)


_ABOUT = ("role", "tenure", "section")


@dataclass(frozen=True, eq=False)
class _Header:
    """One way to read a header: one or two rows, with or without a mapped export."""

    rows: Sequence[Row]
    export: Export | None
    headings: tuple[str, ...]
    meanings: tuple[Meaning | None, ...]

    @property
    def names(self) -> set[str]:
        return {meaning.name for meaning in self.meanings if meaning}

    def worth(self) -> tuple[int, int]:
        """Most is known of the right header; of two alike the one with fewer rows is taken."""
        return len({m for m in self.meanings if m and m.name not in DROPPED}), -len(self.rows)

    def covers_a_person(self) -> bool:
        """Tell whether the second row holds something under a heading that stands in the first."""
        if len(self.rows) == 1:
            return False
        (_, upper), (_, lower) = self.rows
        pairs = zip_longest(upper, lower, self.headings, self.meanings, fillvalue="")
        return any(
            m and u == heading and normal(low[:LONGEST_WORD]) for u, low, heading, m in pairs
        )


def recognise(sheet: Sheet, reading: Reading, file: str) -> tuple[Layout | None, list[Problem]]:
    """Return the sheet's layout, None when it has no usable header, and what is wrong with it."""
    place = Place(file, sheet.name)
    width = max((len(cells) for _, cells in sheet.first(HEADER_WITHIN_ROWS)), default=0)
    if width > MOST_COLUMNS:
        return None, [Problem("sheet_too_wide", place, {"most": MOST_COLUMNS})]
    found = _recognised(sheet, reading, file)
    if _worth(found) <= FEW_COLUMNS and _may_be_transposed(sheet, reading):
        other = _recognised(transpose(sheet), reading, file)
        if _worth(other) > _worth(found) and other is not None and other[0].questions():
            found = other
    if found is None:
        return None, [Problem("sheet_without_header", place, {"rows": HEADER_WITHIN_ROWS})]
    return found


def _recognised(sheet: Sheet, reading: Reading, file: str) -> tuple[Layout, list[Problem]] | None:
    head = sheet.first(HEADER_WITHIN_ROWS)
    header = _best_header(head, sheet.name, reading)
    return None if header is None else _layout(sheet, header, head, reading, file)


def _worth(found: tuple[Layout, list[Problem]] | None) -> int:
    """Count the columns that are known by one way to read a sheet."""
    return 0 if found is None else len(found[0].fields)


def _may_be_transposed(sheet: Sheet, reading: Reading) -> bool:
    """Tell whether the tenure's heading stands left of its row, in a sheet of few rows."""
    rows = sheet.first(MOST_TRANSPOSED_ROWS + 1)
    if len(rows) > MOST_TRANSPOSED_ROWS:
        return False
    words = reading.names | {
        normal(e.tenure): "tenure" for e in reading.mapping.exports if e.tenure
    }
    left = (normal(c[:LONGEST_WORD]) for _, cells in rows for c in cells[:HEADER_WITHIN_ROWS])
    return any(words.get(without_number(cell)) == "tenure" for cell in left if cell)


# The header


def _best_header(head: Sequence[Row], sheet_name: str, reading: Reading) -> _Header | None:
    """Find the row, or the two rows, that name the tenure's column, the role and most columns."""
    best: _Header | None = None
    for position in range(len(head)):
        for lines in (1, 2):
            rows = head[position : position + lines]
            if len(rows) < lines:
                continue
            for header in _headers(rows, reading):
                if header.covers_a_person():
                    continue
                if not _is_complete(header, head[:position], sheet_name, reading):
                    continue
                if best is None or header.worth() > best.worth():
                    best = header
    return best


def _is_complete(header: _Header, titles: Sequence[Row], sheet_name: str, reading: Reading) -> bool:
    """Tell whether there is a tenure, and a role or at least a question of a role stated above."""
    if "tenure" not in header.names or "role" in header.names:
        return {"tenure", "role"} <= header.names
    questions = {question.id for question in reading.questionnaire.questions}
    return bool(header.names & questions) and bool(_role(header, titles, sheet_name, reading))


def _headers(rows: Sequence[Row], reading: Reading) -> Iterator[_Header]:
    for export in reading.exports(cell for _, cells in rows for cell in cells):
        named = [choices([cells for _, cells in rows], i) for i in range(_width(rows))]
        read = [_read(of_column, reading, export) for of_column in named]
        yield _Header(rows, export, tuple(h for h, _ in read), tuple(m for _, m in read))


def _width(rows: Sequence[Row]) -> int:
    return max((len(cells) for _, cells in rows), default=0)


def choices(rows: list[tuple[str, ...]], position: int) -> list[str]:
    """Return what a column may be called: lower line, both, upper line (also of merged cells)."""
    lines = [cells[position] if position < len(cells) else "" for cells in rows]
    if len(lines) == 1:
        return lines
    upper, lower = lines
    spread = upper if normal(upper[:LONGEST_WORD]) else _left_of(rows[0], position)
    return list(dict.fromkeys([lower, f"{upper}{lower}", f"{spread}{lower}", upper]))


def _left_of(cells: tuple[str, ...], position: int) -> str:
    """Return the nearest filled cell to the left, whose merged cell may reach here."""
    before = cells[max(0, position - HEADER_WITHIN_ROWS) : position]
    return next((cell for cell in reversed(before) if normal(cell[:LONGEST_WORD])), "")


def _read(names: list[str], reading: Reading, export: Export | None) -> tuple[str, Meaning | None]:
    for heading in names:
        meaning = reading.meaning(heading, export)
        if meaning is not None:
            return heading, meaning
    return names[min(1, len(names) - 1)], None


def _role(header: _Header, titles: Sequence[Row], sheet_name: str, reading: Reading) -> str:
    """Return the role that everybody of a sheet has, where no column says it."""
    if "role" in header.names:
        return ""
    if header.export is not None and header.export.role_is:
        return header.export.role_is
    roles = reading.words["role"]
    stated = (roles.get(normal(text)) for text in stated_in(titles, "role"))
    return next(filter(None, stated), None) or roles.get(normal(sheet_name), "")


def stated_in(titles: Sequence[Row], what: str) -> Iterator[str]:
    """Yield what title rows say of role or section: beside its heading, or after a colon."""
    words = {name for name, meaning in known_words("heading").items() if meaning == what}
    for _, cells in titles:
        filled = [cell[:LONGEST_WORD] for cell in cells if normal(cell[:LONGEST_WORD])]
        for cell, after in zip_longest(filled, filled[1:], fillvalue=""):
            name, colon, said = normal(cell).partition(":")
            if name in words and (said or after):
                yield cell.replace("：", ":").partition(":")[2] if colon and said else after


# From the header to the layout


def _layout(
    sheet: Sheet, header: _Header, head: Sequence[Row], reading: Reading, file: str
) -> tuple[Layout, list[Problem]]:
    first, last = header.rows[0][0], header.rows[-1][0]
    above = [row for row in head if row[0] < first]
    fields: dict[str, dict[int, str]] = {}
    dropped: dict[str, list[int]] = {}
    twice: list[tuple[int, str]] = []
    for position, meaning in enumerate(header.meanings):
        if meaning is None:
            continue
        if meaning.name in DROPPED:
            dropped.setdefault(meaning.name, []).append(position)
        elif _fits(fields.get(meaning.name, {}), meaning):
            fields.setdefault(meaning.name, {})[position] = meaning.option
        else:
            twice.append((position, meaning.name))
    section = next(stated_in(above, "section"), "")
    layout = Layout(
        fields=fields,
        dropped=dropped,
        headings=header.headings,
        header=last,
        sheet=sheet,
        role=_role(header, above, sheet.name, reading),
        section=section,
        titles="\n".join(normal(c[:LONGEST_WORD]) for _, cells in above for c in cells if c),
        synthetic=any(map(says_synthetic, [cells for _, cells in above]))
        or (sheet.transposed and says_synthetic(header.headings)),
        export=_export(header),
        unnamed=tuple(i for i, h in enumerate(header.headings) if not normal(h[:LONGEST_WORD])),
    )
    return layout, list(_faults(layout, header, twice, reading, file))


def _fits(there: Mapping[int, str], meaning: Meaning) -> bool:
    """Tell whether a column adds to its field: the first, or a new option beside others."""
    options = there.values()
    return not there or (bool(meaning.option) and all(options) and meaning.option not in options)


def _export(header: _Header) -> str:
    return export_name(header.headings) if header.export is None else header.export.name.ja


def says_synthetic(cells: tuple[str, ...]) -> bool:
    """Find the notice also where its comma has cut it in two."""
    return normal(SYNTHETIC_NOTICE) in normal(",".join(cells)[:LONGEST_WORD])


def _faults(
    layout: Layout,
    header: _Header,
    twice: list[tuple[int, str]],
    reading: Reading,
    file: str,
) -> Iterator[Problem]:
    seconds, unnamed = dict(twice), set(layout.unnamed)
    labels = _labels(reading.questionnaire)
    looked_up = 0
    for position, meaning in enumerate(header.meanings):
        at = layout.heading_place(file, position)
        if position in seconds:
            yield Problem("column_twice", at, {"id": seconds[position]})
        elif meaning is None and position not in unnamed and _is_column(layout, position):
            near = _near(layout.headings[position], labels) if looked_up < MOST_NEAR else "-"
            looked_up += 1
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
