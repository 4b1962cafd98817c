"""Each sentence of the pages against the cells that it speaks of, over releases made at random."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from selfcheck_analysis import commentary
from tests.factories import (
    fake_publication,
    fake_thresholds,
    first_year,
    printed_last_year,
)
from tests.lead_checker import complaints, sentences_of
from tests.random_release import KINDS, random_publication
from tests.sentence_templates import numbers

LANGUAGES = ("ja", "en")
OF_FACTORIES = {"responses": {}, "printed": printed_last_year(), "none": first_year()}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", KINDS)
def test_sentence__of_the_pages_made_by_hand_agrees_with_its_cells(kind, language):
    pub = fake_publication(language, **OF_FACTORIES[kind])
    said = sentences_of(pub)
    assert len(said) > 15
    assert complaints(pub, said) == []


@settings(max_examples=20, deadline=None)
@given(
    seed=st.integers(0, 2**32 - 1), kind=st.sampled_from(KINDS), language=st.sampled_from(LANGUAGES)
)
def test_sentence__agrees_with_its_cells_whatever_the_release(seed, kind, language):
    pub = random_publication(seed, kind, language)
    assert complaints(pub, sentences_of(pub)) == []


def corrupted(pub, kind, change):
    """Return the same publication with a change made to every released table."""
    frames = {name: change(pub.release.frame(name)) for name in pub.release.tables}
    return fake_publication(pub.words.language, **{**OF_FACTORIES[kind], **frames})


def one_more(frame):
    """Add one to every figure of a table, whatever it counts; texts of p get another digit."""
    keys = {"fiscal_year", "stretch", "focus_item", "first_fiscal_year", "synthetic"}
    changed = frame.copy()
    for column in frame.columns.difference(keys):
        changed[column] = [_more(value) for value in frame[column]]
    return changed


def _more(value):
    if isinstance(value, bool) or value is None or (not isinstance(value, str) and pd.isna(value)):
        return value
    if isinstance(value, str):
        return f"{value}1" if numbers(value) and not value.isidentifier() else value
    return value + 1


def turned(frame):
    """Take every rise for a fall, and every fall for what is not shown."""
    if "verdict" not in frame:
        return frame
    other = {
        **{"rose": "fell", "fell": "not_shown_to_have_changed"},
        **{"rose_in_every_table": "undecided", "fell_in_every_table": "rose_in_every_table"},
    }
    verdicts = [other.get(v, v) if isinstance(v, str) else v for v in frame["verdict"]]
    return frame.assign(verdict=verdicts)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("seed", range(2))
def test_checker__complains_of_every_figure_that_is_not_its_cells(seed, kind, language):
    pub = random_publication(seed, kind, language)
    of_cells = [
        (page, part, text)
        for page, part, text in sentences_of(pub)
        if page == "item" or (page, part) == ("responses", "opening")
    ]
    other = corrupted(pub, kind, one_more)
    assert len(of_cells) > 2
    kept = {f"{page}/{part}: {text}" for page, part, text in of_cells} - set(
        complaints(other, of_cells)
    )
    # A sentence without a figure, such as one on a hidden row, has nothing to be wrong.
    assert {text for text in kept if _has_figures(text)} == set()


def _has_figures(text):
    return bool([n for n in numbers(text) if n not in (2021, 2022, 2023, 10)])


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", ["responses", "printed"])
def test_checker__complains_of_every_verb_that_is_not_its_verdicts(kind, language):
    for seed in range(2):
        pub = random_publication(seed, kind, language)
        said = [
            said
            for said in sentences_of(pub)
            if said[1] in ("changed", "evidence") or said[0] == "item"
        ]
        moved = [
            s for s in said if any(w in s[2] for w in ("上昇した", "低下した", " rose ", " fell "))
        ]
        other = corrupted(pub, kind, turned)
        assert len(complaints(other, moved)) == len(moved)


def test_checker__complains_of_a_count_that_is_not_that_of_its_rows():
    pub = fake_publication()
    said = [s for s in sentences_of(pub) if s[1] in ("unchanged", "untold") and "件" in s[2]]
    fewer = pub.release.frame("changes")
    other = fake_publication(changes=fewer[fewer["verdict"] != "not_shown_to_have_changed"])
    wrong = complaints(other, said)
    assert 0 < len(wrong) < len(said)
    assert all("変化があったとはいえないもの" in text for text in wrong)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", KINDS)
def test_summary__has_few_sentences_that_are_those_of_the_first_page(kind, language):
    pub = fake_publication(language, **OF_FACTORIES[kind])
    made = commentary.summary(pub)
    parts = vars(made)
    assert list(parts) == ["changed", "unchanged", "untold", "hidden"]
    assert all(isinstance(texts, tuple) and len(texts) <= 8 for texts in parts.values())
    assert all(parts.values())
    nothing_before = (pub.words("part.none_first_year"),)
    assert (made.changed == made.unchanged == nothing_before) is (kind == "none")
    assert all(
        text in commentary.lead(pub, "responses").plain
        for texts in parts.values()
        for text in texts
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_summary__of_a_policy_that_protects_nothing_says_that_nothing_is_hidden(language):
    states = fake_publication().release.frame("cell_states")
    thresholds = fake_thresholds(internal_only=True)
    pub = fake_publication(
        language, cell_states=states[states["state"] == "shown"], thresholds=thresholds
    )
    assert commentary.summary(pub).hidden == (pub.words("lead.hidden.none"),)
    assert complaints(pub, sentences_of(pub)) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_summary__names_merged_roles_by_their_group(language):
    pub = fake_publication(language)
    whole = pub.questionnaire.role("counter_staff")
    label = whole.label.model_copy(update={"ja": "窓口と係長", "en": "Counters and leads"})
    group = whole.model_copy(update={"label": label})
    roles = [group, pub.questionnaire.role("section_leads")]
    form = pub.questionnaire.model_copy(update={"roles": roles})
    merged = type(pub)(pub.release, form, pub.words)
    assert label.text(language) in commentary.summary(merged).changed[0]
    assert complaints(merged, sentences_of(merged)) == []
