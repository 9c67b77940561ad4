"""Word documents in the layout of official papers (GB/T 9704), to be edited by staff afterwards.

    paper = document("关于……的通报", number="延津县〔2025〕3号", made_at=moment, sample=False)   # sender="…": a red head
    paper.heading("一、总体情况")                       # level 1 黑体, 2 楷体, 3 bold
    paper.paragraph("1—6月……")                        # 仿宋, three (16 pt), two characters indented
    paper.table(columns, rows, caption="表1　……", notes=["注：……"])   # Column, Cell of sheets.table: as in the workbook
    paper.signature("延津县发展和改革委员会", "2025年7月8日")
    data = paper.data()                               # bytes of the docx

The caller says every sentence, in the language of the paper; nothing here asks clock, request or database. Fonts are named
only (方正小标宋简体, 仿宋, 黑体, 楷体) and each names what stands in for it where it is missing. ``landscape`` for wide tables.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final, Literal

from django.utils.translation import gettext as _
from docx import Document
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt, RGBColor

from reports.word_cells import table_xml
from sheets.comments import clean
from sheets.table import Cell, Column

Align = Literal["left", "center", "right"]

TITLE_FONT: Final = "方正小标宋简体"
BODY_FONT: Final = "仿宋"
HEAD_FONT: Final = "黑体"
SECOND_FONT: Final = "楷体"
LATIN_FONT: Final = "Times New Roman"
#: What a machine without the font takes instead, by the name that Word and LibreOffice look up.
_INSTEAD: Final = {
    TITLE_FONT: "方正小标宋_GBK,宋体,SimSun,Noto Serif CJK SC",
    BODY_FONT: "仿宋_GB2312,FangSong,宋体,Noto Serif CJK SC",
    HEAD_FONT: "SimHei,Noto Sans CJK SC",
    SECOND_FONT: "楷体_GB2312,KaiTi,宋体,Noto Serif CJK SC",
    "宋体": "SimSun,Noto Serif CJK SC",
}
_BEHIND_THE_LINE: Final = ("w:shd", "w:tabs", "w:spacing", "w:ind", "w:jc", "w:rPr")  # the schema's order
_ALIGN: Final = {
    "left": WD_ALIGN_PARAGRAPH.JUSTIFY, "center": WD_ALIGN_PARAGRAPH.CENTER, "right": WD_ALIGN_PARAGRAPH.RIGHT,
}  # fmt: skip
_HEAD, _BODY, _TITLE, _SMALL, _TABLE = 30.0, 16.0, 22.0, 10.5, 10.5  # points: the others 三号, 二号, 五号, 五号
_LINE: Final = 28  # points between lines of the body
_TWIPS_PER_MM: Final = 1440 / 25.4
_GREY: Final = RGBColor(0x59, 0x59, 0x59)
_RED: Final = RGBColor(0xC8, 0x10, 0x10)
_RED_LINE: Final = (
    f'<w:pBdr {nsdecls("w")}><w:bottom w:val="thickThinSmallGap" w:sz="18" w:space="6" w:color="C81010"/></w:pBdr>'
)


def document(
    title: str,
    *,
    made_at: datetime,
    number: str = "",
    subtitle: str = "",
    sender: str = "",
    sample: bool = False,
    landscape: bool = False,
) -> Paper:
    """A new paper with its title. ``number``: 文号, ``subtitle``: region and time, both below it.

    ``sender``: who issues it, in red above all with a red line below (发文机关标志); the number then stands under the line.
    ``made_at``: what the file's properties say; give the moment of issue for a paper that is printed again. ``sample``: 演示数据
    stands on top of every page and below the title.
    """
    return Paper(
        title, made_at=made_at, number=number, subtitle=subtitle, sender=sender, sample=sample, landscape=landscape
    )


class Paper:
    """A paper being written, from top to bottom."""

    def __init__(
        self, title: str, *, made_at: datetime, number: str, subtitle: str, sender: str, sample: bool, landscape: bool
    ) -> None:
        self._document = Document()
        _name_fonts(self._document)
        _set_normal(self._document)
        self._width = _lay_out(self._document, landscape)
        _number_pages(self._document)
        _describe(self._document, title, made_at)
        if sender:
            self._head(sender, number)
            number = ""
        self._line(
            title, TITLE_FONT, _TITLE, "center", before=6, after=10 if not (number or subtitle) else 4, title=True
        )
        for text in (number, subtitle):
            if text:
                self._line(text, SECOND_FONT, 14.0, "center", after=8)
        if sample:
            _mark_sample(self._document)
            self._line(_("演示数据，不代表真实情况"), HEAD_FONT, 12.0, "center", after=8, grey=True)

    # --- what a paper is made of --------------------------------------------------------------------------------------
    def heading(self, text: str, level: int = 1) -> None:
        """A heading inside the text, which Word lists in its outline; it never stands alone at the end of a page."""
        made = self._document.add_paragraph(style=f"Heading {level}")
        made.paragraph_format.first_line_indent = Pt(_BODY * 2)
        _run(made, text, {1: HEAD_FONT, 2: SECOND_FONT}.get(level, BODY_FONT), _BODY, bold=level > 2)

    def paragraph(self, text: str, *, align: Align = "left", indent: bool = True, bold: bool = False) -> None:
        """A paragraph of the body. ``indent``: its first line by two characters, as every one that is not an address."""
        made = self._document.add_paragraph()
        made.alignment = _ALIGN[align]
        if indent and align == "left":
            made.paragraph_format.first_line_indent = Pt(_BODY * 2)
        _run(made, text, BODY_FONT, _BODY, bold=bold)

    def table(
        self, columns: Sequence[Column], rows: Sequence[Sequence[Cell]], *, caption: str = "", notes: Sequence[str] = (),
        widths: Sequence[float] | None = None, size: float = _TABLE, total: bool = False,
    ) -> None:  # fmt: skip
        """A table; its head stands again on every page. ``notes`` in small type below. ``widths``: shares of the columns,
        None: by what stands in them. ``size`` in points. ``total``: the last row is the sum. ValueError for a row that is
        longer or shorter than the columns."""
        if not caption:
            self._document.paragraphs[-1].paragraph_format.space_after = Pt(4)  # no line of text on the table's edge
        else:
            self._line(caption, HEAD_FONT, 12.0, "center", before=8, after=4, keep=True)
        fonts = (HEAD_FONT, BODY_FONT)
        made = table_xml(columns, rows, width=self._width, size=size, fonts=fonts, widths=widths, total=total)
        self._document.element.body.insert_element_before(made, "w:sectPr")
        for text in notes:
            self._line(text, BODY_FONT, _SMALL, "left", before=2)
        if not notes:
            self._line("", BODY_FONT, 6.0, "left")  # two tables in a row would grow into one

    def note(self, text: str) -> None:
        """A line in small type: source, how a figure is counted."""
        self._line(text, BODY_FONT, _SMALL, "left", before=2)

    def signature(self, who: str, on: str) -> None:
        """Who sends the paper, and the day, at the right below the text; the two stay together."""
        for text, before in ((who, _LINE), (on, 0)):
            if text:
                made = self._line(text, BODY_FONT, _BODY, "right", before=before, keep=text == who and bool(on))
                made.paragraph_format.right_indent = Pt(_BODY * 2)

    def data(self) -> bytes:
        """The paper as docx."""
        filled = io.BytesIO()
        self._document.save(filled)
        return filled.getvalue()

    def _head(self, sender: str, number: str) -> None:
        """Who issues the paper, in red, a red line across the page below, the number at its right."""
        made = self._line(sender, TITLE_FONT, _HEAD, "center", after=4)
        made.runs[0].font.color.rgb = _RED
        made._p.get_or_add_pPr().insert_element_before(parse_xml(_RED_LINE), *_BEHIND_THE_LINE)
        self._line(number, BODY_FONT, _BODY, "right", before=4, after=_LINE)

    def _line(
        self, text: str, font: str, size: float, align: Align, *, before: float = 0, after: float = 0, keep: bool = False,
        grey: bool = False, title: bool = False,
    ) -> Any:  # fmt: skip
        made = self._document.add_paragraph()
        made.alignment = _ALIGN[align]
        shape = made.paragraph_format
        shape.space_before, shape.space_after, shape.keep_with_next = Pt(before), Pt(after), keep
        if title:
            shape.line_spacing_rule, shape.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(32)
        else:
            shape.line_spacing_rule = WD_LINE_SPACING.SINGLE
        run = _run(made, text, font, size)
        if grey:
            run.font.color.rgb = _GREY
        return made


# --- what stands behind -----------------------------------------------------------------------------------------------
def _run(paragraph: Any, text: str, font: str, size: float, *, bold: bool = False) -> Any:
    run = paragraph.add_run(clean(text))
    run.font.name, run.font.size, run.font.bold = LATIN_FONT, Pt(size), bold
    run.font.color.rgb = RGBColor(0, 0, 0)
    run._element.rPr.rFonts.set(qn("w:eastAsia"), font)
    return run


def _set_normal(document: Any) -> None:
    """The styles that a person who edits the paper goes on writing in."""
    for name, font in (("Normal", BODY_FONT), ("Heading 1", HEAD_FONT), ("Heading 2", SECOND_FONT),
                       ("Heading 3", BODY_FONT)):  # fmt: skip
        style = document.styles[name]
        style.font.name, style.font.size = LATIN_FONT, Pt(_BODY)
        style.font.italic, style.font.bold = False, name == "Heading 3"
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
            fonts.attrib.pop(qn(f"w:{theme}"), None)
        fonts.set(qn("w:eastAsia"), font)
        shape = style.paragraph_format
        shape.space_before, shape.space_after = Pt(0), Pt(0)
        shape.line_spacing_rule, shape.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(_LINE)
        shape.widow_control = True
    language = document.styles.element.find(f".//{qn('w:lang')}")
    if language is not None:
        language.set(qn("w:eastAsia"), "zh-CN")


def _lay_out(document: Any, landscape: bool) -> int:
    """A4 with the margins of official papers; the width of the text in twips."""
    section = document.sections[0]
    page, margins = (210, 297), (37, 26, 35, 28)  # top, right, bottom, left in millimetres
    if landscape:
        page, margins = (297, 210), (28, 25, 26, 25)
        section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Mm(page[0]), Mm(page[1])
    section.top_margin, section.right_margin = Mm(margins[0]), Mm(margins[1])
    section.bottom_margin, section.left_margin = Mm(margins[2]), Mm(margins[3])
    section.header_distance, section.footer_distance = Mm(15), Mm(25 if not landscape else 16)
    return int((page[0] - margins[1] - margins[3]) * _TWIPS_PER_MM)


def _number_pages(document: Any) -> None:
    """— 1 — outside: at the right of odd pages, at the left of even ones."""
    document.settings.odd_and_even_pages_header_footer = True
    section = document.sections[0]
    for footer, side in ((section.footer, "right"), (section.even_page_footer, "left")):
        line = footer.paragraphs[0]
        line.alignment = WD_ALIGN_PARAGRAPH.RIGHT if side == "right" else WD_ALIGN_PARAGRAPH.LEFT
        line.paragraph_format.line_spacing_rule = WD_LINE_SPACING.SINGLE
        _run(line, "— ", "宋体", 14.0)
        line._p.append(parse_xml(f'<w:fldSimple {nsdecls("w")} w:instr=" PAGE "><w:r><w:rPr><w:sz w:val="28"/></w:rPr>'
                                 "<w:t>1</w:t></w:r></w:fldSimple>"))  # fmt: skip
        _run(line, " —", "宋体", 14.0)


def _mark_sample(document: Any) -> None:
    section = document.sections[0]
    for header in (section.header, section.even_page_header):
        line = header.paragraphs[0]
        line.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        line.paragraph_format.line_spacing_rule = WD_LINE_SPACING.SINGLE
        _run(line, _("演示数据"), HEAD_FONT, 10.5).font.color.rgb = _GREY


def _describe(document: Any, title: str, made_at: datetime) -> None:
    facts = document.core_properties
    facts.title, facts.author, facts.last_modified_by, facts.comments = clean(title)[:250], "", "", ""
    facts.created = facts.modified = made_at


def _name_fonts(document: Any) -> None:
    """Say in the file what stands in for a font that a machine does not have."""
    part = next(one for one in document.part.package.iter_parts() if str(one.partname) == "/word/fontTable.xml")
    named = "".join(
        f'<w:font w:name="{font}"><w:altName w:val="{instead}"/><w:charset w:val="86"/></w:font>'
        for font, instead in _INSTEAD.items()
    ).encode()
    part._blob = part.blob.replace(b"</w:fonts>", named + b"</w:fonts>")
