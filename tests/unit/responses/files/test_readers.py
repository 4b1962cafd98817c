"""Delivered files as sheets of text, with the rows that a reader sees in Excel."""

import io
import re
import zipfile
from datetime import date, time
from typing import NamedTuple

import pytest
import xlsxwriter
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from selfcheck_analysis.problems import ProblemsError
from selfcheck_analysis.responses.files import sheet_xml, workbooks
from selfcheck_analysis.responses.files.readers import read_sheets
from selfcheck_analysis.words import Words
from tests.deliveries.faults import with_rows
from tests.deliveries.grid import Grid
from tests.deliveries.workbooks import ods
from tests.hostile.copies import formatted, two_sheets
from tests.small_project import HEADER, csv_bytes, person, xlsx_bytes

ROWS = [["区分", "①㈱髙"], ["一般職員", "はい"], ["係長", "いいえ"]]
NUMBERED = tuple((number, tuple(row)) for number, row in enumerate(ROWS, start=1))

modest = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


class Read(NamedTuple):
    """A sheet that was read to its end."""

    name: str
    rows: tuple


@pytest.fixture
def read(tmp_path):
    """Write a file and read it."""

    def write_and_read(content, name="a.csv"):
        path = tmp_path / name
        path.write_bytes(content)
        return [Read(sheet.name, sheet.rows) for sheet in read_sheets(path, name)]

    return write_and_read


def problem_of(call, *args):
    with pytest.raises(ProblemsError) as caught:
        call(*args)
    [problem] = caught.value.problems
    for language in ("ja", "en"):
        assert problem.text(Words(language))
    return problem


def book(write, **options):
    """Return a workbook whose only sheet "回答" `write` has filled."""
    content = io.BytesIO()
    workbook = xlsxwriter.Workbook(content, {"in_memory": True, **options})
    write(workbook, workbook.add_worksheet("回答"))
    workbook.close()
    return content.getvalue()


def changed_part(content, part, change):
    """Return a workbook with one of its XML parts changed."""
    changed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(changed, "w") as new:
        for name in old.namelist():
            data = old.read(name)
            new.writestr(name, change(data.decode()).encode() if name == part else data)
    return changed.getvalue()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp932"])
@pytest.mark.parametrize("delimiter", [",", "\t"])
def test_read_sheets__one_table_is_the_same_however_it_is_saved(read, encoding, delimiter):
    assert read(csv_bytes(ROWS, encoding, delimiter)) == [("", NUMBERED)]


def test_read_sheets__a_workbook_holds_the_same_table_by_sheet(read):
    content = xlsx_bytes({"東": ROWS, "西": ROWS})
    assert read(content, "a.xlsx") == [("東", NUMBERED), ("西", NUMBERED)]


@pytest.mark.parametrize("name", ["a.csv", "a.xls", "a.ods", "a.txt", "a"])
def test_read_sheets__the_content_decides_and_not_the_name(read, name):
    assert read(xlsx_bytes({"東": ROWS}), name) == [("東", NUMBERED)]


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_read_sheets__any_line_end_will_do(read, line_end):
    text = line_end.join(",".join(row) for row in ROWS)
    assert read(text.encode()) == [("", NUMBERED)]
    assert read((text + line_end).encode()) == [("", NUMBERED)]


def test_read_sheets__csv_rows_count_as_in_excel(read):
    # In a text editor the last row stands on line 7; Excel shows it in row 5.
    content = '題名,\r\n\r\n区分,"見出し\r\n二行目"\r\n一般職員,"はい\r\n\r\n"\r\n係長,いいえ\r\n'
    [sheet] = read(content.encode())
    assert [number for number, _ in sheet.rows] == [1, 2, 3, 4, 5]
    assert sheet.rows[2] == (3, ("区分", "見出し\r\n二行目"))
    assert sheet.rows[4] == (5, ("係長", "いいえ"))


def test_read_sheets__xlsx_rows_and_columns_count_from_a1(read):
    [sheet] = read(xlsx_bytes({"回答": ROWS}, first_row=2, first_column=1))  # B3
    assert sheet.rows[0] == (1, ("", "", ""))
    assert sheet.rows[2] == (3, ("", "区分", "①㈱髙"))
    assert sheet.rows[-1] == (5, ("", "係長", "いいえ"))


def test_read_sheets__a_tab_separated_table_may_hold_more_commas_than_tabs(read):
    rows = [["区分", "意見"], ["一般職員", "a, b, c, d, e, f"], ["係長", "g, h"]]
    [sheet] = read(csv_bytes(rows, delimiter="\t"))
    assert [list(cells) for _, cells in sheet.rows] == rows


def test_read_sheets__a_comma_separated_table_may_hold_more_tabs_than_commas(read):
    rows = [["区分", "意見"], ["一般職員", "a\tb\tc\td\te"], ["係長", "f"]]
    [sheet] = read(csv_bytes(rows))
    assert [list(cells) for _, cells in sheet.rows] == rows


def test_read_sheets__title_rows_do_not_hide_the_delimiter(read):
    titles = [[f"題名{i}"] for i in range(5)]
    for delimiter in (",", "\t"):
        [sheet] = read(csv_bytes([*titles, *ROWS[:2]], delimiter=delimiter))
        assert sheet.rows[-1] == (7, ("一般職員", "はい"))


def test_read_sheets__a_cell_may_be_of_any_length(read):
    # The csv module stops at 131,072 characters unless told otherwise.
    long = "長" * 300_000
    [sheet] = read(csv_bytes([["区分", "意見"], ["一般職員", long]]))
    assert sheet.rows[1] == (2, ("一般職員", long))


@pytest.mark.parametrize(
    ("content", "row"),
    [
        ('区分,回答\n一般職員,"はい\n係長,いいえ\n係長,はい\n', 2),  # never closed
        ('区分,回答\n一般職員,はい\n係長,"いい"え"\n', 3),
        ('区分,回答\n一般職員,"はい\n係長,"いいえ\n', 2),  # closed by the next one's
        ('"題名\n\n区分,回答\n', 1),
    ],
)
def test_read_sheets__unpaired_quotation_marks_never_swallow_persons(read, content, row):
    problem = problem_of(read, content.encode())
    assert (problem.code, problem.place.row) == ("file_quotes", row)


def test_read_sheets__quotation_marks_inside_a_cell_are_text(read):
    [sheet] = read('区分,回答\n一"般"職員,"は""い"\n'.encode())
    assert sheet.rows[1] == (2, ('一"般"職員', 'は"い'))


@pytest.mark.parametrize(
    ("content", "cause"),
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504), "damaged"),
        (b"PK\x03\x04 but no archive", "damaged"),
        (xlsx_bytes({"a": ROWS})[:2000], "damaged"),
        ("区分,従事年数".encode("utf-16-le"), "not_text"),  # no byte order mark says so
        (b"\xff\xfe" + "区分".encode("utf-16-le") + b"\x00", "encoding"),
        (b"a,b\x00\n", "not_text"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "kind"),
        ("区分".encode("euc_jp") + b"\x81", "encoding"),
    ],
    ids=["xls", "no archive", "cut short", "UTF-16", "half a sign", "NUL", "picture", "EUC"],
)
def test_read_sheets__says_why_a_file_cannot_be_read(read, content, cause):
    problem = problem_of(read, content)
    assert problem.code == "file_unreadable"
    assert problem.values["cause"].key == f"cause.{cause}"


def test_read_sheets__another_zip_archive_is_no_workbook(read):
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        archive.writestr("word/document.xml", "<document/>")
    assert problem_of(read, content.getvalue()).code == "file_unreadable"


def test_read_sheets__a_link_to_nowhere_or_to_a_folder_is_a_problem(tmp_path):
    for target in (tmp_path / "gone.csv", tmp_path):
        link = tmp_path / f"link_to_{target.name}"
        link.symlink_to(target)
        assert problem_of(read_sheets, link, link.name).code == "file_not_opened"


def test_read_sheets__a_file_held_by_another_program_is_a_problem(tmp_path, monkeypatch):
    def refuse(self):
        raise PermissionError(13, "Permission denied")  # what Windows answers while Excel has it

    monkeypatch.setattr("pathlib.Path.read_bytes", refuse)
    assert problem_of(read_sheets, tmp_path / "a.xlsx", "a.xlsx").code == "file_not_opened"


@pytest.mark.parametrize("content", [b"", b"\xef\xbb\xbf", b"\n\n", b" \r\n"])
def test_read_sheets__an_empty_file_holds_no_filled_cell(read, content):
    [sheet] = read(content)
    assert not any("".join(cells).strip() for _, cells in sheet.rows)


def test_read_sheets__cells_of_every_kind_become_text(read):
    def write(workbook, sheet):
        day = workbook.add_format({"num_format": "yyyy/mm/dd"})
        clock = workbook.add_format({"num_format": "h:mm"})
        values = [1, 1.5, 1e300, True, "1"]
        for column, value in enumerate(values):
            sheet.write(0, column, value)
        sheet.write_datetime(1, 0, date(2023, 4, 1), day)
        sheet.write_datetime(1, 1, time(12, 0), clock)
        sheet.write_formula(1, 2, '="は"&"い"', None, "はい")
        sheet.write_formula(1, 3, "=Z9")  # Excel shows 0 for a reference to an empty cell
        sheet.write_rich_string(1, 4, "は", workbook.add_format({"bold": True}), "い", "。")
        sheet.merge_range(2, 0, 3, 1, "結合")

    [sheet] = read(book(write), "a.xlsx")
    first, second, third = (cells for _, cells in sheet.rows)
    assert first[:2] == ("1", "1.5")
    assert first[2] == str(int(1e300))
    assert first[3:] == ("True", "1")
    assert second[:5] == ("2023-04-01", "12:00:00", "はい", "0", "はい。")
    assert third[:2] == ("結合", "")


def test_read_sheets__furigana_are_no_part_of_a_cell(read):
    # Excel keeps the reading of what was typed beside the text.
    reading = '<t>区分</t><rPh sb="0" eb="2"><t>クブン</t></rPh><phoneticPr fontId="1"/>'
    content = changed_part(
        xlsx_bytes({"回答": ROWS}),
        "xl/sharedStrings.xml",
        lambda xml: xml.replace("<t>区分</t>", reading),
    )
    assert read(content) == [Read("回答", NUMBERED)]


@pytest.mark.parametrize("value", ["#N/A", "#REF!", "#DIV/0!", "#VALUE!", "#NAME?"])
def test_read_sheets__an_error_value_is_no_blank(read, value):
    def write(_, sheet):
        sheet.write_row("B3", ["区分", "回答"])
        sheet.write_formula("C4", "=Z9", None, value)  # the last cell of the sheet
        sheet.write_string("B5", "係長")

    [sheet] = read(book(write))
    assert sheet.rows[3] == (4, ("", "", value))
    assert sheet.rows[4] == (5, ("", "係長", ""))


def test_read_sheets__error_values_stay_on_their_own_sheet(read):
    def write(workbook, sheet):
        sheet.write("A1", "x")
        other = workbook.add_worksheet("A & <B>")
        other.write_formula("A1", "=1/0", None, "#DIV/0!")

    first, second = read(book(write))
    assert first == Read("回答", ((1, ("x",)),))
    assert second == Read("A & <B>", ((1, ("#DIV/0!",)),))


def test_read_sheets__charts_and_empty_sheets_hold_no_rows(read):
    def write(workbook, sheet):
        sheet.write_row("A1", [1, 2])
        workbook.add_worksheet("空")
        chart = workbook.add_chart({"type": "line"})
        chart.add_series({"values": "=回答!$A$1:$B$1"})
        workbook.add_chartsheet("図").set_chart(chart)

    assert [(sheet.name, len(sheet.rows)) for sheet in read(book(write))] == [
        ("回答", 1),
        ("空", 0),
        ("図", 0),
    ]


def test_read_sheets__formatting_far_out_adds_no_rows(read):
    def write(workbook, sheet):
        sheet.write_row("A1", ["区分", "回答"])
        sheet.write_blank("XFD1048576", None, workbook.add_format({"bold": True}))

    [sheet] = read(book(write))
    assert len(sheet.rows) == 1


def test_read_sheets__a_stray_cell_far_out_is_reported_and_does_not_fill_the_memory(read):
    # 1,048,576 rows of 16,384 columns: the reader would ask for hundreds of gigabytes
    def write(_, sheet):
        sheet.write_row("A1", ["区分", "回答"])
        sheet.write("XFD1048576", "x")

    problem = problem_of(read, book(write), "a.xlsx")
    assert problem.code == "sheet_too_large"
    assert (problem.place.sheet, problem.place.row) == ("回答", 1_048_576)


def test_read_sheets__as_many_cells_as_allowed_are_read(read, monkeypatch):
    monkeypatch.setattr(sheet_xml, "MOST_CELLS", 6)
    assert read(xlsx_bytes({"回答": ROWS})) == [Read("回答", NUMBERED)]  # 3 rows of 2
    monkeypatch.setattr(sheet_xml, "MOST_CELLS", 5)
    assert problem_of(read, xlsx_bytes({"回答": ROWS})).code == "sheet_too_large"


def test_read_sheets__takes_a_workbook_of_other_programs(read):
    """Sheets with prefixed tags, absolute paths and other quotation marks are xlsx as well."""

    def write(_, sheet):
        sheet.write("A1", "区分")
        sheet.write_formula("B1", "=1/0", None, "#DIV/0!")

    content = changed_part(
        book(write),
        "xl/_rels/workbook.xml.rels",
        lambda xml: xml.replace('Target="worksheets', 'Target="/xl/worksheets'),
    )

    def prefixed(xml):
        xml = re.sub(r"<(/?)(\w)", r"<\1x:\2", xml.partition("?>")[2])
        return xml.replace("xmlns=", "xmlns:x=").replace('t="e"', "t='e'")

    content = changed_part(content, "xl/worksheets/sheet1.xml", prefixed)
    assert read(content) == [Read("回答", ((1, ("区分", "#DIV/0!")),))]


def test_read_sheets__a_formula_that_was_never_computed_is_no_blank(read):
    def never_computed(xml):
        return xml.replace("<f>Z9</f><v>0</v>", "<f>Z9</f>")

    content = book(lambda _, sheet: (sheet.write("A1", "x"), sheet.write_formula("B1", "=Z9")))
    changed = changed_part(content, "xl/worksheets/sheet1.xml", never_computed)
    assert read(changed) == [Read("回答", ((1, ("x", "#FORMULA")),))]


def test_read_sheets__formulas_alone_that_were_never_computed_are_no_empty_sheet(read):
    cells = '<row r="2"><c r="B2"><f>A1</f></c></row>'
    assert [sheet.rows for sheet in read(with_rows(cells))] == [((1, ()), (2, ("", "#FORMULA")))]


def test_read_sheets__names_of_sheets_are_safe_to_print_and_differ(read):
    rows = [["x"]]
    content = ods({"東\u202e課": Grid(rows), "東課": Grid(rows), "東\n 課": Grid(rows)})
    assert [sheet.name for sheet in read(content)] == ["東課", "東課 (2)", "東 課"]


def test_read_sheets__sheets_of_one_part_or_name_are_refused(read):
    for names in (("a", "b"), ("回答", "回答")):
        assert problem_of(read, two_sheets(*names)).values["cause"].key == "cause.damaged"


def test_read_sheets__sheets_count_together(read, monkeypatch):
    monkeypatch.setattr(sheet_xml, "MOST_CELLS", 6)
    sheets = dict.fromkeys("東西南北", ROWS)
    assert len(read(xlsx_bytes(sheets))) == 4  # 4 sheets of 3 rows of 2
    problem = problem_of(read, xlsx_bytes({**sheets, "中": ROWS}))
    assert (problem.code, problem.place.sheet) == ("sheet_too_large", "中")


@pytest.mark.parametrize(
    ("code", "value"),
    [("[h]:mm:ss", "1e9"), ("[h]:mm:ss", "1e300"), ("[h]:mm:ss", "INF"), ("yyyy", "-1e300")],
)
def test_read_sheets__numbers_beyond_all_dates_are_a_problem_and_print_nothing(
    read, capfd, code, value
):
    assert problem_of(read, formatted(code, value)).values["cause"].key == "cause.damaged"
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize("raised", [KeyboardInterrupt, SystemExit, MemoryError])
def test_read_sheets__whoever_stops_the_program_is_obeyed(tmp_path, raised, monkeypatch):
    def stop(archive):
        raise raised

    monkeypatch.setattr(workbooks, "scan_workbook", stop)
    path = tmp_path / "a.xlsx"
    path.write_bytes(xlsx_bytes({"a": ROWS}))
    with pytest.raises(raised):
        read_sheets(path, "a.xlsx")


def whatever(read, content, name):
    """Read arbitrary bytes: sheets of text come back, or problems with words."""
    try:
        sheets, problems = read(content, name), ()
    except ProblemsError as error:
        sheets, problems = [], error.problems
    assert all(problem.text(Words("ja")) for problem in problems)
    assert all(isinstance(cell, str) for sheet in sheets for _, row in sheet.rows for cell in row)


@modest
@given(st.binary(max_size=400), st.sampled_from(["a.csv", "a.xlsx"]))
@example(b"PK\x03\x04", "a.xlsx")
@example(b'"' * 401, "a.csv")
@example(b"PK\x05\x06" + bytes(18), "a.xlsx")  # an archive without files
def test_read_sheets__arbitrary_bytes_are_no_traceback(read, content, name):
    whatever(read, content, name)
    whatever(read, b"PK\x03\x04" + content, name)


SOUND_BOOK = xlsx_bytes({"回答": [HEADER, person(), person()]})


@modest
@given(st.lists(st.tuples(st.integers(0, len(SOUND_BOOK) - 1), st.integers(0, 255)), max_size=8))
def test_read_sheets__a_damaged_workbook_is_no_traceback(read, changes):
    content = bytearray(SOUND_BOOK)
    for position, value in changes:
        content[position] = value
    whatever(read, bytes(content), "a.xlsx")


XML_PARTS = ["xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/worksheets/sheet1.xml"]


@modest
@given(
    st.sampled_from(XML_PARTS),
    st.integers(60, 900),
    st.integers(0, 12),
    st.text("0123456789<>/\"'=: RCsvter", max_size=6),
)
def test_read_sheets__damaged_xml_is_no_traceback(read, part, start, length, inserted):
    def change(xml):
        return xml[:start] + inserted + xml[start + length :]

    whatever(read, changed_part(SOUND_BOOK, part, change), "a.xlsx")


@modest
@given(st.lists(st.lists(st.text(max_size=8), min_size=2, max_size=4), min_size=1, max_size=5))
def test_read_sheets__what_a_csv_writer_quotes_comes_back_whole(read, rows):
    rows = [["a", "b", "c"]] * 6 + [[cell.replace("\x00", "") for cell in row] for row in rows]
    quoted = [",".join('"' + cell.replace('"', '""') + '"' for cell in row) for row in rows]
    [sheet] = read("\r\n".join(quoted).encode())
    assert [list(cells) for _, cells in sheet.rows] == rows
    assert [number for number, _ in sheet.rows] == list(range(1, len(rows) + 1))
