"""Rows that are out of line, broken, headed, or stand under others; categories wherever they are printed."""

from __future__ import annotations

from tests.intake.tables.made import blocks, cells, grid, main, text


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


def test_rows_among_another():
    found = main(
        text("""主要指标
指标\t2025年\t2030年\t属性
1.地区生产总值（亿元）\t100\t150\t预期性
其中：工业增加值（亿元）\t30\t50\t预期性
2.居民人均可支配收入（元）\t20000\t28000\t预期性
其中：城镇\t30000\t40000\t预期性
农村\t15000\t22000\t预期性
3.森林覆盖率（%）\t21\t22\t约束性
""")
    )
    assert [(row.name, row.parent, row.unit, row.heading) for row in found.rows] == [
        ("地区生产总值", None, "亿元", False),
        ("工业增加值", 0, "亿元", False),
        ("居民人均可支配收入", None, "元", False),
        ("城镇", 2, "元", False),
        ("农村", 2, "元", False),
        ("森林覆盖率", None, "%", False),
    ]
