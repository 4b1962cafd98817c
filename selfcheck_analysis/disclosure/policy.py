"""The thresholds of disclosure control, read from `params/disclosure.yaml`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import Field

from selfcheck_analysis.paths import Project
from selfcheck_analysis.problems import Place, Problem, ProblemsError, refuse
from selfcheck_analysis.questionnaire import Label, Questionnaire
from selfcheck_analysis.settings import Settings, as_model, read_yaml

LOWEST = {"min_base": 3, "min_values": 3, "band_minority": 1}
"""What a policy for release can never go below."""

ALONE = "alone"
"""Stands for the group of a role that is reported by itself."""


class Threshold(Settings):
    """A number and the plain sentence that says what it does."""

    value: int = Field(ge=0)
    ja: str = Field(min_length=1)
    en: str = Field(min_length=1)


class Switch(Settings):
    """A yes or no and the plain sentence that says what it does."""

    value: bool
    ja: str = Field(min_length=1)
    en: str = Field(min_length=1)


class Policy(Settings):
    """One named set of thresholds.

    Attributes
    ----------
    internal_only : Switch
        Nothing is protected, and nothing made under the policy may leave the room.
    min_base : Threshold
        Cells with fewer answering persons are not shown.
    min_values : Threshold
        How many values stay possible for every count that is not shown.
    band_minority : Threshold
        A cell of which so few or fewer answered unlike the others is shown as a band.
    all_alike_shown : Switch
        Whether 100 % is shown where no small group is among those who answered.
    p_exact_min_base : Threshold
        Below this base (the smaller of the two years) p is printed as a class.
    roles : mapping of programme to mapping of role to group
        The group under which each role is reported where one of its roles is smaller than
        `min_base`, or "alone".
    groups : mapping of group to Label
        The printed names of the groups.
    """

    internal_only: Switch
    min_base: Threshold
    min_values: Threshold
    band_minority: Threshold
    all_alike_shown: Switch
    p_exact_min_base: Threshold
    roles: dict[str, dict[str, str]]
    groups: dict[str, Label]

    def sentences(self) -> dict[str, dict[str, Any]]:
        """Return every threshold with its value and sentences, as it is saved with a release."""
        fields = self.model_dump(exclude={"roles", "groups"})
        return {str(name): dict(values) for name, values in fields.items()}


@dataclass(frozen=True)
class Rules:
    """How finely figures are printed: the policy, and which mean is the headline."""

    policy: Policy
    headline_rate: str


def read_policy(project: Project, name: str) -> Policy:
    """Return the policy called `name`.

    Raises
    ------
    ProblemsError
        No such policy, a missing or unknown threshold, or a value out of range: nothing is
        released under a policy that is not wholly understood.
    """
    file = project.relative(project.disclosure_policy)
    policies = read_yaml(project.disclosure_policy, file)
    if name not in policies:
        known = ", ".join(sorted(policies))
        values = {"name": name, "known": known}
        raise ProblemsError([Problem("policy_unknown", Place(file), values)])
    policy = as_model(Policy, policies[name], file, within=name)
    refuse([*_too_low(policy, file, name), *_unnamed_groups(policy, file, name)])
    return policy


def unmapped_roles(
    policy: Policy, forms: Iterable[Questionnaire], file: str, name: str
) -> Iterator[Problem]:
    """Yield the roles of a programme's forms that have no group, and groups of unknown roles."""
    forms = list(forms)
    programme = forms[0].programme
    mapped = policy.roles.get(programme, {})
    roles = {role.id for form in forms for role in form.roles}
    place = Place(file, column=f"{name}.roles.{programme}")
    for role in sorted(roles - mapped.keys()):
        yield Problem("policy_role_unmapped", place, {"role": role})
    for role in sorted(mapped.keys() - roles):
        yield Problem(
            "policy_role_unknown", place, {"role": role, "known": ", ".join(sorted(roles))}
        )


def _too_low(policy: Policy, file: str, name: str) -> Iterator[Problem]:
    if policy.internal_only.value:
        return
    for threshold, lowest in LOWEST.items():
        value = getattr(policy, threshold).value
        if value < lowest:
            place = Place(file, column=f"{name}.{threshold}.value")
            yield Problem("policy_too_low", place, {"value": value, "lowest": lowest})


def _unnamed_groups(policy: Policy, file: str, name: str) -> Iterator[Problem]:
    used: Mapping[str, str] = {
        group: programme for programme, roles in policy.roles.items() for group in roles.values()
    }
    for group, programme in used.items():
        if group != ALONE and group not in policy.groups:
            place = Place(file, column=f"{name}.roles.{programme}")
            values = {"group": group, "known": ", ".join(policy.groups) or "-"}
            yield Problem("policy_group_unnamed", place, values)
