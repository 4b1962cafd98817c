"""From the bytes of a text file to UTF-8, and how its rows are cut into cells."""

from __future__ import annotations

import codecs
import csv
import io
from collections import Counter

import numpy as np

BOMS = {
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF16_LE: "utf-16",  # Excel's "Unicode text"
    codecs.BOM_UTF16_BE: "utf-16",
}

DELIMITERS = (",", "\t", ";")
SAMPLE = 65_536
"""So much of a file shows how its rows are cut."""


class NotTextError(ValueError):
    """The bytes are no text; `cause` is "not_text" or "encoding"."""

    def __init__(self, cause: str) -> None:
        super().__init__(cause)
        self.cause = cause


def as_utf8(content: bytes) -> bytes:
    """Return a text file's bytes in UTF-8, without a byte order mark.

    A byte order mark decides; else it is UTF-8 if every byte fits, else cp932. (Not shift_jis,
    which lacks characters of Windows such as ① ㈱ 髙.)

    Raises
    ------
    NotTextError
        For a NUL character, and for bytes that fit none of these.
    """
    encoding = next((name for mark, name in BOMS.items() if content.startswith(mark)), "")
    if encoding == "utf-8-sig":
        content = content.removeprefix(codecs.BOM_UTF8)
    elif encoding:
        content = _recoded(content, encoding)
    if b"\x00" in content:
        raise NotTextError("not_text")
    if _is_utf8(content):
        return content
    if encoding:
        raise NotTextError("encoding")
    return _recoded(content, "cp932")


def _recoded(content: bytes, encoding: str) -> bytes:
    try:
        return content.decode(encoding).encode("utf-8")
    except UnicodeError:
        raise NotTextError("encoding") from None


def _is_utf8(content: bytes) -> bool:
    """Check all bytes at once: decoding a large file to find out would take its size twice."""
    import pyarrow as pa

    offsets = np.array([0, len(content)], dtype=np.int64)
    whole = pa.LargeStringArray.from_buffers(1, pa.py_buffer(offsets), pa.py_buffer(content))
    try:
        whole.validate(full=True)
    except pa.ArrowInvalid:
        return False
    return True


def delimiter(text: bytes) -> str:
    """Return comma, tab or semicolon, whichever cuts most rows into the same number of cells."""
    sample = text[:SAMPLE]
    if len(text) > SAMPLE:
        sample = sample[: max(sample.rfind(b"\n"), sample.rfind(b"\r")) + 1] or sample
    shown = sample.decode("utf-8", errors="ignore")

    def rows_alike(sign: str) -> tuple[int, int]:
        reader = csv.reader(io.StringIO(shown, newline=""), delimiter=sign)
        widths = Counter(map(len, reader))
        return max(((rows, width) for width, rows in widths.items() if width > 1), default=(0, 0))

    return max(DELIMITERS, key=rows_alike)
