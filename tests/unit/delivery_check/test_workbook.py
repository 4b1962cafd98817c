"""The workbook that is sent back: one sheet a section, texts and numbers only, no answer."""

import io
import zipfile

import pytest
from python_calamine import CalamineWorkbook

from selfcheck_analysis.delivery_check.rows import FAULT_COLUMNS, heads
from selfcheck_analysis.delivery_check.workbook import workbook
from selfcheck_analysis.words import LANGUAGES, Words
from tests.small_project import CHIEF, HEADER, csv_bytes, person, table, xlsx_bytes

WORDS = Words("ja")
PEOPLE = [person(), person(tenure="1年目"), person(CHIEF)]
FORMULAS = ['=HYPERLINK("http://example.com")', "@SUM(A1)", "+1+1", "-1", "\t=1", "<b>x</b>"]


def sheets_of(findings, language="ja"):
    content = workbook(findings, Words(language))
    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    return {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names}


def table_below(rows, head):
    start = next(i for i, row in enumerate(rows) if [c for c in row if c != ""] == head)
    return rows[start + 1 :]


def test_workbook__has_an_overview_a_sheet_for_each_section_and_one_by_question(findings_of):
    found = sheets_of(findings_of({"a.csv": table(*PEOPLE), "b.csv": table(person(LOCKS="?"))}))
    assert list(found) == ["一覧", "a.csv", "b.csv", "設問別の件数（送付しない）"]
    assert "直していただく箇所はありません。" in str(found["a.csv"])
    [fault] = table_below(found["b.csv"], heads(FAULT_COLUMNS, WORDS))
    assert fault[:5] == ["不備", "b.csv", "", 2.0, HEADER[2]]
    assert fault[8] == "answer_unknown"


def test_workbook__the_overview_adds_up(findings_of):
    findings = findings_of({"a.csv": table(*PEOPLE), "b.csv": table(person(LOCKS="?"), ["x"])})
    rows = sheets_of(findings)["一覧"]
    body = [row for row in rows if row[0] in ("a.csv", "b.csv")]
    [total] = [row for row in rows if row[0] == "合計"]
    assert [sum(row[i] for row in body) for i in range(2, 6)] == total[2:6] == [5, 4, 1, 1]


def test_workbook__by_question_says_what_became_of_every_cell(findings_of):
    found = sheets_of(findings_of({"a.csv": table(person(LOCKS=""), person(LOCKS="?"), *PEOPLE)}))
    [row] = [
        row
        for row in found["設問別の件数（送付しない）"]
        if row[:2] == ["1 " + HEADER[2], "一般職員"]
    ]
    # people, not delivered, not asked, asked, answered, no answer, cannot be read
    assert row[2:] == [4, 0, 0, 4, 2, 1, 1]


@pytest.mark.parametrize("language", LANGUAGES)
def test_workbook__holds_no_formula_whatever_was_delivered(findings_of, language):
    columns = [*HEADER, *FORMULAS]
    rows = [[*person(), *FORMULAS], [*FORMULAS, *person()[: len(columns) - len(FORMULAS)]]]
    sheets = {"=1+1": [columns, *rows], "@x": [["課名", "=cmd|' /C calc'!A0"], columns, *rows]}
    findings = findings_of({"=1.csv": csv_bytes([columns, *rows]), "b.xlsx": xlsx_bytes(sheets)})
    content = workbook(findings, Words(language))
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = [archive.read(n).decode() for n in archive.namelist() if "worksheets/" in n]
        assert not [n for n in archive.namelist() if "externalLink" in n or "vba" in n]
    assert len(parts) >= 5
    for part in parts:
        assert "<f>" not in part
        assert "<f " not in part
        assert "<hyperlink" not in part
    assert any("HYPERLINK" in str(rows) for rows in sheets_of(findings, language).values())


def test_workbook__sheets_have_names_that_excel_takes(findings_of):
    long = "とても長い名前の課" * 4
    names = [long, f"{long}別館", "a/b:c*d?[e]", "'引用'", "history", "HISTORY"]
    files = {
        f"{i}.csv": csv_bytes([["課名", name], HEADER, *PEOPLE[: 1 + i % 3]])
        for i, name in enumerate(names)
    }
    found = list(sheets_of(findings_of(files)))
    assert len({name.lower() for name in found}) == len(found) == len(names) + 2
    assert all(0 < len(name) <= 31 for name in found)
    assert not [
        n for n in found if set("[]:*?/\\") & set(n) or n[0] == "'" or n.lower() == "history"
    ]


@pytest.mark.parametrize("language", LANGUAGES)
def test_workbook__repeats_no_answer_and_no_name(findings_of, language):
    secret = "秘密〔東課〕"
    columns = ["名前", *HEADER]
    rows = [
        [secret, *person(LOCKS=secret)],
        ["", *person(secret)],
        ["", *person(tenure=secret)],
        ["", *person(REMARKS=secret), secret],
    ]
    findings = findings_of({"a.csv": csv_bytes([columns, *rows]), "b.csv": table([secret])})
    assert len(findings.intake.problems) >= 5
    assert secret not in str(sheets_of(findings, language))
