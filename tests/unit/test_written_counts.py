"""Numbers of people in what people write are found, with their place; others may stand."""

import pytest

from selfcheck_analysis.paths import Project
from selfcheck_analysis.preflight import check_runs
from selfcheck_analysis.problems import ProblemsError
from selfcheck_analysis.written_counts import counted_people
from tests.project_copy import copy_project


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("１年目は４人中３人だった。", ["4人", "3人"]),
        ("約８割が知っていた。", ["8割"]),
        ("3 people asked.", ["3 people"]),
        ("研修を年２回、第３会議室で行う。", []),
        ("職員の一人一人が確認する。", []),
        ("２名称の一覧を直す。", []),
    ],
)
def test_counted_people__finds_counts_and_tenths(text, found):
    problems = list(counted_people({"measures": [{"ja": text}]}, "f.yaml"))
    assert [problem.values["found"] for problem in problems] == found
    assert {problem.place.column for problem in problems} <= {"measures.0.ja"}


def test_check_runs__names_the_key_of_a_count_in_the_handout(tmp_path):
    project: Project = copy_project(tmp_path / "project")
    path = project.handout_file("juki_net", 2023)
    text = path.read_text(encoding="utf-8")
    path.write_text(
        text.replace("集計した結果は各部署に返し", "３人の結果は各部署に返し"), encoding="utf-8"
    )
    with pytest.raises(ProblemsError) as caught:
        check_runs(project, [("juki_net", 2023)])
    [problem] = caught.value.problems
    assert (problem.code, problem.place.column) == ("written_count", "purpose.1.ja")
