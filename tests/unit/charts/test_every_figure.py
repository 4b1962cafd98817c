"""Every figure of every chart against its released cell, over releases made at random."""

from __future__ import annotations

import json

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from selfcheck_analysis import charts
from selfcheck_analysis.display import Blocks, ChartBlock
from selfcheck_analysis.terms import HEADLINE, State, Tenure
from tests.random_release import KINDS, random_publication
from tests.sentence_templates import numbers

LANGUAGES = ("ja", "en")
CHARTS = {
    "changes": charts.changes,
    "contrasts": charts.contrasts,
    "focus_1": lambda pub: charts.focus_answers(pub, 1),
    "focus_2": lambda pub: charts.focus_answers(pub, 2),
    "rates_by_question": charts.rates_by_question,
    "rates_by_role": charts.rates_by_role,
}


def blocks_of(pub):
    """Return every chart that a release draws, by its name."""
    made = {name: make(pub) for name, make in CHARTS.items()}
    sheets = [
        (name, sheet)
        for name, block in made.items()
        for sheet in (block.blocks if isinstance(block, Blocks) else (block,))
    ]
    return [(name, sheet) for name, sheet in sheets if isinstance(sheet, ChartBlock)]


def joined(text):
    """Return a drawn text as if it had never been broken into lines."""
    return "".join(text.split())


def records_of(spec, titles=""):
    """Yield every row of a chart's data with the titles of the panels above it."""
    title = spec.get("title", "")
    lines = title.get("text", "") if isinstance(title, dict) else title
    titles += joined("".join(lines))
    panels = [*spec.get("hconcat", []), *spec.get("concat", [])]
    shared = {key: spec[key] for key in ("data", "datasets") if key in spec}
    for panel in panels:  # altair lifts the data of all panels alike to what holds them
        yield from records_of(shared | panel, titles)
    for view in spec.get("layer", []):
        yield from records_of(view | {"datasets": spec["datasets"]}, titles)
    if not panels and "name" in spec.get("data", {}):
        yield from ((titles, record) for record in spec["datasets"][spec["data"]["name"]])


def cells_about(pub, text, tables):
    """Return every row of some tables whose role, question, tenure and year a text names."""
    found = []
    for table in tables:
        for row in pub.release.frame(table).to_dict("records"):
            if all(joined(name) in text for name in _names(pub, row)):
                found.append(row)
    return found


def _names(pub, row):
    question, role = row.get("question", HEADLINE), row.get("role", "all_roles")
    if question != HEADLINE:
        yield pub.question(question)
    if role != "all_roles":
        yield pub.role(role)
    tenure = row.get("tenure", Tenure.ALL)
    if tenure != Tenure.ALL:
        yield pub.words(f"tenure.{tenure}")


def cells(row):
    """Return the numbers of a row, of its texts too; the ends of a mirrored band as well."""
    values = set()
    for name, value in row.items():
        if (
            isinstance(value, bool)
            or value is None
            or (not isinstance(value, str) and pd.isna(value))
        ):
            continue
        values |= set(numbers(value)) if isinstance(value, str) else {float(value)}
        if name.endswith(("low_percent", "high_percent")):
            values.add(100.0 - float(value))
    return values


TABLES = (
    *("changes", "printed_changes", "contrasts", "focus_answers"),
    *("rates_by_role", "rates_by_question"),
)


def figures_of(record):
    """Return the numbers that a record draws, of its texts too; names hold none of these."""
    named = {
        "question",
        "role",
        "row",
        "heading",
        "tenure",
        "year",
        "verdict",
        "why",
        "mark",
        "zero",
    }
    drawn = {}
    for key, value in record.items():
        if key not in named:
            drawn[key] = set(numbers(value)) if isinstance(value, str) else {float(value)}
    return {key: found for key, found in drawn.items() if key != "text"}


def wrong_figures(pub, made):
    """Return the records of charts of which no released row holds all the figures."""
    wrong = []
    for name, chart in made:
        for titles, record in records_of(chart.spec):
            drawn = set().union(*figures_of(record).values())
            about = titles + joined(
                json.dumps(record, ensure_ascii=False).replace("\\n", "").replace("\\t", "")
            )
            rows = cells_about(pub, about, TABLES)
            if drawn and not any(drawn <= cells(row) for row in rows):
                wrong.append((name, record))
    return wrong


@settings(max_examples=6, deadline=None)
@given(
    seed=st.integers(0, 2**32 - 1), kind=st.sampled_from(KINDS), language=st.sampled_from(LANGUAGES)
)
def test_chart__draws_no_figure_but_those_of_a_released_row(seed, kind, language):
    pub = random_publication(seed, kind, language)
    assert wrong_figures(pub, blocks_of(pub)) == []


def test_checker__complains_of_a_chart_of_another_release():
    pub, other = (random_publication(seed, "responses", "ja") for seed in (1, 2))
    made = blocks_of(other)
    wrong = {name for name, _ in wrong_figures(pub, made)}
    assert wrong == {name for name, _ in made}


def described(pub, chart):
    """Return the numbers that a description tells, but for the years and what names hold."""
    text = chart.description
    names = [role.label for role in pub.questionnaire.roles]
    names += [question.label for question in pub.questionnaire.questions]
    for label in sorted((n.text(pub.words.language) for n in names), key=len, reverse=True):
        text = text.replace(label, "")
    for year in ("FY2021", "FY2022", "FY2023"):
        text = text.replace(year, "")
    return set(numbers(text))


@settings(max_examples=6, deadline=None)
@given(
    seed=st.integers(0, 2**32 - 1), kind=st.sampled_from(KINDS), language=st.sampled_from(LANGUAGES)
)
def test_description__tells_only_what_the_tables_hold(seed, kind, language):
    pub = random_publication(seed, kind, language)
    held = set().union(
        *(cells(row) for table in TABLES for row in pub.release.frame(table).to_dict("records"))
    )
    for name, chart in blocks_of(pub):
        assert described(pub, chart) <= held, name


@pytest.mark.parametrize("kind", KINDS)
def test_chart__draws_nothing_of_a_cell_that_is_missing(kind):
    # The door leaves the figures of hidden cells out; here their place is looked for all the same.
    pub = random_publication(5, kind, "ja")
    hidden = {
        joined(pub.question(row["question"]))
        for row in pub.release.frame("rates_by_question").to_dict("records")
        if row["tenure"] == Tenure.ALL and State(row["state"]).hidden
    }
    assert hidden
    sheets = [chart for name, chart in blocks_of(pub) if name == "rates_by_question"]
    for _, record in (pair for sheet in sheets for pair in records_of(sheet.spec)):
        row = cells_about(pub, joined(record["question"] + record["role"]), ["rates_by_question"])
        state = next(State(r["state"]) for r in row if r["tenure"] == Tenure.ALL)
        assert ("percent" in record) is (state is State.SHOWN)
        assert ("band" in record) is (state is State.BAND)
        assert ("mark" in record) is (state not in (State.SHOWN, State.BAND))
