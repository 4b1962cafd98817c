"""Words in deliveries that a spreadsheet, a page or a template may run."""

from __future__ import annotations

from collections.abc import Callable

from tests.deliveries.archives import (
    packed_with_utf8_names,
)
from tests.deliveries.faults import with_rows
from tests.deliveries.grid import Grid, some_people
from tests.deliveries.layouts import transposed
from tests.deliveries.text import text_bytes
from tests.deliveries.workbooks import ods, xlsx
from tests.deliveries.xls import xls
from tests.hostile.kinds import (
    Files,
    quoted,
    workbook_with,
)
from tests.small_project import HEADER, LOCKS, person

FILES = Files()

FORMULAS = (
    '=HYPERLINK("http://x","y")',
    "@SUM(1+1)",
    "+1",
    "-1",
    "\t=1+1",
    "\r=1+1",
    "\n=1+1",
    " =1+1",
    "=cmd|' /C calc'!A0",
    "＝1+1",
    "\u200b=1+1",
    "\ufeff=1+1",
    "'=1+1",
    ";=1+1",
    "%0A-3+3+cmd",
)
"""What a spreadsheet may run."""

MARKUP = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "</style><svg onload=alert(1)>",
    "<!--",
    "]]>",
    "&lt;b&gt;",
    "{{ 7*7 }}",
    "{% include 'x' %}",
    "${7*7}",
    "`alert(1)`",
    "[x](javascript:alert(1))",
    "\u2028alert(1)",
    "$\\href{javascript:alert(1)}{x}$",
)
"""What a page, a template or a notebook may run."""

DIRECTIONS = ("\u202eyes", "\u200f", "\u2066はい\u2069", "x\u202d", "\u061c")
"""Signs that turn the direction of writing; they can make a name read otherwise than it is."""

FILE_NAMES = (
    '=HYPERLINK("x","y").csv',
    "@SUM(1).csv",
    "+1.csv",
    "-1.csv",
    "＝1+1.csv",
    "\t=1.csv",
    "a\nb.csv",
    "a\rb.csv",
    "<img src=x onerror=alert(1)>.csv",
    "&lt;b&gt;.csv",
    "{{ 7*7 }}.csv",
    "\u202evsc.exe.csv",
    "a'b\"c`d.csv",
    "%s%n{0}.csv",
    "[x](javascript:alert(1)).csv",
    "x" * 240 + ".csv",
)
"""Names under which a sound file may be delivered; Windows allows only some of them."""


_PLACES: dict[str, Callable[[tuple[str, ...]], list[list[str]]]] = {
    "headings": lambda words: [
        [*HEADER, *words],
        *([*row, *["はい"] * len(words)] for row in some_people()),
    ],
    "heading_ends": lambda words: [
        [*HEADER[:2], *(f"{LOCKS}{word}" for word in words)],
        [*person()[:2], *["はい"] * len(words)],
    ],
    "titles": lambda words: [*([word] for word in words), HEADER, *some_people()],
    "answers": lambda words: [HEADER, *(person(LOCKS=word) for word in words)],
    "roles": lambda words: [HEADER, *(person(word) for word in words)],
    "tenures": lambda words: [HEADER, *(person(tenure=word) for word in words)],
    "remarks": lambda words: [HEADER, *(person(REMARKS=word) for word in words)],
}
_KINDS = {"formulas": FORMULAS, "markup": MARKUP, "directions": DIRECTIONS}


def _live_csv(where: str, kind: str) -> bytes:
    return quoted(*_PLACES[where](_KINDS[kind]))


def _live_book(where: str, kind: str, write: Callable[..., bytes]) -> bytes:
    return write({"回答": Grid(_PLACES[where](_KINDS[kind]))})


for _kind in _KINDS:
    for _where in _PLACES:
        FILES.neutralised(
            f"{_kind}_in_{_where}.csv",
            lambda where=_where, kind=_kind: _live_csv(where, kind),
        )
    for _name, _write in {"xlsx": xlsx, "ods": ods, "xls": xls}.items():
        FILES.neutralised(
            f"{_kind}_in_headings_of_{_name}.{_name}",
            lambda write=_write, kind=_kind: _live_book("headings", kind, write),
        )
FILES.neutralised("sheets_called_like_formulas.xlsx", lambda: _named_sheets(xlsx))
FILES.neutralised("sheets_called_like_formulas_in_ods.ods", lambda: _named_sheets(ods))
FILES.neutralised("transposed_markup.csv", lambda: _transposed_markup())
FILES.neutralised("member_called_like_a_formula.zip", lambda: _named_members(FORMULAS[:4]))
FILES.neutralised("member_called_like_markup.zip", lambda: _named_members(MARKUP[:1]))


def _named_sheets(write: Callable[..., bytes]) -> bytes:
    """Excel forbids :*?/[] in a sheet's name, which leaves enough."""
    names = ("=1+1", "@SUM(1)", "+1", "-1", "<script>alert(1)<", "{{ 7 }}", "\u202eabc")
    return write({name: Grid([HEADER, person(role=name)]) for name in names})


def _transposed_markup() -> bytes:
    grid = transposed(some_people())["回答"]
    return quoted(*grid.rows, *([word, "はい", "はい"] for word in (*MARKUP, *FORMULAS)))


def _named_members(words: tuple[str, ...]) -> bytes:
    people = [HEADER, person(role="x")]
    return packed_with_utf8_names({f"{word}.csv": text_bytes(people) for word in words})


FILES.neutralised("formula_that_starts_a_program.xlsx", lambda: _dde_formula())
FILES.neutralised("link_that_starts_a_program.xlsx", lambda: _dde_link())
FILES.neutralised(
    "macro_part.xlsx", lambda: workbook_with({"xl/vbaProject.bin": b"\xd0\xcf\x11\xe0"})
)
FILES.neutralised(
    "web_query.csv", lambda: quoted(HEADER, person(REMARKS='=WEBSERVICE("http://x")'))
)


def _dde_formula() -> bytes:
    formula = "<f>cmd|' /C calc'!A0</f>"
    cells = "".join(
        f'<c r="{chr(ord("A") + column)}1" t="str">{formula}<v>{heading}</v></c>'
        for column, heading in enumerate(HEADER)
    )
    row = f'<c r="A2" t="str">{formula}<v>一般職員</v></c>'
    return with_rows(f'<row r="1">{cells}</row><row r="2">{row}</row>')


def _dde_link() -> bytes:
    space = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    link = f'<externalLink {space}><ddeLink ddeService="cmd" ddeTopic="/C calc"/></externalLink>'
    return workbook_with({"xl/externalLinks/externalLink1.xml": link.encode()})
