"""What the xlsx reader does not tell: which cells hold an error value, how far a sheet reaches."""

from __future__ import annotations

import io
import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.etree import ElementTree
from zipfile import ZipFile

_WORKBOOK = "xl/workbook.xml"
_RELATIONS = "xl/_rels/workbook.xml.rels"
_PLACE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")


@dataclass
class SheetScan:
    """One sheet's error values, such as "#N/A", by (row, column) from 1, and its last filled cell.

    The reader gives an error value as an empty cell; it would pass for a question left blank.
    """

    errors: dict[tuple[int, int], str] = field(default_factory=dict)
    last_row: int = 0
    last_column: int = 0


def scan_workbook(content: bytes) -> dict[str, SheetScan]:
    """Scan every sheet of an xlsx file, by the sheet's name.

    Nothing comes back for another kind of file that the reader may know. A damaged file raises
    whatever the standard library raises.
    """
    with ZipFile(io.BytesIO(content)) as archive:
        if _WORKBOOK not in archive.namelist():
            return {}
        return {name: _scan(archive, part) for name, part in _sheet_parts(archive)}


def _sheet_parts(archive: ZipFile) -> Iterator[tuple[str, str]]:
    """Yield every sheet's name and the path of its XML in the archive."""
    relations = ElementTree.fromstring(archive.read(_RELATIONS))
    targets = {relation.get("Id"): relation.get("Target", "") for relation in relations}
    for sheet in ElementTree.fromstring(archive.read(_WORKBOOK)).iterfind(".//{*}sheet"):
        relation = next(value for key, value in sheet.items() if key.endswith("}id"))
        part = posixpath.join("/xl", targets[relation])  # an absolute target stays as it is
        yield sheet.get("name", ""), posixpath.normpath(part).removeprefix("/")


def _scan(archive: ZipFile, part: str) -> SheetScan:
    scan = SheetScan()
    with archive.open(part) as xml:
        for _, element in ElementTree.iterparse(xml):
            if element.tag.endswith("}c"):
                _note(scan, element)
            if element.tag.endswith("}row"):
                element.clear()
    return scan


def _note(scan: SheetScan, cell: ElementTree.Element) -> None:
    place = _PLACE.fullmatch(cell.get("r", ""))
    if place is None or not len(cell):
        return
    row, column = int(place[2]), _number(place[1])
    scan.last_row = max(scan.last_row, row)
    scan.last_column = max(scan.last_column, column)
    if cell.get("t") == "e":
        scan.errors[row, column] = cell.findtext("{*}v") or "#ERROR"


def _number(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number
