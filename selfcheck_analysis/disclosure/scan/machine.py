"""Traces of this machine and its user: paths, the user's name, the name of the host."""

from __future__ import annotations

import getpass
import platform
import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path

from selfcheck_analysis.disclosure.scan.spellings import line_of, spellings
from selfcheck_analysis.paths import Project
from selfcheck_analysis.problems import Place, Problem

_DISTINCT = 6
"""A name of so many letters that is no word of the product is looked for wherever it stands."""


@dataclass(frozen=True)
class Machine:
    """What tells of this machine, each as a pattern over text with forward slashes, lower case.

    A short name such as root or user, or one that is a word of the product, is an ordinary word.
    It is looked for as a folder of a path alone (and in the fields of a document that name
    people, where nobody may stand at all).
    """

    traces: tuple[tuple[str, re.Pattern[str]], ...]

    @classmethod
    def of(cls, project: Project, ordinary: Collection[str]) -> Machine:
        """Return the traces of the machine that this runs on.

        Parameters
        ----------
        project : Project
        ordinary : collection of str
            The words of the product, lower case.
        """
        return cls.named(
            paths={"project folder": project.root.resolve(), "home folder": Path.home()},
            names={"user name": _user(), "host name": platform.node()},
            ordinary=ordinary,
        )

    @classmethod
    def named(
        cls, paths: dict[str, Path], names: dict[str, str], ordinary: Collection[str]
    ) -> Machine:
        """Return the traces of given folders and names."""
        found = [(what, _path(path)) for what, path in paths.items() if path.name]
        found += [(what, _name(name.lower(), ordinary)) for what, name in names.items() if name]
        return cls(tuple((what, re.compile(pattern)) for what, pattern in found))

    def problems(self, text: str, place: Place) -> Iterator[Problem]:
        """Yield one problem for each trace, with its first line."""
        for spelling in spellings(text):
            slashed = spelling.replace("\\", "/").lower()
            for what, pattern in self.traces:
                if found := pattern.search(slashed):
                    row = place.row or line_of(slashed, found.start())
                    at = Place(place.file, place.sheet, row, place.column)
                    yield Problem("page_names_machine", at, {"what": what})


def _path(path: Path) -> str:
    """Match a folder; one directly below the root only with a slash behind it."""
    text = re.escape(path.as_posix().lower())
    return rf"{text}/" if len(path.parts) == 2 else rf"{text}(?![\w.-])"


def _name(name: str, ordinary: Collection[str]) -> str:
    as_folder = rf"(?:/|~){re.escape(name)}/"
    if len(name) < _DISTINCT or name in ordinary:
        return as_folder
    return rf"{as_folder}|(?<![\w-]){re.escape(name)}(?![\w-])"


def _user() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # an account without a name, as in some containers
        return Path.home().name
