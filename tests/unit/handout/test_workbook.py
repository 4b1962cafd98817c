"""The workbook: real numbers, marks that are explained, no formulas, ready for A4."""

import io
import re
import zipfile
from dataclasses import replace
from datetime import timedelta

import pandas as pd
import pytest
from python_calamine import CalamineWorkbook

from selfcheck_analysis.figures import band_of
from selfcheck_analysis.handout import handout
from selfcheck_analysis.handout.cell_values import Value, value_of
from selfcheck_analysis.handout.results import result_sentences
from selfcheck_analysis.handout.section_rates import section_rates
from selfcheck_analysis.handout.sheets import publication_tables
from selfcheck_analysis.handout.workbook import workbook_of
from selfcheck_analysis.measures import Measures
from selfcheck_analysis.publication import FIGURES
from selfcheck_analysis.questionnaire import Section
from selfcheck_analysis.released import COLUMNS
from selfcheck_analysis.tables.model import Cell
from tests.factories import fake_publication, fake_questionnaire, first_year
from tests.papers import MADE_AT, fake_written, label, ledger, sheet_rows, without_charts
from tests.unit.feedback.generated import generated


def made(measures: Measures | None = None, at=MADE_AT, **changes) -> bytes:
    pub, written = fake_publication("ja", **changes), fake_written(measures)
    with without_charts():
        whole = handout(pub, written)
    return workbook_of(pub, whole, publication_tables(pub, written), at)


@pytest.fixture(scope="module")
def workbook():
    return made()


def parts(workbook):
    archive = zipfile.ZipFile(io.BytesIO(workbook))
    return {name: archive.read(name).decode("utf-8") for name in archive.namelist()}


def sheets(workbook):
    found = parts(workbook)
    return {n: text for n, text in found.items() if re.fullmatch(r"xl/worksheets/[^/]+", n)}


def texts(workbook, sheet):
    return [str(cell) for row in sheet_rows(workbook, sheet) for cell in row if cell != ""]


def test_sheets__are_cover_contents_notes_and_one_for_each_table(workbook):
    names = CalamineWorkbook.from_filelike(io.BytesIO(workbook)).sheet_names
    assert names[:3] == ["表紙", "目次", "注記"]
    assert names[3:] == list(publication_tables(fake_publication("ja"), fake_written()))
    assert set(names) - {"目次"} == {row[0] for row in sheet_rows(workbook, "目次")[1:]}


def test_sheets__of_a_first_year_are_without_a_comparison():
    names = CalamineWorkbook.from_filelike(io.BytesIO(made(**first_year()))).sheet_names
    assert "区分別の率" in names
    assert not {"設問別の変化", "推移", "変化の内訳"} & set(names)


def test_contents__link_to_every_sheet_and_every_table_links_back(workbook):
    contents = parts(workbook)["xl/worksheets/sheet2.xml"]
    linked = re.findall(r'location="\'([^\']+)\'!A1"', contents)
    assert linked == [row[0] for row in sheet_rows(workbook, "目次")[1:]]
    tables = [
        text for name, text in sheets(workbook).items() if not re.search("sheet[123].xml", name)
    ]
    assert all("location=\"'目次'!A1\"" in text for text in tables)


def test_cover__says_what_the_data_are(workbook):
    cover = [str(row[0]) for row in sheet_rows(workbook, "表紙")]
    assert cover[:4] == ["部会資料９", "令和６年１月12日", "担当：情報管理課", "令和５年度"]
    assert "合成データによる見本です。実在の職員の回答ではありません。" in cover
    assert "作成日時：2024-01-10 09:30" in cover


def test_marks__are_explained_in_the_notes_and_beside_the_cell(workbook):
    rows = sheet_rows(workbook, "区分別の率")
    leads = next(row for row in rows if row[0] == "係長級")
    assert leads[3:6] == ["－", "＊", "＊"]  # no such staff; fewer than ten people twice
    notes = dict(row[:2] for row in sheet_rows(workbook, "注記"))
    assert notes["＊"] == "回答者が10人未満のため表示しない"
    comments = [text for name, text in parts(workbook).items() if "comments" in name]
    assert any("回答者が10人未満のため表示しない" in text for text in comments)


def test_hidden_mark__over_several_columns_stands_in_each(workbook):
    rows = sheet_rows(workbook, "重点項目1_変化")
    hidden = next(row for row in rows if "＊" in row)
    assert hidden[-2:] == ["＊", "＊"]  # change and verdict


def test_cells__are_numbers_or_texts_never_formulas():
    measure = {"measure": {"ja": "=1+1", "en": "=1+1"}, "owner": {"ja": "@課", "en": "+A1"}}
    workbook = made(ledger(measure))
    assert "=1+1" in texts(workbook, "対策")
    for text in sheets(workbook).values():
        assert "<f>" not in text
        assert "<hyperlink r:id" not in text  # no address either


def test_tables__print_on_a4_with_their_heads_repeated(workbook):
    for name, text in sheets(workbook).items():
        assert 'paperSize="9"' in text, name
        assert 'fitToHeight="0"' in text, name
    book = parts(workbook)["xl/workbook.xml"]
    n_tables = len(sheets(workbook)) - 3
    assert book.count("_xlnm.Print_Titles") == n_tables + 1  # the contents too
    frozen = [text for text in sheets(workbook).values() if 'state="frozen"' in text]
    assert len(frozen) == n_tables + 1


def test_bytes__depend_on_the_time_that_is_given_alone(workbook):
    assert made() == workbook
    later = parts(made(at=MADE_AT + timedelta(minutes=1)))
    changed = {name for name, text in parts(workbook).items() if later[name] != text}
    assert changed == {"docProps/core.xml", "xl/sharedStrings.xml"}  # and the line of the cover


def test_properties__name_no_person(workbook):
    about = parts(workbook)["docProps/core.xml"]
    assert "<dc:creator>selfcheck-analysis</dc:creator>" in about
    assert "<cp:lastModifiedBy>selfcheck-analysis</cp:lastModifiedBy>" in about
    assert '<dcterms:created xsi:type="dcterms:W3CDTF">2024-01-10T00:30:00Z<' in about  # UTC


@pytest.mark.parametrize(
    ("text", "written", "number_format"),
    [
        ("97", 97, "#,##0"),
        ("1,234", 1234, "#,##0"),
        ("42.0", 42, "0.0"),  # as a print has it
        ("0.058", 0.058, "0.000"),
        ("+3", 3, '+#,##0;"−"#,##0;0'),
        ("−12", -12, '+#,##0;"−"#,##0;0'),
    ],
)
def test_figure__is_a_number_in_the_format_of_print(text, written, number_format):
    assert value_of(Cell(text, "figure")) == Value(written, number_format)


@pytest.mark.parametrize(
    "text", ["95以上", "≥0.05", "−3～+8", "2-1", "120→126", "<.01", "", "1,23"]
)
def test_figure__that_is_no_plain_number_stays_text(text):
    assert value_of(Cell(text, "figure")).written == text


def test_text__stays_text_even_if_it_is_a_number():
    assert value_of(Cell("97")).written == "97"


@pytest.mark.parametrize("number", ["1/1", "1・1", "10-2"])
def test_number_of_a_question__is_never_a_date(number):
    assert value_of(Cell(number, "figure")) == Value(number, "General")


def test_contents__name_every_table_differently(workbook):
    captions = [row[1] for row in sheet_rows(workbook, "目次")[1:]]
    assert len(captions) == len(set(captions)) > 12


def test_notes__say_what_came_out(workbook):
    notes = texts(workbook, "注記")
    said = result_sentences(fake_publication("ja"))
    assert said
    assert set(said) <= set(notes)


def test_sections__have_a_sheet_of_the_rates_that_are_shown():
    pub = generated(3)
    frame = pub.release.frame("section_rates")
    shown = frame[frame["state"].isin(FIGURES)]
    table = section_rates(pub).table
    (rows,) = table.bodies
    assert 0 < len(rows) == len(shown) < len(frame)
    for cells, row in zip(rows, shown.to_dict("records"), strict=True):
        assert cells[0].text == pub.questionnaire.section(row["section"]).label.text("ja")
        assert cells[1].text == pub.role(row["role"])
        assert pub.question(row["question"]) == cells[3].text
        band = band_of(row, "rate_percent")
        assert cells[4].text == (band.figure(pub.words) if band else str(row["rate_percent"]))
    assert "126" not in table.plain("ja")  # the number of answers is told nowhere


def test_sections__with_a_rate_have_a_sheet():
    form = fake_questionnaire()
    section = Section.model_validate({"id": "counter", "label": label("窓口課", "Counter")})
    role = form.roles[0]
    names = {"section": "counter", "role": role.id, "question": next(iter(role.form.values()))}
    row = names | {"state": "shown", "rate_percent": 88, "n_answers": 126}
    frame = pd.DataFrame([row], dtype=object).reindex(columns=list(COLUMNS["section_rates"]))
    pub = fake_publication("ja", section_rates=frame)
    pub = replace(pub, questionnaire=form.model_copy(update={"sections": [section]}))
    (cells,) = publication_tables(pub, fake_written())["課別の率"].bodies[0]
    assert [cells[0].text, cells[-1].text] == ["窓口課", "88"]


def test_sections__without_rows_have_no_sheet(workbook):
    assert section_rates(fake_publication("ja")).table is None
    assert "課別の率" not in CalamineWorkbook.from_filelike(io.BytesIO(workbook)).sheet_names
