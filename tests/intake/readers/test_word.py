"""Word documents: the order of the body, merged cells, nested tables, counted labels, what is printed and what is not."""

from __future__ import annotations

from typing import Any

import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from files.kinds import Kind
from intake.readers.document import Paragraph
from intake.readers.numbering import chinese, in_words
from intake.readers.open import read_document
from tests.factories.office import fill, repacked, word
from tests.intake.readers.reading import grids, hangs_together, texts

NAMESPACES = nsdecls("w")
TWO_LEVELS = [
    ["类别", "指标", "目标", "<", "属性"],
    ["^", "^", "2025年", "年均增长", "^"],
    ["经济发展", "1.地区生产总值（亿元）", "120", "6.5%", "预期性"],
    ["^", "2.城镇化率（%）", "52.5", "—", "预期性"],
    ["绿色生态", "3.PM2.5浓度", "<40", "", "约束性"],
]


def paragraph(inner: str) -> Any:
    return parse_xml(f"<w:p {NAMESPACES}>{inner}</w:p>")


def put(document: Any, element: Any) -> None:
    document.element.body.insert(len(document.element.body) - 1, element)


def test_paragraphs_headings_and_a_plain_grid_in_their_order():
    def write(document: Any) -> None:
        document.add_heading("第一章　总则", 1)
        document.add_paragraph("到2025年，地区生产总值达到120亿元。")
        fill(document.add_table(2, 3), [["指标", "2020年", "2025年"], ["地区生产总值", "88.4", "120"]])
        document.add_paragraph("")
        document.add_heading("第一节", 2)

    document = read_document(word(write))
    hangs_together(document)
    assert document.kind is Kind.WORD
    assert texts(document) == ["第一章　总则", "到2025年，地区生产总值达到120亿元。", "#", "第一节"]
    assert [block.level for block in document.blocks if isinstance(block, Paragraph)] == [1, 0, 2]
    assert grids(document) == [[["指标", "2020年", "2025年"], ["地区生产总值", "88.4", "120"]]]
    assert [(line.number, line.place) for line in document.lines] == [
        (1, "第1段"), (2, "第2段"), (3, "表1第1行"), (4, "表1第2行"), (5, "第3段"),
    ]  # fmt: skip


def test_a_header_of_two_levels_and_categories_over_several_rows():
    document = read_document(word(lambda document: fill(document.add_table(5, 5), TWO_LEVELS)))
    hangs_together(document)
    assert grids(document) == [
        [
            ["类别", "指标", "目标", "^目标", "属性"],
            ["^类别", "^指标", "2025年", "年均增长", "^属性"],
            ["经济发展", "1.地区生产总值（亿元）", "120", "6.5%", "预期性"],
            ["^经济发展", "2.城镇化率（%）", "52.5", "—", "预期性"],
            ["绿色生态", "3.PM2.5浓度", "<40", "", "约束性"],
        ]
    ]
    assert document.lines[1].text == "\t\t2025年\t年均增长\t"


def test_a_table_nested_in_a_box():
    def write(document: Any) -> None:
        cell = document.add_table(1, 1).cell(0, 0)
        cell.text = "专栏2　交通重点项目"
        cell.add_paragraph("公路：北山至云溪公路。")
        fill(cell.add_table(2, 2), [["项目", "规模"], ["北山水库", "1200 万立方米"]])
        cell.add_paragraph("框内表后")
        document.add_paragraph("框后")

    document = read_document(word(write))
    hangs_together(document)
    assert texts(document) == ["专栏2　交通重点项目", "公路：北山至云溪公路。", "#", "框内表后", "框后"]
    assert grids(document) == [[["项目", "规模"], ["北山水库", "1200 万立方米"]]]


def test_several_paragraphs_of_a_cell():
    def write(document: Any) -> None:
        table = fill(document.add_table(1, 2), [["指标", "甲"]])
        table.cell(0, 1).add_paragraph("乙")

    document = read_document(word(write))
    assert grids(document) == [[["指标", "甲\n乙"]]]
    assert document.lines[0].text == "指标\t甲 乙"


def test_what_is_deleted_hidden_or_a_field_code_is_not_read():
    def write(document: Any) -> None:
        put(document, paragraph(
            "<w:r><w:t>达到</w:t></w:r><w:del><w:r><w:delText>100</w:delText></w:r></w:del>"
            "<w:ins><w:r><w:t>120</w:t></w:r></w:ins><w:r><w:instrText>PAGEREF _Toc1</w:instrText></w:r>"
            "<w:r><w:rPr><w:vanish/></w:rPr><w:t>藏</w:t></w:r><w:r><w:t>亿元</w:t></w:r>"
        ))  # fmt: skip
        table = fill(document.add_table(2, 2), [["甲", "乙"], ["丙", "丁"]])
        table.rows[1]._tr.get_or_add_trPr().append(parse_xml(f"<w:del {NAMESPACES}/>"))

    document = read_document(word(write))
    assert texts(document) == ["达到120亿元", "#"]
    assert grids(document) == [[["甲", "乙"]]]


def test_raised_digits_do_not_join_a_figure():
    def write(document: Any) -> None:
        line = document.add_paragraph("120")
        line.add_run("1").font.superscript = True
        line.add_run(" 亿元，PM")
        line.add_run("2.5").font.subscript = True

    assert texts(read_document(word(write))) == ["120¹ 亿元，PM2.5"]


def test_text_boxes_and_content_controls():
    box = (
        '<w:r><mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006">'
        "<mc:Choice Requires='wps'><w:drawing><w:txbxContent><w:p><w:r><w:t>框中</w:t></w:r></w:p></w:txbxContent></w:drawing>"
        "</mc:Choice><mc:Fallback><w:pict><w:txbxContent><w:p><w:r><w:t>框中</w:t></w:r></w:p></w:txbxContent></w:pict>"
        "</mc:Fallback></mc:AlternateContent></w:r>"
    )

    def write(document: Any) -> None:
        put(document, paragraph(f"<w:r><w:t>文字</w:t></w:r>{box}"))
        put(document, parse_xml(
            f"<w:sdt {NAMESPACES}><w:sdtContent><w:p><w:r><w:t>控件中</w:t><w:br/><w:t>另一行</w:t></w:r></w:p></w:sdtContent></w:sdt>"
        ))  # fmt: skip

    assert texts(read_document(word(write))) == ["文字", "框中", "控件中", "另一行"]


def numbered(
    document: Any, levels: str, nums: str = '<w:num w:numId="91"><w:abstractNumId w:val="90"/></w:num>'
) -> None:
    root = document.part.numbering_part.element
    defined = parse_xml(f'<w:abstractNum {NAMESPACES} w:abstractNumId="90">{levels}</w:abstractNum>')
    root.insert(0, defined)
    for num in parse_xml(f"<w:x {NAMESPACES}>{nums}</w:x>"):
        root.append(num)


def item(text: str, depth: int = 0, num: int = 91) -> Any:
    return paragraph(
        f'<w:pPr><w:numPr><w:ilvl w:val="{depth}"/><w:numId w:val="{num}"/></w:numPr></w:pPr><w:r><w:t>{text}</w:t></w:r>'
    )


LEVELS = (
    '<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/><w:suff w:val="nothing"/><w:lvlText w:val="第%1章 "/></w:lvl>'
    '<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%2."/></w:lvl>'
)


def test_labels_that_word_counts_are_counted_again():
    def write(document: Any) -> None:
        numbered(document, LEVELS)
        for text, depth in [("总则", 0), ("甲", 1), ("乙", 1), ("保障", 0), ("丙", 1)]:
            put(document, item(text, depth))

    assert texts(read_document(word(write))) == ["第一章 总则", "1. 甲", "2. 乙", "第二章 保障", "1. 丙"]


def test_a_list_that_begins_anew_and_a_column_of_nothing_but_labels():
    again = (
        '<w:num w:numId="91"><w:abstractNumId w:val="90"/></w:num><w:num w:numId="92"><w:abstractNumId w:val="90"/>'
        '<w:lvlOverride w:ilvl="1"><w:startOverride w:val="1"/></w:lvlOverride></w:num>'
    )

    def write(document: Any) -> None:
        numbered(document, LEVELS, again)
        put(document, item("甲", 1))
        table = fill(document.add_table(2, 2), [["", "生产总值"], ["", "城镇化率"]])
        for row in table.rows:
            cell = row.cells[0]._tc
            cell.replace(cell.p_lst[0], item("", 1, num=92))

    document = read_document(word(write))
    assert texts(document) == ["1. 甲", "#"]
    assert grids(document) == [[["1.", "生产总值"], ["2.", "城镇化率"]]]


@pytest.mark.parametrize(
    ("number", "form", "label"),
    [(7, "upperRoman", "VII"), (28, "lowerLetter", "bb"), (3, "decimalEnclosedCircle", "③"), (4, "decimalZero", "04"),
     (5, "ordinal", "5"), (12, "chineseCountingThousand", "十二"), (21, "decimalEnclosedCircle", "21")],
)  # fmt: skip
def test_forms_of_labels(number, form, label):
    assert in_words(number, form) == label


@pytest.mark.parametrize(
    ("number", "told"),
    [(0, "零"), (1, "一"), (10, "十"), (11, "十一"), (20, "二十"), (35, "三十五"), (101, "一百零一"), (110, "一百一十"),
     (1001, "一千零一"), (1010, "一千零一十"), (9999, "九千九百九十九"), (10000, "10000")],
)  # fmt: skip
def test_chinese_numbers(number, told):
    assert chinese(number) == told


def test_footnotes_follow_with_their_marks():
    def write(document: Any) -> None:
        put(document, paragraph('<w:r><w:t>120</w:t></w:r><w:r><w:footnoteReference w:id="2"/></w:r>'))

    plain = word(write)
    notes = (
        f'<w:footnotes {NAMESPACES}><w:footnote w:id="0" w:type="separator"><w:p/></w:footnote>'
        '<w:footnote w:id="2"><w:p><w:r><w:t>按2020年价格。</w:t></w:r></w:p></w:footnote></w:footnotes>'
    )
    document = read_document(_with_part(plain, "footnotes", notes.encode()))
    assert texts(document) == ["120①", "① 按2020年价格。"]


def _with_part(data: bytes, name: str, content: bytes) -> bytes:
    from tests.factories.office import entry_of

    types = entry_of(data, "[Content_Types].xml").replace(
        b"</Types>",
        f'<Override PartName="/word/{name}.xml" ContentType="application/vnd.openxmlformats-officedocument'
        f'.wordprocessingml.{name}+xml"/></Types>'.encode(),
    )
    relations = entry_of(data, "word/_rels/document.xml.rels").replace(
        b"</Relationships>",
        f'<Relationship Id="rIdNotes" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/{name}"'
        f' Target="{name}.xml"/></Relationships>'.encode(),
    )
    changes = {"[Content_Types].xml": types, "word/_rels/document.xml.rels": relations, f"word/{name}.xml": content}
    return repacked(data, changes)
