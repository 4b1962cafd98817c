"""Small roles reported together: the groups that the policy declares, in place of their roles."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

import pandas as pd

from selfcheck_analysis.disclosure.policy import ALONE, Policy
from selfcheck_analysis.questionnaire import Questionnaire, Role
from selfcheck_analysis.rates import YearFigures
from selfcheck_analysis.terms import NUMBERS_JOINER, Tenure

NOT_ASKED = "–"
"""Stands for a question's number on the form of a role that is not asked it."""


def roles_to_merge(policy: Policy, years: Collection[YearFigures]) -> dict[str, str]:
    """Return the group of every role that is reported as part of one.

    A declared group takes the place of its roles as soon as one of them has fewer people than
    `min_base` in any of the years, so that all years are reported alike.
    """
    merged: dict[str, str] = {}
    for year in years:
        everyone = year.people[year.people["tenure"] == Tenure.ALL]
        people = dict(zip(everyone["role"], everyone["n_people"], strict=True))
        of_programme = policy.roles.get(year.questionnaire.programme, {})
        small = {
            group
            for role, group in of_programme.items()
            if group != ALONE and people.get(role, 0) < policy.min_base.value
        }
        merged |= {role: group for role, group in of_programme.items() if group in small}
    return merged


def with_groups(form: Questionnaire, merged: Mapping[str, str], policy: Policy) -> Questionnaire:
    """Return a year's forms with every group in the place of the first of its roles.

    A group is asked what any of its roles is asked. Its questions bear the numbers of all the
    forms, in the order of the roles.
    """
    roles: list[Role] = []
    for role in form.roles:
        group = merged.get(role.id)
        if group is None:
            roles.append(role)
        elif group not in {placed.id for placed in roles}:
            members = [other for other in form.roles if merged.get(other.id) == group]
            roles.append(
                Role(
                    id=group,
                    label=policy.groups[group],
                    headcount=sum(member.headcount for member in members),
                    form=dict(_numbered(members)),
                )
            )
    kept = {
        name: [entry for entry in getattr(form, name) if entry.role not in merged]
        for name in ("reused_numbers", "renumbered")
    }
    return form.model_copy(update={"roles": roles, **kept})


def regrouped(answers: pd.DataFrame, merged: Mapping[str, str]) -> pd.DataFrame:
    """Return scored answers under the groups of their roles."""
    return answers.assign(role=answers["role"].replace(dict(merged)))


def names_of_merged(
    form: Questionnaire, merged: Mapping[str, str]
) -> dict[str, list[dict[str, str]]]:
    """Return the names of the roles behind every group, in both languages."""
    names: dict[str, list[dict[str, str]]] = {}
    for role in form.roles:
        if role.id in merged:
            names.setdefault(merged[role.id], []).append(role.label.model_dump())
    return names


def _numbered(members: list[Role]) -> Iterator[tuple[str | int, str]]:
    """Yield every question of some forms once, with its numbers on all of them."""
    numbers = [{question: number for number, question in role.form.items()} for role in members]
    for question in dict.fromkeys(question for own in numbers for question in own):
        yield NUMBERS_JOINER.join(str(own.get(question, NOT_ASKED)) for own in numbers), question
