"""Files that are too long, too wide or reach too far, and files that lie about it."""

from __future__ import annotations

from tests.deliveries.archives import (
    part_of,
)
from tests.deliveries.faults import with_rows
from tests.deliveries.grid import Grid, some_people
from tests.deliveries.text import text_bytes
from tests.deliveries.workbooks import ods_with
from tests.deliveries.xls import xls
from tests.hostile.kinds import (
    MEGABYTE,
    SHEET,
    STRINGS,
    Files,
    quoted,
    text_rows,
    workbook,
    workbook_with,
)
from tests.small_project import HEADER, LOCKS, person

FILES = Files()


FILES.neutralised("cell_of_100_megabytes.csv", lambda: _long_cell("a"))
FILES.neutralised("answer_of_100_megabytes.csv", lambda: _long_cell("はい"))
FILES.neutralised("heading_of_10_megabytes.csv", lambda: _long_heading())
FILES.refused("a_million_columns.csv", lambda: _wide(1_000_000))
FILES.refused("a_million_blank_columns.csv", lambda: b"," * 1_000_000)
FILES.refused("a_million_persons_across.csv", lambda: _across(1_000_000))
FILES.neutralised("a_million_blank_lines.csv", lambda: b"\n" * 1_000_000 + quoted(HEADER, person()))
FILES.refused("quotes_without_end.csv", lambda: b'"' * 10_000_001)
FILES.refused("delimiters_alone.csv", lambda: b",;\t" * 2_000_000)
FILES.refused("stray_cell.xlsx", lambda: with_rows(_stray("XFD1048576")))
FILES.refused("stray_cell_in_xls.xls", lambda: xls({"回答": _stray_grid(65_536, 256)}))
FILES.refused("stray_cell_in_ods.ods", lambda: _repeated(rows=1_048_575, columns=16_383))
FILES.refused("cell_repeated.ods", lambda: _repeated(rows=1_048_576, columns=16_384, said="はい"))
FILES.refused("row_repeated_beyond_all_sheets.ods", lambda: _repeated(2**62, 2**62, "x"))
FILES.neutralised("repeated_minus_once.ods", lambda: _repeated(-1, -1, "x"))
FILES.neutralised("merged_over_the_sheet.xlsx", lambda: _merged("A1:XFD1048576"))
FILES.neutralised("dimension_of_the_whole_sheet.xlsx", lambda: _dimension("A1:XFD1048576"))
FILES.neutralised("dimension_beyond_all_sheets.xlsx", lambda: _dimension("A1:ZZZZZZ99999999999"))
FILES.refused("place_beyond_all_sheets.xlsx", lambda: with_rows(_stray("ZZZZZZZ99999999999")))
FILES.refused("place_without_column.xlsx", lambda: with_rows(_stray("1")))
FILES.refused("place_in_row_nought.xlsx", lambda: with_rows(_stray("A0")))
FILES.neutralised("words_of_a_lying_number.xlsx", lambda: _words_of_a_lying_number())
FILES.refused("word_that_does_not_exist.xlsx", lambda: with_rows(_word_number(4_000_000_000)))
FILES.neutralised("chain_without_end.xls", lambda: _chain_without_end())
FILES.refused("size_beyond_the_file.xls", lambda: _size_beyond_the_file())


def _long_cell(sign: str) -> bytes:
    head, row = text_bytes([HEADER]), person()
    before = ",".join(row[:2]).encode() + b',"'
    return head + before + sign.encode() * (100 * MEGABYTE // len(sign.encode())) + b'"\r\n'


def _long_heading() -> bytes:
    return quoted([*HEADER, "x" * (10 * MEGABYTE)], [*person(), ""])


def _wide(n: int) -> bytes:
    return text_bytes([[*HEADER, *map(str, range(n))], person()])


def _across(n: int) -> bytes:
    line = {"区分": "一般職員", "従事年数": "１年目", LOCKS: "はい"}
    return "\r\n".join(name + f",{cell}" * n for name, cell in line.items()).encode()


def _stray(place: str) -> str:
    return text_rows([HEADER, person()]) + f'<row><c r="{place}" t="str"><v>x</v></c></row>'


def _stray_grid(rows: int, columns: int) -> Grid:
    blank: list[list[str]] = [[]] * (rows - 3)
    return Grid([HEADER, person(), *blank, [*[""] * (columns - 1), "x"]])


def _repeated(rows: int, columns: int, said: str = "") -> bytes:
    """Repeat a cell; a blank one is followed by one that is not."""
    cell = f'<table:table-cell table:number-columns-repeated="{columns}"'
    text = f' office:value-type="string"><text:p>{said}</text:p></table:table-cell>'
    last = '<table:table-cell office:value-type="string"><text:p>x</text:p></table:table-cell>'
    return ods_with(
        f'<table:table table:name="a"><table:table-row table:number-rows-repeated="{rows}">'
        f"{cell}{text if said else '/>'}</table:table-row>"
        f"<table:table-row>{cell}/>{last}</table:table-row></table:table>"
    )


def _merged(block: str) -> bytes:
    merged = f'<mergeCells count="1"><mergeCell ref="{block}"/></mergeCells>'
    return with_rows(text_rows([HEADER, *some_people()]), after=merged)


def _dimension(block: str) -> bytes:
    sheet = part_of(workbook(), SHEET)
    start, end = sheet.split("<dimension", 1)
    return workbook_with(
        {SHEET: f'{start}<dimension ref="{block}"/>{end.split("/>", 1)[1]}'.encode()}
    )


def _words_of_a_lying_number() -> bytes:
    words = part_of(workbook(), STRINGS)
    head, rest = words.split("<sst", 1)
    space = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    lie = f'<sst {space} count="4294967295" uniqueCount="4294967295">'
    return workbook_with({STRINGS: (head + lie + rest.split(">", 1)[1]).encode()})


def _word_number(number: int) -> str:
    return f'<row r="1"><c r="A1" t="s"><v>{number}</v></c></row>'


def _chain_without_end() -> bytes:
    """Let the first sector of an OLE container's stream follow itself."""
    content = bytearray(xls({"回答": Grid([HEADER, person()])}))
    fat = 512
    for sector in range(2, 10):
        content[fat + 4 * sector : fat + 4 * sector + 4] = sector.to_bytes(4, "little")
    return bytes(content)


def _size_beyond_the_file() -> bytes:
    content = bytearray(xls({"回答": Grid([HEADER, person()])}))
    size_of_stream = 512 + 512 + 128 + 120
    content[size_of_stream : size_of_stream + 8] = (2**40).to_bytes(8, "little")
    return bytes(content)
