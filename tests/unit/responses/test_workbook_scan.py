"""Error values and the last filled cell, read from a workbook's own XML."""

import io

import pytest
import xlsxwriter

from selfcheck_analysis.responses.archives import DamagedArchiveError, checked_archive
from selfcheck_analysis.responses.workbook_scan import SheetScan, scan_workbook


def book(**sheets):
    """Return a workbook; a cell whose text begins with # is the error value of a formula."""
    content = io.BytesIO()
    workbook = xlsxwriter.Workbook(content, {"in_memory": True})
    for name, cells in sheets.items():
        sheet = workbook.add_worksheet(name)
        for place, value in cells.items():
            if value.startswith("#"):
                sheet.write_formula(place, "=Z9", None, value)
            elif value:
                sheet.write_string(place, value)
            else:
                sheet.write_blank(place, None, workbook.add_format({"bold": True}))
    workbook.close()
    return content.getvalue()


def scan(content):
    return scan_workbook(checked_archive(content))


def test_scan_workbook__finds_error_values_by_row_and_column():
    scans = scan(book(東={"A1": "区分", "B3": "#N/A", "AB2": "#REF!"}, 西={"C1": "#NUM!"}))
    assert scans["東"].errors == {(3, 2): "#N/A", (2, 28): "#REF!"}  # AB = 1*26 + 2
    assert scans["西"].errors == {(1, 3): "#NUM!"}


def test_scan_workbook__text_that_looks_like_an_error_value_is_none():
    content = io.BytesIO()
    workbook = xlsxwriter.Workbook(content)
    workbook.add_worksheet().write_string("A1", "#N/A")
    workbook.close()
    assert scan(content.getvalue())["Sheet1"].errors == {}


@pytest.mark.parametrize(
    ("cells", "last"),
    [
        ({}, (0, 0)),
        ({"A1": "x"}, (1, 1)),
        ({"D2": "x", "B9": "x"}, (9, 4)),
        ({"A1": "x", "XFD1048576": ""}, (1, 1)),  # formatted, not filled
        ({"XFD1048576": "x"}, (1_048_576, 16_384)),  # the last cell that Excel has
    ],
)
def test_scan_workbook__finds_how_far_a_sheet_is_filled(cells, last):
    found = scan(book(回答=cells))["回答"]
    assert (found.last_row, found.last_column) == last


def test_scan_workbook__knows_a_chart_sheet_as_empty():
    content = io.BytesIO()
    workbook = xlsxwriter.Workbook(content)
    workbook.add_worksheet("回答")
    chart = workbook.add_chart({"type": "line"})
    chart.add_series({"values": "=回答!$A$1:$B$1"})
    workbook.add_chartsheet("図").set_chart(chart)
    workbook.close()
    assert scan(content.getvalue()) == {"回答": SheetScan(), "図": SheetScan()}


@pytest.mark.parametrize("content", [b"PK\x03\x04", b"PK\x05\x06", b""])
def test_scan_workbook__a_damaged_file_is_refused(content):
    with pytest.raises(DamagedArchiveError):
        scan(content)
