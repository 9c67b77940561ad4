"""Numbers with their units, and what only looks like one. All sentences are invented."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.domain.types import Comparator
from intake.domain.prose.quantities import half_width, numeral, quantities


def read(text: str) -> list[tuple[str, str | None, str, str]]:
    """(value, high, unit, comparator) of each quantity."""
    return [
        (str(one.value), None if one.high is None else str(one.high), one.unit, one.comparator.value)
        for one in quantities(half_width(text))
    ]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("达到18家", [("18", None, "家", "=")]),
        ("达到1,200家", [("1200", None, "家", "=")]),
        ("达到１８．５％", [("18.5", None, "%", "=")]),
        ("达到150亿元以上", [("150", None, "亿元", ">=")]),
        ("突破150亿元", [("150", None, "亿元", ">")]),
        ("超过60%", [("60", None, "%", ">")]),
        ("不低于95%", [("95", None, "%", ">=")]),
        ("至少2个", [("2", None, "个", ">=")]),
        ("控制在4.5%以内", [("4.5", None, "%", "<=")]),
        ("不超过30个工作日", [("30", None, "个工作日", "<=")]),
        ("约20公里", [("20", None, "公里", "~")]),
        ("8%左右", [("8", None, "%", "~")]),
        ("提高2.5个百分点", [("2.5", None, "个百分点", "=")]),
        ("提高2.5百分点", [("2.5", None, "个百分点", "=")]),
        ("建设8至10个", [("8", "10", "个", "=")]),
        ("建设8-10个", [("8", "10", "个", "=")]),
        ("增长6%—7%", [("6", "7", "%", "=")]),
        ("处理21.9万吨/年", [("21.9", None, "万吨/年", "=")]),
        ("42微克/立方米", [("42", None, "微克/立方米", "=")]),
        ("装机60MW", [("60", None, "MW", "=")]),
        ("治理2.5km²", [("2.5", None, "km²", "=")]),
        ("游客500万人次", [("500", None, "万人次", "=")]),
        ("解决2000人口", [("2000", None, "人", "=")]),
        ("新建三座", [("3", None, "座", "=")]),
        ("新建两所", [("2", None, "所", "=")]),
        ("建成十二个", [("12", None, "个", "=")]),
        ("达到十年一遇以上", [("10", None, "年一遇", ">=")]),
        ("道路14条26段", [("14", None, "条", "="), ("26", None, "段", "=")]),
    ],
)
def test_a_quantity_has_value_unit_and_bound(text: str, found: list[tuple[str, str | None, str, str]]) -> None:
    assert read(text) == found


@pytest.mark.parametrize(
    "text",
    [
        "到2025年",
        "2021—2025年",
        "6月25日",
        "第3产业园",
        "107国道和S229、G345沿线",
        "推广5G、4K和3D打印",
        "“三个一”工程",
        "实施“百县千镇5大行动”",
        "《规划（2021年第12号）》",
        "云政〔2021〕8号",
        "PM2.5和PM10",
        "110千伏线路",
        "打造15分钟健身圈",
        "开通24小时热线",
        "一批项目",
        "一张蓝图绘到底",
        "每一个孩子",
        "一条主轴",
        "距省城130公里",
        "中央八项规定",
        "设置21项主要指标",
        "第二十二所学校",
    ],
)
def test_names_years_and_slogans_are_no_quantities(text: str) -> None:
    assert read(text) == []


@pytest.mark.parametrize(
    ("text", "counted"),
    [
        ("新增220千伏变电站8座", [("8", None, "座", "=")]),
        ("培育营业收入超200亿元企业3家以上", [("3", None, "家", ">=")]),
        ("建成11人制足球场2块", [("2", None, "块", "=")]),
        ("实现20户以上自然村通硬化路", []),
        ("改造4座共51.5延米", [("4", None, "座", "="), ("51.5", None, "延米", "=")]),
        ("建设一座占地200亩的物流园", [("1", None, "座", "="), ("200", None, "亩", "=")]),
    ],
)
def test_a_size_that_describes_a_counted_thing_is_left_out(
    text: str, counted: list[tuple[str, str | None, str, str]]
) -> None:
    assert read(text) == counted


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("十", 10),
        ("十五", 15),
        ("二十一", 21),
        ("两", 2),
        ("一百", 100),
        ("百", 100),
        ("三三", None),
        ("", None),
        ("甲", None),
    ],
)
def test_chinese_numerals(text: str, number: int | None) -> None:
    assert numeral(text) == number


_PIECES = (
    "达到 新增 12 3.5 2025年 8-10 家 万亩 % 以上 约 、 ， 。 （ ） “ ” 三座 个 百分点 的 G107 和 到 0",
    ",000 十 一 亿",
)
_WORDS = st.lists(
    st.sampled_from([piece for line in _PIECES for piece in line.split(" ")]),
    max_size=30,
).map("".join)


@given(_WORDS)
def test_any_text_is_read_in_order_and_every_digit_stands_in_it(text: str) -> None:
    plain = half_width(text)
    assert len(plain) == len(text)
    end = 0
    for one in quantities(plain):
        assert end <= one.start <= one.digits < one.end
        end = one.end
        printed = plain[one.digits : one.end]
        assert one.spelled or any(sign.isdigit() for sign in printed)
        assert one.high is None or one.high > one.value
        assert one.value >= 0
        assert one.unit.removeprefix("个") in printed
        assert isinstance(one.comparator, Comparator)
        assert one.spelled or str(one.value) in {str(Decimal(part)) for part in _numbers(printed)}


def _numbers(text: str) -> list[str]:
    import re

    return re.findall(r"\d+(?:\.\d+)?", re.sub(r"(?<=\d),(?=\d{3}(?!\d))", "", text))
