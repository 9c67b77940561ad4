"""Doubts (NOTATION section 4) about rows, tables and series; cases 17, 18, 21 and 22 of METHODS section 6."""

from decimal import Decimal

import pytest

from indicators.domain.doubts import RowReading, contradicts_text, duplicate_reading, row_doubts, table_doubts
from indicators.domain.forms import decide_form, row_targets
from indicators.domain.names import map_nature
from indicators.domain.notation import parse_actual, parse_cell
from indicators.domain.series_doubts import actual_unit_doubts, series_doubts
from indicators.domain.types import (
    Actual,
    ActualKind,
    BaseFigure,
    CatalogueFacts,
    Comparator,
    Direction,
    DoubtCode,
    Form,
    Measure,
    Nature,
    PathKind,
    Period,
    PriceBasis,
    Role,
    TargetTerms,
)

PERIOD = Period(2020, 2021, 2025)
UP, DOWN = Direction.HIGHER, Direction.LOWER


def catalogue(unit, direction=UP, measure=Measure.AMOUNT, **more):
    return CatalogueFacts("x", unit, direction, PathKind.GEOMETRIC, measure, **more)


def row(name, base="", target="", growth="", *, unit="", facts=None, **more):
    """A row as it is read: cells parsed, forms decided beside the base."""
    (base_spec,) = parse_cell(base, role=Role.BASE, name=name, unit=unit)
    printed = row_targets(
        parse_cell(target, role=Role.TARGET, name=name, unit=unit),
        parse_cell(growth, role=Role.GROWTH, name=name, unit=unit),
    )
    figure = BaseFigure(base_spec.value, 2020)
    targets = tuple(decide_form(spec, figure, facts, base_unit=base_spec.unit) for spec in printed)
    return RowReading(name, PERIOD, targets, base_spec, unit=unit, catalogue=facts, **more)


def codes(reading):
    return [doubt.code for doubt in row_doubts(reading)]


def only(reading, code):
    (found,) = [doubt for doubt in row_doubts(reading) if doubt.code is code]
    return found


def test_case_17_growth_and_level_do_not_fit():
    doubt = only(row("地区生产总值", "255.7", "365", "7.6", unit="亿元"), DoubtCode.GROWTH_MISMATCH)
    assert "368.8" in doubt.message
    assert "7.38%" in doubt.message
    assert (doubt.figure, doubt.target, doubt.blocking) == ("target", 1, False)


def test_case_18_points_and_level_fit():
    assert DoubtCode.POINTS_MISMATCH not in codes(row("服务业增加值占比 （%）", "47", "50", "0.60%"))


def test_points_that_do_not_fit():
    doubt = only(row("服务业增加值占GDP比重", "40.9", "45", "0.6 个百分点", unit="%"), DoubtCode.POINTS_MISMATCH)
    assert "0.82" in doubt.message
    assert "43.9" in doubt.message


@pytest.mark.parametrize(
    ("base", "target", "growth", "doubtful"),
    [
        ("120", "169", "7.2%", False),  # implied 7.09: over 0.1 pp apart, yet within the rounding of 169 and 7.2
        ("33333", "46301", "7.2%", True),
        ("206.9", "364", "10", True),
        ("100", "161", "10", False),  # exactly the printed digits
        ("100", ">170", "10", True),
        ("100", "<170", "10", False),  # a bound that the growth satisfies
        ("100", ">150", "10", False),
        ("100", "170", "10以上", False),
        ("100", "150", "10以上", True),
    ],
)
def test_growth_mismatch_honours_rounding_and_bounds(base, target, growth, doubtful):
    assert (DoubtCode.GROWTH_MISMATCH in codes(row("地区生产总值及增速（亿元/%）", base, target, growth))) is doubtful


def test_growth_is_compared_across_units_of_one_kind():
    spec = parse_cell("255.7亿元", role=Role.BASE, name="地区生产总值", unit="万元")[0]
    reading = row("地区生产总值", "", "3650000", "7.6", unit="万元")
    reading = RowReading(reading.name, PERIOD, reading.targets, spec, unit="万元")
    assert "7.38%" in only(reading, DoubtCode.GROWTH_MISMATCH).message


@pytest.mark.parametrize(
    ("reading", "code"),
    [
        (row("粮食综合生产能力（万吨）", "485.9", ">475"), DoubtCode.TARGET_WORSE_THAN_BASE),
        (row("城镇登记失业率（%）", "4", "<4.5"), DoubtCode.TARGET_WORSE_THAN_BASE),
        (row("常住人口城镇化率(%)", "100", "100"), DoubtCode.TARGET_EQUALS_BASE),
        (row("城镇调查失业率(%)", "4", "", "<4"), DoubtCode.TARGET_EQUALS_BASE),
        (row("城镇调查失业率(%)", "4", "", "<4"), DoubtCode.COLUMN_SHIFT),
        (row("每万人口高价值发明专利拥有量 (件)", "—", ">3.0"), DoubtCode.MISSING_BASE),
        (row("地表水达到或好于Ⅲ类水体比例（%）", "---", "完成市定目标"), DoubtCode.MISSING_BASE),
        (row("外贸进出口总额", "", "", unit="亿美元"), DoubtCode.MISSING_TARGET),
        (row("5、规上工业增加值", "50.95", "80.57"), DoubtCode.MISSING_UNIT),
        (row("城镇登记失业率", "", "2%"), DoubtCode.MISSING_UNIT),
        (row("社会消费品零售总额及增速（万元/ %）*", "53", "85", "10.0%"), DoubtCode.UNIT_IMPLAUSIBLE),
        (row("11.居民人均可支配收入增长（%）", "18031", "", "8.5 左右"), DoubtCode.UNIT_IMPLAUSIBLE),
        (row("细颗粒物浓度下降、空气质量优良天数比例（%）*", "83.29%", "90.00%"), DoubtCode.MERGED_INDICATORS),
        (row("化学需氧量、氨氮、二氧化硫、氮氧化物排放总量减少*", "", "按三门峡市要求"), DoubtCode.MERGED_INDICATORS),
        (row("万元GDP能耗下降率", "", "16.5", "完成省下达目标", unit="%"), DoubtCode.DOUBLE_DEFINITION),
        (row("一般公共预算收入增长(%)", "3.01 亿", "", "7"), DoubtCode.UNIT_CONFLICT),
        (row("外贸进出口总额（亿美元）", "10.47", "101.7 亿元"), DoubtCode.UNIT_CONFLICT),
        (row("外贸进出口总额（亿美元）", "10.47", "101.7 亿元"), DoubtCode.EXCHANGE_RATE),
        (row("地区生产总值增长（亿元）", "153.7", "230"), DoubtCode.NAME_UNIT_CONFLICT),
        (row("耕地保有量（公顷）", "37073", "36573", unit="亿元"), DoubtCode.NAME_UNIT_CONFLICT),
        (row("PM2.5年平均浓度（微克/立方米）", "66", ">70"), DoubtCode.DIRECTION_CONFLICT),
        (row("单位GDP能源消耗降幅（%）", "", "120"), DoubtCode.IMPOSSIBLE_VALUE),
        (row("单位GDP能源消耗降低（%）", "", "0"), DoubtCode.IMPOSSIBLE_VALUE),
        (row("三次产业结构比", "30:33.7:36.3", "22.7:33.8:53.5"), DoubtCode.IMPOSSIBLE_VALUE),
        (row("万元生产总值能耗(吨标煤)", "80", "10"), DoubtCode.SCALE_JUMP),
        (row("常住人口城镇化率(%)", "39", "46", nature="设定目标类"), DoubtCode.NATURE_UNMAPPED),
        (row("常住人口城镇化率(%)", "39", "46", nature=""), DoubtCode.MISSING_NATURE),
    ],
)
def test_row_raises(reading, code):
    assert code in codes(reading)


@pytest.mark.parametrize(
    "reading",
    [
        row("社会消费品零售总额（亿元）", "52.98", "81.5", nature="预期发展类"),
        row("常住人口城镇化率（%）", "39", "46", nature="预期性"),
        row("地区生产总值增长（%）", "—", "", "6.5 以上", nature="预期性"),
        row("城镇新增就业人数（万人）", "---", "[2.3]", nature="预期性"),
        row("单位地区生产总值能源消耗降低 (%)", "—", "", "按省下达目标", nature="约束性"),
        row("居民人均可支配收入增长 (%)", "—", "", "与经济增长基本同步", nature="预期性"),
        row("19.新增建设用地规模（万亩）", "—", "按省下达 指标", nature="约束性"),
        row("实际使用外资（万美元）", "7125", "8297", nature="预期性"),
        row("每千人口拥有 3 岁以下婴幼儿托位数 (个)", "1.59", "4.0", nature="预期性"),
        row("服务业增加值占 GDP 比重", "42", "45", "0.6 个百分点", unit="%"),
        row("人均生产总值", "27206", "43000", unit="元"),
        RowReading("城镇就业", PERIOD, (), heading=True),
    ],
)
def test_row_in_order_raises_nothing(reading):
    assert row_doubts(reading) == ()


def test_impossible_level_by_the_catalogues_limits():
    facts = catalogue("%", measure=Measure.SHARE, natural_min=Decimal(0), natural_max=Decimal(100))
    assert DoubtCode.IMPOSSIBLE_VALUE in codes(row("互联网普及率(%)", "68", ">100", facts=facts))
    assert DoubtCode.IMPOSSIBLE_VALUE in codes(row("互联网普及率(%)", "680", "100", facts=facts))
    assert DoubtCode.IMPOSSIBLE_VALUE not in codes(row("互联网普及率(%)", "68", "100", facts=facts))


def test_basis_is_asked_only_where_prices_matter_and_somebody_asks():
    facts = catalogue("亿元", price_sensitive=True)
    asked = row("地区生产总值", "255.7", "", "7.6", unit="亿元", facts=facts, price_basis=PriceBasis.UNKNOWN)
    known = row("地区生产总值", "255.7", "", "7.6", unit="亿元", facts=facts, price_basis=PriceBasis.CONSTANT)
    assert codes(asked) == [DoubtCode.BASIS_UNKNOWN]
    assert codes(known) == []


def test_blocking_doubts_name_the_figure_they_block():
    doubt = only(row("一般公共预算收入增长(%)", "3.01 亿", "", "7"), DoubtCode.UNIT_CONFLICT)
    assert (doubt.figure, doubt.blocking) == ("base", True)  # the growth target does not use the base


def test_table_doubts():
    numbers = [*range(1, 9), 10, None, 11]
    found = table_doubts(numbers, stated_count=21, natures=[None] * len(numbers))
    assert [doubt.code for doubt in found] == [
        DoubtCode.NUMBER_SKIPPED,
        DoubtCode.COUNT_MISMATCH,
        DoubtCode.MISSING_NATURE,
    ]
    assert "8" in found[0].message
    assert "第9行" in found[0].message
    assert table_doubts(range(1, 22), stated_count=21, natures=["预期性", None] * 10) == ()
    assert table_doubts([None] * 22, stated_count=22) == ()


def test_two_readings_and_prose():
    assert duplicate_reading(["[2.9]", "[2.5]"]).code is DoubtCode.DUPLICATE_READING
    assert duplicate_reading(["[2.9]", "[ 2.9 ]"]) is None
    assert contradicts_text(Decimal(66), Decimal(61), unit="微克/立方米").figure == "base"
    assert contradicts_text(Decimal("66.0"), Decimal(66)) is None


@pytest.mark.parametrize(
    ("text", "nature"),
    [
        ("预期性", Nature.EXPECTED),
        (" 预期 性 ", Nature.EXPECTED),
        ("预期发展类", Nature.EXPECTED),
        ("约束性", Nature.BINDING),
        ("设定目标类", Nature.UNMAPPED),
        ("", Nature.UNMAPPED),
        ("7次列 正", Nature.UNMAPPED),
    ],
)
def test_only_three_words_of_nature_are_mapped(text, nature):
    assert map_nature(text) is nature


def series(actuals, base="100", facts=None, **more):
    figure = None if base is None else BaseFigure(Decimal(base), 2020)
    return series_doubts(actuals, base=figure, catalogue=facts or catalogue("亿元"), **more)


def year(number, value=None, growth=None, comparator=Comparator.EQ):
    return Actual(
        number,
        None if value is None else Decimal(value),
        None if growth is None else Decimal(growth),
        comparator=comparator,
    )


def test_case_21_history_was_revised():
    (doubt,) = series([year(2022, "3464", "5.3"), year(2023, "3347.6", "1.5")], base=None)
    assert (doubt.code, doubt.figure, doubt.blocking) == (DoubtCode.HISTORY_REVISED, "value:2023", False)
    assert "−3.36%" in doubt.message


def test_history_more_than_five_points_apart():
    assert [d.code for d in series([year(2021, "120", "14.9")])] == [DoubtCode.HISTORY_REVISED]
    assert series([year(2021, "120", "15")]) == ()


def test_case_22_definition_break_blocks_the_value():
    (doubt,) = series([year(2021, "69.4")], base="138")
    assert (doubt.code, doubt.figure, doubt.blocking) == (DoubtCode.DEFINITION_BREAK, "value:2021", True)


def test_a_marked_break_does_not_make_levels_comparable_but_a_revised_base_does():
    marked = {"breaks": frozenset({2021})}
    assert [d.code for d in series([year(2021, "69.4")], base="138", **marked)] == [DoubtCode.DEFINITION_BREAK]
    assert series([year(2021, "69.4")], base="66.1", **marked) == ()
    assert series([year(2021, "69.4", "6")], base="138", **marked) == ()  # its growth is told of the other definition


AMOUNTS_OF_A_YEAR = [
    TargetTerms(Form.QUOTA, Decimal(15000)),
    TargetTerms(Form.CUMULATIVE, Decimal(15000)),
    TargetTerms(Form.ASSIGNED, Decimal(15000), assigned_form=Form.QUOTA),
    TargetTerms(Form.CUMULATIVE_CHANGE, Decimal(15000), actual_kind=ActualKind.CHANGE),
]


@pytest.mark.parametrize("target", AMOUNTS_OF_A_YEAR)
@pytest.mark.parametrize("amount", ["10000", "1000"])
def test_case_23_amounts_of_a_year_are_no_levels_that_break(target, amount):
    land = catalogue("亩", direction=DOWN, natural_min=Decimal(0))
    yearly = [year(2021, amount), year(2022, amount)]
    assert series(yearly, base="3650", facts=land, targets=[target]) == ()
    level = TargetTerms(Form.LEVEL, Decimal(3000))
    assert [d.code for d in series(yearly, base="3650", facts=land, targets=[target, level])] == [
        DoubtCode.DEFINITION_BREAK
    ]


def test_a_change_of_a_year_may_be_below_the_limits_of_the_level():
    facts = catalogue("%", measure=Measure.SHARE, natural_min=Decimal(0))
    changes = TargetTerms(Form.CUMULATIVE_CHANGE, Decimal("2.5"), unit="%", actual_kind=ActualKind.CHANGE)
    assert series([year(2021, "-0.2")], base=None, facts=facts, targets=[changes]) == ()
    levels = TargetTerms(Form.CUMULATIVE_CHANGE, Decimal("2.5"), unit="%")
    (doubt,) = series([year(2021, "-0.2")], base=None, facts=facts, targets=[levels])
    assert doubt.code is DoubtCode.IMPOSSIBLE_VALUE


def test_scale_jump_of_a_level_that_was_handed_down():
    handed_down = TargetTerms(Form.ASSIGNED, Decimal("68"), assigned_form=Form.LEVEL)
    (doubt,) = series([year(2021, "6190")], base=None, targets=[handed_down])
    assert doubt.code is DoubtCode.SCALE_JUMP


@pytest.mark.parametrize(
    "case",
    [
        ([year(2021, "70")], {}),  # the bounds 0.7 and 1.5 themselves are inside
        ([year(2021, "150")], {}),
        ([year(2022, "300")], {}),  # not consecutive with the base year
        ([year(2021, "160")], {"facts": catalogue("%", measure=Measure.SHARE)}),
        ([year(2021, None, "6")], {}),
        ([year(2021, "0")], {"base": "0"}),
    ],
)
def test_steps_that_are_no_break(case):
    actuals, more = case
    assert series(actuals, **more) == ()


def test_scale_jump_of_an_actual_names_all_it_jumps_from():
    level = TargetTerms(Form.LEVEL, Decimal("10.19"))
    (doubt,) = series([year(2025, "0.2277")], base="71.07", targets=[level])
    assert (doubt.code, doubt.figure, doubt.blocking) == (DoubtCode.SCALE_JUMP, "value:2025", True)
    assert "312" in doubt.message
    assert "44.8" in doubt.message


def test_scale_jump_is_for_levels_and_never_from_zero():
    growth = [TargetTerms(Form.GROWTH, Decimal(7))]
    assert series([year(2025, "46728")], base="1353", targets=growth) == ()
    assert [d.code for d in series([year(2025, "46728")], base="1353")] == [DoubtCode.SCALE_JUMP]
    assert series([year(2025, "9")], base="0", targets=[TargetTerms(Form.LEVEL, Decimal(0))]) == ()
    assert [d.code for d in series([year(2025, "800")], base="100")] == [DoubtCode.SCALE_JUMP]
    assert series([year(2025, "799")], base="100") == ()


def test_impossible_actuals():
    facts = catalogue("%", measure=Measure.SHARE, natural_max=Decimal(100))
    (doubt,) = series([year(2025, "100", comparator=Comparator.GT)], base="68", facts=facts)
    assert (doubt.code, doubt.figure, doubt.blocking) == (DoubtCode.IMPOSSIBLE_VALUE, "value:2025", True)
    assert doubt.message.startswith("2025年>100%超出")
    assert series([year(2025, "100")], base="68", facts=facts) == ()
    (doubt,) = series([year(2021, None, "-100")])
    assert doubt.figure == "growth:2021"


def test_actual_in_another_currency():
    actual = parse_actual("101.7 亿元", name="4.外贸进出口总额（亿美元）")
    found = actual_unit_doubts(actual, "亿美元", 2020)
    assert [(doubt.code, doubt.figure) for doubt in found] == [
        (DoubtCode.UNIT_CONFLICT, "value:2020"),
        (DoubtCode.EXCHANGE_RATE, "value:2020"),
    ]
    assert actual_unit_doubts(parse_actual("101.7万美元"), "亿美元", 2020) == ()
