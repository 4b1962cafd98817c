"""Read printed tables from CSV files, reporting every fault at once.

One row of a file is one tenure's row of the print; three of them make a block.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from selfcheck_analysis.paths import Project
from selfcheck_analysis.problems import Place, Problem, ProblemsError, refuse
from selfcheck_analysis.published.blocks import (
    Block,
    BlockKey,
    Group,
    Headcounts,
    Reach,
    groups,
)
from selfcheck_analysis.published.lines import MOST_DECIMALS, WITHHELD, Line, read_lines
from selfcheck_analysis.published.rounding_windows import LARGEST_GROUP, Precision, PrintedRow
from selfcheck_analysis.terms import ALL_ROLES, Tenure

FOLLOW_ON = {"print_tenure_missing", "print_all_blank", "print_parent_missing"}
"""What a faulty cell of the same file may be the cause of."""

MOST_PERSONS = 100 * LARGEST_GROUP
"""A larger headcount is a slip of the keyboard."""


@dataclass(frozen=True)
class Print:
    """Everything read from printed tables.

    `blocks` in order of print, `headcounts` by programme, fiscal year and role.
    """

    blocks: tuple[Block, ...]
    headcounts: Headcounts

    def groups(self, reach: Reach | None = None) -> list[Group]:
        """Gather the blocks by who answered (see `blocks.groups`)."""
        return groups(self.blocks, self.headcounts, reach)

    def of(self, programme: str, fiscal_year: int) -> list[Block]:
        """Return the blocks of one programme and year."""
        return [b for b in self.blocks if b.key[:2] == (programme, fiscal_year)]


def printed_files(project: Project) -> list[Path]:
    """List the printed tables of a project, in order of name."""
    return sorted(project.published.glob("*.csv"))


def read_project_print(project: Project) -> Print:
    """Read all printed tables of a project (`data/published/*.csv`)."""
    return read_print((path, project.relative(path)) for path in printed_files(project))


def read_print(files: Iterable[tuple[Path, str]]) -> Print:
    """Read printed tables, and check that they can be put together.

    Parameters
    ----------
    files : iterable of (Path, str)
        CSV (UTF-8 or cp932) or xlsx, and how messages name them. What several files print alike
        is taken once.

    Returns
    -------
    Print

    Raises
    ------
    ProblemsError
        Every fault of all files at once, with file, row and column.
    """
    lines: list[Line] = []
    problems: list[Problem] = []
    for path, name in files:
        try:
            lines.extend(read_lines(path, name, problems))
        except ProblemsError as error:
            problems.extend(error.problems)
    faulty = {problem.place.file for problem in problems}
    structural: list[Problem] = []
    blocks = list(_blocks(lines, structural))
    headcounts = _headcounts(lines, structural)
    structural.extend(_openings_missing(blocks))
    problems.extend(p for p in structural if p.code not in FOLLOW_ON or p.place.file not in faulty)
    if lines and not blocks and not problems:
        problems.append(Problem("print_without_figures", Place(lines[0].source.file)))
    refuse(problems)
    return Print(tuple(blocks), headcounts)


def _blocks(lines: list[Line], problems: list[Problem]) -> Iterator[Block]:
    by_block: dict[BlockKey, dict[Tenure, Line]] = {}
    for line in lines:
        rows = by_block.setdefault(line.key, {})
        earlier = rows.setdefault(line.tenure, line)
        if earlier is not line and not earlier.same_print(line):
            values = {"file": earlier.source.file, "row": earlier.source.row}
            problems.append(Problem("print_row_twice", _place(line), values))
    for key, rows in by_block.items():
        block = _block(key, rows, problems)
        if block is not None:
            yield block


def _block(key: BlockKey, rows: dict[Tenure, Line], problems: list[Problem]) -> Block | None:
    lacking = [tenure for tenure in Tenure if tenure not in rows]
    first = next(iter(rows.values()))
    if lacking:
        values = {"tenures": ", ".join(lacking), "about": _about(key)}
        problems.append(Problem("print_tenure_missing", _place(first), values))
        return None
    in_order = [rows[tenure] for tenure in Tenure]
    problems.extend(_unlike(in_order))
    decimals = _common_decimals(in_order, problems)
    if decimals is None:
        return None
    first_year, later, everyone = (_row(line, decimals) for line in in_order)
    if everyone is None:
        if first_year is not None or later is not None:
            problems.append(Problem("print_all_blank", _place(in_order[2], first.column)))
        return None
    if first_year is None and later is None:
        problems.append(Problem("print_tenures_blank", _place(in_order[0], first.column)))
        return None
    one, two, three = in_order
    return Block(
        key,
        (first_year, later, everyone),
        Precision(decimals, first.rounding),
        first.questions,
        first.proper_answer,
        first.asked_if,
        first.same_base,
        withheld=(one.withheld, two.withheld, three.withheld),
        sizes=(one.n_answers, two.n_answers, three.n_answers),
        sources=(one.source, two.source, three.source),
    )


def _row(line: Line, decimals: int) -> PrintedRow | None:
    """Return a row of the print; None for a blank, which stands for nobody."""
    if not line.percents[0]:
        return None
    return PrintedRow(*(_units(percent, decimals) for percent in line.percents))


def _unlike(lines: list[Line]) -> Iterator[Problem]:
    """Find what the three rows of a block have to say alike, and do not."""
    names = ("questions", "proper_answer", "asked_if", "same_base", "rounding")
    for name in names:
        for line in lines[1:]:
            if getattr(line, name) != getattr(lines[0], name):
                values: dict[str, object] = {"row": lines[0].source.row}
                yield Problem("print_rows_differ", _place(line, name), values)


def _common_decimals(lines: list[Line], problems: list[Problem]) -> int | None:
    """Return how many decimals a block prints: as declared, else as many as all figures have."""
    printed = [(line, p) for line in lines for p in line.percents if p not in ("", WITHHELD)]
    declared = {line.decimals for line in lines if line.decimals is not None}
    found = {_n_decimals(p) for _, p in printed}
    most = max(found, default=0)
    if len(declared) > 1 or (not declared and len(found) > 1):
        counts = ", ".join(map(str, sorted(declared or found)))
        problems.append(
            Problem("print_decimals_mixed", _place(lines[0], "decimals"), {"counts": counts})
        )
        return None
    decimals = min(declared, default=most)
    if decimals > MOST_DECIMALS:
        too_many = {"found": most, "most": MOST_DECIMALS}
        problems.append(Problem("print_decimals_many", _place(lines[0], "decimals"), too_many))
        return None
    finer = [(line, p) for line, p in printed if _n_decimals(p) > decimals]
    for line, p in finer:
        values = {"found": p, "decimals": decimals}
        problems.append(Problem("print_more_decimals", _place(line, line.column), values))
    return None if finer else decimals


def _n_decimals(percent: str) -> int:
    return len(percent.partition(".")[2])


def _units(percent: str, decimals: int) -> int | None:
    """Return a percent in units of the last printed decimal; None where none is printed."""
    if percent in ("", WITHHELD):
        return None
    whole, _, part = percent.partition(".")
    return int(whole + part.ljust(decimals, "0"))


def _headcounts(lines: list[Line], problems: list[Problem]) -> Headcounts:
    """Gather the headcounts; all rows of a group that print one must print the same."""
    found: dict[tuple[str, int, str], Line] = {}
    for line in lines:
        if line.headcount is None:
            continue
        earlier = found.setdefault((line.key.programme, line.key.fiscal_year, line.key.role), line)
        if earlier.headcount != line.headcount:
            values = {"file": earlier.source.file, "row": earlier.source.row}
            problems.append(Problem("print_headcount_differs", _place(line, "headcount"), values))
        if line.headcount.high > MOST_PERSONS:
            values = {"found": line.headcount.high, "most": MOST_PERSONS}
            problems.append(Problem("print_headcount_large", _place(line, "headcount"), values))
    return {key: line.headcount for key, line in found.items() if line.headcount is not None}


def _openings_missing(blocks: list[Block]) -> Iterator[Problem]:
    """Find conditional questions whose parent is not printed, or that open each other."""
    by_key = {block.key: block for block in blocks}
    for block in blocks:
        seen, at = {block.key}, block
        while at.asked_if is not None:
            key = at.key._replace(question=at.asked_if.question)
            place = Place(block.sources[0].file, row=block.sources[0].row, column="asked_if")
            if key not in by_key:
                yield Problem("print_parent_missing", place, {"question": key.question})
                break
            if key in seen:
                yield Problem("print_parent_loop", place, {"question": key.question})
                break
            seen.add(key)
            at = by_key[key]


def _place(line: Line, column: str = "") -> Place:
    return Place(line.source.file, row=line.source.row, column=column)


def _about(key: BlockKey) -> str:
    """Say what a block is about."""
    role = key.role or ALL_ROLES
    return f"{key.programme} {key.fiscal_year} {role} {key.question}"
