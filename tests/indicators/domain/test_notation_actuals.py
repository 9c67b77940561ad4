"""Actual cells (NOTATION section 1): comparator, total of the period, reported, sign, composition."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.domain.notation import ActualSpec, parse_actual
from indicators.domain.types import Comparator


def test_comparator_is_kept():
    actual = parse_actual(">100", name="10.互联网普及率（%）")
    assert (actual.value, actual.comparator, actual.unit) == (Decimal(100), Comparator.GT, "%")


@pytest.mark.parametrize("text", ["[42]", "［42］", "【 42 】", "累计42"])
def test_bracket_is_the_total_of_the_period(text):
    actual = parse_actual(text, name="13.城镇新增就业人数（万人）")
    assert (actual.value, actual.period_total, actual.unit) == (Decimal(42), True, "万人")


def test_bracket_under_a_cut_is_the_whole_cut():
    actual = parse_actual("[45.7]", name="细颗粒物(PM2.5)浓度 下降(%)")
    assert (actual.value, actual.period_total, actual.growth) == (Decimal("45.7"), True, False)


@pytest.mark.parametrize(
    ("text", "reported"),
    [
        ("完成省下 达指标", True),
        ("完成省下 达目标", True),
        ("已完成", True),
        ("未完成", False),
        ("未完成省下达目标", False),
        ("按省下达目标", None),
        ("—", None),
    ],
)
def test_reported_by_phrase(text, reported):
    actual = parse_actual(text, name="18.耕地保有量(万公顷)")
    assert (actual.value, actual.reported) == (None, reported)


@pytest.mark.parametrize(
    ("text", "name", "value", "growth"),
    [
        ("-4.6", "16、万元生产总值能耗(吨标煤)", "-4.6", False),
        ("3.8", "单位GDP能源消耗降低（%）", "3.8", False),
        ("-3.8", "单位GDP能源消耗降低（%）", "-3.8", False),  # under 降低 a minus is a rise
        ("-3.8%", "单位GDP能源消耗降幅（%）", "3.8", False),  # under 降幅 it is the fall itself
        ("下降3.45%", "粮食产量（亿斤）", "-3.45", False),
        ("增长6.5%", "地区生产总值（亿元）", "6.5", True),
        ("6.6", "地区生产总值增长（%）", "6.6", True),
        ("193.3", "地区生产总值增长（亿元）", "193.3", False),
        ("0", "劣Ⅴ类水体比例(%)", "0", False),
    ],
)
def test_sign_and_growth(text, name, value, growth):
    actual = parse_actual(text, name=name)
    assert (actual.value, actual.growth) == (Decimal(value), growth)


def test_own_unit_wins_over_the_rows():
    actual = parse_actual("101.7 亿元", name="4.外贸进出口总额（亿美元）")
    assert (actual.unit, actual.own_unit) == ("亿元", True)


def test_composition():
    assert parse_actual("25.7:33.4:40.9").parts == (Decimal("25.7"), Decimal("33.4"), Decimal("40.9"))


@pytest.mark.parametrize("text", ["", "—", "保持稳定", "6%至7%"])
def test_no_figure_is_missing_and_not_zero(text):
    actual = parse_actual(text, unit="亿元")
    assert (actual.value, actual.text, actual.unit) == (None, text, "亿元")
    assert actual.understood is (text in ("", "—"))


def test_mark_is_kept_apart():
    assert parse_actual("60.6*").marks == ("*",)


@given(st.text(), st.text(max_size=20), st.text(max_size=8))
def test_any_text_is_read_without_an_error(text, name, unit):
    actual = parse_actual(text, name=name, unit=unit)
    assert isinstance(actual, ActualSpec)
    assert actual.text == text.strip()
