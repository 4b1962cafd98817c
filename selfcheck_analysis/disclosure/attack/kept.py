"""Choices and their audits, kept by what they were made of: the same survey is attacked once."""

from __future__ import annotations

import hashlib
import importlib.metadata
import json
import os
import tempfile
from dataclasses import dataclass
from pathlib import Path

from selfcheck_analysis.disclosure.attack.choice import attainable, choose
from selfcheck_analysis.disclosure.attack.statements import Key, Survey
from selfcheck_analysis.published import integer_programme


@dataclass(frozen=True)
class Attacked:
    """A choice and what an outsider can still derive.

    Attributes
    ----------
    levels : dict of key to int
        The wording of every statement.
    bounds : list of tuple of int
        The smallest and largest value of every target, in the survey's order.
    possible : list of int
        How many values of every target are possible, counted up to those that it needs.
    needed : list of int
        How many values each target needs: as many as it has when nothing is said, at most.
    """

    levels: dict[Key, int]
    bounds: list[tuple[int, int]]
    possible: list[int]
    needed: list[int]


def attacked(survey: Survey, folder: Path | None = None) -> Attacked:
    """Choose how coarsely everything is said, and attack what was chosen, by integer programmes.

    Parameters
    ----------
    survey : Survey
    folder : Path, optional
        Where choices are kept (confidential), named by a digest of the survey, of the solver and of
        the modules that attack, so that none is taken for another's.

    Raises
    ------
    Unsolved
        The solver gave up.
    """
    path = None if folder is None else folder / f"{_digest(survey)}.json"
    if path is None or not path.is_file():
        found = _attacked(survey)
        if path is not None:
            _keep(found, path)
        return found
    levels, bounds, possible, needed = json.loads(path.read_text(encoding="utf-8"))
    keys = [statement.key for statement in survey.statements]
    return Attacked(
        dict(zip(keys, levels, strict=True)),
        [(low, high) for low, high in bounds],
        possible,
        needed,
    )


def _keep(found: Attacked, path: Path) -> None:
    """Write a choice for its owner only; whoever reads it meanwhile finds all of it or nothing."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.parent.chmod(0o700)
    handle, unfinished = tempfile.mkstemp(dir=path.parent)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        json.dump([[*found.levels.values()], found.bounds, found.possible, found.needed], file)
    Path(unfinished).replace(path)


def _attacked(survey: Survey) -> Attacked:
    levels = choose(survey)
    levels = {statement.key: levels[statement.key] for statement in survey.statements}
    knowledge = survey.knowledge(levels)
    nothing = attainable(survey)
    enough = {target.key: target.n_values for target in nothing.targets}
    needed = [enough.get(target.key, 1) for target in survey.targets]
    bounds = [knowledge.bounds(target.form) for target in survey.targets]
    possible = [
        knowledge.n_possible(target.form, n)
        for target, n in zip(survey.targets, needed, strict=True)
    ]
    return Attacked(levels, bounds, possible, needed)


def _digest(survey: Survey) -> str:
    digest = hashlib.sha256(importlib.metadata.version("scipy").encode())
    solver = Path(str(integer_programme.__file__))
    for path in [*sorted(Path(__file__).parent.glob("*.py")), solver]:
        digest.update(path.read_bytes())
    targets = [(t.key, sorted(t.form.items()), t.n_values, t.couples) for t in survey.targets]
    for part in (survey.highs, survey.facts, survey.statements, targets):
        digest.update(repr(part).encode())
    return digest.hexdigest()
