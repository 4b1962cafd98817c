"""What is printed as an integer programme: bounds where there are too many tables to lay out.

The same conditions as in `feasible`, as linear rows in the numbers of persons and of counted
answers; and beside them the sums over roles, which tie the groups of one year together.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from selfcheck_analysis.published.blocks import NOT_PRINTED, Block, Group, Node, Span, is_headline
from selfcheck_analysis.published.integer_programme import Columns, IntegerProgramme
from selfcheck_analysis.published.rounding_windows import PrintedRow, Window
from selfcheck_analysis.questionnaire import Answer
from selfcheck_analysis.terms import ALL_ROLES, ANSWERED_TENURES, Tenure


class Bounds(NamedTuple):
    """The smallest and largest number of answers given, and of counted ones, over all tables."""

    n: Span
    counted: Span


class PrintProgramme:
    """The groups of one programme and fiscal year under everything that is printed of them.

    Parameters
    ----------
    groups : sequence of Group
        Of one programme and year.

    References
    ----------
    Fischetti, M. and Salazar, J. J. (2001). Solving the cell suppression problem on tabular data
    with linear constraints. Management Science 47, 1008-1027 (its attacker's problem).
    doi:10.1287/mnsc.47.7.1008.9805
    """

    def __init__(self, groups: Sequence[Group]) -> None:
        self._programme = IntegerProgramme()
        self._people: dict[str, dict[Tenure, Columns]] = {}
        self._answers: dict[tuple[str, str], dict[Tenure, tuple[Columns, Columns]]] = {}
        for group in groups:
            self._add_group(group)
        self._add_sums(groups)

    @property
    def possible(self) -> bool:
        """True where everything printed can hold together."""
        return self._programme.minimum({}) is not None

    def bounds(self, role: str, question: str, tenure: Tenure) -> Bounds | None:
        """Return how few and how many answers a row can stand for; None if it contradicts others.

        In the unit of the block: persons for a question, answers for a headline rate.
        """
        n, counted = self._answers[role, question][tenure]
        found = self._programme.extreme(n), self._programme.extreme(counted)
        if found[0] is None or found[1] is None:
            return None
        return Bounds(Span(*found[0]), Span(*found[1]))

    def _add_group(self, group: Group) -> None:
        most = group.headcount.high
        people = self._persons(most)
        self._programme.row(people[Tenure.ALL], *group.headcount)
        self._people[group.role] = people
        for node in group.nodes:
            self._add_node(group, node, people, most)

    def _persons(self, most: int) -> dict[Tenure, Columns]:
        """Add the unknown numbers of persons of the two tenures, with their sum."""
        n: dict[Tenure, Columns] = {
            tenure: {self._programme.column(0, most): 1.0} for tenure in ANSWERED_TENURES
        }
        return n | {Tenure.ALL: _sum(n.values())}

    def _add_node(self, group: Group, node: Node, people: dict[Tenure, Columns], most: int) -> None:
        """Add a question that `people` answer, or some of them, and those that it opens."""
        if node.own_base:
            everyone, people = people, self._persons(most)
            for tenure in ANSWERED_TENURES:
                left = _sum([everyone[tenure], _times(people[tenure], -1)])
                self._programme.row(left, low=0)
        counted = self._add_block(node.block, people, most)
        for child in node.children:
            base = self._persons(most)
            for tenure in ANSWERED_TENURES:
                opened = counted[tenure]
                if child.block.asked_if and child.block.asked_if.answer is Answer.NO:
                    opened = _sum([people[tenure], _times(counted[tenure], -1)])
                self._programme.row(_sum([opened, _times(base[tenure], -1)]), low=0)
            self._add_node(group, child, base, most)

    def _add_block(
        self, block: Block, people: dict[Tenure, Columns], most: int
    ) -> dict[Tenure, Columns]:
        n = {tenure: _times(columns, block.questions) for tenure, columns in people.items()}
        counted: dict[Tenure, Columns] = {}
        for tenure in ANSWERED_TENURES:
            counted[tenure] = {self._programme.column(0, most * block.questions): 1.0}
            self._programme.row(_sum([n[tenure], _times(counted[tenure], -1)]), low=0)
        counted[Tenure.ALL] = _sum(counted.values())
        rows = zip(Tenure, block.rows, block.sizes, block.withheld, strict=True)
        for tenure, row, size, withheld in rows:
            if not withheld:
                self._add_row(block, people[tenure], n[tenure], counted[tenure], row)
            if row is not None and size is not None:
                self._programme.row(people[tenure], *size)
        self._answers[block.key.role, block.key.question] = {
            tenure: (n[tenure], counted[tenure]) for tenure in Tenure
        }
        return counted

    def _add_row(
        self, block: Block, people: Columns, n: Columns, counted: Columns, row: PrintedRow | None
    ) -> None:
        if row is None:
            self._programme.row(people, high=0)
            return
        self._programme.row(people, low=1)
        others = _sum([n, _times(counted, -1)])
        for share, percent in zip((counted, others), row, strict=True):
            if percent is not None:
                self._add_window(share, n, block.precision.window(percent))

    def _add_window(self, share: Columns, n: Columns, window: Window) -> None:
        """Demand that `share` of `n` prints as a figure (see `Window`)."""
        scaled = _times(share, window.scale)
        self._programme.row(_sum([scaled, _times(n, -window.low)]), low=window.low_open)
        self._programme.row(_sum([scaled, _times(n, -window.high)]), high=-window.high_open)

    def _add_sums(self, groups: Sequence[Group]) -> None:
        """Tie everyone to the roles: persons, and the answers to a question printed for both."""
        whole, parts = tied(groups)
        if whole is None:
            return
        roles = [part.role for part in parts]
        for tenure in ANSWERED_TENURES:
            self._tie(self._people[ALL_ROLES][tenure], [self._people[r][tenure] for r in roles])
        for question in questions_of_everyone(groups):
            for tenure in ANSWERED_TENURES:
                parts_of = [self._answers[role, question][tenure][1] for role in roles]
                self._tie(self._answers[ALL_ROLES, question][tenure][1], parts_of)

    def _tie(self, whole: Columns, parts: Iterable[Columns]) -> None:
        self._programme.row(_sum([whole, *(_times(part, -1) for part in parts)]), 0, 0)


def tied(groups: Sequence[Group]) -> tuple[Group | None, list[Group]]:
    """Return everyone and the roles whose persons add up to everyone's; (None, []) if they do not.

    They are known to do so where all headcounts are printed and add up.
    """
    whole = next((group for group in groups if group.role == ALL_ROLES), None)
    parts = [group for group in groups if group.role not in (ALL_ROLES, NOT_PRINTED)]
    if whole is None or not parts or not all(g.headcount.known for g in (whole, *parts)):
        return None, []
    adds_up = sum(part.headcount.low for part in parts) == whole.headcount.low
    return (whole, parts) if adds_up else (None, [])


def questions_of_everyone(groups: Sequence[Group]) -> list[str]:
    """Return the questions that are printed for all roles together and for every role too.

    Conditional ones and headline rates are left out: their bases are not the sum over the roles
    of numbers that all of them print.
    """
    whole, parts = tied(groups)
    if whole is None:
        return []
    shared = [node.block.key.question for node in whole.nodes if not is_headline(node.block)]
    return [
        question
        for question in shared
        if all(question in {n.block.key.question for n in part.nodes} for part in parts)
    ]


def _sum(forms: Iterable[Columns]) -> Columns:
    total: dict[int, float] = {}
    for form in forms:
        for column, weight in form.items():
            total[column] = total.get(column, 0) + weight
    return total


def _times(form: Columns, factor: float) -> Columns:
    return {column: factor * weight for column, weight in form.items()}
