"""How fast printed tables are solved, and how often a wrong figure makes them impossible.

    python -m tests.benchmark.printed_tables

First the handout that is shipped (`data/published/`): each measure is taken once in a process of
its own, with everything imported and nothing computed before. The goal is every block of both years
in under 20 s on two cores. The machine may be shared: trust the ratios more than the seconds. Peak
memory is that of the whole process, with the imports.

Then printed tables of which the truth is known. Persons are drawn: 10 to 50 % of them are in the
first year, and each tenure says yes with a chance between 70 and 100 %, anew for every question.
What they answer is printed in whole percents, rounded half up, for first-year staff, the others
and all; with a no beside each yes or without. One printed percent is then changed: by 1, 2 or 5
either way, to any other percent from 0 to 100, or by turning its two digits round (76 to 67; prints
without such a percent are drawn anew). The number of persons is printed, or known to lie within
20 %; with two questions, the same persons answer both. The columns say in how many of a hundred
cases no persons at all print what then stands there. Without any change that has to be 0.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from functools import partial
from itertools import product
from multiprocessing import get_context
from time import perf_counter
from typing import Any

import numpy as np

from selfcheck_analysis.paths import Project
from selfcheck_analysis.published import (
    Block,
    BlockKey,
    Group,
    Print,
    PrintedRow,
    PrintedYear,
    PrintProgramme,
    Reach,
    Span,
    compare_printed_years,
    contrast_printed_tenures,
    feasible,
    is_possible,
    printed_year,
    read_project_print,
)
from selfcheck_analysis.published.audit import audit
from selfcheck_analysis.published.blocks import Node, PrintedCell
from selfcheck_analysis.published.rounding_windows import printed_units
from selfcheck_analysis.questionnaire import Answer
from selfcheck_analysis.terms import Tenure

GOAL_SECONDS = 20
CONTACT_LIST = ("juki_net", 2022, "citizens_division_staff", "knows_contact_tree_location")
"""Last year's, of 101 to 151 persons."""
TIMES_ALONE = 100

PROGRAMMES = ("juki_net", "info_nws")
YEARS = (2022, 2023)

SIZES = (13, 40, 126, 258)
FIRST_YEAR_SHARE = (0.1, 0.5)
CHANCE_OF_YES = (0.7, 1.0)
CHANGES = ("none", "by 1", "by 2", "by 5", "any", "digits")
SEED = 1


def main(arguments: Sequence[str] | None = None) -> None:
    """Print the times, then how often a change is caught."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--cases", type=int, default=300, help="prints of each row")
    cases = parser.parse_args(arguments).cases
    print_times()
    print()
    print_caught(cases)


# Times


def print_times() -> None:
    """Time the handout."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn"), max_tasks_per_child=1) as pool:
        found = {
            work.__name__: pool.submit(_measured, work).result()
            for work in (_solved, _bounded, _compared, _contrasted, _audited, _alone, _looped)
        }
    seconds = {name: measure.seconds for name, measure in found.items()}
    blocks, n_tables = found["_solved"].result
    (n_contact,) = {found[name].result for name in ("_alone", "_looped")}
    together = sum(seconds[name] for name in ("_solved", "_compared", "_contrasted", "_audited"))
    rows = [
        (f"{seconds['_solved']:8.2f} s", f"all {n_tables:,} tables of the handout's {blocks}"),
        (f"{seconds['_compared']:8.2f} s", "both years compared over all tables, solving included"),
        (f"{seconds['_contrasted']:8.2f} s", "tenures of both years compared, solving included"),
        (f"{seconds['_audited']:8.2f} s", "the handout checked"),
        (
            f"{together:8.2f} s",
            f"all of this, one after the other (goal: under {GOAL_SECONDS} s on two cores)",
        ),
        (f"{max(m.megabytes for m in found.values()):6.0f} MB", "largest peak memory of these"),
        (
            f"{TIMES_ALONE * seconds['_looped'] / seconds['_alone']:8.0f} x",
            f"faster than a loop in Python: last year's {n_contact} tables of the contact list",
        ),
        (
            f"{seconds['_bounded'] / seconds['_solved']:8.0f} x",
            "faster than bounds by integer programming: all groups",
        ),
    ]
    for figure, what in rows:
        print(f"{figure:10}  {what}")


@dataclass(frozen=True)
class Measure:
    """What a piece of work gave, how long it took, and the most memory its process ever had."""

    result: Any
    seconds: float
    megabytes: float


def _measured(work: Callable[[Print], Any]) -> Measure:
    """Do a piece of work in a fresh process, with everything loaded that is imported late."""
    import resource  # Windows has none, and collects this module's doctests all the same

    handout = read_project_print(Project.current())
    _warm_up()
    started = perf_counter()
    result = work(handout)
    seconds = perf_counter() - started
    return Measure(result, seconds, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)


def _warm_up() -> None:
    """Do everything once with a group of sizes that the handout does not have."""
    row = PrintedRow(67)
    blocks = [Block(BlockKey("warm", year, "up", "q"), (row, row, row)) for year in YEARS]
    small = Print(tuple(blocks), {("warm", year, "up"): Span(6, 6) for year in YEARS})
    years = _years(small, "warm")
    compare_printed_years(*years)
    contrast_printed_tenures(years[0])
    audit(small)
    PrintProgramme(small.groups()[:1]).bounds("up", "q", Tenure.ALL)


def _years(handout: Print, programme: str) -> list[PrintedYear]:
    return [printed_year(handout, programme, year) for year in YEARS]


def _solved(handout: Print) -> tuple[str, int]:
    groups = handout.groups()
    found = [feasible(group) for group in groups]
    n_tables = sum(tables.count for one in found for tables in one.of.values())
    return f"{len(handout.blocks)} blocks of {len(groups)} groups", n_tables


def _bounded(handout: Print) -> None:
    for group in handout.groups():
        programme = PrintProgramme([group])
        for block, tenure in product(group.counted_blocks, Tenure):
            programme.bounds(group.role, block.key.question, tenure)


def _compared(handout: Print) -> None:
    for programme in PROGRAMMES:
        compare_printed_years(*_years(handout, programme))


def _contrasted(handout: Print) -> None:
    for programme in PROGRAMMES:
        for year in _years(handout, programme):
            contrast_printed_tenures(year)


def _audited(handout: Print) -> None:
    audit(handout)


def _contact_list(handout: Print) -> Group:
    """Return the group that answered the contact list, with this question alone."""
    role, question = CONTACT_LIST[2:]
    groups = [group for group in handout.groups() if group.role == role]
    of_year = next(group for group in groups if group.fiscal_year == CONTACT_LIST[1])
    return of_year.only([Node(of_year.block(question))])


def _alone(handout: Print) -> int:
    """Solve the contact list a hundred times, because once is too short to be timed."""
    for _ in range(TIMES_ALONE):
        (found,) = feasible(_contact_list(handout)).of.values()
    return found.count


def _looped(handout: Print) -> int:
    """Count the tables of the contact list by trying all of them, in whole numbers."""
    group = _contact_list(handout)
    first, later, everyone = group.blocks[0].rows
    count = 0
    for n in range(group.headcount.low, group.headcount.high + 1):
        for n1 in range(1, n):
            for y1 in (y1 for y1 in range(n1 + 1) if _prints(y1, n1, *first)):
                for y2 in (y2 for y2 in range(n - n1 + 1) if _prints(y2, n - n1, *later)):
                    count += _prints(y1 + y2, n, *everyone)
    return count


def _prints(y: int, n: int, yes: int, no: int) -> bool:
    """Tell whether y of n prints as yes and no, rounded half up."""
    return (200 * y + n) // (2 * n) == yes and (200 * (n - y) + n) // (2 * n) == no


# Wrong figures


@dataclass(frozen=True)
class Setting:
    """What is printed of how many persons."""

    persons: int
    pairs: bool
    known: bool
    questions: int


def print_caught(cases: int) -> None:
    """Print one row per setting: how often a change makes the print impossible."""
    print(f"{cases} prints of each row; found impossible after a change of one figure, in percent")
    print(f"{'persons':>8}{'printed':>9}{'number':>9}{'questions':>11}", end="")
    print("".join(f"{change:>8}" for change in CHANGES))
    for persons, known, pairs, questions in product(SIZES, *[(True, False)] * 2, (1, 2)):
        setting = Setting(persons, pairs, known, questions)
        printed, number = "yes, no" if pairs else "yes", "printed" if known else "+- 20 %"
        shares = caught(setting, cases)
        print(f"{persons:>8}{printed:>9}{number:>9}{questions:>11}", end="")
        print("".join(f"{100 * share:>8.0f}" for share in shares), flush=True)


def caught(setting: Setting, cases: int) -> list[float]:
    """Return the share of prints that are impossible after each kind of change."""
    seed = [SEED, setting.persons, setting.pairs, setting.known, setting.questions]
    stream = np.random.Generator(np.random.PCG64(seed))
    found = np.zeros(len(CHANGES))
    for _ in range(cases):
        group = draw(stream, setting)
        found += [not is_possible(changed(stream, group, change)) for change in CHANGES]
    return list(found / cases)


def draw(stream: np.random.Generator, setting: Setting) -> Group:
    """Draw persons and print their answers; again where there is no percent with two digits."""
    low, high = (max(1, round(share * setting.persons)) for share in FIRST_YEAR_SHARE)
    first = int(stream.integers(low, high, endpoint=True))
    n = np.array([first, setting.persons - first])
    printed = [_print(stream, n, f"q{q}", setting.pairs) for q in range(setting.questions)]
    known = Span(setting.persons, setting.persons)
    headcount = known if setting.known else Reach(20, 0).around(known)
    nodes = tuple(map(Node, printed))
    group = Group("drawn", 2023, "staff", headcount, setting.known, nodes)
    return group if list(_turned(group)) else draw(stream, setting)


def _print(stream: np.random.Generator, n: Any, question: str, pairs: bool) -> Block:
    yes = stream.binomial(n, stream.uniform(*CHANCE_OF_YES, 2))
    y, n = (np.append(counts, counts.sum()) for counts in (yes, n))
    percents, others = printed_units(y, n), printed_units(n - y, n)
    rows = [
        PrintedRow(int(percent), int(other) if pairs else None)
        for percent, other in zip(percents, others, strict=True)
    ]
    return Block(BlockKey("drawn", 2023, "staff", question), tuple(rows))


def changed(stream: np.random.Generator, group: Group, change: str) -> Group:
    """Return a group with one of its printed percents changed, each with the same chance."""
    if change == "none":
        return group
    cells = list(_turned(group)) if change == "digits" else list(_cells(group))
    cell, percent = cells[stream.integers(len(cells))]
    return _with(group, cell, _other(stream, percent, change))


def _other(stream: np.random.Generator, percent: int, change: str) -> int:
    if change == "digits":
        return _turn(percent)
    if change == "any":
        return int(stream.choice([other for other in range(101) if other != percent]))
    step = int(change.removeprefix("by "))
    both_ways = [percent + sign * step for sign in (-1, 1)]
    return int(stream.choice([other for other in both_ways if 0 <= other <= 100]))


def _cells(group: Group) -> Iterator[tuple[PrintedCell, int]]:
    """Yield every printed percent with its value."""
    for block in group.blocks:
        for cell in block.cells:
            yield cell, block.row(cell.tenure)[list(Answer).index(cell.answer)]


def _turned(group: Group) -> Iterator[tuple[PrintedCell, int]]:
    """Yield the percents that differ when their two digits are turned round."""
    return ((cell, p) for cell, p in _cells(group) if 10 <= p < 100 and _turn(p) != p)


def _turn(percent: int) -> int:
    tens, ones = divmod(percent, 10)
    return 10 * ones + tens


def _with(group: Group, cell: PrintedCell, percent: int) -> Group:
    """Return the group with one printed percent replaced."""
    replaced = partial(_replaced, cell=cell, percent=percent)
    return group.only([Node(replaced(node.block)) for node in group.nodes])


def _replaced(block: Block, cell: PrintedCell, percent: int) -> Block:
    if block.key != cell.block:
        return block
    rows = list(block.rows)
    place, answer = list(Tenure).index(cell.tenure), list(Answer).index(cell.answer)
    row = list(rows[place])
    row[answer] = percent
    rows[place] = PrintedRow(*row)
    return replace(block, rows=tuple(rows))


if __name__ == "__main__":
    main()
