"""The list of contents of a page: every heading gets an address, and the page links to it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from html import unescape

_HEADING = re.compile(
    r"<h(?P<level>[23])(?P<attributes>[^>]*)>(?P<inside>.*?)</h(?P=level)>", re.DOTALL
)
_TAG = re.compile(r"<[^>]*>")
_ID = re.compile(r'\bid="([^"]*)"')
_UNLISTED = re.compile(r'\bclass="part-name"')
"""The heads of the four parts that every page begins with: the list would begin with them too."""

_NO_PART_OF_A_WORD = re.compile(r"\W+")


@dataclass(frozen=True)
class Heading:
    """A heading of the second or third level: its text, and its address within the page."""

    level: int
    text: str
    id: str


@dataclass(frozen=True)
class Section:
    """A heading of the second level and those of the third below it."""

    heading: Heading
    parts: tuple[Heading, ...]


class Addresses:
    """Gives the headings of one page their addresses, one block of HTML after the other.

    An address is made from the heading's own words, so that it stays what it is when a section
    is put in before it.

    Parameters
    ----------
    taken : iterable of str
        Addresses that the page uses for other things.
    """

    def __init__(self, taken: Iterable[str] = ()) -> None:
        self._taken = set(taken)
        self.headings: list[Heading] = []

    def put_into(self, html: str) -> str:
        """Return a block of HTML whose headings have addresses; one that has its own keeps it.

        Those of the four parts of a lead are left out of the list, and so have none.

        Examples
        --------
        >>> addresses = Addresses(["main"])
        >>> addresses.put_into("<h2>Rates &amp; main</h2><h3>Main</h3>")
        '<h2 id="rates-main">Rates &amp; main</h2><h3 id="main-2">Main</h3>'
        """
        return _HEADING.sub(self._addressed, html)

    def sections(self) -> list[Section]:
        """Return the headings met so far, those of the third level under the one they follow."""
        found: list[list[Heading]] = []
        for heading in self.headings:
            if heading.level == 2 or not found:
                found.append([heading])
            else:
                found[-1].append(heading)
        return [Section(first, tuple(rest)) for first, *rest in found]

    def _addressed(self, found: re.Match[str]) -> str:
        level, attributes, inside = found["level"], found["attributes"], found["inside"]
        if _UNLISTED.search(attributes):
            return found[0]
        text = " ".join(unescape(_TAG.sub("", inside)).split())
        own = _ID.search(attributes)
        address = own[1] if own else self._free(text)
        self._taken.add(address)
        self.headings.append(Heading(int(level), text, address))
        if own:
            return found[0]
        return f'<h{level}{attributes} id="{address}">{inside}</h{level}>'

    def _free(self, text: str) -> str:
        """Return an address made of a text's words, with a number where it is taken."""
        words = _NO_PART_OF_A_WORD.sub("-", text).strip("-").lower() or "section"
        address, number = words, 1
        while address in self._taken:
            number += 1
            address = f"{words}-{number}"
        return address
