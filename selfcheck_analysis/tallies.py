"""Paper forms tallied by hand: counts of answers by role and tenure, no persons (confidential).

Rates and tests of single questions need counts only and take them in. Whatever looks at the answers
of one person side by side cannot be computed for a role of which some were tallied.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

import pandas as pd

from selfcheck_analysis.questionnaire import Questionnaire
from selfcheck_analysis.terms import Status

_GROUP = ["role", "tenure"]
_ANSWER = [*_GROUP, "question", "status", "answer"]
_TYPES = {"role": "str", "tenure": "str", "question": "str", "status": "str", "answer": "str"}


@dataclass(frozen=True, eq=False)
class Tallies:
    """What was tallied of one year.

    Attributes
    ----------
    answers : DataFrame
        One row = role x tenure x question x status x answer: role, tenure, question, status (words
        of `terms.Status`), answer ("yes", "no" or missing) and n (how many, int).
    people : DataFrame
        One row = role x tenure: role, tenure and n_people (int).

    Raises
    ------
    ValueError
        A negative count, or more people who answered a question than there are in the group.

    Examples
    --------
    >>> people = pd.DataFrame({"role": ["staff"], "tenure": ["first_year"], "n_people": [3]})
    >>> answers = people[["role", "tenure"]].assign(
    ...     question="locks", status="answered", answer="yes", n=2
    ... )
    >>> section = Tallies(answers, people)
    >>> both = Tallies.together([section, section])
    >>> both.roles, int(both.answers["n"].sum()), int(both.people["n_people"].sum())
    (('staff',), 4, 6)
    """

    answers: pd.DataFrame
    people: pd.DataFrame

    def __post_init__(self) -> None:
        for frame, name in ((self.answers, "n"), (self.people, "n_people")):
            if (frame[name] < 0).any():
                raise ValueError(f"{name} = {frame[name].min()}: a count cannot be negative")
        self._refuse_more_answers_than_people()

    def _refuse_more_answers_than_people(self) -> None:
        given = self.answers.groupby([*_GROUP, "question"])["n"].sum()
        people = self.people.groupby(_GROUP)["n_people"].sum()
        for (role, tenure, question), n in given.items():
            if n > people.get((role, tenure), 0):
                raise ValueError(
                    f"{question} of {role}, {tenure}: {n} cells were tallied of "
                    f"{people.get((role, tenure), 0)} people; everybody has one"
                )

    @classmethod
    def none(cls) -> Tallies:
        """Return that nothing was tallied."""
        people = pd.DataFrame(columns=[*_GROUP, "n_people"])
        answers = pd.DataFrame(columns=[*_ANSWER, "n"]).astype(_TYPES | {"n": "int64"})
        return cls(answers, people.astype({"role": "str", "tenure": "str", "n_people": "int64"}))

    @classmethod
    def together(cls, parts: Iterable[Tallies]) -> Tallies:
        """Add several tallies up, for example those of all sections."""
        parts = [cls.none(), *parts]
        answers = pd.concat([part.answers for part in parts], ignore_index=True)
        people = pd.concat([part.people for part in parts], ignore_index=True)
        return cls(
            answers.groupby(_ANSWER, sort=False, dropna=False)["n"].sum().reset_index(),
            people.groupby(_GROUP, sort=False)["n_people"].sum().reset_index(),
        )

    @property
    def roles(self) -> tuple[str, ...]:
        """The roles of which anybody was tallied, in order of name."""
        return tuple(sorted({str(role) for role in self.people.query("n_people > 0")["role"]}))

    def regrouped(self, merged: Mapping[str, str]) -> Tallies:
        """Return the counts under the groups of their roles."""
        answers, people = (
            frame.assign(role=frame["role"].replace(dict(merged)))
            for frame in (self.answers, self.people)
        )
        return Tallies.together([Tallies(answers, people)])

    def answered(self, questionnaire: Questionnaire) -> pd.DataFrame:
        """Count the answers given, and those that are proper by the year's form.

        Returns
        -------
        DataFrame
            Index: question, role, tenure. Columns: n_answers, n_proper (int).
        """
        given = self.answers[self.answers["status"] == Status.ANSWERED]
        proper = {question.id: question.proper_answer for question in questionnaire.questions}
        is_proper = given["answer"] == given["question"].map(proper)
        counted = given.assign(n_answers=given["n"], n_proper=given["n"].where(is_proper, 0))
        by_group = counted.groupby(["question", "role", "tenure"])[["n_answers", "n_proper"]]
        return by_group.sum().astype(int)


NOTHING: Final = Tallies.none()
"""That nothing was tallied, as most years are delivered."""
