"""What is printed, in the units in which it can be checked: blocks, and the groups that answered.

A block is one question (or one headline rate) of one group in one fiscal year: a row for each
tenure and one for all. The questions that a group answers share its persons.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import NamedTuple

from selfcheck_analysis.published.rounding_windows import (
    LARGEST_GROUP,
    WHOLE_PERCENT,
    Precision,
    PrintedRow,
)
from selfcheck_analysis.questionnaire import Answer
from selfcheck_analysis.terms import ALL_ROLES, HEADLINE, Tenure

NOT_PRINTED = ""
"""Stands in place of a role where the print does not say who answered."""


_SMALL_SLIP = 50
"""A small headcount may be wrong by more than twice."""


class Span(NamedTuple):
    """A number of persons that is known to lie between two bounds, both included."""

    low: int
    high: int

    @property
    def known(self) -> bool:
        """True where there is only one number."""
        return self.low == self.high

    def __str__(self) -> str:
        """Write it as in a file of printed tables: 126, or 101-151."""
        return str(self.low) if self.known else f"{self.low}-{self.high}"

    def __add__(self, other: object) -> Span:
        """Add two numbers of persons."""
        if not isinstance(other, Span):
            return NotImplemented
        return Span(self.low + other.low, self.high + other.high)


class Source(NamedTuple):
    """Where a row was read: file and row, as the reader counts."""

    file: str = ""
    row: int = 0


class BlockKey(NamedTuple):
    """What a block is about; `question` is "headline" for the mean over all questions."""

    programme: str
    fiscal_year: int
    role: str
    question: str


class PrintedCell(NamedTuple):
    """One printed percent: the share of `answer` in one tenure's row of a block."""

    block: BlockKey
    tenure: Tenure
    answer: Answer


class PrintedHeadcount(NamedTuple):
    """The printed number of persons of one group."""

    programme: str
    fiscal_year: int
    role: str


Printed = PrintedCell | PrintedHeadcount
"""A figure of the print that may be wrong."""


class Opening(NamedTuple):
    """A conditional question is asked of those who gave `answer` to `question`."""

    question: str
    answer: Answer


@dataclass(frozen=True)
class Block:
    """One printed block.

    Parameters
    ----------
    key : BlockKey
    rows : tuple of (PrintedRow or None)
        First year, second year and later, all. None where the cells are blank: nobody is there.
    precision : Precision
        Decimals and rounding rule, the same in all rows.
    questions : int
        Questions that everyone answered and that the percent is the mean over; counts of the
        block are then answers and not persons. 1 for a question.
    proper_answer : Answer
        What good practice answers; the percent of a headline rate is of proper answers.
    asked_if : Opening or None
        Whose answer opens a conditional question.
    same_base : bool
        False for a mean rate some of whose questions may have been asked of fewer persons: no
        counts follow from it.
    withheld : tuple of bool
        True where a row's figures are there but not printed; then it may have anybody or nobody.
    sizes : tuple of (Span or None)
        Answers given in each row, where they are printed.
    sources : tuple of Source
        Where each row was read.
    """

    key: BlockKey
    rows: tuple[PrintedRow | None, PrintedRow | None, PrintedRow | None]
    precision: Precision = WHOLE_PERCENT
    questions: int = 1
    proper_answer: Answer = Answer.YES
    asked_if: Opening | None = None
    same_base: bool = True
    withheld: tuple[bool, bool, bool] = (False, False, False)
    sizes: tuple[Span | None, Span | None, Span | None] = (None, None, None)
    sources: tuple[Source, Source, Source] = (Source(), Source(), Source())

    @property
    def cells(self) -> list[PrintedCell]:
        """The printed percents, in order of print."""
        return [
            PrintedCell(self.key, tenure, answer)
            for tenure, row in zip(Tenure, self.rows, strict=True)
            if row is not None
            for answer, percent in zip(Answer, row, strict=True)
            if percent is not None
        ]

    def row(self, tenure: Tenure) -> PrintedRow | None:
        """Return the row of one tenure."""
        return self.rows[list(Tenure).index(tenure)]

    def source(self, tenure: Tenure) -> Source:
        """Return where the row of one tenure was read."""
        return self.sources[list(Tenure).index(tenure)]

    def without(self, cells: Iterable[PrintedCell]) -> Block:
        """Return the block as if some of its percents were not printed; the group stays."""
        dropped = set(cells)

        def kept(tenure: Tenure, row: PrintedRow | None) -> PrintedRow | None:
            if row is None:
                return None
            return PrintedRow(
                *(
                    None if PrintedCell(self.key, tenure, answer) in dropped else percent
                    for answer, percent in zip(Answer, row, strict=True)
                )
            )

        first, later, everyone = map(kept, Tenure, self.rows)
        return replace(self, rows=(first, later, everyone))

    @property
    def unanimous(self) -> bool:
        """True where all printed percents are 0 or 100: such a row tells little."""
        edges = {None, 0, self.precision.hundred}
        return all(row is None or set(row) <= edges for row in self.rows)


@dataclass(frozen=True)
class Node:
    """A question of a group with the conditional questions that its answers open.

    With `own_base` it was left unanswered by some of the group: fewer answers are printed.
    """

    block: Block
    children: tuple[Node, ...] = ()
    own_base: bool = False

    def walk(self) -> Iterator[Block]:
        """Yield the block and all below it."""
        yield self.block
        for child in self.children:
            yield from child.walk()


@dataclass(frozen=True)
class Group:
    """The persons who answered: one role, all roles, or a group that the print does not name.

    `headcount` is what is known of their number, `printed` whether that was printed; `nodes` are
    the questions that every one of them answers, each with its conditional ones; `means` are mean
    rates from which no counts follow.
    """

    programme: str
    fiscal_year: int
    role: str
    headcount: Span
    printed: bool
    nodes: tuple[Node, ...]
    means: tuple[Block, ...] = ()

    @property
    def blocks(self) -> list[Block]:
        """All blocks of the group, a parent before its conditional questions."""
        return [*self.counted_blocks, *self.means]

    @property
    def counted_blocks(self) -> list[Block]:
        """The blocks from which counts follow, a parent before its conditional questions."""
        return [block for node in self.nodes for block in node.walk()]

    def block(self, question: str) -> Block:
        """Return the block of one question; KeyError when there is none."""
        return {block.key.question: block for block in self.blocks}[question]

    @property
    def figures(self) -> list[Printed]:
        """Everything that is printed of the group: its percents, and its headcount."""
        cells: list[Printed] = [c for block in self.counted_blocks for c in block.cells]
        own = PrintedHeadcount(self.programme, self.fiscal_year, self.role)
        return [*cells, own] if self.printed else cells

    def without(self, figures: Iterable[Printed]) -> Group:
        """Return the group as if some figures were not printed.

        Without its headcount it may have any number of persons up to twice as many, or to 50.
        """
        dropped = set(figures)
        cells = {figure for figure in dropped if isinstance(figure, PrintedCell)}
        headcount = self.headcount
        if dropped != cells:
            headcount = Span(1, max(2 * headcount.high, _SMALL_SLIP))
        nodes = tuple(_without(node, cells) for node in self.nodes)
        return replace(self, nodes=nodes, headcount=headcount)

    def of(self, headcount: Span) -> Group:
        """Return the group as if its number were this one."""
        return replace(self, headcount=headcount)

    def alone(self, block: Block) -> Group:
        """Return the group with one block; fewer of it may answer a conditional question."""
        part = self.only([Node(block, (), _unanswered(block, self.headcount))])
        return part if block.asked_if is None else part.of(Span(1, self.headcount.high))

    def only(self, nodes: Sequence[Node]) -> Group:
        """Return the group with some of its questions."""
        return replace(self, nodes=tuple(nodes), means=())


def _without(node: Node, cells: set[PrintedCell]) -> Node:
    children = tuple(_without(child, cells) for child in node.children)
    return Node(node.block.without(cells), children, node.own_base)


@dataclass(frozen=True)
class Reach:
    """How far an unprinted headcount may lie from the nearest year in which it is printed.

    Parameters
    ----------
    percent : int
        In percent of the printed number, rounded towards it.
    least : int
        But this many persons at the least, for small groups.
    largest : int
        Where no year prints it.
    """

    percent: int = 20
    least: int = 5
    largest: int = LARGEST_GROUP

    def around(self, printed: Span) -> Span:
        """Return the headcounts that lie near enough.

        Examples
        --------
        >>> Reach().around(Span(126, 126)), Reach().around(Span(2, 2))
        (Span(low=101, high=151), Span(low=1, high=7))
        """
        below = max(printed.low * self.percent // 100, self.least)
        above = max(printed.high * self.percent // 100, self.least)
        return Span(max(1, printed.low - below), printed.high + above)


Headcounts = dict[tuple[str, int, str], Span]
"""(programme, fiscal year, role) to what is printed of the number of persons."""


def groups(
    blocks: Iterable[Block], headcounts: Headcounts, reach: Reach | None = None
) -> list[Group]:
    """Gather blocks by the persons who answered them.

    Parameters
    ----------
    blocks : iterable of Block
        With no question twice in a group, and every parent there (see `reading`).
    headcounts : dict
        What is printed. A role's is looked for in the nearest other year where its own year has
        none; of a group that is not named it is only known that it is part of everyone.
    reach : Reach, optional

    Returns
    -------
    list of Group
        In order of programme, fiscal year and print.
    """
    reach = reach or Reach()
    of_year = sorted(blocks, key=lambda block: block.key[:2])
    found = []
    for (programme, year), members in groupby(of_year, key=lambda block: block.key[:2]):
        by_role: dict[str, list[Block]] = {}
        for block in members:
            by_role.setdefault(block.key.role, []).append(block)
        for role, own in by_role.items():
            printed = headcounts.get((programme, year, role))
            known = _headcount(headcounts, programme, year, role, reach, set(by_role))
            found.append(
                Group(
                    programme,
                    year,
                    role,
                    known,
                    printed is not None,
                    _nodes([block for block in own if block.same_base], None, known),
                    tuple(block for block in own if not block.same_base),
                )
            )
    return found


def role_headcounts(headcounts: Headcounts, programme: str, fiscal_year: int) -> dict[str, Span]:
    """Return the printed headcounts of the roles of one year."""
    return {
        role: span
        for (of, year, role), span in headcounts.items()
        if (of, year) == (programme, fiscal_year) and role not in (ALL_ROLES, NOT_PRINTED)
    }


def _headcount(
    headcounts: Headcounts,
    programme: str,
    year: int,
    role: str,
    reach: Reach,
    of_year: Collection[str],
) -> Span:
    """Return what is known of a group's number of persons; `of_year` are the roles with a print."""
    if (programme, year, role) in headcounts:
        return headcounts[programme, year, role]
    if role in (ALL_ROLES, NOT_PRINTED):
        everyone = _everyone(headcounts, programme, year, reach, of_year)
        return everyone if role == ALL_ROLES else Span(1, everyone.high)
    years = [
        of for (name, of, known), _ in headcounts.items() if (name, known) == (programme, role)
    ]
    if not years:
        return Span(1, reach.largest)
    nearest = min(years, key=lambda other: (abs(other - year), -other))
    return reach.around(headcounts[programme, nearest, role])


def _everyone(
    headcounts: Headcounts, programme: str, year: int, reach: Reach, of_year: Collection[str]
) -> Span:
    """Return the number of all roles together: as printed, else the sum over the roles.

    A role of which nothing is printed in that year, where other roles are, may not have been there.
    """
    if (programme, year, ALL_ROLES) in headcounts:
        return headcounts[programme, year, ALL_ROLES]
    unnamed = {ALL_ROLES, NOT_PRINTED}
    roles = {role for name, _, role in headcounts if name == programme and role not in unnamed}
    if not roles:
        return Span(1, reach.largest)
    spans = {r: _headcount(headcounts, programme, year, r, reach, of_year) for r in roles}
    there = {r for r in roles if r in of_year or (programme, year, r) in headcounts}
    low = sum(spans[role].low for role in there or roles)
    return Span(low, sum(span.high for span in spans.values()))


def _nodes(blocks: list[Block], parent: str | None, people: Span) -> tuple[Node, ...]:
    return tuple(
        Node(block, _nodes(blocks, block.key.question, people), _unanswered(block, people))
        for block in blocks
        if (block.asked_if.question if block.asked_if else None) == parent
    )


def _unanswered(block: Block, people: Span) -> bool:
    """Tell whether a question that all were asked prints fewer answers than there are persons."""
    answers = block.sizes[2]
    return block.asked_if is None and answers is not None and answers.high < people.low


def is_headline(block: Block) -> bool:
    """Tell whether a block is a mean over questions rather than one question."""
    return block.key.question == HEADLINE
