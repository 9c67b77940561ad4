"""PDF files with a text layer: paragraphs from printed lines, ruled tables, running heads; scans are refused."""

from __future__ import annotations

import shutil
import subprocess

import pytest

from files.kinds import Kind
from files.refusal import Unreadable, Why
from intake.readers.document import Document
from intake.readers.open import read_document
from tests.conftest import CHROMIUM, CHROMIUM_FLAGS
from tests.factories.pdf import EM, Sheet, pdf
from tests.intake.readers.reading import SAMPLES, grids, hangs_together, texts

LEFT = 60.0
FULL = 39  # characters of a line that ends at the right margin
TABLE = [
    ["类别", "指标", "目标", "<"],
    ["^", "^", "2025年", "年均"],
    ["经济发展", "生产总值（亿元）", "120", "6.5%"],
    ["^", "城镇化率（%）", "52.5", "—"],
]
READ = [
    ["类别", "指标", "目标", "^目标"],
    ["^类别", "^指标", "2025年", "年均"],
    ["经济发展", "生产总值（亿元）", "120", "6.5%"],
    ["^经济发展", "城镇化率（%）", "52.5", "—"],
]
WIDTHS = [80, 140, 70, 70]


def paragraph(sheet: Sheet, top: float, text: str) -> float:
    """Print a paragraph over as many lines as it needs; the height of the next line."""
    x, room = LEFT + 2 * EM, FULL - 2
    while text:
        sheet.write(x, top, text[:room])
        text, x, room, top = text[room:], LEFT, FULL, top + 1.6 * EM
    return top


def read(*sheets: Sheet) -> Document:
    document = read_document(pdf(sheets))
    hangs_together(document)
    return document


def body(count: int, number: int = 0) -> list[str]:
    """Paragraphs of three lines that differ from page to page."""
    return [f"第{index}段，{number * number + 7}个" + "云溪县的文字" * 12 + "。" for index in range(count)]


def test_printed_lines_become_paragraphs():
    sheet, top = Sheet(), 80.0
    for text in body(3):
        top = paragraph(sheet, top, text)
    sheet.write(LEFT, top, "一、短行")
    document = read(sheet)
    assert document.kind is Kind.PDF
    assert document.pages == 1
    assert texts(document) == [*body(3), "一、短行"]
    assert [line.place for line in document.lines] == ["第1页第1行", "第1页第4行", "第1页第7行", "第1页第10行"]


def test_the_longest_of_short_lines_is_no_full_one():
    sheet, top = Sheet(), 80.0
    for text in body(3):
        top = paragraph(sheet, top, text)
    short = Sheet()
    for index, text in enumerate(["规模以上企业中有研发活动的企业占比", "33", "50", "预期性"]):
        short.write(LEFT + 2 * EM, 80 + 20 * index, text)
    assert texts(read(sheet, short))[3:] == ["规模以上企业中有研发活动的企业占比", "33", "50", "预期性"]
    framed = Sheet().table(LEFT, 100, [400], [["专栏1　“十四五”重点项目"], ["北山水库"], ["云溪南站"]])
    assert texts(read(framed)) == ["专栏1　“十四五”重点项目", "北山水库", "云溪南站"]


def test_a_ruled_table_with_spans_stands_in_its_place_and_nowhere_else():
    sheet = Sheet().write(LEFT, 80, "表前").table(LEFT, 100, WIDTHS, TABLE)
    sheet.write(LEFT, 230, "表后")
    document = read(sheet)
    assert texts(document) == ["表前", "#", "表后"]
    assert grids(document) == [READ]
    assert [line.text for line in document.lines].count("经济发展\t生产总值（亿元）\t120\t6.5%") == 1
    assert document.lines[3].place == "第1页表1第3行"


def test_a_table_ruled_across_only_has_its_outer_columns():
    rows = [["指标", "2020年", "2025年"], ["生产总值", "88.4", "120"], ["城镇化率", "46.0", "52.5"]]
    sheet = Sheet().table(LEFT, 100, [120, 80, 80], rows, sides=False)
    sheet.table(LEFT, 300, WIDTHS, TABLE)
    assert grids(read(sheet)) == [rows, READ]


def test_a_table_without_rules_is_lines_with_tabs():
    sheet = Sheet()
    rows = [["指标", "2020年", "2025年"], ["生产总值（亿元）", "88.4", "120"], ["城镇化率（%）", "46.0", "52.5"]]
    for index, row in enumerate(rows):
        for x, text in zip((LEFT, 260, 360), row, strict=True):
            sheet.write(x, 100 + 24 * index, text)
    assert texts(read(sheet)) == ["\t".join(row) for row in rows]


def test_a_table_over_two_pages_is_a_grid_on_each():
    first = Sheet().write(LEFT, 80, "主要指标").table(LEFT, 700, [120, 80], [["指标", "2025年"], ["生产总值", "120"]])
    second = Sheet().table(LEFT, 80, [120, 80], [["指标", "2025年"], ["城镇化率", "52.5"]]).write(LEFT, 160, "表后")
    document = read(first, second)
    assert grids(document) == [[["指标", "2025年"], ["生产总值", "120"]], [["指标", "2025年"], ["城镇化率", "52.5"]]]
    assert [block.page for block in document.blocks] == [1, 1, 2, 2]
    assert [line.place for line in document.lines][3:5] == ["第2页表2第1行", "第2页表2第2行"]


def test_a_table_that_a_page_break_leaves_open_keeps_its_last_row():
    rows = [["指标", "2020年", "2025年"], ["生产总值", "88.4", "120"]]
    sheet = Sheet().write(LEFT, 600, "主要指标").table(LEFT, 700, [120, 80, 80], rows, closed=False)
    assert grids(read(sheet)) == [rows]


def test_a_wrapped_cell_is_joined_and_two_entries_are_not():
    sheet = Sheet().table(LEFT, 100, [8 * EM, 80], [["", "2025年"]], height=60)
    sheet.write(LEFT + 4, 118, "每千人口执业").write(LEFT + 4, 134, "医师数")
    sheet.table(LEFT, 300, [8 * EM, 80], [["", "2025年"]], height=60).write(LEFT + 4, 318, "甲").write(
        LEFT + 4, 334, "乙"
    )
    assert [grid[0][0] for grid in grids(read(sheet))] == ["每千人口执业医师数", "甲\n乙"]


def test_a_frame_is_text():
    sheet = Sheet().table(LEFT, 100, [300], [["专栏1　重点项目"], ["北山水库、云溪南站。"]])
    assert texts(read(sheet)) == ["专栏1　重点项目", "北山水库、云溪南站。"]


def test_heads_feet_and_page_numbers_are_lines_in_no_block():
    sheets = []
    for number in range(1, 5):
        sheet = Sheet().write(200, 40, "云溪县“十四五”规划").write(545, 815, f"— {number} —")
        paragraph(sheet, 90, body(1, number)[0])
        sheets.append(sheet)
    document = read(*sheets)
    assert texts(document) == [body(1, number)[0] for number in range(1, 5)]
    places = [line.place for line in document.lines]
    assert [places.count(f"第{number}页{side}") for number in range(1, 5) for side in ("页眉", "页脚")] == [1] * 8
    assert len(document.lines) == 12


def test_what_repeats_only_nearly_is_text():
    sheets = [Sheet().write(LEFT, 60, f"专栏{number}　项目").write(LEFT, 400, "正文") for number in (3, 3, 8, 9)]
    assert texts(read(*sheets))[::2] == ["专栏3　项目", "专栏3　项目", "专栏8　项目", "专栏9　项目"]
    alone = [Sheet().write(LEFT, 60, "2025").write(LEFT, 400, "正文"), Sheet().write(LEFT, 400, "正文")]
    assert texts(read(*alone)) == ["2025", "正文", "正文"]


def test_small_raised_figures_and_characters_named_by_their_radical():
    sheet = Sheet().write(LEFT, 100, "120").write(LEFT + 18.2, 94, "1", 7).write(LEFT + 24, 100, "⽬标年均增⻓")
    assert texts(read(sheet)) == ["120¹目标年均增长"]


def test_bold_print_done_twice_and_a_watermark_behind_the_text():
    sheet = Sheet().write(LEFT, 100, "第一章　总则").write(LEFT + 0.4, 100.3, "第一章　总则").write(LEFT, 140, "正文")
    sheet.write(LEFT, 160, "内部资料", 90)
    assert texts(read(sheet)) == ["第一章　总则", "内部资料", "正文"]


def test_pages_without_text_are_named():
    document = read(Sheet().write(LEFT, 80, "甲"), Sheet(), Sheet().write(LEFT, 80, "乙"))
    assert document.pages_without_text == (2,)
    assert texts(document) == ["甲", "乙"]


@pytest.mark.parametrize(
    ("data", "why", "detail"),
    [
        (pdf([Sheet(), Sheet(), Sheet().write(LEFT, 80, "甲")]), Why.NO_TEXT, "2/3"),
        (pdf([Sheet()]), Why.NO_TEXT, "1/1"),
        (pdf([Sheet().write(LEFT, 80, "云溪县规划")], named=False), Why.NO_TEXT, "cid"),
        (pdf([Sheet().write(LEFT, 80, "云溪县规划")], locked=True), Why.ENCRYPTED, ""),
        (b"%PDF-1.4\n" + b"1 0 obj\n<<>>\nendobj\n" * 5 + b"%%EOF", Why.DAMAGED, ""),
    ],
)
def test_what_cannot_be_read_is_told_apart(data, why, detail):
    with pytest.raises(Unreadable) as refused:
        read_document(data)
    assert (refused.value.why, refused.value.detail) == (why, detail)


def test_a_printed_web_page_reads_like_the_page_itself(tmp_path):
    if CHROMIUM is None:
        pytest.skip("no Chromium on this machine: nothing to print a PDF with")
    fonts = (
        subprocess.run(["fc-list", ":lang=zh"], capture_output=True, text=True, check=False).stdout
        if shutil.which("fc-list")
        else ""
    )
    if not fonts.strip():
        pytest.skip("no Chinese font on this machine: a printed page would be boxes")
    out = tmp_path / "page.pdf"
    page = SAMPLES / "html" / "spans.html"
    command = [
        CHROMIUM,
        "--headless",
        *CHROMIUM_FLAGS,
        f"--user-data-dir={tmp_path / 'profile'}",
        "--no-pdf-header-footer",
    ]
    subprocess.run([*command, f"--print-to-pdf={out}", page.as_uri()], check=True, capture_output=True, timeout=60)
    document = read_document(out.read_bytes())
    hangs_together(document)
    printed = [[cell.replace("\n", "") for cell in row] for row in grids(document)[0]]
    page_itself = [[cell.replace("\n", "") for cell in row] for row in grids(read_document(page.read_bytes()))[0]]
    assert printed == page_itself
