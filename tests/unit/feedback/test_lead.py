"""The lead calls a question the lowest only where nothing shown or hidden can be lower."""

import pytest
from hypothesis import given, settings

from selfcheck_analysis.feedback.blocks import way_back
from selfcheck_analysis.feedback.lead import first_lesson, lead_of_role, weakest_sentence
from selfcheck_analysis.feedback.ranking import Rated, lowest, ranked
from selfcheck_analysis.feedback.training import lessons_of
from selfcheck_analysis.figures import Band
from selfcheck_analysis.terms import State, Tenure
from tests.factories import fake_publication
from tests.markup import parsed
from tests.unit.feedback.generated import FORMS, generated
from tests.unit.feedback.test_pages import with_tables
from tests.unit.feedback.test_ranking import ANY_RATES, worlds

EXACT, LOWER = Rated("alpha", "q_b", percent=87), Rated("alpha", "q_b", percent=70)
BAND, HIGH = Rated("alpha", "q_c", band=Band(80, 100)), Rated("alpha", "q_e", percent=99)
ALSO_LOW = Rated("alpha", "q_f", band=Band(75, 90))


@pytest.mark.parametrize(
    ("rates", "complete", "start", "unknown"),
    [
        ([LOWER, BAND, HIGH], True, "最も率の低い設問は、「規則B", ""),
        (
            [LOWER, BAND, HIGH],
            False,
            "率又は幅を示した設問のうち最も低いのは、「規則B",
            "示していない設問",
        ),
        # The band of 80 to 100 may hold a rate below 87.
        ([EXACT, BAND, HIGH], True, "率を示した設問のうち最も低いのは、「規則B", "幅で示す設問"),
        (
            [EXACT, BAND, HIGH],
            False,
            "率を示した設問のうち最も低いのは、「規則B",
            "幅で示す設問や示していない設問",
        ),
        ([BAND, ALSO_LOW, HIGH], True, "最も率の低いことがある設問は、「規則F", "幅で示す設問"),
    ],
)
def test_weakest__is_called_that_as_far_as_it_is_known(rates, complete, start, unknown):
    sentence = weakest_sentence(generated(0), rates, "alpha", complete=complete)
    assert sentence.startswith(start)
    assert ("（" + unknown in sentence) if unknown else sentence.endswith("（70％）である。")


@given(ANY_RATES)
@settings(max_examples=60, deadline=None)
def test_lowest__is_sure_only_if_it_is_the_lowest_in_every_world(rates):
    found = lowest(ranked(rates))
    lowest_in_all = all(
        world[rates.index(rate)] == min(world) for rate in found.rates for world in worlds(rates)
    )
    assert found.rates
    assert found.sure == lowest_in_all


def with_hidden_first_year(pub, hidden):
    """Show every rate of the questions, but hide the first-year rate of one of them."""
    frame = pub.release.frame("rates_by_question")
    if hidden:
        one = (frame["tenure"] == Tenure.FIRST_YEAR) & (frame["question"] == "q_c")
        frame.loc[one, ["state", "rate_percent"]] = [State.HIDDEN_SMALL, None]
    return with_tables(pub, rates_by_question=frame)


@pytest.mark.parametrize("hidden", [False, True])
@pytest.mark.parametrize("roles", [["alpha"], list(FORMS)])
def test_first_lesson__is_called_the_lowest_only_where_no_first_year_rate_is_hidden(hidden, roles):
    pub = with_hidden_first_year(generated(3, shown=1.0), hidden)
    sentence = first_lesson(pub, lessons_of(pub, roles))
    assert sentence.startswith("１年目の率が最も低い設問は、") != hidden
    assert ("示していない設問がこれより低いことがある" in sentence) == hidden
    assert "最初に取り上げる。" in sentence


def test_lead__of_a_role_with_a_hidden_question_calls_none_the_lowest():
    pub = generated(3, shown=1.0)
    frame = pub.release.frame("rates_by_question")
    assert "最も率の低い設問は、" in lead_of_role(pub, "alpha", []).plain
    one = (frame["role"] == "alpha") & (frame["question"] == "q_l")
    frame.loc[one & (frame["tenure"] == Tenure.ALL), "state"] = State.HIDDEN_PROTECTS
    hidden = with_tables(pub, rates_by_question=frame)
    assert "最も率の低い設問は、" not in lead_of_role(hidden, "alpha", []).plain


def test_way_back__leads_to_the_overview():
    block = way_back(fake_publication("ja"), "../06_feedback.html")
    (link,) = parsed(block.html).iter("a")
    assert link.get("href") == "../06_feedback.html"
    assert link.text == "各課への結果の返却と研修"
