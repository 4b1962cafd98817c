"""Sheets of one row per person as sections lay them out, and the same turned on their side."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise

from tests.deliveries.grid import Book, Cell, Grid, Rows
from tests.small_project import HEADER, REMARKS

NUMBERS = ("", "", "問１", "問２", "問２-１", "問２-２", "問３", "問４")
"""What the form prints before the questions of `HEADER`."""

GROUPS = ("", "", "離席時の点検", "", "", "", "書類の点検", "")
"""Group headings above the questions of `HEADER`, each in the first of its columns."""

_QUESTIONS = range(2, len(HEADER))
_TITLE = ["令和５年度　自己点検　回答一覧（第一係）"]


def plain(people: Rows) -> Book:
    """The header, then the people."""
    return {"回答": Grid([HEADER, *people])}


def title_rows_and_totals(people: Rows) -> Book:
    """Title rows above, and below a row with the number of はい of every question."""
    last = len(HEADER) - 1
    rows = [_TITLE, ["記入日", "11月20日"], [], HEADER, *people, _totals(people)]
    return {"回答": Grid(rows, ((0, 0, 0, last),))}


def _totals(people: Rows) -> list[Cell]:
    yes = [sum(row[column] == "はい" for row in people) for column in _QUESTIONS]
    return ["合計", "", *yes[:-1], ""]


def total_with_headcount(people: Rows) -> Book:
    """Below a blank row the number of persons, in words."""
    return {"回答": Grid([HEADER, *people, [], ["合　計", f"{len(people)}名"]])}


def blank_rows(people: Rows) -> Book:
    """A blank row above the header and after everybody."""
    return {"回答": Grid([[], HEADER, *(row for one in people for row in (one, []))])}


def group_above(people: Rows) -> Book:
    """A group heading stands merged above its questions; the header itself is complete."""
    return {"回答": Grid([GROUPS, HEADER, *people], _group_merges())}


def merged_header(people: Rows) -> Book:
    """The same, and 区分 and 従事年数 are merged over both lines, so they stand in the first."""
    first, second = [*HEADER[:2], *GROUPS[2:]], ["", "", *HEADER[2:]]
    merged = ((0, 0, 1, 0), (0, 1, 1, 1), *_group_merges())
    return {"回答": Grid([_TITLE, first, second, *people], tuple(map(_one_lower, merged)))}


def numbers_above(people: Rows) -> Book:
    """問１ stands above its question's text; 区分 and 従事年数 are merged over both lines."""
    first, second = [*HEADER[:2], *NUMBERS[2:]], ["", "", *HEADER[2:]]
    return {"回答": Grid([first, second, *people], ((0, 0, 1, 0), (0, 1, 1, 1)))}


def _group_merges() -> tuple[tuple[int, int, int, int], ...]:
    starts = [column for column, group in enumerate(GROUPS) if group]
    ends = [*starts, len(HEADER)]
    return tuple((0, start, 0, end - 1) for start, end in pairwise(ends))


def _one_lower(merged: tuple[int, int, int, int]) -> tuple[int, int, int, int]:
    top, left, bottom, right = merged
    return top + 1, left, bottom + 1, right


def numbers_in_front(people: Rows) -> Book:
    """Every question's number stands in its heading, and the long ones are broken into lines."""
    headings = [*HEADER[:2], *(f"{NUMBERS[i]}\n{HEADER[i]}" for i in _QUESTIONS)]
    return {"回答": Grid([headings, *people])}


def away_from_the_corner(people: Rows) -> Book:
    """The table begins in C3."""
    rows = [["", "", *row] for row in (HEADER, *people)]
    return {"回答": Grid([[], [], *rows])}


def a_sheet_each_section(people: Rows) -> Book:
    """Two sections on a sheet each, and a sheet that nobody has touched."""
    half = len(people) // 2
    parts = {"第一係": people[:half], "第二係": people[half:]}
    return {name: Grid([[name], HEADER, *part]) for name, part in parts.items()} | {
        "Sheet3": Grid([])
    }


def no_free_text(people: Rows) -> Book:
    """The free text has been left out before delivery."""
    keep = HEADER.index(REMARKS)
    return {"回答": Grid([row[:keep] for row in (HEADER, *people)])}


def columns_in_another_order(people: Rows) -> Book:
    """The questions stand from last to first, before the role and the tenure."""
    return {"回答": Grid([row[::-1] for row in (HEADER, *people)])}


def transposed(people: Rows) -> Book:
    """Questions down, persons across."""
    return {"回答": Grid(_turned([HEADER, *people]))}


def transposed_with_persons(people: Rows) -> Book:
    """The same with a title, and a line that counts the persons."""
    count = ["設問", *(f"{number}人目" for number in range(1, len(people) + 1))]
    return {"回答": Grid([_TITLE, [], count, *_turned([HEADER, *people])])}


def _turned(rows: Sequence[Sequence[str]]) -> list[list[str]]:
    return [list(column) for column in zip(*rows, strict=True)]


LAYOUTS: dict[str, Callable[[Rows], Book]] = {
    layout.__name__: layout
    for layout in (
        plain,
        title_rows_and_totals,
        total_with_headcount,
        blank_rows,
        group_above,
        merged_header,
        numbers_above,
        numbers_in_front,
        away_from_the_corner,
        a_sheet_each_section,
        no_free_text,
        columns_in_another_order,
        transposed,
        transposed_with_persons,
    )
}
"""Each lays out the same people."""
