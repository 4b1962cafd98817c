"""The shipped sample as it goes through the door, once for all tests that attack it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from unittest.mock import patch

import pandas as pd
import pytest

from selfcheck_analysis.analysis import analyse
from selfcheck_analysis.disclosure import protection
from selfcheck_analysis.disclosure.attack.choice import attainable
from selfcheck_analysis.disclosure.attack.statements import Key, Survey
from selfcheck_analysis.disclosure.release_set import ReleaseSet
from selfcheck_analysis.params import read_params
from selfcheck_analysis.paths import Project
from selfcheck_analysis.questionnaire import Questionnaire, read_questionnaire
from selfcheck_analysis.rates import YearFigures, year_figures
from selfcheck_analysis.responses.intake import take_in
from tests.project_copy import copy_project

YEARS = (2022, 2023)


@dataclass(frozen=True)
class SentOut:
    """One programme of the sample: the printed tables, and what the door chose and knows.

    Attributes
    ----------
    tables : dict of str to DataFrame
    min_base : int
    forms, delivered : dict of fiscal year to Questionnaire and YearFigures
        By the roles that deliver.
    merged : dict of role to group
    release_set : ReleaseSet
    survey : Survey
        Every target needs no more values than it can have.
    levels : dict of key to int
    """

    tables: dict[str, pd.DataFrame]
    min_base: int
    forms: dict[int, Questionnaire]
    delivered: dict[int, YearFigures]
    merged: dict[str, str]
    release_set: ReleaseSet
    survey: Survey
    levels: dict[Key, int]


@pytest.fixture(scope="session")
def sent_out(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], SentOut]:
    """Return what analyses one programme of the shipped sample, once a session."""
    project = copy_project(tmp_path_factory.mktemp("attacked"))
    return cache(lambda programme: _sent_out(project, programme))


def _sent_out(project: Project, programme: str) -> SentOut:
    with patch.object(protection, "record", wraps=protection.record) as recorded:
        release = analyse(project, read_params(project, programme, 2023)).release
    release_set, survey, levels = recorded.call_args.args
    assert release.headline_rate == "macro"  # as the attacks take it to be
    forms = {year: read_questionnaire(project, programme, year) for year in YEARS}
    delivered = {year: year_figures(take_in(project, f).answers, f) for year, f in forms.items()}
    return SentOut(
        {name: release.frame(name) for name in release.tables},
        release.min_base,
        forms,
        delivered,
        _merged(release_set),
        release_set,
        attainable(survey),
        levels,
    )


def _merged(release_set: ReleaseSet) -> dict[str, str]:
    """Return the group of every role that is reported as part of one."""
    roles = {role for _, _, role, _ in release_set.cells}
    groups = {
        group.role: cell.key[2]
        for cell in release_set.cells.values()
        for group in cell.groups
        if cell.key[2] != "all_roles"
    }
    return {role: group for role, group in groups.items() if role not in roles}
