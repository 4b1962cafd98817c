"""How much simple rules of disclosure show, how much they leak, and ours beside them.

    python -m tests.benchmark.naive_rules

On the shipped sample, both programmes and both years, for the tables of questions by role and
tenure, the focus questions over everyone asked, and the headline rates. Rules:

- nothing hidden: every figure, as the ward's handout prints the focus questions and headlines;
- cells below 10 hidden: a figure is left out where fewer than ten answered, a headline where fewer
  than ten people are in the group;
- rows with a cell below 10 hidden: a role (or everyone) is left out of the table of a question, or
  of headlines, with all its tenures where one of them is below ten;
- roles with a cell below 10 hidden: such a role is left out of all tables;
- rounded to 5 %: every figure, rounded half up to the nearest multiple of five percent, beside its
  base;
- this project's: what the door chooses, bands and merged roles included.

The outsider is the same for all: he knows headcounts, the numbers of answers but for conditional
questions, the rule, and the count behind every figure that is printed in whole percents. Under a
simple rule he does not look at how comparisons of headlines are rounded; under ours he does. A
protected count is the number of proper answers of a group of fewer than ten to one question, of
such groups together where they are fewer than ten, or of one of them to all questions. It leaks
when fewer than three values are left (of one person: one), unless it had no more with nothing
printed. A forced answer is one person's answer in such a group, to one question, that follows.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from math import inf

import pandas as pd

from selfcheck_analysis.disclosure.attack.choice import attainable
from selfcheck_analysis.disclosure.attack.knowledge import OPEN, Row
from selfcheck_analysis.disclosure.attack.statements import Survey, Target
from selfcheck_analysis.disclosure.cells import Cell, CellKey
from selfcheck_analysis.disclosure.means import Mean
from selfcheck_analysis.disclosure.release_set import ReleaseSet, Year
from selfcheck_analysis.disclosure.states import Side
from selfcheck_analysis.disclosure.unknowns import Unknowns
from selfcheck_analysis.rates import MEANS, counts_of_everyone
from selfcheck_analysis.terms import ALL_ROLES, HEADLINE, State
from tests.benchmark.disclosure import (
    PROGRAMMES,
    Measure,
    Sample,
    alone,
    of_sample,
    read_sample,
)

SMALL = 10
STEP = 5
PROTECTED = ("count", "all answers")


def main() -> None:
    """Print the table."""
    print_rules({programme: alone(of_sample, programme) for programme in PROGRAMMES})


@dataclass
class Score:
    """What a rule shows and leaks; cells as (figures, bands, all), shares as (shown, all)."""

    cells: list[int] = field(default_factory=lambda: [0, 0, 0])
    answers: list[int] = field(default_factory=lambda: [0, 0, 0])
    focus: list[int] = field(default_factory=lambda: [0, 0, 0])
    headlines: list[int] = field(default_factory=lambda: [0, 0])
    leaks: list[int] = field(default_factory=lambda: [0, 0])
    forced: list[int] = field(default_factory=lambda: [0, 0])

    def see(self, key: CellKey, n: int, state: State) -> None:
        """Count one cell of a table."""
        counted = [int(state is State.SHOWN), int(state is State.BAND), 1]
        for total, times in (
            ((self.focus, 1),) if key[2] == ALL_ROLES else ((self.cells, 1), (self.answers, n))
        ):
            total[:] = [old + times * new for old, new in zip(total, counted, strict=True)]

    def see_headline(self, shown: bool) -> None:
        """Count one headline rate."""
        self.headlines = [self.headlines[0] + shown, self.headlines[1] + 1]

    def see_count(self, bounds: tuple[int, int], n_values: int, n: int) -> None:
        """Count one protected count; `n` is how many answers it is of, if of one group."""
        low, high = bounds
        self.leaks = [self.leaks[0] + (high - low + 1 < n_values), self.leaks[1] + 1]
        self.forced = [self.forced[0] + n * (low == high and low in (0, n)), self.forced[1] + n]

    def __add__(self, other: Score) -> Score:
        return Score(
            **{
                name: [a + b for a, b in zip(own, vars(other)[name], strict=True)]
                for name, own in vars(self).items()
            }
        )


def print_rules(ours: Mapping[str, Measure]) -> None:
    """Print one row for each rule."""
    heads = [
        *("rule", "question cells: figure", "band", "weighted by answers: figure", "band"),
        *("focus over everyone: figure", "band", "headline rates"),
        *("protected counts that leak", "answers of persons forced"),
    ]
    print("| " + " | ".join(heads) + " |")
    print("|" + "---|" * len(heads), flush=True)
    scores = [alone(scores_of_rules, programme) for programme in PROGRAMMES]
    for name in RULES:
        _print_row(name, [of_programme[name] for of_programme in scores])
    _print_row("this project's", [score_of_ours(measure) for measure in ours.values()])


def _print_row(name: str, scores: list[Score]) -> None:
    total = sum(scores, Score())
    figures = [
        *_shares(total.cells),
        *_shares(total.answers),
        *(f"{n} of {total.focus[2]}" for n in total.focus[:2]),
        *(f"{seen[0]} of {seen[1]}" for seen in (total.headlines, total.leaks, total.forced)),
    ]
    print("| " + " | ".join([name, *figures]) + " |", flush=True)


def _shares(counted: list[int]) -> Iterator[str]:
    return (f"{100 * n / counted[2]:.0f} %" for n in counted[:2])


# Simple rules


@dataclass(frozen=True)
class Rule:
    """Whether a cell (or headline) is shown, and what it then tells."""

    shows: Callable[[ReleaseSet, CellKey, int], bool]
    told: Callable[[Cell, Unknowns], list[Row]]
    headline: Callable[[Mean, float, Unknowns], list[Row]]


def scores_of_rules(programme: str) -> dict[str, Score]:
    """Show the sample's tables under every simple rule and attack them."""
    sample = read_sample(programme)
    return {name: _score_of_rule(sample, rule) for name, rule in RULES.items()}


def _score_of_rule(sample: Sample, rule: Rule) -> Score:
    release_set = ReleaseSet(sample.rules)
    focus = {
        q.id for q in sample.years[max(sample.years)].delivered.questionnaire.focus_questions()
    }
    for year in sample.years.values():
        release_set.add_year(Year(year.delivered, year.delivered, {}), focus)
    score, rows = Score(), []
    for key, cell in release_set.cells.items():
        shown = rule.shows(release_set, key, cell.n)
        score.see(key, cell.n, State.SHOWN if shown else State.HIDDEN_SMALL)
        rows += rule.told(cell, release_set.unknowns) if shown else []
    unread = replace(release_set, cells={})  # else what our rules show of a condition is known
    for key, percent in _headlines(release_set, sample):
        shown = rule.shows(release_set, key, release_set.n_people[key])
        score.see_headline(shown)
        mean = unread.mean(key) if shown else None
        rows += rule.headline(mean, percent, release_set.unknowns) if mean else []
    _attack(replace(release_set.survey(rows), statements=()), release_set.survey(), score)
    return score


def _headlines(release_set: ReleaseSet, sample: Sample) -> Iterator[tuple[CellKey, float]]:
    """Yield every headline rate that there is, in percent and not rounded."""
    mean = MEANS[sample.rules.headline_rate]
    for key, state in release_set.headlines.items():
        counts = sample.years[key[0]].delivered.counts
        rate = mean(counts[(counts["role"] == key[2]) & (counts["tenure"] == key[3])])
        if state is not State.ABSENT and rate is not None:
            yield key, float(100 * rate)


def _attack(said: Survey, silent: Survey, score: Score) -> None:
    """Bound every protected count by all that is said."""
    knowledge = said.knowledge({})
    for target in attainable(replace(silent, statements=())).targets:
        if _kind(target) in PROTECTED:
            _see_count(score, silent, target, knowledge.bounds(target.form))


def _see_count(score: Score, survey: Survey, target: Target, bounds: tuple[int, int]) -> None:
    """Count one protected count, if it is one under every rule."""
    if _kind(target) in PROTECTED:
        single = _kind(target) == PROTECTED[0] and len(target.form) == 1
        n = sum(survey.highs[column] for column in target.form)
        score.see_count(bounds, target.n_values, n if single else 0)


def _kind(target: Target) -> str:
    assert isinstance(target.key, tuple)
    return str(target.key[0])


def _everything(release_set: ReleaseSet, key: CellKey, n: int) -> bool:
    return True


def _large_cell(release_set: ReleaseSet, key: CellKey, n: int) -> bool:
    return n >= SMALL


def _large_row(release_set: ReleaseSet, key: CellKey, n: int) -> bool:
    """Tell whether all tenures are large of a role, or of everyone, in the table of a question."""
    if key[1] == HEADLINE:
        own = [people for other, people in release_set.n_people.items() if other[:3] == key[:3]]
        return all(people == 0 or people >= SMALL for people in own)
    return all(cell.n >= SMALL for other, cell in release_set.cells.items() if other[:3] == key[:3])


def _large_role(release_set: ReleaseSet, key: CellKey, n: int) -> bool:
    """Tell whether all rows of a role are large, in both years; everyone is no role."""
    if key[2] == ALL_ROLES:
        return _large_row(release_set, key, n)
    return all(cell.n >= SMALL for other, cell in release_set.cells.items() if other[2] == key[2])


def _count(cell: Cell, unknowns: Unknowns) -> list[Row]:
    """Return that the very counts are known."""
    unknown, known = unknowns.given(cell.groups)
    return [
        Row.of(unknowns.proper(cell.groups), cell.x, cell.x),
        Row.of(unknown, cell.n - known, cell.n - known),
    ]


def _percent(mean: Mean, percent: float, unknowns: Unknowns) -> list[Row]:
    return list(mean.printed_as(int(percent + 0.5), unknowns))


def _to_step(percent: float) -> int:
    return int(percent / STEP + 0.5) * STEP


def _rounded(cell: Cell, unknowns: Unknowns) -> list[Row]:
    """Return what a percent rounded to a multiple of five tells; bases are printed."""
    unknown, known = unknowns.given(cell.groups)
    hundredfold = dict.fromkeys(unknowns.proper(cell.groups), 100.0)
    percent = (200 * cell.x + STEP * cell.n) // (2 * STEP * cell.n) * STEP
    below = (percent + STEP / 2) * cell.n - OPEN
    return [
        Row.of(hundredfold, (percent - STEP / 2) * cell.n, below),
        Row.of(unknown, cell.n - known, cell.n - known),
    ]


def _rounded_mean(mean: Mean, percent: float, unknowns: Unknowns) -> list[Row]:
    """Return what a mean rounded to a multiple of five tells: it is between two whole percents."""
    printed, half = _to_step(percent), STEP // 2
    at_least = mean.printed_as(printed - half, unknowns)
    below = mean.printed_as(printed + half, unknowns)
    return [row for row in at_least if row.low > -inf] + [row for row in below if row.high < inf]


RULES = {
    "nothing hidden": Rule(_everything, _count, _percent),
    "cells below 10 hidden": Rule(_large_cell, _count, _percent),
    "rows with a cell below 10 hidden": Rule(_large_row, _count, _percent),
    "roles with a cell below 10 hidden": Rule(_large_role, _count, _percent),
    "rounded to 5 %, nothing hidden": Rule(_everything, _rounded, _rounded_mean),
}


# Ours


def score_of_ours(measure: Measure) -> Score:
    """Count what the door shows, and take what can be derived from its audit."""
    score = Score()
    for side in measure.protected.sides.values():
        _see_side(side, score)
    audit = measure.protected.audit
    if audit is None:
        raise AssertionError("nothing was audited")
    for target, row in zip(measure.survey.targets, audit.to_dict("records"), strict=True):
        if row["needed"] > 1:
            needed = replace(target, n_values=row["needed"])
            _see_count(score, measure.survey, needed, (row["smallest"], row["largest"]))
    return score


def _see_side(side: Side, score: Score) -> None:
    """Count the cells of one year that anybody answered."""
    counts, year = side.year.counts, side.year.questionnaire.fiscal_year
    focus = {question for question, role, _ in side.states if role == ALL_ROLES}
    everyone = counts_of_everyone(counts, sorted(focus))
    for cell in pd.concat([counts, everyone]).itertuples():
        name = (cell.question, cell.role, cell.tenure)
        if cell.n_answers and name in side.states:
            score.see((year, *name), cell.n_answers, side.states[name])
    for group in side.year.people.itertuples():
        if group.n_people:
            state = side.states[HEADLINE, group.role, group.tenure]
            score.see_headline(state is State.SHOWN)


if __name__ == "__main__":
    main()
