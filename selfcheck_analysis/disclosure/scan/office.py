"""Take a workbook (xlsx) or a document (docx) apart: every part, rows, sentences, who made it."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from xml.etree import ElementTree as Xml

from selfcheck_analysis.disclosure.scan.images import image_pieces
from selfcheck_analysis.disclosure.scan.pieces import (
    Form,
    Piece,
    Pieces,
    unknown,
    unreadable,
    whole,
)
from selfcheck_analysis.problems import Place, Problem

PRODUCT_NAMES = frozenset({"", "selfcheck-analysis", "selfcheck_analysis"})
"""Who may have made a document."""

_PEOPLE = frozenset({"creator", "lastmodifiedby", "company", "manager"})
_MARKUP = (".xml", ".rels", ".vml")
_PICTURES = (".png", ".jpeg", ".jpg")
_ABOUT = "docProps/"
_CUSTOM = "docProps/custom.xml"
_STRINGS = "xl/sharedStrings.xml"
_SHEETS = re.compile(r"xl/worksheets/[^/]+\.xml")
_FULL_STOPS = ("。", ".")
_COLUMN = re.compile(r"[A-Z]+")


def office_pieces(content: bytes, file: str) -> Pieces:
    """Yield the pieces of every part; a part of another kind is a fault."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = {name: archive.read(name) for name in archive.namelist() if name[-1] != "/"}
        strings = [_text(item) for item in _root(parts[_STRINGS])] if _STRINGS in parts else []
        for name, data in parts.items():
            yield from _part(name, data, f"{file}/{name}", strings)
    except (zipfile.BadZipFile, Xml.ParseError, RuntimeError, ValueError, IndexError):
        yield unreadable(file)


def _part(name: str, data: bytes, place: str, strings: list[str]) -> Pieces:
    if name.lower().endswith(_PICTURES):
        yield from image_pieces(data, place)
        return
    if not name.lower().endswith(_MARKUP):
        yield unknown(place)
        return
    yield whole(place, data.decode("utf-8"))
    root = _root(data)
    if name.startswith(_ABOUT):
        yield from _about(root, place, name == _CUSTOM)
    elif _SHEETS.fullmatch(name):
        yield from _sheet(root, place, strings)
    elif name != _STRINGS:
        yield from _document(root, place)


def _about(root: Xml.Element, place: str, custom: bool) -> Iterator[Problem]:
    """Yield the fields that name somebody; a property of one's own is none of the product's."""
    for element in root.iter():
        field = _name(element)
        named = (element.text or "").strip() not in PRODUCT_NAMES
        if (field.lower() in _PEOPLE and named) or (custom and field == "property"):
            yield Problem("scan_metadata", Place(place, column=field))


def _sheet(root: Xml.Element, place: str, strings: list[str]) -> Iterator[Piece]:
    """Yield the rows of a sheet with their strings, and its header, footer and comments.

    A row with one text alone that ends in a full stop is a sentence above or below a table.
    """
    for row in _all(root, "row"):
        number = int(row.get("r", "0"))
        texts = tuple(filter(None, (_value(cell, strings) for cell in _all(row, "c"))))
        sentence = len(texts) == 1 and texts[0].rstrip().endswith(_FULL_STOPS)
        yield Piece(Form.PROSE if sentence else Form.ROW, Place(place, row=number), texts)
        for cell in _all(row, "f"):
            yield Piece(Form.PROSE, Place(place, row=number), (_text(cell),))
    for part in _all(root, "headerFooter"):
        yield Piece(Form.PROSE, Place(place), (_text(part),))


def _value(cell: Xml.Element, strings: list[str]) -> str:
    """Return what a cell shows; a string is kept once for the workbook, by its number."""
    text = "".join(map(_text, [*_all(cell, "v"), *_all(cell, "is")]))
    return strings[int(text)] if cell.get("t") == "s" else text


def _document(root: Xml.Element, place: str) -> Iterator[Piece]:
    """Yield the rows of tables and the paragraphs outside them."""
    rows = _all(root, "tr")
    inside = {paragraph for row in rows for paragraph in _all(row, "p")}
    for number, row in enumerate(rows, start=1):
        yield Piece(Form.ROW, Place(place, row=number), tuple(map(_text, _all(row, "tc"))))
    for paragraph in _all(root, "p"):
        if paragraph not in inside:
            yield Piece(Form.PROSE, Place(place), (_text(paragraph),))


def _root(data: bytes) -> Xml.Element:
    return Xml.fromstring(data)


def _name(element: Xml.Element) -> str:
    return str(element.tag).rpartition("}")[2]


def _all(element: Xml.Element, name: str) -> list[Xml.Element]:
    return [inner for inner in element.iter() if _name(inner) == name]


def _text(element: Xml.Element) -> str:
    return "".join(element.itertext())
