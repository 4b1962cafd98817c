"""What linked charts show, the same from confidential figures and from released tables.

A view has one frame of roles and one of questions. Percents and points are numbers (0-100):
exact to a decimal in the room, whole as released; where a figure is not there, `state` says why.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import pandas as pd

from selfcheck_analysis.figures import fiscal_year, known, last_year, this_year
from selfcheck_analysis.questionnaire import Questionnaire
from selfcheck_analysis.rounding import change_points, percent, round_half_up
from selfcheck_analysis.terms import ALL_ROLES, HEADLINE, State, Tenure, Verdict
from selfcheck_analysis.words import Words

if TYPE_CHECKING:
    from selfcheck_analysis.workbench.opened_release import OpenedRelease
    from selfcheck_analysis.workbench.year import Year

TENURES = "tenures"
"""Stands in the place of an earlier year where the two tenures are set against each other."""

ROLE_COLUMNS = ["role", "tenure", "last", "this", "state_last", "state_this"]
QUESTION_COLUMNS = [
    *("role", "question", "tenure", "n_last", "n_this", "last", "this"),
    *("last_low", "last_high", "this_low", "this_high", "change", "low", "high"),
    *("detectable", "p_adjusted", "verdict", "reason", "state"),
]


@dataclass(frozen=True)
class View:
    """Rates of roles and comparisons of questions.

    Attributes
    ----------
    form : Questionnaire
        Names of roles and questions; as released with the groups of small roles.
    words : Words
    released : bool
        Whether it may leave the room: made of released tables, under a policy for release.
    sides : tuple of str
        What "last" and "this" stand for, in words.
    verdicts : {"verdict", "contrast_verdict"}
        The words of the verdicts.
    roles : DataFrame
        One row = role x tenure, with `ROLE_COLUMNS`.
    questions : DataFrame
        One row = role (or all_roles) x question x tenure, with `QUESTION_COLUMNS`; `_low` and
        `_high` are the ends of a band in the place of a rate.
    min_base : int
        The smallest base that is released.
    publication : OpenedRelease, optional
        What it is made of; None for figures of the room.
    """

    form: Questionnaire
    words: Words
    released: bool
    sides: tuple[str, str]
    verdicts: str
    roles: pd.DataFrame
    questions: pd.DataFrame
    min_base: int = 0
    publication: OpenedRelease | None = None

    def only(self, kept: pd.Series) -> View:
        """Return the view with some rows of its questions alone."""
        return replace(self, questions=self.questions[kept].reset_index(drop=True))


# In the room


def confidential_view(year: Year, against: int | str | None) -> View:
    """Return the figures of a year beside an earlier one's, or of the tenures beside each other.

    `against` is a fiscal year, `TENURES`, or None where there is nothing to set beside.
    """
    words, language = year.words, year.words.language
    if against == TENURES:
        names = [words(f"tenure.{tenure}") for tenure in _LATER_FIRST]
        frame = year.compare(tenure=Tenure.FIRST_YEAR, against_tenure=Tenure.SECOND_YEAR_PLUS)
        questions = _exact(pd.DataFrame(frame).assign(tenure=str(Tenure.ALL)))
    else:
        names = ["" if against is None else fiscal_year(int(against), language)]
        names.append(fiscal_year(year.fiscal_year, language))
        questions = _exact(_of_years(year, against))
    verdicts = "contrast_verdict" if against == TENURES else "verdict"
    roles = _roles_in_the_room(year, against)
    questions = _of_every_role(questions, year.form)
    return View(year.form, words, False, (names[0], names[1]), verdicts, roles, questions)


def pair_view(
    year: Year,
    last: int | None,
    role: str,
    tenure: str,
    against_role: str,
    against_tenure: str,
) -> View:
    """Return two groups beside each other, on the questions that both were asked.

    Raises
    ------
    ProblemsError
        As `Year.compare`.
    """
    frame = pd.DataFrame(
        year.compare(
            last,
            role=role,
            tenure=tenure,
            against_role=against_role,
            against_tenure=against_tenure,
        )
    )
    both = ((role, tenure, year.fiscal_year), (against_role, against_tenure, last))
    this, other = (_group_name(year, *group) for group in both)
    roles = pd.DataFrame(columns=ROLE_COLUMNS)
    questions = _exact(frame.assign(role=role, tenure=tenure))
    alone = "workbench.pair_verdict" if last is None else "verdict"
    return View(year.form, year.words, False, (other, this), alone, roles, questions)


def _group_name(year: Year, role: str, tenure: str, fiscal: int | None) -> str:
    words = year.words
    names = {id_: label.text(words.language) for id_, label in year.known("role").items()}
    names |= {ALL_ROLES: words("role.all"), "others": words("workbench.others")}
    return words(
        "workbench.group",
        role=names[role],
        tenure=words(f"tenure.{tenure}"),
        year=fiscal_year(fiscal or year.fiscal_year, words.language),
    )


_LATER_FIRST = (Tenure.SECOND_YEAR_PLUS, Tenure.FIRST_YEAR)


def _of_years(year: Year, against: int | str | None) -> pd.DataFrame:
    if against is not None:
        return pd.DataFrame(year.compare(last=int(against)))
    frame = pd.DataFrame(year.rates(by=["role", "question", "tenure"]))
    frame = frame.rename(columns={"n_answers": "n_this", "n_proper": "x_this"})
    return frame.assign(n_last=0, x_last=0)


def _of_every_role(frame: pd.DataFrame, form: Questionnaire) -> pd.DataFrame:
    """Give every role all questions of its form, in the order of the form.

    A focus question that one role alone is asked stands over everyone only.
    """
    asked = {role.id: [q.id for q in form.counted(role)] for role in form.roles}
    frames = [frame[frame["role"] == ALL_ROLES]]
    for role, questions in asked.items():
        others = {id_ for other, ids in asked.items() if other != role for id_ in ids}
        alone = frame["question"].isin(set(questions) - others) & (frame["role"] == ALL_ROLES)
        of_role = pd.concat([frame[frame["role"] == role], frame[alone].assign(role=role)])
        place = of_role["question"].map({id_: number for number, id_ in enumerate(questions)})
        frames.append(of_role.loc[place.sort_values(kind="stable").index])
    return pd.concat(frames, ignore_index=True)


def _exact(frame: pd.DataFrame) -> pd.DataFrame:
    """Write counts as percents with a decimal, and everything else in points."""
    rows = []
    for row in frame.to_dict("records"):
        sides = {side: (int(row[f"x_{side}"]), int(row[f"n_{side}"])) for side in ("last", "this")}
        some = all(n for _, n in sides.values())
        rates = {name: float(percent(x, n, 1)) if n else None for name, (x, n) in sides.items()}
        change = (
            float(change_points(Fraction(*sides["this"]), Fraction(*sides["last"]), 1))
            if some and row.get("verdict") != Verdict.NOT_COMPARABLE
            else None
        )
        rows.append(
            {key: row.get(key) for key in ("role", "question", "tenure", "n_last", "n_this")}
            | rates
            | {"change": change}
            | {
                name: None if change is None else _points(row.get(name))
                for name in ("low", "high", "detectable")
            }
            | {"p_adjusted": _p(row.get("p_adjusted"))}
            | {key: row.get(key) for key in ("verdict", "reason")}
            | {"state": str(State.SHOWN if sides["this"][1] else State.NO_ANSWERS)}
        )
    return pd.DataFrame(rows, columns=QUESTION_COLUMNS)


def _points(proportion: Any) -> float | None:
    if proportion is None or not known(proportion):
        return None
    return float(round_half_up(Fraction(proportion) * 100, 1))


def _p(p: Any) -> str | None:
    if p is None or not known(p):
        return None
    return "<0.001" if p < 0.001 else f"{round_half_up(Fraction(p), 3)}"


def _roles_in_the_room(year: Year, against: int | str | None) -> pd.DataFrame:
    rate = f"{year.params.headline_rate}_rate"
    frame = pd.DataFrame(year.rates(by=["role", "tenure"]))
    this = _headlines(frame, rate)
    if against == TENURES:
        later, first = (this[this["tenure"] == str(tenure)] for tenure in _LATER_FIRST)
        both = first.merge(later, on="role", suffixes=("_this", "_last"))
        both["tenure"] = str(Tenure.ALL)
    elif against is None:
        both = this.rename(columns={"rate": "rate_this", "state": "state_this"})
        both = both.assign(rate_last=None, state_last=str(State.ABSENT))
    else:
        other = _headlines(_figures_of(year, int(against)), rate)
        both = this.merge(other, on=["role", "tenure"], how="left", suffixes=("_this", "_last"))
        both["state_last"] = both["state_last"].fillna(str(State.ABSENT))
    return both.rename(columns={"rate_last": "last", "rate_this": "this"})[ROLE_COLUMNS]


def _figures_of(year: Year, fiscal_year: int) -> pd.DataFrame:
    from selfcheck_analysis.workbench.rates import rates_by

    return rates_by({fiscal_year: year.figures(fiscal_year)}, ["role", "tenure"])


def _headlines(frame: pd.DataFrame, rate: str) -> pd.DataFrame:
    percents = [_points(value) for value in frame[rate]]
    return frame[["role", "tenure", "state"]].assign(rate=percents)


# As released


def released_view(pub: OpenedRelease, against: int | str | None) -> View:
    """Return the same of released tables; hidden figures are missing and have their reason.

    Under a policy that protects nothing it stays a view of the room, with its stamp. An earlier
    year that the release does not compare with, or knows from print alone, is left out.
    """
    words = pub.words
    if against == TENURES:
        names = tuple(words(f"tenure.{tenure}") for tenure in _LATER_FIRST)
        frame = pub.release.frame("contrasts").assign(tenure=str(Tenure.ALL))
        questions = frame.rename(columns=_SIDES_OF_TENURES)
        verdicts = "contrast_verdict"
    else:
        names = (last_year(pub), this_year(pub))
        questions, verdicts = _released_years(pub), "verdict"
    questions = questions[questions["question"] != HEADLINE].rename(columns=_RELEASED_NAMES)
    roles = _released_roles(pub, against)
    return View(
        pub.questionnaire,
        words,
        not pub.release.internal_only,
        (names[0], names[1]),
        verdicts,
        roles,
        _of_every_role(questions.reindex(columns=QUESTION_COLUMNS), pub.questionnaire),
        pub.release.min_base,
        pub,
    )


_SIDES_OF_TENURES = {
    f"{before}{end}": f"{after}{end}"
    for before, after in (("later_", "last_"), ("first_", "this_"))
    for end in ("percent", "low_percent", "high_percent")
} | {"n_later": "n_last", "n_first": "n_this"}

_RELEASED_NAMES = {
    **{f"{name}_percent": name for name in ("last", "this")},
    **{f"{s}_{e}_percent": f"{s}_{e}" for s in ("last", "this") for e in ("low", "high")},
    **{f"{name}_points": name for name in ("change", "low", "high", "detectable")},
}


def _released_years(pub: OpenedRelease) -> pd.DataFrame:
    """Return the comparisons of the years, or this year's rates where there are none."""
    changes = pub.release.frame("changes")
    if len(changes):
        return changes
    names = {"n_answers": "n_this", "rate_percent": "this_percent"}
    names |= {f"{end}_percent": f"this_{end}_percent" for end in ("low", "high")}
    return pub.release.frame("rates_by_question").rename(columns=names)


def _released_roles(pub: OpenedRelease, against: int | str | None) -> pd.DataFrame:
    frame = pub.release.frame("rates_by_role")
    rates = frame.set_index(["role", "fiscal_year", "tenure"])[["rate_percent", "state"]]
    this, last = pub.release.fiscal_year, pub.release.last_year
    rows = []
    for role in frame["role"].unique():
        for tenure in Tenure if against != TENURES else (Tenure.ALL,):
            keys = [(role, last, str(tenure)), (role, this, str(tenure))]
            if against == TENURES:
                keys = [(role, this, str(of)) for of in _LATER_FIRST]
            found = [rates.loc[key] if key in rates.index else None for key in keys]
            values = [None if it is None else it["rate_percent"] for it in found]
            states = [str(State.ABSENT) if it is None else it["state"] for it in found]
            rows.append([role, str(tenure), *values, *states])
    return pd.DataFrame(rows, columns=ROLE_COLUMNS)
