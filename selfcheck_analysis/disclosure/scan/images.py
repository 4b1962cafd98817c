"""What PNG and JPEG pictures hold beside the picture."""

from __future__ import annotations

import zlib

from selfcheck_analysis.disclosure.scan.pieces import (
    Form,
    Piece,
    Pieces,
    unknown,
    unreadable,
    whole,
)
from selfcheck_analysis.problems import Place, Problem

_PNG, _JPEG = b"\x89PNG\r\n\x1a\n", b"\xff\xd8"
_PNG_TEXTS = {b"tEXt", b"zTXt", b"iTXt"}
_PNG_PICTURE = {b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"cHRM", b"gAMA", b"sRGB", b"pHYs"}
_PNG_PICTURE |= {b"bKGD", b"sBIT", b"cICP"}
_SOFTWARE = b"Software"
"""The keyword of a text that names the program, and so holds a version."""

_TEXTS_OF_THE_PICTURE = (_SOFTWARE, b"Title", b"Description", b"Comment")
"""Keywords of texts about the picture; any other, such as Author, may be about a person."""

_COMMENT, _START_OF_SCAN = 0xFE, 0xDA
_JFIF = 0xE0


def image_pieces(content: bytes, file: str) -> Pieces:
    """Yield the texts in a picture; what else is not the picture itself is a fault."""
    try:
        if content.startswith(_PNG):
            yield from _png(content, file)
        elif content.startswith(_JPEG):
            yield from _jpeg(content, file)
        else:
            yield unknown(file)
    except (IndexError, ValueError, zlib.error):
        yield unreadable(file)


def _png(content: bytes, file: str) -> Pieces:
    position = len(_PNG)
    while position < len(content):
        length = int.from_bytes(content[position : position + 4], "big")
        kind = content[position + 4 : position + 8]
        data = content[position + 8 : position + 8 + length]
        position += 12 + length
        if len(kind) < 4 or len(data) < length:
            raise ValueError("cut short")
        if kind in _PNG_TEXTS:
            yield from _text(kind, data, file)
        elif kind not in _PNG_PICTURE:
            yield _metadata(file, kind.decode("ascii", "replace"))
        if kind == b"IEND" and position < len(content):
            yield _metadata(file, "after IEND")
            return


def _text(kind: bytes, data: bytes, file: str) -> Pieces:
    """Yield a text of a PNG; a version in the name of a program is no figure."""
    keyword, _, rest = data.partition(b"\0")
    if kind == b"zTXt":
        rest = zlib.decompress(rest[1:])
    elif kind == b"iTXt":
        packed, rest = rest[0], rest[2:]
        _, _, rest = rest.partition(b"\0")
        _, _, rest = rest.partition(b"\0")
        rest = zlib.decompress(rest) if packed else rest
    encoding = "utf-8" if kind == b"iTXt" else "latin-1"
    part = f"{file}/{keyword.decode('latin-1')}"
    if keyword not in _TEXTS_OF_THE_PICTURE:
        yield _metadata(file, keyword.decode("latin-1"))
    yield whole(part, rest.decode(encoding, "replace"))
    if keyword != _SOFTWARE:
        yield Piece(Form.PROSE, Place(part), (rest.decode(encoding, "replace"),))


def _jpeg(content: bytes, file: str) -> Pieces:
    position = 2
    while content[position] == 0xFF:
        marker = content[position + 1]
        length = int.from_bytes(content[position + 2 : position + 4], "big")
        data = content[position + 4 : position + 2 + length]
        if marker == _START_OF_SCAN:
            return
        if marker == _COMMENT:
            text = data.decode("utf-8", "replace")
            yield whole(f"{file}/COM", text)
            yield Piece(Form.PROSE, Place(f"{file}/COM"), (text,))
        elif _JFIF < marker <= 0xEF:
            yield _metadata(file, f"APP{marker - 0xE0}")
        position += 2 + length
    raise ValueError("no picture")


def _metadata(file: str, field: str) -> Problem:
    return Problem("scan_metadata", Place(file, column=field))
