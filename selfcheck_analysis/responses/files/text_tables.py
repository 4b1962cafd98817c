"""A delimited text file as a sheet, read in blocks so that a large one needs little memory.

Most files are plain: every line is one row, and quotation marks, if there are any, stand around
every cell. Blocks of such lines are read by Arrow's parser, whose result is that of the csv
module; from the first block that is not plain the csv module reads on.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import islice

import numpy as np
from numpy.typing import NDArray

from selfcheck_analysis.problems import Place, Problem, ProblemsError
from selfcheck_analysis.responses.files.sheets import Block, Column, Row, Sheet, in_blocks

_MARK, _NEWLINE, _RETURN = ord('"'), ord("\n"), ord("\r")

LONGEST_CELL = 1_000_000
"""Characters of a cell; Excel holds 32,767."""

BLOCK_BYTES, PART_BYTES = 1 << 22, 1 << 20
"""Bytes that are read together, little beside a file, and those one processor takes of them."""


@dataclass(frozen=True, eq=False)
class DelimitedText:
    """The rows of a text, numbered as Excel numbers them: a quoted line break begins no new one.

    Raises, while it is read, ProblemsError at a quotation mark that is not closed: it would
    swallow every person after it.
    """

    content: bytes
    delimiter: str
    shown_as: str

    def __iter__(self) -> Iterator[Row]:
        yield from self.rows_from(0, 1)

    def rows_from(self, offset: int, first: int) -> Iterator[Row]:
        """Yield the rows that begin at `offset`, a line's first byte, with numbers from `first`."""
        csv.field_size_limit(LONGEST_CELL)
        number = first
        reader = self._reader(offset)
        try:
            for cells in reader:
                yield number, tuple(cells)
                number += 1
        except csv.Error as error:
            too_long = "field larger than field limit" in str(error)
            code = "cell_too_long" if too_long else "file_quotes"
            raise ProblemsError([Problem(code, Place(self.shown_as, row=number))]) from None

    def offset_after(self, number: int) -> int:
        """Return the byte after the row with this number."""
        reader = self._reader(0)
        for _ in islice(reader, number):  # read before without a fault
            pass
        lines = islice(self._lines(0), reader.line_num)
        return sum(len(line.encode("utf-8")) for line in lines)

    def _reader(self, offset: int):  # type: ignore[no-untyped-def]  # csv's own type has no name
        return csv.reader(self._lines(offset), delimiter=self.delimiter, strict=True)

    def _lines(self, offset: int) -> io.TextIOWrapper:
        rest = io.BytesIO(self.content)
        rest.seek(offset)
        return io.TextIOWrapper(rest, encoding="utf-8", newline="")


@dataclass(frozen=True, eq=False)
class TextSheet(Sheet):
    """The one sheet of a delimited text file."""

    source: DelimitedText

    def blocks(self, after: int, width: int) -> Iterator[Block]:
        """Yield the rows below row number `after` under a header of `width` cells."""
        text = self.source
        offset, number = text.offset_after(after), after + 1
        while offset < len(text.content):
            end = _end_of_block(text.content, offset)
            block = _plain_block(text.content[offset:end], text.delimiter, number, width)
            if block is None:
                yield from in_blocks(text.rows_from(offset, number), width)
                return
            yield block
            offset, number = end, number + len(block)


def _end_of_block(content: bytes, start: int) -> int:
    """Return where the last whole line within a block ends."""
    if len(content) - start <= BLOCK_BYTES:
        return len(content)
    end = content.rfind(b"\n", start, start + BLOCK_BYTES) + 1
    return end or (content.find(b"\n", start) + 1) or len(content)


def _plain_block(piece: bytes, delimiter: str, number: int, width: int) -> Block | None:
    """Read lines that are plain, each of `width` cells; None where they are not."""
    if len(piece) > 2 * BLOCK_BYTES or not _is_plain(piece, delimiter.encode()):
        return None
    import pyarrow as pa
    from pyarrow import csv as arrow

    names = [str(position) for position in range(width)]
    words = pa.dictionary(pa.int32(), pa.string())
    try:
        table = arrow.read_csv(
            pa.py_buffer(piece),
            arrow.ReadOptions(column_names=names, block_size=min(max(len(piece), 1), PART_BYTES)),
            arrow.ParseOptions(delimiter=delimiter, ignore_empty_lines=False),
            arrow.ConvertOptions(
                column_types=dict.fromkeys(names, words),
                strings_can_be_null=False,
                quoted_strings_can_be_null=False,
                check_utf8=False,  # the whole text was checked
            ),
        )
    except pa.ArrowInvalid:  # a row with more or fewer cells
        return None

    @cache
    def column(position: int) -> Column:
        found = table.column(position).combine_chunks()
        chunk = found.chunk(0) if isinstance(found, pa.ChunkedArray) else found
        return Column(chunk.dictionary.to_pylist(), chunk.indices.to_numpy())

    numbers = np.arange(number, number + table.num_rows, dtype=np.int64)
    none = np.zeros(table.num_rows, dtype=bool)
    return Block(numbers, too_long=none, surplus=none, column=column)


def _is_plain(piece: bytes, delimiter: bytes) -> bool:
    """Tell whether every line is one row, and quotation marks enclose every cell or none.

    Where all quotation marks belong to the borders of cells and lines, each of which takes two of
    its own, none is left to stand inside a cell, and no line break stands between two of them.
    """
    if b'"' not in piece:
        return True  # both parsers end a row at any line end
    line_end = b"\r\n" if b"\r\n" in piece else b"\n"
    body = piece.removesuffix(line_end)
    if not (body.startswith(b'"') and body.endswith(b'"')):
        return False
    signs = np.frombuffer(body, dtype=np.uint8)
    between_cells = _places(signs, b'"' + delimiter + b'"')
    between_lines = _places(signs, b'"' + line_end + b'"')
    lines = np.count_nonzero(between_lines)
    returns = np.count_nonzero(signs == _RETURN)
    if lines != np.count_nonzero(signs == _NEWLINE) or returns not in (0, lines):
        return False
    begins = between_cells | between_lines
    for border, length in ((between_cells, 2), (between_lines, 1 + len(line_end))):
        if (begins[length:] & border[:-length]).any():  # the last mark of one is another's first
            return False
    borders = 1 + lines + np.count_nonzero(between_cells)
    return bool(np.count_nonzero(signs == _MARK) == 2 * borders)


def _places(signs: NDArray[np.uint8], sought: bytes) -> NDArray[np.bool_]:
    """Tell for each position whether a short text begins there."""
    found = np.zeros(len(signs), dtype=bool)
    end = max(len(signs) - len(sought) + 1, 0)
    found[:end] = True
    for i, sign in enumerate(sought):
        found[:end] &= signs[i : i + end] == sign
    return found
