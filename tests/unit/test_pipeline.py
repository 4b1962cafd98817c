"""Where the pages of a year go, and what is kept of them."""

from __future__ import annotations

import pytest

from selfcheck_analysis import pipeline
from selfcheck_analysis.analysis import Outcome
from selfcheck_analysis.finished import Finished
from selfcheck_analysis.paths import Project
from selfcheck_analysis.pipeline import pages_folder
from tests.factories import fake_publication, fake_thresholds
from tests.small_figures import small_params
from tests.small_project import PROGRAMME, THIS_YEAR, small_project


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


class StoppedError(Exception):
    """Ends a run at one of its steps."""


def stop(*_, **__):
    raise StoppedError


@pytest.fixture
def analysed(tmp_path, monkeypatch):
    """A project whose run analyses and publishes, without notebooks and pages."""
    for step in ("_run_notebooks", "write_programme", "_write_index", "scan_finished"):
        monkeypatch.setattr(pipeline, step, lambda *_, **__: None)
    return small_project(tmp_path)


def released(project):
    return sorted(path.name for path in project.releases.rglob("*.json"))


def test_run__keeps_what_it_tells_before_it_publishes(analysed, monkeypatch):
    monkeypatch.setattr(pipeline, "publish", stop)
    with pytest.raises(StoppedError):
        pipeline.run(analysed, [(PROGRAMME, THIS_YEAR)], "en")
    said = analysed.processed(PROGRAMME, THIS_YEAR) / "said"
    assert released(analysed) == [path.name for path in said.iterdir()]
    [kept] = analysed.releases.rglob("*.*")  # and nothing half written
    assert kept.read_bytes() == (said / kept.name).read_bytes()


@pytest.mark.parametrize("step", ["_run_notebooks", "write_programme", "scan_finished"])
def test_run__that_fails_before_it_publishes_keeps_nothing(analysed, monkeypatch, step):
    monkeypatch.setattr(pipeline, step, stop)
    with pytest.raises(StoppedError):
        pipeline.run(analysed, [(PROGRAMME, THIS_YEAR)], "en")
    assert released(analysed) == []
