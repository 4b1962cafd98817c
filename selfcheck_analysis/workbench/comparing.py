"""From what an analyst names to the comparison that is meant, as the pages make it or by groups."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from selfcheck_analysis.change.counts import COUNTS, measure
from selfcheck_analysis.change.headlines import headline_changes
from selfcheck_analysis.change.questions import question_changes, question_contrasts, question_pairs
from selfcheck_analysis.change.verdicts import decide
from selfcheck_analysis.disclosure.policy import read_policy
from selfcheck_analysis.problems import Phrase, Place, Problem, ProblemsError
from selfcheck_analysis.questionnaire import Label, Questionnaire, read_questionnaire
from selfcheck_analysis.rates import YearFigures
from selfcheck_analysis.terms import ALL_ROLES, ANSWERED_TENURES, Family, Tenure
from selfcheck_analysis.words import catalogue
from selfcheck_analysis.workbench.choices import Choices
from selfcheck_analysis.workbench.groups import (
    ALONE,
    FAMILIES,
    Group,
    compare_groups,
    decided,
    declaring,
    not_alike,
    of_role,
    one_role_questions,
)

if TYPE_CHECKING:
    from selfcheck_analysis.workbench.year import Year

OTHERS = "others"
"""Stands for all roles but the one that is looked at."""

PAGE = "page"

_FIRST = [str(tenure) for tenure in ANSWERED_TENURES]


@dataclass(frozen=True)
class Asked:
    """What `Year.compare` was called with."""

    last: int | None = None
    role: str | None = None
    tenure: str | None = None
    against_role: str | None = None
    against_tenure: str | None = None
    question: str | Iterable[str] | None = None
    family: str = PAGE


@dataclass(frozen=True)
class _Meant:
    """The same with ids."""

    last: int | None
    role: str | None
    tenure: str | None
    against_role: str | None
    against_tenure: str | None
    questions: list[str] | None
    family: str


def compare(year: Year, asked: Asked) -> pd.DataFrame:
    """Make the comparison that is asked for; see `Year.compare`."""
    meant = _meant(year, asked)
    pages = meant.against_role is None and meant.against_tenure is None
    tenures = meant.against_role is None and meant.last is None and _two_tenures(meant)
    if pages:
        frame = _years(year, meant)
    elif tenures and meant.family == PAGE:
        frame = _tenures(year, meant)
    else:
        return _groups(year, meant)
    if frame.empty:
        raise _nothing_in_common()
    return frame.reset_index(drop=True)


def headlines(year: Year, last: int | None) -> pd.DataFrame:
    """Compare headline rates; see `Year.headlines`."""
    choices = Choices()
    chosen = _earlier(year, last, choices)
    choices.refuse()
    if chosen is None:
        raise _no_earlier_year(year)
    this, before = _alike(year, chosen)
    params = year.params
    policy = read_policy(year.project, params.disclosure_policy)
    frame, _ = headline_changes(
        this,
        before,
        params.headline_family,
        params.headline_rate,
        params.alpha,
        policy.min_base.value,
    )
    return frame


def forms_between(year: Year, first: int, last: int) -> dict[int, Questionnaire]:
    """Return the forms of two years and of those between, as far as there are any."""
    years = [
        known
        for known in range(first, last + 1)
        if year.project.questionnaire_file(year.programme, known).is_file()
    ]
    return {known: read_questionnaire(year.project, year.programme, known) for known in years}


# What is meant


def _meant(year: Year, asked: Asked) -> _Meant:
    """Look every name up, and refuse all unknown ones at once."""
    choices = Choices()
    everyone = Label(**catalogue()["role.all"])
    roles = {**year.known("role"), ALL_ROLES: everyone}
    others = {**roles, OTHERS: Label(**catalogue()["workbench.others"])}
    families = {name: Label(ja=name, en=name) for name in (PAGE, *FAMILIES, ALONE)}

    def one(kind: str, given: str | None, known: dict[str, Label]) -> str | None:
        return None if given is None else choices.one(kind, given, known)

    tenures = dict(year.known("tenure"))
    meant = _Meant(
        last=_earlier(year, asked.last, choices) if asked.last is not None else None,
        role=one("role", asked.role, roles),
        tenure=one("tenure", asked.tenure, tenures),
        against_role=one("role", asked.against_role, others),
        against_tenure=one("tenure", asked.against_tenure, tenures),
        questions=(
            None
            if asked.question is None
            else choices.some("question", asked.question, year.known("question"))
        ),
        family=choices.one("family", asked.family, families),
    )
    choices.refuse()
    return meant


def _earlier(year: Year, last: int | None, choices: Choices) -> int | None:
    """Return the earlier year that is meant; the one that the run compares with by default."""
    if last is None:
        return year.previous
    earlier = [str(known) for known in year.years if known < year.fiscal_year]
    known = {name: Label(ja=name, en=name) for name in earlier}
    return int(choices.one("fiscal_year", last, known) or 0)


def _two_tenures(meant: _Meant) -> bool:
    pair = {meant.tenure or _FIRST[0], meant.against_tenure}
    return pair == set(_FIRST)


# Comparisons that the pages make too


def _years(year: Year, meant: _Meant) -> pd.DataFrame:
    """Set this year against an earlier one, in the families of the pages or in one of its own."""
    last = meant.last if meant.last is not None else year.previous
    if last is None:
        raise _no_earlier_year(year)
    this, before = _alike(year, last)
    focus, alpha = year.params.focus_family, year.params.alpha
    if meant.family == PAGE:
        frame = question_changes(this, before, focus, alpha)
        return frame[_chosen(frame, meant, this)]
    pairs = question_pairs(this, before, focus)
    pairs = pairs[_chosen(pairs, meant, this)].reset_index(drop=True)
    form = this.questionnaire
    declared = frozenset(q.id for q in form.questions if not form.comparable(q.id))
    return pairs if pairs.empty else decided(pairs, declared, alpha, meant.family)


def _tenures(year: Year, meant: _Meant) -> pd.DataFrame:
    """Set the first-year staff against the others as page 03 does, or the others against them."""
    this, alpha = year.figures(year.fiscal_year), year.params.alpha
    frame = question_contrasts(this, year.params.focus_family, alpha)
    if meant.tenure not in (None, _FIRST[0]):
        frame = _turned(frame, alpha)
    return frame[_chosen(frame.assign(tenure=meant.tenure or _FIRST[0]), meant, this)]


def _turned(frame: pd.DataFrame, alpha: float) -> pd.DataFrame:
    """Exchange the two sides of comparisons, in the same families."""
    turned = {"x_last": "x_this", "x_this": "x_last", "n_last": "n_this", "n_this": "n_last"}
    pairs = frame.rename(columns=turned)[["role", "question", *COUNTS]]
    families = frame["family"].map(Family)
    return decide(measure(pairs, alpha), alpha, families).assign(family=frame["family"])


def _chosen(frame: pd.DataFrame, meant: _Meant, figures: YearFigures) -> pd.Series:
    """Tell which rows are of the role, tenure and questions that are looked at."""
    kept = pd.Series(True, frame.index)
    if meant.role is not None:
        kept &= of_role(frame, [meant.role], one_role_questions(figures.counts))
    if meant.tenure is not None and "tenure" in frame:
        kept &= frame["tenure"] == meant.tenure
    if meant.questions is not None:
        kept &= frame["question"].isin(meant.questions)
    return kept


def _alike(year: Year, last: int) -> tuple[YearFigures, YearFigures]:
    """Return the figures of both years; this year's form declares what changed between them."""
    this, before = year.figures(year.fiscal_year), year.figures(last)
    if last == year.fiscal_year - 1:
        return this, before
    changed = not_alike(forms_between(year, last, year.fiscal_year))
    form = declaring(this.questionnaire, changed)
    return YearFigures(form, this.counts, this.people, this.respondents, this.tallied), before


# Any two groups


def _groups(year: Year, meant: _Meant) -> pd.DataFrame:
    this, against = _both_groups(year, meant)
    if this.overlaps(against):
        raise ProblemsError([Problem("workbench_groups_overlap", Place(column="against"))])
    changed: frozenset[str] = frozenset()
    if against.fiscal_year != this.fiscal_year:
        changed = not_alike(forms_between(year, against.fiscal_year, this.fiscal_year))
    family = "screening" if meant.family == PAGE else meant.family
    frame = compare_groups(this, against, changed, year.params.alpha, family, meant.questions)
    if frame.empty:
        raise _nothing_in_common()
    named = {
        "role": meant.role or ALL_ROLES,
        "tenure": this.tenure,
        "against_year": against.fiscal_year,
        "against_role": meant.against_role or meant.role or ALL_ROLES,
        "against_tenure": against.tenure,
    }
    return pd.concat([pd.DataFrame(named, index=frame.index), frame], axis="columns")


def _both_groups(year: Year, meant: _Meant) -> tuple[Group, Group]:
    tenure = meant.tenure or str(Tenure.ALL)
    this = year.figures(year.fiscal_year)
    before = this if meant.last is None else year.figures(meant.last)
    role = meant.role or ALL_ROLES
    other = meant.against_role or role
    roles = (role,) if role != ALL_ROLES else tuple(_role_ids(this))
    if other == OTHERS:
        others = tuple(id_ for id_ in _role_ids(before) if id_ not in roles)
    else:
        others = (other,) if other != ALL_ROLES else tuple(_role_ids(before))
    return Group(this, roles, tenure), Group(before, others, meant.against_tenure or tenure)


def _role_ids(figures: YearFigures) -> list[str]:
    return [role.id for role in figures.questionnaire.roles]


def _nothing_in_common() -> ProblemsError:
    return ProblemsError([Problem("workbench_nothing_in_common", Place(column="question"))])


def _no_earlier_year(year: Year) -> ProblemsError:
    values = {"year": year.fiscal_year, "kind": Phrase("workbench.kind.fiscal_year")}
    return ProblemsError([Problem("workbench_no_earlier_year", Place(column="last"), values)])
