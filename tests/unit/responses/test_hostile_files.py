"""Files made to harm are refused or taken in harmlessly, in bounded time."""

from time import perf_counter

import pytest

from selfcheck_analysis.words import LANGUAGES, Words
from tests.deliveries.grid import some_people
from tests.hostile.words import DIRECTIONS, FILE_NAMES
from tests.hostile_files import HOSTILE
from tests.small_project import HEADER, Project, csv_bytes, deliver, demo_questionnaire, take_in

MOST_SECONDS = 30
"""Ten times what the slowest takes; what is without bounds takes longer."""


def said_of(intake):
    problems = (*intake.problems, *intake.notes)
    return [problem.text(Words(language)) for problem in problems for language in LANGUAGES]


@pytest.mark.parametrize("name", HOSTILE)
def test_take_in__does_no_more_with_a_hostile_file_than_is_allowed(tmp_path, name):
    hostile, project = HOSTILE[name], Project(tmp_path)
    path = deliver(project, hostile.file, hostile.content())
    started = perf_counter()
    intake = take_in(project, demo_questionnaire())
    assert perf_counter() - started < MOST_SECONDS
    used = intake.deliveries["used"].fillna(0).sum()
    assert used == 0 if hostile.allowed == "refused" else used >= 0
    assert used or intake.problems
    said = "\n".join(said_of(intake))
    assert not set("".join(DIRECTIONS)) & set(said) - set("はいyesx")
    assert max(map(len, said.splitlines()), default=0) < 2_000
    assert [found.name for found in path.parent.iterdir()] == [path.name]
    path.unlink()


@pytest.mark.parametrize("name", FILE_NAMES)
def test_take_in__a_file_of_any_name_is_named_on_one_line(tmp_path, name):
    project = Project(tmp_path)
    deliver(project, name, csv_bytes([HEADER, *some_people(), ["x"]]))
    intake = take_in(project, demo_questionnaire())
    assert intake.deliveries["used"].tolist() == [8]
    assert all(len(text.splitlines()) == 1 for text in said_of(intake))
