"""Change a sheet at random: its cells, rows, columns and headings."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from random import Random

from tests.deliveries.grid import Book, Cell
from tests.deliveries.spellings import NOT_WORDS, SPELLINGS
from tests.hostile.words import FORMULAS, MARKUP
from tests.small_project import CHIEF, HEADER, STAFF

ANSWERS = [word for words in SPELLINGS["answer"].values() for word in words]
TENURES = [word for words in SPELLINGS["tenure"].values() for word in words]
ODD = [*NOT_WORDS["answer"], *NOT_WORDS["tenure"], *FORMULAS, *MARKUP, "", " ", "x" * 300]
_LABELS = ["合計", "小計", "人数", "設問", "無回答", "氏名", "メール", "ID", "区分：係長", "[はい]"]
HEADING_WORDS = [*HEADER[:2], *HEADER[2:], "role", "tenure"]


def any_word(stream: Random, secret: bool) -> Cell:
    """Draw a cell; a file with secrets must not get a second header that would show them."""
    words: Sequence[Sequence[Cell]] = [
        ANSWERS,
        TENURES,
        ODD,
        _LABELS,
        [STAFF, CHIEF],
        [0, 1, 2, -1, 0.5, 1e300],
        HEADER[2:] if secret else HEADING_WORDS,
    ]
    return stream.choice(stream.choice(words))


def changed(stream: Random, book: Book, secret: bool) -> tuple[Book, list[str]]:
    """Change a sheet some times, and say what was done."""
    how = []
    for _ in range(stream.choice([0, 1, 1, 1, 2, 3, 6])):
        name = stream.choice(list(book))
        rows = [list(row) for row in book[name].rows]
        if not any(rows):
            continue
        change = stream.choice(_CHANGES)
        how.append(f"{change.__name__[1:]} on {name}: {change(stream, rows, secret)}")
        book = {**book, name: replace(book[name], rows=rows)}
    return book, how


def _set_cell(stream: Random, rows: list[list[Cell]], secret: bool) -> str:
    row, column = _place(stream, rows)
    rows[row][column] = any_word(stream, secret)
    return f"{row}, {column}: {rows[row][column]!r:.40}"


def _extend_cell(stream: Random, rows: list[list[Cell]], secret: bool) -> str:
    row, column = _place(stream, rows)
    word = any_word(stream, secret)
    rows[row][column] = f"{rows[row][column]}{word}"
    return f"{row}, {column}: {word!r:.40}"


def _repeat_row(stream: Random, rows: list[list[Cell]], _: bool) -> str:
    number = stream.randrange(len(rows))
    to = stream.randrange(len(rows) + 1)
    rows.insert(to, list(rows[number]))
    return f"{number} to {to}"


def _leave_out_row(stream: Random, rows: list[list[Cell]], _: bool) -> str:
    number = stream.randrange(len(rows))
    rows[number : number + 1] = []
    return str(number)


def _insert_row(stream: Random, rows: list[list[Cell]], secret: bool) -> str:
    number = stream.randrange(len(rows) + 1)
    length = stream.randint(0, 10)
    rows.insert(number, [any_word(stream, secret) for _ in range(length)])
    return f"{number}: {rows[number]!r:.200}"


def _shuffle_rows(stream: Random, rows: list[list[Cell]], _: bool) -> str:
    stream.shuffle(rows)
    return ""


def _swap_columns(stream: Random, rows: list[list[Cell]], _: bool) -> str:
    one, other = (stream.randrange(_pad(rows)) for _ in range(2))
    for row in rows:
        row[one], row[other] = row[other], row[one]
    return f"{one}, {other}"


def _repeat_column(stream: Random, rows: list[list[Cell]], _: bool) -> str:
    column = stream.randrange(_pad(rows))
    to = stream.randrange(_pad(rows) + 1)
    for row in rows:
        row.insert(to, row[column])
    return f"{column} to {to}"


def _leave_out_column(stream: Random, rows: list[list[Cell]], _: bool) -> str:
    column = stream.randrange(_pad(rows))
    for row in rows:
        del row[column]
    return str(column)


def _shorten_row(stream: Random, rows: list[list[Cell]], _: bool) -> str:
    row, column = _place(stream, rows)
    del rows[row][column:]
    return f"{row} at {column}"


def _shift_row(stream: Random, rows: list[list[Cell]], secret: bool) -> str:
    row, column = _place(stream, rows)
    rows[row].insert(column, any_word(stream, secret))
    return f"{row} at {column}: {rows[row][column]!r:.40}"


def _turn(_: Random, rows: list[list[Cell]], __: bool) -> str:
    _pad(rows)
    rows[:] = [list(column) for column in zip(*rows, strict=True)]
    return ""


_CHANGES = (
    *[_set_cell] * 4,
    *[_extend_cell] * 2,
    _repeat_row,
    _leave_out_row,
    _insert_row,
    _shuffle_rows,
    _swap_columns,
    _repeat_column,
    _leave_out_column,
    _shorten_row,
    _shift_row,
    _turn,
)


def _place(stream: Random, rows: list[list[Cell]]) -> tuple[int, int]:
    row = stream.choice([number for number, cells in enumerate(rows) if cells])
    return row, stream.randrange(len(rows[row]))


def _pad(rows: list[list[Cell]]) -> int:
    width = max(map(len, rows))
    for row in rows:
        row += [""] * (width - len(row))
    return width
