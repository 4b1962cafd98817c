"""Rows and surveys of a few whole numbers, and everything about them found by trying all values."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import product
from unittest.mock import patch

import numpy as np

from selfcheck_analysis.disclosure.attack import kept
from selfcheck_analysis.disclosure.attack.knowledge import Form, Row, Witnesses
from selfcheck_analysis.disclosure.attack.statements import Key, Statement, Survey, Target

Highs = tuple[int, ...]
Values = tuple[int, ...]


def row(weights: Mapping[int, float], low: float, high: float | None = None) -> Row:
    """Return a row; with one bound the sum is just that."""
    return Row.of(weights, low, low if high is None else high)


def exactly(columns: Sequence[int], true: Values) -> Row:
    """Return the row that tells what some unknowns come to together."""
    return row(dict.fromkeys(columns, 1), sum(true[column] for column in columns))


def within(columns: Sequence[int], true: Values, low: int, high: int) -> Row:
    """Return the row that tells a sum up to so much below and so much above."""
    count = sum(true[column] for column in columns)
    return row(dict.fromkeys(columns, 1), count - low, count + high)


def survey_of(
    highs: Highs,
    true: Values,
    statements: Sequence[Statement],
    targets: Sequence[Target],
    facts: Sequence[Row] = (),
) -> Survey:
    """Put a survey together."""
    return Survey(highs, Witnesses(true), tuple(facts), tuple(statements), tuple(targets))


def attacked(survey: Survey, levels: Mapping[Key, int]) -> kept.Attacked:
    """Attack what is said as if these wordings had been chosen."""
    with patch.object(kept, "choose", lambda _: dict(levels)):
        return kept.attacked(survey)


def solutions(highs: Highs, rows: Sequence[Row]) -> list[Values]:
    """Return all values that the rows allow."""
    return [
        values
        for values in product(*(range(high + 1) for high in highs))
        # 1e-9: sums of a few floats
        if all(
            r.low - 1e-9
            <= sum(w * values[c] for c, w in zip(r.columns, r.weights, strict=True))
            <= r.high + 1e-9
            for r in rows
        )
    ]


def tried_bounds(highs: Highs, rows: Sequence[Row], form: Form) -> tuple[int, int] | None:
    """Return the smallest and largest value of a form; None where nothing is allowed."""
    found = tried_values(highs, rows, form)
    return (min(found), max(found)) if found else None


def tried_values(highs: Highs, rows: Sequence[Row], form: Form) -> set[int]:
    """Return every value that a form can have."""
    allowed = solutions(highs, rows)
    return {round(sum(w * values[c] for c, w in form.items())) for values in allowed}


def random_rows(
    stream: np.random.Generator, highs: Highs, true: Values, n_rows: int
) -> Iterator[Row]:
    """Draw rows that hold for the true values, with whole weights and with others."""
    for _ in range(n_rows):
        size = int(stream.integers(1, len(highs) + 1))
        columns = stream.choice(len(highs), size, replace=False)
        kind = stream.choice(["sum", "whole", "mean"])
        weights = {
            "sum": np.ones(size),
            "whole": stream.choice([-3, -2, -1, 1, 2, 5], size),
            "mean": 100 / stream.integers(1, 14, size) / size,
        }[kind]
        form = {int(c): float(w) for c, w in zip(columns, weights, strict=True)}
        value = sum(w * true[c] for c, w in form.items())
        # "mean": half a point to either side, as a rounded percent tells it
        room = {"sum": (0, 0, 1), "whole": (0, 1, 2), "mean": (0.5, 0.5, 1.5)}[kind]
        low, high = value - stream.choice(room), value + stream.choice(room)
        yield row(form, -np.inf, high) if stream.random() < 0.15 else row(form, low, high)


def all_levels(statements: Sequence[Statement]) -> Iterator[dict[Key, int]]:
    """Yield every choice of wordings in which nothing is said without what it needs."""
    keys = [statement.key for statement in statements]
    silent = {statement.key: len(statement.wordings) - 1 for statement in statements}
    for choice in product(*(range(len(statement.wordings)) for statement in statements)):
        levels = dict(zip(keys, choice, strict=True))
        if all(
            levels[s.key] == silent[s.key]
            or all(levels[needed] < silent[needed] for needed in s.needs)
            for s in statements
        ):
            yield levels


def loss_of(statements: Sequence[Statement], levels: Mapping[Key, int]) -> float:
    """Return what is lost by a choice."""
    return sum(statement.losses[levels[statement.key]] for statement in statements)


def is_safe(survey: Survey, levels: Mapping[Key, int]) -> bool:
    """Tell by trying all values whether every target has the values it needs, or can have.

    Counted are those from the smallest to the largest.
    """
    said = [r for s in survey.statements for r in s.wordings[levels[s.key]]]
    for target in survey.targets:
        widths = []
        for rows in ([*survey.facts, *said], survey.facts):
            low, high = tried_bounds(survey.highs, rows, target.form)
            widths.append(high - low + 1)
        if widths[0] < min(target.n_values, widths[1]):
            return False
    return True


def least_loss(survey: Survey) -> float:
    """Return the smallest loss of all safe choices."""
    safe = (levels for levels in all_levels(survey.statements) if is_safe(survey, levels))
    return min(loss_of(survey.statements, levels) for levels in safe)
