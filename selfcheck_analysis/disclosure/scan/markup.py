"""A page as a tree of elements, each with its line."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

VOID = frozenset(
    [
        "area",
        "base",
        "br",
        "col",
        "embed",
        "hr",
        "img",
        "input",
        "link",
        "meta",
        "source",
        "track",
        "wbr",
    ]
)
INLINE = frozenset(
    [
        "a",
        "abbr",
        "b",
        "code",
        "em",
        "i",
        "mark",
        "small",
        "span",
        "strong",
        "sub",
        "sup",
        "tspan",
        "u",
    ]
)


@dataclass
class Element:
    """One element: its name, attributes, line, and what is in it; a text is a child too."""

    name: str
    attributes: dict[str, str] = field(default_factory=dict)
    line: int = 0
    children: list[Element | str] = field(default_factory=list)

    @property
    def classes(self) -> list[str]:
        """The names of the attribute `class`."""
        return self.attributes.get("class", "").split()

    def text(self) -> str:
        """Return all text in the element."""
        return "".join(c if isinstance(c, str) else c.text() for c in self.children)

    def elements(self) -> Iterator[Element]:
        """Yield the element and all in it, in order."""
        yield self
        for child in self.children:
            if isinstance(child, Element):
                yield from child.elements()

    def named(self, *names: str) -> list[Element]:
        """Return all elements of these names in it, in order."""
        return [element for element in self.elements() if element.name in names]


def parse(text: str) -> Element:
    """Return the tree of a page or SVG picture; comments are elements named `!`.

    Examples
    --------
    >>> [e.name for e in parse("<p>a<br>b<!-- c --></p>").elements()]
    ['', 'p', 'br', '!']
    """
    builder = _Builder()
    builder.feed(text)
    builder.close()
    return builder.root


class _Builder(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = Element("")
        self._open = [self.root]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = self._add(tag, {name: value or "" for name, value in attrs})
        if tag not in VOID:
            self._open.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._add(tag, {name: value or "" for name, value in attrs})

    def handle_endtag(self, tag: str) -> None:
        names = [element.name for element in self._open]
        if tag in names:
            del self._open[len(names) - 1 - names[::-1].index(tag) :]

    def handle_data(self, data: str) -> None:
        self._open[-1].children.append(data)

    def handle_comment(self, data: str) -> None:
        self._add("!").children.append(data)

    def handle_decl(self, decl: str) -> None:
        self._add("!").children.append(decl)

    def handle_pi(self, data: str) -> None:
        self._add("!").children.append(data)

    def unknown_decl(self, data: str) -> None:
        self._add("!").children.append(data)

    def _add(self, name: str, attributes: dict[str, str] | None = None) -> Element:
        element = Element(name, attributes or {}, self.getpos()[0])
        self._open[-1].children.append(element)
        return element
