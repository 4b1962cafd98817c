"""What counts as a delivery, copies, and the sample among real answers."""

import os

import pytest

from selfcheck_analysis.notice import SYNTHETIC_NOTICE
from selfcheck_analysis.paths import Project
from selfcheck_analysis.problems import ProblemsError
from selfcheck_analysis.responses.intake import delivered_files, take_in
from selfcheck_analysis.words import Words
from tests.small_project import (
    CHIEF,
    HEADER,
    PROGRAMME,
    THIS_YEAR,
    codes,
    counts,
    csv_bytes,
    deliver,
    demo_questionnaire,
    person,
    places,
    table,
    xlsx_bytes,
)

FORMS = demo_questionnaire()


def test_take_in__refuses_when_nothing_was_delivered(tmp_path):
    for _ in range(2):  # without the folder, then with an empty one
        with pytest.raises(ProblemsError) as caught:
            take_in(Project(tmp_path), FORMS)
        assert codes(caught.value.problems) == ["nothing_delivered"]
        assert caught.value.problems[0].place.file == "data/raw/demo/2023"
        Project(tmp_path).raw(PROGRAMME, THIS_YEAR).mkdir(parents=True, exist_ok=True)


def test_delivered_files__are_all_but_the_projects_own_and_locks_of_excel(tmp_path):
    project = Project(tmp_path)
    names = ["b.csv", "a.xlsx", "東課/回答.csv", "a.csv.bak"]
    ours = ["README.md", "東課/.gitkeep", "~$a.xlsx", "東課/~$回答.xlsx"]
    ours += ["Thumbs.db", "東課/.DS_Store", "desktop.ini"]  # what systems put there by themselves
    checkpoint = ".ipynb_checkpoints/b-checkpoint.csv"  # JupyterLab's own copy of b.csv
    for number, name in enumerate([*names, *ours, checkpoint]):
        deliver(project, name, str(number).encode())
    folder = project.raw(PROGRAMME, THIS_YEAR)
    found = [path.relative_to(folder).as_posix() for path in delivered_files(project, "demo", 2023)]
    assert sorted(found) == sorted(names)


def test_take_in__names_files_in_folders_by_their_way(tmp_path):
    project = Project(tmp_path)
    deliver(project, "東課/a.csv", table(person()))
    deliver(project, "西課/a.csv", table(person(tenure="")))
    intake = take_in(project, FORMS)
    assert set(intake.deliveries["file"]) == {"東課/a.csv", "西課/a.csv"}
    assert [p.place.file for p in intake.problems] == ["西課/a.csv"]


def test_take_in__a_file_of_another_kind_is_reported_and_not_dropped(take):
    intake = take(a_csv=table(person()), memo_doc=b"\xd0\xcf\x11\xe0" + bytes(99))
    assert codes(intake.problems) == ["file_unreadable"]
    assert intake.problems[0].place.file == "memo.doc"


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no pipes in folders")
def test_take_in__pipes_and_devices_are_reported_and_never_waited_for(tmp_path):
    project = Project(tmp_path)
    deliver(project, "a.csv", table(person()))
    folder = project.raw(PROGRAMME, THIS_YEAR)
    os.mkfifo(folder / "pipe.csv")
    os.mkfifo(tmp_path / "elsewhere")
    (folder / "to_pipe.csv").symlink_to(tmp_path / "elsewhere")
    (folder / "to_device.csv").symlink_to("/dev/zero")
    intake = take_in(project, FORMS)
    assert [(p.code, p.place.file) for p in intake.problems] == [
        ("file_not_opened", name) for name in ("pipe.csv", "to_device.csv", "to_pipe.csv")
    ]
    assert counts(intake) == [1, 1, 0, 0]


def test_take_in__links_that_lead_nowhere_or_to_a_folder_are_reported(tmp_path):
    project = Project(tmp_path)
    deliver(project, "a.csv", table(person()))
    folder = project.raw(PROGRAMME, THIS_YEAR)
    (folder / "gone.csv").symlink_to(tmp_path / "nowhere")
    (tmp_path / "other").mkdir()
    (folder / "other").symlink_to(tmp_path / "other", target_is_directory=True)
    intake = take_in(project, FORMS)
    assert [(p.code, p.place.file) for p in intake.problems] == [
        ("file_not_opened", "gone.csv"),
        ("file_not_opened", "other"),
    ]
    assert counts(intake) == [1, 1, 0, 0]


def test_take_in__a_link_to_a_file_is_a_delivery_under_its_own_name(tmp_path):
    project = Project(tmp_path / "office")
    (tmp_path / "share").mkdir()
    (tmp_path / "share" / "x.csv").write_bytes(table(person()))
    project.raw(PROGRAMME, THIS_YEAR).mkdir(parents=True)
    (project.raw(PROGRAMME, THIS_YEAR) / "a.csv").symlink_to(tmp_path / "share" / "x.csv")
    assert counts(take_in(project, FORMS)) == [1, 1, 0, 0]


def test_take_in__a_copy_refuses_the_run_and_names_both(tmp_path):
    project = Project(tmp_path)
    for name in ("a.csv", "copy/a (1).csv", "z.csv"):
        deliver(project, name, table(person()))
    deliver(project, "b.csv", table(person(CHIEF)))
    with pytest.raises(ProblemsError) as caught:
        take_in(project, FORMS)
    [problem] = caught.value.problems
    assert problem.code == "delivered_twice"
    for language in ("ja", "en"):
        text = problem.text(Words(language))
        assert all(name in text for name in ("a.csv", "copy/a (1).csv", "z.csv"))
        assert "b.csv" not in text


def test_take_in__every_pair_of_copies_is_named_at_once(take):
    one, other = table(person()), table(person(CHIEF))
    with pytest.raises(ProblemsError) as caught:
        take(a_csv=one, b_csv=other, c_csv=one, d_csv=other)
    named = [(p.place.file, p.values["others"]) for p in caught.value.problems]
    assert named == [("a.csv", "c.csv"), ("b.csv", "d.csv")]


def test_take_in__a_section_that_answered_alike_can_name_itself_above_the_header(take):
    # The way out that the message of a copy offers
    titled = csv_bytes([["西課"], HEADER, person()])
    intake = take(a_csv=table(person()), b_csv=titled)
    assert counts(intake) == counts(intake, "b.csv") == [1, 1, 0, 0]
    assert intake.problems == ()


def test_take_in__empty_files_are_reported_one_by_one_and_not_as_copies(take):
    intake = take(a_csv=b"", b_csv=b"", c_csv=table(person()))
    assert places(intake) == [("file_empty", "a.csv", 0, ""), ("file_empty", "b.csv", 0, "")]


def synthetic(*people):
    return csv_bytes([[SYNTHETIC_NOTICE], HEADER, *people])


def test_take_in__the_sample_alone_is_marked_and_no_fault(take):
    intake = take(a_csv=synthetic(person()), b_csv=synthetic(person(CHIEF)))
    assert intake.deliveries["synthetic"].all()
    assert intake.problems == ()


@pytest.mark.parametrize("marked", [0, 1])
def test_take_in__one_marked_sheet_marks_the_file(take, marked):
    sheets = [[HEADER, person()], [HEADER, person(CHIEF)]]
    sheets[marked].insert(0, [SYNTHETIC_NOTICE])
    intake = take(a_xlsx=xlsx_bytes(dict(zip("東西", sheets, strict=True))))
    assert list(intake.deliveries["synthetic"]) == [True]


def test_take_in__the_sample_mixed_with_real_answers_is_reported(take):
    intake = take(a_csv=synthetic(person()), b_csv=table(person()), c_csv=table(person(CHIEF)))
    assert list(intake.deliveries["synthetic"]) == [True, False, False]
    [problem] = intake.problems
    assert problem.code == "deliveries_mixed"
    assert dict(problem.values) == {"synthetic": 1, "files": 3}
    assert problem.place.file == "data/raw/demo/2023"


@pytest.mark.parametrize(
    "other",
    [b"", b"PK\x03\x04", csv_bytes([HEADER, person("課長")])],
    ids=["empty", "unreadable", "set aside"],
)
def test_take_in__a_file_of_which_nothing_is_used_mixes_nothing(take, other):
    intake = take(a_csv=synthetic(person()), b_csv=other)
    assert "deliveries_mixed" not in codes(intake.problems)


@pytest.mark.skipif(os.name == "nt", reason="Windows has no file names that are not text")
def test_take_in__a_file_name_that_is_no_text_is_reported_all_the_same(tmp_path):
    project = Project(tmp_path)
    deliver(project, os.fsdecode("課".encode("cp932") + b".csv"), table(person("課長")))
    intake = take_in(project, FORMS)
    assert counts(intake, intake.problems[0].place.file) == [1, 0, 1, 0]
    assert codes(intake.problems) == ["role_unknown"]
