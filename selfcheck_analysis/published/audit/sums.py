"""Numbers of persons that do not add up."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from selfcheck_analysis.published.audit.findings import (
    Code,
    Finding,
    Severity,
    Values,
    question_of,
    role_of,
)
from selfcheck_analysis.published.blocks import (
    Block,
    BlockKey,
    Group,
    Headcounts,
    Source,
    Span,
    role_headcounts,
)
from selfcheck_analysis.published.programme import PrintProgramme, questions_of_everyone
from selfcheck_analysis.published.repairs import holds_together
from selfcheck_analysis.terms import ALL_ROLES


def headcounts_of_roles(groups: Sequence[Group], headcounts: Headcounts) -> Iterator[Finding]:
    """Compare the headcount of everyone with the sum over the roles."""
    for (programme, year, role), total in headcounts.items():
        roles = role_headcounts(headcounts, programme, year)
        if role != ALL_ROLES or not roles:
            continue
        low, high = (sum(span[side] for span in roles.values()) for side in (0, 1))
        if low <= total.high and high >= total.low:
            continue
        above = low > total.high
        of_year = [g for g in groups if (g.programme, g.fiscal_year) == (programme, year)]
        yield Finding(
            Code.HEADCOUNTS_ABOVE_TOTAL if above else Code.HEADCOUNTS_BELOW_TOTAL,
            Severity.IMPOSSIBLE if above else Severity.DOUBTFUL,
            (BlockKey(programme, year, ALL_ROLES, ""),),
            tuple(map(_first_source, of_year)),
            {
                "sum": Span(low, high),
                "terms": "+".join(map(str, roles.values())),
                "total": total,
            },
        )


def answers(group: Group) -> Iterator[Finding]:
    """Compare printed numbers of answers with the headcount, and with each other."""
    for block in group.blocks:
        yield from _answers(group, block)


def _answers(group: Group, block: Block) -> Iterator[Finding]:
    first, later, everyone = block.sizes
    about: Values = {"question": question_of(block), "role": role_of(block)}
    if everyone is not None and everyone.low > group.headcount.high:
        values = about | {"answers": everyone.low, "people": group.headcount.high}
        yield _finding(Code.ANSWERS_ABOVE_HEADCOUNT, block, values)
    if first is None or later is None or everyone is None:
        return
    both = first + later
    if both.low > everyone.high or both.high < everyone.low:
        values = about | {"first": first, "later": later, "sum": both, "all": everyone}
        yield _finding(Code.ANSWERS_DO_NOT_ADD_UP, block, values)


def sums_over_roles(groups: Sequence[Group]) -> Iterator[Finding]:
    """Find years in which the roles' figures do not add up to those of everyone.

    `groups` are those of one programme and year, each of them possible by itself.
    """
    whole = next((group for group in groups if group.role == ALL_ROLES), None)
    if whole is None or not all(holds_together(group) for group in groups):
        return
    if PrintProgramme(groups).possible:
        return
    shared = questions_of_everyone(groups)
    keys = [block.key for block in whole.blocks if not shared or block.key.question in shared]
    yield Finding(
        Code.SUM_OVER_ROLES,
        Severity.IMPOSSIBLE,
        tuple(keys),
        tuple(map(_first_source, groups)),
        {"count": len(groups) - 1, "total": whole.headcount},
    )


def _finding(code: Code, block: Block, values: Values) -> Finding:
    return Finding(code, Severity.IMPOSSIBLE, (block.key,), block.sources, values)


def _first_source(group: Group) -> Source:
    return group.blocks[0].sources[0] if group.blocks else Source()
