"""Word documents in the layout of official papers (GB/T 9704), to be edited by staff afterwards.

    paper = document("关于……的通报", number="延津县〔2025〕3号", made_at=moment, sample=False)   # sender="…": a red head
    paper.heading("一、总体情况")                       # level 1 黑体, 2 楷体, 3 bold
    paper.paragraph("1—6月……")                        # 仿宋, three (16 pt), two characters indented
    paper.table(columns, rows, caption="表1　……", notes=["注：……"])   # Column, Cell of sheets.table: as in the workbook
    paper.signature("延津县发展和改革委员会", "2025年7月8日")
    data = paper.data()                               # bytes of the docx

    paper.contents("目录")                              # headings of the two first levels that come behind it, with pages
    paper.picture(png, alt="……", caption="图1　……")     # a chart, said in words for those who cannot see it
    paper.turn(landscape=True)                        # what follows, tables too, on pages across; False: upright again

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
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_BREAK, WD_LINE_SPACING
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.shared import Mm, Pt, RGBColor, Twips

from reports.word_cells import Row, table_xml
from reports.word_page import (
    BODY,
    BODY_FONT,
    GREY,
    HEAD_FONT,
    LINE,
    SECOND_FONT,
    TITLE_FONT,
    bookmark,
    dated,
    describe,
    lay_out,
    mark_sample,
    name_fonts,
    new_section,
    number_pages,
    point,
    run,
    set_normal,
)
from sheets.comments import clean
from sheets.table import Column

Align = Literal["left", "center", "right"]

_BEHIND_THE_LINE: Final = ("w:shd", "w:tabs", "w:spacing", "w:ind", "w:jc", "w:rPr")  # the schema's order
_ALIGN: Final = {
    "left": WD_ALIGN_PARAGRAPH.JUSTIFY, "center": WD_ALIGN_PARAGRAPH.CENTER, "right": WD_ALIGN_PARAGRAPH.RIGHT,
}  # fmt: skip
_HEAD, _TITLE, _SMALL, _TABLE = 30.0, 22.0, 10.5, 10.5  # points: the others 二号, 五号, 五号
_LISTED, _LISTED_LINE = 2, 21  # levels of headings that stand in the contents; points between its lines
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
        name_fonts(self._document)
        set_normal(self._document)
        self._made_at = made_at
        self._width = self._first_width = lay_out(self._document.sections[0], landscape)
        number_pages(self._document)
        describe(self._document, title, made_at)
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
            mark_sample(self._document)
            self._line(_("演示数据，不代表真实情况"), HEAD_FONT, 12.0, "center", after=8, grey=True)
        self._headings: list[tuple[str, int, str]] = []  # text, level, bookmark
        self._contents: Any = None  # the line before which they are listed

    # --- what a paper is made of --------------------------------------------------------------------------------------
    def heading(self, text: str, level: int = 1) -> None:
        """A heading inside the text, which Word lists in its outline; it never stands alone at the end of a page."""
        made = self._document.add_paragraph(style=f"Heading {level}")
        made.paragraph_format.first_line_indent = Pt(BODY * 2)
        run(made, text, {1: HEAD_FONT, 2: SECOND_FONT}.get(level, BODY_FONT), BODY, bold=level > 2)
        if self._contents is not None:
            name = f"part{len(self._headings) + 1}"
            bookmark(made, name, len(self._headings) + 1)
            self._headings.append((text, level, name))

    def contents(self, title: str) -> None:
        """A list of the headings that follow, with their pages; what comes next begins on a new page."""
        self._line(title, HEAD_FONT, BODY, "center", before=LINE / 2, after=LINE / 2)
        self._contents = self._document.add_paragraph()
        self._contents.add_run().add_break(WD_BREAK.PAGE)

    def turn(self, *, landscape: bool) -> None:
        """What follows stands on new pages, across or upright."""
        self._width = new_section(self._document, landscape)

    def picture(self, data: bytes, *, alt: str, caption: str = "", width: float | None = None) -> None:
        """A picture (PNG) in the middle; ``alt``: what it shows, in words. ``width`` in millimetres, None: that of the text."""
        made = self._document.add_paragraph()
        made.alignment = WD_ALIGN_PARAGRAPH.CENTER
        shape = made.paragraph_format
        shape.line_spacing_rule, shape.space_before, shape.keep_with_next = WD_LINE_SPACING.SINGLE, Pt(6), bool(caption)
        drawn = made.add_run().add_picture(io.BytesIO(data), width=Twips(self._width) if width is None else Mm(width))
        drawn._inline.docPr.set("descr", clean(alt))
        if caption:
            self._line(caption, HEAD_FONT, 12.0, "center", before=2, after=8)

    def paragraph(self, text: str, *, align: Align = "left", indent: bool = True, bold: bool = False) -> None:
        """A paragraph of the body. ``indent``: its first line by two characters, as every one that is not an address."""
        made = self._document.add_paragraph()
        made.alignment = _ALIGN[align]
        if indent and align == "left":
            made.paragraph_format.first_line_indent = Pt(BODY * 2)
        run(made, text, BODY_FONT, BODY, bold=bold)

    def table(
        self, columns: Sequence[Column], rows: Sequence[Row], *, caption: str = "", notes: Sequence[str] = (),
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
        for text, before in ((who, LINE), (on, 0)):
            if text:
                made = self._line(text, BODY_FONT, BODY, "right", before=before, keep=text == who and bool(on))
                made.paragraph_format.right_indent = Pt(BODY * 2)

    def data(self) -> bytes:
        """The paper as docx."""
        self._list_headings()
        filled = io.BytesIO()
        self._document.save(filled)
        return dated(filled.getvalue(), self._made_at)

    def _list_headings(self) -> None:
        if self._contents is None:
            return
        for text, level, name in self._headings:
            if level <= _LISTED:
                line = self._contents.insert_paragraph_before()
                shape = line.paragraph_format
                shape.left_indent, shape.line_spacing = Pt(BODY * (level - 1)), Pt(_LISTED_LINE)
                point(line, text, name, font=BODY_FONT, room=self._first_width)
        self._headings = []

    def _head(self, sender: str, number: str) -> None:
        """Who issues the paper, in red, a red line across the page below, the number at its right."""
        made = self._line(sender, TITLE_FONT, _HEAD, "center", after=4)
        made.runs[0].font.color.rgb = _RED
        made._p.get_or_add_pPr().insert_element_before(parse_xml(_RED_LINE), *_BEHIND_THE_LINE)
        self._line(number, BODY_FONT, BODY, "right", before=4, after=LINE)

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
        made_run = run(made, text, font, size)
        if grey:
            made_run.font.color.rgb = GREY
        return made
