"""Papers made from releases by hand, and what stands in them when they are read back."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import docx
import pytest
from python_calamine import CalamineWorkbook

from selfcheck_analysis import charts
from selfcheck_analysis.display import HtmlBlock
from selfcheck_analysis.handout_text import HandoutText, Written
from selfcheck_analysis.measures import Measures
from selfcheck_analysis.publication import Publication
from selfcheck_analysis.tables.model import Table
from tests.factories import fake_questionnaire
from tests.markup import printed

MADE_AT = datetime(2024, 1, 10, 9, 30, tzinfo=ZoneInfo("Asia/Tokyo"))

MEASURE = {
    "programme": "fake_net",
    "fiscal_year": 2022,
    "question": "knows_contact_tree",
    "measure": {"ja": "連絡体制表の場所を掲示した", "en": "The place was put up on a board"},
    "owner": {"ja": "窓口課", "en": "Counter division"},
}


def label(ja: str, en: str) -> dict[str, str]:
    return {"ja": ja, "en": en}


TEXT: dict[str, Any] = {
    "programme": "fake_net",
    "fiscal_year": 2023,
    "sample": True,
    "material_number": label("部会資料９", "Handout 9"),
    "presented": date(2024, 1, 12),
    "author": label("情報管理課", "Information division"),
    "purpose": [label("取扱いを確かめるため。", "To see what is done.")],
    "asked": label("端末を操作する職員", "Staff at terminals"),
    "sections": {"counter_staff": [label("窓口課", "Counter division"), label("税務課", "Tax")]},
    "method": [label("無記名で行った。", "Nobody was asked for a name.")],
    "results": [label("高い率を保っている。", "The rates are high.")],
    "focus_items": {1: [label("<確認>を続ける。", "Go on <checking>.")]},
    "measures": [label("結果を返す。", "Report back."), label("研修を行う。", "Train.")],
}


def ledger(*changes: dict[str, Any]) -> Measures:
    """Return a ledger: the measure above for each of `changes` to it; unchanged without any."""
    entries = [MEASURE | change for change in changes or ({},)]
    kept = [{k: v for k, v in entry.items() if v is not None} for entry in entries]
    return Measures.model_validate({"measures": kept})


def fake_written(own_ledger: Measures | None = None, **changes: Any) -> Written:
    """Return everything written of the release made by hand; `changes` replace texts."""
    text = HandoutText.model_validate(TEXT | changes)
    return Written(text, ledger() if own_ledger is None else own_ledger, fake_questionnaire())


def unwritten() -> Written:
    """Return what there is when nobody has written anything."""
    text = HandoutText(programme="fake_net", fiscal_year=2023)
    return Written(text, Measures(), fake_questionnaire())


@contextmanager
def without_charts() -> Iterator[None]:
    """Have a sentence in the place of every chart, as charts take their time to draw."""

    def sentence(pub: Publication, *_: Any) -> HtmlBlock:
        return pub.paragraph("handout.focus.shown")

    with pytest.MonkeyPatch.context() as patch:
        for name in ("rates_by_role", "focus_answers"):
            patch.setattr(charts, name, sentence)
        yield


def word_tables(document: bytes) -> list[list[list[str]]]:
    """Return the texts of every table of a document, on their grid."""
    tables = docx.Document(io.BytesIO(document)).tables
    return [
        [[cell.text.replace("\n", "") for cell in row.cells] for row in table.rows]
        for table in tables
    ]


def page_table(table: Table, language: str) -> list[list[str]]:
    """Return the texts of a table on a page, on their grid."""
    return printed(table.block(language).html)


def sheet_rows(workbook: bytes, name: str) -> list[list[Any]]:
    """Return the cells of one sheet as Excel holds them, merged ones wherever they span to."""
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(workbook)).get_sheet_by_name(name)
    rows = sheet.to_python(skip_empty_area=False)
    for (top, left), (bottom, right) in sheet.merged_cell_ranges or ():
        for row in rows[top : bottom + 1]:
            row[left : right + 1] = [rows[top][left]] * (right + 1 - left)
    return rows


def number_in(text: str) -> float | None:
    """Return the number that a whole text prints, else None.

    Written anew, so that it shares no fault with the package.
    """
    plain = text.replace(",", "").replace("−", "-")
    try:
        return float(plain) if plain[-1:].isdigit() and plain[:1] in "+-.0123456789" else None
    except ValueError:
        return None


def differences(page: list[list[str]], sheet: list[list[Any]]) -> list[tuple[str, Any]]:
    """Return the cells of a page's table and of its sheet that do not say the same.

    A label that spans rows is repeated on the sheet without its smaller line.
    """
    start = next(n for n, row in enumerate(sheet) if _text(row[0]) == page[0][0])
    table = sheet[start : start + len(page)]
    assert len(table) == len(page)
    return [
        (text, cell)
        for row, cells in zip(page, table, strict=True)
        for text, cell in zip(row, cells, strict=True)
        if not _same(text, cell)
    ]


def _same(text: str, cell: Any) -> bool:
    number = number_in(text)
    if isinstance(cell, float) or number is not None:
        return bool(cell == number)
    return _text(cell) == text or (bool(cell) and text.startswith(_text(cell)))


def _text(cell: Any) -> str:
    return str(cell).replace("\n", "")
