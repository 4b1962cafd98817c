import shutil
from pathlib import Path

import pytest

from selfcheck_analysis.paths import Project
from selfcheck_analysis.sample import write_sample

COMMITTED = Project(Path(__file__).resolve().parents[3])
TABLES = ("role_rates.csv", "focus_questions.csv")


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """A project with the inputs of the sample and nothing else."""
    made = Project(tmp_path)
    shutil.copytree(COMMITTED.params / "questionnaires", made.params / "questionnaires")
    made.published.mkdir(parents=True)
    for table in TABLES:
        shutil.copy(COMMITTED.published / table, made.published / table)
    return made


def contents(project: Project) -> dict[str, bytes]:
    sample = [
        *project.root.glob("data/raw/*/*/sample_*"),
        project.impossible_cells,
    ]
    return {project.relative(path): path.read_bytes() for path in sample}


def test_write_sample__gives_the_committed_files_byte_for_byte(project: Project) -> None:
    written = write_sample(project)
    assert contents(project) == contents(COMMITTED)
    assert sorted(project.relative(path) for path in written) == sorted(contents(COMMITTED))


def test_write_sample__puts_persons_nowhere_but_in_sample_files(project: Project) -> None:
    before = {path for path in project.root.rglob("*") if path.is_file()}
    write_sample(project)
    after = {path for path in project.root.rglob("*") if path.is_file()}
    new = {project.relative(path) for path in after - before}
    persons = {name for name in new if name.startswith("data/raw/") and "/sample_" in name}
    assert new - persons == {"data/published/sample/impossible_cells.csv"}


def test_write_sample__replaces_an_earlier_sample_and_leaves_real_deliveries(
    project: Project,
) -> None:
    folder = project.raw("juki_net", 2023)
    folder.mkdir(parents=True)
    stale, real = folder / "sample_99_dissolved_ka.csv", folder / "kumin_ka.csv"
    stale.write_text("stale", encoding="utf-8")
    real.write_text("real", encoding="utf-8")
    write_sample(project)
    assert not stale.exists()
    assert real.read_text(encoding="utf-8") == "real"


def test_write_sample__can_be_narrowed_to_one_run(project: Project) -> None:
    written = write_sample(project, ["info_nws"], [2022])
    # 17 sections, and the list of impossible cells, which always covers all runs.
    assert len(written) == 18
    assert not project.raw("info_nws", 2023).exists()
    assert project.impossible_cells.read_bytes() == COMMITTED.impossible_cells.read_bytes()
