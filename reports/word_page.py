"""What stands behind the text of a Word document: fonts and styles, pages and their numbers, breaks, bookmarks, pictures."""

from __future__ import annotations

import io
import zipfile
from datetime import datetime
from typing import Any, Final
from xml.sax.saxutils import quoteattr

from django.utils.translation import gettext as _
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt, RGBColor

from sheets.comments import clean

TITLE_FONT: Final = "方正小标宋简体"
BODY_FONT: Final = "仿宋"
HEAD_FONT: Final = "黑体"
SECOND_FONT: Final = "楷体"
LATIN_FONT: Final = "Times New Roman"
GREY: Final = RGBColor(0x59, 0x59, 0x59)
BODY: Final = 16.0  # points: 三号
LINE: Final = 28  # points between lines of the body
#: What a machine without the font takes instead, by the name that Word and LibreOffice look up.
_INSTEAD: Final = {
    TITLE_FONT: "方正小标宋_GBK,宋体,SimSun,Noto Serif CJK SC",
    BODY_FONT: "仿宋_GB2312,FangSong,宋体,Noto Serif CJK SC",
    HEAD_FONT: "SimHei,Noto Sans CJK SC",
    SECOND_FONT: "楷体_GB2312,KaiTi,宋体,Noto Serif CJK SC",
    "宋体": "SimSun,Noto Serif CJK SC",
}
_TWIPS_PER_MM: Final = 1440 / 25.4
_FIRST_DAY_OF_ZIP: Final = (1980, 1, 1, 0, 0, 0)


def run(paragraph: Any, text: str, font: str, size: float, *, bold: bool = False) -> Any:
    run = paragraph.add_run(clean(text))
    run.font.name, run.font.size, run.font.bold = LATIN_FONT, Pt(size), bold
    run.font.color.rgb = RGBColor(0, 0, 0)
    run._element.rPr.rFonts.set(qn("w:eastAsia"), font)
    return run


def set_normal(document: Any) -> None:
    """The styles that a person who edits the paper goes on writing in."""
    for name, font in (("Normal", BODY_FONT), ("Heading 1", HEAD_FONT), ("Heading 2", SECOND_FONT),
                       ("Heading 3", BODY_FONT)):  # fmt: skip
        style = document.styles[name]
        style.font.name, style.font.size = LATIN_FONT, Pt(BODY)
        style.font.italic, style.font.bold = False, name == "Heading 3"
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
            fonts.attrib.pop(qn(f"w:{theme}"), None)
        fonts.set(qn("w:eastAsia"), font)
        shape = style.paragraph_format
        shape.space_before, shape.space_after = Pt(0), Pt(0)
        shape.line_spacing_rule, shape.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(LINE)
        shape.widow_control = True
    language = document.styles.element.find(f".//{qn('w:lang')}")
    if language is not None:
        language.set(qn("w:eastAsia"), "zh-CN")


def lay_out(section: Any, landscape: bool) -> int:
    """A4 with the margins of official papers; the width of the text in twips."""
    page, margins = (210, 297), (37, 26, 35, 28)  # top, right, bottom, left in millimetres
    if landscape:
        page, margins = (297, 210), (28, 25, 26, 25)
    section.orientation = WD_ORIENT.LANDSCAPE if landscape else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = Mm(page[0]), Mm(page[1])
    section.top_margin, section.right_margin = Mm(margins[0]), Mm(margins[1])
    section.bottom_margin, section.left_margin = Mm(margins[2]), Mm(margins[3])
    section.header_distance, section.footer_distance = Mm(15), Mm(25 if not landscape else 16)
    return int((page[0] - margins[1] - margins[3]) * _TWIPS_PER_MM)


def new_section(document: Any, landscape: bool) -> int:
    """What follows stands on a new page; the width of its text in twips. No empty line stays behind for the break."""
    body = document.element.body
    section = document.add_section()
    carrier = body[-2]  # the empty paragraph with the end of the section before
    before = carrier.getprevious()
    if before is not None and before.tag == qn("w:p"):
        before.get_or_add_pPr().append(carrier.pPr.find(qn("w:sectPr")))
        body.remove(carrier)
    return lay_out(section, landscape)


def bookmark(paragraph: Any, name: str, number: int) -> None:
    """What the contents point at."""
    start = parse_xml(f'<w:bookmarkStart {nsdecls("w")} w:id="{number}" w:name={quoteattr(name)}/>')
    paragraph._p.insert(1 if paragraph._p.pPr is not None else 0, start)
    paragraph._p.append(parse_xml(f'<w:bookmarkEnd {nsdecls("w")} w:id="{number}"/>'))


def point(paragraph: Any, text: str, name: str, *, font: str, room: int) -> None:
    """A line of the contents: the text, dots, the page of the bookmark, which the reader's program counts.

    ``room``: twips from the left edge to the number.
    """
    tabs = f'<w:tabs {nsdecls("w")}><w:tab w:val="right" w:leader="dot" w:pos="{room}"/></w:tabs>'
    paragraph._p.get_or_add_pPr().insert_element_before(parse_xml(tabs), "w:spacing", "w:ind", "w:jc", "w:rPr")
    run(paragraph, text + "\t", font, 14.0)
    parts = (
        '<w:fldChar w:fldCharType="begin" w:dirty="true"/>',
        f'<w:instrText xml:space="preserve"> PAGEREF {name} \\h </w:instrText>',
        '<w:fldChar w:fldCharType="separate"/>', "<w:t></w:t>", '<w:fldChar w:fldCharType="end"/>',
    )  # fmt: skip
    size = '<w:rPr><w:sz w:val="28"/></w:rPr>'
    for part in parts:
        paragraph._p.append(parse_xml(f"<w:r {nsdecls('w')}>{size}{part}</w:r>"))


def dated(data: bytes, moment: datetime) -> bytes:
    """The same document with ``moment`` as the time of its parts: made again it is the same, byte by byte."""
    at = max((moment.year, moment.month, moment.day, moment.hour, moment.minute, moment.second), _FIRST_DAY_OF_ZIP)
    filled = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as made, zipfile.ZipFile(filled, "w", zipfile.ZIP_DEFLATED) as again:
        for one in made.infolist():
            told = zipfile.ZipInfo(one.filename, at)
            told.compress_type, told.external_attr = zipfile.ZIP_DEFLATED, one.external_attr
            again.writestr(told, made.read(one))
    return filled.getvalue()


def number_pages(document: Any) -> None:
    """— 1 — outside: at the right of odd pages, at the left of even ones."""
    document.settings.odd_and_even_pages_header_footer = True
    section = document.sections[0]
    for footer, side in ((section.footer, "right"), (section.even_page_footer, "left")):
        line = footer.paragraphs[0]
        line.alignment = WD_ALIGN_PARAGRAPH.RIGHT if side == "right" else WD_ALIGN_PARAGRAPH.LEFT
        line.paragraph_format.line_spacing_rule = WD_LINE_SPACING.SINGLE
        run(line, "— ", "宋体", 14.0)
        line._p.append(parse_xml(f'<w:fldSimple {nsdecls("w")} w:instr=" PAGE "><w:r><w:rPr><w:sz w:val="28"/></w:rPr>'
                                 "<w:t>1</w:t></w:r></w:fldSimple>"))  # fmt: skip
        run(line, " —", "宋体", 14.0)


def mark_sample(document: Any) -> None:
    section = document.sections[0]
    for header in (section.header, section.even_page_header):
        line = header.paragraphs[0]
        line.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        line.paragraph_format.line_spacing_rule = WD_LINE_SPACING.SINGLE
        run(line, _("演示数据"), HEAD_FONT, 10.5).font.color.rgb = GREY


def describe(document: Any, title: str, made_at: datetime) -> None:
    facts = document.core_properties
    facts.title, facts.author, facts.last_modified_by, facts.comments = clean(title)[:250], "", "", ""
    facts.created = facts.modified = made_at


def name_fonts(document: Any) -> None:
    """Say in the file what stands in for a font that a machine does not have."""
    part = next(one for one in document.part.package.iter_parts() if str(one.partname) == "/word/fontTable.xml")
    named = "".join(
        f'<w:font w:name="{font}"><w:altName w:val="{instead}"/><w:charset w:val="86"/></w:font>'
        for font, instead in _INSTEAD.items()
    ).encode()
    part._blob = part.blob.replace(b"</w:fonts>", named + b"</w:fonts>")
