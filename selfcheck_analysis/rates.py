"""Counts per question, role and tenure, and the two means over a group's questions.

The rate of a question is proper answers / answers given. The headline rate of a group is the
mean over its questions of that rate (macro mean); the pooled rate is all proper answers / all
answers. 全体 is counted over the persons, never averaged from the two tenures.
Answers that were tallied by hand are counted with those of persons.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction

import pandas as pd

from selfcheck_analysis.questionnaire import Questionnaire
from selfcheck_analysis.respondents import Respondents, respondents_by_role
from selfcheck_analysis.tallies import NOTHING, Tallies
from selfcheck_analysis.terms import ALL_ROLES, ANSWERED_TENURES, State, Status, Tenure

COUNT_COLUMNS = ["question", "role", "tenure", "n_answers", "n_proper"]


@dataclass(frozen=True)
class YearFigures:
    """One year's forms and what was counted of them (confidential).

    Attributes
    ----------
    questionnaire : Questionnaire
    counts : DataFrame
        As `counts_by_question` returns.
    people : DataFrame
        As `people_by_role` returns.
    respondents : mapping of str to Respondents
        The persons of every role, whose answers hang together; a tallied role is not among them.
    tallied : frozenset of str
        The roles of which some or all were tallied by hand, without persons.
    """

    questionnaire: Questionnaire
    counts: pd.DataFrame
    people: pd.DataFrame
    respondents: Mapping[str, Respondents]
    tallied: frozenset[str] = field(default_factory=frozenset)

    def n_people(self, role: str) -> int:
        """Return how many of a role answered, in all tenures; none of a role the year has not."""
        everyone = (self.people["role"] == role) & (self.people["tenure"] == Tenure.ALL)
        return int(self.people.loc[everyone, "n_people"].sum())


def year_figures(
    answers: pd.DataFrame, questionnaire: Questionnaire, tallies: Tallies = NOTHING
) -> YearFigures:
    """Count one year's scored answers, and with them what was tallied by hand.

    Of a tallied role there are no respondents, not even those who answered as persons: they would
    be taken for everybody.
    """
    counts = counts_by_question(answers, questionnaire, tallies)
    people = people_by_role(answers, questionnaire, tallies)
    tallied = frozenset(tallies.roles)
    respondents = respondents_by_role(answers, questionnaire)
    of_persons = {role: own for role, own in respondents.items() if role not in tallied}
    return YearFigures(questionnaire, counts, people, of_persons, tallied)


def counts_by_question(
    answers: pd.DataFrame, questionnaire: Questionnaire, tallies: Tallies = NOTHING
) -> pd.DataFrame:
    """Count answers and proper answers.

    Parameters
    ----------
    answers : DataFrame
        One row = one person's answer to one question (`responses.intake.Intake.answers`).
    questionnaire : Questionnaire
    tallies : Tallies, optional
        What was tallied of roles and questions of the forms; proper by the form's proper answer.

    Returns
    -------
    DataFrame
        One row = question x role x tenure, in the order of the forms, groups without answers
        included: question, role, tenure (str), n_answers, n_proper (int).
    """
    answered = answers[answers["status"] == Status.ANSWERED]
    by_tenure = (
        answered.groupby(["question", "role", "tenure"])["proper"]
        .agg(n_answers="size", n_proper="sum")
        .reindex(_cells(questionnaire), fill_value=0)
        .astype(int)
    )
    tallied = tallies.answered(questionnaire)
    by_tenure += tallied.reindex(by_tenure.index, fill_value=0)
    everyone = by_tenure.groupby(level=["question", "role"], sort=False).sum()
    everyone = pd.concat({str(Tenure.ALL): everyone}, names=["tenure"])
    both = pd.concat([by_tenure.reset_index(), everyone.reset_index()])
    return _in_form_order(both[COUNT_COLUMNS], questionnaire)


def counts_of_everyone(counts: pd.DataFrame, questions: list[str]) -> pd.DataFrame:
    """Add the counts of `questions` up over all roles that were asked.

    Returns
    -------
    DataFrame
        One row = question x tenure, columns as `counts_by_question`, role = "all_roles".
    """
    chosen = counts[counts["question"].isin(questions)]
    total = chosen.groupby(["question", "tenure"], sort=False)[["n_answers", "n_proper"]].sum()
    return total.reset_index().assign(role=ALL_ROLES)[COUNT_COLUMNS]


def people_by_role(
    answers: pd.DataFrame, questionnaire: Questionnaire, tallies: Tallies = NOTHING
) -> pd.DataFrame:
    """Count the responding persons, tallied ones too: one row = role x tenure, with n_people."""
    persons = answers.drop_duplicates("person")
    tenures = [str(tenure) for tenure in ANSWERED_TENURES]
    roles = [role.id for role in questionnaire.roles]
    cells = pd.MultiIndex.from_product([roles, tenures], names=["role", "tenure"])
    by_tenure = persons.groupby(["role", "tenure"]).size().reindex(cells, fill_value=0)
    tallied = tallies.people.groupby(["role", "tenure"])["n_people"].sum()
    by_tenure += tallied.reindex(cells, fill_value=0).astype(int)
    wide = by_tenure.unstack("tenure")[tenures].reindex(roles)
    wide[str(Tenure.ALL)] = wide.sum(axis="columns")
    long = wide.stack().rename("n_people").rename_axis(["role", "tenure"])
    return long.reset_index()


def macro_mean(counts: pd.DataFrame) -> Fraction | None:
    """Return the exact mean over questions of proper / answers (0-1); None without answers.

    `counts` has one row per question of one group. A question nobody in the group answered
    has no rate and is left out of the mean.

    Examples
    --------
    >>> macro_mean(pd.DataFrame({"n_answers": [2, 4, 0], "n_proper": [1, 4, 0]}))
    Fraction(3, 4)
    """
    rates = [
        Fraction(int(proper), int(given))
        for proper, given in zip(counts["n_proper"], counts["n_answers"], strict=True)
        if given
    ]
    return sum(rates, Fraction(0)) / len(rates) if rates else None


def pooled_mean(counts: pd.DataFrame) -> Fraction | None:
    """Return the exact share of proper answers among all answers (0-1); None without answers."""
    given = int(counts["n_answers"].sum())
    return Fraction(int(counts["n_proper"].sum()), given) if given else None


MEANS = {"macro": macro_mean, "pooled": pooled_mean}
"""The two readings of a headline rate, by the name that the settings give them."""


def rate_by_role_tenure(counts: pd.DataFrame, people: pd.DataFrame) -> pd.DataFrame:
    """Return both means of every group.

    Parameters
    ----------
    counts : DataFrame
        As `counts_by_question` returns.
    people : DataFrame
        As `people_by_role` returns.

    Returns
    -------
    DataFrame
        One row = role x tenure: role, tenure, n_people, n_questions (with answers),
        macro_rate and pooled_rate (proportions 0-1, missing where there is none) and reason
        ("absent_group" where the group has nobody, "no_answers", else "shown").
    """
    rows = []
    for group in people.itertuples():
        of_group = counts[(counts["role"] == group.role) & (counts["tenure"] == group.tenure)]
        macro, pooled = macro_mean(of_group), pooled_mean(of_group)
        rows.append(
            {
                "role": group.role,
                "tenure": group.tenure,
                "n_people": group.n_people,
                "n_questions": int((of_group["n_answers"] > 0).sum()),
                "macro_rate": None if macro is None else float(macro),
                "pooled_rate": None if pooled is None else float(pooled),
                "reason": str(_reason(int(group.n_people), macro)),
            }
        )
    frame = pd.DataFrame(rows)
    return frame.astype({"macro_rate": "Float64", "pooled_rate": "Float64"})


def _reason(n_people: int, rate: Fraction | None) -> State:
    if n_people == 0:
        return State.ABSENT
    return State.NO_ANSWERS if rate is None else State.SHOWN


def _cells(questionnaire: Questionnaire) -> pd.MultiIndex:
    cells = [
        (question.id, role.id, str(tenure))
        for role in questionnaire.roles
        for question in questionnaire.counted(role)
        for tenure in ANSWERED_TENURES
    ]
    return pd.MultiIndex.from_tuples(cells, names=["question", "role", "tenure"])


def _in_form_order(counts: pd.DataFrame, questionnaire: Questionnaire) -> pd.DataFrame:
    order = pd.MultiIndex.from_tuples(
        [
            (question.id, role.id, str(tenure))
            for role in questionnaire.roles
            for question in questionnaire.counted(role)
            for tenure in Tenure
        ],
        names=["question", "role", "tenure"],
    )
    return counts.set_index(["question", "role", "tenure"]).reindex(order).reset_index()
