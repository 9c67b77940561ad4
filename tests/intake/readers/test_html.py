"""Web pages: what a browser shows, tables with their spans, nothing of scripts."""

from __future__ import annotations

import pytest

from files.kinds import Kind
from files.refusal import Unreadable, Why
from intake.readers.document import Grid, Paragraph
from intake.readers.open import read_document
from tests.intake.readers.reading import grids, hangs_together, sample, texts


def page(body: str) -> bytes:
    return f"<html><body>{body}</body></html>".encode()


def test_spans_both_ways_with_a_header_of_two_levels():
    document = read_document(sample("html/spans.html"))
    hangs_together(document)
    assert document.kind is Kind.HTML
    assert grids(document) == [
        [
            ["类别", "指标", "目标", "^目标"],
            ["^类别", "^指标", "2025年", "年均增长"],
            ["经济发展", "地区生产总值（亿元）", "120", "6.5%"],
            ["^经济发展", "城镇化率（%）", "52.5", "—"],
            ["绿色生态", "PM2.5浓度（微克/\n立方米）", "<40", ""],
        ]
    ]
    assert document.lines[-2].text == "绿色生态\tPM2.5浓度（微克/ 立方米）\t<40\t"
    assert document.lines[-2].place == "表1第5行"


def test_text_as_a_browser_shows_it():
    document = read_document(sample("html/spans.html"))
    assert texts(document) == [
        "云溪县“十四五”规划",
        "到2025年，城镇化率达到\xa052.5%， 高新技术企业达到18家¹。",
        "森林覆盖率≥43%。",
        "专栏1　主要指标",
        "#",
        "表后一段",
    ]
    heading = document.blocks[0]
    assert isinstance(heading, Paragraph)
    assert heading.level == 1
    assert not any("不读" in line.text for line in document.lines)


def test_head_rows_first_and_foot_rows_last_and_spans_end_with_their_section():
    document = read_document(sample("html/category_rows.html").decode().encode("gb2312"))
    hangs_together(document)
    assert grids(document) == [
        [
            ["序号", "指标", "2025年", "属性"],
            ["一、经济发展", "^一、经济发展", "^一、经济发展", "^一、经济发展"],
            ["1", "地区生产总值（亿元）", "120", "预期性"],
            ["2", "粮食产量（万吨）", "22.0", "^预期性"],
            ["二、民生福祉", "^二、民生福祉", "^二、民生福祉", "^二、民生福祉"],
            ["3", "新增城镇就业（人）", "[9000]", "预期性"],
            ["注：[ ]内为五年累计数。", *["^注：[ ]内为五年累计数。"] * 3],
        ]
    ]


def test_a_frame_is_opened_and_preformatted_lines_are_kept():
    document = read_document(sample("html/frame_and_pre.html"))
    hangs_together(document)
    assert texts(document) == [
        "专栏2　交通重点项目",
        "公路：北山至云溪公路、云溪南站连接线。",
        "#",
        "框内表后",
        "指标\t2025年",
        "地区生产总值\t120",
    ]
    assert grids(document) == [[["项目", "规模"], ["北山水库", "1200 万立方米"]]]


def test_a_table_of_many_columns_stays_one_whatever_it_holds():
    inner = "<table><tr><td>甲</td><td>乙</td></tr></table>"
    row = "<tr><td>1</td><td>地区生产总值（亿元）</td><td>88.4</td><td>120</td></tr>"
    document = read_document(page(f"<table>{row}<tr><td>2</td><td>见{inner}</td><td>3</td><td>4</td></tr></table>"))
    assert grids(document) == [
        [["1", "地区生产总值（亿元）", "88.4", "120"], ["2", "见", "3", "4"]],
        [["甲", "乙"]],
    ]


@pytest.mark.parametrize("said", ["gb2312", "gbk", "utf-8", "no-such-codec"])
@pytest.mark.parametrize("encoding", ["gb18030", "utf-8", "utf-8-sig", "utf-16"])
def test_what_a_page_says_of_its_encoding_is_checked(said, encoding):
    written = f'<html><head><meta charset="{said}"></head><body><p>云溪县：地区生产总值 120 亿元</p></body></html>'
    assert texts(read_document(written.encode(encoding))) == ["云溪县：地区生产总值 120 亿元"]


def test_rowspan_of_zero_and_wrong_spans():
    document = read_document(
        page("<table><tr><td rowspan=0>甲</td><td colspan=x>1</td></tr><tr><td>2</td></tr><tr><td>3</td></tr></table>")
    )
    assert grids(document) == [[["甲", "1"], ["^甲", "2"], ["^甲", "3"]]]


def test_short_rows_are_filled_and_columns_nobody_begins_are_left_out():
    document = read_document(
        page("<table><tr><td colspan=3>甲</td><td>乙</td></tr><tr><td colspan=3>丙</td></tr></table>")
    )
    assert grids(document) == [[["甲", "乙"], ["丙", ""]]]


def test_no_entity_is_expanded_and_nothing_is_fetched():
    bomb = '<!DOCTYPE html [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;"><!ENTITY c SYSTEM "file:///etc/passwd">]>'
    document = read_document(f"{bomb}<html><body><p>甲&b;&c;乙</p></body></html>".encode())
    told = "".join(line.text for line in document.lines)
    assert "ha" * 2 not in told.replace("<!ENTITY", "")
    assert "root:" not in told


def test_millions_of_cells_out_of_one_attribute_are_refused():
    rows = "<tr><td colspan=1000 rowspan=60000>甲</td></tr>" + "<tr></tr>" * 5_000
    with pytest.raises(Unreadable) as refused:
        read_document(page(f"<table><tr><td>a</td><td>b</td></tr>{rows}</table>"))
    assert refused.value.why is Why.BOMB


def test_a_page_without_text_is_empty():
    with pytest.raises(Unreadable) as refused:
        read_document(b"<html><head><title>x</title></head><body><img src=a.png></body></html>")
    assert refused.value.why is Why.EMPTY


def test_lines_count_through_paragraphs_and_rows():
    document = read_document(
        page("<p>甲</p><table><tr><td>1</td><td>2</td></tr><tr><td></td><td></td></tr></table><p>乙</p>")
    )
    assert [(line.number, line.text) for line in document.lines] == [(1, "甲"), (2, "1\t2"), (4, "乙")]
    grid = document.blocks[1]
    assert isinstance(grid, Grid)
    assert [row[0].line for row in grid.rows] == [2, 3]


def test_characters_that_no_text_may_hold():
    document = read_document(page("<p>甲&#0;乙&#xD800;丙</p><table><tr><td>1&#1;</td><td>2</td></tr></table>"))
    hangs_together(document)
    assert "甲" in texts(document)[0]
    assert "丙" in texts(document)[0]
