"""The ranked list of what first-year staff need to be trained in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from selfcheck_analysis.feedback.ranking import PERFECT, Ranked, Rated, head_of, ranked
from selfcheck_analysis.feedback.selection import (
    all_shown,
    by_question,
    rates_of_everyone,
    rates_of_role,
    roles_asked,
)
from selfcheck_analysis.publication import Publication
from selfcheck_analysis.terms import ALL_ROLES, Tenure

MOST_LESSONS = 6
"""Of the questions of a list."""


@dataclass(frozen=True)
class Lesson:
    """One question of the list.

    Attributes
    ----------
    place : Ranked
        The rate of the first-year staff, with its ranks among those that are shown.
    later : Rated, optional
        The rate of the others, where it is shown.
    contrast : mapping, optional
        The released row of `contrasts` that compares the two.
    all_shown : bool
        Whether all first-year rates among which it is ranked are shown, so that none that is
        hidden can be lower.
    """

    place: Ranked
    later: Rated | None
    contrast: dict[str, Any] | None
    all_shown: bool

    @property
    def first(self) -> Rated:
        """The rate of the first-year staff."""
        return self.place.rated


def lessons_of(pub: Publication, roles: Sequence[str]) -> list[Lesson]:
    """Return the questions in which first-year staff were weakest, the weakest first.

    Ranked are all first-year rates of the roles that are shown, and those over everyone asked of
    focus questions that none of the roles shows by itself. Left out are rates of exactly 100 %.
    """
    own = [rate for role in roles for rate in rates_of_role(pub, role, Tenure.FIRST_YEAR)]
    shown = {rate.question for rate in own}
    asked = {question for role in roles for question in pub.questionnaire.role(role).form.values()}
    everyone = [
        rate for rate in rates_of_everyone(pub, Tenure.FIRST_YEAR) if rate.question in asked - shown
    ]
    later = {role: rates_of_role(pub, role, Tenure.SECOND_YEAR_PLUS) for role in roles}
    later[ALL_ROLES] = rates_of_everyone(pub, Tenure.SECOND_YEAR_PLUS)
    of_others = {role: by_question(rates) for role, rates in later.items()}
    contrasts, complete = _contrasts(pub), all_shown(pub, roles, Tenure.FIRST_YEAR)
    return [
        Lesson(
            place,
            of_others[place.rated.role].get(place.rated.question),
            contrasts.get((place.rated.role, place.rated.question)),
            complete,
        )
        for place in ranked([*own, *everyone])
        if place.rated.percent != PERFECT
    ]


def listed(lessons: Sequence[Lesson]) -> tuple[list[Lesson], list[Lesson]]:
    """Return the lessons that are listed one by one, and those of the next rank that are not."""
    head = head_of([lesson.place for lesson in lessons], MOST_LESSONS)
    return (
        [lesson for lesson in lessons if lesson.place in head.rows],
        [lesson for lesson in lessons if lesson.place in head.rest],
    )


def _contrasts(pub: Publication) -> dict[tuple[str, str], dict[str, Any]]:
    """Return the comparisons of the tenures by role and question.

    A focus question that one role alone is asked is compared over everyone asked, which are the
    same people; it stands under the role too.
    """
    records = pub.release.frame("contrasts").to_dict("records")
    found = {(row["role"], row["question"]): row for row in records}
    for role, question in list(found):
        asked = roles_asked(pub, question) if role == ALL_ROLES else []
        if len(asked) == 1:
            found.setdefault((asked[0], question), found[role, question])
    return found
