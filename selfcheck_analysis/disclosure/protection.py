"""What of a release is shown, as a band or not at all: chosen, and attacked once it is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path

import pandas as pd

from selfcheck_analysis.change.year import Comparisons
from selfcheck_analysis.disclosure import means
from selfcheck_analysis.disclosure.attack.kept import attacked
from selfcheck_analysis.disclosure.attack.statements import Key
from selfcheck_analysis.disclosure.audit import audited
from selfcheck_analysis.disclosure.bands import Band
from selfcheck_analysis.disclosure.earlier import EarlierRelease, already_said, record
from selfcheck_analysis.disclosure.policy import Rules
from selfcheck_analysis.disclosure.printed import Row, points
from selfcheck_analysis.disclosure.release_set import ReleaseSet, Year
from selfcheck_analysis.disclosure.states import CellName, Side, all_shown, side
from selfcheck_analysis.problems import Problem, ProblemsError
from selfcheck_analysis.published.integer_programme import Unsolved
from selfcheck_analysis.rates import MEANS, YearFigures
from selfcheck_analysis.terms import HEADLINE, Reason, State, Tenure

ComparisonKey = tuple[str, str, str]
"""("change" or "contrast", role, tenure)."""


@dataclass(frozen=True)
class Protected:
    """What was chosen.

    Attributes
    ----------
    sides : mapping of fiscal year to Side
    comparisons : mapping of ComparisonKey to int
        Of every comparison of headlines that may be shown: 0 with its means, 1 without, 2 hidden.
    audit : DataFrame or None
        As `audit.audited` returns; None where nothing is protected.
    said : EarlierRelease or None
        What is said by this release, for those that come after it.
    """

    sides: Mapping[int, Side]
    comparisons: Mapping[ComparisonKey, int] = field(default_factory=dict)
    audit: pd.DataFrame | None = None
    said: EarlierRelease | None = None


def unprotected(years: Mapping[int, Year]) -> Protected:
    """Show everything."""
    return Protected({number: all_shown(year.reported) for number, year in years.items()})


def protect(
    years: Mapping[int, Year],
    compared: Comparisons,
    rules: Rules,
    earlier: Sequence[EarlierRelease] = (),
    kept: Path | None = None,
) -> Protected:
    """Choose what is shown so that nothing protected follows, and attack the choice.

    Parameters
    ----------
    years : mapping of fiscal year to Year
        Every year of the run in order, its own last.
    compared : Comparisons
    rules : Rules
    earlier : sequence of EarlierRelease
        What was released before, and is public.
    kept : Path, optional
        Where choices are kept, so that the same figures are attacked once.

    Raises
    ------
    ProblemsError
        The audit found a count that could be worked out, or the solver could not tell.
    """
    release_set = ReleaseSet(rules)
    this = years[max(years)].reported
    focus = {question.id for question in this.questionnaire.focus_questions()}
    for year in years.values():
        release_set.add_year(year, focus)
    for comparison in comparable_headlines(years, compared, rules):
        _add_comparison(release_set, comparison)
    facts, targets = already_said(earlier, release_set.unknowns, rules.policy)
    survey = release_set.survey(facts, targets)
    try:
        found = attacked(survey, kept)
    except Unsolved:
        raise ProblemsError([Problem("release_undecided")]) from None
    levels = found.levels
    return Protected(
        sides={number: _side(release_set, year, levels) for number, year in years.items()},
        comparisons={
            k: level for k, level in levels.items() if isinstance(k, tuple) and len(k) == 3
        },
        audit=audited(survey, found, release_set.unknowns),
        said=record(release_set, survey, levels),
    )


@dataclass(frozen=True)
class HeadlineComparison:
    """Two headlines that may be compared: (fiscal year, headline, role, tenure) of both sides."""

    key: ComparisonKey
    last: tuple[int, str, str, str]
    this: tuple[int, str, str, str]
    questions: tuple[str, ...]
    rates: tuple[Fraction, Fraction]
    interval: tuple[int, int] | None


def comparable_headlines(
    years: Mapping[int, Year], compared: Comparisons, rules: Rules
) -> Iterator[HeadlineComparison]:
    """Yield the comparisons of headlines over what everybody is asked on both sides.

    Of those that need persons where there are none, nothing is printed that could tell anything.
    """
    number = max(years)
    this = years[number].reported
    if compared.headlines is not None:
        last = years[number - 1].reported
        for row in compared.headlines.to_dict("records"):
            role, tenure = str(row["role"]), str(row["tenure"])
            shared = this.questionnaire.common_unconditional(last.questionnaire, role)
            cells = [(year, HEADLINE, role, tenure) for year in (number - 1, number)]
            yield from _compared(("change", role, tenure), cells, (last, this), shared, row, rules)
    contrasts = compared.contrasts
    for row in contrasts[contrasts["question"] == HEADLINE].to_dict("records"):
        role = str(row["role"])
        shared = this.questionnaire.unconditional(role)
        tenures = (Tenure.SECOND_YEAR_PLUS, Tenure.FIRST_YEAR)
        cells = [(number, HEADLINE, role, str(tenure)) for tenure in tenures]
        yield from _compared(("contrast", role, ""), cells, (this, this), shared, row, rules)


def _compared(
    key: ComparisonKey,
    cells: Sequence[tuple[int, str, str, str]],
    sides: tuple[YearFigures, YearFigures],
    shared: Sequence[str],
    row: Row,
    rules: Rules,
) -> Iterator[HeadlineComparison]:
    if row.get("reason") == Reason.NEEDS_PERSONS:
        return
    rates = [_rate(year, cell, shared, rules) for year, cell in zip(sides, cells, strict=True)]
    if rates[0] is not None and rates[1] is not None:
        both = (rates[0], rates[1])
        interval = printed_interval(row, rules)
        yield HeadlineComparison(key, cells[0], cells[1], tuple(shared), both, interval)


def _rate(
    year: YearFigures, cell: tuple[int, str, str, str], questions: Sequence[str], rules: Rules
) -> Fraction | None:
    counts = year.counts
    own = counts[(counts["role"] == cell[2]) & (counts["tenure"] == cell[3])]
    return MEANS[rules.headline_rate](own[own["question"].isin(questions)])


def printed_interval(row: Row, rules: Rules) -> tuple[int, int] | None:
    """Return the ends of a headline comparison's interval in points, if they are printed.

    They tell how answers hang together in the persons of a small group.
    """
    low, high = points(row["low"]), points(row["high"])
    large = min(row["n_last"], row["n_this"]) >= rules.policy.p_exact_min_base.value
    return (low, high) if large and low is not None and high is not None else None


def _add_comparison(release_set: ReleaseSet, comparison: HeadlineComparison) -> None:
    """Add a comparison of two headlines that are both said."""
    said = {statement.key for statement in release_set.statements}
    if not {comparison.last, comparison.this} <= said:
        return
    of_last, of_this = (
        release_set.mean(cell, comparison.questions) for cell in (comparison.last, comparison.this)
    )
    assert of_last is not None  # the rates of both are known
    assert of_this is not None
    people = release_set.n_people[comparison.this]
    compared = means.Compared(
        comparison.key,
        (comparison.last, comparison.this),
        (of_last, of_this),
        comparison.rates,
        comparison.interval,
        people,
    )
    release_set.statements.append(means.comparison(compared, release_set.unknowns))


def _side(release_set: ReleaseSet, year: Year, levels: Mapping[Key, int]) -> Side:
    """Return the states and bands of one year by what was chosen."""
    number = year.delivered.questionnaire.fiscal_year
    chosen: dict[CellName, tuple[State, Band | None]] = {}
    for key, cell in release_set.cells.items():
        if key[0] == number:
            level = levels.get(key, 0)
            chosen[key[1:]] = cell.states[level], cell.bands[level]
    for key, state in release_set.headlines.items():
        if key[0] == number:
            chosen[key[1:]] = (State.HIDDEN_PROTECTS if levels.get(key) else state), None
    return side(year.reported, chosen)
