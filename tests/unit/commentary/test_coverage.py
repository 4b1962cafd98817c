"""Which roles the pages say are missing, and which were delivered as counts alone."""

from __future__ import annotations

import pytest

from selfcheck_analysis import commentary
from selfcheck_analysis.commentary.coverage import coverage
from selfcheck_analysis.terms import HEADLINE, Reason, State, Verdict
from tests.factories import fake_publication, fake_tables, first_year, printed_last_year
from tests.markup import parts_of_lead

LEADS = "係長級"
PAGES = ("responses", "rates", "year_over_year", "focus")


def nobody_of_the_leads():
    """Return the tables of a year in which no section lead answered."""
    responses = fake_tables()["response_rates"]
    responses.loc[responses["role"] == "section_leads", ["n_people", "response_percent"]] = 0
    rates = fake_tables()["rates_by_role"]
    gone = (rates["role"] == "section_leads") & (rates["fiscal_year"] == 2023)
    rates.loc[gone, "state"] = State.ABSENT
    return {"response_rates": responses, "rates_by_role": rates}


def tallied(table):
    """Return a table in which the staff's headline could not be compared without persons."""
    frame = fake_tables()[table]
    of_staff = frame["role"] == "counter_staff"
    if "question" in frame:
        of_staff &= frame["question"] == HEADLINE
    frame.loc[of_staff, ["verdict", "reason"]] = [Verdict.NOT_COMPUTABLE, Reason.NEEDS_PERSONS]
    return {table: frame}


def test_coverage__has_nothing_to_say_of_a_whole_year():
    assert coverage(fake_publication()) == ()


@pytest.mark.parametrize("page", PAGES)
def test_lead__says_that_a_role_was_not_delivered(page):
    pub = fake_publication(**nobody_of_the_leads())
    said = f"「{LEADS}」は回答が届いていないため率を示さず、「回答対象の全員」の値にも含まれない。"
    assert said in parts_of_lead(commentary.lead(pub, page).html)["untold"]


@pytest.mark.parametrize("page", PAGES)
def test_lead__says_so_in_a_first_year_and_beside_a_print(page):
    responses = {"response_rates": nobody_of_the_leads()["response_rates"]}
    for kind in (first_year(), printed_last_year()):
        pub = fake_publication("en", **{**kind, **responses})
        assert "No answers of “Section leads” arrived" in commentary.lead(pub, page).plain


def test_lead__says_that_a_role_had_no_answers_last_year():
    rates = fake_tables()["rates_by_role"]
    gone = (rates["role"] == "section_leads") & (rates["fiscal_year"] == 2022)
    rates.loc[gone, "state"] = State.ABSENT
    (said,) = coverage(fake_publication(rates_by_role=rates))
    assert said.startswith(f"「{LEADS}」は令和４年度の回答がない")
    assert said.endswith("令和５年度の値だけに含まれる。")


def test_coverage__knows_nothing_of_whom_a_print_holds():
    rates = printed_last_year()["rates_by_role"]
    rates.loc[rates["fiscal_year"] == 2022, "state"] = State.ABSENT
    assert coverage(fake_publication(**{**printed_last_year(), "rates_by_role": rates})) == ()


@pytest.mark.parametrize("page", PAGES)
def test_lead__says_that_a_role_was_tallied_on_paper(page):
    text = commentary.lead(fake_publication(**tallied("contrasts")), page).plain
    assert "の令和５年度には、はい・いいえの数だけで届いた回答がある" in text
    last = commentary.lead(fake_publication(**tallied("headline_changes")), page).plain
    assert "の令和４年度には、はい・いいえの数だけで届いた回答がある" in last


def test_coverage__leaves_the_year_open_where_the_tenures_do_not_tell_it():
    contrasts = fake_tables()["contrasts"]
    contrasts.loc[contrasts["question"] == HEADLINE, "reason"] = None
    (said,) = coverage(fake_publication(contrasts=contrasts, **tallied("headline_changes")))
    assert "の令和４年度又は令和５年度には、はい・いいえの数だけで届いた回答がある" in said
