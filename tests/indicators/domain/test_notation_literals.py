"""Every literal of NOTATION section 1, in the row, unit and column where one of the five plans prints it."""

from decimal import Decimal

import pytest

from indicators.domain.names import name_with_parent
from indicators.domain.notation import parse_cell, render
from indicators.domain.types import ECONOMIC_GROWTH, Comparator, Direction, Form, Role

B, T, G = Role.BASE, Role.TARGET, Role.GROWTH
EQ, GE, GT, LE, LT, ABOUT = (
    Comparator.EQ,
    Comparator.GE,
    Comparator.GT,
    Comparator.LE,
    Comparator.LT,
    Comparator.ABOUT,
)

# case: (id, cell, role, printed name, unit column), (form, value, comparator, unit)
FIGURES = [
    (
        ("延津 level of GDP printed as 增长（亿元）: base", "153.7", B, "地区生产总值增长（亿元）", ""),
        (Form.LEVEL, "153.7", EQ, "亿元"),
    ),
    (
        ("延津 level of GDP printed as 增长（亿元）", "230", T, "地区生产总值增长（亿元）", ""),
        (Form.LEVEL, "230", EQ, "亿元"),
    ),
    (("卢氏 贫困发生率: 0 is a real zero", "0", T, "农村贫困发生率（%）*", ""), (Form.LEVEL, "0", EQ, "%")),
    (("卫滨 城镇化率 100", "100", T, "常住人口城镇化率(%)", ""), (Form.LEVEL, "100", EQ, "%")),
    (("新乡 6.5 以上", "6.5 以上", G, "地区生产总值增长（%）", ""), (Form.GROWTH, "6.5", GE, "%")),
    (("新乡十三五 95以上", "95以上", T, "15.基本养老保险参保率(%)", ""), (Form.LEVEL, "95", GE, "%")),
    (("新乡 >61", ">61", T, "常住人口城镇化率 （%）", ""), (Form.LEVEL, "61", GT, "%")),
    (("卫滨 ≥2.5", "≥2.5", T, "粮食综合生产能力(万吨)", ""), (Form.LEVEL, "2.5", GE, "万吨")),
    (("ascii >=", ">=2.5", T, "粮食综合生产能力(万吨)", ""), (Form.LEVEL, "2.5", GE, "万吨")),
    (("不低于", "不低于2.5", T, "粮食综合生产能力(万吨)", ""), (Form.LEVEL, "2.5", GE, "万吨")),
    (("超过 is strict", "超过2.5万吨", T, "粮食综合生产能力(万吨)", ""), (Form.LEVEL, "2.5", GT, "万吨")),
    (("突破 is strict", "突破230亿元", T, "地区生产总值（亿元）", ""), (Form.LEVEL, "230", GT, "亿元")),
    (("达到", "达到230亿元", T, "地区生产总值（亿元）", ""), (Form.LEVEL, "230", GE, "亿元")),
    (("至少", "至少18", T, "企业法人中高新技术企业数（个）", ""), (Form.LEVEL, "18", GE, "个")),
    (("逾 is strict", "逾18", T, "企业法人中高新技术企业数（个）", ""), (Form.LEVEL, "18", GT, "个")),
    (("延津 <4.5", "<4.5", T, "城镇登记失业率（%）", ""), (Form.CEILING, "4.5", LT, "%")),
    (("卫滨 full-width ＜4 in the growth column", "＜4", G, "城镇调查失业率(%)", ""), (Form.CEILING, "4", LT, "%")),
    (("≤", "≤5.5", T, "城镇调查失业率(%)", ""), (Form.CEILING, "5.5", LE, "%")),
    (("以内", "5.5%以内", T, "城镇调查失业率(%)", ""), (Form.CEILING, "5.5", LE, "%")),
    (("以下", "35以下", T, "PM2.5年平均浓度（微克/立方米）", ""), (Form.LEVEL, "35", LE, "微克/立方米")),
    (("不高于", "不高于35", T, "PM2.5年平均浓度（微克/立方米）", ""), (Form.LEVEL, "35", LE, "微克/立方米")),
    (("不超过", "不超过35", T, "PM2.5年平均浓度（微克/立方米）", ""), (Form.LEVEL, "35", LE, "微克/立方米")),
    (("控制在", "控制在5.5%以内", T, "城镇调查失业率(%)", ""), (Form.CEILING, "5.5", LE, "%")),
    (("低于 is strict", "低于35", T, "PM2.5年平均浓度（微克/立方米）", ""), (Form.LEVEL, "35", LT, "微克/立方米")),
    (("新乡十三五 8.5 左右", "8.5 左右", G, "1.地区生产总值（亿元）", ""), (Form.GROWTH, "8.5", ABOUT, "%")),
    (("卫滨 7左右", "7左右", G, "地区生产总值增长(%)", ""), (Form.GROWTH, "7", ABOUT, "%")),
    (("新乡 11.0 左右", "11.0 左右", T, "劳动年龄人口平均受教育年限 （年）", ""), (Form.LEVEL, "11.0", ABOUT, "年")),
    (("新乡 [35]", "[35]", T, "城镇新增就业人数 (万人)", ""), (Form.CUMULATIVE, "35", EQ, "万人")),
    (("卫滨 [2.9]", "[2.9]", T, "城镇新增就业人数（万人）", ""), (Form.CUMULATIVE, "2.9", EQ, "万人")),
    (("延津 [15000] is a quota", "[15000]", T, "新增建设用地规模（亩）", ""), (Form.QUOTA, "15000", EQ, "亩")),
    (("新乡十三五 [35 以上]", "[35 以上]", T, "13.城镇新增就业人数（万人）", ""), (Form.CUMULATIVE, "35", GE, "万人")),
    (
        ("full-width bracket, comparator outside", "［ 35 ］以上", T, "城镇新增就业人数（万人）", ""),
        (Form.CUMULATIVE, "35", GE, "万人"),
    ),
    (("〔〕", "≥〔35〕", T, "城镇新增就业人数（万人）", ""), (Form.CUMULATIVE, "35", GE, "万人")),
    (("【】 comparator inside", "【>35】", T, "城镇新增就业人数（万人）", ""), (Form.CUMULATIVE, "35", GT, "万人")),
    (("新乡十三五 脱贫", "[16.83]", T, "14.农村贫困人口脱贫（万人）", ""), (Form.CUMULATIVE, "16.83", EQ, "万人")),
    (("新乡十三五 棚户区改造", "[1.8]", T, "16.城镇棚户区住房改造(万套)", ""), (Form.CUMULATIVE, "1.8", EQ, "万套")),
    (("新乡 预期寿命 [1.0]", "[1.0]", G, "人均预期寿命 (岁)", ""), (Form.CUMULATIVE_CHANGE, "1.0", EQ, "岁")),
    (
        ("新乡 share [2.5]", "[2.5]", G, "数字经济核心产业增加值占地区生产总值比重 (%)", ""),
        (Form.CUMULATIVE_CHANGE, "2.5", EQ, "%"),
    ),
    (("growth column, sign in the cell", "6.5%", G, "地区生产总值", "亿元"), (Form.GROWTH, "6.5", EQ, "%")),
    (("卢氏 7.2%", "7.2%", G, "地区生产总值及增速 （亿元/%）", ""), (Form.GROWTH, "7.2", EQ, "%")),
    (("卢氏 level beside it", "169", T, "地区生产总值及增速 （亿元/%）", ""), (Form.LEVEL, "169", EQ, "亿元")),
    (("卢氏 blank in the unit", "85", T, "社会消费品零售总额及增速（万元/ %）*", ""), (Form.LEVEL, "85", EQ, "万元")),
    (
        ("卢氏 90.00% of a mixed row", "90.00%", T, "细颗粒物浓度下降、空气质量优良天数比例（%）*", ""),
        (Form.LEVEL, "90.00", EQ, "%"),
    ),
    (("新乡 12, sign in the header", "12", G, "研发经费投入增长 (%)", ""), (Form.GROWTH, "12", EQ, "%")),
    (("西平 7.6, unit of the row is 亿元", "7.6", G, "地区生产总值", "亿元"), (Form.GROWTH, "7.6", EQ, "%")),
    (("西平 生产率 is an amount", "5", G, "全员劳动生产率", "元/人"), (Form.GROWTH, "5", EQ, "%")),
    (("西平 生产率 level", "49315", T, "全员劳动生产率", "元/人"), (Form.LEVEL, "49315", EQ, "元/人")),
    (("西平 0.6 个百分点", "0.6 个百分点", G, "服务业增加值占 GDP 比重", "%"), (Form.POINTS, "0.6", EQ, "个百分点")),
    (("卢氏 0.60% of a share", "0.60%", G, "服务业增加值占比 （%）", ""), (Form.POINTS, "0.60", EQ, "个百分点")),
    (("西平十三五 bare 2.1 of a share", "2.1", G, "9、城镇化率(%)", ""), (Form.POINTS, "2.1", EQ, "个百分点")),
    (("提高…个百分点", "提高5个百分点", T, "常住人口城镇化率(%)", ""), (Form.CUMULATIVE_CHANGE, "5", EQ, "个百分点")),
    (("降低…个百分点", "降低2个百分点", T, "劣Ⅴ类水体比例(%)", ""), (Form.CUMULATIVE_CHANGE, "-2", EQ, "个百分点")),
    (
        ("降低…以上 turns the bound", "降低2个百分点以上", T, "贫困发生率(%)", ""),
        (Form.CUMULATIVE_CHANGE, "-2", LE, "个百分点"),
    ),
    (("提高到 is a level", "提高到65%", T, "常住人口城镇化率(%)", ""), (Form.LEVEL, "65", EQ, "%")),
    (("降低至 is a level", "降低至35", T, "PM2.5年平均浓度（微克/立方米）", ""), (Form.LEVEL, "35", EQ, "微克/立方米")),
    (
        ("延津 -3% of 降幅 is a fall of 3 %", "-3%", B, "单位GDP能源消耗降幅（%）", ""),
        (Form.CUMULATIVE_CUT, "3", EQ, "%"),
    ),
    (("西平 16.5 下降率", "16.5", T, "万元 GDP 能耗下降率", "%"), (Form.CUMULATIVE_CUT, "16.5", EQ, "%")),
    (("西平 28 下降率", "28", T, "万元 GDP 二氧化碳排放下降率", "%"), (Form.CUMULATIVE_CUT, "28", EQ, "%")),
    (
        ("新乡十三五 PM2.5浓度下降 [10]", "[10]", T, "细颗粒物(PM2.5)浓度 下降(%)", ""),
        (Form.CUMULATIVE_CUT, "10", EQ, "%"),
    ),
    (("西平十三五 排放总量减少", "22", T, "17、主要污染物排放总量减少 (%)", ""), (Form.CUMULATIVE_CUT, "22", EQ, "%")),
    (("西平 4.5 of 失业率 in the growth column", "4.5", G, "城镇调查失业率", "%"), (Form.CEILING, "4.5", LE, "%")),
    (("卢氏 bare 2% of 失业率", "2%", T, "城镇登记失业率", ""), (Form.CEILING, "2", LE, "%")),
    (("base of 失业率 is a level", "4", B, "城镇登记失业率（%）", ""), (Form.LEVEL, "4", EQ, "%")),
    (("卢氏 8000 is the level of the year", "8000", T, " 城镇新增就业人数（人）*", ""), (Form.LEVEL, "8000", EQ, "人")),
    (("西平 五年新增 is a total", "32000", T, "五年新增城镇就业人数", "人"), (Form.CUMULATIVE, "32000", EQ, "人")),
    (
        ("卢氏 新增建设用地 without bracket is a level", "65", T, "新增建设用地规模（公顷）", ""),
        (Form.LEVEL, "65", EQ, "公顷"),
    ),
    (("累计新增建设用地 is a quota", "65", T, "累计新增建设用地规模（公顷）", ""), (Form.QUOTA, "65", EQ, "公顷")),
    (("卫滨 3.01 亿 in a % row", "3.01 亿", B, "一般公共预算收入增长(%)", ""), (Form.LEVEL, "3.01", EQ, "亿")),
    (
        ("101.7 亿元 in a 亿美元 row", "101.7 亿元", T, "4.外贸进出口总额（亿美元）", ""),
        (Form.LEVEL, "101.7", EQ, "亿元"),
    ),
    (
        ("新乡十三五 18031 as base of a growth", "18031", B, "11.居民人均可支配收入增长（%）", ""),
        (Form.LEVEL, "18031", EQ, ""),
    ),
    (
        ("卢氏 4.75% as base of a cut", "4.75%", B, "单位生产总值能耗累计降低率*", ""),
        (Form.CUMULATIVE_CUT, "4.75", EQ, "%"),
    ),
    (("卢氏 占比及提高幅度", "2%", T, "研究与实验发展（R&D)经费投入强度及提高幅度*", ""), (Form.LEVEL, "2", EQ, "%")),
    (
        ("延津 占比及提高幅度", "50", T, "规模以上企业中有研发活动企业占比及提高幅度（%）", ""),
        (Form.LEVEL, "50", EQ, "%"),
    ),
    (("<8‰ growth", "<8‰", G, "人口自然增长率（‰）", ""), (Form.GROWTH, "8", LT, "‰")),
    (("negative actual-like growth", "-4.6", G, "16、万元生产总值能耗(吨标煤)", ""), (Form.GROWTH, "-4.6", EQ, "%")),
    (("U+2212 minus", "−4.6", G, "16、万元生产总值能耗(吨标煤)", ""), (Form.GROWTH, "-4.6", EQ, "%")),
    (("thousands comma", "15,000", T, "城镇新增就业人数（人）", ""), (Form.LEVEL, "15000", EQ, "人")),
    (("full-width digits", "６．５％", G, "地区生产总值增长（%）", ""), (Form.GROWTH, "6.5", EQ, "%")),
    (("unit with a superscript", "35μg/m³", T, "PM2.5年平均浓度（微克/立方米）", ""), (Form.LEVEL, "35", EQ, "μg/m3")),
]  # fmt: skip


@pytest.mark.parametrize(("cell", "wanted"), FIGURES, ids=[case[0][0] for case in FIGURES])
def test_figure_reads_as_the_plan_means_it(cell, wanted):
    _, text, role, name, unit = cell
    (spec,) = parse_cell(text, role=role, name=name, unit=unit)
    form, value, comparator, spec_unit = wanted
    assert (spec.form, spec.value, spec.comparator, spec.unit) == (form, Decimal(value), comparator, spec_unit)
    assert str(spec.value) == value  # every printed digit is kept: 11.0 is not 11
    assert spec.text == text.strip()
    assert parse_cell(render(spec), role=role, name=name, unit=spec.unit) == (spec,)


@pytest.mark.parametrize(
    ("text", "by"),
    [
        ("按省下达目标", "省"),
        ("按省下 达目标", "省"),
        ("按市下达目 标", "市"),
        ("按国家、 省下 达目标", "国家、省"),
        ("完成省下达指标", "省"),
        ("完成省下 达目标", "省"),
        ("完成市定目标", "市"),
        ("按三门峡市要求", "三门峡市"),
        ("按三门峡市要求\n ", "三门峡市"),
        ("按省政府下达任务", "省"),
    ],
)
def test_assigned_names_who_hands_it_down(text, by):
    (spec,) = parse_cell(text, role=G, name="单位地区生产总值能源消耗降低 (%)")
    assert (spec.form, spec.by, spec.value, spec.direction) == (Form.ASSIGNED, by, None, Direction.HIGHER)
    assert parse_cell(render(spec), role=G, name=spec.name_hint, unit=spec.unit) == (spec,)


@pytest.mark.parametrize("text", ["省", "市", "稳定", "省、市", "规定目标"])
def test_bare_place_is_not_assigned(text):
    assert {spec.form for spec in parse_cell(text, role=T)} == {Form.QUALITATIVE}


@pytest.mark.parametrize(
    ("text", "reference", "comparator", "tolerant"),
    [
        ("与经济增长同步", ECONOMIC_GROWTH, EQ, False),
        ("与经济增长基本同步", ECONOMIC_GROWTH, EQ, True),
        ("与经济增长 基本同步", ECONOMIC_GROWTH, EQ, True),
        ("高于全省平均水平", "全省平均水平", GT, False),
        ("高于GDP增长", ECONOMIC_GROWTH, GT, False),
        ("快于经济增长", ECONOMIC_GROWTH, GT, False),
        ("略高于全市平均水平", "全市平均水平", GT, False),
        ("不低于全省平均水平", "全省平均水平", GE, False),
        ("与省持平", "省", EQ, False),
    ],
)
def test_relative(text, reference, comparator, tolerant):
    (spec,) = parse_cell(text, role=G, name="居民人均可支配收入增长 (%)")
    assert spec.form is Form.RELATIVE
    assert (spec.reference, spec.comparator, spec.tolerant) == (reference, comparator, tolerant)
    assert parse_cell(render(spec), role=G, name=spec.name_hint, unit=spec.unit) == (spec,)


@pytest.mark.parametrize("text", ["30:33.7:36.3", "30∶33.7∶36.3", "30：33.7 ：36.3"])
def test_composition(text):
    (spec,) = parse_cell(text, role=B, name="3、三次产业结构比")
    assert (spec.form, spec.parts) == (Form.COMPOSITION, (Decimal("30"), Decimal("33.7"), Decimal("36.3")))


@pytest.mark.parametrize("text", ["", "—", "-", "－", "--", "---", "/", "_", " ", "\u3000", "\xa0", "——", "\n \t"])
def test_dashes_and_blanks_are_none(text):
    (spec,) = parse_cell(text, role=T, name="地区生产总值（亿元）")
    assert (spec.form, spec.value) == (Form.NONE, None)


@pytest.mark.parametrize(
    ("text", "value", "marks"),
    [
        ("60.6*", "60.6", ("*",)),
        ("60.6＊", "60.6", ("*",)),
        ("①23", "23", ("①",)),
        ("23 ②", "23", ("②",)),
        ("60.6¹", "60.6", ("¹",)),
        ("[35*]", "35", ("*",)),
    ],
)
def test_footnote_marks_are_kept_apart(text, value, marks):
    (spec,) = parse_cell(text, role=B, name="常住人口城镇化率（%）")
    assert (spec.value, spec.marks) == (Decimal(value), marks)


def test_mark_within_a_figure_is_not_understood_rather_than_dropped():
    (spec,) = parse_cell("6*5", role=T, name="常住人口城镇化率（%）")
    assert (spec.form, spec.text) == (Form.QUALITATIVE, "6*5")


@pytest.mark.parametrize(
    ("text", "low", "high"), [("6%至7%", "6", "7"), ("2-3", "2", "3"), ("6~7%", "6", "7"), ("3-2", "2", "3")]
)
def test_range(text, low, high):
    (spec,) = parse_cell(text, role=G, name="地区生产总值增长（%）")
    assert (spec.form, spec.value, spec.value_high) == (Form.GROWTH, Decimal(low), Decimal(high))


def test_several_items_of_one_cell():
    specs = parse_cell("16.5、按国家、省下达目标", role=T, name="万元GDP能耗下降率", unit="%")
    assert [(spec.form, spec.by, spec.text) for spec in specs] == [
        (Form.CUMULATIVE_CUT, "", "16.5"),
        (Form.ASSIGNED, "国家、省", "按国家、省下达目标"),
    ]


@pytest.mark.parametrize(
    "text", ["保持在合理区间", "稳中有进、质量提升", "35XYZ", "12.5.3", "[35", "年均8000人", ">5以下", "提高20%"]
)
def test_what_is_not_understood_is_kept_as_qualitative(text):
    (spec,) = parse_cell(text, role=T, name="地区生产总值（亿元）")
    assert (spec.form, spec.text, spec.value) == (Form.QUALITATIVE, text, None)
    assert render(spec) == text


@pytest.mark.parametrize(
    ("name", "parent", "unit", "form"),
    [
        ("化学需氧量", "主要污染物排放减少", "%", Form.CUMULATIVE_CUT),
        ("化学需氧量(%)", "27.主要污染 物排放减少", "", Form.CUMULATIVE_CUT),
        ("森林覆盖率", "森林增长", "%", Form.LEVEL),
        ("森林蓄积量", "森林增长", "万立方米", Form.LEVEL),
        ("空气质量优良天数比率 (%)", "25.空气质量", "", Form.LEVEL),
        ("城镇新增就业人数 (万人)", "城镇就业", "", Form.LEVEL),
    ],
)
def test_sub_rows_inherit_a_cut_and_never_a_growth(name, parent, unit, form):
    (spec,) = parse_cell("10", role=T, name=name_with_parent(name, parent, unit), unit=unit)
    assert spec.form is form


@pytest.mark.parametrize(
    ("text", "name", "direction"),
    [
        ("16.5", "万元 GDP 能耗下降率（%）", Direction.HIGHER),
        ("49.5", "PM2.5年平均浓度（微克/立方米）", Direction.LOWER),
        ("99.75", "PM10年平均浓度（微克/立方米）", Direction.LOWER),
        ("0", "劣Ⅴ类水体比例(%)", Direction.LOWER),
        ("0", "农村贫困发生率（%）*", Direction.LOWER),
        ("65", "新增建设用地规模（公顷）", Direction.LOWER),
        ("90.00%", "细颗粒物浓度下降、空气质量优良天数比例（%）*", Direction.HIGHER),
        (">475", "粮食综合生产能力（万吨）", Direction.HIGHER),
        ("<4.5", "城镇登记失业率（%）", Direction.LOWER),
        ("230", "地区生产总值（亿元）", None),
    ],
)
def test_direction_is_implied_by_name_or_comparator_only(text, name, direction):
    assert parse_cell(text, role=T, name=name)[0].direction is direction
