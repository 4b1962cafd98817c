"""Write rows as text, as the programs of the office save it."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from itertools import cycle
from typing import Literal

from tests.deliveries.grid import Cell

Quoting = Literal["none", "all", "minimal"]

ENCODINGS = ("utf-8", "utf-8-sig", "utf-16", "cp932")
LINE_ENDS = {"crlf": ("\r\n",), "lf": ("\n",), "cr_only": ("\r",), "mixed": ("\r\n", "\n", "\r")}
DELIMITERS = {"comma": ",", "semicolon": ";", "tab": "\t"}
QUOTINGS: tuple[Quoting, ...] = ("none", "all", "minimal")


def text_bytes(
    rows: Iterable[Sequence[Cell]],
    encoding: str = "utf-8",
    delimiter: str = ",",
    line_ends: Sequence[str] = ("\r\n",),
    quoting: Quoting = "minimal",
    last_line_end: bool = True,
) -> bytes:
    """Write rows as text; the line ends are used in turn.

    Without quotes a cell cannot hold a delimiter, a line break or a quotation mark: the first two
    become a space, the last a curved one.
    """
    lines = [_line(row, delimiter, quoting) for row in rows]
    ended = [line + end for line, end in zip(lines, cycle(line_ends), strict=False)]
    if ended and not last_line_end:
        ended[-1] = lines[-1]
    return "".join(ended).encode(encoding)


def _line(row: Sequence[Cell], delimiter: str, quoting: Quoting) -> str:
    cells = [shown(cell) for cell in row]
    if quoting == "none":
        plain = (cell.replace(delimiter, " ").replace('"', "”") for cell in cells)
        return delimiter.join(" ".join(cell.splitlines()) for cell in plain)
    line = io.StringIO(newline="")
    how = csv.QUOTE_ALL if quoting == "all" else csv.QUOTE_MINIMAL
    csv.writer(line, delimiter=delimiter, quoting=how, lineterminator="\r\n").writerow(cells)
    return line.getvalue()[:-2]


def shown(cell: Cell) -> str:
    """Return a cell as Excel shows it in text."""
    if isinstance(cell, str | int | float):
        return str(cell)
    return f"{cell:%Y/%m/%d} {cell.hour}:{cell:%M}"
