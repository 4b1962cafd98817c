"""Which declared section delivered a table: by what it states, else by the name of its file.

What deliveries call a section is free text, which can be a person's name. Only the names that the
forms declare leave the room; whoever delivered under another name is of no section. Nothing is
guessed: a table for a wrong section spoils its rates, and tells it those of others.
"""

from __future__ import annotations

import re
from collections.abc import Collection

from selfcheck_analysis.normalise import normal
from selfcheck_analysis.questionnaire import Questionnaire

NO_SECTION = ""
"""Stands for whoever delivered under no declared section."""


def declared_section(form: Questionnaire, stated: Collection[str], file: str) -> str:
    """Return the id of the section that delivered a table.

    Parameters
    ----------
    form : Questionnaire
        Its `sections` are the names there are.
    stated : collection of str
        The sections that the table states, above its header or in a column.
    file : str
        The name of the file, within its archive or folder.

    Returns
    -------
    str
        `NO_SECTION` where the table states several sections, one that is not declared, or another
        than the file's own name does. Where it states none, the file's own name tells, and where
        that names none, the folders and archives in which it lies; all must name exactly one.
    """
    said = {normal(name) for name in stated}
    *folders, own = map(normal, file.split("/"))
    by_file = _named_by(form, own)
    if not said:
        return _only(by_file or _named_by(form, "/".join(folders)))
    by_statement = [section.id for section in form.sections if said <= set(section.names())]
    agree = not by_file or set(by_statement) <= set(by_file)
    return _only(by_statement) if agree else NO_SECTION


def _named_by(form: Questionnaire, file: str) -> list[str]:
    """Return the sections whose name stands in a file's, but within a longer one's."""
    found = [(name, s.id) for s in form.sections for name in s.names() if _stands_in(name, file)]
    names = [name for name, _ in found]
    return [section for name, section in found if not any(name != n and name in n for n in names)]


def _stands_in(name: str, file: str) -> bool:
    """Tell whether a name stands in a file's; one in Latin letters as whole words."""
    if not name.isascii():
        return name in file
    return re.search(rf"(?<![a-z0-9]){re.escape(name)}(?![a-z0-9])", file) is not None


def _only(sections: list[str]) -> str:
    return sections[0] if len(set(sections)) == 1 else NO_SECTION
