"""Years of a copy of the shipped sample, opened as an analyst does."""

from __future__ import annotations

import pytest

from selfcheck_analysis.analysis import analyse
from selfcheck_analysis.paths import Project
from selfcheck_analysis.workbench import open_year
from selfcheck_analysis.workbench.year import Year
from tests.project_copy import copy_project


@pytest.fixture(scope="session")
def sample(tmp_path_factory) -> Project:
    """A copy of the shipped project that no test changes."""
    return copy_project(tmp_path_factory.mktemp("workbench"))


@pytest.fixture(scope="session")
def year(sample) -> Year:
    """The juki-net of 2023: 258 people in five roles of 2, 8, 24, 126 and 98."""
    return open_year("juki_net", 2023, project=sample, language="en")


@pytest.fixture(scope="session")
def network(sample) -> Year:
    """The information-provision network of 2023, already analysed: two roles, free text."""
    year = open_year("info_nws", 2023, project=sample, language="en")
    analyse(sample, year.params)
    return year
