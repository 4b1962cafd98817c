"""Workbooks of Excel 97-2003 say what newer ones say."""

from pathlib import Path

import pytest

from selfcheck_analysis.problems import ProblemsError
from selfcheck_analysis.responses.files import sheet_xml
from selfcheck_analysis.responses.files.readers import read_sheets
from tests.deliveries.xls import ole
from tests.hostile.old_workbooks import (
    DATEMODE,
    EOF,
    FILES,
    SIZE,
    begin,
    boolean,
    error,
    label,
    number,
    number_format,
    old_book,
    record,
    result,
    style,
    text_result,
)

REAL = Path(__file__).parents[3] / "integration" / "deliveries"
NA, DIV = 42, 7
CHART = begin(32) + number(9, 9, 1) + record(EOF)


@pytest.fixture
def read(tmp_path):
    """Write a file and read it."""

    def write_and_read(content):
        path = tmp_path / "a.xls"
        path.write_bytes(content)
        return read_sheets(path, "a.xls")

    return write_and_read


def rows(read, cells, settings=b""):
    [sheet] = read(old_book({"a": cells}, settings))
    return sheet.rows


def cause_of(read, content):
    with pytest.raises(ProblemsError) as caught:
        [sheet.rows for sheet in read(content)]
    [problem] = caught.value.problems
    return problem.values["cause"].key if problem.code == "file_unreadable" else problem.code


def test_read_sheets__old_cells_of_every_kind_become_text(read):
    cells = [number(0, 0, 1), number(0, 1, 1.5), boolean(0, 2, True), boolean(0, 3, False)]
    cells += [label(0, 4, "①髙"), text_result(0, 5, "はい"), result(0, 6, 1, 1)]
    found = rows(read, b"".join(cells))
    assert found == ((1, ("1", "1.5", "True", "False", "①髙", "はい", "True")),)


def test_read_sheets__old_error_values_are_no_blanks(read):
    cells = label(0, 0, "x") + error(1, 1, NA) + result(2, 0, 2, DIV)
    assert rows(read, cells) == ((1, ("x",)), (2, ("", "#N/A")), (3, ("#DIV/0!",)))


def test_read_sheets__an_old_formula_that_gives_no_text_is_a_blank(read):
    assert rows(read, result(0, 0, 3) + label(0, 1, "x")) == ((1, ("", "x")),)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (45017.0, "2023-04-01"),
        (45017.5, "2023-04-01 12:00:00"),
        (0.5, "12:00:00"),
        (-1.5, "-1.5"),
    ],
)
def test_read_sheets__old_dates_are_written_as_those_of_newer_workbooks(read, value, text):
    settings = number_format(164, "yyyy/mm/dd h:mm") + style(0) + style(164)
    assert rows(read, number(0, 0, value, style=1), settings) == ((1, (text,)),)


def test_read_sheets__old_dates_may_begin_in_1904(read):
    # 43,555 days after 1904-01-01: 45,017 of the other kind less 1,462
    settings = record(DATEMODE, b"\1\0") + number_format(164, "yyyy/mm/dd") + style(164)
    assert rows(read, number(0, 0, 43_555), settings) == ((1, ("2023-04-01",)),)


def test_read_sheets__old_rows_count_as_in_excel(read):
    found = rows(read, label(2, 1, "x"))
    assert [numbered for numbered, _ in found] == [1, 2, 3]
    assert found[2] == (3, ("", "x"))


def test_read_sheets__old_hidden_sheets_are_known(read):
    sheets = read(old_book({"a": label(0, 0, "x"), "b": label(0, 0, "x")}, hidden="b"))
    assert [(sheet.name, sheet.hidden) for sheet in sheets] == [("a", False), ("b", True)]


def test_read_sheets__a_chart_on_an_old_sheet_is_no_cell_of_it(read):
    assert rows(read, label(0, 0, "x") + CHART + label(1, 0, "y")) == ((1, ("x",)), (2, ("y",)))


def test_read_sheets__a_size_stated_last_hides_no_cell_of_an_old_sheet(read):
    size = record(SIZE, bytes(14))
    assert rows(read, label(0, 0, "x") + size) == ((1, ("x",)),)


def test_read_sheets__as_many_old_cells_as_allowed_are_read(read, monkeypatch):
    content = old_book({"a": label(1, 2, "x")})  # 2 rows of 3
    monkeypatch.setattr(sheet_xml, "MOST_CELLS", 6)
    assert len(read(content)[0].rows) == 2
    monkeypatch.setattr(sheet_xml, "MOST_CELLS", 5)
    assert cause_of(read, content) == "sheet_too_large"


@pytest.mark.parametrize("kind", ["ods", "xlsx"])
def test_read_sheets__a_real_program_saves_the_same_cells_in_every_kind(kind):
    old, new = (
        [[(n, cells) for n, cells in sheet.rows if any(cells)] for sheet in read_sheets(path, "a")]
        for path in (REAL / "libreoffice.xls", REAL / f"libreoffice.{kind}")
    )
    assert [[(n, _full(cells)) for n, cells in sheet] for sheet in old] == [
        [(n, _full(cells)) for n, cells in sheet] for sheet in new
    ]


def _full(cells):
    """Leave out the blanks at the end."""
    last = max(position for position, cell in enumerate(cells) if cell)
    return cells[: last + 1]


def test_read_sheets__short_streams_share_one(read):
    """The container of other programs holds streams below 4,096 bytes in pieces of 64."""
    content = bytearray(old_book({"a": label(0, 0, "x")}))
    start = content.index(begin(5))
    stream = bytes(content[start : start + 4_096]).rstrip(b"\0").ljust(192, b"\0")
    assert rows_of(read, _in_pieces(stream)) == ((1, ("x",)),)


def rows_of(read, content):
    [sheet] = read(content)
    return sheet.rows


def _in_pieces(stream):
    """Write a container with a short stream, whose pieces stand in the root's own stream."""
    content = bytearray(ole({"Workbook": stream, "pieces": b""}))
    directory = content.index("Root Entry".encode("utf-16-le"))
    first = int.from_bytes(content[directory + 128 + 116 : directory + 128 + 120], "little")
    table = int.from_bytes(content[directory + 256 + 116 : directory + 256 + 120], "little")
    pieces = len(stream) // 64
    content[directory + 116 : directory + 124] = _numbers(first, 4_096)  # the root's stream
    content[directory + 128 + 116 : directory + 128 + 124] = _numbers(0, len(stream))
    content[60:68] = _numbers(table, 1)
    place = 512 * (table + 1)
    content[place : place + 4 * pieces] = _numbers(*range(1, pieces), 0xFFFFFFFE)
    return bytes(content)


def _numbers(*values):
    return b"".join(value.to_bytes(4, "little") for value in values)


@pytest.mark.parametrize(
    ("name", "cause"),
    [
        ("locked_by_a_password", "cause.locked"),
        ("eight_sheets_with_a_stray_cell", "sheet_too_large"),
        ("words_that_come_back", "cause.damaged"),
        ("one_sheet_under_a_thousand_names", "cause.damaged"),
        ("tree_of_names_in_a_circle", "cause.damaged"),
    ],
)
def test_read_sheets__says_why_an_old_file_cannot_be_read(read, capfd, name, cause):
    assert cause_of(read, FILES[name].content()) == cause
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize("cut", range(600, 5_600, 250))
def test_read_sheets__an_old_file_cut_short_is_damaged_and_prints_nothing(read, capfd, cut):
    content = old_book({"a": label(0, 0, "x") + number(1, 0, 1)})
    assert cause_of(read, content[:cut]) in ("cause.damaged",)
    assert capfd.readouterr() == ("", "")
