"""Error values and the last filled cell, read from a workbook's own XML."""

import io

import pytest
import xlsxwriter

from selfcheck_analysis.responses.files.archives import DamagedArchiveError, checked_archive
from selfcheck_analysis.responses.files.sheet_xml import SheetScan
from selfcheck_analysis.responses.files.workbook_scan import scan_workbook
from tests.deliveries.faults import with_rows
from tests.deliveries.workbooks import ods_with


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
    return {found.name: found for found in scan_workbook(checked_archive(content))}


def scan_rows(rows):
    [found] = scan_workbook(checked_archive(with_rows(rows)))
    return found


def scan_ods(*cells, rows=1):
    repeated = f' table:number-rows-repeated="{rows}"' if rows > 1 else ""
    row = f"<table:table-row{repeated}>{''.join(cells)}</table:table-row>"
    content = ods_with(f'<table:table table:name="a">{row}</table:table>')
    [found] = scan_workbook(checked_archive(content))
    return found


def ods_cell(attributes, text=""):
    said = f"<text:p>{text}</text:p>" if text else ""
    return f"<table:table-cell {attributes}>{said}</table:table-cell>"


def test_scan_workbook__finds_error_values_by_row_and_column():
    scans = scan(book(東={"A1": "区分", "B3": "#N/A", "AB2": "#REF!"}, 西={"C1": "#NUM!"}))
    assert scans["東"].errors == {3: {2: "#N/A"}, 2: {28: "#REF!"}}  # AB = 1*26 + 2
    assert scans["西"].errors == {1: {3: "#NUM!"}}


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
    assert scan(content.getvalue()) == {
        "回答": SheetScan("回答"),
        "図": SheetScan("図"),
    }


@pytest.mark.parametrize("content", [b"PK\x03\x04", b"PK\x05\x06", b""])
def test_scan_workbook__a_damaged_file_is_refused(content):
    with pytest.raises(DamagedArchiveError):
        scan(content)


@pytest.mark.parametrize(
    "cell",
    [
        "<c r='C2'><f>IF(1,&quot;x&quot;)</f></c>",
        '<c r="C2"><f>A1</f><v></v></c>',
        '<c r="C2"><f>A1</f><v/></c>',
        '<c r="C2" t="str"><f>A1</f></c>',
        '<c r="C2" t="n"><f t="shared" si="0"/><v/></c>',
        '<x:c xmlns:x="y" r="C2"><x:f>A1</x:f></x:c>',
    ],
)
def test_scan_workbook__a_formula_without_a_value_is_an_error(cell):
    found = scan_rows(f'<row r="2"><c r="A2" t="str"><v>x</v></c>{cell}</row>')
    assert found.errors == {2: {3: "#FORMULA"}}


@pytest.mark.parametrize("value", ["<v/>", "<v></v>"])
def test_scan_workbook__a_result_of_no_text_is_a_blank(value):
    # So Excel writes =""; XlsxWriter's issue 877 shows it.
    assert scan_rows(f'<row r="2"><c r="C2" t="str"><f>""</f>{value}</c></row>').errors == {}


def test_scan_workbook__a_saved_value_is_no_error():
    assert scan_rows('<row r="1"><c r="A1"><f>1+1</f><v>2</v></c></row>').errors == {}


def test_scan_workbook__cells_without_a_place_stand_next_to_the_one_before():
    found = scan_rows(
        "<row><c t='e'><v>#N/A</v></c><c/><c t='e'><v>#REF!</v></c></row>"
        '<row r="5"><c r="C5"><v>1</v></c><c t="e"><v>#NUM!</v></c></row>'
        "<row><c t='e'><v>#NULL!</v></c></row>"
    )
    assert found.errors == {1: {1: "#N/A", 3: "#REF!"}, 5: {4: "#NUM!"}, 6: {1: "#NULL!"}}
    assert (found.last_row, found.last_column) == (6, 4)


def test_scan_workbook__cells_without_a_place_count_for_the_reach():
    found = scan_rows('<row r="9"><c r="A9"><v>1</v></c><c><v>1</v></c><c><v>1</v></c></row>')
    assert (found.last_row, found.last_column) == (9, 3)


@pytest.mark.parametrize(
    "attributes",
    [
        'office:value-type="float" office:value="1"',
        'office:value-type="string" office:string-value="x"',
        'office:value-type="string"',
        'office:value-type="date" office:date-value="2023-04-01"',
        'office:value-type="time" office:time-value="PT1H"',
        'office:value-type="boolean" office:boolean-value="true"',
        'table:formula="of:=1"',
    ],
)
def test_scan_workbook__an_ods_cell_with_a_value_and_no_text_is_filled(attributes):
    found = scan_ods('<table:table-cell table:number-columns-repeated="6"/>', ods_cell(attributes))
    assert (found.last_row, found.last_column) == (1, 7)


def test_scan_workbook__an_error_that_is_repeated_stands_in_every_place():
    error = 'calcext:value-type="error" table:number-columns-repeated="2"'
    found = scan_ods(ods_cell('office:value="1"'), ods_cell(error, "#N/A"), rows=3)
    assert found.errors == {row: {2: "#N/A", 3: "#N/A"} for row in (1, 2, 3)}


@pytest.mark.parametrize(
    ("cell", "error"),
    [
        (ods_cell('table:formula="of:=NA()" office:value-type="string"', "#N/A"), "#N/A"),
        (ods_cell('table:formula="of:=A1" office:value-type="float"', "Err:502"), "Err:502"),
        (ods_cell('table:formula="of:=A1"'), "#FORMULA"),
        (ods_cell('table:formula="of:=A1" office:value-type="string"'), None),
        ('<table:table-cell table:formula="of:=A1"><text:p/></table:table-cell>', None),
        (ods_cell('office:value-type="string"', "#N/A"), None),  # typed, not computed
    ],
)
def test_scan_workbook__formulas_of_ods_without_a_value(cell, error):
    assert scan_ods(cell).errors == ({1: {1: error}} if error else {})


@pytest.mark.parametrize(
    "cells",
    [
        '<c r="A2" t="e"/><c r="B2"><v>1</v></c><c r="C2"><f>A1</f><v/></c>',
        '<c r="A2" t="e"><v></v></c></row><row r="2"><c r="C2"><f>A1</f></c>',
        '<c r="A2" t="e"/></row><row r="2"><c r="B2"/><c r="C2"><f>A1</f></c>',
        f'<c r="A2" t="e"/><c r="C2" x="{"x" * 2_000}"><f>A1</f></c>',
        f'<c r="A2" t="e"><f>{"x" * 200_000}</f></c><c r="C2"><f>A1</f></c>',
        '<c s="1" r="A2" t="e"/><c r="C2"><f>A1</f></c>',
    ],
)
def test_scan_workbook__errors_are_found_however_their_neighbours_are_written(cells):
    errors = scan_rows(f'<row r="2">{cells}</row>').errors
    assert errors == {2: {3: "#FORMULA"}} or errors == {2: {1: "#ERROR", 3: "#FORMULA"}}
    assert ("#ERROR" in errors[2].values()) == ('t="e">' in cells)
