"""The workbook of an evaluation: real numbers, one sheet for each table, each figure that of the facts."""

import io

import openpyxl
import pytest

from evaluations.paper.book import evaluation_book
from tests.factories import evaluations as made

FACTS = made.facts(
    rows=10, counties=2, projects=made.PROJECTS, changes=(made.CHANGE,), commitments=made.lines(4, first_row=500)
)  # fmt: skip


@pytest.fixture(scope="module")
def book():
    return openpyxl.load_workbook(io.BytesIO(evaluation_book(made.outline(FACTS))))


def table(sheet):
    """The rows below the head, as dictionaries by label."""
    rows = list(sheet.iter_rows(values_only=True))
    head = next(at for at, row in enumerate(rows) if row[1] is not None)
    return [dict(zip(rows[head], row, strict=True)) for row in rows[head + 1 :]]


def test_one_sheet_for_each_table(book):
    assert book.sheetnames == [
        "概况",
        "主要指标",
        "项数",
        "各县主要指标",
        "各县项数",
        "正文承诺",
        "重点工程",
        "修订调整",
    ]


def test_figures_are_numbers_and_shares_fractions(book):
    rows = table(book["主要指标"])
    assert len(rows) == len(FACTS.lines)
    for row, line in zip(rows, FACTS.lines, strict=True):
        assert row["指标"].strip() == line.name
        for label, shown in (
            ("2015 年基期值", line.base), ("最新实际", line.actual), ("目标值", line.target), ("实现程度", line.attainment),
            ("距目标", line.gap),
        ):  # fmt: skip
            expected = None if shown.text == "—" else float(shown.value)
            assert row[label] == pytest.approx(expected) if expected is not None else row[label] is None, (
                line.name,
                label,
            )
    assert rows[3]["完成（按目标形式）"] == "上报完成"


def test_counties_promises_projects_and_words(book):
    counties = table(book["各县主要指标"])
    assert {row["县（市、区）"] for row in counties} == {"甲县", "乙县"}
    assert len(counties) == 20
    assert table(book["重点工程"])[0]["总投资"] == 125000 or table(book["重点工程"])[0]["总投资"] == "12.5 亿元"
    assert len(table(book["正文承诺"])) == 4
    assert table(book["修订调整"])[0]["原为"] == "1982.3"
    said = {row["部分"] for row in table(book["概况"])}
    assert "一、总体情况" in said


def test_sample_and_source_stand_above(book):
    first = [row[0] for row in book["主要指标"].iter_rows(max_row=4, values_only=True)]
    assert "演示数据，不代表真实情况" in first
    assert any("来源：新乡市统计公报 2020" in str(one) for one in first)


def test_made_again_it_says_the_same():
    def said(data):
        return [list(one.iter_rows(values_only=True)) for one in openpyxl.load_workbook(io.BytesIO(data)).worksheets]

    outline = made.outline(FACTS)
    assert said(evaluation_book(outline)) == said(evaluation_book(outline))
