"""Printed groups for tests: built by hand, drawn by hypothesis, and told to the oracle."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache

from hypothesis import strategies as st

from selfcheck_analysis.published.blocks import (
    Block,
    BlockKey,
    Group,
    Headcounts,
    Node,
    Opening,
    Span,
)
from selfcheck_analysis.published.feasible import BlockTables
from selfcheck_analysis.published.reading import Print, read_project_print
from selfcheck_analysis.published.rounding_windows import Precision, PrintedRow, Rounding
from selfcheck_analysis.questionnaire import Answer
from selfcheck_analysis.terms import HEADLINE
from tests.oracle_print import Asked, Row, Table, printed
from tests.project_copy import SHIPPED

PROGRAMME, YEAR, ROLE = "juki_net", 2023, "staff"


@cache
def shipped() -> Print:
    """Return the two printed years of the ward's handout."""
    return read_project_print(SHIPPED)


def shipped_group(programme: str, fiscal_year: int, role: str) -> Group:
    """Return one group of the handout; "" is the one that it does not name."""
    key = (programme, fiscal_year, role)
    return next(g for g in shipped().groups() if (g.programme, g.fiscal_year, g.role) == key)


def shipped_part(*roles: str) -> Print:
    """Return the handout with some of its roles only."""
    blocks = tuple(block for block in shipped().blocks if block.key.role in roles)
    return Print(blocks, shipped().headcounts)


def printed_block(question, first, later, everyone, role=ROLE, year=YEAR, **more) -> Block:
    """Return a block from (yes, no) pairs or yes alone, in units; None for a blank row."""
    rows = tuple(
        None if given is None else PrintedRow(*(given if isinstance(given, tuple) else (given,)))
        for given in (first, later, everyone)
    )
    return Block(BlockKey(PROGRAMME, year, role, question), rows, **more)


def headline(first, later, everyone, questions: int, **more) -> Block:
    return printed_block(HEADLINE, first, later, everyone, questions=questions, **more)


def printed_group(
    *questions: Node | Block, people: int | tuple[int, int], printed: bool = True
) -> Group:
    """Return the group of some questions, of so many persons or of a number between two."""
    span = Span(people, people) if isinstance(people, int) else Span(*people)
    nodes = tuple(node if isinstance(node, Node) else Node(node) for node in questions)
    return Group(*nodes[0].block.key[:3], span, printed, nodes)


def print_of(blocks: Iterable[Block], **headcounts: int | tuple[int, int]) -> Print:
    """Return blocks of one year as they are read, with the headcounts of roles."""
    spans: Headcounts = {
        (PROGRAMME, YEAR, role): Span(n, n) if isinstance(n, int) else Span(*n)
        for role, n in headcounts.items()
    }
    return Print(tuple(blocks), spans)


def asked(node: Node | Block) -> Asked:
    """Tell the oracle what is printed of a question."""
    node = node if isinstance(node, Node) else Node(node)
    block = node.block
    return Asked(
        block.key.question,
        tuple(_on_paper(row, block.precision) for row in block.rows),
        block.precision.decimals,
        str(block.precision.rounding),
        block.questions,
        "" if block.asked_if is None else str(block.asked_if.answer),
        tuple(asked(child) for child in node.children),
        tuple(None if size is None else tuple(size) for size in block.sizes),
    )


def _on_paper(row: PrintedRow | None, precision: Precision) -> Row | None:
    if row is None:
        return None
    decimals = precision.decimals
    yes, no = (None if u is None else f"{u / 10**decimals:.{decimals}f}" for u in row)
    return yes, no


def people(group: Group) -> range:
    """Return the numbers of persons that a group may have."""
    return range(group.headcount.low, group.headcount.high + 1)


def as_set(found: BlockTables) -> set[Table]:
    """Return the tables that the package found as the oracle writes them, each of them once."""
    tables = [tuple(table) for table in found.tables.rows()]
    assert len(set(tables)) == len(tables) == found.count
    return set(tables)


@cache
def units(y: int, n: int, precision: Precision) -> tuple[int, ...]:
    """Return what y of n may print as, in units of the last decimal."""
    figures = printed(y, n, precision.decimals, str(precision.rounding))
    return tuple(sorted(int(figure.replace(".", "")) for figure in figures))


@dataclass(frozen=True)
class Drawn:
    """A group, and the table behind each of its questions (which may have been misprinted)."""

    group: Group
    truth: dict[str, Table]


@dataclass(frozen=True)
class Choices:
    """What hypothesis may choose from; what stands twice is drawn twice as often."""

    largest: int = 14
    questions: tuple[int, ...] = (1, 2)
    times: tuple[int, ...] = (1, 1, 1, 2, 3)
    decimals: tuple[int, ...] = (0, 0, 1)
    misprints: tuple[bool, ...] = (True, False)
    conditional: tuple[bool, ...] = (True, False)
    sizes: tuple[bool, ...] = (True, False, False, False)
    headcounts: tuple[str, ...] = ("known", "range", "unknown")


ANYTHING = Choices()

# Hypothesis checks every strategy that it meets for the first time; these it meets again.
integers = cache(st.integers)
chosen = cache(st.sampled_from)
flag = cache(st.sampled_from)  # by itself, because (True, False) == (1, 0)


@st.composite
def drawn_groups(draw, choices: Choices = ANYTHING) -> Drawn:
    """Draw persons and their answers, print them, and perhaps misprint some figures."""
    everyone = draw(integers(1, choices.largest))
    first = draw(integers(0, everyone))
    misprinted = draw(flag(choices.misprints))
    nodes, truth = [], {}
    for number in range(draw(chosen(choices.questions))):
        times = draw(chosen(choices.times))
        name = f"q{number}" if times == 1 else HEADLINE
        if name not in truth:
            table = draw(_answers(first, everyone - first, times))
            truth[name] = table
            node, below = draw(_nodes(name, table, times, choices, misprinted))
            nodes.append(node)
            truth |= below
    span = draw(_headcounts(everyone, choices))
    return Drawn(printed_group(*nodes, people=span, printed=span[0] == span[1]), truth)


@st.composite
def _answers(draw, first: int, later: int, times: int = 1) -> Table:
    n1, n2 = first * times, later * times
    return n1, draw(integers(0, n1)), n2, draw(integers(0, n2))


@st.composite
def _nodes(draw, name, table, times, choices, misprinted):
    """Draw the print of a table, and perhaps a conditional question below it, with its table."""
    node = Node(draw(_blocks(name, table, times, choices, misprinted)))
    if times > 1 or not draw(flag(choices.conditional)):
        return node, {}
    opening = Opening(name, draw(chosen(Answer)))
    n1, y1, n2, y2 = table
    most = (y1, y2) if opening.answer is Answer.YES else (n1 - y1, n2 - y2)
    people = [draw(integers(0, highest)) for highest in most]
    if not sum(people):
        return node, {}
    below = draw(_answers(*people))
    child = draw(_blocks(f"{name}_if", below, 1, choices, misprinted, opening))
    return Node(node.block, (Node(child),)), {f"{name}_if": below}


@st.composite
def _blocks(draw, name, table, times, choices, misprinted, opening=None):
    precision = Precision(draw(chosen(choices.decimals)), draw(chosen(Rounding)))
    n1, y1, n2, y2 = table
    counts = ((y1, n1), (y2, n2), (y1 + y2, n1 + n2))
    with_no = times == 1 and draw(flag((True, False)))
    rows = [draw(_rows(y, n, precision, with_no)) if n else None for y, n in counts]
    if misprinted and draw(flag((True, False))):
        place = draw(integers(0, 2))
        rows[place] = draw(_misprints(rows[place], precision, may_be_blank=place < 2))
    sizes = (None, None, None)
    if times == 1 and draw(flag(choices.sizes)):
        sizes = tuple(Span(max(1, n - draw(integers(0, 2))), n + 1) for _, n in counts)
    key = BlockKey(PROGRAMME, YEAR, ROLE, name)
    return Block(key, tuple(rows), precision, times, Answer.YES, opening, sizes)


@st.composite
def _rows(draw, y, n, precision, with_no):
    yes, no = (draw(chosen(units(share, n, precision))) for share in (y, n - y))
    return PrintedRow(yes, no if with_no else None)


@st.composite
def _misprints(draw, row, precision, may_be_blank):
    """Change one row: to a neighbouring figure, to any figures, or to a blank."""
    figures = st.none() | integers(0, precision.hundred)
    wrong = [PrintedRow(draw(figures), draw(figures))]
    if row is not None:
        near = min(precision.hundred, max(0, row.percent + draw(integers(-3, 3))))
        wrong += 2 * [row._replace(percent=near)]
    return draw(st.sampled_from([*wrong, None] if may_be_blank else wrong))


@st.composite
def _headcounts(draw, people, choices):
    kind = draw(chosen(choices.headcounts))
    if kind == "known":
        return people, people
    if kind == "range":
        return max(1, people - draw(integers(0, 3))), people + draw(integers(0, 2))
    return 1, choices.largest


def span_of(values: Sequence[int]) -> Span:
    """Return the smallest and the largest of some numbers."""
    return Span(min(values), max(values))
