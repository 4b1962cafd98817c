"""What changed for a role, in the words of the verdicts and with the released figures."""

import re

import pytest

from selfcheck_analysis.feedback.changes import change_points, moved_briefly
from selfcheck_analysis.feedback.lead import lead_of_role
from selfcheck_analysis.feedback.training import lessons_of
from selfcheck_analysis.figures import rate_text
from selfcheck_analysis.publication import FIGURES, MOVED
from selfcheck_analysis.terms import ALL_ROLES, State, Tenure, Verdict
from tests.factories import fake_publication, first_year, printed_last_year
from tests.markup import parsed, text_of
from tests.unit.feedback.generated import FOCUS, FORMS, POISON, generated
from tests.unit.feedback.test_pages import with_tables

CASES = [(seed, language) for seed in range(3) for language in ("ja", "en")]


def points(block):
    return [text_of(item) for item in parsed(block.html).iter("li")]


@pytest.mark.parametrize(("seed", "language"), CASES)
def test_changes__name_every_question_that_moved_with_its_verdict_and_rates(seed, language):
    pub = generated(seed, language)
    frame = pub.release.frame("changes")
    for role in FORMS:
        said = points(change_points(pub, role))
        moved = frame[
            (frame["role"] == role) & frame["state"].isin(FIGURES) & frame["verdict"].isin(MOVED)
        ]
        for row in moved.itertuples(index=False):
            named = pub.words(
                "feedback.changes.question",
                question=pub.statement(row.question),
                tenure=pub.words(f"tenure.{row.tenure}"),
            )
            (sentence,) = [text for text in said if text.startswith(named)]
            verb = {"ja": {"rose": "上昇", "fell": "低下"}, "en": {"rose": "rose", "fell": "fell"}}
            assert verb[language][row.verdict] in sentence
            for side in ("last", "this"):
                assert rate_text(row, f"{side}_percent", pub.words) in sentence


@pytest.mark.parametrize(("seed", "language"), CASES)
def test_changes__say_the_verdict_of_every_focus_question_of_the_role(seed, language):
    pub = generated(seed, language)
    frame = pub.release.frame("changes")
    for role, form in FORMS.items():
        said = points(change_points(pub, role))
        for question in FOCUS:
            label = pub.words("feedback.changes.focus", question=pub.statement(question))
            found = [text for text in said if text.startswith(label)]
            assert len(found) == (question in form)
            row = next(
                frame[
                    (frame["role"] == ALL_ROLES)
                    & (frame["question"] == question)
                    & (frame["tenure"] == Tenure.ALL)
                ].itertuples()
            )
            if found and row.state not in FIGURES:
                assert pub.state(row.state) in found[0]
            elif found and row.verdict not in MOVED:
                assert pub.verdict(row.verdict) in found[0]


@pytest.mark.parametrize("seed", range(4))
def test_changes__count_every_other_question_once(seed):
    pub = generated(seed, "en")
    frame = pub.release.frame("changes")
    for role in FORMS:
        own = frame[(frame["role"] == role) & (frame["tenure"] == Tenure.ALL)]
        (counted,) = [
            text for text in points(change_points(pub, role)) if "other questions" in text
        ]
        hidden = own["state"].map(lambda state: State(state).hidden)
        expected = {pub.words("feedback.changes.hidden"): int(hidden.sum())}
        for verdict in Verdict:
            if verdict not in MOVED:
                n = int((own["verdict"] == verdict).sum())
                expected[pub.words(f"verdict.{verdict}")] = n
        for name, n in expected.items():
            assert (f"{name} ({n})" in counted) == (n > 0), name
        total = sum(int(n) for n in re.findall(r"\((\d+)\)", counted))
        n_moved = int((own["state"].isin(FIGURES) & own["verdict"].isin(MOVED)).sum())
        assert total + n_moved == len(own)


def test_lead__names_what_moved_first_of_all_tenures_and_few_of_them():
    pub = generated(2)
    for role in FORMS:
        said = moved_briefly(pub, role)
        assert 1 <= len(said) <= 5
        named = points(lead_of_role(pub, role, lessons_of(pub, [role])))
        assert named[-len(said) :] == said


def test_nothing_moved__is_said_without_calling_it_unchanged():
    pub = generated(2)
    frames = {name: pub.release.frame(name) for name in ("changes", "headline_changes")}
    for frame in frames.values():
        frame["verdict"] = Verdict.NOT_SHOWN
    still = fake_publication("ja", **frames)
    still = type(pub)(still.release, pub.questionnaire, pub.words)
    (said,) = moved_briefly(still, "alpha")
    assert (
        said == "令和４年度から令和５年度までに上昇又は低下したと判定した設問は、この区分にはない。"
    )
    everything = " ".join(points(change_points(still, "alpha")))
    assert "変わらない" not in everything
    assert str(POISON) not in everything


def test_first_year__has_no_change():
    pub = fake_publication("ja", **first_year())
    assert change_points(pub, "counter_staff").plain == "前年度の結果がないため、変化は示さない。"
    assert moved_briefly(pub, "counter_staff") == []


def test_printed_last_year__sets_headlines_side_by_side_and_tells_the_focus_questions():
    pub = fake_publication("ja", **printed_last_year())
    said = points(change_points(pub, "counter_staff"))
    # printed_headlines of tests/factories.py: 96.4 printed, 98 this year
    assert "96.4％" in said[0]
    assert "98％" in said[0]
    assert len([text for text in said if text.startswith("重点項目")]) == 3
    hidden = points(change_points(pub, "section_leads"))
    assert not [text for text in hidden if "％" in text]
    assert moved_briefly(pub, "counter_staff") == []


@pytest.mark.parametrize("seed", range(6))
def test_nothing_moved__is_said_once_on_a_page(seed):
    pub = generated(seed)
    frame = pub.release.frame("changes")
    none = pub.words("feedback.changes.none", last_year="令和４年度", year="令和５年度")
    for role in FORMS:
        frame.loc[frame["role"] == role, "verdict"] = Verdict.NOT_SHOWN
        unmoved = with_tables(pub, changes=frame)
        said = [*moved_briefly(unmoved, role), *points(change_points(unmoved, role))]
        assert said.count(none) == 1
