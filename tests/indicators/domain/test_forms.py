"""Forms beside base and catalogue (METHODS section 2; cases 12, 13, 14, 20, 23, 24 of section 6)."""

from decimal import Decimal

import pytest

from indicators.domain.forms import choose_primary, decide_form, points_level, row_targets
from indicators.domain.notation import parse_cell
from indicators.domain.types import BaseFigure, Bound, CatalogueFacts, Direction, Form, Measure, PathKind, Role


def catalogue(direction=Direction.HIGHER, unit="%", bound=None, price_sensitive=False):
    return CatalogueFacts("x", unit, direction, PathKind.LINEAR, Measure.SHARE, bound, price_sensitive)


def decided(text, name, base, facts, *, role=Role.TARGET, unit="", base_unit=None):
    (spec,) = parse_cell(text, role=role, name=name, unit=unit)
    figure = None if base is None else BaseFigure(Decimal(base), 2020)
    return decide_form(spec, figure, facts, base_unit=base_unit)


UP, DOWN = Direction.HIGHER, Direction.LOWER


@pytest.mark.parametrize(
    ("text", "name", "base", "direction", "form"),
    [
        pytest.param(
            ">475", "粮食综合生产能力（万吨）", "485.9", UP, Form.FLOOR, id="case 12: the base is above the floor"
        ),
        pytest.param(
            "100", "常住人口城镇化率(%)", "100", UP, Form.FLOOR, id="case 13: equal and no comparator printed"
        ),
        pytest.param(
            ">0.035", "能源综合生产能力（亿吨标准煤）", "0.035", UP, Form.FLOOR, id="case 14: equal and strict"
        ),
        pytest.param(
            "0", "农村贫困发生率（%）*", "0.98", DOWN, Form.LEVEL, id="case 20: base above the bound is a path"
        ),
        pytest.param("36573", "耕地保有量（公顷）", "37073", UP, Form.FLOOR, id="case 24: may fall but not below"),
        pytest.param("≥2.5", "粮食综合生产能力(万吨)", "2.5", UP, Form.FLOOR, id="卫滨 grain"),
        pytest.param("95以上", "15.基本养老保险参保率(%)", "95", UP, Form.FLOOR, id="新乡十三五 pension"),
        pytest.param("<4.5", "城镇登记失业率（%）", "4", DOWN, Form.CEILING, id="case 11: unemployment"),
        pytest.param(
            "4", "14、城镇登记失业率(%)", "5", DOWN, Form.LEVEL, id="西平十三五: unemployment that has to fall"
        ),
        pytest.param("65", "新增建设用地规模（公顷）", "70", DOWN, Form.LEVEL, id="卢氏: a level of the year"),
        pytest.param(">61", "常住人口城镇化率 （%）", "57.6", UP, Form.LEVEL, id="a path upwards"),
        pytest.param("49.5", "PM2.5年平均浓度（微克/立方米）", "66", DOWN, Form.LEVEL, id="a path downwards"),
        pytest.param(
            "70", "PM2.5年平均浓度（微克/立方米）", "66", DOWN, Form.CEILING, id="a ceiling that the base satisfies"
        ),
        pytest.param(">70", "PM2.5（微克/立方米）", "66", DOWN, Form.LEVEL, id="a printed > goes before the catalogue"),
        pytest.param(">60", "PM2.5（微克/立方米）", "66", DOWN, Form.FLOOR, id="a printed > that the base satisfies"),
    ],
)
def test_base_that_satisfies_the_target_makes_it_a_bound(text, name, base, direction, form):
    assert decided(text, name, base, catalogue(direction)).form is form


def test_without_a_base_the_catalogue_says_bound():
    facts = catalogue(UP, "万公顷", Bound.FLOOR)
    assert decided("7.86", "耕地保有量", None, facts, unit="万公顷").form is Form.FLOOR
    assert decided("7.86", "耕地保有量", None, catalogue(UP, "万公顷"), unit="万公顷").form is Form.LEVEL


def test_base_in_another_unit_is_converted_and_of_another_kind_decides_nothing():
    grain = "粮食综合生产能力（万吨）"
    assert decided(">475", grain, "97.18", catalogue(UP), base_unit="亿斤").form is Form.FLOOR  # 485.9 万吨
    assert decided(">475", grain, "94", catalogue(UP), base_unit="亿斤").form is Form.LEVEL  # 470 万吨
    assert decided(">475", grain, "485.9", catalogue(UP), base_unit="亿元").form is Form.LEVEL


def test_change_of_zero_is_a_bound_at_the_base():
    spec = decided("[0]", "人均预期寿命(岁)", "77.4", catalogue(UP, "岁"))
    assert (spec.form, spec.value, spec.unit) == (Form.FLOOR, Decimal("77.4"), "岁")
    assert decided("[0]", "人均预期寿命(岁)", None, catalogue(UP, "岁")).form is Form.CUMULATIVE_CHANGE


@pytest.mark.parametrize(
    ("text", "name", "direction", "form"),
    [
        ("[15000]", "新增建设用地规模（亩）", DOWN, Form.QUOTA),
        ("[10]以内", "用水总量（亿立方米）", UP, Form.QUOTA),
        ("[10]", "污染排放（万吨）", DOWN, Form.QUOTA),
        ("[35]", "城镇新增就业人数（万人）", UP, Form.CUMULATIVE),
    ],
    ids=["case 23: named", "printed 以内", "lower is better", "a sum to reach"],
)
def test_total_that_must_not_be_exceeded_is_a_quota(text, name, direction, form):
    assert decided(text, name, "1", catalogue(direction)).form is form


@pytest.mark.parametrize(
    ("text", "name", "role", "form"),
    [
        ("6.5 以上", "地区生产总值增长（%）", Role.GROWTH, Form.GROWTH),
        ("0.6 个百分点", "服务业增加值占比（%）", Role.GROWTH, Form.POINTS),
        ("16.5", "万元GDP能耗下降率（%）", Role.TARGET, Form.CUMULATIVE_CUT),
        ("按省下达目标", "空气优良天数比例（%）", Role.TARGET, Form.ASSIGNED),
        ("与经济增长同步", "居民人均可支配收入增长（%）", Role.GROWTH, Form.RELATIVE),
    ],
)
def test_other_forms_are_never_turned_by_a_base(text, name, role, form):
    assert decided(text, name, "1000", catalogue(UP), role=role).form is form


def targets(level, growth, name, unit):
    return row_targets(
        parse_cell(level, role=Role.TARGET, name=name, unit=unit),
        parse_cell(growth, role=Role.GROWTH, name=name, unit=unit),
    )


def test_primary_is_the_growth_where_prices_matter_else_the_level_else_the_first():
    gdp = targets("365", "7.6", "地区生产总值", "亿元")
    assert [gdp[choose_primary(gdp, catalogue(price_sensitive=sensitive))].form for sensitive in (True, False)] == [
        Form.GROWTH,
        Form.LEVEL,
    ]
    energy = targets("16.5", "完成省下达目标", "万元GDP能耗下降率", "%")
    assert energy[choose_primary(energy, catalogue())].form is Form.CUMULATIVE_CUT
    share = targets("45", "0.6 个百分点", "服务业增加值占GDP比重", "%")
    assert share[choose_primary(share, None)].form is Form.LEVEL


def test_row_without_a_printed_target_keeps_one_none():
    assert [spec.form for spec in targets("—", "", "城镇调查失业率", "%")] == [Form.NONE]
    assert [spec.form for spec in targets("—", "[2.5]", "数字经济占比", "%")] == [Form.CUMULATIVE_CHANGE]
    with pytest.raises(ValueError, match="at least one target"):
        choose_primary((), None)


def test_case_18_points_reach_the_printed_level():
    assert points_level(Decimal(47), Decimal("0.60"), 5) == Decimal(50)
