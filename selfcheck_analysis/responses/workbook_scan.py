"""What the reader of workbooks does not tell: error values, how far a sheet reaches, links.

A sheet that reaches far would fill the memory when it is read, so that this has to be known
before. The XML of a sheet is looked through with two quick searches; only where they find
something is it parsed.
"""

from __future__ import annotations

import codecs
import posixpath
import re
from collections.abc import Container, Iterator
from dataclasses import dataclass, field
from io import BytesIO
from xml.etree import ElementTree
from zipfile import ZipFile

from selfcheck_analysis.responses.archives import DamagedArchiveError, unpacked

WORKBOOK = "xl/workbook.xml"
ODS_CONTENT = "content.xml"
MOST_CELLS = 5_000_000
"""A sheet that reaches further holds a stray cell far out; reading it would fill the memory."""

_RELATIONS = "xl/_rels/workbook.xml.rels"
_LINKS = "xl/externalLinks/"
_PLACE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})", re.IGNORECASE)
_COLUMN = re.compile(rb"""\br\s*=\s*["']([A-Za-z]+)[0-9]""")
_ROW = re.compile(rb"""\br\s*=\s*["'][A-Za-z]*([0-9]+)""")
_STATED = re.compile(rb"""ount\s*=\s*["']([0-9]+)""")
_HEAD = 4_096
_ODS = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_ODS_TYPE = "{urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0}value-type"


@dataclass
class SheetScan:
    """One sheet's error values, such as "#N/A", by (row, column) from 1, and its last filled cell.

    The reader gives an error value as an empty cell; it would pass for a question left blank.
    The last row and column may be given too high where they are low enough not to matter.
    """

    errors: dict[tuple[int, int], str] = field(default_factory=dict)
    last_row: int = 0
    last_column: int = 0

    @property
    def too_large(self) -> bool:
        """True where the sheet reaches further than a table of answers does."""
        return self.last_row * self.last_column > MOST_CELLS


def scan_workbook(archive: ZipFile) -> dict[str, SheetScan]:
    """Scan every sheet of an xlsx or ods file, by the sheet's name.

    Raises
    ------
    DamagedArchiveError
        A part is missing, or is not what the archive's list says, or declares entities.
    """
    try:
        if ODS_CONTENT in archive.namelist():
            _look_through(archive, {ODS_CONTENT})
            return dict(_scan_ods(_xml(archive, ODS_CONTENT)))
        sheets = {part: name for name, part in _sheet_parts(archive)}
        _look_through(archive, sheets)
        return {name: _scan(_xml(archive, part)) for part, name in sheets.items()}
    except (ElementTree.ParseError, KeyError, StopIteration, ValueError) as error:
        if isinstance(error, DamagedArchiveError):
            raise
        raise DamagedArchiveError("damaged") from None


def _look_through(archive: ZipFile, scanned: Container[str]) -> None:
    """Unpack every part that is not scanned: the reader would, whatever its size."""
    for name in archive.namelist():
        if name in scanned:
            continue
        if not name.lower().endswith((".xml", ".rels")):
            unpacked(archive, name)
            continue
        xml = _xml(archive, name)
        if name.lower().endswith("sharedstrings.xml"):
            _refuse_lying_count(xml)


def has_links(archive: ZipFile) -> bool:
    """Tell whether a workbook takes values from other files; nothing of them is ever fetched."""
    return any(name.startswith(_LINKS) for name in archive.namelist())


def _refuse_lying_count(texts: bytes) -> None:
    """Refuse a list of texts that says it has more than there are: the reader reserves the room."""
    stated = [int(count) for count in _STATED.findall(texts[:_HEAD])]
    if max(stated, default=0) > len(texts):
        raise DamagedArchiveError("damaged")


def _xml(archive: ZipFile, part: str) -> bytes:
    """Return a part that is plain XML in UTF-8: no form tool declares types or entities."""
    content = unpacked(archive, part)
    declares = b"<!DOCTYPE" in content or b"<!ENTITY" in content
    if declares or content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        raise DamagedArchiveError("damaged")
    return content


def _sheet_parts(archive: ZipFile) -> Iterator[tuple[str, str]]:
    """Yield every sheet's name and the path of its XML in the archive."""
    relations = ElementTree.fromstring(_xml(archive, _RELATIONS))
    targets = {relation.get("Id"): relation.get("Target", "") for relation in relations}
    for sheet in ElementTree.fromstring(_xml(archive, WORKBOOK)).iterfind(".//{*}sheet"):
        relation = next(value for key, value in sheet.items() if key.endswith("}id"))
        part = posixpath.join("/xl", targets[relation])  # an absolute target stays as it is
        yield sheet.get("name", ""), posixpath.normpath(part).removeprefix("/")


def _scan(xml: bytes) -> SheetScan:
    """Take whatever may name a place for one; what is too far by that is parsed."""
    columns = max((_number(letters.decode()) for letters in set(_COLUMN.findall(xml))), default=0)
    rows = max(map(int, set(_ROW.findall(xml))), default=0)
    quick = SheetScan({}, rows, columns)
    return _parsed(xml) if quick.too_large or b'"e"' in xml or b"'e'" in xml else quick


def _parsed(xml: bytes) -> SheetScan:
    scan = SheetScan()
    for _, element in ElementTree.iterparse(BytesIO(xml)):
        if element.tag.endswith("}c"):
            _note(scan, element)
        if element.tag.endswith("}row"):
            element.clear()
    return scan


def _note(scan: SheetScan, cell: ElementTree.Element) -> None:
    place = _PLACE.fullmatch(cell.get("r", "A1"))
    if place is None:
        raise DamagedArchiveError("damaged")
    if not len(cell):
        return
    row, column = int(place[2]), _number(place[1])
    scan.last_row = max(scan.last_row, row)
    scan.last_column = max(scan.last_column, column)
    if cell.get("t") == "e":
        scan.errors[row, column] = cell.findtext("{*}v") or "#ERROR"


def _number(letters: str) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - ord("A") + 1
    return number


def _scan_ods(xml: bytes) -> Iterator[tuple[str, SheetScan]]:
    """Scan an ods file, in which a cell or a row may stand for many like it."""
    scan, row = SheetScan(), 0
    for event, element in ElementTree.iterparse(BytesIO(xml), events=("start", "end")):
        if event == "start":
            if element.tag == f"{_ODS}table":
                scan, row = SheetScan(), 0
        elif element.tag == f"{_ODS}table-row":
            row += int(element.get(f"{_ODS}number-rows-repeated", "1"))
            _note_ods(scan, element, row)
            element.clear()
        elif element.tag == f"{_ODS}table":
            yield element.get(f"{_ODS}name", ""), scan
            element.clear()


def _note_ods(scan: SheetScan, cells: ElementTree.Element, row: int) -> None:
    column = 0
    for cell in cells:
        column += int(cell.get(f"{_ODS}number-columns-repeated", "1"))
        if len(cell):
            scan.last_row, scan.last_column = row, max(scan.last_column, column)
            if cell.get(_ODS_TYPE) == "error":
                scan.errors[row, column] = "".join(cell.itertext()) or "#ERROR"
