"""What the blocks of one group give away together: the same persons answered all of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations

import numpy as np

from selfcheck_analysis.published.audit.findings import (
    Code,
    Finding,
    Severity,
    Values,
    question_of,
    role_of,
)
from selfcheck_analysis.published.audit.single_rows import Found
from selfcheck_analysis.published.blocks import (
    NOT_PRINTED,
    Block,
    Group,
    Headcounts,
    Node,
    Span,
    role_headcounts,
)
from selfcheck_analysis.published.enumeration import polygons, splits
from selfcheck_analysis.published.feasible import Feasible, TooLarge, feasible
from selfcheck_analysis.published.repairs import holds_together
from selfcheck_analysis.terms import Tenure


def impossible_blocks(group: Group) -> Iterator[Found]:
    """Find blocks that no whole numbers of persons print, each taken by itself."""
    for node in group.nodes:
        for block in node.walk():
            if not holds_together(group.alone(block)):
                yield _no_table(group, block), set(block.cells)


def _no_table(group: Group, block: Block) -> Finding:
    values: Values = {
        "question": question_of(block),
        "role": role_of(block),
        "people": group.headcount,
    }
    code = Code.NO_TABLE_OF_RANGE
    if group.headcount.known and block.asked_if is None:
        near = _nearest_sums(group, block)
        code, values = (Code.NO_TABLE, values | near) if near else (code, values)
    return Finding(code, Severity.IMPOSSIBLE, (block.key,), block.sources, values)


def _nearest_sums(group: Group, block: Block) -> Values:
    """Return what all would have to count, and the nearest counts that the two tenures allow."""
    everyone = block.rows[2]
    all_cells = [cell for cell in block.cells if cell.tenure is Tenure.ALL]
    parts = polygons(block.without(all_cells), *splits(group.headcount)).tables()
    sums = np.unique(parts.counts(Tenure.ALL)[0])
    low, high = polygons(block, *splits(group.headcount)).total
    near = [*sums[sums < low[0]][-1:].tolist(), *sums[sums > high[0]][:1].tolist()]
    if everyone is None or everyone.percent is None or not near or low[0] > high[0]:
        return {}
    return {
        "n": group.headcount.low * block.questions,
        "all": block.precision.text(everyone.percent),
        "low": int(low[0]),
        "high": int(high[0]),
        "near": " / ".join(map(str, near)),
    }


def conditions(group: Group) -> Iterator[Found]:
    """Find conditional questions that need more persons than gave the opening answer."""
    for node in group.nodes:
        for child in _children(node):
            if not holds_together(_pair(group, *child)):
                yield _condition(group, *child), set(child[1].cells)


def _pair(group: Group, parent: Block, child: Block) -> Group:
    """Return the group with a question and one that it opens."""
    return group.alone(parent).only([Node(parent, (Node(child),))])


def _children(node: Node) -> Iterator[tuple[Block, Block]]:
    for child in node.children:
        yield node.block, child.block
        yield from _children(child)


def _condition(group: Group, parent: Block, child: Block) -> Finding:
    blocks, sources = (parent.key, child.key), (*parent.sources, *child.sources)
    values: Values = {"question": question_of(child), "parent": question_of(parent)}
    try:
        opened = feasible(group.alone(parent)).of[parent.key.question].tables
        needed = feasible(group.alone(child)).of[child.key.question]
    except TooLarge:
        opened, needed = None, None
    if opened and needed is not None and child.asked_if is not None:
        first, later = opened.opened(child.asked_if.answer)
        most = int((first + later).max())
        if needed.n_all is not None and needed.n_all.low > most:
            values |= {"least": needed.n_all.low, "most": most}
            return Finding(Code.CONDITIONAL_BASE, Severity.IMPOSSIBLE, blocks, sources, values)
    return Finding(Code.CONDITIONAL_JOINTLY, Severity.IMPOSSIBLE, blocks, sources, values)


def same_persons(group: Group) -> Iterator[Finding]:
    """Find questions that cannot have been answered by the same persons.

    What is impossible by itself has been found before.
    """
    group = group.only([node for node in group.nodes if holds_together(group.only([node]))])
    if holds_together(group):
        return
    found = False
    for pair in combinations(group.nodes, 2):
        if not holds_together(group.only(pair)):
            found = True
            yield _conflict(group, *(node.block for node in pair))
    if not found:
        yield _jointly(group, [node.block for node in group.nodes])


def _jointly(group: Group, blocks: Sequence[Block]) -> Finding:
    return Finding(
        Code.SAME_PERSONS_JOINTLY,
        Severity.IMPOSSIBLE,
        tuple(block.key for block in blocks),
        tuple(source for block in blocks for source in block.sources),
        {"role": role_of(group), "count": len(blocks), "people": group.headcount},
    )


def _conflict(group: Group, one: Block, other: Block) -> Finding:
    """Set the shares of first-year persons that two questions need against each other."""
    alone = [_tried(group.only([Node(block)])) for block in (one, other)]
    if any(found is None or not found.possible for found in alone):
        return _jointly(group, (one, other))
    shares = [found.share_of_first() for found in alone if found is not None]
    (low, high), (other_low, other_high) = shares
    if low <= other_high and other_low <= high:
        return _jointly(group, (one, other))
    values: Values = {
        "one": question_of(one),
        "other": question_of(other),
        "people": group.headcount,
        "one_low": _percent(low, up=False),
        "one_high": _percent(high),
        "other_low": _percent(other_low, up=False),
        "other_high": _percent(other_high),
    }
    keys, sources = (one.key, other.key), (*one.sources, *other.sources)
    return Finding(Code.SAME_PERSONS, Severity.IMPOSSIBLE, keys, sources, values)


def _percent(share: float, up: bool = True) -> str:
    """Round a share outwards to a tenth of a percent."""
    tenths = np.ceil(share * 1000 - 1e-9) if up else np.floor(share * 1000 + 1e-9)
    return f"{tenths / 10:.1f}"


def base_not_printed(group: Group, headcounts: Headcounts) -> Iterator[Finding]:
    """Find an unnamed group of answering persons that is larger than every group printed."""
    if group.role != NOT_PRINTED or group.printed:
        return
    roles = role_headcounts(headcounts, group.programme, group.fiscal_year)
    if not roles:
        return
    largest = max(roles, key=lambda role: roles[role].high)
    found = _tried(group)
    if found is None or not found.possible:
        return
    least = int((found.n_first + found.n_later).min())
    if least <= roles[largest].high:
        return
    parent, child = _decisive(group)
    values: Values = {
        "parent": question_of(parent),
        "question": question_of(child),
        "least": least,
        "first": int(found.n_first.min()),
        "later": int(found.n_later.min()),
        "largest": role_of(group)._replace(role=largest),
        "headcount": roles[largest].high,
        **_needed(found, child),
    }
    if parent is child:
        code, blocks = Code.BASE_NOT_PRINTED, [child]
    else:
        code, blocks = Code.BASE_OF_CONDITION_NOT_PRINTED, [parent, child]
    keys = tuple(block.key for block in blocks)
    sources = tuple(source for block in blocks for source in block.sources)
    yield Finding(code, Severity.DOUBTFUL, keys, sources, values)


def _decisive(group: Group) -> tuple[Block, Block]:
    """Return the question that needs the most persons, behind the one that opens it, if any."""
    pairs = [(node.block, node.block) for node in group.nodes]
    pairs += [pair for node in group.nodes for pair in _children(node)]

    def least(pair: tuple[Block, Block]) -> int:
        parent, child = pair
        alone = _tried(group.alone(parent) if parent is child else _pair(group, *pair))
        return 0 if alone is None else int((alone.n_first + alone.n_later).min())

    return max(pairs, key=least)


def _needed(found: Feasible, block: Block) -> Values:
    """Return the smallest bases of a block."""
    of = found.of[block.key.question]
    spans = (of.n_first or Span(0, 0), of.n_later or Span(0, 0))
    return {"needed_first": spans[0].low, "needed_later": spans[1].low}


def _tried(group: Group) -> Feasible | None:
    try:
        return feasible(group)
    except TooLarge:
        return None
