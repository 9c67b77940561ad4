"""Laws of the notation, by Hypothesis: parse never raises, drops nothing, and reads back what render writes."""

from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from indicators.domain.literals import normalise, take_marks
from indicators.domain.notation import parse_actual, parse_cell, render
from indicators.domain.types import ECONOMIC_GROWTH, Comparator, Direction, Form, Role, TargetSpec

ROLES = st.sampled_from(Role)
NAMES = st.sampled_from(
    [
        "",
        "地区生产总值增长（亿元）",
        "地区生产总值增长（%）",
        "地区生产总值及增速 （亿元/%）",
        "常住人口城镇化率(%)",
        "城镇登记失业率",
        "城镇调查失业率(%)",
        "研究与实验发展（R&D)经费投入强度及提高幅度*",
        "单位GDP能源消耗降幅（%）",
        "万元 GDP 能耗下降率",
        "单位生产总值能耗累计降低率*",
        "人均预期寿命(岁)",
        "新增建设用地规模（亩）",
        "五年新增城镇就业人数",
        "城镇新增就业人数（万人）",
        "全员劳动生产率",
        "细颗粒物浓度下降、空气质量优良天数比例（%）*",
        "投资强度（万元/亩）",
        "农村人口减少（万人）",
        "人口自然增长率（‰）",
        "死亡率（‰）",
        "五年城镇化率累计提高（%）",
        "PM2.5年平均浓度（微克/立方米）",
    ]
)
UNITS = st.sampled_from(["", "%", "‰", "个百分点", "亿元", "亿元/%", "亿", "岁", "元/人", "—", "怪"])
WORDS = """
0 1 6.5 35 -3 100 [ ] ［ 】 〔 % ‰ 、 ; | - ~ 至 * ① ² 亿 万人 岁 元/人 个百分点 百分点
以上 以下 左右 > ≥ < ＜ ≤ 不低于 控制在 达到 约 提高 降低 减少 增长 到 年均 累计 五年
按 省 国家 下达目标 要求 完成 与经济增长 基本 同步 高于 全省平均水平 : — m m³ 合理
"""
PIECES = WORDS.split()
CELLS = st.lists(st.sampled_from([*PIECES, " "]), max_size=8).map("".join)


def reads_back(spec: TargetSpec) -> None:
    again = parse_cell(render(spec), role=spec.role, name=spec.name_hint, unit=spec.unit)
    assert again == (spec,), (spec, render(spec))


@settings(max_examples=1500, deadline=None)
@given(CELLS, ROLES, NAMES, UNITS)
def test_every_spec_made_from_the_words_of_plans_reads_back(text, role, name, unit):
    for spec in parse_cell(text, role=role, name=name, unit=unit):
        reads_back(spec)


@settings(max_examples=600, deadline=None)
@given(st.text(), ROLES, NAMES | st.text(max_size=12), UNITS | st.text(max_size=6))
def test_any_text_at_all_is_read_without_an_error_and_reads_back(text, role, name, unit):
    specs = parse_cell(text, role=role, name=name, unit=unit)
    assert specs
    for spec in specs:
        reads_back(spec)
    parse_actual(text, name=name, unit=unit)


@settings(max_examples=600, deadline=None)
@given(CELLS | st.text(), ROLES, NAMES, UNITS)
def test_nothing_is_dropped(text, role, name, unit):
    """What was not understood still stands in a text; every digit of the cell stands in some item."""
    specs = parse_cell(text, role=role, name=name, unit=unit)
    kept = "".join(normalise(spec.text) for spec in specs)
    assert [c for c in normalise(text) if c.isdigit()] == [c for c in kept if c.isdigit()]
    for spec in specs:
        if spec.form is Form.QUALITATIVE:
            assert normalise(take_marks(spec.text)[0]) or spec.marks


NUMBERS = st.decimals(min_value=-1000, max_value=100_000, places=2, allow_nan=False)
POSITIVE = st.decimals(min_value=0, max_value=100_000, places=3, allow_nan=False)
BOUNDS = {Comparator.GE: 1, Comparator.GT: 1, Comparator.LE: -1, Comparator.LT: -1}
MARKS = st.sampled_from([(), ("*",), ("①",), ("*", "②")])


def spec_of(role, form, name, unit, value, comparator, bracket, marks, implied=None):
    side = BOUNDS.get(comparator)
    direction = Direction(side) if side else implied
    return TargetSpec(
        role, form, value, None, comparator, unit, bracket=bracket, marks=marks, direction=direction, name_hint=name
    )


LEVEL_ROWS = st.sampled_from(
    [("地区生产总值", "亿元", None), ("常住人口城镇化率(%)", "%", None), ("PM10浓度", "微克/立方米", Direction.LOWER)]
)


@given(LEVEL_ROWS, NUMBERS, st.sampled_from(Comparator), MARKS, st.sampled_from([Role.BASE, Role.TARGET]))
def test_built_levels_read_back(row, value, comparator, marks, role):
    name, unit, implied = row
    reads_back(spec_of(role, Form.LEVEL, name, unit, value, comparator, False, marks, implied))


@given(
    NUMBERS,
    st.sampled_from(Comparator),
    MARKS,
    st.sampled_from(["地区生产总值增长（%）", "地区生产总值（亿元）", "城镇化率（%）"]),
)
def test_built_growths_read_back(value, comparator, marks, name):
    reads_back(spec_of(Role.GROWTH, Form.GROWTH, name, "%", value, comparator, False, marks))


TOTALS = st.sampled_from(
    [
        (Form.CUMULATIVE, "城镇新增就业人数（万人）", "万人", None),
        (Form.QUOTA, "新增建设用地规模（亩）", "亩", Direction.LOWER),
        (Form.CUMULATIVE_CUT, "细颗粒物(PM2.5)浓度下降(%)", "%", Direction.HIGHER),
        (Form.CUMULATIVE_CHANGE, "人均预期寿命(岁)", "岁", None),
        (Form.CUMULATIVE_CHANGE, "服务业增加值占比（%）", "%", None),
    ]
)


@given(TOTALS, POSITIVE, st.sampled_from(Comparator), st.booleans(), MARKS, ROLES)
def test_built_totals_read_back_with_and_without_bracket(row, value, comparator, bracket, marks, role):
    form, name, unit, implied = row
    if form is Form.CUMULATIVE_CHANGE and unit == "%":
        bracket = True
    reads_back(spec_of(role, form, name, unit, value, comparator, bracket, marks, implied))


@given(NUMBERS, st.sampled_from(Comparator), MARKS)
def test_built_points_read_back(value, comparator, marks):
    reads_back(spec_of(Role.GROWTH, Form.POINTS, "城镇化率(%)", "个百分点", value, comparator, False, marks))


PLACES = st.sampled_from(["国家", "省", "市", "县", "三门峡市", "新乡市", "上级"])


@given(st.lists(PLACES, min_size=1, max_size=3, unique=True), ROLES, MARKS)
def test_built_assigned_read_back(places, role, marks):
    reads_back(TargetSpec(role, Form.ASSIGNED, by="、".join(places), marks=marks, name_hint="耕地保有量"))


REFERENCES = st.sampled_from([ECONOMIC_GROWTH, "全省平均水平", "全市平均水平", "省"])


@given(
    REFERENCES,
    st.sampled_from([Comparator.EQ, Comparator.GE, Comparator.GT, Comparator.LE, Comparator.LT]),
    st.booleans(),
)
def test_built_relations_read_back(reference, comparator, tolerant):
    side = BOUNDS.get(comparator)
    spec = TargetSpec(
        Role.GROWTH,
        Form.RELATIVE,
        comparator=comparator,
        reference=reference,
        tolerant=tolerant and side is None,
        unit="%",
        direction=Direction(side) if side else None,
        name_hint="居民人均可支配收入增长(%)",
    )
    reads_back(spec)


@given(st.tuples(POSITIVE, POSITIVE, POSITIVE), ROLES)
def test_built_compositions_read_back(parts, role):
    reads_back(TargetSpec(role, Form.COMPOSITION, parts=parts, unit="%", name_hint="三次产业结构比"))


@given(st.text())
def test_normalising_twice_changes_nothing_more(text):
    assert normalise(normalise(text)) == normalise(text)


def test_zero_is_a_figure_and_not_a_blank():
    (spec,) = parse_cell("0", role=Role.TARGET, name="农村贫困发生率（%）")
    assert spec.value == Decimal(0)
