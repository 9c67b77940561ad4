"""Which table is the plan's, which tells of the period before, and which is none of indicators."""

from __future__ import annotations

import pytest

from intake.domain.proposal import ReadResult
from intake.readers.document import Document
from tests.intake.tables.made import blocks, main, read, text


def test_results_and_targets_of_one_document():
    found = read(
        text("""表2：“十四五”规划主要指标完成情况
序号\t指标\t单位\t2020年基数\t“十四五”规划目标\t2025年实际完成\t完成情况
1\t地区生产总值\t亿元\t100\t150\t140\t未完成
2\t城镇新增就业人数\t万人\t—\t[2.5]\t[2.8]\t完成
3\t森林覆盖率\t%\t21\t22\t22.5\t完成

后文。
表3：“十五五”时期主要指标
序号\t指标\t单位\t2030年目标\t年均增长（%）\t属性
1\t地区生产总值\t亿元\t190\t6.3\t预期性
2\t城镇新增就业人数\t万人\t—\t[2.5]\t预期性
3\t森林覆盖率\t%\t23\t—\t约束性
""")
    )
    assert found.notes == ()
    assert found.results is not None
    assert found.results.results_period == (2021, 2025)
    assert [
        (row.base_text, row.target_text, row.actual_text) for row in found.results.rows if isinstance(row, ReadResult)
    ] == [
        ("100", "150", "140"),
        ("—", "[2.5]", "[2.8]"),
        ("21", "22", "22.5"),
    ]
    assert found.main is not None
    assert [str(row.base) for row in found.main.rows] == ["140", "None", "22.5"]
    assert [doubt.code for doubt in found.main.doubts] == ["missing_base"]
    for row in (found.main.rows[0], found.main.rows[2]):
        assert "missing_base" in [doubt.code for doubt in row.doubts]


def test_results_in_another_order_of_columns_with_bullets_and_one_among_them():
    found = read(
        text("""| 指标 | 单位 | 2015年 | 2020年目标 | 2020年实际 | 规划年均增速 | 实际年均增速 | 属性 |
| ➢地区生产总值 | 亿元 | 100 | 150 | 140 | 8.5 | 7.0 | 预期性 |
| 其中：第一产业增加值 | 亿元 | 10 | 12 | 13 | 4 | 5.4 | 预期性 |
| ➢森林覆盖率 | % | 20 | 22 | 22.1 | | | 约束性 |
""")
    )
    assert found.notes == ("no_table",)
    assert found.results is not None
    assert [
        (
            row.name,
            row.parent,
            row.base_text,
            row.target_text,
            row.target_growth_text,
            row.actual_text,
            row.actual_growth_text,
        )
        for row in found.results.rows
        if isinstance(row, ReadResult)
    ] == [
        ("地区生产总值", None, "100", "150", "8.5", "140", "7.0"),
        ("第一产业增加值", 0, "10", "12", "4", "13", "5.4"),
        ("森林覆盖率", None, "20", "22", "", "22.1", ""),
    ]


def test_two_tables_of_targets_are_both_kept():
    rows = """1\t地区生产总值\t亿元\t100\t150\t预期性
2\t常住人口城镇化率\t%\t40\t46\t预期性
3\t森林覆盖率\t%\t21\t22\t约束性
"""
    head = "序号\t指标\t单位\t2020年\t2025年\t属性\n"
    found = read(text(f"表1 主要指标\n{head}{rows}\n正文说明。\n表2 主要指标（征求意见稿）\n{head}{rows}"))
    assert found.notes == ("two_tables",)
    assert len(found.others) == 1
    assert found.main is not None and {found.main.caption, found.others[0].caption} == {
        "表1 主要指标",
        "表2 主要指标（征求意见稿）",
    }


def test_a_table_without_a_number():
    found = read(
        text("""主要指标
序号\t指标\t单位\t2020年\t2025年\t属性
1\t地区生产总值\t亿元\t\t\t预期性
2\t财政收入\t亿元\t\t\t预期性
3\t森林覆盖率\t%\t\t\t约束性
""")
    )
    assert found.notes == ("no_numbers",)


@pytest.mark.parametrize(
    "document",
    [
        text("全县上下团结一心。\n\n第一节 形势\n经济\t稳中向好\n"),
        text("目录\n第一章 发展环境\t1\n第二章 总体要求\t5\n第一节 指标\t6\n第三章 产业\t9\n"),
        text(
            "专栏3 重大项目\n序号\t项目名称\t建设内容\t总投资（亿元）\t建设年限\n"
            "1\t某高速公路项目\t新建20公里\t30\t2021-2025\n2\t某水库\t新建水库\t5\t2022-2025\n3\t某厂\t厂房\t8\t2021\n"
        ),
        text("乡镇\t人口（万人）\t面积（平方公里）\n城关镇\t5\t30\n东乡\t3\t40\n西乡\t2\t50\n"),
        text("序号\n指标\n一\n二\n"),
        blocks("序言"),
    ],
    ids=["prose", "contents", "projects", "towns", "stub", "one paragraph"],
)
def test_what_is_no_table_of_indicators(document: Document):
    found = read(document)
    assert (found.main, found.results, found.taken) == (None, None, frozenset())
    assert found.notes == ("no_table",)


def test_a_series_of_years_is_no_table_of_targets():
    found = read(
        text("""表2 主要经济数据
指标\t2016年\t2017年\t2018年\t2019年\t2020年
地区生产总值（亿元）\t1\t2\t3\t4\t5
社会消费品零售总额（亿元）\t1\t2\t3\t4\t5
森林覆盖率（%）\t1\t2\t3\t4\t5
"""),
        (2021, 2025),
    )
    assert found.main is None


def test_what_was_reached_before_is_the_base_where_the_plan_aims_further():
    found = main(
        text("""专栏2 主要指标
指标类别\t指标名称\t“十三五”完成情况\t\t“十四五”目标\t\t属性
\t\t2020年\t年均增长（%）\t2025年\t年均增长（%）\t
经济\t地区生产总值（亿元）\t100\t7.1\t150\t8.4\t预期性
\t社会消费品零售总额（亿元）\t50\t6.5\t80\t9.9\t预期性
生态\t森林覆盖率（%）\t21\t—\t22\t—\t约束性
""")
    )
    assert [(row.base_text, row.base_growth_text, row.target_text, row.growth_text) for row in found.rows] == [
        ("100", "7.1", "150", "8.4"),
        ("50", "6.5", "80", "9.9"),
        ("21", "—", "22", "—"),
    ]


def test_results_with_target_and_actual_below_each_year():
    found = read(
        text("""专栏1 “十三五”规划主要指标实现情况
类别\t指标\t2015年\t2020年\t\t年均增速（%）\t\t属性
\t\t\t目标\t实际\t目标\t实际\t
经济\t地区生产总值（亿元）\t100\t150\t148\t8\t7.9\t预期性
\t社会消费品零售总额（亿元）\t50\t80\t82\t9\t10\t预期性
生态\t森林覆盖率（%）\t21\t22\t22.4\t—\t—\t约束性
"""),
        (2021, 2025),
    )
    assert found.results is not None
    assert [
        (
            row.base_text,
            row.target_text,
            row.target_growth_text,
            row.actual_text,
            row.actual_growth_text,
            row.nature_text,
        )
        for row in found.results.rows
        if isinstance(row, ReadResult)
    ] == [
        ("100", "150", "8", "148", "7.9", "预期性"),
        ("50", "80", "9", "82", "10", "预期性"),
        ("21", "22", "—", "22.4", "—", "约束性"),
    ]
