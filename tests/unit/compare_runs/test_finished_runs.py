"""Finding finished runs in what a user names, and every fault of it."""

import json
import shutil

import pytest

from selfcheck_analysis.compare_runs.finished_runs import find_runs, read_table
from selfcheck_analysis.problems import Problem
from tests.finished_runs import finished_run


@pytest.fixture
def year(tmp_path):
    finished_run(tmp_path / "2023")
    return tmp_path / "2023"


def codes(named):
    return [problem.code for problem in find_runs(named)[1]]


@pytest.mark.parametrize("named", ["", "fake_net", "fake_net/manifest.json"])
def test_runs__are_found_by_year_by_programme_and_by_record(year, named):
    (run,), problems = find_runs(year / named)
    assert problems == []
    assert run.manifest.programme == "fake_net"
    assert run.folder == year / "fake_net"


def test_runs__are_found_in_a_folder_of_another_name(year):
    (year / "fake_net").rename(year / "昨日の 結果")
    (run,), problems = find_runs(year / "昨日の 結果")
    assert problems == []
    assert run.path("fake_net/02_rates.html").is_file()


def test_runs__of_a_year_leave_out_what_a_run_has_left_behind(year):
    shutil.copytree(year / "fake_net", year / ".old-fake_net")
    assert len(find_runs(year)[0]) == 1


def test_runs__nothing_of_the_name(tmp_path):
    assert codes(tmp_path / "nowhere") == ["runs_missing"]


def test_runs__a_folder_without_a_record(tmp_path):
    assert codes(tmp_path) == ["runs_no_record"]


@pytest.mark.parametrize(
    "content", [b"", b"{", b"[]", b'"text"', b'{"programme": "x"}', b"\xff\xfe", b"PK\x03\x04"]
)
def test_runs__a_record_that_is_none(year, content):
    (year / "fake_net" / "manifest.json").write_bytes(content)
    assert codes(year) == ["runs_record_unreadable"]


def test_runs__a_record_with_a_faulty_field_names_the_field_and_not_its_content(year):
    path = year / "fake_net" / "manifest.json"
    record = json.loads(path.read_text(encoding="utf-8")) | {"people_used": "secret"}
    path.write_text(json.dumps(record), encoding="utf-8")
    (problem,) = find_runs(year)[1]
    assert problem.values == {"cause": "people_used: int_parsing"}


def test_runs__every_file_that_is_not_there_is_named(year):
    (year / "fake_net" / "02_rates.html").unlink()
    (year / "fake_net" / "tables" / "changes.csv").unlink()
    problems = find_runs(year)[1]
    assert {problem.code for problem in problems} == {"runs_file_missing"}
    files = [problem.place.file.removeprefix(f"{year.as_posix()}/") for problem in problems]
    assert files == ["fake_net/02_rates.html", "fake_net/tables/changes.csv"]


@pytest.mark.parametrize("file", ["fake_net/../../secret.csv", "fake_net/..\\secret.csv"])
def test_runs__a_record_that_leads_out_of_its_folder_is_refused(year, file):
    (year.parent / "secret.csv").write_text("a\n1\n", encoding="utf-8")
    (year / "secret.csv").write_text("a\n1\n", encoding="utf-8")
    path = year / "fake_net" / "manifest.json"
    record = json.loads(path.read_text(encoding="utf-8")) | {"tables": [file]}
    path.write_text(json.dumps(record), encoding="utf-8")
    assert codes(year) == ["runs_file_missing"]


def test_runs__a_table_that_is_a_link_out_of_the_folder_is_refused(year):
    (year.parent / "secret.csv").write_text("a\n1\n", encoding="utf-8")
    (year / "fake_net" / "tables" / "linked.csv").symlink_to(year.parent / "secret.csv")
    path = year / "fake_net" / "manifest.json"
    record = json.loads(path.read_text(encoding="utf-8")) | {
        "tables": ["fake_net/tables/linked.csv"]
    }
    path.write_text(json.dumps(record), encoding="utf-8")
    assert codes(year) == ["runs_file_missing"]


def test_runs__pages_of_a_programme_whose_record_is_gone_are_named(year):
    shutil.copytree(year / "fake_net", year / "other_net")
    (year / "other_net" / "manifest.json").unlink()
    _, [problem] = find_runs(year)
    assert problem.code == "runs_no_record"
    assert problem.place.file.endswith("other_net")


def test_runs__the_same_programme_twice(year):
    shutil.copytree(year / "fake_net", year / "fake_net - copy")
    assert codes(year) == ["runs_programme_twice"]


def test_record__of_an_earlier_version_is_read(year):
    path = year / "fake_net" / "manifest.json"
    new = ["papers", "outputs", "summary", "key_id", "code", "steps", "answers_set_aside"]
    record = json.loads(path.read_text(encoding="utf-8"))
    earlier = {key: record[key] for key in record.keys() - {*new, "hidden_by_table"}}
    path.write_text(json.dumps(earlier), encoding="utf-8")
    assert codes(year) == []


def table_of(year, content):
    (run,), _ = find_runs(year)
    (year / "fake_net" / "tables" / "set_aside.csv").write_bytes(content)
    return read_table(run, "fake_net/tables/set_aside.csv")


def test_table__keeps_every_cell_as_the_text_that_it_is(year):
    content = "\ufeffcode,count\r\n01,1.50\r\nNA,\r\n".encode()
    assert table_of(year, content) == [{"code": "01", "count": "1.50"}, {"code": "NA", "count": ""}]


@pytest.mark.parametrize("content", [b"", b"code,count\r\na\r\n", b"code\r\n\xff\r\n", b'a\r\n"b'])
def test_table__that_is_none_is_a_fault(year, content):
    found = table_of(year, content)
    assert isinstance(found, Problem)
    assert found.code == "runs_table_unreadable"
