"""Whole paragraphs, clean text, headings and sentences, each character with its line."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from files.kinds import Kind
from intake.domain.text import Shape, close_up, heading_level, passages, sentences, shape_of
from intake.readers.document import Cell, Document, Grid, Paragraph
from intake.readers.open import read_pasted


@pytest.mark.parametrize(
    ("printed", "plain"),
    [
        ("新增 高新技术 企业 15 家", "新增高新技术企业15家"),
        ("到 2025 年，R&D 投入", "到2025年，R&D投入"),
        ("VR AR 5 G", "VR AR 5 G"),
        ("[bookmark: _Toc1][bookmark: _Toc22]第一章 开局", "第一章开局"),
        ("前言 PAGEREF _Toc12 \\h", "前言"),
        ("甲　乙\xa0丙", "甲乙丙"),
    ],
)
def test_blanks_and_residue_go(printed: str, plain: str) -> None:
    assert close_up(printed) == plain


@pytest.mark.parametrize(
    ("printed", "level"),
    [
        ("第二篇 走在前列", 1),
        ("第十二章 甲乙", 2),
        ("第3章 甲乙", 2),
        ("序 言", 2),
        ("第一节 甲", 3),
        ("一、经济发展", 4),
        ("（三）目标", 5),
        ("1. 粮食生产", 6),
        ("1.5 万亩", 0),
        ("一、这是一句话。", 0),
        ("第一，坚持发展", 0),
        ("甲乙丙", 0),
    ],
)
def test_the_level_of_a_heading(printed: str, level: int) -> None:
    assert heading_level(printed) == level


@pytest.mark.parametrize(
    ("printed", "shape"),
    [
        ("专栏 3-2：重点项目", Shape.CAPTION),
        ("图4 布局", Shape.CAPTION),
        ("表：指标", Shape.CAPTION),
        ("表彰先进", Shape.TEXT),
        ("第一节\t甲乙\t12", Shape.CONTENTS),
        ("第一章 甲乙\t. 1", Shape.CONTENTS),
        ("第一章 甲乙……12", Shape.CONTENTS),
        ("— 12 —", Shape.NUMBER),
        ("| 1 | 2 |", Shape.ROW),
        ("甲\t1\t2", Shape.ROW),
        ("——经济更强。", Shape.BULLET),
        ("➢经济更强。", Shape.BULLET),
    ],
)
def test_the_shape_of_a_line(printed: str, shape: Shape) -> None:
    assert shape_of(printed) is shape


def test_a_paragraph_cut_by_a_page_break_is_whole_again_and_keeps_its_lines() -> None:
    found = passages(
        read_pasted("云河县将加快产业升级，到2025年规模以上企业\n\n- 12 -\n\n达到 80 家。\n第一节 开头\n正文。")
    )
    whole = found[0]
    assert whole.text == "云河县将加快产业升级，到2025年规模以上企业达到80家。"
    assert (whole.line, whole.last_line) == (1, 5)
    assert whole.line_at(whole.text.index("2025")) == 1
    assert whole.line_at(whole.text.index("达到")) == 5
    assert [passage.text for passage in found[1:]] == ["-12-", "第一节开头", "正文。"]


@pytest.mark.parametrize(
    "following",
    ["第二章 甲乙丙丁", "专栏2：项目", "一、重点", "农业产业化项目：甲、乙和丙等多个项目。", "——坚持为民。"],
)
def test_what_begins_anew_is_not_joined(following: str) -> None:
    found = passages(read_pasted(f"这一段文字没有写完，也没有句号，后面的内容\n{following}"))
    assert len(found) == 2


def test_labels_and_cells_are_not_joined() -> None:
    assert len(passages(read_pasted("综合实力\n全县发展更快，更好。\n潭头\n食品加工、物流"))) == 4


def test_the_cells_of_a_grid_are_passages_of_their_own_and_headings_of_the_file_have_its_level() -> None:
    cells = (Cell("专栏2：工程", 2), Cell("专栏2：工程", 2, merged=True)), (Cell("公路：\n甲路、乙路", 3), Cell("", 3))
    document = Document(Kind.WORD, (), (Paragraph("总体要求", 1, level=3), Grid(cells, 2), Paragraph("正文。", 4)))
    found = passages(document)
    assert [(one.text, one.line, one.cell) for one in found] == [
        ("总体要求", 1, False),
        ("专栏2：工程", 2, True),
        ("公路：", 3, True),
        ("甲路、乙路", 3, True),
        ("正文。", 4, False),
    ]
    assert (found[0].shape, found[0].level) == (Shape.HEADING, 3)
    assert found[1].shape is Shape.CAPTION


def test_blanks_stay_where_they_are_asked_for() -> None:
    (one,) = passages(read_pasted("高速公路  续建 甲路、乙路"), spaced=True)
    assert one.text == "高速公路 续建 甲路、乙路"


def test_taken_lines_are_left_out() -> None:
    found = passages(read_pasted("甲。\n乙。\n丙。"), taken=frozenset({2}))
    assert [passage.text for passage in found] == ["甲。", "丙。"]


def test_sentences_keep_closing_quotes_and_lines() -> None:
    (passage,) = passages(read_pasted("他说：“好。”到2025年，建成若干处设施，其中新建\n三座；改建两座。"))
    found = sentences(passage)
    assert [one.text for one in found] == ["他说：“好。”", "到2025年，建成若干处设施，其中新建三座；", "改建两座。"]
    assert [one.line for one in found] == [1, 1, 2]


@given(st.text(alphabet="甲乙丙0123。，；“”（）\n\t -—1第章一、专栏:：|·"))
def test_nothing_is_lost_but_blanks_and_every_offset_has_a_line(text: str) -> None:
    if not text.strip():
        return
    document = read_pasted(text)
    found = passages(document)
    assert sorted("".join(one.text for one in found).replace(" ", "")) == sorted("".join(text.split()))
    numbers = [line for one in found for _, line in one.starts]
    assert sorted(set(numbers)) == sorted(line.number for line in document.lines)
    for one in found:
        assert "".join(piece.text for piece in sentences(one)).strip() == one.text.strip()
        assert one.line <= one.line_at(len(one.text) // 2) <= one.last_line
