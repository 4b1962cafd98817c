"""What an opened year answers: figures that agree with the run's, names, and refusals that help."""

import pandas as pd
import pytest
from IPython.core.interactiveshell import InteractiveShell

import selfcheck_analysis
from selfcheck_analysis.change.questions import question_changes, question_contrasts
from selfcheck_analysis.problems import ProblemsError
from selfcheck_analysis.rates import rate_by_role_tenure
from selfcheck_analysis.terms import ALL_ROLES
from selfcheck_analysis.words import Words
from selfcheck_analysis.workbench import ConfidentialFrame, open_year
from tests.small_project import PROGRAMME, small_project
from tests.unit.workbench.small_year import INTERNAL, small_year

PEOPLE = [2, 8, 24, 126, 98]  # the headcounts of the handout, all of whom answered


def codes(call, *arguments, **options):
    """Return code and place of every fault that a call is refused with, in both languages."""
    with pytest.raises(ProblemsError) as caught:
        call(*arguments, **options)
    problems = caught.value.problems
    assert all(problem.text(Words(language)) for problem in problems for language in ("ja", "en"))
    return [(problem.code, problem.place.column) for problem in problems]


def plain(frame):
    return pd.DataFrame(frame).reset_index(drop=True)


# Opening


def test_open_year__is_the_packages_own(sample):
    year = selfcheck_analysis.open_year("juki_net", 2023, project=sample.root, language="en")
    assert (year.programme, year.fiscal_year, year.years) == ("juki_net", 2023, [2022, 2023])


def test_open_year__speaks_the_settings_language_the_variables_or_the_one_asked(
    sample, monkeypatch
):
    monkeypatch.delenv("SELFCHECK_LANGUAGE", raising=False)
    assert open_year("juki_net", 2023, project=sample).words.language == "ja"
    monkeypatch.setenv("SELFCHECK_LANGUAGE", "en")
    assert open_year("juki_net", 2023, project=sample).words.language == "en"
    assert open_year("juki_net", 2023, project=sample, language="ja").words.language == "ja"


def test_open_year__names_what_it_does_not_know_at_once(sample):
    refused = codes(open_year, "jukinet", 2032, project=sample, language="de")
    assert refused == [("workbench_unknown", "programme"), ("workbench_unknown", "language")]
    assert codes(open_year, "juki_net", 2032, project=sample) == [
        ("workbench_unknown", "fiscal_year")
    ]


def test_open_year__tells_of_the_nearest_name_and_of_all(sample):
    with pytest.raises(ProblemsError, match=r"info_nws, juki_net.*nearest: juki_net"):
        open_year("jukinet", 2023, project=sample)


def test_error__is_shown_in_a_notebook_without_a_traceback(sample, capsys):
    shell = InteractiveShell.instance()
    shell.run_cell(
        "from selfcheck_analysis import open_year\n"
        f"open_year('jukinet', 2023, project={str(sample.root)!r})"
    )
    shown = capsys.readouterr().out
    assert "jukinet" in shown
    assert "Traceback" not in shown


def test_open_year__notices_new_deliveries(tmp_path):
    from tests.small_project import HEADER, csv_bytes, deliver, person

    project = small_project(tmp_path)
    before = open_year(PROGRAMME, 2023, project=project).people()["n_people"].sum()
    deliver(project, "c.csv", csv_bytes([HEADER, person(tenure="１年目")]))
    after = open_year(PROGRAMME, 2023, project=project).people()["n_people"].sum()
    assert after == before + 2  # in its tenure and in all


# What it says of itself


def test_repr__says_year_people_roles_items_and_what_to_ask_next(year):
    card = year._repr_html_()
    for said in ("INTERNAL", "FY2023", "258 of 258", "FY2022", "other_departments", "Logging off"):
        assert said in card
    for said in ("INTERNAL", "FY2023", "year.compare(last=2022)"):
        assert said in repr(year)


def test_repr__speaks_japanese(sample):
    year = open_year("juki_net", 2023, project=sample, language="ja")
    assert "庁内限り・公表不可" in year._repr_html_()
    assert "令和５年度" in repr(year)


@pytest.mark.parametrize("number", range(5))
def test_repr__what_it_proposes_can_be_called(year, number):
    calls = [line.split("#")[0].strip() for line in repr(year).splitlines() if "year." in line]
    assert calls[5:] == ["year.release()", "year.explore()"]
    assert isinstance(eval(calls[number], {"year": year}), ConfidentialFrame)


def test_names__are_completed(year):
    assert year.role.other_departments == "other_departments"
    assert dir(year.role) == sorted(role.id for role in year.form.roles)
    assert "Other departments" in repr(year.role)
    assert dir(year.tenure) == ["all", "first_year", "second_year_plus"]
    assert "knows_contact_tree_location" in dir(year.question)


def test_year__every_method_has_a_docstring(year):
    public = [name for name in dir(type(year)) if not name.startswith("_")]
    assert len(public) > 20
    assert all(getattr(type(year), name).__doc__ for name in public)


# Lists


def test_lists__are_those_of_the_forms(year):
    assert year.roles()["n_people"].tolist() == PEOPLE
    assert year.roles()["n_questions"].tolist() == [43, 49, 40, 20, 7]  # of the handout
    everyone = year.people()
    assert everyone[everyone["tenure"] == "all"]["n_people"].tolist() == PEOPLE
    asked = year.questions(role="Other departments that use Juki-net")
    assert asked["number"].tolist() == ["1", "2", "3", "4", "5", "6", "7"]
    assert len(year.questions()) == 43 + 49 + 40 + 20 + 7


def test_statuses__keep_apart_what_was_not_asked(year):
    statuses = year.statuses()
    row = statuses[statuses["question"] == "prompted_colleague_to_log_off"]
    everyone = row[row["tenure"] == "all"] if (row["tenure"] == "all").any() else row
    # 258 people are asked the first question; 16 answered the one that follows it
    assert everyone[["n_not_asked", "n_asked"]].sum().tolist() == [258 - 16, 16]


# Rates


def test_rates__by_role_and_tenure_are_those_of_the_run(year):
    figures = year.figures(2023)
    expected = rate_by_role_tenure(figures.counts, figures.people)
    found = plain(year.rates(by=["role", "tenure"]))
    kept = ["role", "tenure", "n_people", "n_questions", "macro_rate", "pooled_rate"]
    pd.testing.assert_frame_equal(found[kept], expected[kept], check_dtype=False)
    assert found["state"].tolist() == expected["reason"].tolist()


def test_rates__by_question_are_the_counts(year):
    found = plain(year.rates(by=["role", "question"], tenure="first_year"))
    counts = year.figures(2023).counts
    counts = counts[counts["tenure"] == "first_year"]
    assert found["n_answers"].tolist() == counts["n_answers"].tolist()
    some = found["n_answers"] > 0
    rate = found["n_proper"][some] / found["n_answers"][some]
    assert (found["rate"][some] - rate).abs().max() < 1e-12
    assert found["rate"][~some].isna().all()
    assert set(found["state"][~some]) == {"no_answers"}


def test_rates__of_an_absent_group_are_missing_with_the_reason(year):
    frame = year.rates(by="role", role="resident_info_officers", tenure="first_year")
    assert frame["n_people"].tolist() == [0]
    assert frame["macro_rate"].isna().all()
    assert frame["state"].tolist() == ["absent_group"]


def test_rates__over_everybody_are_counted_over_the_persons(year):
    row = year.rates(by="question", question="no_unattended_terminal_seen").iloc[0]
    assert (row["n_answers"], row["n_proper"]) == (258, 228)  # 88 % of 258 in the handout


def test_rates__by_year_take_every_year_there_is(year):
    frame = year.rates(by=["fiscal_year", "focus_item"])
    assert frame["fiscal_year"].tolist() == [2022, 2022, 2023, 2023]
    assert frame["focus_item"].tolist() == [1, 2, 1, 2]


def test_rates__refuse_every_unknown_name_at_once(year):
    refused = codes(year.rates, by=["role", "section"], role="stuff", question="knows")
    assert [place for _, place in refused] == ["by", "role", "question"]


# Comparisons


def test_compare__with_last_year_is_the_page_s_own(year):
    focus = year.params.focus_family
    expected = question_changes(year.figures(2023), year.figures(2022), focus, 0.05)
    found = plain(year.compare(last=2022)).drop(columns="label")
    pd.testing.assert_frame_equal(found, expected.reset_index(drop=True), check_dtype=False)
    assert plain(year.compare()).equals(plain(year.compare(last=2022)))


def test_compare__of_one_role_keeps_the_page_s_adjustment(year):
    whole = plain(year.compare())
    staff = plain(year.compare(role="citizens_division_staff"))
    assert staff["role"].isin(["citizens_division_staff", ALL_ROLES]).all()
    assert staff["question"].nunique() == 20  # all of its form, the focus questions among them
    merged = staff.merge(whole, on=["role", "question", "tenure"])
    pd.testing.assert_series_equal(
        merged["p_adjusted_x"], merged["p_adjusted_y"], check_names=False
    )


@pytest.mark.parametrize(("family", "places"), [("alone", 0), ("screening", 1), ("focus", 1)])
def test_compare__adjusts_over_the_rows_where_asked(year, family, places):
    frame = year.compare(role="citizens_division_staff", tenure="all", family=family)
    tested = frame[frame["p_adjusted"].notna()]
    assert set(frame["family"]) == {family}
    assert (tested["p_adjusted"] >= tested["p"]).all()
    assert (tested["p_adjusted"] > tested["p"]).any() == bool(places)


def test_compare__of_the_tenures_is_the_page_s_own(year):
    expected = question_contrasts(year.figures(2023), year.params.focus_family, 0.05)
    found = plain(year.compare(tenure="first_year", against_tenure="second_year_plus"))
    found = found.drop(columns="label")
    pd.testing.assert_frame_equal(found, expected.reset_index(drop=True), check_dtype=False)


def test_compare__of_the_tenures_can_be_turned(year):
    there = plain(year.compare(tenure="first_year", against_tenure="second_year_plus"))
    back = plain(year.compare(tenure="second_year_plus", against_tenure="first_year"))
    assert (there["change"] + back["change"]).abs().max() < 1e-12
    assert (there["low"] + back["high"]).abs().max() < 1e-9
    assert (there["p_adjusted"] - back["p_adjusted"]).abs().max() < 1e-9
    turned = {"rose": "fell", "fell": "rose"}
    assert back["verdict"].tolist() == there["verdict"].replace(turned).tolist()


def test_focus__has_the_questions_of_the_item_in_every_tenure(year):
    frame = year.focus(1)
    assert frame["question"].nunique() == 3
    assert frame["tenure"].tolist() == ["first_year", "second_year_plus", "all"] * 3
    assert set(frame["role"]) == {ALL_ROLES}
    row = frame[(frame["question"] == "no_unattended_terminal_seen") & (frame["tenure"] == "all")]
    # 228 of 266 and 228 of 258 print 86 % and 88 %, as the handout does
    assert row[["x_last", "n_last", "x_this", "n_this"]].to_numpy().tolist() == [
        [228, 266, 228, 258]
    ]


def test_focus__knows_the_items_there_are(year):
    assert codes(year.focus, 9) == [("workbench_unknown", "focus_item")]


def test_first_year__has_nothing_to_compare_with(sample):
    opened = open_year("juki_net", 2023, project=sample)
    params = opened.params.model_copy(update={"last_year": "none"})
    first = type(opened)(opened.project, params, opened.words)
    first.years = [2023]
    assert first.previous is None
    assert codes(first.compare) == [("workbench_no_earlier_year", "last")]
    assert "rate" in first.focus(1)


def test_headlines__are_the_run_s(network):
    from selfcheck_analysis.change.headlines import headline_changes

    years, roles = (network.figures(2023), network.figures(2022)), network.params.headline_family
    expected, _ = headline_changes(*years, roles, "macro", 0.05, min_stratum=10)
    found = plain(network.headlines(last=2022))
    pd.testing.assert_frame_equal(found, expected, check_dtype=False)


def test_release__is_a_publication_that_says_what_it_holds(network):
    released = network.release()
    assert "rates_by_role" in released.tables
    assert "FY2023" in repr(released)
    assert str(released.n_hidden) in released._repr_html_()
    assert not isinstance(released.frame("changes"), ConfidentialFrame)


def test_release__says_that_it_is_not_published_until_it_is_kept(tmp_path):
    release = small_year(tmp_path).release()
    for card in (repr(release), release._repr_html_()):
        assert "Not published yet" in card
    release.kept_at.parent.mkdir(parents=True)
    release.kept_at.write_text("{}", encoding="utf-8")
    assert "Not published yet" not in repr(release)
    assert "INTERNAL" not in release._repr_html_()


def test_release__under_a_policy_for_the_office_alone_says_so(tmp_path):
    release = small_year(tmp_path, **INTERNAL).release()
    for card in (repr(release), release._repr_html_()):
        assert release.words("page.internal") in card
        assert "Not published yet" not in card
    assert "selfcheck-confidential" in release._repr_html_()
    assert release.kept_at is None
