"""Small surveys drawn at random, the door's choice for them, and what an outsider then reads.

One or two years, one to three roles of 1 to 14 people, some of both tenures, one to three questions
that everybody is asked, and at times one that follows an answer. Most answers are proper.

Answers of people who were not asked can be counted too, and some of a role's people be tallied by
hand, of whom nobody knows which question they were asked.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from itertools import combinations
from typing import Any

import numpy as np
import pandas as pd

from selfcheck_analysis.change.year import Comparisons
from selfcheck_analysis.disclosure.merging import regrouped, roles_to_merge, with_groups
from selfcheck_analysis.disclosure.policy import Policy, Rules
from selfcheck_analysis.disclosure.protection import Protected, protect
from selfcheck_analysis.disclosure.release_set import Year
from selfcheck_analysis.questionnaire import Questionnaire
from selfcheck_analysis.rates import year_figures
from selfcheck_analysis.tallies import Tallies
from tests.attack.every_table import (
    ANSWERS_TO,
    Cell,
    Difference,
    Follows,
    Group,
    Headline,
    Mean,
    Print,
)
from tests.small_figures import label, small_questionnaire, thresholds

FIRST, LATER, ALL = "first_year", "second_year_plus", "all"
TENURES = (FIRST, LATER)
EVERYONE, HEADLINE = "all_roles", "headline"
SHOWN, BAND = "shown", "band"
SIZES = (1, 1, 2, 2, 3, 3, 4, 5, 6, 7, 8, 10, 12, 14)
FOLLOW_UP = "c"

Answers = dict[tuple[int, str, str], list[dict[str, bool]]]
"""(year, role, tenure): for every person, whether each answer that was given is proper."""


@dataclass(frozen=True)
class Policies:
    """The thresholds that matter here."""

    min_base: int
    band_minority: int
    all_alike_shown: bool
    interval_from: int
    min_values: int = 3
    merged: bool = False

    def policy(self) -> Policy:
        """Return a whole policy; roles a and b are one group if any are merged."""
        roles = {"a": "both", "b": "both"} if self.merged else {"a": "alone", "b": "alone"}
        return thresholds(
            roles | {"d": "alone"},
            {"both": label("both")},
            min_base=self.min_base,
            min_values=self.min_values,
            band_minority=self.band_minority,
            all_alike_shown=self.all_alike_shown,
            p_exact_min_base=self.interval_from,
        )


@dataclass(frozen=True)
class SmallSurvey:
    """One survey as it was answered, and the policy under which it is released."""

    forms: Mapping[int, Questionnaire]
    answers: Answers
    policies: Policies
    mean: str
    kept: bool = False
    tallied: frozenset[str] = frozenset()

    @cached_property
    def bases(self) -> dict[Group, int]:
        """How many answered each question, by undivided group; nobody is left out of groups."""
        return {
            (year, question, role, tenure): sum(question in person for person in people)
            for (year, role, tenure), people in self.answers.items()
            for question in self.forms[year].role(role).form.values()
        }

    @cached_property
    def proper(self) -> dict[Group, int]:
        """How many answered each question properly."""
        return {
            (year, q, role, tenure): sum(
                person.get(q, False) for person in self.answers[year, role, tenure]
            )
            for year, q, role, tenure in self.bases
        }

    def true(self, column: Group) -> int:
        """Return the true number of a column of the tables: proper answers, or all."""
        year, question, *who = column
        if question.startswith(ANSWERS_TO):
            return self.bases[year, question.removeprefix(ANSWERS_TO), *who]
        return self.proper[column]

    @cached_property
    def years(self) -> dict[int, Year]:
        """The years as the door takes them."""
        policy = self.policies.policy()
        frames = {year: self._frame(year) for year in self.forms}
        tallies = {year: self._tallies(year) for year in self.forms}
        delivered = {
            year: year_figures(frames[year], form, tallies[year])
            for year, form in self.forms.items()
        }
        merged = roles_to_merge(policy, delivered.values())
        reported = delivered
        if merged:
            forms = {year: with_groups(form, merged, policy) for year, form in self.forms.items()}
            reported = {
                year: year_figures(
                    regrouped(frames[year], merged), form, tallies[year].regrouped(merged)
                )
                for year, form in forms.items()
            }
        return {
            year: Year(delivered[year], reported[year], merged, asked_only=not self.kept)
            for year in self.forms
        }

    @property
    def merged(self) -> Mapping[str, str]:
        """The group under which roles are reported."""
        return next(iter(self.years.values())).merged

    def people(self, year: int, role: str, tenure: str) -> int:
        """Count the persons of a role, or of a group of roles."""
        return sum(len(self.answers[key]) for key in self._undivided(year, role, tenure))

    def groups(self, year: int, question: str, role: str, tenure: str) -> tuple[Group, ...]:
        """Return the undivided groups behind a cell that may have been asked."""
        return tuple(
            group
            for y, r, t in self._undivided(year, role, tenure)
            if (group := (y, question, r, t)) in self.bases and self._may_have(group)
        )

    def _undivided(self, year: int, role: str, tenure: str) -> list[tuple[int, str, str]]:
        return [
            (y, r, t)
            for y, r, t in self.answers
            if y == year and tenure in (t, ALL) and role in (EVERYONE, r, self.merged.get(r, r))
        ]

    def anybody(self, group: Group) -> bool:
        """Tell whether people may have answered a conditional question that were not asked it."""
        year, question, role, _ = group
        asked_if = self.forms[year].question(question).asked_if
        return asked_if is not None and (self.kept or role in self.tallied)

    def _may_have(self, group: Group) -> bool:
        if self.anybody(group):
            return bool(self.answers[group[0], *group[2:]])
        asked_if = self.forms[group[0]].question(group[1]).asked_if
        asked = group if asked_if is None else (group[0], asked_if.question, *group[2:])
        return self.bases[asked] > 0

    def _tallies(self, year: int) -> Tallies:
        """Tally every second person of the tallied roles."""
        parts = [
            Tallies(
                pd.DataFrame(
                    [
                        (role, tenure, question, "answered", "yes" if proper else "no", 1)
                        for question, proper in person.items()
                    ],
                    columns=["role", "tenure", "question", "status", "answer", "n"],
                ),
                pd.DataFrame([(role, tenure, 1)], columns=["role", "tenure", "n_people"]),
            )
            for (of_year, role, tenure), people in self.answers.items()
            for person in (people[::2] if of_year == year and role in self.tallied else ())
        ]
        return Tallies.together(parts)

    def _frame(self, year: int) -> pd.DataFrame:
        rows = []
        for (of_year, role, tenure), people in self.answers.items():
            for number, person in enumerate(people) if of_year == year else ():
                if role in self.tallied and number % 2 == 0:
                    continue
                for question in self.forms[year].role(role).form.values():
                    given = question in person
                    rows.append(
                        {
                            "person": f"{role}{tenure}{number:02d}",
                            "role": role,
                            "tenure": tenure,
                            "question": question,
                            "status": "answered" if given else "no_answer",
                            "proper": person.get(question, False),
                        }
                    )
        columns = ["person", "role", "tenure", "question", "status", "proper"]
        return pd.DataFrame(rows, columns=columns)


def drawn(seed: int, loose: str = "") -> SmallSurvey:
    """Draw a survey; `loose` lets people answer who were not asked: "keep" or "tallied"."""
    stream = np.random.default_rng(seed)
    unconditional = ["p", "q", "r"][: int(stream.choice([1, 2, 2, 3]))]
    follows = bool(stream.random() < 0.45)
    roles = ["a", "b", "d"][: int(stream.choice([1, 2, 2, 3]))]
    merged = "b" in roles and bool(stream.random() < 0.3)
    years = (2022, 2023) if len(roles) < 3 and stream.random() < 0.4 else (2023,)
    asked = {
        role: ["p", *(q for q in unconditional[1:] if stream.random() < 0.8)] for role in roles
    }
    if follows:
        asked = {role: [*own, FOLLOW_UP] for role, own in asked.items()}
    one_form = _form(stream, asked)
    forms = {year: small_questionnaire(year, **one_form) for year in years}
    policies = Policies(
        min_base=int(stream.integers(3, 6)),
        band_minority=int(stream.integers(1, 3)),
        all_alike_shown=bool(stream.random() < 0.7),
        interval_from=int(stream.choice([3, 100])),
        merged=merged,
    )
    sizes = {(role, tenure): _size(stream) for role in roles for tenure in TENURES}
    likely = float(stream.choice([0.5, 0.8, 0.95]))
    tallied = frozenset(_tallied(seed, roles) if loose == "tallied" else ())
    answers = {
        (year, role, tenure): [
            _person(stream, forms[year], asked[role], likely, loose == "keep" or role in tallied)
            for _ in range(size)
        ]
        for year in years
        for (role, tenure), size in sizes.items()
    }
    for year in years:  # a year that nobody answered is no survey
        if not any(answers[year, role, tenure] for role in roles for tenure in TENURES):
            answers[year, "a", LATER] = [_person(stream, forms[year], asked["a"], likely)]
    mean = "pooled" if stream.random() < 0.25 else "macro"
    return SmallSurvey(
        forms,
        answers,
        policies,
        mean,
        kept=loose == "keep",
        tallied=tallied,
    )


def _tallied(seed: int, roles: list[str]) -> set[str]:
    """Draw the roles of which some are tallied, one at least."""
    stream = np.random.default_rng([seed, 1])
    return {role for role in roles if role == "a" or stream.random() < 0.5}


def _size(stream: np.random.Generator) -> int:
    return 0 if stream.random() < 0.5 else int(stream.choice(SIZES))


def _form(stream: np.random.Generator, asked: Mapping[str, list[str]]) -> dict[str, Any]:
    named = dict.fromkeys(question for own in asked.values() for question in own)
    in_focus = {"p", *(q for q in named if stream.random() < 0.5)}
    condition = {"question": "p", "answer": "yes" if stream.random() < 0.3 else "no"}
    questions = [
        {
            "id": question,
            "label": label(question),
            "proper_answer": "yes",
            **({"focus_item": 1} if question in in_focus else {}),
            **({"asked_if": condition} if question == FOLLOW_UP else {}),
        }
        for question in named
    ]
    roles = [
        {"id": role, "label": label(role), "headcount": 30, "form": dict(enumerate(own, 1))}
        for role, own in asked.items()
    ]
    return {"questions": questions, "roles": roles}


def _person(
    stream: np.random.Generator,
    form: Questionnaire,
    asked: list[str],
    likely: float,
    loose: bool = False,
) -> dict[str, bool]:
    """Draw one person's answers; few leave one blank, but none that they were asked if.

    Of `loose` ones many answer who were not asked, and some leave blank what they were asked if.
    """
    person = {
        question: bool(stream.random() < likely)
        for question in asked
        if question != FOLLOW_UP and stream.random() < 0.97
    }
    if FOLLOW_UP in asked:
        asked_if = form.question(FOLLOW_UP).asked_if
        was_asked = "p" in person and person["p"] == (asked_if.answer == "yes")
        if stream.random() < (0.7 if was_asked else 0.3) if loose else was_asked:
            person[FOLLOW_UP] = bool(stream.random() < likely)
    return person


def half_up(value: Fraction) -> int:
    """Round to a whole number, ties away from nought."""
    size = (2 * abs(value) + 1) // 2
    return int(size if value >= 0 else -size)


@dataclass(frozen=True)
class Released:
    """A survey and what the door chose for it."""

    survey: SmallSurvey
    protected: Protected

    @classmethod
    def of(cls, survey: SmallSurvey) -> Released:
        """Go through the door, which attacks its own choice and refuses if it fails."""
        rules = Rules(survey.policies.policy(), survey.mean)
        return cls(survey, protect(survey.years, _compared(survey), rules))

    def printed(self) -> Print:
        """Return all that an outsider can read or knows before."""
        survey = self.survey
        follows = {
            (year, question.id): Follows(
                question.asked_if.question, proper=question.asked_if.answer == "yes"
            )
            for year, form in survey.forms.items()
            for question in form.questions
            if question.asked_if is not None
        }
        groups = [g for g in survey.bases if survey.groups(*g)]
        groups.sort(key=lambda group: group[:2] in follows)
        said = (*self._cells(), *self._headlines(), *self._differences())
        bases = {g: n for g, n in survey.bases.items() if g[:2] not in follows}
        anybody = {g: survey.people(g[0], *g[2:]) for g in groups if survey.anybody(g)}
        return Print(bases, follows, tuple(groups), said, anybody)

    def _cells(self) -> Iterator[Cell]:
        for year, side in self.protected.sides.items():
            for (question, role, tenure), state in side.states.items():
                if question == HEADLINE or state not in (SHOWN, BAND):
                    continue
                groups = self.survey.groups(year, question, role, tenure)
                count = sum(self.survey.proper[group] for group in groups)
                given = sum(self.survey.bases[group] for group in groups)
                low = high = count
                if state == BAND:
                    band = side.bands[question, role, tenure]
                    low, high = band.fewest, band.most
                assert low <= count <= high
                yield Cell(groups, low, high, given)

    def _headlines(self) -> Iterator[Headline]:
        for year, side in self.protected.sides.items():
            for (question, role, tenure), state in side.states.items():
                if question == HEADLINE and state == SHOWN:
                    mean = self._mean(year, role, tenure)
                    rate = self._rate(mean)
                    if rate is not None:
                        yield Headline(mean, half_up(100 * rate))

    def _differences(self) -> Iterator[Headline | Difference]:
        for key, sides in _comparable(self.survey).items():
            states = [self.protected.sides[y].states[HEADLINE, r, t] for y, r, t in sides]
            wording = self.protected.comparisons.get(key, 0)
            if wording == 2 or set(states) != {SHOWN}:
                continue
            means = [self._mean(*side, shared=_shared(self.survey, key)) for side in sides]
            rates = [self._rate(mean) for mean in means]
            if None in rates:
                continue
            if wording == 0:
                yield from (
                    Headline(m, half_up(100 * r)) for m, r in zip(means, rates, strict=True)
                )
            change = rates[1] - rates[0]
            interval = None
            people = [self.survey.people(*side) for side in sides]
            if min(people) >= self.survey.policies.interval_from:
                ends = (half_up(100 * (change + end)) for end in (-HALF_WIDTH, HALF_WIDTH))
                interval = tuple(ends)
            if interval is not None and max(map(abs, interval)) >= 100:
                interval = None  # it may have been cut off
            yield Difference(tuple(means), half_up(100 * change), interval)

    def _mean(self, year: int, role: str, tenure: str, shared: set[str] | None = None) -> Mean:
        form = self.survey.forms[year]
        found = (
            self.survey.groups(year, question.id, role, tenure)
            for question in form.questions
            if shared is None or question.id in shared
        )
        return Mean(tuple(groups for groups in found if groups), self.survey.mean == "pooled")

    def _rate(self, mean: Mean) -> Fraction | None:
        counts = [
            [sum(of[group] for group in groups) for of in (self.survey.proper, self.survey.bases)]
            for groups in mean.questions
        ]
        if mean.pooled:
            counts = [[sum(x) for x in zip(*counts, strict=True)]] if counts else []
        rates = [Fraction(x, n) for x, n in counts if n]
        return sum(rates, Fraction(0)) / len(rates) if rates else None


HALF_WIDTH = Fraction(123, 1000)
"""Of every interval; who reads it does not know."""

Protectee = tuple[str, tuple[Group, ...], int]
"""Why it is protected, the groups whose proper answers are counted, how many values it needs."""


def protectees(survey: SmallSurvey) -> Iterator[Protectee]:
    """Yield every count that must stay open: small groups, persons, and small minorities."""
    policies = survey.policies
    by_question: dict[tuple[int, str], list[Group]] = {}
    for group, n in survey.bases.items():
        if 0 < n < policies.min_base:
            by_question.setdefault(group[:2], []).append(group)
    for groups in by_question.values():
        for size in range(1, len(groups) + 1):
            for union in combinations(groups, size):
                n = sum(survey.bases[group] for group in union)
                if n < policies.min_base:
                    yield "small", union, min(policies.min_values, n + 1)
    yield from _persons(survey)
    yield from _minorities(survey)


def _persons(survey: SmallSurvey) -> Iterator[Protectee]:
    """Yield all answers together of small groups of people."""
    for year, form in survey.forms.items():
        for role in form.roles:
            for tenure in (*TENURES, ALL):
                keys = [(year, role.id, t) for t in TENURES if tenure in (t, ALL)]
                people = sum(len(survey.answers[key]) for key in keys)
                asked = [q for q in role.form.values() if form.question(q).asked_if is None]
                groups = tuple(
                    g for y, r, t in keys for q in asked if survey.bases[g := (y, q, r, t)]
                )
                n = sum(survey.bases[group] for group in groups)
                if groups and people < survey.policies.min_base:
                    yield "persons", groups, min(survey.policies.min_values, n + 1)


def _minorities(survey: SmallSurvey) -> Iterator[Protectee]:
    """Yield the cells of which few answered unlike the others."""
    policies = survey.policies
    for year, form in survey.forms.items():
        roles = dict.fromkeys(survey.merged.get(role.id, role.id) for role in form.roles)
        for question in form.questions:
            everyone = [] if question.focus_item is None else [EVERYONE]
            for role in [*roles, *everyone]:
                for tenure in (*TENURES, ALL):
                    groups = survey.groups(year, question.id, role, tenure)
                    sizes = [survey.bases[group] for group in groups]
                    n, x = sum(sizes), sum(survey.proper[group] for group in groups)
                    small_inside = any(0 < size < policies.min_base for size in sizes)
                    alike_shown = policies.all_alike_shown and not small_inside
                    few_unlike = n - x <= policies.band_minority and not (n == x and alike_shown)
                    if n >= policies.min_base and (few_unlike or x <= policies.band_minority):
                        yield "minority", groups, min(policies.min_values, n + 1)


def _comparable(survey: SmallSurvey) -> dict[tuple[str, str, str], list[tuple[int, str, str]]]:
    """Return the pairs of headlines that are compared: last year with this, later with first."""
    this = max(survey.forms)
    roles = dict.fromkeys(survey.merged.get(role.id, role.id) for role in survey.forms[this].roles)
    pairs = {("contrast", r, ""): [(this, r, LATER), (this, r, FIRST)] for r in roles}
    if len(survey.forms) > 1:
        pairs |= {
            ("change", r, t): [(this - 1, r, t), (this, r, t)]
            for r in roles
            for t in (*TENURES, ALL)
        }
    return pairs


def _shared(survey: SmallSurvey, key: tuple[str, str, str]) -> set[str]:
    """Return the questions over which headlines are compared; the forms of both years are alike."""
    questions = survey.forms[max(survey.forms)].questions
    return {question.id for question in questions if question.asked_if is None}


def _compared(survey: SmallSurvey) -> Comparisons:
    """Return the comparisons of headlines as the door takes them: bases and intervals."""
    released = Released(survey, None)
    rows = []
    for (kind, role, tenure), sides in _comparable(survey).items():
        means = [
            released._mean(*side, shared=_shared(survey, (kind, role, tenure))) for side in sides
        ]
        rates = [released._rate(mean) for mean in means]
        change = None if None in rates else float(rates[1] - rates[0])
        people = [survey.people(*side) for side in sides]
        rows.append(
            {
                "kind": kind,
                "question": HEADLINE,
                "role": role,
                "tenure": tenure,
                "n_last": people[0],
                "n_this": people[1],
                "low": np.nan if change is None else change - float(HALF_WIDTH),
                "high": np.nan if change is None else change + float(HALF_WIDTH),
            }
        )
    frame = pd.DataFrame(rows)
    changes = frame[frame["kind"] == "change"]
    contrasts = frame[frame["kind"] == "contrast"]
    headlines = changes if len(changes) else None
    return Comparisons(None, None, headlines, None, contrasts, None, None)
