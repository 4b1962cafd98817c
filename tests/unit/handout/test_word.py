"""The Word document: real headings, tables, pictures and fields, and nobody's name."""

import io
import re
import zipfile
from datetime import UTC, timedelta

import docx
import pytest
from docx.oxml.ns import qn
from docx.shared import Mm

from selfcheck_analysis.handout import handout
from selfcheck_analysis.handout.word import document_of
from selfcheck_analysis.handout.word_styles import FONT
from tests.factories import fake_publication
from tests.papers import MADE_AT, fake_written, without_charts


@pytest.fixture(scope="module")
def content():
    pub = fake_publication("ja")
    return document_of(handout(pub, fake_written()), pub.words, MADE_AT)


@pytest.fixture(scope="module")
def document(content):
    return docx.Document(io.BytesIO(content))


def part(content, name):
    return zipfile.ZipFile(io.BytesIO(content)).read(name).decode("utf-8")


def paragraphs(document, style):
    return [p.text for p in document.paragraphs if p.style.name == style]


def test_headings__have_the_levels_of_an_outline(document):
    assert paragraphs(document, "Heading 1") == [
        "１　実施内容",
        "２　回答結果",
        "３　重点項目について",
        "４　結果を受けての対策について",
    ]
    assert paragraphs(document, "Heading 2") == [
        "（１）目的",
        "（２）期間",
        "（３）対象",
        "（４）自己点検内容",
        "（１）重点項目１「離席時のログオフ」について",
        "（２）重点項目２「緊急時の連絡体制」について",
    ]
    for level in (1, 2):
        style = document.styles[f"Heading {level}"].element
        assert style.find(f".//{qn('w:outlineLvl')}").get(qn("w:val")) == str(level - 1)


def test_tables__repeat_their_heads_and_keep_their_rows_whole(document):
    for table in document.tables:
        rows = [row._tr.trPr for row in table.rows]
        heads = [row.find(qn("w:tblHeader")) is not None for row in rows]
        assert heads == [True, True] + [False] * (len(rows) - 2)
        assert all(row.find(qn("w:cantSplit")) is not None for row in rows)


def test_tables__stand_under_captions_and_fit_between_the_margins(document):
    captions = paragraphs(document, "Caption")
    for table in document.tables:
        assert table._tbl.tblPr.find(qn("w:tblCaption")).get(qn("w:val")) in captions
        assert sum(column.width for column in table.columns) == pytest.approx(Mm(170), abs=Mm(1))


def test_pictures__are_described_and_fit_the_page(document):
    assert len(document.inline_shapes) == 3  # rates, and one for each focus item
    for shape in document.inline_shapes:
        assert "％" in shape._inline.docPr.get("descr")
        assert shape.width <= Mm(170)
        assert shape.height <= Mm(85)


def test_measures__are_numbered_by_word(document):
    numbered = [p for p in document.paragraphs if p.style.name == "List Number"]
    assert [p.text for p in numbered] == ["結果を返す。", "研修を行う。"]
    (number,) = {p._p.pPr.numPr.numId.val for p in numbered}
    numbering = document.part.numbering_part.element
    abstract = numbering.num_having_numId(number).abstractNumId.val
    (level,) = numbering.xpath(f"w:abstractNum[@w:abstractNumId='{abstract}']/w:lvl")
    assert level.find(qn("w:numFmt")).get(qn("w:val")) == "decimalFullWidth"
    assert level.find(qn("w:lvlText")).get(qn("w:val")) == "（%1）"


def test_page__is_a4_and_numbered_by_fields(document, content):
    section = document.sections[0]
    size = (section.page_width, section.page_height)
    assert size == pytest.approx((Mm(210), Mm(297)), abs=Mm(1))  # Word counts in twips
    footer = section.footer._element
    fields = [code.text.strip() for code in footer.iter(qn("w:instrText"))]
    assert fields == ["PAGE", "NUMPAGES"]
    assert section.footer.paragraphs[0].text == "／ページ"  # the numbers are for Word to fill in


def test_fonts__are_named_for_japanese_in_every_style(content):
    styles = part(content, "word/styles.xml")
    fonts = re.findall(r"<w:rFonts [^>]*>", styles)
    own = [font for font in fonts if "Theme" not in font]
    assert len(own) > 20
    assert all(f'w:eastAsia="{FONT}"' in font for font in own)
    assert all("Theme" not in font for font in fonts if font != fonts[0])  # the defaults
    assert f'<w:font w:name="{FONT}"><w:altName w:val="游ゴシック"/>' in part(
        content, "word/fontTable.xml"
    )


def test_properties__name_no_person_and_no_machine(document, content):
    about = document.core_properties
    assert {about.author, about.last_modified_by} == {"selfcheck-analysis"}
    assert about.created == MADE_AT.astimezone(UTC)
    assert about.comments == ""
    names = zipfile.ZipFile(io.BytesIO(content)).namelist()
    assert not [name for name in names if "thumbnail" in name or "customXml" in name]
    everything = "".join(part(content, name) for name in names if name.endswith(("xml", "rels")))
    assert not re.search("python-docx|Microsoft Mac|/root|/home|/work|C:\\\\", everything)


def test_bytes__depend_on_the_time_that_is_given_alone(content):
    pub = fake_publication("ja")
    made = handout(pub, fake_written())
    assert document_of(made, pub.words, MADE_AT) == content
    later = document_of(made, pub.words, MADE_AT + timedelta(minutes=1))
    changed = [
        name
        for name in zipfile.ZipFile(io.BytesIO(content)).namelist()
        if name.endswith("xml") and part(later, name) != part(content, name)
    ]
    assert changed == ["docProps/core.xml"]


def test_english__is_marked_as_such():
    pub = fake_publication("en")
    with without_charts():
        content = document_of(handout(pub, fake_written()), pub.words, MADE_AT)
    assert '<w:lang w:val="en-GB"' in part(content, "word/styles.xml")
    assert paragraphs(docx.Document(io.BytesIO(content)), "Heading 1")[0].startswith("1. How")


def test_running_head__names_year_programme_and_title(document):
    (head,) = document.sections[0].header.paragraphs
    title = paragraphs(document, "Title")[0]
    assert head.text == title.replace("\n", "　")


def test_paragraphs__are_never_empty_and_stand_apart_from_tables(document):
    empty = [p for p in document.paragraphs if not p.text and not p._p.xpath(".//w:drawing")]
    assert empty == []
    below = [table._tbl.getnext() for table in document.tables]
    assert len(below) == 4
    for element in below:
        assert element.tag == qn("w:p")  # Word joins tables that follow each other
        assert int(element.find(f".//{qn('w:spacing')}").get(qn("w:before"))) >= 200  # 10 points
