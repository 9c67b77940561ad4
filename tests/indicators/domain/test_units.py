"""Units: kinds and exact conversion (NOTATION section 1)."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.domain.units import convert, is_rate, kind_of, same_kind, split_header


@pytest.mark.parametrize(
    ("value", "unit", "to", "wanted"),
    [
        ("1", "亿斤", "万吨", "5"),
        ("9.3", "亿斤", "万吨", "46.5"),
        ("153.7", "亿元", "万元", "1537000"),
        ("53", "万元", "亿元", "0.0053"),
        ("1", "亿元", "元", "100000000"),
        ("1", "公顷", "亩", "15"),
        ("45.45", "万公顷", "万亩", "681.75"),
        ("15000", "亩", "公顷", "1000"),
        ("4896", "人", "万人", "0.4896"),
        ("1.029", "亿美元", "万美元", "10290"),
        ("8", "‰", "%", "0.8"),
        ("1", "微克/立方米", "毫克/立方米", "0.001"),
        ("35", "μg/m³", "微克/立方米", "35"),
        ("0.035", "亿吨标准煤", "万吨标准煤", "350"),
        ("2.5", "平方公里", "公顷", "250"),
        ("1", "怪单位", "怪单位", "1"),
    ],
)
def test_exact_conversion(value, unit, to, wanted):
    assert convert(Decimal(value), unit, to) == Decimal(wanted)


@pytest.mark.parametrize(
    ("unit", "to"),
    [
        ("亿元", "亿美元"),
        ("万吨", "万亩"),
        ("%", "个百分点"),
        ("元", "元/人"),
        ("", "亿元"),
        ("亿", "亿元"),
        ("件", "个"),
        ("吨", "吨标准煤"),
    ],
)
def test_other_kinds_are_not_converted(unit, to):
    assert convert(Decimal(1), unit, to) is None


@given(
    st.decimals(min_value=-(10**6), max_value=10**6, places=4),
    st.sampled_from([("亿元", "元"), ("万亩", "公顷"), ("亿斤", "吨"), ("万人", "人"), ("‰", "%")]),
)
def test_there_and_back_again(value, units):
    one, other = units
    there = convert(value, one, other)
    assert there is not None
    back = convert(there, other, one)
    assert back is not None
    assert round(back, 10) == value


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("亿元", "万元", True),
        ("亿元", "亿美元", False),
        ("亿", "亿元", True),
        ("亿", "%", False),
        ("岁", "年", True),
        ("", "%", None),
        ("怪", "%", None),
        ("怪", "怪", True),
    ],
)
def test_same_kind(one, other, same):
    assert same_kind(one, other) is same


@pytest.mark.parametrize(
    ("header", "parts"),
    [
        ("亿元/%", ("亿元", "%")),
        ("万元/ %", ("万元", "%")),
        ("亿元，%", ("亿元", "%")),
        ("元/人", ("元/人", "")),
        ("—", ("", "")),
        ("", ("", "")),
        ("％", ("%", "")),
    ],
)
def test_header_holds_the_unit_of_level_and_growth(header, parts):
    assert split_header(header) == parts


def test_rates_are_per_cent_per_mille_or_unprinted():
    assert [is_rate(unit) for unit in ("%", "‰", "", "亿元", "个百分点")] == [True, True, True, False, False]
    assert kind_of("元/人") == "money/persons"
    assert kind_of("亿元/%") is None
