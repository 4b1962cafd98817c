"""Every format in which the same people can arrive, by file name."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from tests.deliveries.archives import packed_by_windows, packed_with_utf8_names
from tests.deliveries.form_tools import FORM_TOOLS
from tests.deliveries.grid import Book, Rows
from tests.deliveries.layouts import LAYOUTS
from tests.deliveries.text import DELIMITERS, ENCODINGS, LINE_ENDS, QUOTINGS, text_bytes
from tests.deliveries.workbooks import ods, xlsx
from tests.deliveries.xls import xls
from tests.small_project import HEADER


def _csv(book: Book) -> bytes:
    """Save the first sheet as Excel saves CSV UTF-8."""
    return text_bytes(_full(book), "utf-8-sig")


def _tsv(book: Book) -> bytes:
    """Save the first sheet as Excel's Unicode text."""
    return text_bytes(_full(book), "utf-16", "\t")


def _full(book: Book) -> list[list[object]]:
    """Return the rows of the first sheet, all equally long."""
    grid = next(iter(book.values()))
    return [[*row, *[""] * (grid.width - len(row))] for row in grid.rows]


CONTAINERS: dict[str, Callable[[Book], bytes]] = {
    "xlsx": xlsx,
    "xls": xls,
    "ods": ods,
    "csv": _csv,
    "tsv": _tsv,
}
OF_ONE_SHEET = ("csv", "tsv")


def _sheets() -> dict[str, Callable[[Rows], bytes]]:
    return {
        f"{name}.{suffix}": partial(_laid_out, name, suffix)
        for name in LAYOUTS
        for suffix in CONTAINERS
        if name != "a_sheet_each_section" or suffix not in OF_ONE_SHEET
    }


def _laid_out(layout: str, suffix: str, people: Rows) -> bytes:
    return CONTAINERS[suffix](LAYOUTS[layout](people))


def as_text(encoding: str, delimiter: str, line_end: str, quoting: str, people: Rows) -> bytes:
    """Write the plain layout as text; delimiter and line end by their names."""
    rows = [HEADER, *people]
    return text_bytes(rows, encoding, DELIMITERS[delimiter], LINE_ENDS[line_end], quoting)


def _texts() -> dict[str, Callable[[Rows], bytes]]:
    return {
        f"{encoding}_{delimiter}_{line_end}_{quoting}.txt": partial(
            as_text, encoding, delimiter, line_end, quoting
        )
        for encoding in ENCODINGS
        for delimiter in DELIMITERS
        for line_end in LINE_ENDS
        for quoting in QUOTINGS
    }


def _halves(people: Rows) -> dict[str, bytes]:
    """Return two sections' files, one of them in a folder."""
    half = len(people) // 2
    return {
        "東課/回答①.csv": FORM_TOOLS["google_forms.csv"](people[:half]),
        "西課/回答.xlsx": FORM_TOOLS["microsoft_forms.xlsx"](people[half:]),
    }


ZIPS: dict[str, Callable[[Rows], bytes]] = {
    "by_windows.zip": lambda people: packed_by_windows(_halves(people)),
    "utf8_names.zip": lambda people: packed_with_utf8_names(_halves(people)),
}
SHEETS = _sheets()
TEXTS = _texts()
FORMATS: dict[str, Callable[[Rows], bytes]] = {**FORM_TOOLS, **SHEETS, **TEXTS, **ZIPS}
"""Whatever is called here by file name gives the same people, at least two of them."""
