"""Workbooks whose XML tells its reader what to read."""

from __future__ import annotations

from tests.deliveries.archives import (
    part_of,
)
from tests.deliveries.faults import with_rows
from tests.deliveries.grid import some_people
from tests.deliveries.workbooks import ods_with
from tests.hostile.kinds import (
    RELATIONS,
    SHEET,
    STRINGS,
    WORKBOOK,
    Files,
    text_rows,
    workbook,
    workbook_with,
)
from tests.small_project import HEADER

FILES = Files()


_LAUGHS = "<!DOCTYPE x [<!ENTITY a0 'ha'>{}]>".format(
    "".join(f"<!ENTITY a{n} '{f'&a{n - 1};' * 10}'>" for n in range(1, 11))
)
_OUTSIDE = '<!DOCTYPE x [<!ENTITY a10 SYSTEM "file:///etc/hostname">]>'
_REMOTE = '<!DOCTYPE x SYSTEM "http://127.0.0.1:9/x.dtd">'
_HARMLESS = "<!DOCTYPE x>"
_CELL = '<row r="9"><c r="A9" t="str"><v>&a10;</v></c></row>'

for _name, _type in {"laughs": _LAUGHS, "outside": _OUTSIDE}.items():
    FILES.refused(
        f"{_name}_in_a_sheet.xlsx",
        lambda said=_type: with_rows(text_rows([HEADER, *some_people()]) + _CELL, said),
    )
    for _place, _part in {
        "the_workbook": WORKBOOK,
        "the_words": STRINGS,
        "the_relations": RELATIONS,
        "the_list_of_parts": "[Content_Types].xml",
    }.items():
        FILES.refused(
            f"{_name}_in_{_place}.xlsx",
            lambda part=_part, said=_type: _declared(part, said),
        )
    FILES.refused(f"{_name}_in_content.ods", lambda said=_type: _ods_declared(said, "&a10;"))
FILES.refused("remote_declaration_in_a_sheet.xlsx", lambda: with_rows(_CELL[:0], _REMOTE))
FILES.refused("harmless_declaration_in_a_sheet.xlsx", lambda: with_rows("", _HARMLESS))
FILES.refused("harmless_declaration_in_content.ods", lambda: _ods_declared(_HARMLESS, "x"))
FILES.refused("laughs_in_utf16.xlsx", lambda: _in_utf16())
FILES.refused("a_million_elements_deep.xlsx", lambda: with_rows("<row>" * 1_000_000))
FILES.refused("a_hundred_thousand_attributes.xlsx", lambda: _attributes(100_000))
FILES.refused("sheet_outside_the_archive.xlsx", lambda: _sheet_at("../../../../etc/hostname"))
FILES.refused("sheet_of_another_machine.xlsx", lambda: _sheet_at("http://127.0.0.1:9/a.xml"))


def _declared(part: str, said: str) -> bytes:
    """Declare a document type in a part, and put its entity into the first tag's text."""
    xml = part_of(workbook(), part)
    head, rest = xml.split("?>", 1)
    tag, rest = rest.split(">", 1)
    return workbook_with({part: f"{head}?>{said}{tag}>&a10;{rest}".encode()})


def _ods_declared(said: str, text: str) -> bytes:
    cell = (
        f'<table:table-cell office:value-type="string"><text:p>{text}</text:p></table:table-cell>'
    )
    table = f'<table:table table:name="a"><table:table-row>{cell}</table:table-row></table:table>'
    return ods_with(table, before=said)


def _in_utf16() -> bytes:
    """Whoever looks for a declaration among the bytes of UTF-8 does not see it."""
    sheet = part_of(with_rows(_CELL, _LAUGHS), SHEET).replace("UTF-8", "UTF-16")
    return workbook_with({SHEET: sheet.encode("utf-16")})


def _attributes(n: int) -> bytes:
    return with_rows("<row " + " ".join(f'a{number}="x"' for number in range(n)) + "/>")


def _sheet_at(target: str) -> bytes:
    relations = part_of(workbook(), RELATIONS)
    changed = relations.replace("worksheets/sheet1.xml", target)
    return workbook_with({RELATIONS: changed.encode()})
