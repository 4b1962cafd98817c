"""Whether the sample's tables, read by an outsider, give a protected count away.

The outsider is taken to know

- the released tables, here those that print rates, bands, or differences of rates;
- both years' forms: who is asked what, and what changed its meaning;
- every base: how many of each role and tenure answered each question; of a conditional question no
  more than what is printed, so that a rate that stands behind a headline can be anything else, but
  whether anybody answered;
- in some of the cases, the exact count behind every percent that is shown, and the counts for which
  the policy prints a band.

Not used is what bounds no sum of counts: p and its classes, verdicts, detectable changes, and that
something is withheld at all. Nothing of what the door does is used either, but its tables.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

import pandas as pd
import pytest

from tests.attack.joint_programme import (
    ALL,
    EVERYONE,
    TENURES,
    Group,
    Knowledge,
    Programme,
    Survey,
    narrowed,
    protected,
)
from tests.attack.released_statements import YEARS, add_counts, know

PROGRAMMES = ["juki_net", "info_nws"]
TABLES = [
    *("rates_by_role", "rates_by_question", "focus_answers", "changes"),
    *("headline_changes", "contrasts", "composition"),
]


@dataclass(frozen=True)
class Sample:
    """One programme of the sample: what is released and known of it, and the truth."""

    tables: dict[str, pd.DataFrame]
    survey: Survey
    proper: dict[Group, int]
    min_base: int


@pytest.fixture(scope="session")
def sample_of(sent_out) -> Callable[[str], Sample]:
    return cache(lambda programme: sample_from(sent_out(programme)))


def sample_from(sent) -> Sample:
    bases, proper = {}, {}
    for year in YEARS:
        counts = sent.delivered[year].counts
        undivided = counts[counts["tenure"].isin(TENURES) & (counts["n_answers"] > 0)]
        for row in undivided.itertuples():
            group = (year, row.role, row.tenure, row.question)
            bases[group], proper[group] = int(row.n_answers), int(row.n_proper)
    survey = Survey(sent.forms, bases, sent.merged)
    rates = [name for name in TABLES if name not in ("rates_by_role", "headline_changes")]
    seen = know(survey, sent.tables, rates)
    printed = {
        group for group in groups_of(survey) if survey.places(group) in seen.shown | seen.banded
    }
    survey = Survey(sent.forms, bases, sent.merged, printed)
    return Sample(sent.tables, survey, proper, sent.min_base)


def groups_of(survey: Survey) -> list[Group]:
    """Return every group that can stand in a table."""
    return [
        (year, one, tenure, question)
        for year, role, _, question in survey.bases
        for one in dict.fromkeys([role, survey.merged.get(role, role), EVERYONE])
        for tenure in (*TENURES, ALL)
    ]


def known(sample: Sample, names: list[str], counts: bool) -> Knowledge:
    knowledge = know(sample.survey, sample.tables, names)
    if counts:
        add_counts(knowledge, sample.proper)
    return knowledge


@pytest.mark.parametrize("counts", [True, False])
@pytest.mark.parametrize("programme", PROGRAMMES)
def test_tables__leave_every_protected_count_three_values(sample_of, programme, counts):
    sample = sample_of(programme)
    knowledge = known(sample, TABLES, counts)
    groups = list(protected(sample.survey, knowledge.shown, sample.min_base))
    assert len(groups) > 40
    assert narrowed(Programme(knowledge), groups) == []


@pytest.mark.parametrize("programme", PROGRAMMES)
def test_tables__show_nothing_of_a_group_that_is_too_small(sample_of, programme):
    sample = sample_of(programme)
    knowledge = known(sample, TABLES, counts=False)
    for places in knowledge.shown | knowledge.banded:
        assert sum(sample.survey.sizes[place] for place in places) >= sample.min_base


@pytest.mark.parametrize("programme", PROGRAMMES)
def test_tables__band_every_minority_and_leave_it_three_values(sample_of, programme):
    sample = sample_of(programme)
    knowledge = known(sample, TABLES, counts=True)
    counts = list(sample.proper.values())
    few = {
        places: sum(sample.survey.sizes[p] for p in places) - sum(counts[p] for p in places)
        for places in knowledge.shown | knowledge.banded
    }
    assert [places for places in knowledge.shown if 1 <= few[places] <= 2] == []
    minorities = [places for places in knowledge.banded if 1 <= few[places] <= 2]
    assert minorities
    programme_ = Programme(knowledge)
    programme_.look_around()
    groups = {sample.survey.places(group): group for group in groups_of(sample.survey)}
    assert [
        groups[places]
        for places in minorities
        if programme_.n_witnessed(groups[places]) < 3 and programme_.n_possible(groups[places]) < 3
    ] == []


@pytest.mark.parametrize("programme", PROGRAMMES)
def test_the_attack__takes_nothing_for_known_that_is_not_true(sample_of, programme):
    sample = sample_of(programme)
    everything = known(sample, TABLES, counts=True)
    assert everything.contradictions(sample.proper) == []


@pytest.mark.parametrize("name", TABLES)
@pytest.mark.parametrize("programme", PROGRAMMES)
def test_the_attack__makes_use_of_every_table(sample_of, programme, name):
    sample = sample_of(programme)
    frame = sample.tables[name]
    printed = frame["state"].isin(["shown", "band"]).any()
    assert printed == bool(know(sample.survey, sample.tables, [name]).bounds)


@pytest.mark.parametrize("programme", PROGRAMMES)
def test_the_attack__finds_what_one_more_figure_gives_away(sample_of, programme):
    # a sum of two undivided groups is shown; with one of them the other is known as well
    sample = sample_of(programme)
    knowledge = known(sample, TABLES, counts=True)
    groups = list(protected(sample.survey, knowledge.shown, sample.min_base))
    pairs = [
        (places, group)
        for places in knowledge.shown
        if len(places) == 2
        for group in groups
        if len(own := sample.survey.places(group)) == 1 and own[0] in places
    ]
    assert pairs
    places, group = pairs[0]
    [other] = set(places) - set(sample.survey.places(group))
    count = list(sample.proper.values())[other]
    knowledge.add({other: 1.0}, count, count)
    found = narrowed(Programme(knowledge), [group])
    assert [(one.group, one.limits) for one in found] == [
        (group, (sample.proper[group], sample.proper[group]))
    ]
