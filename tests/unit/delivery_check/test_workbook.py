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
OVERVIEW, INTERNAL = "一覧（送付しない）", "庁内の確認（送付しない）"
BY_QUESTION = "設問別の件数（送付しない）"
PEOPLE = [person(), person(tenure="1年目"), person(CHIEF)]
FORMULAS = ['=HYPERLINK("http://example.com")', "@SUM(A1)", "+1+1", "-1", "\t=1", "<b>x</b>"]


def sheets_of(findings, language="ja"):
    content = workbook(findings, Words(language))
    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    return {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names}


def overview(findings):
    """Return the rows of the sections, that of what no section is told, and the total."""
    rows = sheets_of(findings)[OVERVIEW]
    names = [section.name for section in findings.sections]
    body = [row for row in rows if row[0] in names]
    internal, total = (
        next(row for row in rows if row[0] == name) for name in ("庁内の確認", "合計")
    )
    return body, internal, total


def table_below(rows, head):
    start = next(i for i, row in enumerate(rows) if [c for c in row if c != ""] == head)
    return rows[start + 1 :]


def test_workbook__has_an_overview_a_sheet_for_each_section_and_one_by_question(findings_of):
    found = sheets_of(findings_of({"a.csv": table(*PEOPLE), "b.csv": table(person(LOCKS="?"))}))
    assert list(found) == [OVERVIEW, "a.csv", "b.csv", BY_QUESTION]
    assert "修正が必要な箇所はありません。" in str(found["a.csv"])
    [fault] = table_below(found["b.csv"], heads(FAULT_COLUMNS, WORDS))
    assert fault[:5] == ["不備", "b.csv", "", 2.0, HEADER[2]]
    assert fault[8] == "answer_unknown"


def test_workbook__the_overview_adds_up(findings_of):
    findings = findings_of({"a.csv": table(*PEOPLE), "b.csv": table(person(LOCKS="?"), ["x"])})
    body, internal, total = overview(findings)
    assert [sum(row[i] for row in body) for i in range(2, 6)] == total[2:6] == [5, 4, 1, 1]
    assert internal[2:6] == [""] * 4
    for i, name in ((6, "problems"), (7, "notes")):
        of_sheets = [len(getattr(section, name)) for section in findings.sections]
        assert [row[i] for row in body] == of_sheets
        assert internal[i] == len(getattr(findings.internal, name))
        assert sum(of_sheets) + internal[i] == total[i]


def test_workbook__what_compares_persons_stands_on_no_sheet_of_a_section(findings_of):
    # A section of two: "one row is alike" would tell each all answers of the other.
    two = csv_bytes([["課名", "小さな課"], HEADER, person(), person()])
    copies = {f"{name}.csv": table(*PEOPLE) for name in "cd"}
    silent = table(person(SAW="はい", SPOKE="はい", REPORTED=""), ["合計", "", "1"])
    findings = findings_of({"a.csv": two, "b.csv": silent, **copies})
    found = sheets_of(findings)
    internal = table_below(found[INTERNAL], heads(FAULT_COLUMNS, WORDS))
    told_to_none = ["delivered_twice", "rows_alike", "answer_expected"]
    assert [row[8] for row in internal] == told_to_none
    assert [row[0] for row in internal] == ["不備", "参考", "参考"]
    for name in set(found) - {INTERNAL}:
        assert [code for code in told_to_none if code in str(found[name])] == []
        assert findings.intake.notes[0].found(WORDS) not in str(found[name])
    body, of_internal, total = overview(findings)
    assert [row[6:8] for row in body] == [[0, 0], [0, 1], [0, 0], [0, 0]]
    assert (of_internal[6:8], total[6:8]) == ([1, 2], [1, 3])


@pytest.mark.parametrize("language", LANGUAGES)
def test_workbook__says_that_contradictions_can_give_answers_away(findings_of, language):
    words = Words(language)
    contradicted = table(person(SAW="いいえ", SPOKE="はい"))
    found = sheets_of(findings_of({"a.csv": contradicted, "b.csv": table(*PEOPLE)}), language)
    first = next(iter(found.values()))
    for key in ("internal", "how_to_read", "how_to_count", "how_to_send"):
        assert words(f"check.{key}") in str(first)
    assert "answer_not_asked" in str(found["a.csv"])
    assert words("check.handling") in str(found["a.csv"])
    assert words("check.handling") not in str(found["b.csv"])


def test_workbook__lines_are_as_wide_as_the_table(findings_of):
    # A line in the first column alone would be cut where the print ends.
    content = workbook(findings_of({"a.csv": table(person(LOCKS="?"))}), WORDS)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        overview, section = (archive.read(f"xl/worksheets/sheet{n}.xml").decode() for n in (1, 2))
    assert [f'ref="A{row}:H{row}"' in overview for row in (1, 2, 3, 4, 5)] == [True] * 5
    assert [f'ref="A{row}:I{row}"' in section for row in (1, 2, 3, 4, 5)] == [True] * 5


def test_workbook__by_question_says_what_became_of_every_cell(findings_of):
    found = sheets_of(findings_of({"a.csv": table(person(LOCKS=""), person(LOCKS="?"), *PEOPLE)}))
    [row] = [row for row in found[BY_QUESTION] if row[:2] == ["1 " + HEADER[2], "一般職員"]]
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
