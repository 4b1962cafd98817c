"""Files made at random: people, a layout, changes to its cells, a format, damage to its bytes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from random import Random

from selfcheck_analysis.normalise import normal
from tests.deliveries.archives import packed_by_windows, packed_with_utf8_names
from tests.deliveries.changes import ANSWERS, ODD, TENURES, changed
from tests.deliveries.form_tools import FORM_LAYOUTS
from tests.deliveries.grid import SECRETS, Book, Grid, Rows
from tests.deliveries.layouts import LAYOUTS
from tests.deliveries.spellings import SPELLINGS
from tests.deliveries.text import DELIMITERS, ENCODINGS, LINE_ENDS, QUOTINGS, text_bytes
from tests.deliveries.workbooks import ods, xlsx
from tests.deliveries.xls import xls
from tests.small_project import CHIEF, STAFF, person

ALL_LAYOUTS: dict[str, Callable[[Rows], Book]] = {**LAYOUTS, **FORM_LAYOUTS}

_YES, _NO = (
    {normal(word).rstrip(";") for word in SPELLINGS["answer"][name]} for name in ("yes", "no")
)


@dataclass(frozen=True)
class Made:
    """A file, how it was made, and the most it can be counted for.

    `at_most` is the number of cells whose word means はい and いいえ; a `secret` file holds words
    of `SECRETS`, none of them as a heading.
    """

    content: bytes
    how: tuple[str, ...]
    at_most: dict[str, int]
    secret: bool
    suffix: str


def any_file(stream: Random) -> Made:
    """Make one file; every choice is drawn from the stream."""
    secret = stream.random() < 0.5
    people = [some_person(stream, secret) for _ in range(stream.randint(0, 6))]
    name = stream.choice(list(ALL_LAYOUTS))
    book, changes = changed(stream, ALL_LAYOUTS[name](people), secret)
    content, written, suffix = any_format(stream, book)
    made = Made(content, (name, *changes, written), _words(book), secret, suffix)
    return made if secret or stream.random() < 0.6 else damaged(stream, made)


def any_archive(stream: Random) -> Made:
    """Pack some files, with a folder between."""
    parts = [any_file(stream) for _ in range(stream.randint(1, 3))]
    pack = stream.choice([packed_by_windows, packed_with_utf8_names])
    folders = ("", "東課/", "①/係/")
    files = {
        f"{stream.choice(folders)}{number}.{part.suffix}": part.content
        for number, part in enumerate(parts)
    }
    how = tuple(step for part in parts for step in part.how)
    at_most = {word: sum(part.at_most[word] for part in parts) for word in ("yes", "no")}
    return Made(pack(files), ("zip", *how), at_most, all(part.secret for part in parts), "zip")


def some_person(stream: Random, secret: bool) -> list[str]:
    """Draw one person; now and then one cell holds an odd word or a secret."""
    row = person(stream.choice([STAFF, STAFF, CHIEF]), stream.choice(["１年目", "２年目以上"]))
    asked = range(2, len(row) - 1) if row[0] == STAFF else (2, 6)
    for position in asked:
        row[position] = stream.choice(["はい", "いいえ", "はい", "いいえ", ""])
    if row[3] != "はい":
        row[4] = row[5] = ""
    if stream.random() < 0.3:
        words = [*ANSWERS, *TENURES, *ODD, STAFF, CHIEF, *(SECRETS * 8 if secret else [])]
        row[stream.randrange(len(row))] = stream.choice(words)
    return row


def any_format(stream: Random, book: Book) -> tuple[bytes, str, str]:
    """Write a book; return its bytes, how it was written, and an ending for its name."""
    write = stream.choices([None, xlsx, ods, xls], [88, 4, 4, 4])[0]
    if write is not None:
        # Merged cells would cover what the changes have moved there
        plain = {name: Grid(grid.rows) for name, grid in book.items()}
        return write(plain), write.__name__, stream.choice([write.__name__] * 9 + ["csv"])
    encoding, delimiter = stream.choice(ENCODINGS), stream.choice(list(DELIMITERS))
    line_end, quoting = stream.choice(list(LINE_ENDS)), stream.choice(QUOTINGS)
    rows = next(iter(book.values())).rows
    how = (DELIMITERS[delimiter], LINE_ENDS[line_end], quoting, stream.random() < 0.5)
    try:
        content = text_bytes(rows, encoding, *how)
    except UnicodeEncodeError:  # cp932 has not every sign
        encoding = "utf-8"
        content = text_bytes(rows, encoding, *how)
    return (
        content,
        " ".join((encoding, delimiter, line_end, quoting)),
        stream.choice(["csv", "txt"]),
    )


def damaged(stream: Random, made: Made) -> Made:
    """Damage some bytes; each time at most two cells can come to mean something."""
    content, how = bytearray(made.content), list(made.how)
    for _ in range(stream.randint(1, 4)):
        if content:
            place, kind = (
                stream.randrange(len(content)),
                stream.choice(("flip", "cut", "drop", "add")),
            )
            _damage(stream, content, place, kind)
            how.append(f"{kind} at byte {place}")
    at_most = {word: n + 2 * (len(how) - len(made.how)) for word, n in made.at_most.items()}
    return replace(made, content=bytes(content), how=tuple(how), at_most=at_most)


def _damage(stream: Random, content: bytearray, place: int, kind: str) -> None:
    if kind == "flip":
        content[place] ^= 1 << stream.randrange(8)
    elif kind == "cut":
        del content[place:]
    elif kind == "drop":
        del content[place : place + stream.choice([1, 1, 2, 3, 20])]
    else:
        content[place:place] = stream.choice([b"\0", b'"', b"\r", b"\n", b",", b"\xff", b"\x1a"])


def _words(book: Book) -> dict[str, int]:
    """Count the cells that mean はい and いいえ; a mark of an option may be either."""
    cells = [
        normal(str(cell)).rstrip(";") for grid in book.values() for row in grid.rows for cell in row
    ]
    either = sum(cell in _YES for cell in cells) if any("[" in cell for cell in cells) else 0
    return {
        "yes": sum(cell in _YES for cell in cells) + either,
        "no": sum(cell in _NO for cell in cells) + either,
    }
