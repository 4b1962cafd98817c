"""What a record says of counts is counted again from the release."""

import json

import pytest

from selfcheck_analysis.provenance import steps
from selfcheck_analysis.report.manifest import Step

COMMIT = "c" * 40


def write(finished, **values):
    path = finished.path("manifest.json")
    record = json.loads(path.read_text(encoding="utf-8")) | values
    path.write_text(json.dumps(record), encoding="utf-8")


def counted(finished):
    return [step.model_dump() for step in steps(finished.source.release)]


def test_record__of_a_run_as_it_is_written_passes(finished):
    states = finished.source.release.frame("cell_states")
    by_table = {
        table: dict(zip(rows["state"], map(int, rows["count"]), strict=True))
        for table, rows in states.groupby("table")
    }
    code = {"commit": COMMIT, "clean": True, "sha256": "0" * 64}
    outputs = [{"file": "fake_net/02_rates.html", "sha256": "1" * 64}]
    write(
        finished,
        **{"steps": counted(finished), "hidden_by_table": by_table, "answers_set_aside": 1},
        **{"code": code, "outputs": outputs, "key_id": "0" * 16, "summary": {"changed": []}},
    )
    assert finished.scan() == []


def test_record__with_steps_that_add_up_to_something_else_is_refused(finished):
    others = Step(what="people", taken=136, kept=71, left_out=65).model_dump()
    files, _, cells = counted(finished)
    write(finished, steps=[files, others, cells])
    assert [p.place.column for p in finished.scan()] == ["steps"]


@pytest.mark.parametrize(
    "values",
    [
        {"answers_set_aside": 2},
        {"hidden_by_table": {"changes": {"shown": 17}}},
        {"steps": ["71 people"]},
        {"code": {"commit": "71 people"}},
        {"summary": {"changed": ["71 people rose"]}},
    ],
)
def test_record__with_anything_else_in_its_new_fields_is_refused(finished, values):
    write(finished, **values)
    assert finished.codes() <= {"scan_table_differs", "scan_unreleased_number"}
    assert finished.codes()
