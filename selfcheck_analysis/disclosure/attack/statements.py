"""What is said, how coarsely it can be said instead, and what must not become known."""

from __future__ import annotations

from collections.abc import Collection, Hashable, Iterator, Mapping
from dataclasses import dataclass, replace

from selfcheck_analysis.disclosure.attack.grouping import together
from selfcheck_analysis.disclosure.attack.knowledge import Form, Knowledge, Row, Witnesses

Key = Hashable
Levels = Mapping[Key, int]
"""How coarsely each statement is made: the number of its wording, 0 the finest."""


@dataclass(frozen=True)
class Statement:
    """One printed figure in all the wordings that it can have.

    Attributes
    ----------
    key : hashable
        Names it.
    wordings : tuple of tuple of Row
        What each wording tells, the finest first; the last one tells nothing.
    losses : tuple of float
        What is lost by each wording, 0 for the first, rising.
    needs : tuple of keys
        Statements without which this one is not made.
    couples : bool
        It ties together much of what would else be apart.
    yields : bool
        It gives way before others where something that couples tells too much.
    dear : bool
        It gives way only when nothing else would do.
    """

    key: Key
    wordings: tuple[tuple[Row, ...], ...]
    losses: tuple[float, ...]
    needs: tuple[Key, ...] = ()
    couples: bool = False
    yields: bool = False
    dear: bool = False

    @property
    def silent(self) -> int:
        """The wording that tells nothing."""
        return len(self.wordings) - 1

    def columns(self) -> dict[int, None]:
        """Return the unknowns of any wording, in order."""
        return {column: None for row in _flat(self.wordings) for column in row.columns}


@dataclass(frozen=True)
class Target:
    """A count that must keep some number of possible values.

    Attributes
    ----------
    key : hashable
        Names it.
    form : mapping of int to float
        The count as a sum of unknowns.
    n_values : int
        How many values from the smallest to the largest must be possible.
    couples : bool
        It ties together much of what would else be apart.
    """

    key: Key
    form: Form
    n_values: int
    couples: bool = False


@dataclass(frozen=True)
class Survey:
    """Everything that a choice is made for.

    Attributes
    ----------
    highs : tuple of int
        The largest value of every unknown; the smallest is 0.
    witnesses : Witnesses
        The true values of the unknowns, and others that were found.
    facts : tuple of Row
        What is known whatever is said.
    statements : tuple of Statement
    targets : tuple of Target
    """

    highs: tuple[int, ...]
    witnesses: Witnesses
    facts: tuple[Row, ...]
    statements: tuple[Statement, ...]
    targets: tuple[Target, ...]

    def knowledge(self, levels: Levels) -> Knowledge:
        """Return all that is known when every statement is made as coarsely as `levels` say."""
        rows = list(self.facts)
        for statement in self.statements:
            rows += statement.wordings[levels[statement.key]]
        return Knowledge(self.highs, rows, self.witnesses)

    def unsafe(self, levels: Levels) -> list[Target]:
        """Return the targets that are left fewer values than they need."""
        knowledge = self.knowledge(levels)
        return [t for t in self.targets if not knowledge.has_values(t.form, t.n_values)]

    def uncoupled(self) -> Survey:
        """Leave out what ties together what would else be apart."""
        return replace(
            self,
            statements=tuple(s for s in self.statements if not s.couples),
            targets=tuple(t for t in self.targets if not t.couples),
        )

    def parts(self) -> Iterator[Survey]:
        """Yield what is apart from each other, each with unknowns of its own."""
        sets = [row.columns for row in self.facts]
        sets += [tuple(statement.columns()) for statement in self.statements]
        sets += [tuple(target.form) for target in self.targets]
        leader = together(sets)
        names = dict.fromkeys(leader[next(iter(target.form))] for target in self.targets)
        columns: dict[int, list[int]] = {name: [] for name in names}
        for column, name in leader.items():
            if name in columns:
                columns[name].append(column)
        by_name: dict[int, tuple[list[Row], list[Statement], list[Target]]]
        by_name = {name: ([], [], []) for name in names}
        for row in self.facts:
            if row.columns and leader[row.columns[0]] in by_name:
                by_name[leader[row.columns[0]]][0].append(row)
        for statement in self.statements:
            first = next(iter(statement.columns()), None)
            if first is not None and leader[first] in by_name:
                by_name[leader[first]][1].append(statement)
        for target in self.targets:
            by_name[leader[next(iter(target.form))]][2].append(target)
        for name, (facts, statements, targets) in by_name.items():
            yield self._with(sorted(columns[name]), facts, statements, targets)

    def around(self, target: Target, levels: Levels) -> Survey:
        """Return what of all that is said can have a bearing on one target."""
        said = {s.key: _flat(s.wordings[levels[s.key] :]) for s in self.statements}
        sets: list[Collection[int]] = [row.columns for row in self.facts]
        sets += [row.columns for rows in said.values() for row in rows]
        leader = together([*sets, tuple(target.form)])
        name = leader[next(iter(target.form))]

        def near(rows: Collection[Row]) -> bool:
            return any(leader[row.columns[0]] == name for row in rows if row.columns)

        statements = [
            replace(
                s,
                wordings=((),) * levels[s.key]
                + tuple(
                    tuple(row for row in rows if near([row]))
                    for rows in s.wordings[levels[s.key] :]
                ),
            )
            for s in self.statements
            if near(said[s.key])
        ]
        columns = sorted(column for column in leader if leader[column] == name)
        return self._with(columns, [f for f in self.facts if near([f])], statements, [target])

    def _with(
        self,
        columns: list[int],
        facts: list[Row],
        statements: list[Statement],
        targets: list[Target],
    ) -> Survey:
        """Return a survey of some of the unknowns only, which are numbered anew."""
        place = {column: number for number, column in enumerate(columns)}
        return Survey(
            tuple(self.highs[column] for column in columns),
            self.witnesses.of(columns),
            tuple(_renumbered(row, place) for row in facts),
            tuple(
                replace(
                    s,
                    wordings=tuple(
                        tuple(_renumbered(row, place) for row in rows) for rows in s.wordings
                    ),
                )
                for s in statements
            ),
            tuple(
                replace(t, form={place[column]: weight for column, weight in t.form.items()})
                for t in targets
            ),
        )


def _renumbered(row: Row, place: Mapping[int, int]) -> Row:
    return Row(tuple(place[column] for column in row.columns), row.weights, row.low, row.high)


def _flat(wordings: Collection[tuple[Row, ...]]) -> list[Row]:
    return [row for rows in wordings for row in rows]
