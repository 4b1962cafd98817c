"""What two printed years tell about each other, in words and as values."""

from __future__ import annotations

import json

import pytest

from selfcheck_analysis.printed_tables import command
from selfcheck_analysis.problems import ProblemsError
from selfcheck_analysis.published import comparison
from selfcheck_analysis.terms import InTables
from selfcheck_analysis.words import LANGUAGES, Words
from tests.project_copy import SHIPPED

STAFF = "citizens_division_staff"


@pytest.fixture(scope="module")
def files(tmp_path_factory):
    """The shipped print of one role."""
    folder = tmp_path_factory.mktemp("print")
    copies = []
    for path in sorted(SHIPPED.published.glob("*.csv")):
        header, *lines = path.read_text(encoding="utf-8").splitlines()
        kept = [header, *(line for line in lines if f",{STAFF}," in line)]
        copies.append(folder / path.name)
        copies[-1].write_text("\n".join(kept), encoding="utf-8")
    return copies


@pytest.fixture(scope="module")
def compared(files):
    return {
        language: command.compare(SHIPPED, files, 20, 0.05, Words(language))
        for language in LANGUAGES
    }


@pytest.mark.parametrize("language", LANGUAGES)
def test_lines__say_ranges_tables_and_verdicts(compared, language):
    lines = list(compared[language].lines())
    words = Words(language)
    label = {"ja": "緊急時の連絡先の一覧", "en": "emergency contact list"}[language]
    everyone = words("tenure.all")
    [line] = [line for line in lines if label in line and everyone in line]
    # Computed in tests/unit/published/test_comparison.py against a plain loop: .0271 to .1920.
    for text in ("0.027", "0.192", "137/142 → 113/126", "107/112 → 114/126", "20"):
        assert text in line
    assert words(f"compare_print.verdict.{InTables.UNDECIDED}") in line
    headlines = [line for line in lines if words("audit.headline") in line]
    unbounded = words(f"compare_print.verdict.{InTables.NOT_BOUNDED}")
    assert headlines
    assert all(unbounded in line for line in headlines)


def test_as_json__has_every_comparison_with_plain_values(compared):
    [document] = compared["en"].as_json()
    values = json.loads(document)
    rows = {(r["question"], r["tenure"]): r for r in values["years"]}
    contact = rows["knows_contact_tree_location", "all"]
    assert (contact["verdict"], contact["n_tables"], contact["direction"]) == ("undecided", 576, -1)
    # 96 -> 90 %: between 137/142 -> 113/126 and 107/112 -> 114/126.
    assert contact["p_low"] == pytest.approx(0.0271, abs=5e-5)
    assert contact["p_high"] == pytest.approx(0.1920, abs=5e-5)
    tenures = {(r["fiscal_year"], r["question"]): r for r in values["tenures"]}
    assert tenures[2023, "knows_contact_tree_location"]["verdict"] == "in_every_table"


def test_lines__say_bounds_where_there_are_too_many_tables(monkeypatch, files):
    monkeypatch.setattr(comparison, "MOST_OUTCOMES", 0)
    lines = command.compare(SHIPPED, files, 20, 0.05, Words("en")).lines()
    assert any("in every table." in line for line in lines)


@pytest.mark.parametrize(
    ("within", "alpha", "code"), [(-1, 0.05, "print_within"), (20, 0.0, "compare_alpha")]
)
def test_compare__refuses_options_out_of_range(within, alpha, code):
    with pytest.raises(ProblemsError) as caught:
        command.compare(SHIPPED, [], within, alpha, Words("en"))
    assert [problem.code for problem in caught.value.problems] == [code]
