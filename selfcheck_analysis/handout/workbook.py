"""All tables of a publication as a workbook: cover, contents, notes, one sheet a table."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from math import ceil
from typing import TYPE_CHECKING, Any

from selfcheck_analysis.handout.model import Handout
from selfcheck_analysis.handout.results import result_sentences
from selfcheck_analysis.handout.sheet import LINE, Formats, print_setup, write_table
from selfcheck_analysis.handout.widths import text_width
from selfcheck_analysis.handout.word_styles import PRODUCT
from selfcheck_analysis.publication import Publication
from selfcheck_analysis.tables.model import Table

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

_COVER, _WIDE, _NAMES = 80, 96, 28
"""The widths of the cover, of sentences and of names, in half-width characters."""

_ABOUT = ("figures", "hidden", "bands")


def workbook_of(
    pub: Publication, handout: Handout, tables: Mapping[str, Table], made_at: datetime
) -> bytes:
    """Return the tables as an xlsx file, the same for the same `made_at`.

    Every cell is a number or a text, never a formula.

    Parameters
    ----------
    pub : Publication
    handout : Handout
        Whose title, stamps and reservations the cover repeats.
    tables : mapping of str to Table
        By the name of their sheet.
    made_at : datetime
    """
    import xlsxwriter

    buffer = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    book = xlsxwriter.Workbook(buffer, options)
    created = made_at.astimezone(UTC).replace(tzinfo=None)
    title = f"{handout.title} {handout.year}"
    book.set_properties({"title": title, "author": PRODUCT, "created": created})
    _Book(book, pub, handout, tables).write(made_at)
    book.close()
    return buffer.getvalue()


class _Book:
    """Writes the sheets of one workbook."""

    def __init__(
        self, book: Any, pub: Publication, handout: Handout, tables: Mapping[str, Table]
    ) -> None:
        self._book, self._handout, self._tables = book, handout, tables
        self._pub, self._words = pub, pub.words
        self._formats = Formats(book)

    def write(self, made_at: datetime) -> None:
        self._cover(made_at)
        self._contents()
        self._notes()
        language = self._words.language
        back = (self._words("workbook.back"), self._link(self._name("contents")))
        for name, table in self._tables.items():
            write_table(self._book.add_worksheet(name), table, self._formats, language, back)

    def _name(self, sheet: str) -> str:
        return self._words(f"workbook.sheet.{sheet}")

    def _link(self, sheet: str) -> str:
        return f"internal:'{sheet}'!A1"

    def _sheet(self, name: str, widths: Sequence[int]) -> Worksheet:
        sheet: Worksheet = self._book.add_worksheet(self._name(name))
        print_setup(sheet)
        for number, width in enumerate(widths):
            sheet.set_column(number, number, width)
        return sheet

    def _cover(self, made_at: datetime) -> None:
        handout, words = self._handout, self._words
        sheet = self._sheet("cover", [_COVER // 2, _COVER // 2])  # one column is cut where wide
        time = made_at.strftime("%Y-%m-%d %H:%M")
        lines: list[tuple[str, dict[str, Any]]] = [
            *((stamp, {"align": "right"}) for stamp in handout.stamps),
            (handout.year, {"bold": True, "font_size": 14, "align": "center"}),
            (handout.title, {"bold": True, "font_size": 16, "align": "center"}),
            *(
                (text, {"bold": True, "bg_color": "#FFF6DD"})
                for text in (*handout.banners, *handout.remarks)
            ),
            *((note, {}) for note in handout.notes),
            (words("workbook.made_at", time=time), {}),
        ]
        for row, (text, settings) in enumerate(lines):
            form = self._formats.of(text_wrap=True, **settings)
            sheet.merge_range(row, 0, row, 1, "", form)
            sheet.write_string(row, 0, text, form)
            size = float(settings.get("font_size", 10))
            sheet.set_row(row, _height(text, size, _COVER))

    def _contents(self) -> None:
        words = self._words
        sheet = self._sheet("contents", [_NAMES, _WIDE - _NAMES])
        self._head(sheet, 0, [words("workbook.contents_sheet"), words("workbook.contents_table")])
        link = self._formats.of(border=1, font_color="#0B5CAD", underline=1)
        cell = self._formats.of(border=1, text_wrap=True)
        listed = [(self._name("cover"), self._handout.title), (self._name("notes"), "")]
        listed += [(name, table.caption) for name, table in self._tables.items()]
        for row, (name, caption) in enumerate(listed, start=1):
            sheet.write_url(row, 0, self._link(name), link, name)
            sheet.write_string(row, 1, caption, cell)
            sheet.set_row(row, _height(caption, width=_WIDE - _NAMES))
        sheet.freeze_panes(1, 0)
        sheet.repeat_rows(0)

    def _notes(self) -> None:
        """Say what every mark means, the results, how figures are treated, what the policy does."""
        words, handout = self._words, self._handout
        sheet = self._sheet("notes", [_NAMES, _WIDE - _NAMES])
        self._head(sheet, 0, [words("workbook.marks"), words("workbook.meaning")])
        cell = self._formats.of(border=1, text_wrap=True)
        row = 1
        for mark, reason in sorted(_marks(self._tables.values())):
            sheet.write_string(row, 0, mark, cell)
            sheet.write_string(row, 1, reason, cell)
            sheet.set_row(row, _height(reason, width=_WIDE - _NAMES))
            row += 1
        rules = [
            *(words(f"workbook.about.{name}") for name in _ABOUT),
            *handout.notes,
            *self._pub.sentences(),
        ]
        row = self._lines(sheet, row + 1, "results", result_sentences(self._pub))
        self._lines(sheet, row + 1, "rules", rules)

    def _lines(self, sheet: Worksheet, row: int, name: str, texts: Sequence[str]) -> int:
        """Write sentences below a head, each over both columns; return the next row."""
        self._head(sheet, row, [self._words(f"workbook.{name}"), ""])
        line = self._formats.of(text_wrap=True)
        for at, text in enumerate(texts, start=row + 1):
            sheet.merge_range(at, 0, at, 1, "", line)
            sheet.write_string(at, 0, text, line)
            sheet.set_row(at, _height(text))
        return row + 1 + len(texts)

    def _head(self, sheet: Worksheet, row: int, texts: Sequence[str]) -> None:
        form = self._formats.of(bold=True, border=1, bg_color="#E7ECF3")
        for column, text in enumerate(texts):
            sheet.write_string(row, column, text, form)


def _marks(tables: Any) -> set[tuple[str, str]]:
    """Return every mark and footnote of some tables, with what it means."""
    rows = [row for table in tables for body in (*table.bodies, table.foot) for row in body]
    cells = [cell for row in rows for cell in row]
    marks = {(cell.footnote or cell.text, cell.reason) for cell in cells if cell.reason}
    return marks | {note for cell in cells for note in cell.notes}


def _height(text: str, size: float = 10, width: int = _WIDE) -> float:
    """Return how high a row of wrapped text has to be, in points."""
    lines = ceil(text_width(text) * size / (10 * width * 0.9))
    return max(1, lines) * LINE * size / 10
