"""What `selfcheck compare-runs` says of two finished runs, and its exit status."""

import json

import pytest
from typer.testing import CliRunner

from selfcheck_analysis.cli import app
from selfcheck_analysis.report.manifest import Code
from tests.factories import fake_tables, fake_thresholds
from tests.finished_runs import DELIVERY, FORM, LATER, finished_run, page, source

RATES = "区分別の適正実施率"


@pytest.fixture
def ab(tmp_path):
    """Two folders for years: what is written there stands in the tests."""
    return tmp_path / "a" / "2023", tmp_path / "b" / "2023"


def compare(ab, *options, language="en"):
    return CliRunner().invoke(
        app, ["compare-runs", *map(str, ab), "--language", language, *options]
    )


def values(ab):
    document = json.loads(compare(ab, "--json").stdout)
    (programme,) = document["programmes"]
    assert document["differs"] == programme["differs"]
    return programme


def test_runs__that_differ_in_their_time_are_alike(ab):
    finished_run(ab[0])
    finished_run(ab[1], made_at=LATER)
    result = compare(ab)
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout.splitlines()[-1] == "The two runs are alike but for the time."
    assert set(values(ab)["files"].values()) == {"same"}


def test_inputs__are_the_same_changed_or_in_one_run_alone(ab):
    finished_run(ab[0], inputs=(source(DELIVERY), source(FORM), source("a.yaml")))
    finished_run(ab[1], inputs=(source(DELIVERY), source(FORM, "b"), source("b.yaml")))
    expected = {DELIVERY: "same", FORM: "changed", "a.yaml": "only_a", "b.yaml": "only_b"}
    assert values(ab)["inputs"] == expected
    result = compare(ab)
    assert result.exit_code == 1
    assert f"  differs: {FORM}\n  only in A: a.yaml\n  only in B: b.yaml\n" in result.stdout


def test_inputs__digested_under_two_keys_cannot_be_told(ab):
    finished_run(ab[0])
    finished_run(ab[1], inputs=(source(DELIVERY, "b"), source(FORM)), key_id="1" * 16)
    assert values(ab)["inputs"] == {DELIVERY: "untold", FORM: "same"}
    result = compare(ab)
    assert result.exit_code == 0
    assert "Deliveries of which it cannot be told" in result.stdout


def test_inputs__digested_under_one_key_are_told(ab):
    finished_run(ab[0])
    finished_run(ab[1], inputs=(source(DELIVERY, "b"), source(FORM)))
    assert values(ab)["inputs"][DELIVERY] == "changed"


def test_settings__are_parameters_and_thresholds_from_a_to_b(ab):
    thresholds = fake_thresholds()
    finished_run(ab[0])
    thresholds["min_base"]["value"] = 12
    parameters = {"alpha": 0.01, "focus_family": ["a", "b"], "new": 1}
    finished_run(ab[1], thresholds=thresholds, parameters=parameters)
    assert values(ab)["settings"] == [
        {"name": "alpha", "a": "0.05", "b": "0.01"},
        {"name": "policy.min_base", "a": "10", "b": "12"},
        {"name": "new", "a": None, "b": "1"},
    ]
    assert "  alpha: 0.05 -> 0.01\n" in compare(ab).stdout
    assert "  new: (none) -> 1\n" in compare(ab).stdout


def test_versions__are_of_packages_and_of_the_code(ab):
    finished_run(ab[0])
    code = Code(commit="unknown", clean=None, sha256="e" * 64)
    finished_run(ab[1], versions={"pandas": "3.2.0"}, code=code)
    assert values(ab)["versions"] == [
        {"name": "pandas", "a": "3.1.1", "b": "3.2.0"},
        {"name": "commit", "a": "c" * 40, "b": "unknown"},
        {"name": "clean", "a": "true", "b": "-"},
        {"name": "code", "a": "d" * 64, "b": "e" * 64},
    ]


def test_counts__of_people_and_states_are_named_in_words(ab):
    finished_run(ab[0])
    finished_run(ab[1], people_used=133, people_set_aside=3, hidden={"shown": 52})
    stdout = compare(ab).stdout
    assert "  people used: 134 -> 133\n" in stdout
    assert "  Below 10 answers: 12 -> (none)\n" in stdout


def fewer_shown():
    """Return the rates of roles with one figure another and one hidden."""
    rates = fake_tables()["rates_by_role"]
    rates.loc[0, "rate_percent"] = 96
    rates.loc[1, ["n_people", "rate_percent", "state"]] = [None, None, "hidden_small_base"]
    return {"rates_by_role": rates}


def test_figures__are_named_by_row_and_column_old_and_new(ab):
    finished_run(ab[0])
    finished_run(ab[1], fewer_shown())
    (table,) = values(ab)["tables"]
    about = {"role": "counter_staff", "fiscal_year": "2023", "tenure": "first_year"}
    # The frame holds blanks in this column, so that pandas writes its whole numbers with a point.
    assert table["cells"][0] == {"row": about, "column": "rate_percent", "a": "97.0", "b": "96.0"}
    assert table["states"] == [{"a": "shown", "b": "hidden_small_base", "cells": 1}]
    stdout = compare(ab, language="ja").stdout
    assert f"　{RATES}（rates_by_role）：4欄\n" in stdout
    assert "　　欄の状態：表示 → 回答者10人未満　1欄\n" in stdout
    assert "counter_staff・2023・first_year　rate_percent：97.0 → 96.0\n" in stdout


def test_figures__that_are_many_are_counted(ab):
    finished_run(ab[0])
    finished_run(ab[1], {"changes": fake_tables()["changes"].assign(n_this=11)})
    stdout = compare(ab).stdout
    cells = len(values(ab)["tables"][0]["cells"])
    assert cells > 12
    assert stdout.count(", n_this: ") == 12
    assert f"    and {cells - 12} more cells (--json gives all)\n" in stdout


def test_pages__that_differ_in_more_than_the_time_are_named(ab):
    finished_run(ab[0])
    path = finished_run(ab[1], made_at=LATER) / "02_rates.html"
    path.write_text(path.read_text(encoding="utf-8") + "<p>more</p>", encoding="utf-8")
    result = compare(ab)
    assert result.exit_code == 1
    assert "  differs: 02_rates.html\n" in result.stdout
    assert "Note: 02_rates.html of B has been altered since it was made.\n" in result.stdout
    assert values(ab)["b"]["altered"] == ["02_rates.html"]


def test_papers__count_like_pages(ab):
    paper = page("feedback.html")
    finished_run(ab[0], papers=(paper,))
    finished_run(ab[1])
    assert values(ab)["files"]["feedback.html"] == "only_a"


def test_programmes__that_one_year_has_alone_are_a_difference(ab):
    for year in ab:
        finished_run(year)
    finished_run(ab[0], programme="other_net")
    result = compare(ab)
    assert result.exit_code == 1
    assert "Programmes only in A: other_net\n" in result.stdout


def test_faults__of_both_are_named_together_without_a_traceback(ab):
    (finished_run(ab[0]) / "02_rates.html").unlink()
    (finished_run(ab[1]) / "manifest.json").write_text("{", encoding="utf-8")
    result = compare(ab)
    assert result.exit_code == 2
    assert "(runs_file_missing)" in result.stderr
    assert "(runs_record_unreadable)" in result.stderr
    assert "Traceback" not in result.stderr


def test_faults__folders_that_are_not_there_are_both_named(tmp_path):
    result = compare((tmp_path / "x", tmp_path / "y"), language="ja")
    assert result.exit_code == 2
    assert result.stderr.count("（runs_missing）") == 2


def test_faults__damaged_tables_of_both_are_named_together(ab):
    for year in ab:
        (finished_run(year) / "tables" / "trend.csv").write_text("a,b\n1\n", encoding="utf-8")
    result = compare(ab)
    assert (result.exit_code, result.stderr.count("(runs_table_unreadable)")) == (2, 2)


def test_faults__a_damaged_workbook_is_named(ab):
    paper = page("handout.xlsx")  # a text in it is no workbook
    finished_run(ab[0], papers=(paper,))
    finished_run(ab[1])
    result = compare(ab)
    assert result.exit_code == 2
    assert "handout.xlsx" in result.stderr
    assert "(runs_file_unreadable)" in result.stderr


def test_faults__two_programmes_have_nothing_to_compare(ab):
    a = finished_run(ab[0])
    b = finished_run(ab[1], programme="other_net")
    result = compare((a, b))
    assert result.exit_code == 2
    assert "A holds results of fake_net, B of other_net." in result.stderr


def test_lines__hold_nothing_that_a_terminal_would_obey(ab):
    finished_run(ab[0])
    hostile = {"alpha": "\x1b[2J\x07", "focus_family": ["a", "b"]}
    finished_run(ab[1], parameters=hostile)
    assert not set(compare(ab).stdout) & set("\x1b\x07")


def test_lines__say_that_an_internal_result_stays_in_the_room(ab):
    finished_run(ab[0], thresholds=fake_thresholds(internal_only=True))
    finished_run(ab[1])
    assert "may not leave the room" in compare(ab).stdout
