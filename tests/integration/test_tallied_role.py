"""A role of which half were tallied by hand, from the counts to every page in both languages."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from selfcheck_analysis import analysis, charts, commentary, tables
from selfcheck_analysis.analysis import open_publication
from selfcheck_analysis.change.year import compare_years
from selfcheck_analysis.params import Params
from selfcheck_analysis.paths import ROOT_VARIABLE
from selfcheck_analysis.questionnaire import read_questionnaire
from selfcheck_analysis.rates import rate_by_role_tenure, year_figures
from selfcheck_analysis.responses.intake import take_in
from selfcheck_analysis.tallies import NOTHING
from selfcheck_analysis.terms import HEADLINE
from tests.small_project import (
    CHIEF,
    LAST_YEAR,
    PROGRAMME,
    STAFF,
    THIS_YEAR,
    deliver,
    form_values,
    param_values,
    person,
    policy_values,
    small_project,
    table,
    write_yaml,
)
from tests.tallied import every_second, tallied_of, without

YEARS = (2021, LAST_YEAR, THIS_YEAR)
FIRST, LATER = "１年目", "２年目以上"
SIZES = {(STAFF, FIRST): 30, (STAFF, LATER): 60, (CHIEF, FIRST): 12, (CHIEF, LATER): 24}
PERSONS_MISSING = {
    "ja": "一人一人の回答がなく計算できない",
    "en": "Not computable without persons' answers",
}


def people(year):
    """Draw the answers of a year; a third of the staff saw a terminal."""
    stream = np.random.default_rng(year)
    for (role, tenure), size in SIZES.items():
        for _ in range(size):
            answers = {"LOCKS": yes_or_no(stream, 0.7), "SEALS": yes_or_no(stream, 0.6)}
            if role == STAFF:
                answers["SAW"] = yes_or_no(stream, 0.35)
                if answers["SAW"] == "はい":
                    answers["SPOKE"], answers["REPORTED"] = (yes_or_no(stream, 0.6) for _ in "ab")
            yield person(role, tenure, **answers)


def yes_or_no(stream, likely):
    return "はい" if stream.random() < likely else "いいえ"


@pytest.fixture
def project(tmp_path, monkeypatch):
    """A project of its own, which is the current one."""
    monkeypatch.setenv(ROOT_VARIABLE, str(tmp_path))
    return three_years(tmp_path)


@pytest.fixture(scope="module")
def publications(tmp_path_factory):
    """The release of the half-tallied role in each language."""
    root = tmp_path_factory.mktemp("tallied")
    three_years(root)
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv(ROOT_VARIABLE, str(root))
        patched.setattr(analysis, "take_in", half_tallied)
        return {
            language: open_publication(**settings(language=language)) for language in ("ja", "en")
        }


def three_years(root):
    """Write three years of the demo forms with groups that may be shown."""
    made = small_project(root)
    write_yaml(made.disclosure_policy, {"standard": policy_values()})
    for year in YEARS:
        write_yaml(made.questionnaire_file(PROGRAMME, year), form_values(year))
        for path in made.raw(PROGRAMME, year).glob("*"):
            path.unlink()
        deliver(made, "all.csv", table(*people(year)), year)
    return made


def half_tallied(project, form, rule="only_if_asked"):
    """Take this year in as if every second of the staff had been tallied by hand."""
    intake = take_in(project, form, rule)
    if form.fiscal_year != THIS_YEAR:
        return intake
    some = every_second(intake.answers, "staff")
    half = replace(intake, tallies=tallied_of(intake.answers, some))
    vars(half)["answers"] = without(intake.answers, some)  # in the place of what it would lay out
    return half


def figures(project, take):
    found = {}
    for year in YEARS:
        form = read_questionnaire(project, PROGRAMME, year)
        intake = take(project, form)
        found[year] = year_figures(intake.answers, form, intake.tallies)
    return found


def settings(**changed):
    return param_values() | {"trend_from": min(YEARS)} | changed


def by_question(frame):
    return frame[frame["question"] != HEADLINE].reset_index(drop=True)


def test_half_a_role_tallied__gives_the_counts_rates_tests_and_composition_of_all_as_persons(
    project,
):
    whole, half = figures(project, take_in), figures(project, half_tallied)
    this, tallied = whole[THIS_YEAR], half[THIS_YEAR]
    assert tallied.tallied == {"staff"}
    pd.testing.assert_frame_equal(tallied.counts, this.counts)
    pd.testing.assert_frame_equal(
        rate_by_role_tenure(tallied.counts, tallied.people),
        rate_by_role_tenure(this.counts, this.people),
    )
    params = Params.model_validate(settings())
    found, expected = (compare_years(years, params, 10) for years in (half, whole))
    pd.testing.assert_frame_equal(
        found.questions.drop(columns="p_role"), expected.questions.drop(columns="p_role")
    )
    pd.testing.assert_frame_equal(found.questions_of_everyone, expected.questions_of_everyone)
    pd.testing.assert_frame_equal(found.composition, expected.composition)
    pd.testing.assert_frame_equal(by_question(found.contrasts), by_question(expected.contrasts))
    pd.testing.assert_frame_equal(by_question(found.trends), by_question(expected.trends))


def test_half_a_role_tallied__leaves_headlines_without_figures(project):
    found = compare_years(figures(project, half_tallied), Params.model_validate(settings()), 10)
    for frame in (found.headlines, found.headlines_of_all_questions, found.contrasts, found.trends):
        of_staff = frame[(frame["role"] == "staff") & (frame["question"] == HEADLINE)]
        assert set(of_staff["reason"]) == {"needs_persons_where_tallied"}
        assert of_staff["p"].isna().all()
    p_role = found.questions.set_index("role")["p_role"]
    assert p_role.loc["staff"].isna().all()
    assert p_role.loc["chief"].notna().any()


PAGES = ("responses", "rates", "year_over_year", "focus")


@pytest.mark.parametrize("language", ["ja", "en"])
def test_half_a_role_tallied__passes_the_door_and_reaches_every_page(publications, language):
    pub = publications[language]
    assert pub.release.checked  # what was not shown was attacked, and withstood
    rates = pub.release.frame("rates_by_role").query("role == 'staff' and state == 'shown'")
    assert rates["rate_percent"].notna().all()
    assert set(rates["n_people"]) == {30, 60, 90}
    changes = pub.release.frame("headline_changes").query("role == 'staff'")
    assert set(changes["verdict"]) == {"not_computable_without_persons"}
    assert changes.filter(regex="percent|points|^p").isna().all(axis=None)
    texts = {
        make.__name__: make(pub).plain
        for make in (tables.headline_changes, tables.contrasts, tables.trend)
    }
    assert all(PERSONS_MISSING[language] in text for text in texts.values()), texts
    detectable = tables.detectable_changes(pub).plain
    assert pub.words("state.needs_persons") in detectable
    assert detectable.count(pub.words("mark.needs_persons")) == 4  # three cells, explained once
    # tested by year: 3 tenures; within this year: 1; the trend: 1
    counted = pub.release.frame("families").set_index(["comparison", "family"])["n_not_computable"]
    assert counted[counted > 0].to_dict() == {
        ("years", "headline"): 3,
        ("tenures", "headline"): 1,
        ("trend", "headline"): 1,
    }
    lead = commentary.lead(pub, "year_over_year").plain
    counts = pub.words("count.headlines", n=3)
    told = pub.words("lead.changes.needs_persons_where_tallied", counts=counts)
    assert told in lead
    # this year's staff were tallied in part, which the contrasts of the tenures tell
    named = {"role": pub.role("staff"), "year": {"ja": "令和５年度", "en": "FY2023"}[language]}
    tallied = pub.words("coverage.tallied", **named)
    assert all(tallied in commentary.lead(pub, page).plain for page in PAGES)


@pytest.mark.parametrize("language", ["ja", "en"])
def test_half_a_role_tallied__leaves_no_page_without_words(publications, language):
    pub = publications[language]
    blocks = [commentary.lead(pub, page) for page in PAGES]
    blocks += [make(pub) for make in (tables.deliveries, tables.set_aside, tables.response_rates)]
    blocks += [make(pub) for make in (tables.rates_by_role, tables.changes_found, tables.families)]
    blocks += [make(pub) for make in (tables.changes, tables.composition, tables.trend)]
    blocks += [commentary.method_box(pub)]
    assert all(block.plain for block in blocks)
    assert charts.changes(pub)
    people = pub.release.frame("response_rates").set_index("role")["n_people"]
    assert people.to_dict() == {"staff": 90, "chief": 36, "all_roles": 126}


@pytest.mark.parametrize("rule", ["only_if_asked", "keep", "drop"])
def test_contradictions__are_counted_by_the_rule_of_the_settings(project, rule):
    against = [person(STAFF, LATER, SAW="いいえ", REPORTED="はい") for _ in range(10)]
    deliver(project, "all.csv", table(*people(THIS_YEAR), *against))
    pub = open_publication(**settings(contradictions=rule))
    assert pub.release.checked
    assert pub.release.contradictions == rule
    folder = project.processed(PROGRAMME, THIS_YEAR)
    counts = pd.read_parquet(folder / "counts_by_question.parquet")
    n = counts[(counts["role"] == "staff") & (counts["tenure"] == "all")].set_index("question")
    before = figures(project, take_in)[THIS_YEAR].counts
    before = before[(before["role"] == "staff") & (before["tenure"] == "all")].set_index("question")
    more = (n["n_answers"] - before["n_answers"]).to_dict()
    expected = {
        "only_if_asked": {"saw": 0, "reported": 0},
        "keep": {"saw": 0, "reported": 10},
        "drop": {"saw": -10, "reported": 0},
    }[rule]
    assert {question: more[question] for question in expected} == expected
    assert pub.words(f"contradictions.{rule}") in tables.set_aside(pub).plain


def test_nothing__is_tallied_unless_a_file_says_so(project):
    form = read_questionnaire(project, PROGRAMME, THIS_YEAR)
    assert take_in(project, form).tallies.roles == NOTHING.roles
