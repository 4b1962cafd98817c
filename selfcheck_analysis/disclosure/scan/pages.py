"""Take a page or an SVG picture apart: sentences, rows of tables, charts, pictures."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Collection, Iterator

from selfcheck_analysis.disclosure.scan.charts import chart_pieces
from selfcheck_analysis.disclosure.scan.images import image_pieces
from selfcheck_analysis.disclosure.scan.markup import INLINE, Element, parse
from selfcheck_analysis.disclosure.scan.pieces import Form, Piece, Pieces, unreadable, whole
from selfcheck_analysis.problems import Place

_READ_ALOUD = frozenset(["alt", "label", "placeholder", "summary", "title", "value"])
_AXIS = "role-axis-label"
"""The class that Vega gives to the labels of an axis."""

_DATA_ADDRESS = re.compile(r"data:([\w.+-]+/[\w.+-]+)((?:;[\w=.+-]+)*),([^\"'\s)<>]*)")


def page_pieces(text: str, file: str, shipped: Collection[str] = ()) -> Pieces:
    """Yield what a page or SVG picture is made of.

    Parameters
    ----------
    text : str
    file : str
        As problems name it.
    shipped : collection of str
        Scripts and style sheets of the package. An element that holds exactly one of them is left
        out, its lines kept; any other is looked at like all text.
    """
    for part in shipped:
        text = text.replace(f">{part}</", f">{chr(10) * part.count(chr(10))}</")
    yield whole(file, text)
    root = parse(text)
    yield from _read_aloud(root, file)
    yield from _inside(root, file)
    yield from _embedded(text, file)


def _read_aloud(root: Element, file: str) -> Iterator[Piece]:
    """Yield the attributes that a reader sees or hears, and those made for data."""
    for element in root.elements():
        for name, value in element.attributes.items():
            if name in _READ_ALOUD or name.startswith(("aria-", "data-")):
                yield Piece(Form.PROSE, Place(file, row=element.line, column=name), (value,))


def _inside(element: Element, file: str) -> Pieces:
    """Yield the pieces of an element: its own sentences, and its blocks one by one."""
    if element.attributes.get("type") == "application/json":
        yield from chart_pieces(element.text(), file, element.line)
    elif element.name == "table":
        yield from _table(element, file)
    elif _AXIS in element.classes:
        yield _piece(Form.SCALE, element, file, [label.text() for label in element.named("text")])
    else:
        for block in _blocks(element):
            if isinstance(block, Element):
                yield from _inside(block, file)
            else:
                yield _piece(Form.PROSE, element, file, [block])


def _blocks(element: Element) -> list[Element | str]:
    """Return the blocks in an element, and the runs of text between them."""
    found: list[Element | str] = [""]
    for child in element.children:
        inline = isinstance(child, str) or (child.name in INLINE and not _holds_block(child))
        text = child if isinstance(child, str) else child.text()
        if not inline:
            found += [child, ""]
        else:
            found[-1] = f"{found[-1]}{text}"
    return [block for block in found if block]


def _holds_block(element: Element) -> bool:
    return any(inner.name not in INLINE for inner in element.elements())


def _table(table: Element, file: str) -> Pieces:
    """Yield the rows of a table's body; caption and head are sentences."""
    for part in table.named("caption", "thead"):
        for block in _blocks_within(part):
            yield _piece(Form.PROSE, part, file, [block])
    head = {id(row) for part in table.named("thead") for row in part.named("tr")}
    above: list[tuple[int, str]] = []  # rows still to head, text
    for row in table.named("tr"):
        if id(row) in head:
            continue
        cells = [(cell, cell.text()) for cell in row.named("td", "th")]
        yield _piece(Form.ROW, row, file, [*(text for _, text in above), *(t for _, t in cells)])
        spans = [(int(cell.attributes.get("rowspan", "1") or 1), text) for cell, text in cells]
        above = [(rows - 1, text) for rows, text in [*above, *spans] if rows > 1]


def _blocks_within(element: Element) -> Iterator[str]:
    for block in _blocks(element):
        if isinstance(block, str):
            yield block
        else:
            yield from _blocks_within(block)


def _embedded(text: str, file: str) -> Pieces:
    """Yield what is in the pictures that stand in a page as `data:` addresses."""
    for number, found in enumerate(_DATA_ADDRESS.finditer(text), start=1):
        kind, settings, data = found.groups()
        part = f"{file}/data:{number}"
        content = _from_base64(data) if "base64" in settings else None
        if content is None:
            yield unreadable(part)
        elif kind == "image/svg+xml":
            yield from page_pieces(content.decode("utf-8", "replace"), part)
        else:
            yield from image_pieces(content, part)


def _from_base64(data: str) -> bytes | None:
    try:
        return base64.b64decode(data, validate=True)
    except binascii.Error:
        return None


def _piece(form: Form, element: Element, file: str, texts: list[str]) -> Piece:
    return Piece(form, Place(file, row=element.line), tuple(texts))
