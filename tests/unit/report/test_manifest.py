"""The record of a run: its counts add up, and one of an earlier version still makes an index."""

import json

import pytest
from pydantic import ValidationError

from selfcheck_analysis.provenance import steps, versions
from selfcheck_analysis.report.index import render_index
from selfcheck_analysis.report.manifest import Code, Step, read_manifest, write_manifest
from tests.factories import fake_publication, fake_tables
from tests.finished_runs import fake_manifest

NEW_FIELDS = ("papers", "outputs", "summary", "key_id", "code", "steps")
NEW_FIELDS += ("answers_set_aside", "hidden_by_table")
"""What records of the first version do not have."""


@pytest.fixture(scope="module")
def release():
    return fake_publication().release


def test_manifest__is_read_as_it_was_written(tmp_path, release):
    written = fake_manifest(release, summary={"changed": ("a", "b")}, hidden_by_table={"t": {}})
    write_manifest(tmp_path / "manifest.json", written)
    assert read_manifest(tmp_path / "manifest.json") == written
    assert b"\r" not in (tmp_path / "manifest.json").read_bytes()


@pytest.mark.parametrize("language", ["ja", "en"])
def test_manifest__of_an_earlier_version_makes_an_index(tmp_path, release, language):
    path = tmp_path / "manifest.json"
    write_manifest(path, fake_manifest(release))
    record = json.loads(path.read_text(encoding="utf-8"))
    earlier = {key: record[key] for key in record.keys() - set(NEW_FIELDS)}
    path.write_text(json.dumps(earlier), encoding="utf-8")
    assert 'href="fake_net/02_rates.html"' in render_index([read_manifest(path)], language)


@pytest.mark.parametrize(
    "fault",
    [
        {"fiscal_year": 99999},
        {"people_used": 133},  # 136 delivered, 2 set aside
        {"key_id": "secret"},
        {"outputs": ({"file": "a.csv", "sha256": "short"},)},
        {"code": {"commit": "main", "clean": True, "sha256": "d" * 64}},
        {"steps": ({"what": "files", "taken": 3, "kept": 1, "left_out": 1},)},
        {"summary": {"changed": (1,)}},
    ],
)
def test_manifest__refuses_what_cannot_be(release, fault):
    with pytest.raises(ValidationError):
        fake_manifest(release, **fault)


def test_code__may_be_unknown():
    assert Code(commit="unknown", clean=None, sha256="d" * 64).clean is None


def test_steps__count_files_people_and_cells(release):
    # The deliveries of the release made by hand: 90 + 46 people, of whom 88 + 46 are used.
    # Its cells: 6 + 14 + 18 + 3 shown of 12 + 18 + 26 + 6.
    assert steps(release) == (
        Step(what="files", taken=2, kept=2, left_out=0),
        Step(what="people", taken=136, kept=134, left_out=2),
        Step(what="cells", taken=62, kept=41, left_out=21),
    )


def test_steps__count_a_file_that_cannot_be_read():
    deliveries = fake_tables()["deliveries"]
    deliveries.loc[1, ["delivered", "used", "set_aside"]] = None
    files, people, _ = steps(fake_publication(deliveries=deliveries).release)
    assert files == Step(what="files", taken=2, kept=1, left_out=1)
    assert people == Step(what="people", taken=90, kept=88, left_out=2)


def test_versions__are_of_python_the_system_and_every_package_that_is_asked_for():
    found = versions()
    assert list(found)[:3] == ["python", "platform", "selfcheck-analysis"]
    assert {"pandas", "altair", "vl-convert-python", "scipy"} <= set(found)
    assert "pytest" not in found  # an extra
    assert found["platform"] in {"Linux", "Windows", "Darwin"}
