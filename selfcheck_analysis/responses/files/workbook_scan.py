"""What the reader of workbooks does not tell: error values, how far a sheet reaches, links.

A sheet that reaches far would fill the memory when it is read, so that this has to be known
before. The XML of a sheet is looked through with quick searches; only what they find
is parsed.
"""

from __future__ import annotations

import codecs
import posixpath
import re
from collections.abc import Container, Iterator, Sequence
from dataclasses import replace
from itertools import chain
from xml.etree import ElementTree
from zipfile import ZipFile

from selfcheck_analysis.problems import Place, Problem, ProblemsError
from selfcheck_analysis.responses.files import sheet_xml
from selfcheck_analysis.responses.files.archives import DamagedArchiveError, unpacked
from selfcheck_analysis.responses.files.repeated_words import refuse_repeated_words
from selfcheck_analysis.responses.files.sheet_xml import (
    SheetScan,
    column_number,
    scan_ods,
    scan_xlsx,
)
from selfcheck_analysis.responses.files.workbook_text import sheet_names

WORKBOOK = "xl/workbook.xml"
ODS_CONTENT = "content.xml"
MOST_SHEETS = 4
"""Sheets as large as one may be that a workbook may have: all of them are read at once."""

_PACKAGE = "_rels/.rels"
_RELATIONS = "xl/_rels/workbook.xml.rels"
_LINKS = "xl/externalLinks/"
_WORDS = "sharedstrings.xml"
_COLUMN = re.compile(rb'<c r="([A-Za-z]+)[0-9]')
_ROW = re.compile(rb'<c r="[A-Za-z]+([0-9]+)"')
_STATED = re.compile(rb"""\buniqueCount\s*=\s*["']([0-9]+)""")
_FORMULA = re.compile(rb"<f[\s/>]")
_ERRORS = re.compile(rb'"e"'), re.compile(rb"'e'")
_CELL = re.compile(rb"<c[\s/>]")
_PLACED_CELL, _CELL_ENDS = b'<c r="', b"</c>"
_NEAR, _FAR = 1_000, 100_000
"""Bytes from a cell's begin to its kind or formula, and to its end; formulas have 8,192 signs."""

_PREFIXED = re.compile(rb":(?:c|row|f|v|is)[\s/>]")
_HEAD = 4_096


def scan_workbook(archive: ZipFile) -> list[SheetScan]:
    """Scan every sheet of an xlsx or ods file, in their order.

    Raises
    ------
    DamagedArchiveError
        A part is missing, or is not what the archive's list says, or declares entities.
    """
    try:
        _refuse_two_ways_to_read(archive)
        if ODS_CONTENT in archive.namelist():
            _look_through(archive, {ODS_CONTENT})
            return scan_ods(_xml(archive, ODS_CONTENT))
        return _scan_sheets(archive)
    except (ElementTree.ParseError, KeyError, StopIteration, ValueError) as error:
        if isinstance(error, DamagedArchiveError):
            raise
        raise DamagedArchiveError("damaged") from None


def _refuse_two_ways_to_read(archive: ZipFile) -> None:
    """Refuse what another reader may take for a workbook of another kind, or find elsewhere."""
    names = [name.replace("\\", "/").lower() for name in archive.namelist()]
    kinds = {WORKBOOK, "xl/workbook.bin", ODS_CONTENT} & set(names)
    if len(kinds) != 1 or len(set(names)) < len(names):
        raise DamagedArchiveError("damaged")
    if WORKBOOK in names and _PACKAGE in archive.namelist():
        for relation in ElementTree.fromstring(_xml(archive, _PACKAGE)):
            is_workbook = relation.get("Type", "").endswith("/officeDocument")
            if is_workbook and relation.get("Target", "").removeprefix("/") != WORKBOOK:
                raise DamagedArchiveError("damaged")


def _scan_sheets(archive: ZipFile) -> list[SheetScan]:
    named = list(_sheet_parts(archive))
    parts = {part for _, part in named}
    if len(parts) < len(named):  # one sheet under many names would be read as often
        raise DamagedArchiveError("damaged")
    _look_through(archive, parts)
    sheets = [_xml(archive, part) for _, part in named]
    for words in archive.namelist():
        if words.lower().endswith(_WORDS):
            refuse_repeated_words(_xml(archive, words), sheets)
    return [_scan(name, xml) for (name, _), xml in zip(named, sheets, strict=True)]


def refuse_stray_cells(scans: Sequence[SheetScan], shown_as: str) -> None:
    """Refuse a workbook of which a sheet, or all of them together, reach too far to be read.

    Raises
    ------
    ProblemsError
    """
    reach = 0
    for name, scan in zip(sheet_names(scan.name for scan in scans), scans, strict=True):
        reach += scan.reach
        if scan.too_large or reach > MOST_SHEETS * sheet_xml.MOST_CELLS:
            place = Place(shown_as, name, scan.last_row)
            raise ProblemsError([Problem("sheet_too_large", place)])


def _look_through(archive: ZipFile, scanned: Container[str]) -> None:
    """Unpack every part that is not scanned: the reader would, whatever its size."""
    for name in archive.namelist():
        if name in scanned:
            continue
        if not name.lower().endswith((".xml", ".rels")):
            unpacked(archive, name)
            continue
        xml = _xml(archive, name)
        if name.lower().endswith(_WORDS):
            _refuse_lying_count(xml)


def has_links(archive: ZipFile) -> bool:
    """Tell whether a workbook takes values from other files; nothing of them is ever fetched."""
    return any(name.startswith(_LINKS) for name in archive.namelist())


def _refuse_lying_count(texts: bytes) -> None:
    """Refuse a list of texts that says it has more than there are: the reader reserves the room.

    How often they are used (`count`) may well be more than the list has bytes.
    """
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


def _scan(name: str, xml: bytes) -> SheetScan:
    """Take every cell for a filled one, and parse those alone that may hold an error value.

    Where that is too far, or cells are written in a way of their own, the whole sheet is parsed.
    """
    if b"<![CDATA[" in xml:  # the reader does not see what stands there
        raise DamagedArchiveError("damaged")
    quick = None if _PREFIXED.search(xml) else _quick(name, xml)
    if quick is None or quick.too_large:
        return scan_xlsx(name, xml)
    rows = _telling_rows(xml)
    return scan_xlsx(name, xml) if rows is None else replace(quick, errors=_errors(rows))


def _errors(rows: bytes) -> dict[int, dict[int, str]]:
    return scan_xlsx("", b"<sheet>" + rows + b"</sheet>").errors


def _telling_rows(xml: bytes) -> bytes | None:
    """Cut out what may be error values and formulas, each a row; None where it is not clear."""
    hints = chain.from_iterable(kind.finditer(xml) for kind in (_FORMULA, *_ERRORS))
    places = ((max(hint.start() - _NEAR, 0), hint.start()) for hint in hints)
    rows, past = [], 0
    for start in sorted({xml.rfind(_PLACED_CELL, *place) for place in places}):
        if start >= past:
            past = xml.find(_CELL_ENDS, start, start + _FAR) + len(_CELL_ENDS)
            rows.append(xml[start:past])
        if start < 0 or past <= start:
            return None
    return b"".join(b"<row>%b</row>" % row for row in rows)


def _quick(name: str, xml: bytes) -> SheetScan | None:
    """Find how far a sheet reaches, if every cell begins with its place as Excel writes it."""
    cells = sum(1 for _ in _CELL.finditer(xml))
    columns, n_columns = _different(_COLUMN, xml)
    rows, n_rows = _different(_ROW, xml)
    if not n_columns == n_rows == cells:
        return None
    last_column = max((column_number(letters.decode()) for letters in columns), default=0)
    return SheetScan(name, {}, max(map(int, rows), default=0), last_column)


def _different(pattern: re.Pattern[bytes], xml: bytes) -> tuple[set[bytes], int]:
    """Return what differs of everything that is found, and how often something is found."""
    found = pattern.findall(xml)
    return set(found), len(found)
