"""Find the header of a sheet with one row a person: which rows it is, and what they name."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import zip_longest

from selfcheck_analysis.normalise import normal
from selfcheck_analysis.notice import SYNTHETIC_NOTICE
from selfcheck_analysis.responses.files.sheets import Row
from selfcheck_analysis.responses.headings import DROPPED, Meaning, Reading
from selfcheck_analysis.responses.mappings import Export
from selfcheck_analysis.responses.vocabulary import LONGEST_WORD, comparable, known_words

HEADER_WITHIN_ROWS = 20
"""Title rows may stand above the header, but not more than this."""


MOST_OF_A_TITLE = 4
"""Filled cells of a row that states something: role and section, each beside its heading."""


@dataclass(frozen=True, eq=False)
class Header:
    """One way to read a header: one or two rows, with or without a mapped export.

    Attributes
    ----------
    rows : sequence of Row
    export : Export or None
    headings : tuple of str
        As delivered, lines of one heading joined.
    meanings : tuple of Meaning or None
    role : str
        The role of everybody, where no column says it; "" where one does, or nothing.
    """

    rows: Sequence[Row]
    export: Export | None
    headings: tuple[str, ...]
    meanings: tuple[Meaning | None, ...]
    role: str = ""

    @cached_property
    def names(self) -> set[str]:
        """What the columns are."""
        return {meaning.name for meaning in self.meanings if meaning}

    @property
    def first(self) -> int:
        """The number of the first row."""
        return self.rows[0][0]

    @property
    def last(self) -> int:
        """The number of the last row."""
        return self.rows[-1][0]

    def worth(self) -> tuple[int, int]:
        """Most is known of the right header; of two alike the one with fewer rows is taken."""
        return len({m for m in self.meanings if m and m.name not in DROPPED}), -len(self.rows)

    def is_complete(self, reading: Reading) -> bool:
        """Tell whether there is a tenure, and a role or a question of a role stated above."""
        if "tenure" not in self.names or "role" in self.names:
            return {"tenure", "role"} <= self.names
        return bool(self.role) and bool(self.names & reading.questions)

    def covers_a_person(self) -> bool:
        """Tell whether the second row holds something under a heading that stands in the first."""
        if len(self.rows) == 1:
            return False
        (_, upper), (_, lower) = self.rows
        pairs = zip_longest(upper, lower, self.headings, self.meanings, fillvalue="")
        return any(
            m and u == heading and normal(low[:LONGEST_WORD]) for u, low, heading, m in pairs
        )


def find_header(
    head: Sequence[Row], sheet_name: str, reading: Reading, transposed: bool = False
) -> Header | None:
    """Return the first header among the rows of a sheet's head.

    Where several ways to read it overlap, one row or two, the one that knows most is taken. What
    stands further below is another table's header, whatever it knows.
    """
    found: Header | None = None
    for position in range(len(head)):
        if found is not None and head[position][0] > found.last:
            break
        stated = stated_role(head[:position], sheet_name, reading)
        for header in _headers(head, position, stated, reading, transposed):
            better = found is None or header.worth() > found.worth()
            if better and header.is_complete(reading) and not header.covers_a_person():
                found = header
    return found


def _headers(
    head: Sequence[Row], position: int, stated: str | None, reading: Reading, transposed: bool
) -> Iterator[Header]:
    for lines in (1, 2):
        rows = head[position : position + lines]
        if len(rows) == lines and not (lines == 2 and _states_something(rows[0])):
            for export in reading.exports(cell for _, cells in rows for cell in cells):
                yield _header(rows, export, stated, reading, transposed)


def _header(
    rows: Sequence[Row],
    export: Export | None,
    stated: str | None,
    reading: Reading,
    transposed: bool,
) -> Header:
    cells = [cells for _, cells in rows]
    named = [choices(cells, position) for position in range(max(map(len, cells), default=0))]
    read = [_read(of_column, reading, export, transposed) for of_column in named]
    meanings = tuple(meaning for _, meaning in read)
    role = "" if any(m and m.name == "role" for m in meanings) else _role(stated, export)
    return Header(rows, export, tuple(heading for heading, _ in read), meanings, role)


def _role(stated: str | None, export: Export | None) -> str:
    """Return the role of everybody: stated on the sheet, or what a mapping says of the export.

    None as `stated` means that the sheet says something that is not understood.
    """
    mapped = export.role_is if export is not None else ""
    if stated is None or (stated and mapped and stated != mapped):
        return ""
    return stated or mapped


def choices(rows: Sequence[tuple[str, ...]], position: int) -> list[str]:
    """Return what a column may be called: lower line, both, upper line (also of merged cells)."""
    lines = [cells[position] if position < len(cells) else "" for cells in rows]
    if len(lines) == 1:
        return lines
    upper, lower = lines
    spread = upper if normal(upper[:LONGEST_WORD]) else _left_of(rows[0], position)
    return list(dict.fromkeys([lower, f"{upper} {lower}", f"{spread} {lower}", upper]))


def _left_of(cells: tuple[str, ...], position: int) -> str:
    """Return the nearest filled cell to the left, whose merged cell may reach here."""
    before = cells[max(0, position - HEADER_WITHIN_ROWS) : position]
    return next((cell for cell in reversed(before) if normal(cell[:LONGEST_WORD])), "")


def _read(
    names: list[str], reading: Reading, export: Export | None, transposed: bool
) -> tuple[str, Meaning | None]:
    for heading in names:
        meaning = reading.meaning(heading, export, transposed)
        if meaning is not None:
            return heading, meaning
    return names[min(1, len(names) - 1)].strip(), None


# What stands above the header


def stated_role(titles: Sequence[Row], sheet_name: str, reading: Reading) -> str | None:
    """Return the role that everybody of a sheet has by its titles or its name.

    "" where nothing is said; None where what is said is no role, or is two.
    """
    roles = reading.words["role"]
    said = [roles.get(comparable(text), "") for text in stated_in(titles, "role")]
    by_name = roles.get(normal(sheet_name), "")
    every = {*said, *([by_name] if by_name else [])}
    if not every:
        return ""
    return next(iter(every)) or None if len(every) == 1 else None


def stated_in(titles: Iterable[Row], what: str) -> Iterator[str]:
    """Yield what title rows say of role or section: beside its heading, or after a colon."""
    words = {name for name, meaning in known_words("heading").items() if meaning == what}
    for _, cells in titles:
        filled = [cell[:LONGEST_WORD] for cell in cells if normal(cell[:LONGEST_WORD])]
        if len(filled) > MOST_OF_A_TITLE:
            continue  # a header, or a person
        for cell, after in zip_longest(filled, filled[1:], fillvalue=""):
            name, _, said = normal(cell).partition(":")
            if name in words and said:
                yield cell.replace("：", ":").partition(":")[2]
            elif name in words and after and normal(after) not in known_words("heading"):
                yield after


def _states_something(row: Row) -> bool:
    return any(stated_in([row], "role")) or any(stated_in([row], "section"))


def states_role_alone(cells: tuple[str, ...], reading: Reading) -> bool:
    """Tell a row that states a known role and holds nothing else."""
    filled = [cell for cell in cells if normal(cell[:LONGEST_WORD])]
    said = next(stated_in([(0, cells)], "role"), "") if len(filled) <= 2 else ""
    return bool(said) and comparable(said) in reading.words["role"]


def says_synthetic(cells: tuple[str, ...]) -> bool:
    """Find the notice also where its comma has cut it in two."""
    return normal(SYNTHETIC_NOTICE) in normal(",".join(cells)[:LONGEST_WORD])


def holds_a_person(cells: tuple[str, ...], words: Mapping[str, Mapping[str, str]]) -> bool:
    """Tell a row that looks like a person's: a tenure, and beside it a role or an answer."""
    said = [comparable(cell) for cell in cells]
    return any(word in words["tenure"] for word in said) and any(
        word in words[kind] for kind in ("role", "answer") for word in said
    )
