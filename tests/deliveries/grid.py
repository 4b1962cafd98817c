"""What a sheet holds before it is written in any format, and the people most tests deliver."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from tests.small_project import CHIEF, person

Cell = str | int | float | datetime
Rows = Sequence[Sequence[str]]
"""People as `tests.small_project.person` makes them: one row each under `HEADER`."""

SECRETS = ("himitsu-remark", "himitsu-mail", "himitsu-name", "himitsu-user", "himitsu-word")
"""Stand in cells that no message may repeat."""

REMARK, MAIL, NAME, USER, WORD = SECRETS


@dataclass(frozen=True)
class Grid:
    """The cells of one sheet, and which of them are merged.

    A merged block is (first row, first column, last row, last column) from 0; what is shown stands
    in its first cell.
    """

    rows: Sequence[Sequence[Cell]]
    merged: tuple[tuple[int, int, int, int], ...] = ()

    @property
    def width(self) -> int:
        """The number of columns."""
        return max(map(len, self.rows), default=0)


Book = Mapping[str, Grid]
"""Sheets by name."""


def some_people() -> list[list[str]]:
    """Return eight people of two roles, no two alike; one has left a remark."""
    return [
        person(),
        person(tenure="１年目", LOCKS="いいえ"),
        person(SAW="はい", SPOKE="はい", REPORTED="いいえ"),
        person(SAW="はい", REPORTED="はい"),
        person(LOCKS=""),
        person(tenure="１年目", SAW="", REMARKS=REMARK),
        person(CHIEF),
        person(CHIEF, "１年目", SEALS="いいえ"),
    ]
