"""What an analyst names, by id or by printed name; what is not known is refused with the nearest.

All names of one call are looked up before anything is computed, so that every fault is told at
once.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from types import SimpleNamespace

from selfcheck_analysis.normalise import normal
from selfcheck_analysis.problems import Phrase, Place, Problem, refuse
from selfcheck_analysis.questionnaire import Label

Known = Mapping[str, Label]
"""What may be named: ids, each with its printed names."""


class Choices:
    """The names given in one call.

    Examples
    --------
    >>> roles = {"chief": Label(ja="係長", en="Chief"), "staff": Label(ja="一般", en="Staff")}
    >>> choices = Choices()
    >>> choices.one("role", "係長", roles), choices.one("role", "stuff", roles)
    ('chief', '')
    >>> choices.refuse()
    Traceback (most recent call last):
        ...
    selfcheck_analysis.problems.ProblemsError: “role”: There is no role “stuff”. ...
    """

    def __init__(self) -> None:
        self.problems: list[Problem] = []

    def one(self, kind: str, given: object, known: Known) -> str:
        """Return the id that is meant; "" for one that is refused later."""
        by_name = {normal(name): id_ for id_, label in known.items() for name in _names(id_, label)}
        found = by_name.get(normal(str(given)))
        if found is None:
            self._add(kind, str(given), list(known), by_name)
        return found or ""

    def some(self, kind: str, given: object, known: Known) -> list[str]:
        """Return the ids that are meant by one name or several."""
        several = isinstance(given, Iterable) and not isinstance(given, str)
        names = list(given) if several else [given]  # type: ignore[call-overload]
        return [self.one(kind, name, known) for name in names]

    def refuse(self) -> None:
        """Raise ProblemsError with every name that is not known, if there is any."""
        refuse(self.problems)

    def _add(self, kind: str, given: str, known: list[str], by_name: dict[str, str]) -> None:
        words = {part: id_ for name, id_ in by_name.items() for part in name.split("_")} | by_name
        near = get_close_matches(normal(given), words, n=1)
        values = {
            "kind": Phrase(f"workbench.kind.{kind}"),
            "name": given,
            "known": ", ".join(known) or "-",
            "near": words[near[0]] if near else "-",
        }
        self.problems.append(Problem("workbench_unknown", Place(column=kind), values))


class Names(SimpleNamespace):
    """Ids as attributes, to be completed with the tab key: `year.role.other_departments`.

    Examples
    --------
    >>> role = Names.of({"chief": Label(ja="係長", en="Chief")}, "en")
    >>> role.chief, dir(role)
    ('chief', ['chief'])
    >>> role
    chief   Chief
    """

    _labels: dict[str, str]

    @classmethod
    def of(cls, known: Known, language: str) -> Names:
        """Return the ids of what may be named."""
        names = cls(**{id_: id_ for id_ in known})
        names._labels = {
            id_: label.ja if language == "ja" else label.en for id_, label in known.items()
        }
        return names

    def __dir__(self) -> list[str]:
        return list(self._labels)

    def __repr__(self) -> str:
        width = max(map(len, self._labels), default=0)
        return "\n".join(f"{id_:<{width}}   {label}" for id_, label in self._labels.items())


def _names(id_: str, label: Label) -> tuple[str, ...]:
    return (id_, label.ja, label.en)
