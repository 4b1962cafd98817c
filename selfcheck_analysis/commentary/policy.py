"""Under which disclosure policy something was made, whether it was checked, and its stamp."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from selfcheck_analysis.publication import Publication
from selfcheck_analysis.words import Words

Thresholds = Mapping[str, Mapping[str, Any]]
"""Every threshold's `value`, and what it does in `ja` and `en`, as a release carries them."""


def policy_lines(words: Words, name: str, thresholds: Thresholds, checked: bool) -> list[str]:
    """Return the policy and whether what is not shown was tried to be worked out, a line each.

    Parameters
    ----------
    words : Words
    name : str
        The policy's name.
    thresholds : mapping
    checked : bool
    """
    internal = thresholds["internal_only"]
    if internal["value"]:
        sentence = internal[words.language]
        policy = words("page.policy_internal", policy=name, sentence=sentence)
    else:
        policy = words("page.policy", policy=name)
    min_values = thresholds["min_values"]["value"]
    if checked:
        return [policy, words("page.checked", min_values=min_values)]
    return [policy, words("page.not_checked")]


def merged_line(words: Words, roles: Sequence[str], group: str) -> str:
    """Say under which name roles are shown that are too small to be shown by themselves."""
    quoted = [words("merged.role", role=role) for role in roles]
    named = words("merged.joiner").join(quoted[:-1])
    both = words("merged.last_joiner").join(filter(None, [named, quoted[-1]]))
    return words("merged.line", roles=both, group=group)


def merged_roles(pub: Publication, *explained: str) -> list[str]:
    """Return a sentence for every group of roles that are shown together, then what that changes.

    Parameters
    ----------
    pub : Publication
    *explained : {"questions", "numbers"}
        What the table prints that is of several forms at once.
    """
    lines = [
        merged_line(pub.words, [name[pub.words.language] for name in names], pub.role(group))
        for group, names in pub.release.merged_roles.items()
    ]
    return [*lines, *merged_forms(pub, *explained)]


def merged_forms(pub: Publication, *explained: str) -> list[str]:
    """Say what figures and numbers mean that are of several forms; empty without a group."""
    return [pub.words(f"merged.{name}") for name in explained if pub.release.merged_roles]
