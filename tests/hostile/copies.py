"""Workbooks in which little is said often, or left for the reader to count."""

from __future__ import annotations

from tests.deliveries.archives import part_of
from tests.deliveries.faults import with_rows
from tests.deliveries.workbooks import ods_with
from tests.hostile.kinds import (
    MEGABYTE,
    RELATIONS,
    SHEET,
    STRINGS,
    WORKBOOK,
    Files,
    text_rows,
    workbook,
    workbook_with,
)
from tests.small_project import HEADER, person

FILES = Files()

_SPACE = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"

FILES.refused("long_word_in_every_cell.xlsx", lambda: _long_word(20_000))
FILES.refused("stray_cell_without_a_place.xlsx", lambda: _unplaced_cell())
FILES.refused("hours_without_end.xlsx", lambda: formatted("[h]:mm:ss", "1e300"))
FILES.refused("more_days_than_there_are.xlsx", lambda: formatted("[h]:mm:ss", "1000000000"))
FILES.refused("hours_that_are_no_number.xlsx", lambda: formatted("[h]:mm:ss", "INF"))
FILES.refused("date_before_all_time.xlsx", lambda: formatted("yyyy/mm/dd", "-1e300"))
FILES.refused("two_sheets_of_one_name.xlsx", lambda: two_sheets("回答", "回答"))
FILES.refused("one_part_for_two_sheets.xlsx", lambda: two_sheets("a", "b"))
FILES.refused("another_workbook_beside_it.xlsx", lambda: _another_workbook())
FILES.refused("words_where_the_reader_is_blind.xlsx", lambda: _unseen())
FILES.refused("valueless_cells.ods", lambda: _cells('office:value-type="float" office:value="1"'))
FILES.refused("formulas_alone.ods", lambda: _cells('table:formula="of:=1"'))
FILES.refused("billions_of_spaces.ods", lambda: _spaces(4_000_000_000))
FILES.refused("long_word_repeated.ods", lambda: _repeated_word())
FILES.refused("sheet_in_a_cell.ods", lambda: _sheet_in_a_cell())


def _long_word(times: int) -> bytes:
    word = "長" * 10_000
    words = f'<sst xmlns="{_SPACE}"><si><t>{word}</t></si></sst>'
    cells = '<c r="A{0}" t="s"><v>0</v></c>'
    rows = "".join(f'<row r="{n}">{cells.format(n)}</row>' for n in range(1, times + 1))
    sheet = f'<worksheet xmlns="{_SPACE}"><sheetData>{rows}</sheetData></worksheet>'
    return workbook_with({STRINGS: words.encode(), SHEET: sheet.encode()})


def _unplaced_cell() -> bytes:
    """The cells before it count, the last one of 16,384 in the last row."""
    cells = "<c/>" * 16_383 + '<c t="str"><v>x</v></c>'
    return with_rows(text_rows([HEADER, person()]) + f'<row r="1048576">{cells}</row>')


def formatted(code: str, value: str) -> bytes:
    """Write a workbook with one number that is shown in a certain way."""
    styles = (
        f'<styleSheet xmlns="{_SPACE}"><numFmts count="1">'
        f'<numFmt numFmtId="164" formatCode="{code}"/></numFmts><cellXfs count="1">'
        '<xf numFmtId="164" applyNumberFormat="1"/></cellXfs></styleSheet>'
    )
    rows = text_rows([HEADER, person()]) + f'<row r="9"><c r="A9" s="0"><v>{value}</v></c></row>'
    sheet = f'<worksheet xmlns="{_SPACE}"><sheetData>{rows}</sheetData></worksheet>'
    return workbook_with({"xl/styles.xml": styles.encode(), SHEET: sheet.encode()})


def two_sheets(first: str, second: str) -> bytes:
    """Write a workbook with two sheets; those of different names are the same part."""
    content = workbook()
    book, relations = part_of(content, WORKBOOK), part_of(content, RELATIONS)
    head, rest = book.split("<sheets>")
    _, tail = rest.split("</sheets>")
    listed = "".join(
        f'<sheet name="{name}" sheetId="{n}" r:id="{key}"/>'
        for n, (name, key) in enumerate([(first, "rId1"), (second, "rId9")], start=1)
    )
    other = "sheet9" if first == second else "sheet1"
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet"
    relation = f'<Relationship Id="rId9" Type="{kind}" Target="worksheets/{other}.xml"/>'
    return workbook_with(
        {
            WORKBOOK: f"{head}<sheets>{listed}</sheets>{tail}".encode(),
            RELATIONS: relations.replace(
                "</Relationships>", f"{relation}</Relationships>"
            ).encode(),
            "xl/worksheets/sheet9.xml": part_of(content, SHEET).encode(),
        }
    )


def _another_workbook() -> bytes:
    """The package names one workbook; another stands where it usually is."""
    content = workbook()
    package = part_of(content, "_rels/.rels").replace("xl/workbook.xml", "yl/workbook.xml")
    far = '<c r="XFD1048576" t="str"><v>x</v></c>'
    sheet = f'<worksheet xmlns="{_SPACE}"><sheetData><row>{far}</row></sheetData></worksheet>'
    return workbook_with(
        {
            "_rels/.rels": package.encode(),
            "yl/workbook.xml": part_of(content, WORKBOOK).encode(),
            "yl/_rels/workbook.xml.rels": part_of(content, RELATIONS).encode(),
            "yl/worksheets/sheet1.xml": sheet.encode(),
        }
    )


def _unseen() -> bytes:
    cell = '<row r="3"><c r="C3" t="str"><v><![CDATA[x]]></v></c></row>'
    return with_rows(text_rows([HEADER, person()]) + cell)


def _cells(value: str) -> bytes:
    """Five million and more cells that hold a value and no text."""
    cell = f'<table:table-cell {value} table:number-columns-repeated="10000"/>'
    row = f'<table:table-row table:number-rows-repeated="501">{cell}</table:table-row>'
    return ods_with(f'<table:table table:name="a">{row}</table:table>')


def _spaces(times: int) -> bytes:
    cell = (
        f'<table:table-cell office:value-type="string"><text:p>x<text:s text:c="{times}"/></text:p>'
    )
    row = f"<table:table-row>{cell}</table:table-cell></table:table-row>"
    return ods_with(f'<table:table table:name="a">{row}</table:table>')


def _repeated_word() -> bytes:
    said = f"<text:p>{'x' * MEGABYTE}</text:p>"
    cell = '<table:table-cell office:value-type="string" table:number-columns-repeated="16000">'
    row = f"<table:table-row>{cell}{said}</table:table-cell></table:table-row>"
    return ods_with(f'<table:table table:name="a">{row}</table:table>')


def _sheet_in_a_cell() -> bytes:
    """Whoever begins to count anew with it misses what stood before."""
    inner = '<table:table table:name="b"/>'
    cell = f'<table:table-cell office:value-type="string">{inner}</table:table-cell>'
    row = f'<table:table-row table:number-rows-repeated="99">{cell}</table:table-row>'
    return ods_with(f'<table:table table:name="a">{row}</table:table>')
