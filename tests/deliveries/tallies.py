"""Paper forms that a section has counted by hand: how many はい and いいえ, and no persons."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import partial

from tests.deliveries.formats import CONTAINERS, OF_ONE_SHEET
from tests.deliveries.grid import Book, Cell, Grid
from tests.small_project import CHIEF, LOCKS, REPORTED, SAW, SEALS, SPOKE, STAFF

Counts = Mapping[tuple[str, str, str], tuple[int, int]]
"""(role, tenure, question) to (yes, no), by our ids."""

QUESTIONS = {
    "staff": {
        "locks": LOCKS,
        "saw": SAW,
        "spoke": SPOKE,
        "reported": REPORTED,
        "seals": SEALS,
    },
    "chief": {"locks": LOCKS, "seals": SEALS},
}
"""What each role is asked, in order, with its printed text."""

ROLES = {"staff": STAFF, "chief": CHIEF}
TENURES = {"first_year": "１年目", "second_year_plus": "２年目以上"}

HEADCOUNTS = {
    ("staff", "first_year"): 4,
    ("staff", "second_year_plus"): 7,
    ("chief", "first_year"): 1,
    ("chief", "second_year_plus"): 3,
}

COUNTS: Counts = {
    ("staff", "first_year", "locks"): (3, 1),
    ("staff", "first_year", "saw"): (2, 2),
    ("staff", "first_year", "spoke"): (1, 0),  # one of the two had no colleagues near
    ("staff", "first_year", "reported"): (1, 1),
    ("staff", "first_year", "seals"): (4, 0),
    ("staff", "second_year_plus", "locks"): (7, 0),
    ("staff", "second_year_plus", "saw"): (3, 4),
    ("staff", "second_year_plus", "spoke"): (2, 1),
    ("staff", "second_year_plus", "reported"): (3, 0),
    ("staff", "second_year_plus", "seals"): (5, 2),
    ("chief", "first_year", "locks"): (0, 1),
    ("chief", "first_year", "seals"): (1, 0),
    ("chief", "second_year_plus", "locks"): (3, 0),
    ("chief", "second_year_plus", "seals"): (2, 1),
}
"""Nobody has left a blank; `ONE_BLANK` is for the layouts that can say so."""

ONE_BLANK: Counts = {**COUNTS, ("staff", "second_year_plus", "locks"): (6, 0)}


def long(counts: Counts) -> Book:
    """One row for every role, tenure and question."""
    rows = [[*names, yes, no] for names, yes, no in _lines(counts)]
    return {"集計": Grid([["区分", "従事年数", "設問", "はい", "いいえ"], *rows])}


def long_with_no_answer(counts: Counts) -> Book:
    """The same with 無回答, for the questions that everybody is asked."""
    header = ["区分", "従事年数", "設問", "はい", "いいえ", "無回答"]
    rows = [
        [*names, yes, no, blanks]
        for (names, yes, no), blanks in zip(_lines(counts), _blanks(counts), strict=True)
    ]
    return {"集計": Grid([header, *rows])}


def long_by_hand(counts: Counts) -> Book:
    """The same with a title, numbers before the questions, and role and tenure written once."""
    rows: list[list[Cell]] = []
    before, number = ("", ""), 0
    for (role, tenure, question), yes, no in _lines(counts):
        is_new = (role, tenure) != before
        number = 1 if is_new else number + 1
        names = ["" if role == before[0] else role, tenure if is_new else ""]
        rows.append([*names, f"問{number} {question}", yes, no])
        before = (role, tenure)
    header = ["区分", "従事年数", "設問", "はい", "いいえ"]
    return {"集計": Grid([["紙の回答の集計"], [], header, *rows])}


def _lines(counts: Counts) -> Iterator[tuple[list[str], int, int]]:
    for (role, tenure, question), (yes, no) in counts.items():
        yield [ROLES[role], TENURES[tenure], QUESTIONS[role][question]], yes, no


def _blanks(counts: Counts) -> Iterator[Cell]:
    for (role, tenure, question), given in counts.items():
        follows = question in ("spoke", "reported")
        yield "" if follows else HEADCOUNTS[role, tenure] - sum(given)


def wide_sheet_each_role(counts: Counts) -> Book:
    """A sheet for every role, named in a title row: 区分：一般職員."""
    return {
        name: Grid(
            [["自己点検　集計表"], [f"区分：{name}"], *_wide_header(), *_wide(counts, role)],
            _wide_merges(2),
        )
        for role, name in ROLES.items()
    }


def wide_role_in_two_cells(counts: Counts) -> Book:
    """The same with 区分 and the role in two cells, and the headcounts in a row of their own."""
    books = {}
    for role, name in ROLES.items():
        heads = [HEADCOUNTS[role, tenure] for tenure in TENURES]
        people = ["人数", heads[0], "", heads[1], ""]
        rows = [["区分", name], *_wide_header(), people, *_wide(counts, role)]
        books[name] = Grid(rows, (*_wide_merges(1), (3, 1, 3, 2), (3, 3, 3, 4)))
    return books


def wide_blocks_on_one_sheet(counts: Counts) -> Book:
    """The roles' blocks stand one below the other."""
    rows: list[list[Cell]] = [["自己点検　集計表"]]
    merged: tuple[tuple[int, int, int, int], ...] = ()
    for role, name in ROLES.items():
        rows += [[], [f"区分：{name}"]]
        merged += _wide_merges(len(rows))
        rows += [*_wide_header(), *_wide(counts, role)]
    return {"集計": Grid(rows, merged)}


def wide_role_column(counts: Counts) -> Book:
    """The role stands in a column before the question."""
    first, second = _wide_header()
    rows = [[ROLES[role], *row] for role in ROLES for row in _wide(counts, role)]
    merged = tuple(
        (top, left + 1, bottom, right + 1) for top, left, bottom, right in _wide_merges(0)
    )
    return {"集計": Grid([["区分", *first], ["", *second], *rows], ((0, 0, 1, 0), *merged))}


def wide_with_headcount_columns(counts: Counts) -> Book:
    """The same, and under every tenure 人数 stands before はい; blank where not all are asked."""
    first = ["区分", "設問", "１年目", "", "", "２年目以上", "", ""]
    second = ["", "", *["人数", "はい", "いいえ"] * 2]
    rows: list[list[Cell]] = []
    for role in ROLES:
        for row, question in zip(_wide(counts, role), QUESTIONS[role], strict=True):
            follows = question in ("spoke", "reported")
            heads = [HEADCOUNTS[role, tenure] for tenure in TENURES]
            one, other = ("", "") if follows else heads
            rows.append([ROLES[role], row[0], one, *row[1:3], other, *row[3:5]])
    merged = ((0, 0, 1, 0), (0, 1, 1, 1), (0, 2, 0, 4), (0, 5, 0, 7))
    return {"集計": Grid([first, second, *rows], merged)}


def _wide_header() -> list[list[Cell]]:
    return [["設問", "１年目", "", "２年目以上", ""], ["", *["はい", "いいえ"] * 2]]


def _wide_merges(top: int) -> tuple[tuple[int, int, int, int], ...]:
    return ((top, 0, top + 1, 0), (top, 1, top, 2), (top, 3, top, 4))


def _wide(counts: Counts, role: str) -> list[list[Cell]]:
    return [
        [text, *(number for tenure in TENURES for number in counts[role, tenure, question])]
        for question, text in QUESTIONS[role].items()
    ]


_LAYOUTS = (
    long,
    long_with_no_answer,
    long_by_hand,
    wide_sheet_each_role,
    wide_role_in_two_cells,
    wide_blocks_on_one_sheet,
    wide_role_column,
    wide_with_headcount_columns,
)
_OF_SEVERAL_SHEETS = ("wide_sheet_each_role", "wide_role_in_two_cells")
SAY_WHO_LEFT_BLANKS = (
    "long_with_no_answer",
    "wide_role_in_two_cells",
    "wide_with_headcount_columns",
)


def _written(layout: Callable[[Counts], Book], suffix: str, counts: Counts) -> bytes:
    return CONTAINERS[suffix](layout(counts))


TALLIES: dict[str, Callable[[Counts], bytes]] = {
    f"{layout.__name__}.{suffix}": partial(_written, layout, suffix)
    for layout in _LAYOUTS
    for suffix in CONTAINERS
    if layout.__name__ not in _OF_SEVERAL_SHEETS or suffix not in OF_ONE_SHEET
}
"""Each gives the counts that it is handed."""
