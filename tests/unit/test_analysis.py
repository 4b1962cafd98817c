"""What a notebook opens, and what is kept of an analysis."""

from __future__ import annotations

import json

import pandas as pd
import pytest

from selfcheck_analysis import analysis
from selfcheck_analysis.analysis import (
    AUDIT_TABLE,
    SAID_FOLDER,
    analyse,
    delivery_files,
    open_publication,
    reported_form,
    settings_files,
    years_read,
)
from selfcheck_analysis.change.year import compare_years
from selfcheck_analysis.disclosure.audit import COLUMNS as AUDIT_COLUMNS
from selfcheck_analysis.disclosure.earlier import keep, read_earlier
from selfcheck_analysis.params import Params
from selfcheck_analysis.paths import ROOT_VARIABLE
from selfcheck_analysis.problems import ProblemsError
from selfcheck_analysis.words import Words
from tests.small_project import (
    PROGRAMME,
    THIS_YEAR,
    deliver,
    deliver_print,
    form_values,
    param_values,
    person,
    policy_values,
    printed_rows,
    small_project,
    table,
    write_yaml,
)

COMPARED = (
    *("questions", "questions_of_everyone", "headlines", "headlines_of_all_questions"),
    *("contrasts", "composition"),
)


@pytest.fixture
def project(tmp_path, monkeypatch):
    """A sound project, which is the current one."""
    monkeypatch.setenv(ROOT_VARIABLE, str(tmp_path))
    return small_project(tmp_path)


def faults(**changed):
    with pytest.raises(ProblemsError) as caught:
        open_publication(**param_values() | changed)
    assert all(p.text(Words(language)) for p in caught.value.problems for language in ("ja", "en"))
    return [(problem.code, problem.place.column) for problem in caught.value.problems]


def params(**changed):
    return Params.model_validate(param_values() | changed)


def tables_of(project):
    folder = project.processed(PROGRAMME, THIS_YEAR)
    return {path.stem for path in folder.glob("*.parquet")}


def add_year(project, year):
    write_yaml(project.questionnaire_file(PROGRAMME, year), form_values(year))
    deliver(project, "a.csv", table(person(), person(SAW="はい")), year)


def test_open_publication__families_that_do_not_fit_the_forms_are_refused(project):
    assert faults(focus_family=["locks"], headline_family=["staff", "chiefs"]) == [
        ("family_lacks", "focus_family"),
        ("family_unknown", "headline_family"),
        ("family_lacks", "headline_family"),
    ]
    assert not project.processed(PROGRAMME, THIS_YEAR).exists()


def test_open_publication__settings_of_a_wrong_type_are_refused(project):
    assert faults(focus_family="locks", trend_from="2022") == [
        ("settings_bad_value", "focus_family"),
        ("settings_bad_value", "trend_from"),
    ]


def test_open_publication__sound_settings_make_a_release(project):
    opened = open_publication(**param_values())
    assert (opened.release.programme, opened.release.last_year) == (PROGRAMME, THIS_YEAR - 1)


def test_analyse__keeps_what_was_compared_under_its_name(project):
    analyse(project, params())
    kept = {name for name in tables_of(project) if name.startswith("compared_")}
    assert kept == {f"compared_{name}" for name in COMPARED}


def test_analyse__of_a_first_year_keeps_the_contrasts_alone(project):
    analyse(project, params(last_year="none"))
    kept = {name for name in tables_of(project) if name.startswith("compared_")}
    assert kept == {"compared_contrasts"}


def test_analyse__of_a_printed_last_year_keeps_contrasts_and_the_comparison_with_the_print(project):
    deliver_print(project, *printed_rows("locks", (100, 90, 92)))
    outcome = analyse(project, params(last_year="printed"))
    kept = {name for name in tables_of(project) if name.startswith("compared_")}
    assert kept == {"compared_contrasts", "compared_questions_with_print"}
    release = outcome.release
    assert (release.last_year, release.last_year_source) == (THIS_YEAR - 1, "printed")


def test_analyse__reads_no_deliveries_of_a_printed_last_year(project):
    deliver_print(project, *printed_rows("locks", (100, 90, 92)))
    printed = params(last_year="printed", trend_from=2020)
    assert years_read(project, printed) == [THIS_YEAR]
    folders = {path.parent.name for path in delivery_files(project, printed)}
    assert folders == {str(THIS_YEAR)}
    names = [path.name for path in settings_files(project, printed)]
    assert names == ["demo_2023.yaml", "demo_2023.yaml", "disclosure.yaml", "demo.csv"]
    assert "demo.csv" not in [path.name for path in settings_files(project, params())]


def test_analyse__is_done_anew_when_the_print_of_last_year_has_changed(project):
    percents = []
    for first_year in (100, 90):
        deliver_print(project, *printed_rows("locks", (first_year, 90, 92)))
        release = analyse(project, params(last_year="printed")).release
        frame = release.frame("printed_changes").set_index(["question", "tenure"])
        percents.append(frame.loc[("locks", "first_year"), "last_percent"])
    assert percents == ["100", "90"]


def test_open_publication__a_print_that_does_not_fit_the_forms_is_refused(project):
    deliver_print(project, *printed_rows("lock", (100, 90, 92)))
    assert faults(last_year="printed") == [("printed_question_unknown", "question")]


def test_analyse__a_trend_is_kept_as_it_was_computed(project):
    for year in (2019, 2021):
        add_year(project, year)
    outcome = analyse(project, params(trend_from=2019))
    folder = project.processed(PROGRAMME, THIS_YEAR)
    kept = pd.read_parquet(folder / "compared_trends.parquet")
    stretches = [[list(run) for run in runs] for runs in kept["stretches"]]
    assert [[2019], [2021, 2022, 2023]] in stretches
    assert set(outcome.release.frame("trend")["fiscal_year"]) == {2019, 2021, 2022, 2023}


def test_analyse__takes_again_what_nothing_has_changed_of(project):
    first = analyse(project, params())
    marker = project.processed(PROGRAMME, THIS_YEAR) / "fingerprint.json"
    before = marker.stat().st_mtime_ns
    again = analyse(project, params())
    assert marker.stat().st_mtime_ns == before
    pd.testing.assert_frame_equal(again.release.frame("changes"), first.release.frame("changes"))


@pytest.mark.parametrize("year", [2020, 2021])
def test_analyse__is_done_anew_when_a_year_of_the_trend_has_changed(project, year):
    for earlier in (2020, 2021):
        add_year(project, earlier)
    marker = project.processed(PROGRAMME, THIS_YEAR) / "fingerprint.json"
    fingerprints = []
    for file in ("b.csv", "c.csv"):
        analyse(project, params(trend_from=2020))
        fingerprints.append(json.loads(marker.read_text(encoding="utf-8"))["fingerprint"])
        deliver(project, file, table(person(LOCKS="いいえ")), year)
    assert fingerprints[0] != fingerprints[1]


def test_analyse__counts_the_faults_of_every_year_of_the_trend(project):
    add_year(project, 2021)
    deliver(project, "b.csv", table(person(tenure="３年目")), 2021)
    assert analyse(project, params(trend_from=2021)).n_problems == 1
    faulty = project.processed(PROGRAMME, THIS_YEAR) / "set_aside.csv"
    rows = pd.read_csv(faulty)
    assert rows[["fiscal_year", "file", "code"]].values.tolist() == [
        [2021, "b.csv", "tenure_unknown"]
    ]


def test_analyse__tests_by_the_smallest_base_of_the_policy(project, monkeypatch):
    asked = []

    def compare(years, params, min_stratum):
        asked.append(min_stratum)
        return compare_years(years, params, min_stratum)

    monkeypatch.setattr(analysis, "compare_years", compare)
    analyse(project, params())
    assert asked == [10]  # the small project's


def test_years_read__are_this_year_then_from_the_latest_back(project):
    for year in (2019, 2021):
        add_year(project, year)
    asked = params(trend_from=2018)
    assert years_read(project, asked) == [2023, 2022, 2021, 2019]
    forms = [path.stem for path in settings_files(project, asked)]
    assert forms[:4] == ["demo_2023", "demo_2022", "demo_2021", "demo_2019"]
    folders = list(dict.fromkeys(path.parent.name for path in delivery_files(project, asked)))
    assert folders == ["2023", "2022", "2021", "2019"]


def test_years_read__of_a_first_year_are_its_own(project):
    add_year(project, 2021)
    assert years_read(project, params(last_year="none", trend_from=2020)) == [2023]


def set_policy(project, roles=None, groups=None, **changed):
    values = policy_values(**changed)
    if roles is not None:
        values["roles"] = {PROGRAMME: roles}
    write_yaml(project.disclosure_policy, {"standard": values | {"groups": groups or {}}})


def test_open_publication__a_role_that_the_policy_does_not_map_is_refused(project):
    set_policy(project, roles={"staff": "alone", "chiefs": "alone"})
    column = f"standard.roles.{PROGRAMME}"
    assert faults() == [("policy_role_unmapped", column), ("policy_role_unknown", column)]
    assert not project.processed(PROGRAMME, THIS_YEAR).exists()


def merged_project(project):
    """Two staff and one chief, who are reported as one group."""
    group = {"ja": "全職員", "en": "All staff"}
    set_policy(project, {"staff": "everybody", "chief": "everybody"}, {"everybody": group})


def test_open_publication__prints_small_roles_under_their_group(project):
    merged_project(project)
    opened = open_publication(**param_values())
    names = [role["en"] for role in opened.release.merged_roles["everybody"]]
    assert names == ["Staff", "Chief"]
    assert [role.id for role in opened.questionnaire.roles] == ["everybody"]
    assert opened.questionnaire.role("everybody").headcount == 12
    rates = opened.release.frame("rates_by_role")
    assert set(rates["role"]) == {"everybody"}
    people = opened.release.frame("response_rates").set_index("role")["n_people"]
    assert people.to_dict() == {"everybody": 3, "all_roles": 3}


def test_reported_form__is_the_delivered_one_where_nothing_is_merged(project):
    release = analyse(project, params()).release
    form = reported_form(project, params(), release)
    assert [role.id for role in form.roles] == ["staff", "chief"]
    assert release.merged_roles == {}


def test_analyse__keeps_the_counts_of_the_roles_as_they_were_delivered(project):
    merged_project(project)
    analyse(project, params())
    folder = project.processed(PROGRAMME, THIS_YEAR)
    counts = pd.read_parquet(folder / "counts_by_question.parquet")
    assert set(counts["role"]) == {"staff", "chief"}


def test_analyse__keeps_its_audit_and_what_was_said_in_the_room(project):
    outcome = analyse(project, params())
    folder = project.processed(PROGRAMME, THIS_YEAR)
    audit = pd.read_csv(folder / AUDIT_TABLE)
    assert list(audit) == AUDIT_COLUMNS
    assert audit["safe"].all()
    assert len(audit)
    assert outcome.release.checked
    assert outcome.said.parent == folder / SAID_FOLDER
    assert list((folder / SAID_FOLDER).iterdir()) == [outcome.said]
    again = analyse(project, params())
    assert again.said == outcome.said


def test_analyse__is_not_published_by_being_computed(project):
    analyse(project, params())
    assert not project.releases.exists()


def test_analyse__under_an_internal_policy_there_is_no_audit_and_nothing_to_keep(project):
    set_policy(project, internal_only=True, min_base=1, min_values=1, band_minority=0)
    outcome = analyse(project, params())
    assert (outcome.said, outcome.release.checked) == (None, False)
    assert outcome.release.internal_only
    folder = project.processed(PROGRAMME, THIS_YEAR)
    assert not (folder / AUDIT_TABLE).exists()
    assert not (folder / SAID_FOLDER).exists()


def test_analyse__its_own_published_release_is_no_reason_to_compute_anew(project):
    outcome = analyse(project, params())
    [said] = read_earlier(outcome.said.parent)
    keep(said, project.releases / PROGRAMME)
    marker = project.processed(PROGRAMME, THIS_YEAR) / "fingerprint.json"
    before = marker.stat().st_mtime_ns
    assert analyse(project, params()).said == outcome.said
    assert marker.stat().st_mtime_ns == before


def test_analyse__is_done_anew_when_another_release_was_published(project, tmp_path):
    outcome = analyse(project, params())
    [said] = read_earlier(outcome.said.parent)
    marker = project.processed(PROGRAMME, THIS_YEAR) / "fingerprint.json"
    before = json.loads(marker.read_text(encoding="utf-8"))["fingerprint"]
    counts = {(*name, "other"): values for name, values in said.counts.items()}
    keep(type(said)(counts, []), project.releases / PROGRAMME)
    analyse(project, params())
    assert json.loads(marker.read_text(encoding="utf-8"))["fingerprint"] != before


def test_analyse__one_answer_more_after_publication_is_set_against_what_was_published(project):
    outcome = analyse(project, params())
    keep(read_earlier(outcome.said.parent)[0], project.releases / PROGRAMME)
    deliver(project, "c.csv", table(person(LOCKS="いいえ")))
    again = analyse(project, params())
    assert again.said.name != outcome.said.name
    assert pd.read_csv(again.said.parent.parent / AUDIT_TABLE)["safe"].all()
