"""What a headline gives away, against a brute-force outsider that tries every table."""

from __future__ import annotations

from fractions import Fraction
from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st

from selfcheck_analysis.disclosure.headline import Part, n_possible, to_withhold


def printed(counts, parts):
    """Half up in whole percent, by integers: floor(100 x + 1/2)."""
    total = sum(part.weight for part in parts.values())
    mean = sum(
        Fraction(parts[q].weight * x, parts[q].n_answers) for q, x in counts.items()
    ) / Fraction(total)
    return (mean * 200 + 1) // 2


def possible(question, parts, hidden):
    """Try every table that agrees with the headline and with all that is shown."""
    truth = {q: part.n_proper for q, part in parts.items()}
    ranges = [range(parts[q].n_answers + 1) if q in hidden else [truth[q]] for q in parts]
    tables = (dict(zip(parts, values, strict=True)) for values in product(*ranges))
    return {t[question] for t in tables if printed(t, parts) == printed(truth, parts)}


# Four people answered c. With p and q shown, c = 3 x .8833 - .9 - 1 = .75: three of four.
GIVEN_AWAY = {"p": Part(1, 60, 54), "c": Part(1, 4, 3), "q": Part(1, 60, 60)}


def test_headline__alone_with_shown_questions_gives_the_hidden_one_away():
    assert possible("c", GIVEN_AWAY, {"c"}) == {3}


def test_to_withhold__hides_another_question_until_the_count_is_open_again():
    # Behind the headline 88 % three questions lack .345 to .375: c lacks 0 or .25, so 3 or 4.
    extra = to_withhold(GIVEN_AWAY, {"c"}, {"p", "q"})
    assert extra == ["p"]
    assert possible("c", GIVEN_AWAY, {"c", *extra}) == {3, 4}


def test_to_withhold__nothing_where_nothing_is_hidden():
    assert to_withhold(GIVEN_AWAY, set(), {"p", "q"}) == []


def test_to_withhold__nothing_where_many_values_are_possible():
    # Twenty questions: half a percent of the headline is ten points of one question's rate.
    parts = {f"q{i}": Part(1, 40, 39) for i in range(19)} | {"c": Part(1, 30, 27)}
    assert len(possible("c", parts, {"c"})) >= 3
    assert to_withhold(parts, {"c"}, set(parts) - {"c"}) == []


def test_to_withhold__nothing_where_hiding_would_not_help():
    # All 100 %: the headline by itself leaves a question of two people no improper answer.
    parts = {f"q{i}": Part(1, 12, 12) for i in range(3)} | {"c": Part(1, 2, 2)}
    assert possible("c", parts, set(parts)) == {2}
    assert to_withhold(parts, {"c"}, set(parts) - {"c"}) == []


@st.composite
def groups(draw):
    sizes = draw(st.lists(st.integers(1, 4), min_size=2, max_size=4))
    pooled = draw(st.booleans())
    return {
        f"q{i}": Part(n if pooled else 1, n, draw(st.integers(0, n))) for i, n in enumerate(sizes)
    }


@settings(max_examples=200, deadline=None)
@given(groups(), st.data())
def test_n_possible__covers_whatever_the_brute_force_outsider_finds(parts, data):
    hidden = {"q0", *data.draw(st.sets(st.sampled_from(sorted(parts))))}
    found = possible("q0", parts, hidden)
    # The outsider here also knows that every other count is whole; bounds of a sum do not.
    assert parts["q0"].n_proper in found
    assert n_possible("q0", parts, hidden) >= max(found) - min(found) + 1


@settings(max_examples=100, deadline=None)
@given(groups(), st.data())
def test_to_withhold__hides_no_more_than_it_may_and_stops_when_enough(parts, data):
    may_hide = data.draw(st.sets(st.sampled_from(sorted(set(parts) - {"q0"}))))
    extra = to_withhold(parts, {"q0"}, may_hide)
    assert set(extra) <= may_hide
    reached = n_possible("q0", parts, {"q0", *extra})
    assert reached >= min(3, n_possible("q0", parts, {"q0", *may_hide}))
    if extra:
        assert n_possible("q0", parts, {"q0", *extra[:-1]}) < reached
