"""What of a release is shown, as a band or not at all: chosen, and attacked once it is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path

import pandas as pd

from selfcheck_analysis.change.year import Comparisons
from selfcheck_analysis.disclosure import means
from selfcheck_analysis.disclosure.attack.kept import Attacked, attacked
from selfcheck_analysis.disclosure.attack.statements import Key, Survey
from selfcheck_analysis.disclosure.audit import audited
from selfcheck_analysis.disclosure.bands import Band
from selfcheck_analysis.disclosure.earlier import EarlierRelease, already_said, record
from selfcheck_analysis.disclosure.policy import Policy, Rules
from selfcheck_analysis.disclosure.printed import Row, points
from selfcheck_analysis.disclosure.release_set import ReleaseSet, Year
from selfcheck_analysis.disclosure.sections.again import Before
from selfcheck_analysis.disclosure.sections.divided import Divided, divided
from selfcheck_analysis.disclosure.sections.protected import targets as section_targets
from selfcheck_analysis.disclosure.sections.shown import SectionCell, show_sections
from selfcheck_analysis.disclosure.states import CellName, Side, all_shown, side
from selfcheck_analysis.problems import Problem, ProblemsError
from selfcheck_analysis.published.integer_programme import Unsolved
from selfcheck_analysis.rates import MEANS, YearFigures
from selfcheck_analysis.section_rates import no_sections
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
    sections : mapping of SectionCell to (State, Band or None)
        Of the sections that have a part of a role.
    """

    sides: Mapping[int, Side]
    comparisons: Mapping[ComparisonKey, int] = field(default_factory=dict)
    audit: pd.DataFrame | None = None
    said: EarlierRelease | None = None
    sections: Mapping[SectionCell, tuple[State, Band | None]] = field(default_factory=dict)


def unprotected(years: Mapping[int, Year]) -> Protected:
    """Show everything."""
    return Protected({number: all_shown(year.reported) for number, year in years.items()})


def protect(
    years: Mapping[int, Year],
    compared: Comparisons,
    rules: Rules,
    earlier: Sequence[EarlierRelease] = (),
    kept: Path | None = None,
    sections: pd.DataFrame | None = None,
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
    sections : DataFrame, optional
        This year's counts by section, as `section_rates.counts_by_section` returns.

    Raises
    ------
    ProblemsError
        The audit found a count that could be worked out, or the solver could not tell.
    """
    now = _release_set(years, rules).unknowns
    for said in [release for release in earlier if release.tells_of(now)]:
        before_it = [release for release in earlier if release is not said]
        again = _protect_beside(years, compared, rules, before_it, kept, sections)
        if again.said == said:  # the same figures once more: they tell nothing new
            return again
    return _protect_beside(years, compared, rules, earlier, kept, sections)


def _release_set(years: Mapping[int, Year], rules: Rules) -> ReleaseSet:
    release_set = ReleaseSet(rules)
    this = years[max(years)].reported
    focus = {question.id for question in this.questionnaire.focus_questions()}
    for year in years.values():
        release_set.add_year(year, focus)
    return release_set


def _protect_beside(
    years: Mapping[int, Year],
    compared: Comparisons,
    rules: Rules,
    earlier: Sequence[EarlierRelease],
    kept: Path | None,
    sections: pd.DataFrame | None,
) -> Protected:
    """Choose and attack, beside what was released before."""
    release_set = _release_set(years, rules)
    for comparison in comparable_headlines(years, compared, rules):
        _add_comparison(release_set, comparison)
    counts = no_sections() if sections is None else sections
    divisions = list(divided(release_set, years[max(years)], counts))
    survey, found, before = _attacked_beside(release_set, divisions, earlier, rules.policy, kept)
    audit, levels = audited(survey, found, release_set.unknowns), found.levels
    knowledge = survey.knowledge(levels)
    shown = show_sections(divisions, knowledge, release_set.unknowns, before, rules.policy)
    return Protected(
        sides={number: _side(release_set, year, levels) for number, year in years.items()},
        comparisons={
            k: level for k, level in levels.items() if isinstance(k, tuple) and len(k) == 3
        },
        audit=pd.concat([audit, shown.audit], ignore_index=True) if len(shown.audit) else audit,
        said=record(release_set, survey, levels, of_sections=shown.rows),
        sections=shown.cells,
    )


def _attacked_beside(
    release_set: ReleaseSet,
    divisions: Sequence[Divided],
    earlier: Sequence[EarlierRelease],
    policy: Policy,
    kept: Path | None,
) -> tuple[Survey, Attacked, Before]:
    """Attack a release beside those before it, and protect counts by section that they told of.

    These are attacked like any others where any of them moved, or where tables do not show them
    open beside what was chosen without them.
    """
    unknowns = release_set.unknowns
    again = [division for division in divisions if Before(earlier).spoke_of(division)]
    ties = [row for division in again for row in division.add_to(unknowns)]
    facts, targets = already_said(earlier, unknowns, policy)
    before = Before(earlier, frozenset(facts))
    attacked_too = [division for division in again if not before.unmoved(division)]
    while True:
        own = [target for d in attacked_too for target in section_targets(d, unknowns, policy)]
        survey = release_set.survey([*ties, *facts], [*targets, *own])
        try:
            found = attacked(survey, kept)
        except Unsolved:
            raise ProblemsError([Problem("release_undecided")]) from None
        if not again:
            return survey, found, before
        knowledge = survey.knowledge(found.levels)
        closed = [
            division
            for division in again
            if division not in attacked_too
            and not before.still_open(division, knowledge, unknowns, policy)
        ]
        if not closed:
            return survey, found, before
        attacked_too += closed


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
