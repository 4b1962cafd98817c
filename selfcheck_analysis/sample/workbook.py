"""An xlsx file whose bytes depend on its cells alone."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from collections.abc import Mapping, Sequence

CREATED = dt.datetime(2024, 1, 12)
"""Stands in the metadata instead of the time of writing."""

ZIP_EPOCH = (1980, 1, 1, 0, 0, 0)


def workbook(sheets: Mapping[str, Sequence[Sequence[str]]]) -> bytes:
    """Return a workbook with one sheet per name, all cells as text."""
    import xlsxwriter

    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True, "strings_to_formulas": False})
    book.set_properties({"created": CREATED})
    for name, rows in sheets.items():
        sheet = book.add_worksheet(name)
        for row, cells in enumerate(rows):
            for column, cell in enumerate(cells):
                if cell:
                    sheet.write_string(row, column, cell)
    book.close()
    return _rewritten(buffer.getvalue())


def _rewritten(content: bytes) -> bytes:
    """Store the parts uncompressed under a fixed date: zlib's versions compress differently."""
    buffer = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as compressed,
        zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as stored,
    ):
        for name in compressed.namelist():
            part = zipfile.ZipInfo(name, ZIP_EPOCH)
            part.create_system = 0  # else it names the operating system
            stored.writestr(part, compressed.read(name))
    return buffer.getvalue()
