"""Two years side by side: intervals, ranges beside a print, what stands alone, and the legend."""

from __future__ import annotations

import pytest

from selfcheck_analysis import charts
from selfcheck_analysis.terms import State, Tenure
from tests.factories import fake_publication, fake_tables, first_year, printed_last_year

LANGUAGES = ("ja", "en")


def records(block):
    return [row for rows in block.spec["datasets"].values() for row in rows]


def of_print(language="ja"):
    return fake_publication(language, **printed_last_year())


def test_focus__draws_the_change_of_every_tenure_with_its_interval():
    changed = {
        tuple(row["question"].split("\t")): (row["low"], row["change"], row["high"])
        for row in records(charts.focus_answers(fake_publication(), 2))
        if "change" in row
    }
    assert {tenure: figures for (_, tenure), figures in changed.items()} == {
        "全体": (-16, -9, -4),
        "１年目": (-30, -11, 8),
        "２年目以上": (-11, -4, -1),
    }


def test_focus__keeps_a_share_whose_comparison_is_hidden():
    frame = fake_tables()["changes"]
    hidden = (frame["question"] == "knows_contact_tree") & (frame["tenure"] == Tenure.FIRST_YEAR)
    figures = [c for c in frame if c.endswith(("_percent", "_points")) or c.startswith(("n_", "p"))]
    frame.loc[hidden, [*figures, "verdict"]] = None
    frame.loc[hidden, "state"] = State.HIDDEN_MERGED
    block = charts.focus_answers(fake_publication(changes=frame), 2)
    first = [row for row in records(block) if row.get("question", "").endswith("\t１年目")]
    assert [row["percent"] for row in first if "percent" in row] == [88, 76]
    assert [row["text"] for row in first if "text" in row] == ["差は示さない"]
    assert not [row for row in first if "change" in row]


def test_focus__computes_no_interval_of_a_share():
    # Only the interval of the change is released; of a rounded share none is made.
    fields = {key for row in records(charts.focus_answers(fake_publication(), 2)) for key in row}
    assert fields == {
        "question",
        "year",
        "percent",
        "change",
        "low",
        "high",
        "points",
        "verdict",
        "zero",
    }


@pytest.mark.parametrize("language", LANGUAGES)
def test_focus__of_a_first_year_draws_the_shares_alone(language):
    block = charts.focus_answers(fake_publication(language, **first_year()), 2)
    drawn = [row["percent"] for row in records(block) if "percent" in row]
    assert sorted(drawn) == [76, 90, 95]
    assert "change" not in {key for row in records(block) for key in row}


@pytest.mark.parametrize("chart", [charts.changes, lambda pub: charts.focus_answers(pub, 2)])
def test_chart__beside_a_print_draws_ranges_and_calls_them_no_intervals(chart):
    block = chart(of_print())
    ranges = {row["points"] for row in records(block) if "points" in row}
    assert "−9" in ranges  # one figure where both ends are the same
    assert not [row for row in records(block) if "change" in row]
    notes = "".join(block.spec["usermeta"]["notes"])
    assert "信頼区間ではない" in notes
    assert "どの組合せでも低下した" in block.description


def test_changes__beside_a_print_draw_the_focus_questions_over_all_tenures():
    questions = {row["question"] for row in records(charts.changes(of_print())) if "points" in row}
    # the second question was not printed last year
    assert len(questions) == 2


@pytest.mark.parametrize(
    "chart", [charts.changes, charts.rates_by_role, lambda pub: charts.focus_answers(pub, 2)]
)
def test_legend__fades_what_is_not_clicked_and_nothing_before(chart):
    spec = chart(fake_publication()).spec
    params = {param["name"]: param for param in spec["params"]}
    assert params["yearClicked"]["bind"] == "legend"
    assert all("value" not in param for param in params.values())  # empty holds everything
    assert params["yearClicked"]["select"]["fields"] == ["year"]


def test_legend__names_only_the_verdicts_that_are_drawn():
    spec = charts.focus_answers(fake_publication(), 1).spec
    (points,) = [it for it in spec["hconcat"][1]["layer"] if "shape" in it["encoding"]]
    # the third question of the item is in no table; both others are not shown or too small
    assert points["encoding"]["shape"]["scale"]["domain"] == [
        "変化があったとはいえない",
        "人数が少なく判定できない",
    ]
