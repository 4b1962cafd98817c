"""Where the pages of a year go."""

from __future__ import annotations

import pytest

from selfcheck_analysis.analysis import Outcome
from selfcheck_analysis.finished import Finished
from selfcheck_analysis.paths import Project
from selfcheck_analysis.pipeline import pages_folder
from tests.factories import fake_publication, fake_thresholds
from tests.small_figures import small_params


def finished(project, internal):
    release = fake_publication(thresholds=fake_thresholds(internal_only=internal)).release
    return Finished(project, small_params(), Outcome(release, 0))


@pytest.mark.parametrize(
    ("internal", "folder"),
    [
        ([False, False], "reports/2023"),
        ([True, True], "data/processed/internal/2023"),
        # One page without protection keeps the others of its year in the room.
        ([False, True], "data/processed/internal/2023"),
        ([True, False], "data/processed/internal/2023"),
    ],
)
def test_pages_folder__what_nothing_protects_does_not_go_to_the_reports(tmp_path, internal, folder):
    project = Project(tmp_path)
    assert pages_folder(project, [finished(project, it) for it in internal]) == tmp_path / folder
