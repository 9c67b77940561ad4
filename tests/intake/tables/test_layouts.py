"""Tables of counties that do not exist, in the layouts that plans are found in."""

from __future__ import annotations

import pytest

from tests.intake.tables.made import cells, main, text

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


def test_the_last_line_needs_no_end_and_no_note():
    content = LAYOUTS["tabs"].rstrip("\n")
    assert cells(main(text(content))) == [GDP, URBAN, FOREST]
    assert main(text(content)).rows[-1].line == 6
