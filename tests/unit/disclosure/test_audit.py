"""The audit of a finished choice refuses what can be worked out, and what is not true."""

from __future__ import annotations

import pandas as pd
import pytest

from selfcheck_analysis.disclosure import protection
from selfcheck_analysis.disclosure.attack.kept import Attacked
from selfcheck_analysis.disclosure.attack.knowledge import Row, Witnesses
from selfcheck_analysis.disclosure.attack.statements import Statement, Survey, Target
from selfcheck_analysis.disclosure.audit import COLUMNS, audited, refuse_unsafe
from selfcheck_analysis.disclosure.unknowns import Unknowns
from selfcheck_analysis.problems import ProblemsError
from selfcheck_analysis.published.integer_programme import Unsolved
from selfcheck_analysis.words import Words
from tests.small_figures import counted_year, small_params
from tests.small_release import chosen

# Two first-year people and 20 others, of whom 1 and 15 answered properly.
FEW, MANY = 0, 1
COUNT = ("count", 2023, "p", ("a", "first_year"))


@pytest.fixture
def unknowns():
    found = Unknowns()
    found.add(("proper", 2023, "p", "a", "first_year"), 2, 1)
    found.add(("proper", 2023, "p", "a", "second_year_plus"), 20, 15)
    return found


def statement(key, form, low, high):
    return Statement(key, ((Row.of(form, low, high),), ()), (0.0, 1.0))


WHOLE = statement("whole", {FEW: 1, MANY: 1}, 16, 16)
LATER = statement("later", {MANY: 1}, 15, 15)
BANDED = statement("later", {MANY: 1}, 13, 17)


def survey(unknowns, statements, *, facts=(), key=COUNT, n_values=3):
    target = Target(key, {FEW: 1}, n_values)
    highs, witnesses = tuple(unknowns.highs), Witnesses(unknowns.truth)
    return Survey(highs, witnesses, tuple(facts), tuple(statements), (target,))


def said(*statements):
    return {statement.key: 0 for statement in statements}


def audit(asked, levels, unknowns):
    """Attack a choice and have it audited."""
    knowledge = asked.knowledge(levels)
    bounds = [knowledge.bounds(target.form) for target in asked.targets]
    needed = [target.n_values for target in asked.targets]
    possible = [knowledge.n_possible(target.form, target.n_values) for target in asked.targets]
    return audited(asked, Attacked(levels, bounds, possible, needed), unknowns)


def codes(error):
    problems = error.value.problems
    assert all(p.text(Words(language)) for p in problems for language in ("ja", "en"))
    return [(problem.code, dict(problem.values)) for problem in problems]


def test_audited__names_every_count_with_what_can_be_derived_of_it(unknowns):
    frame = audit(survey(unknowns, [WHOLE]), said(WHOLE), unknowns)
    assert list(frame) == COLUMNS
    assert frame.values.tolist() == [["count", 2023, "p", "a/first_year", 1, 0, 2, 3, 3, True]]


def test_audited__several_groups_together_are_named_one_by_one(unknowns):
    key = (*COUNT[:3], ("a", "first_year"), ("b", "first_year"))
    frame = audit(survey(unknowns, [], key=key), {}, unknowns)
    assert frame["group"].tolist() == ["a/first_year + b/first_year"]


def test_audited__what_follows_by_subtraction_is_refused(unknowns):
    with pytest.raises(ProblemsError) as error:
        audit(survey(unknowns, [WHOLE, LATER]), said(WHOLE, LATER), unknowns)
    assert codes(error) == [("release_unsafe", {"n": 1})]


def test_audited__what_is_not_said_tells_nothing(unknowns):
    levels = said(WHOLE) | {"later": 1}
    frame = audit(survey(unknowns, [WHOLE, LATER]), levels, unknowns)
    assert frame["safe"].tolist() == [True]


@pytest.mark.parametrize(("most", "largest"), [(17, 2), (16, 2), (15, 2)])
def test_audited__a_band_tells_as_much_as_its_numbers(unknowns, most, largest):
    # 16 less 14 or more is 2 or less, 16 less `most` is the fewest.
    banded = statement("later", {MANY: 1}, 14, most)
    both = survey(unknowns, [WHOLE, banded], n_values=1)
    frame = audit(both, said(WHOLE, banded), unknowns)
    assert frame[["smallest", "largest"]].values.tolist() == [[max(0, 16 - most), largest]]


def test_audited__facts_are_known_too(unknowns):
    facts = [Row.of({MANY: 1}, 15, 15)]
    with pytest.raises(ProblemsError):
        audit(survey(unknowns, [WHOLE], facts=facts), said(WHOLE), unknowns)


@pytest.mark.parametrize("n_values", [1, 2, 3, 4])
def test_audited__asks_for_as_many_values_as_the_target_needs(unknowns, n_values):
    asked = survey(unknowns, [WHOLE, BANDED], n_values=n_values)
    if n_values <= 3:  # two people have three values at most
        assert audit(asked, said(WHOLE, BANDED), unknowns)["needed"].tolist() == [n_values]
    else:
        with pytest.raises(ProblemsError):
            audit(asked, said(WHOLE, BANDED), unknowns)


def test_audited__an_untrue_statement_is_a_fault_of_the_program(unknowns):
    untrue = statement("later", {MANY: 1}, 16, 17)
    with pytest.raises(RuntimeError, match="1 of the statements"):
        audit(survey(unknowns, [WHOLE, untrue]), said(WHOLE, untrue), unknowns)
    # Said more coarsely, it is not made.
    levels = said(WHOLE) | {"later": 1}
    assert len(audit(survey(unknowns, [WHOLE, untrue]), levels, unknowns))


def test_audited__an_untrue_fact_is_a_fault_of_the_program(unknowns):
    facts = [Row.of({FEW: 1}, 2, 2)]
    with pytest.raises(RuntimeError, match="not true"):
        audit(survey(unknowns, [], facts=facts), {}, unknowns)


def test_audited__a_choice_of_which_the_attack_found_too_much_is_refused(unknowns):
    # Whatever the statements are, the values that were found possible decide.
    asked = survey(unknowns, [WHOLE])
    for bounds, possible in (((0, 2), 3), ((0, 2), 2), ((0, 1), 2), ((1, 1), 1)):
        safe = possible == 3
        found = Attacked(said(WHOLE), [bounds], [possible], [3])
        if safe:
            assert audited(asked, found, unknowns)["safe"].tolist() == [True]
        else:
            with pytest.raises(ProblemsError):
                audited(asked, found, unknowns)


def test_protect__what_the_solver_cannot_tell_is_refused(monkeypatch):
    def gave_up(*_):
        raise Unsolved("time limit")

    monkeypatch.setattr(protection, "attacked", gave_up)
    year = counted_year({("p", "b"): ((28, 40), (40, 60))}, {"b": (40, 60)})
    with pytest.raises(ProblemsError) as error:
        chosen({2023: year}, small_params(last_year="none", headline_family=["b"]))
    assert codes(error) == [("release_undecided", {})]


def test_audited__of_nothing_to_protect_is_an_empty_table(unknowns):
    nothing = Survey(tuple(unknowns.highs), Witnesses(unknowns.truth), (), (WHOLE,), ())
    frame = audit(nothing, said(WHOLE), unknowns)
    assert frame.empty
    assert list(frame) == COLUMNS


def test_refuse_unsafe__counts_what_is_not_safe():
    frame = pd.DataFrame({"safe": [True, False, False]})
    with pytest.raises(ProblemsError) as error:
        refuse_unsafe(frame)
    assert codes(error) == [("release_unsafe", {"n": 2})]
    refuse_unsafe(frame.iloc[:1])
    refuse_unsafe(frame.iloc[:0])
