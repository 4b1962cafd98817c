"""What Microsoft Forms, Google Forms and kintone export."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, timedelta
from zlib import crc32

from tests.deliveries.grid import MAIL, NAME, USER, Book, Cell, Grid, Rows
from tests.deliveries.text import text_bytes
from tests.deliveries.workbooks import xlsx
from tests.small_project import CHIEF, HEADER, REMARKS, STAFF

_OPENED = datetime(2023, 11, 1, 8, 58, 3)
_ANSWERS = range(len(HEADER) - 1)
"""Positions of all columns of `HEADER` but the free text."""


def _times(people: Rows) -> Iterator[tuple[datetime, datetime]]:
    """Yield when everybody began and ended; other people began on other days.

    Afternoons and two-digit hours are among the times.
    """
    first = _OPENED + timedelta(
        minutes=crc32(repr([list(row) for row in people]).encode()) % 20_000
    )
    for number, _ in enumerate(people):
        began = first + timedelta(hours=3 * number, minutes=7 * number)
        yield began, began + timedelta(minutes=4, seconds=number)


# Microsoft Forms

_MICROSOFT = {
    "ja": ("ID", "開始時刻", "完了時刻", "メール", "名前", "最終変更時刻"),
    "en": ("ID", "Start time", "Completion time", "Email", "Name", "Last modified time"),
}


def microsoft_forms(people: Rows) -> Book:
    """Lay out an anonymous form's export in Japanese: single choices, headings on one line."""
    return _microsoft(people)


def microsoft_forms_en(people: Rows) -> Book:
    """Lay out an export of a newer version in English; nobody changed an answer afterwards."""
    return _microsoft(people, language="en", last_changed=True)


def microsoft_forms_multi_select(people: Rows) -> Book:
    """Lay out questions that allow several choices: a semicolon ends every choice."""
    ended = [[_ended(row, position) for position, _ in enumerate(row)] for row in people]
    return _microsoft(ended, last_changed=True)


def _ended(row: Sequence[str], position: int) -> str:
    cell = row[position]
    return f"{cell};" if cell and position in _ANSWERS[2:] else cell


def microsoft_forms_broken_headings(people: Rows) -> Book:
    """Lay out an export whose headings hold line breaks and spaces that do not break."""
    headings = [f"{name[:3]}\u00a0{name[3:6]}\n{name[6:]}\u00a0" for name in HEADER]
    return _microsoft(people, headings=headings)


def microsoft_forms_with_names(people: Rows) -> Book:
    """Lay out an export of a form that was not anonymous."""
    return _microsoft(people, mail=f"{MAIL}@example.lg.jp", name=NAME)


def _microsoft(
    people: Rows,
    headings: Sequence[str] = HEADER,
    language: str = "ja",
    last_changed: bool = False,
    mail: str = "anonymous",
    name: str = "",
) -> Book:
    system = _MICROSOFT[language][: 6 if last_changed else 5]
    rows: list[Sequence[Cell]] = [[*system, *headings]]
    for number, (row, times) in enumerate(zip(people, _times(people), strict=True), start=1):
        last = [""] if last_changed else []
        rows.append([number, *times, mail, name, *last, *row])
    return {"Sheet1" if language == "en" else "Form1": Grid(rows)}


# Google Forms


def google_forms(people: Rows) -> Book:
    """Lay out the CSV that Google Forms packs for download, with 12-hour times."""
    return _google(people, _twelve_hours)


def google_sheet_text(people: Rows) -> Book:
    """Lay out the linked sheet as it is saved as text, with 24-hour times."""
    return _google(people, lambda time: f"{time:%Y/%m/%d} {time.hour}:{time:%M:%S}")


def google_sheet(people: Rows) -> Book:
    """Lay out the linked sheet; its times are real ones."""
    return _google(people, lambda time: time)


def _twelve_hours(time: datetime) -> str:
    half = "午前" if time.hour < 12 else "午後"
    return f"{time:%Y/%m/%d} {time.hour % 12 or 12}:{time:%M:%S} {half} GMT+9"


def _google(people: Rows, shown: Callable[[datetime], Cell]) -> Book:
    rows: list[Sequence[Cell]] = [["タイムスタンプ", *HEADER]]
    for row, (_, ended) in zip(people, _times(people), strict=True):
        rows.append([shown(ended), *row])
    return {"フォームの回答 1": Grid(rows)}


# kintone

_BEFORE = ("レコード番号", "更新者", "作成者")
_AFTER = ("更新日時", "作成日時")
CHOICES: dict[str, Sequence[str]] = {
    HEADER[0]: (STAFF, CHIEF),
    HEADER[1]: ("１年目", "２年目以上"),
    **dict.fromkeys(HEADER[2:-1], ("はい", "いいえ")),
}
DELETED = "わからない"
"""An option that the form has no longer; its column is exported all the same."""


def kintone(people: Rows) -> Book:
    """Lay out an export in which every question is one column."""
    return _kintone(HEADER, people)


def kintone_options(people: Rows) -> Book:
    """Lay out an export in which every option of every question has a column: 1 or nothing."""
    return _kintone(*option_columns(people))


def option_columns(people: Rows) -> tuple[list[str], list[list[str]]]:
    """Return headings and cells of one column for every option, the free text last."""
    options = [
        (HEADER.index(name), option)
        for name, known in CHOICES.items()
        for option in (*known, *([DELETED] if name in HEADER[2:] else []))
    ]
    headings = [f"{HEADER[position]}[{option}]" for position, option in options]
    rows = [
        [*("1" if row[position] == option else "" for position, option in options), row[-1]]
        for row in people
    ]
    return [*headings, REMARKS], rows


def _kintone(headings: Sequence[str], people: Rows) -> Book:
    rows = [[*_BEFORE, *headings, *_AFTER]]
    for number, (row, times) in enumerate(zip(people, _times(people), strict=True), start=1):
        changed = [f"{time:%Y/%m/%d %H:%M}" for time in reversed(times)]
        rows.append([str(number), USER, USER, *row, *changed])
    return {"kintone": Grid(rows)}


def quoted(book: Book, encoding: str = "utf-8", delimiter: str = ",", last: bool = True) -> bytes:
    """Write a sheet as form tools write CSV: every field in quotes."""
    [grid] = book.values()
    ends = ["\n"]
    return text_bytes(grid.rows, encoding, delimiter, ends, quoting="all", last_line_end=last)


FORM_TOOLS: dict[str, Callable[[Rows], bytes]] = {
    "microsoft_forms.xlsx": lambda people: xlsx(microsoft_forms(people)),
    "microsoft_forms_en.xlsx": lambda people: xlsx(microsoft_forms_en(people)),
    "microsoft_forms_multi_select.xlsx": lambda people: xlsx(microsoft_forms_multi_select(people)),
    "microsoft_forms_broken_headings.xlsx": lambda people: xlsx(
        microsoft_forms_broken_headings(people)
    ),
    "microsoft_forms_with_names.xlsx": lambda people: xlsx(microsoft_forms_with_names(people)),
    "google_forms.csv": lambda people: quoted(google_forms(people), last=False),
    "google_sheet.xlsx": lambda people: xlsx(google_sheet(people)),
    "google_sheet.csv": lambda people: text_bytes(
        google_sheet_text(people)["フォームの回答 1"].rows, last_line_end=False
    ),
    "kintone_utf8.csv": lambda people: quoted(kintone(people)),
    "kintone_utf8_bom.csv": lambda people: quoted(kintone(people), "utf-8-sig"),
    "kintone_cp932_semicolon.csv": lambda people: quoted(kintone(people), "cp932", ";"),
    "kintone_tab.csv": lambda people: quoted(kintone(people), "utf-8", "\t"),
    "kintone_options_cp932.csv": lambda people: quoted(kintone_options(people), "cp932"),
    "kintone_options_utf8_bom.csv": lambda people: quoted(kintone_options(people), "utf-8-sig"),
    "kintone_options_tab.csv": lambda people: quoted(kintone_options(people), "cp932", "\t"),
}
"""Exports by file name; each holds the same people."""

FORM_LAYOUTS: dict[str, Callable[[Rows], Book]] = {
    layout.__name__: layout
    for layout in (
        microsoft_forms,
        microsoft_forms_en,
        microsoft_forms_multi_select,
        microsoft_forms_broken_headings,
        microsoft_forms_with_names,
        google_forms,
        google_sheet,
        kintone,
        kintone_options,
    )
}
"""The same before they are written."""
