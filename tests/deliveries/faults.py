"""Deliveries named for what is wrong with them, or for what only looks wrong."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from tests.deliveries.archives import (
    ENCRYPTED,
    Entry,
    archive,
    packed_with_utf8_names,
    part_of,
    with_parts,
)
from tests.deliveries.form_tools import CHOICES, DELETED, FORM_TOOLS, option_columns
from tests.deliveries.grid import NAME, WORD, Grid, some_people
from tests.deliveries.layouts import LAYOUTS
from tests.deliveries.text import text_bytes
from tests.deliveries.workbooks import xlsx
from tests.deliveries.xls import ole
from tests.small_project import CHIEF, HEADER, LOCKS, SAW, person

_SHEET, _STRINGS = "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml"


@dataclass(frozen=True)
class Fault:
    """One delivery, and what may come of it.

    `rows` are persons used and set aside, and answers set aside; None where nothing of the file
    can be used.
    """

    file: str
    content: Callable[[], bytes]
    rows: tuple[int, int, int] | None


FAULTS: dict[str, Fault] = {}
CLEAN = (8, 0, 0)


def _add(file: str, rows: tuple[int, int, int] | None, content: Callable[[], bytes]) -> None:
    FAULTS[file.split(".")[0]] = Fault(file, content, rows)


def _table(*people: Sequence[str], header: Sequence[str] = HEADER) -> bytes:
    return text_bytes([header, *people])


def _everybody(**how: object) -> bytes:
    return text_bytes([HEADER, *some_people()], **how)


def _workbook() -> bytes:
    return xlsx({"回答": Grid([HEADER, *some_people()])})


# What only looks wrong


for _layout in ("title_rows_and_totals", "merged_header", "numbers_above", "transposed"):
    _add(f"{_layout}.xlsx", CLEAN, lambda name=_layout: xlsx(LAYOUTS[name](some_people())))
_add("cp932_specials.csv", CLEAN, lambda: _everybody(encoding="cp932"))
_add("cr_only.csv", CLEAN, lambda: _everybody(line_ends=["\r"]))
_add("mixed_line_ends.csv", CLEAN, lambda: _everybody(line_ends=["\r\n", "\n", "\r"]))
_add("no_last_line_end.csv", CLEAN, lambda: _everybody(last_line_end=False))
_add("delimiters_at_the_end.csv", CLEAN, lambda: _delimiters_at_the_end())
_add("subtotals_between.csv", CLEAN, lambda: _subtotals_between())
_add("readings_beside_words.xlsx", CLEAN, lambda: _readings_beside_words())
_add("answers_by_formula.xlsx", CLEAN, lambda: _answers_by_formula())
_add("rich_text.xlsx", CLEAN, lambda: _rich_text())
_add("workbook_called_csv.csv", CLEAN, _workbook)
_add("csv_called_workbook.xlsx", CLEAN, _everybody)


def _delimiters_at_the_end() -> bytes:
    """Excel saves the width of the widest row ever used."""
    return text_bytes([[*row, "", "", ""] for row in (HEADER, *some_people())])


def _subtotals_between() -> bytes:
    people = some_people()
    below = ["", "2", "1", "0", "0", "3", ""]
    return _table(*people[:4], ["小計", *below], *people[4:], ["小計", *below], ["合計", *below])


def _readings_beside_words() -> bytes:
    """A Japanese Excel keeps with every word how it was typed."""
    content = _workbook()
    reading = '<rPh sb="0" eb="1"><t>ヨミ</t></rPh><phoneticPr fontId="1"/></si>'
    words = part_of(content, _STRINGS).replace("</si>", reading)
    return with_parts(content, {_STRINGS: words.encode()})


def _rich_text() -> bytes:
    """Every word's first letter is bold, so that a word consists of two runs."""
    content = _workbook()
    runs = []
    for text in part_of(content, _STRINGS).split("<si><t>")[1:]:
        word, after = text.split("</t></si>")
        bold = f"<r><rPr><b/></rPr><t>{word[:1]}</t></r>"
        runs.append(f"<si>{bold}<r><t>{word[1:]}</t></r></si>{after}")
    head = part_of(content, _STRINGS).split("<si>")[0]
    return with_parts(content, {_STRINGS: (head + "".join(runs)).encode()})


def _answers_by_formula() -> bytes:
    """Every cell is a formula whose last result the workbook holds."""
    rows = ""
    for number, row in enumerate([HEADER, *some_people()], start=1):
        cells = "".join(_formula(number, column, cell) for column, cell in enumerate(row))
        rows += f'<row r="{number}">{cells}</row>'
    return with_rows(rows)


def _formula(row: int, column: int, cell: str) -> str:
    place = f"{chr(ord('A') + column)}{row}"
    return f'<c r="{place}" t="str"><f>IF(Z1="",Z2,"")</f><v>{cell}</v></c>' if cell else ""


def with_rows(rows: str, before: str = "", after: str = "") -> bytes:
    """Return a workbook whose one sheet has these rows as XML."""
    space = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    sheet = f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>{before}<worksheet {space}>'
    sheet += f"<sheetData>{rows}</sheetData>{after}</worksheet>"
    return with_parts(_workbook(), {_SHEET: sheet.encode()})


# An answer, a person or a column


_add("unknown_answer_word.csv", (2, 0, 1), lambda: _table(person(LOCKS=WORD), person(CHIEF)))
_add("answer_of_a_half.csv", (2, 0, 1), lambda: _table(person(LOCKS="0.5"), person(CHIEF)))
_add("two_choices_in_a_cell.csv", (1, 0, 1), lambda: _table(person(LOCKS="はい;いいえ;")))
_add("answer_not_asked.csv", (1, 0, 1), lambda: _table(person(SPOKE="はい")))
_add("answer_not_on_form.csv", (1, 0, 1), lambda: _table(person(CHIEF, SAW="はい")))
_add("tenure_word_unknown.csv", (1, 1, 0), lambda: _table(person(tenure="３年目"), person(CHIEF)))
_add("tenure_missing.csv", (1, 1, 0), lambda: _table(person(tenure=""), person(CHIEF)))
_add("role_word_unknown.csv", (1, 1, 0), lambda: _table(person(WORD), person(CHIEF)))
_add("row_too_long.csv", (1, 1, 0), lambda: _table([*person(), "はい"], person(CHIEF)))
_add("option_deleted_but_marked.csv", (1, 0, 1), lambda: _marked(DELETED))
_add("two_options_marked.csv", (1, 0, 1), lambda: _marked("いいえ", "はい"))
_add("option_marked_with_a_word.csv", (1, 0, 1), lambda: _marked("はい", mark=WORD))
_add("error_value.xlsx", (1, 0, 1), lambda: _one_cell_xml('<c r="C2" t="e"><v>#N/A</v></c>'))
_add("boolean.xlsx", (1, 0, 1), lambda: _one_cell_xml('<c r="C2" t="b"><v>1</v></c>'))
_add("name_column_filled.csv", (2, 0, 0), lambda: _one_more("氏名", NAME))
_add("comment_column_filled.csv", (2, 0, 0), lambda: _one_more("備考", WORD))
_add("value_without_heading.csv", (2, 0, 0), lambda: _one_more("", WORD))
_add("heading_twice.csv", (2, 0, 0), lambda: _one_more(LOCKS, "いいえ"))
_add("heading_misspelt.csv", (1, 0, 0), lambda: _renamed(LOCKS, "離席時に画面をロックしていろ"))
_add("heading_of_another_year.csv", (1, 0, 0), lambda: _renamed(SAW, "昨年の別の問い"))
_add("column_missing.csv", (1, 0, 0), lambda: _renamed(SAW, None))
_add("person_without_answers.csv", (1, 0, 0), lambda: _table(["一般職員", "１年目"]))
_add("identical_rows.csv", (3, 0, 0), lambda: _table(person(), person(), person(CHIEF)))


def _marked(*options: str, mark: str = "1") -> bytes:
    """Mark options of one person's first question; whatever was marked before is not."""
    headings, [cells] = option_columns([person()])
    for option in (*CHOICES[LOCKS], DELETED):
        cells[headings.index(f"{LOCKS}[{option}]")] = mark if option in options else ""
    return text_bytes([headings, cells], quoting="all")


def _one_cell_xml(cell: str) -> bytes:
    """Put a cell that is no text into C2."""
    content = xlsx({"回答": Grid([HEADER, person()])})
    before, after = part_of(content, _SHEET).split('<c r="C2"')
    sheet = before + cell + after.split("</c>", 1)[1]
    return with_parts(content, {_SHEET: sheet.encode()})


def _one_more(heading: str, cell: str) -> bytes:
    return _table([*person(), cell], [*person(CHIEF), ""], header=[*HEADER, heading])


def _renamed(heading: str, other: str | None) -> bytes:
    """Give a column another heading, or leave it out."""
    rows = [list(HEADER), person()]
    position = HEADER.index(heading)
    rows[0][position] = other or ""
    if other is None:
        rows = [row[:position] + row[position + 1 :] for row in rows]
    return text_bytes(rows)


# A file


_add("nothing_at_all.csv", None, lambda: b"")
_add("only_a_byte_order_mark.csv", None, lambda: b"\xef\xbb\xbf")
_add("only_blank_cells.csv", None, lambda: text_bytes([["", ""]] * 3))
_add("only_a_header.csv", None, _table)
_add("header_missing.csv", None, lambda: text_bytes(some_people()))
_add("header_too_low.csv", None, lambda: text_bytes([*[["題"]] * 60, HEADER, person()]))
_add("nul_bytes.csv", None, lambda: _everybody().replace("はい".encode(), b"\0", 1))
_add("quote_never_closed.csv", None, lambda: _everybody() + '"一般職員,'.encode())
_add("two_encodings.csv", None, lambda: _everybody() + _everybody(encoding="cp932"))
_add("utf16_without_mark.csv", None, lambda: _everybody(encoding="utf-16-le"))
_add("utf16_cut_in_a_sign.txt", None, lambda: _everybody(encoding="utf-16", delimiter="\t")[:-1])
_add("no_text.csv", None, lambda: bytes(range(128, 256)) * 4)
_add("cut_short.xlsx", None, lambda: _workbook()[:-200])
_add("cut_short_in_the_middle.xlsx", None, lambda: _workbook()[:2000])
_add("behind_a_password.xlsx", None, lambda: _behind_a_password())
_add("document.xls", None, lambda: ole({"WordDocument": b"\xec\xa5" + bytes(5000)}))
_add("encrypted_zip_member.zip", None, lambda: _encrypted())
_add("nothing_in_it.zip", None, lambda: archive([]))
_add("picture_in_it.zip", None, lambda: packed_with_utf8_names({"a.png": b"\x89PNG\r\n\x1a\n\0"}))


def _behind_a_password() -> bytes:
    """Excel puts an encrypted workbook into an OLE container."""
    return ole({"EncryptionInfo": b"\4\0\4\0@\0\0\0<?xml?>", "EncryptedPackage": bytes(range(256))})


def _encrypted() -> bytes:
    """The first twelve bytes of an encrypted entry are noise; the rest might as well be."""
    noise = bytes(range(256))
    return archive([Entry("回答.csv".encode(), noise, ENCRYPTED | 0x800)])


_add("same_people_twice_in_it.zip", None, lambda: _same_twice())


def _same_twice() -> bytes:
    """The same export lies in two folders."""
    export = FORM_TOOLS["kintone_utf8.csv"](some_people())
    return packed_with_utf8_names({"東課/a.csv": export, "控え/a.csv": export})
