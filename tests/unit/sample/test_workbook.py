import io
import zipfile

from python_calamine import CalamineWorkbook

from selfcheck_analysis.sample.workbook import workbook


def test_workbook__holds_the_cells_as_text() -> None:
    content = workbook({"一": [["区分", "001"], ["", "=1+1"]], "二": [["はい"]]})
    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    assert book.get_sheet_by_name("一").to_python() == [["区分", "001"], ["", "=1+1"]]
    assert book.get_sheet_by_name("二").to_python() == [["はい"]]


def test_workbook__depends_on_neither_clock_nor_platform_nor_zlib() -> None:
    with zipfile.ZipFile(io.BytesIO(workbook({"一": [["はい"]]}))) as book:
        for part in book.infolist():
            assert part.date_time == (1980, 1, 1, 0, 0, 0)
            assert part.compress_type == zipfile.ZIP_STORED
            assert (part.create_system, part.external_attr) == (0, 0o600 << 16)
        assert b"2024-01-12T00:00:00Z" in book.read("docProps/core.xml")
