"""Write sheets as xlsx, with XlsxWriter, and as ods."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import datetime
from itertools import product
from xml.sax.saxutils import escape, quoteattr
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

import xlsxwriter

from tests.deliveries.grid import Book, Cell, Grid

LONG_AGO = (1980, 1, 1, 0, 0, 0)
"""The time of every entry, so that the same people give the same bytes."""


def xlsx(book: Book) -> bytes:
    """Write a workbook; text stays text whatever it looks like, and times are real ones."""
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True}) as workbook:
        workbook.set_properties({"created": datetime(2023, 11, 1)})
        times = workbook.add_format({"num_format": "m/d/yy h:mm:ss"})
        for name, grid in book.items():
            _fill(workbook.add_worksheet(name), grid, times)
    return content.getvalue()


def _fill(sheet: xlsxwriter.worksheet.Worksheet, grid: Grid, times: object) -> None:
    for merged in grid.merged:
        sheet.merge_range(*merged, "")
    for number, row in enumerate(grid.rows):
        for column, cell in enumerate(row):
            if cell == "":
                continue
            if isinstance(cell, datetime):
                sheet.write_datetime(number, column, cell, times)
            elif isinstance(cell, str):
                sheet.write_string(number, column, cell)
            else:
                sheet.write_number(number, column, cell)


_NAMESPACES = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for name in ("office", "table", "text", "manifest")
)
_ODS = "application/vnd.oasis.opendocument.spreadsheet"


def ods(book: Book) -> bytes:
    """Write an OpenDocument sheet."""
    return ods_with("".join(_table(name, grid) for name, grid in book.items()))


def ods_with(tables: str, before: str = "") -> bytes:
    """Write an OpenDocument file whose sheets are given as XML; `before` stands above its root."""
    head = f'<?xml version="1.0" encoding="UTF-8"?>{before}'
    body = f"<office:body><office:spreadsheet>{tables}</office:spreadsheet></office:body>"
    entries = "".join(
        f'<manifest:file-entry manifest:full-path="{path}" manifest:media-type="{kind}"/>'
        for path, kind in {"/": _ODS, "content.xml": "text/xml"}.items()
    )
    return zip_bytes(
        {
            "mimetype": _ODS.encode(),
            "content.xml": f"{head}<office:document-content {_NAMESPACES} "
            f'office:version="1.2">{body}</office:document-content>'.encode(),
            "META-INF/manifest.xml": f'<?xml version="1.0"?><manifest:manifest {_NAMESPACES}>'
            f"{entries}</manifest:manifest>".encode(),
        }
    )


def zip_bytes(entries: dict[str, bytes]) -> bytes:
    """Pack files; what is called mimetype is stored as it is, as OpenDocument wants it."""
    content = io.BytesIO()
    with ZipFile(content, "w") as archive:
        for name, data in entries.items():
            info = ZipInfo(name, LONG_AGO)
            info.compress_type = ZIP_STORED if name == "mimetype" else ZIP_DEFLATED
            archive.writestr(info, data)
    return content.getvalue()


def _table(name: str, grid: Grid) -> str:
    spans = {merged[:2]: merged for merged in grid.merged}
    covered = {place for merged in grid.merged for place in _places(merged)} - set(spans)
    rows = "".join(
        "<table:table-row>"
        + "".join(
            "<table:covered-table-cell/>"
            if (number, column) in covered
            else _cell(cell, spans.get((number, column)))
            for column, cell in enumerate(row or [""])
        )
        + "</table:table-row>"
        for number, row in enumerate(grid.rows)
    )
    return f"<table:table table:name={quoteattr(name)}>{rows}</table:table>"


def _places(merged: tuple[int, int, int, int]) -> Iterator[tuple[int, int]]:
    top, left, bottom, right = merged
    yield from product(range(top, bottom + 1), range(left, right + 1))


def _cell(cell: Cell, merged: tuple[int, int, int, int] | None) -> str:
    span = ""
    if merged:
        top, left, bottom, right = merged
        span = f' table:number-columns-spanned="{right - left + 1}"'
        span += f' table:number-rows-spanned="{bottom - top + 1}"'
    if cell == "":
        return f"<table:table-cell{span}/>"
    if isinstance(cell, str):
        kind = 'office:value-type="string"'
        said = "".join(f"<text:p>{escape(line)}</text:p>" for line in cell.splitlines() or [""])
    elif isinstance(cell, datetime):
        kind = f'office:value-type="date" office:date-value="{cell.isoformat()}"'
        said = f"<text:p>{cell:%Y/%m/%d %H:%M}</text:p>"
    else:
        kind = f'office:value-type="float" office:value="{cell}"'
        said = f"<text:p>{cell}</text:p>"
    return f"<table:table-cell {kind}{span}>{said}</table:table-cell>"
