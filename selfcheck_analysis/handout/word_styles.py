"""The look of the Word document: A4, Japanese fonts, headings, page numbers, no trace of a user."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from selfcheck_analysis.words import Words

if TYPE_CHECKING:
    from docx.document import Document

FONT, OTHER_FONT = "BIZ UDPゴシック", "游ゴシック"
"""The font of the document, and the one that Word takes where that is not installed."""

PRODUCT = "selfcheck-analysis"
TEXT_WIDTH = 170
"""Between the margins of the page, in millimetres."""

BANNER, NOTE, LABEL, LINES, STAMP, CELL = (
    f"Handout {name}" for name in ("Banner", "Note", "Label", "Lines", "Stamp", "Cell")
)
"""Paragraph styles beside those that Word has."""

_INK, _SOFT = "1F2933", "52606D"
_MARGIN, _SIDE = 22, 20
_COMPATIBILITY = "15"  # of Word 2013 and later; a lower one opens in compatibility mode
_NEEDLESS_RELATIONS = ("thumbnail", "customXml", "stylesWithEffects")
_TABLE_STYLES = ("TableNormal", "TableGrid")


def new_document(words: Words, title: str, year: str, made_at: datetime) -> Document:
    """Return an empty document in the house style."""
    import docx  # late: half a second

    document = docx.Document()
    _take_out_template(document)
    _set_page(document)
    _set_styles(document, words)
    _set_header(document, f"{year}　{title}" if words.language == "ja" else f"{year}: {title}")
    _set_footer(document, words)
    _set_properties(document, words, f"{title} {year}", made_at)
    return document


def set_font(style: Any) -> None:
    """Give a style our font for every script, in the place of the theme's."""
    from docx.oxml.ns import qn

    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for name in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{name}"), None)
    for name in ("ascii", "hAnsi", "eastAsia", "cs"):
        fonts.set(qn(f"w:{name}"), FONT)


def element(tag: str, **attributes: str) -> Any:
    """Return a new element of the document's XML, for example ``element("w:shd", fill="EEE")``."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    made = OxmlElement(tag)
    for name, value in attributes.items():
        made.set(qn(f"w:{name}"), value)
    return made


def add_field(paragraph: Any, instruction: str) -> None:
    """Add a field that Word fills in, such as the number of the page."""
    for kind in ("begin", instruction, "end"):
        run = paragraph.add_run()
        if kind == instruction:
            text = element("w:instrText")
            text.text = f" {instruction} "
            run._r.append(text)
        else:
            run._r.append(element("w:fldChar", fldCharType=kind))


def _set_page(document: Document) -> None:
    from docx.shared import Mm

    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin = section.bottom_margin = Mm(_MARGIN)
    section.left_margin = section.right_margin = Mm(_SIDE)
    section.header_distance = section.footer_distance = Mm(10)


def _set_styles(document: Document, words: Words) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Mm

    styles = document.styles
    for style in styles:
        if style.type is not None and hasattr(style, "font"):
            set_font(style)
    language = styles.element.find(".//{*}docDefaults//{*}lang")
    for name, value in (("val", words("handout.language")), ("eastAsia", "ja-JP")):
        language.set(language.nsmap["w"].join(("{", f"}}{name}")), value)
    _paragraphs(styles["Normal"], size=10.5, after=6)
    _paragraphs(styles["Title"], size=15, before=6, after=14, bold=True, keep=True)
    styles["Title"].paragraph_format.alignment = WD_ALIGN_PARAGRAPH.CENTER
    _without_border(styles["Title"])
    _paragraphs(styles["Heading 1"], size=13, before=18, after=6, bold=True, keep=True)
    _paragraphs(styles["Heading 2"], size=11, before=12, after=4, bold=True, keep=True)
    _paragraphs(styles["Caption"], size=10, before=10, after=2, bold=True, keep=True)
    _paragraphs(styles["List Number"], size=10.5, after=4)
    _paragraphs(styles["Header"], size=8.5, colour=_SOFT)
    _paragraphs(styles["Footer"], size=9)
    own: dict[str, dict[str, Any]] = {
        BANNER: {"size": 10, "before": 4, "after": 4, "bold": True},
        NOTE: {"size": 8.5, "after": 1, "spacing": 1.1, "colour": _SOFT},
        LABEL: {"size": 10.5, "before": 6, "after": 2, "bold": True, "keep": True},
        LINES: {"size": 10.5, "after": 2},
        STAMP: {"size": 10.5},
        CELL: {"size": 9, "spacing": 1.1},
    }
    for name, settings in own.items():
        _paragraphs(_own_style(styles, name), **settings)
    styles[LINES].paragraph_format.left_indent = Mm(6)
    styles[STAMP].paragraph_format.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    shading = element("w:shd", val="clear", color="auto", fill="FFF6DD")
    styles[BANNER].element.get_or_add_pPr().append(shading)


def _own_style(styles: Any, name: str) -> Any:
    from docx.enum.style import WD_STYLE_TYPE

    style = styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
    style.base_style = styles["Normal"]
    set_font(style)
    return style


def _paragraphs(
    style: Any,
    *,
    size: float,
    before: float = 0,
    after: float = 0,
    bold: bool = False,
    keep: bool = False,
    spacing: float = 1.25,
    colour: str = _INK,
) -> None:
    """Set the letters of a style and the space around its paragraphs, in points."""
    from docx.shared import Pt, RGBColor

    style.font.size, style.font.bold, style.font.italic = Pt(size), bold, False
    style.font.color.rgb = RGBColor.from_string(colour)
    form = style.paragraph_format
    form.space_before, form.space_after, form.line_spacing = Pt(before), Pt(after), spacing
    form.keep_with_next = keep


def _without_border(style: Any) -> None:
    for border in style.element.findall(".//{*}pBdr"):
        border.getparent().remove(border)


def _set_header(document: Document, text: str) -> None:
    """Let year, programme and title run along the head of every page."""
    from docx.enum.text import WD_ALIGN_PARAGRAPH

    paragraph = document.sections[0].header.paragraphs[0]
    paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    paragraph.add_run(text)


def _set_footer(document: Document, words: Words) -> None:
    """Add fields that number the pages, in the order in which the language names them."""
    from docx.enum.text import WD_ALIGN_PARAGRAPH

    paragraph = document.sections[0].footer.paragraphs[0]
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    before, _, rest = words("handout.page_number", page="\0", pages="\1").partition("\0")
    between, _, after = rest.partition("\1")
    paragraph.add_run(before)
    add_field(paragraph, "PAGE")
    paragraph.add_run(between)
    add_field(paragraph, "NUMPAGES")
    paragraph.add_run(after)


def _set_properties(document: Document, words: Words, title: str, made_at: datetime) -> None:
    """Say what the document is and when it was made, and of nobody that they made it."""
    about = document.core_properties
    about.title, about.author, about.last_modified_by = title, PRODUCT, PRODUCT
    about.comments, about.keywords, about.revision = "", "", 1
    about.language = words("handout.language")
    about.created = about.modified = made_at.astimezone(UTC).replace(tzinfo=None)


def _take_out_template(document: Document) -> None:
    """Take out what the library's template brings along, and name the font to take instead."""
    from docx.enum.style import WD_STYLE_TYPE

    for part in (document.part.package, document.part):
        for key, relation in list(part.rels.items()):
            if relation.reltype.rpartition("/")[2] in _NEEDLESS_RELATIONS:
                del part.rels[key]
    styles = document.styles.element
    for style in styles.findall("{*}style"):
        if style.type == WD_STYLE_TYPE.TABLE and style.styleId not in _TABLE_STYLES:
            styles.remove(style)  # some hundred, which no table of ours has
    settings = document.settings.element
    for needless in settings.findall("{*}savePreviewPicture"):
        settings.remove(needless)
    for mode in settings.findall(".//{*}compatSetting"):
        if "compatibilityMode" in mode.attrib.values():
            mode.set(mode.nsmap["w"].join(("{", "}val")), _COMPATIBILITY)
    for part in document.part.package.iter_parts():
        if str(part.partname) == "/docProps/app.xml":
            part._blob = part.blob.replace(b"Microsoft Macintosh Word", PRODUCT.encode())
        if str(part.partname) == "/word/fontTable.xml":
            instead = f'<w:font w:name="{FONT}"><w:altName w:val="{OTHER_FONT}"/></w:font>'
            part._blob = part.blob.replace(b"</w:fonts>", f"{instead}</w:fonts>".encode())
