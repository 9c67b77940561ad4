"""Headers of one and two levels, merged, broken, without words for a column; in grids and in text."""

from __future__ import annotations

from tests.intake.tables.made import blocks, cells, grid, main, text


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


def test_cells_parted_by_one_blank():
    found = main(
        text("""专栏2：“十四五”规划主要指标
序号 指标 2020年 2025年 属性
一、经济发展
1 地区生产总值（亿元） 100 150 预期性
2 社会消费品零售总额（亿元） 50 80 预期性
二、生态
3 森林覆盖率（%） 21 22 约束性
第三章 创新发展
""")
    )
    assert [(row.number, row.name, row.base_text, row.target_text, row.category) for row in found.rows] == [
        ("1", "地区生产总值", "100", "150", "经济发展"),
        ("2", "社会消费品零售总额", "50", "80", "经济发展"),
        ("3", "森林覆盖率", "21", "22", "生态"),
    ]
