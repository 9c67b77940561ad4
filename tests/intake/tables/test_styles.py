"""Tables in the styles of other plans: national, provincial, of cities and counties. All places and figures are invented."""

from __future__ import annotations

import pytest

from intake.domain.proposal import ReadIndicator
from intake.domain.tables.read import TableReading
from tests.intake.tables.made import blocks, cells, grid, main, text

#: Every cell parted from the next by a blank line, as an e-book or a web page hands it on.
DOUBLE_SPACED = "\n\n".join(
    (
        *("表1 “十四五”主要指标", "序号", "指标", "2020年", "2025年", "年均增长或累计", "属性"),
        *("1", "地区生产总值（亿元）", "100", "150", "8", "预期性"),
        *("2", "城镇调查失业率（%）", "3.1", "＜4", "—", "预期性"),
        *("3", "单位GDP能源消耗降低（%）", "—", "—", "完成市下达指标", "约束性"),
    )
)
#: One cell a line, boxes of projects right below.
BOXES_BELOW = """专栏一 “十四五”主要指标
序号
指标名称
单位
属性
2020年基期
2025年目标
1
地区生产总值
亿元
预期性
100
150
2
高新技术企业数
家
预期性
11
20
3
养老床位总数
张
约束性
820
950以上
专栏二：重点产业项目
云岭产业园、东湖研发中心
专栏三：重点民生项目
西河小学
"""
ROUND = """专栏2 “十四五”主要指标
指标\t2020年\t2025年\t年均增速（累计）\t属性
生产总值（亿元）\t100\t150\t7\t预期性
常住人口城镇化率（%）\t50.8\t55\t（4.2）\t预期性
每千人口拥有执业（助理）医师数（人）\t2.8\t3.2\t（0.4）\t预期性
森林覆盖率☆（%）\t18.2\t18.5\t—\t约束性
"""
HEADED = """专栏2 “十四五”主要指标
序号\t指标\t2020年\t2025年\t属性
1\t地区生产总值（亿元）\t100\t150\t预期性
2\t森林覆盖率（%）\t21\t22\t约束性
3\t主要污染物减排量（万吨）\t\t\t约束性
\t化学需氧量\t—\t〔12.4〕\t
\t氨氮\t—\t〔0.62〕\t
"""
DRAWN = """专栏1　“十五五”时期主要指标
┌──┬────────┬────┬────┬────┐
│序号│指标名称│2025年│2030年│属性│
├──┼────────┼────┼────┼────┤
│1│地区生产总值（亿元）│146│200│预期性│
│2│城镇化率（%）│46.1│50│预期性│
│3│森林覆盖率（%）│6.5│6.8│约束性│
└──┴────────┴────┴────┴────┘
"""
BELOW = """| 指标名称 | 2020年 | 2025年 | 属性 |
|---|---|---|---|
| 1. 地区生产总值（亿元） | 48.6 | 66.6 | 预期性 |
| 2. 城镇化率（%） | 39.6 | 45 | 预期性 |
| 3. 森林覆盖率（%） | 18 | 19 | 约束性 |

表1  安平县“十四五”时期主要指标表

注：数据为快报数。
"""


def rows(table: TableReading) -> list[ReadIndicator]:
    return [row for row in table.rows if isinstance(row, ReadIndicator)]


def test_blank_lines_between_all_cells_are_no_blank_cells() -> None:
    assert cells(main(text(DOUBLE_SPACED))) == [
        ("1", "地区生产总值", "亿元", "100", "150", "8", "预期性"),
        ("2", "城镇调查失业率", "%", "3.1", "＜4", "—", "预期性"),
        ("3", "单位GDP能源消耗降低", "%", "—", "—", "完成市下达指标", "约束性"),
    ]


def test_a_caption_ends_a_table_of_one_cell_a_line() -> None:
    found = main(text(BOXES_BELOW))
    assert [row.name for row in rows(found)] == ["地区生产总值", "高新技术企业数", "养老床位总数"]
    assert max(found.lines) == 25


def test_round_brackets_are_totals_where_the_head_says_so() -> None:
    found = rows(main(text(ROUND)))
    assert [[spec.form.value for spec in row.targets] for row in found] == [
        ["level", "growth"],
        ["level", "cumulative_change"],
        ["level", "cumulative_change"],
        ["level"],
    ]
    assert found[1].growth_text == found[1].targets[1].text == "（4.2）"
    assert (found[3].name, found[3].catalogue, found[3].marks) == ("森林覆盖率", "forest_coverage", ("☆",))


def test_round_brackets_of_which_nothing_is_said_stay_words() -> None:
    found = rows(main(text(ROUND.replace("年均增速（累计）", "年均增速"))))
    assert [spec.form.value for spec in found[1].targets] == ["level", "qualitative"]


@pytest.mark.parametrize(("total", "form"), [("［0.4］", "cumulative_change"), ("［0.5］", "cumulative")])
def test_a_total_that_is_the_way_from_base_to_target_is_a_change(total: str, form: str) -> None:
    found = rows(main(text(ROUND.replace("（0.4）", total))))
    assert found[2].targets[1].form.value == form


def test_sub_rows_without_a_nature_have_that_of_their_heading() -> None:
    found = rows(main(text(HEADED)))
    assert [(row.name, row.parent, row.nature_text, row.nature_inherited) for row in found[2:]] == [
        ("主要污染物减排量", None, "约束性", False),
        ("化学需氧量", 2, "约束性", True),
        ("氨氮", 2, "约束性", True),
    ]
    assert not [doubt for row in found for doubt in row.doubts if doubt.code == "missing_nature"]


def test_rows_that_are_part_of_one_have_its_nature() -> None:
    table = HEADED.replace("3\t主要污染物减排量（万吨）\t\t\t约束性", "3\t居民人均可支配收入（元）\t200\t300\t预期性")
    table = table.replace("\t化学需氧量\t", "\t其中：城镇居民人均可支配收入（元）\t").replace(
        "氨氮", "农村居民人均可支配收入（元）"
    )
    found = rows(main(text(table)))
    assert [(row.parent, row.nature_text) for row in found[2:]] == [(None, "预期性"), (2, "预期性"), (2, "预期性")]


def test_the_caption_stands_above_a_drawn_frame() -> None:
    found = main(text(DRAWN))
    assert (found.caption, found.line, len(found.rows)) == ("专栏1 “十五五”时期主要指标", 1, 3)


def test_the_caption_stands_below() -> None:
    found = main(text(BELOW))
    assert (found.caption, found.line, len(found.rows)) == ("表1 安平县“十四五”时期主要指标表", 7, 3)


def test_the_caption_of_the_next_table_is_not_that_of_the_one_before() -> None:
    head = "专栏1 “十三五”指标完成情况\n\n" + BELOW.replace("2020年", "2015年").replace("2025年", "2020年实际")
    found = main(text(head.replace("\n\n注：数据为快报数。", "\n" + BELOW.partition("\n\n")[0])), (2021, 2025))
    assert (found.caption, found.line) == ("表1 安平县“十四五”时期主要指标表", 9)


def test_a_name_across_the_columns_of_parent_and_name_is_in_its_place() -> None:
    table = grid(
        [
            ["类别", "指标名称", "<", "2020年", "2025年", "属性"],
            ["经济", "地区生产总值（亿元）", "<", "153", "220", "预期性"],
            ["^", "城镇化率（%）", "常住人口城镇化率", "45.6", "52", "预期性"],
            ["^", "^", "户籍人口城镇化率", "31.2", "38", "预期性"],
            ["生态", "森林覆盖率（%）", "<", "70.4", "≥71", "约束性"],
        ]
    )
    found = rows(main(blocks("表1 主要指标", table)))
    assert [(row.name, row.parent) for row in found] == [
        ("地区生产总值", None),
        ("城镇化率", None),
        ("常住人口城镇化率", 1),
        ("户籍人口城镇化率", 1),
        ("森林覆盖率", None),
    ]
    assert not [doubt for row in found for doubt in row.doubts if doubt.code == "column_shift"]


def test_rows_parted_by_one_blank_with_categories_between_them() -> None:
    found = main(
        text(
            """专栏3 丹江市“十四五”主要指标
类别 序号 指标名称 单位 2020年 2025年 年均增长（%） 属性
综合
实力
1 地区生产总值 亿元 2450 4000 8 预期性
2 规模以上工业增加值增长 % 6.2 - 9 预期性
民生福祉
3 城镇新增就业 万人 5.2 〔25〕 - 预期性
"""
        )
    )
    assert [(row.category, row.name, row.target_text, row.growth_text) for row in rows(found)] == [
        ("综合实力", "地区生产总值", "4000", "8"),
        ("综合实力", "规模以上工业增加值增长", "-", "9"),
        ("民生福祉", "城镇新增就业", "〔25〕", "-"),
    ]


def test_a_caption_in_bold_type() -> None:
    found = main(text(BELOW.split("\n\n", maxsplit=1)[0].join(("**专栏1 主要指标**\n\n", "\n"))))
    assert (found.caption, found.line) == ("专栏1 主要指标", 1)


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("PM₂.₅平均浓度（微克/立方米）", "pm25"),
        ("PM2.5年均浓度（微克/立方米）", "pm25"),
        ("新增城镇就业（人）", "new_urban_jobs"),
    ],
)
def test_spellings_of_one_indicator(name: str, code: str) -> None:
    found = rows(main(text(BELOW.replace("2. 城镇化率（%）", f"2. {name}"))))
    assert found[1].catalogue == code


#: One cell a line: categories over two lines before the number, a unit broken off, a part of a row without number.
STACKED = "\n".join(
    (
        *("专栏2 主要指标", "类别", "序号", "指标名称", "2020年", "2025年", "年均增速", "（累计）", "属性"),
        *("经济", "发展", "1", "地区生产总值（亿元）", "98.6", "145", "8%", "预期性"),
        *("民生", "福祉", "2", "居民人均可支配收入（元）", "18650", "27400", "8%", "预期性"),
        *("其中：城镇居民人均可支配收入（元）", "28300", "40670", "7.5%", "预期性"),
        *("农村居民人均可支配收入（元）", "13260", "20400", "9%", "预期性"),
        *("3", "劳动年龄人口平均受教育年限", "（年）", "9.8", "10.6", "〔0.8〕", "约束性"),
        "注：〔〕内为累计数。",
    )
)
#: One cell a line: the number inside the name, categories on lines of their own, a column of units.
OWN_NUMBERS = "\n".join(
    (
        *("表3-1 主要发展指标", "指标", "单位", "2020年", "2025年", "年均增长（%）", "指标属性", "经济发展"),
        *("1.地区生产总值", "亿元", "420", "620", "8", "预期性"),
        *("2.规上工业增加值", "%", "6", "—", "7.5", "预期性", "民生改善"),
        *("3.城镇新增就业", "人", "9800", "〔50000〕", "—", "预期性", "资源环境"),
        *("4.PM2.5年均浓度", "微克/立方米", "48", "38", "—", "约束性"),
        *("5.单位生产总值用水量下降", "%", "—", "〔12〕", "—", "约束性"),
    )
)
OWN_CATEGORIES = """| |指标|2020年|2025年|增速|性质|
|-|-|-|-|-|-|
|经济|地区生产总值（亿元）|73.2|105|7.5%|预期性|
|经济|城镇化率（%）|41.5|48||预期性|
|社会|高新技术企业数（家）|5|9||预期性|
|环境|森林覆盖率（%）|31.6|33||约束性|
"""


def test_categories_and_units_broken_over_lines() -> None:
    found = rows(main(text(STACKED)))
    assert [(row.number, row.category, row.name, row.unit, row.parent, row.target_text) for row in found] == [
        ("1", "经济发展", "地区生产总值", "亿元", None, "145"),
        ("2", "民生福祉", "居民人均可支配收入", "元", None, "27400"),
        ("", "民生福祉", "城镇居民人均可支配收入", "元", 1, "40670"),
        ("", "民生福祉", "农村居民人均可支配收入", "元", 1, "20400"),
        ("3", "民生福祉", "劳动年龄人口平均受教育年限", "年", None, "10.6"),
    ]


def test_names_with_their_number_one_cell_a_line() -> None:
    found = main(text(OWN_NUMBERS))
    assert cells(found) == [
        ("1", "地区生产总值", "亿元", "420", "620", "8", "预期性"),
        ("2", "规上工业增加值", "%", "6", "—", "7.5", "预期性"),
        ("3", "城镇新增就业", "人", "9800", "〔50000〕", "—", "预期性"),
        ("4", "PM2.5年均浓度", "微克/立方米", "48", "38", "—", "约束性"),
        ("5", "单位生产总值用水量下降", "%", "—", "〔12〕", "—", "约束性"),
    ]
    assert [row.category for row in rows(found)] == ["经济发展", "经济发展", "民生改善", "资源环境", "资源环境"]


def test_a_column_without_head_left_of_the_names_holds_categories() -> None:
    found = rows(main(text(OWN_CATEGORIES)))
    assert [(row.category, row.name) for row in found] == [
        ("经济", "地区生产总值"),
        ("经济", "城镇化率"),
        ("社会", "高新技术企业数"),
        ("环境", "森林覆盖率"),
    ]
