"""The header of a sheet of counts: which column counts what, and whose counts they are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain

from selfcheck_analysis.normalise import normal, shown
from selfcheck_analysis.responses.files.sheets import Row, Sheet
from selfcheck_analysis.responses.headings import Reading
from selfcheck_analysis.responses.layout import (
    HEADER_WITHIN_ROWS,
    choices,
    says_synthetic,
    stated_in,
)
from selfcheck_analysis.responses.tally.words import (
    TOTAL,
    Count,
    column_of,
    covers_a_person,
    means,
    names_an_answer,
    names_counts,
    names_question,
    number_in,
    plain_row,
    role_of,
)
from selfcheck_analysis.responses.vocabulary import comparable, known_words

_MOST_COLUMNS = 16_384


@dataclass(frozen=True, eq=False)
class TallyLayout:
    """Where the columns of a table of counts are.

    Attributes
    ----------
    columns : mapping of int to str or Count
        Position to "section", "role", "tenure", "question" or a `Count`; each once.
    unknown, totals : tuple of int
        Positions of headings that are not understood, and of those that add other columns up.
    twice : mapping of int to str or Count
        Columns that say what an earlier one says, and what that is.
    headings : tuple of str
        As messages name the columns.
    lines : tuple of tuple of str
        The header's cells in the form in which words are compared, line by line.
    header : int
        The number of the header's last row.
    sheet : Sheet
    role : str
        The role of all rows, where no column says it; "" where nothing does, or it is unclear.
    unclear : int
        The number of the row above the header whose role is unknown or contradicted, or 0.
    section : str
        The section that a row above the header states, if any.
    lost : tuple of int
        Numbers of rows above the header that seem to hold answers or counts.
    synthetic : bool
        A row above the header says that the people are made up.
    """

    columns: Mapping[int, str | Count]
    unknown: tuple[int, ...]
    totals: tuple[int, ...]
    twice: Mapping[int, str | Count]
    headings: tuple[str, ...]
    lines: tuple[tuple[str, ...], ...]
    header: int
    sheet: Sheet
    role: str
    unclear: int
    section: str
    lost: tuple[int, ...]
    synthetic: bool

    @property
    def worth(self) -> tuple[int, int]:
        """Most is known of the right header; of two alike the one with fewer rows is taken."""
        return len(self.columns), -len(self.lines)

    @cached_property
    def counts(self) -> dict[int, Count]:
        """The columns that count, by position."""
        return {i: column for i, column in self.columns.items() if isinstance(column, Count)}

    @cached_property
    def uncounted(self) -> dict[int, Count]:
        """The columns of counts that cannot be taken: not understood, or given twice."""
        unknown = [i for i in self.unknown if names_an_answer(self.headings[i])]
        counts = dict.fromkeys(unknown, Count("unknown"))
        return counts | {i: c for i, c in self.twice.items() if isinstance(c, Count)}

    def cell(self, cells: Sequence[str], name: str) -> str:
        """Return what a row holds in a named column, as words are compared; "" without one."""
        position = next((i for i, c in self.columns.items() if c == name), len(cells))
        return comparable(cells[position]) if position < len(cells) else ""

    def heading_of(self, name: str) -> str:
        """Return the heading of a named column; "" without one."""
        return next((self.headings[i] for i, c in self.columns.items() if c == name), "")


def recognise_tally(sheet: Sheet, reading: Reading) -> TallyLayout | None:
    """Return the layout of a sheet that begins with a table of counts; None for any other sheet.

    Of the ways to read the first header that overlap, one row or two, that of most worth is taken.
    """
    head = sheet.first(HEADER_WITHIN_ROWS)
    found: TallyLayout | None = None
    for position, (number, _) in enumerate(head):
        if found is not None and number > found.header:
            break
        for lines in (1, 2):
            rows = head[position : position + lines]
            if len(rows) == lines and _may_be_header(rows, reading):
                layout = _layout(sheet, rows, head[:position], reading)
                better = found is None or layout.worth > found.worth
                found = layout if better and _is_complete(layout.columns) else found
    return found


def is_header_again(cells: Sequence[str], layout: TallyLayout, reading: Reading) -> bool:
    """Tell whether a row below the header is a header or a line of one, of counts or persons."""
    if any(number_in(cells[i]) is not None for i in layout.counts if i < len(cells)):
        return False
    named = {column_of(comparable(cell)) for cell in cells}
    question = layout.cell(cells, "question")
    if named & {"tenure", "question"}:
        return "tenure" in named or not names_question(question, reading)
    if question and means(question, reading) is None:
        return False
    read = (means(cell, reading) for cell in cells)
    return {"yes", "no"} <= {meaning.what for meaning in read if isinstance(meaning, Count)}


def roles_stated(row: Row, reading: Reading) -> list[str]:
    """Return what a row outside a table says of the role: 区分：係長, or 係長 and nothing else."""
    filled = [cell for cell in row[1] if comparable(cell)]
    if len(filled) == 1 and comparable(filled[0]) in reading.words["role"]:
        return filled
    return list(stated_in([row], "role"))


# One way to read a header


def _may_be_header(rows: Sequence[Row], reading: Reading) -> bool:
    """Tell whether rows name what a table of counts needs, and hold nothing that persons say."""
    lines = [cells for _, cells in rows]
    if max(map(len, lines)) > _MOST_COLUMNS or not names_counts(chain(*lines), reading):
        return False
    texts = (text for i in range(max(map(len, lines))) for text in choices(lines, i))
    persons = len(lines) == 2 and covers_a_person(lines[0], lines[1], reading)
    return not persons and not any(names_question(text, reading) for text in texts)


def _is_complete(columns: Mapping[int, str | Count]) -> bool:
    """Tell whether there are questions, and はい and いいえ of a tenure or beside its column."""
    there = set(columns.values())
    yes = (c for c in there if isinstance(c, Count) and c.what == "yes")
    return "question" in there and any(Count("no", c.tenure) in there for c in yes)


def _layout(
    sheet: Sheet, rows: Sequence[Row], above: Sequence[Row], reading: Reading
) -> TallyLayout:
    lines = [cells for _, cells in rows]
    read = [_read(lines, position, reading) for position in range(max(map(len, lines)))]
    headings = tuple(shown(heading) for heading, _ in read)
    tenures = any(meaning == "tenure" for _, meaning in read)
    columns: dict[int, str | Count] = {}
    twice: dict[int, str | Count] = {}
    totals, unknown = [], []
    for position, (heading, meaning) in enumerate(read):
        if meaning == TOTAL or (isinstance(meaning, Count) and meaning.tenure == TOTAL):
            totals.append(position)
        elif meaning is None or (isinstance(meaning, Count) and not (meaning.tenure or tenures)):
            if comparable(heading) and comparable(heading) not in known_words("heading"):
                unknown.append(position)
        else:
            (twice if meaning in columns.values() else columns)[position] = meaning
    by_column = "role" in columns.values()
    role, unclear = ("", 0) if by_column else _role(above, sheet.name, reading)
    return TallyLayout(
        columns=columns,
        unknown=tuple(unknown),
        totals=tuple(totals),
        twice=twice,
        headings=headings,
        lines=tuple(map(plain_row, lines)),
        header=rows[-1][0],
        sheet=sheet,
        role=role,
        unclear=unclear,
        section=next(stated_in(above, "section"), ""),
        lost=tuple(number for number, cells in above if _holds_counts(cells, reading)),
        synthetic=any(says_synthetic(cells) for _, cells in above),
    )


def _read(
    lines: Sequence[tuple[str, ...]], position: int, reading: Reading
) -> tuple[str, str | Count | None]:
    """Return heading and meaning of a column; a heading above reaches only filled cells below."""
    own = [cells[position] if position < len(cells) else "" for cells in lines]
    heading = " ".join(text for text in own if comparable(text))
    texts = choices(lines, position) if comparable(own[-1]) else [heading]
    for text in reversed(texts):
        meaning = means(text, reading)
        if meaning is not None and (text != own[0] or text in (own[-1], heading)):
            return max(heading, text, key=len), meaning
    return heading, None


def _role(above: Sequence[Row], sheet_name: str, reading: Reading) -> tuple[str, int]:
    """Return the role that rows above a header state, else the sheet's name, and what is unclear.

    That is the number of the first row whose role is unknown, or is not that of the sheet's name
    or of a row above it.
    """
    role = ""
    for row in above:
        for stated in roles_stated(row, reading):
            said = role_of(stated, sheet_name, reading)
            if not said or role not in ("", said):
                return "", row[0]
            role = said
    return role or reading.words["role"].get(normal(sheet_name), ""), 0


def _holds_counts(cells: Sequence[str], reading: Reading) -> bool:
    """Tell a row of a table from a title: a tenure beside another word, or a question's counts."""
    words = set(map(comparable, cells))
    question = any(names_question(word, reading) for word in words)
    beside = any(words & set(reading.words[kind]) for kind in ("role", "answer"))
    tenure = bool(words & set(reading.words["tenure"]))
    counted = question and any(number_in(word) is not None for word in words)
    return counted or (tenure and (question or beside))
