"""Numbers of people in what people write for the papers: they are to come from released tables."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from selfcheck_analysis.problems import Place, Problem

_PEOPLE = re.compile(
    r"\d+ ?(?:人|名(?!称)|割|職員|people\b|persons?\b|employees?\b|members of staff\b|staff\b)"
)


def counted_people(written: Any, file: str, key: str = "") -> Iterator[Problem]:
    """Yield a problem for every number of people, or tenths of them, in texts of a file.

    A small number is always that of something released, so that a check of the finished papers
    alone would let it pass; the sentences that are made from the tables say the numbers that may
    be said.

    Parameters
    ----------
    written : dict, list, str or other
        What the file holds, as `model_dump` returns it.
    file : str
        How messages name the file.
    key : str
        The key below which it stands there.
    """
    if isinstance(written, str):
        for found in _PEOPLE.findall(unicodedata.normalize("NFKC", written)):
            yield Problem("written_count", Place(file, column=key), {"found": found})
    elif isinstance(written, Mapping):
        for name, part in written.items():
            yield from counted_people(part, file, f"{key}.{name}".lstrip("."))
    elif isinstance(written, Sequence):
        for number, part in enumerate(written):
            yield from counted_people(part, file, f"{key}.{number}")
