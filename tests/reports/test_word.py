"""The shared room for Word documents: what is written opens again and says the same."""

from __future__ import annotations

import io
from datetime import UTC, datetime
from decimal import Decimal

import pytest
from docx import Document
from docx.oxml.ns import qn

from reports.word import document
from reports.word_page import BODY_FONT, TITLE_FONT
from sheets.table import Column, Figure

MOMENT = datetime(2025, 7, 8, tzinfo=UTC)
COLUMNS = [
    Column("项目"),
    Column("年度计划", "万元", "number", 1),
    Column("完成率", kind="share"),
    Column("年份", kind="year"),
]
ROWS = [
    ("一号园区 & <二期>", Decimal("1234.5"), Decimal("0.4567"), 2025),
    ("水厂", Decimal(-3), None, 2025),
    ("道路\x0b", "未填", Figure(Decimal("4.8"), 1, "个百分点", signed=True), 2025),
]


def opened(**given):
    paper = document("关于项目的通报", made_at=MOMENT, number="〔2025〕1号", **given)
    paper.heading("一、情况")
    paper.paragraph("县住建局：", indent=False)
    paper.paragraph("请于7月20日前回复。")
    paper.table(COLUMNS, ROWS, caption="表1", notes=["注：完成率。"])
    paper.signature("延津县发展和改革委员会", "2025年7月8日")
    return Document(io.BytesIO(paper.data()))


@pytest.fixture(scope="module")
def made():
    return opened()


def test_what_is_said_stands_in_order(made):
    texts = [one.text for one in made.paragraphs if one.text]
    assert texts == [
        "关于项目的通报", "〔2025〕1号", "一、情况", "县住建局：", "请于7月20日前回复。", "表1", "注：完成率。",
        "延津县发展和改革委员会", "2025年7月8日",
    ]  # fmt: skip


def test_the_sender_stands_in_red_above_a_line_and_the_number_below_it():
    made = opened(sender="延津县发展和改革委员会").paragraphs
    assert [one.text for one in made[:3]] == ["延津县发展和改革委员会", "〔2025〕1号", "关于项目的通报"]
    assert str(made[0].runs[0].font.color.rgb) == "C81010"
    shape = [one.tag for one in made[0]._p.pPr]
    assert shape.index(qn("w:pBdr")) < shape.index(qn("w:spacing")) < shape.index(qn("w:jc"))  # the schema's order


def test_a_long_heading_breaks_into_lines_of_one_length_and_a_sum_is_told_apart():
    paper = document("表", made_at=MOMENT)
    columns = [Column("项目"), Column("距时序少完成", "万元", "number"), Column("2025 年目标")]
    paper.table(columns, [("路", 1, "x"), ("合计", 1, "—")], widths=(87, 11, 6), total=True)
    table = Document(io.BytesIO(paper.data())).tables[0]
    assert [cell.text for cell in table.rows[0].cells] == ["项目", "距时序\n少完成\n（万元）", "2025 年目标"]
    fonts = [row.cells[0].paragraphs[0].runs[0]._element.rPr.rFonts.get(qn("w:eastAsia")) for row in table.rows]
    assert fonts == ["黑体", "仿宋", "黑体"]


def test_numbers_stand_as_the_page_shows_them(made):
    rows = [[cell.text for cell in row.cells] for row in made.tables[0].rows]
    assert rows == [
        ["项目", "年度计划\n（万元）", "完成率", "年份"],
        ["一号园区 & <二期>", "1234.5", "45.7%", "2025"],
        ["水厂", "−3.0", "—", "2025"],
        ["道路", "未填", "+4.8 个百分点", "2025"],
    ]


def test_the_head_of_a_table_stands_again_and_numbers_stand_right(made):
    table = made.tables[0]
    repeated = [row._tr.find(f"{qn('w:trPr')}/{qn('w:tblHeader')}") is not None for row in table.rows]
    assert repeated == [True, False, False, False]
    sides = [cell.paragraphs[0].alignment.name for cell in table.rows[1].cells]
    assert sides == ["LEFT", "RIGHT", "RIGHT", "RIGHT"]
    assert all(row._tr.find(f"{qn('w:trPr')}/{qn('w:cantSplit')}") is not None for row in table.rows)


def test_fonts_are_named_with_what_stands_in_for_them(made):
    fonts = [run._element.rPr.rFonts.get(qn("w:eastAsia")) for one in made.paragraphs for run in one.runs]
    assert fonts[0] == TITLE_FONT and BODY_FONT in fonts
    part = next(one for one in made.part.package.iter_parts() if "fontTable" in str(one.partname))
    assert "仿宋_GB2312" in part.blob.decode()


def test_pages_are_numbered_on_both_sides(made):
    section = made.sections[0]
    assert [("PAGE" in footer._element.xml) for footer in (section.footer, section.even_page_footer)] == [True, True]
    assert section.page_width.mm == pytest.approx(210, abs=0.1)


@pytest.mark.parametrize("sample", [True, False])
def test_sample_data_say_so_on_every_page(sample):
    made = opened(sample=sample)
    headers = [made.sections[0].header, made.sections[0].even_page_header]
    marked = [any("演示数据" in line.text for line in header.paragraphs) for header in headers]
    assert marked == [sample, sample]
    assert any("演示数据" in line.text for line in made.paragraphs) is sample


def test_a_wide_table_lies_across():
    section = opened(landscape=True).sections[0]
    assert section.page_width > section.page_height


def test_a_row_that_does_not_fit_is_refused():
    paper = document("通报", made_at=MOMENT)
    with pytest.raises(ValueError, match="row 1 has 1 cells for 2 columns"):
        paper.table([Column("项目"), Column("年份")], [("水厂",)])


def test_the_file_names_nobody(made):
    facts = made.core_properties
    assert (facts.title, facts.author, facts.comments, facts.created.year) == ("关于项目的通报", "", "", 2025)
