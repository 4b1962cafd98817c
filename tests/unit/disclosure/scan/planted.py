"""Small pictures, workbooks, documents and notebooks with something planted in them."""

from __future__ import annotations

import io
import json
import zipfile
import zlib
from collections.abc import Mapping, Sequence
from typing import Any

import xlsxwriter


def png(after: bytes = b"", **chunks: bytes) -> bytes:
    """Return a picture of one dot with further chunks, named by their kind."""
    dot = zlib.compress(b"\0\0")
    parts = [(b"IHDR", b"\0\0\0\1\0\0\0\1\x08\0\0\0\0")]
    parts += [(kind.encode(), data) for kind, data in chunks.items()]
    parts += [(b"IDAT", dot), (b"IEND", b"")]
    body = b"".join(
        len(data).to_bytes(4, "big") + kind + data + zlib.crc32(kind + data).to_bytes(4, "big")
        for kind, data in parts
    )
    return b"\x89PNG\r\n\x1a\n" + body + after


def jpeg(*segments: tuple[int, bytes]) -> bytes:
    """Return the head of a JPEG with segments of the given markers."""
    head = b"".join(
        bytes([0xFF, marker]) + (len(data) + 2).to_bytes(2, "big") + data
        for marker, data in [(0xE0, b"JFIF\0"), *segments]
    )
    return b"\xff\xd8" + head + b"\xff\xda\0\x02\xff\xd9"


def workbook(rows: Sequence[Sequence[object]], **properties: str) -> bytes:
    """Return a workbook of one sheet."""
    content = io.BytesIO()
    book = xlsxwriter.Workbook(content, {"in_memory": True})
    sheet = book.add_worksheet()
    for number, row in enumerate(rows):
        sheet.write_row(number, 0, row)
    book.set_properties(properties)
    book.close()
    return content.getvalue()


def document(body: str, about: str = "", **parts: bytes) -> bytes:
    """Return a document whose body and properties are given as XML."""
    word = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        archive.writestr("word/document.xml", f"<w:document {word}>{body}</w:document>")
        archive.writestr("docProps/core.xml", f"<coreProperties>{about}</coreProperties>")
        for name, data in parts.items():
            archive.writestr(f"word/{name.replace('_', '.')}", data)
    return content.getvalue()


def executed(output: Mapping[str, Any], **metadata: Any) -> bytes:
    """Return a notebook with one output."""
    cell = {"cell_type": "code", "source": "show()", "outputs": [dict(output)], "metadata": {}}
    notebook = {"cells": [cell], "metadata": metadata, "nbformat": 4, "nbformat_minor": 5}
    return json.dumps(notebook).encode()
