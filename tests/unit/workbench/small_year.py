"""A year of a small project, whose release takes no time."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from selfcheck_analysis.workbench import open_year
from selfcheck_analysis.workbench.year import Year
from tests.small_project import (
    HEADER,
    PROGRAMME,
    THIS_YEAR,
    csv_bytes,
    deliver,
    param_values,
    person,
    policy_values,
    small_project,
    write_yaml,
)

TWENTY = [person(LOCKS="いいえ" if number < 6 else "はい") for number in range(20)]
"""Twenty of the later staff, of whom 14 lock their screens: 70 %."""


def small_year(root: Path, people: Iterable[Sequence[str]] = TWENTY, **policy: Any) -> Year:
    """Open a first year with these people alone, under a policy with these thresholds."""
    project = small_project(root)
    settings = param_values() | {"last_year": "none", "trend_from": THIS_YEAR}
    write_yaml(project.params_file(PROGRAMME, THIS_YEAR), settings)
    write_yaml(project.disclosure_policy, {"standard": policy_values(**policy)})
    for delivered in project.raw(PROGRAMME, THIS_YEAR).iterdir():
        delivered.unlink()
    deliver(project, "a.csv", csv_bytes([HEADER, *people]))
    return open_year(PROGRAMME, THIS_YEAR, project=project, language="en")


def one_more(year: Year) -> Year:
    """Deliver one person more, who does not lock the screen, and open the year again."""
    deliver(year.project, "b.csv", csv_bytes([HEADER, person(LOCKS="いいえ")]))
    return open_year(PROGRAMME, THIS_YEAR, project=year.project, language="en")


INTERNAL = {"internal_only": True, "min_base": 1, "min_values": 1, "band_minority": 0}
"""Thresholds of a policy that protects nothing."""


def kept(year: Year) -> list[str]:
    """Return the names of what is kept as released."""
    return sorted(path.name for path in year.project.releases.rglob("*.json"))
