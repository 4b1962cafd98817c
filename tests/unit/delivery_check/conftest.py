"""Findings to look at."""

import pytest

from selfcheck_analysis.delivery_check.findings import Findings
from selfcheck_analysis.paths import Project
from selfcheck_analysis.responses.intake import examine
from tests.small_project import deliver, demo_questionnaire


@pytest.fixture
def findings_of(tmp_path):
    """Deliver files by name and examine them."""

    def examined(files):
        project = Project(tmp_path)
        for name, content in files.items():
            deliver(project, name, content)
        form = demo_questionnaire()
        intake, refusals = examine(project, form)
        return Findings(form, intake, tuple(refusals))

    return examined
