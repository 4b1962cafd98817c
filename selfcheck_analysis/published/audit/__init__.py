"""A checker for printed tables: what cannot be true, what is doubtful, and what gives persons away.

The checks go from the single row to the whole print, and what one of them has found the next ones
do not believe, so that one mistake is reported once.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from tqdm import tqdm

from selfcheck_analysis.published.audit.copies import copies
from selfcheck_analysis.published.audit.findings import Code, Finding, Severity
from selfcheck_analysis.published.audit.read_off import read_off, unanimous
from selfcheck_analysis.published.audit.single_rows import Found, overall_outside, pairs
from selfcheck_analysis.published.audit.sums import (
    answers,
    headcounts_of_roles,
    sums_over_roles,
)
from selfcheck_analysis.published.audit.whole_groups import (
    base_not_printed,
    conditions,
    impossible_blocks,
    same_persons,
)
from selfcheck_analysis.published.blocks import NOT_PRINTED, Block, Group, Node, PrintedCell, Reach
from selfcheck_analysis.published.comparison import SECONDS_UNTIL_PROGRESS
from selfcheck_analysis.published.reading import Print
from selfcheck_analysis.published.repairs import smallest_repairs
from selfcheck_analysis.terms import Tenure

__all__ = ["Audit", "Code", "Finding", "Severity", "audit"]


@dataclass(frozen=True)
class Audit:
    """What was found in a print.

    Attributes
    ----------
    findings : tuple of Finding
        The gravest first, then in order of print.
    unanimous : tuple of (Block, Tenure)
        Rows that tell that everyone of a group of `min_base` or more answered alike. That may be
        printed, and yet it tells what each of them answered.
    n_blocks, n_cells : int
        How much was checked: blocks of three rows, and printed percents.
    reach : Reach
        What was assumed where a headcount is not printed.
    """

    findings: tuple[Finding, ...]
    unanimous: tuple[tuple[Block, Tenure], ...]
    n_blocks: int
    n_cells: int
    reach: Reach


def audit(found: Print, min_base: int = 10, reach: Reach | None = None) -> Audit:
    """Check printed tables.

    Parameters
    ----------
    found : Print
    min_base : int
        Smaller groups are small: what all of them answered is what each of them did.
    reach : Reach, optional
        How far an unprinted headcount may lie from the nearest printed one.

    Returns
    -------
    Audit
    """
    reach = reach or Reach()
    groups = found.groups(reach)
    findings = [
        *(finding for group in _watched(groups) for finding in _of_group(group, found)),
        *_of_years(groups, found),
        *copies(groups),
        *(finding for group in groups for finding in read_off(group, min_base)),
    ]
    order = list(Severity)
    return Audit(
        tuple(sorted(findings, key=lambda finding: order.index(finding.severity))),
        tuple(row for group in groups for row in unanimous(group, min_base)),
        len(found.blocks),
        sum(len(block.cells) for block in found.blocks),
        reach,
    )


def _watched(groups: Sequence[Group]) -> Iterable[Group]:
    """Go through the groups, and show progress where it takes long."""
    return tqdm(groups, delay=SECONDS_UNTIL_PROGRESS, leave=False, disable=None)


def _of_group(group: Group, found: Print) -> Iterator[Finding]:
    """Check one group, from single rows to all its blocks together."""
    yield from answers(group)
    believed, contradictions = group, []
    for check in (_rows, impossible_blocks, conditions):
        doubted: set[PrintedCell] = set()
        for finding, cells in check(believed):
            contradictions.append(finding)
            doubted |= cells
        believed = believed.without(doubted)
    contradictions += same_persons(believed)
    yield from map(_softened, _with_repairs(contradictions, group))
    yield from base_not_printed(believed, found.headcounts)


def _softened(finding: Finding) -> Finding:
    """Call doubtful what rests on one group that the print does not name: it may be several."""
    unnamed = any(key.role == NOT_PRINTED for key in finding.blocks)
    if unnamed and finding.code in (Code.SAME_PERSONS, Code.SAME_PERSONS_JOINTLY):
        return replace(finding, severity=Severity.DOUBTFUL)
    return finding


def _rows(group: Group) -> Iterator[Found]:
    for block in group.counted_blocks:
        yield from pairs(group, block)
        yield from overall_outside(block)


def _of_years(groups: Sequence[Group], found: Print) -> Iterator[Finding]:
    """Check what the groups of one programme and year have to add up to."""
    yield from headcounts_of_roles(groups, found.headcounts)
    for _, of_year in groupby(groups, key=lambda group: (group.programme, group.fiscal_year)):
        yield from sums_over_roles(list(of_year))


def _with_repairs(findings: Sequence[Finding], group: Group) -> Iterator[Finding]:
    """Add the candidates for repair: those that suit the whole group where there are any."""
    together = smallest_repairs(group) if findings else []
    for finding in findings:
        about = {key.question for key in finding.blocks}
        alone = smallest_repairs(group.only(list(_trimmed(group.nodes, about))))
        wanted = {repair.figures for repair in alone}
        fitting = [repair for repair in together if repair.figures in wanted]
        yield replace(finding, repairs=tuple(fitting or alone))


def _trimmed(nodes: Iterable[Node], questions: set[str]) -> Iterator[Node]:
    """Yield the nodes with the questions that a finding is about, and what lies between them."""
    for node in nodes:
        children = tuple(_trimmed(node.children, questions))
        if node.block.key.question in questions:
            yield Node(node.block, children)
        elif children:
            yield from children
