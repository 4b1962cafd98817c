"""The cheapest choice of how coarsely to say each thing so that every target is safe.

Where a target is left too few values, some of what is said makes it so: a smallest set of such
sayings is found by leaving out one after the other, and at least one of them has to be said more
coarsely. All such demands together are met at the smallest loss by an integer programme (a
hitting set), and what it proposes is attacked again. A demand holds whatever else is said, for
saying less never tells more; so once nothing is found any more the choice is the best there is.

There are two rounds. The first leaves out what couples, and everything can give way. In the second
only what couples, what yields (`Statement.yields`) and what stands nearest to the target give way,
the others being said as the first round chose: among hundreds of figures that a mean ties together
there are too many choices to try. After `MOST_TRIES` choices the second round takes what is safe.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace

from selfcheck_analysis.disclosure.attack.grouping import together
from selfcheck_analysis.disclosure.attack.knowledge import Knowledge
from selfcheck_analysis.disclosure.attack.statements import Key, Levels, Statement, Survey
from selfcheck_analysis.published.integer_programme import IntegerProgramme

MOST_TRIES = 4
"""So many choices are tried in the second round."""

Demand = frozenset[tuple[Key, int]]
"""Sayings (statement, wording), one of which has to be said more coarsely than so."""


def choose(survey: Survey) -> dict[Key, int]:
    """Return how coarsely each statement is made.

    Returns
    -------
    dict of key to int
        The wording of every statement. Every target is safe, or as safe as saying nothing would
        make it, and the sum of the losses is the smallest of each round.
    """
    survey = attainable(survey)
    demands: dict[Demand, None] = {}
    for part in survey.uncoupled().parts():
        _settle(part, demands)
    if any(s.couples for s in survey.statements) or any(t.couples for t in survey.targets):
        yielding = {s.key for s in survey.statements if s.yields}
        for part in survey.parts():
            _settle(part, demands, yielding)
    return _cheapest(survey.statements, demands)


def attainable(survey: Survey) -> Survey:
    """Ask of every target no more values than it has when nothing is said."""
    nothing = Knowledge(survey.highs, survey.facts)
    targets = [
        replace(target, n_values=nothing.n_possible(target.form, target.n_values))
        for target in survey.targets
    ]
    return replace(survey, targets=tuple(target for target in targets if target.n_values > 1))


def _settle(
    survey: Survey, demands: dict[Demand, None], yielding: Collection[Key] | None = None
) -> None:
    """Add demands, of what yields, until the cheapest choice that meets them all is safe."""
    own = {statement.key for statement in survey.statements}
    tries = 0
    while True:
        within = [demand for demand in demands if all(key in own for key, _ in demand)]
        levels = _cheapest(survey.statements, within)
        before = dict(levels)
        found = list(_demands(survey, levels, yielding))
        if not found:
            return
        tries += 1
        demands.update(dict.fromkeys(found))
        if yielding is not None and tries >= MOST_TRIES:
            granted = [(key, n) for key in levels for n in range(before[key], levels[key])]
            demands.update({frozenset([said]): None for said in granted})


def _demands(
    survey: Survey, levels: dict[Key, int], yielding: Collection[Key] | None
) -> Iterator[Demand]:
    """Yield what has to be demanded, each time going on as if its cheapest part was granted.

    `levels` is then as coarse as that, and safe.
    """
    apart = survey.uncoupled()
    statements = {statement.key: statement for statement in survey.statements}
    while targets := survey.unsafe(levels):
        for target in targets:
            near = survey.around(target, levels)
            gives_way = yielding
            if yielding is not None:
                nearest = apart.around(target, levels).statements
                gives_way = {*yielding, *(statement.key for statement in nearest)}
            while near.unsafe(levels):
                demand = _reason(near, levels, gives_way)
                if yielding is not None and all(statements[key].dear for key, _ in demand):
                    demand = _reason(near, levels)
                yield demand
                key, level = min(demand, key=lambda said: _step(statements[said[0]], said[1]))
                levels[key] = level + 1


def _step(statement: Statement, level: int) -> tuple[float, str]:
    """Return what is lost by saying one thing one wording more coarsely; its key breaks ties."""
    return statement.losses[level + 1] - statement.losses[level], str(statement.key)


def _reason(survey: Survey, levels: Levels, yielding: Collection[Key] | None = None) -> Demand:
    """Return a smallest set of sayings that leave the target too few values.

    They do so by themselves, or where only some yield, beside all that does not; and if what
    yields is not enough, everything does.
    """
    silent = {s.key: s.silent for s in survey.statements}
    if yielding is not None:
        fixed = {s.key: levels[s.key] for s in survey.statements if s.key not in yielding}
        if survey.unsafe(silent | fixed):
            return _reason(survey, levels)
        silent |= fixed
    said = [s for s in survey.statements if levels[s.key] < silent[s.key]]
    said.sort(key=lambda s: _step(s, levels[s.key]), reverse=True)  # the dearest can go first
    kept = {s.key: levels[s.key] for s in said}
    for left_out in _left_out(said):
        rest = {key: level for key, level in kept.items() if key not in left_out}
        if len(rest) < len(kept) and survey.unsafe(silent | rest):
            kept = rest
    for statement in said:
        while kept.get(statement.key, statement.silent) + 1 < silent[statement.key]:
            coarser = kept | {statement.key: kept[statement.key] + 1}
            if not survey.unsafe(silent | coarser):
                break
            kept = coarser
    return frozenset(kept.items())


def _left_out(said: Sequence[Statement]) -> Iterator[set[Key]]:
    """Yield what to leave out at once: what couples one by one; of the rest a half, a quarter, one.

    Without what couples, all that follows is attacked in small parts.
    """
    yield from ({s.key} for s in said if s.couples)
    rest = [s.key for s in said if not s.couples]
    size = len(rest)
    while size > 1:
        size = (size + 1) // 2
        yield from (set(rest[start : start + size]) for start in range(0, len(rest), size))
    if len(rest) == 1:
        yield set(rest)


def _cheapest(statements: Sequence[Statement], demands: Iterable[Demand]) -> dict[Key, int]:
    """Return the wordings of the smallest loss that meet every demand."""
    by_key = {statement.key: statement for statement in statements}
    levels = dict.fromkeys(by_key, 0)
    dependent: dict[Key, list[Key]] = {}
    for statement in statements:
        for needed in statement.needs:
            dependent.setdefault(needed, []).append(statement.key)
    moved = {
        demand: [key for said, _ in demand for key in (said, *dependent.get(said, ()))]
        for demand in demands
    }
    leader = together(moved.values())
    for name in dict.fromkeys(leader.values()):
        own = [demand for demand, keys in moved.items() if leader[keys[0]] == name]
        concerned = [by_key[key] for key in by_key if leader.get(key) == name]
        levels |= _cheapest_together(concerned, own)
    return levels


def _cheapest_together(statements: Sequence[Statement], demands: list[Demand]) -> dict[Key, int]:
    """Solve one hitting set: a column is 1 where a statement is at least so coarse."""
    programme, columns, losses = IntegerProgramme(), {}, {}
    for statement in statements:
        for level in range(1, len(statement.wordings)):
            column = columns[statement.key, level] = programme.column(0, 1)
            losses[column] = statement.losses[level] - statement.losses[level - 1]
            if level > 1:
                programme.row({columns[statement.key, level - 1]: 1, column: -1}, low=0)
    silent = {statement.key: columns[statement.key, statement.silent] for statement in statements}
    for statement in statements:
        for needed in statement.needs:
            if needed in silent:
                programme.row({silent[statement.key]: 1, silent[needed]: -1}, low=0)
    for demand in demands:
        programme.row({columns[key, level + 1]: 1 for key, level in demand}, low=1)
    taken = programme.minimum(losses)
    assert taken is not None  # saying nothing at all meets every demand
    coarse = [said for said, column in columns.items() if taken[column] > 0.5]
    levels = dict.fromkeys((statement.key for statement in statements), 0)
    for key, level in coarse:
        levels[key] = max(levels[key], level)
    return levels
