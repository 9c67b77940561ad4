"""Tables of counties that do not exist, in the layouts that plans are found in."""

from __future__ import annotations

import pytest

from intake.domain.proposal import ReadResult
from intake.readers.document import Document
from tests.intake.tables.made import blocks, cells, grid, main, read, text

#: number, name, unit, base, target, growth, nature
GDP = ("1", "地区生产总值", "亿元", "100", "150", "-", "预期性")
URBAN = ("2", "常住人口城镇化率", "%", "40", "46以上", "-", "预期性")
FOREST = ("3", "森林覆盖率", "%", "21.0", "22", "-", "约束性")

LAYOUTS = {
    "tabs": """正文。
表1 安平县“十四五”主要指标
序号\t指标\t单位\t2020年\t2025年\t属性
1\t地区生产总值\t亿元\t100\t150\t预期性
2\t常住人口城镇化率\t%\t40\t46以上\t预期性
3\t森林覆盖率\t%\t21.0\t22\t约束性
""",
    "unit with the name": """专栏1：主要指标
序号\t指标名称\t2020年\n基数\t2025年目标\t指标属性
""".replace("\n基数", " 基数")
    + """1\t地区生产总值（亿元）\t100\t150\t预期性
2\t常住人口城镇化率(%)\t40\t46以上\t预期性
3\t森林覆盖率（%）\t21.0\t22\t约束性
""",
    "number with the name": """附表 主要指标
指标\t2020年\t2025年\t属性
1.地区生产总值（亿元）\t100\t150\t预期性
2.常住人口城镇化率（%）\t40\t46以上\t预期性
3.森林覆盖率（%）\t21.0\t22\t约束性
""",
    "markdown": """| 序号 | 指标 | 单位 | 2020年 | 2025年 | 属性 |
|---|:---:|---|---|---|---|
| 1 | 地区生产总值 | 亿元 | 100 | 150 | 预期性 |
| 2 | 常住人口城镇化率 | % | 40 | 46以上 | 预期性 |
| 3 | 森林覆盖率 | % | 21.0 | 22 | 约束性 |
""",
    "markdown parted by a page": """专栏1 主要指标
| 序号 | 指标 | 单位 | 2020年 | 2025年 | 属性 |
|---|---|---|---|---|---|
| 1 | 地区生产总值 | 亿元 | 100 | 150 | 预期性 |

— 17 —

续表
| 序号 | 指标 | 单位 | 2020年 | 2025年 | 属性 |
|---|---|---|---|---|---|
| 2 | 常住人口城镇化率 | % | 40 | 46以上 | 预期性 |
| 3 | 森林覆盖率 | % | 21.0 | 22 | 约束性 |
""",
    "bars and broken names": """主要指标
┌──┬──────┬──┬──┬──┬──┐
│序号│指标│单位│2020年│2025年│属性│
├──┼──────┼──┼──┼──┼──┤
│1│地区│亿元│100│150│预期性│
│ │生产总值│ │ │ │ │
│2│常住人口│%│40│46以上│预期性│
│ │城镇化率│ │ │ │ │
│3│森林覆盖率│%│21.0│22│约束性│
└──┴──────┴──┴──┴──┴──┘
""",
    "aligned blanks": """表 主要指标
序号   指标                  单位    2020年    2025年    属性
1      地区生产总值          亿元    100       150       预期性
2      常住人口城镇化率      %       40        46以上    预期性
3      森林覆盖率            %       21.0      22        约束性
""",
    "one cell per line, nothing between": """主要指标
序号
指标名称
单位
2020年
2025年
属性
1
地区生产总值
亿元
100
150
预期性
2
常住人口城镇化率
%
40
46以上
预期性
3
森林覆盖率
%
21.0
22
约束性
第三章 创新发展
""",
    "one cell per line, head broken, blank lines between rows": """专栏2 主要指标

\t序号
\t指标名称
\t单位
\t2020年
\t基数
\t2025年
\t目标
\t属性

\t1
\t地区生产总值
\t亿元
\t100
\t150
\t预期性

\t2
\t常住人口
\t城镇化率
\t%
\t40
\t46以上
\t预期性

\t3
\t森林覆盖率
\t%
\t21.0
\t22
\t约束性
""",
    "two-line head, responsible unit at the end": """主要目标表
序号\t指标\t计量\t2020年\t2025年\t指标\t责任单位
\t名称\t单位\t现状\t目标\t属性\t
1\t地区生产总值\t亿元\t100\t150\t预期性\t统计局
2\t常住人口城镇化率\t%\t40\t46以上\t预期性\t发展改革委
3\t森林覆盖率\t%\t21.0\t22\t约束性\t林业局
""",
}


@pytest.mark.parametrize("name", LAYOUTS)
def test_the_same_three_rows_in_every_layout(name: str):
    found = main(text(LAYOUTS[name]))
    assert cells(found) == [GDP, URBAN, FOREST]
    assert [doubt.code for row in found.rows for doubt in row.doubts] == []
    assert found.doubts == ()


def test_a_grid_with_merged_head_categories_and_parents():
    table = grid(
        [
            ["序号", "指标名称", "<", "单位", "2025年实际", "2030年目标", "<", "指标属性"],
            ["^", "^", "+", "^", "^", "目标值", "年均增速（%）", "^"],
            ["一、高质量发展", "<", "<", "<", "<", "<", "<", "<"],
            ["1", "地区生产总值", "<", "亿元", "180.5", "240", "6左右", "预期性"],
            ["2", "城镇化率", "常住人口城镇化率", "%", "45", "50", "〔5〕", "预期性"],
            ["^", "^", "户籍人口城镇化率", "%", "30", "35", "—", "^"],
            ["二、绿色低碳", "<", "<", "<", "<", "<", "<", "<"],
            ["3", "森林覆盖率①", "<", "%", "22.5", "23", "—", "约束性"],
            ["注：①为初步数。", "<", "<", "<", "<", "<", "<", "<"],
        ]
    )
    found = main(blocks("正文。", "表1 “十五五”主要指标", table))
    assert cells(found) == [
        ("1", "地区生产总值", "亿元", "180.5", "240", "6左右", "预期性"),
        ("2", "城镇化率", "", "", "", "", "预期性"),
        ("", "常住人口城镇化率", "%", "45", "50", "〔5〕", "预期性"),
        ("", "户籍人口城镇化率", "%", "30", "35", "—", "预期性"),
        ("3", "森林覆盖率", "%", "22.5", "23", "—", "约束性"),
    ]
    assert [row.category for row in found.rows] == ["高质量发展"] * 4 + ["绿色低碳"]
    assert [row.parent for row in found.rows] == [None, None, 1, 1, None]
    assert [row.heading for row in found.rows] == [False, True, False, False, False]
    assert found.rows[4].marks == ("①",)
    assert found.notes == ("注：①为初步数。",)
    assert [str(spec.form) for spec in found.rows[2].targets] == ["level", "cumulative_change"]


def test_the_national_table():
    table = grid(
        [
            ["类别", "指标", "2020年", "2025年", "年均/累计", "属性"],
            ["经济发展", "1.国内生产总值（GDP）增长（％）", "2.3", "—", "保持在合理区间、各年度视情提出", "预期性"],
            ["^", "2.全员劳动生产率增长（％）", "2.5", "—", "高于GDP增长", "预期性"],
            ["^", "3.常住人口城镇化率（％）", "60.6*", "65", "—", "预期性"],
            ["民生福祉", "4.人均预期寿命（岁）", "77.3*", "—", "〔1〕", "预期性"],
            ["绿色生态", "5.单位GDP能源消耗降低（％）", "—", "—", "〔13.5〕", "约束性"],
            ["安全保障", "6.粮食综合生产能力（亿吨）", "—", "＞6.5", "—", "约束性"],
        ]
    )
    found = main(blocks("专栏1  “十四五”时期经济社会发展主要指标", table), (2021, 2025))
    assert [row.category for row in found.rows] == ["经济发展"] * 3 + ["民生福祉", "绿色生态", "安全保障"]
    assert [row.number for row in found.rows] == list("123456")
    forms = [[(str(spec.form), str(spec.comparator)) for spec in row.targets] for row in found.rows]
    assert forms == [
        [("qualitative", "=")],
        [("relative", ">")],
        [("level", "=")],
        [("cumulative_change", "=")],
        [("cumulative_cut", "=")],
        [("level", ">")],
    ]
    assert [row.catalogue for row in found.rows] == [
        "gdp",
        "labour_productivity",
        "urbanisation_rate_resident",
        "life_expectancy",
        "energy_intensity_cut",
        "grain_capacity",
    ]


def test_growth_of_the_base_year_in_a_head_of_two_levels():
    found = main(
        text("""附表 “十五五”规划主要指标
| 类别 | 序号 | 指标 | 单位 | 2025年 | | 2030年 | | 属性 |
|---|---|---|---|---|---|---|---|---|
| | | | | 基数 | 增速% | 目标 | 年均增速% | |
| 经济发展 | 1 | 地区生产总值 | 亿元 | 180.5 | 5.1 | 240 | 6 | 预期性 |
| | 2 | 社会消费品零售总额 | 亿元 | 70 | 6.0 | 95 | 6.5 | 预期性 |
| 生态 | 3 | 森林覆盖率 | % | 22 | | 23 | | 约束性 |
""")
    )
    assert [(row.base_text, row.base_growth_text, row.target_text, row.growth_text) for row in found.rows] == [
        ("180.5", "5.1", "240", "6"),
        ("70", "6.0", "95", "6.5"),
        ("22", "", "23", ""),
    ]
    assert [row.category for row in found.rows] == ["经济发展", "经济发展", "生态"]


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


def test_rows_out_of_line_are_put_right_and_doubted():
    found = main(
        text("""表 主要指标
序号\t指标\t单位\t2020年\t2025年\t年均增长（%）\t属性
1\t地区生产总值\t亿元\t100\t150\t8.4\t预期性
2\t一般公共预算收入（亿元）\t5\t8\t9.9\t预期性
3\t森林覆盖率\t%\t21\t22\t约束性
4\t\t社会消费品零售总额\t亿元\t50\t80\t9.8\t预期性
5\t城镇调查失业率\t%\t\t\t<5.5\t预期性
6\t耕地保有量\t万亩\t60\t59\t\t约束性
""")
    )
    assert cells(found) == [
        ("1", "地区生产总值", "亿元", "100", "150", "8.4", "预期性"),
        ("2", "一般公共预算收入", "亿元", "5", "8", "9.9", "预期性"),
        ("3", "森林覆盖率", "%", "21", "22", "", "约束性"),
        ("4", "社会消费品零售总额", "亿元", "50", "80", "9.8", "预期性"),
        ("5", "城镇调查失业率", "%", "", "", "<5.5", "预期性"),
        ("6", "耕地保有量", "万亩", "60", "59", "", "约束性"),
    ]
    shifted = [row.number for row in found.rows if "column_shift" in [doubt.code for doubt in row.doubts]]
    assert shifted == ["2", "3", "4", "5"]


def test_a_heading_without_figures_lends_its_cut_to_the_rows_below():
    table = grid(
        [
            ["领域", "指标", "单位", "2025年", "2030年", "属性"],
            ["经济", "地区生产总值", "亿元", "100", "150", "预期性"],
            ["生态", "主要污染物排放减少（%）", "", "", "", ""],
            ["^", "化学需氧量", "%", "", "8", "约束性"],
            ["^", "氨氮", "%", "", "9", "约束性"],
            ["安全", "粮食产量", "万吨", "50", "51", "约束性"],
        ]
    )
    found = main(blocks("主要指标", table))
    assert [row.parent for row in found.rows] == [None, None, 1, 1, None]
    assert found.rows[1].heading
    assert [str(found.rows[index].targets[0].form) for index in (2, 3)] == ["cumulative_cut", "cumulative_cut"]
    assert [row.category for row in found.rows] == ["经济", "生态", "生态", "生态", "安全"]


def test_a_column_of_totals_only():
    found = main(
        text("""主要指标
指标\t单位\t2020年\t2025年\t年均增长（%）\t五年累计\t属性
地区生产总值\t亿元\t100\t150\t8.4\t\t预期性
城镇新增就业人数\t万人\t0.6\t\t\t3\t预期性
森林覆盖率\t%\t21\t22\t\t\t约束性
""")
    )
    assert [(str(spec.form), str(spec.value), spec.unit) for spec in found.rows[1].targets] == [
        ("cumulative", "3", "万人")
    ]
    assert found.rows[1].growth_text == "3"
    assert [str(spec.form) for spec in found.rows[0].targets] == ["level", "growth"]


def test_numbers_that_skip_and_a_missing_column_of_natures():
    found = main(
        text("""主要指标
序号\t指标\t单位\t2020年\t2025年
1\t地区生产总值\t亿元\t100\t150
2\t森林覆盖率\t%\t21\t22
5\t粮食产量\t万吨\t50\t51
""")
    )
    assert [(doubt.code, doubt.line) for doubt in found.doubts] == [("number_skipped", 5), ("missing_nature", 1)]


def test_the_last_line_needs_no_end_and_no_note():
    content = LAYOUTS["tabs"].rstrip("\n")
    assert cells(main(text(content))) == [GDP, URBAN, FOREST]
    assert main(text(content)).rows[-1].line == 6


def test_a_second_reading_of_one_cell_in_a_scan():
    found = main(
        text("""专栏1 主要指标
序号\t指标\t2020年\t2025年\t属性
1\t地区生产总值（亿元）\t100\t150\t预期性
2\t城镇新增就业人数\t\t[2.9]\t
\t城镇就业（万人）\t\t[2.5]\t预期性
3\t城镇登记失业率（%）\t4\t<4\t
4\t森林覆盖率（%）\t21\t22\t约束性
""")
    )
    assert [(row.number, row.name, row.unit, row.target_text) for row in found.rows] == [
        ("1", "地区生产总值", "亿元", "150"),
        ("", "城镇就业", "", ""),
        ("2", "城镇新增就业人数", "万人", "[2.9]"),
        ("3", "城镇登记失业率", "%", "<4"),
        ("4", "森林覆盖率", "%", "22"),
    ]
    assert [row.parent for row in found.rows] == [None, None, 1, 1, None]
    doubt = next(one for one in found.rows[2].doubts if one.code == "duplicate_reading")
    assert "[2.9]" in doubt.message and "[2.5]" in doubt.message
    assert found.rows[3].nature_inherited and not found.rows[2].nature_inherited


def test_categories_in_the_middle_of_their_rows():
    found = main(
        text("""主要指标
类别\t指标\t2020年\t2025年\t属性
\t地区生产总值（亿元）\t100\t150\t预期性
经济\t财政收入（亿元）\t5\t8\t预期性
发展\t社会消费品零售总额（亿元）\t50\t80\t预期性
\t常住人口城镇化率（%）\t40\t46\t预期性
\t城镇登记失业率（%）\t4\t4\t预期性
民生\t居民人均可支配收入（元）\t20000\t30000\t预期性
\t人均预期寿命（岁）\t77\t78\t预期性
""")
    )
    assert [row.category for row in found.rows] == ["经济发展"] * 4 + ["民生"] * 3


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


def test_a_scan_with_a_broken_head_broken_cells_and_broken_names():
    found = main(
        text("""专栏 1-1 主要指标
序\t\t\t2025 年\t2030 年\t年均增\t指标
号\t类别\t指标名称\t基数\t目标\t长（%）\t属性
1\t经济\t地区生产总值（亿元）\t100\t150\t8.4\t预期性
2\t发展\t规模以上工业增加值增长（%）\t—\t—\t7\t预期性
3\t\t单位GDP能耗降低（%）\t—\t完成省下\t—\t约束性
\t\t\t\t达目标\t\t
4\t绿色\t空气质量优良\t65\t70\t—\t约束性
\t生态\t天数比例（%）\t\t\t\t
""")
    )
    assert [(row.number, row.name, row.unit, row.target_text) for row in found.rows] == [
        ("1", "地区生产总值", "亿元", "150"),
        ("2", "规模以上工业增加值增长", "%", "—"),
        ("3", "单位GDP能耗降低", "%", "完成省下 达目标"),
        ("4", "空气质量优良天数比例", "%", "70"),
    ]
    assert [row.category for row in found.rows] == ["经济发展", "经济发展", "经济发展", "绿色生态"]
    assert [str(spec.form) for spec in found.rows[2].targets] == ["assigned"]
    assert found.rows[3].last_line == 9


def test_categories_on_lines_without_cells_and_in_bold():
    tabs = main(
        text("""表1 主要指标
指标\t单位\t2025年\t2030年\t属性
经济发展
地区生产总值\t亿元\t100\t150\t预期性
社会消费品零售总额\t亿元\t50\t80\t预期性
民生福祉
人均预期寿命\t岁\t77\t78\t预期性
""")
    )
    marked = main(
        text("""| 指标 | 单位 | 2025年 | 2030年 | 属性 |
|---|---|---|---|---|
| **经济发展** | | | | |
| 地区生产总值 | 亿元 | 100 | 150 | 预期性 |
| 社会消费品零售总额 | 亿元 | 50 | 80 | 预期性 |
| **民生福祉** | | | | |
| 人均预期寿命<br> | 岁 | 77 | 78 | 预期性 |
""")
    )
    for found in (tabs, marked):
        assert [row.category for row in found.rows] == ["经济发展", "经济发展", "民生福祉"]
        assert [row.name for row in found.rows] == ["地区生产总值", "社会消费品零售总额", "人均预期寿命"]


def test_one_cell_per_line_with_categories_and_numbers_that_the_head_does_not_name():
    found = main(
        text("""专栏1 “十五五”主要指标
类别
指标
2025年
2030年
年均
增长
属性
经济
1
地区生产总值（亿元）
100
150
8.4
预期性
2
社会消费品零售总额（亿元）
50
80
9.9
预期性
民生
3
人均预期寿命（岁）
77
78
—
预期性
""")
    )
    assert [
        (row.number, row.category, row.name, row.base_text, row.target_text, row.growth_text) for row in found.rows
    ] == [
        ("1", "经济", "地区生产总值", "100", "150", "8.4"),
        ("2", "经济", "社会消费品零售总额", "50", "80", "9.9"),
        ("3", "民生", "人均预期寿命", "77", "78", "—"),
    ]


def test_a_sub_row_takes_the_unit_that_is_printed_with_its_parent():
    found = main(
        text("""主要指标
序号\t指标\t\t2025年\t2030年\t属性
1\t地区生产总值（亿元）\t100\t150\t预期性
2\t城镇化率（%）\t常住人口城镇化率\t45\t50\t预期性
\t\t户籍人口城镇化率\t30\t35\t
3\t森林覆盖率（%）\t21\t22\t约束性
""")
    )
    assert [(row.number, row.name, row.parent, row.unit) for row in found.rows] == [
        ("1", "地区生产总值", None, "亿元"),
        ("2", "城镇化率", None, "%"),
        ("", "常住人口城镇化率", 1, "%"),
        ("", "户籍人口城镇化率", 1, "%"),
        ("3", "森林覆盖率", None, "%"),
    ]
    assert [row.nature_inherited for row in found.rows] == [False, False, False, True, False]


def test_years_between_and_beyond_and_units_that_answer_are_no_targets():
    found = main(
        text("""附件：主要指标
指标名称\t单位\t2020年实际\t2025年目标\t2023年目标\t2035年\t属性\t牵头单位
地区生产总值\t亿元\t100\t150\t130\t300\t预期性\t县发改委
社会消费品零售总额\t亿元\t50\t80\t70\t150\t预期性\t县商务局
森林覆盖率\t%\t21\t22\t21.5\t25\t约束性\t县林业局
""")
    )
    assert cells(found) == [
        ("", "地区生产总值", "亿元", "100", "150", "-", "预期性"),
        ("", "社会消费品零售总额", "亿元", "50", "80", "-", "预期性"),
        ("", "森林覆盖率", "%", "21", "22", "-", "约束性"),
    ]


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


def test_a_grid_as_a_pdf_gives_it_with_its_title_inside():
    table = grid(
        [
            ["某县“十五五”时期经济社会发展主要指标表", "<", "<", "<", "<", "<"],
            ["（单位：亿元、%）", "<", "<", "<", "<", "<"],
            ["类\n别", "指    标", "2025年\n（预计）", "2030年\n（目标）", "年均增速\n或累计", "指标\n属性"],
            ["经\n济\n发\n展", "地区生产总值\n（亿元）", "180", "240", "6%\n左右", "预期性"],
            ["", "常住人口\n城镇化率（%）", "45", "50", "[5]", "预期性"],
            ["民\n生", "城镇新增就业（人）", "1200", "—", "[6000]", "预期性"],
        ]
    )
    found = main(blocks("正文", table, "正文"))
    assert found.caption == "某县“十五五”时期经济社会发展主要指标表"
    assert cells(found) == [
        ("", "地区生产总值", "亿元", "180", "240", "6% 左右", "预期性"),
        ("", "常住人口城镇化率", "%", "45", "50", "[5]", "预期性"),
        ("", "城镇新增就业", "人", "1200", "—", "[6000]", "预期性"),
    ]
    assert [row.category for row in found.rows] == ["经济发展", "经济发展", "民生"]


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


def test_a_page_of_a_pdf_with_its_head_on_two_lines():
    found = main(
        text("""专栏1    “十四五”时期经济社会发展主要指标
                                            2020年         2025年        年均/累计      属性
类别       指标
经济发展   1.地区生产总值增长（%）            3.0            —             6            预期性
           2.常住人口城镇化率（%）            60.6           65            —            预期性
绿色       3.单位GDP能源消耗降低（%）         —              —             [13.5]       约束性
           4.森林覆盖率（%）                  23.2           24.1          —            约束性
""")
    )
    assert cells(found) == [
        ("1", "地区生产总值增长", "%", "3.0", "—", "6", "预期性"),
        ("2", "常住人口城镇化率", "%", "60.6", "65", "—", "预期性"),
        ("3", "单位GDP能源消耗降低", "%", "—", "—", "[13.5]", "约束性"),
        ("4", "森林覆盖率", "%", "23.2", "24.1", "—", "约束性"),
    ]
    assert [row.category for row in found.rows] == ["经济发展", "经济发展", "绿色", "绿色"]


def test_categories_whose_ordinal_stands_in_the_column_of_numbers():
    found = main(
        text("""表1 主要指标
序号\t指标\t2025年\t2030年\t属性
一\t经济发展\t\t\t
1\t地区生产总值（亿元）\t100\t150\t预期性
二\t生态\t\t\t
2\t主要污染物减排\t\t\t
（1）\t化学需氧量（吨）\t\t按省下达\t约束性
（2）\t氨氮（吨）\t\t[20]\t约束性
3\t森林覆盖率（%）\t21\t22\t约束性
""")
    )
    assert [(row.number, row.name, row.parent, row.category) for row in found.rows] == [
        ("1", "地区生产总值", None, "经济发展"),
        ("2", "主要污染物减排", None, "生态"),
        ("", "化学需氧量", 1, "生态"),
        ("", "氨氮", 1, "生态"),
        ("3", "森林覆盖率", None, "生态"),
    ]
    assert found.rows[1].heading and found.doubts == ()


def test_one_cell_per_line_with_ordinals_and_a_broken_head():
    rows = ["一", "经济发展", "1", "地区生产总值", "亿元", "100", "150", "8.4", "预期性"]
    rows += [
        "2",
        "社会消费品零售总额",
        "亿元",
        "50",
        "80",
        "9.9",
        "预期性",
        "二",
        "生态",
        "3",
        "森林覆盖率",
        "%",
        "21",
        "22",
        "—",
        "约束性",
    ]
    head = ["序号", "主要指标", "单位", "2020年", "2025年", "年均增长", "（%）", "指标属性"]
    found = main(text("\n".join(["专栏1 主要指标", *head, *rows])))
    assert cells(found) == [
        ("1", "地区生产总值", "亿元", "100", "150", "8.4", "预期性"),
        ("2", "社会消费品零售总额", "亿元", "50", "80", "9.9", "预期性"),
        ("3", "森林覆盖率", "%", "21", "22", "—", "约束性"),
    ]
    assert [row.category for row in found.rows] == ["经济发展", "经济发展", "生态"]
    assert [doubt.code for row in found.rows for doubt in row.doubts] == []
