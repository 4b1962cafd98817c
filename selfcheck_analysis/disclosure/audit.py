"""The audit of a finished choice: what an outsider can still work out, count by count."""

from __future__ import annotations

import pandas as pd

from selfcheck_analysis.disclosure.attack.kept import Attacked
from selfcheck_analysis.disclosure.attack.statements import Survey, Target
from selfcheck_analysis.disclosure.unknowns import Unknowns
from selfcheck_analysis.problems import Problem, ProblemsError

COLUMNS = [
    *("kind", "fiscal_year", "question", "group", "true"),
    *("smallest", "largest", "possible", "needed", "safe"),
]


def audited(survey: Survey, found: Attacked, unknowns: Unknowns) -> pd.DataFrame:
    """Refuse a choice that leaves a count too few values, or that says what is not true.

    Parameters
    ----------
    survey : Survey
        What is said at its finest, and the targets.
    found : Attacked
        How coarsely it is said, and what an outsider can still derive.
    unknowns : Unknowns
        With the true values.

    Returns
    -------
    DataFrame
        For the room only. One row = one protected count: kind ("count" of a small group or of
        several together, "band", "all answers" of a small group, "difference" of two releases),
        fiscal_year, question, group, true, the smallest and largest value that an outsider can
        derive (by integer programme), how many values are possible, counted up to those it needs,
        how many it needs (as many as it has when nothing is said, at most), and whether it has
        them.

    Raises
    ------
    UnsafeReleaseError
        A count has too few values: nothing may be released.
    RuntimeError
        Something that is said is not true of the counts.
    """
    said = [row for s in survey.statements for row in s.wordings[found.levels[s.key]]]
    untrue = sum(not row.holds(unknowns.truth) for row in [*survey.facts, *said])
    if untrue:
        raise RuntimeError(f"{untrue} of the statements of a release are not true")
    rows = [
        _row(target, bounds, counts, unknowns)
        for target, bounds, counts in zip(
            survey.targets,
            found.bounds,
            zip(found.possible, found.needed, strict=True),
            strict=True,
        )
    ]
    frame = pd.DataFrame(rows, columns=COLUMNS)
    refuse_unsafe(frame)
    return frame


class UnsafeReleaseError(ProblemsError):
    """Counts could be worked out from a release; `audit` says which, to the room alone."""

    def __init__(self, audit: pd.DataFrame) -> None:
        n = int((~audit["safe"].astype(bool)).sum())
        super().__init__([Problem("release_unsafe", values={"n": n})])
        self.audit = audit


def refuse_unsafe(frame: pd.DataFrame) -> None:
    """Raise UnsafeReleaseError where a count of an audit has too few values."""
    if not frame["safe"].astype(bool).all():
        raise UnsafeReleaseError(frame)


def _row(
    target: Target, bounds: tuple[int, int], counts: tuple[int, int], unknowns: Unknowns
) -> tuple[object, ...]:
    assert isinstance(target.key, tuple)
    kind, year, question, *group = target.key
    smallest, largest = bounds
    name = " + ".join("/".join(part) if isinstance(part, tuple) else str(part) for part in group)
    true = round(unknowns.value(target.form))
    possible, needed = counts
    return kind, year, question, name, true, smallest, largest, possible, needed, possible >= needed
